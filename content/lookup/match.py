"""Look up a short query. The result is an entry, suggestions, or nothing.

Readings of the query are tried from the most to the least certain. The first that means one entry answers:

1. The whole query is a form of an entry, in any case, accents, number, spacing and word order (index.py).
2. A résumé line names a job in a part of its own, or the query has only a form and the way of asking:
   "Consul, Consulate of …", "what does a … do" (sentence.py).
3. A quotation, or the query without the way of asking, is a misspelt or shortened form (fuzzy.py).
4. A longer sentence is clearly about one form. Then the same with unknown words corrected.
5. No answer: suggest the forms in the query. Otherwise suggest the names that end with it, candidates of the earlier
   steps, and entries on the same topic (topics.py).

At every step, a form with several meanings is asked about instead.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from content.lookup import sounds
from content.lookup.descriptions import Descriptions, Fit
from content.lookup.form_spans import WIDEST
from content.lookup.fuzzy import FuzzyMatch, FuzzyMatcher
from content.lookup.index import ARTICLES, Index, Tier, forms_of
from content.lookup.lexicon import lexicon
from content.lookup.meanings import Meanings, Verdict
from content.lookup.normalize import GLUE, normalize, squash, stems
from content.lookup.query import Word, clean, quotations, read
from content.lookup.sentence import Sentence
from content.lookup.sounds import sound_of
from content.lookup.topics import TopicIndex
from content.models import AmbiguousForm, Entry, Role

MOST_CORRECTED = 4  # words of a query that is read again with its typos corrected
SHORTEST_START = 4  # letters of a shortened word beside a typo
MOST_SUGGESTIONS = 5  # as many as fit into one row of buttons
LEADS = ARTICLES | {"of"}  # words before a form in "meaning of the …", once "meaning" is dropped
MOST_LEADS = 2
_NOT_MEANT = re.compile(
    r"(?<=\w)\W{1,3}(?:(?:and|but)\s)?not\s(?:an?|the|any|in|as|of)\s[^()?!]{2,40}\)?\W{0,4}$", re.I
)
"""What a line says that it doesn't mean: "counselor (not the therapist one)"."""
PUNCTUATION = "?!.,;:…\"'“”„«»‘’()[]*_`"


@dataclass(frozen=True, slots=True)
class Match:
    """The result of looking up a query."""

    query: str
    outcome: Literal["answer", "suggest", "none"]
    entry: Entry | None = None
    """Set with "answer" only."""
    suggestions: tuple[Entry, ...] = ()
    """Best first, at most MOST_SUGGESTIONS. With "answer": other entries that the query mentions."""
    ambiguous: AmbiguousForm | None = None
    """The form with several meanings that the query contains. The outcome is then "suggest"; "none" if no meaning is an
    entry; or "answer" if the form is an entry's own name."""
    named: bool = False
    """Whether the query really contains a form of each suggestion, so that none is a guess. Only with "suggest", and
    not with an ambiguous form."""
    outside: str = ""
    """The meaning of the ambiguous form outside the content that the other words point to: "A2 visa"."""
    unclear: tuple[AmbiguousForm, ...] = ()
    """The forms with several meanings among those of the suggestions. Only with `named`."""
    team: Entry | None = None
    """What the team has taught for the form that `entry` answers. Without a reviewed entry, the team's is `entry`."""

    @property
    def senses(self) -> tuple[Entry, ...]:
        """The senses that an ambiguous form may have here: none if something else decided on one, or on one outside."""
        return self.suggestions if self.ambiguous and not self.entry and not self.outside else ()

    @property
    def meant(self) -> Entry | None:
        """The entry, or the only sense that an ambiguous form has here: "DCM" may stand for other things elsewhere."""
        senses = self.senses
        return self.entry or (senses[0] if len(senses) == 1 else None)

    @property
    def only_job(self) -> Role | None:
        """The only job among the senses of an ambiguous form: "trade commissioner" is also an office abroad."""
        jobs = [sense for sense in self.senses if isinstance(sense, Role)]
        return jobs[0] if len(jobs) == 1 else None


class Matcher:
    """Look up queries in a set of entries. Immutable: for changed entries, make a new matcher."""

    def __init__(self, entries: Iterable[Entry], ambiguous: Iterable[AmbiguousForm] = ()) -> None:
        self._entries = entries = tuple(entries)
        self._lexicon = lexicon()
        self._index = Index(entries, ambiguous)
        self._fuzzy = FuzzyMatcher(self._index, self._lexicon)
        self._topics = TopicIndex(entries, self._lexicon)
        self._descriptions = Descriptions(entries, self._lexicon)
        self.meanings = Meanings(self._index, self._topics, self._lexicon)
        """Which meaning each form has."""

    def by_name(self, name: str) -> Entry | None:
        """The entry with this name or alias, ignoring case, accents and number. For links between entries."""
        return self._index.by_name(name)

    def is_form(self, text: str, *, as_written: bool = False) -> bool:
        """Whether the whole text is a form, ignoring case, accents and number, or exactly if `as_written`."""
        normalized = normalize(text)
        known = self._index.has(squash(stems(normalized))) or self._index.has(normalized.replace(" ", ""))
        return known and (not as_written or text in self._index.written)

    def is_ambiguous(self, text: str) -> bool:
        """Whether the whole text is a form whose meaning the words around it decide."""
        return len(self.senses(text)) > 1

    def senses(self, text: str) -> tuple[Entry, ...]:
        """All meanings that the whole text may have, as a form in a long text."""
        written = normalize(text)
        verdict = self.meanings.of(squash(stems(written)), written)
        if verdict.entry and not verdict.ambiguous:
            return (verdict.entry,)
        return tuple({id(entry): entry for entry in verdict.offers}.values())

    def leading_form(self, text: str) -> str:
        """The longest form that the text starts with, as written there; empty if there is none."""
        words = text.split()[:WIDEST]
        ends = [size for size, word in enumerate(words, 1) if normalize(word)]
        starts = (" ".join(words[:size]).strip(PUNCTUATION) for size in reversed(ends))
        return next(filter(self.is_form, starts), "")

    @property
    def index(self) -> Index:
        """The forms of all entries."""
        return self._index

    def described(self, description: str, most: int) -> list[Entry]:
        """The entries whose names and definitions have the words of a description, best first."""
        return self._topics.suggest(read(clean(description)), most)

    def fitting(self, description: str, most: int) -> list[Fit]:
        """The entries that an everyday description fits, best first."""
        return self._descriptions.fitting(clean(description), most)

    def match(self, query: str) -> Match:
        """Look up a query. Never raises. Reads at most the first LONGEST characters (content/lookup/query.py)."""
        cleaned = clean(query)
        text = normalize(cleaned)
        if not text:
            return Match(query, "none")
        text = self._without_lead(text)
        for key in self._keys(text):
            if self._index.has(key) and not self._index.is_levelled(text.split()) and not self._is_line(key, cleaned):
                return _match(query, self.meanings.of(key, text))
        if (asked := self._asked_with_comma(cleaned, text)) and self._index.has(key := squash(stems(asked))):
            return _match(query, self.meanings.of(key, asked))
        verdict = self._read_sentence(cleaned)
        meant = _NOT_MEANT.sub("", cleaned).strip() if verdict.outside else cleaned
        return self.match(meant) if meant and meant != cleaned else _match(query, verdict)

    def _without_lead(self, text: str) -> str:
        """Drop "of", "the" and "a" before a form, unless they are part of it: "a PD" is not "APD"."""
        words = text.split(maxsplit=MOST_LEADS)
        for place, word in enumerate(words[:MOST_LEADS]):
            whole = " ".join(words[place:])
            if self._index.is_form(squash(stems(whole)), whole) or (place and self._index.has(squash(stems(whole)))):
                return whole
            if word not in LEADS:
                return text
        last = words[-1]
        return last if len(words) > MOST_LEADS and self._index.has(squash(stems(last))) else text

    def _asked_with_comma(self, cleaned: str, text: str) -> str:
        """A name with a comma inside, without the words of asking around it: "what is Policy Officer, EEAS"."""
        words, asking = text.split(), self._lexicon.function | self._lexicon.question
        behind = normalize(cleaned.rpartition(",")[2]).split() if "," in cleaned else []
        while words and words[0] in asking:
            words.pop(0)
        while words and words[-1] in asking:
            words.pop()
            behind = behind[:-1]
        return " ".join(words) if behind and words[-len(behind) :] == behind else ""

    def _is_line(self, key: str, cleaned: str) -> bool:
        """Whether the text is a title, but better read as a job and its details: "Second Secretary (Political)"."""
        if self._index.tier(key) <= Tier.ALIAS:
            return False
        words = read(cleaned)
        has_parts = any(word.apart for word in words[1:])
        return has_parts and Sentence(words, self._index, self._lexicon).line_job() is not None

    def _keys(self, text: str) -> Iterator[str]:
        """The keys to look a normalized text up by, closest first."""
        words = stems(text)
        yield squash(words)
        yield text.replace(" ", "")
        if len(words) > 1:
            yield from self._index.loose_keys(words)

    def _read_sentence(self, cleaned: str) -> Verdict:
        """Steps 2 to 5 of the ladder: the first reading that means one entry or an ambiguous form, or suggestions."""
        sentence = Sentence(read(cleaned), self._index, self._lexicon)
        if job := sentence.line_job():
            whole = self._misspelt(sentence) if self._fuzzy.has_typo(sentence.words) else Verdict()
            return whole if whole.entry else self.meanings.in_sentence(job, sentence)
        if span := sentence.subject():
            whole = self._misspelt(sentence) if sentence.is_compound() else Verdict()
            return whole if whole.entry else self.meanings.in_sentence(span, sentence)
        offers: list[Entry] = []
        for verdict in self._readings(cleaned, sentence):
            if verdict.entry or verdict.ambiguous:
                return verdict
            offers.extend(verdict.offers)
        if corrected := self._corrected(sentence):
            return self._read_sentence(corrected)
        unclear = [
            self.meanings.in_sentence(span, sentence) for span in sentence.spans if self.meanings.of(span.key).ambiguous
        ]
        if (first := next(iter(unclear), None)) and (first.outside or self._is_subject(first, sentence)):
            return first
        return self._offers(sentence, offers, tuple(verdict.ambiguous for verdict in unclear if verdict.ambiguous))

    def _misspelt(self, sentence: Sentence) -> Verdict:
        """What the whole query is a misspelt form of: "attachée de resse" is no other attachée."""
        return self._pick(self._fuzzy.match_joined(sentence.words))

    def _offers(self, sentence: Sentence, offers: Sequence[Entry], forms: tuple[AmbiguousForm, ...]) -> Verdict:
        """Step 5: what a sentence may be about. `offers` are the entries that its readings may mean.

        `forms` are those of its forms that have several meanings.
        """
        if begun := self._begun(sentence):
            return Verdict(offers=begun, named=True)
        ended = self._ended(sentence)
        named, others = self.meanings.of_spans(sentence.spans)
        if named and not sentence.is_about_more():
            return Verdict(offers=(*ended, *named), named=not ended, unclear=forms)
        about = self._topics.suggest(sentence.words, MOST_SUGGESTIONS)
        return Verdict(offers=(*ended, *offers, *named, *others, *about))

    def _is_subject(self, unclear: Verdict, sentence: Sentence) -> bool:
        """Whether a form with several meanings begins a sentence whose other forms are the setting: "at an embassy"."""
        first, *others = sentence.spans
        is_first = self.meanings.of(first.key).ambiguous is unclear.ambiguous
        return is_first and bool(others) and all(map(sentence.is_setting, others))

    def _corrected(self, sentence: Sentence) -> str:
        """The words of a short query with their typos corrected, if it then has only words of the content.

        Empty if nothing changes. "econ offcer" is read as "econ officer", "ambasador extrordinary" as both words.
        """
        words = [self._fuzzy.correct_word(word) for word in sentence.words]
        known = [word.stem in self._index.words or word.text in GLUE or self._begins(word) for word in words]
        if words == sentence.words or len(words) > MOST_CORRECTED or not all(known):
            return ""
        return " ".join(word.text for word in words)

    def _begins(self, word: Word) -> bool:
        """Whether a word is the beginning of one in the content: "econ"."""
        return len(word.text) >= SHORTEST_START and bool(self._index.words_from(word.text, 1))

    def _begun(self, sentence: Sentence) -> tuple[Entry, ...]:
        """The entries whose names begin with the words of a query that is too short to choose: "Vienna Convention"."""
        for core in sentence.cores():
            keys = (
                self._index.phrases_from(squash(word.stem for word in core), MOST_SUGGESTIONS) if len(core) > 1 else ()
            )
            forms = [form for key in keys for form in self._index.forms.get(key, ()) if form.tier <= Tier.ALIAS]
            entries = {form.entry.name: form.entry for form in forms}
            if len(entries) > 1:
                return tuple(entries.values())
        return ()

    def _ended(self, sentence: Sentence) -> tuple[Entry, ...]:
        """The entries whose names end with the words of a query: "mission coordinator"."""
        for core in sentence.cores():
            end = " ".join(["", *(word.stem for word in core)])
            if len(core) > 1 and (found := self._ending_with(end)):
                return tuple(found)
        return ()

    def _ending_with(self, end: str) -> list[Entry]:
        return ending(self._stemmed, end)

    @cached_property
    def _stemmed(self) -> list[tuple[str, Entry]]:
        return by_stems(self._entries)

    def _readings(self, cleaned: str, sentence: Sentence) -> Iterator[Verdict]:
        """Steps 3 and 4: quotations, the query without the way of asking, and forms mentioned in the sentence."""
        for quotation in quotations(cleaned):
            yield from self._read_as_form(read(quotation))
        for core in sentence.cores():
            yield from self._read_as_form(core)
        yield self._pick(self._sounding(normalize(cleaned)))  # "a grey mon", whose first word isn't an article
        words = [self._fuzzy.correct_word(word) for word in sentence.words]
        corrected = Sentence(words, self._index, self._lexicon) if words != sentence.words else None
        if corrected and (job := corrected.line_job()):
            yield self.meanings.in_sentence(job, corrected)
        if span := sentence.mentioned():
            yield self.meanings.in_sentence(span, sentence)
        if corrected and (span := corrected.subject() or corrected.mentioned()):
            yield self.meanings.in_sentence(span, corrected)

    def _read_as_form(self, words: Sequence[Word]) -> Iterator[Verdict]:
        """Read words as nothing but a form, perhaps misspelt or shortened."""
        text = " ".join(word.text for word in words)
        for key in self._keys(text):
            if self._index.has(key):
                yield self.meanings.of(key, text)
                return
        if words:
            fuzzy = self._fuzzy
            for match in (fuzzy.match_misspelt, fuzzy.match_joined, fuzzy.match_shortened, fuzzy.match_prefix):
                yield self._pick(match(words))
            yield self._pick(self._sounding(text))

    def _sounding(self, text: str) -> list[FuzzyMatch]:
        """The names that sound like a text. English words answer only if they were divided otherwise: "proto call"."""
        sound, words = sound_of(text), text.split()
        if len(sound) < sounds.FEWEST or not words or any(map(str.isdecimal, text)) or "or" in words[1:-1]:
            return []  # "counsel or counsellor"
        if len(words) > 1 and any(self._index.is_job(key) for word in words for key in self._keys(word)):
            return []  # "cónsul adscrito" has the consonants of "Conseil de sécurité"
        real = all(map(self._lexicon.is_word, words))
        if real and len(words) == 1:
            return []
        matches = []
        for key in self._sounds.get(sound, ()):
            divided = all(len(form.text.split()) != len(words) for form in self._index.forms.get(key, ()))
            matches.append(FuzzyMatch(1, key, len(sound) >= sounds.SURE and (divided or not real)))
        return matches

    @cached_property
    def _sounds(self) -> dict[str, tuple[str, ...]]:
        """The keys of the names of each sound, and of the entries whose pronunciation has it."""
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for entry in self._entries:
            names = [form for form, tier in forms_of(entry) if tier in (Tier.NAME, Tier.ALIAS)]
            spoken = [(name, name) for name in names] + ([(entry.say, entry.name)] if entry.say else [])
            for said, name in spoken:
                found[sound_of(said)].setdefault(squash(stems(normalize(name))))
        for key, ambiguous in self._index.ambiguous.items():
            found[sound_of(ambiguous.form)].setdefault(key)
        return {sound: tuple(keys) for sound, keys in found.items()}

    def _pick(self, matches: Sequence[FuzzyMatch]) -> Verdict:
        """The verdict of the cheapest matches, if one is sure and they agree; otherwise all matches are offers."""
        verdicts = [self.meanings.of(match.key) for match in matches]
        cheapest = [n for n, match in enumerate(matches) if match.cost == matches[0].cost]
        entries = {id(verdicts[n].entry) for n in cheapest}
        first = verdicts[0] if verdicts else Verdict()
        if (first.entry or first.ambiguous) and len(entries) == 1 and any(matches[n].sure for n in cheapest):
            return first
        return Verdict(offers=tuple(entry for verdict in verdicts for entry in verdict.all))


def by_stems(entries: Iterable[Entry]) -> list[tuple[str, Entry]]:
    """Each entry, with the stems of its name before it."""
    return [(" ".join(stems(normalize(entry.name))), entry) for entry in entries]


def ending(stemmed: Iterable[tuple[str, Entry]], end: str) -> list[Entry]:
    """The entries whose names end with these stems."""
    return [entry for name, entry in stemmed if name.endswith(end)]


def _match(query: str, verdict: Verdict) -> Match:
    if verdict.entry and not verdict.offers:  # fast path for the usual case: the bot serves thousands per second
        return Match(query, "answer", verdict.entry, (), verdict.ambiguous, team=verdict.team)
    others = {id(entry): entry for entry in verdict.offers if entry is not verdict.entry}
    suggestions = tuple(others.values())[:MOST_SUGGESTIONS]
    if verdict.entry:
        return Match(query, "answer", verdict.entry, suggestions, verdict.ambiguous, team=verdict.team)
    named = verdict.named and verdict.ambiguous is None and bool(suggestions)
    outcome: Literal["suggest", "none"] = "suggest" if suggestions else "none"
    unclear = verdict.unclear if named else ()
    return Match(query, outcome, None, suggestions, verdict.ambiguous, named, verdict.outside, unclear)

"""Answers what a short query means: an entry, suggestions, or nothing.

The ladder, from the surest reading of a query on; the first rung that means one entry answers:

1. the whole query is a form of an entry, whatever its case, accents, number, spaces and order (index.py)
2. a line of a résumé names a job in a part of its own, or nothing but a form and the way of asking is in it:
   "Consul, Consulate of …", "what does a … do" (sentence.py)
3. what is quoted, or what is left without the way of asking, is a form misspelt or shortened (guess.py)
4. it is a sentence that says more, but is surely about a form; then the same with unknown words corrected
5. nothing answers: suggest the forms that stand in it; else what came up on the way, and entries that speak of the
   same (meaning.py)

A form that has several meanings is asked about on every rung.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from content.lookup.form_spans import WIDEST, Span
from content.lookup.fuzzy import FuzzyMatch, FuzzyMatcher
from content.lookup.index import ARTICLES, Form, Index, Tier
from content.lookup.lexicon import lexicon
from content.lookup.normalize import bag, normalize, squash, stems
from content.lookup.query import Word, clean, quotations, read
from content.lookup.sentence import Sentence
from content.lookup.topics import TopicIndex
from content.models import AmbiguousForm, Entry

MOST_SUGGESTIONS = 5  # what fits into one row of buttons
LEADS = ARTICLES | {"of"}  # what stands before a form after a word of asking: "meaning of the …"
MOST_LEADS = 2
PUNCTUATION = "?!.,;:…\"'“”„«»‘’()[]*_`"


@dataclass(frozen=True, slots=True)
class Match:
    """What a query means."""

    query: str
    outcome: Literal["answer", "suggest", "none"]
    entry: Entry | None = None
    """Only with "answer"."""
    suggestions: tuple[Entry, ...] = ()
    """Best first, at most MOST_SUGGESTIONS. With "answer": the other entries that the query names."""
    ambiguous: AmbiguousForm | None = None
    """The form with several senses that was asked about. Then the outcome is "suggest", or "none" when no sense is
    an entry here, or "answer" when it is also an entry's own name."""
    named: bool = False
    """Whether the suggestions go by forms that really stand in the query, so that none is a guess. Only with
    "suggest", and not with a form that is asked about."""


class Verdict(NamedTuple):
    """What a key stands for: the one entry it surely means, or those to offer."""

    entry: Entry | None = None
    offers: tuple[Entry, ...] = ()
    ambiguous: AmbiguousForm | None = None
    named: bool = False
    """The offers go by forms that stand in the query, as names or titles of theirs."""

    @property
    def all(self) -> tuple[Entry, ...]:
        """All entries of the verdict, the meant one first."""
        return (self.entry, *self.offers) if self.entry else self.offers


class Matcher:
    """Looks up queries in a set of entries. Immutable: changed entries are a new matcher."""

    def __init__(self, entries: Iterable[Entry], ambiguous: Iterable[AmbiguousForm] = ()) -> None:
        entries = tuple(entries)
        self._lexicon = lexicon()
        self._index = Index(entries, ambiguous)
        self._guesser = FuzzyMatcher(self._index, self._lexicon)
        self._meaning = TopicIndex(entries, self._lexicon)

    def by_name(self, name: str) -> Entry | None:
        """The entry of this name or alias, in any case, accents and number; for links between entries."""
        text = normalize(name)
        forms = [form for form in self._index.forms.get(squash(stems(text)), ()) if form.tier <= Tier.ALIAS]
        return min(forms, key=lambda form: _rank(form, text)).entry if forms else None

    def is_form(self, text: str, *, as_written: bool = False) -> bool:
        """Whether a text is a form and nothing else: in any case, accents and number, or just as it is written."""
        folded = normalize(text)
        known = self._index.has(squash(stems(folded))) or self._index.has(folded.replace(" ", ""))
        return known and (not as_written or text in self._index.written)

    def leading_form(self, text: str) -> str:
        """The longest form with which a text begins, as it stands there; empty if it begins with none."""
        words = text.split()[:WIDEST]
        ends = [size for size, word in enumerate(words, 1) if normalize(word)]
        starts = (" ".join(words[:size]).strip(PUNCTUATION) for size in reversed(ends))
        return next(filter(self.is_form, starts), "")

    def match(self, query: str) -> Match:
        """What a query means. Never raises; reads at most the first LONGEST characters (content/lookup/query.py)."""
        asked = clean(query)
        text = normalize(asked)
        if not text:
            return Match(query, "none")
        text = self._without_lead(text)
        for key in self._keys(text):
            if self._index.has(key) and not self._index.is_levelled(text.split()) and not self._is_line(key, asked):
                return _match(query, self._judge(key, text))
        return _match(query, self._understand(asked))

    def _without_lead(self, text: str) -> str:
        """The folded text without "of", "the" or "a" before a form, unless it is a part of it: "a PD" is not "APD"."""
        words = text.split(maxsplit=MOST_LEADS)
        for place, word in enumerate(words[:MOST_LEADS]):
            whole = " ".join(words[place:])
            if self._index.is_form(squash(stems(whole)), whole) or (place and self._index.has(squash(stems(whole)))):
                return whole
            if word not in LEADS:
                return text
        last = words[-1]
        return last if len(words) > MOST_LEADS and self._index.has(squash(stems(last))) else text

    def _is_line(self, key: str, asked: str) -> bool:
        """Whether a title is rather a job and what follows it: "Second Secretary (Political)"."""
        if self._index.tier(key) <= Tier.ALIAS:
            return False
        words = read(asked)
        broken = any(word.apart for word in words[1:])
        return broken and Sentence(words, self._index, self._lexicon).headed() is not None

    def _keys(self, text: str) -> Iterator[str]:
        """The keys under which a folded text may be known, the closest first."""
        words = stems(text)
        yield squash(words)
        yield text.replace(" ", "")
        if len(words) > 1:
            yield from filter(None, (bag(words), squash(spread := self._index.spread(words)), bag(spread)))

    def _understand(self, asked: str) -> Verdict:
        """Tries the readings of a query from the surest on; the first that means one entry, or must ask, is taken."""
        sentence = Sentence(read(asked), self._index, self._lexicon)
        if job := sentence.headed():
            return self._in_context(job, sentence)
        if span := sentence.subject():
            whole = self._chosen(self._guesser.joined(sentence.words)) if sentence.is_compound() else Verdict()
            return whole if whole.entry else self._in_context(span, sentence)
        offers: list[Entry] = []
        for verdict in self._readings(asked, sentence):
            if verdict.entry or verdict.ambiguous:
                return verdict
            offers.extend(verdict.offers)
        named, others = self._found(sentence.spans)
        if named and not sentence.is_about_more():
            return Verdict(offers=named, named=True)
        return Verdict(offers=(*offers, *named, *others, *self._meaning.suggest(sentence.words, MOST_SUGGESTIONS)))

    def _readings(self, asked: str, sentence: Sentence) -> Iterator[Verdict]:
        for quotation in quotations(asked):
            yield from self._whole(read(quotation))
        for core in sentence.cores():
            yield from self._whole(core)
        words = [self._guesser.corrected(word) for word in sentence.words]
        corrected = Sentence(words, self._index, self._lexicon) if words != sentence.words else None
        if corrected and (job := corrected.headed()):
            yield self._in_context(job, corrected)
        if span := sentence.mentioned():
            yield self._in_context(span, sentence)
        if corrected and (span := corrected.subject() or corrected.mentioned()):
            yield self._in_context(span, corrected)

    def _whole(self, words: Sequence[Word]) -> Iterator[Verdict]:
        """The readings of words that are nothing but a form, though perhaps misspelt or shortened."""
        text = " ".join(word.text for word in words)
        for key in self._keys(text):
            if self._index.has(key):
                yield self._judge(key, text)
                return
        if words:
            for guess in (self._guesser.spelled, self._guesser.joined, self._guesser.shortened, self._guesser.begun):
                yield self._chosen(guess(words))

    def _chosen(self, guesses: Sequence[FuzzyMatch]) -> Verdict:
        """The verdict of the cheapest guesses if they are sure and agree; else all of them are offers."""
        verdicts = [self._judge(guess.key) for guess in guesses]
        best = [n for n, guess in enumerate(guesses) if guess.cost == guesses[0].cost]
        meant = {id(verdicts[n].entry) for n in best}
        first = verdicts[0] if verdicts else Verdict()
        if (first.entry or first.ambiguous) and len(meant) == 1 and any(guesses[n].sure for n in best):
            return first
        return Verdict(offers=tuple(entry for verdict in verdicts for entry in verdict.all))

    def _judge(self, key: str, text: str = "") -> Verdict:
        """What a key stands for; `text` is what was typed, for forms that differ in no more than a hyphen."""
        forms = self._index.forms.get(key, [])
        if len(forms) > 1:
            forms = sorted(forms, key=lambda form: _rank(form, text))
        best = {id(form.entry): form.entry for form in forms if _rank(form, text) == _rank(forms[0], text)}
        offers = tuple(form.entry for form in forms)
        alone = len(best) == 1
        asked = self._index.ambiguous.get(key)
        if asked and not (alone and forms[0].tier is Tier.NAME) and not self._is_apart(asked, forms, text):
            senses = tuple(entry for name in asked.senses if (entry := self.by_name(name)))
            return Verdict(offers=senses or offers, ambiguous=asked)
        named = bool(forms) and forms[0].tier < Tier.OTHER_JOB
        if alone and named:
            return Verdict(offers[0], offers if forms[0].tier is Tier.TITLE else (), asked)
        return Verdict(offers=offers, named=named)

    def _is_apart(self, asked: AmbiguousForm, forms: Sequence[Form], text: str) -> bool:
        """Whether a hyphen tells what was typed from the ambiguous form: "P-5" is no "P5" where it is a form itself."""
        return text != normalize(asked.form) and any(form.text == text and form.tier <= Tier.ALIAS for form in forms)

    def _in_context(self, span: Span, sentence: Sentence) -> Verdict:
        """The verdict on a form in its sentence, whose other words may decide between the senses of the form."""
        verdict = self._judge(span.key, span.text)
        if not verdict.ambiguous:
            return self._accompanied(verdict, span, sentence)
        context = {word.stem for word in sentence.content(span)} - self._lexicon.generic
        foreign = context & {word for other in verdict.ambiguous.others for word in stems(normalize(other))}
        if verdict.entry:
            if foreign and not context & self._meaning.profile(verdict.entry):
                return verdict._replace(entry=None, offers=verdict.all)
            return self._accompanied(verdict, span, sentence)
        scores = [len(context & self._meaning.profile(entry)) for entry in verdict.offers]
        best = max(scores, default=0)
        if foreign or not best or scores.count(best) > 1:
            return verdict
        return verdict._replace(entry=verdict.offers[scores.index(best)])

    def _accompanied(self, verdict: Verdict, span: Span, sentence: Sentence) -> Verdict:
        """The verdict with what else stands in the sentence among its offers."""
        named, others = self._found(other for other in sentence.spans if other is not span)
        return verdict._replace(offers=(*verdict.offers, *named, *(() if verdict.named else others)))

    def _found(self, spans: Iterable[Span]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        """The entries that forms mean, and those of which they are titles of other jobs."""
        verdicts = [self._judge(span.key, span.text) for span in spans]
        sure = [verdict.entry is not None or verdict.ambiguous is not None or verdict.named for verdict in verdicts]
        named = tuple(entry for verdict, own in zip(verdicts, sure, strict=True) if own for entry in verdict.all)
        return named, tuple(entry for verdict in verdicts for entry in verdict.all if entry not in named)


def _rank(form: Form, text: str) -> tuple[bool, Tier]:
    """What beats what: names and aliases just as they were typed, then names, aliases, titles."""
    return (form.text != text or form.tier > Tier.ALIAS, form.tier)


def _match(query: str, verdict: Verdict) -> Match:
    if verdict.entry and not verdict.offers:  # the usual case, and the bot answers thousands of them a second
        return Match(query, "answer", verdict.entry, (), verdict.ambiguous)
    others = {id(entry): entry for entry in verdict.offers if entry is not verdict.entry}
    suggestions = tuple(others.values())[:MOST_SUGGESTIONS]
    if verdict.entry:
        return Match(query, "answer", verdict.entry, suggestions, verdict.ambiguous)
    named = verdict.named and verdict.ambiguous is None and bool(suggestions)
    return Match(query, "suggest" if suggestions else "none", None, suggestions, verdict.ambiguous, named)

"""Index of all forms (names, acronyms, aliases and titles) by which entries can be found."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import takewhile

from content.lookup.normalize import GLUE, bag, normalize, squash, stem, stems
from content.lookup.spelling import PHRASE_EDITS, WORD_EDITS, Speller
from content.models import AmbiguousForm, Entry, Role

ARTICLES = frozenset({"a", "an", "the"})
LEVELS = frozenset({"senior", "junior", "sr", "snr", "jr", "jnr", "lead", "experienced"})


class Tier(IntEnum):
    """How closely a form belongs to its entry. The lower tier wins."""

    NAME = 0
    ACRONYM = 1
    ALIAS = 2
    TITLE = 3
    OTHER_JOB = 4
    """A search title above, below or beside. It is another job, so it can suggest the entry but never answer."""


@dataclass(frozen=True, slots=True)
class Form:
    """One normalized form of an entry."""

    text: str
    tier: Tier
    entry: Entry


def forms_of(entry: Entry) -> Iterator[tuple[str, Tier]]:
    """All forms of an entry as written, closest tiers first."""
    yield entry.name, Tier.NAME
    yield from ((form, Tier.ACRONYM) for form in entry.acronyms)
    others = (*entry.aliases, *entry.found_by)
    yield from ((form, Tier.ACRONYM if is_acronym(form) else Tier.ALIAS) for form in others)
    if isinstance(entry, Role) and entry.typical_title:
        yield entry.typical_title, Tier.TITLE
    yield from ((form, Tier.TITLE) for form in entry.titles.same)
    for titles in entry.titles.languages.values():
        yield from ((form, Tier.TITLE) for title in titles for form in (title.text, title.latin) if form)
    for others in (entry.titles.above, entry.titles.below, entry.titles.beside):
        yield from ((form, Tier.OTHER_JOB) for form in others)


def is_acronym(form: str) -> bool:
    """Whether a form is written like an acronym: "HOM", "MoU"."""
    return " " not in form and sum(char.isupper() for char in form) > 1 and len(form) < 8


class Index:
    """The forms of all entries by key. A key is squashed stems or a bag of stems (see content/lookup/normalize.py)."""

    def __init__(self, entries: Sequence[Entry], ambiguous: Iterable[AmbiguousForm]) -> None:
        self.forms: defaultdict[str, list[Form]] = defaultdict(list)
        self.ambiguous = {squash(stems(normalize(form.form))): form for form in ambiguous}
        self._ambiguous_words = {
            tuple(word for word in stems(normalize(form.form)) if word not in GLUE): key
            for key, form in self.ambiguous.items()
            if not form.only_asked
        }
        self.written: set[str] = set()  # all forms, exactly as written
        self.letters: set[str] = set()  # the keys of forms written in capitals: "UNAIDS"
        self.words: set[str] = set()  # the stems of all forms
        self.longest = 1  # words in the longest form
        self._expansions = dict(self._list_expansions(entries))
        self._contractions: defaultdict[str, list[tuple[list[str], str]]] = defaultdict(list)
        for acronym, name in self._expansions.items():
            if len(name) > 1:
                self._contractions[name[0]].append((name, acronym))
        self._fill(
            ((written, tier, entry) for entry in entries for written, tier in forms_of(entry)),
            (form.form for form in self.ambiguous.values() if not form.only_asked),
        )

    def _fill(self, forms: Iterable[tuple[str, Tier, Entry]], ambiguous: Iterable[str] = ()) -> None:
        """Index forms as written, those of an entry one after the other; `ambiguous` ones may be misspelt as well."""
        surfaces: set[str] = set()
        phrases: set[str] = set()
        for written, tier, entry in forms:
            form = Form(normalize(written), tier, entry)
            self.written.add(written)
            surface = (form.text if tier is not Tier.ACRONYM else normalize(written.lower())).split()
            words = stems(form.text)
            if is_acronym(written):
                self.letters.add(squash(words))
            self._add(form, surface, words, has_article=written.lower().startswith(("a ", "an ", "the ")))
            self.words.update(words)
            self.longest = max(self.longest, len(words))
            if words and tier is not Tier.ACRONYM:
                surfaces.update(surface, words)
                phrases.update((squash(words), squash(surface)))
        for written in ambiguous:
            words = stems(normalize(written))
            if words and not is_acronym(written):
                surface = normalize(written).split()
                self.words.update(words)
                surfaces.update(surface, words)
                phrases.update((squash(words), squash(surface)))
        self.sorted_words = sorted(word for word in surfaces if len(word) > 3 and word.isalpha())
        self.sorted_phrases = sorted(phrases)
        self._make_spellers()

    def _make_spellers(self) -> None:
        self.word_speller = Speller(self.sorted_words, WORD_EDITS, starts=True)
        self.phrase_speller = Speller(self.sorted_phrases, PHRASE_EDITS)

    def _list_expansions(self, entries: Sequence[Entry]) -> Iterator[tuple[str, list[str]]]:
        """Acronyms of exactly one entry, with the stems of that entry's name."""
        owners: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            for key in {squash(stems(normalize(form))) for form, tier in forms_of(entry) if tier is Tier.ACRONYM}:
                owners[key].append(entry)
        for key, sharing in owners.items():
            if len(sharing) == 1 and key not in self.ambiguous:
                yield key, stems(normalize(sharing[0].name))

    def expand(self, words: Sequence[str]) -> list[str]:
        """The stems with acronyms written out: "UN mission" → "united nation mission"."""
        return [part for word in words for part in self._expansions.get(word, (word,))]

    def contractions(self, words: Sequence[str]) -> Iterator[list[str]]:
        """The stems with one name of several words as its acronym: "mission to the united nation" → "… to the un"."""
        for place, word in enumerate(words):
            for name, acronym in self._contractions.get(word, ()):
                end = place + len(name)
                if list(words[place:end]) == name:
                    yield [*words[:place], acronym, *words[end:]]

    def _add(self, form: Form, surface: Sequence[str], words: Sequence[str], *, has_article: bool) -> None:
        keys = {squash(words), squash(surface), bag(words)}
        if has_article:  # "the Commonwealth", but not "A&T"
            keys.add(squash(words[1:]))
        if len(words) > 1 and not self._expansions.keys().isdisjoint(words):
            expanded = self.expand(words)
            keys |= {squash(expanded), bag(expanded)}
        if "i" in words:  # Roman one. stem() reads the other Roman numerals, but a lone "i" may be the pronoun
            keys.add(squash("1" if word == "i" else word for word in words))
        for key in keys:
            if key and not any(other.text == form.text for other in self._forms_of_entry(key, form.entry)):
                self._put(key, form)

    def _put(self, key: str, form: Form) -> None:
        self.forms[key].append(form)

    def _forms_of_entry(self, key: str, entry: Entry) -> Iterator[Form]:
        """The forms of an entry under a key. They are at the end, because entries are added one after the other."""
        return takewhile(lambda form: form.entry is entry, reversed(self.forms.get(key, ())))

    def by_name(self, name: str) -> Entry | None:
        """The entry with this name or alias, ignoring case, accents and number. For links between entries."""
        text = normalize(name)
        forms = [form for form in self.forms.get(squash(stems(text)), ()) if form.tier <= Tier.ALIAS]
        return min(forms, key=lambda form: closeness(form, text)).entry if forms else None

    def has(self, key: str) -> bool:
        """Whether a key has forms or is an ambiguous form."""
        return key in self.forms or key in self.ambiguous

    def loose_keys(self, words: Sequence[str]) -> Iterator[str]:
        """The keys of several words, closest first: GLUE aside, of an ambiguous form in this order or else of forms in
        any order; then with acronyms written out."""
        if (joined := squash(word for word in words if word not in GLUE)) in self.ambiguous:
            yield joined
        expanded = self.expand(words)
        yield from filter(None, (bag(words), squash(expanded), bag(expanded)))

    def key_of(self, content: Sequence[str]) -> str:
        """The key of a form with these stems, GLUE aside: of the ambiguous one in this order, else of any order."""
        ambiguous = self._ambiguous_words.get(tuple(content), "")
        return ambiguous if ambiguous in self.ambiguous else " ".join(sorted(content))

    def texts(self, key: str) -> Iterator[str]:
        """The forms under a key, with the ambiguous one."""
        yield from (form.text for form in self.forms.get(key, ()))
        if ambiguous := self.ambiguous.get(key):
            yield normalize(ambiguous.form)

    def is_levelled(self, words: Sequence[str]) -> bool:
        """Whether the words are a level and a job ("senior consul") that are also another job's neighbouring title."""
        words = words[1:] if words[0] in ARTICLES else words
        if len(words) < 2 or words[0] not in LEVELS:
            return False
        whole, job = (squash(stem(word) for word in part) for part in (words, words[1:]))
        return self.tier(whole) is Tier.OTHER_JOB and job in self.forms and self.tier(job) < Tier.TITLE

    def is_form(self, key: str, text: str) -> bool:
        """Whether a normalized text equals a form, rather than just sharing its key."""
        return any(form.text == text for form in self.forms.get(key, ()))

    def tier(self, key: str) -> Tier:
        """The closest tier of the forms under a key. An ambiguous form counts as a name."""
        if key in self.ambiguous:
            return Tier.NAME
        return min((form.tier for form in self.forms.get(key, ())), default=Tier.OTHER_JOB)

    def is_job(self, key: str, most: Tier = Tier.TITLE) -> bool:
        """Whether a form belongs to a role, in tier `most` or closer."""
        return any(isinstance(form.entry, Role) and form.tier <= most for form in self.forms.get(key, ()))

    def phrases_from(self, start: str, most: int) -> list[str]:
        """Up to `most` squashed forms with this prefix, in alphabetical order."""
        return _with_prefix(self.sorted_phrases, start, most)

    def words_from(self, start: str, most: int) -> list[str]:
        """Up to `most` words of forms with this prefix, in alphabetical order."""
        return _with_prefix(self.sorted_words, start, most)


def closeness(form: Form, text: str) -> tuple[bool, Tier]:
    """Sort key for forms: names and aliases equal to the text first, then names, aliases and titles."""
    return (form.text != text or form.tier > Tier.ALIAS, form.tier)


def _with_prefix(ordered: Sequence[str], start: str, most: int) -> list[str]:
    first = bisect_left(ordered, start)
    return [text for text in ordered[first : first + most] if text.startswith(start)]

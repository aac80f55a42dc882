"""Look up the words of one team over the reviewed entries, which everybody shares.

Nothing of a team ever reaches the shared index: its forms are in tables of their own, which are asked first. Of a form
that both have, the team's meaning is shown first (`Match.team`); the reviewed entry still answers all other commands.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from content.lookup.fuzzy import FuzzyMatcher
from content.lookup.index import Form, Index, Tier
from content.lookup.match import Matcher, by_stems, ending
from content.lookup.meanings import Meanings, Verdict
from content.lookup.query import Word
from content.lookup.spelling import PHRASE_EDITS, WORD_EDITS, Speller
from content.lookup.topics import TopicIndex
from content.models import AmbiguousForm, Entry
from content.team_terms import TeamEntry, team_forms

Alias = tuple[str, Entry]
"""A word that a team uses for an entry of the glossary."""


class _Forms(dict[str, list[Form]]):
    """The forms under each key: the team's and the shared ones. Only keys that the team has are stored."""

    def __init__(self, shared: dict[str, list[Form]]) -> None:
        super().__init__()
        self._shared = shared

    def __contains__(self, key: object) -> bool:
        return dict.__contains__(self, key) or key in self._shared

    def __missing__(self, key: str) -> list[Form]:
        return self._shared.get(key, [])

    def get(self, key: str, default: Sequence[Form] = ()) -> Sequence[Form]:  # type: ignore[override]
        """The forms under a key, or the default."""
        own = dict.get(self, key)
        return own if own is not None else self._shared.get(key, default)


class _Ambiguous(dict[str, AmbiguousForm]):
    """The shared ambiguous forms, without those that the team has taught."""

    def __init__(self, shared: dict[str, AmbiguousForm], taught: Container[str]) -> None:
        super().__init__()
        self._shared, self._taught = shared, taught

    def __contains__(self, key: object) -> bool:
        return key in self._shared and key not in self._taught

    def __missing__(self, key: str) -> AmbiguousForm:
        return self._shared[key]

    def get(self, key: str, default: AmbiguousForm | None = None) -> AmbiguousForm | None:  # type: ignore[override]
        """The ambiguous form under a key; None if there is none."""
        return None if key in self._taught else self._shared.get(key, default)


class _Words(set[str]):
    """The team's words, and the shared ones."""

    def __init__(self, shared: set[str]) -> None:
        super().__init__()
        self._shared = shared

    def __contains__(self, word: object) -> bool:
        return set.__contains__(self, word) or word in self._shared


class _Spellers(Speller):
    """The team's vocabulary, and the shared one."""

    def __init__(
        self, words: Iterable[str], table: tuple[tuple[int, int], ...], shared: Speller, *, starts: bool
    ) -> None:
        super().__init__(words, table, starts)
        self._shared = shared

    def near(self, word: str, most: int = 9) -> list[tuple[float, str]]:
        """Words of both within the allowed edits, nearest first."""
        own, shared = super().near(word, most), self._shared.near(word, most)
        return sorted({*own, *shared}) if own else shared


class OverlayIndex(Index):
    """A team's forms over a shared index."""

    def __init__(self, shared: Index, entries: Iterable[TeamEntry], aliases: Iterable[Alias]) -> None:
        self.shared = shared
        self.taught: dict[str, list[Entry]] = {}
        """The meanings of each key that the team has taught as a name or alias."""
        self.forms = _Forms(shared.forms)  # type: ignore[assignment]
        self.ambiguous = _Ambiguous(shared.ambiguous, self.taught)
        self._ambiguous_words = shared._ambiguous_words
        self.written, self.words = _Words(shared.written), _Words(shared.words)
        self.letters = _Words(shared.letters)
        self.longest = shared.longest
        self._last: tuple[Form, list[Form], list[Entry]] | None = None
        self._expansions, self._contractions = shared._expansions, shared._contractions
        self._fill(_written(entries, aliases))

    def _make_spellers(self) -> None:
        shared = self.shared
        self.word_speller = _Spellers(self.sorted_words, WORD_EDITS, shared.word_speller, starts=True)
        self.phrase_speller = _Spellers(self.sorted_phrases, PHRASE_EDITS, shared.phrase_speller, starts=False)

    def _forms_of_entry(self, key: str, entry: Entry) -> Iterator[Form]:
        return iter(())  # that an entry has a form already is no reason not to teach it

    def _put(self, key: str, form: Form) -> None:
        """Add a form. Keys that have nothing else share its list: each object in memory slows garbage collection."""
        if self._last is None or self._last[0] is not form:
            before = self._last
            only = before[2] if before and before[2][0] is form.entry else [form.entry]
            self._last = form, [form], only
        _, alone, only = self._last
        if form.tier <= Tier.ALIAS:
            meanings = self.taught.setdefault(key, only)
            if not any(form.entry is known for known in meanings):
                self.taught[key] = [*meanings, form.entry]
        others = dict.get(self.forms, key) or self.shared.forms.get(key)
        self.forms[key] = [*others, form] if others else alone

    def by_name(self, name: str) -> Entry | None:
        """The reviewed entry of this name if there is one: links between entries mean those."""
        return self.shared.by_name(name) or super().by_name(name)

    def phrases_from(self, start: str, most: int) -> list[str]:
        """Up to `most` squashed forms with this prefix: the team's first."""
        return list(dict.fromkeys([*super().phrases_from(start, most), *self.shared.phrases_from(start, most)]))[:most]

    def words_from(self, start: str, most: int) -> list[str]:
        """Up to `most` words of forms with this prefix: the team's first."""
        return list(dict.fromkeys([*super().words_from(start, most), *self.shared.words_from(start, most)]))[:most]


class _Topics(TopicIndex):
    """The shared topics. What is typical of a team's word is worked out when it is asked for."""

    def __init__(self, shared: TopicIndex) -> None:
        self._shared, self._lexicon = shared, shared._lexicon
        self._profiles = {}

    def suggest(self, words: Sequence[Word], most: int) -> list[Entry]:
        """Entries that contain enough of the query's words."""
        return self._shared.suggest(words, most)

    def profile(self, entry: Entry) -> frozenset[str]:
        """Stems that are typical of an entry."""
        return super().profile(entry) if isinstance(entry, TeamEntry) else self._shared.profile(entry)


class _Meanings(Meanings):
    """The team's meaning of a form, before the shared ones."""

    def __init__(self, shared: Meanings, overlay: OverlayIndex, topics: TopicIndex) -> None:
        super().__init__(overlay, topics, shared._lexicon)
        self._shared, self._taught = shared, overlay.taught

    def of(self, key: str, text: str = "") -> Verdict:
        """The meaning of a key: what the team taught, beside the reviewed entry."""
        taught = self._taught.get(key)
        if taught is None:
            return super().of(key, text)
        shared = self._shared.of(key, text)
        if len(taught) > 1:
            return Verdict(offers=(*taught, *shared.all), named=True)
        only = taught[0]
        others = tuple(entry for entry in shared.all if entry is not only)
        if isinstance(only, TeamEntry) and shared.entry is not None:
            return Verdict(shared.entry, shared.offers, named=shared.named, team=only)
        return Verdict(only, others)


class OverlayMatcher(Matcher):
    """Looks up queries among a team's words and the shared entries."""

    def __init__(self, shared: Matcher, entries: Iterable[TeamEntry], aliases: Iterable[Alias]) -> None:
        self.shared, self.entries, self._lexicon = shared, tuple(entries), shared._lexicon
        self._index = overlay = OverlayIndex(shared.index, self.entries, aliases)
        self.taught = overlay.taught
        self._fuzzy = FuzzyMatcher(self._index, self._lexicon)
        self._topics = _Topics(shared._topics)
        self._descriptions = shared._descriptions
        self.meanings = _Meanings(shared.meanings, overlay, self._topics)

    @property
    def _sounds(self) -> dict[str, tuple[str, ...]]:
        return self.shared._sounds

    def _ending_with(self, end: str) -> list[Entry]:
        return [*ending(by_stems(self.entries), end), *self.shared._ending_with(end)]


def _written(entries: Iterable[TeamEntry], aliases: Iterable[Alias]) -> Iterator[tuple[str, Tier, Entry]]:
    for entry in entries:
        yield from ((written, tier, entry) for written, tier in team_forms(entry))
    yield from ((written, Tier.ALIAS, entry) for written, entry in aliases)

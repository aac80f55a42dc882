"""Find a team's own words in a long text, beside those of the shared entries."""

from __future__ import annotations

from collections.abc import Iterable, Set
from functools import partial

from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.lookup.overlay import Alias, OverlayMatcher
from content.models import Entry
from content.scan.patterns import Need, Pattern, Patterns
from content.scan.scanner import Candidate, Mention, Scanner, surroundings
from content.scan.words import Words
from content.team_terms import TeamEntry, team_forms


class OverlayScanner(Scanner):
    """Finds a team's words with an automaton of its own, and everything else with the shared one."""

    def __init__(self, shared: Scanner, matcher: OverlayMatcher, aliases: Iterable[Alias]) -> None:
        self._shared, self._matcher, self._overlay = shared, matcher, matcher
        self._index, self._lexicon = matcher.index, lexicon()
        patterns = Patterns(self._index)
        for entry in matcher.entries:
            for written, _ in team_forms(entry):
                patterns.add_form(written)
        for written, _ in aliases:
            patterns.add_form(written)
        self._use(patterns)
        for pattern in self._patterns:
            self._release(pattern)
        self._own = frozenset(map(id, self._patterns))

    def _release(self, pattern: Pattern) -> None:
        """Let a team's word count wherever it is, but prove nothing; an everyday one needs a neighbour of the field."""
        words = [word for form in pattern.written for word in normalize(form).split()]
        everyday = pattern.words == 1 and not pattern.capitals and all(map(self._lexicon.is_english, words))
        pattern.need, pattern.evidence = Need.NEIGHBOUR if everyday else Need.NOTHING, 0
        pattern.name_only = False

    def _candidates(self, words: Words) -> list[Candidate]:
        """What both automata find. Of the same words, the team's meaning comes first."""
        shared = self._shared
        return [*super()._candidates(words), *shared._candidates(Words(words.text, shared._fold))]

    def _mention(self, candidate: Candidate, words: Words, scales: Set[str]) -> Mention | None:
        if id(candidate.pattern) not in self._own:
            return self._shared._mention(candidate, words, scales)
        text = words.text[candidate.start : candidate.end]
        key = candidate.pattern.key
        meanings: tuple[Entry, ...] = tuple(self._overlay.taught.get(key, ()))
        meanings = meanings or tuple({id(form.entry): form.entry for form in self._index.forms.get(key, ())}.values())
        if len(meanings) != 1:
            return Mention(candidate.start, candidate.end, text, None, meanings)
        only = meanings[0]
        shared: tuple[Entry, ...] = ()
        if isinstance(only, TeamEntry):
            shared = self._overlay.shared.meanings.in_text(
                key, normalize(text), partial(surroundings, candidate, words)
            )
        if len(shared) == 1:
            return Mention(candidate.start, candidate.end, text, shared[0], shared, team=only)
        return Mention(candidate.start, candidate.end, text, only, meanings)

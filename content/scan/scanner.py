"""Find the forms of all entries in a long text: a résumé, an advert, a requisition.

The text is split into words once, each word is folded to its stem (content/lookup/normalize.py), and one Aho-Corasick
automaton over the stems of all forms finds every candidate. Of overlapping candidates the longest wins. Forms that are
also ordinary English need other words of the field nearby:

- An acronym must be in capitals: "HE", never "he".
- Several ordinary words ("press release") need a sure word of the field somewhere in the text.
- An everyday word ("visa", "post") or a form with several meanings ("PR") needs one within NEAR characters.

The words around an ambiguous form decide on its meaning, or else the reader has to be asked.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence, Set
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from content.lookup.index import Tier, forms_of
from content.lookup.lexicon import lexicon
from content.lookup.match import Matcher
from content.lookup.meanings import Surroundings
from content.lookup.normalize import normalize
from content.models import Entry
from content.scan.fields_of_forms import is_answer, is_field_name, is_in_reference
from content.scan.grade_or_other_code import is_grade, is_range
from content.scan.patterns import ENOUGH, Need, Pattern, Patterns, has_capitals
from content.scan.words import SIGN, Fold, Words

NEAR = 220
"""Characters on each side in which an everyday word needs another word of the field: two or three lines of a résumé."""
CERTAIN = 6
"""Evidence from which job titles with several meanings are taken in their meaning here without a neighbour."""
WEAK_TEXT = 300
"""Characters of a text for each further title of everyday words ("desk officer"), if nothing sure is in it."""
SHORTEST_NAME = 4
"""Letters of an acronym that may be written like a name: "Unicef"."""
LONGEST_ACRONYM = 7
"""Letters from which a word in capitals is a heading: "CONSULATE", not "WHO"."""
OTHER_TRADE = 4
"""Words of another trade that make a text one of it."""
CLEAR_TRADE = 6
"""Words of another trade that make a "High Commission" without a state one of it as well."""
FOR_EACH_BODY = 4
"""Further words of another trade that outweigh the name of one body of the field: a film may have a British Embassy."""
SIMULATIONS = "simulations"
"""The trade whose texts name bodies of the field and only play them: Model United Nations."""
NAME_LENGTH = 24
"""Characters before a house, an envoy or a code in which the name of its state or city may stand."""
_OF_STATE = re.compile(r" (?:of|in|to|de|du|der) (?:the )?[A-Z]")
_OF_A_STATE = re.compile(r"(?:ish|an|ese|ch|ic|i|ss|ek|\.|S|K|EU)$")
"""The end of what stands before a house of a state: "British", "Kenyan", "U.S."."""
_OF_PEOPLE = re.compile(
    r"(?:[a-z]ish|[a-z]{2}(?:ian|ese|can|[lr]ean|[bdy]an)|German|French|Dutch|Greek|Swiss|Czech|Thai)$"
)
"""What stands before the envoy of a state: "Norwegian"."""
_US_STATES = frozenset(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND "
    "OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC".split()
)
"""Codes of US states, and of Washington. Puerto Rico's is missing: "PR" behind a name is a permanent representative."""
_AFTER_CITY = re.compile(r"[A-Z][a-z]+, $")
"""The end of what stands before the code of a state: "Atlanta, "."""
_IN_ADDRESS = re.compile(r"[\w-]{0,30}\.[a-z]{2}")
"""What follows a word in a mail or web address: ".example", in "ana@post.example"."""
_LIKENESS = re.compile(
    r"-(?:style|like|themed|inspired)\b| of (?:the|our|my|an?) (?:[\w'’-]+ ){0,3}"
    r"(?:club|society|guild|lodge|choir|league|band|orchestra|parish|church|"
    r"fraternity|sorority|team|party|scouts)\b",
    re.I,
)
"""What follows a word that only compares, or somebody's office in a club: "-style", " of the rowing club"."""
CLOSE = 4
"""Words on each side that can give an ambiguous form a meaning outside the field: "brand ambassador"."""


class Mention(NamedTuple):
    """A form in a text: code points `start` (included) to `end` (excluded), as written there.

    `entry` is None if the words around don't decide between `senses`, or if the form is only a neighbouring job title
    of the senses (`other_job`).
    """

    start: int
    end: int
    text: str
    entry: Entry | None
    senses: tuple[Entry, ...] = ()
    other_job: bool = False
    team: Entry | None = None
    """What the team has taught for the form, beside the reviewed `entry`."""


class Candidate(NamedTuple):
    """A place in the text where a pattern was found: characters `start` to `end`, words number `first` to `last`."""

    start: int
    end: int
    first: int
    last: int
    pattern: Pattern


_FIRST = attrgetter("first")
_GRADED = Need.GRADED


class Scanner:
    """Finds forms in texts. Immutable; building it takes a moment, so do it once per library.

    `vouching` are words that mark a text as one of the field: its employers ("embassy"). `everyday` are phrases in
    which a form means nothing of the field ("post holder").
    """

    def __init__(
        self, entries: Iterable[Entry], matcher: Matcher, vouching: Iterable[str] = (), everyday: Iterable[str] = ()
    ) -> None:
        self._matcher, self._index, self._lexicon = matcher, matcher.index, lexicon()
        patterns = Patterns(self._index)
        for word in vouching:
            patterns.add_vouching(word)
        for entry in entries:
            for written, _ in forms_of(entry):
                patterns.add_form(written)
        for ambiguous in self._index.ambiguous.values():
            if not ambiguous.only_asked:
                patterns.add_form(ambiguous.form, ambiguous=True)
        for phrase in everyday:
            patterns.add_everyday(phrase)
        patterns.add_other_trades()
        self._use(patterns)

    def _use(self, patterns: Patterns) -> None:
        """Build the automaton of all patterns."""
        self._patterns = patterns.classified()
        self._fold = Fold({word for stems in patterns for word in stems})
        signs = list(map(self._fold.of, patterns))
        self._automaton = BytesAhoCorasick(signs, implementation=Implementation.ContiguousNFA)

    def scan(self, text: str) -> tuple[Mention, ...]:
        """All forms in the text, in its order, without overlaps. Never raises."""
        words = Words(text, self._fold)
        found = self._candidates(words)
        vouching = [one for one in found if one.pattern.vouches and not _is_likeness(one, text)]
        longest = _longest([one for one in found if one.pattern.is_form or one.pattern.is_everyday])
        chosen = [one for one in longest if one.pattern.is_form and not _is_likeness(one, text)]
        if self._is_of_other_trade(found, longest, text):
            accepted = [one for one in chosen if one.pattern.is_free]
        else:
            accepted = self._accepted(chosen, vouching, words)
        scales = {one.pattern.entry.name for one in accepted if one.pattern.need is _GRADED and one.pattern.entry}
        return tuple([mention for candidate in accepted if (mention := self._mention(candidate, words, scales))])

    def _candidates(self, words: Words) -> list[Candidate]:
        """Everything that the automaton finds, if it is spelled and punctuated like a form."""
        candidates = []
        patterns, numbers, place, text = self._patterns, words.numbers, words.place, words.text
        for number, sign, after in self._automaton.find_matches_as_indexes(words.folded, overlapping=True):
            pattern = patterns[number]
            first, last = numbers[sign // SIGN], numbers[after // SIGN - 1]
            start, end = place(first, last)
            if text[start:end] in pattern.sure_forms or self._is_written(pattern, words, first, last):
                candidates.append(Candidate(start, end, first, last, pattern))
        return candidates

    def _is_written(self, pattern: Pattern, words: Words, first: int, last: int) -> bool:
        """Whether some words have the punctuation, capitals and letters of a pattern, not only its stems."""
        if pattern.words > 1:
            if not words.is_joined(first, last, pattern.punctuation):
                return False
        elif pattern.need is Need.NEIGHBOUR and words.is_hyphenated(first):
            return False
        if pattern.capitals and not self._is_in_capitals(words, first, last):
            return False
        if pattern.strict and not _is_spelled(pattern, words.words[last]):
            return False
        return not pattern.name_only or (words.is_alone(first) and not _is_plural(pattern, words.words[last]))

    def _is_in_capitals(self, words: Words, first: int, last: int) -> bool:
        """Whether an acronym is written as one: "UN", "MoU", "a.i.", "Unicef"; in a line of capitals, if no word."""
        written = words.words[first]
        if first != last:
            parts = words.words[first : last + 1]
            written = "".join(parts)
            if all(len(part) == 1 for part in parts if part.isalpha()):
                if any(len(word) == 1 and word.isalpha() for word in words.neighbours(first, last)):
                    return False  # "F A U N A"
                return "." in words.after(first)[1] or all(char.isupper() for char in written if char.isalpha())
        if has_capitals(written):
            return not (self._lexicon.is_word(normalize(written)) and self._is_shouted(words, first))
        name = written[:1].isupper() and len(written) >= SHORTEST_NAME
        return name and not self._lexicon.is_word(normalize(written))

    def _is_shouted(self, words: Words, number: int) -> bool:
        """Whether a word beside this one is an everyday word in capitals: "WHO WE ARE"."""
        beside = words.neighbours(number, number)
        return any(word.isupper() and len(word) > 1 and self._lexicon.is_common(word.lower()) for word in beside)

    def _is_of_other_trade(self, found: Iterable[Candidate], longest: Iterable[Candidate], text: str) -> bool:
        """Whether a text has several words of another trade, and many more of them than it names bodies of the field.

        A body in an everyday phrase doesn't count: "Model United Nations".
        """
        words: dict[str, set[str]] = {}
        for pattern in [one.pattern for one in found if one.pattern.trades]:
            for trade in pattern.trades:
                words.setdefault(trade, set()).add(pattern.key)
        count = max(map(len, words.values()), default=0)
        if count < OTHER_TRADE:
            return False
        if len(words.get(SIMULATIONS, ())) > OTHER_TRADE:
            return True
        phrases = [(one.first, one.last) for one in longest if one.pattern.is_everyday]
        bodies = {
            text[one.start : one.end].rpartition(" ")[2]
            for one in found
            if not any(first <= one.first and one.last <= last for first, last in phrases)
            and self._names_body(one, text, strictly=count >= CLEAR_TRADE)
        }
        return count >= OTHER_TRADE + FOR_EACH_BODY * len(bodies)

    def _names_body(self, candidate: Candidate, text: str, *, strictly: bool) -> bool:
        """Whether a candidate is the name of a body: "UNHCR", "Embassy of Peru"; not `strictly`, "High Commission"."""
        pattern, start, end = candidate.pattern, candidate.start, candidate.end
        if pattern.evidence < ENOUGH or not text[start].isupper() or self._index.is_job(pattern.key, Tier.OTHER_JOB):
            return False
        is_name = not strictly and " " in text[start:end] and text[start:end].rpartition(" ")[2][:1].isupper()
        written = text[start:end]
        is_acronym = written[:2].isupper() and written.isalpha()
        is_acronym = is_acronym and (len(written) < LONGEST_ACRONYM or not self._lexicon.is_word(written.lower()))
        return is_acronym or (pattern.vouches and (is_name or _is_a_states(text, start, end, strictly=strictly)))

    def _accepted(self, chosen: list[Candidate], vouching: list[Candidate], words: Words) -> list[Candidate]:
        """The candidates whose needs are met."""
        patterns = [one.pattern for one in (*chosen, *vouching)]
        total = sum({pattern.key: pattern.evidence for pattern in patterns if pattern.evidence}.values())
        graded = self._graded(chosen, words)
        total += bool(graded)
        codes = graded if total >= ENOUGH else []
        if total < ENOUGH + len(words.text) // WEAK_TEXT and not any(one.evidence >= ENOUGH for one in patterns):
            envoy = any(self._is_states_envoy(one, words.text) for one in chosen)
            total, codes = (total + ENOUGH, codes) if envoy else (0, [])
        in_field = Need.FIELD_TEXT if total >= ENOUGH else None
        sure = [one for one in chosen if one.pattern.evidence >= ENOUGH or one.pattern.need is in_field]
        sure = sorted((*vouching, *sure), key=attrgetter("start"))
        taken = set(map(id, sure))
        starts = [candidate.start for candidate in sure]
        taken.update(map(id, codes))
        return [one for one in chosen if id(one) in taken or self._is_accepted(one, total, sure, starts)]

    def _is_states_envoy(self, candidate: Candidate, text: str) -> bool:
        """Whether a title of one everyday word is that of a state's envoy: "the Norwegian Ambassador"."""
        pattern, start = candidate.pattern, candidate.start
        is_title = pattern.words == 1 and pattern.need is Need.NEIGHBOUR and text[start : start + 2].istitle()
        before = (
            text[max(start - NAME_LENGTH, 0) : start].split() if is_title and text[start - 1 : start] == " " else []
        )
        adjective = before[-1] if before and before[-1][:1].isupper() and before[-1].isalpha() else ""
        return adjective != "" and _OF_PEOPLE.search(adjective) is not None and self._index.is_job(pattern.key)

    def _graded(self, chosen: Sequence[Candidate], words: Words) -> list[Candidate]:
        """The codes that are grades: a job or a word such as "grade" stands beside them, or another grade."""
        needs = [candidate.pattern.need for candidate in chosen]
        places = [place for place, need in enumerate(needs) if need is _GRADED]
        codes = [chosen[place] for place in places]
        sure: list[bool] = []
        for place, code in zip(places, codes, strict=True):
            beside = (*chosen[max(place - 1, 0) : place], *chosen[place + 1 : place + 2])
            jobs = [(one.start, one.end) for one in beside if self._index.is_job(one.pattern.key, Tier.OTHER_JOB)]
            sure.append(is_grade(words.text, code.start, code.end, jobs))
        for order in (range(1, len(codes)), range(len(codes) - 1, 0, -1)):  # "P-3/P-4": one speaks for the other
            for place in order:
                if is_range(words.text[codes[place - 1].end : codes[place].start]):
                    sure[place - 1] = sure[place] = sure[place - 1] or sure[place]
        return [code for code, is_sure in zip(codes, sure, strict=True) if is_sure]

    def _is_accepted(self, candidate: Candidate, total: int, sure: Sequence[Candidate], starts: Sequence[int]) -> bool:
        """Whether a candidate that proves nothing itself has what it needs. `total` is the evidence of the text."""
        pattern = candidate.pattern
        if pattern.other_job:
            return total >= ENOUGH
        if pattern.need is Need.NEIGHBOUR:
            is_title = total >= CERTAIN and self._index.is_job(pattern.key)
            return is_title or _has_neighbour(candidate, sure, starts)
        return pattern.need is Need.NOTHING

    def _mention(self, candidate: Candidate, words: Words, scales: Set[str]) -> Mention | None:
        """The mention with its meaning; None if it has another meaning here. `scales` are those of the sure grades."""
        text = words.text[candidate.start : candidate.end]
        pattern = candidate.pattern
        start, end = candidate.start, candidate.end
        is_label = pattern.words == 1 and is_field_name(words.text, start, end) and not self._index.is_job(pattern.key)
        is_field = is_label or is_answer(words.text, start, end) or is_in_reference(words.text, start, end)
        if is_field or _is_part_of_address(candidate, text, words.text):
            return None
        if pattern.other_job or pattern.senses:
            return Mention(candidate.start, candidate.end, text, pattern.entry, pattern.senses, pattern.other_job)
        if pattern.need is _GRADED:
            own = {form.entry.name: form.entry for form in self._index.forms.get(pattern.key, ())}
            if len(same := own.keys() & scales) == 1:  # beside FS-03, FS-04 is American as well
                return Mention(candidate.start, candidate.end, text, own[same.pop()])
        senses = self._matcher.meanings.in_text(pattern.key, normalize(text), partial(surroundings, candidate, words))
        if not senses:
            return None
        entry = senses[0] if len(senses) == 1 else None
        return Mention(candidate.start, candidate.end, text, entry, senses)


def surroundings(candidate: Candidate, words: Words) -> Surroundings:
    """The stems around a candidate."""
    first, last = candidate.first, candidate.last
    return Surroundings(words.stems_near(first, last, NEAR), words.stems_beside(first, last, CLOSE))


def _is_plural(pattern: Pattern, written: str) -> bool:
    """Whether a word is the plural of a form: "visits by Ministers", who are those of governments."""
    return written[-1:] == "s" and not any(form[-1:] == "s" for form in pattern.written)


def _is_spelled(pattern: Pattern, written: str) -> bool:
    """Whether a word has the accents or the last letter without which it is another word."""
    if pattern.ends_in_s and written[-1:] not in "Ss":
        return False
    return not (pattern.accented and written.isascii() and not (pattern.ambiguous and written[:1].isupper()))


def _is_part_of_address(candidate: Candidate, written: str, text: str) -> bool:
    """Whether a candidate, as it is `written`, is a part of an address."""
    if written in _US_STATES and _follows_city(candidate, text):
        return True
    return written.islower() and _IN_ADDRESS.match(text, candidate.end) is not None


def _is_likeness(candidate: Candidate, text: str) -> bool:
    """Whether a word only compares, or somebody is something of a club: "Second Secretary of the rowing club"."""
    return text.startswith((" of ", "-"), candidate.end) and _LIKENESS.match(text, candidate.end) is not None


def _follows_city(candidate: Candidate, text: str) -> bool:
    """Whether a capitalised word and a comma stand before a candidate: "Atlanta, GA"."""
    return _AFTER_CITY.search(text[max(candidate.start - NAME_LENGTH, 0) : candidate.start]) is not None


def _is_a_states(text: str, start: int, end: int, *, strictly: bool) -> bool:
    """Whether a house is that of a state: "Embassy of Peru", "British Embassy"; not `strictly`, "Sunken Embassy"."""
    before = text[max(start - NAME_LENGTH, 0) : start].split()
    return _OF_STATE.match(text, end) is not None or (
        text[start - 1 : start] == " "
        and before[-1:] != []
        and before[-1][:1].isupper()
        and (not strictly or _OF_A_STATE.search(before[-1]) is not None)
    )


def _longest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates without overlaps, in the order of the text: of overlapping ones the longest."""
    chosen: list[Candidate] = []
    group: list[Candidate] = []
    last = -1
    for candidate in sorted(candidates, key=_FIRST):
        if candidate.first > last:
            chosen += group if len(group) < 2 else _without_overlaps(group, last)
            group, last = [candidate], candidate.last
        elif candidate.last > last and candidate.first == group[0].first:  # "consul general", after "consul"
            group.insert(0, candidate)
            last = candidate.last
        else:
            group.append(candidate)
            last = candidate.last if candidate.last > last else last
    return chosen + (_without_overlaps(group, last) if group else [])


def _without_overlaps(group: list[Candidate], last: int) -> list[Candidate]:
    """The longest of some candidates, then those that don't overlap with it, and so on; in the order of the text.

    They are in the order of their first words; `last` is the number of the last word of all.
    """
    if group[0].last == last:  # it holds all others
        return group[:1]
    kept: list[Candidate] = []
    for candidate in sorted(group, key=lambda one: (-one.pattern.words, one.start)):
        if all(candidate.last < other.first or other.last < candidate.first for other in kept):
            kept.append(candidate)
    return sorted(kept, key=attrgetter("start"))


def _has_neighbour(candidate: Candidate, sure: Sequence[Candidate], starts: Sequence[int]) -> bool:
    """Whether a sure word of the field stands within NEAR characters."""
    first, last = bisect_left(starts, candidate.start - NEAR), bisect_right(starts, candidate.end + NEAR)
    return any(other.pattern.key != candidate.pattern.key for other in sure[first:last])

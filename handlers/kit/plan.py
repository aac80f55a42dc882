"""Plan an interview kit: which questions to ask, who asks them, and how the minutes add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from content.models import Level, Question, Role
from handlers.kit.set_id import MOST_INTERVIEWERS, STEP, KitRequest

OPENING_MINUTES = 3
CLOSING_MINUTES = 5
SHORTEST_MINUTES = 5
"""The least time for a question with its follow-up."""
LONGEST_MINUTES = 8
"""The most time for a question; what is left is a buffer."""
FEWEST_COMPETENCIES = 5
"""Structured interviews measure five to eight competencies."""
MOST_COMPETENCIES = 8
LEAST_MINUTES = 30
MOST_MINUTES = 120

OWN_COMPETENCY = "Your own question"

_SHARED: dict[int, tuple[tuple[int, int], ...]] = {
    1: (),
    2: ((0, 1), (1, 0)),
    3: ((0, 1), (1, 2)),
    4: ((0, 1), (2, 3)),
}
"""Who also asks a question of whom, by the size of the panel: two questions are asked by two neighbours each."""
_NEIGHBOURS = {
    Level.JUNIOR: (Level.MID, Level.SENIOR),
    Level.MID: (Level.SENIOR, Level.JUNIOR),
    Level.SENIOR: (Level.MID, Level.JUNIOR),
}
"""The levels that fill a set of fewer than five questions, nearest first."""


@dataclass(frozen=True, slots=True)
class KitQuestion:
    """A question with its number in the kit.

    `place` is its number before any were left out. `level` is the set it comes from: the kit's own or a neighbouring
    one. `guide` is None for a question of the person's own, whose ticks are theirs to write.
    """

    number: int
    place: int
    level: Level
    text: str
    competency: str
    guide: Question | None = None


@dataclass(frozen=True, slots=True)
class Interviewer:
    """One interviewer's questions in the kit's order, the minutes for each, and the minutes left over."""

    number: int
    questions: tuple[KitQuestion, ...]
    minutes_each: int
    buffer: int

    @property
    def minutes(self) -> int:
        """The minutes of the whole interview."""
        return OPENING_MINUTES + len(self.questions) * self.minutes_each + self.buffer + CLOSING_MINUTES


@dataclass(frozen=True, slots=True)
class Plan:
    """The questions of a kit, each on another competency, and who asks them.

    `interviewers` are those who see the candidate one after the other; a panel in one room counts as one, with all
    questions. `parts` are the questions that each person asks.
    """

    request: KitRequest
    questions: tuple[KitQuestion, ...]
    interviewers: tuple[Interviewer, ...]
    parts: tuple[tuple[KitQuestion, ...], ...]

    def asked_by(self, question: KitQuestion) -> list[int]:
        """The numbers of the people who ask a question: one, or two neighbours."""
        return [number for number, part in enumerate(self.parts, 1) if question in part]

    @property
    def shared(self) -> tuple[KitQuestion, ...]:
        """The questions that two interviewers ask."""
        return tuple(question for question in self.questions if len(self.asked_by(question)) > 1)

    @property
    def minutes_needed(self) -> int:
        """The shortest slot, in steps of five minutes, with the most time for every question."""
        longest = max(len(person.questions) for person in self.interviewers) * LONGEST_MINUTES
        return max(_round_up(OPENING_MINUTES + longest + CLOSING_MINUTES), LEAST_MINUTES)


def fit(request: KitRequest) -> KitRequest:
    """The request within the limits: minutes in steps of five, one to four interviewers, each with a question.

    Only questions that the kit has can be left out or swapped, and each interviewer keeps one.
    """
    minutes = min(max(_round_up(request.minutes), LEAST_MINUTES), MOST_MINUTES)
    panel = min(max(request.panel, 1), MOST_INTERVIEWERS, max(len(_by_competency(request)), 1))
    fitted = replace(request, minutes=minutes, panel=panel, together=request.together and panel > 1)
    count = len(_choose(fitted))
    spare = max(count + bool(request.own) - panel, 0)
    drop = frozenset(sorted(place for place in request.drop if 0 < place <= count)[:spare])
    swap = frozenset(place for place in request.swap if 0 < place <= count) - drop
    return replace(fitted, drop=drop, swap=swap)


def plan(request: KitRequest) -> Plan:
    """Choose and split the questions for a request within the limits; without any if the role has none."""
    questions = tuple(_questions(request))
    parts = _split(questions, request)
    seen = [questions] if request.together else parts
    people = [_interviewer(number, asked, request.minutes) for number, asked in enumerate(seen, 1)]
    return Plan(request, questions, tuple(people), tuple(parts))


def _questions(request: KitRequest) -> Iterator[KitQuestion]:
    """The chosen questions without those to leave out, others for those to swap, and the person's own at the end."""
    chosen = _choose(request)
    others = (pair for pair in _by_competency(request) if pair not in chosen)
    number = 0
    for place, pair in enumerate(chosen, 1):
        level, question = next(others, pair) if place in request.swap else pair
        if place not in request.drop:
            number += 1
            yield KitQuestion(number, place, level, question.text, question.competency, question)
    if request.own:
        yield KitQuestion(number + 1, 0, request.level, request.own, OWN_COMPETENCY)


def _choose(request: KitRequest) -> list[tuple[Level, Question]]:
    """The level's own questions, as many as have time; if they are fewer than five, more from its neighbours."""
    interviews, each_twice = (1, 0) if request.together else (request.panel, len(_SHARED[request.panel]))
    time = request.minutes - OPENING_MINUTES - CLOSING_MINUTES
    most = min(time // SHORTEST_MINUTES * interviews - each_twice, MOST_COMPETENCIES) - bool(request.own)
    unhurried = time // LONGEST_MINUTES * interviews - each_twice
    pool = _by_competency(request)
    own = [pair for pair in pool if pair[0] is request.level]
    wanted = min(max(min(len(own), unhurried), FEWEST_COMPETENCIES), most)
    return _balanced(own, wanted) if len(own) >= wanted else pool[:wanted]


def _by_competency(request: KitRequest) -> list[tuple[Level, Question]]:
    """The first question on each competency: the level's own, then those of its neighbours."""
    role: Role = request.role
    first: dict[str, tuple[Level, Question]] = {}
    for level in (request.level, *_NEIGHBOURS[request.level]):
        for question in role.questions.get(level, ()):
            first.setdefault(question.competency, (level, question))
    return list(first.values())


def _balanced(pairs: Sequence[tuple[Level, Question]], wanted: int) -> list[tuple[Level, Question]]:
    """As many questions of each kind as possible, in the order of the set."""
    kinds = dict.fromkeys(question.kind for _, question in pairs)
    by_kind = [[pair for pair in pairs if pair[1].kind == kind] for kind in kinds]
    in_turn = [pair for turn in zip_longest(*by_kind) for pair in turn if pair is not None]
    return [pair for pair in pairs if pair in in_turn[:wanted]]


def _split(questions: tuple[KitQuestion, ...], request: KitRequest) -> list[tuple[KitQuestion, ...]]:
    """Each person's own questions, in equal parts, and what they also ask of a neighbour's if each is alone."""
    panel = request.panel
    size, more = divmod(len(questions), panel)
    own: list[tuple[KitQuestion, ...]] = []
    start = 0
    for place in range(panel):
        end = start + size + (place < more)
        own.append(questions[start:end])
        start = end
    asked = [list(part) for part in own]
    for owner, other in () if request.together else _SHARED[panel]:
        if own[owner]:
            asked[other].append(own[owner][-1 if owner < other else 0])
    return [tuple(sorted(part, key=lambda question: question.number)) for part in asked]


def _interviewer(number: int, questions: tuple[KitQuestion, ...], minutes: int) -> Interviewer:
    time = minutes - OPENING_MINUTES - CLOSING_MINUTES
    each = min(time // max(len(questions), 1), LONGEST_MINUTES)
    return Interviewer(number, questions, each, time - each * len(questions))


def _round_up(minutes: int) -> int:
    return -(-minutes // STEP) * STEP

"""Every kit is whole: its minutes add up, its competencies are covered, and its set id gives it again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.library import Library
from content.models import Level
from handlers.document import Document, Heading, Part, Rating, Table, Ticks, Together
from handlers.kit.pages import make_kit
from handlers.kit.plan import (
    FEWEST_COMPETENCIES,
    LEAST_MINUTES,
    LONGEST_MINUTES,
    MOST_COMPETENCIES,
    SHORTEST_MINUTES,
    Plan,
    fit,
    plan,
)
from handlers.kit.set_id import KitRequest, find_id, read_id, set_id
from tests.support.hypothesis_profiles import examples

REQUESTS = st.tuples(
    st.integers(0, 500), st.sampled_from(list(Level)), st.sampled_from([30, 45, 60, 90]), st.integers(1, 4)
)


def request_of(drawn: tuple[int, Level, int, int], library: Library) -> KitRequest:
    place, level, minutes, panel = drawn
    return KitRequest(library.roles[place % len(library.roles)], level, minutes, panel)


def parts_of(document: Document) -> list[Part]:
    """The parts, with those that stay on one page opened."""
    return [inner for part in document.parts for inner in (part.parts if isinstance(part, Together) else (part,))]


PLACES = st.frozensets(st.integers(0, 9), max_size=4)


@examples(100)
@given(drawn=REQUESTS, drop=PLACES, swap=PLACES, own=st.sampled_from(["", "How do you brief a new ambassador?"]))
def test_every_changed_kit_is_whole(
    drawn: tuple[int, Level, int, int], drop: frozenset[int], swap: frozenset[int], own: str, library: Library
) -> None:
    request = fit(replace(request_of(drawn, library), drop=drop, swap=swap, own=own))
    assert fit(request) == request
    before, planned = plan(replace(request, drop=frozenset(), swap=frozenset())), plan(request)
    assert_asked(planned)
    assert len(planned.questions) == len(before.questions) - len(request.drop)
    assert [asked.text for asked in planned.questions if not asked.guide] == ([own] if own else [])
    kit = make_kit(planned, library)
    assert_complete(planned, kit.document)
    assert read_id(kit.set_id, library) == replace(request, own="")
    assert own in repr(kit.document)


@examples(150)
@given(drawn=REQUESTS)
def test_every_kit_is_whole(drawn: tuple[int, Level, int, int], library: Library) -> None:
    request = request_of(drawn, library)
    planned = plan(request)
    assert_whole(planned)
    kit = make_kit(planned, library)
    assert kit == make_kit(plan(request), library)
    assert read_id(kit.set_id, library) == request
    assert find_id(f"kit {kit.set_id.lower()} own x") == (kit.set_id, "own x")
    assert_complete(planned, kit.document)


def assert_whole(planned: Plan) -> None:
    """Assert that a kit as it is made has its five to eight competencies, or four in 30 minutes alone."""
    request = planned.request
    fewest = 4 if (request.minutes, request.panel) == (30, 1) else FEWEST_COMPETENCIES
    assert fewest <= len(planned.questions) <= MOST_COMPETENCIES
    assert len(planned.shared) == (0 if request.panel == 1 else 2)
    assert_asked(planned)


def assert_asked(planned: Plan) -> None:
    """Assert that everybody asks something, nothing twice, that each question is asked, and the minutes add up."""
    request, questions = planned.request, planned.questions
    competencies = [asked.competency for asked in questions]
    assert len(set(competencies)) == len(competencies)
    assert len(planned.interviewers) == request.panel
    for person in planned.interviewers:
        numbers = [asked.number for asked in person.questions]
        assert numbers == sorted(set(numbers)), "no interviewer has a question twice"
        assert numbers, "everybody asks something"
        assert person.minutes == request.minutes
        assert SHORTEST_MINUTES <= person.minutes_each <= LONGEST_MINUTES
        assert person.buffer >= 0
    for asked in questions:
        owners = planned.asked_by(asked)
        assert owners in ([owners[0]], [owners[0], owners[0] + 1]), "one interviewer, or two neighbours"


def assert_complete(planned: Plan, document: Document) -> None:
    """Assert that each question has its ticks and rating on each interviewer's page, and that every table is whole."""
    parts = parts_of(document)
    asked = sum(len(person.questions) for person in planned.interviewers)
    assert sum(isinstance(part, Ticks) for part in parts) == asked
    assert sum(isinstance(part, Rating) for part in parts) == asked
    assert next(part.level for part in parts if isinstance(part, Heading)) == 1
    for table in (part for part in parts if isinstance(part, Table)):
        assert {len(table.columns)} == {len(table.widths), *(len(row) for row in table.rows)}


def test_a_panel_of_two_splits_the_set(library: Library) -> None:
    role = library.by_name("Consul")
    planned = plan(KitRequest(role, Level.SENIOR, 60, 2))  # type: ignore[arg-type]
    assert [[asked.number for asked in person.questions] for person in planned.interviewers] == [
        [1, 2, 3, 4],
        [3, 4, 5, 6],
    ]
    assert [asked.number for asked in planned.shared] == [3, 4]


def test_a_small_set_takes_questions_of_the_next_level(library: Library) -> None:
    few = next(role for role in library.roles if len(role.questions[Level.SENIOR]) == 4)
    planned = plan(KitRequest(few, Level.SENIOR, 60, 1))
    assert [asked.level for asked in planned.questions] == [Level.SENIOR] * 4 + [Level.MID]


@pytest.mark.parametrize(
    ("minutes", "panel", "fitted"), [(5, 1, (LEAST_MINUTES, 1)), (41, 2, (45, 2)), (600, 9, (120, 4)), (60, 0, (60, 1))]
)
def test_a_request_is_fitted_into_the_limits(
    minutes: int, panel: int, fitted: tuple[int, int], library: Library
) -> None:
    request = fit(KitRequest(library.roles[0], Level.MID, minutes, panel))
    assert (request.minutes, request.panel) == fitted


def test_each_role_has_a_code_of_its_own(library: Library) -> None:
    for role in library.roles:
        request = KitRequest(role, Level.MID, 60, 1)
        assert read_id(set_id(request, Document("", "", "", ()), library), library) == request


def test_an_id_changes_with_the_content(library: Library) -> None:
    role = library.roles[0]
    question = role.questions[Level.MID][0].model_copy(update={"probe": "And then?"})
    questions = {**role.questions, Level.MID: (question, *role.questions[Level.MID][1:])}
    request = KitRequest(role, Level.MID, 60, 1)
    changed = replace(request, role=role.model_copy(update={"questions": questions}))
    before, after = (make_kit(plan(one), library).set_id for one in (request, changed))
    assert before != after
    assert before[:12] == after[:12]

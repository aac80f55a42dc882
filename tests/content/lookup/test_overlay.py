"""A team's words beside the reviewed ones: whatever else is asked, everything is answered as without them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from content.library import Library
from content.team_terms import TeamMeaning, team_entry

ASKED = Path(__file__).parents[2] / "bot" / "talk-dev.jsonl"


@pytest.fixture(scope="module")
def taught(library: Library) -> Library:
    word = team_entry("GAU", (), (TeamMeaning(1, 1, "Our unit for governments."),))
    return library.overlaid((word,), ())


def test_a_taught_word_changes_no_other_answer(library: Library, taught: Library) -> None:
    lines = [json.loads(line)["said"] for line in ASKED.read_text("utf-8").splitlines()]
    assert [line for line in lines if taught.match(line) != library.match(line)] == []


@pytest.mark.parametrize("query", ["mission coordinator", "sanctions committee", "nothing of this is known"])
def test_a_part_of_a_name_is_offered_beside_a_taught_word(query: str, library: Library, taught: Library) -> None:
    assert taught.match(query) == library.match(query)


def test_the_end_of_a_taught_name_is_offered(library: Library) -> None:
    word = team_entry("Riverside badge office", (), (TeamMeaning(1, 1, "Where visitors get their passes."),))
    assert word in library.overlaid((word,), ()).match("badge office").suggestions


def test_a_taught_word_is_found_in_a_long_text(library: Library, taught: Library) -> None:
    line = "Worked with the GAU and the Permanent Mission."
    assert [mention.text for mention in library.scan(line)] == ["Permanent Mission"]
    assert [mention.text for mention in taught.scan(line)] == ["GAU", "Permanent Mission"]

"""Briefs of any signs and words: none ends in an error."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from content.library import Library
from handlers.brief import read_brief
from handlers.command import Commands
from tests.support.hypothesis_profiles import examples

PIECES = (
    "consul",
    "visa officer",
    "with",
    "who",
    "must",
    "French",
    "in Milan",
    "5 years",
    '"',
    "“",
    "...",
    "!",
    "–",
    ";",
    ",",
    "\n",
)


@examples(80)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=10))
def test_any_line_is_read(library: Library, commands: Commands, pieces: list[str]) -> None:
    """Such as a job and a quotation mark."""
    brief = read_brief(" ".join(["consul", *pieces]), library, commands)
    assert brief is None or all(any(map(str.isalnum, clause)) for clause in brief.clauses)

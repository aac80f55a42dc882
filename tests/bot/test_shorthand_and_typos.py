"""Words that people shorten in chats, spelled out; what isn't one stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shorthand_and_typos import spelled_out
from tests.support.hypothesis_profiles import examples


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("sooo what shoud i ask", "so what should i ask"),
        ("wich one is higer", "which one is higher"),
        ("the no 2 at an embassy", "the number two at an embassy"),
        ("what doesn't fit together", "what doesn't fit together"),
        ("he wouldn’t fit in", "he wouldn’t fit in"),
        ("question no 2 please", "question no 2 please"),
        ("terms apply 12aaa45f6b7c8d9e", "terms apply 12aaa45f6b7c8d9e"),
    ],
)
def test_lines(typed: str, spelled: str) -> None:
    assert spelled_out(typed) == spelled


@examples(300)
@given(st.text("0123456789abcdef", min_size=16, max_size=16).filter(lambda token: not token.isalpha()))
def test_the_token_of_a_button_stays_as_it_is(token: str) -> None:
    assert spelled_out(f"terms apply {token}") == f"terms apply {token}"

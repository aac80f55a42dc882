"""What a change adds to a meaning, and what it removes."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from handlers.reply import Bold, Italic, Mention, Spans, plain
from handlers.team_terms.difference import differences
from handlers.team_terms.terms import Meaning
from tests.support.hypothesis_profiles import examples

BEFORE = Meaning("REC", "The cell for resource efficiency", aliases=("cell", "R.E.C."), owner="U1")


def test_words_and_items_are_marked() -> None:
    after = Meaning("REC", "The old cell for efficiency", ("cell", "unit"), owner="U2", review_by=date(2027, 1, 31))
    assert list(differences(BEFORE, after)) == [
        ("Meaning: ", "The", " ", Bold("old"), " ", "cell for", " ", Italic("[resource]"), " ", "efficiency"),
        ("Also: ", "cell", ", ", Bold("unit"), ", ", Italic("[R.E.C.]")),
        ("Review by: ", Bold("31 Jan 2027")),
        ("Owner: ", Mention("U2", "a colleague")),
    ]
    assert list(differences(BEFORE, BEFORE)) == []


def _without(line: Spans, dropped: type) -> str:
    return " ".join(plain(tuple(span for span in line[1:] if not isinstance(span, dropped))).split())


texts = st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=8).map(" ".join)


@examples(100)
@given(texts, texts)
def test_both_texts_can_be_read_from_the_difference(old: str, new: str) -> None:
    for line in differences(Meaning("x", old), Meaning("x", new)):
        assert _without(line, Italic) == new
        without_new = _without(line, Bold).replace("[", "").replace("]", "")
        assert without_new == old

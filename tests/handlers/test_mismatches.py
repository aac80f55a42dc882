"""What may not fit together in a résumé: ranks and grades, told again from a topic, and time spent standing in."""

from __future__ import annotations

import pytest

from content.library import Library
from content.resume.post import Post
from content.resume.posts import every_post_in
from handlers.acting import times_of, with_office
from handlers.mismatches import mismatches, noted_again

EARLY = """Third Secretary, Embassy of Fiji, Tokyo, 2010-2013
Visa Officer, Embassy of Fiji, Canberra, 2013-2015
Counsellor, Embassy of Fiji, London, 2015-2019
"""
VOLUNTEER = "UNV, OCHA, Amman, 2016-2018, NO-B\nField Coordinator, MSF, Goma, 2018-2020\n"
ABROAD = "Nationality: Polish\nHuman Rights Officer, OHCHR, Amman, 2016-2018, NO-C\n"


def posts_of(text: str, library: Library) -> tuple[Post, ...]:
    return tuple(with_office(post, library) for post in every_post_in(text, library.scan(text), library))


def kinds_of(text: str, library: Library) -> list[str]:
    return [mismatch.kind for mismatch in mismatches(posts_of(text, library), library, text)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (EARLY, ["early"]),
        (VOLUNTEER, ["ungraded"]),
        (ABROAD, ["nationals"]),
        (ABROAD.replace("Polish", "Polish and Jordanian"), []),
        (ABROAD.replace("NO-C", "P-3"), []),
        (EARLY.replace("2015-2019", "2021-2023"), []),
        (EARLY.replace("Third Secretary", "Director"), []),  # others came before
    ],
)
def test_what_does_not_fit(text: str, kinds: list[str], library: Library) -> None:
    assert kinds_of(text, library) == kinds


def test_each_has_a_reason_and_a_question(library: Library) -> None:
    for text in (EARLY, VOLUNTEER, ABROAD):
        for mismatch in mismatches(posts_of(text, library), library, text):
            assert mismatch.reason.endswith(".")
            assert mismatch.question.endswith("?")


@pytest.mark.parametrize("text", [EARLY, VOLUNTEER, ABROAD])
def test_a_topic_keeps_the_kind_and_names_of_the_content_only(text: str, library: Library) -> None:
    found = mismatches(posts_of(text, library), library, text)
    noted = [mismatch.noted for mismatch in found]
    assert not any(char.isdigit() for one in noted for char in one)
    assert not any(word in one for one in noted for word in ("Fiji", "Polish", "Amman", "UNV"))
    assert [mismatch.kind for mismatch in noted_again(noted, library)] == [mismatch.kind for mismatch in found]


def test_notes_of_an_unknown_kind_or_name_are_skipped(library: Library) -> None:
    assert noted_again(["checked", "early", "early Nobody", "skipped Counsellor", "odd Counsellor"], library) == []


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Acting Consul, Consulate of Peru, Lyon, 2016-2017", "2016-2017"),
        ("Consul, Consulate of Peru, Lyon, 2014-2018 (chargé d'affaires a.i. Feb-Jul 2016)", "Feb-Jul 2016"),
        ("Consul, Consulate of Peru, Lyon, 2014-2018\n - Acting Consul General for 9 months; led 12 staff", "9 months"),
        ("Counsellor and chargé d'affaires a.i., Embassy of Peru, Rome, 2014-2018", ""),
    ],
)
def test_the_time_of_standing_in(text: str, time: str, library: Library) -> None:
    posts = posts_of(text, library)
    assert [one for one in times_of(posts, text) if one] == ([time] if time else [])

"""Signs of the pack as questions to read out."""

from __future__ import annotations

import re

import pytest

from content.lawful import forbidden_topic
from content.library import Library
from handlers.said_aloud import said_aloud


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        (
            "Describes a staff scandal, a threat or a mass emergency and what the review changed",
            "Please describe a staff scandal, a threat or a mass emergency and what the review changed.",
        ),
        ("Tells how they dealt with local press on a bad day", "Tell me how you dealt with local press on a bad day."),
        ("Has stood in for the head, with dates", "Have you stood in for the head? Please give me the dates."),
        ("Has been posted, and says which ministry sent them", "Have you been posted, and which ministry sent you?"),
        ("Names a committee of their own", "Can you name a committee of your own?"),
        ("Set up, ran or closed an attaché post", "Have you set up, run or closed an attaché post?"),
        ("Leads a unit, or has stood in for one", "Do you lead a unit, or have you stood in for one?"),
        ("Was in charge of a post", "Have you been in charge of a post?"),
        ("Supervised local staff, with a number", "Have you supervised local staff? How many?"),
        ("Set a goal and knows how it turned out", "Have you set a goal? Do you know how it turned out?"),
        ("Juggles knives", ""),
    ],
)
def test_ways_to_say(sign: str, said: str) -> None:
    assert said_aloud(sign) == said


def test_every_sign_of_the_pack_can_be_said(library: Library) -> None:
    for role in library.roles:
        for guide in role.levels.values():
            for sign in guide.indicators:
                if sign.shows_in == "test":
                    continue
                said = said_aloud(sign.text)
                assert re.match(r"(?:Please|Tell me|Take me|Can you|Do you|Have you|Are you)\b", said), sign.text
                assert said.endswith(("?", ".")), said
                assert not re.search(r"\b(?:they|them|their|and (?:says|gives|knows|names))\b", said), said
                assert forbidden_topic(said) is None, said

"""`screen`: four facts, one question, one flag for five minutes; a plan to read from for more time."""

from __future__ import annotations

import re

import pytest

from content.lawful import forbidden_topic
from content.library import Library
from content.models import Level
from handlers.plain_text import plain_text_of
from handlers.reply import Folded, Items
from tests.conftest import Ask
from tests.support.hypothesis_profiles import some
from tests.support.transcript import seen

LONGEST = 1700
"""Characters of the longest answer: about a phone's screen and a half."""


async def test_every_role_and_level(ask: Ask, library: Library) -> None:
    for role in some(library.roles):
        for level in Level:
            reply = await ask(f"screen {level} {role.name}")
            shown = seen(reply)
            assert reply.title == f"Phone screen: {role.name}, {level}"
            facts, ticks = [block for block in reply.blocks if isinstance(block, Items)]
            assert len(facts.items) in (3, 4), role.name
            assert len(ticks.items) == 4
            assert "One question: " in shown
            assert "Check first: " in shown
            assert len(plain_text_of(reply)) < LONGEST, (role.name, level, len(plain_text_of(reply)))


async def test_nothing_that_must_not_be_asked(ask: Ask, library: Library) -> None:
    """Conditions on nationality, age and health are no facts to ask for on the phone."""
    for role in some(library.roles):
        shown = seen(await ask(f"screen {role.name}"))
        for gate in role.gates:
            if gate.kind in ("nationality", "age", "medical"):
                assert gate.fact not in shown, role.name


@pytest.mark.parametrize(
    "line",
    [
        "screen visa assistant",
        "5 minute phone screen visa assistant",
        "phone screen for a visa assistant",
        "screening call with a visa assistant",
        "phone interview visa assistant",
        "phone screen for visa assistant, locally engaged",
        "5 min phone screen for visa assistant embassy locally engaged",
        "phone screen for visa assistant locally hired at the embassy",
    ],
)
async def test_ways_to_ask(line: str, ask: Ask) -> None:
    reply = await ask(line)
    assert (reply.title or "").startswith("Phone screen: Consular Assistant, mid")
    assert not re.search("I left out", seen(reply))


@pytest.mark.parametrize("minutes", [11, 15, 20, 25, 30, 45, 60, 90, 240])
async def test_the_minutes_of_a_plan_add_up(minutes: int, ask: Ask) -> None:
    shown = seen(await ask(f"screen senior consul general {minutes} minutes"))
    parts = [int(number) for number in re.findall(r"^(\d+) min · ", shown, re.M)]
    assert len(parts) == 6
    assert sum(parts) == minutes
    assert all(parts)


async def test_every_plan_can_be_read_out(ask: Ask, library: Library) -> None:
    """Its questions are said as questions, and none is forbidden."""
    for role in some(library.roles):
        for level in Level:
            reply = await ask(f"screen {level} {role.name} 20 minutes")
            shown = seen(reply)
            assert reply.title == f"Phone screen: {role.name}, {level} · 20 minutes"
            facts, practical = [block for block in reply.blocks if isinstance(block, Items)]
            assert 2 <= len(facts.items) <= 5, role.name
            assert 4 <= len(practical.items) <= 6, role.name
            for item in (*facts.items, *practical.items):
                said = str(item[0])
                assert said.endswith(("?", ".")), said
                assert forbidden_topic(said) is None, said
            assert not re.search(r"\((?:ask|CV)\)", shown)
            assert len([block for block in reply.blocks if isinstance(block, Folded)]) == 2, role.name
            assert "“Hello, this is [your name]" in shown
            assert "What pay would you expect?" in shown
            for gate in role.gates:
                if gate.kind in ("nationality", "age", "medical"):
                    assert gate.fact not in shown, role.name


async def test_the_guide_of_a_question(ask: Ask) -> None:
    """Questions are counted in the order of the screen, with what somebody has done first."""
    first = seen(await ask("screen senior consul general 20 minutes question 1"))
    assert "What would you have put right next at your last post" in first
    assert "A thin answer: " in first
    assert "That's all I have for senior Consul General: six questions." in seen(
        await ask("screen senior consul general 20 minutes question 7")
    )


async def test_places_and_languages_are_asked_about(ask: Ask) -> None:
    shown = seen(await ask("20 minute phone screen for an Arabic speaking consul general in Dubai"))
    assert "Do you work in Arabic, and at what level?" in shown
    assert "The post is in Dubai." in shown
    assert "I left out" not in shown


async def test_more_than_an_hour_is_an_interview(ask: Ask) -> None:
    assert "An interview kit fits better." in seen(await ask("screen consul 60 minutes"))
    assert "An interview kit fits better." not in seen(await ask("screen consul 45 minutes"))


async def test_a_grade_chooses_the_level(ask: Ask) -> None:
    shown = seen(await ask("screen P-5 political affairs officer"))
    assert "P-5: usually 10 years, so " in shown

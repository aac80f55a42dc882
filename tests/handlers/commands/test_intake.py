"""`intake`: what to ask the hiring manager, never what to ask a candidate."""

from __future__ import annotations

import re

import pytest

from content.library import Library
from content.models import Level
from content.strings.compose import Wanted
from handlers.manager_questions import Hiring, five, of_role
from handlers.plain_text import plain_text_of
from handlers.reply import Items
from tests.conftest import Ask
from tests.support.transcript import pressable


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("what do i ask the hiring manager for a trade attaché", "Commercial Attaché"),
        ("intake call questions for a policy officer at EEAS", "EU External Action Official"),
        ("intake meeting for P-3 human rights officer", "Human Rights Officer"),
        ("kick-off meeting with the hiring manager visa officer", "Visa Officer"),
        ("what should I ask my hiring manager about a senior consul", "Consul"),
        ("questions for the hiring manager, protocol officer", "Protocol Officer"),
        ("intake consul", "Consul"),
    ],
)
async def test_the_list_of_a_role(line: str, role: str, ask: Ask) -> None:
    answer = await ask(line)
    assert answer.title and answer.title.startswith(f"Ask the hiring manager: {role}")
    own, every = [block for block in answer.blocks if isinstance(block, Items)]
    assert len(own.items) >= 5
    assert len(every.items) == 5
    assert "I left out" not in plain_text_of(answer)


async def test_all_levels_are_offered_if_none_is_named(ask: Ask) -> None:
    answer = await ask("intake call for a consul general")
    assert "junior (8–13 years), mid (13–20 years) or senior (20+ years)?" in plain_text_of(answer)
    assert "mid usually means" not in plain_text_of(answer)
    assert {"intake junior Consul General", "intake senior Consul General"} <= set(pressable(answer).values())


async def test_a_place_is_asked_about(ask: Ask) -> None:
    answer = await ask("prepare me for an intake call with the hiring manager for a consul general in Dubai")
    assert answer.title == "Ask the hiring manager: Consul General · Dubai"
    said = plain_text_of(answer)
    assert "Dubai, United Arab Emirates" in said
    for subject in ("local language", "visa or a permit", "family", "hardship"):
        assert subject in said
    assert "Where is the duty station" not in said
    assert "I left out" not in said


async def test_bodies_with_a_seat_at_the_place(ask: Ask) -> None:
    said = plain_text_of(await ask("intake human rights officer in Geneva"))
    assert "Must they know one of the bodies with a seat in Geneva? " in said
    assert "OHCHR" in said or "Human Rights" in said


async def test_two_places_are_asked_about_once(ask: Ask) -> None:
    assert plain_text_of(await ask("intake desk officer Paris and Rome")).count("visa or a permit") == 1


async def test_a_grade_is_not_asked_for_again(ask: Ask) -> None:
    said = plain_text_of(await ask("intake UN political affairs officer P-4 Nairobi"))
    assert "P-4 usually asks for 7 years." in said
    assert "Is the money for a P-4 approved" in said
    assert "Which grade" not in said


async def test_years_that_are_asked_for(ask: Ask) -> None:
    assert "12 years means senior here (10+)." in plain_text_of(await ask("intake human rights officer 12 years"))


async def test_a_language_is_asked_about(ask: Ask) -> None:
    assert "French: how well must they speak it" in plain_text_of(await ask("intake French-speaking consul in Dakar"))


async def test_questions_in_another_language(ask: Ask) -> None:
    answer = await ask("intake consul general in Dubai in French")
    assert plain_text_of(answer).startswith("I answer in English only.")
    assert "consul général" in plain_text_of(answer)
    assert list(pressable(answer).values()) == ["titles Consul General in French", "intake Consul General in Dubai"]


async def test_the_five_most_telling_questions(ask: Ask) -> None:
    answer = await ask("intake senior consul general in Dubai 5 questions")
    (five,) = [block for block in answer.blocks if isinstance(block, Items)]
    assert len(five.items) == 5
    assert answer.title == "Five for the hiring manager: Consul General · senior · Dubai"


@pytest.mark.parametrize("level", list(Level))
def test_every_role_has_sentences_that_can_be_said(level: Level, library: Library) -> None:
    for role in library.roles:
        hiring = Hiring(role, level, None, None, Wanted())
        for spans in of_role(hiring):
            line = "".join(span if isinstance(span, str) else span.text for span in spans)
            assert "?" in line, line
            assert " / " not in line.partition("For you: ")[0], line
            assert not re.search(r"already (?!have )|already have .*, with |Tells how", line), line
        assert len(five(hiring)) == 5
        assert "age" not in {gate.kind for gate in role.gates if any(gate.fact in str(row) for row in of_role(hiring))}


async def test_the_role_is_asked_for(ask: Ask) -> None:
    answer = await ask("what to ask the hiring manager")
    assert plain_text_of(answer).startswith("Which role is the manager hiring for?")
    assert "intake consul" in pressable(answer).values()

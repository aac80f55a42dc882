"""Question sets: balanced, walked through without a repeat, and with a guide behind every question."""

from __future__ import annotations

import re

import pytest

from content.library import Library
from content.models import Level
from handlers.commands.questions import MAX_COUNT, asked_of, mixed
from handlers.question_subjects import take_subjects
from handlers.terms_used import terms_used
from tests.conftest import Ask
from tests.support.transcript import pressable, seen


async def walk(ask: Ask, line: str) -> list[str]:
    """The questions of a set and of all that come behind "More"."""
    found: list[str] = []
    while line:
        reply = await ask(line)
        found += re.findall(r"^\d+\. (.+)$", seen(reply), re.M)
        line = next((command for label, command in pressable(reply).items() if label.startswith("More (")), "")
    return found


@pytest.mark.parametrize("level", list(Level))
async def test_a_mixed_walk_shows_every_question_once(level: Level, library: Library, ask: Ask) -> None:
    every = [question.text for role in library.roles for question in role.questions.get(level, ())]
    walked = await walk(ask, f"questions {level} 10")
    assert len(walked) == len(set(walked))
    assert sorted(walked) == sorted(every)


@pytest.mark.parametrize("level", list(Level))
def test_a_mix_begins_with_one_question_from_each_field(level: Level, library: Library) -> None:
    fields = {role.field for role in library.roles if role.questions.get(level)}
    first = [asked.entry.field for asked in mixed(level, library)[: len(fields)]]
    assert len(first) == len(set(first))
    assert set(first) == fields


async def test_a_role_is_walked_through_in_the_size_that_was_asked_for(library: Library, ask: Ask) -> None:
    consul = library.by_name("Consul")
    assert consul is not None
    texts = [asked.question.text for asked in asked_of(consul, Level.SENIOR)]
    assert await walk(ask, "questions senior consul 1") == texts
    assert await walk(ask, "questions 2 senior consul") == texts


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("questions consul 5 minutes", "5 minutes: 3 questions to choose from. There is time for one or two."),
        ("questions consul 30 minutes", "30 minutes: 4 questions, about 7 minutes each."),
    ],
)
async def test_a_slot_is_shared_out(line: str, said: str, ask: Ask) -> None:
    assert said in seen(await ask(line))


async def test_every_question_has_its_guide(library: Library, ask: Ask) -> None:
    for role in library.roles:
        for level in Level:
            for asked in asked_of(role, level):
                reply = await ask(asked.guide)
                assert reply.dialog
                assert asked.question.text in seen(reply)
                assert asked.question.weak in seen(reply)


@pytest.mark.parametrize("line", ["guide", "guide senior consul 99", "guide 1"])
async def test_a_guide_that_does_not_exist_says_what_to_do(line: str, ask: Ask) -> None:
    assert "Which question?" in seen(await ask(line))


@pytest.mark.parametrize("line", ["guide consul senior 2", "guide 2 senior consul", "guide senior consul 2"])
async def test_a_guide_in_any_word_order(line: str, library: Library, ask: Ask) -> None:
    consul = library.by_name("Consul")
    assert consul is not None
    every = asked_of(consul, Level.SENIOR)
    second, third = every[1:3]
    reply = await ask(line)
    assert second.question.text in seen(reply)
    assert pressable(reply)["Next guide"] == third.guide
    assert "Next guide" not in pressable(await ask(every[-1].guide))


async def test_a_guide_opens_the_terms_that_it_uses(library: Library, ask: Ask) -> None:
    buttons = [
        label
        for role in library.roles
        for asked in asked_of(role, Level.MID)
        for label in pressable(await ask(asked.guide))
    ]
    named = set(buttons) - {"Next guide", "Red flags"}
    assert named
    assert named <= {entry.name for entry in library.entries}


def test_everyday_words_are_no_terms(library: Library) -> None:
    found = terms_used(["The embassy asked for a visa, then for agrément.", "The note verbale!"], library)
    assert [entry.name for entry in found] == ["Agrément", "Note verbale"]


async def test_no_more_than_ten_questions_at_a_time(ask: Ask) -> None:
    assert seen(await ask("questions senior 99")).count("Listen for: ") == MAX_COUNT


async def test_years_go_through_the_roles_own_bands(ask: Ask) -> None:
    assert "Mid questions: Consul" in seen(await ask("questions 7y consul"))
    assert "Junior questions: Head of Mission" in seen(await ask("questions 7y head of mission"))
    assert "Senior questions: Permanent Mission Adviser" in seen(await ask("questions 7y permanent mission adviser"))


@pytest.mark.parametrize(
    "line",
    [
        "questions about fraud for a visa officer",
        "visa officer questions about visa fraud",
        "questions on how they handle forged documents for a visa officer",
        "questions for a visa officer on fraud 10",
    ],
)
async def test_a_theme_brings_the_questions_that_deal_with_it(line: str, library: Library, ask: Ask) -> None:
    officer = library.by_name("Visa Officer")
    assert officer is not None
    on_it = [question.text for level in Level for question in officer.questions[level] if "fraud" in question.themes]
    assert 0 < len(on_it) < sum(map(len, officer.questions.values()))
    assert sorted(await walk(ask, line)) == sorted(on_it)


async def test_a_theme_without_a_role_is_walked_through_in_all_fields(library: Library, ask: Ask) -> None:
    every = [
        question.text
        for role in library.roles
        for questions in role.questions.values()
        for question in questions
        if "corruption" in question.themes
    ]
    assert sorted(await walk(ask, "questions about bribery")) == sorted(every)


async def test_a_role_without_questions_on_a_theme_offers_other_jobs(ask: Ask) -> None:
    reply = await ask("questions about elections for an interpreter at a conference")
    assert "None of its questions is on elections. Here are others:" in seen(reply)
    others = await ask(pressable(reply)["On elections, other jobs"])
    assert seen(others).startswith("All questions on elections")


def test_every_word_for_a_theme_is_read_with_and_without_a_role(library: Library) -> None:
    for theme in (theme for pack in library.packs for theme in pack.themes):
        for form in (theme.name, *theme.found_by):
            for line in (f"about {form} for a consul", f"consul on {form}", f"three questions about {form}"):
                rest, wanted = take_subjects(line, library)
                assert wanted is not None, line
                assert theme.name in wanted.names, line
                assert form not in rest, line

"""The free checks for Teams: every command, for every entry, every comparison and absurd input, is a valid card."""

from __future__ import annotations

from typing import Any

import pytest

from bot.teams.actions import line_of
from bot.teams.card import render_card
from bot.teams.limits import CARD_BYTES
from content.library import Library
from handlers.command import Command
from handlers.reply import Reply
from tests.bot.teams.validator import size, validate_card, walk
from tests.bot.test_every_reply import ABSURD, CHANNEL, COMMANDS
from tests.conftest import Ask
from tests.support.hypothesis_profiles import some
from tests.support.transcript import pressable

Json = dict[str, Any]


def lines_of(card: Json) -> set[str]:
    """The command line of every press of a card; a menu's for each of its options, a form's as it would be empty."""
    everything = walk(card)
    inputs = {each["id"]: each for _, each in everything if "id" in each}
    found = set()
    for _, action in everything:
        if action.get("type") == "Action.Execute":
            data = action["data"]
            menu = inputs.get(data["line"].strip("{}"), {}) if action["verb"] == "form" else {}
            sent = [{menu["id"]: choice["value"]} for choice in menu["choices"]] if "choices" in menu else [{}]
            found |= {line_of(action["verb"], data | each) for each in sent}
    return found


def assert_sound(reply: Reply) -> Json:
    card = render_card(reply)
    assert validate_card(card) == []
    return card


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_every_entry(command: Command, library: Library, ask: Ask) -> None:
    """Nothing of the built-in content is so long that its card has to be cut, and all that can be pressed is there."""
    for reply in {await ask(f"{command.name} {entry.name}", CHANNEL) for entry in some(library.entries)}:
        card = assert_sound(reply)
        assert size(card) < CARD_BYTES / 2
        wanted = {line for line in pressable(reply).values() if "{" not in line}
        assert wanted <= lines_of(card)


async def test_every_comparison(library: Library, ask: Ask) -> None:
    for comparison in library.comparisons:
        for rest in ("", " all"):
            card = assert_sound(await ask(f"compare {', '.join(comparison.entries)}{rest}", CHANNEL))
            tables = [element for element in card["body"] if element["type"] == "Table"]
            assert len(tables) == (len(comparison.entries) == 2), comparison.name


async def test_every_grade(library: Library, ask: Ask) -> None:
    for scheme in library.grades:
        for line in (f"grade {scheme.name}", *(f"grade {grade.names[0]}" for grade in scheme.grades)):
            reply = await ask(line, CHANNEL)
            card = assert_sound(reply)
            assert size(card) < CARD_BYTES / 2
            assert set(pressable(reply).values()) <= lines_of(card)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_examples_and_absurd_input(command: Command, ask: Ask) -> None:
    for rest in ABSURD:
        assert_sound(await ask(f"{command.name} {rest}", CHANNEL))
    for example in command.examples:
        assert_sound(await ask(example, CHANNEL))


async def test_absurd_sentences(ask: Ask) -> None:
    for sentence in ABSURD:
        assert_sound(await ask(sentence, CHANNEL))
        assert_sound(await ask(f"share {sentence}", CHANNEL))

"""Every command gives a valid card for every entry, every comparison and absurd input."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.teams.actions import line_of
from bot.teams.card import render_card
from bot.teams.limits import CARD_BYTES
from content.library import Library
from handlers.command import Command
from handlers.reply import Block, Folded, Reply
from tests.bot.teams.validator import size, validate_card, walk
from tests.bot.test_every_reply import ABSURD, CHANNEL, COMMANDS
from tests.conftest import Ask
from tests.support.hypothesis_profiles import some
from tests.support.transcript import pressable

Json = dict[str, Any]


def lines_of(card: Json) -> set[str]:
    """The command lines of all presses of a card: a menu's for each option, a form's with empty fields."""
    objects = walk(card)
    inputs = {element["id"]: element for _, element in objects if "id" in element}
    lines = set()
    for _, action in objects:
        if action.get("type") == "Action.Execute":
            data = action["data"]
            menu = inputs.get(data["line"].strip("{}"), {}) if action["verb"] == "form" else {}
            values = [{menu["id"]: choice["value"]} for choice in menu["choices"]] if "choices" in menu else [{}]
            lines |= {line_of(action["verb"], data | value) for value in values}
    return lines


def rendered(reply: Reply) -> Json:
    """The reply's card, which must be valid."""
    card = render_card(reply)
    assert validate_card(card) == []
    return card


@pytest.mark.hypothesis
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_every_entry(command: Command, library: Library, ask: Ask) -> None:
    """No card of the built-in content is truncated, and every button is there."""
    entries = some(library.entries, every=12, start=6 + COMMANDS.index(command))
    for reply in {await ask(f"{command.name} {entry.name}", CHANNEL) for entry in entries}:
        card = rendered(reply)
        assert size(card) < CARD_BYTES / 2
        wanted = pressable(replace(reply, blocks=without_folded(reply.blocks))).values()
        assert {line for line in wanted if "{" not in line} <= lines_of(card)
        folded = [element for element in card["body"] if element.get("isVisible") is False]
        assert len(folded) == len(reply.blocks) - len(without_folded(reply.blocks))


def without_folded(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if not isinstance(block, Folded))


async def test_every_comparison(library: Library, ask: Ask) -> None:
    for comparison in library.comparisons:
        for rest in ("", " all"):
            card = rendered(await ask(f"compare {', '.join(comparison.entries)}{rest}", CHANNEL))
            tables = [element for element in card["body"] if element["type"] == "Table"]
            assert len(tables) == (len(comparison.entries) == 2), comparison.name


async def test_every_grade(library: Library, ask: Ask) -> None:
    for scheme in library.grades:
        for line in (f"grade {scheme.name}", *(f"grade {grade.names[0]}" for grade in scheme.grades)):
            reply = await ask(line, CHANNEL)
            card = rendered(reply)
            assert size(card) < CARD_BYTES / 2
            assert set(pressable(reply).values()) <= lines_of(card)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_examples_and_absurd_input(command: Command, ask: Ask) -> None:
    for rest in ABSURD:
        rendered(await ask(f"{command.name} {rest}", CHANNEL))
    for example in command.examples:
        rendered(await ask(example, CHANNEL))


async def test_absurd_sentences(ask: Ask) -> None:
    for sentence in ABSURD:
        rendered(await ask(sentence, CHANNEL))
        rendered(await ask(f"share {sentence}", CHANNEL))

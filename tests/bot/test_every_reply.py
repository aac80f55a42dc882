"""Every command gives a valid reply for every entry and for absurd input, on Slack and in the terminal."""

from __future__ import annotations

import html
import io
import json
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.ask import as_json
from bot.playground.slack.validator import validate_message, validate_view
from bot.router import Router
from bot.slack import limits
from bot.slack.blocks import render_home, render_message, render_modal
from bot.slack.newer_blocks import ALL
from bot.slack.text import clean
from bot.terminal import render
from content.library import Library
from handlers.command import Command, Commands
from handlers.registry import find_commands
from handlers.reply import Actions, Reply, Table, Text, unfolded
from handlers.request import Place, Request
from tests.conftest import ANNA, Ask
from tests.support.hypothesis_profiles import some
from tests.support.transcript import pressable, seen

COMMANDS = list(find_commands())
CHANNEL = Place("channel", "C1")

ABSURD = [
    "",
    " ",
    "%",
    "%s %d {0} {term}",
    "<!channel> <!here> <@U123> <https://evil.example|click>",
    "*bold* _it_ ~s~ `code` ```pre``` > quote",
    "😀" * 200,
    "\u202eright to left\u202c שלום مرحبا",
    "NUL \x00 and \x1b[31m escape",
    "lone \ud800 surrogate",
    "a" * 100_000,
    "permanent mission " * 6_000,
    "and " * 500,
    "\n\n\n",
    "'; DROP TABLE entries; --",
    "٣ years senior ７",
    "from 999999999999",
    "-1",
    "senior " * 300,
]


def assert_valid(reply: Reply) -> None:
    """Assert that a reply is valid on every surface of Slack and in the terminal, and not an error."""
    assert "Something went wrong" not in seen(reply)
    message = render_message(reply)
    assert validate_message(message) == []
    assert validate_message(render_message(reply, newer=ALL)) == []
    assert validate_view(render_modal(reply)) == []
    assert validate_view(render_home(reply)) == []
    assert_text_is_whole(message["text"], reply)
    json.dumps(message).encode("utf-8")
    json.dumps(as_json(reply))
    Console(file=io.StringIO()).print(render(reply), soft_wrap=True)  # wrapping is slow, and rich's own concern


def _words(text: str) -> list[str]:
    """The words without the punctuation by which a table is written as text."""
    return [word.rstrip(";:.") for word in text.split()]


def assert_text_is_whole(text: str, reply: Reply) -> None:
    """Assert that the message's text has every word of the reply, buttons aside, unless it is truncated."""
    words = _words(html.unescape(text.removesuffix("…")))
    shown = unfolded(reply.blocks)
    unpressable = (replace(block, button=None) if isinstance(block, Text) else block for block in shown)
    blocks = tuple(block for block in unpressable if not isinstance(block, Actions))
    columns = {block.columns[0] for block in blocks if isinstance(block, Table)}
    missing = Counter(_words(clean(seen(replace(reply, blocks=blocks))))) - Counter(words)
    assert not set(missing) - {"|"} - columns or (
        text.endswith("…") and len(text) > limits.TEXT_RECOMMENDED * 2 // 3
    ), missing


@pytest.mark.hypothesis
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_every_entry(command: Command, library: Library, ask: Ask) -> None:
    entries = some(library.entries, every=12, start=COMMANDS.index(command))
    for reply in {await ask(f"{command.name} {entry.name}", CHANNEL) for entry in entries}:
        assert_valid(reply)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_absurd_input(command: Command, ask: Ask) -> None:
    for rest in ABSURD:
        assert_valid(await ask(f"{command.name} {rest}", CHANNEL))


async def test_absurd_sentences(ask: Ask) -> None:
    for sentence in ABSURD:
        assert_valid(await ask(sentence, CHANNEL))
        assert_valid(await ask(f"share {sentence}", CHANNEL))


async def test_every_grade(library: Library, ask: Ask) -> None:
    for scheme in library.grades:
        assert_valid(await ask(f"grade {scheme.name}", CHANNEL))
        for grade in scheme.grades:
            for command in ("grade", "pay", "questions", "levels", "define"):
                assert_valid(await ask(f"{command} {grade.names[0]}", CHANNEL))


@given(words=st.lists(st.one_of(st.sampled_from([c.name for c in COMMANDS]), st.text(max_size=40)), max_size=6))
async def test_any_words(words: list[str], router: Router) -> None:
    assert_valid(await router.answer(Request(" ".join(words), ANNA, CHANNEL)))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_usage_and_examples(command: Command, ask: Ask, commands: Commands) -> None:
    assert command.usage.split()[0] == command.name
    assert command.examples
    assert not command.summary.endswith(".")
    for example in command.examples:
        assert commands.find(example.split()[0]) is command
        visible = seen(await ask(example))
        assert "I don't know" not in visible, f"{example}: {visible}"


@pytest.mark.hypothesis
async def test_every_button_is_understood(library: Library, ask: Ask, router: Router) -> None:
    """Every button's line parses as its own command, with a known name."""
    for entry in some(library.entries, every=3):
        for command in ("define", "titles", "questions", "details", "levels", "flags"):
            for label, line in pressable(await ask(f"{command} {entry.name}", CHANNEL)).items():
                parsed = router.read(line)
                assert parsed.command.name == line.removeprefix("share ").split()[0], (entry.name, label, line)
                name = line.removeprefix("share ").removeprefix(f"{parsed.command.name} ")
                if parsed.command.name in {"define", "titles", "details", "flags", "levels"}:
                    known = library.by_name(name.removesuffix(" all"))
                    assert known is not None, (entry.name, label, line)


async def test_typed_text_never_mentions_or_links(ask: Ask) -> None:
    typed = "define <!channel> <@U123> <https://evil.example|bank> @here #general"
    blocks = json.dumps(render_message(await ask(typed, CHANNEL)))
    assert "<!channel>" not in blocks
    assert "<@U123>" not in blocks
    assert '"link"' not in blocks
    assert '"user"' not in blocks

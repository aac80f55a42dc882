"""The shared conversations in a terminal. A press means typing the command line printed beside it."""

from __future__ import annotations

import re

import pytest

from handlers.reply import Reply
from tests.bot.test_terminal import printed
from tests.conftest import Ask
from tests.support.said_and_answered import CONVERSATIONS, Answered
from tests.support.transcript import assert_answered, pressable

_ACTION = re.compile(r"^ *→ (?P<label>.+?)  (?P<line>.+)$", re.M)
_MORE = re.compile(r"^ *→ (?P<menu>.+): \d+ more$", re.M)


def lines(shown: str) -> dict[str, str]:
    """Map each label to the command line printed beside it."""
    return {match["label"]: match["line"] for match in _ACTION.finditer(shown)}


def visible(shown: str) -> str:
    """Append each label in brackets to the text."""
    return "\n".join([shown, *(f"[{label}]" for label in lines(shown))])


def without_menus(expected: Answered, shown: str) -> tuple[str, ...]:
    """Adapt the expected pieces: "[Menu > Option]" becomes "[Option]", and truncated menus are dropped."""
    truncated = {match["menu"] for match in _MORE.finditer(shown)}
    pieces = (expected,) if isinstance(expected, str) else expected
    printed_pieces = [piece for piece in pieces if piece.strip("[").partition(" > ")[0] not in truncated]
    return tuple(re.sub(r"\[.* > ", "[", piece) for piece in printed_pieces)


def options(reply: Reply) -> dict[str, str]:
    """Map "Menu > Option" to its command line, for options of truncated menus."""
    return {label: line for label, line in pressable(reply).items() if " > " in label}


@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_conversation(name: str, talk: Ask) -> None:
    shown = ""
    unlisted: dict[str, str] = {}
    for line, expected in CONVERSATIONS[name]:
        typed = line
        if line.startswith("["):
            menu, _, option = line[1:-1].partition(" > ")
            typed = lines(shown).get(option or menu) or unlisted[line[1:-1]]
        reply = await talk(typed, pressed=typed is not line)
        shown, unlisted = printed(reply), options(reply)
        assert_answered(line, without_menus(expected, shown), visible(shown))

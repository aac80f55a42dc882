"""The same conversations in a terminal: what is printed is read, and what can be pressed is typed as printed."""

from __future__ import annotations

import re

import pytest

from handlers.reply import Reply
from tests.bot.test_terminal import printed
from tests.conftest import Ask
from tests.support.conversations import CONVERSATIONS, Answered
from tests.support.transcript import assert_answered, pressable

_ACTION = re.compile(r"^ *→ (?P<label>.+?)  (?P<line>.+)$", re.M)
_MORE = re.compile(r"^ *→ (?P<menu>.+): \d+ more$", re.M)


def lines(shown: str) -> dict[str, str]:
    """Label → the command line printed beside it."""
    return {found["label"]: found["line"] for found in _ACTION.finditer(shown)}


def visible(shown: str) -> str:
    """The text, and each label once more in brackets."""
    return "\n".join([shown, *(f"[{label}]" for label in lines(shown))])


def without_menus(answered: Answered, shown: str) -> tuple[str, ...]:
    """What is expected, with a menu's option under its own label; an option of a menu that is cut short is not."""
    cut = {found["menu"] for found in _MORE.finditer(shown)}
    pieces = (answered,) if isinstance(answered, str) else answered
    kept = [piece for piece in pieces if piece.strip("[").partition(" > ")[0] not in cut]
    return tuple(re.sub(r"\[.* > ", "[", piece) for piece in kept)


def options(reply: Reply) -> dict[str, str]:
    """The command lines of all menus, for long ones are cut short: who knows the option types its line."""
    return {label: line for label, line in pressable(reply).items() if " > " in label}


@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_conversation(name: str, ask: Ask) -> None:
    shown = ""
    beyond: dict[str, str] = {}
    for said, answered in CONVERSATIONS[name]:
        typed = said
        if said.startswith("["):
            menu, _, option = said[1:-1].partition(" > ")
            typed = lines(shown).get(option or menu) or beyond[said[1:-1]]
        reply = await ask(typed)
        shown, beyond = printed(reply), options(reply)
        assert_answered(said, without_menus(answered, shown), visible(shown))

"""Help, hints and examples with a pack of another field: what they offer is what it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.router import Router
from bot.services import BotServices
from content.library import Library
from content.models import Term
from handlers.command import Command
from handlers.example_lines import example_lines
from handlers.registry import find_commands
from handlers.request import Place, Request
from tests.conftest import ANNA
from tests.support.sample_pack import write
from tests.support.transcript import pressable, seen

COMMANDS = list(find_commands())
OTHERS = ("permanent mission", "consul", "head of mission", "chargé", "agrément", "embassy", "diplomatic")


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Router:
    pack = write(Path(tmp_path_factory.mktemp("pack")))
    library = Library([pack.info], pack.entries, pack.comparisons, pack.grades)
    return Router(BotServices(current=lambda: library, commands=find_commands()))


async def _ask(router: Router, line: str) -> tuple[str, dict[str, str]]:
    answer = await router.answer(Request(line, ANNA, Place("direct")))
    return seen(answer), pressable(answer)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
async def test_no_example_is_of_another_pack(command: Command, harbour: Router) -> None:
    for line in (command.name, f"{command.name} xyzzy", f"help {command.name}", "help", "help all", "home", "welcome"):
        visible, buttons = await _ask(harbour, line)
        for shown in (visible, *buttons.values()):
            assert not [other for other in OTHERS if other in shown.casefold()], (line, shown)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
async def test_every_example_is_known(command: Command, harbour: Router) -> None:
    for line in example_lines(command, harbour.services.library):
        visible, _ = await _ask(harbour, line)
        assert "I don't know" not in visible, line
        assert "no field called" not in visible, line


async def test_what_help_and_hints_offer_leads_somewhere(harbour: Router) -> None:
    for line in ("help", "define", "titles", "questions", "compare", "xyzzy", "define xyzzy"):
        _, buttons = await _ask(harbour, line)
        for button in buttons.values():
            if "{" not in button:
                assert "I don't know" not in (await _ask(harbour, button))[0], (line, button)


def test_the_built_in_pack_keeps_its_examples(library: Library) -> None:
    for command in COMMANDS:
        assert example_lines(command, library) == command.examples


async def test_without_entries_there_are_none() -> None:
    library = Library([], [])
    router = Router(BotServices(current=lambda: library, commands=find_commands()))
    assert not [
        line for line in (await _ask(router, "help"))[1].values() if line.startswith("define ") and "{" not in line
    ]
    assert "For example" not in (await _ask(router, "define"))[0]


def test_a_pack_of_terms_alone_has_no_example_of_a_role() -> None:
    library = Library([], [Term(id="quay", name="Quay", definition="A wall.")])
    levels = next(command for command in COMMANDS if command.name == "levels")
    assert example_lines(levels, library) == ()

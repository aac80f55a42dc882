"""What is said when there is no single answer."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.router import Router
from bot.services import BotServices
from content.library import Library
from content.lookup.match import Match
from content.models import AmbiguousForm, PackInfo, RedFlag, Role, Source, Term
from handlers.command import Commands
from handlers.lookup_replies import ECHO_LENGTH, echo, not_found
from handlers.registry import find_commands
from handlers.reply import Reply
from handlers.request import Request
from tests.conftest import ANNA
from tests.support.transcript import pressable, seen

PM = AmbiguousForm(
    form="PM", senses=("Permanent Mission",), others=("prime minister", "project manager"), advice="Look for UN nearby."
)
MISSION = Term(
    id="pm", name="Permanent Mission", definition="An office at the UN.", related=("Clerk",), aliases=("PM",)
)
CLERK = Role(id="clerk", name="Clerk", definition="A job.", related=("Permanent Mission",))


@pytest.fixture
def small(commands: Commands) -> Router:
    library = Library([PackInfo(id="small", name="Small", ambiguous=(PM,))], [MISSION, CLERK])
    return Router(BotServices(current=lambda: library, commands=commands))


async def ask(router: Router, line: str) -> Reply:
    return await router.answer(Request(line, ANNA))


async def test_a_form_with_one_sense_here_is_answered_with_a_hint(small: Router) -> None:
    shown = seen(await ask(small, "define PM"))
    assert shown.startswith("Permanent Mission\n")
    for hint in (
        "I took “PM” to mean Permanent Mission.",
        "It may also stand for: prime minister, project manager.",
        "How to tell: Look for UN nearby.",
    ):
        assert hint in shown
    shown = seen(await ask(small, "titles PM"))
    assert shown.startswith("Permanent Mission isn't a job title")
    assert "I took “PM” to mean Permanent Mission. It may also stand for: prime minister" in shown


async def test_a_form_with_several_senses_is_asked_about(commands: Commands) -> None:
    both = AmbiguousForm(form="PM", senses=("Permanent Mission", "Clerk"), others=("prime minister",))
    library = Library([PackInfo(id="small", name="Small", ambiguous=(both,))], [MISSION, CLERK])
    reply = await ask(Router(BotServices(current=lambda: library, commands=commands)), "titles PM")
    assert "“PM” has more than one meaning. Which one do you mean?" in seen(reply)
    assert pressable(reply) == {"Permanent Mission": "titles Permanent Mission", "Clerk": "titles Clerk"}


async def test_a_term_behind_which_there_is_no_job_offers_the_jobs_near_it(small: Router) -> None:
    reply = await ask(small, "levels permanent mission")
    assert "isn't a job title" in seen(reply)
    assert pressable(reply) == {"Clerk": "levels Clerk", "What it means": "define Permanent Mission"}


async def test_a_suggestion_keeps_the_command_and_the_level(small: Router) -> None:
    reply = await ask(small, "questions senior permanent missing clerks office")
    assert "I don't know" in seen(reply)
    assert all(line.startswith("questions senior ") for line in pressable(reply).values() if "clerk" in line.lower())


async def test_a_role_with_nothing_but_a_definition_still_answers_every_command(small: Router) -> None:
    for command in small.commands:
        assert "Something went wrong" not in seen(await ask(small, f"{command.name} clerk"))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  two \n lines ", "two lines"),
        ("<!channel>", "‹!channel›"),
        ("a\x00b\u202e", "a b"),
        ("", "…"),
        ("x" * 100, "x" * (ECHO_LENGTH - 1) + "…"),
    ],
)
def test_what_was_typed_is_repeated_harmlessly(typed: str, shown: str) -> None:
    assert echo(typed) == shown


NAMED = [
    Term(id="ai", name="Chargé d'affaires a.i.", definition="A stand-in.", roles=("Clerk",)),
    Role(
        id="clerk",
        name="Clerk",
        definition="A job. It has a desk.",
        sources=(Source(title="What is a clerk?"),),
        red_flags=(RedFlag(flag="Why leave diplomacy?", why="It matters.", check="Ask."),),
    ),
]


async def test_no_sentence_ends_twice(commands: Commands) -> None:
    library = Library([PackInfo(id="small", name="Small")], NAMED)
    router = Router(BotServices(current=lambda: library, commands=commands))
    for command in commands:
        for name in ("chargé d'affaires a.i.", "clerk", "clerk all"):
            visible = seen(await ask(router, f"{command.name} {name}"))
            assert not re.search(r"\.\.|[?!]\.", visible), visible


@pytest.mark.parametrize("command", [each.name for each in find_commands()])
async def test_a_command_without_a_name_asks_for_one(command: str, small: Router) -> None:
    visible = seen(await ask(small, command))
    assert "I don't know" not in visible
    assert "“”" not in visible


async def test_what_a_text_names_is_shown_where_the_whole_is_not_known() -> None:
    found = Match("clerk in a mission", "suggest", None, (CLERK, MISSION), named=True)
    reply = not_found(found, "define")
    assert "can't answer all of “clerk in a mission”, but I know these words in it:" in seen(reply)
    assert "I don't know" not in seen(reply)
    assert list(pressable(reply)) == ["Clerk", "Permanent Mission"]
    assert "“clerk mission” as one entry, but I have these:" in seen(
        not_found(replace(found, query="clerk mission"), "")
    )

"""What is said when there is no single answer."""

from __future__ import annotations

import pytest

from bot.router import Router
from bot.services import BotServices
from content.library import Library
from content.models import AmbiguousForm, PackInfo, Role, Term
from handlers.command import Commands, Request
from handlers.lookup import ECHO_LENGTH, echo
from handlers.reply import Reply
from tests.conftest import ANNA
from tests.seen import pressable, seen

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


async def test_an_ambiguous_form_is_asked_about(small: Router) -> None:
    reply = await ask(small, "titles PM")
    assert seen(reply) == (
        "“PM” has more than one meaning. Which one is it?\n"
        "[Permanent Mission]\n"
        "It may also stand for:\nprime minister\nproject manager\n"
        "How to tell: Look for UN nearby."
    )
    assert pressable(reply) == {"Permanent Mission": "titles Permanent Mission"}


async def test_a_term_behind_which_there_is_no_job_offers_the_jobs_near_it(small: Router) -> None:
    reply = await ask(small, "levels permanent mission")
    assert "is a term, not a job" in seen(reply)
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

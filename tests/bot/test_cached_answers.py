"""Caching answers of pure commands: never another person's answer, nor one from older content."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.answer_cache import LONGEST as LONGEST_CACHED
from bot.router import Router
from bot.services import BotServices
from content.library import Library
from handlers.command import Command, Commands
from handlers.plain_text import plain_text_of
from handlers.reply import Reply
from handlers.request import Person, Place, Request
from tests.conftest import ANNA

OTHER = Person("slack", "T2", "U2", name="Tomas", zone="America/New_York")
CHANNEL = Place("channel", "C1")
PURE_LINES = [
    "define permanent mission",
    "titles consul",
    "questions senior consul",
    "search consul",
    "levels consul 7y",
    "flags consul",
    "details consul",
    "career consul",
]
TYPED_LINES = [
    "define Jane Doe",
    "Jane Doe, formerly of the consulate",
    "questions senior Jane Doe",
    "titles consul Jane Doe",
    "help",  # alone, it could be a follow-up
    "define \ud800",  # a lone surrogate, which UTF-8 cannot encode
]


class OnlyContent(BotServices):
    """Services with only content and commands; using anything else fails the test."""

    def __getattribute__(self, name: str) -> Any:
        is_copied = sys._getframe(1).f_code is replace.__code__
        if name in {"subscriptions", "team", "today", "now"} and not is_copied:
            raise AssertionError(f"a pure command used services.{name}")
        return super().__getattribute__(name)


@pytest.fixture
def router(services: BotServices) -> Router:
    """A router with an empty cache."""
    return Router(services)


@pytest.mark.parametrize("line", PURE_LINES)
async def test_a_pure_line_is_cached_for_everybody(router: Router, line: str) -> None:
    assert router.cached_answer(Request(line, ANNA)) is None
    answer = await router.answer(Request(line, ANNA))
    assert router.cached_answer(Request(line, OTHER)) is answer
    assert await router.answer(Request(line, OTHER)) is answer


@pytest.mark.parametrize("line", TYPED_LINES)
async def test_answers_that_quote_typed_text_are_not_cached(router: Router, line: str) -> None:
    await router.answer(Request(line, ANNA, CHANNEL))
    assert router.cached_answer(Request(line, ANNA, CHANNEL)) is None
    assert len(router._cache.answers) == 0


async def test_pure_commands_use_only_the_content(services: BotServices) -> None:
    router = Router(OnlyContent(services.current, services.commands))
    pure = [command for command in services.commands if command.pure]
    assert len(pure) > 12
    for command in pure:
        for line in (command.name, *command.examples, f"{command.name} no such thing"):
            answer = await router.answer(Request(line, ANNA))
            assert "Something went wrong" not in plain_text_of(answer), line


@pytest.mark.parametrize("line", ["tips", "tip", "home", "quiz", "share define consul"])
async def test_answers_that_depend_on_person_day_or_state_are_not_cached(router: Router, line: str) -> None:
    await router.answer(Request(line, ANNA, CHANNEL))
    assert router.cached_answer(Request(line, ANNA, CHANNEL)) is None


async def test_a_shared_answer_names_the_person_who_shares_it(router: Router) -> None:
    for person in (ANNA, OTHER):
        shared = await router.answer(Request("share define consul", person, CHANNEL))
        assert plain_text_of(shared).startswith(f"{person.name} shared this")


async def test_a_shareable_answer_and_one_in_a_direct_message_differ(router: Router) -> None:
    here, direct = [await router.answer(Request("define consul", ANNA, place)) for place in (CHANNEL, Place())]
    assert here != direct
    assert [await router.answer(Request("define consul", ANNA, place)) for place in (CHANNEL, Place())] == [
        here,
        direct,
    ]


async def test_new_content_clears_the_cache(services: BotServices, library: Library) -> None:
    current = [library]
    router = Router(replace(services, current=lambda: current[0]))
    before = await router.answer(Request("define consul", ANNA))
    current[0] = Library(library.packs, [entry for entry in library.entries if entry.name != "Consul"])
    assert router.cached_answer(Request("define consul", ANNA)) is None
    after = await router.answer(Request("define consul", ANNA))
    assert after != before
    assert router.cached_answer(Request("define consul", ANNA)) is after


async def test_the_cache_is_bounded_and_contains_no_text(
    services: BotServices, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.answer_cache.SIZE", 50)
    router = Router(services)
    for entry in library.entries[:60]:
        await router.answer(Request(f"define {entry.name}", ANNA))
    await router.answer(Request("define consul", ANNA))
    assert len(router._cache.answers) == 50
    assert "consul" not in repr(list(router._cache.answers))
    long = "define consul" + " x" * LONGEST_CACHED
    await router.answer(Request(long, ANNA))
    assert router.cached_answer(Request(long, ANNA)) is None


async def test_an_answer_is_not_cached_if_the_content_was_swapped_meanwhile(
    services: BotServices, library: Library
) -> None:
    current = [library]

    async def swap(request: Request, services: Any) -> Reply:
        current[0] = Library(library.packs, library.entries)
        return await define.run(request, services)

    def named(name: str) -> Command:
        command = services.commands.find(name)
        assert command
        return command

    define = named("define")
    keep: Callable[[Command], bool] = lambda command: command.name != "define"  # noqa: E731
    commands = Commands([*filter(keep, services.commands), replace(define, run=swap)])
    router = Router(replace(services, current=lambda: current[0], commands=commands))
    await router.answer(Request("define consul", ANNA))
    assert router.cached_answer(Request("define consul", ANNA)) is None

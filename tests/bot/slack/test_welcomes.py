"""Everybody is welcomed once: over the playground's wire, across replicas, and on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import URL, Row, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.engine import open_engine
from bot.playground.slack.faults import Fault
from bot.slack.welcomes import Welcomes, welcomed
from handlers.request import Person
from tests.bot.slack.fakes import SECRET, FakeRouter
from tests.bot.slack.installing import Installable, app_on, installable

NOOR, TOMAS = "noor", "tomas"
WELCOME = "You asked: welcome"


@pytest.fixture
async def here(database: AsyncEngine) -> AsyncIterator[Installable]:
    async with installable(database) as installed:
        await installed.install()
        yield installed


async def rows(database: AsyncEngine) -> Sequence[Row[tuple[str, str, str | None]]]:
    async with database.connect() as connection:
        return (await connection.execute(select(welcomed))).all()


def messages(here: Installable, name: str) -> list[str]:
    """What the bot wrote to this person."""
    return [message.plain for message in here.workspace.messages(here.workspace.dm_of(name))]


async def test_the_first_opening_is_welcomed_and_no_other(here: Installable) -> None:
    for _ in range(3):
        await here.workspace.open_home(TOMAS, "messages")
    assert messages(here, TOMAS) == [WELCOME]


async def test_the_home_tab_is_a_welcome_of_its_own(here: Installable) -> None:
    seen = await here.workspace.open_home(TOMAS)
    assert seen.home
    assert messages(here, TOMAS) == []
    await here.workspace.open_home(TOMAS, "messages")
    assert messages(here, TOMAS) == [WELCOME]


async def test_whoever_installs_is_welcomed_then(here: Installable) -> None:
    await here.workspace.open_home(NOOR, "messages")
    await here.install()
    assert messages(here, NOOR) == [WELCOME]


async def test_a_replica_and_a_restart_welcome_nobody_again(here: Installable) -> None:
    await here.workspace.open_home(TOMAS, "messages")
    other = app_on(here.database, FakeRouter(), here.playground)
    app = web.Application()
    other.add_routes(app)
    await other.start()
    async with TestServer(app) as server:
        here.workspace.dispatcher.url = str(server.make_url("/slack/events"))
        await here.workspace.open_home(TOMAS, "messages")
    await other.stop()
    assert messages(here, TOMAS) == [WELCOME]


async def test_a_lost_welcome_is_not_repeated(here: Installable) -> None:
    here.workspace.faults.plan("chat.postMessage", Fault.LOST_RESPONSE)
    await here.workspace.open_home(TOMAS, "messages")
    await here.workspace.open_home(TOMAS, "messages")
    assert messages(here, TOMAS) == [WELCOME]


async def test_the_rows_go_with_the_workspace(here: Installable) -> None:
    await here.workspace.open_home(TOMAS, "messages")
    assert len(await rows(here.database)) == 2
    await here.workspace.uninstall()
    assert await rows(here.database) == []
    await here.install()
    await here.workspace.open_home(TOMAS, "messages")
    assert messages(here, TOMAS) == [WELCOME, WELCOME]


async def test_two_replicas_agree_who_is_first(database: AsyncEngine) -> None:
    person = Person("slack", "T1", "U1")
    replicas = [Welcomes(database, SECRET) for _ in range(6)]
    assert sorted(await asyncio.gather(*(each.is_first(person) for each in replicas))) == [*[False] * 5, True]


async def test_the_database_holds_no_id(database: AsyncEngine) -> None:
    await Welcomes(database, SECRET).is_first(Person("slack", "T0WORKSPACE", "U0PERSON", enterprise="E0ORGANISATION"))
    (row,) = await rows(database)
    assert [len(value) for value in row] == [32, 32, 32]
    assert await Welcomes(database, "another key").is_first(
        Person("slack", "T0WORKSPACE", "U0PERSON", enterprise="E0ORGANISATION")
    ), "the key decides: without it nobody can tell whose hash it is"


async def test_a_person_of_an_organisation_is_welcomed_once_in_all_its_workspaces(database: AsyncEngine) -> None:
    welcomes = Welcomes(database, SECRET)
    assert await welcomes.is_first(Person("slack", "T1", "U1", enterprise="E1"))
    assert not await welcomes.is_first(Person("slack", "T2", "U1", enterprise="E1"))
    assert await welcomes.is_first(Person("slack", "T1", "U1"))
    await welcomes.forget("E1", None)
    assert len(await rows(database)) == 1


async def test_an_unreachable_database_welcomes_nobody() -> None:
    engine = open_engine(URL.create("sqlite+aiosqlite", database="/nonexistent/state.db"))
    assert not await Welcomes(engine, SECRET).is_first(Person("slack", "T1", "U1"))
    await engine.dispose()

"""Everything of a workspace as one file for its admins, and its deletion; nothing of another workspace."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.daily_term.subscriptions import SubscriptionStore
from bot.db.metadata import load_tables
from bot.platform import Target
from bot.workspace_data.export import LEFT_OUT, WorkspaceDataStore
from handlers.request import Person, Place
from handlers.team_terms.feedback import Rated, Rating
from tests.bot.daily_term.world import AT_NINE
from tests.bot.team_terms.world import MEI, MONDAY, RequestWorld, person

pytestmark = pytest.mark.database


class Admins:
    """Stand-in people, whose admin is Mei; `names_admins`: the platform says who is one."""

    how_to_add_me = ""
    names_admins = True

    async def is_admin(self, person: Person) -> bool | None:
        return person.user == MEI.user if self.names_admins else None

    def target_of(self, person: Person, place: Place) -> Target:
        return Target("slack", person.workspace, "")


@pytest.fixture
async def world(database: AsyncEngine) -> RequestWorld:
    """Two workspaces with a word, an open request, feedback, a digest and a daily term each."""
    world = RequestWorld(database)
    world.at(MONDAY)
    for workspace in ("T1", "T2"):
        await world.ask(f"asked in {workspace}", workspace=workspace)
        await world.teach(f"taught in {workspace}", f"Said in {workspace}.", workspace=workspace)
        await world.inbox.rate(person("U1", workspace), Rated("harbour/anchor"), Rating.UP)
        await world.digests.turn_on(person(MEI.user, workspace), Place(), "Europe/Zurich")
        store = SubscriptionStore(database, world.clock)
        await store.save(Target("slack", workspace, f"channel of {workspace}"), "U1", AT_NINE)
    return world


def store_of(world: RequestWorld, people: Any) -> WorkspaceDataStore:
    owners: Any = world.owners
    return WorkspaceDataStore(world.engine, owners, {"slack": people})


async def test_an_admin_gets_all_of_their_own_workspace(world: RequestWorld) -> None:
    file = await store_of(world, Admins()).export(MEI)
    assert file is not None
    text = file.content.decode()
    exported = json.loads(text)
    assert all(words in text for words in ("asked in T1", "taught in T1", "Said in T1.", "channel of T1"))
    assert "T2" not in text
    assert "U1" not in json.dumps(exported["open_requests"])
    assert exported["feedback_counts"][0]["up"] == 1
    assert exported["team_digests"][0]["zone"] == "Europe/Zurich"


def test_each_table_is_exported_or_left_out_for_a_reason() -> None:
    exported = {
        *("subscriptions", "deliveries", "open_requests", "request_weeks", "feedback_counts", "team_digests"),
        *("team_workspaces", "team_terms", "team_versions", "team_proposals"),
    }
    assert exported | LEFT_OUT.keys() == set(load_tables().tables)


@pytest.mark.parametrize("who", [person("U1"), Person("slack", "T1", MEI.user, home="T2")])
async def test_nobody_else_gets_or_deletes_anything(world: RequestWorld, who: Person) -> None:
    store = store_of(world, Admins())
    assert await store.export(who) is None
    assert not await store.delete(who)
    assert len(await world.open()) == 1


async def test_where_no_admins_are_known_the_owners_may(world: RequestWorld) -> None:
    people = Admins()
    people.names_admins = False
    assert await store_of(world, people).may(MEI)
    assert not await store_of(world, people).may(person("U1"))


async def test_deleting_leaves_the_other_workspace_as_it_was(world: RequestWorld) -> None:
    store = store_of(world, Admins())
    other = Person("slack", "T2", MEI.user)
    await world.requests.close_taught()
    before = await store.export(other)
    assert await store.delete(MEI)
    assert await store.export(other) == before
    for table in load_tables().sorted_tables:
        async with world.engine.connect() as connection:
            rows = (await connection.execute(select(table))).mappings().all()
        assert "T1" not in str([dict(row) for row in rows]), table.name

"""People who ask for words: the stores and the loop of notices over a database, with a recording poster."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.clock import Clock
from bot.ledger.loop import SHORTEST
from bot.ledger.tables import deliveries
from bot.team_terms.owners_inbox import OwnersInbox
from bot.team_terms.rows import checksum_of, key_of, to_json
from bot.team_terms.tables import team_terms
from bot.team_terms.workspaces import count_change, workspace_id
from content.library import Library
from handlers.request import Person, Place
from handlers.team_terms.open_requests import Asked, OpenRequest
from handlers.team_terms.terms import Meaning
from tests.bot.daily_term.world import FAST, Channels, library_of, term

MEI = Person("slack", "T1", "U-MEI")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def person(user: str = "U1", workspace: str = "T1", enterprise: str | None = None) -> Person:
    return Person("slack", workspace, user, enterprise=enterprise)


@dataclass
class ListedOwners:
    """Owners by id, as `bot.team_terms.owners.Owners` answers for them."""

    ids: tuple[str, ...] = (MEI.user,)

    async def is_owner(self, person: Person) -> bool:
        return person.user in self.ids

    async def people(self, person: Person) -> tuple[str, ...]:
        return self.ids


@dataclass
class RequestWorld:
    """One replica; `replica()` is another one on the same database."""

    engine: AsyncEngine
    channels: Channels = field(default_factory=Channels)
    clock: Clock = field(default_factory=Clock)
    owners: ListedOwners = field(default_factory=ListedOwners)

    def __post_init__(self) -> None:
        self.library = library_of(map(term, ("anchor", "berth", "canal")))
        owners: Any = self.owners
        self.inbox = OwnersInbox(
            *(self.engine, self._library, owners, {}, {"slack": self.channels}), clock=self.clock, timing=FAST
        )
        self.requests, self.digests = self.inbox.requests, self.inbox.digests

    def _library(self) -> Library:
        return self.library

    def replica(self) -> RequestWorld:
        return RequestWorld(self.engine, self.channels, self.clock, self.owners)

    def at(self, moment: datetime) -> None:
        self.clock.shift = (moment - datetime.now(UTC)).total_seconds() + 0.01

    async def ask(self, word: str, user: str = "U1", workspace: str = "T1") -> Asked:
        return await self.requests.ask(person(user, workspace), Place(), word)

    async def open(self, workspace: str = "T1") -> tuple[OpenRequest, ...]:
        return await self.requests.waiting(Person("slack", workspace, MEI.user))

    async def teach(self, name: str, definition: str = "It is.", workspace: str = "T1", **more: Any) -> None:
        await teach(self.engine, Person("slack", workspace, MEI.user), Meaning(name, definition, **more))

    async def deliver(self) -> None:
        """What the loop does until nothing is left to do."""
        for _ in range(20):
            seconds = await self.inbox.loop.round()
            await self.inbox.loop._tasks.settle()
            if seconds > SHORTEST:
                return

    async def rows(self, table: Table) -> list[Any]:
        async with self.engine.connect() as connection:
            return list((await connection.execute(select(table).order_by(table.c.id))).all())

    async def states(self) -> list[str]:
        """The states of all notices."""
        return [row.state for row in await self.rows(deliveries)]


async def teach(engine: AsyncEngine, owner: Person, meaning: Meaning) -> None:
    """Add a live term in one transaction, as an owner does."""
    values = {"key": key_of(meaning.name), "digest": checksum_of(meaning), "meaning": to_json(meaning)}
    async with engine.begin() as connection:
        workspace = await workspace_id(engine, connection, owner)
        new = team_terms.insert().values(
            workspace_id=workspace, version=1, owner="", review_by=meaning.review_by, live=True, **values
        )
        await connection.execute(new)
        await count_change(engine, connection, workspace)

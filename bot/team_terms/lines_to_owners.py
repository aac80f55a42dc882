"""Pass a line that came with a thumb down on to the owners, once each, and delete it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

import structlog
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.engine import UNREACHABLE
from bot.platform import People, Target
from bot.team_terms.notice_loop import LASTS, NoticeMessages
from bot.team_terms.notices import Notice
from bot.team_terms.owners import Owners
from bot.team_terms.request_tables import owner_lines
from handlers.request import Person, Place
from handlers.team_terms.feedback import Rated, Rating

LINE = "line"
"""The kind of the notices to owners."""

log = structlog.get_logger()


class LineStore:
    """Lines on their way to owners."""

    def __init__(
        self, engine: AsyncEngine, notices: NoticeMessages, owners: Owners, people: Mapping[str, People]
    ) -> None:
        self._engine, self._notices, self._owners, self._people = engine, notices, owners, people
        notices.register_plan(self._expired_at, self.expire)

    async def takes_lines(self, person: Person) -> bool:
        """Whether an owner is known by id; False while the database is unreachable."""
        return bool(await self._recipients(person))

    async def send(self, person: Person, place: Place, rated: Rated, rating: Rating, line: str) -> bool:
        """Record a line and a notice to each owner; False if there is none, or the database is unreachable."""
        owners = await self._recipients(person)
        if not owners:
            return False
        people = self._people.get(person.platform)
        address = people.target_of(person, place).address if people else None
        token = secrets.token_hex(16)
        notices = [
            Notice(
                f"{LINE}/{token}/{owner}",
                LINE,
                Target(person.platform, person.own_workspace, owner, person.enterprise, address),
                {"line": token},
            )
            for owner in owners
        ]
        try:
            async with self._engine.begin() as connection:
                new = owner_lines.insert().values(
                    token=token,
                    platform=person.platform,
                    workspace=person.own_workspace,
                    enterprise=person.enterprise,
                    entry=rated.entry,
                    rating=rating.value,
                    line=line,
                    waiting=len(owners),
                    expires_at=await self._notices.clock.read(connection) + LASTS,
                )
                await connection.execute(new)
                await self._notices.add_all(connection, notices)
        except UNREACHABLE as error:
            log.warning("state.unreachable", doing="line", error=type(error).__name__)
            return False
        self._notices.wake()
        return True

    async def _recipients(self, person: Person) -> tuple[str, ...]:
        try:
            return await self._owners.people(person)
        except UNREACHABLE as error:
            log.warning("state.unreachable", doing="owners", error=type(error).__name__)
            return ()

    async def find(self, notice: Notice) -> tuple[str, Rating, str] | None:
        """The entry's key, the reason and the line; None if it is gone."""
        query = select(owner_lines).where(owner_lines.c.token == notice.data.get("line", ""))
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return (row.entry, Rating(row.rating), row.line) if row else None

    async def delivered(self, connection: AsyncConnection, notice: Notice) -> None:
        """Delete the line with its last owner."""
        columns = owner_lines.c
        one = columns.token == notice.data.get("line", "")
        await connection.execute(owner_lines.update().where(one).values(waiting=columns.waiting - 1))
        await connection.execute(owner_lines.delete().where(one, columns.waiting <= 0))

    async def expire(self) -> int:
        """Delete lines that reached nobody in time."""
        async with self._engine.begin() as connection:
            now = await self._notices.clock.read(connection)
            return (await connection.execute(owner_lines.delete().where(owner_lines.c.expires_at <= now))).rowcount

    def _expired_at(self) -> ColumnElement[datetime | None]:
        soonest: ColumnElement[datetime | None] = select(func.min(owner_lines.c.expires_at)).scalar_subquery()
        return soonest

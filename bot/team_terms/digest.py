"""Plan the owners' digests, one for each owner and Monday, and read what they say when they are posted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.engine import insert
from bot.platform import People, Target
from bot.team_terms.feedback_tables import RATINGS, feedback_counts
from bot.team_terms.notice_loop import NoticeMessages
from bot.team_terms.notices import Notice
from bot.team_terms.owners import Owners
from bot.team_terms.request_tables import open_requests, request_askers, request_weeks, team_digests
from bot.team_terms.tables import team_terms, team_workspaces
from content.library import Library
from handlers.request import Person, Place
from handlers.team_terms.digest import AT, FEW, LISTED, Digest, Switched
from handlers.team_terms.feedback import REASONS

DIGEST = "digest"
"""The kind of the notices to owners."""
BATCH = 20
_WEEK = timedelta(weeks=1)


class DigestStore:
    """The workspaces whose owners get a digest, and what is in it."""

    def __init__(
        self,
        engine: AsyncEngine,
        notices: NoticeMessages,
        owners: Owners,
        people: Mapping[str, People],
        library: Callable[[], Library],
    ) -> None:
        self._engine, self._notices, self._clock = engine, notices, notices.clock
        self._owners, self._people, self._library = owners, people, library
        notices.register_plan(self._next_at, self.plan)

    async def is_on(self, person: Person) -> bool:
        """Whether the owners of the person's workspace get a digest."""
        async with self._engine.connect() as connection:
            row = (await connection.execute(select(team_digests.c.active).where(_of(person)))).one_or_none()
        return bool(row and row.active)

    async def turn_on(self, person: Person, place: Place, zone: str | None) -> Switched:
        """Send a digest each Monday, from the next one on."""
        if not await self._owners.is_owner(person):
            return Switched.NOT_AN_OWNER
        people = self._people.get(person.platform)
        zone = zone if zone and _zone(zone) else "UTC"
        async with self._engine.begin() as connection:
            row = (await connection.execute(select(team_digests).where(_of(person)).with_for_update())).one_or_none()
            if row is not None and row.active:
                return Switched.ALREADY
            day = next_monday(await self._clock.read(connection), zone, row.next_day if row else None)
            values = {
                "enterprise": person.enterprise,
                "made_by": person.user,
                "address": people.target_of(person, place).address if people else None,
                "zone": zone,
                "active": True,
                "next_day": day,
                "next_at": moment_of(day, zone),
            }
            key = {"platform": person.platform, "workspace": person.own_workspace}
            new = insert(self._engine, team_digests).values(**key, **values)
            await connection.execute(new.on_conflict_do_update(index_elements=["platform", "workspace"], set_=values))
        self._notices.wake()
        return Switched.DONE

    async def turn_off(self, person: Person) -> Switched:
        """Send no more. The row stays, so that turning it on again sends no second one for the same Monday."""
        if not await self._owners.is_owner(person):
            return Switched.NOT_AN_OWNER
        off = team_digests.update().where(_of(person), team_digests.c.active).values(active=False, next_at=None)
        async with self._engine.begin() as connection:
            changed = (await connection.execute(off)).rowcount
        return Switched.DONE if changed else Switched.ALREADY

    async def plan(self) -> int:
        """Record the digests that are due, and move each workspace on to the next Monday. Returns how many were due.

        After a pause of weeks there is one digest, for the last Monday.
        """
        async with self._engine.connect() as connection:
            now = await self._clock.read(connection)
            query = select(team_digests).where(team_digests.c.active, team_digests.c.next_at <= now).limit(BATCH)
            rows = (await connection.execute(query)).all()
        for row in rows:
            person = Person(row.platform, row.workspace, row.made_by, enterprise=row.enterprise)
            owners = await self._owners.people(person) or (row.made_by,)  # asks the platform: not in a transaction
            async with self._engine.begin() as connection:
                await self._record(connection, row, owners, now)
        return len(rows)

    async def read(self, notice: Notice) -> Digest:
        """The week of the notice's workspace, before its Monday."""
        monday, target = date.fromisoformat(notice.data["monday"]), notice.target
        async with self._engine.connect() as connection:
            return Digest(
                monday,
                **await self._requests(connection, target, monday),
                **await self._feedback(connection, target, monday),
                due=await _due(connection, target, monday),
            )

    async def _record(self, connection: AsyncConnection, row: Any, owners: tuple[str, ...], now: datetime) -> None:
        latest = next_monday(now, row.zone) - _WEEK
        following = next_monday(now, row.zone)
        mine = and_(team_digests.c.id == row.id, team_digests.c.next_at == row.next_at, team_digests.c.active)
        move = team_digests.update().where(mine).values(next_day=following, next_at=moment_of(following, row.zone))
        if not (await connection.execute(move)).rowcount:
            return  # another replica was faster, or somebody has just turned it off
        monday = max(latest, row.next_day)
        workspace = f"{row.platform}/{row.workspace}"
        notices = [
            Notice(
                f"{DIGEST}/{workspace}/{monday}/{owner}",
                DIGEST,
                Target(row.platform, row.workspace, owner, row.enterprise, row.address),
                {"monday": monday.isoformat()},
            )
            for owner in owners
        ]
        await self._notices.add_all(connection, notices)

    async def _requests(self, connection: AsyncConnection, target: Target, monday: date) -> dict[str, Any]:
        columns, weeks = open_requests.c, request_weeks.c
        people = func.count(request_askers.c.id)
        waiting = select(columns.word, people.label("people")).join(
            request_askers, request_askers.c.request_id == columns.id
        )
        waiting = waiting.where(
            columns.platform == target.platform, columns.workspace == target.workspace, columns.key.is_not(None)
        )
        waiting = waiting.group_by(columns.id, columns.word).order_by(people.desc(), columns.id)
        rows = (await connection.execute(waiting)).all()
        week = select(weeks.answered, weeks.not_ours).where(
            weeks.platform == target.platform, weeks.workspace == target.workspace, weeks.week == monday - _WEEK
        )
        closed = (await connection.execute(week)).one_or_none()
        return {
            "asked_for": tuple((row.word, row.people) for row in rows[:LISTED]),
            "open": len(rows),
            "answered": closed.answered if closed else 0,
            "not_ours": closed.not_ours if closed else 0,
        }

    async def _feedback(self, connection: AsyncConnection, target: Target, monday: date) -> dict[str, Any]:
        columns = feedback_counts.c
        sums = [func.sum(columns[rating]).label(rating) for rating in RATINGS]
        query = select(columns.entry, *sums).where(
            columns.platform == target.platform,
            columns.workspace == target.workspace,
            columns.week == monday - _WEEK,
        )
        rows = (await connection.execute(query.group_by(columns.entry))).mappings().all()
        down = sorted((row for row in rows if row["down"]), key=lambda row: (-row["down"], row["entry"]))
        names = [await self.name_of(connection, target, row["entry"]) for row in down[:LISTED]]
        return {
            "down": tuple((name, int(row["down"]), _why(row)) for name, row in zip(names, down, strict=False)),
            "up_in_all": int(sum(row["up"] for row in rows)),
            "down_in_all": int(sum(row["down"] for row in rows)),
        }

    async def name_of(self, connection: AsyncConnection, target: Target, entry: str) -> str:
        """The name of a rated entry or of the workspace's own term; its key if there is none any more."""
        term = re.fullmatch(r"team/team-(\d{1,9})", entry)
        if term is None:
            entries = self._library().entries
            return next((known.name for known in entries if f"{known.pack}/{known.id}" == entry), entry)
        query = select(team_terms.c.meaning).join(team_workspaces, team_workspaces.c.id == team_terms.c.workspace_id)
        query = query.where(
            team_workspaces.c.platform == target.platform,
            team_workspaces.c.workspace == target.workspace,
            team_terms.c.id == int(term[1]),
        )
        meaning = (await connection.execute(query)).scalar_one_or_none()
        return str(meaning["name"]) if meaning else "a term that was removed"

    def _next_at(self) -> ColumnElement[datetime | None]:
        query = select(func.min(team_digests.c.next_at)).where(team_digests.c.active)
        soonest: ColumnElement[datetime | None] = query.scalar_subquery()
        return soonest


async def _due(connection: AsyncConnection, target: Target, monday: date) -> tuple[str, ...]:
    """The names of the workspace's terms whose review date has come."""
    query = select(team_terms.c.meaning).join(team_workspaces, team_workspaces.c.id == team_terms.c.workspace_id)
    query = query.where(
        team_workspaces.c.platform == target.platform,
        team_workspaces.c.workspace == target.workspace,
        team_terms.c.live,
        team_terms.c.review_by <= monday,
    ).order_by(team_terms.c.review_by, team_terms.c.id)
    return tuple(meaning["name"] for meaning in (await connection.execute(query)).scalars())


def _why(row: Mapping[Any, Any]) -> str:
    """The reason that most people gave, if at least `FEW` did."""
    reason = max(REASONS, key=lambda rating: row[rating.value])
    return f" ({REASONS[reason].lower()})" if row[reason.value] >= FEW else ""


def next_monday(now: datetime, zone: str, not_before: date | None = None) -> date:
    """The next Monday whose digest is still to come, in a zone."""
    known = _zone(zone) or UTC
    today = now.astimezone(known).date()
    monday = today + timedelta(days=-today.weekday() % 7)
    if moment_of(monday, zone) <= now:
        monday += _WEEK
    return max(monday, not_before) if not_before else monday


def moment_of(day: date, zone: str) -> datetime:
    """When the digest of a date comes."""
    return datetime.combine(day, AT, _zone(zone) or UTC).astimezone(UTC)


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _of(person: Person) -> ColumnElement[bool]:
    return and_(team_digests.c.platform == person.platform, team_digests.c.workspace == person.own_workspace)

"""Store open requests, and close them: by an owner, or because the team has been taught the word.

A request is closed in one transaction with the notices to its askers. Which words were taught in the meantime is found
by comparing the requests with the team's terms whenever a workspace's revision has gone up, so it doesn't matter how a
word was taught, or whether the process that did it is still alive.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot import metrics
from bot.db.engine import UNREACHABLE, empty_log, insert
from bot.db.types import UtcDateTime
from bot.platform import People, Target
from bot.team_terms.feedback import week_of
from bot.team_terms.notice_loop import NoticeMessages
from bot.team_terms.notices import Notice
from bot.team_terms.owners import Owners
from bot.team_terms.request_tables import open_requests, request_askers, request_weeks
from bot.team_terms.rows import key_of
from bot.team_terms.tables import team_terms, team_workspaces
from handlers.request import Person, Place
from handlers.team_terms.open_requests import A_DAY, DAYS_KEPT, WORD_LENGTH, Asked, OpenRequest

ANSWER = "answer"
"""The kind of the notices to askers."""
BATCH = 200
"""Requests compared with the terms in one transaction."""
NOT_OURS = {"not_ours": True}

log = structlog.get_logger()


class RequestStore:
    """The open requests of all workspaces."""

    def __init__(
        self, engine: AsyncEngine, notices: NoticeMessages, owners: Owners, people: Mapping[str, People]
    ) -> None:
        self._engine, self._notices, self._clock = engine, notices, notices.clock
        self._owners, self._people = owners, people
        notices.register_plan(self._taught_at, self.close_taught)
        notices.register_plan(self._expired_at, self.expire)

    async def ask(self, person: Person, place: Place, word: str) -> Asked:
        """Ask for a word of at most `WORD_LENGTH` characters. Never raises."""
        if person.is_guest:
            return Asked.OUTSIDER
        people = self._people.get(person.platform)
        address = people.target_of(person, place).address if people else None
        try:
            async with self._engine.begin() as connection:
                asked = await self._ask(connection, person, word[:WORD_LENGTH], address)
        except UNREACHABLE as error:
            log.warning("state.unreachable", doing="request", error=type(error).__name__)
            return Asked.FAILED
        if asked is Asked.ASKED:
            metrics.requests.labels("asked").inc()
            self._notices.wake()
        return asked

    async def waiting(self, person: Person) -> tuple[OpenRequest, ...]:
        """What is asked for in the workspace, if the person is an owner."""
        return await self._open(person) if await self._owners.is_owner(person) else ()

    async def find(self, person: Person, request: int) -> OpenRequest | None:
        """An open request of the workspace, if the person is an owner."""
        if not await self._owners.is_owner(person):
            return None
        found = await self._open(person, open_requests.c.id == request)
        return found[0] if found else None

    async def decline(self, person: Person, request: int) -> bool:
        """Close a request as not the team's word."""
        if not await self._owners.is_owner(person):
            return False
        async with self._engine.begin() as connection:
            query = select(open_requests).where(_of(person), open_requests.c.id == request, _is_open)
            row = (await connection.execute(query.with_for_update())).one_or_none()
            if row is None:
                return False
            await self._close(connection, [(row, NOT_OURS)])
        metrics.requests.labels("not_ours").inc()
        self._notices.wake()
        return True

    async def tell(self) -> None:
        """Close what has been taught now, so that the owner's queue doesn't show it any more. Never raises."""
        try:
            while await self.close_taught() >= BATCH:
                pass
        except UNREACHABLE as error:  # the loop does it later
            log.warning("state.unreachable", doing="request", error=type(error).__name__)
        self._notices.wake()

    async def close_taught(self) -> int:
        """Close the requests for words that have become team terms; one batch. Returns how many were compared."""
        async with self._engine.begin() as connection:
            query = select(open_requests, team_workspaces.c.id.label("of"), team_workspaces.c.revision)
            query = query.join(team_workspaces, _same_workspace).where(_is_behind).order_by(open_requests.c.id)
            query = query.limit(BATCH).with_for_update(of=open_requests, skip_locked=True)
            rows = (await connection.execute(query)).all()
            terms = await _terms(connection, {row.of for row in rows})
            answers = [(row, {"term": terms[row.of, row.key]}) for row in rows if (row.of, row.key) in terms]
            for row in rows:
                if (row.of, row.key) not in terms:
                    seen = open_requests.update().where(open_requests.c.id == row.id)
                    await connection.execute(seen.values(seen_revision=row.revision))
            await self._close(connection, answers)
        metrics.requests.labels("answered").inc(len(answers))
        return len(rows)

    async def expire(self) -> int:
        """Delete what nobody has answered in time. Returns how many there were."""
        async with self._engine.begin() as connection:
            now = await self._clock.read(connection)
            old = open_requests.delete().where(open_requests.c.expires_at <= now)
            count = (await connection.execute(old)).rowcount
        if count:
            metrics.requests.labels("expired").inc(count)
            await empty_log(self._engine)
        return count

    async def answered(self, asker: str) -> Any:
        """The request of an asker, with its word and its answer; None if it is gone."""
        query = select(open_requests).join(request_askers, request_askers.c.request_id == open_requests.c.id)
        async with self._engine.connect() as connection:
            return (await connection.execute(query.where(request_askers.c.token == asker))).one_or_none()

    async def heard(self, connection: AsyncConnection, notice: Notice) -> None:
        """Forget an asker who has heard, and the request with the last of them."""
        asker = request_askers.c.token == notice.data.get("asker", "")
        request = (await connection.execute(select(request_askers.c.request_id).where(asker))).scalar()
        if request is None:
            return
        lock = select(open_requests.c.id).where(open_requests.c.id == request).with_for_update()
        await connection.execute(lock)
        await connection.execute(request_askers.delete().where(asker))
        waiting = select(request_askers.c.id).where(request_askers.c.request_id == request)
        await connection.execute(open_requests.delete().where(open_requests.c.id == request, ~waiting.exists()))

    async def _ask(self, connection: AsyncConnection, person: Person, word: str, address: str | None) -> Asked:
        now = await self._clock.read(connection)
        own = select(func.count()).select_from(request_askers).join(open_requests).where(_of(person))
        own = own.where(request_askers.c.person == person.user, request_askers.c.asked_at > now - timedelta(days=1))
        if (await connection.execute(own)).scalar_one() >= A_DAY:
            return Asked.TOO_MANY
        request = await self._request(connection, person, word, now)
        new = insert(self._engine, request_askers).values(
            request_id=request, token=secrets.token_hex(16), person=person.user, address=address, asked_at=now
        )
        new = new.on_conflict_do_nothing(index_elements=["request_id", "person"])
        return Asked.ASKED if (await connection.execute(new)).rowcount else Asked.ALREADY

    async def _request(self, connection: AsyncConnection, person: Person, word: str, now: datetime) -> int:
        """The id of the open request for a word, inserted if missing and locked until the commit."""
        values = {"platform": person.platform, "workspace": person.own_workspace, "key": key_of(word)}
        query = select(open_requests.c.id).where(_of(person), open_requests.c.key == values["key"]).with_for_update()
        new = insert(self._engine, open_requests).values(
            **values,
            enterprise=person.enterprise,
            word=word,
            asked_at=now,
            expires_at=now + timedelta(days=DAYS_KEPT),
        )
        while (found := (await connection.execute(query)).scalar()) is None:
            await connection.execute(new.on_conflict_do_nothing(index_elements=["platform", "workspace", "key"]))
        return int(found)

    async def _open(self, person: Person, *conditions: ColumnElement[bool]) -> tuple[OpenRequest, ...]:
        columns = open_requests.c
        people = func.count(request_askers.c.id)
        query = select(columns.id, columns.word, columns.asked_at, people.label("people"))
        query = query.join(request_askers, request_askers.c.request_id == columns.id)
        query = query.where(_of(person), _is_open, *conditions).group_by(columns.id, columns.word, columns.asked_at)
        query = query.order_by(people.desc(), columns.asked_at, columns.id)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(OpenRequest(row.id, row.word, row.people, row.asked_at.date()) for row in rows)

    async def _close(self, connection: AsyncConnection, answers: Sequence[tuple[Any, dict[str, Any]]]) -> None:
        """Record the answers of locked requests, with a notice to each asker."""
        for row, answer in answers:
            change = open_requests.update().where(open_requests.c.id == row.id)
            await connection.execute(change.values(key=None, answer=answer))
            askers = select(request_askers).where(request_askers.c.request_id == row.id)
            notices = [
                Notice(
                    f"{ANSWER}/{asker.token}",
                    ANSWER,
                    Target(row.platform, row.workspace, asker.person, row.enterprise, asker.address),
                    {"asker": asker.token},
                )
                for asker in await connection.execute(askers)
            ]
            await self._notices.add_all(connection, notices)
            await self._count(connection, row, "not_ours" if answer == NOT_OURS else "answered")

    async def _count(self, connection: AsyncConnection, row: Any, outcome: str) -> None:
        week = week_of((await self._clock.read(connection)).date())
        values = {"platform": row.platform, "workspace": row.workspace, "enterprise": row.enterprise, "week": week}
        new = insert(self._engine, request_weeks).values(**values, **{outcome: 1})
        more = {outcome: request_weeks.c[outcome] + 1}
        await connection.execute(new.on_conflict_do_update(index_elements=["platform", "workspace", "week"], set_=more))

    def _taught_at(self) -> ColumnElement[datetime | None]:
        """A second ago, if a workspace with open requests has changed its terms since they were compared; else NULL."""
        behind = select(open_requests.c.id).join(team_workspaces, _same_workspace).where(_is_behind)
        return type_coerce(select(self._clock(-1.0)).where(behind.exists()).scalar_subquery(), UtcDateTime)

    def _expired_at(self) -> ColumnElement[datetime | None]:
        soonest: ColumnElement[datetime | None] = select(func.min(open_requests.c.expires_at)).scalar_subquery()
        return soonest


async def _terms(connection: AsyncConnection, workspaces: Collection[int]) -> dict[tuple[int, str], int]:
    """By workspace and folded name or alias, the id of a live term; a name wins over an alias."""
    if not workspaces:
        return {}
    columns = team_terms.c
    query = select(columns.id, columns.workspace_id, columns.key, columns.meaning)
    query = query.where(columns.workspace_id.in_(workspaces), columns.live).order_by(columns.id)
    names: dict[tuple[int, str], int] = {}
    aliases: dict[tuple[int, str], int] = {}
    for row in await connection.execute(query):
        names.setdefault((row.workspace_id, row.key), row.id)
        for alias in row.meaning.get("aliases", ()):
            aliases.setdefault((row.workspace_id, key_of(alias)), row.id)
    return aliases | names


def _of(person: Person) -> ColumnElement[bool]:
    """Whether a request belongs to the person's own workspace."""
    columns = open_requests.c
    return and_(columns.platform == person.platform, columns.workspace == person.own_workspace)


_is_open = open_requests.c.key.is_not(None)
_same_workspace = and_(
    team_workspaces.c.platform == open_requests.c.platform, team_workspaces.c.workspace == open_requests.c.workspace
)
_is_behind = and_(_is_open, team_workspaces.c.revision > open_requests.c.seen_revision)

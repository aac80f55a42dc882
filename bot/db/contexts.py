"""Remember what conversations were about across replicas, in rows without a readable id or any typed text."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.background import BackgroundTasks
from bot.contexts import MOST, SECONDS, Context, Key, keys_of
from bot.db.clock import Clock
from bot.db.engine import UNREACHABLE, insert
from bot.db.tables import contexts
from bot.signatures import Signer
from content.models import Level
from handlers.request import Request
from handlers.topic import Topic

RECALL_SECONDS = 0.5
"""How long an answer waits for the database; without a context the line is read as it stands."""
DRAIN_SECONDS = 0.5
"""How long unsaved contexts may take at shutdown; half of what the database has to close (bot/http/serving.py)."""
PRUNE_SECONDS = 60.0
"""Least time between two deletions of expired rows."""
_DETAILS = ("minutes", "subject", "kind", "grade", "languages", "places", "asked", "noted")
"""The parts of a topic that share the column `details`."""
_COLUMNS = frozenset(column.name for column in contexts.columns) - {"key"}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table; `person` is a keyed hash, or None once others have written.

    `pressed`: the answer was to a press, so an existing row keeps its person. `continued`: the topic already has what
    the answer before was about, since that wasn't saved yet either.
    """

    topic: Topic
    person: str | None
    pressed: bool = False
    continued: bool = False


class DatabaseContexts:
    """The contexts of all replicas. If the database can't be reached, the context is lost and the answer is not.

    Rows are written in the background, all that have come up meanwhile in one transaction, so no answer waits for a
    write. `recall` sees unsaved rows too. `clock` is for expiry, `timer` for the pace of deletions.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        secret: str,
        clock: Clock | None = None,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine, self._clock, self._timer = engine, clock or Clock(), timer
        self._signer = Signer(secret, "keys of conversation contexts")
        self._unsaved: dict[str, _Row] = {}
        self._tasks, self._saving = BackgroundTasks(), False
        self._prune_at = timer()

    def remember(self, request: Request, topic: Topic) -> None:
        """Remember what the answer to a request was about."""
        person = self._hash(("user", request.person.user))
        for key in map(self._hash, keys_of(request)):
            last = self._unsaved.get(key)
            new = topic.after(last.topic) if last else topic
            if request.pressed:
                self._unsaved[key] = replace(last, topic=new, continued=True) if last else _Row(new, None, pressed=True)
            else:
                self._unsaved[key] = _Row(new, person, continued=last is not None)
        if len(self._unsaved) > MOST:
            self._unsaved.clear()
        if not self._saving:
            self._saving = True
            self._tasks.start(self._save(), "contexts.save")

    async def recall(self, request: Request) -> Topic | None:
        """What the last answer before this request was about; None if unknown."""
        keys = [self._hash(key) for key in keys_of(request)]
        rows = await self._find(keys)
        return next((rows[key].topic for key in keys if key in rows), None)

    async def recall_closest(self, request: Request) -> Context | None:
        """The context of the request's thread or, outside threads, of the person in the place; None if unknown."""
        key = self._hash(keys_of(request)[0])
        row = (await self._find([key])).get(key)
        return Context(row.topic, row.person == self._hash(("user", request.person.user))) if row else None

    async def interrupt(self, request: Request) -> None:
        """Record that the request's thread goes on among people."""
        key = self._hash(keys_of(request)[0])
        if (row := self._unsaved.get(key)) is not None:
            self._unsaved[key] = replace(row, person=None)
            return
        ours = contexts.c.key == key, contexts.c.person.is_not(None)
        try:
            async with self._engine.begin() as connection:
                await connection.execute(contexts.update().where(*ours).values(person=None))
        except UNREACHABLE as error:
            log.warning("state.unreachable", doing="interrupt", error=type(error).__name__)

    async def stop(self) -> None:
        """Save what is unsaved, if that takes no longer than `DRAIN_SECONDS`."""
        await self._tasks.drain(DRAIN_SECONDS)

    async def settle(self) -> None:
        """Wait until everything is saved; for tests."""
        await self._tasks.settle()

    async def _find(self, keys: list[str]) -> dict[str, _Row]:
        """The rows that have not expired, unsaved ones first."""
        unsaved = {key: row for key in keys if (row := self._unsaved.get(key)) is not None}
        if keys[0] in unsaved:
            return unsaved
        query = select(contexts).where(contexts.c.key.in_(keys), contexts.c.expires_at > self._clock())
        try:
            async with asyncio.timeout(RECALL_SECONDS), self._engine.connect() as connection:
                saved = {row.key: _Row(_topic_of(row), row.person) for row in await connection.execute(query)}
        except UNREACHABLE as error:  # TimeoutError is an OSError
            log.warning("state.unreachable", doing="recall", error=type(error).__name__)
            saved = {}
        return saved | unsaved

    async def _save(self) -> None:
        """Write unsaved rows until there are none, and delete expired ones."""
        try:
            while rows := dict(self._unsaved):
                try:
                    whole = await self._after_saved(rows)
                    await self._upsert({key: row for key, row in whole.items() if not row.pressed}, _COLUMNS)
                    await self._upsert({key: row for key, row in whole.items() if row.pressed}, _COLUMNS - {"person"})
                    await self._prune()
                except UNREACHABLE as error:
                    log.warning("state.unreachable", doing="remember", error=type(error).__name__)
                for key, row in rows.items():
                    if self._unsaved.get(key) is row:  # not replaced while it was written
                        del self._unsaved[key]
        finally:
            self._saving = False

    async def _after_saved(self, rows: dict[str, _Row]) -> dict[str, _Row]:
        """The rows with what the answer before was about, as far as that is saved and hasn't expired."""
        alone = [key for key, row in rows.items() if not row.continued]
        query = select(contexts).where(contexts.c.key.in_(alone), contexts.c.expires_at > self._clock())
        async with self._engine.connect() as connection:
            saved = {row.key: _topic_of(row) for row in await connection.execute(query)}
        return {
            key: replace(row, topic=row.topic.after(saved[key])) if key in saved else row for key, row in rows.items()
        }

    async def _upsert(self, rows: dict[str, _Row], updated: frozenset[str]) -> None:
        """Write rows in the order of their keys, so that two replicas can't wait for each other.

        `updated` are the columns that change in rows that exist.
        """
        if not rows:
            return
        new = insert(self._engine, contexts).values(expires_at=self._clock(SECONDS))
        upsert = new.on_conflict_do_update(index_elements=["key"], set_={name: new.excluded[name] for name in updated})
        async with self._engine.begin() as connection:
            await connection.execute(upsert, [_values(key, rows[key]) for key in sorted(rows)])

    async def _prune(self) -> None:
        """Delete expired rows that no other replica is writing, at most once in `PRUNE_SECONDS`."""
        if self._timer() < self._prune_at:
            return
        self._prune_at = self._timer() + PRUNE_SECONDS
        expired = select(contexts.c.key).where(contexts.c.expires_at <= self._clock())
        async with self._engine.begin() as connection:
            await connection.execute(
                contexts.delete().where(contexts.c.key.in_(expired.with_for_update(skip_locked=True)))
            )

    def _hash(self, key: Key) -> str:
        return self._signer.sign(*key)


def _values(key: str, row: _Row) -> dict[str, Any]:
    topic = row.topic
    return {
        "key": key,
        "command": topic.command,
        "entries": list(topic.entries),
        "before": list(topic.before),
        "level": topic.level,
        "shown": topic.shown,
        "kit": topic.kit or None,
        "details": {name: value for name in _DETAILS if (value := getattr(topic, name))} or None,
        "offered": topic.offered,
        "person": row.person,
    }


def _topic_of(row: Any) -> Topic:
    level = next((level for level in Level if level == row.level), None)
    topic = Topic(row.command, tuple(row.entries), level, row.shown, row.offered)
    stored = row.details if isinstance(row.details, dict) else {}  # the release before wrote a list
    known = {name: value for name, value in stored.items() if name in _DETAILS}
    details: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in known.items()
    }
    return replace(topic, before=tuple(row.before or ()), kit=row.kit or "", **details)

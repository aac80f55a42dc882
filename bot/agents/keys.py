"""Keys of agents: made for a workspace, shown once, stored hashed, revocable."""

from __future__ import annotations

import hmac
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256

import structlog
from cachetools import TTLCache
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.agents.caller import Caller
from bot.agents.tables import agent_keys
from bot.db.engine import UNREACHABLE

PREFIX = "dgm"
"""What every key begins with, so that scanners for leaked secrets can find it."""
CACHE_SECONDS = 1.0
"""How long a key is trusted without a look into the database; a revoked one works as long."""
CACHED = 1_000
"""Keys trusted at a time."""
_KEY = re.compile(rf"{PREFIX}_(?P<id>[0-9a-f]{{12}})_(?P<secret>[\w-]{{20,100}})", re.ASCII)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Key:
    """A key as the operator sees it, without its secret."""

    id: str
    platform: str
    workspace: str
    name: str
    created_on: date
    last_used_on: date | None = None
    revoked_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Trusted:
    caller: Caller
    hash: str
    used_on: date | None


def looks_like_key(token: str) -> bool:
    """Whether a bearer token is meant as a key, rather than issued by an OAuth server."""
    return token.startswith(f"{PREFIX}_")


def today() -> date:
    """The day in UTC."""
    return datetime.now(UTC).date()


class Keys:
    """The keys in the database. Every method raises what SQLAlchemy does if it can't be reached."""

    def __init__(
        self,
        engine: AsyncEngine,
        timer: Callable[[], float] = time.monotonic,
        day: Callable[[], date] = today,
    ) -> None:
        self._engine, self._today = engine, day
        self._trusted: TTLCache[str, _Trusted] = TTLCache(CACHED, CACHE_SECONDS, timer)

    async def add(self, platform: str, workspace: str, name: str = "") -> str:
        """Make a key. It can't be shown again."""
        key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        row = {
            "id": key_id,
            "platform": platform,
            "workspace": workspace,
            "name": name,
            "hash": _hash(secret),
            "created_on": self._today(),
        }
        async with self._engine.begin() as connection:
            await connection.execute(agent_keys.insert().values(row))
        return f"{PREFIX}_{key_id}_{secret}"

    async def list(self, workspace: str | None = None) -> list[Key]:
        """All keys, or a workspace's, the oldest first."""
        columns = agent_keys.c
        query = select(*(column for column in columns if column is not columns.hash))
        query = query.order_by(columns.created_on, columns.id)
        if workspace is not None:
            query = query.where(agent_keys.c.workspace == workspace)
        async with self._engine.connect() as connection:
            return [Key(**row) for row in (await connection.execute(query)).mappings()]

    async def revoke(self, key_id: str, workspace: str | None = None) -> bool:
        """Revoke a key. False if there is no such key, of that workspace if one is given, that still works."""
        revoked = agent_keys.update().where(agent_keys.c.id == key_id, agent_keys.c.revoked_on.is_(None))
        if workspace is not None:
            revoked = revoked.where(agent_keys.c.workspace == workspace)
        async with self._engine.begin() as connection:
            count = (await connection.execute(revoked.values(revoked_on=self._today()))).rowcount
        self._trusted.pop(key_id, None)
        return bool(count)

    async def caller_of(self, token: str) -> Caller | None:
        """Whom a key belongs to; None if it is malformed, unknown or revoked. Records the day of its use."""
        if (parts := _KEY.fullmatch(token)) is None:
            return None
        trusted = self._trusted.get(parts["id"]) or await self._load(parts["id"])
        if trusted is None or not hmac.compare_digest(trusted.hash, _hash(parts["secret"])):
            return None
        if trusted.used_on != self._today():
            await self._record_use(parts["id"], trusted)
        return trusted.caller

    async def _load(self, key_id: str) -> _Trusted | None:
        columns = agent_keys.c
        query = select(columns.platform, columns.workspace, columns.hash, columns.last_used_on)
        query = query.where(columns.id == key_id, columns.revoked_on.is_(None))
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return None
        trusted = _Trusted(Caller(row.platform, row.workspace, f"key:{key_id}"), row.hash, row.last_used_on)
        self._trusted[key_id] = trusted
        return trusted

    async def _record_use(self, key_id: str, trusted: _Trusted) -> None:
        """Record the day, once a day. A database that can't be written to now is no reason to refuse the call."""
        self._trusted[key_id] = replace(trusted, used_on=self._today())
        used = agent_keys.update().where(agent_keys.c.id == key_id).values(last_used_on=self._today())
        try:
            async with self._engine.begin() as connection:
                await connection.execute(used)
        except UNREACHABLE as error:
            log.warning("state.unreachable", doing="key", error=type(error).__name__)


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()

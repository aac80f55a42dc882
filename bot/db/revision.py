"""Whether a database has the tables of this release. Asked at each start, so it does without alembic, which takes long
to load and is needed only where something is to be done.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.errors import StateError

_VERSIONS = Path(__file__).parent / "migrations" / "versions"


@cache
def newest() -> str:
    """The newest revision of this release, as the files of the migrations are called: v0002_….py."""
    return max(path.name[1:5] for path in _VERSIONS.glob("v[0-9]*.py"))


async def is_current(engine: AsyncEngine) -> bool:
    """Whether the database has run every migration that this release knows, and no others."""
    async with engine.connect() as connection:
        return await connection.run_sync(_revisions) == {newest()}


async def prepare(engine: AsyncEngine) -> None:
    """Before serving: SQLite is upgraded at once. PostgreSQL must have been, for other replicas may be using it."""
    if await is_current(engine):
        return
    if engine.dialect.name != "sqlite":
        raise StateError("The database is not at this release's revision: run `python -m bot db upgrade` first")
    from bot.db.migrate import upgrade  # noqa: PLC0415 - see above

    await upgrade(engine)


def _revisions(connection: Connection) -> set[str]:
    """What alembic has noted in its table."""
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())

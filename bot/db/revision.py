"""Check whether a database has the tables of this release.

This runs at each start, so it does without alembic, which is slow to import and only needed to change something.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.errors import StateError

VERSIONS = Path(__file__).parent / "migrations" / "versions"
_NOT_RUN = ("__init__", ".#")  # beginnings of file names that alembic ignores
_NAME = re.compile(r"v(\d{4})_\w+\.py")
_REVISION = re.compile(r"""^revision(?:: str)? = ["'](\w+)["']""", re.MULTILINE)


def newest() -> str:
    """The newest revision of this release."""
    return revisions(VERSIONS)[-1]


@cache
def revisions(folder: Path) -> tuple[str, ...]:
    """The revisions of the migrations in a folder, oldest first.

    Each must be in the name of its file, v0005_salaries.py for revision "0005": alembic runs every file, whatever its
    name. Raises StateError, naming the file, if one is not.
    """
    numbers = []
    for path in sorted(folder.glob("*.py")):
        if path.name.startswith(_NOT_RUN):
            continue
        name, revision = _NAME.fullmatch(path.name), _REVISION.search(path.read_text(encoding="utf-8"))
        if not (name and revision and name[1] == revision[1]):
            raise StateError(
                f"The migration {path.name} must be named after its revision, "
                'as in v0005_salaries.py with `revision = "0005"`'
            )
        numbers.append(name[1])
    return tuple(numbers)


async def is_current(engine: AsyncEngine) -> bool:
    """Whether the database has run exactly the migrations of this release."""
    async with engine.connect() as connection:
        return await connection.run_sync(_applied) == {newest()}


async def serves(engine: AsyncEngine) -> bool:
    """Whether this release can go on serving: the database has its migrations, or those of a later release too.

    While replicas are replaced one after the other, the old ones run on the new tables: CONTRIBUTING.md asks migrations
    to allow that. A process that starts wants exactly its own (`prepare`).
    """
    async with engine.connect() as connection:
        applied = await connection.run_sync(_applied)
    return applied == {newest()} or (len(applied) == 1 and _is_later(*applied))


def _is_later(revision: str) -> bool:
    return revision.isdecimal() and len(revision) == len(newest()) and revision > newest()


async def prepare(engine: AsyncEngine) -> None:
    """Upgrade SQLite before serving. PostgreSQL must have been upgraded already: other replicas may be using it.

    Raises StateError if it was not.
    """
    if await is_current(engine):
        return
    if engine.dialect.name != "sqlite":
        raise StateError("The database is not at this release's revision: run `python -m bot db upgrade` first")
    from bot.db.migrate import upgrade  # noqa: PLC0415 - slow to import

    await upgrade(engine)


def _applied(connection: Connection) -> set[str]:
    """The revision in alembic's table, if there is one."""
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())

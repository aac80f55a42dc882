"""The work of `db upgrade` and `db check` on the command line."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db import migrate
from bot.db.database import with_engine
from bot.db.revision import is_current, newest
from bot.settings import Settings


def upgrade(settings: Settings) -> str:
    """Run the migrations. Returns the line to print."""
    if not settings.has_database:
        return "There is no database to upgrade: one workspace without daily terms needs none."
    with_engine(settings, migrate.upgrade)
    return f"The database is at revision {newest()}."


def check(settings: Settings) -> list[str]:
    """List what differs between the database and this release, a line each."""

    async def problems(engine: AsyncEngine) -> list[str]:
        if not await is_current(engine):
            return ["The database is at another revision than this release: run `python -m bot db upgrade`"]
        return await migrate.differences(engine)

    return with_engine(settings, problems)

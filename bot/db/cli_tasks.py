"""What the command line does with a database: upgrade it, check it, encrypt it afresh."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db import migrate
from bot.db.database import connected_engine
from bot.db.revision import is_current, newest
from bot.settings import Settings
from bot.slack.installations import encrypt_again
from bot.slack.oauth import cipher_of

T = TypeVar("T")


def upgrade(settings: Settings) -> str:
    """Run the migrations; returns what to say."""
    if not settings.has_database:
        return "There is no database to upgrade: one workspace without daily terms needs none."
    with_engine(settings, migrate.upgrade)
    return f"The database is at revision {newest()}."


def check(settings: Settings) -> list[str]:
    """What is not as it should be."""

    async def problems(engine: AsyncEngine) -> list[str]:
        if not await is_current(engine):
            return ["The database is at another revision than this release: run `python -m bot db upgrade`"]
        return await migrate.differences(engine)

    return with_engine(settings, problems)


def rotate_keys(settings: Settings) -> str:
    """Encrypt all tokens with the newest key; returns what to say."""
    cipher = cipher_of(settings)
    count = with_engine(settings, lambda engine: encrypt_again(engine, cipher))
    return f"{count} rows are encrypted with the newest key."


def with_engine(settings: Settings, work: Callable[[AsyncEngine], Awaitable[T]]) -> T:
    """What the work returns, done with the database that the settings name; StateError where that cannot be used."""

    async def done() -> T:
        async with connected_engine(settings) as engine:
            return await work(engine)

    return asyncio.run(done())

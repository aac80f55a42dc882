"""Engines: addresses, SQLite's settings and file, transactions on both."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from datetime import time
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.daily_term.subscriptions import SubscriptionStore
from bot.db.database import Database
from bot.db.engine import UNREACHABLE, _prepare, as_state_error, database_url, open_engine
from bot.db.errors import StateError
from bot.db.migrate import upgrade
from bot.db.revision import is_current
from bot.platform import Target
from handlers.daily_term.subscription import Subscription


@pytest.mark.parametrize(
    ("configured", "expected"),
    [
        (None, "sqlite+aiosqlite:///var/state.db"),
        ("sqlite:///other.db", "sqlite+aiosqlite:///other.db"),
        ("postgres://u:p@h:5432/d", "postgresql+asyncpg://u:p@h:5432/d"),
        ("postgresql://u:p@h/d?sslmode=require", "postgresql+asyncpg://u:p@h/d?ssl=require"),
        ("postgresql+asyncpg://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgresql://u:p%40x@/d?host=/tmp", "postgresql+asyncpg://u:p%40x@/d?host=%2Ftmp"),
    ],
)
def test_addresses(configured: str | None, expected: str) -> None:
    assert database_url(configured, Path("var")).render_as_string(hide_password=False) == expected


@pytest.mark.parametrize("configured", ["a secret", "mysql://u:secret@h/d"])
def test_a_malformed_address_is_an_error_without_its_password(configured: str) -> None:
    with pytest.raises(StateError, match="DATABASE_URL") as caught:
        database_url(configured, Path())
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("configured", [None, "sqlite:///other.db"])
def test_sqlite_is_refused_on_a_disk_that_does_not_last(
    configured: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DYNO", "web.1")
    with pytest.raises(StateError, match="set DATABASE_URL to a PostgreSQL database"):
        database_url(configured, Path())
    assert database_url("postgres://u:p@h/d", Path())


async def test_an_unusable_postgresql_is_a_state_error_with_its_reason(postgresql: URL) -> None:
    engine = open_engine(postgresql.set(database="nosuch"))
    message = r"cannot be used \(InvalidCatalogNameError\): check DATABASE_URL"
    with pytest.raises(StateError, match=message), as_state_error():
        await engine.connect()
    await engine.dispose()


PRAGMAS = {"journal_mode": "wal", "busy_timeout": 5000, "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


async def test_the_pragmas_of_sqlite(tmp_path: Path) -> None:
    engine = open_engine(database_url(None, tmp_path / "new"))
    await upgrade(engine)
    async with engine.connect() as connection:
        for pragma, value in PRAGMAS.items():
            assert (await connection.execute(text(f"PRAGMA {pragma}"))).scalar() == value
    await engine.dispose()


@pytest.mark.parametrize("database", ["file:{folder}/new/a.db", "file:new/a.db", ":memory:"])
def test_no_folder_is_made_for_what_is_no_path(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_engine(URL.create("sqlite+aiosqlite", database=database.format(folder=tmp_path), query={"uri": "true"}))
    assert list(tmp_path.iterdir()) == []


async def test_a_failed_transaction_leaves_nothing_behind(own_database: AsyncEngine) -> None:
    async def half_done() -> None:
        async with own_database.begin() as connection:
            await connection.execute(text("CREATE TABLE half (n INTEGER)"))
            await connection.execute(text("INSERT INTO half VALUES (1)"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await half_done()
    async with own_database.begin() as connection:
        await connection.execute(text("CREATE TABLE half (n INTEGER)"))


async def test_concurrent_reads_followed_by_writes_lose_no_update(own_database: AsyncEngine) -> None:
    async with own_database.begin() as connection:
        await connection.execute(text("CREATE TABLE counter (n INTEGER)"))
        await connection.execute(text("INSERT INTO counter VALUES (0)"))
    lock = " FOR UPDATE" if own_database.dialect.name == "postgresql" else ""

    async def count() -> None:
        async with own_database.begin() as connection:
            n = (await connection.execute(text(f"SELECT n FROM counter{lock}"))).scalar_one()
            await connection.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})

    await asyncio.gather(*(count() for _ in range(8)))
    async with own_database.connect() as connection:
        assert (await connection.execute(text("SELECT n FROM counter"))).scalar() == 8


async def test_readers_and_a_writer_do_not_block_each_other(own_database: AsyncEngine) -> None:
    """Where they block each other, SQLite gives up after five seconds and PostgreSQL never."""
    async with own_database.begin() as writer:
        await writer.execute(text("CREATE TABLE note (n INTEGER)"))
    async with own_database.connect() as reader, own_database.begin() as writer:
        assert (await reader.execute(text("SELECT count(*) FROM note"))).scalar() == 0
        await writer.execute(text("INSERT INTO note VALUES (1)"))
        assert await asyncio.wait_for(is_current(own_database), 60)
        assert (await reader.execute(text("SELECT count(*) FROM note"))).scalar() == 0


@pytest.mark.parametrize("replaced", [False, True])
async def test_a_removed_or_replaced_file_is_not_written_to(tmp_path: Path, replaced: bool) -> None:
    path = tmp_path / "state.db"
    engine = open_engine(database_url(None, tmp_path))
    await upgrade(engine)
    assert await Database(engine).problem() == ""
    shutil.copy(path, tmp_path / "copy")
    path.unlink()
    if replaced:
        shutil.move(tmp_path / "copy", path)
        assert await Database(engine).problem() == ""  # by a new connection
    else:
        assert await Database(engine).problem() != ""
        with pytest.raises(UNREACHABLE):
            await SubscriptionStore(engine).deactivate("slack", "T1", "C1")
    await engine.dispose()


async def test_a_new_file_is_private_and_an_existing_one_is_closed_to_others(tmp_path: Path) -> None:
    def modes() -> dict[str, int]:
        return {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}

    async def modes_while_open() -> dict[str, int]:
        engine = open_engine(database_url(None, tmp_path))
        await upgrade(engine)
        async with engine.connect() as connection:
            await connection.execute(text("SELECT * FROM lanes"))
            result = modes()
        await engine.dispose()
        return result

    before = os.umask(0o022)
    try:
        new = await modes_while_open()
        assert set(new) >= {"state.db", "state.db-wal"}
        assert set(new.values()) == {0o600}
        (tmp_path / "state.db").chmod(0o644)
        assert set((await modes_while_open()).values()) == {0o640}
    finally:
        os.umask(before)


def contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.iterdir()]


def test_deleted_data_is_overwritten_whatever_sqlite_was_built_with() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA secure_delete=OFF")  # Debian's SQLite begins with ON
    _prepare(connection, cast(ConnectionPoolEntry, None))
    assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
    connection.close()


async def test_deleted_data_is_nowhere_in_the_files(tmp_path: Path) -> None:
    engine = open_engine(database_url(None, tmp_path))
    await upgrade(engine)
    store = SubscriptionStore(engine)
    names = [f"C0FORGETME{number:03}" for number in range(50)]
    for name in names:
        await store.save(Target("slack", "T1", name), "U0FORGETME", Subscription(time(9), "UTC"))
    async with engine.connect() as reading:  # another connection, so that closing one does not empty the log
        await reading.get_raw_connection()
        assert await store.remove_workspace("slack", "T1") == 50
        content = contents(tmp_path)
    assert not any(b"FORGETME" in file for file in content)
    await engine.dispose()

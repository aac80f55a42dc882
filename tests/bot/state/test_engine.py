"""Where the state is kept, and what the engines are set to."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.state.engine import database_url, open_engine, reaching
from bot.state.errors import StateError
from bot.state.migrate import upgrade


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
def test_an_address_that_is_none_is_refused_without_its_password(configured: str) -> None:
    with pytest.raises(StateError, match="DATABASE_URL") as caught:
        database_url(configured, Path())
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("configured", [None, "sqlite:///other.db"])
def test_no_sqlite_where_the_disk_does_not_last(configured: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DYNO", "web.1")
    with pytest.raises(StateError, match="set DATABASE_URL to a PostgreSQL database"):
        database_url(configured, Path())
    assert database_url("postgres://u:p@h/d", Path())


async def test_what_keeps_postgresql_from_being_used_is_told(postgresql: URL) -> None:
    engine = open_engine(postgresql.set(database="nosuch"))
    with pytest.raises(StateError, match=r"cannot be used \(InvalidCatalogNameError\): check DATABASE_URL"), reaching():
        await engine.connect()
    await engine.dispose()


async def test_what_sqlite_is_set_to(tmp_path: Path) -> None:
    engine = open_engine(database_url(None, tmp_path / "new"))
    await upgrade(engine)
    async with engine.connect() as connection:
        for pragma, value in {"journal_mode": "wal", "busy_timeout": 5000, "synchronous": 2, "foreign_keys": 1}.items():
            assert (await connection.execute(text(f"PRAGMA {pragma}"))).scalar() == value
    await engine.dispose()


async def test_a_failed_transaction_leaves_nothing_behind(database: AsyncEngine) -> None:
    async def half_done() -> None:
        async with database.begin() as connection:
            await connection.execute(text("CREATE TABLE half (n INTEGER)"))
            await connection.execute(text("INSERT INTO half VALUES (1)"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await half_done()
    async with database.begin() as connection:
        await connection.execute(text("CREATE TABLE half (n INTEGER)"))


async def test_who_reads_and_then_writes_does_not_lose_the_race(database: AsyncEngine) -> None:
    async with database.begin() as connection:
        await connection.execute(text("CREATE TABLE counter (n INTEGER)"))
        await connection.execute(text("INSERT INTO counter VALUES (0)"))
    lock = " FOR UPDATE" if database.dialect.name == "postgresql" else ""

    async def count() -> None:
        async with database.begin() as connection:
            n = (await connection.execute(text(f"SELECT n FROM counter{lock}"))).scalar_one()
            await connection.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})

    await asyncio.gather(*(count() for _ in range(8)))
    async with database.connect() as connection:
        assert (await connection.execute(text("SELECT n FROM counter"))).scalar() == 8

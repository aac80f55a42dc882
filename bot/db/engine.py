"""The connection to the database: a SQLite file beside the content store, or the PostgreSQL of DATABASE_URL."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Table, event
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.db.address import connect_arguments, parse
from bot.db.errors import StateError
from content.disk import DISK_REASONS

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

FILE = "state.db"
UNREACHABLE = (SQLAlchemyError, OSError, sqlite3.Error)
"""What is raised when a database does not answer, or not as it should."""
CHECK_URL = "check DATABASE_URL"
_SQLITE_REASONS = {
    "SQLITE_FULL": "the disk is full",
    "SQLITE_READONLY": "its file is read-only",
    "SQLITE_CANTOPEN": "its file cannot be opened",
    "SQLITE_NOTADB": "its file is not a SQLite database",
    "SQLITE_CORRUPT": "its file is damaged",
    "SQLITE_BUSY": "another process keeps it locked",
    "SQLITE_IOERR": "the disk cannot be read or written",
}
"""By the beginning of SQLite's extended error name: https://www.sqlite.org/rescode.html"""
_PRAGMAS = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA synchronous=FULL",  # a commit that was answered for outlives a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is deleted is overwritten
)
WRITES = {"writes": True}
"""Execution options of a connection whose transactions write."""


def database_url(configured: str | None, data_dir: Path) -> URL:
    """The address as SQLAlchemy wants it; StateError where it is none, or leads to a disk that does not last."""
    url = parse(configured) if configured else URL.create("sqlite+aiosqlite", database=str(data_dir / FILE))
    if url.get_backend_name() == "sqlite":
        _lasts()
    return url


def open_engine(url: URL) -> AsyncEngine:
    """An engine; nothing is connected yet."""
    if url.get_backend_name() != "sqlite":
        # A restarted server costs no request; an error never tells the values, which may be tokens.
        arguments = connect_arguments(url)
        place = url.set(query={name: value for name, value in url.query.items() if name in ("host", "port")})
        return create_async_engine(place, pool_pre_ping=True, hide_parameters=True, connect_args=arguments)
    opening = {"async_creator_fn": _open_sqlite}
    engine = _SqliteEngine(create_async_engine(url, hide_parameters=True, connect_args=opening).sync_engine)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    if url.database:
        path = Path(url.database)
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_private(path)
        event.listen(engine.sync_engine, "checkout", lambda _, record, __: _check_file(path, record))
    return engine


class _SqliteEngine(AsyncEngine):
    """Transactions of `begin()` write, and take the only lock for writing at once; those of `connect()` read, and wait
    for no writer.
    """

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """A connection whose transaction is committed at the end."""
        async with self.connect() as connection:
            await connection.execution_options(**WRITES)
            async with connection.begin():
                yield connection


async def empty_log(engine: AsyncEngine) -> None:
    """Let nothing that was deleted stay in SQLite's write-ahead log; whoever reads just now may put that off."""
    if engine.dialect.name == "sqlite":
        async with engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection  # outside of a transaction
            await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def insert(engine: AsyncEngine, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, in the words of the engine."""
    if engine.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - only the engine's own is loaded

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415

    return sqlite.insert(table)


@contextmanager
def reaching(remedy: str = CHECK_URL) -> Iterator[None]:
    """Turn what the drivers raise about a database that cannot be used into a StateError without its address."""
    try:
        yield
    except UNREACHABLE as error:
        raise _unusable(error, remedy) from None


async def connect_once(engine: AsyncEngine, remedy: str = CHECK_URL) -> None:
    """Open a first connection. Raises StateError for whatever a driver raises: an address can be wrong in many ways."""
    try:
        async with engine.connect():
            pass
    except Exception as error:
        raise _unusable(error, remedy) from None


def _unusable(error: Exception, remedy: str) -> StateError:
    wrapped = getattr(error, "orig", None)  # the driver's own error, which its dialect has wrapped once more
    cause = getattr(wrapped, "__cause__", None) or wrapped or error
    return StateError(f"The database cannot be used ({_reason(cause)}): {remedy}")


def _reason(error: BaseException) -> str:
    """Why, in words if they are known to be free of the address, else the type of the error."""
    code = getattr(error, "sqlite_errorname", "")
    for prefix, words in _SQLITE_REASONS.items():
        if code.startswith(prefix):
            return words
    if isinstance(error, OSError) and error.errno in DISK_REASONS:
        return DISK_REASONS[error.errno]
    return type(error).__name__


async def _open_sqlite(*args: Any, **options: Any) -> Any:
    """Open a SQLite file. If that fails, wait for aiosqlite's thread, or it would report to a loop that has ended."""
    import aiosqlite  # noqa: PLC0415 - not loaded for PostgreSQL

    connection = aiosqlite.connect(*args, **options)
    thread = connection._thread
    thread.daemon = True
    try:
        return await connection
    except BaseException:
        await asyncio.to_thread(thread.join)
        raise


def _lasts() -> None:
    if os.environ.get("DYNO"):
        raise StateError(
            "The disk of this host is emptied at each restart, so SQLite would forget everything: "
            "set DATABASE_URL to a PostgreSQL database (on Heroku: `heroku addons:create heroku-postgresql`), "
            "or TIPS=off where one workspace does without daily terms"
        )


def _prepare(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver's own idea of when a transaction begins leaves DDL and reads out
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """Take the lock at once if the transaction writes: taken only at the first write, it fails where two have read
    before.
    """
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _make_private(path: Path) -> None:
    """Let nobody but the owner read a new database, and nobody else than before but the owner's group an old one.

    SQLite gives its further files (-wal, -shm) the mode of the database.
    """
    if not path.name or str(path).startswith((":", "file:")):
        return
    with suppress(OSError):  # which opening it will tell
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        for each in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            if each.exists() and each.stat().st_mode & 0o007:
                each.chmod(each.stat().st_mode & 0o770)


def _check_file(path: Path, record: ConnectionPoolEntry) -> None:
    """Give up a connection whose file was removed or replaced: what it wrote would be lost."""
    try:
        status = path.stat()
        current = (status.st_dev, status.st_ino)
    except OSError:
        current = None
    if record.info.setdefault("file", current) != current:
        raise DisconnectionError("the file of the database was removed or replaced")

"""Connect to the database: the PostgreSQL or SQLite of DATABASE_URL, or a SQLite file in DATA_DIR."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, Table, event
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
"""The exceptions for a database that does not answer, or answers with an error."""
CHECK_URL = "check DATABASE_URL"
_SQLITE_REASONS = {
    "SQLITE_FULL": "the disk is full",
    "SQLITE_READONLY": "its file is read-only",
    "SQLITE_CANTOPEN": "its file cannot be opened",
    "SQLITE_NOTADB": "its file is not a SQLite database",
    "SQLITE_CORRUPT": "its file is damaged",
    "SQLITE_BUSY": "another process has locked it",
    "SQLITE_IOERR": "the disk cannot be read or written",
}
"""By the start of SQLite's extended error name: https://www.sqlite.org/rescode.html"""
_PRAGMAS = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA synchronous=FULL",  # what was committed survives a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # overwrite deleted data
)
WRITES = {"writes": True}
"""Execution options for a connection that writes."""


def database_url(configured: str | None, data_dir: Path) -> URL:
    """Parse the configured address, or default to a file in `data_dir`.

    Raises StateError if it is malformed, or if it is SQLite on a disk that does not last.
    """
    url = parse(configured) if configured else URL.create("sqlite+aiosqlite", database=str(data_dir / FILE))
    if url.get_backend_name() == "sqlite":
        _check_disk_lasts()
    return url


def open_engine(url: URL) -> AsyncEngine:
    """Make an engine, without connecting."""
    if url.get_backend_name() != "sqlite":
        # The ping saves a request from failing after a server restart. Errors must hide values, which may be tokens.
        arguments = connect_arguments(url)
        place = url.set(query={name: value for name, value in url.query.items() if name in ("host", "port")})
        return create_async_engine(place, pool_pre_ping=True, hide_parameters=True, connect_args=arguments)
    opening = {"async_creator_fn": _open_sqlite}
    engine = _SqliteEngine(create_async_engine(url, hide_parameters=True, connect_args=opening).sync_engine)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    if (path := _path_of(url)) is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_private(path)
        event.listen(engine.sync_engine, "checkout", lambda _, record, __: _check_file(path, record))
    return engine


class _SqliteEngine(AsyncEngine):
    """Transactions of `begin()` take SQLite's only write lock at once. Those of `connect()` read and never wait."""

    def __init__(self, sync_engine: Engine) -> None:
        super().__init__(sync_engine)
        # Within a process they take turns: to wait in SQLite means polling, so that some would starve.
        self._writing = asyncio.Lock()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection in a transaction that is committed at the end."""
        async with self._writing, self.connect() as connection:
            await connection.execution_options(**WRITES)
            async with connection.begin():
                yield connection


async def empty_log(engine: AsyncEngine) -> None:
    """Empty SQLite's write-ahead log, so that deleted data does not stay in it. A current reader may delay that."""
    if engine.dialect.name == "sqlite":
        async with engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection  # needs no open transaction
            await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def insert(engine: AsyncEngine, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Make an INSERT that supports ON CONFLICT, in the engine's dialect."""
    if engine.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - load only the dialect in use

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415

    return sqlite.insert(table)


@contextmanager
def as_state_error(remedy: str = CHECK_URL) -> Iterator[None]:
    """Turn the drivers' exceptions into a StateError that does not reveal the address."""
    try:
        yield
    except UNREACHABLE as error:
        raise _unusable(error, remedy) from None


async def connect_once(engine: AsyncEngine, remedy: str = CHECK_URL) -> None:
    """Open a first connection. Raises StateError for any exception: an address can be wrong in many ways."""
    try:
        async with engine.connect():
            pass
    except Exception as error:
        raise _unusable(error, remedy) from None


def _unusable(error: Exception, remedy: str) -> StateError:
    wrapped = getattr(error, "orig", None)  # the driver's own error, wrapped by its dialect
    cause = getattr(wrapped, "__cause__", None) or wrapped or error
    return StateError(f"The database cannot be used ({_reason(cause)}): {remedy}")


def _reason(error: BaseException) -> str:
    """The reason: a text that cannot contain the address, or else the exception's type."""
    code = getattr(error, "sqlite_errorname", "")
    for prefix, reason in _SQLITE_REASONS.items():
        if code.startswith(prefix):
            return reason
    if isinstance(error, OSError) and error.errno in DISK_REASONS:
        return DISK_REASONS[error.errno]
    return type(error).__name__


async def _open_sqlite(*args: Any, **options: Any) -> Any:
    """Open a SQLite file. If that fails, wait for aiosqlite's thread: it must not report to a loop that has ended."""
    import aiosqlite  # noqa: PLC0415 - not loaded for PostgreSQL

    connection = aiosqlite.connect(*args, **options)
    thread = connection._thread
    thread.daemon = True
    try:
        return await connection
    except BaseException:
        await asyncio.to_thread(thread.join)
        raise


def _check_disk_lasts() -> None:
    if os.environ.get("DYNO"):
        raise StateError(
            "This host empties its disk at each restart, so SQLite would lose everything: "
            "set DATABASE_URL to a PostgreSQL database (on Heroku: `heroku addons:create heroku-postgresql`), "
            "or TIPS=off if one workspace needs no daily terms"
        )


def _prepare(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver would begin no transaction for reads and DDL
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """BEGIN IMMEDIATE for writers: upgrading a read lock to the write lock fails if two transactions hold it."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _path_of(url: URL) -> Path | None:
    """The path of SQLite's file; None for a database in memory and for a `file:` URI, which only SQLite reads."""
    database = url.database or ""
    return None if not Path(database).name or database.startswith((":", "file:")) else Path(database)


def _make_private(path: Path) -> None:
    """Make a new database file private to its owner, and take other users' access to an existing one away.

    The owner's group keeps the access it had. SQLite creates its -wal and -shm files with the database's mode.
    """
    with suppress(OSError):  # connecting will report it
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            if file.exists() and file.stat().st_mode & 0o007:
                file.chmod(file.stat().st_mode & 0o770)


def _check_file(path: Path, record: ConnectionPoolEntry) -> None:
    """Drop a connection whose file was removed or replaced: its writes would be lost."""
    try:
        status = path.stat()
        current = (status.st_dev, status.st_ino)
    except OSError:
        current = None
    if record.info.setdefault("file", current) != current:
        raise DisconnectionError("the file of the database was removed or replaced")

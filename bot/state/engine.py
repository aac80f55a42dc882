"""The connection to the database: a SQLite file beside the content store, or the PostgreSQL of DATABASE_URL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Table, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.state.errors import StateError

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

FILE = "state.db"
UNREACHABLE = (SQLAlchemyError, OSError)
"""What is raised when a database does not answer, or not as it should."""
_DRIVERS = {
    "postgres": "postgresql+asyncpg",  # as Heroku and others write it
    "postgresql": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
}
_PRAGMAS = (
    "PRAGMA busy_timeout=5000",
    "PRAGMA synchronous=FULL",  # a commit that was answered for outlives a power cut
    "PRAGMA foreign_keys=ON",
)


def database_url(configured: str | None, data_dir: Path) -> URL:
    """The address as SQLAlchemy wants it; StateError where it is none, or leads to a disk that does not last."""
    if configured is None:
        url = URL.create("sqlite+aiosqlite", database=str(data_dir / FILE))
    else:
        try:
            url = make_url(configured)
        except ArgumentError:
            raise StateError("DATABASE_URL is no address of a database: postgresql://user:password@host/name") from None
    url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
    if url.drivername not in _DRIVERS.values():
        raise StateError(f"DATABASE_URL begins with {url.drivername}: use postgresql://… or sqlite:///file")
    if url.get_backend_name() == "sqlite":
        _lasts()
        return url
    return _with_ssl(url)


def open_engine(url: URL) -> AsyncEngine:
    """An engine; nothing is connected yet."""
    if url.get_backend_name() != "sqlite":
        # A restarted server costs no request; an error never tells the values, which may be tokens.
        return create_async_engine(url, pool_pre_ping=True, hide_parameters=True)
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(url, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def insert(engine: AsyncEngine, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, in the words of the engine."""
    if engine.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - only the engine's own is loaded

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415

    return sqlite.insert(table)


@contextmanager
def reaching() -> Iterator[None]:
    """Turns what the drivers raise about a database that cannot be used into a StateError without its address."""
    try:
        yield
    except UNREACHABLE as error:
        wrapped = getattr(error, "orig", None)  # the driver's own error, which its dialect has wrapped once more
        reason = getattr(wrapped, "__cause__", None) or wrapped or error
        raise StateError(f"The database cannot be used ({type(reason).__name__}): check DATABASE_URL") from None


def _lasts() -> None:
    if os.environ.get("DYNO"):
        raise StateError(
            "The disk of this host is emptied at each restart, so SQLite would forget everything: "
            "set DATABASE_URL to a PostgreSQL database (on Heroku: `heroku addons:create heroku-postgresql`), "
            "or TIPS=off where one workspace does without daily terms"
        )


def _with_ssl(url: URL) -> URL:
    """asyncpg says `ssl` where everybody else says `sslmode`."""
    mode = url.query.get("sslmode")
    return url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode}) if mode else url


def _prepare(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver's own idea of when a transaction begins leaves DDL and reads out
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """Whoever begins will write: a lock taken only at the first write fails at once where two have read before."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")

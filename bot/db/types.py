"""A column type for moments that works the same on both engines, and the database's current time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: stored from any zone, returned in UTC. SQLite stores no zone, so it gets UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC. Raises ValueError for a naive datetime."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a zone")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return it in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class database_now(FunctionElement[datetime]):  # noqa: N801 - an SQL function
    """SQL function: the time by the database's clock, the only one that all replicas share.

    It advances within a transaction. `database_now(60)` is a minute later.
    """

    type = UtcDateTime()
    inherit_cache = True


@compiles(database_now, "postgresql")
def _now_of_postgresql(element: database_now, compiler: SQLCompiler, **_: Any) -> str:
    shift = compiler.process(element.clauses)
    return f"(clock_timestamp() + make_interval(secs => {shift}))" if shift else "clock_timestamp()"


@compiles(database_now, "sqlite")
def _now_of_sqlite(element: database_now, compiler: SQLCompiler, **_: Any) -> str:
    shift = compiler.process(element.clauses)
    modifier = f", printf('%+.3f seconds', {shift})" if shift else ""
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now'{modifier})"  # as SQLAlchemy writes datetimes: microseconds, no zone

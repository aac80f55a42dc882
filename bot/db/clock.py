"""The clock of everything that is due: the database's own, which all replicas share."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Float, bindparam, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.types import UtcDateTime, database_now


class Clock:
    """The database's time, moved by `shift` seconds. Only a local try-out and tests move it."""

    def __init__(self, shift: float = 0.0) -> None:
        self.shift = shift

    def __call__(self, seconds: float = 0.0) -> ColumnElement[datetime]:
        """The moment so many seconds from now, for use within a statement."""
        shift = bindparam("shift", self.shift + seconds, Float, unique=True)
        return type_coerce(database_now(shift), UtcDateTime)

    async def read(self, connection: AsyncConnection) -> datetime:
        """Now; a parameter finds its way through an index where a clock within the statement does not."""
        return (await connection.execute(select(self()))).scalar_one()

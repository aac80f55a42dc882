"""The clock for due times: the database's own, which all replicas share."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Float, bindparam, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.types import UtcDateTime, database_now


class Clock:
    """The database's time plus `shift` seconds. Only the playground and tests shift it."""

    def __init__(self, shift: float = 0.0) -> None:
        self.shift = shift

    def __call__(self, seconds: float = 0.0) -> ColumnElement[datetime]:
        """An SQL expression for the moment `seconds` from now."""
        shift = bindparam("shift", self.shift + seconds, Float, unique=True)
        return type_coerce(database_now(shift), UtcDateTime)

    async def read(self, connection: AsyncConnection) -> datetime:
        """Return the time now. As a parameter it lets a query use an index; a clock inside the query does not."""
        return (await connection.execute(select(self()))).scalar_one()

"""The teams' own words in daily terms, for the channels that chose them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.daily_term.rotation import key_of
from bot.daily_term.tables import subscriptions
from bot.services import Libraries
from content.models import Entry
from handlers.request import Person


class OwnWords:
    """The words of the workspaces named in `subscriptions.words_of`. Without `libraries` there are none."""

    def __init__(self, libraries: Libraries | None = None) -> None:
        self.libraries = libraries

    async def load(self, engine: AsyncEngine, due: ColumnElement[bool]) -> None:
        """Have the words of the subscriptions that are due in memory, before a transaction needs them."""
        if self.libraries is None:
            return
        query = select(subscriptions).where(and_(due, subscriptions.c.words_of.is_not(None)))
        async with engine.connect() as connection:
            rows = (await connection.execute(query)).all()
        for person in {_somebody(row) for row in rows}:
            await self.libraries.of(person)

    def ready(self, row: Any) -> Sequence[Entry]:
        """The words for a subscription's row, as far as they are in memory."""
        library = self.libraries.ready(_somebody(row)) if self.libraries and row.words_of else None
        return library.team_entries if library else ()

    async def of(self, row: Any) -> Sequence[Entry]:
        """The words for a subscription's row."""
        return (await self.libraries.of(_somebody(row))).team_entries if self.libraries and row.words_of else ()

    async def find(self, row: Any, key: str) -> Entry | None:
        """The word with this key, if the subscription's team still has it."""
        return next((entry for entry in await self.of(row) if key_of(entry) == key), None)


def _somebody(row: Any) -> Person:
    """Anybody of the workspace whose words a subscription gets."""
    return Person(row.platform, row.words_of, "")

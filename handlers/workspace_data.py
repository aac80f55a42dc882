"""Everything that the bot stores about a workspace: who may have it, and the interface that `bot/` implements."""

from __future__ import annotations

from typing import Protocol

from handlers.document import DataFile
from handlers.request import Person


class WorkspaceData(Protocol):
    """The data of the person's own workspace."""

    async def may(self, person: Person) -> bool:
        """Whether the person is an admin, or an owner of the team's terms where the platform names no admins."""

    async def export(self, person: Person) -> DataFile | None:
        """All of it as one file; None if the person may not have it."""

    async def delete(self, person: Person) -> bool:
        """Delete all of it. False if the person may not do that."""

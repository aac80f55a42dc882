"""The team's own terms as a feature: what handlers use, and the platforms that it reaches."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.platform import Directory, Event, Left, Moved, Platform
from bot.services import BotServices
from bot.team.owners import Owners, Rules
from bot.team.workspaces import delete_workspace
from content.library import Library


class TeamFeature:
    """The terms of all workspaces of a running bot."""

    def __init__(
        self,
        engine: AsyncEngine,
        library: Callable[[], Library],
        *,
        owners: tuple[str, ...],
        proposers: tuple[str, ...],
    ) -> None:
        self._engine, self._library = engine, library
        self._directories: dict[str, Directory] = {}
        self.owners = Owners(engine, self._directories, Rules(owners, proposers))

    def provide(self, services: BotServices) -> BotServices:
        """Handlers get the team's terms."""
        return services

    def join(self, platform: Platform) -> None:
        """Know this platform's people."""
        self._directories[platform.name] = platform.directory

    async def on_event(self, event: Event) -> None:
        """Delete everything of a workspace or an organisation that removed the bot."""
        match event:
            case Left(channel=None):
                await delete_workspace(self._engine, event.platform, event.workspace, event.enterprise)
            case Left() | Moved():
                pass
            case _:
                assert_never(event)

    def start(self) -> None:
        """Begin to work; called in a running event loop."""

    async def stop(self) -> None:
        """Finish what has begun."""

    async def problem(self) -> str:
        """What keeps the feature from working; empty if nothing does."""
        return ""

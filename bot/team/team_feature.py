"""The team's own terms as a feature: what handlers use, and the platforms that it reaches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.clock import Clock
from bot.platform import Directory, Event, Left, Moved, Platform, Poster
from bot.services import BotServices
from bot.team.owners import Owners, Rules
from bot.team.voices import Voices
from bot.team.workspace_data import WorkspaceDataStore
from bot.team.workspaces import delete_workspace
from content.library import Library


class TeamFeature:
    """The terms of all workspaces of a running bot."""

    def __init__(  # noqa: PLR0913 (most by name)
        self,
        engine: AsyncEngine,
        library: Callable[[], Library],
        *,
        owners: tuple[str, ...],
        proposers: tuple[str, ...],
        feedback: bool = True,
        clock: Clock | None = None,
    ) -> None:
        self._engine, self._library = engine, library
        self._directories: dict[str, Directory] = {}
        self._posters: dict[str, Poster] = {}
        self.owners = Owners(engine, self._directories, Rules(owners, proposers))
        self._feedback = feedback
        self.data = WorkspaceDataStore(engine, self.owners, self._directories, self.on_event)
        self.voices = Voices(engine, library, self.owners, self._directories, self._posters, clock=clock)

    def provide(self, services: BotServices) -> BotServices:
        """Handlers get the team's terms."""
        services = self.voices.provide(services, feedback=self._feedback)
        return replace(services, workspace_data=self.data)

    def join(self, platform: Platform) -> None:
        """Know this platform's people."""
        self._directories[platform.name] = platform.directory
        self._posters[platform.name] = platform.poster

    async def on_event(self, event: Event) -> None:
        """Delete everything of a workspace or an organisation that removed the bot."""
        match event:
            case Left(channel=None):
                await delete_workspace(self._engine, event.platform, event.workspace, event.enterprise)
                await self.voices.forget(event)
            case Left() | Moved():
                pass
            case _:
                assert_never(event)

    def start(self) -> None:
        """Begin to deliver notices; called in a running event loop."""
        self.voices.loop.start()

    async def stop(self) -> None:
        """Finish what has begun."""
        await self.voices.loop.stop()

    async def problem(self) -> str:
        """What keeps the feature from working; empty if nothing does."""
        return await self.voices.loop.problem()

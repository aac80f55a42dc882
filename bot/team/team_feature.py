"""The team's own terms as a feature: what handlers use, and the platforms that it reaches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.clock import Clock
from bot.platform import Directory, Event, Left, Moved, Platform
from bot.services import BotServices
from bot.team.notices import Notices
from bot.team.overlays import Overlays
from bot.team.owners import Owners, Rules
from bot.team.proposal_store import ProposalStore
from bot.team.service import TeamService, TeamTermsService
from bot.team.term_notices import TermNotices
from bot.team.term_store import TermStore
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
        clock: Clock | None = None,
    ) -> None:
        self._engine = engine
        self._directories: dict[str, Directory] = {}
        self.owners = Owners(self._directories, Rules(owners, proposers))
        self.overlays = Overlays(engine, library)
        self.terms = TermStore(engine, clock)
        self.notices: Notices | None = None
        proposals = ProposalStore(self.terms, lambda: self.notices)
        self.term_notices = TermNotices(self.terms, proposals, self.owners)
        service = TeamTermsService(
            *(self.terms, proposals),
            owners=self.owners,
            overlays=self.overlays,
            directories=self._directories,
            notices=lambda: self.notices,
        )
        self.service = TeamService(service, self.owners)

    def provide(self, services: BotServices) -> BotServices:
        """Handlers get the team's terms, and the content with the team's own words over it."""
        return replace(services, team=self.service, libraries=self.overlays)

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
        """Begin to watch for changes of other replicas; called in a running event loop."""
        self.overlays.start()

    async def stop(self) -> None:
        """Stop watching."""
        await self.overlays.stop()

    async def problem(self) -> str:
        """What keeps the feature from working; empty if nothing does."""
        return ""

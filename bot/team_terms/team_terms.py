"""The terms of all teams as a feature: what handlers use of them, and the platforms that their notices reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.clock import Clock
from bot.ledger.timing import Timing
from bot.platform import Feature, People, Platform, Poster
from bot.services import BotServices
from bot.team_terms.notice_loop import NOTICE_TIMING
from bot.team_terms.notices import Notices
from bot.team_terms.overlays import Overlays
from bot.team_terms.owners import Owners
from bot.team_terms.owners_inbox import OwnersInbox
from bot.team_terms.proposal_store import ProposalStore
from bot.team_terms.propose_and_approve import TeamTermsService
from bot.team_terms.rule_store import RuleStore
from bot.team_terms.team import TeamService
from bot.team_terms.term_notices import TermNotices
from bot.team_terms.term_store import TermStore
from content.library import Library
from handlers.team_terms.rules import Rules


class TeamTermsFeature(Feature):
    """The terms, requests, feedback and digests of all workspaces of a running bot."""

    def __init__(  # noqa: PLR0913 (most are keyword-only)
        self,
        engine: AsyncEngine,
        library: Callable[[], Library],
        *,
        owners: tuple[str, ...],
        proposers: tuple[str, ...],
        feedback: bool = True,
        clock: Clock | None = None,
        timing: Timing = NOTICE_TIMING,
    ) -> None:
        self._people: dict[str, People] = {}
        self._posters: dict[str, Poster] = {}
        self.owners = Owners(self._people, Rules(owners, proposers), RuleStore(engine))
        self._feedback = feedback
        self.overlays = Overlays(engine, library)
        self.terms = TermStore(engine, clock)
        people = self.owners, self._people, self._posters
        self.inbox = OwnersInbox(engine, library, *people, clock=clock, timing=timing)
        self.notices: Notices = self.inbox.notices
        proposals = ProposalStore(self.terms, lambda: self.notices)
        self.term_notices = TermNotices(self.terms, proposals, self.owners)
        for kind, render in self.term_notices.kinds.items():
            self.inbox.notices.register(kind, render)
        self.inbox.notices.register_plan(self.term_notices.next_at, lambda: self.term_notices.plan(self.inbox.notices))
        service = TeamTermsService(
            *(self.terms, proposals),
            owners=self.owners,
            overlays=self.overlays,
            people=self._people,
            notices=lambda: self.notices,
        )
        self.service = TeamService(service, self.owners)

    def provide(self, services: BotServices) -> BotServices:
        """Handlers get the team's terms, the content with them over it, and what people say to their owners."""
        services = self.inbox.provide(services, feedback=self._feedback)
        return replace(services, team=self.service, libraries=self.overlays)

    def join(self, platform: Platform) -> None:
        """Know this platform's people."""
        self._people[platform.name] = platform.people
        self._posters[platform.name] = platform.poster

    def start(self) -> None:
        """Begin to deliver notices and to watch for changes of other replicas; called in a running event loop."""
        self.overlays.start()
        self.inbox.loop.start()

    async def stop(self) -> None:
        """Stop watching, and finish what has begun."""
        await self.inbox.loop.stop()
        await self.overlays.stop()

    async def problem(self) -> str:
        """What keeps the feature from working; empty if nothing does."""
        return await self.inbox.loop.problem()

"""The daily terms of a running bot, joined: what handlers use, the loop that delivers, and the platforms it reaches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.daily_term.loop import DailyTermLoop
from bot.daily_term.posting import Poster
from bot.daily_term.service import DailyTermService, Platform
from bot.daily_term.subscriptions import SubscriptionStore
from bot.daily_term.timing import Timing
from bot.db.clock import Clock
from content.library import Library
from handlers.commands.tip import daily

if TYPE_CHECKING:
    from bot.slack.app import SlackApp
    from bot.slack.daily_post import SlackPoster
    from bot.teams.app import TeamsApp

TAKEN_OUT = "BotNotInConversationRoster"
"""Teams' own code for a conversation that the bot is not in any more."""


class DailyTerms:
    """Handlers get `service` before there is any platform; each platform joins once it is made."""

    def __init__(
        self,
        engine: AsyncEngine,
        library: Callable[[], Library],
        clock: Clock | None = None,
        limits: Timing | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.store = SubscriptionStore(engine, self.clock)
        self._platforms: dict[str, Platform] = {}
        self._posters: dict[str, Poster] = {}
        self._slack: SlackPoster | None = None
        self.loop = DailyTermLoop(engine, self._posters, library, daily, limits or Timing(), self.clock)
        self.service = DailyTermService(self.store, self._platforms, self.loop.wake, self.now)

    def join_slack(self, slack: SlackApp, api_url: str, *, admins_only: bool = False) -> None:
        """Slack is served by this process."""
        from bot.slack.daily_post import SlackPoster  # noqa: PLC0415
        from bot.slack.directory import SlackDirectory  # noqa: PLC0415 - each platform loads its own

        self._platforms["slack"] = SlackDirectory(slack.client, slack.tokens, admins_only=admins_only)
        self._posters["slack"] = self._slack = SlackPoster(slack.tokens, api_url)

    def join_teams(self, teams: TeamsApp, *, admins_only: bool = False) -> None:
        """Teams is served by this process."""
        from bot.teams.daily_post import TeamsPoster  # noqa: PLC0415
        from bot.teams.directory import TeamsDirectory  # noqa: PLC0415

        self._platforms["teams"] = TeamsDirectory(teams.addresses, admins_only=admins_only)
        self._posters["teams"] = TeamsPoster(teams.outbox)
        teams.on_moved = self._teams_moved

    async def forget_slack(self, enterprise: str | None, workspace: str | None) -> None:
        """A workspace, or a whole organisation, has taken the bot away."""
        await self.store.remove_workspace("slack", workspace, enterprise)

    async def forget_teams(self, tenant: str, conversation: str) -> None:
        """The bot was taken out of a conversation."""
        await self.store.deactivate("teams", tenant, conversation, ended=TAKEN_OUT)

    async def _teams_moved(self, tenant: str, conversation: str, address: str) -> None:
        """A conversation speaks, from an address that is new to this process."""
        await self.store.move("teams", tenant, conversation, address)

    def start(self) -> None:
        """Begin to deliver; to be called where a loop runs."""
        self.loop.start()

    async def stop(self) -> None:
        """Finish what has begun."""
        await self.loop.stop()
        if self._slack:
            await self._slack.close()

    def now(self) -> datetime:
        """The time as this process has it, moved along with the clock of all that is due."""
        return datetime.now(UTC) + timedelta(seconds=self.clock.shift)

"""The daily term as a feature: what handlers use, the loop that delivers, and the platforms it reaches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.daily_term.loop import daily_term_loop
from bot.daily_term.own_words import OwnWords
from bot.daily_term.service import DailyTermService
from bot.daily_term.subscriptions import SubscriptionStore
from bot.db.clock import Clock
from bot.platform import Event, Feature, Left, Moved, People, Platform, Poster
from bot.services import BotServices
from content.library import Library
from handlers.commands.tip import daily


class DailyTerms(Feature):
    """The daily terms of a running bot. Handlers get `service` before any platform is there; each platform joins."""

    def __init__(
        self,
        engine: AsyncEngine,
        library: Callable[[], Library],
        clock: Clock | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.store = SubscriptionStore(engine, self.clock)
        self._people: dict[str, People] = {}
        self._posters: dict[str, Poster] = {}
        self.own_words = OwnWords()
        self.loop = daily_term_loop(engine, self._posters, library, daily, clock=self.clock, own_words=self.own_words)
        self.service = DailyTermService(self.store, self._people, self.loop.wake, self.now)

    def provide(self, services: BotServices) -> BotServices:
        """Handlers get the subscriptions, and the clock that decides what is due. Channels may get teams' own words."""
        self.own_words.libraries = services.libraries
        return replace(services, subscriptions=self.service, now=self.now)

    def join(self, platform: Platform) -> None:
        """Deliver on this platform too."""
        self._people[platform.name] = platform.people
        self._posters[platform.name] = platform.poster

    async def on_event(self, event: Event) -> None:
        """End the subscription of a channel that removed the bot; store a channel's new address."""
        match event:
            case Left():
                if event.channel is not None:  # without one the whole workspace left, and its rows are deleted
                    await self.store.deactivate(
                        event.platform, event.workspace or "", event.channel, ended=event.reason
                    )
            case Moved():
                await self.store.move(event.platform, event.workspace, event.channel, event.address)
            case _:
                assert_never(event)

    def start(self) -> None:
        """Begin to deliver; called in a running event loop."""
        self.loop.start()

    async def stop(self) -> None:
        """Finish what has begun."""
        await self.loop.stop()

    async def problem(self) -> str:
        """What keeps terms from going out; empty if nothing does."""
        return await self.loop.problem()

    def now(self) -> datetime:
        """The time as this process has it, moved along with the clock of all that is due."""
        return datetime.now(UTC) + timedelta(seconds=self.clock.shift)

"""Lets the next term of a channel come now, for trying it out: the clocks jump to its time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.daily_term.subscriptions import SubscriptionStore
from bot.db.clock import Clock

NOTHING = "No daily term here yet. Type /tips on 09:00 Geneva to set one up."
ENDED = "This channel has no further dates. Type /tips to see why."


@dataclass(frozen=True, slots=True)
class FastForward:
    """Moves the clock of all that is due and what else has one (`jump`, by so many seconds), then wakes the loop."""

    store: SubscriptionStore
    clock: Clock
    jump: Callable[[float], None]
    wake: Callable[[], None]

    async def __call__(self, platform: str, workspace: str, channel: str) -> str:
        """What to tell the person: the time that it is now, or that nothing is to come."""
        found = await self.store.find(platform, workspace, channel)
        if found is None:
            return NOTHING
        if found.next_at is None:
            return ENDED
        now = datetime.now(UTC) + timedelta(seconds=self.clock.shift)
        seconds = max(0.0, (found.next_at - now).total_seconds())
        self.clock.shift += seconds
        self.jump(seconds)
        self.wake()
        local = found.next_at.astimezone(ZoneInfo(found.subscription.zone))
        where = found.subscription.place or found.subscription.zone
        return f"It is now {local:%a} {local.day} {local:%b %Y, %H:%M} in {where}."

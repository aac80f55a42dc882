"""Fast-forward to a channel's next term, to try it out: shift the clocks to its due time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.daily_term.subscriptions import SubscriptionStore
from bot.db.clock import Clock

NOTHING = "No daily term here yet. Type /tips on 09:00 Geneva to set one up."
ENDED = "This channel has no more dates. Type /tips to see why."


@dataclass(frozen=True, slots=True)
class FastForward:
    """Shifts the clock for due times, calls `jump` with the seconds for any other clock, then wakes the loop."""

    store: SubscriptionStore
    clock: Clock
    jump: Callable[[float], None]
    wake: Callable[[], None]

    async def __call__(self, platform: str, workspace: str, channel: str) -> str:
        """Fast-forward. Returns the sentence to show: the new time, or that no term is ahead."""
        stored = await self.store.find(platform, workspace, channel)
        if stored is None:
            return NOTHING
        if stored.next_at is None:
            return ENDED
        now = datetime.now(UTC) + timedelta(seconds=self.clock.shift)
        seconds = max(0.0, (stored.next_at - now).total_seconds())
        self.clock.shift += seconds
        self.jump(seconds)
        self.wake()
        local = stored.next_at.astimezone(ZoneInfo(stored.subscription.zone))
        place = stored.subscription.place or stored.subscription.zone
        return f"It is now {local:%a} {local.day} {local:%b %Y, %H:%M} in {place}."

"""The daily terms' plans in a dict: a whole `Subscriptions` for tests of the answers, with the real calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.daily_term import holidays as calendars
from bot.daily_term import schedule
from handlers.daily_term.subscription import Delivery, Ended, Refusal, Status, Subscription
from handlers.parsing.countries import CountryMatch
from handlers.request import Person, Place


@dataclass
class InMemorySubscriptions:
    """Plans by channel; a test may set why everybody is refused, and what became of a channel's last terms.

    `asked`: the channels for which permission was asked, in order.
    """

    now: Callable[[], datetime]
    plans: dict[str, Subscription] = field(default_factory=dict)
    delivered: dict[str, tuple[Delivery, ...]] = field(default_factory=dict)
    ended: dict[str, Ended] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    refused: Refusal | None = None
    asked: list[str] = field(default_factory=list)

    async def refusal(self, person: Person, place: Place) -> Refusal | None:
        self.asked.append(_channel(place))
        return self.refused

    def how_to_add_me(self, person: Person) -> str:
        return "To add me, ring the bell."

    async def zone_of(self, person: Person) -> str | None:
        return person.zone

    async def find(self, person: Person, place: Place) -> Status | None:
        return self._status(_channel(place)) if _channel(place) in self.plans else None

    async def save(self, person: Person, place: Place, subscription: Subscription) -> Status:
        schedule.zone_named(subscription.zone)
        self.plans[_channel(place)] = subscription
        self.ended.pop(_channel(place), None)
        self.owners.setdefault(_channel(place), person.user)
        return self._status(_channel(place))

    async def remove(self, person: Person, place: Place) -> bool:
        self.owners.pop(_channel(place), None)
        return self.plans.pop(_channel(place), None) is not None

    async def list_of(self, person: Person) -> tuple[Status, ...]:
        return tuple(self._status(channel) for channel in self.plans if self.owners[channel] == person.user)

    def next_times(self, subscription: Subscription, count: int = 3) -> tuple[datetime, ...]:
        return schedule.next_times(subscription, self.now(), count)

    def find_calendar(self, typed: str) -> CountryMatch:
        return calendars.find_calendar(typed)

    def _status(self, channel: str) -> Status:
        plan = self.plans[channel]
        ended = self.ended.get(channel)
        upcoming = () if ended else self.next_times(plan)
        return Status(plan, channel, upcoming, self.delivered.get(channel, ()), ended)


def _channel(place: Place) -> str:
    if place.channel is None:
        raise ValueError("a plan belongs to a channel")
    return place.channel

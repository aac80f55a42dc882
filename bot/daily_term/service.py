"""Subscriptions as handlers see them: combines the store, the platforms and the loop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from bot.daily_term import holidays as calendars
from bot.daily_term import schedule
from bot.daily_term.failure_reasons import in_words
from bot.daily_term.subscriptions import Stored, SubscriptionStore
from bot.platform import People
from handlers.daily_term.subscription import Ended, Refusal, Status, Subscription
from handlers.parsing.countries import CountryMatch
from handlers.request import Person, Place

NEXT_TIMES = 3
"""How many of the next times a confirmation lists."""


class DailyTermService:
    """Implements `handlers.daily_term.subscription.Subscriptions` for all platforms that this process serves.

    `wake` is called after each change, to start a round of the loop. `now` is the clock for the next times.
    """

    def __init__(
        self,
        store: SubscriptionStore,
        people: Mapping[str, People],
        wake: Callable[[], None],
        now: Callable[[], datetime],
    ) -> None:
        self._store, self._people, self._wake, self._now = store, people, wake, now

    async def refusal(self, person: Person, place: Place) -> Refusal | None:
        """Why this person may not change the channel's subscription, or None if they may."""
        people = self._people.get(person.platform)
        if people is None or not place.channel:
            return Refusal.NOT_KEPT
        return await people.refusal(person, place)

    def how_to_add_me(self, person: Person) -> str:
        """A sentence that says how to add the bot to a channel on the person's platform; empty if it is not served."""
        people = self._people.get(person.platform)
        return people.how_to_add_me if people else ""

    async def zone_of(self, person: Person) -> str | None:
        """The person's time zone, or None if the platform does not say."""
        people = self._people.get(person.platform)
        return await people.zone_of(person) if people else None

    async def find(self, person: Person, place: Place) -> Status | None:
        """Return the channel's subscription, including one that ended by itself."""
        whose = (person.platform, person.workspace, place.channel or "", person.enterprise)
        stored = await self._store.find(*whose) or await self._store.find_ended(*whose)
        return await self._status(stored) if stored else None

    async def save(self, person: Person, place: Place, subscription: Subscription) -> Status:
        """Create or change it. Raises KeyError for a platform that is not served here: check `refusal` first."""
        target = self._people[person.platform].target_of(person, place)
        stored = await self._store.save(target, person.user, subscription, person.own_workspace)
        self._wake()
        return await self._status(stored)

    async def remove(self, person: Person, place: Place) -> bool:
        """Turn it off. Returns whether it was on."""
        channel = place.channel or ""
        was_on = await self._store.deactivate(person.platform, person.workspace, channel, person.enterprise)
        if was_on:
            self._wake()
        return was_on

    async def list_of(self, person: Person) -> tuple[Status, ...]:
        """List what this person has set up, without delivery outcomes: each would take a query."""
        found = await self._store.of_workspace(person.platform, person.workspace, person.user)
        return tuple(
            Status(each.subscription, each.target.channel, self._times(each), ended=_ended(each)) for each in found
        )

    def next_times(self, subscription: Subscription, count: int = NEXT_TIMES) -> tuple[datetime, ...]:
        """Return the next local times of a subscription, saved or not."""
        return schedule.next_times(subscription, self._now(), count)

    def find_calendar(self, typed: str) -> CountryMatch:
        """Find the country, or part of one, whose public holidays somebody means."""
        return calendars.find_calendar(typed)

    async def _status(self, stored: Stored) -> Status:
        latest = await self._store.latest(stored.id)
        told = tuple(replace(each, reason=in_words(each.reason)) for each in latest)
        return Status(stored.subscription, stored.target.channel, self._times(stored), told, _ended(stored))

    def _times(self, stored: Stored) -> tuple[datetime, ...]:
        """The next times from the next planned date on: today's term may have been posted already, at another time."""
        if stored.next_day is None:
            return ()
        used = stored.next_day - timedelta(days=1)
        try:
            return schedule.next_times(stored.subscription, self._now(), NEXT_TIMES, used)
        except ValueError:  # a zone or calendar that no longer exists: planning reports it
            return ()


def _ended(stored: Stored) -> Ended | None:
    """When it ended by itself, as a date in its own zone, and why."""
    if stored.ended_at is None:
        return None
    try:
        zone: tzinfo = schedule.zone_named(stored.subscription.zone)
    except ValueError:
        zone = UTC
    return Ended(stored.ended_at.astimezone(zone).date(), in_words(stored.ended_reason))

"""A channel's daily term, and the interface that `bot/` implements to store it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from handlers.request import Person, Place

if TYPE_CHECKING:
    from handlers.parsing.countries import CountryMatch

EVERY_DAY = frozenset(range(7))
WORKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Skip:
    """Local dates without a term, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Subscription:
    """When a channel gets its term of the day, and from which fields.

    `time` is a local time in `zone` (an IANA name), to the minute. `place` is the city that people named, if the zone
    is named after another one ("Geneva" in Europe/Zurich). `weekdays` counts from Monday as 0. `fields` are ids of
    content fields; empty means all. There is no term on the public holidays of the country `holidays` (ISO 3166-1
    alpha-2, optionally with a subdivision: "CH", "CH-GE"). `own_words`: the team's own words come first in each round.
    """

    time: time
    zone: str
    weekdays: frozenset[int] = WORKDAYS
    fields: tuple[str, ...] = ()
    holidays: str | None = None
    skips: tuple[Skip, ...] = ()
    place: str = ""
    own_words: bool = False


class DeliveryOutcome(Enum):
    """The outcome of one day's term."""

    PENDING = "pending"
    SENT = "sent"
    MISSED = "missed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One day's term: its local date, the name of its entry (empty if none was chosen), and its outcome.

    `reason` explains in a few plain words why it failed, was missed or is unknown.
    """

    day: date
    entry: str
    outcome: DeliveryOutcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """When a subscription ended by itself (a local date) and why, in a few plain words."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a subscription: the next times in its zone, and the latest deliveries, newest first.

    `ended`: it turned itself off and stays off; nobody in the channel did it.
    """

    subscription: Subscription
    channel: str
    next_times: tuple[datetime, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    ended: Ended | None = None


class Refusal(Enum):
    """Why a person can't set up a channel's term."""

    NOT_KEPT = "nothing is kept here"
    ADMINS_ONLY = "only admins may"
    NOT_A_MEMBER = "the person is not in the channel"
    BOT_NOT_IN_CHANNEL = "the bot is not in the channel, and cannot join it by itself"
    ARCHIVED = "the channel is archived"
    OUTSIDER = "the person belongs to another company that shares the channel"
    SCOPE_MISSING = "the bot was installed without a permission that this needs"
    TOO_MANY_MEMBERS = "the channel is only named, and too large to look for the person in it"
    UNREACHABLE = "the platform could not be asked"


class Subscriptions(Protocol):
    """The interface that `bot/` implements. A channel has at most one subscription."""

    async def refusal(self, person: Person, place: Place) -> Refusal | None:
        """Why this person can't change the subscription of the place's channel; None if they can.

        If the bot can join the channel by itself, it does.
        """

    def how_to_add_me(self, person: Person) -> str:
        """A sentence that says how to add the bot to a channel on the person's platform; may be empty."""

    async def zone_of(self, person: Person) -> str | None:
        """The person's IANA zone, if the platform reports one."""

    async def find(self, person: Person, place: Place) -> Status | None:
        """The subscription of the place's channel, including one that ended by itself; None if there is none."""

    async def save(self, person: Person, place: Place, subscription: Subscription) -> Status:
        """Create or change the channel's subscription. A term already posted today isn't posted again."""

    async def remove(self, person: Person, place: Place) -> bool:
        """Turn off the channel's subscription. Returns whether there was one."""

    async def list_of(self, person: Person) -> tuple[Status, ...]:
        """The subscriptions that this person set up in their workspace, for the front page."""

    def next_times(self, subscription: Subscription, count: int = 3) -> tuple[datetime, ...]:
        """The next local times of a subscription, saved or not; fewer than `count` if it runs out of days."""

    def find_calendar(self, typed: str) -> CountryMatch:
        """The country, or part of one, whose public holidays are meant; otherwise the closest ones."""

"""When a channel's term is due: one moment for each local date that the subscription does not leave out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from bot.daily_term import holidays as calendars
from handlers.daily_term.subscription import Subscription

LOOK_AHEAD = 2 * 366
"""Dates that are looked at before a subscription counts as one without a further date; a skip counts as one."""

_DAY = timedelta(days=1)


class UnknownZoneError(ValueError):
    """A zone that this system's time zone data does not know; the message names it."""


@dataclass(frozen=True, slots=True)
class Due:
    """A subscription's term for a local date, and the moment in UTC from which it is due."""

    day: date
    at: datetime


@lru_cache(maxsize=1024)  # the standard library keeps eight of the some 600
def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name; UnknownZoneError where there is none, whatever was stored."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError, TypeError) as error:  # a folder's name is an OSError: "America"
        raise UnknownZoneError(f"unknown time zone {name!r:.80}") from error


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The moment in UTC when a local time comes on a local date; None where the zone has no such date.

    A time that comes twice counts when it comes first. A time that the clocks leap over counts as much later as they
    leap (02:30 → 03:30), or as much earlier where later would be the next date (23:30 → 22:30 in Nuuk).
    """
    local = datetime.combine(day, at, zone)
    for fold in (0, 1):
        try:
            moment = local.replace(fold=fold).astimezone(UTC)
            if moment.astimezone(zone).date() == day:
                return moment
        except OverflowError:  # the first and the last day of the calendar
            return None
    return None


def next_due(subscription: Subscription, after: datetime, after_day: date | None = None) -> Due | None:
    """The first due moment after a moment, and of a local date after `after_day`: the last date that was used.

    So a date is not used again when the time or the zone was changed meanwhile. None where no date is left.
    UnknownZoneError or calendars.UnknownCalendarError, both ValueErrors, where a stored subscription cannot be read.
    """
    return next(_dues(subscription, after, after_day), None)


def next_times(
    subscription: Subscription, now: datetime, count: int = 3, after_day: date | None = None
) -> tuple[datetime, ...]:
    """The next due moments as local times of the subscription's zone, at most `count`. Raises as `next_due` does."""
    zone = zone_named(subscription.zone)
    return tuple(due.at.astimezone(zone) for due in islice(_dues(subscription, now, after_day), count))


def _dues(subscription: Subscription, after: datetime, after_day: date | None) -> Iterator[Due]:
    zone = zone_named(subscription.zone)
    first = after.astimezone(zone).date()
    if after_day is not None and after_day >= first:
        first = _next(after_day)
    for day in _days(subscription, first):
        moment = moment_of(day, subscription.time, zone)
        if moment is not None and moment > after:
            yield Due(day, moment)


def _days(subscription: Subscription, first: date) -> Iterator[date]:
    """The local dates from the first on that the subscription does not leave out."""
    day = first
    for _ in range(LOOK_AHEAD):
        if day == date.max:  # there is none after it
            return
        skipped = next((skip for skip in subscription.skips if skip.first <= day <= skip.last), None)
        if skipped is None and day.weekday() in subscription.weekdays and not _is_holiday(subscription, day):
            yield day
        day = _next(skipped.last if skipped else day)


def _next(day: date) -> date:
    return min(day, date.max - _DAY) + _DAY


def _is_holiday(subscription: Subscription, day: date) -> bool:
    return subscription.holidays is not None and calendars.is_holiday(subscription.holidays, day)

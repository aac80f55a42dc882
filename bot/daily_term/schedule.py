"""Compute when a channel's term is due: one moment for each local date that its subscription includes."""

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
"""Dates to try before a subscription counts as having none left. A skipped range counts as one date."""

_DAY = timedelta(days=1)


class UnknownZoneError(ValueError):
    """A time zone that this system's time zone data does not have. The message names it."""


@dataclass(frozen=True, slots=True)
class Due:
    """A subscription's local date and the moment, in UTC, from which its term is due."""

    day: date
    at: datetime


@lru_cache(maxsize=1024)  # there are about 600, and the standard library caches eight
def zone_named(name: str) -> ZoneInfo:
    """Return the zone with this IANA name. Raises UnknownZoneError, whatever the text."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError, TypeError) as error:  # OSError for the name of a folder, "America"
        raise UnknownZoneError(f"unknown time zone {name!r:.80}") from error


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """Convert a local date and time to UTC. None if the zone skipped that date.

    A time that occurs twice means the first one. A time that the clocks skip moves forward by the skip (02:30 → 03:30),
    or back if forward would be the next date (23:30 → 22:30 in Nuuk).
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
    """Return the first due moment after `after` whose local date is after `after_day`; None if no date is left.

    `after_day` is the last date already used, so that no date is used twice if the time or zone changes. Raises
    UnknownZoneError or calendars.UnknownCalendarError, both ValueErrors, for a zone or calendar that no longer exists.
    """
    return next(_dues(subscription, after, after_day), None)


def next_times(
    subscription: Subscription, now: datetime, count: int = 3, after_day: date | None = None
) -> tuple[datetime, ...]:
    """Return at most `count` next due moments, in the subscription's zone. Raises what `next_due` raises."""
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
    """Yield the local dates, from `first` on, that the subscription includes."""
    day = first
    for _ in range(LOOK_AHEAD):
        if day == date.max:
            return
        skipped = next((skip for skip in subscription.skips if skip.first <= day <= skip.last), None)
        if skipped is None and day.weekday() in subscription.weekdays and not _is_holiday(subscription, day):
            yield day
        day = _next(skipped.last if skipped else day)


def _next(day: date) -> date:
    return min(day, date.max - _DAY) + _DAY


def _is_holiday(subscription: Subscription, day: date) -> bool:
    return subscription.holidays is not None and calendars.is_holiday(subscription.holidays, day)

"""Express a daily term's plan in plain words, as a command line, and as a form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from content.library import Library
from handlers.channel_reference import channel_reference
from handlers.daily_term.subscription import EVERY_DAY, WORKDAYS, Skip, Subscription
from handlers.daily_term.wish import DAYS
from handlers.parsing.find_time_zone import find_zone
from handlers.reply import FormButton, Input, Items, Option, items
from handlers.wording import join_phrases

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DEFAULT_TIME = time(9)
YEAR = 365
"""Days from today after which a date is shown with its year."""
MENU_CHARACTERS = 900
"""The most characters that a form's list of fields may have; above that, fields are typed in."""


def plan(subscription: Subscription, library: Library) -> str:
    """ "Weekdays at 09:00, Zurich time, only from Consular work", without a full stop."""
    place = subscription.place or city(subscription.zone)
    words = f"{days(subscription.weekdays)} at {subscription.time:%H:%M}, {place} time"
    chosen = [field.name for field in library.fields if field.id in subscription.fields]
    others = [field.name for field in library.fields if field.id not in subscription.fields]
    if chosen and others and len(others) < len(chosen):
        words = f"{words}, from all fields except {join_phrases(others)}"
    elif chosen:
        words = f"{words}, only from {join_phrases(chosen)}"
    return f"{words}, your team’s own words first" if subscription.own_words else words


def within_sentence(words: str) -> str:
    """A plan in the middle of a sentence: "weekdays at 09:00", but "Mondays at 09:00"."""
    return words if words.startswith(DAY_NAMES) else f"{words[:1].lower()}{words[1:]}"


def days(weekdays: frozenset[int]) -> str:
    """ "Weekdays", "Every day", "Mondays and Thursdays", "Sunday to Thursday"."""
    if weekdays == EVERY_DAY:
        return "Every day"
    if weekdays == WORKDAYS:
        return "Weekdays"
    if weekdays == frozenset([5, 6]):
        return "Weekends"
    run = _run(weekdays)
    if len(run) > 2:
        return f"{DAY_NAMES[run[0]]} to {DAY_NAMES[run[-1]]}"
    *most, last = (f"{DAY_NAMES[day]}s" for day in sorted(weekdays))
    return f"{', '.join(most)} and {last}" if most else last


def city(zone: str) -> str:
    """The city a zone is named after: "New York" for America/New_York."""
    return zone.rpartition("/")[2].replace("_", " ") or zone


def day(value: date, today: date) -> str:
    """ "Mon 23 Nov", with the year if the day isn't within a year of today."""
    return f"{value:%a} {value.day} {value:%b}" if abs((value - today).days) < YEAR else full_date(value)


def full_date(value: date) -> str:
    """ "Mon 23 Nov 2026"."""
    return f"{value:%a} {value.day} {value:%b} {value.year}"


def format_skip(skip: Skip, today: date) -> str:
    """ "Thu 24 Dec to Sat 2 Jan 2027", "Mon 23 Nov"."""
    if skip.first == skip.last:
        return day(skip.first, today)
    last = day(skip.last, today) if skip.first.year == skip.last.year else full_date(skip.last)
    return f"{day(skip.first, today)} to {last}"


def upcoming_times(times: Iterable[datetime], today: date) -> Items | None:
    """The times, one per line."""
    return items(f"{day(moment.date(), today)} at {moment:%H:%M}" for moment in times)


def setup_line(subscription: Subscription, channel: str = "") -> str:
    """The command line that sets up the same plan, except for skipped dates."""
    weekdays = ",".join(DAYS[number] for number in sorted(subscription.weekdays))
    line = f"tips on {subscription.time:%H:%M} {subscription.place or subscription.zone} days {weekdays}"
    line += f" holidays {subscription.holidays}" if subscription.holidays else ""
    return f"{line} fields {','.join(subscription.fields) or 'all'}{in_channel(channel)}"


def in_channel(channel: str) -> str:
    """The words that name another channel at the end of a command line; empty if `channel` is."""
    return f" in {channel_reference(channel)}" if channel else ""


def form(label: str, current: Subscription | None, zone: str | None, library: Library, where: str = "") -> FormButton:
    """The form that sets up or changes a plan.

    `where` ends its command line: a channel, `{channel}` for a field that asks for one, or nothing.
    """
    at = current.time if current else DEFAULT_TIME
    chosen = current.weekdays if current else WORKDAYS
    inputs = [
        Input("time", "Time", "time", initial=f"{at:%H:%M}"),
        Input("zone", "Time zone (city)", "zone", initial=_initial_zone(current, zone or "")),
        Input("days", "Days", "many", _days(), initial=",".join(DAYS[number] for number in sorted(chosen))),
        _fields(library, current.fields if current else ()),
    ]
    if "{channel}" in where:
        inputs.append(Input("channel", "Channel", "channel"))
    line = f"tips on {{time}} {{zone}} days {{days}} fields {{fields}}{where}"
    return FormButton(label, "One term a day", tuple(inputs), line, submit="Save")


def _initial_zone(current: Subscription | None, zone: str) -> str:
    """The city that people named, otherwise the zone's own city if it leads back to the zone."""
    if current and current.place:
        return current.place
    zone = current.zone if current else zone
    name = city(zone)
    match = find_zone(name).zone if name else None
    return name if match is not None and match.name == zone else zone


def _days() -> tuple[Option, ...]:
    return tuple(Option(name, short) for name, short in zip(DAY_NAMES, DAYS, strict=True))


def _fields(library: Library, chosen: Sequence[str]) -> Input:
    options = tuple(Option(field.name, field.id) for field in library.fields)
    listed = 0 < sum(len(option.label) + len(option.command) for option in options) <= MENU_CHARACTERS
    hint = "Leave empty for all fields."
    if not listed:
        return Input("fields", "Only these fields", initial=",".join(chosen), hint=hint, optional=True)
    return Input("fields", "Only these fields", "many", options, ",".join(chosen), hint, optional=True)


def _run(weekdays: frozenset[int]) -> tuple[int, ...]:
    """The days as one unbroken run, which may wrap around the weekend; empty if they aren't one."""
    for first in range(7):
        run = tuple((first + step) % 7 for step in range(len(weekdays)))
        if set(run) == weekdays and (first - 1) % 7 not in weekdays:
            return run
    return ()

"""Change a channel's daily term, and confirm each change with the next three times."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from content.lookup.normalize import normalize
from handlers.commands.tip import daily, term_for
from handlers.daily_term.ask_back import (
    ask_about_unclear,
    ask_for_days,
    ask_for_fields,
    ask_for_holidays,
    ask_for_new_time,
    ask_which_country,
    ask_which_days,
    ask_which_start,
    ask_which_zone,
)
from handlers.daily_term.status import no_plan, skip_note
from handlers.daily_term.subscription import WORKDAYS, Skip, Status, Subscription
from handlers.daily_term.tips_request import TipsRequest
from handlers.daily_term.wish import Wish, read, zone_words
from handlers.daily_term.wording import (
    DEFAULT_TIME,
    city,
    full_date,
    plan,
    setup_line,
    upcoming_times,
    within_sentence,
)
from handlers.parsing.days_off import is_too_long, read_days
from handlers.parsing.find_time_zone import find_zone
from handlers.parsing.zone_names_and_offsets import Zone
from handlers.reply import Bold, Button, Reply, actions, note, reply, text
from handlers.wording import with_full_stop

NONE = frozenset(["none", "nothing", "clear", "no", "off", "never"])
_ALL = frozenset(["all", "any", "every", "everything", "all fields", "none"])


async def on(asked: TipsRequest) -> Reply:
    """Set up the plan, or change the parts that are named."""
    wish = read(asked.rest, asked.services.library)
    current = await asked.current()
    if (question := await ask_about_unclear(asked, wish, current)) is not None:
        return question
    zone = wish.zone.name if wish.zone else current.subscription.zone if current else await _own_zone(asked)
    if zone is None:
        return await ask_which_zone(asked)
    before = current.subscription if current else Subscription(DEFAULT_TIME, zone, WORKDAYS)
    after = replace(
        before,
        zone=zone,
        place=_place(wish.zone) if wish.zone else before.place,
        time=wish.time or before.time,
        weekdays=(wish.weekdays or before.weekdays) - wish.without,
        fields=before.fields if wish.fields is None else wish.fields,
    )
    if not after.weekdays:
        return ask_which_days(asked)
    if wish.holidays is not None:
        match = asked.subscriptions.find_calendar(wish.holidays)
        if match.country is None:
            return ask_which_country(asked, match)
        after = replace(after, holidays=match.country.code)
    if wish.start:
        today = asked.services.today(zone)
        first = _first_day(asked, wish.start, today)
        if isinstance(first, Reply):
            return first
        after = _starting(after, first, today)
    return await save(asked, after, wish, began=current is None, replaced=current.subscription if current else None)


def _first_day(asked: TipsRequest, words: str, today: date) -> date | Reply:
    """The first day of the plan, or a question if it is unclear, in the past or more than a year away."""
    reading = read_days(words, today)
    if len(reading.skips) != 1:
        return ask_which_start(asked, words, reading.choices)
    (span,) = reading.skips
    if span.last < today:
        return ask_which_start(asked, words, (), f"{full_date(span.first)} is in the past.")
    if is_too_long(Skip(today, span.first - timedelta(days=1)), today):
        return ask_which_start(asked, words, (), f"{full_date(span.first)} is more than a year away.")
    return span.first


def _starting(plan_: Subscription, first: date, today: date) -> Subscription:
    """The plan with every day before `first` skipped."""
    if first <= today:
        return plan_
    before = Skip(today, first - timedelta(days=1))
    return replace(plan_, skips=(*plan_.skips, before))


async def move(asked: TipsRequest) -> Reply:
    """Change the time, the zone, or any other part that is named."""
    current = await asked.current()
    if current is None:
        return await no_plan(asked, "There is no daily term here yet.")
    if read(asked.rest, asked.services.library).says_nothing:
        return await ask_for_new_time(asked, current)
    return await on(asked)


async def days(asked: TipsRequest) -> Reply:
    """Change the weekdays."""
    current = await asked.current()
    if current is None:
        return await no_plan(asked, "There is no daily term here yet.")
    rest = "daily" if normalize(asked.rest) in _ALL else asked.rest
    if read(rest, asked.services.library).says_nothing:
        return await ask_for_days(asked, current)
    return await on(replace(asked, rest=rest))


async def fields(asked: TipsRequest) -> Reply:
    """Limit the terms to these fields, or allow all again."""
    current = await asked.current()
    if current is None:
        return await no_plan(asked, "There is no daily term here yet.")
    if not asked.rest:
        return await ask_for_fields(asked, current)
    typed = "all" if normalize(asked.rest) in _ALL else asked.rest
    return await on(replace(asked, rest=f"fields {typed}"))


async def own_words(asked: TipsRequest) -> Reply:
    """Add the team's own words to the terms, or leave them out."""
    current = await asked.current()
    if current is None:
        return await no_plan(asked, "There is no daily term here yet.")
    if asked.services.team is None:
        return reply(text("I don’t keep words of your own here, so there are none to add."), shareable=False)
    return await save(asked, replace(current.subscription, own_words=normalize(asked.rest) not in NONE))


async def holidays(asked: TipsRequest) -> Reply:
    """Skip the public holidays of a country, or stop skipping holidays."""
    current = await asked.current()
    if current is None:
        return await no_plan(asked, "There is no daily term here yet.")
    if not asked.rest:
        return await ask_for_holidays(asked, current)
    subscription = current.subscription
    if normalize(asked.rest) in NONE:
        return await save(asked, replace(subscription, holidays=None))
    match = asked.subscriptions.find_calendar(re.sub(r"^(?:of|in|for)\s+|\sholidays?$", "", asked.rest, flags=re.I))
    if match.country is not None:
        return await save(asked, replace(subscription, holidays=match.country.code))
    return ask_which_country(asked, match)


async def test(asked: TipsRequest) -> Reply:
    """Preview the channel's next post for the asker alone; a term from any field if no channel is known."""
    current = await asked.current() if asked.place.channel else None
    chosen = current.subscription.fields if current else ()
    entry = term_for(asked.services.today(await asked.zone()), chosen, asked.services.library)
    if entry is None:
        return reply(text("There's no term to show in the loaded content."), shareable=False)
    shown = daily(entry)
    words = "Only you can see this preview. The next term may differ; no term repeats until all have been used."
    return reply(*shown.blocks, note(words), shareable=False)


async def save(
    asked: TipsRequest,
    after: Subscription,
    wish: Wish | None = None,
    *,
    began: bool = False,
    replaced: Subscription | None = None,
) -> Reply:
    """Save the plan if the person is allowed to, and confirm it. The answer names the plan that was `replaced`."""
    if (refused := await asked.refusal()) is not None:
        return refused
    status = await asked.subscriptions.save(asked.request.person, asked.place, after)
    return await _confirmed(asked, status, wish or Wish(), began=began, replaced=replaced)


async def _confirmed(
    asked: TipsRequest, status: Status, wish: Wish, *, began: bool, replaced: Subscription | None
) -> Reply:
    library = asked.services.library
    after = status.subscription
    before = replaced if replaced and _is_another(replaced, after) else None
    back = setup_line(before) if before and (before.holidays or not after.holidays) else ""
    upcoming = status.next_times or asked.subscriptions.next_times(status.subscription)
    direct = asked.place.kind == "direct"
    return reply(
        text(Bold("Done. "), with_full_stop(plan(after, library)), " I'll post it in ", asked.here, "."),
        text(f"That's instead of {with_full_stop(within_sentence(plan(before, library)))}") if before else None,
        skip_note(asked, status.subscription),
        text("The next ones:") if upcoming else text("Nothing scheduled: every day is skipped."),
        upcoming_times(upcoming[:3], asked.services.today(status.subscription.zone)),
        note(with_full_stop(wish.note)) if wish.note else None,
        note("Anyone in the channel can turn it off with “Turn off” under a term.") if began and not direct else None,
        actions(
            Button("Preview", f"tips test{asked.where}"),
            await asked.form("Change", status.subscription),
            Button("Go back to the old plan", f"{back}{asked.where}") if back else None,
            Button("Turn off", f"tips off{asked.where}"),
        ),
        shareable=False,
    )


def _is_another(before: Subscription, after: Subscription) -> bool:
    """Whether a plan is another one rather than the old one moved: at least two of its time, zone and days differ."""
    return sum((before.time != after.time, before.zone != after.zone, before.weekdays != after.weekdays)) > 1


async def _own_zone(asked: TipsRequest) -> str | None:
    """The asker's zone, if it is a known one."""
    name = await asked.zone()
    zone = find_zone(name).zone if name else None
    return zone.name if zone else None


def _place(zone: Zone) -> str:
    """The city to store if the zone has another name and the city alone leads back to it; otherwise empty."""
    name = zone_words(zone)
    return "" if name == zone.name or normalize(city(zone.name)) in normalize(name) else name

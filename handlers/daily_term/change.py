"""Changes a channel's daily term; each change is confirmed with the next three times."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from content.lookup.normalize import normalize
from handlers.commands.tip import daily, term_for
from handlers.daily_term.ask_back import (
    ask,
    no_calendar,
    unclear,
    which_days,
    which_start,
    which_zone,
)
from handlers.daily_term.status import TipsRequest, country, left_out, not_yet
from handlers.daily_term.subscription import WORKDAYS, Skip, Status, Subscription
from handlers.daily_term.wish import Wish, read, zone_words
from handlers.daily_term.wording import DEFAULT_TIME, city, day_and_year, moments, plan
from handlers.parsing.days_off import is_too_long, read_days
from handlers.parsing.places import Zone, find_zone
from handlers.reply import Bold, Button, Reply, actions, note, reply, text
from handlers.wording import ended

NONE = frozenset(["none", "nothing", "clear", "no", "off", "never"])
_ALL = frozenset(["all", "any", "every", "everything", "all fields", "none"])


async def on(asked: TipsRequest) -> Reply:
    """Set up, or change whatever is named."""
    wish = read(asked.rest, asked.services.library)
    known = await asked.known()
    if (question := await unclear(asked, wish, known)) is not None:
        return question
    zone = wish.zone.name if wish.zone else known.subscription.zone if known else await _own_zone(asked)
    if zone is None:
        return await which_zone(asked)
    before = known.subscription if known else Subscription(DEFAULT_TIME, zone, WORKDAYS)
    after = replace(
        before,
        zone=zone,
        place=_place(wish.zone) if wish.zone else before.place,
        time=wish.time or before.time,
        weekdays=(wish.weekdays or before.weekdays) - wish.without,
        fields=before.fields if wish.fields is None else wish.fields,
    )
    if not after.weekdays:
        return which_days(asked)
    if wish.holidays is not None:
        found = asked.kept.find_calendar(wish.holidays)
        if found.country is None:
            return no_calendar(asked, found)
        after = replace(after, holidays=found.country.code)
    if wish.start:
        today = asked.services.today(zone)
        first = _first_day(asked, wish.start, today)
        if isinstance(first, Reply):
            return first
        after = _begun(after, first, today)
    return await save(asked, after, wish, began=known is None)


def _first_day(asked: TipsRequest, words: str, today: date) -> date | Reply:
    """The day on which the plan starts, or the question if it isn't clear, is past or is more than a year away."""
    began = read_days(words, today)
    if len(began.skips) != 1:
        return which_start(asked, words, began.choices)
    (span,) = began.skips
    if span.last < today:
        return which_start(asked, words, (), f"{day_and_year(span.first)} is in the past.")
    if is_too_long(Skip(today, span.first - timedelta(days=1)), today):
        return which_start(asked, words, (), f"{day_and_year(span.first)} is more than a year away.")
    return span.first


def _begun(plan_: Subscription, first: date, today: date) -> Subscription:
    """The plan with the days left out until the first one."""
    if first <= today:
        return plan_
    before = Skip(today, first - timedelta(days=1))
    return replace(plan_, skips=(*plan_.skips, before))


async def move(asked: TipsRequest) -> Reply:
    """Another time, another zone, or whatever is named."""
    known = await asked.known()
    if known is None:
        return await not_yet(asked, "There is no daily term here yet.")
    if read(asked.rest, asked.services.library).says_nothing:
        return await ask(asked, known, "What time should I move it to?", "move 08:30", "move 08:30 Geneva")
    return await on(asked)


async def days(asked: TipsRequest) -> Reply:
    """Other weekdays."""
    known = await asked.known()
    if known is None:
        return await not_yet(asked, "There is no daily term here yet.")
    rest = "daily" if normalize(asked.rest) in _ALL else asked.rest
    if read(rest, asked.services.library).says_nothing:
        return await ask(asked, known, "Which days should I post on?", "days mon-fri", "days mon,wed,fri", "days daily")
    return await on(replace(asked, rest=rest))


async def fields(asked: TipsRequest) -> Reply:
    """Terms from these fields only, or from all."""
    known = await asked.known()
    if known is None:
        return await not_yet(asked, "There is no daily term here yet.")
    if not asked.rest:
        first = next((f"fields {field.id}" for field in asked.services.library.fields), "fields all")
        return await ask(asked, known, "Which fields should terms come from?", first, "fields all")
    typed = "all" if normalize(asked.rest) in _ALL else asked.rest
    return await on(replace(asked, rest=f"fields {typed}"))


async def holidays(asked: TipsRequest) -> Reply:
    """No term on the public holidays of a country, or on every day again."""
    known = await asked.known()
    if known is None:
        return await not_yet(asked, "There is no daily term here yet.")
    subscription = known.subscription
    if not asked.rest:
        kept = subscription.holidays
        now = f"I skip public holidays of {country(asked.kept, kept)}." if kept else "I post on public holidays too."
        return await ask(asked, known, f"{now} Which country's holidays should I skip?", "holidays CH", "holidays none")
    if normalize(asked.rest) in NONE:
        return await save(asked, replace(subscription, holidays=None))
    found = asked.kept.find_calendar(re.sub(r"^(?:of|in|for)\s+|\sholidays?$", "", asked.rest, flags=re.I))
    if found.country is not None:
        return await save(asked, replace(subscription, holidays=found.country.code))
    return no_calendar(asked, found)


async def test(asked: TipsRequest) -> Reply:
    """What the channel gets, for the asker alone; where no channel is known, a term of any field."""
    known = await asked.known() if asked.place.channel else None
    chosen = known.subscription.fields if known else ()
    entry = term_for(asked.services.today(await asked.zone()), chosen, asked.services.library)
    if entry is None:
        return reply(text("There's no term to show in the loaded content."), shareable=False)
    shown = daily(entry)
    words = "Only you can see this preview. The next term may differ; no term repeats until all have been used."
    return reply(*shown.blocks, note(words), shareable=False)


async def save(asked: TipsRequest, after: Subscription, wish: Wish | None = None, *, began: bool = False) -> Reply:
    """Keep the plan where the person may, and confirm it."""
    if (refused := await asked.refusal()) is not None:
        return refused
    status = await asked.kept.save(asked.request.person, asked.place, after)
    return await _confirmed(asked, status, wish or Wish(), began=began)


async def _confirmed(asked: TipsRequest, status: Status, wish: Wish, *, began: bool) -> Reply:
    library = asked.services.library
    upcoming = status.next_times or asked.kept.next_times(status.subscription)
    direct = asked.place.kind == "direct"
    return reply(
        text(Bold("Done. "), ended(plan(status.subscription, library)), " I'll post it in ", asked.here, "."),
        left_out(asked, status.subscription),
        text("The next ones:") if upcoming else text("Nothing scheduled: every day is skipped."),
        moments(upcoming[:3], asked.services.today(status.subscription.zone)),
        note(ended(wish.note)) if wish.note else None,
        note("Anyone in the channel can turn it off with “Turn off” under a term.") if began and not direct else None,
        actions(
            Button("Preview", f"tips test{asked.where}"),
            await asked.form("Change", status.subscription),
            Button("Turn off", f"tips off{asked.where}"),
        ),
        shareable=False,
    )


async def _own_zone(asked: TipsRequest) -> str | None:
    """The asker's zone, where it is one that is known."""
    told = await asked.zone()
    found = find_zone(told).zone if told else None
    return found.name if found else None


def _place(zone: Zone) -> str:
    """The city that was named, where the zone is called after another one and the city alone finds it again."""
    name = zone_words(zone)
    return "" if name == zone.name or normalize(city(zone.name)) in normalize(name) else name

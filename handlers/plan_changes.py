"""Changes a channel's daily term; each change is confirmed with the next three times."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from content.fold import fold
from content.places import Zone, find_zone
from handlers.dates import LONGEST, read_days
from handlers.lookup import echo
from handlers.plan import Wish, read, zone_words
from handlers.plan_asks import ask, no_calendar, sure, unclear, which_zone
from handlers.plan_status import Asked, again, country, left_out, not_yet
from handlers.plan_words import DEFAULT_TIME, city, days_left_out, moments, plan
from handlers.reply import Bold, Button, Reply, actions, note, reply, text
from handlers.subscription import WORKDAYS, Skip, Status, Subscription
from handlers.tip import daily, term_for
from handlers.words import ended

MOST_SKIPS = 20
"""Spans of days that are kept at once."""

_NONE = frozenset(["none", "nothing", "clear", "no", "off", "never"])
_ALL = frozenset(["all", "any", "every", "everything", "all fields", "none"])


async def on(asked: Asked) -> Reply:
    """Set up, or change whatever is named."""
    wish = read(asked.rest, asked.services.library)
    known = await asked.kept.find(asked.request.person, asked.place)
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
        weekdays=wish.weekdays or before.weekdays,
        fields=before.fields if wish.fields is None else wish.fields,
    )
    if wish.holidays:
        found = asked.kept.find_calendar(wish.holidays)
        if found.country is None:
            return no_calendar(asked, found)
        after = replace(after, holidays=found.country.code)
    return await _save(asked, after, wish, began=known is None)


async def off(asked: Asked) -> Reply:
    """Ask once, with a week's rest as the other way; then end it."""
    known = await asked.kept.find(asked.request.person, asked.place)
    if known is None:
        return await not_yet(asked, "There is no daily term here, so there is nothing to stop.")
    if (refused := await asked.refusal()) is not None:
        return refused
    if fold(asked.rest) not in ("yes", "now"):
        return sure(asked, known)
    await asked.kept.remove(asked.request.person, asked.place)
    return reply(
        text(Bold("Stopped."), " No more daily terms come to ", asked.here, "."),
        actions(again(known, asked.where)),
        shareable=False,
    )


async def move(asked: Asked) -> Reply:
    """Another time or another zone."""
    known = await asked.kept.find(asked.request.person, asked.place)
    if known is None:
        return await not_yet(asked, "There is no daily term here yet.")
    wish = read(asked.rest, asked.services.library)
    if not wish.says_when and not wish.unknown and not wish.late:
        return await ask(asked, known, "To what time?", "move 08:30", "move 08:30 Geneva")
    return await on(asked)


async def days(asked: Asked) -> Reply:
    """Other weekdays."""
    known = await asked.kept.find(asked.request.person, asked.place)
    if known is None:
        return await not_yet(asked, "There is no daily term here yet.")
    wish = read(asked.rest, asked.services.library)
    if wish.weekdays is None and not wish.unknown and not wish.late:
        return await ask(asked, known, "On which days?", "days mon-fri", "days mon,wed,fri", "days daily")
    return await on(asked)


async def fields(asked: Asked) -> Reply:
    """Terms from these fields only, or from all."""
    known = await asked.kept.find(asked.request.person, asked.place)
    if known is None:
        return await not_yet(asked, "There is no daily term here yet.")
    if not asked.rest:
        first = next((f"fields {field.id}" for field in asked.services.library.fields), "fields all")
        return await ask(asked, known, "From which fields?", first, "fields all")
    typed = "all" if fold(asked.rest) in _ALL else asked.rest
    return await on(replace(asked, rest=f"fields {typed}"))


async def holidays(asked: Asked) -> Reply:
    """No term on the public holidays of a country, or on every day again."""
    known = await asked.kept.find(asked.request.person, asked.place)
    if known is None:
        return await not_yet(asked, "There is no daily term here yet.")
    subscription = known.subscription
    if not asked.rest:
        kept = subscription.holidays
        now = (
            f"No term comes on public holidays of {country(asked.kept, kept)}."
            if kept
            else "Terms come on holidays too."
        )
        return await ask(
            asked, known, f"{now} Which country's holidays shall I leave out?", "holidays CH", "holidays none"
        )
    if fold(asked.rest) in _NONE:
        return await _save(asked, replace(subscription, holidays=None))
    found = asked.kept.find_calendar(asked.rest)
    if found.country is not None:
        return await _save(asked, replace(subscription, holidays=found.country.code))
    return no_calendar(asked, found)


async def skip(asked: Asked) -> Reply:
    """Leave days out, or none any more."""
    known = await asked.kept.find(asked.request.person, asked.place)
    if known is None:
        return await not_yet(asked, "There is no daily term here yet.")
    if fold(asked.rest) in _NONE:
        return await _save(asked, replace(known.subscription, skips=()))
    today = asked.services.today(known.subscription.zone)
    wanted = read_days(asked.rest, today)
    if wanted is None:
        words = f"I cannot read “{echo(asked.rest)}” as days." if asked.rest else "Which days?"
        return await ask(asked, known, words, "skip tomorrow", "skip next week", f"skip {_example(today)}")
    if (problem := _not_skippable(wanted, today)) is not None:
        return await ask(asked, known, problem, "skip tomorrow", "skip next week")
    wanted = Skip(max(wanted.first, today), wanted.last)
    still = {each for each in known.subscription.skips if each.last >= today} | {wanted}
    if len(still) > MOST_SKIPS:
        return await ask(asked, known, f"{MOST_SKIPS} times off are all I keep. Clear them first.", "skip none")
    ordered = tuple(sorted(still, key=lambda each: (each.first, each.last)))
    return await _save(asked, replace(known.subscription, skips=ordered))


async def test(asked: Asked) -> Reply:
    """What the channel gets, for the asker alone; where no channel is known, a term of any field."""
    known = await asked.kept.find(asked.request.person, asked.place) if asked.place.channel else None
    chosen = known.subscription.fields if known else ()
    entry = term_for(asked.services.today(asked.request.person.zone), chosen, asked.services.library)
    if entry is None:
        return reply(text("There is no term to show in the loaded content."), shareable=False)
    shown = daily(entry)
    words = "A preview for you alone. The term of the day may be another one; none comes twice until all have been."
    return reply(*shown.blocks, note(words), shareable=False)


async def _save(asked: Asked, after: Subscription, wish: Wish | None = None, *, began: bool = False) -> Reply:
    if (refused := await asked.refusal()) is not None:
        return refused
    status = await asked.kept.save(asked.request.person, asked.place, after)
    return await _confirmed(asked, status, wish or Wish(), began=began)


async def _confirmed(asked: Asked, status: Status, wish: Wish, *, began: bool) -> Reply:
    library = asked.services.library
    upcoming = status.next_times or asked.kept.next_times(status.subscription)
    direct = asked.place.kind == "direct"
    return reply(
        text(Bold("Done. "), ended(plan(status.subscription, library)), " It comes to ", asked.here, "."),
        left_out(asked, status.subscription),
        text("The next ones:") if upcoming else text("No term is coming: all the days are left out."),
        moments(upcoming[:3]),
        note(ended(wish.note)) if wish.note else None,
        note("Anybody in the channel can end it with “Stop these” under a term.") if began and not direct else None,
        actions(
            Button("Preview", f"tips test{asked.where}"),
            await asked.form("Change", status.subscription),
            Button("Stop", f"tips off{asked.where}"),
        ),
        shareable=False,
    )


async def _own_zone(asked: Asked) -> str | None:
    """The asker's zone, where it is one that is known."""
    told = await asked.zone()
    found = find_zone(told).zone if told else None
    return found.name if found else None


def _place(zone: Zone) -> str:
    """The city that was named, where the zone is called after another one and the city alone finds it again."""
    name = zone_words(zone)
    return "" if name == zone.name or fold(city(zone.name)) in fold(name) else name


def _not_skippable(wanted: Skip, today: date) -> str | None:
    if wanted.last < today:
        return f"{days_left_out(wanted)} {wanted.last.year} is past. Which days ahead?"
    if (wanted.last - max(wanted.first, today)).days >= LONGEST:
        return "That is more than a year. Stop the daily term instead, or leave out fewer days."
    return None


def _example(today: date) -> str:
    """Two weeks around the turn of the year: what people most often leave out."""
    year = today.year if (today.month, today.day) < (12, 24) else today.year + 1
    return f"{year}-12-24..{year + 1}-01-02"

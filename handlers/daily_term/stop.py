"""Ends a channel's daily term, for good, on some days or for a while; each change is confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from content.lookup.normalize import normalize
from handlers.daily_term.ask_back import ask, sure, which_span
from handlers.daily_term.change import NONE, on, save
from handlers.daily_term.status import TipsRequest, again, not_yet
from handlers.daily_term.subscription import Skip, Status, Subscription
from handlers.daily_term.wish import read
from handlers.daily_term.wording import YEAR, day_and_year
from handlers.lookup import echo
from handlers.parsing.days_off import ParsedDays, is_too_long, read_days
from handlers.parsing.weekdays import names_several
from handlers.reply import Bold, Reply, actions, reply, text

MOST_SKIPS = 20
"""Spans of days that are kept at once."""

_NEXT = frozenset(["next", "next one", "next term", "next tip", "once", "one", "this one"])


async def off(asked: TipsRequest) -> Reply:
    """Ask once, with a week's rest as the other way; then end it. What is named behind it ends alone: "no fridays"."""
    known = await asked.known()
    if known is None:
        return await not_yet(asked, "There is no daily term here, so there's nothing to turn off.")
    if normalize(asked.rest) in ("yes", "now"):
        if (refused := await asked.refusal()) is not None:
            return refused
        await asked.kept.remove(asked.request.person, asked.place)
        return reply(
            text(Bold("Turned off."), " I won't post any more daily terms in ", asked.here, "."),
            actions(again(known, asked.where)),
            shareable=False,
        )
    if asked.rest and (part := await _part(asked, known)) is not None:
        return part
    return await asked.refusal() or sure(asked, known)


async def _part(asked: TipsRequest, known: Status) -> Reply | None:
    """Some days, weekdays, fields or holidays that are to end; None where nothing of the kind is named."""
    weekly = names_several(asked.rest)
    spans = ParsedDays() if weekly else read_days(asked.rest, asked.services.today(known.subscription.zone))
    if spans.skips or spans.choices:
        return await skip(asked)
    turned = replace(asked, rest=f"not {asked.rest}")
    wish = read(turned.rest, asked.services.library)
    if wish.without >= known.subscription.weekdays:
        return None  # "stop posting every day" stops all
    partly = wish.without or wish.fields or wish.holidays is not None
    return await on(turned) if partly and not wish.unknown else None


async def resume(asked: TipsRequest) -> Reply:
    """Leave nothing out any more, also of a plan that ended by itself; set up what else is named."""
    found = await asked.kept.find(asked.request.person, asked.place)
    if found is None or asked.rest:
        return await on(asked)
    return await save(asked, replace(found.subscription, skips=()), began=found.ended is not None)


async def skip(asked: TipsRequest) -> Reply:
    """Leave days out, or none any more."""
    known = await asked.known()
    if known is None:
        return await not_yet(asked, "There is no daily term here yet.")
    if normalize(asked.rest) in NONE:
        return await save(asked, replace(known.subscription, skips=()))
    today = asked.services.today(known.subscription.zone)
    reading = _read_days(asked, known, today)
    if reading.choices:
        return which_span(asked, reading.choices, today)
    if not reading.skips:
        return await _weekly(asked, known, today)
    return await _problem(asked, known, reading.skips, today) or await _skipped(asked, known, reading.skips, today)


async def _problem(asked: TipsRequest, known: Status, spans: tuple[Skip, ...], today: date) -> Reply | None:
    """The question about days that can't be left out, or that are hardly meant; None if there are none."""
    if far := _far_without_year(asked.rest, spans, today):
        words = f"The next one is {day_and_year(far.first)}. Which days do you mean?"
        return await ask(asked, known, words, "skip tomorrow", f"skip {far.first}..{far.last}")
    problems = (_not_skippable(wanted, today) for wanted in spans)
    if problem := next(filter(None, problems), None):
        return await ask(asked, known, problem, "skip tomorrow", "skip next week")
    return None


async def _skipped(asked: TipsRequest, known: Status, spans: tuple[Skip, ...], today: date) -> Reply:
    wished = {Skip(max(each.first, today), each.last) for each in spans}
    still = {each for each in known.subscription.skips if each.last >= today} | wished
    if len(still) > MOST_SKIPS:
        return await ask(asked, known, f"I can keep {MOST_SKIPS} skips at most. Clear them first.", "skip none")
    ordered = tuple(sorted(still, key=lambda each: (each.first, each.last)))
    return await save(asked, replace(known.subscription, skips=ordered))


def _read_days(asked: TipsRequest, known: Status, today: date) -> ParsedDays:
    """The days behind the verb; "the next one" is the next term's, and where it makes no difference, none is asked."""
    if normalize(asked.rest) in _NEXT and known.next_times:
        coming = known.next_times[0].date()
        return ParsedDays(skips=(Skip(coming, coming),))
    reading = read_days(asked.rest, today)
    same = reading.choices and _alike(known.subscription, reading.choices)
    return ParsedDays(skips=reading.choices[-1:]) if same else reading


def _alike(plan: Subscription, spans: tuple[Skip, ...]) -> bool:
    """Whether it makes no difference which of the spans is left out: they end apart by days without a term."""
    last, latest = min(each.last for each in spans), max(each.last for each in spans)
    between = {(last + timedelta(days=more)).weekday() for more in range(1, (latest - last).days + 1)}
    return len({each.first for each in spans}) == 1 and not between & plan.weekdays


async def _weekly(asked: TipsRequest, known: Status, today: date) -> Reply:
    """What is no date: a day of every week ("fridays"), or public holidays; else a question."""
    if asked.rest:
        turned = replace(asked, rest=f"not {asked.rest}")
        wish = read(turned.rest, asked.services.library)
        if (wish.without or wish.holidays is not None) and not wish.unknown:
            return await on(turned)
    words = f"I can't read “{echo(asked.rest)}” as days." if asked.rest else "Which days?"
    return await ask(asked, known, words, "skip tomorrow", "skip next week", f"skip {_example(today)}")


def _far_without_year(typed: str, spans: tuple[Skip, ...], today: date) -> Skip | None:
    """The first span more than a year away that no year was named for: 29 February, most years.

    Days without a year are the next ones, so read on the day after they move on.
    """
    far = next((span for span in spans if (span.first - today).days >= YEAR), None)
    return far if far and read_days(typed, far.last + timedelta(days=1)).skips != spans else None


def _not_skippable(wanted: Skip, today: date) -> str | None:
    if wanted.last < today:
        first = f"{day_and_year(wanted.first)} to " if wanted.first != wanted.last else ""
        return f"{first}{day_and_year(wanted.last)} is in the past. Which days do you mean?"
    if is_too_long(wanted, today):
        return "That's more than a year. Turn off the daily term instead, or skip fewer days."
    return None


def _example(today: date) -> str:
    """Two weeks around the turn of the year: what people most often leave out."""
    year = today.year if (today.month, today.day) < (12, 24) else today.year + 1
    return f"{year}-12-24..{year + 1}-01-02"

"""Turn off a channel's daily term, for good, for some days or for a while; confirm each change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from content.lookup.normalize import normalize
from handlers.daily_term.ask_back import ask, ask_which_span, confirm_stop
from handlers.daily_term.change import NONE, on, save
from handlers.daily_term.status import no_plan, restart_button
from handlers.daily_term.subscription import Skip, Status, Subscription
from handlers.daily_term.tips_request import TipsRequest
from handlers.daily_term.wish import read
from handlers.daily_term.wording import YEAR, full_date
from handlers.lookup_replies import echo
from handlers.parsing.days_off import ParsedDays, is_too_long, read_days
from handlers.parsing.weekdays import names_several
from handlers.reply import Bold, Reply, actions, reply, text

MOST_SKIPS = 20
"""The most date spans a plan can skip at once."""

_NEXT = frozenset(["next", "next one", "next term", "next tip", "once", "one", "this one"])


async def off(asked: TipsRequest) -> Reply:
    """Confirm, offering to skip a week instead, then turn the plan off. "no fridays" turns off only what it names."""
    current = await asked.current()
    if current is None:
        return await no_plan(asked, "There is no daily term here, so there's nothing to turn off.")
    if normalize(asked.rest) in ("yes", "now"):
        if (refused := await asked.refusal()) is not None:
            return refused
        await asked.subscriptions.remove(asked.request.person, asked.place)
        return reply(
            text(Bold("Turned off."), " I won't post any more daily terms in ", asked.here, "."),
            actions(restart_button(current, asked.where)),
            shareable=False,
        )
    if asked.rest and (part := await _part(asked, current)) is not None:
        return part
    return await asked.refusal() or confirm_stop(asked, current)


async def _part(asked: TipsRequest, current: Status) -> Reply | None:
    """Skip only the named dates, weekdays, fields or holidays; None if the words name nothing of the kind."""
    weekly = names_several(asked.rest)
    spans = ParsedDays() if weekly else read_days(asked.rest, asked.services.today(current.subscription.zone))
    if spans.skips or spans.choices:
        return await skip(asked)
    negated = replace(asked, rest=f"not {asked.rest}")
    wish = read(negated.rest, asked.services.library)
    if wish.without >= current.subscription.weekdays:
        return None  # "stop posting every day" turns everything off
    partly = wish.without or wish.fields or wish.holidays is not None
    return await on(negated) if partly and not wish.unknown else None


async def resume(asked: TipsRequest) -> Reply:
    """Skip nothing any more and restart an ended plan; also apply any other change that is named."""
    plan_status = await asked.subscriptions.find(asked.request.person, asked.place)
    if plan_status is None or asked.rest:
        return await on(asked)
    return await save(asked, replace(plan_status.subscription, skips=()), began=plan_status.ended is not None)


async def skip(asked: TipsRequest) -> Reply:
    """Skip dates, or clear all skips."""
    current = await asked.current()
    if current is None:
        return await no_plan(asked, "There is no daily term here yet.")
    if normalize(asked.rest) in NONE:
        return await save(asked, replace(current.subscription, skips=()))
    today = asked.services.today(current.subscription.zone)
    reading = _read_days(asked, current, today)
    if reading.choices:
        return ask_which_span(asked, reading.choices, today)
    if not reading.skips:
        return await _weekly(asked, current, today)
    return await _problem(asked, current, reading.skips, today) or await _skipped(asked, current, reading.skips, today)


async def _problem(asked: TipsRequest, current: Status, spans: tuple[Skip, ...], today: date) -> Reply | None:
    """Ask about dates that can't be skipped or are unlikely to be meant; None if all is well."""
    if far := _far_without_year(asked.rest, spans, today):
        words = f"The next one is {full_date(far.first)}. Which days do you mean?"
        return await ask(asked, current, words, "skip tomorrow", f"skip {far.first}..{far.last}")
    problems = (_not_skippable(wanted, today) for wanted in spans)
    if problem := next(filter(None, problems), None):
        return await ask(asked, current, problem, "skip tomorrow", "skip next week")
    return None


async def _skipped(asked: TipsRequest, current: Status, spans: tuple[Skip, ...], today: date) -> Reply:
    requested = {Skip(max(skip.first, today), skip.last) for skip in spans}
    skips = {skip for skip in current.subscription.skips if skip.last >= today} | requested
    if len(skips) > MOST_SKIPS:
        return await ask(asked, current, f"I can keep {MOST_SKIPS} skips at most. Clear them first.", "skip none")
    ordered = tuple(sorted(skips, key=lambda skip: (skip.first, skip.last)))
    return await save(asked, replace(current.subscription, skips=ordered))


def _read_days(asked: TipsRequest, current: Status, today: date) -> ParsedDays:
    """The dates to skip. "the next one" is the next term's date; spans that lead to the same terms count as one."""
    if normalize(asked.rest) in _NEXT and current.next_times:
        coming = current.next_times[0].date()
        return ParsedDays(skips=(Skip(coming, coming),))
    reading = read_days(asked.rest, today)
    same = reading.choices and _makes_no_difference(current.subscription, reading.choices)
    return ParsedDays(skips=reading.choices[-1:]) if same else reading


def _makes_no_difference(plan: Subscription, spans: tuple[Skip, ...]) -> bool:
    """Whether skipping any of the spans skips the same terms: they differ only by days without a term."""
    last, latest = min(span.last for span in spans), max(span.last for span in spans)
    between = {(last + timedelta(days=more)).weekday() for more in range(1, (latest - last).days + 1)}
    return len({span.first for span in spans}) == 1 and not between & plan.weekdays


async def _weekly(asked: TipsRequest, current: Status, today: date) -> Reply:
    """Read words that aren't dates as weekdays ("fridays") or public holidays, otherwise ask."""
    if asked.rest:
        negated = replace(asked, rest=f"not {asked.rest}")
        wish = read(negated.rest, asked.services.library)
        if (wish.without or wish.holidays is not None) and not wish.unknown:
            return await on(negated)
    words = f"I can't read “{echo(asked.rest)}” as days." if asked.rest else "Which days?"
    return await ask(asked, current, words, "skip tomorrow", "skip next week", f"skip {_example(today)}")


def _far_without_year(typed: str, spans: tuple[Skip, ...], today: date) -> Skip | None:
    """The first span more than a year away without a stated year, such as 29 February in most years.

    Without a year, a date means its next occurrence, so it changes when read on the day after the span.
    """
    far = next((span for span in spans if (span.first - today).days >= YEAR), None)
    return far if far and read_days(typed, far.last + timedelta(days=1)).skips != spans else None


def _not_skippable(wanted: Skip, today: date) -> str | None:
    if wanted.last < today:
        first = f"{full_date(wanted.first)} to " if wanted.first != wanted.last else ""
        return f"{first}{full_date(wanted.last)} is in the past. Which days do you mean?"
    if is_too_long(wanted, today):
        return "That's more than a year. Turn off the daily term instead, or skip fewer days."
    return None


def _example(today: date) -> str:
    """Two weeks around New Year: what people skip most often."""
    year = today.year if (today.month, today.day) < (12, 24) else today.year + 1
    return f"{year}-12-24..{year + 1}-01-02"

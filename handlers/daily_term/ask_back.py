"""Questions to ask if a change to the daily term is unclear, with the closest valid answers as buttons."""

from __future__ import annotations

from datetime import date, timedelta

from content.lookup.typography import plain
from handlers.daily_term.status import country
from handlers.daily_term.subscription import Skip, Status
from handlers.daily_term.tips_request import TipsRequest
from handlers.daily_term.wish import DAYS, Wish, fields_near, zone_words
from handlers.daily_term.wording import DAY_NAMES, day, format_skip, full_date, plan
from handlers.lookup_replies import echo
from handlers.parsing.calendar_names import weekday_like
from handlers.parsing.countries import CountryMatch
from handlers.parsing.find_time_zone import find_zone, known_zone, zones_matching
from handlers.parsing.time_of_day import PARTS
from handlers.reply import Bold, Button, Code, Reply, actions, note, reply, text
from handlers.wording import with_full_stop


async def ask_about_unclear(asked: TipsRequest, wish: Wish, current: Status | None) -> Reply | None:
    """Ask about words that can't be read, with the closest valid ones as buttons; None if everything is clear."""
    if wish.unclear_time in PARTS and not wish.unknown:
        return reply(
            text("At what time? “", wish.unclear_time, "” could be any time."),
            actions(*(_corrected(asked, wish.unclear_time, time) for time in PARTS[wish.unclear_time])),
            shareable=False,
        )
    if wish.unclear_time and not wish.unknown:
        return reply(
            text(Bold(f"“{echo(wish.unclear_time)}”"), " isn't a time of day. Write 09:00, 9:30 or 4 pm."),
            actions(*(_corrected(asked, wish.unclear_time, time) for time in ("09:00", "16:00"))),
            shareable=False,
        )
    if not wish.unknown:
        return None
    word = wish.unknown[0]
    match = find_zone(plain(word))
    zones = () if wish.zone else (match.zone,) if match.zone else match.suggestions
    number = weekday_like(word)
    second_zone = wish.zone is not None and known_zone(plain(word)) is not None
    suggestions = [] if number is None else [(DAY_NAMES[number], DAYS[number])]
    suggestions += [(zone.label, zone_words(zone)) for zone in zones[:3]]
    suggestions += [(field.name, field.id) for field in fields_near(word, asked.services.library)]
    buttons = [_corrected(asked, word, typed, label) for label, typed in suggestions[:5]]
    return reply(
        text(f"I use one city's time, and “{echo(word)}” looks like a second one.")
        if second_zone
        else text(
            "I don't know ", Bold(f"“{echo(word)}”"), "." + (" Did you mean one of these?" if suggestions else "")
        ),
        note("I need a time, a city, days or fields: ", Code("tips on 09:00 Geneva mon-fri"), "."),
        actions(
            *buttons,
            _corrected(asked, word, "", "Leave it out"),
            await asked.form("Open the form", current.subscription if current else None),
        ),
        shareable=False,
    )


def _corrected(asked: TipsRequest, word: str, typed: str, label: str = "") -> Button | None:
    """A button that sends the line again with one word replaced; None if the word can't be located in the line."""
    lowered = asked.line.lower()
    if len(lowered) != len(asked.line) or (at := lowered.rfind(word.lower())) < 0:
        return None
    head, tail = asked.line[:at], asked.line[at + len(word) :]
    return Button(label or typed, " ".join(f"{head}{typed}{tail}".split()), replace=True)


def ask_which_days(asked: TipsRequest) -> Reply:
    """Ask for weekdays if none would be left."""
    return reply(
        text("That leaves no days. Which days should I post on?"),
        actions(*(button_for(asked, days, f"days {days}") for days in ("mon-fri", "mon,wed,fri", "daily"))),
        shareable=False,
    )


def ask_which_span(asked: TipsRequest, spans: tuple[Skip, ...], today: date) -> Reply:
    """Ask which of several date spans is meant."""
    return reply(
        text("Which days do you mean?"),
        actions(
            *(button_for(asked, _span(span, spans, today), f"skip {span.first}..{span.last}") for span in spans[:5])
        ),
        shareable=False,
    )


def _span(skip: Skip, others: tuple[Skip, ...], today: date) -> str:
    """Label a span by its dates, or by the day after it if two spans differ by a single day at the end."""
    differences = {other.last - skip.last for other in others if other.first == skip.first}
    if (
        len(others) == 2
        and differences <= {timedelta(0), timedelta(days=1), timedelta(days=-1)}
        and len(differences) == 2
    ):
        back = skip.last + timedelta(days=1)
        return f"Back on {day(back, today)}"
    return full_date(skip.first) if skip.first == skip.last else format_skip(skip, today)


def ask_which_start(asked: TipsRequest, words: str, spans: tuple[Skip, ...], problem: str = "") -> Reply:
    """Ask for the first day, if it isn't clear or can't be used; `problem` says why it can't."""
    return reply(
        text(problem, " Which day should I start?")
        if problem
        else text("Which day should I start? I can't read ", Bold(f"“{echo(words)}”"), " as a day."),
        note("Or set it up without a start, then skip the days before it: ", Code("tips skip until 1 December"), "."),
        actions(
            *(_corrected(asked, words, f"{span.first}") for span in spans[:3]),
            _corrected(asked, words, "tomorrow"),
        ),
        shareable=False,
    )


async def ask_which_zone(asked: TipsRequest) -> Reply:
    """Ask for a time zone if neither the words nor the platform give one."""
    zones = zones_matching("", 4)
    return reply(
        text("Which city's time? I couldn't see yours."),
        actions(
            *(Button(zone_words(zone), f"{asked.line} {zone_words(zone)}", replace=True) for zone in zones),
            await asked.form("Another city", None),
        ),
        shareable=False,
    )


async def ask_for_new_time(asked: TipsRequest, current: Status) -> Reply:
    """Ask for the time to move the daily term to, if none was said."""
    return await ask(asked, current, "What time should I move it to?", "move 08:30", "move 08:30 Geneva")


async def ask_for_days(asked: TipsRequest, current: Status) -> Reply:
    """Ask for weekdays, if none were said."""
    return await ask(asked, current, "Which days should I post on?", "days mon-fri", "days mon,wed,fri", "days daily")


async def ask_for_fields(asked: TipsRequest, current: Status) -> Reply:
    """Ask for fields, if none were said."""
    first = next((f"fields {field.id}" for field in asked.services.library.fields), "fields all")
    return await ask(asked, current, "Which fields should terms come from?", first, "fields all")


async def ask_for_holidays(asked: TipsRequest, current: Status) -> Reply:
    """Say whose public holidays are skipped, and ask for a country, if none was said."""
    code = current.subscription.holidays
    now = (
        f"I skip public holidays of {country(asked.subscriptions, code)}." if code else "I post on public holidays too."
    )
    return await ask(asked, current, f"{now} Which country's holidays should I skip?", "holidays CH", "holidays none")


async def ask(asked: TipsRequest, current: Status, words: str, *examples: str) -> Reply:
    """Ask a question, with example answers as buttons."""
    return reply(
        text(words),
        note("For example ", Code(f"tips {examples[0]}"), "."),
        actions(
            *(button_for(asked, example, example) for example in examples),
            await asked.form("Open the form", current.subscription),
        ),
        shareable=False,
    )


def button_for(asked: TipsRequest, label: str, rest: str) -> Button:
    """A button that sends the `tips` command with these arguments, for the same channel."""
    return Button(label, f"tips {rest}{asked.where}", replace=True)


def confirm_stop(asked: TipsRequest, current: Status) -> Reply:
    """Confirm before turning off the plan, offering to skip a week instead."""
    return reply(
        text("Turn off the daily term in ", asked.here, "?" if asked.place.kind == "direct" else " for everyone?"),
        note(with_full_stop(plan(current.subscription, asked.services.library))),
        actions(
            Button("Skip a week", f"tips skip a week{asked.where}", primary=True, replace=True),
            Button("Turn off", f"tips off yes{asked.where}", replace=True),
            Button("Keep it on", f"tips{asked.where}", replace=True),
        ),
        shareable=False,
    )


def ask_which_country(asked: TipsRequest, match: CountryMatch) -> Reply:
    """Ask for a country with a known holiday calendar, suggesting the closest ones."""
    if not match.typed:
        return reply(
            text("Which country's public holidays should I skip?"),
            note("Write the country's name or its two-letter code: ", Code("tips holidays CH")),
            actions(
                *(
                    button_for(asked, country, f"holidays {country}")
                    for country in ("Switzerland", "United States", "Austria")
                )
            ),
            shareable=False,
        )
    return reply(
        text(
            "I don't have a holiday calendar for ",
            Bold(f"“{echo(match.typed)}”"),
            "." + (" Did you mean:" if match.suggestions else ""),
        ),
        None
        if match.suggestions
        else note("Write the country's name or its two-letter code: ", Code("tips holidays CH")),
        actions(*(button_for(asked, country.name, f"holidays {country.code}") for country in match.suggestions)),
        shareable=False,
    )

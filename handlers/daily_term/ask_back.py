"""Questions to ask if a change to the daily term is unclear, with the closest valid answers as buttons."""

from __future__ import annotations

from datetime import date, timedelta

from content.lookup.typography import plain
from handlers.daily_term.status import TipsRequest
from handlers.daily_term.subscription import Skip, Status
from handlers.daily_term.wish import DAYS, Wish, fields_near, zone_words
from handlers.daily_term.wording import DAY_NAMES, day, format_skip, full_date, plan
from handlers.lookup import echo
from handlers.parsing.calendar_names import weekday_like
from handlers.parsing.places import CountryMatch, find_zone, known_zone, zones_matching
from handlers.parsing.time_of_day import PARTS
from handlers.reply import Bold, Button, Code, Reply, actions, note, reply, text
from handlers.wording import with_full_stop


async def ask_about_unclear(asked: TipsRequest, wish: Wish, known: Status | None) -> Reply | None:
    """Ask about words that can't be read, with the closest valid ones as buttons; None if everything is clear."""
    if wish.late in PARTS and not wish.unknown:
        return reply(
            text("At what time? “", wish.late, "” could be any time."),
            actions(*(_corrected(asked, wish.late, each) for each in PARTS[wish.late])),
            shareable=False,
        )
    if wish.late and not wish.unknown:
        return reply(
            text(Bold(f"“{echo(wish.late)}”"), " isn't a time of day. Write 09:00, 9:30 or 4 pm."),
            actions(*(_corrected(asked, wish.late, each) for each in ("09:00", "16:00"))),
            shareable=False,
        )
    if not wish.unknown:
        return None
    word = wish.unknown[0]
    meant = find_zone(plain(word))
    zones = () if wish.zone else (meant.zone,) if meant.zone else meant.suggestions
    number = weekday_like(word)
    twice = wish.zone is not None and known_zone(plain(word)) is not None
    near = [] if number is None else [(DAY_NAMES[number], DAYS[number])]
    near += [(zone.label, zone_words(zone)) for zone in zones[:3]]
    near += [(field.name, field.id) for field in fields_near(word, asked.services.library)]
    buttons = [_corrected(asked, word, typed, label) for label, typed in near[:5]]
    return reply(
        text(f"I use one city's time, and “{echo(word)}” looks like a second one.")
        if twice
        else text("I don't know ", Bold(f"“{echo(word)}”"), "." + (" Did you mean one of these?" if near else "")),
        note("I need a time, a city, days or fields: ", Code("tips on 09:00 Geneva mon-fri"), "."),
        actions(
            *buttons,
            _corrected(asked, word, "", "Leave it out"),
            await asked.form("Open the form", known.subscription if known else None),
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
        actions(*(button_for(asked, each, f"days {each}") for each in ("mon-fri", "mon,wed,fri", "daily"))),
        shareable=False,
    )


def ask_which_span(asked: TipsRequest, spans: tuple[Skip, ...], today: date) -> Reply:
    """Ask which of several date spans is meant."""
    return reply(
        text("Which days do you mean?"),
        actions(
            *(button_for(asked, _span(each, spans, today), f"skip {each.first}..{each.last}") for each in spans[:5])
        ),
        shareable=False,
    )


def _span(skip: Skip, others: tuple[Skip, ...], today: date) -> str:
    """Label a span by its dates, or by the day after it if two spans differ by a single day at the end."""
    close = {each.last - skip.last for each in others if each.first == skip.first}
    if len(others) == 2 and close <= {timedelta(0), timedelta(days=1), timedelta(days=-1)} and len(close) == 2:
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
            *(_corrected(asked, words, f"{each.first}") for each in spans[:3]),
            _corrected(asked, words, "tomorrow"),
        ),
        shareable=False,
    )


async def ask_which_zone(asked: TipsRequest) -> Reply:
    """Ask for a time zone if neither the words nor the platform give one."""
    usual = zones_matching("", 4)
    return reply(
        text("Which city's time? I couldn't see yours."),
        actions(
            *(Button(zone_words(each), f"{asked.line} {zone_words(each)}", replace=True) for each in usual),
            await asked.form("Another city", None),
        ),
        shareable=False,
    )


async def ask(asked: TipsRequest, known: Status, words: str, *examples: str) -> Reply:
    """Ask a question, with example answers as buttons."""
    return reply(
        text(words),
        note("For example ", Code(f"tips {examples[0]}"), "."),
        actions(
            *(button_for(asked, example, example) for example in examples),
            await asked.form("Open the form", known.subscription),
        ),
        shareable=False,
    )


def button_for(asked: TipsRequest, label: str, rest: str) -> Button:
    """A button that sends the `tips` command with these arguments, for the same channel."""
    return Button(label, f"tips {rest}{asked.where}", replace=True)


def confirm_stop(asked: TipsRequest, known: Status) -> Reply:
    """Confirm before turning off the plan, offering to skip a week instead."""
    return reply(
        text("Turn off the daily term in ", asked.here, "?" if asked.place.kind == "direct" else " for everyone?"),
        note(with_full_stop(plan(known.subscription, asked.services.library))),
        actions(
            Button("Skip a week", f"tips skip a week{asked.where}", primary=True, replace=True),
            Button("Turn off", f"tips off yes{asked.where}", replace=True),
            Button("Keep it on", f"tips{asked.where}", replace=True),
        ),
        shareable=False,
    )


def ask_which_country(asked: TipsRequest, found: CountryMatch) -> Reply:
    """Ask for a country with a known holiday calendar, suggesting the closest ones."""
    if not found.typed:
        return reply(
            text("Which country's public holidays should I skip?"),
            note("Write the country's name or its two-letter code: ", Code("tips holidays CH")),
            actions(
                *(button_for(asked, each, f"holidays {each}") for each in ("Switzerland", "United States", "Austria"))
            ),
            shareable=False,
        )
    return reply(
        text(
            "I don't have a holiday calendar for ",
            Bold(f"“{echo(found.typed)}”"),
            "." + (" Did you mean:" if found.suggestions else ""),
        ),
        None
        if found.suggestions
        else note("Write the country's name or its two-letter code: ", Code("tips holidays CH")),
        actions(*(button_for(asked, each.name, f"holidays {each.code}") for each in found.suggestions)),
        shareable=False,
    )

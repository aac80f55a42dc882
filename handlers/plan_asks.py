"""What is asked back where a change of the daily term is not clear yet, with the nearest valid ways behind buttons."""

from __future__ import annotations

from content.places import CountryMatch, find_zone, zones_matching
from handlers.lookup import echo
from handlers.plan import Wish, fields_near, zone_words
from handlers.plan_status import Asked
from handlers.plan_words import plan
from handlers.reply import Bold, Button, Code, Reply, actions, note, reply, text
from handlers.subscription import Status
from handlers.words import ended


async def unclear(asked: Asked, wish: Wish, known: Status | None) -> Reply | None:
    """What is asked back where words say nothing here; the nearest valid ones stand behind buttons."""
    if wish.late and not wish.unknown:
        return reply(
            text(Bold(f"“{echo(wish.late)}”"), " is no time of day. Write 09:00, 9:30 or 4 pm."),
            actions(*(_corrected(asked, wish.late, each) for each in ("09:00", "16:00"))),
            shareable=False,
        )
    if not wish.unknown:
        return None
    word = wish.unknown[0]
    zones = () if wish.zone else find_zone(word).suggestions
    near = [(zone.label, zone_words(zone)) for zone in zones[:3]]
    near += [(field.name, field.id) for field in fields_near(word, asked.services.library)]
    buttons = [_corrected(asked, word, typed, label) for label, typed in near[:5]]
    return reply(
        text("I don't know ", Bold(f"“{echo(word)}”"), "." + (" Did you mean one of these?" if near else "")),
        note("I need a time, a city, days or fields: ", Code("tips on 09:00 Geneva mon-fri"), "."),
        actions(
            *buttons,
            _corrected(asked, word, "", "Leave it out"),
            await asked.form("Open the form", known.subscription if known else None),
        ),
        shareable=False,
    )


def _corrected(asked: Asked, word: str, typed: str, label: str = "") -> Button | None:
    if word not in asked.line:
        return None
    head, _, tail = asked.line.rpartition(word)
    return Button(label or typed, " ".join(f"{head}{typed}{tail}".split()), replace=True)


async def which_zone(asked: Asked) -> Reply:
    """Where neither the words nor the platform tell the asker's zone."""
    usual = zones_matching("", 4)
    return reply(
        text("The time of which city? I could not see yours."),
        actions(
            *(Button(zone_words(each), f"{asked.line} {zone_words(each)}", replace=True) for each in usual),
            await asked.form("Another city", None),
        ),
        shareable=False,
    )


async def ask(asked: Asked, known: Status, words: str, *examples: str) -> Reply:
    """A question back, with ways to answer it."""
    return reply(
        text(words),
        note("For example ", Code(f"tips {examples[0]}"), "."),
        actions(
            *(way(asked, example, example) for example in examples),
            await asked.form("Open the form", known.subscription),
        ),
        shareable=False,
    )


def way(asked: Asked, label: str, rest: str) -> Button:
    """A button that sends the command with other words."""
    return Button(label, f"tips {rest}{asked.where}", replace=True)


def sure(asked: Asked, known: Status) -> Reply:
    """The question before an end, with a week's rest as the other way."""
    return reply(
        text("Stop the daily term in ", asked.here, "?" if asked.place.kind == "direct" else " for everybody?"),
        note(ended(plan(known.subscription, asked.services.library))),
        actions(
            Button("Skip a week", f"tips skip a week{asked.where}", primary=True, replace=True),
            Button("Stop for good", f"tips off yes{asked.where}", replace=True),
            Button("Keep it", f"tips{asked.where}", replace=True),
        ),
        shareable=False,
    )


def no_calendar(asked: Asked, found: CountryMatch) -> Reply:
    """Where no country was meant whose holidays are known, with the nearest ones."""
    return reply(
        text(
            "I know no holidays of ",
            Bold(f"“{echo(found.typed)}”"),
            "." + (" Did you mean:" if found.suggestions else ""),
        ),
        None
        if found.suggestions
        else note("Write a country by its name or its two letters: ", Code("tips holidays CH")),
        actions(*(way(asked, each.name, f"holidays {each.code}") for each in found.suggestions)),
        shareable=False,
    )

"""`levels`: what junior, mid and senior mean for a role: its years and what can be observed."""

from __future__ import annotations

from collections.abc import Iterator

from content.models import Level, LevelGuide
from handlers.asks import parse
from handlers.command import Command, Request, Services
from handlers.lookup import find_role
from handlers.reply import Block, Bold, Button, Heading, Reply, actions, items, note, reply, text


async def run(request: Request, services: Services) -> Reply:
    """The levels of a role, or the one that a level word or a number of years points at."""
    ask = parse(request.text, lambda name: services.library.by_name(name) is not None)
    found = find_role(ask.rest, services, "levels")
    if isinstance(found, Reply):
        return found
    role, _ = found
    only = ask.level or (role.level_for(ask.years) if ask.years is not None else None)
    said = note(f"{ask.years} years as {role.name}: {only}.") if ask.years is not None and only else None
    shown = [(level, guide) for level, guide in role.levels.items() if only in (None, level)]
    return reply(
        Heading(f"Levels: {role.name}"),
        said,
        *(block for level, guide in shown for block in _level(level, guide)),
        note(f"Years: {role.bands_from}.") if role.bands_from else None,
        actions(*(Button(f"{level.capitalize()} questions", f"questions {level} {role.name}") for level, _ in shown)),
    )


def _level(level: Level, guide: LevelGuide) -> Iterator[Block | None]:
    years = f", {guide.years} years" if guide.years else ""
    yield text(Bold(f"{level.capitalize()}{years}"))
    yield note(f"{guide.feeder}.") if guide.feeder else None
    yield items(guide.indicators)


command = Command(
    name="levels",
    summary="Tells what junior, mid and senior mean for a role",
    usage="levels <role> [years]",
    examples=("levels consul", "levels consul 7y"),
    run=run,
    synonyms=("level", "seniority", "years"),
    cues=("how senior", "how many years", "how much experience", "what level"),
    order=40,
)

"""`home`: the front page with first steps, what to browse, the daily terms, today's term, and how to ask."""

from __future__ import annotations

from content.models import Entry
from handlers.command import Command, Services
from handlers.commands.browse import overview_menus
from handlers.commands.doctor import admin_section
from handlers.commands.gaps import home_line
from handlers.commands.tip import meaning
from handlers.commands.tips import home_section
from handlers.first_steps import first_steps
from handlers.own_day import today_of_asker
from handlers.reply import Bold, Button, Code, Divider, Heading, Reply, Spans, actions, items, note, reply, text
from handlers.request import Request
from handlers.wording import short_answer


async def run(request: Request, services: Services) -> Reply:
    """The same page for everyone, with the term of the asker's own date."""
    entry = services.library.tip_of(await today_of_asker(request, services))
    return reply(
        Heading("Dragoman"),
        *first_steps(services),
        Divider(),
        Heading("Browse"),
        note(f"{len(services.library.roles)} roles, {len(services.library.entries)} entries in all."),
        actions(*overview_menus(services.library)),
        Divider(),
        *await home_line(request, services),
        *await home_section(request, services),
        *await admin_section(request, services),
        Heading("Today's term") if entry else None,
        text(*_named(entry)) if entry else None,
        actions(Button(f"About {entry.name}", f"define {entry.name}")) if entry else None,
        Divider() if entry else None,
        Heading("How to ask"),
        items((Code(command.usage), f"  {command.summary}") for command in services.commands if command.slash),
        note("Mention me in a channel or write to me here. Only you see the answers here until you share them."),
        actions(Button("What I can do", "help")),
        shareable=False,
    )


def _named(entry: Entry) -> Spans:
    """The meaning of an entry with its name in bold, which is in front only if the first sentence doesn't say it."""
    words = meaning(entry)
    at = short_answer(words).casefold().find(entry.name.casefold())
    if at < 0:
        return Bold(entry.name), ": ", words
    end = at + len(entry.name)
    return words[:at], Bold(words[at:end]), words[end:]


command = Command(
    name="home",
    summary="Show the front page",
    usage="home",
    examples=("home",),
    run=run,
    takes=lambda rest, services: False,  # "home office"
    order=95,
)

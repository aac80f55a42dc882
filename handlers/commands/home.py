"""`home`: the front page with a lookup form, today's term, the fields to browse, and how to ask."""

from __future__ import annotations

from handlers.command import Command, Services
from handlers.commands.browse import overview_menus
from handlers.commands.questions import PICK
from handlers.commands.tip import meaning
from handlers.commands.tips import home_section
from handlers.lookup import lookup_form
from handlers.own_day import today_of_asker
from handlers.reply import Bold, Button, Code, Divider, Heading, Reply, actions, items, note, reply, text
from handlers.request import Request


async def run(request: Request, services: Services) -> Reply:
    """The same page for everyone, with the term of the asker's own date."""
    entry = services.library.tip_of(await today_of_asker(request, services))
    return reply(
        Heading("Dragoman"),
        text("Know the words before the call. Look up a title, get search strings, get questions with good answers."),
        actions(lookup_form(), PICK, Button("What I can do", "help")),
        Divider(),
        Heading("Today's term") if entry else None,
        text(Bold(entry.name), ": ", meaning(entry)) if entry else None,
        actions(Button(f"About {entry.name}", f"define {entry.name}")) if entry else None,
        Divider(),
        *await home_section(request, services),
        Heading("Browse"),
        note(f"{len(services.library.roles)} roles, {len(services.library.entries)} entries in all."),
        actions(*overview_menus(services.library)),
        Divider(),
        Heading("How to ask"),
        items((Code(command.usage), f"  {command.summary}") for command in services.commands if command.slash),
        note("Mention me in a channel or write to me here. Only you see the answers here until you share them."),
        shareable=False,
    )


command = Command(
    name="home",
    summary="Show the front page",
    usage="home",
    examples=("home",),
    run=run,
    takes=lambda rest, services: False,  # "home office"
    order=95,
)

"""`help`: what people can ask, and how to use one command."""

from __future__ import annotations

from handlers.command import Command, Services
from handlers.example_lines import example_lines
from handlers.first_steps import first_steps
from handlers.reply import Bold, Button, Code, Heading, Reply, actions, items, note, reply, text
from handlers.request import Request

MAIN = 60
"""Commands up to this `order` are in the short help; the rest are behind "All commands"."""


async def run(request: Request, services: Services) -> Reply:
    """The main commands, all of them ("help all"), or one."""
    asked = request.text.strip().lower().lstrip("/")
    if (one := services.commands.find(asked)) is not None:
        return _one(one, services)
    whole = asked == "all"
    commands = [command for command in services.commands if command.listed and (whole or command.order <= MAIN)]
    return reply(
        Heading("What I can do"),
        *(() if whole else (*first_steps(services), text("Ask in plain words, or start with a command:"))),
        items((Code(command.usage), f"  {command.summary}") for command in commands),
        note("In channels and threads, mention me. Start with ", Code("share"), " to answer everyone."),
        actions(Button("Browse", "browse"), None if whole else Button("All commands", "help all")),
        shareable=False,
    )


def _one(command: Command, services: Services) -> Reply:
    return reply(
        Heading(command.name),
        text(command.summary, "."),
        text(Bold("Usage: "), Code(command.usage)),
        note("Also: ", ", ".join(command.synonyms)) if command.synonyms else None,
        actions(*(Button(example, example) for example in example_lines(command, services.library))),
        shareable=False,
    )


def _takes(rest: str, services: Services) -> bool:
    """Accept a command's word or "all"; "help me …" begins a sentence."""
    return rest.lower() == "all" or services.commands.find(rest.lower().lstrip("/")) is not None


command = Command(
    name="help",
    summary="Show what I can do",
    usage="help [command]",
    examples=("help", "help questions"),
    run=run,
    pure=True,
    synonyms=("commands",),
    cues=("what can you do",),
    takes=_takes,
    order=90,
)

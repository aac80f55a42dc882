"""First steps for newcomers: look up a title, get interview questions, or try a snippet of a CV."""

from __future__ import annotations

from dataclasses import dataclass, replace

from content.library import Library
from content.models import SNIPPETS
from handlers.command import Commands, Services
from handlers.commands.questions import QUESTIONS_FORM
from handlers.example_lines import example_lines
from handlers.lookup_replies import lookup_form
from handlers.reply import Block, Button, actions, note, text


@dataclass(frozen=True, slots=True)
class Starter:
    """Something to try: its text as a CV has it, and the command line that explains it."""

    label: str
    command: str

    @property
    def question(self) -> str:
        """The same in plain words, for platforms that offer texts to send instead of buttons."""
        return f"What is {self.label}?"


def first_steps(services: Services) -> tuple[Block | None, ...]:
    """How the front page, the welcome and help begin: an invitation, two actions, and starters to press."""
    buttons = [Button(starter.label, starter.command) for starter in starters(services.commands, services.library)]
    return (
        text("Got a title you don't know? Look it up."),
        actions(replace(lookup_form(), primary=True), QUESTIONS_FORM),
        note("Or try one from a CV:") if buttons else None,
        actions(*buttons),
    )


def starters(commands: Commands, library: Library) -> tuple[Starter, ...]:
    """The content's snippets, or else the entries in the examples of `define`; empty without content."""
    define = commands.find("define")
    if define is None:
        return ()
    lines = [f"{define.name} {snippet}" for snippet in library.snippets] or example_lines(define, library)
    return tuple(Starter(line.partition(" ")[2], line) for line in lines[:SNIPPETS])

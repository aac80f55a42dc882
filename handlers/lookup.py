"""What most commands do first: find the entry that is asked for, or answer honestly that it is not known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content.library import Library
from content.match import Match
from content.models import AmbiguousForm, Entry, Role, Term
from handlers.command import Services
from handlers.reply import Bold, Button, Option, Reply, Spans, actions, items, note, reply, shorten, text
from handlers.reply import Choice as Menu

ALSO_SHOWN = 4  # other names of an entry on its card
ECHO_LENGTH = 60  # characters of what a person typed that an answer repeats
MENU_LENGTH = 100  # options: the most that one menu of any platform shows (Slack's limit)

_BRACKETS = str.maketrans("<>", "‹›")  # what Slack and HTML take for a mention, a link or a tag


def find_entry(query: str, services: Services, command: str) -> Entry | Reply:
    """The entry that `query` asks for, or the reply that says what to do instead.

    `command` is the command's word; each suggestion sends it again with the suggested entry.
    """
    found = services.library.match(query)
    if found.outcome == "answer" and found.entry is not None:
        return found.entry
    return not_found(found, command)


def find_role(query: str, services: Services, command: str) -> tuple[Role, Entry] | Reply:
    """The role that `query` asks for and the entry that led to it: a term stands for the first role behind it."""
    entry = find_entry(query, services, command)
    if isinstance(entry, Reply):
        return entry
    roles = roles_of(entry, services.library)
    return (roles[0], entry) if roles else no_role(entry, services.library, command)


def roles_of(entry: Entry, library: Library) -> list[Role]:
    """The jobs that a recruiter hires for behind an entry: the role itself, or those that a term names."""
    if isinstance(entry, Role):
        return [entry]
    names = entry.roles if isinstance(entry, Term) else ()
    return [role for role in library.linked(names) if isinstance(role, Role)]


def not_found(found: Match, command: str) -> Reply:
    """What is said when a query has no single answer: the senses of a form, the nearest entries, or the ways on."""
    if found.ambiguous is not None:
        return _ask(found.ambiguous, found, command)
    if found.suggestions:
        return reply(
            text("I don't know ", Bold(f"“{echo(found.query)}”"), ". Did you mean one of these?"),
            actions(*(_suggestion(entry, command) for entry in found.suggestions)),
            shareable=False,
        )
    return reply(
        text("I don't know ", Bold(f"“{echo(found.query)}”"), " and nothing here comes close."),
        note("Try fewer words, the full form of an abbreviation, or look around:"),
        actions(Button("Browse by field", "browse"), Button("What I can do", "help")),
        shareable=False,
    )


def echo(typed: str) -> str:
    """What a person typed, short enough to repeat: one line, no control characters, nothing that reads as markup."""
    visible = "".join(char if char.isprintable() else " " for char in typed.translate(_BRACKETS))
    return shorten(re.sub(r"\s+", " ", visible).strip() or "…", ECHO_LENGTH)


def entry_menu(label: str, entries: Sequence[Entry], command: str = "define") -> Menu | None:
    """A menu of entries, each sending `command` with its name; None when there are none."""
    options = tuple(Option(entry.name, f"{command} {entry.name}") for entry in entries[:MENU_LENGTH])
    return Menu(label, options) if options else None


def also_known_as(entry: Entry) -> Spans:
    """ "Also: HOM, chief of mission", or nothing; forms that only add words to the name are left out."""
    own = entry.name.casefold()
    names = [name for name in (*entry.acronyms, *entry.aliases) if own not in name.casefold()]
    return (f"Also: {', '.join(names[:ALSO_SHOWN])}",) if names else ()


def may_also_mean(form: AmbiguousForm | None) -> tuple[str, ...]:
    """A hint at the other meanings of a form that was answered all the same."""
    return (f"May also mean: {'; '.join(form.others)}.",) if form is not None and form.others else ()


def _suggestion(entry: Entry, command: str) -> Button:
    return Button(entry.name, f"{command} {entry.name}", replace=True)


def _ask(form: AmbiguousForm, found: Match, command: str) -> Reply:
    others = items(form.others)
    return reply(
        text(
            Bold(f"“{form.form}”"), " has more than one meaning." + (" Which one is it?" if found.suggestions else "")
        ),
        actions(*(_suggestion(entry, command) for entry in found.suggestions)),
        text("It may also stand for:" if found.suggestions else "It may stand for:") if others else None,
        others,
        note("How to tell: ", form.advice) if form.advice else None,
        shareable=False,
    )


def no_role(entry: Entry, library: Library, command: str) -> Reply:
    """What is said when a job is needed and the entry is none, with the jobs close to it."""
    related = [role for name in entry.related if (role := library.by_name(name)) and isinstance(role, Role)]
    return reply(
        text(Bold(entry.name), " is a term, not a job, so there is nothing to hire for under that name."),
        note("Roles close to it:") if related else None,
        actions(
            *(Button(role.name, f"{command} {role.name}", replace=True) for role in related[:4]),
            Button("What it means", f"define {entry.name}", replace=True),
        ),
        shareable=False,
    )

"""What most commands do first: find the entry that is asked for, or answer honestly that it is not known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content.library import Library
from content.lookup.match import Match
from content.models import AmbiguousForm, Entry, Role, Term
from handlers.command import Services
from handlers.example_lines import example_lines
from handlers.parsing.level_and_count import says_nothing
from handlers.reply import (
    Actions,
    Bold,
    Button,
    Code,
    Form,
    Input,
    Menu,
    Note,
    Option,
    Reply,
    Spans,
    actions,
    items,
    note,
    reply,
    shorten,
    text,
)
from handlers.wording import ended, first_sentence, joined

ALSO_SHOWN = 4  # other names of an entry on its card
OTHERS_SHOWN = 4  # other jobs behind a term: a row of buttons, with one place left to share
ECHO_LENGTH = 60  # characters of what a person typed that an answer repeats
MENU_LENGTH = 100  # entries in one menu: nobody scrolls through more

_BRACKETS = str.maketrans("<>", "‹›")  # what chat platforms and HTML read as a mention, a link or a tag


def find_entry(query: str, services: Services, command: str) -> Entry | Reply:
    """The entry that `query` asks for, or the reply that says what to do instead.

    `command` is the command's word; each suggestion sends it again with the suggested entry.
    """
    found = services.library.match(query)
    if found.outcome == "answer" and found.entry is not None:
        return found.entry
    return which(services, command) if found.outcome == "none" and says_nothing(query) else not_found(found, command)


def which(services: Services, command: str, *ways: Button) -> Reply:
    """What is asked back when nothing is named; `ways` are the command's own ways on."""
    asked = services.commands.find(command.split(maxsplit=1)[0])
    examples = example_lines(asked, services.library) if asked else ()
    question = asked.prompt if asked and asked.prompt else "Which term or role?"
    return reply(
        text(question, " For example ", Code(examples[0]), ".") if examples else text(question),
        actions(
            look_up(command),
            *(Button(example, example) for example in examples[:2]),
            Button("Browse by field", "browse"),
            *ways,
        ),
        shareable=False,
    )


def look_up(command: str = "define") -> Form:
    """A form that sends the command with the entry that is chosen in it."""
    defines = command == "define"
    return Form(
        "Look something up" if defines else "Choose a role or term",
        title="Look up a term" if defines else "Choose a role or term",
        inputs=(Input("term", "Term, role or abbreviation", "entry"),),
        command=f"{command} {{term}}",
    )


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


def stands_for(role: Role, asked: Entry, shown: str = "") -> Note | None:
    """The line that says for which job an answer is where a term was asked about; `shown` is the job's other name."""
    if asked.name == role.name:
        return None
    return note(Bold(asked.name), " isn't a job title. This is for ", Bold(shown or role.name), ", a related job.")


def other_jobs(role: Role, asked: Entry, library: Library, command: str) -> Actions | None:
    """The other jobs behind the term that was asked about, each with the command kept."""
    others = [other for other in roles_of(asked, library) if other.name != role.name]
    return actions(*(Button(other.name, f"{command} {other.name}") for other in others[:OTHERS_SHOWN]))


def not_found(found: Match, command: str) -> Reply:
    """What is said when a query has no single answer: the senses of a form, the nearest entries, or the ways on."""
    if found.ambiguous is not None:
        return _ask(found.ambiguous, found, command)
    if found.suggestions:
        typed = Bold(f"“{echo(found.query)}”")
        return reply(
            text("I don't have ", typed, " as one entry, but I have these:")
            if found.named
            else text("I don't know ", typed, ". Did you mean one of these?"),
            actions(*(_suggestion(entry, command) for entry in found.suggestions)),
            shareable=False,
        )
    return reply(
        text("I don't know ", Bold(f"“{echo(found.query)}”"), ", and I have nothing close to it."),
        note("Try fewer words, spell out an abbreviation, or look around:"),
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
    return (f"May also mean: {ended(joined(form.others))}",) if form is not None and form.others else ()


def _suggestion(entry: Entry, command: str) -> Button:
    return Button(entry.name, f"{command} {entry.name}", replace=True)


def _ask(form: AmbiguousForm, found: Match, command: str) -> Reply:
    if len(found.suggestions) == 1:
        return _most_likely(found.suggestions[0], form, command)
    others = items(form.others)
    return reply(
        text(
            Bold(f"“{form.form}”"),
            " has more than one meaning." + (" Which one do you mean?" if found.suggestions else ""),
        ),
        actions(*(_suggestion(entry, command) for entry in found.suggestions)),
        text("It may also stand for:" if found.suggestions else "It may stand for:") if others else None,
        others,
        note("How to tell: ", ended(form.advice)) if form.advice else None,
        None if found.suggestions else actions(look_up(command), Button("Browse by field", "browse")),
        shareable=False,
    )


def _most_likely(entry: Entry, form: AmbiguousForm, command: str) -> Reply:
    """The one sense that a form has here, told at a glance, but not taken for certain."""
    return reply(
        text(Bold(form.form), " most likely means ", Bold(entry.name), " here."),
        text(first_sentence(entry.definition)),
        note("It may also stand for: ", ended(joined(form.others))) if form.others else None,
        note("How to tell: ", ended(form.advice)) if form.advice else None,
        actions(Button(entry.name, f"{command} {entry.name}", primary=True, replace=True)),
        shareable=False,
    )


def no_role(entry: Entry, library: Library, command: str) -> Reply:
    """What is said when a job is needed and the entry is none, with the jobs close to it."""
    related = [role for name in entry.related if (role := library.by_name(name)) and isinstance(role, Role)]
    return reply(
        text(Bold(entry.name), " isn't a job title, so there's nobody to hire under that name."),
        note("Related jobs:") if related else None,
        actions(
            *(Button(role.name, f"{command} {role.name}", replace=True) for role in related[:4]),
            Button("What it means", f"define {entry.name}", replace=True),
        ),
        shareable=False,
    )

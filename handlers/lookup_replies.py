"""Say what a lookup found, which sense it took, or that nothing is known; and what the answers on entries share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from rapidfuzz.distance import OSA

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.match import Match
from content.lookup.normalize import normalize, stems
from content.models import AmbiguousForm, Chart, Comparison, Entry, GradeScheme, Role, Term
from handlers.command import Services
from handlers.example_lines import example_lines
from handlers.reply import (
    Actions,
    Block,
    Bold,
    Button,
    Code,
    FormButton,
    Input,
    Link,
    Menu,
    Note,
    Option,
    Reply,
    Span,
    Spans,
    actions,
    items,
    note,
    reply,
    shorten,
    text,
)
from handlers.senses import asks_sense
from handlers.topic import topic_of, topic_offering
from handlers.wording import format_date, join_phrases, short_answer, stop, with_full_stop

MOST_AT_ONCE = 3
"""Entries explained in one answer: one phone screen."""
ALSO_SHOWN = 4  # other names on an entry's card
OTHERS_SHOWN = 4  # other jobs for a term: one row of buttons, leaving room for the share button
LONGEST_LETTERS = 4  # capitals that are an abbreviation
LONGEST_NAME = 3  # words
SENTENCE = 4  # words; a shorter query is the name of something
ECHO_LENGTH = 60  # characters of typed text that an answer repeats
MENU_LENGTH = 100  # entries in one menu: nobody scrolls through more

_TIME = re.compile(r"\d{1,4} minutes$")
"""The time of a talk at the end of a command line."""
FIELD = "I know diplomacy for recruiters: job titles, terms and interview questions."
_AROUND = " ?!.,;:'‘’"
"""What stands around a name that is repeated."""
_NAME_FIRST = re.compile(
    r"^\W{0,3}(?P<name>(?:[^\s?!,;:–-]{1,30} ){0,3}[^\s?!,;:–-]{1,30})\s?[;:–-]\s(?:so |and )?"
    r"(?:what|who|how|where|why|is|are|do|does)\b",
    re.I,
)
"""A name before a question about it: "beekeeper - what do they do all day"."""
_BEGIN_NAMES = frozenset("call do english mine needs point sample search talking terms".split())
_END_NAMES = frozenset("brief guide language letters list note point question sample talks terms".split())
"""Words of asking that also begin or end names: "terms of reference", "policy brief"."""
_BRACKETS = str.maketrans("<>", "‹›")  # what chat platforms and HTML read as a mention, a link or a tag


def ask_for_entry(services: Services, command: str, *more: Button) -> Reply:
    """Ask for an entry if none is named. `more` are buttons specific to the command."""
    known = services.commands.find(command.split(maxsplit=1)[0])
    examples = example_lines(known, services.library) if known else ()
    question = known.prompt if known and known.prompt else "Which term or role?"
    if time := _TIME.search(command):
        question = f"{time[0]}, noted. {question if known and known.prompt else 'For which role?'}"
        examples = tuple(f"{example} {time[0]}" for example in examples)
    return reply(
        text(question, " For example ", Code(examples[0]), ".") if examples else text(question),
        actions(
            lookup_form(command),
            *(Button(example, example) for example in examples[:2]),
            Button("Browse by field", "browse"),
            *more,
        ),
        shareable=False,
        topic=topic_offering((), command),
    )


def lookup_form(command: str = "define") -> FormButton:
    """A form for choosing an entry; submitting it sends `command` with that entry."""
    defines = command == "define"
    return FormButton(
        "Look up a title" if defines else "Choose a role or term",
        title="Look up a title" if defines else "Choose a role or term",
        inputs=(Input("term", "Term, role or abbreviation", "entry"),),
        command=f"{command} {{term}}",
    )


def roles_of(entry: Entry, library: Library) -> list[Role]:
    """The roles a recruiter hires for: the entry itself if it is a role, otherwise the roles that the term names."""
    if isinstance(entry, Role):
        return [entry]
    names = entry.roles if isinstance(entry, Term) else ()
    return [role for role in library.linked(names) if isinstance(role, Role)]


def related_job_note(role: Role, asked: Entry, shown: str = "") -> Note | None:
    """Say which job an answer is for if the person asked about a term. `shown` is another name for the job."""
    if asked.name == role.name:
        return None
    return note(Bold(asked.name), " isn't a job title. This is for ", Bold(shown or role.name), ", a related job.")


def other_jobs(role: Role, asked: Entry, library: Library, command: str) -> Actions | None:
    """Buttons for the other jobs related to the term, keeping the command."""
    others = [other for other in roles_of(asked, library) if other.name != role.name]
    return actions(*(Button(other.name, f"{command} {other.name}") for other in others[:OTHERS_SHOWN]))


def not_found(match: Match, command: str) -> Reply:
    """The reply to a query without a single answer: senses of a form, close entries, or other places to look."""
    if match.ambiguous is not None:
        return ask_which_sense(match.ambiguous, match, command)
    match = _near_letters(match)
    if match.suggestions:
        return reply(
            *_introduce(match, command),
            actions(*(suggestion_button(entry, command) for entry in match.suggestions)),
            shareable=False,
            topic=topic_offering(match.suggestions, command),
        )
    name = without_asking(match.query).strip(_AROUND)
    ways_on = actions(Button("Browse by field", "browse"), Button("What I can do", "help"))
    is_name = command.split(maxsplit=1)[0] != "define" and lexicon().function.isdisjoint(normalize(name).split())
    if _is_sentence(match.query) and not is_name:
        return reply(text(f"I can't answer that one. {FIELD}"), ways_on, shareable=False)
    return reply(
        text(
            "I don't know ",
            Bold(f"“{echo(name)}”"),
            f", and I have nothing close to it. {FIELD}",
        ),
        note("Try fewer words, spell out an abbreviation, or look around:"),
        ways_on,
        shareable=False,
    )


def named_first(typed: str, match: Match, library: Library) -> Match:
    """The match of an unknown name before a question about it, which says more than that of the question."""
    first = _NAME_FIRST.match(typed)
    named = library.match(first["name"]) if first else match
    return named if named.outcome == "none" else match


def _near_letters(match: Match) -> Match:
    """The match of a few capitals without the suggestions that only have them inside a word: "CO" in "co-operation"."""
    letters = match.query.strip(" ?.!\"'“”")
    if match.named or not (letters.isupper() and letters.isalpha() and len(letters) <= LONGEST_LETTERS):
        return match
    word = letters.casefold()
    near = tuple(
        entry
        for entry in match.suggestions
        if any(OSA.distance(word, short.casefold(), score_cutoff=1) <= 1 for short in entry.acronyms)
        or any(word in form.split() for form in _own_forms(entry))
    )
    return replace(match, suggestions=near, outcome="suggest" if near else "none")


def _own_forms(entry: Entry) -> list[str]:
    """The entry's names and titles as they are written, without hyphens' parts: "co-operation" is one word."""
    return [form.casefold() for form in (entry.name, *entry.aliases, *entry.found_by, *entry.titles)]


def _introduce(match: Match, command: str) -> Iterator[Block | None]:
    """What to say before suggestions: each with a line if the query names it, or else that they are guesses."""
    typed = Bold(f"“{echo(without_asking(match.query).strip(_AROUND))}”")
    is_sentence = command == "define" and _is_sentence(match.query)
    if match.named:
        yield (
            text("I can't answer all of ", typed, ", but I know these words in it:")
            if is_sentence
            else text("I don't have ", typed, " as one entry, but I have these:")
        )
        yield items(map(_in_a_line, match.suggestions))
        yield from (_stands_for(form) for form in match.unclear if form.others)
    elif is_sentence:
        yield text(f"I can't answer that one. {FIELD}")
        yield note("Close to your words:")
    else:
        yield text("I don't know ", typed, ". Did you mean one of these?")


def _stands_for(form: AmbiguousForm) -> Note:
    return note(f"“{form.form}” may also stand for: {with_full_stop(join_phrases(form.others))}")


def without_asking(query: str) -> str:
    """A query without the words of asking before and after what it names: "with press officer in"."""
    words = query.split()
    around = lexicon().function | lexicon().question
    while len(words) > 1 and (first := normalize(words[0])) in around and first not in _BEGIN_NAMES:
        words.pop(0)
    while len(words) > 1 and (last := normalize(words[-1])) in around and last not in _END_NAMES:
        words.pop()
    return " ".join(words)


def _in_a_line(entry: Entry) -> Spans:
    return Bold(f"{entry.name}: "), short_answer(entry.definition)


def _is_sentence(query: str) -> bool:
    """Whether a query asks about several things, rather than naming one: "what does IT mean" names one."""
    words = [parts for written in query.split() if (parts := normalize(written).split())]  # "S&T" is one word
    content = [parts for parts in words if not lexicon().around.issuperset(parts)]
    everyday = bool(content) and all(map(lexicon().is_common, chain(*content)))  # so it's no misspelt name
    name = without_asking(query)
    if not everyday and len(name.split()) <= LONGEST_NAME and not any(map(str.isdecimal, name)):
        return False  # "tell me what the Calvo doctrine is"
    return len(words) >= SENTENCE and (len(content) > 1 or everyday)


def echo(typed: str) -> str:
    """What a person typed, safe and short enough to repeat: one line, no control characters, nothing read as markup."""
    visible = "".join(char if char.isprintable() else " " for char in typed.translate(_BRACKETS))
    return shorten(re.sub(r"\s+", " ", visible).strip(" ,;") or "…", ECHO_LENGTH)


def entry_menu(label: str, entries: Sequence[Entry], command: str = "define") -> Menu | None:
    """A menu of entries that sends `command` with the chosen name; None if there are no entries."""
    options = tuple(Option(entry.name, f"{command} {entry.name}") for entry in entries[:MENU_LENGTH])
    return Menu(label, options) if options else None


def also_known_as(entry: Entry) -> Spans:
    """ "Also: HOM, chief of mission", or nothing. Forms that only add words to the name are left out."""
    own = entry.name.casefold()
    names = [name for name in (*entry.acronyms, *entry.aliases) if own not in name.casefold()]
    return (f"Also: {', '.join(names[:ALSO_SHOWN])}",) if names else ()


def may_also_mean(entry: Entry, form: AmbiguousForm | None) -> Note | None:
    """Mention the other meanings of an ambiguous form that was answered with this entry anyway."""
    others = _others(entry, form) if form else []
    return note(f"May also mean: {with_full_stop(join_phrases(others))}") if others else None


def _others(entry: Entry, form: AmbiguousForm) -> list[str]:
    """What an ambiguous form means beside an entry, here and outside of the field."""
    return [*(name for name in form.senses if name != entry.name), *form.others]


def sources_note(page: Entry | GradeScheme | Chart) -> Note | None:
    """The sources of a page in small print, with the day of its last review; None if it has none."""
    if not page.sources:
        return None
    reviewed = f" Reviewed {format_date(page.reviewed_on)}." if page.reviewed_on else ""
    spans: list[Span] = ["Sources: "]
    for number, source in enumerate(page.sources):
        spans += ["; " if number else "", Link(source.title, source.url) if source.url else source.title]
    return note(*spans, f"{stop(page.sources[-1].title)}{reviewed}")


def reviewed_note(page: Entry | GradeScheme | Comparison) -> Note | None:
    """When a page was last checked, and against how many sources: "Reviewed 21 Nov 2026 · 3 sources"."""
    count = len(page.sources)
    parts = (
        f"Reviewed {format_date(page.reviewed_on)}" if page.reviewed_on else "",
        f"{count} source{'s' if count > 1 else ''}" if count else "",
    )
    line = " · ".join(filter(None, parts))
    return note(line) if line else None


def suggestion_button(entry: Entry, command: str) -> Button:
    """A button that asks the command again with a suggested entry, in place of the suggestions."""
    return Button(entry.name, f"{command} {entry.name}", replace=True)


_FITS = re.compile(
    r"\b(?:ok(?:ay)?|enough|good|fits?|suitable|suited|relevant|useful|transferable|transfers?|counts?|works?|right)\s"
    r"(?:for|as|in|at|with|to|into)\b",
    re.I,
)
"""Asks whether experience fits a job: "PR agency experience, ok for an embassy job"."""


def ask_which_sense(form: AmbiguousForm, match: Match, command: str) -> Reply:
    """The meanings of a form to choose from, or its only one here, with what it means elsewhere."""
    if match.outside:
        return _outside_the_field(form, match, command)
    jobs = tuple(entry for entry in match.suggestions if isinstance(entry, Role))
    if jobs and command.split(maxsplit=1)[0] in _INTERVIEWS:
        match = replace(match, suggestions=jobs)  # nobody interviews a body that shares the title
    if len(match.suggestions) == 1:
        only = match.suggestions[0]
        return reply(
            text(Bold(only.name), f": {short_answer(only.definition)}"),
            sense_taken(only, form),
            actions(Button(only.name, f"{command} {only.name}", primary=True, replace=True)),
            shareable=False,
            topic=topic_offering([only], command),
        )
    others = items(form.others)
    return reply(
        text(
            Bold(f"“{form.form}”"),
            " has more than one meaning." + (" Which one do you mean?" if match.suggestions else ""),
        ),
        items(map(_in_a_line, match.suggestions)) if match.suggestions else None,
        actions(*(suggestion_button(entry, command) for entry in match.suggestions)),
        text("It may also stand for:" if match.suggestions else "It may stand for:") if others else None,
        others,
        note("How to tell: ", with_full_stop(form.advice)) if form.advice else None,
        _kept(command) if match.suggestions else None,
        None if match.suggestions else actions(lookup_form(command), Button("Browse by field", "browse")),
        shareable=False,
        topic=topic_offering(match.suggestions, command),
    )


_INTERVIEWS = frozenset(("questions", "kit", "screen"))
"""Commands that are for candidates."""
_KEPT_COMMANDS = frozenset(("pay", "levels", "titles", "flags", "career", "requirements", "ladder"))
"""Commands whose words say what they show."""


def _kept(command: str) -> Note | None:
    """What the buttons keep of a line whose title has several meanings: its level, minutes, competency and places."""
    topic = topic_offering((), command)
    asked = topic.command if topic and topic.command in _KEPT_COMMANDS else ""
    kept = ", ".join(filter(None, (topic.level, *topic.asked, asked))) if topic else ""
    return note(f"I keep the rest: {with_full_stop(kept)}") if kept else None


def _outside_the_field(form: AmbiguousForm, match: Match, command: str) -> Reply:
    """Say that a form means something outside the field here, and what it means inside."""
    if _FITS.search(match.query):
        return reply(
            text(
                Bold(f"Whether {match.outside} fits is your call."),
                " I never judge candidates, and it's outside my field.",
            ),
            text("I can show you what a job here asks for: ", Code("requirements <title>"), "."),
            shareable=False,
        )
    is_open = asks_sense(match.query)
    elsewhere = f" can be {match.outside}, which is outside my field."
    here = f" here looks like {match.outside}. That's outside my field."
    also = "In diplomacy it means:" if is_open else "In diplomacy it can also mean:"
    return reply(
        text(Bold(f"“{form.form}”"), elsewhere if is_open else here),
        text(also) if match.suggestions else None,
        items(map(_in_a_line, match.suggestions)) if is_open else None,
        actions(*(suggestion_button(entry, command) for entry in match.suggestions)),
        shareable=False,
        topic=topic_offering(match.suggestions, command) if match.suggestions else None,
    )


def sense_taken(entry: Entry, form: AmbiguousForm) -> Note:
    """Say in which sense an ambiguous form was taken, what else it may stand for, and how to tell."""
    meanings = _others(entry, form)
    others = f" It may also stand for: {with_full_stop(join_phrases(meanings))}" if meanings else ""
    advice = f" How to tell: {with_full_stop(form.advice)}" if form.advice else ""
    return note(f"I took “{form.form}” to mean {with_full_stop(entry.name)}{others}{advice}")


def no_role(entry: Entry, library: Library, command: str, query: str) -> Reply:
    """The reply if a job is needed and the entry isn't one, with related jobs.

    A query without a name of the entry asks for a job that it only mentions: "embassy driver" for service staff.
    """
    words = set(stems(normalize(query)))
    is_named = any(words.issuperset(stems(normalize(name))) for name in (entry.name, *entry.acronyms, *entry.aliases))
    related = [role for name in entry.related if (role := library.by_name(name)) and isinstance(role, Role)]
    return reply(
        text(Bold(entry.name), " isn't a job title, so there's nobody to hire under that name.")
        if is_named
        else text("I don't know the job ", Bold(f"“{echo(without_asking(query))}”"), ". The nearest that I have:"),
        None if is_named else items([_in_a_line(entry)]),
        note("Related jobs:") if related else None,
        actions(
            *(Button(role.name, f"{command} {role.name}", replace=True) for role in related[:4]),
            Button("What it means", f"define {entry.name}", replace=True),
        ),
        shareable=False,
        topic=topic_offering(related[:4], command) if related else topic_of(entry),
    )

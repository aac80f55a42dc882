"""`intake`: what to ask the hiring manager before a search, with a role's own conditions, signs and neighbours."""

from __future__ import annotations

import re
from dataclasses import replace

from content.models import Entry, Role
from content.strings.compose import Wanted
from handlers.command import Command, Services
from handlers.commands import company
from handlers.find_job import find_role
from handlers.grade_cards import level_in, level_note, line_of
from handlers.lookup_replies import ask_for_entry, other_jobs, related_job_note
from handlers.manager_questions import FIVE, Hiring, five, heading_of, of_every_job, of_place, of_role, where
from handlers.parsing.grade import take_grade
from handlers.parsing.languages import LANGUAGES, known_language
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.role_and_level import read_role_and_level
from handlers.parsing.small_words import says_nothing
from handlers.reply import Actions, Bold, Button, Heading, Option, Overflow, Reply, actions, items, note, reply, text
from handlers.request import Request
from handlers.topic import Topic, topic_of
from handlers.wording import join_phrases, with_full_stop

_WITH_MANAGER = re.compile(
    r"""\b(?:intake|kick-?off|briefing)\s(?:call|meeting|questions?|session|talk|interview|list)(?:\squestions?)?\b
      (?:\swith\s(?:the|a|my|our)\s(?:hiring\s|line\s)?(?:manager|team|client)\b)?
    | \b(?:intake|kick-?off)\swith\s(?:the|a|my|our)\s(?:hiring\s|line\s)?(?:manager|team|client)\b
    | \b(?:what\s)?(?:questions?\s)?(?:(?:do|should|can|must|could)\s(?:i|we)\s|to\s)?ask\s(?:the|a|my|our|an)\s
      (?:hiring\s(?:manager|team)|line\smanager|client)\b
    | \b(?:what\s(?:else\s)?)?(?:(?:do|should|can|must|could)\s(?:i|we)\s|to\s)(?:need\sto\s|have\sto\s)?
      (?:check|clarify|clear\sup|agree|discuss|settle|confirm|find\sout|sort\sout)\s(?:with|from)\s(?:the|a|my|our)\s
      (?:hiring\s(?:manager|team)|line\smanager|client)\b
    | \b(?:questions?\s)?for\s(?:the|a|my|our)\s(?:hiring\s(?:manager|team)|line\smanager|client)\b""",
    re.I | re.X,
)
"""The talk with the manager, or what to ask in it."""


_IN_LANGUAGE = re.compile(
    r"(?<!fluent\s)(?<!speaks\s)(?<!speaking\s)(?<!works\s)(?<!proficient\s)(?<!drafts\s)\b(?:in|into|auf|en)\s"
    r"(?P<language>[^\W\d_]{4,12})\b",
    re.I,
)
"""The language that the questions should have."""
_MANAGER_LAST = re.compile(r"\s(?:the|my|our)\s(?:hiring\s|line\s)manager\W*$", re.I)
"""The manager at the end of a line whose question has been read."""
_OTHER = re.compile(
    r"\s(?:vs\.?|versus)\s|\b(?:diff(?:erences?)?|summar(?:y|i[sz]e)|explain|define|definition|in\s(?:a|one)\s(?:line|sentence))\b",
    re.I,
)
"""Asks for something to pass on to the manager, rather than what to ask."""


async def run(request: Request, services: Services) -> Reply:
    """The list for a role: what its entry leaves open, what its place asks, and what is asked for every job."""
    library = services.library
    typed = _without_details(request.text)
    graded = take_grade(typed, library)
    rest, wanted = take_languages_and_places(graded.rest)
    rest, wanted = (graded.rest, Wanted()) if library.is_form(graded.rest) else (rest, wanted)
    ask = read_role_and_level(rest, library.is_form)
    detail = line_of(graded.first, library) if graded.first else ask.again("").strip()
    beside = (*wanted.languages, *(f"in {place}" for place in wanted.places))
    again = " ".join(filter(None, (command.name, detail, *beside)))
    if says_nothing(ask.rest):
        return ask_for_entry(services, again)
    result = find_role(ask.rest, services, again, graded.first)
    if isinstance(result, Reply):
        return result
    role, asked = result
    level = ask.level or (role.level_for(ask.years) if ask.years is not None else None)
    level = level or (level_in(graded.first, role) if graded.first else None)
    language = _language_asked(typed)
    if language:
        wanted = replace(wanted, languages=tuple(one for one in wanted.languages if one != language))
    hiring = Hiring(role, level, ask.years, graded.first, wanted)
    named = " ".join(filter(None, (detail, role.name, *wanted.languages, *(f"in {place}" for place in wanted.places))))
    topic = replace(topic_of(asked), grade=detail, languages=wanted.languages, places=wanted.places)
    if language:
        return _in_english_only(role, language, named, topic)
    if ask.count is not None or ask.minutes is not None:
        return _five(hiring, asked, named, replace(topic, shown=FIVE))
    about = " and ".join(map(where, wanted.places))
    return reply(
        Heading(f"Ask the hiring manager: {heading_of(hiring)}"),
        related_job_note(role, asked),
        level_note(graded.first, role, unused=graded.more) if graded.first else None,
        items(of_role(hiring), ordered=True),
        text(Bold(about)) if about else None,
        items(of_place(hiring, library)),
        text(Bold("For every job")),
        items(of_every_job(hiring)),
        note("The questions are ours. What is asked for and not needed for the work shrinks the field."),
        _ways_on(hiring, named),
        other_jobs(role, asked, library, again),
        topic=topic,
    )


def _five(hiring: Hiring, asked: Entry, named: str, topic: Topic) -> Reply:
    """The short list, for a call in a minute."""
    return reply(
        Heading(f"Five for the hiring manager: {heading_of(hiring)}"),
        related_job_note(hiring.role, asked),
        items(five(hiring), ordered=True),
        actions(
            Button("All questions", f"intake {named}", primary=True),
            Button("Whole requisition", f"req {named}"),
        ),
        topic=topic,
    )


def _in_english_only(role: Role, language: str, named: str, topic: Topic) -> Reply:
    """That the questions are in English only, with the titles of the role in the language asked for."""
    titles = next((row for code, row in role.titles.languages.items() if LANGUAGES.get(code) == language), ())
    known = join_phrases([title.text for title in titles])
    return reply(
        text(Bold("I answer in English only."), " The questions are ours, so you may translate them."),
        text(Bold(f"{role.name} in {language}: "), with_full_stop(known))
        if known
        else text(f"I have no {language} title for {role.name}."),
        actions(
            Button(f"Titles in {language}" if known else "Titles", f"titles {role.name} in {language}"),
            Button("The questions in English", f"intake {named}"),
        ),
        topic=topic,
    )


def _ways_on(hiring: Hiring, named: str) -> Actions | None:
    """Buttons for the requisition, the levels that can be asked for, and what stands behind the questions."""
    role, places = hiring.role, hiring.wanted.places
    levels = () if hiring.grade else [level for level in role.levels if level is not hiring.level]
    there = (*hiring.wanted.languages, *(f"in {place}" for place in places))
    return actions(
        Button("Whole requisition", f"req {named}", primary=True),
        *(Button(level.capitalize(), " ".join(("intake", level, role.name, *there))) for level in levels),
        Overflow(
            (
                Option("Five questions", f"intake {named} 5 questions"),
                Option("Requirements", f"requirements {role.name}"),
                Option("Candidate questions", " ".join(filter(None, ("questions", hiring.level, role.name)))),
                *([Option("Hardship posts", "define Hardship post")] if places else []),
            )
        ),
    )


def _language_asked(typed: str) -> str | None:
    """The language in which the questions are wanted: "in French", but not "fluent in French"."""
    named = (known_language(asked["language"]) for asked in _IN_LANGUAGE.finditer(typed))
    return next(filter(None, named), None)


def _without_details(typed: str) -> str:
    """The job with its level and place, without the words about the talk."""
    return " ".join(_MANAGER_LAST.sub("", _WITH_MANAGER.sub(" ", typed)).split())


def _claims(line: str, services: Services) -> bool:
    if (
        _WITH_MANAGER.search(line) is None
        or _OTHER.search(line)
        or (company.command.claims and company.command.claims(line, services))
    ):
        return False
    named = _without_details(line)
    return says_nothing(named) or services.library.match(named).outcome != "none"


command = Command(
    name="intake",
    summary="What to ask the hiring manager before a search",
    usage="intake <role> [level or grade] [place]",
    examples=("intake consul",),
    run=run,
    takes_entry=True,
    takes_level=True,
    takes_places=True,
    pure=True,
    prompt="Which role is the manager hiring for?",
    claims=_claims,
    without_details=_without_details,
    reads_grade=True,
    repeats=True,
    listed=False,
    order=37,
)

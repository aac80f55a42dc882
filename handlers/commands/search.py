"""`search`: search strings for a role, one for each site, to open or to paste."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from content.models import Directory, Role
from content.strings.compose import SearchString, Wanted, keywords, search_string, wider_string
from content.strings.sites import CVS, GOOGLE, INDEED, LINKEDIN, RECRUITER, SALES_NAVIGATOR
from handlers.command import Command, Services
from handlers.commands import lawful
from handlers.find_job import find_role
from handlers.lookup import other_jobs, related_job_note
from handlers.market import market_lines
from handlers.parsing.slots import take_slots
from handlers.personal_topics import topic_excluded
from handlers.reply import (
    Block,
    Bold,
    Button,
    Heading,
    Italic,
    Link,
    LinkButton,
    Reply,
    Snippet,
    Spans,
    actions,
    items,
    note,
    reply,
    text,
)
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import join_phrases, with_full_stop

_EXCLUDED = re.compile(
    r"\s(?:but\s|and\s)?(?:not|without|except|excluding|exclude|minus)\s(?:an?\s|any\s|the\s)?"
    r"(?P<phrase>[\w'’&/-]{2,30}(?:\s[\w'’&/-]{1,30}){0,3})\W*$",
    re.I,
)
"""What a person doesn't want, at the end of a line."""
_POLITE = re.compile(r"\s(?:please|pls|thanks)$", re.I)


async def run(request: Request, services: Services) -> Reply:
    """A string for each site, with a button that opens it; places and languages that were typed are in it."""
    typed, without = _without(request.text)
    for phrase in without:
        if personal := topic_excluded(phrase, services.library):
            return lawful.about_topic(personal, typed, services)
    rest, wanted = (typed, Wanted()) if services.library.is_form(typed) else take_slots(typed)
    wanted = replace(wanted, without=without)
    again = " ".join(["search", *wanted.languages, *(f"in {place}" for place in wanted.places)])
    result = find_role(rest, services, again)
    if isinstance(result, Reply):
        whole = find_role(request.text, services, again)  # so that the answer names every word
        return whole if isinstance(whole, Reply) else result
    role, asked = result
    return reply(
        Heading(f"Search strings for {role.name}{' · ' if wanted.words else ''}{', '.join(wanted.words)}"),
        related_job_note(role, asked),
        *open_and_copy(search_string(role, LINKEDIN, wanted)),
        *(open_and_copy(wider) if (wider := wider_string(role, wanted)) else ()),
        note(f"Without: {join_phrases(without)}. LinkedIn and Google leave out whoever has the words anywhere.")
        if without
        else None,
        _filters(wanted),
        *open_and_copy(search_string(role, GOOGLE, wanted)),
        *_recruiter(role, wanted),
        *open_and_copy(search_string(role, INDEED, wanted)),
        *open_and_copy(search_string(role, SALES_NAVIGATOR, wanted)),
        *open_and_copy(search_string(role, CVS, wanted)),
        *_directories(role, services.library.directories),
        tip_line(role),
        *market_lines(role, services.library),
        note(f"Site rules as of {LINKEDIN.checked_on:%B %Y}. Keep the straight quotes and the capitals."),
        actions(Button("Titles", f"titles {role.name}"), Button("What it means", f"define {role.name}")),
        other_jobs(role, asked, services.library, again),
        topic=replace(topic_of(asked), command=command.name if without else ""),  # so no word is named as left out
    )


def _without(typed: str) -> tuple[str, tuple[str, ...]]:
    """The line, and the words at its end that may not be on a profile: "ambassador not brand ambassadors"."""
    excluded = _EXCLUDED.search(typed)
    if excluded is None or not excluded["phrase"].strip():
        return typed, ()
    phrase = _POLITE.sub("", excluded["phrase"].strip())
    one = phrase[:-1] if phrase.endswith("s") and not phrase.endswith("ss") else phrase
    return typed[: excluded.start()], (one.replace('"', ""),)


def tip_line(role: Role) -> Block | None:
    """The role's tip: what a sourcer in the field does."""
    return text(Bold("In practice: "), role.tip) if role.tip else None


def open_button(string: SearchString) -> LinkButton | None:
    """A button that opens the string on its site; None if the site can't be opened from outside."""
    return LinkButton(f"Open {string.site.name}", address) if (address := string.address) else None


def open_and_copy(string: SearchString) -> Iterator[Block]:
    """A string with its site and the button that opens it."""
    yield text(Bold(string.site.name), f", {string.site.box}", button=open_button(string))
    yield Snippet(string.query)


def _recruiter(role: Role, wanted: Wanted) -> Iterator[Block | None]:
    """The fields of LinkedIn Recruiter. Its filters take places and languages better than a string does."""
    yield text(Bold(RECRUITER.name), f", {RECRUITER.box}")
    yield Snippet(search_string(role, RECRUITER, wanted).query)
    if words := keywords(role):
        yield text(Bold(RECRUITER.name), ", Keywords")
        yield Snippet(words)
    filters: list[Spans] = (
        [("Companies: ", with_full_stop(join_phrases(role.search.companies)))] if role.search.companies else []
    )
    filters += [("Locations: ", with_full_stop(join_phrases(wanted.places)))] if wanted.places else []
    filters += [("Spoken languages: ", with_full_stop(join_phrases(wanted.languages)))] if wanted.languages else []
    if filters:
        yield items(filters)


def _filters(wanted: Wanted) -> Block | None:
    if not wanted.places:
        return None
    return note(
        f"On LinkedIn, the Locations filter finds more people than the word “{wanted.places[0]}” in the string."
    )


def _directories(role: Role, directories: tuple[Directory, ...]) -> Iterator[Block | None]:
    fitting = [place for place in directories if place.is_for(role)]
    if fitting:
        yield text(Bold("Also listed here"))
        yield items((Link(place.name, place.url), ". ", Italic(place.text)) for place in fitting)


command = Command(
    name="search",
    summary="Search strings for LinkedIn, Google and Indeed, to open or paste",
    usage="search <role> [language] [place]",
    examples=("search consul", "search conference interpreter arabic geneva"),
    run=run,
    pure=True,
    takes_places=True,
    prompt="Search strings for which role?",
    synonyms=("boolean", "string", "strings"),
    cues=(
        "search string",
        "search strings",
        "boolean string",
        "boolean search",
        "boolean for",
        "recruiter string",
        "recruiter search",
        "linkedin string",
        "sourcing string",
        *(
            "boolean",
            "xray search",
            "x-ray search",
            "x-ray",
            "xray",
            "linkedin search",
            "linkedin",
            "google search",
            "string for",
        ),
        *(
            f"{word} {verb} {who} find"
            for word in ("how", "where")
            for verb in ("do", "can", "could", "would", "should")
            for who in ("i", "we", "you")
        ),
        *("how do i source", "how can i source", "how to source", "where do i source"),
        *("where to look for", "where do i look for", "where should i look for"),
        "how to find",
        "where to find",
        "find candidates for",
    ),
    repeats=True,
    order=25,
)

"""`wanted`: the jobs to search if a line describes the person and names no job: "someone who did trade deals"."""

from __future__ import annotations

import re

from content.library import Library
from content.models import Entry, Role
from handlers.command import Command, Services
from handlers.lookup_replies import ask_for_entry, roles_of
from handlers.parsing.languages import known_language
from handlers.parsing.somebody_needs import somebody_needs
from handlers.reply import Bold, Button, Reply, actions, items, note, reply, text
from handlers.request import Request
from handlers.topic import topic_offering
from handlers.wording import short_answer

MOST = 4
"""Jobs offered: one phone screen."""
LIKELY = 0.5
"""How well what the person did must describe an entry, from 0 to 1."""
_PERSON = r"(?:person|people|expert|experts|specialist|specialists|guy|profile|candidate|candidates)"
_WANTED = re.compile(
    rf"{somebody_needs(aside=True)}(?:(?:someone|somebody|anyone|an?\s{_PERSON}|{_PERSON})\s(?:who(?:['’]s)?|with|that|from)\s(?P<did>.{{3,120}})"
    rf"|(?:an?\s|some\s)?(?P<topic>[\w'’ -]{{3,40}}?)\s{_PERSON}\b)",
    re.I,
)
"""A line that wants a person for what they did: "hiring manager wants somebody with export control experience"."""
_LEAD = re.compile(
    r"^(?:(?:has|have|had|been|was|did|does|done|knows?|can|could|worked|works|dealt|deals|understands?|handled|good|strong|solid|real|proven|some"
    r"|a|an|the|on|in|at|with|experience|background|knowledge|of)\s)+",
    re.I,
)
_TAIL = re.compile(r"\s(?:experience|background|knowledge|skills|expertise)\b|[,;].*$", re.I)


async def run(request: Request, services: Services) -> Reply:
    """The jobs in which people do what the line wants."""
    named, roles = _named(request.text, services.library), _roles(request.text, services.library)
    if not roles:
        return ask_for_entry(services, "search")
    return reply(
        text(Bold(f"{named.name}: "), short_answer(named.definition)) if named and named not in roles else None,
        text(Bold("People who do this have titles such as:")),
        items((Bold(f"{role.name}: "), short_answer(role.definition)) for role in roles),
        note("Pick one for its search strings. For the whole job, say “req” and the title."),
        actions(
            *(Button(role.name, f"search {role.name}", primary=place == 0) for place, role in enumerate(roles)),
        ),
        shareable=False,
        topic=topic_offering(roles, "search"),
    )


def _what(typed: str) -> str:
    """What the wanted person did; empty if a line wants none."""
    wanted = _WANTED.match(typed)
    what = _TAIL.sub("", _LEAD.sub("", (wanted["did"] or wanted["topic"]).strip())).strip(" ?.!") if wanted else ""
    return "" if known_language(what) else what


def _named(typed: str, library: Library) -> Entry | None:
    """The entry that says what the wanted person did, by its name: "someone who has been a head of chancery"."""
    what = _what(typed)
    return library.match(what).entry if what and library.is_form(what) else None


def _roles(typed: str, library: Library) -> list[Role]:
    """The jobs behind what the wanted person did, the nearest first."""
    what = _what(typed)
    if not what:
        return []
    match = library.match(what)
    fits = [fit.entry for fit in library.fitting(what, MOST) if fit.score >= LIKELY]
    named: list[Entry] = [match.entry] if match.entry else list(match.suggestions) if match.named else []
    roles = [entry for entry in (*named, *fits) if isinstance(entry, Role)]
    roles += [role for entry in (*named, *fits) for role in roles_of(entry, library)]
    return list({role.name: role for role in roles}.values())[:MOST]


command = Command(
    name="wanted",
    summary="Jobs to search for people who did something",
    usage="wanted <what they did>",
    examples=("wanted someone who did trade negotiations",),
    run=run,
    pure=True,
    claims=lambda line, services: bool(_roles(line, services.library)),
    takes=lambda rest, services: bool(_roles(f"need {rest}", services.library)),
    listed=False,
    order=38,
)

"""`leads`: what the head of an organisation is called: "who runs UNESCO". Never a name."""

from __future__ import annotations

import re
from dataclasses import replace

from content.library import Library
from content.models import Entry, Role, Term
from handlers.chairs import ANY_HEAD, TITLES, chair_in, head_entry, head_title, lines_on_head, naming
from handlers.command import Command, Services
from handlers.diagrams import chart_of_organisation
from handlers.entry_lines import lines_about, lines_on_boss
from handlers.find_entry import find_entry
from handlers.reply import Bold, Button, Heading, Reply, Text, actions, items, reply, text
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import short_answer

_ARTICLE = r"(?:the\s|an?\s|your\s)?"
_HEAD = r"(?:head|boss|chief|leader|top\s(?:person|job|post|official|dog)|number\sone|no\.?\s?1|person\sin\scharge)"
_NOW = r"(?:actually|currently|now)"
_BEFORE = r"(?:so|and|ok|but|pls|please|tell\sme|do\s(?:you|u)\sknow|any\sidea)"
_HEAD_OF = rf"{_HEAD}\s(?:of|at)\s{_ARTICLE}"
_ASKED = re.compile(
    rf"""^\W*(?:{_BEFORE}\s){{0,2}}(?:
      who(?:['’]?s|\sis)?\s?(?:{_NOW}\s)?(?:heads?(?:\sup)?|leads?|runs?|(?:is\s)?running|(?:is\s)?leading|chairs?|presides\sover)\s
      {_ARTICLE}(?P<led>.+?)
    | who(?:['’]?s|\sis|\sare)?\s(?:{_NOW}\s)?
      (?:(?:in\scharge\s(?:of|at)|at\sthe\s(?:top|head|helm)\sof)\s{_ARTICLE}|(?:the\s)?{_HEAD_OF})(?P<charge>.+?)
    | (?:what(?:['’]?s|\sis|\sare)?\s)?(?:(?:the|job|official|right|correct|exact)\s){{0,3}}
      (?:title|name)\s(?:of|for)\s{_ARTICLE}{_HEAD_OF}(?P<title>.+?)
    | what\s(?:do\s(?:you|u|we|they)\scall|is|['’]?s)\s{_ARTICLE}{_HEAD_OF}(?P<called>.+?)(?:\scalled)?
    | (?:current\s)?{_HEAD}\sof\s{_ARTICLE}(?P<head>.+?)
      (?<![\s,:–-])[\s,:–-]+(?:title|name|called\swhat|what\stitle|what(?:['’]?s|\sis)\sthe\stitle)
    | (?:who(?:['’]?s|\sis)?|what(?:['’]?s|\sis)\s(?:the\s)?(?:title|name)\sof)\s{_ARTICLE}
      (?P<own>.+?)(?:['’]s|s['’]?|['’])\s{_HEAD}
    | (?P<last>.+?)(?<![,:\s–-])[,:\s–-]+
      (?:who(?:['’]?s|\sis)\sthe\s{_HEAD}|who\s(?:heads|leads|runs)\sit|title\sof\s(?:the|its)\s{_HEAD})
    )(?:\s(?:now|right\snow|currently|at\sthe\smoment|these\sdays|today|called|pls|please))*\W*$""",
    re.I | re.X,
)
"""Asks what leads an organisation."""
_USED = re.compile(
    rf"{TITLES.pattern}|\b(?:who|whos|heads?|leads?|runs?|chairs?|title|name|called|charge|top|boss|current|now)\b",
    re.I,
)
_WHO_IS = re.compile(r"^\W*(?:(?:so|and|ok)\s)?(?:who(?:['’]?s|\sis|\swas)?\s)?(?:now\s|currently\s)?(?=\w)", re.I)


async def run(request: Request, services: Services) -> Reply:
    """The title of whoever heads an organisation, or what its entry says of that."""
    library = services.library
    asked = _body_in(request.text, library)
    body = asked[1] if asked else find_entry(request.text, services, "leads")
    if isinstance(body, Reply):
        return body
    ladder = services.commands.find("ladder")
    if ladder and not head_title(body, library) and (isinstance(body, Role) or chart_of_organisation(body, library)):
        return await ladder.run(replace(request, text=body.name), services)
    return who_leads(body, library)


def who_leads(body: Entry, library: Library, above: Text | None = None) -> Reply:
    """What the head of an organisation is called, or what its entry says of that, below a line on who is above it."""
    title, head = head_title(body, library), head_entry(body, library)
    short = body.acronyms[:1] if " " in body.name else ()
    said = lines_about(naming(title), body) if title else lines_on_head(body)
    unknown = not (title or head or said or above)
    return reply(
        Heading(f"{'Reporting line' if above else 'Who leads'}: {' / '.join((body.name, *short))}"),
        above,
        text("The head's title: ", Bold(title), ".") if title else None,
        text(Bold(f"{head.name}: "), short_answer(head.definition)) if head and not title else None,
        items(said) if title or not head else None,
        text("My entry on ", Bold(body.name), " doesn't say who leads it.") if unknown else None,
        text("I can't say who it is today: I have no names of people.") if title else None,
        actions(
            *(Button(other.name, f"define {other.name}") for other in _explaining(title, head, body, library)),
            Button("What it means", f"define {body.name}"),
            Button("More", f"details {body.name}"),
        ),
        topic=replace(topic_of(body), command=command.name),
    )


def has_only_a_head(body: Entry, library: Library) -> bool:
    """Whether only its head could be the boss of a term: no chart, no step up, no line on who it reports to."""
    is_above = body.titles.above or chart_of_organisation(body, library) or lines_on_boss(body)
    return isinstance(body, Term) and not is_above


def _explaining(title: str, head: Entry | None, body: Entry, library: Library) -> list[Entry]:
    """The entry of the head: its own, or that of its title if the body is related to it."""
    entry = library.by_name(title) if title else head
    return [entry] if entry and (entry is head or body.name in entry.related) else []


def _body_in(typed: str, library: Library) -> tuple[str, Entry] | None:
    """The title that a line asks for, or empty, and the organisation."""
    if asked := _ASKED.match(typed):
        name = next(filter(None, asked.groups()))
        match = library.match(name)
        headed = [sense for sense in match.senses if head_title(sense, library)]  # "ILO" is also an officer
        entry = match.meant or (headed[0] if len(headed) == 1 else None)
        is_whole = library.is_form(name) and isinstance(entry, Term)
        return ("", entry) if entry and is_whole else None
    return chair_in(_WHO_IS.sub("", typed), library)


def _claims(line: str, services: Services) -> bool:
    """Whether a line asks who leads an organisation, or for the chair that leads it: "secretary general of NATO"."""
    asked = _body_in(line, services.library)
    if asked is None or not (head := head_title(asked[1], services.library)):
        return False
    title = asked[0].casefold().replace("-", " ")
    return not title or bool(ANY_HEAD.match(title)) or title in head.casefold().replace("-", " ")


command = Command(
    name="leads",
    summary="What the head of an organisation is called",
    usage="leads <term>",
    examples=("leads UNESCO",),
    run=run,
    takes_entry=True,
    pure=True,
    prompt="The head of which organisation?",
    cues=(
        *("who is the head", "who's the head", "whos the head", "who leads", "who runs", "who heads"),
        *(f"{who} in charge {of}" for who in ("who is", "who's", "whos") for of in ("of", "at")),
    ),
    claims=_claims,
    used=lambda typed, library: _USED if _body_in(typed, library) else None,
    listed=False,
    repeats=True,
    order=83,
)

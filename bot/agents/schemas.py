"""What agents get: a reply as structured data, with its sources and whose words it has.

The classes are the schemas that MCP and the HTTP API publish; each description is written for a model that reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bot.agents import limits
from bot.urls import is_safe_url
from content.library import Library
from content.models import Entry, GradeScheme, Source
from handlers.command import Commands
from handlers.lookup_replies import reviewed_note
from handlers.plain_text import plain_text_of
from handlers.reply import (
    Button,
    Element,
    FormButton,
    LinkButton,
    Menu,
    Overflow,
    Reply,
    plain,
)
from handlers.wording import short_answer

URL_LENGTH = 3_000
"""Characters of an address that is passed on."""

Outcome = Literal["answer", "suggest", "none"]
Words = Literal["reviewed", "team", "dragoman"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShown:
    """Where a fact comes from."""

    title: str
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryShown:
    """A job title or a term of the reviewed content."""

    name: str
    kind: Annotated[Literal["role", "term"], Field(description="role: a job to hire for; term: anything else")]
    definition: str
    also: Annotated[list[str], Field(description="Other names and abbreviations")]
    uri: Annotated[str, Field(description="The MCP resource with the whole entry")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An entry that may be meant."""

    name: str
    definition: str
    line: Annotated[str, Field(description="The command line that asks the same about this entry, for `ask`")]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextLine:
    """A way to go on."""

    label: str
    line: Annotated[str, Field(description="A command line for `ask`")]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkShown:
    """An address that a person can open."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer, with its sources."""

    outcome: Annotated[
        Outcome,
        Field(
            description="answer: answered; suggest: several entries may be meant, ask the person which one; "
            "none: not known here, say so and don't make an answer up"
        ),
    ]
    text: Annotated[str, Field(description="The whole answer as plain text. Quote it rather than rewrite it")]
    words: Annotated[
        Words,
        Field(
            description="Whose words these are. reviewed: written and reviewed beforehand, with sources; team: the "
            "workspace's own, not reviewed; dragoman: the tool's own, such as help or a question back"
        ),
    ]
    command: Annotated[str, Field(description="The command that answered, if it was about entries")] = ""
    entry: Annotated[EntryShown | None, Field(description="The entry, if the answer is about exactly one")] = None
    about: Annotated[list[str], Field(description="Names of the entries that the answer is about")] = field(
        default_factory=list
    )
    suggestions: list[Suggestion] = field(default_factory=list)
    sources: list[SourceShown] = field(default_factory=list)
    reviewed_on: Annotated[date | None, Field(description="The day of the oldest review of these facts")] = None
    next: list[NextLine] = field(default_factory=list)
    links: list[LinkShown] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Facts:
    """What an answer says, before a tool adds its own part."""

    outcome: Outcome
    command: str
    entries: Sequence[Entry]
    schemes: Sequence[GradeScheme]

    @property
    def pages(self) -> Sequence[Entry | GradeScheme]:
        """The entries and grade schemes whose facts the answer states."""
        return (*self.entries, *self.schemes) if self.outcome == "answer" else ()


def facts_of(reply: Reply, line: str, commands: Commands, library: Library) -> Facts:
    """The outcome of a line, and which entries and grades its answer is about."""
    topic = reply.topic
    if topic and topic.of_team:  # a reviewed entry of the same name says something else
        return Facts("answer", topic.command, (), ())
    entries = [entry for entry in library.linked(topic.entries) if entry.name in topic.entries] if topic else []
    if topic and topic.offered and not reply.shareable:  # one that can be shared is an answer about several entries
        return Facts("suggest", topic.command, entries, ())
    if topic and entries:
        return Facts("answer", topic.command, entries, ())
    if offered := _offered(reply, library):
        return Facts("suggest", "", offered, ())
    schemes = _schemes_in(line, library) if reply.shareable else []
    known = commands.find(line.split(maxsplit=1)[0].casefold()) if line.split() else None
    about_itself = known is not None and known.is_for_agents and not (known.takes_entry or known.takes_level)
    answered = reply.shareable or about_itself
    return Facts("answer" if answered else "none", known.name if known and answered else "", (), schemes)


def common_fields(reply: Reply, facts: Facts, library: Library) -> dict[str, object]:
    """The fields of `Answer`."""
    sources = _sources(facts, library)
    reviews = [page.reviewed_on for page in facts.pages if page.reviewed_on]
    suggestions = [] if facts.outcome != "suggest" else [_suggestion(entry, reply) for entry in facts.entries]
    links = list(_links(reply))
    return {
        "outcome": facts.outcome,
        "text": _text(reply, suggestions, links, facts, sources),
        "words": "team" if reply.topic and reply.topic.of_team else "reviewed" if facts.pages else "dragoman",
        "command": facts.command,
        "entry": shown(facts.entries[0]) if facts.outcome == "answer" and len(facts.entries) == 1 else None,
        "about": [entry.name for entry in facts.entries] if facts.outcome == "answer" else [],
        "suggestions": suggestions,
        "sources": [SourceShown(title=s.title, publisher=s.publisher, url=s.url) for s in sources],
        "reviewed_on": min(reviews, default=None),
        "next": list(_next(reply))[: limits.NEXT_LINES],
        "links": links,
    }


def shown(entry: Entry) -> EntryShown:
    """An entry's head."""
    return EntryShown(
        name=entry.name,
        kind="role" if entry.kind == "role" else "term",  # type: ignore[attr-defined]  # both classes have it
        definition=entry.definition,
        also=[*entry.acronyms, *entry.aliases],
        uri=uri_of(entry),
    )


def uri_of(entry: Entry) -> str:
    """The address of an entry as an MCP resource."""
    return f"term://{entry.pack}/{entry.id}"


def _offered(reply: Reply, library: Library) -> list[Entry]:
    """The entries on the buttons of a reply that asks which one is meant."""
    if reply.shareable:
        return []
    return library.linked(
        element.label for element in reply.elements if isinstance(element, Button) and element.replace
    )


def _schemes_in(line: str, library: Library) -> list[GradeScheme]:
    """The employers' grade systems that a line names."""
    readings = [reading for mention in library.grades_in(line) for reading in mention.readings]
    return list({reading.scheme.id: reading.scheme for reading in readings}.values())


def _suggestion(entry: Entry, reply: Reply) -> Suggestion:
    lines = {element.label: element.command for element in reply.elements if isinstance(element, Button)}
    topic = reply.topic
    line = lines.get(entry.name) or (topic.line(entry.name) if topic else f"define {entry.name}")
    return Suggestion(name=entry.name, definition=short_answer(entry.definition), line=line)


def _sources(facts: Facts, library: Library) -> list[Source]:
    """The sources of everything that is stated, each once; a curated comparison has its own."""
    compared = library.comparison_of(facts.entries) if facts.outcome == "answer" and len(facts.entries) > 1 else None
    pages = [*([compared] if compared else []), *facts.pages]
    return list({(source.title, source.url): source for page in pages for source in page.sources}.values())


def _text(
    reply: Reply, suggestions: Sequence[Suggestion], links: Sequence[LinkShown], facts: Facts, sources: Sequence[Source]
) -> str:
    """The plain text, and what is only on buttons beside it: suggestions and addresses; then the sources."""
    said = plain_text_of(reply)
    lines = [said]
    lines += [f"• {one.name}: {one.definition}" for one in suggestions if f"{one.name}: " not in said]
    lines += [f"{link.label}: {link.url}" for link in links]
    if sources and "Sources: " not in said:
        titles = (f"{source.title} ({source.url})" if source.url else source.title for source in sources)
        lines.append(f"Sources: {'; '.join(titles)}")
    pages = facts.pages
    if len(pages) == 1 and "Reviewed " not in said and (reviewed := reviewed_note(pages[0])):
        lines.append(plain(reviewed.spans))
    return "\n".join(lines)


def _links(reply: Reply) -> Iterator[LinkShown]:
    for element in reply.elements:
        if isinstance(element, LinkButton) and is_safe_url(element.url, URL_LENGTH):
            yield LinkShown(label=element.label, url=element.url)


def _next(reply: Reply) -> Iterator[NextLine]:
    for element in reply.elements:
        yield from _lines(element)


def _lines(element: Element) -> Iterator[NextLine]:
    match element:
        case Button(label=label, command=command):
            yield NextLine(label=label, line=command)
        case Menu(label=label, options=options):
            yield from (NextLine(label=f"{label}: {option.label}", line=option.command) for option in options)
        case Overflow(options=options):
            yield from (NextLine(label=option.label, line=option.command) for option in options)
        case FormButton(label=label, command=command, inputs=()):
            yield NextLine(label=label, line=command)
        case FormButton() | LinkButton():
            return

"""What single tools add to an answer: titles, search strings, questions, a table, or the mentions in a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from bot.agents.schemas import Answer, Facts
from content.library import Library
from content.models import Level
from handlers.lookup_replies import roles_of
from handlers.parsing.languages import LANGUAGES
from handlers.reply import Button, LinkButton, Reply, Table, Text, TextToCopy, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class TitlesShown:
    """Titles to search for, by how they relate to the job."""

    same_job: list[str]
    one_step_up: list[str]
    one_step_down: list[str]
    next_door: list[str]
    other_languages: dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchString:
    """A query, ready to paste."""

    where: Annotated[str, Field(description="The site, and the box to paste it into")]
    query: str
    url: Annotated[str | None, Field(description="The address that opens it, if the site has one")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionShown:
    """An interview question, and how to rate the answer: 3-4 ticks are strong, 2 adequate, 0-1 weak."""

    role: str
    level: Level
    question: str
    listen_for: str
    ticks: Annotated[list[str], Field(description="Each can be heard in a strong answer")]
    weak: Annotated[str, Field(description="A thin answer that sounds plausible")]
    stop_sign: Annotated[str, Field(description="An answer that ends an interview")]
    probe: Annotated[str, Field(description="What to ask after the rating")]


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionShown:
    """A title or term in the text. Positions are in code points, as in Python."""

    start: int
    end: int
    entry: Annotated[str | None, Field(description="The entry; null if several may be meant")] = None
    senses: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class TitlesAnswer(Answer):
    """Other titles for a job, with their sources."""

    titles: TitlesShown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer(Answer):
    """Search strings for a job."""

    strings: list[SearchString] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsAnswer(Answer):
    """Interview questions with how to rate the answers."""

    questions: list[QuestionShown] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonAnswer(Answer):
    """A table of terms; its first column names what is compared."""

    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextAnswer(Answer):
    """A text explained."""

    mentions: list[MentionShown] = field(default_factory=list)


Details = dict[str, object]


def nothing(_reply: Reply, _facts: Facts, _text: str, _library: Library) -> Details:
    """No details."""
    return {}


def titles(_reply: Reply, facts: Facts, _text: str, library: Library) -> Details:
    """The titles of the job, or of the first job related to the term."""
    if not facts.pages or not facts.entries:
        return {}
    entry = next(iter(roles_of(facts.entries[0], library)), facts.entries[0])
    groups = entry.titles
    languages = {LANGUAGES.get(code, code): [str(title) for title in group] for code, group in groups.languages.items()}
    return {
        "titles": TitlesShown(
            same_job=list(groups.same),
            one_step_up=list(groups.above),
            one_step_down=list(groups.below),
            next_door=list(groups.beside),
            other_languages={name: group for name, group in languages.items() if group},
        )
    }


def strings(reply: Reply, _facts: Facts, _text: str, _library: Library) -> Details:
    """Each string with the paragraph above it, which names the site."""
    return {"strings": list(_strings(reply))}


def _strings(reply: Reply) -> Iterator[SearchString]:
    for before, block in zip(reply.blocks, reply.blocks[1:], strict=False):
        if isinstance(block, TextToCopy) and isinstance(before, Text):
            url = before.button.url if isinstance(before.button, LinkButton) else None
            yield SearchString(where=plain(before.spans), query=block.text, url=url)


def questions(reply: Reply, _facts: Facts, _text: str, library: Library) -> Details:
    """The questions on the page, from the buttons that open their guides."""
    guides = [element.command for element in reply.elements if isinstance(element, Button)]
    return {"questions": [shown for line in guides if (shown := _question(line, library)) is not None]}


def _question(line: str, library: Library) -> QuestionShown | None:
    """The question of a line such as "guide senior Consul 2"; None for another line."""
    command, _, rest = line.partition(" ")
    level_name, _, rest = rest.partition(" ")
    name, _, number = rest.rpartition(" ")
    level = next((level for level in Level if level == level_name), None)
    entry = library.by_name(name)
    if command != "guide" or level is None or entry is None or not number.isdecimal():
        return None
    question = entry.questions[level][int(number) - 1]
    return QuestionShown(
        role=entry.name,
        level=level,
        question=question.text,
        listen_for=question.listen_for,
        ticks=list(question.ticks),
        weak=question.weak,
        stop_sign=question.stop,
        probe=question.probe,
    )


def table(reply: Reply, _facts: Facts, _text: str, _library: Library) -> Details:
    """The table of the answer, if it has one."""
    shown = next((block for block in reply.blocks if isinstance(block, Table)), None)
    return {"columns": list(shown.columns), "rows": [list(row) for row in shown.rows]} if shown else {}


def mentions(_reply: Reply, _facts: Facts, text: str, library: Library) -> Details:
    """Everything that the text names, in its order."""
    found = [mention for mention in library.scan(text) if mention.entry is not None or not mention.other_job]
    return {
        "mentions": [
            MentionShown(
                start=mention.start,
                end=mention.end,
                entry=mention.entry.name if mention.entry else None,
                senses=[] if mention.entry else [sense.name for sense in mention.senses],
            )
            for mention in found
        ]
    }

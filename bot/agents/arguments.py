"""The arguments of each tool. Their schemas are what MCP and the HTTP API publish."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from bot.agents import limits
from content.models import Level

Name = Annotated[str, Field(min_length=1, max_length=limits.NAME_LENGTH)]


class Arguments(BaseModel):
    """Arguments of a tool; unknown ones are refused, so that a misspelt one isn't dropped in silence."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Term(Arguments):
    """One term, title or abbreviation."""

    term: Annotated[Name, Field(description="A word, title, abbreviation or pay grade", examples=["note verbale"])]


class Title(Arguments):
    """One job title."""

    title: Annotated[Name, Field(description="A job title or the term for a job", examples=["head of mission"])]


class SearchFor(Arguments):
    """A job, with what the people should have besides."""

    role: Annotated[Name, Field(description="A job title", examples=["consul"])]
    language: Annotated[Name | None, Field(description="A language that they speak", examples=["Arabic"])] = None
    place: Annotated[Name | None, Field(description="A city or country", examples=["Geneva"])] = None


class InterviewFor(Arguments):
    """A job and how senior the person is."""

    role: Annotated[Name, Field(description="A job title", examples=["consul"])]
    level: Annotated[Level | None, Field(description="Leave out to get one question from each level")] = None
    count: Annotated[int | None, Field(ge=1, le=limits.QUESTIONS, description="How many questions")] = None


class Compared(Arguments):
    """Terms to put side by side."""

    terms: Annotated[
        list[Name],
        Field(
            min_length=2,
            max_length=limits.COMPARED,
            description="Titles, terms or pay grades",
            examples=[["embassy", "consulate"]],
        ),
    ]


class TextToExplain(Arguments):
    """A text."""

    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=limits.TEXT_LENGTH,
            description="A CV, an advert or any text, with its lines. It is read in memory and forgotten",
            examples=["Second Secretary (Political), Permanent Mission to the UN, 2019-2023"],
        ),
    ]


class Line(Arguments):
    """A command line or a sentence."""

    line: Annotated[
        str,
        Field(
            min_length=1,
            max_length=limits.TEXT_LENGTH,
            description="A command line or a plain question. `help all` lists the commands",
            examples=["questions senior consul", "levels head of mission"],
        ),
    ]
    conversation: Annotated[
        str | None,
        Field(
            pattern=limits.CONVERSATION_PATTERN,
            description="A name of your choice. Lines with the same one may follow up on each other (`titles?`), "
            "for 15 minutes. Without it each line stands alone",
            examples=["c-42"],
        ),
    ] = None
    whole: Annotated[
        StrictBool, Field(description="True for a `line` from an answer's `next`: it is complete, never a follow-up")
    ] = False

"""The tools that agents call, in one list for MCP and the HTTP API. Each is a command line in disguise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from bot.agents import details
from bot.agents.arguments import (
    Arguments,
    Compared,
    InterviewFor,
    Line,
    SearchFor,
    Term,
    TextToExplain,
    Title,
)
from bot.agents.harmless import harmless, harmless_line
from bot.agents.schemas import Answer, Facts
from content.library import Library
from handlers.reply import Reply

A = TypeVar("A", bound=Arguments)

AddDetails = Callable[[Reply, Facts, str, Library], Mapping[str, object]]
"""Takes the reply, its facts, the text that was read and the content; returns the tool's own fields."""

FIELD = "diplomacy, international organisations and their jobs"
_NOT_CANDIDATES = "Don't use it to score, rank or judge a person: it explains words."
_NOT_OTHER_FIELDS = f"Don't use it for words outside {FIELD}: it answers none."


@dataclass(frozen=True)
class Tool(Generic[A]):
    """A tool: what it says of itself, and the command line that its arguments make.

    `path` is its address below /api/v1; `reads_text`: its argument may be a long text, so it is sent as a body.
    """

    name: str
    title: str
    description: str
    arguments: type[A]
    line: Callable[[A], str]
    path: str
    answer: type[Answer] = Answer
    details: AddDetails = details.nothing
    reads_text: bool = False

    @cached_property
    def schema(self) -> dict[str, Any]:
        """JSON Schema of the arguments."""
        return self.arguments.model_json_schema()

    @cached_property
    def adapter(self) -> TypeAdapter[Answer]:
        """Converts answers of this tool to JSON values."""
        return TypeAdapter(self.answer)

    @cached_property
    def answer_schema(self) -> dict[str, Any]:
        """JSON Schema of the answers. Empty fields may be missing."""
        return self.adapter.json_schema()


def _search(wanted: SearchFor) -> str:
    place = f"in {harmless_line(wanted.place)}" if wanted.place else ""
    return f"search {harmless_line(wanted.role)} {harmless_line(wanted.language or '')} {place} on all sites"


def _questions(wanted: InterviewFor) -> str:
    return f"questions {wanted.level or ''} {harmless_line(wanted.role)} {wanted.count or ''}"


def _compare(wanted: Compared) -> str:
    return f"compare {', '.join(harmless_line(term).replace(',', ' ') for term in wanted.terms)}"


EXPLAIN_TERM = Tool(
    "explain_term",
    "Explain a term",
    f"Explain a job title, abbreviation, pay grade or term of {FIELD} in plain words for a recruiter, from reviewed "
    f"content with sources. Use it when a CV, an advert or a person uses such a word. {_NOT_OTHER_FIELDS} "
    "For a whole text use explain_text.",
    Term,
    lambda wanted: f"define {harmless_line(wanted.term)}",
    "explain",
)
ALTERNATIVE_TITLES = Tool(
    "alternative_titles",
    "Other titles for a job",
    "List other job titles to search for: the same job, one step up and down, next door, and in other languages. "
    f"{_NOT_OTHER_FIELDS} Don't use it to translate.",
    Title,
    lambda wanted: f"titles {harmless_line(wanted.title)}",
    "titles",
    details.TitlesAnswer,
    details.titles,
)
SEARCH_STRINGS = Tool(
    "search_strings",
    "Search strings",
    "Give Boolean search strings for a job, for LinkedIn (two), Google, Recruiter, Sales Navigator and Indeed, "
    f"within each site's limits. It searches nothing itself and knows no people. {_NOT_OTHER_FIELDS}",
    SearchFor,
    _search,
    "search",
    details.SearchAnswer,
    details.strings,
)
INTERVIEW_QUESTIONS = Tool(
    "interview_questions",
    "Interview questions",
    "Give interview questions for a job at a level, each with what to listen for and how to rate the answer. The "
    f"order is always the same, so candidates can be compared. {_NOT_CANDIDATES} Don't make up further questions.",
    InterviewFor,
    _questions,
    "questions",
    details.QuestionsAnswer,
    details.questions,
)
COMPARE_TERMS = Tool(
    "compare_terms",
    "Compare terms",
    "Put two to four titles, terms or pay grades side by side: what differs, and which ranks higher. "
    f"{_NOT_OTHER_FIELDS} {_NOT_CANDIDATES}",
    Compared,
    _compare,
    "compare",
    details.ComparisonAnswer,
    details.table,
)
EXPLAIN_TEXT = Tool(
    "explain_text",
    "Explain a text",
    "Explain every title and term in a CV, an advert or another text, in its order, with what may not fit together "
    f"and what to ask. Nothing of the text is stored. {_NOT_CANDIDATES} Don't use it for one term.",
    TextToExplain,
    lambda wanted: f"read {harmless(wanted.text)}",
    "text",
    details.TextAnswer,
    details.mentions,
    reads_text=True,
)
ASK = Tool(
    "ask",
    "Ask Dragoman",
    "Answer a command line or a plain question, as Dragoman does in chat: levels, ladders, charts, red flags, a kit "
    "for an interview, a phone screen and more. Use it for a `line` from an answer's `next`, or if no other tool "
    "fits. Don't use it to change anything: it only reads.",
    Line,
    lambda wanted: harmless(wanted.line),
    "ask",
    reads_text=True,
)

TOOLS: tuple[Tool[Any], ...] = (
    EXPLAIN_TERM,
    ALTERNATIVE_TITLES,
    SEARCH_STRINGS,
    INTERVIEW_QUESTIONS,
    COMPARE_TERMS,
    EXPLAIN_TEXT,
    ASK,
)
BY_NAME: Mapping[str, Tool[Any]] = {tool.name: tool for tool in TOOLS}

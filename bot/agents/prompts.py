"""Prompts for people to start from: the jobs of a recruiter, each naming the tools to use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.agents import limits
from bot.agents.harmless import harmless

NAMES = frozenset({"role", "term"})
"""Arguments that are names of entries, completed while they are typed."""


@dataclass(frozen=True, slots=True)
class PromptArgument:
    """An argument of a prompt."""

    name: str
    description: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt; `text` has the arguments' names in braces."""

    name: str
    title: str
    description: str
    arguments: tuple[PromptArgument, ...]
    text: str


_QUOTE = "Quote Dragoman's answers with their sources and review date, and add no facts of your own."
_ROLE = PromptArgument("role", "A job title, such as consul")

PROMPTS: tuple[Prompt, ...] = (
    Prompt(
        "what_is",
        "What does this mean?",
        "Explain a title, abbreviation or term",
        (PromptArgument("term", "The word, such as note verbale"),),
        f"What does “{{term}}” mean on a CV? Use explain_term. {_QUOTE}",
    ),
    Prompt(
        "read_a_cv",
        "Explain this CV or advert",
        "Go through a text and explain every title and term in it",
        (PromptArgument("text", "The text"),),
        "Explain this text to a recruiter who is new to diplomacy. Use explain_text. Rate nobody. "
        f"{_QUOTE}\n\n{{text}}",
    ),
    Prompt(
        "open_a_search",
        "Open a search",
        "Other titles and search strings for a job",
        (_ROLE, PromptArgument("place", "A city or country", required=False)),
        "I'm hiring: {role} {place}. Which other titles should I search for, and with which strings? Use "
        f"alternative_titles and search_strings, and give the strings exactly as they are. {_QUOTE}",
    ),
    Prompt(
        "prepare_an_interview",
        "Prepare an interview",
        "Questions for a job at a level, with how to rate the answers",
        (_ROLE, PromptArgument("level", "junior, mid or senior", required=False)),
        "I interview a candidate: {level} {role}. Give me the questions with what to listen for. Use "
        f"interview_questions, keep their order, and add none of your own. {_QUOTE}",
    ),
)
_BY_NAME = {prompt.name: prompt for prompt in PROMPTS}


def text_of(name: str, given: Mapping[str, str]) -> str:
    """The prompt with its arguments filled in. Raises LookupError for an unknown prompt, ValueError for arguments."""
    prompt = _BY_NAME.get(name)
    if prompt is None:
        raise LookupError("There is no such prompt")
    values = {argument.name: "" for argument in prompt.arguments}
    for argument in prompt.arguments:
        value = harmless(given.get(argument.name, ""))[: limits.TEXT_LENGTH].strip()
        if argument.required and not value:
            raise ValueError(f"{argument.name} is missing")
        values[argument.name] = value
    return prompt.text.format_map(values)

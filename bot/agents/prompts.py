"""Prompts for people to start from: the jobs of a recruiter, each naming the tools to use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.agents import limits
from bot.agents.harmless import harmless, harmless_line

NAMES = frozenset({"role", "term"})
"""Arguments that are names of entries, completed while they are typed."""


@dataclass(frozen=True, slots=True)
class PromptArgument:
    """An argument of a prompt; `before` and `after` come around its value if there is one."""

    name: str
    description: str
    required: bool = True
    before: str = ""
    after: str = ""


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
        (_ROLE, PromptArgument("place", "A city or country", required=False, before=" ")),
        "I'm hiring: {role}{place}. Which other titles should I search for, and with which strings? Use "
        f"alternative_titles and search_strings, and give the strings exactly as they are. {_QUOTE}",
    ),
    Prompt(
        "prepare_an_interview",
        "Prepare an interview",
        "Questions for a job at a level, with how to rate the answers",
        (_ROLE, PromptArgument("level", "junior, mid or senior", required=False, before=" ")),
        "I interview a candidate:{level} {role}. Give me the questions with what to listen for. Use "
        f"interview_questions, keep their order, and add none of your own. {_QUOTE}",
    ),
    Prompt(
        "open_a_requisition",
        "A new requisition",
        "What a job is, what its grade means, search strings, checks and first questions, on one screen",
        (
            _ROLE,
            PromptArgument("grade", "A pay grade, such as P-4", required=False, before=" "),
            PromptArgument("place", "A city or country", required=False, before=" "),
        ),
        "I have a new requisition. Call ask with this line, and show me the whole answer with its search strings "
        f"exactly as they are: req {{role}}{{grade}}{{place}}\n\n{_QUOTE}",
    ),
    Prompt(
        "screen_by_phone",
        "A phone screen",
        "Four facts to ask for, one question and one flag, for five minutes on the phone",
        (_ROLE, PromptArgument("level", "junior, mid or senior", required=False, before=" ")),
        "I call a candidate in five minutes. Call ask with this line, and show me the answer as it is: "
        f"screen{{level}} {{role}}\n\n{_QUOTE}",
    ),
    Prompt(
        "panel_kit",
        "An interview kit for a panel",
        "Who asks what, with a link to the pages for each interviewer",
        (
            PromptArgument("level", "junior, mid or senior"),
            _ROLE,
            PromptArgument("interviewers", "How many people interview, 1 to 4", required=False, before=" panel of "),
            PromptArgument(
                "minutes", "Minutes for each interview, 30 to 90", required=False, before=" ", after=" minutes"
            ),
        ),
        "A panel interviews tomorrow. Call ask with this line, show me who asks what, the set id, and the links to the "
        f"pages if there are any: kit {{level}} {{role}}{{minutes}}{{interviewers}}\n\nRate nobody. {_QUOTE}",
    ),
    Prompt(
        "brief_for_a_company",
        "A former diplomat for a company",
        "Which titles to search for, what transfers, what doesn't, and what to check",
        (PromptArgument("job", "The job in the company, such as government affairs"),),
        "I look for a former diplomat for a job in a company. Call ask with this line, and show me the answer as it "
        f"is: company {{job}}\n\n{_QUOTE}",
    ),
)
_BY_NAME = {prompt.name: prompt for prompt in PROMPTS}


def text_of(name: str, given: Mapping[str, str]) -> str:
    """The prompt with its arguments filled in. Raises LookupError for an unknown prompt, ValueError for arguments."""
    prompt = _BY_NAME.get(name)
    if prompt is None:
        raise LookupError(f"There is no such prompt: use one of {', '.join(_BY_NAME)}")
    values = {argument.name: "" for argument in prompt.arguments}
    for argument in prompt.arguments:
        clean = harmless if argument.name == "text" else harmless_line
        value = clean(given.get(argument.name, ""))[: limits.TEXT_LENGTH].strip()
        if argument.required and not value:
            raise ValueError(f"The prompt needs {argument.name}: {argument.description}")
        values[argument.name] = f"{argument.before}{value}{argument.after}" if value else ""
    return prompt.text.format_map(values)

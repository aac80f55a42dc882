"""Steps for Slack's Workflow Builder: explain a term, and a set of interview questions.

An app with such steps can't be distributed to other workspaces, so they are only in a manifest that asks for them.
Sources: https://docs.slack.dev/workflows/workflow-steps, https://docs.slack.dev/reference/events/function_executed
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

EVENT = "function_executed"


@dataclass(frozen=True, slots=True)
class Step:
    """A step, the inputs that people fill in (name → title and description), and the command line it stands for."""

    title: str
    description: str
    command: str
    required: dict[str, tuple[str, str]]
    optional: dict[str, tuple[str, str]]


STEPS = {
    "explain_term": Step(
        "Explain a term",
        "Explains a title, rank, grade or term of diplomacy in plain words",
        "define {term}",
        {"term": ("Term", "A title, an abbreviation or a term, such as DPR")},
        {},
    ),
    "question_set": Step(
        "Question set",
        "Gives interview questions for a diplomatic role, with what to listen for",
        "questions {level} {role}",
        {"role": ("Role", "A job, such as consul")},
        {"level": ("Level", "junior, mid or senior, or years of experience")},
    ),
}
"""The steps by callback_id. Workflows that people have built carry these names: never change one."""
OUTPUTS = {
    "answer": ("string", "Answer", "The answer as plain text"),
    "found": ("boolean", "Found", "Whether Dragoman knows it; if not, the answer says what comes close"),
}


def functions() -> dict[str, Any]:
    """The steps as `functions` of the manifest."""
    return {
        name: {
            "title": step.title,
            "description": step.description,
            "input_parameters": {
                "properties": {
                    key: {"type": "string", "name": key, "title": title, "description": description}
                    for key, (title, description) in {**step.required, **step.optional}.items()
                },
                "required": list(step.required),
            },
            "output_parameters": {
                "properties": {
                    key: {"type": kind, "name": key, "title": title, "description": description}
                    for key, (kind, title, description) in OUTPUTS.items()
                },
                "required": list(OUTPUTS),
            },
        }
        for name, step in STEPS.items()
    }

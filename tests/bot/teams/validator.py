"""A strict validator of cards for Teams: the published schema 1.5, and what Teams refuses or hides beyond it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.bot.teams.schema import Json, schema_problems

MOST_BYTES = 80_000
MOST_SHOWN = 6
LONGEST_LINE = 2_000
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
MARKUP = re.compile(r"[\\`*_\[\]<>~|{}@\n]|://|www\.|&#?\w+;|^\s*(?:[-+#]|\d+[.)])", re.I)
LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()<>\[\]]+)\)")
FUNCTION = re.compile(r"\{\{\s*(DATE|TIME)\s*\(")
INPUT_NAME = re.compile(r"\{([^{}]*)\}")


def validate_card(card: Any) -> list[str]:
    """What is wrong with a whole card, each with where it stands; empty when Teams would take and show all of it."""
    if not isinstance(card, dict) or not isinstance(card.get("body"), list):
        return ["/: is not a card with a body"]
    return schema_problems(card) or list(_whole(card))


def size(card: Json) -> int:
    """Bytes in UTF-16, as Teams counts."""
    return len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le", "surrogatepass"))


def inputs_of(card: Json) -> dict[str, Json]:
    """All inputs of a card by id, those of its forms too."""
    return {each["id"]: each for _, each in walk(card) if str(each.get("type")).startswith("Input.") and "id" in each}


def walk(value: Any) -> list[tuple[str, Json]]:
    """Every object within a value, with where it stands; what an action carries as data is its own affair."""
    found: list[tuple[str, Json]] = []
    _collect(value, "", found)
    return found


def _collect(value: Any, path: str, found: list[tuple[str, Json]]) -> None:
    if isinstance(value, dict):
        found.append((path, value))
        for key, inner in value.items():
            if key != "data" and isinstance(inner, dict | list):
                _collect(inner, f"{path}/{key}", found)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            _collect(inner, f"{path}/{at}", found)


def _whole(card: Json) -> Iterator[str]:
    if (card.get("type"), card.get("version")) != ("AdaptiveCard", "1.5"):
        yield "/version: must be an AdaptiveCard 1.5"
    if set(card) != {"type", "$schema", "version", "fallbackText", "body"}:
        yield f"/: has {sorted(card)}"
    if not card.get("body"):
        yield "/body: is empty"
    if (took := size(card)) > MOST_BYTES:
        yield f"/: takes {took} bytes"
    everything = walk(card)
    ids = [each["id"] for _, each in everything if "id" in each]
    if len(ids) != len(set(ids)):
        yield "/: an id occurs twice"
    for path, each in everything:
        for problem in _object(each, card):
            yield f"{path}: {problem}"
        for key, text in each.items():
            if isinstance(text, str) and _is_refused(text):
                yield f"{path}/{key}: has a control character, a lone surrogate or a function"


def _is_refused(text: str) -> bool:
    """Of the characters that are refused none is printable, which is found out much faster."""
    return bool((not text.isprintable() and CONTROL.search(text)) or ("{{" in text and FUNCTION.search(text)))


def _object(each: Json, card: Json) -> Iterator[str]:
    kind = str(each.get("type"))
    for required in _NEVER_BLANK.get(kind, ()):
        if not str(each.get(required) or "").strip(" \n\t"):
            yield f"{required} is missing or blank"
    if kind.startswith("Input."):
        yield from _input(each)
    if kind in _CHECKS:
        yield from _CHECKS[kind](each)
    if kind == "AdaptiveCard":
        yield from _scope(each, card)


_NEVER_BLANK = {
    "TextBlock": ("text",),
    "Action.Execute": ("title", "verb"),
    "Action.ShowCard": ("title", "card"),
    "Action.OpenUrl": ("url",),
    "AdaptiveCard": ("body",),
    "Input.Text": ("id", "label"),
    "Input.Time": ("id", "label"),
    "Input.ChoiceSet": ("id", "label", "choices"),
}


def _text_block(each: Json) -> Iterator[str]:
    if MARKUP.search(LINK.sub(lambda found: found[1], each["text"])):
        yield f"could be read as markup: {each['text'][:80]!r}"
    if each.get("wrap") is not True:
        yield "does not wrap"


def _rich(each: Json) -> Iterator[str]:
    texts = [run["text"] for run in each["inlines"]]
    if not "".join(texts).strip(" \n\t") or not all(texts):
        yield "has an empty text"


def _execute(each: Json) -> Iterator[str]:
    data = each.get("data")
    line = data.get("line") if isinstance(data, dict) else None
    if each.get("verb") not in ("run", "swap", "form"):
        yield f"has the verb {each.get('verb')!r}"
    if not isinstance(line, str) or not line.strip() or len(line) > LONGEST_LINE or set(data or ()) != {"line"}:
        yield "does not carry a line and nothing else"
    if (each.get("verb") == "form") != (each.get("associatedInputs") == "Auto"):
        yield "takes inputs without being a form, or the other way round"


def _show_card(each: Json) -> Iterator[str]:
    if each.get("mode") == "secondary":
        yield "does not open from behind the overflow button"
    if any(inner.get("type") == "Action.ShowCard" for _, inner in walk(each["card"])):
        yield "has another within it"


def _open_url(each: Json) -> Iterator[str]:
    if not re.fullmatch(r"https?://[!-~]+", each["url"]):
        yield f"opens {each['url'][:80]!r}"


def _action_set(each: Json) -> Iterator[str]:
    behind = [action for action in each["actions"] if action.get("mode") == "secondary"]
    shown = len(each["actions"]) - len(behind) + bool(behind)
    if not 0 < shown <= MOST_SHOWN or len(behind) == len(each["actions"]):
        yield f"shows {shown} actions, {len(behind)} more behind"


def _table(each: Json) -> Iterator[str]:
    width = len(each.get("columns", ()))
    if "firstRowAsHeader" in each or not width or len(each.get("rows", ())) < 2:
        yield "has a header flag, no column or no row"
    if any(len(row.get("cells", ())) != width for row in each.get("rows", ())):
        yield "has a row of another width"
    if not isinstance(each.get("fallback"), dict) or not each["fallback"].get("items"):
        yield "has no fallback"


def _container(each: Json) -> Iterator[str]:
    if not each["items"]:
        yield "is empty"


def _input(each: Json) -> Iterator[str]:
    if not re.fullmatch(r"\w+", each["id"]) or each["id"] == "line":
        yield f"has the id {each['id']!r}"
    if each.get("isRequired") and not each.get("errorMessage", "").strip():
        yield "is required and does not say so"


def _choice_set(each: Json) -> Iterator[str]:
    values = [choice["value"] for choice in each["choices"]]
    if len(values) != len(set(values)) or not all(value.strip() for value in values):
        yield "has a value twice, or an empty one"
    if not all(choice["title"].strip() for choice in each["choices"]):
        yield "has an option without a title"
    many = each.get("isMultiSelect", False)
    if many and any("," in value for value in values):
        yield "has a comma in a value"
    if "value" in each and not set(each["value"].split(",") if many else [each["value"]]) <= set(values):
        yield "has an initial value that is no option"


def _input_time(each: Json) -> Iterator[str]:
    if "value" in each and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", each["value"]):
        yield f"has the time {each['value']!r}"


def _scope(each: Json, card: Json) -> Iterator[str]:
    """Each form's line names inputs that Teams sends with it: those of its own card and of the card around it."""
    own = list(_own(each))
    if not (forms := [inner for inner in own if inner.get("verb") == "form"]):
        return
    around = own if each is card else [*own, *_own(card)]
    known = {inner.get("id") for inner in around if str(inner.get("type")).startswith("Input.")}
    for form in forms:
        if not set(INPUT_NAME.findall(form["data"]["line"])) <= known:
            yield f"a form's line names an input that is not there: {form['data']['line'][:80]!r}"


def _own(value: Any) -> Iterator[Json]:
    """The objects of a card without those of the cards it shows."""
    for path, each in walk(value):
        if "/card/" not in path and not path.endswith("/card"):
            yield each


_CHECKS = {
    "TextBlock": _text_block,
    "RichTextBlock": _rich,
    "Action.Execute": _execute,
    "Action.ShowCard": _show_card,
    "Action.OpenUrl": _open_url,
    "ActionSet": _action_set,
    "Table": _table,
    "Container": _container,
    "TableCell": _container,
    "Input.ChoiceSet": _choice_set,
    "Input.Time": _input_time,
}

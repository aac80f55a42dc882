"""Interactive elements to native HTML controls; each carries its block_id and action_id for the page."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.playground.page.html_tag import tag
from bot.playground.page.mrkdwn import Names, escape, mrkdwn_to_html
from bot.playground.slack.blockkit import Place, find_option, options_of, same_option
from bot.playground.slack.forms import Raw, offered

Json = dict[str, Any]
Choice = tuple[str, str]


@dataclass(frozen=True)
class Drawing:
    """What drawing needs besides the blocks: names for ids, current values, errors, and whom one can choose."""

    names: Names = field(default_factory=dict)
    value_of: Callable[[Place], Raw] = lambda place: None
    errors: Mapping[str, str] = field(default_factory=dict)
    people: Sequence[Choice] = ()
    channels: Sequence[Choice] = ()
    prefix: str = ""
    labelled_by: str = ""
    described_by: str = ""
    invalid: bool = False

    def within(self, name: str, described_by: str, *, invalid: bool) -> "Drawing":
        """The same for the control of an input block, whose label is outside of it."""
        return replace(self, labelled_by=name, described_by=described_by, invalid=invalid)


def draw_element(place: Place, drawing: Drawing) -> str:
    """An image, or something to press, choose from or type in."""
    draw = _ELEMENTS.get(place.element["type"])
    if draw is None:
        return tag("span", {"class": "cannot"}, f"Cannot draw {escape(str(place.element['type']))} yet")
    return draw(place, drawing)


def _address(place: Place) -> dict[str, str | bool | None]:
    """What tells the page which element this is, and what to ask before using it."""
    block_id, action_id = place.key
    confirm = place.element.get("confirm")
    asked = {key: confirm[key]["text"] for key in ("title", "text", "confirm", "deny")} if confirm else None
    danger = {"style": confirm["style"]} if confirm and "style" in confirm else {}
    return {
        "data-block": block_id,
        "data-action": action_id,
        "data-confirm": json.dumps({**asked, **danger}) if asked else None,
        "data-silent": place.block["type"] == "input" and not place.block.get("dispatch_action"),
    }


def _named(place: Place, drawing: Drawing) -> dict[str, str | bool | None]:
    """The address, and the accessible name: the label outside, else the placeholder."""
    placeholder = place.element.get("placeholder", {}).get("text")
    name = {"id": drawing.labelled_by} if drawing.labelled_by else {"aria-label": placeholder or "Choose"}
    required = place.block["type"] == "input" and not place.block.get("optional")
    return {
        **_address(place),
        **name,
        "aria-describedby": drawing.described_by or None,
        "aria-invalid": "true" if drawing.invalid else None,
        "aria-required": "true" if required else None,
        "autofocus": bool(place.element.get("focus_on_load")),
    }


def _button(place: Place, drawing: Drawing) -> str:
    element = place.element
    classes = f"button {element.get('style', '')}".strip()
    common = {**_address(place), "class": classes, "aria-label": element.get("accessibility_label")}
    words = escape(element["text"]["text"])
    if url := element.get("url"):
        safe = url if url.startswith(("https://", "http://", "mailto:")) else "#"
        return tag("a", {**common, "href": safe, "target": "_blank", "rel": "noopener noreferrer"}, words)
    return tag("button", {**common, "type": "button"}, words)


def _option(value: str, words: str, *, chosen: bool) -> str:
    return tag("option", {"value": value, "selected": chosen}, escape(words))


def _select(place: Place, drawing: Drawing, choices: str, *, empty: bool) -> str:
    placeholder = place.element.get("placeholder", {}).get("text", "Choose")
    first = tag(
        "option", {"value": "", "selected": empty, "disabled": place.block["type"] != "input"}, escape(placeholder)
    )
    return tag("select", {**_named(place, drawing), "class": "control"}, first + choices)


def _static_select(place: Place, drawing: Drawing) -> str:
    chosen = drawing.value_of(place)

    def drawn(options: list[Json]) -> str:
        return "".join(
            _option(o["value"], o["text"]["text"], chosen=chosen in (o["value"], o["text"]["text"])) for o in options
        )

    groups = "".join(
        tag("optgroup", {"label": group["label"]["text"]}, drawn(group["options"]))
        for group in place.element.get("option_groups", [])
    )
    return _select(place, drawing, drawn(place.element.get("options", [])) + groups, empty=not chosen)


def _choose_from(choices: Callable[[Drawing], Sequence[Choice]]) -> Callable[[Place, Drawing], str]:
    def draw(place: Place, drawing: Drawing) -> str:
        chosen = drawing.value_of(place)
        options = "".join(_option(value, words, chosen=value == chosen) for value, words in choices(drawing))
        return _select(place, drawing, options, empty=not chosen)

    return draw


def _conversations(place: Place, drawing: Drawing) -> str:
    """Channels, and people where the filter has direct messages too."""
    people = drawing.people if "im" in place.element.get("filter", {}).get("include", ["im"]) else ()
    return _choose_from(lambda drawing: [*drawing.channels, *people])(place, drawing)


def _external_select(place: Place, drawing: Drawing) -> str:
    name = f"list-{drawing.prefix}-{'-'.join(place.key)}"
    chosen = str(drawing.value_of(place) or "")
    if known := same_option(offered(place.element), chosen):
        chosen = known["text"]["text"]
    typing = {
        "type": "text",
        "class": "control",
        "list": name,
        "placeholder": place.element.get("placeholder", {}).get("text"),
        "data-external": str(place.element.get("min_query_length", 3)),
        "autocomplete": "off",
        "value": chosen,
    }
    return tag("input", {**_named(place, drawing), **typing}) + tag("datalist", {"id": name})


def _listed(kind: str) -> Callable[[Place, Drawing], str]:
    """Radio buttons or checkboxes, one a line."""

    def draw(place: Place, drawing: Drawing) -> str:
        raw = drawing.value_of(place)
        wanted = [raw] if isinstance(raw, str) else list(raw or [])
        chosen = [find_option(options_of(place.element), each)["value"] for each in wanted]
        name = f"{drawing.prefix}-{'-'.join(place.key)}"
        lines = []
        for option in options_of(place.element):
            box = tag(
                "input", {"type": kind, "name": name, "value": option["value"], "checked": option["value"] in chosen}
            )
            more = option.get("description")
            description = tag("span", {"class": "hint"}, _words(more, drawing)) if more else ""
            lines.append(tag("label", {}, box + tag("span", {}, _words(option["text"], drawing) + description)))
        role = "radiogroup" if kind == "radio" else "group"
        naming = {**_named(place, drawing), "aria-required": None, "aria-invalid": None, "aria-label": _label(place)}
        return tag("div", {**naming, "class": "choices", "role": role, "data-choices": kind}, "".join(lines))

    return draw


def _label(place: Place) -> str:
    holder = place.block.get("label") or place.element.get("placeholder") or {"text": "Choose"}
    return str(holder["text"])


def _words(text: Json, drawing: Drawing) -> str:
    return mrkdwn_to_html(text["text"], drawing.names) if text["type"] == "mrkdwn" else escape(text["text"])


def _overflow(place: Place, drawing: Drawing) -> str:
    options = "".join(
        tag("button", {**_address(place), "type": "button", "value": option["value"]}, escape(option["text"]["text"]))
        for option in place.element["options"]
    )
    summary = tag("summary", {"class": "button", "aria-label": "More actions"}, "…")
    return tag("details", {"class": "menu"}, summary + tag("div", {"class": "menu-items"}, options))


def _typed(kind: str, initially: str = "") -> Callable[[Place, Drawing], str]:
    def draw(place: Place, drawing: Drawing) -> str:
        element = place.element
        value = str(drawing.value_of(place) or initially)
        lengths = {
            f"{end}length": str(element[f"{end}_length"]) for end in ("min", "max") if f"{end}_length" in element
        }
        placeholder = element.get("placeholder", {}).get("text")
        common = {**_named(place, drawing), "class": "control", "placeholder": placeholder, **lengths}
        if element.get("multiline"):
            return tag("textarea", {**common, "rows": "5"}, escape(value))
        return tag("input", {**common, "type": kind, "value": value, "autocomplete": "off"})

    return draw


def _image(place: Place, drawing: Drawing) -> str:
    return tag("img", {"src": place.element["image_url"], "alt": place.element["alt_text"], "loading": "lazy"})


_ELEMENTS: Mapping[str, Callable[[Place, Drawing], str]] = {
    "button": _button,
    "static_select": _static_select,
    "external_select": _external_select,
    "users_select": _choose_from(lambda drawing: drawing.people),
    "channels_select": _choose_from(lambda drawing: drawing.channels),
    "conversations_select": _conversations,
    "multi_static_select": _listed("checkbox"),
    "checkboxes": _listed("checkbox"),
    "radio_buttons": _listed("radio"),
    "overflow": _overflow,
    "datepicker": _typed("date"),
    "timepicker": _typed("time"),
    "plain_text_input": _typed("text"),
    "number_input": _typed("text"),
    "email_text_input": _typed("email"),
    "url_text_input": _typed("url"),
    "image": _image,
}

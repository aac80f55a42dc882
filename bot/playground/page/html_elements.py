"""Interactive elements as native HTML controls; each carries its block_id and action_id for the page's scripts."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup, escape

from bot.playground.blockkit import Control, find_option, match_option, options_of
from bot.playground.page.html_mrkdwn import Names, mrkdwn_to_html
from bot.playground.page.html_tag import EMPTY, Attributes, cannot_draw, tag
from bot.playground.slack.forms import Value, offered

Json = dict[str, Any]
Choice = tuple[str, str]
"""An id and the name to show for it."""


@dataclass(frozen=True)
class DrawContext:
    """Everything drawing needs besides the blocks: names, current values, errors, and people and channels to choose.

    `labelled_by`, `described_by` and `invalid` apply to the control of an input block.
    """

    names: Names = field(default_factory=dict)
    value_of: Callable[[Control], Value] = lambda control: None
    errors: Mapping[str, str] = field(default_factory=dict)
    people: Sequence[Choice] = ()
    channels: Sequence[Choice] = ()
    prefix: str = ""
    labelled_by: str = ""
    described_by: str = ""
    invalid: bool = False

    def for_input(self, name: str, described_by: str, *, invalid: bool) -> "DrawContext":
        """The context for the control of an input block, whose label is outside the control."""
        return replace(self, labelled_by=name, described_by=described_by, invalid=invalid)


def draw_control(control: Control, context: DrawContext) -> Markup:
    """A button, a menu, a picker or a text field."""
    draw = _ELEMENTS.get(control.element["type"])
    return draw(control, context) if draw else cannot_draw(control.element["type"], "span")


def _address(control: Control) -> Attributes:
    """Attributes that identify the element, hold its confirmation dialog, and tell whether a change is sent at once."""
    block_id, action_id = control.key
    confirm = control.element.get("confirm")
    texts = {key: confirm[key]["text"] for key in ("title", "text", "confirm", "deny")} if confirm else None
    style = {"style": confirm["style"]} if confirm and "style" in confirm else {}
    return {
        "data-block": block_id,
        "data-action": action_id,
        "data-confirm": json.dumps({**texts, **style}) if texts else None,
        "data-silent": control.block["type"] == "input" and not control.block.get("dispatch_action"),
    }


def _placeholder(control: Control) -> str | None:
    text: str | None = control.element.get("placeholder", {}).get("text")
    return text


def _named(control: Control, context: DrawContext) -> Attributes:
    """The address and the accessible name: the input's label, else the placeholder."""
    name = {"id": context.labelled_by} if context.labelled_by else {"aria-label": _placeholder(control) or "Choose"}
    is_required = control.block["type"] == "input" and not control.block.get("optional")
    return {
        **_address(control),
        **name,
        "aria-describedby": context.described_by or None,
        "aria-invalid": "true" if context.invalid else None,
        "aria-required": "true" if is_required else None,
        "autofocus": bool(control.element.get("focus_on_load")),
    }


def _button(control: Control, context: DrawContext) -> Markup:
    element = control.element
    classes = f"button {element.get('style', '')}".strip()
    common = {**_address(control), "class": classes, "aria-label": element.get("accessibility_label")}
    text = escape(element["text"]["text"])
    if url := element.get("url"):
        safe_url = url if url.startswith(("https://", "http://", "mailto:")) else "#"
        return tag("a", {**common, "href": safe_url, "target": "_blank", "rel": "noopener noreferrer"}, text)
    return tag("button", {**common, "type": "button"}, text)


def _overflow(control: Control, context: DrawContext) -> Markup:
    """A "…" button that opens a menu; each option is a button of its own."""
    address = _address(control)
    options = EMPTY.join(
        tag("button", {**address, "type": "button", "value": option["value"]}, escape(option["text"]["text"]))
        for option in control.element["options"]
    )
    summary = tag("summary", {"class": "button", "aria-label": "More actions"}, escape("…"))
    return tag("details", {"class": "menu overflow"}, summary + tag("div", {"class": "menu-items"}, options))


def _feedback(control: Control, context: DrawContext) -> Markup:
    """A thumb up and a thumb down, side by side."""
    address = _address(control)
    return EMPTY.join(
        tag(
            "button",
            {
                **address,
                "type": "button",
                "class": "button",
                "value": thumb["value"],
                "aria-label": thumb.get("accessibility_label"),
            },
            escape(thumb["text"]["text"]),
        )
        for thumb in options_of(control.element)
    )


def _option(value: str, text: str, *, selected: bool) -> Markup:
    return tag("option", {"value": value, "selected": selected}, escape(text))


def _select(control: Control, context: DrawContext, options: Markup, *, is_empty: bool) -> Markup:
    attributes = {"value": "", "selected": is_empty, "disabled": control.block["type"] != "input"}
    first = tag("option", attributes, escape(_placeholder(control) or "Choose"))
    return tag("select", {**_named(control, context), "class": "control"}, first + options)


def _static_select(control: Control, context: DrawContext) -> Markup:
    value = context.value_of(control)

    def draw(options: list[Json]) -> Markup:
        return EMPTY.join(
            _option(o["value"], o["text"]["text"], selected=value in (o["value"], o["text"]["text"])) for o in options
        )

    groups = EMPTY.join(
        tag("optgroup", {"label": group["label"]["text"]}, draw(group["options"]))
        for group in control.element.get("option_groups", [])
    )
    return _select(control, context, draw(control.element.get("options", [])) + groups, is_empty=not value)


def _choose_from(control: Control, context: DrawContext, choices: Sequence[Choice]) -> Markup:
    value = context.value_of(control)
    options = EMPTY.join(_option(choice, name, selected=choice == value) for choice, name in choices)
    return _select(control, context, options, is_empty=not value)


def _users_select(control: Control, context: DrawContext) -> Markup:
    return _choose_from(control, context, context.people)


def _conversations_select(control: Control, context: DrawContext) -> Markup:
    """Channels, and people if the filter allows direct messages."""
    people = context.people if "im" in control.element.get("filter", {}).get("include", ["im"]) else ()
    return _choose_from(control, context, [*context.channels, *people])


def _external_select(control: Control, context: DrawContext) -> Markup:
    """A text field whose datalist blocks.js fills with the options of the bot."""
    list_id = f"list-{context.prefix}-{'-'.join(control.key)}"
    value = str(context.value_of(control) or "")
    if option := match_option(offered(control.element), value):
        value = option["text"]["text"]
    attributes = {
        "type": "text",
        "class": "control",
        "list": list_id,
        "placeholder": _placeholder(control),
        "data-external": str(control.element.get("min_query_length", 3)),
        "autocomplete": "off",
        "value": value,
    }
    return tag("input", {**_named(control, context), **attributes}) + tag("datalist", {"id": list_id})


def _listed(kind: str) -> Callable[[Control, DrawContext], Markup]:
    """Radio buttons or checkboxes, one per line."""

    def draw(control: Control, context: DrawContext) -> Markup:
        options = options_of(control.element)
        value = context.value_of(control)
        names = [value] if isinstance(value, str) else list(value or [])
        chosen = [find_option(options, name)["value"] for name in names]
        group = f"{context.prefix}-{'-'.join(control.key)}"
        labels = []
        for option in options:
            checked = option["value"] in chosen
            box = tag("input", {"type": kind, "name": group, "value": option["value"], "checked": checked})
            description = option.get("description")
            hint = tag("span", {"class": "hint"}, _text(description, context)) if description else EMPTY
            labels.append(tag("label", {}, box + tag("span", {}, _text(option["text"], context) + hint)))
        role = "radiogroup" if kind == "radio" else "group"
        name = {**_named(control, context), "aria-required": None, "aria-invalid": None}
        name["aria-label"] = control.label or "Choose"
        return tag("div", {**name, "class": "choices", "role": role, "data-choices": kind}, EMPTY.join(labels))

    return draw


def _text(text: Json, context: DrawContext) -> Markup:
    return mrkdwn_to_html(text["text"], context.names) if text["type"] == "mrkdwn" else escape(text["text"])


def _field(kind: str) -> Callable[[Control, DrawContext], Markup]:
    """A field for text, a date or a time."""

    def draw(control: Control, context: DrawContext) -> Markup:
        element = control.element
        value = str(context.value_of(control) or "")
        lengths = {
            f"{end}length": str(element[f"{end}_length"]) for end in ("min", "max") if f"{end}_length" in element
        }
        common = {**_named(control, context), "class": "control", "placeholder": _placeholder(control), **lengths}
        if element.get("multiline"):
            return tag("textarea", {**common, "rows": "5"}, escape(value))
        return tag("input", {**common, "type": kind, "value": value, "autocomplete": "off"})

    return draw


def _file_input(control: Control, context: DrawContext) -> Markup:
    """An upload field; files.js uploads what is chosen and keeps the ids."""
    kinds = control.element.get("filetypes", [])
    attributes: Attributes = {
        "type": "file",
        "class": "control",
        "multiple": control.element.get("max_files", 10) > 1,
        "accept": ",".join(f".{kind}" for kind in kinds) or None,
        "data-upload": True,
    }
    return tag("input", {**_named(control, context), **attributes})


_ELEMENTS: Mapping[str, Callable[[Control, DrawContext], Markup]] = {
    "button": _button,
    "feedback_buttons": _feedback,
    "overflow": _overflow,
    "static_select": _static_select,
    "external_select": _external_select,
    "users_select": _users_select,
    "conversations_select": _conversations_select,
    "multi_static_select": _listed("checkbox"),
    "checkboxes": _listed("checkbox"),
    "radio_buttons": _listed("radio"),
    "datepicker": _field("date"),
    "timepicker": _field("time"),
    "plain_text_input": _field("text"),
    "file_input": _file_input,
}

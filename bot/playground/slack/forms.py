"""Values of interactive elements: what is chosen at first, what Slack's JSON makes of it, what a form requires."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.playground.model import Json, Message, View
from bot.playground.slack.blockkit import Place, find_option, options_of, places, same_option
from bot.slack import limits

Raw = str | Sequence[str] | None
Key = tuple[str, str]

# The element types with one plain value: where it begins and where Slack puts it.
_PLAIN: Mapping[str, tuple[str, str]] = {
    "datepicker": ("initial_date", "selected_date"),
    "timepicker": ("initial_time", "selected_time"),
    "users_select": ("initial_user", "selected_user"),
    "channels_select": ("initial_channel", "selected_channel"),
    "conversations_select": ("initial_conversation", "selected_conversation"),
    "plain_text_input": ("initial_value", "value"),
    "number_input": ("initial_value", "value"),
    "email_text_input": ("initial_value", "value"),
    "url_text_input": ("initial_value", "value"),
}
_ONE_OPTION = ("static_select", "external_select", "radio_buttons", "overflow")
_MANY_OPTIONS = ("multi_static_select", "checkboxes")
STATELESS = ("button", "overflow")


def initial(element: Json, current_channel: str | None = None) -> Raw:
    """What is chosen or typed before anybody touches the element."""
    kind = element["type"]
    if kind in _PLAIN:
        here = current_channel if element.get("default_to_current_conversation") else None
        first: str | None = element.get(_PLAIN[kind][0])
        return first or here
    if kind in _ONE_OPTION:
        option: Json = element.get("initial_option", {})
        return option.get("value")
    if kind in _MANY_OPTIONS:
        return [option["value"] for option in element.get("initial_options", [])]
    return None


def value_json(element: Json, raw: Raw, suggested: Sequence[Json] = ()) -> Json:
    """The part of an action or of the state that says what was chosen; LookupError for what is not on offer."""
    kind = element["type"]
    if kind in _PLAIN:
        return {_PLAIN[kind][1]: raw or None}
    there = [*offered(element), *suggested]
    if kind in _ONE_OPTION:
        return {"selected_option": find_option(there, str(raw)) if raw else None}
    if kind in _MANY_OPTIONS:
        wanted = [raw] if isinstance(raw, str) else raw or []
        return {"selected_options": [find_option(there, each) for each in wanted]}
    return {}


def offered(element: Json) -> list[Json]:
    """The options that an element brings along, the one chosen at first included."""
    return [*options_of(element), *([element["initial_option"]] if "initial_option" in element else [])]


class Choices:
    """What each person has chosen and typed so far, per message or view; Slack's client remembers the same."""

    def __init__(self) -> None:
        self._raw: dict[tuple[str, str], dict[Key, Raw]] = {}
        self._suggested: dict[Key, dict[str, Json]] = {}

    def set(self, user: str, where: Message | View, key: Key, raw: Raw) -> None:
        """Remember a choice."""
        self._raw.setdefault((user, _id(where)), {})[key] = raw

    def get(self, user: str, where: Message | View, place: Place) -> Raw:
        """The choice, or what the element shows at first."""
        chosen = self._raw.get((user, _id(where)), {})
        current = where.opened_in if isinstance(where, View) else where.channel.id
        return chosen[place.key] if place.key in chosen else initial(place.element, current)

    def suggest(self, key: Key, options: Sequence[Json]) -> None:
        """Remember what the bot has offered for a field: anybody may have chosen it."""
        self._suggested.setdefault(key, {}).update({option["value"]: option for option in options})

    def suggestions(self, key: Key) -> list[Json]:
        """All that the bot has offered for this field."""
        return list(self._suggested.get(key, {}).values())

    def offered(self, place: Place) -> list[Json]:
        """All that can be chosen in this field: its own options, and what the bot has offered."""
        return [*offered(place.element), *self.suggestions(place.key)]

    def state(self, user: str, where: Message | View) -> Json:
        """`state.values`: block_id → action_id → value, for every element that keeps one."""
        values: Json = {}
        for place in places(where.blocks):
            if place.element["type"] not in STATELESS:
                block_id, action_id = place.key
                raw = self.get(user, where, place)
                if place.element["type"] == "external_select" and not same_option(self.offered(place), str(raw)):
                    raw = None  # half typed: Slack's client has nothing chosen yet
                chosen = value_json(place.element, raw, self.suggestions(place.key))
                values.setdefault(block_id, {})[action_id] = {"type": place.element["type"], **chosen}
        return values

    def problems(self, user: str, view: View) -> dict[str, str]:
        """What Slack's client itself objects to before it submits a form: block_id → words."""
        found: dict[str, str] = {}
        for place in places(view.blocks):
            if place.block["type"] == "input":
                problem = _objection(place, self.get(user, view, place))
                if problem:
                    found[place.block["block_id"]] = problem
        return found


def _id(where: Message | View) -> str:
    return where.id if isinstance(where, View) else f"{where.channel.id}/{where.ts}"


_FORMS: Mapping[str, tuple[str, str]] = {
    "email_text_input": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "Enter an email address."),
    "url_text_input": (r"https?://\S+", "Enter an address that begins with http:// or https://."),
    "number_input": (r"-?\d+(\.\d+)?", "Enter a number."),
}


def _objection(place: Place, raw: Any) -> str:
    if not raw:
        return "" if place.block.get("optional") else "Please complete this required field."
    low = place.element.get("min_length", 0)
    high = place.element.get("max_length", limits.INPUT_LENGTH)
    pattern, words = _FORMS.get(place.element["type"], ("", ""))
    if pattern and not re.fullmatch(pattern, raw):
        return words
    if isinstance(raw, str) and len(raw) < low:
        return f"Enter at least {low} characters."
    if isinstance(raw, str) and len(raw) > high:
        return f"Enter no more than {high} characters."
    return ""

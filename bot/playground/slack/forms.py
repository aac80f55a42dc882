"""Values of interactive elements: initial values, chosen values as JSON, and validation of required fields."""

from collections.abc import Mapping, Sequence

from bot.playground.blockkit import Control, controls, find_option, match_option, options_of
from bot.playground.model import File, Json, Message, View
from bot.slack import limits

Value = str | Sequence[str] | None
"""What a person has typed or chosen: text, an option's text or value, several of them, or nothing."""
Key = tuple[str, str]

# Element types with one plain value: the keys of its initial value and of its value in a payload.
_PLAIN: Mapping[str, tuple[str, str]] = {
    "datepicker": ("initial_date", "selected_date"),
    "timepicker": ("initial_time", "selected_time"),
    "users_select": ("initial_user", "selected_user"),
    "conversations_select": ("initial_conversation", "selected_conversation"),
    "plain_text_input": ("initial_value", "value"),
}
NO_FILES: Mapping[str, File] = {}
_ONE_OPTION = ("static_select", "external_select", "radio_buttons", "overflow")
_MANY_OPTIONS = ("multi_static_select", "checkboxes")
STATELESS = ("button", "feedback_buttons", "overflow")


def initial(element: Json, current_channel: str | None = None) -> Value:
    """The initial value of an element."""
    kind = element["type"]
    if kind in _PLAIN:
        default = current_channel if element.get("default_to_current_conversation") else None
        value: str | None = element.get(_PLAIN[kind][0])
        return value or default
    if kind in _ONE_OPTION:
        option: Json = element.get("initial_option", {})
        return option.get("value")
    if kind in _MANY_OPTIONS:
        return [option["value"] for option in element.get("initial_options", [])]
    return None


def value_json(
    element: Json, value: Value, suggested: Sequence[Json] = (), files: Mapping[str, File] = NO_FILES
) -> Json:
    """The value as part of an action or of a view's state; of an upload field it is the files' ids.

    Raises LookupError for an option that isn't offered, or a file that isn't there.
    """
    kind = element["type"]
    if kind == "file_input":
        return {"files": [files[file_id].to_json() for file_id in ([value] if isinstance(value, str) else value or [])]}
    if kind in _PLAIN:
        return {_PLAIN[kind][1]: value or None}
    options = [*offered(element), *suggested]
    if kind == "feedback_buttons":  # reported as if the pressed one were the element
        return find_option(options, str(value))
    if kind in _ONE_OPTION:
        return {"selected_option": find_option(options, str(value)) if value else None}
    if kind in _MANY_OPTIONS:
        names = [value] if isinstance(value, str) else value or []
        return {"selected_options": [find_option(options, name) for name in names]}
    return {}


def offered(element: Json) -> list[Json]:
    """The options listed in an element, including its initial option."""
    return [*options_of(element), *([element["initial_option"]] if "initial_option" in element else [])]


class Choices:
    """Current values per user and surface, as Slack's client remembers them, and the options the bot has suggested."""

    def __init__(self, files: Mapping[str, File] | None = None) -> None:
        self._files = {} if files is None else files
        self._values: dict[tuple[str, str], dict[Key, Value]] = {}
        self._suggested: dict[Key, dict[str, Json]] = {}

    def set(self, user: str, surface: Message | View, key: Key, value: Value) -> None:
        """Store a value."""
        self._values.setdefault((user, _id(surface)), {})[key] = value

    def get(self, user: str, surface: Message | View, control: Control) -> Value:
        """The stored value, else the initial one."""
        values = self._values.get((user, _id(surface)), {})
        channel = surface.opened_in if isinstance(surface, View) else surface.channel.id
        return values[control.key] if control.key in values else initial(control.element, channel)

    def suggest(self, key: Key, options: Sequence[Json]) -> None:
        """Store options the bot has suggested for a field. They stay valid for everyone who may have chosen them."""
        self._suggested.setdefault(key, {}).update({option["value"]: option for option in options})

    def suggestions(self, key: Key) -> list[Json]:
        """All options the bot has suggested for a field."""
        return list(self._suggested.get(key, {}).values())

    def offered(self, control: Control) -> list[Json]:
        """All options of a field, listed or suggested."""
        return [*offered(control.element), *self.suggestions(control.key)]

    def state(self, user: str, surface: Message | View) -> Json:
        """`state.values` of a payload: block_id → action_id → value, for every element but buttons and "…" menus."""
        values: Json = {}
        for control in controls(surface.blocks):
            if control.element["type"] not in STATELESS:
                block_id, action_id = control.key
                value = self.get(user, surface, control)
                if control.element["type"] == "external_select" and not match_option(self.offered(control), str(value)):
                    value = None  # half-typed text is not a choice
                chosen = value_json(control.element, value, self.suggestions(control.key), self._files)
                values.setdefault(block_id, {})[action_id] = {"type": control.element["type"], **chosen}
        return values

    def problems(self, user: str, view: View) -> dict[str, str]:
        """Errors that Slack's client shows instead of submitting a form, by block_id."""
        errors = {
            control.block["block_id"]: _error(control, self.get(user, view, control))
            for control in controls(view.blocks)
            if control.block["type"] == "input"
        }
        return {block_id: error for block_id, error in errors.items() if error}


def _id(surface: Message | View) -> str:
    return surface.id if isinstance(surface, View) else f"{surface.channel.id}/{surface.ts}"


def _error(control: Control, value: Value) -> str:
    if not value:
        return "" if control.block.get("optional") else "Please complete this required field."
    low = control.element.get("min_length", 0)
    high = control.element.get("max_length", limits.INPUT_LENGTH)
    if isinstance(value, str) and len(value) < low:
        return f"Enter at least {low} characters."
    if isinstance(value, str) and len(value) > high:
        return f"Enter no more than {high} characters."
    return ""

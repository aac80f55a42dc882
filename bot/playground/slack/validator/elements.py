"""The grammar of interactive elements: buttons, menus, pickers and text inputs."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.playground.slack.validator.checks import Check, Problems, each, flag, number, one_of, record, text
from bot.playground.slack.validator.texts import URL, formatted, plain
from bot.slack import limits

_ACTION_ID: dict[str, Check] = {"action_id": text(limits.ACTION_ID)}
_CONFIRM = record(
    {
        "title": plain(limits.CONFIRM_TITLE),
        "text": formatted(limits.CONFIRM_TEXT),
        "confirm": plain(limits.CONFIRM_BUTTON),
        "deny": plain(limits.CONFIRM_BUTTON),
    },
    {"style": one_of("primary", "danger")},
)


def _option(text_object: Callable[[int], Check]) -> Check:
    keys = {"description": text_object(limits.OPTION_DESCRIPTION)}
    return record({"text": text_object(limits.OPTION_TEXT), "value": text(limits.OPTION_VALUE)}, keys)


MENU_OPTION = _option(plain)
_LISTED_OPTION = _option(formatted)

_OPTIONS = each(MENU_OPTION, 1, limits.SELECT_OPTIONS)
_GROUP = record({"label": plain(limits.OPTION_GROUP_LABEL), "options": _OPTIONS})
_GROUPS = each(_GROUP, 1, limits.SELECT_GROUPS)


def _list_in(holder: Any, key: str) -> list[Any]:
    value = holder.get(key) if isinstance(holder, dict) else None
    return value if isinstance(value, list) else []


def _initial_is_offered(element: Mapping[str, Any], path: str) -> Problems:
    grouped = (option for group in _list_in(element, "option_groups") for option in _list_in(group, "options"))
    offered = [*_list_in(element, "options"), *grouped]
    single = [element["initial_option"]] if "initial_option" in element else []
    if any(option not in offered for option in [*single, *_list_in(element, "initial_options")]):
        yield f"{path}: an initial option must be exactly one of the options"


def _options_or_groups(element: Mapping[str, Any], path: str) -> Problems:
    if ("options" in element) == ("option_groups" in element):
        yield f"{path}: needs exactly one of options and option_groups"


def _lengths_fit(element: Mapping[str, Any], path: str) -> Problems:
    low, high, initial = element.get("min_length"), element.get("max_length"), element.get("initial_value")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield f"{path}: min_length {low} is above max_length {high}"
    if isinstance(initial, str) and isinstance(high, int) and len(initial) > high:
        yield f"{path}/initial_value: must be no more than max_length {high}, has {len(initial)}"


_COMMON: dict[str, Check] = {"confirm": _CONFIRM, "focus_on_load": flag}
_WITH_HINT: dict[str, Check] = {**_COMMON, "placeholder": plain(limits.PLACEHOLDER)}
_MENU: dict[str, Check] = {**_WITH_HINT, "options": _OPTIONS, "option_groups": _GROUPS}
_DATE = text(pattern=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_TIME = text(pattern=r"([01]\d|2[0-3]):[0-5]\d")
_FILTER = record(
    {},
    {
        "include": each(one_of("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)


BUTTON: dict[str, Check] = {
    "button": record(
        {"text": plain(limits.BUTTON_TEXT), **_ACTION_ID},
        {
            "value": text(limits.BUTTON_VALUE),
            "url": URL,
            "style": one_of("primary", "danger"),
            "confirm": _CONFIRM,
            "accessibility_label": text(limits.BUTTON_LABEL),
        },
    )
}

_THUMB = record(
    {"text": plain(limits.BUTTON_TEXT), "value": text(limits.BUTTON_VALUE)},
    {"accessibility_label": text(limits.BUTTON_LABEL)},
)
FEEDBACK: dict[str, Check] = {
    "feedback_buttons": record({"positive_button": _THUMB, "negative_button": _THUMB, **_ACTION_ID})
}

OVERFLOW: dict[str, Check] = {
    "overflow": record(
        {**_ACTION_ID, "options": each(MENU_OPTION, limits.OVERFLOW_OPTIONS_LOW, limits.OVERFLOW_OPTIONS)},
        {"confirm": _CONFIRM},
    )
}


SINGLE_CHOICE: dict[str, Check] = {
    "static_select": record(
        _ACTION_ID, {**_MENU, "initial_option": MENU_OPTION}, _options_or_groups, _initial_is_offered
    ),
    "external_select": record(_ACTION_ID, {**_WITH_HINT, "initial_option": MENU_OPTION, "min_query_length": number(0)}),
    "users_select": record(_ACTION_ID, {**_WITH_HINT, "initial_user": text()}),
    "conversations_select": record(
        _ACTION_ID,
        {
            **_WITH_HINT,
            "initial_conversation": text(),
            "default_to_current_conversation": flag,
            "filter": _FILTER,
        },
    ),
    "datepicker": record(_ACTION_ID, {**_WITH_HINT, "initial_date": _DATE}),
    "timepicker": record(_ACTION_ID, {**_WITH_HINT, "initial_time": _TIME, "timezone": text()}),
    "checkboxes": record(
        {**_ACTION_ID, "options": each(_LISTED_OPTION, 1, limits.CHECKBOX_OPTIONS)},
        {**_COMMON, "initial_options": each(_LISTED_OPTION, 1, limits.CHECKBOX_OPTIONS)},
        _initial_is_offered,
    ),
    "radio_buttons": record(
        {**_ACTION_ID, "options": each(_LISTED_OPTION, 1, limits.RADIO_OPTIONS)},
        {**_COMMON, "initial_option": _LISTED_OPTION},
        _initial_is_offered,
    ),
}
MULTIPLE_CHOICE: dict[str, Check] = {
    "multi_static_select": record(
        _ACTION_ID,
        {**_MENU, "initial_options": _OPTIONS, "max_selected_items": number(1)},
        _options_or_groups,
        _initial_is_offered,
    )
}

_TYPING: dict[str, Check] = {
    "placeholder": plain(limits.PLACEHOLDER),
    "focus_on_load": flag,
    "initial_value": text(limits.INPUT_LENGTH),
    "dispatch_action_config": record(
        {"trigger_actions_on": each(one_of("on_enter_pressed", "on_character_entered"), 1, 2)}
    ),
}
_LENGTHS: dict[str, Check] = {
    "multiline": flag,
    "min_length": number(0, limits.INPUT_LENGTH),
    "max_length": number(1, limits.INPUT_LENGTH),
}
UPLOAD: dict[str, Check] = {
    "file_input": record(_ACTION_ID, {"filetypes": each(text(), 1), "max_files": number(1, limits.INPUT_FILES)})
}
TYPED_IN: dict[str, Check] = {"plain_text_input": record(_ACTION_ID, {**_TYPING, **_LENGTHS}, _lengths_fit)}

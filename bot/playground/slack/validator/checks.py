"""Building blocks of the grammar: a check takes a value and its path and yields problems."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Problems = Iterator[str]
Check = Callable[[Any, str], Problems]

UNUSED = frozenset(
    """
    markdown file video call task_card plan alert
    workflow_button file_input rich_text_input number_input email_text_input url_text_input datetimepicker
    icon_button channels_select multi_external_select multi_users_select multi_conversations_select
    multi_channels_select broadcast usergroup color team url_source canvas list_record
    """.split()
)
"""Types that exist in Slack and that this bot doesn't send."""
KNOWN = set(UNUSED)
"""All types, to tell an unknown type from one in the wrong place; `tagged` adds to it."""


def anything(value: Any, path: str) -> Problems:
    """Accept any value, for example one that is checked elsewhere."""
    return iter(())


def text(high: int | None = None, low: int = 1, pattern: str | None = None) -> Check:
    """Check for a string of `low` to `high` characters that matches the pattern."""

    def check(value: Any, path: str) -> Problems:
        if not isinstance(value, str):
            yield f"{path}: must be a string"
        elif len(value) < low:
            yield f"{path}: must be more than {low - 1} characters"
        elif high is not None and len(value) > high:
            yield f"{path}: must be no more than {high} characters, has {len(value)}"
        elif pattern and not re.fullmatch(pattern, value):
            yield f"{path}: must look like {pattern}"

    return check


def number(low: int, high: int | None = None) -> Check:
    """Check for a whole number from `low` to `high`."""

    def check(value: Any, path: str) -> Problems:
        if not isinstance(value, int) or isinstance(value, bool):
            yield f"{path}: must be a whole number"
        elif value < low:
            yield f"{path}: must be at least {low}, is {value}"
        elif high is not None and value > high:
            yield f"{path}: must be at most {high}, is {value}"

    return check


def flag(value: Any, path: str) -> Problems:
    """Check for true or false; 1, 0 and "true" are refused."""
    if not isinstance(value, bool):
        yield f"{path}: must be true or false"


def one_of(*allowed: str | int) -> Check:
    """Check for one of the allowed words or numbers."""

    def check(value: Any, path: str) -> Problems:
        if value not in allowed or isinstance(value, bool):
            yield f"{path}: must be one of {', '.join(map(str, allowed))}, is {value!r}"

    return check


def each(check_item: Check, low: int = 1, high: int | None = None) -> Check:
    """Check for a list of `low` to `high` items, and check each item."""

    def check(value: Any, path: str) -> Problems:
        if not isinstance(value, list):
            yield f"{path}: must be a list"
            return
        if len(value) < low:
            yield f"{path}: must have at least {low} items, has {len(value)}"
        if high is not None and len(value) > high:
            yield f"{path}: must have no more than {high} items, has {len(value)}"
        for index, item in enumerate(value):
            yield from check_item(item, f"{path}/{index}")

    return check


def record(
    required: Mapping[str, Check],
    optional: Mapping[str, Check] | None = None,
    *also: Check,
    open_ended: Check | bool = False,
) -> Check:
    """Check for an object with these keys; the `also` checks get the whole object.

    Other keys are refused, unless `open_ended` is True or a check for their values.
    """
    known = {**required, **(optional or {})}
    other = open_ended if callable(open_ended) else anything

    def check(value: Any, path: str) -> Problems:
        if not isinstance(value, dict):
            yield f"{path}: must be an object"
            return
        for key in required:
            if key not in value:
                yield f"{path}/{key}: is missing"
        for key, item in value.items():
            if key in known or open_ended:
                yield from known.get(key, other)(item, f"{path}/{key}")
            elif key != "type":
                yield f"{path}/{key}: unknown key"
        for whole in also:
            yield from whole(value, path)

    return check


def tagged(variants: Mapping[str, Check], where: str) -> Check:
    """Check for an object whose `type` selects one of the checks; `where` names the holder in problems."""
    KNOWN.update(variants)

    def check(value: Any, path: str) -> Problems:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str):
            yield f"{path}: must be an object with a type"
        elif kind in variants:
            yield from variants[kind](value, path)
        elif kind in UNUSED:
            yield f"{path}: {kind} exists in Slack but is not used here"
        elif kind in KNOWN:
            yield f"{path}: {kind} is not allowed in {where}"
        else:
            yield f"{path}: unknown type {kind!r}"

    return check

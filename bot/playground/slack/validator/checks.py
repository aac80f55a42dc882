"""Small checks that are put together to a grammar: a check takes a value and its path and yields problems."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Problems = Iterator[str]
Check = Callable[[Any, str], Problems]

UNUSED = frozenset(
    """
    file video call context_actions task_card plan data_table alert card carousel container workflow_button
    file_input rich_text_input datetimepicker feedback_buttons icon_button multi_external_select
    multi_users_select multi_conversations_select multi_channels_select broadcast usergroup color team
    url_source canvas list_record
    """.split()  # noqa: SIM905 (a list of words reads better as words)
)
KNOWN = set(UNUSED)


def anything(value: Any, path: str) -> Problems:
    """What has been checked elsewhere."""
    return iter(())


def text(high: int | None = None, low: int = 1, pattern: str | None = None) -> Check:
    """A string of low to high characters."""

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
    """A whole number from low to high."""

    def check(value: Any, path: str) -> Problems:
        if not isinstance(value, int) or isinstance(value, bool):
            yield f"{path}: must be a whole number"
        elif value < low:
            yield f"{path}: must be at least {low}, is {value}"
        elif high is not None and value > high:
            yield f"{path}: must be at most {high}, is {value}"

    return check


def flag(value: Any, path: str) -> Problems:
    """True or false, not their neighbours 1, 0 or "true"."""
    if not isinstance(value, bool):
        yield f"{path}: must be true or false"


def one_of(*allowed: str | int) -> Check:
    """One of a few words or numbers."""

    def check(value: Any, path: str) -> Problems:
        if value not in allowed or isinstance(value, bool):
            yield f"{path}: must be one of {', '.join(map(str, allowed))}, is {value!r}"

    return check


def each(check_item: Check, low: int = 1, high: int | None = None) -> Check:
    """A list of low to high items, each of which passes."""

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
    """An object with these keys and no others (unless open_ended), for which the `also` hold as a whole."""
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
    """An object whose type picks its check; `where` says in the problem what does not take the other types."""
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

"""Reads single fields of what Slack sends, and who it is from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.request import Person

Payload = Mapping[str, Any]


class MalformedPayloadError(ValueError):
    """A payload that is not as Slack documents it; the message names the field and never its content."""


def text_of(source: Payload, name: str) -> str:
    """A text that must be there."""
    value = source.get(name)
    if not isinstance(value, str):
        raise MalformedPayloadError(f"{name} is missing")
    return value


def id_of(source: Payload, name: str) -> str:
    """An id, a time stamp or a trigger that must be there."""
    return checked_id(text_of(source, name), name)


def checked_id(value: object, name: str) -> str:
    """The value, if it can be one of Slack's ids: they are printable ASCII, which every database and log takes."""
    if not isinstance(value, str) or not (value.isascii() and value.isprintable()):
        raise MalformedPayloadError(f"{name} is not an id")
    return value


def object_of(source: Payload, name: str) -> Payload:
    """An object that must be there."""
    value = source.get(name)
    if not isinstance(value, dict):
        raise MalformedPayloadError(f"{name} is missing")
    return value


def first_of(source: Payload, name: str) -> Payload:
    """The first object of a list that must have one."""
    values = source.get(name)
    if not isinstance(values, list) or not values or not isinstance(values[0], dict):
        raise MalformedPayloadError(f"{name} is missing")
    return values[0]


def person_of(body: Payload) -> Person:
    """Who pressed, chose or sent something."""
    user, team = object_of(body, "user"), body.get("team")
    workspace = id_of(team, "id") if isinstance(team, dict) else id_of(user, "team_id")
    name = str(user.get("name") or user.get("username") or "")
    return Person("slack", workspace, id_of(user, "id"), name, enterprise=enterprise_of(body))


def enterprise_of(body: Payload) -> str | None:
    """The organisation of the workspace: commands and events name it, interactions describe it."""
    described = body.get("enterprise")
    found = described.get("id") if isinstance(described, dict) else body.get("enterprise_id")
    return checked_id(found, "enterprise_id") if isinstance(found, str) and found else None

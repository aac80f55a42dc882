"""Typed access to the fields of Slack payloads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.request import Person

Json = dict[str, Any]
"""A JSON object sent to or returned by the Web API."""
Payload = Mapping[str, Any]
"""A JSON object or form that Slack delivers."""


class MalformedPayloadError(ValueError):
    """A payload that differs from Slack's documentation; the message names the field, never its value."""


def text_of(source: Payload, name: str) -> str:
    """A required string. Raises MalformedPayloadError."""
    value = source.get(name)
    if not isinstance(value, str):
        raise MalformedPayloadError(f"{name} is missing")
    return value


def id_of(source: Payload, name: str) -> str:
    """A required id, timestamp or trigger. Raises MalformedPayloadError."""
    return checked_id(text_of(source, name), name)


def checked_id(value: object, name: str) -> str:
    """The value, if it could be a Slack id: printable ASCII, safe for every database and log.

    Raises MalformedPayloadError for anything else.
    """
    if not isinstance(value, str) or not (value.isascii() and value.isprintable()):
        raise MalformedPayloadError(f"{name} is not an id")
    return value


def object_of(source: Payload, name: str) -> Payload:
    """A required object. Raises MalformedPayloadError."""
    value = source.get(name)
    if not isinstance(value, dict):
        raise MalformedPayloadError(f"{name} is missing")
    return value


def first_of(source: Payload, name: str) -> Payload:
    """The first object of a required, non-empty list. Raises MalformedPayloadError."""
    values = source.get(name)
    if not isinstance(values, list) or not values or not isinstance(values[0], dict):
        raise MalformedPayloadError(f"{name} is missing")
    return values[0]


def person_of(body: Payload) -> Person:
    """The user behind an interaction (a press, a selection or a submission). Raises MalformedPayloadError."""
    user, team = object_of(body, "user"), body.get("team")
    workspace = id_of(team, "id") if isinstance(team, dict) else id_of(user, "team_id")
    name = str(user.get("name") or user.get("username") or "")
    enterprise = enterprise_of(body)
    home = home_of(first_text(user, "team_id"), workspace, enterprise)
    organisation = organisation_of(body)
    return Person(
        "slack", workspace, id_of(user, "id"), name, enterprise=enterprise, home=home, organisation=organisation
    )


def home_of(team: str | None, workspace: str, enterprise: str | None) -> str | None:
    """The workspace that the person belongs to, if it isn't the one of the payload: they are in a shared channel.

    Slack may give the organisation's id in its place, which says nothing.
    """
    return None if team in (None, "", workspace, enterprise) else checked_id(team, "team")


def first_text(source: Payload, *names: str) -> str | None:
    """The first of these fields that is a text."""
    return next((value for name in names if isinstance(value := source.get(name), str)), None)


def enterprise_of(body: Payload) -> str | None:
    """The organisation's id: an `enterprise` object in interactions, `enterprise_id` in commands and events."""
    enterprise = body.get("enterprise")
    enterprise_id = enterprise.get("id") if isinstance(enterprise, dict) else body.get("enterprise_id")
    return checked_id(enterprise_id, "enterprise_id") if isinstance(enterprise_id, str) and enterprise_id else None


def organisation_of(body: Payload) -> str | None:
    """The organisation's id if it has installed the bot for all of its workspaces; None for a workspace's own bot.

    Sources: https://docs.slack.dev/enterprise/developing-for-enterprise-orgs and, for events, the `authorizations` of
    https://docs.slack.dev/apis/events-api
    """
    enterprise, entries = enterprise_of(body), body.get("authorizations")
    if isinstance(entries, list):
        first = entries[0] if entries and isinstance(entries[0], dict) else {}
        wide = first.get("is_enterprise_install") is True and first.get("enterprise_id") in (None, enterprise)
        return enterprise if wide else None
    return enterprise if body.get("is_enterprise_install") in (True, "true") else None

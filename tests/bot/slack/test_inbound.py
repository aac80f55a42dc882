"""Parsing of payloads; test_app.py and test_endpoint.py cover them over the wire."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import limits
from bot.slack.inbound import (
    Message,
    Metadata,
    Origin,
    Press,
    Submission,
    Uninstalled,
    read,
    slash_request,
)
from bot.slack.payload import MalformedPayloadError
from handlers.request import Place

NAMES = frozenset({"define", "tip"})


def slash(command: str, text: str, channel: str = "C1") -> dict[str, str]:
    return {"command": command, "text": text, "team_id": "T1", "user_id": "U1", "channel_id": channel}


def test_slash_commands() -> None:
    assert slash_request(slash("/define", "consul"), NAMES).text == "define consul"
    assert slash_request(slash("/DEFINE", " consul "), NAMES).text == "define  consul"
    assert slash_request(slash("/dragoman", "consul"), NAMES).text == "consul"
    assert slash_request(slash("/tip", ""), NAMES).text == "tip"
    assert slash_request(slash("/define", "x", "D1"), NAMES).place == Place("direct", "D1", present=True)


def test_a_request_from_a_channel_proves_presence() -> None:
    assert slash_request(slash("/define", "x"), NAMES).place == Place("channel", "C1", present=True)
    assert not Origin().place().present


@pytest.mark.parametrize(
    ("more", "enterprise"), [({"enterprise_id": "E1"}, "E1"), ({"enterprise_id": ""}, None), ({}, None)]
)
def test_the_organisation_of_a_command(more: dict[str, str], enterprise: str | None) -> None:
    assert slash_request(slash("/define", "x") | more, NAMES).person.enterprise == enterprise


def test_whose_bot_it_is() -> None:
    """An organisation that has installed the bot for all of its workspaces has its words in common."""
    installed = {"enterprise_id": "E1", "is_enterprise_install": "true"}
    assert slash_request(slash("/define", "x") | installed, NAMES).person.own_workspace == "E1"
    own = installed | {"is_enterprise_install": "false"}
    assert slash_request(slash("/define", "x") | own, NAMES).person.own_workspace == "T1"
    event = {"type": "message", "channel_type": "im", "channel": "D1", "ts": "1.0", "user": "U1", "text": "x"}
    body = {"type": "event_callback", "team_id": "T1", "enterprise_id": "E1", "event": event}
    grid, alone, elsewhere = (
        read(body | {"authorizations": [{"enterprise_id": enterprise, "team_id": "T1", "is_enterprise_install": wide}]})
        for enterprise, wide in (("E1", True), ("E1", False), ("E9", True))
    )
    assert isinstance(grid, Message) and isinstance(alone, Message) and isinstance(elsewhere, Message)
    assert [message.request.person.own_workspace for message in (grid, alone, elsewhere)] == ["E1", "T1", "T1"]
    guest = read(body | {"authorizations": grid and ORGANISATION_WIDE, "event": event | {"user_team": "T9"}})
    assert isinstance(guest, Message)
    assert (guest.request.person.own_workspace, guest.request.person.is_guest) == ("T9", True)


def test_the_organisation_of_an_interaction() -> None:
    body = {
        "type": "view_submission",
        "team": {"id": "T1"},
        "enterprise": {"id": "E1", "name": "Organisation"},
        "user": {"id": "U1"},
        "view": {"private_metadata": "", "state": {"values": {}}},
    }
    parsed = read(body)
    assert isinstance(parsed, Submission)
    assert parsed.person.enterprise == "E1"


def test_org_wide_payloads_have_no_team() -> None:
    body = {
        "type": "view_submission",
        "team": None,
        "user": {"id": "U1", "team_id": "T9"},
        "view": {"private_metadata": "", "state": {"values": {}}},
    }
    parsed = read(body)
    assert isinstance(parsed, Submission)
    assert parsed.person.workspace == "T9"


UNINSTALLED = {"type": "event_callback", "team_id": "T1", "event_time": 1000, "event": {"type": "app_uninstalled"}}
ORGANISATION_WIDE = [{"enterprise_id": "E1", "team_id": "T1", "is_enterprise_install": True}]


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({}, (None, "T1")),
        ({"enterprise_id": "E1"}, ("E1", "T1")),
        ({"authorizations": [{**ORGANISATION_WIDE[0], "is_enterprise_install": False}]}, ("E1", "T1")),
        ({"authorizations": ORGANISATION_WIDE}, ("E1", None)),
        ({"enterprise_id": "E1", "team_id": "E1"}, ("E1", None)),
        ({"enterprise_id": "E1", "team_id": None}, ("E1", None)),
        ({"event": {"type": "tokens_revoked", "tokens": {"bot": ["UB1"]}}}, (None, "T1")),
    ],
)
def test_uninstalled_names_the_installation(more: dict[str, Any], key: tuple[str | None, str | None]) -> None:
    uninstalled = read({**UNINSTALLED, **more})
    assert isinstance(uninstalled, Uninstalled)
    assert (uninstalled.enterprise, uninstalled.team) == key
    assert uninstalled.at == datetime.fromtimestamp(1001, UTC)


@pytest.mark.parametrize("tokens", [{"oauth": ["U1"]}, {"bot": []}, None])
def test_revoked_user_tokens_are_ignored(tokens: Any) -> None:
    assert read({**UNINSTALLED, "event": {"type": "tokens_revoked", "tokens": tokens}}) is None


def test_an_uninstallation_without_a_time_is_malformed() -> None:
    with pytest.raises(MalformedPayloadError, match="event_time"):
        read({**UNINSTALLED, "event_time": None})


def test_edits_joins_and_bots_are_ignored() -> None:
    event = {"type": "message", "channel_type": "im", "user": "U1", "channel": "D1", "ts": "1.0", "text": "hi"}
    body = {"type": "event_callback", "team_id": "T1", "event": event}
    assert isinstance(read(body), Message)
    subtypes = ("message_changed", "message_deleted", "message_replied", "bot_message", "channel_join", "file_comment")
    others: tuple[dict[str, Any], ...] = (
        {"bot_id": "B1"},
        {"channel_type": "channel"},
        {"channel_type": "mpim"},
        {"subtype": ["file_share"]},
    )
    for more in (*({"subtype": subtype} for subtype in subtypes), *others):
        assert read({**body, "event": {**event, **more}}) is None


def test_a_message_has_one_key_for_all_its_events() -> None:
    event = {"user": "U1", "channel": "D1", "ts": "1.0", "text": "hi", "channel_type": "im"}
    bodies = [
        {"type": "event_callback", "team_id": "T1", "event_id": kind, "event": {**event, "type": kind}}
        for kind in ("message", "app_mention")
    ]
    first, second = (read(body) for body in bodies)
    assert isinstance(first, Message)
    assert isinstance(second, Message)
    assert first.key == second.key


def test_a_reply_in_a_channels_thread() -> None:
    event = {
        "type": "message",
        "channel_type": "group",
        "user": "U1",
        "channel": "C1",
        "ts": "1763757000.000200",
        "thread_ts": "1763757000.000100",
        "text": "titles?",
    }

    def message(**fields: Any) -> Message | None:
        authorizations = [{"user_id": "U0BOT", "is_bot": True}]
        body = {"type": "event_callback", "team_id": "T1", "event": event | fields, "authorizations": authorizations}
        parsed = read(body)
        assert parsed is None or isinstance(parsed, Message)
        return parsed

    reply = message()
    assert reply is not None
    assert (reply.overheard, reply.to_others, reply.request.place.thread) == (True, False, "1763757000.000100")
    for text in ("<@U2> titles?", "titles <!here>", "titles <!subteam^S1>"):
        to_others = message(text=text)
        assert to_others is not None
        assert to_others.to_others
    assert message(text="<@U0BOT> titles?") is None  # it comes as app_mention too
    assert message(bot_id="B1") is None
    assert message(subtype="message_changed") is None
    assert message(channel_type="mpim") is None
    assert message(user=None) is message(text=None) is message(thread_ts=None) is None


def test_a_press_in_a_thread() -> None:
    body = {
        "type": "block_actions",
        "user": {"id": "U1", "name": "noor"},
        "team": {"id": "T1"},
        "trigger_id": "1",
        "container": {"type": "message", "channel_id": "C1", "message_ts": "2.0"},
        "message": {"thread_ts": "1.0"},
        "response_url": "https://hooks.example",
        "actions": [{"action_id": "swap.4", "selected_option": {"value": "define x"}}],
    }
    parsed = read(body)
    assert isinstance(parsed, Press)
    assert (parsed.verb, parsed.value, parsed.surface) == ("swap", "define x", "message")
    assert parsed.metadata.origin == Origin("C1", "1.0", "https://hooks.example", private=False)


def test_a_press_of_a_link_button_has_no_line() -> None:
    body = {
        "type": "block_actions",
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "trigger_id": "1",
        "container": {"type": "message", "channel_id": "C1", "message_ts": "2.0"},
        "actions": [{"action_id": "open.4", "url": "https://example.org"}],
    }
    parsed = read(body)
    assert isinstance(parsed, Press)
    assert (parsed.verb, parsed.value) == ("open", "")


@given(
    st.builds(Metadata, st.builds(Origin, st.text(), st.none() | st.text(), st.text()), st.integers(0, 3), st.text())
)
def test_metadata_round_trips(metadata: Metadata) -> None:
    assert Metadata.load(metadata.dump()) == metadata


def test_metadata_that_is_too_long_drops_its_origin() -> None:
    packed = Metadata(Origin("C1", None, "https://x.example/" + "x" * 3_000), 2, "define {term}").dump()
    assert len(packed) <= limits.PRIVATE_METADATA
    assert Metadata.load(packed) == Metadata(Origin(), 2, "define {term}")


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
kinds = st.sampled_from(["block_actions", "view_submission", "block_suggestion", "event_callback", "shortcut"])
names = st.sampled_from(
    ["type", "user", "team", "view", "actions", "event", "container", "trigger_id", "value", "message", "response_url"]
)


@given(kinds, st.dictionaries(names, junk, max_size=6))
def test_junk_raises_malformed_payload_error_only(kind: str, fields: dict[str, Any]) -> None:
    for body in ({**fields, "type": kind}, json.loads(json.dumps({"type": kind, **fields}))):
        try:
            read(body)
        except MalformedPayloadError as error:
            assert len(str(error)) < 60
    with contextlib.suppress(MalformedPayloadError):
        slash_request(fields, NAMES)

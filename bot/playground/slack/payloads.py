"""Payloads that Slack sends to a bot: commands, interactions and events, with the fields of the real ones."""

import re
from dataclasses import dataclass
from typing import Any

from bot.playground.blockkit import Control
from bot.playground.model import APP_ID, BOT_USER_ID, TEAM_DOMAIN, TEAM_ID, Channel, Json, Message, User, View
from bot.playground.mrkdwn import unescape
from bot.playground.state import random_id

# The deprecated token in every payload; bots verify the signature instead.
VERIFICATION_TOKEN = "playground-verification-token"

_TEAM: Json = {"id": TEAM_ID, "domain": TEAM_DOMAIN}
_ADDRESS = re.compile(r"https?://[^\s<>|]+")


@dataclass(frozen=True)
class ReplyTokens:
    """The means of responding to an interaction: a trigger_id for a modal, a response_url for messages."""

    trigger_id: str
    response_url: str = ""


def slash_command(command: str, text: str, user: User, channel: Channel, tokens: ReplyTokens) -> Json:
    """Form fields of a slash command."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel.name_in_payloads,
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": tokens.response_url,
        "trigger_id": tokens.trigger_id,
    }


def _interaction(kind: str, user: User, tokens: ReplyTokens | None) -> Json:
    trigger = {"trigger_id": tokens.trigger_id} if tokens else {}
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM_ID},
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        **trigger,
        "team": _TEAM,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def action(control: Control, value: Json, ts: str) -> Json:
    """An entry of `actions`: the element that was used, and its value."""
    element = control.element
    block_id, action_id = control.key
    common: Json = {"type": element["type"], "action_id": action_id, "block_id": block_id, "action_ts": ts}
    keys = ("text", "value", "style", "url", "placeholder", "confirm")
    return {**common, **{key: element[key] for key in keys if key in element}, **value}


def _channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel.name_in_payloads}


def message_actions(message: Message, user: User, used: Json, state: Json, tokens: ReplyTokens) -> Json:
    """block_actions in a message. As in Slack, an ephemeral message isn't included."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel.id,
        "is_ephemeral": message.is_ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    return {
        **_interaction("block_actions", user, tokens),
        "container": container,
        "channel": _channel(message.channel),
        **({} if message.is_ephemeral else {"message": message.to_json()}),
        "state": {"values": state},
        "response_url": tokens.response_url,
        "actions": [used],
    }


def view_actions(view: View, user: User, used: Json, state: Json, tokens: ReplyTokens) -> Json:
    """block_actions in a modal or in Home."""
    return {
        **_interaction("block_actions", user, tokens),
        "container": {"type": "view", "view_id": view.id},
        "view": view.to_json(state),
        "actions": [used],
    }


def view_submission(view: View, user: User, state: Json, tokens: ReplyTokens) -> Json:
    """view_submission of a modal."""
    return {**_interaction("view_submission", user, tokens), "view": view.to_json(state), "response_urls": []}


def view_closed(view: View, user: User, state: Json, *, is_cleared: bool) -> Json:
    """view_closed of a modal with notify_on_close."""
    return {**_interaction("view_closed", user, None), "view": view.to_json(state), "is_cleared": is_cleared}


def block_suggestion(control: Control, query: str, user: User, surface: Message | View) -> Json:
    """block_suggestion: a person has typed `query` into an external_select."""
    block_id, action_id = control.key
    source: Json
    if isinstance(surface, View):
        source = {"container": {"type": "view", "view_id": surface.id}, "view": surface.to_json()}
    else:
        container = {"type": "message", "message_ts": surface.ts, "channel_id": surface.channel.id}
        source = {
            "container": {**container, "is_ephemeral": surface.is_ephemeral},
            "channel": _channel(surface.channel),
            **({} if surface.is_ephemeral else {"message": surface.to_json()}),
        }
    request = {"action_id": action_id, "block_id": block_id, "value": query}
    return {**_interaction("block_suggestion", user, None), **source, **request}


def message_shortcut(callback_id: str, message: Message, user: User, tokens: ReplyTokens) -> Json:
    """message_action: a shortcut was picked in the menu of a message."""
    return {
        **_interaction("message_action", user, tokens),
        "action_ts": message.ts,
        "callback_id": callback_id,
        "response_url": tokens.response_url,
        "message_ts": message.ts,
        "channel": _channel(message.channel),
        "message": message.to_json(),
    }


def global_shortcut(callback_id: str, user: User, tokens: ReplyTokens) -> Json:
    """shortcut: a shortcut was picked beside the message box. It has no channel and no response_url."""
    return {**_interaction("shortcut", user, tokens), "action_ts": "1700000000.000000", "callback_id": callback_id}


def envelope(event: Json, now: float) -> Json:
    """Wrap an event as the Events API does; `now` is in seconds since the epoch."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "context_team_id": TEAM_ID,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": random_id("Ev"),
        "event_time": int(now),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": BOT_USER_ID,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{random_id(length=40)}",
    }


def escaped(text: str) -> str:
    """Escape &, < and > as in the text of commands and events."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed_text(text: str, people: dict[str, str], channels: dict[str, str]) -> str:
    """Encode typed text as in events: escaped, with links in angle brackets and tokens for people and channels.

    A channel's token has a field for the name, which Slack leaves empty.
    """
    encoded = _ADDRESS.sub(lambda match: f"<{match.group()}>", escaped(text))
    for name, user_id in people.items():
        encoded = re.sub(rf"(?<![\w@])@{re.escape(name)}\b", f"<@{user_id}>", encoded, flags=re.IGNORECASE)
    for name, channel_id in channels.items():
        encoded = re.sub(rf"(?<![\w#&])#{re.escape(name)}(?![\w-])", f"<#{channel_id}|>", encoded)
    return encoded


def typed_blocks(text: str) -> list[Json]:
    """The rich_text block that Slack adds to a person's message; `text` is encoded by typed_text."""
    pieces: list[Json] = []
    for part in re.split(r"(<@\w+>|<#\w+\|>|<https?://[^>]+>)", text):
        if part.startswith("<@"):
            pieces.append({"type": "user", "user_id": part[2:-1]})
        elif part.startswith("<#"):
            pieces.append({"type": "channel", "channel_id": part[2:-2]})
        elif part.startswith("<http"):
            pieces.append({"type": "link", "url": unescape(part[1:-1])})
        elif part:
            pieces.append({"type": "text", "text": unescape(part)})
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": pieces}]}]


def message_event(kind: str, message: Message) -> Json:
    """An event of type `message` or `app_mention`."""
    event = {**message.to_json(), "type": kind, "channel": message.channel.id, "event_ts": message.ts}
    if message.user != BOT_USER_ID:
        event["client_msg_id"] = random_id(length=32).lower()
    if message.files:
        event["subtype"] = "file_share"
    if kind == "message":
        event["channel_type"] = (
            "im" if message.channel.im_with else "group" if message.channel.is_private else "channel"
        )
    return event


def changed_event(message: Message, ts: str, before: Json | None = None) -> Json:
    """message_changed, or message_deleted if the message is deleted. `before` is its JSON before the change."""
    common: Any = {"type": "message", "hidden": True, "channel": message.channel.id, "ts": ts, "event_ts": ts}
    common["channel_type"] = "im" if message.channel.im_with else "channel"
    if message.deleted:
        deleted = {"subtype": "message_deleted", "deleted_ts": message.ts, "previous_message": message.to_json()}
        return {**common, **deleted}
    return {**common, "subtype": "message_changed", "message": message.to_json(), "previous_message": before or {}}


def home_opened(user: User, channel: Channel, tab: str, view: View | None, ts: str) -> Json:
    """app_home_opened, including the view if Home was already published."""
    event: Json = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": tab, "event_ts": ts}
    return {**event, "view": view.to_json()} if view and tab == "home" else event

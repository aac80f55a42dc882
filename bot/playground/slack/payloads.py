"""The JSON Slack sends to a bot: commands, interactions and events, as complete as the real ones."""

import re
from dataclasses import dataclass
from typing import Any

from bot.playground.model import APP_ID, BOT_USER_ID, TEAM_DOMAIN, TEAM_ID, Channel, Json, Message, User, View
from bot.playground.slack.blockkit import Place
from bot.playground.state import random_id

# Slack sends it in every payload; bots verify the signature instead.
VERIFICATION_TOKEN = "playground-verification-token"

_TEAM: Json = {"id": TEAM_ID, "domain": TEAM_DOMAIN}
_ADDRESS = re.compile(r"https?://[^\s<>|]+")


@dataclass(frozen=True)
class Reach:
    """What lets the bot answer: a modal with the trigger, messages with the response_url."""

    trigger_id: str
    response_url: str = ""


def slash_command(command: str, text: str, user: User, channel: Channel, reach: Reach) -> Json:
    """The form fields of a slash command."""
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
        "response_url": reach.response_url,
        "trigger_id": reach.trigger_id,
    }


def _interaction(kind: str, user: User, reach: Reach | None) -> Json:
    trigger = {"trigger_id": reach.trigger_id} if reach else {}
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


def action(place: Place, value: Json, ts: str) -> Json:
    """One entry of `actions`: the element pressed or chosen from, and what was chosen."""
    element = place.element
    block_id, action_id = place.key
    common: Json = {"type": element["type"], "action_id": action_id, "block_id": block_id, "action_ts": ts}
    kept: Json = {
        key: element[key] for key in ("text", "value", "style", "url", "placeholder", "confirm") if key in element
    }
    return {**common, **kept, **value}


def _channel(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel.name_in_payloads}


def message_actions(message: Message, user: User, the_action: Json, state: Json, reach: Reach) -> Json:
    """block_actions from a message; an ephemeral message does not come with it, as in Slack."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel.id,
        "is_ephemeral": message.is_ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    return {
        **_interaction("block_actions", user, reach),
        "container": container,
        "channel": _channel(message.channel),
        **({} if message.is_ephemeral else {"message": message.to_json()}),
        "state": {"values": state},
        "response_url": reach.response_url,
        "actions": [the_action],
    }


def view_actions(view: View, user: User, the_action: Json, state: Json, reach: Reach) -> Json:
    """block_actions from a modal or from Home."""
    return {
        **_interaction("block_actions", user, reach),
        "container": {"type": "view", "view_id": view.id},
        "view": view.to_json(state),
        "actions": [the_action],
    }


def view_submission(view: View, user: User, state: Json, reach: Reach) -> Json:
    """A modal was submitted."""
    return {**_interaction("view_submission", user, reach), "view": view.to_json(state), "response_urls": []}


def view_closed(view: View, user: User, state: Json, *, is_cleared: bool) -> Json:
    """A modal with notify_on_close was closed."""
    return {**_interaction("view_closed", user, None), "view": view.to_json(state), "is_cleared": is_cleared}


def block_suggestion(place: Place, query: str, user: User, where: Message | View) -> Json:
    """Somebody types into an external_select."""
    block_id, action_id = place.key
    source: Json
    if isinstance(where, View):
        source = {"container": {"type": "view", "view_id": where.id}, "view": where.to_json()}
    else:
        container = {"type": "message", "message_ts": where.ts, "channel_id": where.channel.id}
        source = {
            "container": {**container, "is_ephemeral": where.is_ephemeral},
            "channel": _channel(where.channel),
            **({} if where.is_ephemeral else {"message": where.to_json()}),
        }
    asked = {"action_id": action_id, "block_id": block_id, "value": query}
    return {**_interaction("block_suggestion", user, None), **source, **asked}


def message_shortcut(callback_id: str, message: Message, user: User, reach: Reach) -> Json:
    """A message shortcut was picked in a message's menu."""
    return {
        **_interaction("message_action", user, reach),
        "action_ts": message.ts,
        "callback_id": callback_id,
        "response_url": reach.response_url,
        "message_ts": message.ts,
        "channel": _channel(message.channel),
        "message": message.to_json(),
    }


def global_shortcut(callback_id: str, user: User, reach: Reach, ts: str) -> Json:
    """A global shortcut was picked."""
    return {**_interaction("shortcut", user, reach), "action_ts": ts, "callback_id": callback_id}


def envelope(event: Json, now: float) -> Json:
    """An event in the wrapping of the Events API."""
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
    """Typed text with Slack's three characters escaped, as commands and events carry it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed_text(text: str, people: dict[str, str], channels: dict[str, str]) -> str:
    """What somebody typed, as Slack puts it into events: escaped, people and channels as tokens, addresses in angles.

    The token of a channel has room for its name, and Slack leaves it empty.
    """
    marked = _ADDRESS.sub(lambda found: f"<{found.group()}>", escaped(text))
    for name, user_id in people.items():
        marked = re.sub(rf"(?<![\w@])@{re.escape(name)}\b", f"<@{user_id}>", marked, flags=re.IGNORECASE)
    for name, channel_id in channels.items():
        marked = re.sub(rf"(?<![\w#&])#{re.escape(name)}(?![\w-])", f"<#{channel_id}|>", marked)
    return marked


def typed_blocks(text: str) -> list[Json]:
    """The rich_text block Slack adds to what a person typed, from the marked text."""
    pieces: list[Json] = []
    for part in re.split(r"(<@\w+>|<#\w+\|>|<https?://[^>]+>)", text):
        if part.startswith("<@"):
            pieces.append({"type": "user", "user_id": part[2:-1]})
        elif part.startswith("<#"):
            pieces.append({"type": "channel", "channel_id": part[2:-2]})
        elif part.startswith("<http"):
            pieces.append({"type": "link", "url": part[1:-1].replace("&amp;", "&")})
        elif part:
            plain = part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            pieces.append({"type": "text", "text": plain})
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": pieces}]}]


def message_event(kind: str, message: Message) -> Json:
    """`message` (in a channel or direct messages) or `app_mention`."""
    event = {**message.to_json(), "type": kind, "channel": message.channel.id, "event_ts": message.ts}
    if message.user != BOT_USER_ID:
        event["client_msg_id"] = random_id(length=32).lower()
    if kind == "message":
        event["channel_type"] = (
            "im" if message.channel.im_with else "group" if message.channel.is_private else "channel"
        )
    return event


def changed_event(message: Message, ts: str, before: Json | None = None) -> Json:
    """message_changed, or message_deleted when there is no message any more."""
    common: Any = {"type": "message", "hidden": True, "channel": message.channel.id, "ts": ts, "event_ts": ts}
    common["channel_type"] = "im" if message.channel.im_with else "channel"
    if message.deleted:
        deleted = {"subtype": "message_deleted", "deleted_ts": message.ts, "previous_message": message.to_json()}
        return {**common, **deleted}
    return {**common, "subtype": "message_changed", "message": message.to_json(), "previous_message": before or {}}


def home_opened(user: User, channel: Channel, tab: str, view: View | None, ts: str) -> Json:
    """app_home_opened, with the view when Home was published before."""
    event: Json = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": tab, "event_ts": ts}
    return {**event, "view": view.to_json()} if view and tab == "home" else event

"""The app manifest: what Slack must know of the bot, made from the registered commands."""

from __future__ import annotations

import re
from typing import Any

from handlers.command import Command, Commands

UMBRELLA = "dragoman"
PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
EVENTS = {"app_home_opened": (), "app_mention": ("app_mentions:read",), "message.im": ("im:history",)}
"""The events we answer, with the scopes that Slack asks for them."""
LEAVING = ("app_uninstalled", "tokens_revoked")
"""The events by which an installation ends; where there is one token only, its owner knows."""
SCOPES = ("chat:write", "commands")
"""What answering needs; modals, the Home tab and response_urls need no scope."""
TIPS_SCOPES = {
    "channels:history": "finds in a public channel whether a post whose answer was lost has arrived",
    "groups:history": "the same in a private channel",
    "channels:join": "joins the public channel for which somebody sets up the daily term",
    "channels:read": "sees whether a public channel is open, and who is in it",
    "groups:read": "the same for a private channel",
    "im:read": "tells the direct messages with the bot from those between others",
    "users:read": "learns in which time zone a person lives, and who is an admin",
}
"""What the daily term needs besides, and for what. A nonce in a post's metadata is read with its message."""
_PUBLIC = re.compile(r"https://[\w-]+(?:\.[\w-]+)+\.?(?::\d{1,5})?(?:/[^\s<>\"\\]*)?", re.I)
_OWN_PATHS = re.compile(rf"(?:{PATH}|{INSTALL_PATH}|{REDIRECT_PATH}|/)+$", re.I)
COMMAND_LENGTH = 32  # characters of a slash command with its slash, from the manifest's JSON schema
USAGE_LENGTH = 100  # characters of a usage hint that the composer shows; the schema allows 1,000


def slash_names(commands: Commands) -> frozenset[str]:
    """The commands with a slash command of their own; all others are reached through the umbrella."""
    return frozenset(command.name for command in commands if command.slash)


def scopes(*, tips: bool = False) -> list[str]:
    """What the bot asks to be allowed; `tips`: with a channel's daily term."""
    return sorted({*SCOPES, *(scope for each in EVENTS.values() for scope in each), *(TIPS_SCOPES if tips else ())})


def manifest(
    commands: Commands, *, url: str | None = None, socket_mode: bool = False, oauth: bool = False, tips: bool = False
) -> dict[str, Any]:
    """The manifest as Slack's form at https://api.slack.com/apps takes it.

    `url` is the bot's public address, or one of the addresses below it that Slack is given. It is needed unless Socket
    Mode serves one workspace: ValueError says so.
    `oauth`: for many workspaces, which install the bot by themselves. `tips`: with a channel's daily term.
    Schema: https://github.com/slackapi/manifest-schema
    """
    base = _base(url) if oauth or not socket_mode else ""
    endpoint = {} if socket_mode else {"request_url": f"{base}{PATH}"}
    redirect = {"redirect_urls": [f"{base}{REDIRECT_PATH}"]} if oauth else {}
    menus = {"message_menu_options_url": endpoint["request_url"]} if endpoint else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": "Dragoman",
            "description": "Explains the language of diplomacy to recruiters: terms, titles, interview questions.",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": UMBRELLA, "always_online": True},
            "slash_commands": _slash_commands(commands, endpoint.get("request_url")),
        },
        "oauth_config": {**redirect, "scopes": {"bot": scopes(tips=tips)}},
        "settings": {
            "event_subscriptions": {**endpoint, "bot_events": sorted([*EVENTS, *(LEAVING if oauth else ())])},
            "interactivity": {"is_enabled": True, **endpoint, **menus},
            "org_deploy_enabled": oauth,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }


def _base(url: str | None) -> str:
    """The public address without a path of the bot's own at its end, such as that of the Request URL."""
    address = re.split(r"[?#]", (url or "").strip().strip("<>\"'"))[0]
    base = _OWN_PATHS.sub("", address)
    if not _PUBLIC.fullmatch(base):
        raise ValueError("Slack needs the bot's public address (https://…) unless Socket Mode is used, and for OAuth")
    return base


def _slash_commands(commands: Commands, url: str | None) -> list[dict[str, Any]]:
    own = [_slash_command(command) for command in commands if command.slash]
    umbrella = {
        "command": f"/{UMBRELLA}",
        "description": "Answers any question about the field, in plain words",
        "usage_hint": "[what you want to know, or help]",
        "should_escape": False,
    }
    address = {"url": url} if url else {}
    return [{**each, **address} for each in (*own, umbrella)]


def _slash_command(command: Command) -> dict[str, Any]:
    name = f"/{command.name}"
    if len(name) > COMMAND_LENGTH:
        raise ValueError(f"{name} is longer than the {COMMAND_LENGTH} characters that Slack allows")
    hint = command.usage.removeprefix(command.name).strip()[:USAGE_LENGTH]
    shown = {"usage_hint": hint} if hint else {}
    return {
        "command": name,
        "description": command.summary,
        **shown,
        "should_escape": command.takes_channel,
    }

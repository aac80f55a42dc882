"""Generate the Slack app manifest from the registered commands."""

from __future__ import annotations

import re
from typing import Any

from handlers.command import Command, Commands

UMBRELLA = "dragoman"
PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
EVENTS = {"app_home_opened": (), "app_mention": ("app_mentions:read",), "message.im": ("im:history",)}
"""The subscribed events, each with the scopes it requires."""
UNINSTALL_EVENTS = ("app_uninstalled", "tokens_revoked")
"""The events that end an installation; subscribed to with OAuth only."""
SCOPES = ("chat:write", "commands")
"""Scopes for answering; modals, the Home tab and response_urls need none."""
TIPS_SCOPES = {
    "channels:history": "check whether a post to a public channel arrived if Slack's response was lost",
    "groups:history": "the same for a private channel",
    "channels:join": "join a public channel when somebody sets up its daily term",
    "channels:read": "check whether a public channel is archived, and who its members are",
    "groups:read": "the same for a private channel",
    "im:read": "tell direct messages with the bot from those between other people",
    "users:read": "look up a person's time zone, and whether they are an admin",
}
"""Additional scopes for the daily term, with their purpose. Message metadata needs no scope of its own."""
OPTIONAL_SCOPES = {
    "canvases:write": "send an interview kit as a canvas",
    "files:write": "send an interview kit as a file",
}
"""Scopes that an admin may leave out, with their purpose. Without them the answer has a link instead."""
_PUBLIC = re.compile(r"https://[\w-]+(?:\.[\w-]+)+\.?(?::\d{1,5})?(?:/[^\s<>\"\\]*)?", re.I)
_OWN_PATHS = re.compile(rf"(?:{PATH}|{INSTALL_PATH}|{REDIRECT_PATH}|/)+$", re.I)
COMMAND_LENGTH = 32  # characters, including the slash; from the manifest's JSON schema
USAGE_LENGTH = 100  # characters of a usage hint shown in the composer; the schema allows 1,000


def slash_names(commands: Commands) -> frozenset[str]:
    """The commands with their own slash command; all others are reached through /dragoman."""
    return frozenset(command.name for command in commands if command.slash)


def scopes(*, tips: bool = False) -> list[str]:
    """The bot scopes to request; `tips`: including those for the daily term."""
    return sorted(
        {*SCOPES, *(scope for required in EVENTS.values() for scope in required), *(TIPS_SCOPES if tips else ())}
    )


def manifest(
    commands: Commands, *, url: str | None = None, socket_mode: bool = False, oauth: bool = False, tips: bool = False
) -> dict[str, Any]:
    """The manifest to paste at https://api.slack.com/apps.

    `url`: the bot's public address, with or without one of its paths such as the Request URL's; optional only for
    Socket Mode without `oauth`. `oauth`: many workspaces install the bot. `tips`: with the daily term.
    Raises ValueError for a missing or invalid `url`, or a command name that is too long.
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
        "oauth_config": {**redirect, "scopes": {"bot": scopes(tips=tips), "bot_optional": sorted(OPTIONAL_SCOPES)}},
        "settings": {
            "event_subscriptions": {**endpoint, "bot_events": sorted([*EVENTS, *(UNINSTALL_EVENTS if oauth else ())])},
            "interactivity": {"is_enabled": True, **endpoint, **menus},
            "org_deploy_enabled": oauth,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }


def _base(url: str | None) -> str:
    """The public address without the bot's own paths. Raises ValueError if it isn't a public https address."""
    address = re.split(r"[?#]", (url or "").strip().strip("<>\"'"))[0]
    base = _OWN_PATHS.sub("", address)
    if not _PUBLIC.fullmatch(base):
        raise ValueError("Slack needs the bot's public address (https://…), except for Socket Mode without OAuth")
    return base


def _slash_commands(commands: Commands, url: str | None) -> list[dict[str, Any]]:
    own = [_slash_command(command) for command in commands if command.slash]
    umbrella = {
        "command": f"/{UMBRELLA}",
        "description": "Answers questions about diplomacy in plain words",
        "usage_hint": "[your question, or help]",
        "should_escape": False,
    }
    address = {"url": url} if url else {}
    return [{**entry, **address} for entry in (*own, umbrella)]


def _slash_command(command: Command) -> dict[str, Any]:
    name = f"/{command.name}"
    if len(name) > COMMAND_LENGTH:
        raise ValueError(f"{name} is longer than the {COMMAND_LENGTH} characters that Slack allows")
    hint = command.usage.removeprefix(command.name).strip()[:USAGE_LENGTH]
    usage = {"usage_hint": hint} if hint else {}
    return {
        "command": name,
        "description": command.summary,
        **usage,
        "should_escape": command.takes_channel,
    }

"""Generate the Slack app manifest from the registered commands."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from bot.slack.workflow_steps import EVENT as STEP_EVENT
from bot.slack.workflow_steps import functions
from handlers.command import Command, Commands
from handlers.first_steps import Starter

UMBRELLA = "dragoman"
SHORTCUTS: tuple[dict[str, str], ...] = (
    {
        "name": "Explain this",
        "type": "message",
        "callback_id": "explain",
        "description": "Explains the titles and terms in a message or its file. Only you see the answer.",
    },
    {
        "name": "Teach this",
        "type": "message",
        "callback_id": "teach",
        "description": "Teaches me a word of your team’s own from a message. Nothing is kept before you press Save.",
    },
    {
        "name": "Read a text",
        "type": "global",
        "callback_id": "read",
        "description": "Explains the titles and terms in a résumé, an advert or a requisition.",
    },
)
"""In the menu of each message, and in the menu of the message box. They need no scope but `commands`."""
OPTIONAL_SCOPES = {
    "canvases:write": "send an interview kit as a canvas",
    "files:read": "open a file that somebody sends the bot to explain, and no other",
    "files:write": "send an interview kit as a file",
    "im:write": "check whether the answer to a word that somebody asked for arrived in their direct messages",
}
"""Scopes that an installation may decline, with their purpose; the bot says what it can't do without them.

They are among the requested ones and marked as optional
(https://docs.slack.dev/changelog/2026/03/16/optional-scopes).
"""
PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
MCP_PATH = "/slack/mcp"
EVENTS = {"app_home_opened": (), "app_mention": ("app_mentions:read",), "message.im": ("im:history",)}
"""The subscribed events, each with the scopes it requires."""
THREAD_EVENTS = {"message.channels": ("channels:history",), "message.groups": ("groups:history",)}
"""The events for replies without a mention in threads with an answer of the bot, each with the scopes it requires.

Slack delivers every message of the bot's channels with them, and the bot drops all but those replies unread. They are
subscribed to only with the daily term, which needs the same scopes; without them the bot says that it needs a mention.
"""
UNINSTALL_EVENTS = ("app_uninstalled", "tokens_revoked")
"""The events that end an installation; subscribed to with OAuth only."""
SCOPES = ("chat:write", "commands")
"""Scopes for answering; modals, the Home tab and response_urls need none."""
TIPS_SCOPES = {
    "channels:history": (
        "check whether a post to a public channel arrived if Slack's response was lost, and hear replies in threads "
        "with an answer"
    ),
    "groups:history": "the same for a private channel",
    "channels:join": "join a public channel when somebody sets up its daily term",
    "channels:read": "check whether a public channel is archived, and who its members are",
    "groups:read": "the same for a private channel",
    "im:read": "tell direct messages with the bot from those between other people",
    "users:read": "look up a person's time zone, and who is an admin",
}
"""Additional scopes for the daily term, with their purpose. Message metadata needs no scope of its own."""
AGENT_SCOPE = "assistant:write"
"""The additional scope for the agent view."""
AGENT_DESCRIPTION = (
    "Explains the titles, terms and grades of diplomacy to recruiters. There is no language model: every "
    "answer was written and reviewed beforehand."
)
MCP_SCOPE = "mcp:connect"
"""The additional scope with which Slackbot calls the bot's tools (https://docs.slack.dev/ai/slackbot-mcp-client)."""
LONG_DESCRIPTION = (
    "A dragoman was the guide who explained an embassy's language to outsiders. This one does it for recruiters. Ask "
    "what a title, a grade or a term of diplomacy means, and get a short answer in plain words, with its sources and "
    "the day of its last review. Ask for other titles to search for, for search strings, for what to "
    "look for at each level, and for interview questions with what a good answer contains. Have a résumé or an advert "
    "explained, or a kit made for a panel. Answers are private until you share them. There is no language model: "
    "every answer was written and reviewed beforehand. Dragoman never scores, ranks or stores candidates, and doesn't "
    "keep what you ask."
)
"""At least 175 characters; from the manifest's JSON schema."""
PROMPTS = 4  # suggested prompts; from the manifest's JSON schema, as are the 300 characters of a description
_PUBLIC = re.compile(r"https://[\w-]+(?:\.[\w-]+)+\.?(?::\d{1,5})?(?:/[^\s<>\"\\]*)?", re.I)
_OWN_PATHS = re.compile(rf"(?:{PATH}|{INSTALL_PATH}|{REDIRECT_PATH}|{MCP_PATH}|/)+$", re.I)
_PREFIX = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
COMMAND_LENGTH = 32  # characters, including the slash; from the manifest's JSON schema
USAGE_LENGTH = 100  # characters of a usage hint shown in the composer; the schema allows 1,000


def slash_names(commands: Commands) -> frozenset[str]:
    """The commands with their own slash command; all others are reached through /dragoman."""
    return frozenset(command.name for command in commands if command.slash)


def scopes(*, tips: bool = False, agent: bool = False, mcp: bool = False) -> list[str]:
    """The bot scopes to request; including those for the daily term, for the agent view and for Slackbot's calls."""
    required = {scope for needed in EVENTS.values() for scope in needed}
    flags = {AGENT_SCOPE: agent, MCP_SCOPE: mcp}
    more = {*(TIPS_SCOPES if tips else ()), *(scope for scope, wanted in flags.items() if wanted)}
    return sorted({*SCOPES, *required, *OPTIONAL_SCOPES, *more})


def manifest(  # noqa: PLR0913 (keyword-only, each with a default)
    commands: Commands,
    *,
    url: str | None = None,
    socket_mode: bool = False,
    oauth: bool = False,
    tips: bool = False,
    agent: Sequence[Starter] | None = None,
    mcp: bool = False,
    workflow_steps: bool = False,
    prefix: str = "",
) -> dict[str, Any]:
    """The manifest to paste at https://api.slack.com/apps.

    `url`: the bot's public address, with or without one of its paths such as the Request URL's; optional only for
    Socket Mode without `oauth`. `oauth`: many workspaces install the bot. `tips`: with the daily term.
    `agent`: with Slack's agent view, and these as its suggested prompts. `mcp`: Slackbot may call the bot's tools, at
    its public address. `workflow_steps`: with steps for Workflow Builder. `prefix` comes before the short commands, for
    a workspace where another app has one of them: /acme-define. Raises ValueError for a missing or invalid `url`, an
    invalid `prefix`, a command name that is too long, and for `workflow_steps` with `oauth`.

    Schema: https://github.com/slackapi/manifest-schema
    """
    if oauth and workflow_steps:
        raise ValueError("Slack lets no app with workflow steps into other workspaces: leave out --workflow-steps")
    base = _base(url) if oauth or mcp or not socket_mode else ""
    endpoint = {} if socket_mode else {"request_url": f"{base}{PATH}"}
    redirect = {"redirect_urls": [f"{base}{REDIRECT_PATH}"]} if oauth else {}
    menus = {"message_menu_options_url": endpoint["request_url"]} if endpoint else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": "Dragoman",
            "description": "Explains the language of diplomacy to recruiters: terms, titles, interview questions.",
            "long_description": LONG_DESCRIPTION,
            "background_color": "#1f3a5f",
        },
        "features": _features(_slash_commands(commands, endpoint.get("request_url"), _prefix(prefix)), agent),
        "oauth_config": {
            **redirect,
            "scopes": {
                "bot": scopes(tips=tips, agent=agent is not None, mcp=mcp),
                "bot_optional": sorted(OPTIONAL_SCOPES),
            },
        },
        "settings": {
            "event_subscriptions": {**endpoint, "bot_events": _events(oauth=oauth, tips=tips, steps=workflow_steps)},
            "interactivity": {"is_enabled": True, **endpoint, **menus},
            "org_deploy_enabled": oauth or workflow_steps,  # steps need it, also in a single workspace
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
            **({"function_runtime": "remote"} if workflow_steps else {}),
        },
        **({"functions": functions()} if workflow_steps else {}),
        **({"mcp_servers": _mcp_server(base)} if mcp else {}),
    }


def create_link(app_manifest: dict[str, Any]) -> str:
    """The address at which Slack creates an app from this manifest, after a person has chosen the workspace.

    Source: https://docs.slack.dev/app-manifests/configuring-apps-with-app-manifests
    """
    compact = json.dumps(app_manifest, separators=(",", ":"), ensure_ascii=False)
    return f"https://api.slack.com/apps?new_app=1&manifest_json={quote(compact, safe='')}"


def _features(slash_commands: list[dict[str, Any]], agent: Sequence[Starter] | None) -> dict[str, Any]:
    """What people see of the app: its Home tab, its name, its shortcuts and commands."""
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": UMBRELLA, "always_online": True},
        "shortcuts": [dict(shortcut) for shortcut in SHORTCUTS],
        "slash_commands": slash_commands,
        **({"agent_view": _agent_view(agent)} if agent is not None else {}),
    }


def _agent_view(starters: Sequence[Starter]) -> dict[str, Any]:
    """Slack shows the prompts itself (https://docs.slack.dev/ai/migrating-to-agent-messaging)."""
    prompts = [{"title": starter.label, "message": starter.question} for starter in starters[:PROMPTS]]
    return {"agent_description": AGENT_DESCRIPTION, "suggested_prompts": prompts}


def _mcp_server(base: str) -> dict[str, Any]:
    """Slack signs the calls, and says in them who asks."""
    return {UMBRELLA: {"url": f"{base}{MCP_PATH}", "auth_type": "slack_identity_auth"}}


def _events(*, oauth: bool, tips: bool, steps: bool) -> list[str]:
    more = (*(UNINSTALL_EVENTS if oauth else ()), *(THREAD_EVENTS if tips else ()), *((STEP_EVENT,) if steps else ()))
    return sorted([*EVENTS, *more])


def _prefix(prefix: str) -> str:
    """The prefix with a hyphen behind it; empty if there is none. Raises ValueError."""
    word = prefix.strip().strip("/-").lower()
    if word and not _PREFIX.fullmatch(word):
        raise ValueError("A prefix has letters, digits and hyphens only, such as acme")
    return f"{word}-" if word else ""


def _base(url: str | None) -> str:
    """The public address without the bot's own paths. Raises ValueError if it isn't a public https address."""
    address = re.split(r"[?#]", (url or "").strip().strip("<>\"'"))[0]
    base = _OWN_PATHS.sub("", address)
    if not _PUBLIC.fullmatch(base):
        raise ValueError("Slack needs the bot's public address (https://…), except for Socket Mode without OAuth")
    return base


def _slash_commands(commands: Commands, url: str | None, prefix: str) -> list[dict[str, Any]]:
    own = [_slash_command(command, prefix) for command in commands if command.slash]
    umbrella = {
        "command": f"/{UMBRELLA}",
        "description": "Answers questions about diplomacy in plain words",
        "usage_hint": "[your question, or help]",
        "should_escape": False,
    }
    address = {"url": url} if url else {}
    return [{**entry, **address} for entry in (*own, umbrella)]


def _slash_command(command: Command, prefix: str) -> dict[str, Any]:
    name = f"/{prefix}{command.name}"
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

"""Build the Teams app manifest and package from the registered commands."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot import __version__
from bot.teams.setup import is_guid
from handlers.command import Command, Commands
from handlers.first_steps import Starter

VERSION = "1.30"
SCHEMA = f"https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json"
SCOPES = ("personal", "team", "groupChat")
TRIGGERS = {"personal": ["mention"], "team": ["mention", "slash"], "groupChat": ["mention", "slash"]}
"""Where Teams offers the commands. A slash command and its answer are seen by one person only, so a chat needs none."""
MENU_LENGTH = 12  # commands and prompts in a menu; this and the lengths below are from the schema
DEVELOPER_LENGTH = 32  # characters
URL_LENGTH = 2048
TITLE_LENGTH = 128  # characters of a command in a menu
MCP_PATH = "/mcp"
KEY_LENGTH = 128  # characters of the id of a key
SEARCH_TITLE_LENGTH = 32  # characters of a search command's title
SEARCH_DESCRIPTION_LENGTH = 128
SEARCH_COMMAND = "lookup"
"""A word of the command that the compose box's search runs; Teams sends it as `commandId`."""
SEARCH_PARAMETER = "term"
"""The parameter with the typed text."""
EXPLAIN: dict[str, Any] = {
    "id": "explain",
    "type": "action",
    "title": "Explain this",
    "description": "Explains the titles and terms in a message. Only you see the answer.",
    "context": ["message"],
    "fetchTask": True,
}
"""The action in the menu of a message; the bot opens its answer in a dialog."""
TEACH: dict[str, Any] = {
    **EXPLAIN,
    "id": "teach",
    "title": "Teach this",
    "description": "Teaches me a word of your team's own from a message. Nothing is kept before you press a button.",
}
SHORT = "Explains the language of diplomacy to recruiters"  # at most 80 characters
ICONS = files("bot.teams") / "icons"
SIZES = {"color.png": 192, "outline.png": 32}
"""The package's icons and their sides in pixels, as Teams requires; their sources are the .svg files beside them."""

_PUBLIC_URL = re.compile(r"https://([\w-]+(?:\.[\w-]+)+(?::\d{1,5})?)(?:[/?#]\S*)?", re.I)


def manifest(  # noqa: PLR0913 (keyword-only, most with a default)
    commands: Commands,
    *,
    client_id: str,
    url: str,
    starters: Sequence[Starter] = (),
    developer: str = "Dragoman",
    website: str | None = None,
    privacy: str | None = None,
    terms: str | None = None,
    mcp: bool = False,
    mcp_key: str = "",
) -> dict[str, Any]:
    """Build the manifest for the bot with this `client_id` at the public address `url`.

    `starters` become prompt starters, which Teams offers above the message box and after a mention. (It would show them
    as tiles too, but only for bots that don't welcome people.) Teams requires three web pages; the default for each is
    one of the bot's own. `mcp`: Copilot may call the bot's tools, with the key that is registered with
    Microsoft under the id `mcp_key`, or else without a key. Raises ValueError for a value that Teams would reject.

    Schema: https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.schema.json and
    https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/prompt-starters
    """
    if not is_guid(client_id):
        raise ValueError("The client ID must be the application (client) ID from Entra: 8-4-4-4-12 hexadecimal digits")
    base = url.rstrip("/")
    host = _host(base)
    if not 0 < len(developer.strip()) <= DEVELOPER_LENGTH:
        raise ValueError(f"The developer's name must have 1 to {DEVELOPER_LENGTH} characters")
    if len(mcp_key) > KEY_LENGTH or (mcp_key and not mcp):
        raise ValueError(f"The id of a key has at most {KEY_LENGTH} characters, and is for --mcp only")
    pages = {
        "websiteUrl": website or base,
        "privacyUrl": privacy or f"{base}/privacy",
        "termsOfUseUrl": terms or f"{base}/terms",
    }
    for page in pages.values():
        _host(page)
    prompts = [_prompt(starter) for starter in starters if len(starter.question) <= TITLE_LENGTH]
    main = _main(commands, MENU_LENGTH - len(prompts))
    menu = [*prompts, *(_menu_item(command) for command in main)]
    return {
        "$schema": SCHEMA,
        "manifestVersion": VERSION,
        "version": __version__,
        "id": client_id.lower(),
        "developer": {"name": developer, **pages},
        "name": {"short": "Dragoman", "full": "Dragoman, interpreter of diplomacy for recruiters"},
        "description": {"short": SHORT, "full": _description(main)},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#23527c",
        "bots": [_bot(client_id, menu)],
        "composeExtensions": [{"botId": client_id.lower(), "commands": [_search(commands), EXPLAIN, TEACH]}],
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
        "validDomains": [host],
        **({"agentConnectors": [_connector(base, mcp_key)]} if mcp else {}),
    }


def package(path: Path, app_manifest: dict[str, Any]) -> None:
    """Write the app package (a zip of the manifest and the icons). The same manifest gives the same bytes."""
    parts = {"manifest.json": json.dumps(app_manifest, indent=2, ensure_ascii=False).encode()}
    parts |= {name: (ICONS / name).read_bytes() for name in SIZES}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def _bot(client_id: str, menu: list[dict[str, str]]) -> dict[str, Any]:
    """The bot in chats, group chats and channels, with the same menu in each."""
    return {
        "botId": client_id.lower(),
        "scopes": list(SCOPES),
        "isNotificationOnly": False,
        "supportsFiles": True,
        "supportsTargetedMessages": True,
        "commandLists": [{"scopes": [scope], "triggers": TRIGGERS[scope], "commands": menu} for scope in SCOPES],
    }


def _connector(base: str, key: str) -> dict[str, Any]:
    """The bot's tools for Copilot, at its MCP endpoint."""
    authorization = {"type": "ApiKeyPluginVault", "referenceId": key} if key else {"type": "None"}
    return {
        "id": "dragoman",
        "displayName": "Dragoman",
        "description": "Explains titles, grades and terms of diplomacy, from reviewed entries with sources",
        "toolSource": {"remoteMcpServer": {"mcpServerUrl": f"{base}{MCP_PATH}", "authorization": authorization}},
    }


def _prompt(starter: Starter) -> dict[str, str]:
    return {
        "title": starter.question,
        "description": "Explain a title, a term or an abbreviation from a CV",
        "type": "prompt",
        "prompt": starter.question,
    }


def _host(url: str) -> str:
    """The host of a public HTTPS URL, with its port if there is one. Raises ValueError."""
    match = _PUBLIC_URL.fullmatch(url)
    if match is None or len(url) > URL_LENGTH:
        raise ValueError(f"Teams needs a public URL (https://…), not {url!r}")
    return match[1]


def _description(main: Sequence[Command]) -> str:
    menu = "\n".join(f"- {command.usage}: {command.summary}" for command in main)
    return (
        "Dragoman tells recruiters what the titles and terms of diplomacy mean, which other titles to search for, and "
        "what to ask at each level. Message it, or mention it in a channel, in plain words or with a command:\n\n"
        f"{menu}\n\nIt never scores, ranks or stores candidates."
    )


def _main(commands: Commands, length: int) -> list[Command]:
    """The commands of the menu: those with a slash command first, and help last, which lists all others."""
    helping = [command for command in commands if command.name == "help"]
    others = sorted((command for command in commands if command not in helping), key=lambda command: not command.slash)
    return [*others[: length - len(helping)], *helping]


def _menu_item(command: Command) -> dict[str, str]:
    if len(command.name) > TITLE_LENGTH:
        raise ValueError(f"{command.name} is longer than {TITLE_LENGTH} characters, the limit in Teams")
    return {"title": command.name, "description": command.summary}


def _search(commands: Commands) -> dict[str, Any]:
    command = commands.find(SEARCH_COMMAND)
    if command is None:
        raise ValueError(f'The search of the compose box needs a command for "{SEARCH_COMMAND}"')
    return {
        "id": SEARCH_COMMAND,
        "type": "query",
        "title": command.name.capitalize()[:SEARCH_TITLE_LENGTH],
        "description": command.summary[:SEARCH_DESCRIPTION_LENGTH],
        "context": ["compose", "commandBox"],
        "initialRun": True,
        "parameters": [
            {
                "name": SEARCH_PARAMETER,
                "title": "Term or role",
                "description": "A term, a role or an abbreviation",
                "inputType": "text",
            }
        ],
    }

"""The app manifest and package: what Teams must know of the bot, made from the registered commands."""

from __future__ import annotations

import json
import re
import zipfile
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot import __version__
from handlers.command import Command, Commands

VERSION = "1.30"
SCHEMA = f"https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json"
SCOPES = ("personal", "team", "groupChat")
MENU_LENGTH = 12  # commands of a list; this and the lengths below are from the schema
DEVELOPER_LENGTH = 32  # characters
ADDRESS_LENGTH = 2048
TITLE_LENGTH = 128  # characters of a command in a menu
SEARCH_TITLE_LENGTH = 32  # characters of a search command's title
SEARCH_DESCRIPTION_LENGTH = 128
SEARCH_COMMAND = "lookup"
"""A word of the registered command whose search the compose box offers; Teams sends it as `commandId`."""
SEARCH_PARAMETER = "term"
"""The parameter in which Teams sends what was typed there."""
SHORT = "Explains the language of diplomacy to recruiters"  # at most 80 characters
ICONS = files("bot.teams") / "icons"
SIZES = {"color.png": 192, "outline.png": 32}
"""The icons of the package and their sides in pixels, as Teams wants them; they are drawn in the .svg beside them."""

_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.I)
_ADDRESS = re.compile(r"https://([\w-]+(?:\.[\w-]+)+(?::\d{1,5})?)(?:[/?#]\S*)?", re.I)


def manifest(  # noqa: PLR0913 - all by name, most with a default
    commands: Commands,
    *,
    client_id: str,
    url: str,
    developer: str = "Dragoman",
    website: str | None = None,
    privacy: str | None = None,
    terms: str | None = None,
) -> dict[str, Any]:
    """The manifest for the bot registered as `client_id` that answers at the public address `url`.

    The three addresses that Teams demands of a developer are parts of the bot's own page where none are given.
    ValueError says what Teams would not take. Schema: https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.schema.json
    """
    if not _GUID.fullmatch(client_id):
        raise ValueError("The client id is the bot's application (client) id in Entra: 8-4-4-4-12 hexadecimal digits")
    base = url.rstrip("/")
    host = _host(base)
    if not 0 < len(developer.strip()) <= DEVELOPER_LENGTH:
        raise ValueError(f"The developer's name has 1 to {DEVELOPER_LENGTH} characters in Teams")
    pages = {
        "websiteUrl": website or base,
        "privacyUrl": privacy or f"{base}/#privacy",
        "termsOfUseUrl": terms or f"{base}/#terms",
    }
    for page in pages.values():
        _host(page)
    menu = [_menu_item(command) for command in _main(commands)]
    return {
        "$schema": SCHEMA,
        "manifestVersion": VERSION,
        "version": __version__,
        "id": client_id.lower(),
        "developer": {"name": developer, **pages},
        "name": {"short": "Dragoman", "full": "Dragoman, interpreter of diplomacy for recruiters"},
        "description": {"short": SHORT, "full": _description(commands)},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#23527c",
        "bots": [
            {
                "botId": client_id.lower(),
                "scopes": list(SCOPES),
                "isNotificationOnly": False,
                "supportsFiles": False,
                "commandLists": [{"scopes": [scope], "commands": menu} for scope in SCOPES],
            }
        ],
        "composeExtensions": [{"botId": client_id.lower(), "commands": [_search(commands)]}],
        "defaultInstallScope": "personal",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
        "validDomains": [host],
    }


def package(path: Path, made: dict[str, Any]) -> None:
    """Write the app package that Teams installs: the manifest with its icons. The same manifest gives the same file."""
    parts = {"manifest.json": json.dumps(made, indent=2, ensure_ascii=False).encode()}
    parts |= {name: (ICONS / name).read_bytes() for name in SIZES}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def _host(url: str) -> str:
    """The host of a public address, with its port if it names one."""
    found = _ADDRESS.fullmatch(url)
    if found is None or len(url) > ADDRESS_LENGTH:
        raise ValueError(f"Teams needs a public address (https://…), and this is none: {url!r}")
    return found[1]


def _description(commands: Commands) -> str:
    known = "\n".join(f"- {command.usage}: {command.summary}" for command in _main(commands))
    return (
        "Dragoman tells recruiters what the titles and terms of diplomacy mean, which other titles to search for, and "
        "what to ask at each level. Write to it, or mention it in a channel, in plain words or with a command:\n\n"
        f"{known}\n\nIt never scores, ranks or stores candidates."
    )


def _main(commands: Commands) -> list[Command]:
    """The commands that people look for most, help the last of them; all others are told by help."""
    helping = [command for command in commands if command.name == "help"]
    others = sorted((command for command in commands if command not in helping), key=lambda command: not command.slash)
    return [*others[: MENU_LENGTH - len(helping)], *helping]


def _menu_item(command: Command) -> dict[str, str]:
    if len(command.name) > TITLE_LENGTH:
        raise ValueError(f"{command.name} is longer than the {TITLE_LENGTH} characters that Teams allows")
    return {"title": command.name, "description": command.summary}


def _search(commands: Commands) -> dict[str, Any]:
    command = commands.find(SEARCH_COMMAND)
    if command is None:
        raise ValueError(f'the search of the compose box needs a command for "{SEARCH_COMMAND}"')
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

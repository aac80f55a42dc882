"""A strict JSON schema for the parts of manifest 1.30 that the bot uses; needs no download.

The limits are those of https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.schema.json. Our own
rules are that no other key is allowed, and that every key the bot sends is required.
"""

from __future__ import annotations

from typing import Any


def text(max_length: int) -> dict[str, Any]:
    """A non-empty string."""
    return {"type": "string", "minLength": 1, "maxLength": max_length}


def exactly(**properties: Any) -> dict[str, Any]:
    """An object with all of these keys and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def some(items: dict[str, Any], most: int) -> dict[str, Any]:
    """A non-empty array of at most `most` items."""
    return {"type": "array", "minItems": 1, "maxItems": most, "items": items}


GUID = {"type": "string", "pattern": "^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$"}
ADDRESS = {**text(2048), "pattern": r"^https://[^\s/@]+(/\S*)?$"}
SCOPE = {"enum": ["personal", "team", "groupChat"]}

COMMAND = exactly(title=text(128), description=text(4000))
PROMPT = exactly(title=text(128), description=text(4000), type={"const": "prompt"}, prompt=text(4000))
COMMAND_LIST = exactly(
    triggers={**some({"enum": ["mention", "slash"]}, 2), "uniqueItems": True},
    scopes=some(SCOPE, 1),  # the schema requires one list per scope
    commands=some({"oneOf": [COMMAND, PROMPT]}, 12),
)
BOT = exactly(
    botId=GUID,
    scopes={**some(SCOPE, 3), "uniqueItems": True},
    isNotificationOnly={"const": False},
    supportsFiles={"const": True},
    supportsTargetedMessages={"const": True},
    commandLists=some(COMMAND_LIST, 3),
)
SEARCH = exactly(
    id=text(64),
    type={"const": "query"},
    title=text(32),
    description=text(128),
    context=some({"enum": ["compose", "commandBox"]}, 2),
    initialRun={"const": True},
    parameters=some(
        exactly(name=text(64), title=text(32), description=text(128), inputType={"const": "text"}),
        5,
    ),
)
ACTION = exactly(
    id=text(64),
    type={"const": "action"},
    title=text(32),
    description=text(128),
    context={"const": ["message"]},
    fetchTask={"const": True},
)
MANIFEST = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **exactly(
        **{"$schema": {"type": "string", "pattern": r"/teams/v1\.30/"}},
        manifestVersion={"const": "1.30"},
        version={**text(256), "pattern": r"^\d+\.\d+\.\d+$"},
        id=GUID,
        developer=exactly(name=text(32), websiteUrl=ADDRESS, privacyUrl=ADDRESS, termsOfUseUrl=ADDRESS),
        name=exactly(short=text(30), full=text(100)),
        description=exactly(short=text(80), full=text(4000)),
        icons=exactly(color={"const": "color.png"}, outline={"const": "outline.png"}),
        accentColor={"type": "string", "pattern": "^#[0-9a-f]{6}$"},
        bots=some(BOT, 1),
        composeExtensions=some(exactly(botId=GUID, commands=some({"oneOf": [SEARCH, ACTION]}, 10)), 1),
        defaultInstallScope=SCOPE,
        defaultGroupCapability=exactly(team={"const": "bot"}, groupchat={"const": "bot"}),
        validDomains=some({**text(2048), "pattern": r"^[^\s/:@]+(:\d+)?$"}, 100),
    ),
}
CONNECTORS = some(
    exactly(
        id=text(64),
        displayName=text(128),
        description=text(4000),
        toolSource=exactly(
            remoteMcpServer=exactly(
                mcpServerUrl=ADDRESS,
                authorization={
                    "oneOf": [
                        exactly(type={"const": "None"}),
                        exactly(type={"const": "ApiKeyPluginVault"}, referenceId=text(128)),
                    ]
                },
            )
        ),
    ),
    10,
)
"""The optional `agentConnectors`."""

"""What Teams takes of a manifest 1.30, as far as ours uses it: stricter than the official schema, and always at hand.

The limits are those of https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.schema.json; that no
further key may stand anywhere, and that what we always send is required, is our own rule.
"""

from __future__ import annotations

from typing import Any


def text(longest: int) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": longest}


def exactly(**properties: Any) -> dict[str, Any]:
    """An object with these keys, all of them, and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def some(items: dict[str, Any], most: int) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "maxItems": most, "items": items}


GUID = {"type": "string", "pattern": "^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$"}
ADDRESS = {**text(2048), "pattern": r"^https://[^\s/@]+(/\S*)?$"}
SCOPE = {"enum": ["personal", "team", "groupChat"]}

COMMAND_LIST = exactly(
    scopes=some(SCOPE, 1),  # the schema asks for one list for each scope
    commands=some(exactly(title=text(128), description=text(4000)), 12),
)
BOT = exactly(
    botId=GUID,
    scopes={**some(SCOPE, 3), "uniqueItems": True},
    isNotificationOnly={"const": False},
    supportsFiles={"const": False},
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
        composeExtensions=some(exactly(botId=GUID, commands=some(SEARCH, 10)), 1),
        defaultInstallScope=SCOPE,
        defaultGroupCapability=exactly(team={"const": "bot"}, groupchat={"const": "bot"}),
        validDomains=some({**text(2048), "pattern": r"^[^\s/:@]+(:\d+)?$"}, 100),
    ),
}

"""Explain each scope that the Slack manifest asks for: why, and what stops without it. For admins and for `doctor`."""

from __future__ import annotations

from bot.platform import Permission
from bot.slack.manifest import AGENT_SCOPE, MCP_SCOPE, OPTIONAL_SCOPES, TIPS_SCOPES, scopes

ALWAYS, DAILY, OPTIONAL = "always", "with daily terms", "optional"
BY_FLAG = {AGENT_SCOPE: "with the agent view", MCP_SCOPE: "with Slackbot's calls"}

_WHY_AND_WITHOUT = {
    "app_mentions:read": (
        "hear “@dragoman …” in the channels it was invited to",
        "mentions get no answer; commands still do",
    ),
    "assistant:write": ("offer prompts in Slack's agent view", "there is no agent view"),
    "canvases:write": ("send an interview kit as a canvas", "kits come as files, links or text"),
    "channels:history": (
        "find out whether a daily term arrived if Slack's answer was lost, and hear follow-ups in threads that the bot "
        "has answered; all other messages are dropped unread",
        "such a term counts as unknown instead of being looked for, and follow-ups in threads need a mention",
    ),
    "channels:join": (
        "join a public channel when somebody sets up its daily term",
        "people invite the bot first",
    ),
    "channels:read": (
        "see whether a channel is archived, and whether the person who sets up its term is a member",
        "daily terms can't be set up in public channels",
    ),
    "chat:write": ("answer mentions and direct messages, and post daily terms", "only commands are answered"),
    "commands": ("have /define, /titles and the other commands, forms and message actions", "there are no commands"),
    "files:read": (
        "open a file that somebody sends the bot to explain, and no other",
        "people paste the text instead",
    ),
    "files:write": ("send an interview kit as a file", "kits come as links or text"),
    "groups:history": ("the same as channels:history, for private channels", "the same, in private channels"),
    "groups:read": (
        "the same as channels:read, for private channels",
        "daily terms can't be set up in private channels",
    ),
    "im:history": ("hear what people write to the bot directly", "direct messages get no answer"),
    "im:read": (
        "tell a direct message with the bot from one between other people",
        "daily terms can't be set up in direct messages",
    ),
    "im:write": (
        "check whether the answer to a word that somebody asked for arrived in their direct messages",
        "an answer whose arrival is unknown isn't sent again",
    ),
    "mcp:connect": ("let Slackbot look things up in Dragoman", "Slackbot doesn't know Dragoman"),
    "users:read": (
        "look up a person's time zone, and whether they are an admin",
        "people name their city, TIPS=admins lets nobody set up daily terms, and admins don't count as owners of the "
        "team's words",
    ),
}


def permissions(*, tips: bool, agent: bool = False, mcp: bool = False) -> tuple[Permission, ...]:
    """The scopes that the manifest asks for, each explained."""
    return tuple(_permission(name) for name in scopes(tips=tips, agent=agent, mcp=mcp))


def without(scope: str) -> str:
    """What doesn't work without a scope."""
    return _permission(scope).without


def _permission(scope: str) -> Permission:
    why, lost = _WHY_AND_WITHOUT[scope]
    return Permission(scope, why, lost, _asked(scope))


def _asked(scope: str) -> str:
    if scope in OPTIONAL_SCOPES:
        return OPTIONAL
    if scope in BY_FLAG:
        return BY_FLAG[scope]
    return DAILY if scope in TIPS_SCOPES else ALWAYS

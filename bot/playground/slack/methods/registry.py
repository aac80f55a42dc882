"""How Web API methods are registered, and what several of them need: targets and pages."""

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bot.playground.model import BOT_USER_ID, Channel, Json
from bot.playground.state import SlackError
from bot.playground.workspace import Workspace


@dataclass(frozen=True)
class Method:
    """A Web API method: what it does, the scope it needs, the arguments it must and may have."""

    run: Callable[[Workspace, Json], Json]
    scope: str
    required: frozenset[str]
    known: frozenset[str]


LIMIT = 1_000  # "an integer under 1000": https://docs.slack.dev/apis/web-api/pagination
METHODS: dict[str, Method] = {}
Run = Callable[[Workspace, Json], Json]


def method(name: str, scope: str = "", needs: str = "", takes: str = "") -> Callable[[Run], Run]:
    """Register a method under its name."""

    def register(run: Run) -> Run:
        required = frozenset(needs.split())
        METHODS[name] = Method(run, scope, required, required | set(takes.split()) | {"token", "team_id"})
        return run

    return register


def target(workspace: Workspace, wanted: str) -> Channel:
    """The channel to post to: an id, a person's id (their direct messages), or a #name."""
    if wanted in workspace.users and wanted != BOT_USER_ID:
        return workspace.dm_of(wanted)
    try:
        return workspace.channel(wanted)
    except LookupError:
        raise SlackError("channel_not_found") from None


def joined(workspace: Workspace, wanted: str) -> Channel:
    """The same, if the bot is in it."""
    channel = target(workspace, wanted)
    if BOT_USER_ID not in channel.members:
        raise SlackError("channel_not_found" if channel.is_private else "not_in_channel")
    return channel


def needs_scope(workspace: Workspace, channel: Channel, right: str) -> None:
    """Each kind of channel has scopes of its own: channels:read, groups:read, im:read …"""
    scope = f"{'im' if channel.im_with else 'groups' if channel.is_private else 'channels'}:{right}"
    granted = workspace.registered.scopes
    if granted is not None and scope not in granted:
        raise SlackError("missing_scope", [f"[ERROR] needs {scope}"], needed=scope, provided=",".join(granted))


def paged(items: Iterable[Any], args: Json, key: str, default: int = 100) -> Json:
    """One page of a list, with the cursor to the next."""
    everything = list(items)
    try:
        start = int(base64.b64decode(args.get("cursor") or "MA==").decode())
    except ValueError:
        raise SlackError("invalid_cursor") from None
    limit = str(args.get("limit") or default)
    if not limit.isdecimal() or not 0 < int(limit) < LIMIT:
        raise SlackError("invalid_limit")
    end = start + int(limit)
    cursor = base64.b64encode(str(end).encode()).decode() if end < len(everything) else ""
    return {key: everything[start:end], "response_metadata": {"next_cursor": cursor}}

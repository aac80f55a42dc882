"""Registration of Web API methods, and helpers for channels, scopes and pagination."""

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from bot.playground.model import BOT_USER_ID, Channel, Json
from bot.playground.state import SlackError
from bot.playground.workspace import Workspace


@dataclass(frozen=True)
class Method:
    """A Web API method with its scope, its required arguments and all arguments it accepts."""

    run: Callable[[Workspace, Json], Json]
    scope: str
    required: frozenset[str]
    known: frozenset[str]
    needs_token: bool = True


MAX_LIMIT = 1_000  # "an integer under 1000": https://docs.slack.dev/apis/web-api/pagination
METHODS: dict[str, Method] = {}
Run = Callable[[Workspace, Json], Json]


def method(
    name: str, scope: str = "", required: str = "", optional: str = "", *, needs_token: bool = True
) -> Callable[[Run], Run]:
    """Register a method; argument names are separated by spaces."""

    def register(run: Run) -> Run:
        needed = frozenset(required.split())
        METHODS[name] = Method(run, scope, needed, needed | set(optional.split()) | {"token", "team_id"}, needs_token)
        return run

    return register


def find_channel(workspace: Workspace, address: str) -> Channel:
    """Find a channel by id, #name or a user's id (for direct messages). Raises SlackError if there is none."""
    if address in workspace.users and address != BOT_USER_ID:
        return workspace.dm_of(address)
    try:
        return workspace.channel(address)
    except LookupError:
        raise SlackError("channel_not_found") from None


def joined_channel(workspace: Workspace, address: str) -> Channel:
    """Find a channel like find_channel. Raises SlackError if the bot isn't in it."""
    channel = find_channel(workspace, address)
    if BOT_USER_ID not in channel.members:
        raise SlackError("channel_not_found" if channel.is_private else "not_in_channel")
    return channel


def needs_scope(workspace: Workspace, channel: Channel, right: str) -> None:
    """Check the scope for this kind of channel: channels:read, groups:read, im:read … Raises SlackError."""
    scope = f"{'im' if channel.im_with else 'groups' if channel.is_private else 'channels'}:{right}"
    granted = workspace.registered.scopes
    if granted is not None and scope not in granted:
        raise SlackError("missing_scope", [f"[ERROR] needs {scope}"], needed=scope, provided=",".join(granted))


def paginate(items: Iterable[Any], args: Json, key: str, default: int = 100) -> Json:
    """One page of the items, with the cursor of the next page. Raises SlackError for a bad cursor or limit."""
    everything = list(items)
    try:
        start = int(base64.b64decode(args.get("cursor") or "MA==").decode())
    except ValueError:
        raise SlackError("invalid_cursor") from None
    limit = str(args.get("limit") or default)
    if not limit.isdecimal() or not 0 < int(limit) < MAX_LIMIT:
        raise SlackError("invalid_limit")
    end = start + int(limit)
    cursor = base64.b64encode(str(end).encode()).decode() if end < len(everything) else ""
    return {key: everything[start:end], "response_metadata": {"next_cursor": cursor}}

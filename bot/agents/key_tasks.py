"""The work of `keys add`, `keys list` and `keys revoke` on the command line."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.agents.keys import Key, Keys
from bot.db.database import with_engine
from bot.db.revision import prepare
from bot.settings import Settings
from content.errors import OperatorError

T = TypeVar("T")

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_SLACK = re.compile(r"[TE][A-Z0-9]{5,20}")
_WORKSPACE = re.compile(r"[\w.:-]{1,64}", re.ASCII)


def platform_of(workspace: str) -> str:
    """The platform that a workspace id is from: Slack's begin with T or E, Teams' tenants are GUIDs."""
    if _SLACK.fullmatch(workspace):
        return "slack"
    return "teams" if _GUID.fullmatch(workspace) else "agents"


def add(settings: Settings, workspace: str, name: str) -> str:
    """Make a key for a workspace. Raises OperatorError for a name that no workspace can have."""
    if not _WORKSPACE.fullmatch(workspace):
        raise OperatorError("The workspace is a Slack team id (T…), a Teams tenant id, or a short name without spaces")
    platform = platform_of(workspace)
    workspace = workspace if platform == "slack" else workspace.lower()
    return _with_keys(settings, lambda keys: keys.add(platform, workspace, name))


def listed(settings: Settings, workspace: str | None) -> list[str]:
    """The keys, a line each."""
    return [_line(key) for key in _with_keys(settings, lambda keys: keys.list(workspace))]


def revoke(settings: Settings, key_id: str, workspace: str | None) -> None:
    """Revoke a key. Raises OperatorError if there is none that works."""
    if not _with_keys(settings, lambda keys: keys.revoke(key_id, workspace)):
        whose = f" of {workspace}" if workspace else ""
        raise OperatorError(f"There is no working key {key_id}{whose}: `keys list` shows all")


def _line(key: Key) -> str:
    used = f"last used {key.last_used_on}" if key.last_used_on else "never used"
    state = f"revoked {key.revoked_on}" if key.revoked_on else used
    return f"{key.id}  {key.workspace}  made {key.created_on}, {state}{f'  {key.name}' if key.name else ''}"


def _with_keys(settings: Settings, work: Callable[[Keys], Awaitable[T]]) -> T:
    async def run(engine: AsyncEngine) -> T:
        await prepare(engine)
        return await work(Keys(engine))

    return with_engine(settings, run)

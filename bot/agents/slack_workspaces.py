"""Know which Slack workspaces have the bot, where many can install it by OAuth.

Slack signs for the app, not for one workspace: one that has removed the bot must not see its own words any more.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from cachetools import TTLCache
from sqlalchemy import and_, column, or_, select, table
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.agents.caller import Caller

CACHE_SECONDS: Final = 60.0
"""How long a workspace counts as installed, or as not, without a look into the database."""
_CACHED: Final = 10_000

_bots = table("slack_bots", column("team_id"), column("enterprise_id"), column("is_enterprise_install"))
"""The table of Slack's SDK. It is named here because no platform imports another."""


class SlackWorkspaces:
    """The workspaces and organisations that have installed the bot."""

    def __init__(self, engine: AsyncEngine, timer: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._known: TTLCache[tuple[str, str], bool] = TTLCache(_CACHED, CACHE_SECONDS, timer)

    async def has(self, caller: Caller) -> bool:
        """Whether the caller's workspace, or the organisation it belongs to, has the bot. True if Slack names none."""
        key = caller.workspace, caller.enterprise or ""
        if not any(key):
            return True
        if (known := self._known.get(key)) is None:
            known = self._known[key] = await self._is_installed(*key)
        return known

    async def _is_installed(self, team: str, enterprise: str) -> bool:
        bots = _bots.c
        of_team = bots.team_id == team
        of_organisation = and_(bots.enterprise_id == enterprise, bots.is_enterprise_install.is_(True))
        query = select(bots.team_id).where(or_(of_team, of_organisation) if enterprise else of_team).limit(1)
        async with self._engine.connect() as connection:
            return (await connection.execute(query)).first() is not None

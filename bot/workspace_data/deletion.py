"""Delete everything of a workspace, whichever features are on: one that is off may have stored something before."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.daily_term.subscriptions import SubscriptionStore
from bot.platform import Left
from bot.team_terms.owners_inbox import delete_inbox
from bot.team_terms.workspaces import delete_terms


async def delete_workspace(engine: AsyncEngine, left: Left) -> None:
    """Delete all rows of a workspace, or of a whole organisation if `left.workspace` is None.

    Tokens, hashes of people and keys of agents have other owners: the platform, and whoever runs the bot.
    """
    if not (left.workspace or left.enterprise):
        return  # nobody is named, and "enterprise IS NULL" would be true of other workspaces
    await delete_terms(engine, left.platform, left.workspace, left.enterprise)
    await delete_inbox(engine, left.platform, left.workspace, left.enterprise)
    await SubscriptionStore(engine).remove_workspace(left.platform, left.workspace, left.enterprise)

"""Wait for what arrives in a person's direct messages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import Bot
from bot.db.database import Database
from bot.playground.model import Message
from bot.playground.run import local_workspace
from bot.playground.workspace import Workspace

NOOR, TOMAS, MEI, GENERAL = "noor", "tomas", "mei", "general"
"""Two recruiters, the workspace's only admin, and a channel."""


@asynccontextmanager
async def workspace_on(bot: Bot, engine: AsyncEngine) -> AsyncIterator[Workspace]:
    """The playground's workspace with the real bot over a database."""
    async with local_workspace(bot, database=Database(engine)) as local:
        yield local.workspace


async def arrived(here: Workspace, user: str, words: str) -> Message:
    """The direct message with these words, once it is there."""
    while True:
        more = here.journal.next()
        for message in here.messages(here.dm_of(user)):
            if words in message.plain:
                return message
        await more.wait()


def told(here: Workspace, user: str, words: str) -> int:
    """How many direct messages to a person have these words."""
    return sum(words in message.plain for message in here.messages(here.dm_of(user)))

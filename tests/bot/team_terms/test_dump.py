"""A day of use leaves no word in the database that nobody pressed a button for."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import Bot
from bot.db.metadata import load_tables
from bot.team_terms.request_tables import open_requests, owner_lines
from tests.bot.team_terms.slack_chat import GENERAL, MEI, NOOR, TOMAS, arrived, workspace_on

pytestmark = pytest.mark.database

TYPED_ONLY = (
    *("zqquestion", "zqcandidate", "zqadvert", "zqmisspelt", "zqproposal", "zqthread", "zqnote", "zqsecret", "zqform"),
    *("zqshared", "zqown", "zqdefinition"),
)
"""Words that are typed, and for which nobody presses a button that keeps them."""
ASKED, TAUGHT, LINE = "zqasked", "zqtaught", "zqline"
"""Words that are kept because somebody pressed *Ask for it*, *Teach it* or *Send*."""
NAMES = ("noor haddad", "tomas brandt", "mei tan")


async def dump(engine: AsyncEngine) -> str:
    """All rows of all tables, in lower case."""
    async with engine.connect() as connection:
        tables = [(await connection.execute(select(table))).mappings().all() for table in load_tables().sorted_tables]
    return str([[dict(row) for row in rows] for rows in tables]).casefold()


async def test_a_day_of_use(bot: Bot, database: AsyncEngine) -> None:
    async with workspace_on(bot, database) as here:
        for line in (
            "what does zqquestion mean?",
            "read Zqcandidate Zqsecret, Deputy Permanent Representative, born 1970",
            "read Job opening: Consul, Zqadvert, apply by May",
            "define zqmisspelt consul",
            "zqproposal means a thing that I never confirm",
            "questions for a senior consul zqnote",
            "compare consul and zqform",
            "kit consul own Why zqown?",
            "terms import zqdefinition",
            "feedback great zqshared",
            "gaps answer 1 | zqdefinition",
        ):
            await here.dm(NOOR, line)
            await here.say(TOMAS, GENERAL, f"/dragoman {line}")
        await here.mention(TOMAS, GENERAL, "define consul zqthread")
        thread = here.messages(GENERAL)[-1]
        await here.say(TOMAS, GENERAL, "titles zqthread?", thread)
        shared = await here.say(NOOR, GENERAL, "/define consul")
        await here.press(NOOR, shared, "👎")
        assert not [word for word in (*TYPED_ONLY, *NAMES) if word in await dump(database)]

        await here.press(NOOR, await here.dm(NOOR, f"define {ASKED}"), "Ask for it")
        await here.press(MEI, await here.dm(MEI, f"{TAUGHT} means a thing that we do"), "Teach it")
        form = await here.press(NOOR, await here.press(NOOR, shared, "👎"), "Write a line")
        await here.submit(NOOR, form, {"reason": "Wrong", "line": LINE})
        await arrived(here, MEI, LINE)
        rows = await dump(database)
        assert not [word for word in (*TYPED_ONLY, *NAMES) if word in rows]
        assert ASKED in rows
        assert TAUGHT in rows

        await here.press(MEI, await here.dm(MEI, "gaps"), "Not ours")
        await arrived(here, NOOR, "isn't one of them")
        await emptied(database)
        assert not [word for word in (*TYPED_ONLY, *NAMES, ASKED, LINE) if word in await dump(database)]


async def emptied(engine: AsyncEngine) -> None:
    """Wait until what has been delivered is deleted."""
    async with asyncio.timeout(60):
        for table in (open_requests, owner_lines):
            while True:
                async with engine.connect() as connection:
                    if not (await connection.execute(select(table))).all():
                        break
                await asyncio.sleep(0)

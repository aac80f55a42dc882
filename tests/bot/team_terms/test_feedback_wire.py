"""Thumbs below answers on Slack: native buttons in public messages, plain ones in private, counts and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import Bot
from bot.playground.workspace import Workspace
from bot.team_terms.feedback_tables import RATINGS, feedback_counts
from bot.team_terms.request_tables import owner_lines
from tests.bot.team_terms.slack_chat import GENERAL, MEI, NOOR, TOMAS, arrived, told, workspace_on

pytestmark = pytest.mark.database


@pytest.fixture
async def here(bot: Bot, database: AsyncEngine) -> AsyncIterator[Workspace]:
    async with workspace_on(bot, database) as here:
        yield here


async def counts(engine: AsyncEngine) -> dict[str, int]:
    """The ratings of Consul that are not zero."""
    async with engine.connect() as connection:
        rows = (await connection.execute(select(feedback_counts))).mappings().all()
    assert {(row["platform"], row["entry"]) for row in rows} <= {("slack", "diplomacy/consul")}
    return {name: total for name in RATINGS if (total := sum(row[name] for row in rows))}


def thumbs(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last block, if it has the thumbs."""
    return blocks[-1:] if "👍" in str(blocks[-1]) else []


async def test_a_public_answer_has_slacks_own_buttons_and_a_private_one_plain_ones(here: Workspace) -> None:
    await here.mention(NOOR, GENERAL, "define consul")
    (public,) = thumbs(here.messages(GENERAL)[-1].blocks)
    private = await here.say(NOOR, GENERAL, "/define consul")
    (quiet,) = thumbs(private.messages[-1].blocks)
    assert public["type"] == "context_actions"
    assert quiet["type"] == "actions"
    assert {element["accessibility_label"] for element in quiet["elements"]} == {
        public["elements"][0][thumb]["accessibility_label"] for thumb in ("positive_button", "negative_button")
    }


@pytest.mark.parametrize("line", ["define qwertyzxcv", "help", "compare consul and ambassador", "browse"])
async def test_what_is_no_answer_about_one_entry_has_no_thumbs(here: Workspace, line: str) -> None:
    seen = await here.dm(NOOR, line)
    assert not thumbs(seen.messages[-1].blocks)


async def test_a_thumb_counts_once_and_can_be_changed(here: Workspace, database: AsyncEngine) -> None:
    answer = (await here.dm(NOOR, "consul")).messages[-1]
    up = await here.press(NOOR, answer, "👍")
    await here.press(NOOR, answer, "👍")
    assert "good to know" in up.text
    assert await counts(database) == {"up": 1}
    await here.mention(TOMAS, GENERAL, "define consul")
    await here.press(TOMAS, here.messages(GENERAL)[-1], "👍")
    assert await counts(database) == {"up": 2}
    await here.press(NOOR, answer, "👎")
    assert await counts(database) == {"up": 1, "down": 1}


async def test_a_thumb_down_asks_why_and_passes_a_line_on_to_each_admin_once(
    here: Workspace, database: AsyncEngine
) -> None:
    answer = (await here.say(NOOR, GENERAL, "/define consul")).messages[-1]
    why = await here.press(NOOR, answer, "👎")
    assert all(
        f"[{label}]" in why.text for label in ("Wrong", "Outdated", "Unclear", "Something missing", "Write a line")
    )
    noted = await here.press(NOOR, why, "Outdated")
    assert "Noted: outdated" in noted.text
    form = await here.press(NOOR, await here.press(NOOR, answer, "👎"), "Write a line")
    sent = await here.submit(NOOR, form, {"reason": "Something missing", "line": "Honorary consuls are missing"})
    assert "I pass this on, without your name" in sent.text
    assert await counts(database) == {"down": 1, "outdated": 1, "missing": 1}
    message = await arrived(here, MEI, "Honorary consuls are missing")
    assert "Somebody in your workspace" in message.plain
    assert "noor" not in message.plain.casefold()
    await gone(database)
    assert told(here, MEI, "Honorary") == 1


async def gone(engine: AsyncEngine) -> None:
    """Wait until the line is deleted, which is recorded after it has arrived."""
    while True:
        async with engine.connect() as connection:
            if not (await connection.execute(select(owner_lines))).all():
                return


async def test_a_line_that_is_no_thumb_counts_nothing(here: Workspace, database: AsyncEngine) -> None:
    for line in ("feedback", "feedback up", "feedback up consul", "feedback great consul/x@-", "feedback on consul"):
        await here.dm(NOOR, line)
    assert await counts(database) == {}

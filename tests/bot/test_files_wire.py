"""Files over Slack's wire with a real database: nothing of them is in any table, in a log or on disk afterwards."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from bot.app import Bot
from bot.db.contexts import DatabaseContexts
from bot.db.dedupe import DatabaseDeduplicator
from bot.db.metadata import load_tables
from bot.playground.run import registration_of
from bot.playground.server import create_playground
from bot.router import Router
from bot.slack.app import SlackApp
from tests.bot.files import test_extract
from tests.bot.files.hostile import HOSTILE, MARKER
from tests.support.hypothesis_profiles import some

pytestmark = [pytest.mark.database, pytest.mark.process]

SECRET, TOKEN = "signing-secret", "xoxb-playground"
TYPED = ("marseille", "nairobi", "jordan example", MARKER.lower())
"""Words of the files that are no entries of the content."""


async def dump(engine: AsyncEngine) -> str:
    """All columns of all rows of all tables, as text."""
    async with engine.connect() as connection:
        tables = [await connection.execute(select(table)) for table in load_tables().sorted_tables]
    return "\n".join(str(row) for rows in tables for row in rows)


@pytest.mark.hypothesis
async def test_nothing_of_a_file_is_stored(
    bot: Bot, database: AsyncEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    playground = create_playground(
        signing_secret=SECRET, bot_token=TOKEN, registration=registration_of(bot, "everyone")
    )
    playground.bind()
    contexts = DatabaseContexts(database, SECRET)
    slack = SlackApp(
        router=Router(bot.services, contexts),
        signing_secret=SECRET,
        bot_token=TOKEN,
        api_url=playground.api_url,
        deduplicator=DatabaseDeduplicator(database),
    )
    playground.app.router.add_post("/slack/events", slack.handle)
    playground.dispatcher.drains += [slack.settle, contexts.settle]
    hostile = [(make(), name) for make, name, _ in some(list(HOSTILE.values()), every=6)]
    good = [(make(), f"{TYPED[2]}.pdf") for make in some(list(test_extract.SAME_TEXT.values()), every=6)]
    workspace = playground.workspace
    async with playground:
        await slack.start()
        with capture_logs() as logged:
            for data, name in [*good, *hostile]:
                seen = await workspace.dm("noor", "", files=[workspace.upload("noor", f"{MARKER} {name}", data)])
                assert seen.message.plain
            form = await workspace.global_shortcut("noor", "read")
            await workspace.submit("noor", form, {"Text": " ".join(TYPED)})
        rows = await dump(database)
        await slack.stop()
    assert sum(entry["event"] == "slack.answered" for entry in logged) == len(hostile) + len(good) + 1
    assert "D0DIRECT1" in rows
    for word in TYPED:
        assert word not in rows.lower()
        assert word not in repr(logged).lower()
    assert not any(temporary.iterdir())

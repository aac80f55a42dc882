"""A miss, *Ask for it*, the owners' queue and the answer, over Slack's wire."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import Bot
from bot.playground.workspace import Workspace
from bot.team_terms.request_tables import open_requests
from tests.bot.team_terms.slack_chat import GENERAL, MEI, NOOR, TOMAS, arrived, told, workspace_on

pytestmark = pytest.mark.database
WORD = "ZQRECX"


@pytest.fixture
async def here(bot: Bot, database: AsyncEngine) -> AsyncIterator[Workspace]:
    async with workspace_on(bot, database) as here:
        yield here


async def test_a_miss_is_asked_for_answered_and_heard_once(here: Workspace, database: AsyncEngine) -> None:
    miss = await here.say(NOOR, GENERAL, f"/define {WORD}")
    asked = await here.press(NOOR, miss, "Ask for it")
    assert f"“{WORD}”" in asked.text
    assert "Nobody sees who asked" in asked.text
    again = await here.press(TOMAS, await here.dm(TOMAS, f"what is {WORD.lower()}?"), "Ask for it")
    assert "You'll hear from me once" in again.text
    home = (await here.open_home(MEI)).home
    assert home is not None
    assert "1 word is waiting for an answer." in home.plain
    assert "waiting" not in str((await here.open_home(NOOR)).home)
    queue = await here.dm(MEI, "gaps")
    assert f"{WORD}  2 people" in queue.text
    assert "noor" not in queue.text.casefold()
    form = await here.press(MEI, queue, "Answer")
    taught = await here.submit(MEI, form, {"definition": "Zonal Quarterly Review Exercise"})
    assert "All 2 who asked for it hear from me once." in taught.text
    for person in (NOOR, TOMAS):
        message = await arrived(here, person, "Your team has an answer")
        assert "Zonal Quarterly Review Exercise" in message.plain
        assert "👍" in message.plain
    answer = await arrived(here, NOOR, "Your team has an answer")
    while "Your team’s own term" not in (await here.press(NOOR, answer, "Show it")).text:
        pass  # on a busy machine the words may take longer to read than an answer may wait for them
    await nothing_left(database)
    assert [told(here, person, "Your team has an answer") for person in (NOOR, TOMAS, MEI)] == [1, 1, 0]
    assert "Nobody is waiting" in (await here.dm(MEI, "gaps")).text


async def nothing_left(engine: AsyncEngine) -> None:
    """Wait until the last request is deleted, which is recorded after the last asker has heard."""
    while True:
        async with engine.connect() as connection:
            if not (await connection.execute(select(open_requests))).all():
                return


async def test_a_word_that_means_an_entry_and_one_that_is_not_ours(here: Workspace, database: AsyncEngine) -> None:
    for word in ("ZQCONS", "ZQNADA"):
        await here.press(NOOR, await here.dm(NOOR, f"define {word}"), "Ask for it")
    queue = await here.dm(MEI, "gaps")
    form = await here.press(MEI, queue, "Means an entry")
    await here.suggest(MEI, form, "entry", "Consul")
    taught = await here.submit(MEI, form, {"entry": "Consul"})
    assert "Taught" in taught.text
    declined = await here.press(MEI, await here.dm(MEI, "gaps"), "Not ours")
    assert "hears that it isn't one of your words" in declined.text
    assert "Consul" in (await arrived(here, NOOR, "Your team has an answer for “ZQCONS”")).plain
    await arrived(here, NOOR, "“ZQNADA” isn't one of them")
    await nothing_left(database)
    assert told(here, NOOR, "I tell you once") == 2


@pytest.mark.parametrize("line", ["gaps", "gaps no 1", "gaps answer 1 | It is.", "gaps means 1 | consul"])
async def test_nobody_but_owners_deals_with_requests(here: Workspace, database: AsyncEngine, line: str) -> None:
    await here.press(TOMAS, await here.dm(TOMAS, f"define {WORD}"), "Ask for it")
    seen = await here.dm(NOOR, line)
    assert "Only those who look after your team's words" in seen.text
    assert WORD not in seen.text
    async with database.connect() as connection:
        (row,) = (await connection.execute(select(open_requests))).all()
    assert row.answer is None


@pytest.mark.parametrize(
    "line",
    ["define consul", "define PR", "what should I do about a candidate who never called me back?", "hello", "define"],
)
async def test_what_is_known_or_a_sentence_is_not_offered(here: Workspace, line: str) -> None:
    assert "Ask for it" not in (await here.dm(NOOR, line)).text


async def test_what_cannot_be_asked_for_is_said_so(here: Workspace, database: AsyncEngine) -> None:
    said = [
        (await here.dm(NOOR, line)).text
        for line in ("askfor", "askfor " + "x" * 81, "askfor please tell me what this one means", "askfor consul")
    ]
    assert "Which word?" in said[0]
    assert all("not for a sentence" in text for text in said[1:3])
    assert "I know that one" in said[3]
    async with database.connect() as connection:
        assert (await connection.execute(select(open_requests))).all() == []


async def test_admins_get_and_delete_the_workspaces_data(here: Workspace, database: AsyncEngine) -> None:
    await here.press(NOOR, await here.dm(NOOR, f"define {WORD}"), "Ask for it")
    assert "Only admins" in (await here.dm(NOOR, "data export")).text
    assert "Only admins" in (await here.dm(NOOR, "data delete now")).text
    offered = await here.dm(MEI, "uninstall")
    file = await here.press(MEI, offered, "Export everything")
    assert "Everything about this workspace" in file.text
    asked = await here.press(MEI, offered, "Delete everything")
    assert "Take a copy first" in asked.text
    deleted = await here.press(MEI, asked, "Delete it now")
    assert "is deleted" in deleted.text
    async with database.connect() as connection:
        assert (await connection.execute(select(open_requests))).all() == []


async def test_the_digest_is_off_and_can_be_turned_on_by_owners(here: Workspace) -> None:
    assert "Only those who look after" in (await here.dm(NOOR, "digest on")).text
    off = await here.dm(MEI, "digest")
    assert "The digest is off." in off.text
    on = await here.press(MEI, off, "Turn it on")
    assert "comes on Monday at 09:00 (Asia/Singapore)" in on.text
    assert "The digest is on." in (await here.dm(MEI, "digest")).text

"""The playground with the real bot: the setting TIPS, examples and completion."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.app import Bot
from bot.db.database import open_database
from bot.playground.run import channel_examples, direct_examples, local_workspace
from bot.playground.server import Playground
from bot.playground.workspace import Workspace
from bot.settings import Settings, Tips

Local = Callable[[Tips], AbstractAsyncContextManager[Playground]]


@pytest.fixture
def local(bot: Bot, tmp_path: Path) -> Local:
    """local(tips): the playground with that setting and a database."""

    @asynccontextmanager
    async def start(tips: Tips) -> AsyncIterator[Playground]:
        settings = Settings(_env_file=None, data_dir=tmp_path)
        database = await asyncio.to_thread(open_database, settings)  # as at start-up, where no event loop is running
        async with local_workspace(bot, database=database, tips=tips) as playground:
            yield playground

    return start


async def test_with_tips_for_admins_only_admins_set_up_daily_terms(local: Local) -> None:
    async with local("admins") as playground:
        workspace = playground.workspace
        refused = await workspace.say(workspace.recruiter, workspace.general, "/tips on 09:00 Geneva")
        assert "admin" in refused.text
        assert "Done" not in refused.text
        accepted = await workspace.say(workspace.admin, workspace.general, "/tips on 09:00 Geneva")
        assert "09:00" in accepted.text
        assert "admin" not in accepted.text


async def test_with_tips_for_everyone_anyone_sets_up_daily_terms(local: Local) -> None:
    async with local("everyone") as playground:
        workspace = playground.workspace
        assert "09:00" in (await workspace.say(workspace.recruiter, workspace.general, "/tips on 09:00 Geneva")).text


async def test_with_tips_off_there_is_neither_command_nor_scope(local: Local) -> None:
    async with local("off") as playground:
        workspace = playground.workspace
        seen = await workspace.say(workspace.admin, workspace.general, "/dragoman tips on 09:00 Geneva")
        assert "09:00" not in seen.text
        assert workspace.registered.scopes is not None
        assert "channels:history" not in workspace.registered.scopes
        assert playground.fast_forward is None


async def test_the_links_below_a_terms_page_lead_somewhere(local: Local) -> None:
    async with local("off") as playground, aiohttp.ClientSession(playground.url) as session:
        async with session.get("/e/consul") as response:
            links = re.findall(r'href="(/[^"]*)"', (await response.text()).rpartition("<nav")[2])
        assert "/privacy" in links
        for link in links:
            async with session.get(link) as response:
                assert response.status == 200, link


async def test_examples_for_direct_messages_are_answered_plain_text(bot: Bot, workspace: Workspace) -> None:
    assert len(direct_examples(bot)) > 4
    for example in direct_examples(bot):
        assert not example.startswith(("/", "@"))
        seen = await workspace.dm(workspace.recruiter, example)
        assert "I don't know" not in seen.text
        assert "Did you mean" not in seen.text


async def test_examples_for_channels_are_answered(bot: Bot, workspace: Workspace) -> None:
    assert len(channel_examples(bot, "everyone")) > 6
    for example in channel_examples(bot, "everyone"):
        seen = await workspace.say(workspace.recruiter, workspace.general, example)
        assert seen.messages
        assert "I don't know" not in seen.text


async def test_names_are_completed_after_commands_that_take_one(workspace: Workspace) -> None:
    completing = {name for name, command in workspace.commands.items() if command.completes}
    assert {"/define", "/titles", "/tip"} <= completing
    assert completing.isdisjoint({"/dragoman", "/tips"})

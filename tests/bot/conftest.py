"""The real bot in a workspace in memory: signed HTTP over the loopback, verification on, every payload validated."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import Bot, build
from bot.playground.run import local_workspace
from bot.playground.workspace import Workspace
from bot.settings import Settings


@pytest.fixture(scope="session")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    """The bot as it is built in production, with a store of its own."""
    settings = Settings(_env_file=None, data_dir=Path(tmp_path_factory.mktemp("var")))
    return build(settings)


@pytest.fixture
async def workspace(bot: Bot) -> AsyncIterator[Workspace]:
    """A workspace with the bot in it; it raises when the bot sends what Slack would refuse."""
    local = local_workspace(bot)
    async with local:
        yield local.workspace

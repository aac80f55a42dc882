"""Fixtures: a bot that serves agents, and its tools without HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.agents.calls import Calls
from bot.app import Bot
from bot.conversation import Conversations
from tests.bot.agents.serving import Served, serve


@pytest.fixture
async def served(bot: Bot, tmp_path: Path) -> AsyncIterator[Served]:
    """A bot that serves agents."""
    async with serve(bot, tmp_path) as running:
        yield running


@pytest.fixture
def calls(bot: Bot) -> Calls:
    """The tools, over the same router."""
    return Calls(Conversations("agents", bot.router))

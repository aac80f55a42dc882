from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.playground.workspace import Workspace
from tests.bot.slack.fakes import FakeRouter, World, world


@pytest.fixture
async def here() -> AsyncIterator[World]:
    async with world() as running:
        yield running


@pytest.fixture
def router(here: World) -> FakeRouter:
    return here.router


@pytest.fixture
def workspace(here: World) -> Workspace:
    return here.workspace

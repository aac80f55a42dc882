"""A `World` on each database engine."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.bot.daily_term.world import World


@pytest.fixture
def world(database: AsyncEngine) -> World:
    return World(database)

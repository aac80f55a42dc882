"""A `Glossary` on each database engine."""

from __future__ import annotations

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from content.library import Library
from tests.bot.team_terms.glossary import Glossary


@pytest.fixture
def glossary(database: AsyncEngine, library: Library) -> Glossary:
    return Glossary(database, lambda: library)

"""Fixtures for fault tests: the built content, and PostgreSQL servers that may be restarted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import URL

from bot.db.engine import database_url
from content import store
from content.packs import BUILT_IN
from tests.faults.postgres import Server, own_server
from tests.faults.run import Run, Scale
from tests.faults.verdict import Verdict


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built content, for every replica to read."""
    path = tmp_path_factory.mktemp("content") / "content.json"
    store.build([BUILT_IN], path)
    return path


@dataclass(frozen=True, slots=True)
class FaultLab:
    """An empty database to run against, with its server if that may be restarted."""

    url: URL
    content: Path
    folder: Path
    server: Server | None = None

    async def run(
        self,
        scale: Scale,
        *,
        history_scope: bool = True,
        refused_channels: Iterable[str] = (),
        kind: type[Run] = Run,
    ) -> Verdict:
        """Run at this scale, print the figures and return them."""
        run = kind(scale, self.url, self.content, self.folder, self.server)
        run.slack.history_scope = history_scope
        run.slack.refused_channels = set(refused_channels)
        verdict = await run.go()
        print("", self.url.get_backend_name(), *verdict.lines(), sep="\n")
        return verdict


@pytest.fixture(params=["sqlite", "postgresql"])
async def lab(request: pytest.FixtureRequest, tmp_path: Path, content: Path) -> AsyncIterator[FaultLab]:
    """A lab on each engine; PostgreSQL is a server of its own."""
    if request.param == "sqlite":
        yield FaultLab(database_url(None, tmp_path), content, tmp_path)
        return
    async with own_server() as server:
        yield FaultLab(server.url, content, tmp_path, server)

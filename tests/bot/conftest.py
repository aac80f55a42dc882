"""Fixtures: the real bot in an in-memory workspace, with signed HTTP and every payload validated."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.app import Bot, build
from bot.playground.run import local_workspace
from bot.playground.slack.dispatch import Dispatcher
from bot.playground.workspace import Workspace
from bot.settings import Settings
from bot.slack import limits


@pytest.fixture(scope="session", autouse=True)
def _content_seed(built: Path) -> Iterator[None]:
    """Every bot here copies its content store instead of building it, which takes a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONTENT_SEED", str(built))
        yield


@pytest.fixture(scope="session", autouse=True)
def _patient() -> Iterator[None]:
    """Wait longer than Slack for an acknowledgement: on a busy machine, any answer may take Slack's three seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Dispatcher, "ack_seconds", 10 * limits.ACK_SECONDS)
        yield


@pytest.fixture(scope="session")
def bot(tmp_path_factory: pytest.TempPathFactory, _content_seed: None) -> Bot:
    """The bot as built in production, with a content store of its own."""
    settings = Settings(_env_file=None, data_dir=Path(tmp_path_factory.mktemp("var")))
    return build(settings)


@pytest.fixture
async def workspace(bot: Bot) -> AsyncIterator[Workspace]:
    """A workspace with the bot; it raises if the bot sends what Slack would reject."""
    local = local_workspace(bot)
    async with local:
        yield local.workspace

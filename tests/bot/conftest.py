"""Fixtures: the real bot in an in-memory workspace, with signed HTTP and every payload validated."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.app import Bot, build
from bot.db import contexts
from bot.playground.run import local_workspace
from bot.playground.slack.dispatch import Dispatcher
from bot.playground.workspace import Workspace
from bot.settings import Settings
from bot.slack import app as slack_app
from bot.slack import limits, people, who_may_post
from bot.team_terms import overlays
from bot.teams import rated

PATIENCE = (
    (contexts, "RECALL_SECONDS"),
    (overlays, "LOAD_SECONDS"),
    (people, "ZONE_SECONDS"),
    (people, "ADMINS_SECONDS"),
    (rated, "WRITE_SECONDS"),
    (slack_app, "ANSWER_SECONDS"),
    (who_may_post, "PERMISSION_SECONDS"),
    (who_may_post, "SEARCH_SECONDS"),
)
"""How long the bot waits before it answers without what it waits for."""


@pytest.fixture(scope="session", autouse=True)
def _content_seed(built: Path) -> Iterator[None]:
    """Every bot here copies its content store instead of building it, which takes a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONTENT_SEED", str(built))
        yield


@pytest.fixture(scope="session", autouse=True)
def _patient() -> Iterator[None]:
    """Wait ten times as long as Slack does for an acknowledgement, and as the bot does for a database or a platform.

    On a busy machine, anything may take seconds. A test of what happens then shortens the time itself.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Dispatcher, "ack_seconds", 10 * limits.ACK_SECONDS)
        for module, name in PATIENCE:
            patch.setattr(module, name, 10 * getattr(module, name))
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

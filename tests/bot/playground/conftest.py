"""Fixtures: a playground with a tiny Bolt app. The fixtures for the browser are in browser.py."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import Playground
from bot.playground.workspace import Workspace
from tests.bot.playground.browser import chromium, open_page
from tests.bot.playground.tiny_bot import BOT_TOKEN, TinyBot, tiny_playground

__all__ = ["chromium", "open_page"]


@pytest.fixture
async def running() -> AsyncIterator[tuple[Playground, TinyBot]]:
    async with tiny_playground() as playground_and_bot:
        yield playground_and_bot


@pytest.fixture
def playground(running: tuple[Playground, TinyBot]) -> Playground:
    return running[0]


@pytest.fixture
def tiny(running: tuple[Playground, TinyBot]) -> TinyBot:
    return running[1]


@pytest.fixture
def workspace(playground: Playground) -> Workspace:
    return playground.workspace


@pytest.fixture
def client(playground: Playground) -> AsyncWebClient:
    return AsyncWebClient(token=BOT_TOKEN, base_url=playground.api_url, retry_handlers=[])


@pytest_asyncio.fixture(loop_scope="session")
async def served() -> AsyncIterator[Playground]:
    """A playground for browser tests, on the event loop of the session."""
    async with tiny_playground() as (playground, _):
        yield playground

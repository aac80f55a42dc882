"""The bot's own pages: what they say, their headers, and that no script or foreign address is in them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.http.about import Offer, add_about
from bot.http.health import add_health
from bot.settings import Settings
from bot.slack.manifest import scopes
from bot.slack.scopes import permissions

PAGES = ("/", "/privacy", "/terms", "/support")
Client = TestClient[web.Request, web.Application]


def served(problem: str = "", **settings: object) -> web.Application:
    """The pages of a bot for many Slack workspaces."""
    app = web.Application()

    async def check() -> str:
        return problem

    add_health(app, check)
    offers = [Offer("Slack", permissions(tips=True), "/slack/install"), Offer("Teams", (), "")]
    add_about(app, Settings(_env_file=None).model_copy(update=settings), offers)
    return app


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with TestClient(TestServer(served(support_contact="help@example.org"))) as client:
        yield client


async def text_of(client: Client, path: str) -> str:
    async with client.get(path) as response:
        assert response.status == 200
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        return await response.text()


@pytest.mark.parametrize("path", PAGES)
async def test_each_page_stands_alone(client: Client, path: str) -> None:
    text = await text_of(client, path)
    assert "<script" not in text
    assert text.count("<h1>") == 1
    links = re.findall(r'(?:href|src)="([^"]+)"', text)
    assert all(link.startswith(("/", "mailto:help@example.org")) for link in links)
    for link in links:
        if link in PAGES:
            await text_of(client, link)


async def test_an_admin_finds_what_they_decide_by(client: Client) -> None:
    text = await text_of(client, "/")
    assert '<a href="/slack/install" class="button">Add to Slack</a>' in text
    for scope in scopes(tips=True):
        assert f"<code>{scope}</code>" in text
    for words in (
        "Sub-processors:</strong> none",
        "two days",
        "To delete:",
        "vulnerability",
        "help@example.org",
    ):
        assert words in text
    for anchor in ("privacy", "terms", "support", "slack"):  # packages of earlier releases link to the first two
        assert f'id="{anchor}"' in text


async def test_the_status_is_that_of_readyz() -> None:
    async with TestClient(TestServer(served("database unreachable"))) as client:
        assert "not ready (database unreachable)" in await text_of(client, "/")


async def test_without_a_contact_the_admin_knows() -> None:
    async with TestClient(TestServer(served())) as client:
        assert "Ask your workspace admin" in await text_of(client, "/support")


async def test_the_operators_name_is_on_the_pages_that_stores_require() -> None:
    async with TestClient(
        TestServer(served(operator_name="Example & Co., 1 High Street", support_contact="a@b.ch"))
    ) as client:
        for path in PAGES:
            text = await text_of(client, path)
            assert "Run by Example &amp; Co., 1 High Street. Write to" in text


async def test_a_contact_is_escaped() -> None:
    async with TestClient(TestServer(served(support_contact='https://x.example/"><script>'))) as client:
        assert "<script" not in await text_of(client, "/support")

"""A third platform is one folder and one line: answers, daily terms, health and metrics then work."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from click.testing import CliRunner

from bot import registry
from bot.app import build_app
from bot.cli import main
from bot.daily_term.fast_forward import FastForward
from bot.settings import Settings
from tests.bot.line_chat import feature, platform

Client = TestClient[web.Request, web.Application]


class Chatter:
    """A person connected to line chat."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def say(self, line: str) -> None:
        self._writer.write(f"{line}\n".encode())
        await self._writer.drain()

    async def hear(self) -> str:
        """Wait for the next answer or post."""
        async with asyncio.timeout(60):
            return (await self._reader.readuntil(b"\n\n")).decode().strip()

    async def ask(self, line: str) -> str:
        await self.say(line)
        return await self.hear()


@pytest.fixture
async def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Client]:
    """An HTTP client of a bot that serves line chat."""
    monkeypatch.setitem(registry.PLATFORMS, "lines", "tests.bot.line_chat.platform")  # the one line
    monkeypatch.setitem(registry.FEATURES, "daily_term", "tests.bot.line_chat.feature")
    settings = Settings(_env_file=None, data_dir=tmp_path, public_url="https://bot.example/")
    app = await asyncio.to_thread(build_app, settings)
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.fixture
async def noor(client: Client) -> AsyncIterator[Chatter]:
    """A person connected to line chat."""
    reader, writer = await asyncio.open_connection("127.0.0.1", platform.running[-1].port)
    yield Chatter(reader, writer)
    writer.close()


async def test_a_question_is_answered_once(noor: Chatter) -> None:
    assert "Permanent Mission" in await noor.ask("1 noor general define permanent mission")
    await noor.say("1 noor general define permanent mission")  # a repeated delivery
    assert "Consul" in await noor.ask("2 noor general what does a consul do?")


async def test_a_kit_is_offered_at_the_public_address(noor: Chatter, client: Client) -> None:
    assert "The links work for an hour." in await noor.ask("1 noor general kit senior consul")
    response = await client.get("/kit/unknown.docx")
    assert (response.status, "expired" in await response.text()) == (404, True)


async def test_a_channel_gets_its_term_until_the_bot_leaves(noor: Chatter) -> None:
    terms = feature.running[-1]
    assert "09:00" in await noor.ask("1 noor general tips on 09:00 Geneva")
    jump = FastForward(terms.store, terms.clock, lambda seconds: None, terms.loop.wake)
    await jump("lines", "L1", "general")
    assert (await noor.hear()).startswith("#general\n")
    await noor.say("2 noor general leave")
    assert await noor.ask("3 noor general tips") != ""
    assert await terms.store.find("lines", "L1", "general") is None


async def test_health_and_metrics_include_it(client: Client, noor: Chatter) -> None:
    await noor.ask("1 noor general help")
    assert (await client.get("/readyz")).status == 200
    assert (
        'dragoman_answer_seconds_count{kind="message",platform="lines"}' in await (await client.get("/metrics")).text()
    )


def test_ask_renders_for_every_platform(tmp_path: Path) -> None:
    for name, key in (("slack", "blocks"), ("teams", "body")):
        result = CliRunner(env={"DATA_DIR": str(tmp_path)}).invoke(main, ["ask", "define consul", "--as", name])
        assert json.loads(result.output)[key]

"""A process for many workspaces, on both databases: install, answer, set up a daily term, uninstall."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from aiohttp import ClientSession
from cryptography.fernet import Fernet
from sqlalchemy import URL, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.daily_term.tables import subscriptions
from bot.db.encryption import Cipher
from bot.db.engine import open_engine
from bot.db.migrate import upgrade
from bot.ledger.tables import deliveries
from bot.playground.model import Channel
from bot.playground.server import Playground, Registration, SlashCommand, create_playground
from bot.playground.workspace import Workspace
from bot.slack.installations import Installations
from bot.slack.manifest import manifest
from handlers.registry import find_commands
from tests.bot.test_process import UP_SECONDS, Process, serving

SECRET, CLIENT_ID, CLIENT_SECRET = "signing-secret", "111.222", "a-client-secret"
COOKIE = "slack-app-oauth-state"

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM exists only on POSIX"),
]


@dataclass
class Served:
    """A workspace, the process that serves it, and its database."""

    playground: Playground
    bot: Process
    engine: AsyncEngine
    key: str
    welcomes: int = 0

    @property
    def workspace(self) -> Workspace:
        return self.playground.workspace

    async def install(self) -> None:
        """Go through the installation pages like a browser, and wait for the welcome message."""
        async with ClientSession() as http:
            async with http.get(f"{self.bot.url}/slack/install", allow_redirects=False) as page:
                assert page.status == 302
                state = SimpleCookie(page.headers["Set-Cookie"])[COOKIE].value
                query = self.workspace.grants.allow(page.headers["Location"], self.workspace.recruiter.id)
            address, cookie = f"{self.bot.url}/slack/oauth_redirect?{query}", {"Cookie": f"{COOKIE}={state}"}
            async with http.get(address, headers=cookie) as page:
                assert page.status == 200
                assert "Dragoman is installed" in await page.text()
        self.welcomes += 1
        await self.wait_for(self.workspace.dm_of(self.workspace.recruiter), self.welcomes)

    async def wait_for(self, channel: Channel, count: int) -> list[str]:
        """Wait until a channel has this many messages, and return their text."""
        async with asyncio.timeout(UP_SECONDS):
            while len(self.workspace.messages(channel)) < count:
                await self.workspace.journal.next().wait()
        return [message.plain for message in self.workspace.messages(channel)]

    async def rows(self) -> tuple[int, int, int]:
        """The numbers of installations, subscriptions and deliveries."""
        bots = Installations(CLIENT_ID, self.engine, Cipher([self.key])).bots
        async with self.engine.connect() as connection:
            counts = [select(func.count()).select_from(table) for table in (bots, subscriptions, deliveries)]
            first, second, third = [(await connection.execute(count)).scalar_one() for count in counts]
        return first, second, third


@asynccontextmanager
async def served(url: URL, folder: Path) -> AsyncIterator[Served]:
    """Run the bot's process for a workspace that can install it."""
    app_manifest = manifest(find_commands(), url="https://bot.example", oauth=True, tips=True)
    playground = create_playground(
        signing_secret=SECRET,
        client=(CLIENT_ID, CLIENT_SECRET),
        registration=Registration(
            commands=[
                SlashCommand(command["command"], should_escape=command["should_escape"])
                for command in app_manifest["features"]["slash_commands"]
            ],
            events=app_manifest["settings"]["event_subscriptions"]["bot_events"],
            scopes=app_manifest["oauth_config"]["scopes"]["bot"],
        ),
    )
    playground.bind()
    engine, key = open_engine(url), Fernet.generate_key().decode()
    await upgrade(engine)
    settings = {
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_CLIENT_ID": CLIENT_ID,
        "SLACK_CLIENT_SECRET": CLIENT_SECRET,
        "SLACK_API_URL": playground.api_url,
        "TOKEN_KEYS": key,
        "DATABASE_URL": url.render_as_string(hide_password=False),
    }
    async with playground, serving(folder, settings) as bot:
        playground.connect(playground.url, f"{bot.url}/slack/events")
        yield Served(playground, bot, engine, key)
    await engine.dispose()


async def test_install_ask_subscribe_uninstall(empty_database: URL, tmp_path: Path) -> None:
    async with served(empty_database, tmp_path) as here:
        workspace = here.workspace
        assert await here.bot.status("/readyz") == 200
        await here.install()
        seen = await workspace.say(workspace.recruiter, workspace.general, "/define permanent mission")
        assert "standing diplomatic office" in seen.message.plain
        answer = await workspace.say(
            workspace.recruiter, workspace.general, "/tips on 09:00 Geneva in #recruiting-diplomacy"
        )
        assert "09:00" in answer.message.plain
        assert (await here.rows())[:2] == (1, 1)

        await workspace.uninstall()
        assert await here.rows() == (0, 0, 0)
        await workspace.mention(workspace.recruiter, workspace.general, "hello?")

        await here.install()
        await workspace.mention(workspace.recruiter, workspace.general, "define consul")
        unanswered, question, reply = await here.wait_for(workspace.general, 3)
        assert "hello?" in unanswered
        assert "consul" in question
        assert "A consul looks after people" in reply
        here.bot.process.send_signal(signal.SIGTERM)
        _, errors = await here.bot.process.communicate()
        assert here.bot.process.returncode == 0
        log = errors.decode()
        assert "slack.installed" in log
        secrets = {SECRET, CLIENT_SECRET, here.key} | workspace.grants.tokens | workspace.grants.revoked
        for secret in (*secrets, "xoxb-", "permanent mission", "Geneva", "recruiting-diplomacy", "hello"):
            assert secret not in log

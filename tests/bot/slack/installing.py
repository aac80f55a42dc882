"""A workspace that can install the bot, with the steps of a person who does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

import aiohttp
from cryptography.fernet import Fernet
from slack_sdk.oauth.installation_store import Installation
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.dedupe import DatabaseDeduplicator
from bot.db.encryption import Cipher
from bot.platform import Event, Left
from bot.playground.server import Playground, Registration, SlashCommand, create_playground
from bot.playground.workspace import Workspace
from bot.slack.app import SlackApp
from bot.slack.install import OAuth
from bot.slack.installations import Installations, OAuthStates
from bot.slack.manifest import manifest
from bot.slack.welcomes import Welcomes
from tests.bot.slack.fakes import COMMANDS, SECRET, FakeRouter

CLIENT_ID, CLIENT_SECRET = "111.222", "a client secret"
KEY = Fernet.generate_key().decode()
COOKIE = "slack-app-oauth-state"


def installations(database: AsyncEngine, *keys: str) -> Installations:
    return Installations(CLIENT_ID, database, Cipher(keys or [KEY]))


def installation(token: str = "xoxb-1", *, at: float = 1000.0, **more: object) -> Installation:
    """An installation in workspace T1, with `more` overriding its fields."""
    given: dict[str, object] = {
        "app_id": "A1",
        "team_id": "T1",
        "user_id": "U1",
        "bot_token": token,
        "bot_id": "B1",
        "bot_user_id": "UB1",
        "bot_scopes": "commands",
        "installed_at": float(at),
    }
    return Installation(**given | more)  # type: ignore[arg-type]


@dataclass
class Installable:
    """The playground and the app, with their router, database and HTTP session."""

    playground: Playground
    slack: SlackApp
    router: FakeRouter
    database: AsyncEngine
    http: aiohttp.ClientSession
    forgotten: list[tuple[str | None, str | None]] = field(default_factory=list)

    @property
    def workspace(self) -> Workspace:
        return self.playground.workspace

    async def begin(self) -> tuple[str, str]:
        """Open /slack/install; returns the address of Slack's page and the state from the cookie."""
        async with self.http.get(f"{self.playground.url}/slack/install", allow_redirects=False) as response:
            assert response.status == 302
            cookie = SimpleCookie(response.headers["Set-Cookie"])[COOKIE]
            assert cookie["httponly"]
            assert cookie["secure"]
            return response.headers["Location"], cookie.value

    async def finish(self, query: str, state: str | None) -> tuple[int, str]:
        """Return from Slack's page; gives the status and the page."""
        cookies = {"Cookie": f"{COOKIE}={state}"} if state else {}
        address = f"{self.playground.url}/slack/oauth_redirect?{query}"
        async with self.http.get(address, headers=cookies) as response:
            page = await response.text()
        await self.workspace.dispatcher.settle()
        return response.status, page

    async def install(self, **more: str | bool | int) -> tuple[int, str]:
        """Install the bot as its first recruiter."""
        address, state = await self.begin()
        return await self.finish(self.workspace.grants.allow(address, self.workspace.recruiter.id, **more), state)

    def calls(self) -> list[str]:
        """The Web API methods called, in order."""
        return [exchange.name for exchange in self.workspace.traffic.exchanges if not exchange.to_bot]


@asynccontextmanager
async def installable(database: AsyncEngine) -> AsyncIterator[Installable]:
    app_manifest, router = manifest(COMMANDS, url="https://bot.example", oauth=True), FakeRouter()
    playground = create_playground(
        signing_secret=SECRET,
        client=(CLIENT_ID, CLIENT_SECRET),
        registration=Registration(
            commands=[SlashCommand(slash["command"]) for slash in app_manifest["features"]["slash_commands"]],
            events=app_manifest["settings"]["event_subscriptions"]["bot_events"],
            scopes=app_manifest["oauth_config"]["scopes"]["bot"],
        ),
    )
    playground.bind()
    forgotten: list[tuple[str | None, str | None]] = []
    slack = app_on(database, router, playground, forgotten)
    slack.add_routes(playground.app)
    async with playground, aiohttp.ClientSession() as http:
        await slack.start()
        try:
            yield Installable(playground, slack, router, database, http, forgotten)
        finally:
            await slack.stop()


def app_on(
    database: AsyncEngine,
    router: FakeRouter,
    playground: Playground,
    forgotten: list[tuple[str | None, str | None]] | None = None,
) -> SlackApp:
    """A replica: another app on the same database. `forgotten` collects the installations it reports as removed."""

    async def notify(event: Event) -> None:
        if forgotten is not None and isinstance(event, Left):
            forgotten.append((event.enterprise, event.workspace))

    slack = SlackApp(
        router=router,
        signing_secret=SECRET,
        oauth=OAuth(CLIENT_ID, CLIENT_SECRET, installations(database), OAuthStates(database)),
        api_url=playground.api_url,
        deduplicator=DatabaseDeduplicator(database),
        notify=notify,
        welcomes=Welcomes(database, SECRET),
    )
    playground.dispatcher.drains.append(slack.settle)
    return slack


@asynccontextmanager
async def counted(database: AsyncEngine) -> AsyncIterator[list[str]]:
    """Collect the SQL statements executed in the block."""
    statements: list[str] = []

    def note(*given: object) -> None:
        statements.append(str(given[2]))

    event.listen(database.sync_engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.sync_engine, "before_cursor_execute", note)

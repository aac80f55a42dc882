"""Run the bot in Microsoft 365 Agents Playground, a local Teams client that needs Node.

    make teams-playground       installs it with `npm ci` in tests/bot/teams/node, and starts both

Tokens are not checked, so the bot listens on this machine only. The playground is Microsoft's, under its own licence,
and not part of this project.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from aiohttp import web

from bot import logs
from bot.app import build
from bot.daily_term.daily_terms import DailyTerms
from bot.daily_term.fast_forward import FastForward
from bot.db.database import open_database
from bot.documents.links import DocumentLinks
from bot.http.app import web_app
from bot.settings import Settings
from bot.teams.adapter import PATH
from bot.teams.app import TeamsApp

NODE = Path(__file__).parent / "node"
CLIENT = NODE / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
HOST = "127.0.0.1"
TENANT, GENERAL = "00000000-0000-0000-0000-0000000000001", "team-id"
"""The playground's ids of its tenant and its first channel."""
PORT = 56150  # the default in its documentation
START_SECONDS = 30.0


def missing() -> str | None:
    """What is not installed; None if nothing is missing."""
    if shutil.which("node") is None:
        return "Node is not installed"
    if not CLIENT.is_file():
        return "the Agents Playground is not installed: run `npm ci --ignore-scripts` in tests/bot/teams/node"
    return None


@dataclass(frozen=True)
class Local:
    """The playground's URL and the bot's daily terms."""

    url: str
    terms: DailyTerms

    async def forward(self) -> str:
        """Jump to the first channel's next daily term; returns the new time in words."""
        jump = FastForward(self.terms.store, self.terms.clock, lambda seconds: None, self.terms.loop.wake)
        return await jump("teams", TENANT, GENERAL)


@contextlib.asynccontextmanager
async def running(settings: Settings, port: int | None = None) -> AsyncIterator[Local]:
    """Run the playground and a bot with a new database in the data folder. Raises TeamsSetupError with a secret."""
    settings = settings.model_copy(update={"database_url": None})
    secret = settings.teams_client_secret.get_secret_value() if settings.teams_client_secret else None
    bot = build(settings)
    database = await asyncio.to_thread(open_database, settings)  # it runs its own event loop
    terms = DailyTerms(database.engine, lambda: bot.live.current)
    bot = bot.served("", DocumentLinks(""), [terms])
    teams = TeamsApp(
        router=bot.router, client_id=None, client_secret=secret, notify=terms.on_event, unauthenticated_on=HOST
    )
    runner = web.AppRunner(web_app(bot.live, [teams], [terms], database), access_log=None, shutdown_timeout=1)
    await runner.setup()
    listening = socket.create_server((HOST, 0))
    await web.SockSite(runner, listening).start()
    try:
        async with _client(f"http://{HOST}:{listening.getsockname()[1]}{PATH}", port or _free_port()) as url:
            yield Local(url, terms)
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def _client(endpoint: str, port: int) -> AsyncIterator[str]:
    arguments = ["start", "-e", endpoint, "-c", "msteams", "-p", str(port), "--disable-telemetry"]
    with tempfile.TemporaryDirectory(prefix="dragoman-", ignore_cleanup_errors=True) as folder:
        # The client deletes and rewrites its log file, so that must be a file in a temporary folder, not /dev/null.
        variables = {"TEAMSAPPTESTER_BROWSER": "none", "M365_AGENTS_PLAYGROUND_LOGFILE": f"{folder}/client.log"}
        process = await asyncio.create_subprocess_exec(
            "node",
            str(CLIENT),
            *arguments,
            cwd=folder,
            env={**os.environ, **variables},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            url = f"http://{HOST}:{port}"
            await _wait_until_up(url, process)
            yield url
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _wait_until_up(url: str, process: asyncio.subprocess.Process) -> None:
    async with aiohttp.ClientSession() as web_client, asyncio.timeout(START_SECONDS):
        while True:
            if process.returncode is not None:
                raise RuntimeError(f"the Agents Playground exited with {process.returncode}")
            try:
                async with web_client.get(url) as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as server:
        port: int = server.getsockname()[1]
        return port


async def main() -> None:
    """Run both until Ctrl+C."""
    if reason := missing():
        sys.exit(reason)
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(_env_file=None, data_dir=Path(folder))
        if settings.slack_configured or settings.teams_configured:
            sys.exit("The Agents Playground never runs with real tokens: unset SLACK_… and TEAMS_…")
        logs.configure(settings)
        async with running(settings, PORT) as local:
            print(f"Dragoman in the Agents Playground: {local.url}  (Ctrl+C stops both)", flush=True)
            await stopped.wait()


if __name__ == "__main__":
    asyncio.run(main())

"""Microsoft 365 Agents Playground, a local client of Teams, with the bot behind it; for people who have Node.

    make teams-playground       installs it with `npm ci` into tests/bot/teams/node, and starts both

No token is asked for, so the bot listens on this machine alone. The playground is Microsoft's, under its own licence,
and is no part of this project.
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
from bot.http.app import web_app
from bot.settings import Settings
from bot.teams.adapter import PATH
from bot.teams.app import TeamsApp

NODE = Path(__file__).parent / "node"
CLIENT = NODE / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
HOST = "127.0.0.1"
TENANT, GENERAL = "00000000-0000-0000-0000-0000000000001", "team-id"
"""What the playground calls its tenant and its first channel."""
PORT = 56150  # where people find it; the one that its own documents name
START_SECONDS = 30.0


def missing() -> str | None:
    """What this machine lacks to run it, or None."""
    if shutil.which("node") is None:
        return "Node is not installed"
    if not CLIENT.is_file():
        return "the Agents Playground is not installed: run `npm ci --ignore-scripts` in tests/bot/teams/node"
    return None


@dataclass(frozen=True)
class Local:
    """The playground's address, and what the channels of the bot behind it have set up."""

    url: str
    terms: DailyTerms

    async def forward(self) -> str:
        """Let the next daily term of the first channel come now; returns what time it then is."""
        jump = FastForward(self.terms.store, self.terms.clock, lambda seconds: None, self.terms.loop.wake)
        return await jump("teams", TENANT, GENERAL)


@contextlib.asynccontextmanager
async def running(settings: Settings, port: int | None = None) -> AsyncIterator[Local]:
    """The bot with a database of its own in the settings' folder, and the playground that talks to it.

    TeamsSetupError beside a real secret.
    """
    settings = settings.model_copy(update={"database_url": None})
    secret = settings.teams_client_secret.get_secret_value() if settings.teams_client_secret else None
    bot = build(settings)
    database = await asyncio.to_thread(open_database, settings)  # it runs a loop of its own
    terms = DailyTerms(database.engine, lambda: bot.live.current)
    bot = bot.with_features([terms])
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
        # The client deletes and writes its log: it goes into a folder of its own, and is never led to the null device.
        mine = {"TEAMSAPPTESTER_BROWSER": "none", "M365_AGENTS_PLAYGROUND_LOGFILE": f"{folder}/client.log"}
        process = await asyncio.create_subprocess_exec(
            "node",
            str(CLIENT),
            *arguments,
            cwd=folder,
            env={**os.environ, **mine},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            url = f"http://{HOST}:{port}"
            await _answers(url, process)
            yield url
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _answers(url: str, process: asyncio.subprocess.Process) -> None:
    async with aiohttp.ClientSession() as web_client, asyncio.timeout(START_SECONDS):
        while True:
            if process.returncode is not None:
                raise RuntimeError(f"the Agents Playground ended at once with {process.returncode}")
            try:
                async with web_client.get(url) as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


async def main() -> None:
    """Run both until Ctrl+C."""
    if lacking := missing():
        sys.exit(lacking)
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

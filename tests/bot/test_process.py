"""The bot in its own process, as an operator runs it: ready, answering, rejecting, and shutting down."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.playground.server import Playground, Registration, SlashCommand, create_playground
from bot.playground.slack.faults import Fault

SECRET, TOKEN = "signing-secret", "xoxb-playground"
ROOT = Path(__file__).parent.parent.parent
UP_SECONDS = 120  # generous for slow machines; it is usually ready in one

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM exists only on POSIX"),
]


class Process:
    """A running `python -m bot serve` and its URL."""

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self.process, self.url = process, url

    async def status(self, path: str, form: dict[str, str] | None = None) -> int:
        """The HTTP status of a GET, or of a POST with a form."""
        async with (
            ClientSession() as session,
            session.request("POST" if form else "GET", self.url + path, data=form) as r,
        ):
            return r.status


@asynccontextmanager
async def serving(folder: Path, settings: dict[str, str], files: int | None = None) -> AsyncIterator[Process]:
    """Run `python -m bot serve` with these settings on a free port. `files` limits its open files."""
    environment = {**os.environ, **settings, "PORT": "0", "DATA_DIR": str(folder), "LOG_FORMAT": "json"}
    limited = ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh"] if files else []
    command = [*limited, sys.executable, "-m", "bot", "serve"]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe)
    assert process.stdout is not None
    first_line = (await asyncio.wait_for(process.stdout.readline(), UP_SECONDS)).decode()
    address = re.search(r"http://[\d.:]+", first_line)
    assert address, first_line
    try:
        yield Process(process, address[0])
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@asynccontextmanager
async def workspace_of(folder: Path, files: int | None = None) -> AsyncIterator[tuple[Playground, Process]]:
    """A workspace whose app is a process of the bot."""
    commands = [SlashCommand("/define"), SlashCommand("/dragoman")]
    registration = Registration(commands=commands)
    playground = create_playground(signing_secret=SECRET, bot_token=TOKEN, registration=registration)
    playground.bind()
    settings = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": playground.api_url}
    async with playground, serving(folder, settings, files) as bot:
        playground.connect(playground.url, f"{bot.url}/slack/events")
        yield playground, bot


async def test_it_answers_and_rejects(tmp_path: Path) -> None:
    async with workspace_of(tmp_path) as (playground, bot):
        assert await bot.status("/") == await bot.status("/metrics") == 200
        assert await bot.status("/healthz") == 200
        assert await bot.status("/readyz") == 200
        workspace = playground.workspace
        seen = await workspace.say(workspace.recruiter, workspace.general, "/define permanent mission")
        assert "standing diplomatic office" in seen.message.plain
        assert await bot.status("/slack/events", {"command": "/define"}) == 401
        assert await bot.status("/nowhere") == 404
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.process.wait() == 0


async def test_on_sigterm_it_finishes_accepted_work(tmp_path: Path) -> None:
    """An answer that is delayed when SIGTERM arrives is still delivered."""
    async with workspace_of(tmp_path) as (playground, bot):
        workspace, go_on = playground.workspace, asyncio.Event()
        slow_call = workspace.faults.plan("chat.postMessage", Fault.SLOW, until=go_on)
        asking = asyncio.create_task(workspace.mention(workspace.recruiter, workspace.general, "define consul"))
        await asyncio.wait_for(slow_call.reached.wait(), UP_SECONDS)
        bot.process.send_signal(signal.SIGTERM)
        go_on.set()
        assert await bot.process.wait() == 0
        await asking
        assert "A consul looks after people" in workspace.messages(workspace.general)[-1].plain


async def test_its_log_has_no_typed_text(tmp_path: Path) -> None:
    async with workspace_of(tmp_path) as (playground, bot):
        workspace = playground.workspace
        await workspace.say(workspace.recruiter, workspace.general, "/define my secret candidate")
        await workspace.dm(workspace.recruiter, "what is a secret candidate")
        bot.process.send_signal(signal.SIGTERM)
        _, errors = await bot.process.communicate()
        printed = errors.decode()
        assert "slack.answered" in printed
        assert "secret" not in printed
        assert TOKEN not in printed

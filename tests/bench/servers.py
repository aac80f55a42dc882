"""The servers that tests/bench/wire.py measures, each in a process of its own: `python -m tests.bench.servers raw`.

What the rivals answer comes over standard input, as one line of JSON; the port goes to standard output.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import tempfile
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from slack_sdk.signature import SignatureVerifier

SECRET = "bench"
TOKEN = "xoxb-bench"
PATH = "/slack/events"


def raw(answer: dict[str, Any]) -> web.Application:
    """A bare handler: verify the signature, read the form, return JSON."""
    verifier = SignatureVerifier(SECRET)

    async def handle(request: web.Request) -> web.Response:
        body = await request.text()
        if not verifier.is_valid_request(body, dict(request.headers)):
            return web.Response(status=401)
        return web.json_response(answer if "command" in parse_qs(body) else {})

    app = web.Application()
    app.router.add_post(PATH, handle)
    return app


def bolt(answer: dict[str, Any], port: int) -> web.Application:
    """What Bolt's documentation begins with: a token, a secret, one command. It asks auth.test once, here."""
    from slack_bolt.async_app import AsyncAck, AsyncApp  # noqa: PLC0415 - the bare handler never loads Bolt
    from slack_sdk.web.async_client import AsyncWebClient  # noqa: PLC0415

    client = AsyncWebClient(token=TOKEN, base_url=f"http://127.0.0.1:{port}/api/")
    stock = AsyncApp(client=client, signing_secret=SECRET)

    async def define(ack: AsyncAck) -> None:
        await ack(dict(answer))

    async def auth_test(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, "team_id": "T0BENCH", "user_id": "U0BOT", "bot_id": "B0BOT"})

    stock.command("/define")(define)
    app = stock.web_app(path=PATH)
    app.router.add_post("/api/auth.test", auth_test)
    return app


def dragoman() -> web.Application:
    """The whole bot with its content, every command and its log, as `serve` runs it."""
    from bot import logs  # noqa: PLC0415
    from bot.app import build  # noqa: PLC0415
    from bot.http.app import web_app  # noqa: PLC0415
    from bot.settings import Settings  # noqa: PLC0415
    from bot.slack.app import SlackApp  # noqa: PLC0415

    settings = Settings(log_format="json")
    logs.configure(settings)
    built = build(settings)
    return web_app(built.live, [SlackApp(router=built.router, signing_secret=SECRET, bot_token=TOKEN)])


def oauth() -> web.Application:
    """The same for many workspaces, with a database and the loop of the daily terms beside it."""
    from cryptography.fernet import Fernet  # noqa: PLC0415
    from pydantic import SecretStr  # noqa: PLC0415

    from bot import logs  # noqa: PLC0415
    from bot.app import build_app  # noqa: PLC0415
    from bot.settings import Settings  # noqa: PLC0415

    folder = tempfile.TemporaryDirectory(prefix="dragoman-bench-")
    settings = Settings(
        log_format="json",
        slack_signing_secret=SecretStr(SECRET),
        slack_client_id="1.2",
        slack_client_secret=SecretStr("bench"),
        token_keys=(SecretStr(Fernet.generate_key().decode()),),
        database_url=SecretStr(f"sqlite:///{folder.name}/bench.db"),
    )
    logs.configure(settings)
    app = build_app(settings)

    async def ended(_: web.Application) -> None:
        folder.cleanup()

    app.on_cleanup.append(ended)
    return app


def pin(*, server: bool) -> None:
    """Put this process on the servers' core, or on the others, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        return
    first, *others = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {first} if server else set(others) or {first})


def main(name: str) -> None:
    """Serve until the process is ended."""
    pin(server=True)
    answer = json.loads(sys.stdin.readline())
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    makers = {"raw": lambda: raw(answer), "bolt": lambda: bolt(answer, port), "oauth": oauth}
    app = makers.get(name, dragoman)()

    async def started(_: web.Application) -> None:
        print(port, flush=True)

    app.on_startup.append(started)
    web.run_app(app, sock=listening, access_log=None, print=None, shutdown_timeout=1)


if __name__ == "__main__":
    main(sys.argv[1])

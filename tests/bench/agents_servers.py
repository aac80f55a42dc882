"""The servers that tests/bench/agents.py measures, each a process: `python -m tests.bench.agents_servers sdk`.

Takes the server's name, and over standard input what the bare handler answers, as one line of JSON. Prints the port,
then the key to call with.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.bench.servers import pin

MCP, API = "/mcp", "/api/v1/explain"


def bare(answer: dict[str, Any]) -> web.Application:
    """A bare handler: read the argument, return JSON."""

    async def handle(request: web.Request) -> web.Response:
        return web.json_response(answer if request.query.get("term") else {})

    app = web.Application()
    app.router.add_get(API, handle)
    return app


def sdk(_: dict[str, Any]) -> web.Application:
    """The SDK's own server with one empty tool, on the same bridge from aiohttp."""
    from mcp.server.mcpserver import MCPServer  # noqa: PLC0415 - the bare handler never loads the SDK
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager  # noqa: PLC0415

    from bot.agents.asgi import respond  # noqa: PLC0415
    from bot.agents.caller import LOCAL  # noqa: PLC0415

    server = MCPServer("empty", log_level="ERROR")

    @server.tool()
    def explain_term(term: str) -> str:
        """Do nothing."""
        return ""

    manager = StreamableHTTPSessionManager(server._lowlevel_server, json_response=True, stateless=True)

    async def handle(request: web.Request) -> web.Response:
        return await respond(manager.handle_request, request, await request.read(), LOCAL)

    async def running(_: web.Application) -> Any:
        async with manager.run():
            yield

    app = web.Application()
    app.router.add_post(MCP, handle)
    app.cleanup_ctx.append(running)
    return app


def dragoman(_: dict[str, Any]) -> web.Application:
    """The whole bot with agents on, as `serve` runs it, but for the limit on how often a caller may call."""
    from bot import logs  # noqa: PLC0415
    from bot.agents import limits  # noqa: PLC0415
    from bot.agents.keys import Keys  # noqa: PLC0415
    from bot.app import build_app  # noqa: PLC0415
    from bot.db.database import connected_engine  # noqa: PLC0415
    from bot.settings import Settings  # noqa: PLC0415

    folder = tempfile.TemporaryDirectory(prefix="dragoman-bench-")
    settings = Settings(_env_file=None, log_format="json", agents=True, data_dir=Path(folder.name), tips="off")
    logs.configure(settings)
    limits.CALLS = 10_000_000  # type: ignore[misc]
    app = build_app(settings)

    async def make() -> str:
        async with connected_engine(settings) as engine:
            return await Keys(engine).add("agents", "bench")

    app["key"] = asyncio.run(make())

    async def ended(_: web.Application) -> None:
        folder.cleanup()

    app.on_cleanup.append(ended)
    return app


def main(name: str) -> None:
    """Serve until the process is ended."""
    pin(server=True)
    answer = json.loads(sys.stdin.readline())
    listening = socket.create_server(("127.0.0.1", 0))
    app = {"bare": bare, "sdk": sdk, "dragoman": dragoman}[name](answer)

    async def started(app: web.Application) -> None:
        print(listening.getsockname()[1], flush=True)
        print(app.get("key", ""), flush=True)

    app.on_startup.append(started)
    web.run_app(app, sock=listening, access_log=None, print=None, shutdown_timeout=1)


if __name__ == "__main__":
    main(sys.argv[1])

"""Serve MCP over standard input and output, for desktop clients that start the bot themselves: `python -m bot mcp`.

Import this only there: it loads the SDK. No key is needed, since whoever starts it can read the content anyway.
"""

from __future__ import annotations

import asyncio

from mcp.server.stdio import stdio_server

from bot.agents.caller import LOCAL
from bot.agents.calls import Calls
from bot.agents.mcp_server import build_server
from bot.conversation import Conversations
from bot.router import Router
from bot.services import BotServices
from bot.settings import Settings
from content.library import Library
from handlers.registry import find_commands


def serve(settings: Settings, library: Library) -> None:
    """Serve until standard input ends."""
    services = BotServices(current=lambda: library, commands=find_commands())
    router = Router(services, public_url=settings.public_url or "")
    asyncio.run(_serve(Calls(Conversations("agents", router)), settings))


async def _serve(calls: Calls, settings: Settings) -> None:
    server = build_server(calls, lambda _: LOCAL, lambda _: False, settings)
    async with stdio_server() as (received, sent):
        await server.run(received, sent, server.create_initialization_options())

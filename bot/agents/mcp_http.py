"""Serve MCP over streamable HTTP, without sessions: for agents with a key, and for Slackbot with Slack's signature.

Both eras of the protocol are served: the handshake of 2025-11-25 and before, and the single requests of 2026-07-28.
Import this only where MCP is served: it loads the SDK.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import structlog
from aiohttp import web
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.types import CLIENT_CAPABILITIES_META_KEY

from bot.agents import limits
from bot.agents.access import Access
from bot.agents.asgi import CALLER, respond
from bot.agents.caller import Caller
from bot.agents.calls import Calls
from bot.agents.mcp_server import BLOCK_KIT, Context, build_server
from bot.agents.problems import ProblemError, with_problems
from bot.http.bodies import read_body
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.agents.slack_signature import SlackSignature
    from bot.agents.slack_workspaces import SlackWorkspaces

PATH: Final = "/mcp"
SLACK_PATH: Final = "/slack/mcp"

log = structlog.get_logger()


class McpEndpoint:
    """One MCP endpoint: the SDK's session manager, running in a task of its own."""

    def __init__(self, calls: Calls, settings: Settings, *, for_slack: bool) -> None:
        server = build_server(calls, _caller, _always if for_slack else _shows_blocks, settings)
        self._manager = StreamableHTTPSessionManager(
            server, json_response=True, stateless=True, max_request_body_size=limits.BODY_BYTES
        )
        self._stopping = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Accept requests."""
        ready = asyncio.Event()
        self._running = asyncio.create_task(self._run(ready), name="agents.mcp")
        await ready.wait()

    async def _run(self, ready: asyncio.Event) -> None:
        """Hold the manager open: it must be entered and left by the same task."""
        async with self._manager.run():
            ready.set()
            await self._stopping.wait()

    async def stop(self) -> None:
        """Cancel what is still being answered."""
        self._stopping.set()
        if self._running:
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    async def respond(self, request: web.Request, body: bytes, caller: Caller) -> web.Response:
        """The response to a request whose caller was verified."""
        return await respond(self._manager.handle_request, request, body, caller)


@dataclass(frozen=True, slots=True)
class SlackDoor:
    """What lets Slackbot in. `workspaces` is None if there is only one, which Slack need not be asked for."""

    signature: SlackSignature
    workspaces: SlackWorkspaces | None = None

    async def caller_of(self, request: web.Request, body: bytes) -> Caller:
        """The person that Slackbot calls for. Raises ProblemError."""
        caller = self.signature.caller_of(request, body)
        if self.workspaces and not await self._has_installed(caller, self.workspaces):
            log.warning("agents.refused", reason="workspace")
            raise ProblemError(403, "This workspace hasn't installed the bot.")
        return caller

    @staticmethod
    async def _has_installed(caller: Caller, workspaces: SlackWorkspaces) -> bool:
        try:
            return await workspaces.has(caller)
        except Exception as error:  # the database can't be reached
            log.error("agents.unverified", error=type(error).__name__)
            raise ProblemError(503, "Workspaces can't be checked right now.", {"Retry-After": "5"}) from None


class Mcp:
    """The endpoints `/mcp` and, with Slack's signing secret, `/slack/mcp`."""

    def __init__(self, calls: Calls, access: Access, slack: SlackDoor | None, settings: Settings) -> None:
        self._access, self._slack = access, slack
        self._with_key = McpEndpoint(calls, settings, for_slack=False)
        self._from_slack = McpEndpoint(calls, settings, for_slack=True) if slack else None

    def add_routes(self, app: web.Application) -> None:
        """Add the endpoints. Only POST is served: there are no streams and no sessions to end."""
        app.router.add_route("*", PATH, with_problems(self._handle))
        if self._from_slack:
            app.router.add_route("*", SLACK_PATH, with_problems(self._handle_slack))

    async def start(self) -> None:
        """Start the endpoints."""
        for endpoint in self._endpoints:
            await endpoint.start()

    async def stop(self) -> None:
        """Stop the endpoints."""
        for endpoint in self._endpoints:
            await endpoint.stop()

    @property
    def _endpoints(self) -> list[McpEndpoint]:
        return [endpoint for endpoint in (self._with_key, self._from_slack) if endpoint]

    async def _handle(self, request: web.Request) -> web.Response:
        caller = await self._access.caller_of(request)
        _require_post(request)
        return await self._with_key.respond(request, await read_body(request, limits.BODY_BYTES), caller)

    async def _handle_slack(self, request: web.Request) -> web.Response:
        assert self._slack is not None
        assert self._from_slack is not None
        self._access.check_host(request)
        _require_post(request)
        body = await read_body(request, limits.BODY_BYTES)
        caller = await self._slack.caller_of(request, body)
        self._access.check_rate(caller)
        return await self._from_slack.respond(request, body, caller)


def _require_post(request: web.Request) -> None:
    if request.method != "POST":
        raise ProblemError(405, "Use POST: there are no sessions and no streams here.", {"Allow": "POST"})


def _caller(context: Context) -> Caller:
    """The caller that the endpoint verified; whatever the message says of one is ignored."""
    caller: Caller = _scope(context)[CALLER]
    return caller


def _scope(context: Context) -> Any:
    assert context.request is not None
    return context.request.scope


def _always(_: Context) -> bool:
    return True


def _shows_blocks(context: Context) -> bool:
    """Whether the client says that it shows Block Kit."""
    capabilities = (context.meta or {}).get(CLIENT_CAPABILITIES_META_KEY)
    extensions = capabilities.get("extensions") if isinstance(capabilities, dict) else None
    return isinstance(extensions, dict) and BLOCK_KIT in extensions

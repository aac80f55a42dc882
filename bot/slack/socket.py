"""Socket Mode: the same listeners over a websocket, for a bot that Slack cannot reach over HTTP."""

from __future__ import annotations

import asyncio
import contextlib

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.slack.errors import SlackSetupError

log = structlog.get_logger()

CHECK_SECONDS = 30.0
"""Between two checks of the connection."""
CLOSE_SECONDS = 5.0
"""How long to wait for a connection to close."""


class Socket:
    """Keeps one Socket Mode connection open.

    The SDK reconnects by itself, but can get stuck (python-slack-sdk#1446, bolt-python#1529): the connection is then
    replaced after two failed checks.
    """

    def __init__(self, bolt: AsyncApp, app_token: str, check_seconds: float = CHECK_SECONDS) -> None:
        self._bolt = bolt
        self._app_token = app_token
        self._check_seconds = check_seconds
        self._handler: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Start connecting; retries if Slack is unreachable. Raises SlackSetupError if Slack rejects the token."""
        await self._begin()
        self._watching = asyncio.create_task(self._watch(), name="slack.socket")

    async def close(self) -> None:
        """Disconnect."""
        if self._watching:
            self._watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watching
        await self._end()

    async def _begin(self) -> None:
        handler = AsyncSocketModeHandler(self._bolt, self._app_token)
        handler.client.proxy = self._bolt.client.proxy
        self._handler = handler
        try:
            handler.client.wss_uri = await handler.client.issue_new_wss_url()
        except SlackApiError as error:
            await self._end()
            reason = error.response.get("error", "unknown") if hasattr(error.response, "get") else "unknown"
            raise SlackSetupError(
                f"Slack rejected SLACK_APP_TOKEN ({reason}): create one with connections:write under Basic Information"
            ) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack.unreachable", method="apps.connections.open", error=type(error).__name__)
        self._connecting = asyncio.create_task(self._connect(handler), name="slack.connect")

    async def _connect(self, handler: AsyncSocketModeHandler) -> None:
        await handler.connect_async()  # type: ignore[no-untyped-call]
        log.info("slack.socket_open")

    async def _end(self) -> None:
        if self._connecting:
            self._connecting.cancel()
        if self._handler:
            with contextlib.suppress(TimeoutError, aiohttp.ClientError, OSError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._handler.close_async()  # type: ignore[no-untyped-call]
        self._connecting = self._handler = None

    async def _watch(self) -> None:
        misses = 0
        while True:
            await asyncio.sleep(self._check_seconds)
            connected = self._handler is not None and await self._handler.client.is_connected()
            misses = 0 if connected else misses + 1
            if misses >= 2:
                log.warning("slack.socket_replaced")
                await self._end()
                try:
                    await self._begin()
                except SlackSetupError as error:
                    log.error("slack.socket_refused", reason=str(error))
                misses = 0

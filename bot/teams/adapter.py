"""Receive activities over HTTP: read the body within limits and pass it to the SDK, which verifies the token."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.http.addresses import is_loopback
from bot.http.bodies import read_body

if TYPE_CHECKING:
    from microsoft_teams.apps.http.adapter import HttpMethod, HttpRouteHandler

PATH = "/teams/messages"
LONGEST_BODY = 256 * 1024
"""Bytes. A Teams message has at most about 100 KB (https://learn.microsoft.com/microsoftteams/limits-specifications-teams)."""

_encode = json.JSONEncoder(separators=(",", ":")).encode


class Adapter:
    """The SDK's HttpServerAdapter for aiohttp: one route on the server that all platforms share."""

    def __init__(self, *, authenticates: bool = True) -> None:
        """Without `authenticates`, requests need no token but must come from this machine."""
        self._authenticates = authenticates
        self._route: HttpRouteHandler | None = None

    def register_route(self, method: HttpMethod, path: str, handler: HttpRouteHandler) -> None:
        """Store the SDK's handler; the SDK calls this when it is ready."""
        self._route = handler

    def serve_static(self, path: str, directory: str) -> None:
        """Do nothing: the bot has no pages in Teams."""

    async def start(self, port: int) -> None:
        """Do nothing: bot/http runs the server."""

    async def stop(self) -> None:
        """Do nothing: bot/http runs the server."""

    async def handle(self, request: web.Request) -> web.Response:
        """Handle POST /teams/messages.

        Errors: 400 malformed, 401 no or invalid token, 403 not for this bot, 408 too slow, 413 too large, 500 failed,
        501 unknown invoke, 503 before the start.
        """
        if self._route is None:
            return web.Response(status=503)
        body = await _read(request) if self._is_allowed(request) else 401
        if isinstance(body, int):
            return web.Response(status=body)
        headers = {"authorization": request.headers.get("Authorization", "")}
        response = await self._route({"body": body, "headers": headers})
        if not isinstance(response["body"], Mapping) or response["status"] >= 400:
            return web.Response(status=response["status"])
        return web.Response(status=response["status"], text=_encode(response["body"]), content_type="application/json")

    def _is_allowed(self, request: web.Request) -> bool:
        """Whether there is a bearer token or, without authentication, a local client that is not a page in a browser.

        A page can't send JSON to another host without the host's consent (CORS).
        """
        if self._authenticates:
            return request.headers.get("Authorization", "").startswith("Bearer ")
        try:
            host = request.url.host or ""
        except ValueError:  # an invalid Host header
            return False
        return is_loopback(host) and is_loopback(request.remote or "") and request.content_type == "application/json"


async def _read(request: web.Request) -> dict[str, Any] | int:
    """The activity, or the HTTP status of the error."""
    try:
        return _parse(await read_body(request, LONGEST_BODY))
    except web.HTTPException as error:
        return error.status


def _parse(raw: bytes) -> dict[str, Any] | int:
    """The activity, or 400 or 401. A service URL is required: the SDK doesn't check the token's without one."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return 400
    if not isinstance(body, dict) or any(not isinstance(body.get(name, ""), str) for name in ("id", "type")):
        return 400
    if not isinstance(body.get("serviceUrl"), str) or not body["serviceUrl"]:
        return 401
    body.pop("service_url", None)  # the SDK's name for serviceUrl, which would override the checked one
    return body

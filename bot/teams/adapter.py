"""What Teams sends over HTTP: read with a limit, handed to the SDK, which checks the token first, and answered."""

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
"""Bytes. A message of Teams has at most about 100 KB (https://learn.microsoft.com/microsoftteams/limits-specifications-teams)."""

_encode = json.JSONEncoder(separators=(",", ":")).encode


class Adapter:
    """The SDK's HttpServerAdapter over aiohttp: one route, on the server that Slack uses too."""

    def __init__(self, *, checked: bool = True) -> None:
        """Not `checked`: no token is asked for, and only this machine is answered."""
        self._checked = checked
        self._route: HttpRouteHandler | None = None

    def register_route(self, method: HttpMethod, path: str, handler: HttpRouteHandler) -> None:
        """Called by the SDK when it is ready."""
        self._route = handler

    def serve_static(self, path: str, directory: str) -> None:
        """Not used: the bot has no pages in Teams."""

    async def start(self, port: int) -> None:
        """Not used: the server is ours."""

    async def stop(self) -> None:
        """Not used: the server is ours."""

    async def handle(self, request: web.Request) -> web.Response:
        """POST /teams/messages: 200; 400 (form), 401 (token), 408 (time), 413 (size), 501 (unknown), 503 (early)."""
        if self._route is None:
            return web.Response(status=503)
        body = await _read(request) if self._may_ask(request) else 401
        if isinstance(body, int):
            return web.Response(status=body)
        headers = {"authorization": request.headers.get("Authorization", "")}
        answer = await self._route({"body": body, "headers": headers})
        if not isinstance(answer["body"], Mapping) or answer["status"] >= 400:
            return web.Response(status=answer["status"])
        return web.Response(status=answer["status"], text=_encode(answer["body"]), content_type="application/json")

    def _may_ask(self, request: web.Request) -> bool:
        """Where no token is asked for, no page in a browser may ask either: it cannot send JSON to another host."""
        if self._checked:
            return request.headers.get("Authorization", "").startswith("Bearer ")
        try:
            asked = request.url.host or ""
        except ValueError:  # no host at all
            return False
        return is_loopback(asked) and is_loopback(request.remote or "") and request.content_type == "application/json"


async def _read(request: web.Request) -> dict[str, Any] | int:
    """The activity, or the status to refuse it with."""
    try:
        return _parse(await read_body(request, LONGEST_BODY))
    except web.HTTPException as refusal:
        return refusal.status


def _parse(raw: bytes) -> dict[str, Any] | int:
    """Without a service URL the SDK would not compare it with the token's."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return 400
    if not isinstance(body, dict) or any(not isinstance(body.get(name, ""), str) for name in ("id", "type")):
        return 400
    if not isinstance(body.get("serviceUrl"), str) or not body["serviceUrl"]:
        return 401
    body.pop("service_url", None)  # the SDK's own name for what Teams calls serviceUrl
    return body

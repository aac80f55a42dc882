"""Refuse HTTP requests in the form of RFC 9457, application/problem+json."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

import orjson
from aiohttp import web

MEDIA_TYPE = "application/problem+json"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ProblemError(Exception):
    """A request that isn't answered. `detail` says what to do; it never repeats what was sent."""

    def __init__(
        self,
        status: int,
        detail: str,
        headers: Mapping[str, str] | None = None,
        arguments: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.arguments = status, detail, headers or {}, arguments or {}

    def response(self) -> web.Response:
        """The response. `errors` names the arguments that are wrong."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        if self.arguments:
            body["errors"] = [{"argument": name, "message": message} for name, message in self.arguments.items()]
        return web.Response(body=orjson.dumps(body), status=self.status, content_type=MEDIA_TYPE, headers=self.headers)


def with_problems(handler: Handler) -> Handler:
    """The handler, with problems and refusals of the server turned into responses."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except ProblemError as problem:
            return problem.response()
        except web.HTTPRequestEntityTooLarge:
            return ProblemError(413, "The body is too large.").response()
        except web.HTTPRequestTimeout:
            return ProblemError(408, "The body took too long.").response()
        except web.HTTPBadRequest:
            return ProblemError(400, "The body could not be read.").response()

    return handle

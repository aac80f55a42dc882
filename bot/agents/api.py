"""The HTTP API: each tool as an address below /api/v1, with the same answers as over MCP."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from secrets import token_hex
from typing import Any, Final, get_origin

import orjson
from aiohttp import web

from bot import __version__
from bot.agents import limits
from bot.agents.access import Access
from bot.agents.caller import Caller
from bot.agents.calls import Calls, InvalidArgumentsError, validate
from bot.agents.openapi import BASE, document
from bot.agents.problems import Handler, ProblemError, with_problems
from bot.agents.tools import TOOLS, Tool
from bot.http.bodies import read_body

DOCUMENT: Final = f"{BASE}/openapi.json"
_HEADERS: Final = {"Cache-Control": "private, no-cache", "Vary": "Authorization"}
"""Clients keep an answer and ask each time whether it's current."""


_PROCESS = token_hex(8)
"""Numbers of teams' content mean something in this process only."""


class Api:
    """Serves the tools and their OpenAPI document."""

    def __init__(self, calls: Calls, access: Access) -> None:
        self._calls, self._access = calls, access
        self._document: bytes | None = None

    def add_routes(self, app: web.Application) -> None:
        """Add an address per tool, the document, and a problem for everything else below the base."""
        for tool in TOOLS:
            app.router.add_route("*", f"{BASE}/{tool.path}", with_problems(self._handler(tool)))
        app.router.add_route("*", DOCUMENT, with_problems(self._show_document))
        app.router.add_route("*", f"{BASE}{{rest:(/.*)?}}", with_problems(self._unknown))

    def _handler(self, tool: Tool[Any]) -> Handler:
        async def handle(request: web.Request) -> web.Response:
            _require_method(request, "POST" if tool.reads_text else "GET")
            caller = await self._access.caller_of(request)
            given = await _body(request) if tool.reads_text else _from_query(tool, request)
            try:
                wanted = validate(tool, given)
            except InvalidArgumentsError as error:
                raise _wrong(error.problems) from None
            headers = _HEADERS if tool.reads_text else {**_HEADERS, "ETag": await self._tag(caller)}
            if _is_current(request, headers.get("ETag")):
                return web.Response(status=304, headers=headers)
            called = await self._calls.call(tool, wanted, caller)
            return web.Response(body=called.body, content_type="application/json", headers=headers)

        return handle

    async def _tag(self, caller: Caller) -> str:
        """The ETag of all answers that depend on nothing but the content, the team's own words and this release."""
        library = await self._calls.router.library_of(caller.person)
        own_words = "" if library is library.reviewed else f"{_PROCESS} {library.number}"
        return _tag_of(library.reviewed.fingerprint, own_words)

    async def _show_document(self, request: web.Request) -> web.Response:
        """The OpenAPI document; needs no key."""
        _require_method(request, "GET")
        self._access.check_host(request)
        if self._document is None:
            self._document = orjson.dumps(document())
        return web.Response(body=self._document, content_type="application/json")

    async def _unknown(self, request: web.Request) -> web.Response:
        self._access.check_host(request)
        raise ProblemError(404, f"There is nothing here: {DOCUMENT} lists what there is.")


@lru_cache(maxsize=1024)
def _tag_of(fingerprint: str, own_words: str) -> str:
    return f'"{sha256(f"{fingerprint} {__version__} {own_words}".encode()).hexdigest()[:24]}"'


def _require_method(request: web.Request, method: str) -> None:
    if request.method != method:
        raise ProblemError(405, f"Use {method}.", {"Allow": method})


async def _body(request: web.Request) -> object:
    if request.content_type != "application/json":
        raise ProblemError(415, "Send application/json.")
    try:
        return orjson.loads(await read_body(request, limits.BODY_BYTES))
    except orjson.JSONDecodeError:
        raise ProblemError(400, "The body is not JSON.") from None


def _from_query(tool: Tool[Any], request: web.Request) -> dict[str, object]:
    """The query's arguments: a list where the tool takes several values, the value where it takes one."""
    fields = tool.arguments.model_fields
    given: dict[str, object] = {}
    for name in request.query:
        values = request.query.getall(name)
        several = name in fields and get_origin(fields[name].annotation) is list
        if len(values) > 1 and not several:
            raise _wrong({name if name in fields else "": "is there more than once"})
        given[name] = values if several else values[0]
    return given


def _wrong(problems: Mapping[str, str]) -> ProblemError:
    return ProblemError(400, "Some arguments are wrong.", arguments=problems)


def _is_current(request: web.Request, tag: str | None) -> bool:
    """Whether the client has the answer already."""
    known = request.headers.get("If-None-Match", "")
    return tag is not None and tag in {each.strip().removeprefix("W/") for each in known.split(",")}

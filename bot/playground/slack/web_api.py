"""The Web API over HTTP: /api/{method} and /hooks/{id}, with token checks, planned faults and Slack's errors."""

import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.playground.model import APP_ID, Json
from bot.playground.slack.faults import RESPONSE_URL, Fault, PlannedFault
from bot.playground.slack.methods import METHODS, Method
from bot.playground.slack.validator import validate_response
from bot.playground.state import SlackError
from bot.playground.traffic import Exchange
from bot.playground.workspace import Workspace
from bot.slack.newer_blocks import ALL as NEWER_BLOCKS

REFUSED = {Fault.BROKEN_IMAGE: frozenset({"image"}), Fault.NEWER_BLOCKS: NEWER_BLOCKS}
"""The types of blocks that Slack refuses: it loads images before it accepts a message."""
STRUCTURED = ("blocks", "view", "message", "metadata", "attachments")
"""Arguments that are JSON text in a form body."""


class WebApi:
    """Handles the bot's API calls."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        app_token: str = "",
        socket_url: Callable[[], str] = str,
    ) -> None:
        self._workspace = workspace
        self._app_token = app_token
        self._scopes = workspace.registered.scopes
        self._socket_url = socket_url

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Handle POST or GET /api/{method}."""
        name = request.match_info["method"]
        args = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip() or args.pop("token", "")
        shown = {key: value for key, value in args.items() if key != "token"}
        return await self._respond(request, name, shown, lambda: self._run(name, args, str(token)))

    async def hook(self, request: web.Request) -> web.StreamResponse:
        """Handle POST /hooks/{id}, a post to a response_url."""
        answer = await _arguments(request)
        return await self._respond(request, RESPONSE_URL, answer, lambda: self._use(request.match_info["id"], answer))

    async def upload(self, request: web.Request) -> web.Response:
        """Handle POST /upload/{id}: the bytes of a file, whose length was announced."""
        file, content = self._workspace.uploads.get(request.match_info["id"]), await request.read()
        if file is None or file.content is not None or len(content) != file.length:
            return web.Response(status=400, text="There is no file of this length to upload.")
        file.content = content
        return web.Response(text=f"OK - {file.length}")

    async def _respond(
        self, request: web.Request, name: str, args: Json, run: Callable[[], Json]
    ) -> web.StreamResponse:
        """Run a call, apply the fault planned for it and record the exchange."""
        workspace = self._workspace
        with workspace.dispatcher.busy(), workspace.traffic.record(to_bot=False, name=name, request=args) as exchange:
            planned = workspace.faults.take(name)
            if planned and planned.fault is Fault.RATE_LIMITED:
                return _rate_limited(exchange, planned)
            if planned and planned.fault is Fault.SLOW:
                await planned.wait()
            if planned and planned.fault in REFUSED:
                run = _refusing(REFUSED[planned.fault], args, run)
            status, result = self._result(name, run)
            exchange.status = result.get("error", "ok")
            exchange.response = result
            exchange.problem = not result["ok"]
            if planned and planned.fault is Fault.LOST_RESPONSE:
                exchange.status = "lost response"
                _hang_up(request)
            if planned and planned.fault is Fault.FAILS_AFTER_ACCEPT:
                exchange.status = "500 after accept"
                return web.Response(status=500, text="Internal Server Error")
            scopes = {"x-oauth-scopes": ",".join(self._scopes or []), "x-accepted-oauth-scopes": ""}
            return web.json_response(result, status=status, headers=scopes)

    def _result(self, name: str, run: Callable[[], Json]) -> tuple[int, Json]:
        try:
            return 200, {"ok": True, **run()}
        except SlackError as error:
            self._workspace.refuse(name, error.messages)
            detail = [_slack_style(message) for message in error.messages]
            result: Json = {"ok": False, "error": error.code, **error.fields}
            if detail:
                plain = [message.removeprefix("[ERROR] ") for message in detail]
                result |= {"errors": plain, "response_metadata": {"messages": detail}}
            return (404 if name == RESPONSE_URL else 200), result

    def _run(self, name: str, args: Json, token: str) -> Json:
        if name == "apps.connections.open":
            return self._open_connection(token)
        if name == "oauth.v2.access":
            answer = self._workspace.grants.exchange(token, args)
            self._workspace.installed = True
            return answer
        method = METHODS.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        if method.needs_token:
            self._authorize(token, method)
        if missing := sorted(key for key in method.required if args.get(key) in (None, "", [])):
            raise SlackError("invalid_arguments", [f"[ERROR] missing required field: {key}" for key in missing])
        if unknown := sorted(args.keys() - method.known):
            raise SlackError("invalid_arguments", [f"/{key}: unknown argument of {name}" for key in unknown])
        return method.run(self._workspace, args)

    def _authorize(self, token: str, method: Method) -> None:
        if not token:
            raise SlackError("not_authed")
        if token in self._workspace.grants.revoked:
            raise SlackError("account_inactive")
        if token not in self._workspace.grants.tokens:
            raise SlackError("not_allowed_token_type" if token == self._app_token else "invalid_auth")
        if not self._workspace.installed:
            raise SlackError("account_inactive")
        if method.scope and self._scopes is not None and method.scope not in self._scopes:
            provided = ",".join(self._scopes)
            raise SlackError("missing_scope", [f"[ERROR] needs {method.scope}"], needed=method.scope, provided=provided)

    def _open_connection(self, token: str) -> Json:
        if not token:
            raise SlackError("not_authed")
        if not self._app_token or token != self._app_token:
            raise SlackError("not_allowed_token_type" if token in self._workspace.grants.tokens else "invalid_auth")
        return {"url": self._socket_url(), "app_id": APP_ID}

    def _use(self, url_id: str, answer: Json) -> Json:
        response_url = self._workspace.response_urls.use(url_id)
        if problems := validate_response(answer):
            raise SlackError("invalid_blocks" if any("/blocks" in p for p in problems) else "invalid_payload", problems)
        if answer:
            self._workspace.response_urls.answer(response_url, answer)
        return {}


async def _arguments(request: web.Request) -> Json:
    """Collect the arguments of a call from its query and its form or JSON body."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            body = {}
        return {**args, **(body if isinstance(body, dict) else {})}
    form = await request.post()
    args |= {key: value for key, value in form.items() if isinstance(value, str)}
    return {key: _decoded(value) if key in STRUCTURED else value for key, value in args.items()}


def _decoded(value: Any) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def _slack_style(message: str) -> str:
    """Format `/blocks/0: problem` as Slack does: `[ERROR] problem [json-pointer:/blocks/0]`."""
    path, separator, problem = message.partition(": ")
    return f"[ERROR] {problem} [json-pointer:{path}]" if separator and path.startswith("/") else message


def _refusing(types: frozenset[str], args: Json, run: Callable[[], Json]) -> Callable[[], Json]:
    """The call, or Slack's refusal if a block is of these types."""

    def refuse() -> Json:
        raise SlackError("invalid_blocks")

    holders = (args, args.get("view"), args.get("message"))
    blocks = [block for holder in holders if isinstance(holder, dict) for block in holder.get("blocks") or ()]
    return refuse if any(block.get("type") in types for block in blocks) else run


def _rate_limited(exchange: Exchange, planned: PlannedFault) -> web.Response:
    exchange.status, exchange.problem = "ratelimited", True
    exchange.response = {"ok": False, "error": "ratelimited"}
    headers = {"Retry-After": str(int(planned.seconds))}
    return web.json_response(exchange.response, status=429, headers=headers)


def _hang_up(request: web.Request) -> None:
    """Close the connection without a response, like a network failure."""
    if request.transport is not None:
        request.transport.abort()
    raise ConnectionResetError("lost response, on purpose")

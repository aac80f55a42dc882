"""The servers that teams.py measures, a process each: `python -m tests.bench.teams_servers raw`.

Over standard input come the address of the Bot Framework and the card that the bare handler answers with, as one line
of JSON; the port goes to standard output.
"""

from __future__ import annotations

import json
import socket
import sys
from typing import Any

import jwt
from aiohttp import ClientSession, web

from bot.background import BackgroundTasks
from bot.teams.adapter import PATH
from tests.bench.servers import pin
from tests.support.bot_framework import CLIENT_ID, CLIENT_SECRET, ISSUER, TENANT, cloud_at

CARD = "application/vnd.microsoft.card.adaptive"


class Raw:
    """A bare handler: verify the token, then return the card, or post it after the response."""

    def __init__(self, url: str, card: dict[str, Any]) -> None:
        self._url = url
        self._keys: dict[str, jwt.PyJWK] = {}
        self._tasks = BackgroundTasks()
        self._body = {"statusCode": 200, "type": CARD, "value": card}
        self._message = {"type": "message", "attachments": [{"contentType": CARD, "content": card}]}

    async def start(self, _: web.Application) -> None:
        """Open the session and fetch the keys."""
        self._session = ClientSession(headers={"Authorization": "Bearer eyJ"})
        async with self._session.get(f"{self._url}/keys") as response:
            found = jwt.PyJWKSet.from_dict(await response.json())
        self._keys = {key.key_id or "": key for key in found.keys}

    async def handle(self, request: web.Request) -> web.Response:
        """A message or a press."""
        token = request.headers["Authorization"].removeprefix("Bearer ")
        body = await request.json()
        key = self._keys[jwt.get_unverified_header(token)["kid"]]
        claims = jwt.decode(token, key, algorithms=["RS256"], audience=CLIENT_ID, issuer=ISSUER, leeway=300)
        if claims["serviceurl"] != body["serviceUrl"]:
            return web.Response(status=401)
        if body["type"] == "invoke":
            return web.json_response(self._body)
        self._tasks.start(self._post(body["conversation"]["id"]), "post")
        return web.Response()

    async def _post(self, conversation: str) -> None:
        url = f"{self._url}/v3/conversations/{conversation}/activities"
        async with self._session.post(url, json=self._message) as response:
            await response.read()


def raw(url: str, card: dict[str, Any]) -> web.Application:
    """The bare handler."""
    app, handler = web.Application(), Raw(url, card)
    app.on_startup.append(handler.start)
    app.router.add_post(PATH, handler.handle)
    return app


def dragoman(url: str) -> web.Application:
    """The whole bot with its content, every command and its log, as `serve` runs it for Teams alone."""
    from bot import logs  # noqa: PLC0415 - the bare handler never loads the bot
    from bot.app import build  # noqa: PLC0415
    from bot.http.app import web_app  # noqa: PLC0415
    from bot.settings import Settings  # noqa: PLC0415
    from bot.teams.app import TeamsApp  # noqa: PLC0415

    settings = Settings(log_format="json")
    logs.configure(settings)
    built = build(settings)
    teams = TeamsApp(
        router=built.router,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        tenant_id=TENANT,
        cloud=cloud_at(url),
    )
    return web_app(built.live, [teams])


def main(name: str) -> None:
    """Serve until the process is ended."""
    pin(server=True)
    given = json.loads(sys.stdin.readline())
    listening = socket.create_server(("127.0.0.1", 0))
    app = raw(given["url"], given["card"]) if name == "raw" else dragoman(given["url"])

    async def started(_: web.Application) -> None:
        print(listening.getsockname()[1], flush=True)

    app.on_startup.append(started)
    web.run_app(app, sock=listening, access_log=None, print=None, shutdown_timeout=1)


if __name__ == "__main__":
    main(sys.argv[1])

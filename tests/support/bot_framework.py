"""A fake Bot Framework over the loopback, for tests and measuring: keys, tokens, and what the bot posts.

It signs what people do as the real one does.
"""

from __future__ import annotations

import asyncio
import functools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import ClientSession, web
from cryptography.hazmat.primitives.asymmetric import rsa
from microsoft_teams.api.auth.cloud_environment import PUBLIC, CloudEnvironment, with_overrides

Json = dict[str, Any]

CLIENT_ID = "0f1e2d3c-0000-4000-8000-00000000b07d"
CLIENT_SECRET = "test-secret-of-the-bot"
TENANT = "7e4a0000-0000-4000-8000-000000000001"
BOT = {"id": f"28:{CLIENT_ID}", "name": "Dragoman"}
ANNA = {"id": "29:anna", "name": "Anna", "aadObjectId": "aad-anna"}
DIRECT = "a:1-anna-and-the-bot"
GROUP = "19:group@thread.v2"
CHANNEL = "19:general@thread.tacv2"
KINDS = {DIRECT: "personal", GROUP: "groupChat", CHANNEL: "channel"}
ISSUER = PUBLIC.token_issuer


def cloud_at(url: str) -> CloudEnvironment:
    """The public cloud with this address in the place of Microsoft's."""
    metadata = f"{url}/v1/.well-known/openidconfiguration"
    return with_overrides(PUBLIC, openid_metadata_url=metadata, login_endpoint=url)


def new_key() -> rsa.RSAPrivateKey:
    """A key to sign with."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@functools.cache
def _usual_key() -> rsa.RSAPrivateKey:
    """The key of every connector of this process: making one takes longer than most tests."""
    return new_key()


def _open() -> asyncio.Event:
    made = asyncio.Event()
    made.set()
    return made


@dataclass(slots=True)
class Posted:
    """What the bot posted: in which conversation, and as what."""

    conversation: str
    activity: Json
    path: str = ""
    id: str = ""
    only_to: str = ""
    """The account that alone sees it."""

    @property
    def card(self) -> Json:
        """The card of the message."""
        content: Json = self.activity["attachments"][0]["content"]
        return content


@dataclass
class Connector:
    """The far side of the bot; `bot_url` is where the bot listens."""

    key: rsa.RSAPrivateKey = field(default_factory=_usual_key)
    kid: str = "key-1"
    endorsements: tuple[str, ...] | None = ("msteams",)
    """The channels that the key may sign for."""
    url: str = ""
    bot_url: str = ""
    posted: list[Posted] = field(default_factory=list)
    deleted: list[tuple[str, str]] = field(default_factory=list)
    """The conversation and the id of each deleted message."""
    fail: list[tuple[int, dict[str, str], object]] = field(default_factory=list)
    """Answers (status, headers, body) that the next posts and deletions get."""
    keys_asked: int = 0
    tokens_asked: int = 0
    refuses: bool = False
    """Whether the bot's secret is refused."""
    hold: asyncio.Event = field(default_factory=_open)
    """Closed, it lets whoever asks for a token wait."""
    own_token: str = ""
    """The bot's token; empty: a good one."""
    count: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    """What is served at /files/{name}: the place of OneDrive."""
    downloads: list[dict[str, str]] = field(default_factory=list)
    """The headers of each download."""
    check: Callable[[Json], object] | None = None
    """Is given each card that is posted; it raises where the card is not valid."""

    @property
    def cloud(self) -> CloudEnvironment:
        """Where a bot finds this Bot Framework instead of Microsoft's."""
        return cloud_at(self.url)

    # What the bot calls

    def app(self) -> web.Application:
        """What is served."""
        app = web.Application()
        app.router.add_get("/v1/.well-known/openidconfiguration", self._metadata)
        app.router.add_get("/keys", self._keys)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_post("/v3/conversations", self._open_chat)
        app.router.add_post("/v3/conversations/{conversation}/activities", self._post)
        app.router.add_delete("/v3/conversations/{conversation}/activities/{activity}", self._delete)
        app.router.add_get("/files/{name}", self._file)
        return app

    async def _file(self, request: web.Request) -> web.Response:
        self.downloads.append(dict(request.headers))
        name = request.match_info["name"]
        if name.startswith("moved-"):
            raise web.HTTPFound(f"/files/{name.removeprefix('moved-')}")
        if name not in self.files:
            return web.Response(status=403)
        return web.Response(body=self.files[name])

    async def _metadata(self, _: web.Request) -> web.Response:
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, _: web.Request) -> web.Response:
        self.keys_asked += 1
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        endorsed = {} if self.endorsements is None else {"endorsements": list(self.endorsements)}
        return web.json_response({"keys": [public | {"kid": self.kid, "use": "sig"} | endorsed]})

    async def _token(self, request: web.Request) -> web.Response:
        self.tokens_asked += 1
        await self.hold.wait()
        expected = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "grant_type": "client_credentials"}
        form = dict(await request.post())
        right = form == expected | {"scope": PUBLIC.bot_scope} and request.match_info["tenant"] == TENANT
        if self.refuses or not right:
            return web.json_response({"error": "invalid_client"}, status=401)
        good = jwt.encode({"aud": PUBLIC.bot_scope, "appid": CLIENT_ID}, "own" * 12, algorithm="HS256")
        token = self.own_token or good
        return web.json_response({"token_type": "Bearer", "expires_in": 3599, "access_token": token})

    async def _post(self, request: web.Request) -> web.Response:
        if not request.headers.get("Authorization", "").startswith("Bearer ey"):
            return web.json_response({"error": {"code": "Unauthorized"}}, status=401)
        if self.fail:
            status, headers, body = self.fail.pop(0)
            return web.json_response(body, status=status, headers=headers)
        raw = await request.read()
        activity: Json = json.loads(raw)
        private = request.query.get("isTargetedActivity") == "true"
        if (problem := self._problem(activity, raw, private=private)) is not None:
            return web.json_response({"error": {"code": "BadSyntax", "message": problem}}, status=400)
        self.count += 1
        sent = f"1:{self.count}"
        only_to = activity["recipient"]["id"] if private else ""
        conversation, path = request.match_info["conversation"], request.rel_url.raw_path
        self.posted.append(Posted(conversation, activity, path, sent, only_to))
        return web.json_response({"id": sent}, status=201)

    async def _open_chat(self, request: web.Request) -> web.Response:
        """The chat with a person, the same each time."""
        if self.fail:
            status, headers, body = self.fail.pop(0)
            return web.json_response(body, status=status, headers=headers)
        asked: Json = json.loads(await request.read())
        (member,) = asked["members"]
        if asked["tenantId"] != TENANT:
            return web.json_response({"error": {"code": "BadArgument"}}, status=400)
        return web.json_response({"id": f"a:{member['id']}"}, status=201)

    async def _delete(self, request: web.Request) -> web.Response:
        if not request.headers.get("Authorization", "").startswith("Bearer ey"):
            return web.json_response({"error": {"code": "Unauthorized"}}, status=401)
        if self.fail:
            status, headers, body = self.fail.pop(0)
            return web.json_response(body, status=status, headers=headers)
        self.deleted.append((request.match_info["conversation"], request.match_info["activity"]))
        return web.Response()

    def _problem(self, activity: Json, raw: bytes, *, private: bool = False) -> str | None:
        recipient = activity.get("recipient", {})
        if private != (recipient.get("isTargeted") is True) or (private and not recipient.get("id")):
            return "the address and the recipient must both be targeted"
        if activity.get("type") != "message" or len(raw.decode().encode("utf-16-le")) > 100_000:
            return "not a message, or too long"
        for attached in activity.get("attachments", []):
            if attached["contentType"] != "application/vnd.microsoft.card.adaptive":
                return "not a card"
            if self.check:
                self.check(attached["content"])
        return None

    # What people do

    def token(self, *, key: Any = None, kid: str | None = None, algorithm: str = "RS256", **claims: Any) -> str:
        """A token as the Bot Framework signs it; a claim of None is left out."""
        now = int(time.time())
        good = {"iss": ISSUER, "aud": CLIENT_ID, "nbf": now - 60, "exp": now + 3600, "serviceurl": self.url}
        payload = {name: value for name, value in (good | claims).items() if value is not None}
        return jwt.encode(payload, key or self.key, algorithm=algorithm, headers={"kid": kid or self.kid})

    def activity(self, kind: str, conversation: str = DIRECT, **fields: Any) -> Json:
        """An activity as Teams sends it."""
        self.count += 1
        kind_of = KINDS[conversation.partition(";")[0]]
        return {
            "type": kind,
            "id": f"{1700000000000 + self.count}",
            "channelId": "msteams",
            "serviceUrl": self.url,
            "from": ANNA,
            "recipient": BOT,
            "conversation": {"id": conversation, "conversationType": kind_of, "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "CH", "timezone": "Europe/Zurich"}],
            "localTimezone": "Europe/Zurich",
        } | fields

    def said(self, text: str, conversation: str = DIRECT) -> Json:
        """A message; outside of a chat with the bot it mentions the bot."""
        if conversation == DIRECT:
            return self.activity("message", text=text, textFormat="plain")
        made = self.activity("message", conversation, text=f"<at>Dragoman</at> {text}", textFormat="plain")
        made["entities"].append({"type": "mention", "mentioned": BOT, "text": "<at>Dragoman</at>"})
        return made

    def slash_command(self, text: str, conversation: str = CHANNEL) -> Json:
        """A message that only the bot and the person see; it mentions nobody."""
        recipient = {**BOT, "isTargeted": True}
        return self.activity("message", conversation, text=text, textFormat="plain", recipient=recipient)

    def sent_file(self, name: str, text: str = "", *, url: str | None = None) -> Json:
        """A message with a file in a chat with the bot."""
        attachment = {
            "contentType": "application/vnd.microsoft.teams.file.download.info",
            "contentUrl": f"https://contoso-my.sharepoint.com/personal/anna/{name}",
            "name": name,
            "content": {"downloadUrl": url or f"{self.url}/files/{name}", "uniqueId": "1", "fileType": "pdf"},
        }
        body = {"contentType": "text/html", "content": f"<div>{text}</div>"}
        return self.activity("message", text=text, textFormat="plain", attachments=[attachment, body])

    def explained(self, html: str, conversation: str = CHANNEL, command: str = "explain") -> Json:
        """The action "Explain this" on a message."""
        payload = {"id": "1", "messageType": "message", "body": {"contentType": "html", "content": html}}
        value = {"commandId": command, "commandContext": "message", "messagePayload": payload}
        return self.activity("invoke", conversation, name="composeExtension/fetchTask", value=value)

    def pressed_in_dialog(self, data: Json, conversation: str = CHANNEL) -> Json:
        """A press of a button in a dialog."""
        value = {"commandId": "explain", "commandContext": "message", "data": data}
        return self.activity("invoke", conversation, name="composeExtension/submitAction", value=value)

    def press(self, verb: str, data: Json, conversation: str = DIRECT) -> Json:
        """A press of a card's button."""
        action = {"type": "Action.Execute", "verb": verb, "data": data}
        value = {"action": action, "trigger": "manual"}
        return self.activity("invoke", conversation, name="adaptiveCard/action", value=value)

    def search(self, typed: str | None) -> Json:
        """What is typed into the search of the compose box; None: it was just opened."""
        parameter = {"name": "initialRun", "value": "true"} if typed is None else {"name": "term", "value": typed}
        value = {"commandId": "define", "parameters": [parameter], "queryOptions": {"skip": 0, "count": 25}}
        return self.activity("invoke", name="composeExtension/query", value=value)

    async def send(self, activity: Any, token: str | None = None, bot_url: str | None = None) -> tuple[int, Any]:
        """Send it to the bot, signed; the status and the body."""
        data = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        headers = {"Content-Type": "application/json"}
        if token != "":
            headers["Authorization"] = f"Bearer {token or self.token()}"
        async with (
            ClientSession() as session,
            session.post(f"{bot_url or self.bot_url}/teams/messages", data=data, headers=headers) as response,
        ):
            raw = await response.read()
            return response.status, json.loads(raw) if raw else None


async def listen(app: web.Application) -> tuple[web.AppRunner, str]:
    """The running app and its address on the loopback."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"

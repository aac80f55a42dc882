"""Socket Mode: the websocket behind apps.connections.open, with hello, envelopes, acknowledgements and refresh."""

import asyncio
import json
import secrets
import uuid

from aiohttp import WSMsgType, web

from bot.playground.model import APP_ID, Json
from bot.playground.slack.dispatch import Ack, Dispatcher

ANSWERABLE = ("slash_commands", "interactive")


class SocketConnection:
    """One open connection; deliveries wait here for their acknowledgement."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket
        self._waiting: dict[str, asyncio.Future[Ack]] = {}

    async def send(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> Ack:
        """Send one envelope and wait for its acknowledgement."""
        envelope_id = str(uuid.uuid4())
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind in ANSWERABLE,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry[0] if retry else 0, "retry_reason": retry[1] if retry else ""}
        acknowledged: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = acknowledged
        try:
            await self._socket.send_json(envelope)
            return await acknowledged
        finally:
            self._waiting.pop(envelope_id, None)

    async def say(self, message: Json) -> None:
        """Send something that wants no acknowledgement."""
        await self._socket.send_json(message)

    def acknowledge(self, text: str) -> None:
        """Take what the bot sent: an acknowledgement, possibly with a payload."""
        message = json.loads(text)
        waiting = self._waiting.get(message.get("envelope_id", ""))
        if waiting and not waiting.done():
            payload = message.get("payload")
            body = payload if isinstance(payload, str) else json.dumps(payload) if payload else ""
            waiting.set_result(Ack(status=200, body=body))

    async def close(self) -> None:
        """Hang up."""
        await self._socket.close()

    def drop(self) -> None:
        """Fail whatever waits: the connection is gone."""
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(ConnectionResetError("socket closed"))


class SocketMode:
    """Hands out tickets for connections and keeps the open ones."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._tickets: set[str] = set()
        self._open: list[SocketConnection] = []
        self._news = asyncio.Event()
        self.made = 0

    def new_ticket(self) -> str:
        """Permission for one connection, part of its address."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return ticket

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to reconnect, as Slack does every few hours."""
        for connection in list(self._open):
            await connection.say({"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}})

    async def connected(self, count: int) -> None:
        """Return when this many connections have been made in all; their clients may learn of it a moment later."""
        while self.made < count:
            self._news.clear()
            await self._news.wait()

    async def close(self) -> None:
        """Close every connection."""
        for connection in list(self._open):
            await connection.close()

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """GET /socket?ticket=…: one connection for its whole life."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden(text="unknown ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = SocketConnection(socket)
        number = len(self._open) + 1
        info = {"connection_info": {"app_id": APP_ID}, "debug_info": {"host": "playground"}}
        await connection.say({"type": "hello", "num_connections": number, **info})
        self._open.append(connection)
        self.made += 1
        self._news.set()
        self._dispatcher.sockets = [*self._open]
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    connection.acknowledge(message.data)
        finally:
            self._open.remove(connection)
            self._dispatcher.sockets = [*self._open]
            connection.drop()
        return socket

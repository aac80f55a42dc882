"""Socket Mode: the WebSocket behind apps.connections.open, with hello, envelopes, acknowledgements and disconnect."""

import asyncio
import json
import secrets
import uuid

from aiohttp import WSMsgType, web

from bot.playground.model import APP_ID, Json
from bot.playground.slack.dispatch import Ack, Dispatcher

ANSWERABLE = ("slash_commands", "interactive")


class SocketConnection:
    """An open connection and the deliveries that wait for their acknowledgement."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket
        self._waiting: dict[str, asyncio.Future[Ack]] = {}

    async def send(self, kind: str, payload: Json, retry: tuple[int, str] | None) -> Ack:
        """Send an envelope and wait for its acknowledgement."""
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

    async def notify(self, message: Json) -> None:
        """Send a message that needs no acknowledgement."""
        await self._socket.send_json(message)

    def acknowledge(self, text: str) -> None:
        """Handle a message of the bot: an acknowledgement, possibly with a payload."""
        message = json.loads(text)
        waiting = self._waiting.get(message.get("envelope_id", ""))
        if waiting and not waiting.done():
            payload = message.get("payload")
            body = payload if isinstance(payload, str) else json.dumps(payload) if payload else ""
            waiting.set_result(Ack(status=200, body=body))

    async def close(self) -> None:
        """Close the WebSocket."""
        await self._socket.close()

    def drop(self) -> None:
        """Fail all pending deliveries after the connection was lost."""
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(ConnectionResetError("socket closed"))


class SocketMode:
    """Issues tickets for connections and tracks the open ones."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._tickets: set[str] = set()
        self._open: list[SocketConnection] = []
        self._connected = asyncio.Event()
        self._total = 0

    def new_ticket(self) -> str:
        """Issue a ticket, which is part of a connection's address and valid once."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return ticket

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask all connections to reconnect, as Slack does every few hours."""
        for connection in list(self._open):
            await connection.notify({"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}})

    async def connected(self, count: int) -> None:
        """Wait until this many connections were opened in total. Their clients may notice slightly later."""
        while self._total < count:
            self._connected.clear()
            await self._connected.wait()

    async def close(self) -> None:
        """Close all connections."""
        for connection in list(self._open):
            await connection.close()

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Handle GET /socket?ticket=… for the lifetime of the connection."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden(text="unknown ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = SocketConnection(socket)
        number = len(self._open) + 1
        info = {"connection_info": {"app_id": APP_ID}, "debug_info": {"host": "playground"}}
        await connection.notify({"type": "hello", "num_connections": number, **info})
        self._open.append(connection)
        self._total += 1
        self._connected.set()
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

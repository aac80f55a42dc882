"""The line chat app: it receives "id user channel text" and sends answers that end with an empty line."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.conversation import Conversations
from bot.platform import Left, Parts, PostResult, Sent, Target
from handlers.daily_term.subscription import Refusal
from handlers.plain_text import plain_text_of
from handlers.reply import Reply
from handlers.request import Person, Place, Request


class Lines:
    """The connected people; posts to them too."""

    how_to_add_me = "To add me, say hello in the channel."

    def __init__(self) -> None:
        self.writers: set[asyncio.StreamWriter] = set()

    async def post(self, target: Target, reply: Reply, nonce: str) -> PostResult:
        for writer in self.writers:
            writer.write(f"#{target.channel}\n{plain_text_of(reply)}\n\n".encode())
        return Sent(nonce)

    async def find(self, target: Target, nonce: str, since: object, position: str | None = None) -> str | None:
        return None

    async def close(self) -> None:
        pass

    async def refusal(self, person: Person, place: Place) -> Refusal | None:
        return None

    async def zone_of(self, person: Person) -> str | None:
        return "Europe/Zurich"

    def target_of(self, person: Person, place: Place) -> Target:
        return Target(person.platform, person.workspace, place.channel or "")

    async def is_admin(self, person: Person) -> bool | None:
        return None

    async def admins(self, workspace: str, enterprise: str | None = None) -> tuple[str, ...]:
        return ()


class LineChat:
    """Line chat as a `bot.platform.Platform`."""

    name = "lines"

    def __init__(self, parts: Parts) -> None:
        self._notify = parts.notify
        self._conversations = Conversations(self.name, parts.router, parts.deduplicator)
        self.poster = self.people = Lines()
        self.port = 0

    def add_routes(self, app: web.Application) -> None:
        """Do nothing: people connect to another port."""

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._on_connection, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()
        await self._conversations.drain()
        for writer in self.poster.writers:
            writer.close()

    async def _on_connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.poster.writers.add(writer)
        while line := (await reader.readline()).decode().strip():
            key, user, channel, text = line.split(maxsplit=3)
            if text == "leave":
                await self._notify(Left(self.name, "L1", channel=channel))
                continue
            place = Place("channel", channel, public=True, present=True)
            request = Request(text, Person(self.name, "L1", user), place)

            async def send(reply: Reply) -> None:
                writer.write(f"{plain_text_of(reply)}\n\n".encode())

            self._conversations.start(self._conversations.answer("message", request, send, (self.name, key)), "message")

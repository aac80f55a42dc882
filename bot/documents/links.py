"""Offer a reply's document as links to files: unguessable addresses that work for an hour.

Every replica can answer a link to a kit, and so can one that was started since: the link carries what the kit is made
from. A file for other programs, such as an export, is in the memory of the process that made it.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog
from aiohttp import web
from cachetools import TTLCache

from bot.background import location_of
from bot.documents.formats import CONTENT_TYPES, LABELS, available, render
from bot.documents.link_tokens import SECONDS, LinkTokens
from content.library import Library
from handlers.document import DataFile, Document
from handlers.kit.remake import document_of
from handlers.reply import Actions, Button, LinkButton, Note, Reply, note
from handlers.request import Person

PATH, FILE_PATH = "/kit", "/file"
TOKEN_BYTES = 16
DOCUMENTS = 200
"""Documents that needn't be made again to be downloaded, about 50 kB each; the oldest goes first."""
FILES = 50
"""Files that can be downloaded at a time; the oldest goes first."""
DOWNLOADS_PER_MINUTE = 10
"""Downloads of one document, in any format."""
NO_ADDRESS = "For a link to the file, ask whoever runs me to set PUBLIC_URL."
NO_PDF = "PDF isn't installed here. Word can save its file as PDF."
PDF_HINT = " Word can also save it as PDF."

LibraryOf = Callable[[Person], Awaitable[Library]]

log = structlog.get_logger()


class DocumentLinks:
    """Links to documents. `base_url` is the bot's public address.

    Without one, a reply gets buttons that ask for a file, which some platforms can send. Replicas share a `secret`.
    """

    def __init__(self, base_url: str, secret: str = "", clock: Callable[[], float] = time.time) -> None:
        self._base_url = base_url.rstrip("/")
        self._tokens = LinkTokens(secret, clock)
        self._documents: TTLCache[str, Document] = TTLCache(DOCUMENTS, SECONDS, clock)
        self._files: TTLCache[str, DataFile] = TTLCache(FILES, SECONDS, clock)
        self._downloaded: TTLCache[str, int] = TTLCache(DOCUMENTS, 60.0, clock)
        self._rendering = asyncio.Semaphore(1)

    def attach(self, reply: Reply, person: Person) -> Reply:
        """A person's reply with its document in each format, or its file; the same reply if it has neither."""
        if reply.data is not None:
            return self._attach_file(reply, reply.data)
        if reply.document is None:
            return reply
        names = ("docx" if reply.file == "canvas" else reply.file,) if reply.file else available()
        if not set(names) <= set(available()):
            return _before_actions(reply, note(NO_PDF))
        if not self._base_url:
            if reply.file:
                return _before_actions(reply, note(NO_ADDRESS))
            buttons = [Button(LABELS[name], f"{reply.document.line} as {name}") for name in names if name != "md"]
            return _before_actions(reply, Actions(tuple(buttons)))
        token = self._tokens.make(_made_from(reply.document, person))
        self._documents[token] = reply.document
        links = [LinkButton(LABELS[name], f"{self._base_url}{PATH}/{token}.{name}") for name in names]
        hint = "" if "pdf" in available() else PDF_HINT
        return _before_actions(reply, Actions(tuple(links)), note(f"The links work for an hour.{hint}"))

    def _attach_file(self, reply: Reply, file: DataFile) -> Reply:
        if not self._base_url:
            return _before_actions(reply, note(NO_ADDRESS))
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._files[token] = file
        link = LinkButton("Download", f"{self._base_url}{FILE_PATH}/{token}/{file.name}")
        return _before_actions(reply, Actions((link,)), note("The link works for an hour. Don't pass it on."))

    def add_routes(self, app: web.Application, library_of: LibraryOf) -> None:
        """Serve GET /kit/<token>.<format> and GET /file/<token>/<name>.

        `library_of` returns the content that a person's kits are made from.
        """

        async def download(request: web.Request) -> web.Response:
            return await self._download(request, library_of)

        app.router.add_get(f"{FILE_PATH}/{{token:[A-Za-z0-9_-]+}}/{{name}}", self._download_file)
        app.router.add_get(f"{PATH}/{{token:[A-Za-z0-9_-]+}}.{{name:{'|'.join(CONTENT_TYPES)}}}", download)

    async def _download_file(self, request: web.Request) -> web.Response:
        file = self._files.get(request.match_info["token"])
        if file is None or file.name != request.match_info["name"]:
            return _refused(404, "This link has expired. Ask for the file again.")
        headers = {
            "Content-Type": file.content_type,
            "Content-Disposition": f'attachment; filename="{file.name}"',
        }
        return web.Response(body=file.content, headers=headers | _PRIVATE)

    async def _download(self, request: web.Request, library_of: LibraryOf) -> web.Response:
        token, name = request.match_info["token"], request.match_info["name"]
        made_from = self._tokens.read(token)
        if not made_from:
            return _refused(404, "This link has expired. Ask for the kit again, by its set id if you have one.")
        count = self._downloaded.get(token, 0)
        if count >= DOWNLOADS_PER_MINUTE:
            return _refused(429, "Too many downloads of this file. Try again in a minute.", {"Retry-After": "60"})
        self._downloaded[token] = count + 1
        try:
            async with self._rendering:
                document = self._documents.get(token) or await _remade(made_from, library_of)
                body = await asyncio.to_thread(render, document, name) if document else b""
        except Exception as error:
            log.error("documents.failed", format=name, error=type(error).__name__, at=location_of(error))
            return _refused(500, "Something went wrong on my side. Please try again in a moment.")
        if document is None:
            return _refused(410, "The questions of this kit have changed since the link was made. Make a new kit.")
        headers = {
            "Content-Type": CONTENT_TYPES[name],
            "Content-Disposition": f'attachment; filename="{document.name}.{name}"',
        }
        return web.Response(body=body, headers=headers | _PRIVATE)


def _made_from(document: Document, person: Person) -> str:
    """What another process needs to make the document again: a kit may explain words of the person's team."""
    return json.dumps([document.line, person.platform, person.own_workspace, person.enterprise], ensure_ascii=False)


async def _remade(made_from: str, library_of: LibraryOf) -> Document | None:
    """The document of another process's link; None if the content that it was made from has changed."""
    line, platform, workspace, enterprise = json.loads(made_from)
    library = await library_of(Person(platform, workspace, "", enterprise=enterprise))
    return await asyncio.to_thread(document_of, line, library)


_PRIVATE = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


def _refused(status: int, message: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(status=status, text=message, headers=_PRIVATE | (headers or {}))


def _before_actions(reply: Reply, *added: Actions | Note) -> Reply:
    """The reply with more blocks, before the buttons at its end."""
    end = len(reply.blocks)
    while end and isinstance(reply.blocks[end - 1], Actions):
        end -= 1
    return replace(reply, blocks=(*reply.blocks[:end], *added, *reply.blocks[end:]))

"""Send a reply's document as a file or a canvas, in the conversation or as a direct message.

Needs the optional scopes files:write and canvases:write. Sources:
https://docs.slack.dev/messaging/working-with-files#upload, https://docs.slack.dev/reference/methods/canvases.create
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.documents import canvas
from bot.documents.formats import LABELS, available, render
from bot.slack.bolt import proxy_for
from bot.slack.errors import code_of
from bot.slack.inbound import Origin
from bot.slack.outbox import is_slack_url
from handlers.document import DataFile, Document
from handlers.reply import Heading, LinkButton, Reply, note, reply, text

NO_SCOPE = "I may not send files here: ask an admin to add the scope files:write and install me again."
NOT_SENT = "I couldn't send the file. Please try again in a moment."

NO_CANVAS = "I couldn't make a canvas here, so it's a Word file. A canvas needs the scope canvases:write."
NOT_ALLOWED = frozenset({"missing_scope", "not_allowed_token_type"})
"""Error codes for a scope that wasn't granted."""

log = structlog.get_logger()


class Documents:
    """Sends documents through the shared client; the workspace's token is passed with each call."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def send(self, token: str, user: str, origin: Origin, answer: Reply) -> Reply:
        """Send what an answer asks for, and say where it is; the answer itself if it asks for nothing.

        A file can't be private to one person in a channel, so there it goes to the person's direct messages. If a
        canvas is refused, a Word file is sent instead.
        """
        try:
            if answer.data is not None:
                return await self._send_file(token, user, answer, answer.data)
            name = "docx" if answer.file == "canvas" else answer.file
            if answer.document is None or name not in available():  # without PDF, the answer says so itself
                return answer
            return await self._send_document(token, user, origin, answer, answer.document, name)
        except SlackApiError as error:
            reason = code_of(error) or "unreadable answer"
            log.warning("slack.refused", method="files", error=reason)
            return _with_note(answer, NO_SCOPE if reason in NOT_ALLOWED else NOT_SENT)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack.unreachable", method="files", error=type(error).__name__)
            return _with_note(answer, NOT_SENT)

    async def _send_document(  # noqa: PLR0913, PLR0917 - an answer, its document, and where both go
        self, token: str, user: str, origin: Origin, answer: Reply, document: Document, name: str
    ) -> Reply:
        here = origin.channel is not None and (origin.direct or (origin.thread is not None and not origin.private))
        channel = (origin.channel if here else None) or await self._open_direct(token, user, document.title)
        made = answer.file == "canvas" and await self._make_canvas(token, channel, document)
        if not made:
            await self._upload(token, channel, origin.thread if here else None, document, name)
        place = "in this conversation" if here else "in our direct messages"
        what = "canvas" if made else f"{LABELS[name]} file"
        return reply(
            Heading(document.title),
            text(f"The {what} is {place}."),
            note(NO_CANVAS) if answer.file == "canvas" and not made else None,
            shareable=False,
            topic=answer.topic,
        )

    async def _send_file(self, token: str, user: str, answer: Reply, file: DataFile) -> Reply:
        """Send a file to the person's direct messages, unless the answer has a link to it."""
        if any(isinstance(element, LinkButton) for element in answer.elements):
            return answer
        channel = await self._open_direct(token, user, file.title)
        await self._send_bytes(token, channel, None, (file.name, file.title, file.content))
        return reply(Heading(file.title), text("The file is in our direct messages."), shareable=False)

    async def _make_canvas(self, token: str, channel: str, document: Document) -> bool:
        """Add a canvas to a conversation; False if the document is too long for one or Slack refuses it."""
        markdown = canvas.render(document)
        if markdown is None:
            return False
        content = {"type": "markdown", "markdown": markdown}
        arguments = {"token": token, "title": document.title, "document_content": content, "channel_id": channel}
        try:
            await self._client.api_call("canvases.create", json=arguments)
        except SlackApiError as error:
            log.warning("slack.refused", method="canvases.create", error=code_of(error) or "unreadable answer")
            return False
        return True

    async def _open_direct(self, token: str, user: str, title: str) -> str:
        """Post to the person, which opens the conversation, and return its id."""
        posted = await self._client.api_call(
            "chat.postMessage", json={"token": token, "channel": user, "text": f"{title}:"}
        )
        return str(posted.get("channel", ""))

    async def _upload(self, token: str, channel: str, thread: str | None, document: Document, name: str) -> None:
        content = await asyncio.to_thread(render, document, name)
        await self._send_bytes(token, channel, thread, (f"{document.name}.{name}", document.title, content))

    async def _send_bytes(self, token: str, channel: str, thread: str | None, file: tuple[str, str, bytes]) -> None:
        """Upload a file, given by name, title and content."""
        filename, title, content = file
        ticket = await self._client.api_call(
            "files.getUploadURLExternal", params={"token": token, "filename": filename, "length": len(content)}
        )
        url = str(ticket.get("upload_url", ""))
        if self._client.session is None or not is_slack_url(url, self._client.base_url):
            raise OSError(f"not an address of Slack: {urlsplit(url).hostname}")
        async with self._client.session.post(
            url, data=content, proxy=proxy_for(url), allow_redirects=False
        ) as response:
            if response.status != 200:
                raise OSError(f"the upload was answered with {response.status}")
        await self._client.api_call(
            "files.completeUploadExternal",
            json={
                "token": token,
                "files": [{"id": ticket.get("file_id"), "title": title}],
                "channel_id": channel,
                **({"thread_ts": thread} if thread else {}),
            },
        )


def _with_note(answer: Reply, words: str) -> Reply:
    return replace(answer, blocks=(*answer.blocks, note(words)))

"""Send a reply's document as a file, in the thread or as a direct message. Needs the optional scope files:write.

Source: https://docs.slack.dev/messaging/working-with-files#upload
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.documents.formats import LABELS, render
from bot.slack.bolt import proxy_for
from bot.slack.errors import code_of
from bot.slack.inbound import Origin
from bot.slack.outbox import is_slack_url
from handlers.document import Document
from handlers.reply import Heading, Reply, note, reply, text

NO_SCOPE = "I may not send files here: ask an admin to add the scope files:write and install me again."
NOT_SENT = "I couldn't send the file. Please try again in a moment."

log = structlog.get_logger()


class Files:
    """Uploads documents through the shared client; the workspace's token is passed with each call."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def send(self, token: str, user: str, origin: Origin, answer: Reply) -> Reply:
        """Upload the file that an answer asks for, and say where it is; the answer itself if it asks for none.

        A file can't be private to one person in a channel, so there it goes to the person's direct messages.
        """
        if answer.document is None or not answer.file:
            return answer
        here = origin.channel is not None and (origin.direct or (origin.thread is not None and not origin.private))
        try:
            channel = origin.channel if here else await self._open_direct(token, user, answer.document)
            await self._upload(token, channel or "", origin.thread if here else None, answer.document, answer.file)
        except SlackApiError as error:
            reason = code_of(error) or "unreadable answer"
            log.warning("slack.refused", method="files", error=reason)
            failed = NO_SCOPE if reason in ("missing_scope", "not_allowed_token_type") else NOT_SENT
            return replace(answer, blocks=(*answer.blocks, note(failed)))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack.unreachable", method="files", error=type(error).__name__)
            return replace(answer, blocks=(*answer.blocks, note(NOT_SENT)))
        place = "in this conversation" if here else "in our direct messages"
        return reply(
            Heading(answer.document.title),
            text(f"The {LABELS[answer.file]} file is {place}."),
            shareable=False,
            topic=answer.topic,
        )

    async def _open_direct(self, token: str, user: str, document: Document) -> str:
        """Post to the person, which opens the conversation, and return its id."""
        posted = await self._client.api_call(
            "chat.postMessage", json={"token": token, "channel": user, "text": f"{document.title}:"}
        )
        return str(posted.get("channel", ""))

    async def _upload(self, token: str, channel: str, thread: str | None, document: Document, name: str) -> None:
        content = await asyncio.to_thread(render, document, name)
        filename = f"{document.name}.{name}"
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
                "files": [{"id": ticket.get("file_id"), "title": document.title}],
                "channel_id": channel,
                **({"thread_ts": thread} if thread else {}),
            },
        )

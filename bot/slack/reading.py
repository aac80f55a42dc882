"""Explain texts and files: from a direct message, from the shortcut on a message, and from the form for a text.

A file is downloaded, extracted in a child process (bot/files) and answered like a typed command line; nothing of it
is stored or logged.
"""

from __future__ import annotations

import time
from dataclasses import replace

import aiohttp
import structlog
from cachetools import TTLCache
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation import Conversations
from bot.files.errors import UnreadableFileError
from bot.files.extract import FileReader
from bot.files.lines import answer_of, is_about_file, line_of, only_the_first, problem_reply
from bot.slack.blocks import render_modal
from bot.slack.downloads import SCOPE, Downloads
from bot.slack.errors import code_of
from bot.slack.files import SlackFile
from bot.slack.inbound import Message, OpenReadForm, TextToRead
from bot.slack.outbox import Outbox
from bot.slack.text_form import text_form
from handlers.reply import Reply, reply, text
from handlers.request import Request

READING = reply(text("Reading… one moment."), shareable=False)
"""Shown in a modal until its answer is ready."""
SCOPE_SECONDS = 600.0
"""How long it is remembered that a workspace has granted the scope for files."""
WORKSPACES = 2000
"""Workspaces for which that is remembered."""

log = structlog.get_logger()


class TextReader:
    """Answers texts and files with the router, through the outbox."""

    def __init__(self, client: AsyncWebClient, conversations: Conversations, outbox: Outbox) -> None:
        self._client, self._conversations, self._outbox = client, conversations, outbox
        self._downloads, self._files = Downloads(client), FileReader()
        self._may_open: TTLCache[str, bool] = TTLCache(WORKSPACES, SCOPE_SECONDS)

    def is_meant(self, message: Message) -> bool:
        """Whether a message is about its file. A picture beside a text isn't; it's only answered if it comes alone."""
        typed = message.request.text
        if not message.files or (typed.strip() and all(file.is_media for file in message.files)):
            return False
        return is_about_file(typed, self._conversations.router.commands)

    async def answer_message(self, token: str, message: Message) -> None:
        """Answer a message with files, once."""
        started = time.perf_counter()
        if not await self._conversations.deduplicator.is_new(message.key):
            return
        answer = await self._answer(token, message.request, message.files)
        await self._outbox.say(token, message, answer)
        self._conversations.answered("file", "", started)

    async def open_form(self, token: str, opening: OpenReadForm) -> None:
        """Open the form for a text, with an upload field if the bot may open files."""
        upload = await self._may_open_files(token)
        await self._outbox.open_modal(token, opening.trigger_id, text_form(upload=upload))

    async def answer_shortcut(self, token: str, reading: TextToRead) -> None:
        """Open a modal at once, because the trigger expires after three seconds, and show the answer in it."""
        view = await self._outbox.open_modal(token, reading.trigger_id, render_modal(READING, reading.metadata.dump()))
        await self.answer_in_modal(token, replace(reading, view_id=view))

    async def answer_in_modal(self, token: str, reading: TextToRead) -> None:
        """Show the answer in the open modal, or in a direct message if it was closed."""
        started = time.perf_counter()
        answer = await self._answer(token, Request(reading.text, reading.person), reading.files)
        await self._outbox.update(token, reading, answer)
        self._conversations.answered("file" if reading.files else "text", "", started)

    async def _answer(self, token: str, request: Request, files: tuple[SlackFile, ...]) -> Reply:
        """The answer about the first file or, without one, about the text."""
        router = self._conversations.router
        if not files:
            try:
                return await router.answer(replace(request, text=line_of(request.text), pressed=True))
            except UnreadableFileError as error:
                return problem_reply(str(error))
        first = next((file for file in files if not file.is_media), files[0])
        extracted = await self._files.read(lambda: self._downloads.download(token, first), first.name)
        line = answer_of(extracted)
        answer = line if isinstance(line, Reply) else await router.answer(replace(request, text=line, pressed=True))
        return only_the_first(answer, len(files))

    async def _may_open_files(self, token: str) -> bool:
        """Whether the workspace has granted the scope for files: each response lists the token's scopes."""
        if token in self._may_open:
            return True
        try:
            response = await self._client.api_call("auth.test", json={"token": token})
        except SlackApiError as error:
            log.warning("slack.refused", method="auth.test", error=code_of(error) or "unreadable answer")
            return False
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack.unreachable", method="auth.test", error=type(error).__name__)
            return False
        headers = {str(name).lower(): value for name, value in dict(response.headers).items()}
        granted = SCOPE in str(headers.get("x-oauth-scopes", "")).replace(" ", "").split(",")
        if granted:
            self._may_open[token] = True
        return granted

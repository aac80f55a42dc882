"""Explain texts and files: from a chat with the bot, and from the action on a message.

A file is downloaded, extracted in a child process (bot/files) and answered like a typed command line; nothing of it
is stored or logged.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from bot.conversation import Conversations
from bot.files.errors import UnreadableFileError
from bot.files.extract import FileReader
from bot.files.lines import answer_of, is_about_file, line_of, only_the_first, problem_reply
from bot.teams.dialog import dialog
from bot.teams.files import download
from bot.teams.inbound import TEACH, Explain, Message
from bot.teams.outbox import Outbox
from handlers.reply import Reply
from handlers.request import Request

NO_TEXT = "I found no text in that message. If it has a file, please send the file to me in our own chat."


class TextReader:
    """Answers texts and files with the router, through the outbox."""

    def __init__(self, conversations: Conversations, outbox: Outbox) -> None:
        self._conversations, self._outbox = conversations, outbox
        self._files = FileReader()

    def is_meant(self, message: Message) -> bool:
        """Whether a message is about its file. A picture beside a text isn't; it's only answered if it comes alone."""
        typed = message.request.text
        if not message.files or (typed and not any(file.url for file in message.files)):
            return False
        return is_about_file(typed, self._conversations.router.commands)

    async def answer_message(self, message: Message) -> None:
        """Answer a message with files, once: about the first document or, without one, about the picture."""
        started = time.perf_counter()
        if not await self._conversations.deduplicator.is_new(message.key):
            return
        first = next((file for file in message.files if file.url), message.files[0])
        extracted = await self._files.read(lambda: download(first, message.origin.service_url), first.name)
        answer = answer_of(extracted)
        if not isinstance(answer, Reply):
            request = replace(message.request, text=answer, pressed=True)
            answer = await self._conversations.router.answer(request)
        await self._outbox.say(message.origin, only_the_first(answer, len(message.files)))
        self._conversations.answered("file", "", started)

    async def explain(self, message: Explain) -> dict[str, Any]:
        """The dialog that explains a message, or the one that teaches a word from it."""
        started = time.perf_counter()
        if message.teaches:
            asked = Request(f"{TEACH} {message.text}", message.person)
            answer = await self._conversations.router.answer(asked)
            self._conversations.answered("text", "", started)
            return dialog(answer)
        try:
            request = Request(line_of(message.text), message.person, pressed=True)
            answer = await self._conversations.router.answer(request)
        except UnreadableFileError as error:
            answer = problem_reply(str(error) if message.text.strip() else NO_TEXT)
        self._conversations.answered("text", "", started)
        return dialog(answer)

"""Answers that Slack gets after it has been told that a payload arrived: presses, forms, messages, Home, welcomes."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from cachetools import LRUCache

from bot.conversation import Conversations
from bot.intent import SHARE
from bot.platform import Router
from bot.slack.actions import SWAP
from bot.slack.blocks import render_modal
from bot.slack.documents import Documents
from bot.slack.forms import form_modal
from bot.slack.inbound import HomeOpened, Message, Press, Submission, TextToTeach
from bot.slack.outbox import Outbox
from bot.slack.tokens import TokenSource
from bot.slack.undo import UndoButtons
from handlers.reply import FormButton, Reply, Visibility, note
from handlers.request import Person, Request

if TYPE_CHECKING:  # loaded with the database
    from bot.slack.welcomes import Welcomes

TAKEN_BACK = note("Taken back: only you see this now.")
REPLY_HERE, MENTION_ME = "Reply here to go on. No mention needed.", "Mention me to go on."
"""Small print below the first answer in a thread. The first is true if Slack delivers the channel's messages, which
depends on the app's manifest and on the workspace's consent, so the bot waits until it has seen one.
"""
CHANNELS = 10_000
"""Channels whose messages are known to be delivered."""


class Answers:
    """Routes requests and delivers the answers. `welcomes` records who was welcomed; without it nobody is."""

    def __init__(  # noqa: PLR0913 (keyword-only)
        self,
        *,
        router: Router,
        conversations: Conversations,
        outbox: Outbox,
        documents: Documents,
        tokens: TokenSource,
        undo_buttons: UndoButtons,
        welcomes: Welcomes | None,
    ) -> None:
        self._router, self._conversations = router, conversations
        self._outbox, self._documents, self._tokens = outbox, documents, tokens
        self._undo_buttons, self._welcomes = undo_buttons, welcomes
        self._hears: LRUCache[str | None, bool] = LRUCache(CHANNELS)

    def hears(self, channel: str) -> None:
        """Note that Slack delivers the messages of a channel."""
        self._hears[channel] = True

    async def open_teaching(self, token: str, shortcut: TextToTeach) -> None:
        """Open the form that the answer offers, filled in from the message; without one, show the answer."""
        started = time.perf_counter()
        answer = await self._router.answer(shortcut.request)
        form = next((element for element in answer.elements if isinstance(element, FormButton)), None)
        if form is not None:
            view = form_modal(form, replace(shortcut.metadata, command=form.command).dump())
        else:
            view = render_modal(answer, shortcut.metadata.dump())
        await self._outbox.open_modal(token, shortcut.trigger_id, view)
        self._conversations.answered("shortcut", "teach", started)

    async def send_late(self, slash: Press, answering: asyncio.Task[Reply], started: float) -> None:
        """Send the answer of a slash command that could not travel in the HTTP response."""
        token = await self._tokens.token_of(slash.person.enterprise, slash.person.workspace) or ""
        reply = await self._documents.send(token, slash.person.user, slash.metadata.origin, await answering)
        await self._outbox.respond(token, slash, reply)
        self._conversations.answered("slash", slash.value, started)

    async def send_below(
        self, token: str, submission: Submission, answering: asyncio.Task[Reply], started: float
    ) -> None:
        """Answer a form below the message that it was opened from."""
        await self._outbox.respond(token, submission, await answering)
        self._conversations.answered("submission", submission.line, started)

    async def send_in_place(
        self, token: str, submission: Submission, answering: asyncio.Task[Reply], started: float
    ) -> None:
        """Answer a form in its own modal."""
        await self._outbox.update(token, submission, await answering)
        self._conversations.answered("submission", submission.line, started)

    async def press(self, token: str, press: Press) -> None:
        """Answer a pressed button."""
        started = time.perf_counter()
        answer = await self._router.answer(press.request)
        reply = await self._documents.send(token, press.person.user, press.metadata.origin, answer)
        if reply.visibility is Visibility.CHANNEL and press.metadata.origin.channel:
            await self._share(token, press, reply)
        else:
            await self._outbox.answer(token, press, reply)
        self._conversations.answered("press", press.value, started)

    async def _share(self, token: str, press: Press, reply: Reply) -> None:
        """Post to the channel, once even if the button is double-clicked."""
        if await self._conversations.deduplicator.is_new(press.key):
            unshared = press.value.removeprefix(f"{SHARE} ")
            if not await self._outbox.share(token, press, unshared, reply):
                await self._conversations.deduplicator.forget(press.key)

    async def undo(self, token: str, press: Press) -> None:
        """Delete the shared message and put the private answer back, with a line that says so."""
        started = time.perf_counter()
        if (undo := self._undo_buttons.read(press)) is None:
            await self._outbox.refuse_undo(token, press)
            return
        ts, line = undo
        if await self._outbox.unshare(token, press, ts):
            private = replace(press, verb=SWAP, value=line)
            answer = await self._router.answer(private.request)
            await self._outbox.answer(token, private, replace(answer, blocks=(TAKEN_BACK, *answer.blocks)))
            self._conversations.answered("press", line, started)

    async def message(self, token: str, message: Message) -> None:
        """Answer a message, if it is meant for the bot."""
        request = message.request
        if message.overheard:
            if not await self._router.is_addressed(request, to_others=message.to_others):
                return
        elif not message.origin.direct:
            request = replace(request, hint=REPLY_HERE if message.origin.channel in self._hears else MENTION_ME)

        async def say(answer: Reply) -> None:
            reply = await self._documents.send(token, message.request.person.user, message.origin, answer)
            await self._outbox.say(token, message, reply)

        await self._conversations.answer("message", request, say, message.key)

    async def home(self, token: str, opened: HomeOpened) -> None:
        """Fill the Home tab."""
        await self._conversations.answer(
            "home",
            Request("home", opened.person),
            lambda reply: self._outbox.publish(token, opened.person.user, reply),
            opened.key,
        )

    async def welcome(self, kind: str, token: str, person: Person) -> None:
        """Welcome a person in their direct messages, at most once: recorded first, then posted, and never again.

        A welcome that is lost is not missed, because the Home tab says the same. One that comes twice annoys.
        """
        if self._welcomes and await self._welcomes.is_first(person):
            await self._conversations.answer(
                kind,
                Request("welcome", person),
                lambda reply: self._outbox.direct_message(token, person.user, reply),
            )

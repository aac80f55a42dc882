"""Where answers go: a response_url, a chat method, a modal or the Home tab. Failures are logged, never raised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import limits
from bot.slack.actions import SWAP
from bot.slack.blocks import render_home, render_message, render_modal
from bot.slack.errors import code_of
from bot.slack.forms import decode, form_modal
from bot.slack.requests import Metadata, Origin, Press, Said
from bot.slack.text import Json
from handlers.reply import Reply, Visibility

log = structlog.get_logger()

DEAD = frozenset({"account_inactive", "invalid_auth", "token_expired", "token_revoked"})
"""What Slack says of a token that was taken back (https://docs.slack.dev/reference/methods/auth.test)."""
QUIET = {"unfurl_links": False, "unfurl_media": False}


class Outbox:
    """Sends with one shared client; the token of the workspace comes with each call."""

    def __init__(self, client: AsyncWebClient, refused: Callable[[str], None]) -> None:
        """`refused` is told of a token that is good for nothing any more."""
        self._client, self._refused = client, refused

    async def say(self, token: str, said: Said, reply: Reply) -> None:
        """Answer a message with a message, in its thread where it has one."""
        await self._post(token, said.request.person.user, said.origin, reply, shared=True)

    async def greet(self, token: str, user: str, reply: Reply) -> None:
        """Write to a person first, in direct messages."""
        await self._post(token, user, Origin(user), reply, shared=True)

    async def publish(self, token: str, user: str, reply: Reply) -> None:
        """Show a person's Home tab."""
        await self._call("views.publish", token, user_id=user, view=render_home(reply))

    async def answer(self, token: str, press: Press, reply: Reply) -> None:
        """Answer a press: under its message or in a modal, as the reply and the place of the press ask for."""
        origin, shared = press.metadata.origin, reply.visibility is Visibility.CHANNEL
        in_conversation = press.surface == "message" or (shared and origin.channel is not None)
        swaps = press.verb == SWAP
        if not in_conversation or (reply.dialog and not shared):
            opened = await self._open(token, press, lambda metadata: render_modal(reply, metadata.dump()), swaps=swaps)
            if opened or not in_conversation:
                return
        await self.respond(token, press.person.user, origin, reply, swaps=swaps)

    async def open_form(self, token: str, press: Press) -> None:
        """Open the form that a press carries."""
        form = decode(press.value)
        await self._open(
            token, press, lambda metadata: form_modal(form, replace(metadata, command=form.command).dump())
        )

    async def respond(self, token: str, user: str, origin: Origin, reply: Reply, *, swaps: bool = False) -> None:
        """Answer where a message was pressed: for that person alone, except in a direct message or when shared.

        Goes through the response_url (5 uses in 30 minutes), else through a chat method.
        Source: https://docs.slack.dev/interactivity/handling-user-interaction
        """
        channel_wide = reply.visibility is Visibility.CHANNEL
        shared = channel_wide or (origin.direct and not origin.private)
        replaces = swaps and not channel_wide and (origin.direct or origin.private)
        body = render_message(reply) | QUIET | {"response_type": "in_channel" if shared else "ephemeral"}
        body["replace_original"] = replaces
        if origin.thread and not replaces:
            body["thread_ts"] = origin.thread
        delivered = await self._use(origin.response_url, body) if origin.response_url else False
        # Where nobody knows whether it arrived, one person is answered again, a channel is not.
        if delivered is False or (delivered is None and not shared):
            await self._post(token, user, origin, reply, shared=shared)

    async def _post(self, token: str, user: str, origin: Origin, reply: Reply, *, shared: bool) -> None:
        body = render_message(reply) | QUIET | {"channel": origin.channel}
        if origin.thread:
            body["thread_ts"] = origin.thread
        if shared:
            await self._call("chat.postMessage", token, **body)
        else:
            await self._call("chat.postEphemeral", token, user=user, **body)

    async def _open(self, token: str, press: Press, view: Callable[[Metadata], Json], *, swaps: bool = False) -> bool:
        """Open a modal; within a modal put it on top, or in its place when asked or when the stack of 3 is full."""
        if press.surface == "modal" and (swaps or press.metadata.depth >= limits.VIEW_STACK):
            return await self._call("views.update", token, view_id=press.view_id, view=view(press.metadata))
        method = "views.push" if press.surface == "modal" else "views.open"
        deeper = replace(press.metadata, depth=press.metadata.depth + 1)
        return await self._call(method, token, trigger_id=press.trigger_id, view=view(deeper))

    async def _use(self, url: str, body: Json) -> bool | None:
        """Whether a response_url took it: it may have expired or been used up. None: nobody knows."""
        if self._client.session is None:
            return False
        try:
            async with self._client.session.post(url, json=body) as response:
                if response.ok:
                    return True
                log.warning("slack.refused", method="response_url", status=response.status)
                return False if response.status < 500 else None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            log.warning("slack.unreachable", method="response_url", error=type(error).__name__)
            return False if isinstance(error, aiohttp.ClientConnectorError | aiohttp.InvalidURL) else None

    async def _call(self, method: str, token: str, **arguments: Any) -> bool:
        try:
            await self._client.api_call(method, json={"token": token, **arguments})
        except SlackApiError as error:
            reason = code_of(error) or "unreadable answer"
            log.warning("slack.refused", method=method, error=reason)
            if reason in DEAD:
                self._refused(token)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack.unreachable", method=method, error=type(error).__name__)
        else:
            return True
        return False

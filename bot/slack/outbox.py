"""Where answers go: a response_url, a chat method, a modal or the Home tab. Failures are logged, never raised.

Whoever presses something hears of it: what cannot be delivered where it belongs is shown in a modal, or else sent as a
direct message.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import limits
from bot.slack.actions import SWAP, undo_block
from bot.slack.blocks import render_home, render_message, render_modal
from bot.slack.bolt import proxy_for
from bot.slack.errors import code_of
from bot.slack.forms import decode, form_modal
from bot.slack.inbound import Message, Metadata, Origin, Press, Submission
from bot.slack.payload import Json
from bot.urls import is_safe_url
from handlers.reply import Button, Channel, Reply, Visibility, actions, reply, text

log = structlog.get_logger()

DEAD = frozenset({"account_inactive", "invalid_auth", "token_expired", "token_revoked"})
"""What Slack says of a token that was taken back (https://docs.slack.dev/reference/methods/auth.test)."""
NO_UNFURLS = {"unfurl_links": False, "unfurl_media": False}
SLACK_DOMAINS = ("slack.com", "slack-gov.com")
"""The domains of Slack and GovSlack: a response_url leads to one of them."""
URL_LENGTH = 3000  # characters of a response_url; Slack's own have about a hundred
NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError, aiohttp.InvalidURL)
"""No connection was opened."""
NOT_POSTED = reply(
    text("I couldn't post that in the channel. I may not be in it, or I may not be allowed to post there."),
    text("Write /invite @dragoman in the channel, then try again."),
    shareable=False,
)
NO_FORM = reply(text("I couldn't open the form in time. Please press the button again."), shareable=False)
OLD_FORM = reply(text("This button is from an older version of me. Please ask again."), shareable=False)
NOT_UNDONE = reply(text("I couldn't take that back. Please delete my message in the channel."), shareable=False)


@dataclass(frozen=True, slots=True)
class CallResult:
    """What became of a call. `arrived` is None if nobody knows, `ts` is a new message's, `error` is Slack's code."""

    arrived: bool | None
    ts: str = ""
    error: str = ""


class Outbox:
    """Sends with one shared client; the token of the workspace comes with each call."""

    def __init__(self, client: AsyncWebClient, refused: Callable[[str], None]) -> None:
        """`refused` is told of a token that is good for nothing any more."""
        self._client, self._refused = client, refused

    async def say(self, token: str, said: Message, reply: Reply) -> None:
        """Answer a message with a message, in its thread where it has one."""
        await self._post(token, said.request.person.user, said.origin, _message(reply), shared=True)

    async def greet(self, token: str, user: str, reply: Reply) -> None:
        """Write to a person first, in direct messages."""
        await self._post(token, user, Origin(user), _message(reply), shared=True)

    async def publish(self, token: str, user: str, reply: Reply) -> None:
        """Show a person's Home tab."""
        await self._call("views.publish", token, user_id=user, view=render_home(reply))

    async def answer(self, token: str, press: Press, reply: Reply) -> None:
        """Answer a press: under its message or in a modal, as the reply and the place of the press ask for."""
        origin, shared = press.metadata.origin, _is_for_all(reply)
        in_conversation = press.surface == "message" or (shared and origin.channel is not None)
        swaps = press.verb == SWAP
        if not in_conversation or (reply.dialog and not shared):
            opened = await self._open(token, press, lambda metadata: render_modal(reply, metadata.dump()), swaps=swaps)
            if opened.arrived:
                return
        if in_conversation:
            await self.respond(token, press, reply, swaps=swaps)
        else:
            await self.greet(token, press.person.user, reply)

    async def share(self, token: str, press: Press, line: str, reply: Reply) -> bool:
        """Post a reply for the channel and say so in the private copy it was pressed in; False if it is not there.

        A chat method goes first, for its answer names the message that Undo deletes. If the bot is not in the channel,
        the response_url takes it. `line` asks for the same answer, unshared.
        """
        origin, message = press.metadata.origin, _message(reply)
        sent = await self._post(token, press.person.user, origin, message, shared=True)
        if sent.arrived is False and origin.response_url:
            sent = CallResult(await self._use(origin.response_url, _response(origin, message, shared=True)))
        if sent.arrived is False:
            await self._tell(token, press, NOT_POSTED)
            return False
        if press.surface != "message" or origin.private or not sent.arrived:
            await self._confirm(token, press, line, sent)
        return True

    async def take_back(self, token: str, press: Press, ts: str) -> bool:
        """Delete what was shared; False, and the person is told, if it is still there."""
        deleted = await self._call("chat.delete", token, channel=press.metadata.origin.channel, ts=ts)
        if deleted.arrived or deleted.error == "message_not_found":
            return True
        await self.answer(token, replace(press, verb=""), NOT_UNDONE)
        return False

    async def open_form(self, token: str, press: Press) -> None:
        """Open the form that a press carries."""
        try:
            form = decode(press.value)
        except ValueError:
            await self.answer(token, press, OLD_FORM)
            return
        opened = await self._open(
            token, press, lambda metadata: form_modal(form, replace(metadata, command=form.command).dump())
        )
        if not opened.arrived:
            await self.answer(token, press, NO_FORM)

    async def respond(
        self, token: str, asked: Press | Submission, reply: Reply, *, swaps: bool = False, more: Sequence[Json] = ()
    ) -> None:
        """Answer where a message was pressed: for that person alone, except in a direct message or when shared.

        Goes through the response_url (5 uses in 30 minutes), else through a chat method, else to the person in another
        place. `more` are further blocks. Source: https://docs.slack.dev/interactivity/handling-user-interaction
        """
        origin, message, channel_wide = asked.metadata.origin, _message(reply, more), _is_for_all(reply)
        shared = channel_wide or (origin.direct and not origin.private)
        replaces = swaps and not channel_wide and (origin.direct or origin.private)
        body = _response(origin, message, shared=shared, replaces=replaces)
        arrived = await self._use(origin.response_url, body) if origin.response_url else False
        # If nobody knows whether it arrived, one person is answered again, a channel is not.
        if arrived is False or (arrived is None and not shared):
            arrived = (await self._post(token, asked.person.user, origin, message, shared=shared)).arrived
        if arrived is False:
            await self._tell(token, asked, NOT_POSTED if channel_wide else reply)
        elif arrived is None and channel_wide:
            await self._tell(token, asked, _unsure(origin, ""))

    async def update(self, token: str, sent: Submission, reply: Reply) -> None:
        """Answer in the modal of a form that was sent, or in a direct message if it was closed."""
        view = render_modal(reply, sent.answered.dump())
        if not (await self._call("views.update", token, view_id=sent.view_id, view=view)).arrived:
            await self.greet(token, sent.person.user, reply)

    async def _confirm(self, token: str, press: Press, line: str, sent: CallResult) -> None:
        """Put "Shared with #general" in the place of the private copy, with an Undo if the message is known."""
        origin = press.metadata.origin
        shared = reply(text("Shared with ", Channel(origin.channel or ""), "."), shareable=False)
        confirmation = shared if sent.arrived else _unsure(origin, press.value)
        more = undo_block(sent.ts, line) if sent.ts else []
        if press.surface == "message":
            await self.respond(token, press, confirmation, swaps=origin.private, more=more)
            return

        def view(metadata: Metadata) -> Json:
            modal = render_modal(confirmation, metadata.dump())
            return modal | {"blocks": [*modal["blocks"], *more]}

        await self._open(token, press, view, swaps=True)

    async def _tell(self, token: str, asked: Press | Submission, reply: Reply) -> None:
        """Show a person what could not be delivered where it belongs: in a modal, or else in a direct message."""
        if isinstance(asked, Press):
            opened = await self._open(token, asked, lambda metadata: render_modal(reply, metadata.dump()))
            if opened.arrived:
                return
        await self.greet(token, asked.person.user, reply)

    async def _post(self, token: str, user: str, origin: Origin, message: Json, *, shared: bool) -> CallResult:
        body = message | {"channel": origin.channel}
        if origin.thread:
            body["thread_ts"] = origin.thread
        if shared:
            return await self._call("chat.postMessage", token, **body)
        return await self._call("chat.postEphemeral", token, user=user, **body)

    async def _open(
        self, token: str, press: Press, view: Callable[[Metadata], Json], *, swaps: bool = False
    ) -> CallResult:
        """Open a modal; within a modal put it on top, or in its place if asked, if the stack of 3 is full, or if the
        trigger has expired.
        """
        deeper = replace(press.metadata, depth=press.metadata.depth + 1)
        if press.surface != "modal":
            return await self._call("views.open", token, trigger_id=press.trigger_id, view=view(deeper))
        if not swaps and press.metadata.depth < limits.VIEW_STACK:
            pushed = await self._call("views.push", token, trigger_id=press.trigger_id, view=view(deeper))
            if pushed.arrived:
                return pushed
        return await self._call("views.update", token, view_id=press.view_id, view=view(press.metadata))

    async def _use(self, url: str, body: Json) -> bool | None:
        """Whether a response_url took it: it may have expired or been used up. None: nobody knows."""
        if self._client.session is None:
            return False
        if not is_slack_url(url, self._client.base_url):
            log.warning("slack.refused", method="response_url", error="not an address of Slack's")
            return False
        try:
            async with self._client.session.post(
                url, json=body, proxy=proxy_for(url), allow_redirects=False
            ) as response:
                if response.status < 300:
                    return True
                log.warning("slack.refused", method="response_url", status=response.status)
                return False if response.status < 500 else None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            log.warning("slack.unreachable", method="response_url", error=type(error).__name__)
            return False if isinstance(error, NOT_SENT) else None

    async def _call(self, method: str, token: str, **arguments: Any) -> CallResult:
        try:
            answer = await self._client.api_call(method, json={"token": token, **arguments})
        except SlackApiError as error:
            reason = code_of(error)
            log.warning("slack.refused", method=method, error=reason or "unreadable answer")
            if reason in DEAD:
                self._refused(token)
            return CallResult(arrived=False, error=reason) if reason else CallResult(arrived=None)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack.unreachable", method=method, error=type(error).__name__)
            return CallResult(arrived=False if isinstance(error, NOT_SENT) else None)
        ts = answer.get("ts")
        return CallResult(arrived=True, ts=ts if isinstance(ts, str) else "")


def is_slack_url(url: str, api_url: str) -> bool:
    """Whether an address is Slack's own: https on one of its hosts, or the server of the Web API (a playground's)."""
    if not is_safe_url(url, URL_LENGTH):
        return False
    address, api = urlsplit(url), urlsplit(api_url)
    if (address.scheme, address.netloc) == (api.scheme, api.netloc):
        return True
    host = address.hostname or ""
    own = any(host == domain or host.endswith(f".{domain}") for domain in SLACK_DOMAINS)
    return own and address.scheme == "https" and address.netloc.lower() in (host, f"{host}:443")


def _is_for_all(reply: Reply) -> bool:
    return reply.visibility is Visibility.CHANNEL


def _message(reply: Reply, more: Sequence[Json] = ()) -> Json:
    rendered = render_message(reply)
    return rendered | NO_UNFURLS | {"blocks": [*rendered["blocks"], *more]}


def _response(origin: Origin, message: Json, *, shared: bool, replaces: bool = False) -> Json:
    """The body for a response_url."""
    body = message | {"response_type": "in_channel" if shared else "ephemeral", "replace_original": replaces}
    return body if replaces or not origin.thread else body | {"thread_ts": origin.thread}


def _unsure(origin: Origin, again: str) -> Reply:
    """Say that a post may or may not be in the channel; `again` is the command line that shares it once more."""
    return reply(
        text(
            "I can't tell whether Slack posted that. Look in ", Channel(origin.channel or ""), " before you try again."
        ),
        actions(Button("Share again", again)) if again else None,
        shareable=False,
    )

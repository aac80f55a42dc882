"""Deliver answers by response_url, chat method, modal or Home tab. Failures are logged, never raised.

Every press gets an answer: if it can't be delivered where it belongs, it is shown in a modal, or else sent as a direct
message.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import limits
from bot.slack.actions import SWAP, undo_block
from bot.slack.blocks import render_home, render_message, render_modal, without_images
from bot.slack.bolt import proxy_for
from bot.slack.errors import code_of
from bot.slack.forms import decode, form_modal
from bot.slack.inbound import Message, Metadata, Origin, Press, Submission, TextToRead
from bot.slack.newer_blocks import NONE, NewerBlocks
from bot.slack.payload import Json
from bot.slack.undo import UndoButtons
from bot.urls import is_safe_url
from handlers.reply import Button, Channel, Reply, Visibility, actions, reply, text

log = structlog.get_logger()

DEAD = frozenset({"account_inactive", "invalid_auth", "token_expired", "token_revoked"})
"""Error codes for a revoked or expired token (https://docs.slack.dev/reference/methods/auth.test)."""
BAD_BLOCKS = "invalid_blocks"
"""Error code if Slack doesn't take a block or can't load its image; it then refuses the whole message."""
RATE_LIMITED = 429
NO_UNFURLS = {"unfurl_links": False, "unfurl_media": False}
SLACK_DOMAINS = ("slack.com", "slack-gov.com")
"""The domains of Slack and GovSlack; a response_url points to a host of one of them."""
URL_LENGTH = 3000  # longest accepted response_url, in characters; Slack's have about a hundred
NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError, aiohttp.InvalidURL)
"""Errors raised before a connection was open: nothing was sent."""
NOT_POSTED = reply(
    text("I couldn't post that in the channel. I may not be in it, or I may not be allowed to post there."),
    text("Type /invite @dragoman in the channel, then try again."),
    shareable=False,
)
NO_FORM = reply(text("I couldn't open the form in time. Please press the button again."), shareable=False)
OLD_FORM = reply(text("This button is from an older version of me. Please ask your question again."), shareable=False)
NOT_UNDONE = reply(
    text("I couldn't take that back. A workspace admin can delete my message in the channel."), shareable=False
)


@dataclass(frozen=True, slots=True)
class CallResult:
    """Outcome of a Web API call or response_url post.

    `arrived` is None if unknown, `ts` is the new message's id, `view` the modal's, `error` is Slack's code.
    """

    arrived: bool | None
    ts: str = ""
    error: str = ""
    view: str = ""


class Outbox:
    """Sends answers through one shared client; the workspace's token is passed with each call."""

    def __init__(
        self, client: AsyncWebClient, evict_token: Callable[[str], None], undo: UndoButtons, newer: NewerBlocks
    ) -> None:
        """`evict_token` is called with a token that Slack rejected."""
        self._client, self._evict_token, self._undo, self._newer = client, evict_token, undo, newer

    async def say(self, token: str, message: Message, reply: Reply) -> None:
        """Answer a message with a message, in its thread if it has one."""
        await self._post(token, message.request.person.user, message.origin, self._forms(reply), shared=True)

    async def direct_message(self, token: str, user: str, reply: Reply) -> None:
        """Send a person a direct message."""
        await self._post(token, user, Origin(user), self._forms(reply), shared=True)

    async def publish(self, token: str, user: str, reply: Reply) -> None:
        """Publish a person's Home tab."""
        await self._call("views.publish", token, user_id=user, view=render_home(reply))

    async def answer(self, token: str, press: Press, reply: Reply) -> None:
        """Answer a press below its message or in a modal, depending on the reply and on where it was pressed."""
        origin, shared = press.metadata.origin, _is_public(reply)
        in_conversation = press.surface == "message" or (shared and origin.channel is not None)
        swaps = press.verb == SWAP
        if not in_conversation or (reply.dialog and not shared):
            opened = await self._open(token, press, lambda metadata: render_modal(reply, metadata.dump()), swaps=swaps)
            if opened.arrived:
                return
        if in_conversation:
            await self.respond(token, press, reply, swaps=swaps)
        else:
            await self.direct_message(token, press.person.user, reply)

    async def share(self, token: str, press: Press, line: str, reply: Reply) -> bool:
        """Post a reply to the channel and confirm it in the private copy; False if it was not posted.

        Tries chat.postMessage first, because its response has the `ts` that Undo deletes, then the response_url, which
        works even if the bot isn't in the channel. `line` is the command line of the same answer, unshared.
        """
        origin, forms = press.metadata.origin, self._forms(reply)
        sent = await self._post(token, press.person.user, origin, forms, shared=True)
        if sent.arrived is False and origin.response_url:
            sent = await self._post_response(origin, forms, shared=True)
        if sent.arrived is False:
            await self._notify(token, press, NOT_POSTED)
            return False
        if press.surface != "message" or origin.private or not sent.arrived:
            await self._confirm(token, press, line, sent)
        return True

    async def unshare(self, token: str, press: Press, ts: str) -> bool:
        """Delete a shared message; if that fails, tell the person and return False."""
        deleted = await self._call("chat.delete", token, channel=press.metadata.origin.channel, ts=ts)
        if deleted.arrived or deleted.error == "message_not_found":
            return True
        await self.refuse_undo(token, press)
        return False

    async def refuse_undo(self, token: str, press: Press) -> None:
        """Tell a person that their share couldn't be taken back."""
        await self.answer(token, replace(press, verb=""), NOT_UNDONE)

    async def open_form(self, token: str, press: Press) -> None:
        """Open the form encoded in the press's value."""
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
        self, token: str, inbound: Press | Submission, reply: Reply, *, swaps: bool = False, more: Sequence[Json] = ()
    ) -> None:
        """Answer where a message was pressed: ephemerally, except in a direct message or if the reply is shared.

        Tries the response_url (5 uses in 30 minutes), then a chat method, then a modal or direct message. `more` are
        blocks to append. Source: https://docs.slack.dev/interactivity/handling-user-interaction
        """
        origin, channel_wide = inbound.metadata.origin, _is_public(reply)
        shared = channel_wide or (origin.direct and not origin.private)
        forms = self._forms(reply, more, private=not shared)
        replaces = swaps and not channel_wide and (origin.direct or origin.private)
        arrived = (await self._post_response(origin, forms, shared=shared, replaces=replaces)).arrived
        # If delivery is unknown, send again to one person but not to a channel.
        if arrived is False or (arrived is None and not shared):
            arrived = (await self._post(token, inbound.person.user, origin, forms, shared=shared)).arrived
        if arrived is False:
            await self._notify(token, inbound, NOT_POSTED if channel_wide else reply)
        elif arrived is None and channel_wide:
            await self._notify(token, inbound, _unclear(origin, ""))

    async def open_modal(self, token: str, trigger_id: str, view: Json) -> str:
        """Open a modal; returns its id, or an empty string if it couldn't be opened."""
        return (await self._call("views.open", token, trigger_id=trigger_id, view=view)).view

    async def update(self, token: str, submission: Submission | TextToRead, reply: Reply) -> None:
        """Answer a submission in its modal, or in a direct message if the modal was closed."""
        view = render_modal(reply, submission.answer_metadata.dump())
        shown = (
            submission.view_id
            and (await self._call("views.update", token, view_id=submission.view_id, view=view)).arrived
        )
        if not shown:
            await self.direct_message(token, submission.person.user, reply)

    async def _confirm(self, token: str, press: Press, line: str, sent: CallResult) -> None:
        """Replace the private copy with "Shared with #general", with Undo if the message's `ts` is known."""
        origin = press.metadata.origin
        shared = reply(text("Shared with ", Channel(origin.channel or ""), "."), shareable=False)
        confirmation = shared if sent.arrived else _unclear(origin, press.value)
        more = undo_block(self._undo.value(press, sent.ts, line)) if sent.ts else []
        if press.surface == "message":
            await self.respond(token, press, confirmation, swaps=origin.private, more=more)
            return

        def view(metadata: Metadata) -> Json:
            modal = render_modal(confirmation, metadata.dump())
            return modal | {"blocks": [*modal["blocks"], *more]}

        await self._open(token, press, view, swaps=True)

    async def _notify(self, token: str, inbound: Press | Submission, reply: Reply) -> None:
        """Show a person an undeliverable answer: in a modal, or else as a direct message."""
        if isinstance(inbound, Press):
            opened = await self._open(token, inbound, lambda metadata: render_modal(reply, metadata.dump()))
            if opened.arrived:
                return
        await self.direct_message(token, inbound.person.user, reply)

    def _forms(self, reply: Reply, more: Sequence[Json] = (), *, private: bool = False) -> list[Json]:
        """The forms of a message, the newest first: with Slack's newer blocks if they are used, and without them."""
        newest = _message(reply, more, private=private, newer=self._newer.types)
        if not self._newer.may_be_in(reply) or not self._newer.types & {block["type"] for block in newest["blocks"]}:
            return [newest]
        return [newest, _message(reply, more, private=private)]

    async def _post(self, token: str, user: str, origin: Origin, forms: Sequence[Json], *, shared: bool) -> CallResult:
        target = {"channel": origin.channel, **({"thread_ts": origin.thread} if origin.thread else {})}
        method = "chat.postMessage" if shared else "chat.postEphemeral"
        target |= {} if shared else {"user": user}
        return await self._send(forms, lambda form: self._call(method, token, **form, **target))

    async def _post_response(
        self, origin: Origin, forms: Sequence[Json], *, shared: bool, replaces: bool = False
    ) -> CallResult:
        """Post to the response_url, if there is one."""
        url = origin.response_url
        if not url:
            return CallResult(arrived=False)
        return await self._send(
            forms, lambda form: self._post_to(url, _response(origin, form, shared=shared, replaces=replaces))
        )

    async def _send(self, forms: Sequence[Json], send: Callable[[Json], Awaitable[CallResult]]) -> CallResult:
        """Send the newest form; if Slack refuses its blocks, the older one, and remember that."""
        newest, *older = forms
        sent = await send(newest)
        if not older or sent.error != BAD_BLOCKS:
            return sent
        sent = await send(older[0])
        if sent.arrived:
            self._newer.refuse(newest)
        return sent

    async def _open(
        self, token: str, press: Press, view: Callable[[Metadata], Json], *, swaps: bool = False
    ) -> CallResult:
        """Open a modal. From a modal, push it on top, or update in place if `swaps`, if the stack of 3 is full, or if
        the trigger has expired.
        """
        deeper = replace(press.metadata, depth=press.metadata.depth + 1)
        if press.surface != "modal":
            return await self._call("views.open", token, trigger_id=press.trigger_id, view=view(deeper))
        if not swaps and press.metadata.depth < limits.VIEW_STACK:
            pushed = await self._call("views.push", token, trigger_id=press.trigger_id, view=view(deeper))
            if pushed.arrived:
                return pushed
        return await self._call("views.update", token, view_id=press.view_id, view=view(press.metadata))

    async def _post_to(self, url: str, body: Json) -> CallResult:
        """Post to a response_url; if Slack refuses it, again with text in place of its images."""
        result = await self._post_once(url, body)
        spoken = without_images(body)
        return await self._post_once(url, spoken) if result.error == BAD_BLOCKS and spoken != body else result

    async def _post_once(self, url: str, body: Json) -> CallResult:
        """Post to a response_url. Slack doesn't document how it refuses blocks; the address may also have expired."""
        if self._client.session is None:
            return CallResult(arrived=False)
        if not is_slack_url(url, self._client.base_url):
            log.warning("slack.refused", method="response_url", error="not a Slack address")
            return CallResult(arrived=False)
        try:
            async with self._client.session.post(
                url, json=body, proxy=proxy_for(url), allow_redirects=False
            ) as response:
                if response.status < 300:
                    return CallResult(arrived=True)
                log.warning("slack.refused", method="response_url", status=response.status)
                if response.status >= 500:
                    return CallResult(arrived=None)
                return CallResult(arrived=False, error="" if response.status == RATE_LIMITED else BAD_BLOCKS)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            log.warning("slack.unreachable", method="response_url", error=type(error).__name__)
            return CallResult(arrived=False if isinstance(error, NOT_SENT) else None)

    async def _call(self, method: str, token: str, **arguments: Any) -> CallResult:
        """Call a method; if Slack refuses the blocks, again with text in place of their images."""
        result = await self._call_once(method, token, arguments)
        if result.error != BAD_BLOCKS or (spoken := without_images(arguments)) == arguments:
            return result
        return await self._call_once(method, token, spoken)

    async def _call_once(self, method: str, token: str, arguments: Json) -> CallResult:
        try:
            response = await self._client.api_call(method, json={"token": token, **arguments})
        except SlackApiError as error:
            reason = code_of(error)
            log.warning("slack.refused", method=method, error=reason or "unreadable answer")
            if reason in DEAD:
                self._evict_token(token)
            return CallResult(arrived=False, error=reason) if reason else CallResult(arrived=None)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack.unreachable", method=method, error=type(error).__name__)
            return CallResult(arrived=False if isinstance(error, NOT_SENT) else None)
        ts, view = response.get("ts"), response.get("view")
        view_id = view.get("id") if isinstance(view, dict) else ""
        return CallResult(True, ts if isinstance(ts, str) else "", view=view_id if isinstance(view_id, str) else "")


def is_slack_url(url: str, api_url: str) -> bool:
    """Whether a URL belongs to Slack: https on one of its hosts, or on the Web API's server (the playground's)."""
    if not is_safe_url(url, URL_LENGTH):
        return False
    address, api = urlsplit(url), urlsplit(api_url)
    if (address.scheme, address.netloc) == (api.scheme, api.netloc):
        return True
    host = address.hostname or ""
    slack = any(host == domain or host.endswith(f".{domain}") for domain in SLACK_DOMAINS)
    return slack and address.scheme == "https" and address.netloc.lower() in (host, f"{host}:443")


def _is_public(reply: Reply) -> bool:
    return reply.visibility is Visibility.CHANNEL


def _message(reply: Reply, more: Sequence[Json], *, private: bool, newer: frozenset[str] = NONE) -> Json:
    rendered = render_message(reply, private=private, newer=newer)
    return rendered | NO_UNFURLS | {"blocks": [*rendered["blocks"], *more]}


def _response(origin: Origin, message: Json, *, shared: bool, replaces: bool = False) -> Json:
    """The JSON body for a response_url."""
    body = message | {"response_type": "in_channel" if shared else "ephemeral", "replace_original": replaces}
    return body if replaces or not origin.thread else body | {"thread_ts": origin.thread}


def _unclear(origin: Origin, again: str) -> Reply:
    """Tell the person that the post may or may not be in the channel; `again` is the command line to share again."""
    return reply(
        text(
            "I can't tell whether Slack posted that. Look in ", Channel(origin.channel or ""), " before you try again."
        ),
        actions(Button("Share again", again)) if again else None,
        shareable=False,
    )

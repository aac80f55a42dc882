"""POST /slack/events: from bytes on the wire to Bolt and back. What Bolt would stumble over is refused here."""

from __future__ import annotations

import re
from collections.abc import Sequence

import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.http.bodies import read_body

log = structlog.get_logger()

Headers = dict[str, str | Sequence[str]]

LARGEST = 1024 * 1024
"""Bytes of a body; Slack's largest payloads, views of 100 blocks, stay well below."""
_TYPES = frozenset({"application/x-www-form-urlencoded", "application/json"})
_SECONDS = re.compile(r"\d{1,12}", re.ASCII)


class Endpoint:
    """Answers Slack over HTTP: 401 for what Slack did not sign within five minutes, 400 for what cannot be read.

    The exception is `ssl_check=1`, with which Slack looks at the certificate: Bolt answers it with an empty 200 before
    it verifies the signature, and does nothing else with the request.
    """

    def __init__(self, bolt: AsyncApp, signing_secret: str) -> None:
        self._bolt = bolt
        self._verifier = SignatureVerifier(signing_secret)

    async def handle(self, request: web.Request) -> web.Response:
        """Handle one delivery. Bolt verifies its signature before anything is done with it."""
        try:
            raw = await read_body(request, LARGEST)
        except web.HTTPRequestEntityTooLarge:
            return _malformed("too large")
        headers = _headers(request)
        try:
            return _response(await self._bolt.async_dispatch(_read(raw, headers)))
        except Exception as error:  # Bolt stumbles over what is not as it should be, some of it before it verifies
            return _malformed(type(error).__name__) if self._is_signed(raw, headers) else web.Response(status=401)

    def _is_signed(self, raw: bytes, headers: Headers) -> bool:
        seconds, signature = headers["x-slack-request-timestamp"], headers["x-slack-signature"]
        try:
            return self._verifier.is_valid(raw, str(seconds), str(signature))
        except UnicodeDecodeError:
            return False


def _read(raw: bytes, headers: Headers) -> AsyncBoltRequest:
    if headers["content-type"] not in _TYPES:
        raise ValueError("neither a form nor JSON")
    return AsyncBoltRequest(body=raw.decode(), headers=headers)


def _headers(request: web.Request) -> Headers:
    """The headers that Bolt reads. It would fail on a time that is no number, and on a signature beyond ASCII."""
    seconds = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    return {
        "content-type": request.content_type,
        "x-slack-request-timestamp": seconds if _SECONDS.fullmatch(seconds) else "0",
        "x-slack-signature": signature if signature.isascii() else "",
    }


def _malformed(reason: str) -> web.Response:
    log.warning("slack.malformed", reason=reason)
    return web.Response(status=400)


def _response(answer: BoltResponse) -> web.Response:
    kind = answer.headers["content-type"][0].partition(";")[0]
    return web.Response(status=answer.status, text=answer.body, content_type=kind)

"""Verify Slack's signature on a request of Slackbot, and read who asks."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import orjson
import structlog
from aiohttp import web
from cachetools import TTLCache
from slack_sdk.signature import Clock, SignatureVerifier

from bot.agents.caller import Caller
from bot.agents.problems import ProblemError

MAX_AGE_SECONDS: Final = 5 * 60
"""How old a signature may be: https://docs.slack.dev/authentication/verifying-requests-from-slack"""
_REMEMBERED = 50_000
"""Signatures remembered at a time, about 200 bytes each."""
_SECONDS = re.compile(r"\d{1,12}", re.ASCII)
_ID = re.compile(r"[A-Z0-9]{1,32}", re.ASCII)

log = structlog.get_logger()


class _Clock(Clock):
    """The SDK's clock, replaceable."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now

    def now(self) -> float:
        """Seconds since 1970."""
        return self._now()


class SlackSignature:
    """Checks that a request is Slack's, new, and not one that was already answered.

    A tool call whose signature comes a second time is a replay: Slack signs each call anew. Other methods may repeat,
    because two people's clients can ask for the list of tools in the same second with the same words.
    """

    def __init__(self, secret: str, now: Callable[[], float] = time.time) -> None:
        self._verifier = SignatureVerifier(secret, _Clock(now))
        self._seen: TTLCache[str, bool] = TTLCache(_REMEMBERED, 2 * MAX_AGE_SECONDS, now)

    def caller_of(self, request: web.Request, body: bytes) -> Caller:
        """The person that Slackbot calls for. Raises ProblemError for a request that isn't Slack's."""
        signature = request.headers.get("X-Slack-Signature", "")
        seconds = request.headers.get("X-Slack-Request-Timestamp", "")
        if not self._is_valid(body, seconds, signature):
            raise self._refusal("signature")
        message = _message(body)
        if message.get("method") == "tools/call":
            if signature in self._seen:
                raise self._refusal("replay")
            self._seen[signature] = True
        return _person(message)

    def _is_valid(self, body: bytes, seconds: str, signature: str) -> bool:
        if not _SECONDS.fullmatch(seconds) or not signature.isascii():
            return False
        try:
            return bool(self._verifier.is_valid(body, seconds, signature))
        except UnicodeDecodeError:
            return False

    @staticmethod
    def _refusal(reason: str) -> ProblemError:
        log.warning("agents.refused", reason=reason)
        return ProblemError(401, "This needs a new signature by Slack.")


def _message(body: bytes) -> Mapping[str, Any]:
    """The JSON-RPC message; empty if it is none, which the SDK then says."""
    try:
        message = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return message if isinstance(message, dict) else {}


def _person(message: Mapping[str, Any]) -> Caller:
    """Who is named in `params._meta.slack`; nobody, if Slack doesn't say, which shows no workspace's own words."""
    named: Any = message
    for key in ("params", "_meta", "slack"):
        named = named.get(key) if isinstance(named, dict) else None
    ids = named if isinstance(named, dict) else {}
    team, user, enterprise = (_id(ids.get(name)) for name in ("team_id", "user_id", "enterprise_id"))
    return Caller("slack", team, user, enterprise or None)


def _id(value: object) -> str:
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""

"""Let callers in: check the host name, the key or token, and how often they call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot.agents.caller import Caller
from bot.agents.hosts import is_allowed_host, is_allowed_origin
from bot.agents.problems import ProblemError
from bot.agents.rate import RateLimit

if TYPE_CHECKING:
    from bot.agents.keys import Keys
    from bot.agents.oauth import IssuerVerifier

log = structlog.get_logger()

BEARER = "bearer "
LONGEST_TOKEN = 8_000
"""Characters of a bearer token; aiohttp limits all headers to about as many."""


class Access:
    """Checks requests in the order host, origin, key, rate. Raises ProblemError for the first that fails.

    `issuer` verifies OAuth tokens; without it only keys are accepted. `metadata` is the address of the document that
    tells clients about the issuer.
    """

    def __init__(
        self,
        hosts: frozenset[str],
        keys: Keys,
        rate: RateLimit,
        issuer: IssuerVerifier | None = None,
        metadata: str = "",
    ) -> None:
        self._hosts, self._keys, self._rate, self._issuer, self._metadata = hosts, keys, rate, issuer, metadata

    def check_host(self, request: web.Request) -> None:
        """Refuse a request under another host name, or from a page of another host."""
        if not is_allowed_host(request.headers.get("Host", ""), self._hosts):
            log.warning("agents.refused", reason="host")
            raise ProblemError(421, "This bot isn't served under that host name: set AGENTS_HOSTS or PUBLIC_URL.")
        if not is_allowed_origin(request.headers.get("Origin"), self._hosts):
            log.warning("agents.refused", reason="origin")
            raise ProblemError(403, "Web pages of other hosts can't call this.")

    def check_rate(self, caller: Caller) -> None:
        """Count a call. Refuse it if there were too many."""
        if seconds := self._rate.wait(caller.id):
            raise ProblemError(429, "Too many calls: try again later.", {"Retry-After": str(seconds)})

    async def caller_of(self, request: web.Request) -> Caller:
        """The verified caller of a request."""
        self.check_host(request)
        caller = await self._verified(request)
        self.check_rate(caller)
        return caller

    async def _verified(self, request: web.Request) -> Caller:
        header = request.headers.get("Authorization", "")
        token = header[len(BEARER) :].strip()
        if not header.lower().startswith(BEARER) or not token:
            raise self._unauthorized("Send a key: Authorization: Bearer dgm_…")
        try:
            caller = await self._caller(token) if len(token) <= LONGEST_TOKEN else None
        except Exception as error:  # the database or the issuer's keys can't be reached
            log.error("agents.unverified", error=type(error).__name__)
            raise ProblemError(503, "Keys can't be checked right now.", {"Retry-After": "5"}) from None
        if caller is None:
            log.warning("agents.refused", reason="key")
            raise self._unauthorized("This key or token isn't valid here.", 'error="invalid_token"')
        return caller

    async def _caller(self, token: str) -> Caller | None:
        from bot.agents.keys import looks_like_key  # noqa: PLC0415 - loads SQLAlchemy

        if looks_like_key(token):
            return await self._keys.caller_of(token)
        return await self._issuer.caller_of(token) if self._issuer else None

    def _unauthorized(self, detail: str, *more: str) -> ProblemError:
        """A refusal that tells clients how to get in (RFC 6750 and RFC 9728)."""
        pointer = [f'resource_metadata="{self._metadata}"'] if self._metadata else []
        challenge = ", ".join(['realm="dragoman"', *more, *pointer])
        return ProblemError(401, detail, {"WWW-Authenticate": f"Bearer {challenge}"})

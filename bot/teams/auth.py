"""Who sends: checks the tokens that the Bot Framework signs, with keys that are fetched beside the running work.

The SDK's own check fetches keys in the event loop, which stands still meanwhile, and lets an activity without service
URL pass; this one takes its place. Source of the rules:
https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from typing import Any

import aiohttp
import jwt
import structlog
from microsoft_teams.api.auth.cloud_environment import CloudEnvironment
from microsoft_teams.apps.auth import InboundActivityTokenValidator

FRESH_SECONDS = 3600.0
KEPT_SECONDS = 24 * 3600.0
"""Microsoft asks to fetch the keys at least once a day."""
PAUSE_SECONDS = 5.0
"""Between two fetches, so that made-up keys cannot make the bot ask all the time."""
FETCH_SECONDS = 4.0
"""For each of the two requests: together less than the 10 seconds after which Teams gives an activity up."""
LEEWAY_SECONDS = 300
"""How far clocks may differ: five minutes, says the source above."""

CHANNEL = "msteams"
"""How the Bot Framework calls Teams, among the channels by which it reaches a bot."""

UNREADABLE = (
    aiohttp.ClientError,
    TimeoutError,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    jwt.PyJWTError,
)

log = structlog.get_logger()


class Keys:
    """The public keys of the Bot Framework, by their ids."""

    def __init__(self, metadata_url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._url, self._clock = metadata_url, clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched = self._tried = -math.inf
        self._one_at_a_time = asyncio.Lock()

    async def find(self, kid: str) -> jwt.PyJWK | None:
        """The key of this id; None where there is none. Keys that cannot be renewed are good for `KEPT_SECONDS`."""
        known = kid in self._keys
        if not known or (self._clock() - self._fetched > FRESH_SECONDS and not self._one_at_a_time.locked()):
            async with self._one_at_a_time:
                await self._renew(kid)
        if self._clock() - self._fetched > KEPT_SECONDS:
            self._keys = {}
        return self._keys.get(kid)

    async def _renew(self, kid: str) -> None:
        now = self._clock()
        if now - self._tried < PAUSE_SECONDS or (kid in self._keys and now - self._fetched <= FRESH_SECONDS):
            return
        try:
            self._keys = await self._fetch()
            self._fetched = now
        except UNREADABLE as error:
            log.warning("teams.keys_unreachable", error=type(error).__name__)
        self._tried = self._clock()  # those who have waited meanwhile need not try it too

    async def _fetch(self) -> dict[str, jwt.PyJWK]:
        timeout = aiohttp.ClientTimeout(total=FETCH_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout, raise_for_status=True, trust_env=True) as session:
            async with session.get(self._url) as metadata:
                address = (await metadata.json())["jwks_uri"]
            async with session.get(address) as listed:
                listed_keys = (await listed.json())["keys"]
        ours = [key for key in listed_keys if CHANNEL in (key.get("endorsements") or (CHANNEL,))]
        return {key.key_id: key for key in jwt.PyJWKSet.from_dict({"keys": ours}).keys if key.key_id}


class Verifier(InboundActivityTokenValidator):
    """Lets through what the Bot Framework signed for this bot and for the service URL of the activity."""

    def __init__(self, client_id: str, cloud: CloudEnvironment, keys: Keys) -> None:
        super().__init__(client_id, cloud=cloud)
        self._client_id, self._issuer, self._keys = client_id, cloud.token_issuer, keys

    async def validate_token(self, raw_token: str, service_url: str | None = None) -> dict[str, Any]:
        """The claims. Raises jwt.InvalidTokenError, whose message never leaves here."""
        try:
            return await self._claims(raw_token, service_url)
        except jwt.InvalidTokenError as error:
            log.warning("teams.unverified", reason=type(error).__name__)
            raise
        except (ValueError, TypeError) as error:  # an id or a claim of another kind than it should be
            log.warning("teams.unverified", reason=type(error).__name__)
            raise jwt.InvalidTokenError from error

    async def _claims(self, raw_token: str, service_url: str | None) -> dict[str, Any]:
        kid = jwt.get_unverified_header(raw_token).get("kid")
        key = await self._keys.find(kid) if isinstance(kid, str) else None
        if key is None:
            raise jwt.InvalidKeyError
        claims: dict[str, Any] = jwt.decode(
            raw_token,
            key,
            algorithms=["RS256"],
            audience=self._client_id,
            issuer=self._issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iss", "aud"]},
        )
        signed = claims.get("serviceurl")
        if not service_url or not isinstance(signed, str) or signed.rstrip("/") != service_url.rstrip("/"):
            raise jwt.MissingRequiredClaimError("serviceurl")
        return claims

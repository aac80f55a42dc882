"""Verify the tokens that the Bot Framework signs, with keys that are fetched without blocking.

This replaces the SDK's validator, which blocks the event loop while it fetches keys and accepts an activity without a
service URL. Rules: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
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

REFRESH_SECONDS = 3600.0
"""Age at which the keys are fetched again."""
MAX_AGE_SECONDS = 24 * 3600.0
"""Age at which keys that can't be refreshed are dropped; Microsoft asks to fetch them at least once a day."""
PAUSE_SECONDS = 5.0
"""Between two fetches, so that tokens with made-up key ids can't cause constant requests."""
FETCH_SECONDS = 4.0
"""Timeout of each of the two requests: together less than the 10 seconds after which Teams drops an activity."""
LEEWAY_SECONDS = 300
"""Allowed clock skew: five minutes, as in the rules above."""

CHANNEL_ID = "msteams"
"""Teams' id among the Bot Framework's channels."""

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
"""Raised if the keys can't be fetched or parsed."""

log = structlog.get_logger()


class Keys:
    """The Bot Framework's public keys by id, cached."""

    def __init__(self, metadata_url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._url, self._clock = metadata_url, clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched = self._tried = -math.inf
        self._fetching = asyncio.Lock()

    async def find(self, kid: str) -> jwt.PyJWK | None:
        """The key; None if unknown. Refreshes old keys; an old key is used while another caller refreshes it."""
        known = kid in self._keys
        if not known or (self._clock() - self._fetched > REFRESH_SECONDS and not self._fetching.locked()):
            async with self._fetching:
                await self._renew(kid)
        if self._clock() - self._fetched > MAX_AGE_SECONDS:
            self._keys = {}
        return self._keys.get(kid)

    async def _renew(self, kid: str) -> None:
        now = self._clock()
        if now - self._tried < PAUSE_SECONDS or (kid in self._keys and now - self._fetched <= REFRESH_SECONDS):
            return
        try:
            self._keys = await self.fetch()
            self._fetched = now
        except UNREADABLE as error:
            log.warning("teams.keys_unreachable", error=type(error).__name__)
        self._tried = self._clock()  # callers waiting for the lock need not fetch too

    async def fetch(self) -> dict[str, jwt.PyJWK]:
        """The keys by id, uncached. Raises one of UNREADABLE."""
        timeout = aiohttp.ClientTimeout(total=FETCH_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout, raise_for_status=True, trust_env=True) as session:
            async with session.get(self._url) as metadata:
                keys_url = (await metadata.json())["jwks_uri"]
            async with session.get(keys_url) as response:
                all_keys = (await response.json())["keys"]
        ours = [key for key in all_keys if CHANNEL_ID in (key.get("endorsements") or (CHANNEL_ID,))]
        return {key.key_id: key for key in jwt.PyJWKSet.from_dict({"keys": ours}).keys if key.key_id}


class Verifier(InboundActivityTokenValidator):
    """Accepts tokens that the Bot Framework signed for this bot and for the activity's service URL."""

    def __init__(self, client_id: str, cloud: CloudEnvironment, keys: Keys) -> None:
        super().__init__(client_id, cloud=cloud)
        self._client_id, self._issuer, self._keys = client_id, cloud.token_issuer, keys

    async def validate_token(self, raw_token: str, service_url: str | None = None) -> dict[str, Any]:
        """The claims. Raises jwt.InvalidTokenError, and logs only its type: the message may quote the token."""
        try:
            return await self._claims(raw_token, service_url)
        except jwt.InvalidTokenError as error:
            log.warning("teams.unverified", reason=type(error).__name__)
            raise
        except (ValueError, TypeError) as error:  # a key id or claim of the wrong type
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

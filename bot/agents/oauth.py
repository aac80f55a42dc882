"""Accept the tokens of one OAuth issuer, with its public keys fetched and cached.

Metadata: RFC 8414 and OpenID Connect Discovery; tokens: RFC 9068; the audience is this server (RFC 8707).
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp
import jwt
import orjson
import structlog

from bot.agents.caller import Caller

if TYPE_CHECKING:
    from mcp.server.auth.provider import AccessToken

REFRESH_SECONDS = 3600.0
"""Age at which the keys are fetched again."""
MAX_AGE_SECONDS = 24 * 3600.0
"""Age at which keys that can't be refreshed are dropped."""
PAUSE_SECONDS = 5.0
"""Between two fetches, so that tokens with made-up key ids can't cause constant requests."""
FETCH_SECONDS = 4.0
MOST_BYTES = 512 * 1024
"""Of metadata or keys."""
_CHUNK = 64 * 1024
LEEWAY_SECONDS = 60
"""Allowed clock skew."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Public-key algorithms only: with a shared secret whoever verifies tokens could make them."""
_ENTRA = "login.microsoftonline.com"
_PATHS = ("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")

UNREADABLE = (aiohttp.ClientError, TimeoutError, OSError, ValueError, LookupError, TypeError, AttributeError)
"""Raised if metadata or keys can't be fetched or parsed."""

log = structlog.get_logger()


class IssuerError(ValueError):
    """The issuer's metadata can't be used; the message says why, and what to do."""


class IssuerKeys:
    """The issuer's public keys by id, cached."""

    def __init__(self, issuer: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._issuer, self._clock = issuer, clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched = self._tried = -math.inf
        self._fetching = asyncio.Lock()

    async def find(self, kid: str) -> jwt.PyJWK | None:
        """The key; None if unknown. Raises ConnectionError if no keys could be fetched at all."""
        if self._is_due(kid):
            async with self._fetching:
                if self._is_due(kid):
                    await self._renew()
        if self._clock() - self._fetched > MAX_AGE_SECONDS:
            raise ConnectionError("no keys of the issuer")
        return self._keys.get(kid)

    def _is_due(self, kid: str) -> bool:
        now = self._clock()
        return now - self._tried >= PAUSE_SECONDS and (kid not in self._keys or now - self._fetched > REFRESH_SECONDS)

    async def _renew(self) -> None:
        self._tried = self._clock()
        try:
            self._keys = await self.fetch()
            self._fetched = self._clock()
        except (*UNREADABLE, jwt.PyJWTError) as error:
            log.warning("agents.issuer_unreachable", error=type(error).__name__)

    async def fetch(self) -> dict[str, jwt.PyJWK]:
        """The keys by id, uncached. Raises IssuerError, one of UNREADABLE or PyJWTError."""
        timeout = aiohttp.ClientTimeout(total=FETCH_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as session:
            metadata = await self._metadata(session)
            keys_url = metadata["jwks_uri"]
            if urlsplit(keys_url).scheme != urlsplit(self._issuer).scheme:
                raise IssuerError("the address of its keys isn't https, as its own is")
            keys = (await _json(session, keys_url))["keys"]
        public = [key for key in keys if key.get("kty") != "oct" and key.get("use", "sig") == "sig" and key.get("kid")]
        if not public:
            raise IssuerError("it publishes no public keys to verify tokens with")
        return {key.key_id: key for key in jwt.PyJWKSet.from_dict({"keys": public}).keys if key.key_id}

    async def _metadata(self, session: aiohttp.ClientSession) -> dict[str, Any]:
        """The issuer's metadata, which must be about exactly this issuer."""
        for address in _metadata_addresses(self._issuer):
            try:
                metadata = await _json(session, address)
            except aiohttp.ClientResponseError:
                continue
            if metadata["issuer"] != self._issuer:
                raise IssuerError(
                    "its metadata names another issuer; copy that name exactly, with or without a slash at the end"
                )
            return metadata
        raise IssuerError(f"there's no metadata at {_metadata_addresses(self._issuer)[0]}")


class IssuerVerifier:
    """Verifies tokens of the issuer for this audience. It is a `TokenVerifier` of the MCP SDK."""

    def __init__(self, issuer: str, audience: str, keys: IssuerKeys | None = None) -> None:
        self._issuer, self._audience = issuer, audience
        self._keys = keys or IssuerKeys(issuer)

    async def verify_token(self, token: str) -> AccessToken | None:
        """What a token grants; None if it isn't valid here. Raises ConnectionError if that can't be checked."""
        from mcp.server.auth.provider import AccessToken  # noqa: PLC0415 - loaded on first use

        claims = await self._claims(token)
        if claims is None:
            return None
        return AccessToken(
            token=token,
            client_id=str(claims.get("client_id") or claims.get("azp") or claims["sub"]),
            scopes=str(claims.get("scope") or claims.get("scp") or "").split(),
            expires_at=int(claims["exp"]),
            resource=self._audience,
            subject=str(claims["sub"]),
            claims=claims,
        )

    async def caller_of(self, token: str) -> Caller | None:
        """Whom a token was issued to. A person of a Teams tenant belongs to it; others to the issuer."""
        access = await self.verify_token(token)
        if access is None:
            return None
        host, tenant = urlsplit(self._issuer).netloc, (access.claims or {}).get("tid")
        if host == _ENTRA and isinstance(tenant, str):
            return Caller("teams", tenant, f"token:{access.subject}")
        return Caller("agents", host, f"token:{access.subject}")

    async def _claims(self, token: str) -> dict[str, Any] | None:
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            key = await self._keys.find(kid) if isinstance(kid, str) else None
            if key is None:
                return None
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=list(ALGORITHMS),
                audience=self._audience,
                issuer=self._issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:  # the message may quote the token
            log.warning("agents.token_refused", reason=type(error).__name__)
            return None
        return claims


async def _json(session: aiohttp.ClientSession, address: str) -> dict[str, Any]:
    async with session.get(address, allow_redirects=False) as response:
        if response.status != 200:
            raise aiohttp.ClientResponseError(response.request_info, (), status=response.status)
        raw = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            raw += chunk
            if len(raw) > MOST_BYTES:
                raise ValueError("too large")
        parsed: dict[str, Any] = orjson.loads(raw)
        return parsed


def _metadata_addresses(issuer: str) -> list[str]:
    """Where the metadata may be: after the issuer's path (OpenID Connect), or before it (RFC 8414)."""
    parts = urlsplit(issuer)
    path = parts.path.rstrip("/")
    root = f"{parts.scheme}://{parts.netloc}"
    return [f"{root}{path}{_PATHS[0]}", f"{root}{_PATHS[1]}{path}"]

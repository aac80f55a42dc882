"""The bot's own access token: requested with the client secret, cached until shortly before it expires.

Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable

import aiohttp
import jwt
import structlog
from microsoft_teams.api import JsonWebToken, TokenProtocol
from microsoft_teams.api.auth.cloud_environment import CloudEnvironment

from bot.teams.errors import NoTokenError

EARLY_SECONDS = 300.0
"""How long before expiry a new token is requested."""
FETCH_SECONDS = 8.0
LOCAL = "eyJhbGciOiJub25lIn0.e30."
"""An unsigned token without claims, for Microsoft's local Agents Playground."""

log = structlog.get_logger()


class Tokens:
    """The token for the Bot Framework, shared: concurrent callers wait for the same request."""

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        tenant_id: str | None,
        cloud: CloudEnvironment,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        tenant = tenant_id or cloud.login_tenant
        self._url = f"{cloud.login_endpoint}/{tenant}/oauth2/v2.0/token"
        self._form = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": client_secret,
            "scope": cloud.bot_scope,
        }
        self._clock = clock
        self._token: TokenProtocol | None = None
        self._until = -math.inf
        self._fetching: asyncio.Task[TokenProtocol] | None = None

    async def get_app_token(self, scope: str | None = None, tenant_id: str | None = None) -> TokenProtocol:
        """The token. Raises NoTokenError if unavailable."""
        if self._token is not None and self._clock() < self._until:
            return self._token
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._renew(), name="teams.token")
            self._fetching.add_done_callback(self._on_fetched)
        return await asyncio.shield(self._fetching)

    def evict_token(self) -> None:
        """Drop a token that Teams rejected; the next call requests another."""
        self._token = None

    def _on_fetched(self, task: asyncio.Task[TokenProtocol]) -> None:
        self._fetching = None
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("teams.no_token", reason=str(error) if isinstance(error, NoTokenError) else type(error).__name__)

    async def _renew(self) -> TokenProtocol:
        self._token, seconds = await self._fetch()
        self._until = self._clock() + max(seconds - EARLY_SECONDS, seconds / 2)
        return self._token

    async def _fetch(self) -> tuple[TokenProtocol, float]:
        """A new token and its lifetime in seconds. Raises NoTokenError."""
        timeout = aiohttp.ClientTimeout(total=FETCH_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
                session.post(self._url, data=self._form) as response,
            ):
                body = await response.json()
                if not response.ok:
                    raise NoTokenError(str(body.get("error"))[:60])
                return JsonWebToken(body["access_token"]), float(body["expires_in"])
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise NoTokenError(type(error).__name__) from error
        except (ValueError, LookupError, TypeError, AttributeError, jwt.PyJWTError) as error:
            raise NoTokenError("unreadable answer") from error


class LocalToken:
    """The token for Microsoft's local Agents Playground, which checks none."""

    async def get_app_token(self, scope: str | None = None, tenant_id: str | None = None) -> TokenProtocol:
        """The same token always."""
        return JsonWebToken(LOCAL)

    def evict_token(self) -> None:
        """Do nothing: there is no other token to use."""

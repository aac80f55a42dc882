"""Bot tokens per installation: looked up once, cached for five minutes, rotated before they expire."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
import structlog
from cachetools import TTLCache
from slack_bolt.async_app import AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

log = structlog.get_logger()

SECONDS = 5 * 60.0
"""Cache lifetime: for at most this long another replica may use a token that was revoked. Far shorter than the two
hours before expiry in which a token is rotated.
"""
SIZE = 5_000
"""Cached installations, about 10 MB."""

InstallationKey = tuple[str | None, str | None]
"""(enterprise id, team id) of an installation: (None, "T1") for a workspace, ("E1", "T1") for a workspace of an
organisation, ("E1", None) for a whole organisation.
"""


class TokenSource(Protocol):
    """Finds tokens for work that Slack did not trigger, such as daily posts."""

    async def token_of(self, enterprise: str | None, team: str) -> str | None:
        """The token for a workspace, or for its organisation; None if the bot is not installed."""

    def evict_token(self, token: str) -> None:
        """Drop a token that Slack rejected."""


@dataclass(frozen=True, slots=True)
class OneToken(AsyncAuthorize):
    """The token of the only workspace; needs no lookup and no API call."""

    token: str

    async def __call__(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None, **_: Any
    ) -> AuthorizeResult:
        """Authorize every request with the same token."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=self.token)

    async def token_of(self, enterprise: str | None, team: str) -> str | None:
        """The same token for every workspace."""
        return self.token

    def evict_token(self, token: str) -> None:
        """Do nothing: there is no other token to use."""


class Tokens(AsyncAuthorize):
    """The tokens of all installations.

    A cached token costs neither a query nor an API call. Bolt's usual auth.test is not needed either: the installation
    holds the bot's id.
    """

    def __init__(
        self,
        store: AsyncInstallationStore,
        rotator: AsyncTokenRotator,
        *,
        seconds: float = SECONDS,
        size: int = SIZE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store, self._rotator = store, rotator
        self._bots: TTLCache[InstallationKey, Bot] = TTLCache(size, seconds, timer=clock)
        self._loading: dict[InstallationKey, asyncio.Task[Bot | None]] = {}

    def __len__(self) -> int:
        return len(self._bots)

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: Any,
    ) -> AuthorizeResult | None:
        """Authorize a request for Bolt; None if the bot is not installed."""
        bot = await self.find((enterprise_id, None if context.is_enterprise_install else team_id))
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_id=bot.bot_id,
            bot_user_id=bot.bot_user_id,
            bot_token=bot.bot_token,
        )

    async def find(self, key: InstallationKey) -> Bot | None:
        """The installation's bot, with a valid token; None if not installed. Concurrent callers share one query."""
        bot = self._bots.get(key)
        if bot is not None:
            return bot
        loading = self._loading.get(key)
        if loading is None:
            loading = self._loading[key] = asyncio.create_task(self._load(key), name="slack.token")
        return await asyncio.shield(loading)  # cancelling one caller must not cancel the shared query

    async def token_of(self, enterprise: str | None, team: str) -> str | None:
        """The token of the workspace's own installation, or else of its organisation's."""
        bot = await self.find((enterprise, team))
        if bot is None and enterprise:
            bot = await self.find((enterprise, None))
        return bot.bot_token if bot else None

    def evict(self, key: InstallationKey) -> None:
        """Drop the installation's cached token, and don't cache the result of a query in progress."""
        self._bots.pop(key, None)
        self._loading.pop(key, None)

    def evict_token(self, token: str) -> None:
        """Drop a token that Slack rejected from the cache."""
        for key in list(self._bots):
            bot = self._bots.get(key)  # None if it has expired since
            if bot is not None and bot.bot_token == token:
                self.evict(key)

    async def _load(self, key: InstallationKey) -> Bot | None:
        bot = None
        try:
            bot = await self._query(key)
            if bot is not None and bot.bot_refresh_token:
                bot = await self._rotate(key, bot)
        finally:
            if self._loading.get(key) is asyncio.current_task():
                del self._loading[key]
                if bot is not None:
                    self._bots[key] = bot
        return bot

    async def _query(self, key: InstallationKey) -> Bot | None:
        enterprise, team = key
        return await self._store.async_find_bot(
            enterprise_id=enterprise, team_id=team, is_enterprise_install=team is None
        )

    async def _rotate(self, key: InstallationKey, bot: Bot) -> Bot | None:
        """The bot with a new token, if its token expires within two hours.

        A refresh token works once. If another replica used it first, that replica's token is in the store now or soon,
        and the old token stays valid until it expires.
        """
        try:
            rotated = await self._rotator.perform_bot_token_rotation(bot=bot)
        except (SlackTokenRotationError, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack.token_not_renewed", error=type(error).__name__)
            return await self._query(key)
        if rotated is None:
            return bot
        await self._store.async_save_bot(rotated)
        log.info("slack.token_renewed")
        return rotated

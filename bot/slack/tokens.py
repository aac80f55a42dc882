"""Which token belongs to a request: looked up once, kept for some minutes, renewed before it expires."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
import structlog
from slack_bolt.async_app import AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

log = structlog.get_logger()

SECONDS = 5 * 60.0
"""How long another replica may go on with a token that was taken back; far less than the two hours within which
an expiring one is renewed.
"""
SIZE = 5_000
"""Workspaces, about 10 MB."""

Whose = tuple[str | None, str | None]
"""An organisation's id and a workspace's: (None, "T1") a workspace, ("E1", "T1") one of an organisation,
("E1", None) a whole organisation.
"""


class TokenSource(Protocol):
    """Where work that no request started finds its token."""

    async def token_of(self, enterprise: str | None, team: str) -> str | None:
        """The token for a workspace, which may belong to an organisation; None where the bot is not installed."""

    def evict_token(self, token: str) -> None:
        """To be told of a token that Slack has refused."""


@dataclass(frozen=True, slots=True)
class OneToken(AsyncAuthorize):
    """The token of the one workspace there is: nothing is looked up or asked for."""

    token: str

    async def __call__(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None, **_: Any
    ) -> AuthorizeResult:
        """The same for each request."""
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=self.token)

    async def token_of(self, enterprise: str | None, team: str) -> str | None:
        """The same for each workspace."""
        return self.token

    def evict_token(self, token: str) -> None:
        """There is no other."""


@dataclass(frozen=True, slots=True)
class _Kept:
    bot: Bot
    until: float


class Tokens(AsyncAuthorize):
    """The tokens of all workspaces. A warm request costs neither a query nor a call: not even Bolt's auth.test,
    for the installation knows already who the bot is.
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
        self._seconds, self._size, self._clock = seconds, size, clock
        self._kept: dict[Whose, _Kept] = {}
        self._loading: dict[Whose, asyncio.Task[Bot | None]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: Any,
    ) -> AuthorizeResult | None:
        """What Bolt needs to go on; None where the bot is not installed."""
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

    async def find(self, whose: Whose) -> Bot | None:
        """The bot of a workspace or organisation with a token that is good; many who ask at once make one query."""
        kept = self._kept.get(whose)
        if kept is not None and self._clock() < kept.until:
            return kept.bot
        loading = self._loading.get(whose)
        if loading is None:
            loading = self._loading[whose] = asyncio.create_task(self._load(whose), name="slack.token")
        return await asyncio.shield(loading)  # one who stops waiting does not take the others' answer away

    async def token_of(self, enterprise: str | None, team: str) -> str | None:
        """The token of the workspace's own installation, or else of the one for its whole organisation."""
        bot = await self.find((enterprise, team))
        if bot is None and enterprise:
            bot = await self.find((enterprise, None))
        return bot.bot_token if bot else None

    def evict(self, whose: Whose) -> None:
        """Look it up afresh next time, and keep nothing of what is being looked up now."""
        self._kept.pop(whose, None)
        self._loading.pop(whose, None)

    def evict_token(self, token: str) -> None:
        """The same for a token that Slack has refused."""
        for whose in [whose for whose, kept in self._kept.items() if kept.bot.bot_token == token]:
            self.evict(whose)

    async def _load(self, whose: Whose) -> Bot | None:
        bot = None
        try:
            bot = await self._stored(whose)
            if bot is not None and bot.bot_refresh_token:
                bot = await self._renewed(whose, bot)
        finally:
            if self._loading.get(whose) is asyncio.current_task():
                del self._loading[whose]
                self._keep(whose, bot)
        return bot

    def _keep(self, whose: Whose, bot: Bot | None) -> None:
        self._kept.pop(whose, None)
        if bot is None:
            return
        while len(self._kept) >= self._size:
            del self._kept[next(iter(self._kept))]
        self._kept[whose] = _Kept(bot, self._clock() + self._seconds)

    async def _stored(self, whose: Whose) -> Bot | None:
        enterprise, team = whose
        return await self._store.async_find_bot(
            enterprise_id=enterprise, team_id=team, is_enterprise_install=team is None
        )

    async def _renewed(self, whose: Whose, bot: Bot) -> Bot | None:
        """The bot with a new token where the old one expires within two hours.

        A refresh token works once: where another replica was first, its token is in the store by now or soon,
        and the old one is good until then.
        """
        try:
            renewed = await self._rotator.perform_bot_token_rotation(bot=bot)
        except (SlackTokenRotationError, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack.token_not_renewed", error=type(error).__name__)
            return await self._stored(whose)
        if renewed is None:
            return bot
        await self._store.async_save_bot(renewed)
        log.info("slack.token_renewed")
        return renewed

"""Agents as a platform: the MCP endpoints and the HTTP API. Nobody has channels here, so nothing is posted."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from aiohttp import web

from bot.agents.access import Access
from bot.agents.api import Api
from bot.agents.calls import Calls
from bot.agents.hosts import allowed_hosts
from bot.agents.keys import Keys
from bot.agents.mcp_http import PATH, Mcp, SlackDoor
from bot.agents.oauth import IssuerVerifier
from bot.agents.rate import RateLimit
from bot.conversation import Conversations
from bot.platform import Parts, PostResult, Refused, State, Target
from bot.settings import Settings
from handlers.daily_term.subscription import Refusal
from handlers.reply import Reply
from handlers.request import Person, Place

NAME: Final = "agents"
METADATA_PATH: Final = f"/.well-known/oauth-protected-resource{PATH}"
"""Where clients look for the issuer of a resource at `PATH` (RFC 9728)."""


class AgentsApp:
    """Serves agents."""

    name = NAME

    def __init__(
        self, parts: Parts, state: State, rate: RateLimit | None = None, timer: Callable[[], float] = time.monotonic
    ) -> None:
        settings = parts.settings
        keys = Keys(state.engine, timer)
        self._conversations = Conversations(NAME, parts.router, parts.deduplicator)
        self._issuer, self._resource = settings.agents_issuer, f"{settings.public_url or ''}{PATH}"
        self._access = Access(
            allowed_hosts(settings),
            keys,
            rate or RateLimit(),
            _verifier(settings, self._resource),
            f"{settings.public_url}{METADATA_PATH}" if self._issuer else "",
        )
        calls = Calls(self._conversations)
        self._mcp = Mcp(calls, self._access, _slack_door(settings, state), settings)
        self._api = Api(calls, self._access)

    @property
    def poster(self) -> NoChannels:
        """Posts nothing."""
        return NoChannels()

    @property
    def people(self) -> NoChannels:
        """Knows no channel."""
        return NoChannels()

    def add_routes(self, app: web.Application) -> None:
        """Add the MCP endpoints, the HTTP API and, with an issuer, the metadata about it."""
        self._mcp.add_routes(app)
        self._api.add_routes(app)
        if self._issuer:
            app.router.add_get(METADATA_PATH, self._show_metadata)

    async def start(self) -> None:
        """Start accepting calls."""
        await self._mcp.start()

    async def stop(self) -> None:
        """Finish accepted work."""
        await self._conversations.drain()
        await self._mcp.stop()

    async def _show_metadata(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "resource": self._resource,
                "authorization_servers": [self._issuer],
                "bearer_methods_supported": ["header"],
                "resource_name": "Dragoman",
            }
        )


class NoChannels:
    """The poster and people of a platform without channels."""

    how_to_add_me = ""

    async def post(self, _target: Target, _reply: Reply, _nonce: str) -> PostResult:
        """Refuse: there is nowhere to post to."""
        return Refused("no_channels", gone=True)

    async def find(self, _target: Target, _nonce: str, _since: datetime, _position: str | None = None) -> str | None:
        """Nothing was ever posted."""
        return None

    async def close(self) -> None:
        """Nothing to close."""

    async def refusal(self, _person: Person, _place: Place) -> Refusal | None:
        """Daily terms aren't kept here."""
        return Refusal.NOT_KEPT

    async def zone_of(self, _person: Person) -> str | None:
        """Unknown."""
        return None

    async def is_admin(self, _person: Person) -> bool | None:
        """Unknown."""
        return None

    async def admins(self, _workspace: str, _enterprise: str | None = None) -> tuple[str, ...]:
        """Unknown, so nobody."""
        return ()

    def target_of(self, person: Person, place: Place) -> Target:
        """The place, to which nothing can be posted."""
        return Target(person.platform, person.workspace, place.channel or "")


def _verifier(settings: Settings, resource: str) -> IssuerVerifier | None:
    if settings.agents_issuer is None:
        return None
    return IssuerVerifier(settings.agents_issuer, settings.agents_audience or resource)


def _slack_door(settings: Settings, state: State) -> SlackDoor | None:
    """What lets Slackbot in; None without Slack's signing secret."""
    secret = settings.secret("slack_signing_secret")
    if secret is None:
        return None
    from bot.agents.slack_signature import SlackSignature  # noqa: PLC0415 - loads Slack's SDK
    from bot.agents.slack_workspaces import SlackWorkspaces  # noqa: PLC0415

    workspaces = SlackWorkspaces(state.engine) if settings.oauth_configured else None
    return SlackDoor(SlackSignature(secret), workspaces)

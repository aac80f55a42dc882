"""Installing the bot into workspaces and organisations by OAuth, and taking leave of them.

Protocol: https://docs.slack.dev/authentication/installing-with-oauth
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth import RedirectUriPageRenderer
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from bot.background import location_of
from bot.slack.inbound import Uninstalled
from bot.slack.logs import quiet_logger
from bot.slack.manifest import INSTALL_PATH, REDIRECT_PATH, scopes
from bot.slack.tokens import Tokens

if TYPE_CHECKING:  # one workspace needs no database
    from bot.slack.installations import Installations, OAuthStates

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class OAuth:
    """What installing needs: the app's credentials, and where installations and states are kept.

    `tips`: the bot also asks for what a channel's daily term needs.
    """

    client_id: str
    client_secret: str
    installations: Installations
    states: OAuthStates
    tips: bool = False


Forget = Callable[[str | None, str | None], Awaitable[object]]
"""Forgets what was kept for a workspace (its organisation if any, itself) or for an organisation (itself, None)."""


GOV_HOST = "slack-gov.com"
"""Where GovSlack lives, with all its pages (https://api.slack-gov.com/gov-slack/about)."""
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""For both pages: the address holds a code, nobody frames them, and they run nothing."""


def slack_host(api_url: str) -> str:
    """The host of Slack's pages for people: GovSlack's own where its Web API is used, slack.com anywhere else."""
    host = urlsplit(api_url).hostname or ""
    return GOV_HOST if host == GOV_HOST or host.endswith(f".{GOV_HOST}") else "slack.com"


class _Pages(RedirectUriPageRenderer):
    """The SDK's pages, whose link to Slack in the browser leads to `host`."""

    def __init__(self, host: str) -> None:
        super().__init__(install_path=INSTALL_PATH, redirect_uri_path=REDIRECT_PATH)
        self._host = host

    def render_success_page(
        self,
        app_id: str,
        team_id: str | None,
        is_enterprise_install: bool | None = None,
        enterprise_url: str | None = None,
    ) -> str:
        """Thank whoever installed the bot, with the way back to Slack."""
        page = super().render_success_page(app_id, team_id, is_enterprise_install, enterprise_url)
        return page.replace("https://app.slack.com/", f"https://app.{self._host}/")


class Installer:
    """The two pages of an installation, and its end. `installed` is told of each one that is complete."""

    def __init__(
        self,
        client: AsyncWebClient,
        oauth: OAuth,
        installed: Callable[[Installation], None],
        forget: Forget | None = None,
    ) -> None:
        self._store = oauth.installations
        self._installed, self._forget = installed, forget
        rotator = AsyncTokenRotator(client_id=oauth.client_id, client_secret=oauth.client_secret, client=client)
        self.tokens = Tokens(oauth.installations, rotator)
        settings = self._settings(oauth, slack_host(client.base_url))
        self.flow = AsyncOAuthFlow(client=client, logger=quiet_logger(), settings=settings)

    def add_routes(self, app: web.Application) -> None:
        """GET /slack/install and GET /slack/oauth_redirect."""
        # Without HEAD: programs that look at a link before a person does would be given a state each time.
        app.router.add_get(INSTALL_PATH, self._page(self.flow.handle_installation), allow_head=False)
        app.router.add_get(REDIRECT_PATH, self._page(self.flow.handle_callback), allow_head=False)

    async def remove(self, removed: Uninstalled) -> None:
        """Forget an installation, as Slack says that it is no more, and what was kept for it.

        Told twice, or late, when it has been installed again, it does no harm.
        """
        whose = (removed.enterprise, removed.team)
        await self._store.remove(*whose, removed.at)
        self.tokens.evict(whose)
        if self._forget and not await self._remains(*whose):
            await self._forget(*whose)
        log.info("slack.uninstalled", organisation=removed.team is None)

    async def _remains(self, enterprise: str | None, team: str | None) -> bool:
        """Whether the bot is there all the same: installed again, or for the whole organisation."""
        if team is None:
            return await self.tokens.find((enterprise, None)) is not None
        return await self.tokens.token_of(enterprise, team) is not None

    def _settings(self, oauth: OAuth, host: str) -> AsyncOAuthSettings:
        settings = AsyncOAuthSettings(
            client_id=oauth.client_id,
            client_secret=oauth.client_secret,
            scopes=scopes(tips=oauth.tips),
            user_scopes=[],
            install_path=INSTALL_PATH,
            install_page_rendering_enabled=False,  # straight on to Slack's own page
            redirect_uri_path=REDIRECT_PATH,
            authorization_url=f"https://{host}/oauth/v2/authorize",
            callback_options=AsyncCallbackOptions(success=self._succeeded, failure=self._failed),
            installation_store=oauth.installations,
            installation_store_bot_only=True,
            state_store=oauth.states,
            logger=quiet_logger(),
        )
        settings.redirect_uri_page_renderer = _Pages(host)  # before the flow is made, which reads it once
        return settings

    async def _succeeded(self, args: AsyncSuccessArgs) -> BoltResponse:
        found = args.installation
        self.tokens.evict((found.enterprise_id, None if found.is_enterprise_install else found.team_id))
        self._installed(found)
        log.info("slack.installed", organisation=bool(found.is_enterprise_install))
        return await args.default.success(args)

    async def _failed(self, args: AsyncFailureArgs) -> BoltResponse:
        known = args.suggested_status_code != 200  # else it is whatever stands in the address
        log.warning("slack.not_installed", reason=args.reason if known else "refused at Slack")
        return await args.default.failure(args)

    def _page(
        self, handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            try:
                response = await to_aiohttp_response(await handle(await to_bolt_request(request)))
            except Exception as error:  # Slack or the database out of reach: the person tries again
                log.error("slack.install_failed", error=type(error).__name__, at=location_of(error))
                response = web.Response(status=503, text=f"Something went wrong. Please start again: {INSTALL_PATH}")
            response.headers.update(HEADERS)
            return response

        return answer

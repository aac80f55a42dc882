"""Install the bot into workspaces and organisations by OAuth, and handle uninstallation.

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
from bot.http import page
from bot.slack.inbound import Uninstalled
from bot.slack.logs import quiet_logger
from bot.slack.manifest import INSTALL_PATH, REDIRECT_PATH, scopes
from bot.slack.tokens import Tokens

if TYPE_CHECKING:  # a single workspace needs no database
    from bot.slack.installations import Installations, OAuthStates

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class OAuth:
    """OAuth config: the app's credentials, and the stores for installations and OAuth states.

    `tips`, `agent` and `mcp`: also request the scopes for the daily term, the agent view and Slackbot's calls.
    """

    client_id: str
    client_secret: str
    installations: Installations
    states: OAuthStates
    tips: bool = False
    agent: bool = False
    mcp: bool = False


OnUninstalled = Callable[[str | None, str | None], Awaitable[object]]
"""Called with (enterprise id or None, team id) for a workspace, (enterprise id, None) for an organisation."""


GOV_HOST = "slack-gov.com"
"""GovSlack's domain (https://api.slack-gov.com/gov-slack/about)."""
HEADERS = page.HEADERS | {"Cache-Control": "no-store"}
"""Headers of both pages: their address contains a code, and they need neither frames nor scripts."""
CANCELLED = "access_denied"
_REASONS = {
    CANCELLED: "Nothing was installed, because the installation was cancelled at Slack. Nothing was stored either.",
    "invalid_scope": "Slack doesn't know a scope that the bot asks for. Tell whoever runs the bot.",
    "invalid_browser": "The installation has to end in the browser in which it began, and cookies must be on.",
    "invalid_state": "This link has expired: an installation has to be finished within ten minutes, and only once.",
    "missing_code": "Slack sent no code, so the installation can't be finished.",
    "invalid_code": "Slack's code has expired or was used before.",
    "storage_error": "The installation couldn't be stored. Nothing was lost: please try again in a minute.",
}
_UNKNOWN = "Slack refused the installation. If it happens again, tell whoever runs the bot."


def slack_host(api_url: str) -> str:
    """The domain of Slack's web pages: slack-gov.com if the Web API is GovSlack's, else slack.com."""
    host = urlsplit(api_url).hostname or ""
    return GOV_HOST if host == GOV_HOST or host.endswith(f".{GOV_HOST}") else "slack.com"


class _Pages(RedirectUriPageRenderer):
    """The result pages, with links to Slack at `host`."""

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
        """The page after a successful installation, with links back to Slack."""
        if is_enterprise_install and enterprise_url:
            url = f"{enterprise_url}manage/organization/apps/profile/{app_id}/workspaces/add"
            label = "Choose its workspaces"
        else:
            url, label = (f"slack://app?team={team_id}&id={app_id}" if team_id else "slack://open"), "Open it in Slack"
        browser = f"https://app.{self._host}/client/{team_id or ''}"
        return page.page(
            "Dragoman is installed",
            page.paragraph("Thank you. Whoever installed it has got a welcome from the bot, with things to try."),
            page.paragraph(page.link(label, url, button=True)),
            page.paragraph("In the browser: ", page.link("open Slack", browser), "."),
        )

    def render_failure_page(self, reason: str) -> str:
        """Say in our own words why nothing was installed. The reason may be written by anybody, so it isn't shown."""
        title = "Installation cancelled" if reason == CANCELLED else "Not installed"
        return page.page(
            title,
            page.paragraph(_REASONS.get(reason, _UNKNOWN)),
            page.paragraph(page.link("Start again", INSTALL_PATH, button=True)),
            page.paragraph(page.link("What it asks for, and why", "/"), " · ", page.link("Support", "/support")),
        )


class Installer:
    """Serves the two installation pages and removes installations.

    `on_installed` is called with each completed installation, `on_uninstalled` once the bot is gone.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        oauth: OAuth,
        on_installed: Callable[[Installation], None],
        on_uninstalled: OnUninstalled | None = None,
    ) -> None:
        self._store = oauth.installations
        self._on_installed, self._on_uninstalled = on_installed, on_uninstalled
        rotator = AsyncTokenRotator(client_id=oauth.client_id, client_secret=oauth.client_secret, client=client)
        self.tokens = Tokens(oauth.installations, rotator)
        host = slack_host(client.base_url)
        self._pages = _Pages(host)
        settings = self._settings(oauth, host)
        self.flow = AsyncOAuthFlow(client=client, logger=quiet_logger(), settings=settings)

    def add_routes(self, app: web.Application) -> None:
        """Add GET /slack/install and GET /slack/oauth_redirect."""
        # No HEAD: link scanners would create an OAuth state each time.
        app.router.add_get(INSTALL_PATH, self._page(self.flow.handle_installation), allow_head=False)
        app.router.add_get(REDIRECT_PATH, self._page(self.flow.handle_callback), allow_head=False)

    async def remove(self, uninstalled: Uninstalled) -> None:
        """Delete an installation after Slack's uninstall event.

        A repeated event does nothing, and neither does a late one after a reinstallation.
        """
        key = (uninstalled.enterprise, uninstalled.team)
        await self._store.remove(*key, uninstalled.at)
        self.tokens.evict(key)
        if self._on_uninstalled and not await self._is_installed(*key):
            await self._on_uninstalled(*key)
        log.info("slack.uninstalled", organisation=uninstalled.team is None)

    async def _is_installed(self, enterprise: str | None, team: str | None) -> bool:
        """Whether the bot is installed nevertheless: again, or for the whole organisation."""
        if team is None:
            return await self.tokens.find((enterprise, None)) is not None
        return await self.tokens.token_of(enterprise, team) is not None

    def _settings(self, oauth: OAuth, host: str) -> AsyncOAuthSettings:
        settings = AsyncOAuthSettings(
            client_id=oauth.client_id,
            client_secret=oauth.client_secret,
            scopes=scopes(tips=oauth.tips, agent=oauth.agent, mcp=oauth.mcp),
            user_scopes=[],
            install_path=INSTALL_PATH,
            install_page_rendering_enabled=False,  # redirect straight to Slack's page
            redirect_uri_path=REDIRECT_PATH,
            authorization_url=f"https://{host}/oauth/v2/authorize",
            callback_options=AsyncCallbackOptions(success=self._succeeded, failure=self._failed),
            installation_store=oauth.installations,
            installation_store_bot_only=True,
            state_store=oauth.states,
            logger=quiet_logger(),
        )
        settings.redirect_uri_page_renderer = self._pages  # set before the flow is built, which reads it once
        return settings

    async def _succeeded(self, args: AsyncSuccessArgs) -> BoltResponse:
        installation = args.installation
        team = None if installation.is_enterprise_install else installation.team_id
        self.tokens.evict((installation.enterprise_id, team))
        self._on_installed(installation)
        log.info("slack.installed", organisation=bool(installation.is_enterprise_install))
        return await args.default.success(args)

    async def _failed(self, args: AsyncFailureArgs) -> BoltResponse:
        known = args.suggested_status_code != 200  # a 200's reason is copied from the address: anybody may write it
        log.warning("slack.not_installed", reason=args.reason if known else "refused at Slack")
        return await args.default.failure(args)

    def _page(
        self, handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            try:
                response = await to_aiohttp_response(await handle(await to_bolt_request(request)))
            except Exception as error:  # Slack or the database is unreachable: the person can try again
                log.error("slack.install_failed", error=type(error).__name__, at=location_of(error))
                response = web.Response(
                    status=503, text=self._pages.render_failure_page("storage_error"), content_type="text/html"
                )
            response.headers.update(HEADERS)
            return response

        return answer

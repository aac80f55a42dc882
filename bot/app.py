"""Builds everything and serves it: with bot/playground/run.py the only place where the parts are joined."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aiohttp import web
from pydantic import SecretStr

from bot.http.about import add_about
from bot.http.addresses import base_url
from bot.http.app import Platform, listen, web_app
from bot.http.serving import run
from bot.load_content import StartError, load
from bot.router import Router
from bot.services import BotServices
from bot.settings import Settings
from bot.slack.manifest import INSTALL_PATH, PATH
from content.live import LiveLibrary
from handlers.registry import find_commands

if TYPE_CHECKING:
    from bot.daily_term.feature import DailyTerms
    from bot.db.database import Database
    from bot.slack.app import SlackApp
    from bot.teams.app import TeamsApp


@dataclass(frozen=True, slots=True)
class Bot:
    """The platform-independent bot: content, and the router over it."""

    live: LiveLibrary
    services: BotServices
    router: Router

    def keeping(self, terms: DailyTerms | None) -> Bot:
        """The same bot, whose handlers know the channels' daily terms."""
        if terms is None:
            return self
        services = replace(self.services, subscriptions=terms.service, now=terms.now)
        return Bot(self.live, services, Router(services))


def build(settings: Settings) -> Bot:
    """The bot with content that is up to date with its packs; StartError where there is none to be had."""
    live = load(settings)
    services = BotServices(current=lambda: live.current, commands=find_commands())
    return Bot(live, services, Router(services))


def serve(settings: Settings) -> None:
    """Serves Slack, Teams or both until SIGTERM or SIGINT."""
    _check(settings)
    with _uncollected():
        app = served(settings)
    listening = listen(settings)
    address = base_url(settings.host, listening)
    if settings.slack_configured:
        print(f"Dragoman serves Slack on {address}{PATH}", flush=True)
    if settings.oauth_configured:
        print(f"Workspaces install it at {INSTALL_PATH} of the bot's public address", flush=True)
    if settings.teams_configured:
        from bot.teams.adapter import PATH as TEAMS_PATH  # noqa: PLC0415 - as everything of Teams

        print(f"Dragoman serves Teams on {address}{TEAMS_PATH}", flush=True)
    run(app, listening)


def served(settings: Settings) -> web.Application:
    """All that the settings ask for, joined. To be called where no loop runs."""
    bot = build(settings)
    database = _database(settings)
    terms = _terms(settings, bot, database)
    bot = bot.keeping(terms)
    platforms: list[Platform] = []
    if settings.slack_configured:
        platforms.append(slack_app(settings, bot, database, terms))
    if settings.teams_configured:
        platforms.append(_teams_app(settings, bot, database, terms))
    app = web_app(bot, tuple(platforms), database, terms)
    add_about(app)
    return app


def slack_app(
    settings: Settings, bot: Bot, database: Database | None = None, terms: DailyTerms | None = None
) -> SlackApp:
    """The Slack side, for one workspace or for all that install it."""
    from bot.slack.app import SlackApp  # noqa: PLC0415 - Teams alone does without Slack's SDK, and Slack without Teams'

    oauth, seen = None, None
    if database is not None:
        from bot.db.dedupe import DatabaseDeduplicator  # noqa: PLC0415 - loaded where there is a database, and only there

        seen = DatabaseDeduplicator(database.engine)
    if database is not None and settings.oauth_configured:
        from bot.slack.oauth import oauth_of  # noqa: PLC0415

        oauth = oauth_of(settings, database)
    slack = SlackApp(
        router=bot.router,
        signing_secret=_secret(settings.slack_signing_secret),
        bot_token=_secret(settings.slack_bot_token),
        oauth=oauth,
        app_token=_secret(settings.slack_app_token),
        api_url=settings.slack_api_url,
        seen=seen,
        forget=terms.forget_slack if terms else None,
    )
    if terms:
        terms.join_slack(slack, settings.slack_api_url, admins_only=settings.tips == "admins")
    return slack


def _teams_app(settings: Settings, bot: Bot, database: Database | None, terms: DailyTerms | None) -> TeamsApp:
    from bot.teams.app import TeamsApp  # noqa: PLC0415 - the SDK takes a second to load

    seen = None
    if database is not None:
        from bot.db.dedupe import DatabaseDeduplicator  # noqa: PLC0415

        seen = DatabaseDeduplicator(database.engine)
    teams = TeamsApp(
        router=bot.router,
        client_id=settings.teams_client_id,
        client_secret=_secret(settings.teams_client_secret),
        tenant_id=settings.teams_tenant_id,
        seen=seen,
        forget=terms.forget_teams if terms else None,
    )
    if terms:
        terms.join_teams(teams, admins_only=settings.tips == "admins")
    return teams


def _database(settings: Settings) -> Database | None:
    if not settings.has_database:
        return None
    from bot.db.database import open_database  # noqa: PLC0415 - a third of a second that not everybody need wait for

    return open_database(settings)


def _terms(settings: Settings, bot: Bot, database: Database | None) -> DailyTerms | None:
    if database is None or settings.tips == "off":
        return None
    from bot.daily_term.feature import DailyTerms  # noqa: PLC0415 - as the database

    return DailyTerms(database.engine, lambda: bot.live.current)


def _check(settings: Settings) -> None:
    if not (settings.slack_configured or settings.teams_configured):
        raise StartError(
            "Nothing to serve: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET for Slack, "
            "TEAMS_CLIENT_ID and TEAMS_CLIENT_SECRET for Teams, or run `playground`"
        )
    if settings.teams_configured and not (settings.teams_client_id and settings.teams_client_secret):
        raise StartError("TEAMS_CLIENT_ID and TEAMS_CLIENT_SECRET go together: copy both from the bot's app in Entra")
    if not settings.slack_configured:
        return
    if settings.slack_bot_token is None and not settings.oauth_configured:
        raise StartError("No workspace to serve: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or run `playground`")
    if settings.slack_bot_token is not None and settings.oauth_configured:
        raise StartError("Set SLACK_BOT_TOKEN (one workspace) or SLACK_CLIENT_ID (many), not both")
    if settings.oauth_configured and not (settings.slack_client_id and settings.slack_client_secret):
        raise StartError("SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together: copy both from Basic Information")
    if settings.slack_signing_secret is None and settings.slack_app_token is None:
        raise StartError("Set SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode): nothing could be verified")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector: what the start makes stays, and to look through it takes a tenth of a second each
    time, at the start and at whatever request comes later. It is left out for good.
    """
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def _secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value is not None else None

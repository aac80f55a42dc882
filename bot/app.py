"""Builds everything and runs it: the only place where the parts are joined."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import signal
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from aiohttp import web
from pydantic import SecretStr

from bot.health import add_health
from bot.loading import StartError, load
from bot.router import Router
from bot.services import BotServices
from bot.settings import Settings
from bot.slack.app import SlackApp
from bot.slack.manifest import INSTALL_PATH, PATH, manifest
from content.live import LiveLibrary
from handlers.registry import find_commands

SHUTDOWN_SECONDS = 15.0
"""How long open requests may take after SIGTERM; the work that they left behind has 10 more. Heroku kills after 30."""

if TYPE_CHECKING:
    from bot.playground.server import Playground
    from bot.state.database import Database

EXAMPLES = (
    "/define permanent mission",
    "/titles head of mission",
    "/questions senior",
    "@dragoman compare embassy and permanent mission",
    "@dragoman what does a chargé d'affaires do?",
    "/tip",
)
"""What the playground offers to try with one press."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Bot:
    """The platform-independent bot: content and router."""

    live: LiveLibrary
    router: Router


def build(settings: Settings) -> Bot:
    """The bot with content that is up to date with its packs; StartError where there is none to be had."""
    live = load(settings)
    services = BotServices(current=lambda: live.current, commands=find_commands())
    return Bot(live, Router(services))


def serve(settings: Settings) -> None:
    """Serves Slack until SIGTERM or SIGINT."""
    _check(settings)
    bot = build(settings)
    database = _database(settings)
    slack = slack_app(settings, bot, database)
    listening = _listen(settings)
    address = f"http://{settings.host}:{listening.getsockname()[1]}"
    print(f"Dragoman serves Slack on {address}{PATH}", flush=True)
    if settings.oauth_configured:
        print(f"Workspaces install it at {INSTALL_PATH} of the bot's public address", flush=True)
    app = web_app(bot, slack, database)
    web.run_app(app, sock=listening, access_log=None, print=None, shutdown_timeout=SHUTDOWN_SECONDS)


def slack_app(settings: Settings, bot: Bot, database: Database | None) -> SlackApp:
    """The Slack side, for one workspace or for all that install it."""
    oauth, seen = None, None
    if database is not None:
        from bot.state.oauth import oauth_of  # noqa: PLC0415 - loaded where there is a database, and only there
        from bot.state.seen import SeenEvents  # noqa: PLC0415

        oauth = oauth_of(settings, database) if settings.oauth_configured else None
        seen = SeenEvents(database.engine)
    return SlackApp(
        router=bot.router,
        signing_secret=_secret(settings.slack_signing_secret),
        bot_token=_secret(settings.slack_bot_token),
        oauth=oauth,
        app_token=_secret(settings.slack_app_token),
        api_url=settings.slack_api_url,
        seen=seen,
    )


def _database(settings: Settings) -> Database | None:
    if not settings.has_database:
        return None
    from bot.state.database import open_database  # noqa: PLC0415 - half a second that one workspace need not wait for

    return open_database(settings)


def playground(settings: Settings) -> None:
    """Runs the bot in a local workspace of its own in the browser. It never runs beside real tokens."""
    if settings.slack_configured:
        raise StartError("The playground never runs with real tokens: unset SLACK_BOT_TOKEN, or run `serve`")
    bot = build(settings)
    try:
        local = local_workspace(bot, settings.port)
    except OSError as error:
        raise _port_taken(settings, error) from error
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve_playground(local))


def local_workspace(bot: Bot, port: int = 0) -> Playground:
    """A workspace in memory with the real Slack app in it, on a port of the loopback; its secrets live as long as it.

    It knows of the bot what the bot's manifest tells, and the bot differs from production by the API's address alone.
    """
    from bot.playground.server import Registration, SlashCommand, create_playground  # noqa: PLC0415 - not in production

    made = manifest(bot.router.commands, socket_mode=True)
    commands = [
        SlashCommand(each["command"], each["description"], each.get("usage_hint", ""))
        for each in made["features"]["slash_commands"]
    ]
    events = made["settings"]["event_subscriptions"]["bot_events"]
    scopes = made["oauth_config"]["scopes"]["bot"]
    signing_secret, bot_token = secrets.token_hex(16), f"xoxb-{secrets.token_hex(16)}"
    local = create_playground(
        signing_secret=signing_secret,
        bot_token=bot_token,
        registration=Registration(commands=commands, events=events, scopes=scopes),
        examples=EXAMPLES,
    )
    local.bind(port=port)
    slack = SlackApp(router=bot.router, signing_secret=signing_secret, bot_token=bot_token, api_url=local.api_url)
    local.dispatcher.drains.append(slack.settle)
    _add_bot(local.app, bot, slack)
    return local


def web_app(bot: Bot, slack: SlackApp, database: Database | None = None) -> web.Application:
    """The HTTP side: what Slack calls, and the two health checks."""
    app = web.Application()
    _add_bot(app, bot, slack, database)
    return app


def _add_bot(app: web.Application, bot: Bot, slack: SlackApp, database: Database | None = None) -> None:
    ready = asyncio.Event()

    async def starting() -> str:
        return "" if ready.is_set() else "starting"

    slack.add_routes(app)
    add_health(app, starting, *([database.problem] if database else []))

    async def running(app: web.Application) -> AsyncIterator[None]:
        await slack.start()
        watching = asyncio.create_task(bot.live.watch())
        ready.set()
        log.info("bot.ready", entries=len(bot.live.current.entries))
        yield
        ready.clear()
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await slack.stop()
        if database:
            await database.close()

    app.cleanup_ctx.append(running)


def _check(settings: Settings) -> None:
    if settings.slack_bot_token is None and not settings.oauth_configured:
        raise StartError("No workspace to serve: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or run `playground`")
    if settings.slack_bot_token is not None and settings.oauth_configured:
        raise StartError("Set SLACK_BOT_TOKEN (one workspace) or SLACK_CLIENT_ID (many), not both")
    if settings.oauth_configured and not (settings.slack_client_id and settings.slack_client_secret):
        raise StartError("SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together: copy both from Basic Information")
    if settings.slack_signing_secret is None and settings.slack_app_token is None:
        raise StartError("Set SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode): nothing could be verified")


def _listen(settings: Settings) -> socket.socket:
    try:
        return socket.create_server((settings.host, settings.port))
    except OSError as error:
        raise _port_taken(settings, error) from error


def _port_taken(settings: Settings, error: OSError) -> StartError:
    setting = "HOST to an address of this machine" if isinstance(error, socket.gaierror) else "PORT to another one"
    return StartError(f"Cannot listen on {settings.host}:{settings.port} ({error.strerror}): set {setting}")


def _secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value is not None else None


async def _serve_playground(local: Playground) -> None:
    stopped = asyncio.Event()
    with contextlib.suppress(NotImplementedError):  # Windows has no such handlers; Ctrl+C works there by itself
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with local:
        print(f"Dragoman's playground is at {local.url}  (Ctrl+C stops it)", flush=True)
        await stopped.wait()

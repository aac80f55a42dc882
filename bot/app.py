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

from bot.loading import StartError, load
from bot.router import Router
from bot.services import BotServices
from bot.settings import Settings
from bot.slack.app import SlackApp
from bot.slack.manifest import PATH, manifest
from content.live import LiveLibrary
from handlers.registry import find_commands

SHUTDOWN_SECONDS = 15.0
"""How long open requests may take after SIGTERM; the work that they left behind has 10 more. Heroku kills after 30."""

if TYPE_CHECKING:
    from bot.playground.server import Playground

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

READY = web.AppKey("ready", asyncio.Event)


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
    if settings.slack_bot_token is None:
        raise StartError("No workspace to serve: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, or run `playground`")
    if settings.slack_signing_secret is None and settings.slack_app_token is None:
        raise StartError("Set SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode): nothing could be verified")
    bot = build(settings)
    slack = SlackApp(
        router=bot.router,
        signing_secret=_secret(settings.slack_signing_secret),
        bot_token=settings.slack_bot_token.get_secret_value(),
        app_token=_secret(settings.slack_app_token),
        api_url=settings.slack_api_url,
    )
    listening = _listen(settings)
    print(f"Dragoman serves Slack on http://{settings.host}:{listening.getsockname()[1]}{PATH}", flush=True)
    web.run_app(web_app(bot, slack), sock=listening, access_log=None, print=None, shutdown_timeout=SHUTDOWN_SECONDS)


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


def web_app(bot: Bot, slack: SlackApp) -> web.Application:
    """The HTTP side: Slack's endpoint and the two health checks."""
    app = web.Application()
    _add_bot(app, bot, slack)
    return app


def _add_bot(app: web.Application, bot: Bot, slack: SlackApp) -> None:
    app[READY] = asyncio.Event()
    app.router.add_post(PATH, slack.handle)
    app.router.add_get("/healthz", _healthy)
    app.router.add_get("/readyz", _ready)

    async def running(app: web.Application) -> AsyncIterator[None]:
        await slack.start()
        watching = asyncio.create_task(bot.live.watch())
        app[READY].set()
        log.info("bot.ready", entries=len(bot.live.current.entries))
        yield
        app[READY].clear()
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await slack.stop()

    app.cleanup_ctx.append(running)


async def _healthy(_: web.Request) -> web.Response:
    """The process answers."""
    return web.json_response({"status": "ok"})


async def _ready(request: web.Request) -> web.Response:
    """Content is loaded and Slack can be answered."""
    ready = request.app[READY].is_set()
    return web.json_response({"status": "ready" if ready else "starting"}, status=200 if ready else 503)


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

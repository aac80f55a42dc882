"""The bot in a local workspace of its own in the browser: what a newcomer tries, and what the tests talk to."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import signal
import tempfile
import webbrowser
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.app import Bot, build, notify_all
from bot.diagrams.routes import add_diagrams
from bot.doctor.examinations import Examinations
from bot.documents.links import DocumentLinks
from bot.http.about import add_store_pages
from bot.http.addresses import is_loopback
from bot.http.app import web_app
from bot.load_content import StartError
from bot.platform import Feature
from bot.playground.model import TEAM_ID
from bot.playground.page.html_tag import OWN_ORIGIN
from bot.playground.security import Access
from bot.playground.server import Playground, Registration, Shortcut, SlashCommand, create_playground
from bot.settings import Settings, Tips
from bot.slack.app import SlackApp
from bot.slack.manifest import manifest
from bot.term_pages.routes import add_term_pages
from content.library import Library
from handlers.example_lines import example_lines
from handlers.request import Person
from handlers.team_terms.rules import Rules

if TYPE_CHECKING:
    from bot.db.clock import Clock
    from bot.db.database import Database
    from bot.router import Router

IN_CHANNELS = {
    "define": "/define {}",
    "titles": "/titles {}",
    "questions": "/questions {}",
    "compare": "@dragoman compare {}",
    "levels": "@dragoman what does a {} do?",
}
IN_DIRECT_MESSAGES = {
    "levels": "What does a {} do?",
    "define": "{}",
    "titles": "other titles for {}",
    "compare": "compare {}",
    "flags": "red flags for {}",
}
"""What the playground offers to try: how to ask for the first example of a command; plain words are enough in direct
messages."""
LOOPBACK = "127.0.0.1"
COMPLETIONS = 6
NAMES = ("<term", "<role", "[role", "[term")  # in the usage of a command after which a name can be typed


def playground(settings: Settings, *, open_browser: bool = False) -> None:
    """Run the playground until Ctrl+C. It never runs beside real tokens, and keeps nothing once it has ended."""
    if settings.slack_configured or settings.teams_configured:
        raise StartError("The playground never runs with real tokens: unset SLACK_… and TEAMS_…, or run `serve`")
    from bot.db.database import open_database  # noqa: PLC0415 - half a second that most tests need not wait for

    bot = build(settings)
    with tempfile.TemporaryDirectory(prefix="dragoman-", ignore_cleanup_errors=True) as folder:
        own = settings.model_copy(update={"database_url": None, "data_dir": Path(folder)})
        database = open_database(own) if settings.tips != "off" else None
        host = _host(settings)
        access = _access(host)
        local = local_workspace(
            bot,
            port=settings.port,
            database=database,
            tips=settings.tips,
            host=host,
            access=access,
            newer_blocks=settings.slack_newer_blocks,
        )
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_serve(local, access, open_browser=open_browser))


def local_workspace(  # noqa: PLR0913 (all by name, each with a default)
    bot: Bot,
    *,
    port: int = 0,
    database: Database | None = None,
    clock: Clock | None = None,
    tips: Tips = "everyone",
    host: str = LOOPBACK,
    access: Access | None = None,
    newer_blocks: bool = False,
) -> Playground:
    """A workspace in memory with the real Slack app in it; its secrets live as long as it. A host that isn't the
    loopback needs an access check.

    It knows of the bot what the bot's manifest tells, and the bot differs from production by the API's address alone.
    With a database channels may have their daily term, by that clock, and the page can let the next one come at once;
    `tips` is the setting of that name, and `newer_blocks` that for Slack's newer blocks.
    """
    token, secret = f"xoxb-{secrets.token_hex(16)}", secrets.token_hex(16)
    local = create_playground(
        signing_secret=secret,
        bot_token=token,
        registration=registration_of(bot, tips),
        examples=channel_examples(bot, tips),
        direct_examples=direct_examples(bot),
    )
    own_url = local.bind(host, port, access)
    public_url = OWN_ORIGIN if access else own_url
    links = DocumentLinks(public_url)
    as_served = _as_served(token, secret, local.api_url)
    features = [Examinations(as_served, whole=False), *_stored(bot, local, database, clock, tips)]
    welcomes = None
    if database is not None:
        from bot.slack.welcomes import Welcomes  # noqa: PLC0415 - with the database

        welcomes = Welcomes(database.engine, secret)
    bot = bot.served(public_url, links, features, pages=True)
    router = local.cards.watch(bot.router)
    local.complete_with(lambda typed, user: _completions(router, typed, user))
    slack = SlackApp(
        router=router,
        signing_secret=secret,
        bot_token=token,
        api_url=local.api_url,
        notify=notify_all(features),
        welcomes=welcomes,
        admins_only=tips == "admins",
        newer_blocks=newer_blocks,
    )
    local.dispatcher.drains.append(slack.settle)
    links.add_routes(local.app, bot.router.library_of)
    add_diagrams(local.app, lambda: bot.live.current)
    add_term_pages(local.app, lambda: bot.live.current, own_url)
    add_store_pages(local.app, as_served)
    web_app(bot.live, [slack], features, database, app=local.app)
    return local


def _stored(bot: Bot, local: Playground, database: Database | None, clock: Clock | None, tips: Tips) -> list[Feature]:
    """The features that need a database: a team's words and, unless they are off, daily terms."""
    if database is None:
        return []
    from bot.team_terms.team_terms import TeamTermsFeature  # noqa: PLC0415 - with the database
    from bot.workspace_data.feature import StoredData  # noqa: PLC0415

    def current() -> Library:
        return bot.live.current

    everybody, admins = ("everyone",), ("admins",)
    team = TeamTermsFeature(database.engine, current, owners=admins, proposers=everybody, clock=clock)
    data = StoredData(database.engine, Rules(admins, everybody))
    if tips == "off":
        return [team, data]
    from bot.daily_term.daily_terms import DailyTerms  # noqa: PLC0415
    from bot.daily_term.fast_forward import FastForward  # noqa: PLC0415 - with the database

    terms = DailyTerms(database.engine, current, clock)
    forward = FastForward(terms.store, terms.clock, local.workspace.forward, terms.loop.wake)
    local.fast_forward = lambda channel: forward("slack", TEAM_ID, channel)
    return [team, terms, data]


def _as_served(token: str, secret: str, api_url: str) -> Settings:
    """The settings with which `serve` would serve this workspace, for the doctor."""
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr(token),
        slack_signing_secret=SecretStr(secret),
        slack_api_url=api_url,
        tips="off",
    )


def _host(settings: Settings) -> str:
    """The host of the settings if it is an address. Another name, such as one that conda exports, isn't meant."""
    try:
        ip_address(settings.host)
    except ValueError:
        if not is_loopback(settings.host):
            print(f"HOST={settings.host} is no address: the playground stays on {LOOPBACK}", flush=True)
            return LOOPBACK
    return settings.host


def _access(host: str) -> Access | None:
    """An access check that prints the key for the next browser, if other machines can reach the host."""
    if is_loopback(host):
        return None
    return Access(lambda key: print(f"A browser is in. For another one use the same link with ?key={key}", flush=True))


async def _completions(router: Router, typed: str, user: str) -> list[str]:
    """Names of entries in which these letters stand."""
    wanted = typed.casefold().strip()
    names = await router.suggest_names(typed, COMPLETIONS, Person("slack", TEAM_ID, user))
    return [name for name in names if wanted in name.casefold()]


def channel_examples(bot: Bot, tips: Tips) -> list[str]:
    """What the playground offers to try in a channel."""
    return [*_examples(bot, IN_CHANNELS), "/tip", *(["/tips on 09:00 Geneva"] if tips != "off" else [])]


def direct_examples(bot: Bot) -> list[str]:
    """What the playground offers to try in a direct message."""
    return _examples(bot, IN_DIRECT_MESSAGES)


def _examples(bot: Bot, ways: Mapping[str, str]) -> list[str]:
    lines = []
    for name, way in ways.items():
        command = bot.router.commands.find(name)
        if command and (examples := example_lines(command, bot.live.current)):
            lines.append(way.format(examples[0].partition(" ")[2]))
    return lines


def registration_of(bot: Bot, tips: Tips) -> Registration:
    """The slash commands, events and scopes of the bot's manifest."""
    made = manifest(bot.router.commands, socket_mode=True, tips=tips != "off")
    commands = [
        SlashCommand(
            each["command"],
            each["description"],
            each.get("usage_hint", ""),
            should_escape=each["should_escape"],
            completes=each.get("usage_hint", "").startswith(NAMES),
        )
        for each in made["features"]["slash_commands"]
    ]
    shortcuts = [
        Shortcut(entry["callback_id"], entry["name"], is_global=entry["type"] == "global")
        for entry in made["features"]["shortcuts"]
    ]
    events = made["settings"]["event_subscriptions"]["bot_events"]
    scopes = made["oauth_config"]["scopes"]["bot"]
    return Registration(commands=commands, shortcuts=shortcuts, events=events, scopes=scopes)


async def _serve(local: Playground, access: Access | None, *, open_browser: bool) -> None:
    stopped = asyncio.Event()
    with contextlib.suppress(NotImplementedError):  # Windows has no such handlers; Ctrl+C works there by itself
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with local:
        address = f"http://localhost:{local.url.rpartition(':')[2]}/?key={access.key}" if access else local.url
        print(f"Dragoman's playground is at {address}  (Ctrl+C stops it)", flush=True)
        if access:
            print("The link works once. From another machine, put this machine's name in it.", flush=True)
        if open_browser and not await asyncio.to_thread(webbrowser.open, address):
            print("There's no browser to open here: open the address yourself.", flush=True)
        await stopped.wait()

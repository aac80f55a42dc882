"""Join the parts: the settings decide which platforms are served, with which features, over which database."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.dedupe import InMemoryDeduplicator
from bot.http.about import add_about
from bot.http.addresses import base_url
from bot.http.app import listen, web_app
from bot.http.serving import run
from bot.load_content import StartError, load
from bot.platform import Deduplicator, Event, Feature, Notify, Parts, State
from bot.registry import active_features, configured_platforms
from bot.router import Router
from bot.services import BotServices
from bot.settings import Settings
from content.live import LiveLibrary
from handlers.registry import find_commands


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot without platforms: content, and the router over it."""

    live: LiveLibrary
    services: BotServices
    router: Router

    def with_features(self, features: Sequence[Feature]) -> Bot:
        """The same bot, whose handlers have what the features provide."""
        if not features:
            return self
        services = self.services
        for feature in features:
            services = feature.provide(services)
        return Bot(self.live, services, Router(services))


def build(settings: Settings) -> Bot:
    """The bot with content that is up to date with its packs. Raises StartError if there is none."""
    live = load(settings)
    services = BotServices(current=lambda: live.current, commands=find_commands())
    return Bot(live, services, Router(services))


def serve(settings: Settings) -> None:
    """Serve every configured platform until SIGTERM or SIGINT."""
    kinds = configured_platforms(settings)
    if not kinds:
        raise StartError(
            "Nothing to serve: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET for Slack, "
            "TEAMS_CLIENT_ID and TEAMS_CLIENT_SECRET for Teams, or run `playground`"
        )
    for kind in kinds:
        kind.check(settings)
    with _uncollected():
        app = served(settings)
    listening = listen(settings)
    address = base_url(settings.host, listening)
    for kind in kinds:
        for line in kind.announce(settings, address):
            print(line, flush=True)
    run(app, listening)


def served(settings: Settings) -> web.Application:
    """Everything that the settings ask for, joined. Call it before an event loop runs."""
    bot = build(settings)
    state = _state(settings)
    features = [kind.build(state, lambda: bot.live.current) for kind in active_features(settings)] if state else []
    bot = bot.with_features(features)
    platforms = [
        kind.build(Parts(settings, bot.router, _deduplicator(state), notify_all(features), state))
        for kind in configured_platforms(settings)
    ]
    app = web_app(bot.live, platforms, features, state)
    add_about(app)
    return app


def notify_all(features: Sequence[Feature]) -> Notify:
    """What platforms call with each event: every feature hears of it, one after the other."""

    async def notify(event: Event) -> None:
        for feature in features:
            await feature.happened(event)

    return notify


def _state(settings: Settings) -> State | None:
    if not settings.has_database:
        return None
    from bot.db.database import open_database  # noqa: PLC0415 - it takes a third of a second, and not everybody needs it

    return open_database(settings)


def _deduplicator(state: State | None) -> Deduplicator:
    if state is None:
        return InMemoryDeduplicator()
    from bot.db.dedupe import DatabaseDeduplicator  # noqa: PLC0415 - as the database

    return DatabaseDeduplicator(state.engine)


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

"""Build and serve the bot: the settings decide which platforms, features and database it has."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aiohttp import web

from bot.contexts import Contexts
from bot.dedupe import InMemoryDeduplicator
from bot.diagrams.routes import add_diagrams
from bot.doctor.examinations import Examinations
from bot.documents.links import DocumentLinks
from bot.http.about import Offer, add_about
from bot.http.addresses import base_url
from bot.http.app import listen, web_app
from bot.http.serving import run
from bot.load_content import StartError, load
from bot.platform import Deduplicator, Event, Feature, Notify, Parts, State
from bot.registry import PLATFORMS, active_features, configured_platforms, platform_kind
from bot.router import Router
from bot.services import BotServices
from bot.settings import Settings
from bot.term_pages.routes import add_term_pages
from content.live import LiveLibrary
from handlers.registry import find_commands

if TYPE_CHECKING:
    from bot.db.contexts import DatabaseContexts


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot without platforms: its content, services and router."""

    live: LiveLibrary
    services: BotServices
    router: Router

    def served(
        self,
        public_url: str,
        links: DocumentLinks,
        features: Sequence[Feature] = (),
        contexts: Contexts | None = None,
        *,
        pages: bool = False,
    ) -> Bot:
        """The same bot as it is served: with pictures at this address, links to the files of an answer's document, and
        the features' services for its handlers. `pages`: with the pages of entries at the address, too.
        """
        services = replace(self.services, pages_url=public_url) if pages else self.services
        for feature in features:
            services = feature.provide(services)
        return Bot(self.live, services, Router(services, contexts, public_url, links.attach))


def build(settings: Settings) -> Bot:
    """Build the bot with up-to-date content. Raises OperatorError if the content can't be loaded."""
    live = load(settings)
    contact = settings.support_contact or ""
    services = BotServices(
        current=lambda: live.current,
        commands=find_commands(),
        support_contact=contact,
        pages_url=settings.pages_url,
    )
    return Bot(live, services, Router(services, public_url=settings.public_url or ""))


def serve(settings: Settings) -> None:
    """Serve every configured platform until SIGTERM or SIGINT. Raises OperatorError if it can't start."""
    kinds = configured_platforms(settings)
    if not kinds:
        needed = ", ".join(kind.needs for kind in map(platform_kind, PLATFORMS))
        raise StartError(f"Nothing to serve: set {needed}, or run `playground`")
    for kind in kinds:
        kind.check(settings)
    with _without_gc():
        app = build_app(settings)
    listening = listen(settings)
    address = base_url(settings.host, listening)
    for kind in kinds:
        for line in kind.announce(settings, address):
            print(line, flush=True)
    run(app, listening)


def build_app(settings: Settings) -> web.Application:
    """Build the HTTP application with all platforms and features that the settings ask for.

    Call it before an event loop runs. Raises OperatorError.
    """
    public_url = settings.public_url or ""
    bot = build(settings)
    links = DocumentLinks(public_url, settings.shared_secret or "")
    state = _state(settings)
    features = (
        [kind.build(settings, state, lambda: bot.live.current) for kind in active_features(settings)] if state else []
    )
    features.append(Examinations(settings))
    contexts = _contexts(settings, state)
    bot = bot.served(public_url, links, features, contexts)
    kinds = configured_platforms(settings)
    platforms = [
        kind.build(Parts(settings, bot.router, _deduplicator(state), notify_all(features), state)) for kind in kinds
    ]
    app = web_app(bot.live, platforms, features, state, save=contexts.stop if contexts else None)
    links.add_routes(app, bot.router.library_of)
    add_about(
        app,
        settings,
        [Offer(kind.name.capitalize(), kind.permissions(settings), kind.install_path(settings)) for kind in kinds],
    )
    add_diagrams(app, lambda: bot.live.current)
    if settings.pages_url:
        add_term_pages(app, lambda: bot.live.current, settings.pages_url)
    return app


def notify_all(features: Sequence[Feature]) -> Notify:
    """The function that platforms call with each event: it passes the event to each feature in turn."""

    async def notify(event: Event) -> None:
        for feature in features:
            await feature.on_event(event)

    return notify


def _state(settings: Settings) -> State | None:
    if not settings.has_database:
        return None
    from bot.db.database import open_database  # noqa: PLC0415 - takes a third of a second to load

    return open_database(settings)


def _deduplicator(state: State | None) -> Deduplicator:
    if state is None:
        return InMemoryDeduplicator()
    from bot.db.dedupe import DatabaseDeduplicator  # noqa: PLC0415 - loaded with the database

    return DatabaseDeduplicator(state.engine)


def _contexts(settings: Settings, state: State | None) -> DatabaseContexts | None:
    """Contexts that all replicas share; None if this process's memory is enough: SQLite is for one process."""
    if state is None or state.engine.dialect.name == "sqlite":
        return None
    from bot.db.contexts import DatabaseContexts  # noqa: PLC0415 - loaded with the database

    # The secret isn't in the database, so a stolen copy of the rows can't be matched to people.
    return DatabaseContexts(state.engine, settings.shared_secret) if settings.shared_secret else None


GC_THRESHOLDS = (700, 10, 50)
"""Python's own but for the last: a full collection takes 30 ms with 4,000 team terms in memory, and comes after each
350,000 new objects instead of 70,000, the words of 270 workspaces instead of 55."""


@contextmanager
def _without_gc() -> Iterator[None]:
    """Turn the garbage collector off, and exclude all objects created meanwhile from later collections.

    They live as long as the process, and scanning them takes a tenth of a second each time.
    """
    gc.disable()
    try:
        yield
        gc.freeze()
        gc.set_threshold(*GC_THRESHOLDS)
    finally:
        gc.enable()

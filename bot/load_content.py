"""Load the content, and rebuild the store first if its packs have changed."""

from __future__ import annotations

import structlog

from bot.settings import Settings
from content import store
from content.errors import OperatorError, PackError
from content.live import LiveLibrary
from content.packs import fingerprint

log = structlog.get_logger()


class StartError(OperatorError):
    """The bot cannot start with these settings; the message says what to change."""


def load(settings: Settings) -> LiveLibrary:
    """Load the store, rebuilt if it is older than its packs. If a pack has problems, the last good build is used.

    Raises StartError if these packs were never built, StoreError if the store can't be written.
    """
    store.sweep(settings.store)
    live = _stored(settings)
    try:
        wanted = fingerprint(settings.packs)
        if live is not None and live.current.fingerprint == wanted:
            return live
        if settings.content_seed and store.copy(settings.content_seed, settings.store, wanted):
            return LiveLibrary(settings.store)
        store.build(settings.packs, settings.store)
    except PackError as error:
        if live is None or not store.is_built_from(settings.store, settings.packs):
            raise StartError(f"The content cannot be built:\n{error}") from error
        log.error("content.kept", reason="the packs have problems: run `python -m bot content check`")
        return live
    return LiveLibrary(settings.store)


def _stored(settings: Settings) -> LiveLibrary | None:
    try:
        return LiveLibrary(settings.store)
    except store.StoreError:
        return None

"""Loads the content that the settings name, building the store where its packs have changed."""

from __future__ import annotations

import structlog

from bot.settings import Settings
from content import store
from content.live import LiveLibrary
from content.packs import fingerprint
from content.problems import PackError

log = structlog.get_logger()


class StartError(Exception):
    """The bot cannot start as it is set up; the message says what to do."""


def load(settings: Settings) -> LiveLibrary:
    """The library of the store, up to date with its packs; a broken pack leaves the old one in use.

    StartError where there is none to be had.
    """
    store.sweep(settings.store)
    live = _stored(settings)
    if live is not None and live.current.fingerprint == fingerprint(settings.packs):
        return live
    try:
        store.build(settings.packs, settings.store)
    except PackError as error:
        if live is None:
            raise StartError(f"The content cannot be built:\n{error}") from error
        log.error("content.kept", reason="the packs have problems: run `python -m bot content check`")
        return live
    except OSError as error:
        raise StartError(f"Cannot write to {settings.data_dir}: set DATA_DIR to a folder of yours") from error
    return LiveLibrary(settings.store)


def _stored(settings: Settings) -> LiveLibrary | None:
    try:
        return LiveLibrary(settings.store)
    except store.StoreError:
        return None

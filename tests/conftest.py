"""What all tests share: the built-in content, loaded once, and a router over it."""

from __future__ import annotations

import gc
import os
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.router import Router
from bot.services import BotServices
from content import packs, store
from content.library import Library
from content.packs import BUILT_IN, Pack
from handlers.command import Commands
from handlers.registry import find_commands
from handlers.reply import Reply
from handlers.request import Person, Place, Request
from tests.support.built_in import built_in
from tests.support.in_memory_subscriptions import InMemorySubscriptions

pytest_plugins = [
    "tests.support.databases",
    "tests.support.hypothesis_profiles",
    "tests.support.markers",
    "tests.support.shares",
]

GARBAGE = 10_000
"""New objects after which the collector looks for garbage. Python's own 700 costs a tenth of all tests' time."""
WHOLE_PACK = 1_000_000
"""Bytes of a store that only the built-in content fills."""
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANNA = Person("test", "T1", "U1", name="Anna", zone="Europe/Zurich")

Ask = Callable[..., Awaitable[Reply]]


def pytest_collection_finish() -> None:
    """Keep the garbage collector from visiting the thousands of tests, modules and bots again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, *gc.get_threshold()[1:])


@pytest.fixture(scope="session", autouse=True)
def _built_in_read_once() -> Iterator[None]:
    """Read the built-in pack's 770 files once a process: commands and builds otherwise take a second more each.

    So is a store of it, by its bytes: a test that starts the bot or a command otherwise takes a second more as well.
    """
    read_pack, read_store = packs.load_pack, store.read
    libraries: dict[bytes, Library] = {}

    def read(path: Path) -> Library:
        data = path.read_bytes() if path.is_file() else b""
        if len(data) < WHOLE_PACK:
            return read_store(path)
        digest = blake2b(data).digest()
        if digest not in libraries:
            libraries.clear()
            libraries[digest] = read_store(path)
        return libraries[digest]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packs, "load_pack", lambda root: built_in() if root == BUILT_IN else read_pack(root))
        patch.setattr(store, "read", read)
        yield


@pytest.fixture(scope="session")
def pack() -> Pack:
    return built_in()


@pytest.fixture(scope="session")
def library(pack: Pack) -> Library:
    return Library([pack.info], pack.entries, pack.comparisons, pack.grades)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, _built_in_read_once: None) -> Path:
    """A store of the built-in content, which all workers of a run share. Copy it to change it."""
    folder = tmp_path_factory.getbasetemp()
    path = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "content.json"
    if not path.exists():
        store.build([BUILT_IN], path)
    return path


@pytest.fixture(scope="session")
def commands() -> Commands:
    return find_commands()


@pytest.fixture(scope="session")
def services(library: Library, commands: Commands) -> BotServices:
    return BotServices(
        current=lambda: library, commands=commands, now=lambda: NOW, subscriptions=InMemorySubscriptions(lambda: NOW)
    )


@pytest.fixture
def router(services: BotServices) -> Router:
    return Router(services)


@pytest.fixture
def talk(router: Router) -> Ask:
    """talk("titles?") → the reply within one conversation of Anna's, in a direct message; a button with `pressed`."""

    async def answer(line: str, *, pressed: bool = False) -> Reply:
        return await router.answer(Request(line, ANNA, Place("direct"), pressed))

    return answer


@pytest.fixture
def ask(router: Router) -> Ask:
    """ask("define consul") → the reply, as Anna gets it in a direct message or in the place given, to a single line."""

    async def answer(line: str, place: Place | None = None) -> Reply:
        return await router.answer(Request(line, ANNA, place or Place("direct"), pressed=True))

    return answer


@pytest.fixture(autouse=True)
def _logs_as_at_start(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test starts with unconfigured logs: a logger that was cached by one test can't be captured by the next."""
    configure = structlog.configure

    def uncached(**config: Any) -> None:
        configure(**{**config, "cache_logger_on_first_use": False})

    monkeypatch.setattr(structlog, "configure", uncached)
    yield
    structlog.reset_defaults()

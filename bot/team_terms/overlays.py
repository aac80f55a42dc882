"""Each workspace's own words over the shared content, in memory: loaded when somebody asks, dropped when they change.

Replicas notice a change within `POLL_SECONDS`: they read one counter, and drop the workspaces that have moved on.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import monotonic

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.engine import UNREACHABLE
from bot.team_terms.rows import term_of
from bot.team_terms.tables import team_revision, team_terms, team_workspaces
from content.library import Library
from content.team_terms import TeamEntry, TeamMeaning, team_entry
from handlers.request import Person
from handlers.team_terms.terms import TeamTerm

POLL_SECONDS = 0.4
"""How often the counter is read; a change is live everywhere in a second."""
MOST_TERMS = 4_000
"""Terms in memory, of all workspaces together, about 20 MB. Those of whoever has not asked for longest go first."""
LOAD_SECONDS = 2.0
"""How long a first answer waits for the database; then it comes from the reviewed content alone."""
RETRY_SECONDS = 5.0
"""How long the database is left alone after that."""

Key = tuple[str, str]
"""A platform and a workspace."""

log = structlog.get_logger()


@dataclass(slots=True)
class _Overlay:
    """A workspace's words at a revision, and the content that they lie over."""

    revision: int
    entries: tuple[TeamEntry, ...]
    aliases: tuple[tuple[str, str], ...]
    library: Library

    @property
    def weight(self) -> int:
        return 1 + len(self.entries) + len(self.aliases)


@dataclass(slots=True)
class _Loading:
    """A load in progress; `overtaken` if its workspace changed in the meantime."""

    overtaken: bool = False
    done: asyncio.Event = field(default_factory=asyncio.Event)


class Overlays:
    """The content as each workspace sees it. `current` returns the reviewed content that all share."""

    def __init__(self, engine: AsyncEngine, current: Callable[[], Library], most_terms: int = MOST_TERMS) -> None:
        self._engine, self._current, self._most_terms = engine, current, most_terms
        self._overlays: OrderedDict[Key, _Overlay] = OrderedDict()
        self._loading: dict[Key, _Loading] = {}
        self._weight = 0
        self._seen = self._deleted = -1
        self._silent_until = 0.0
        self._polling: asyncio.Task[None] | None = None

    def ready(self, person: Person) -> Library | None:
        """The content for this person's workspace if it is in memory; None if `of` must be awaited."""
        key = key_of(person)
        overlay = self._overlays.get(key)
        if overlay is None:
            return None
        current = self._current()
        if overlay.library.reviewed is not current:
            return None
        self._overlays.move_to_end(key)
        return overlay.library

    async def of(self, person: Person) -> Library:
        """The content for this person's workspace. Without a database, the reviewed content alone. Never raises."""
        if (library := self.ready(person)) is not None:
            return library
        key = key_of(person)
        if overlay := self._overlays.get(key):  # the reviewed content was replaced
            overlay.library = _overlaid(self._current(), overlay.entries, overlay.aliases)
            return overlay.library
        if monotonic() < self._silent_until:
            return self._current()
        try:
            async with asyncio.timeout(LOAD_SECONDS):
                return await self._load(key)
        except UNREACHABLE as error:
            self._silent_until = monotonic() + RETRY_SECONDS
            log.warning("state.unreachable", doing="team terms", error=type(error).__name__)
            return self._current()

    def drop(self, person: Person) -> None:
        """Read this person's workspace again: its terms have changed."""
        self._drop(key_of(person))

    def start(self) -> None:
        """Begin to watch for changes of other replicas; called in a running event loop."""
        self._polling = asyncio.create_task(self._poll())

    async def stop(self) -> None:
        """Stop watching."""
        if self._polling is not None:
            self._polling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._polling

    async def refresh(self) -> None:
        """Drop what has changed since the last call. Raises the drivers' errors."""
        query = select(team_revision.c.revision, team_revision.c.deleted)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
            revision, deleted = row or (0, 0)
            if revision == self._seen:
                return
            columns = team_workspaces.c
            moved = select(columns.platform, columns.workspace, columns.revision).where(columns.revision > self._seen)
            changed = (await connection.execute(moved)).all() if self._seen >= 0 else ()
        if self._seen < 0 or deleted != self._deleted:
            for key in [*self._overlays, *self._loading]:
                self._drop(key)
        for platform, workspace, at in changed:
            overlay = self._overlays.get((platform, workspace))
            if overlay is None or overlay.revision < at:
                self._drop((platform, workspace))
        self._seen, self._deleted = revision, deleted

    async def _poll(self) -> None:
        while True:
            try:
                await self.refresh()
            except UNREACHABLE as error:
                log.warning("state.unreachable", doing="team terms", error=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
            await asyncio.sleep(POLL_SECONDS)

    async def _load(self, key: Key) -> Library:
        """Load a workspace, once for all who ask at the same time, and again if it changes meanwhile."""
        while (other := self._loading.get(key)) is not None:
            await other.done.wait()
            if overlay := self._overlays.get(key):
                return overlay.library
        loading = self._loading[key] = _Loading()
        try:
            overlay = await self._read(key)
            while loading.overtaken:
                loading.overtaken = False
                overlay = await self._read(key)
            self._keep(key, overlay)
            return overlay.library
        finally:
            del self._loading[key]
            loading.done.set()

    async def _read(self, key: Key) -> _Overlay:
        workspaces, current = team_workspaces.c, self._current()
        whose = select(workspaces.id, workspaces.revision).where(
            workspaces.platform == key[0], workspaces.workspace == key[1]
        )
        async with self._engine.connect() as connection:
            row = (await connection.execute(whose)).one_or_none()
            if row is None:
                return _Overlay(0, (), (), current)
            columns = team_terms.c
            live = select(columns.id, columns.version, columns.meaning).where(
                columns.workspace_id == row.id, columns.live
            )
            rows = (await connection.execute(live.order_by(columns.id))).all()
        entries, aliases = entries_of(map(term_of, rows))
        return _Overlay(row.revision, entries, aliases, _overlaid(current, entries, aliases))

    def _keep(self, key: Key, overlay: _Overlay) -> None:
        self._drop(key)
        self._overlays[key] = overlay
        self._weight += overlay.weight
        while self._weight > self._most_terms and len(self._overlays) > 1:
            _, oldest = self._overlays.popitem(last=False)
            self._weight -= oldest.weight

    def _drop(self, key: Key) -> None:
        if (overlay := self._overlays.pop(key, None)) is not None:
            self._weight -= overlay.weight
        if (loading := self._loading.get(key)) is not None:
            loading.overtaken = True


def key_of(person: Person) -> Key:
    """Whose words a person sees: those of the workspace that they belong to."""
    return person.platform, person.own_workspace


def entries_of(terms: Iterable[TeamTerm]) -> tuple[tuple[TeamEntry, ...], tuple[tuple[str, str], ...]]:
    """The terms as entries, one for each word with all of its meanings, and the words that mean a reviewed entry."""
    by_key: defaultdict[str, list[TeamTerm]] = defaultdict(list)
    aliases: list[tuple[str, str]] = []
    for term in terms:
        meaning = term.meaning
        if meaning.entry:
            aliases += [(word, meaning.entry) for word in (meaning.name, *meaning.aliases)]
        else:
            by_key[meaning.name.casefold()].append(term)
    return tuple(map(_entry_of, by_key.values())), tuple(aliases)


def _entry_of(terms: list[TeamTerm]) -> TeamEntry:
    aliases = tuple(dict.fromkeys(alias for term in terms for alias in term.meaning.aliases))
    return team_entry(terms[0].meaning.name, aliases, tuple(map(_meaning_of, terms)))


def _meaning_of(term: TeamTerm) -> TeamMeaning:
    meaning = term.meaning
    return TeamMeaning(
        id=term.id,
        version=term.version,
        definition=meaning.definition,
        titles=meaning.titles,
        questions=meaning.questions,
        link=meaning.link,
        owner=meaning.owner,
        review_by=meaning.review_by,
    )


def _overlaid(current: Library, entries: tuple[TeamEntry, ...], aliases: tuple[tuple[str, str], ...]) -> Library:
    return current.overlaid(entries, aliases) if entries or aliases else current

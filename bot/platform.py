"""Define what platforms, features and the rest of the bot know of each other: each Protocol once, and plain values.

A platform is a folder whose `platform.py` ends with a `PlatformKind`, and one line in bot/registry.py; a feature is a
folder whose `feature.py` ends with a `FeatureKind`, and one line there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from bot.services import BotServices
from bot.settings import Settings
from content.library import Library
from handlers.command import Commands
from handlers.daily_term.subscription import Refusal
from handlers.reply import Reply
from handlers.request import Person, Place, Request

if TYPE_CHECKING:
    from aiohttp import web
    from sqlalchemy.ext.asyncio import AsyncEngine


@dataclass(frozen=True, slots=True)
class Target:
    """A channel on a platform.

    `workspace`: Slack's team or Teams' tenant, `enterprise`: Slack's organisation that the team belongs to, `address`:
    whatever else the platform needs (Teams: the service URL).
    """

    platform: str
    workspace: str
    channel: str
    enterprise: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The post is in the channel, under this reference (on Slack its ts)."""

    reference: str


@dataclass(frozen=True, slots=True)
class Limited:
    """The post is not in the channel: the platform asks to wait for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Refused:
    """The post is not in the channel, and a retry would not help. `reason` is the platform's code (`not_in_channel`).

    `gone`: the channel or the workspace is gone for good, so the subscription is turned off. `spent`: the entry itself
    cannot be posted; it loses its turn, or it would come up again each day.
    """

    reason: str
    gone: bool = False
    spent: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """The post may or may not be in the channel (timeout, lost response). `reason` is a code or the error's type."""

    reason: str


PostResult = Sent | Limited | Refused | Unclear


class UnreadableError(Exception):
    """The platform will never show the channel's history; the message is its code."""


class BusyError(Exception):
    """The platform could not be asked (a limit, no connection): ask again after `seconds`.

    `position`: where the search continues, as the platform defines it; None: from the beginning.
    """

    def __init__(self, seconds: float, position: str | None = None) -> None:
        super().__init__(seconds)
        self.seconds, self.position = seconds, position


class Poster(Protocol):
    """Posts to a channel unasked. It raises nothing (except from `find`) and never retries by itself."""

    async def post(self, target: Target, reply: Reply, nonce: str) -> PostResult:
        """Post once, with the nonce if the platform can carry one unseen; takes 10 seconds at most."""

    async def find(self, target: Target, nonce: str, since: datetime, position: str | None = None) -> str | None:
        """The reference of the post with the nonce, among the posts since a moment; None if it is not there.

        `since`: by this process's clock. `position`: from an earlier BusyError, to continue there.
        Raises UnreadableError if the platform cannot tell, BusyError if it may tell later.
        """

    async def close(self) -> None:
        """Close the connections, once nothing more is posted."""


class Directory(Protocol):
    """Looks up what only the platform knows about a person and a channel."""

    @property
    def how_to_add_me(self) -> str:
        """A sentence that says how to add the bot to a channel, in the platform's own words."""

    async def refusal(self, person: Person, place: Place) -> Refusal | None:
        """Why this person may not set up the place's channel; None if they may. It never raises."""

    async def zone_of(self, person: Person) -> str | None:
        """The person's IANA time zone; None if unknown. It never raises."""

    def target_of(self, person: Person, place: Place) -> Target:
        """The place's channel, to post to later."""


Key = str | tuple[str, ...]
"""Identifies one delivery of a message or press."""


class Deduplicator(Protocol):
    """Tells a new delivery from one that the platform sends again."""

    async def is_new(self, key: Key) -> bool:
        """Whether the key is new; remembers it."""

    async def forget(self, key: Key) -> None:
        """Treat the key as new again: its work was not done."""


class Router(Protocol):
    """Answers command lines and sentences; it never raises."""

    @property
    def commands(self) -> Commands:
        """The registered commands."""

    async def answer(self, request: Request) -> Reply:
        """The reply to a command line or a sentence."""

    def cached_answer(self, request: Request) -> Reply | None:
        """The reply, if it is known without running anything; None if `answer` has to be called."""

    def suggest_names(self, typed: str, limit: int, kind: str = "entry") -> list[str]:
        """Names that complete what was typed, the best first; time zones for kind "zone"."""


@dataclass(frozen=True, slots=True)
class Left:
    """The bot was removed: from a channel, else (`channel` is None) from a workspace or a whole organisation.

    `reason` is the platform's code, for whoever asks why a subscription ended.
    """

    platform: str
    workspace: str | None
    enterprise: str | None = None
    channel: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A channel is now reached at another address (Teams: the service URL)."""

    platform: str
    workspace: str
    channel: str
    address: str


Event = Left | Moved
"""What happened on a platform that features may have to act on."""
Notify = Callable[[Event], Awaitable[None]]


class Platform(Protocol):
    """A chat platform that this process serves."""

    @property
    def name(self) -> str:
        """One lower-case word, as in `Person.platform`, the log and the metrics."""

    @property
    def poster(self) -> Poster:
        """Posts what nobody asked for just now."""

    @property
    def directory(self) -> Directory:
        """Knows people and channels."""

    def add_routes(self, app: web.Application) -> None:
        """Add what the platform calls over HTTP, if anything."""

    async def start(self) -> None:
        """Get ready; nothing is accepted before."""

    async def stop(self) -> None:
        """Finish what was accepted, while the other platforms and the features do the same."""


class Feature(Protocol):
    """Work beside answering, such as the daily term."""

    def provide(self, services: BotServices) -> BotServices:
        """The services of handlers, with what this feature offers them."""

    def join(self, platform: Platform) -> None:
        """Work on this platform too; called once for each, before `start`."""

    async def happened(self, event: Event) -> None:
        """Act on what a platform reports."""

    def start(self) -> None:
        """Begin to work; called in a running event loop."""

    async def stop(self) -> None:
        """Finish what has begun."""

    async def problem(self) -> str:
        """What keeps the feature from working, for /readyz; empty if nothing does."""


class State(Protocol):
    """The database, as far as those who do not query it need to know."""

    @property
    def engine(self) -> AsyncEngine:
        """The engine, for whoever owns tables."""

    async def problem(self) -> str:
        """What keeps the database from working, for /readyz; empty if nothing does."""

    async def close(self) -> None:
        """Close the connections."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a platform is built from. `state` is None if nothing is stored."""

    settings: Settings
    router: Router
    deduplicator: Deduplicator
    notify: Notify
    state: State | None = None


@dataclass(frozen=True, slots=True)
class PlatformKind:
    """A platform that the bot can serve: each `bot/<name>/platform.py` ends with one, and bot/registry.py lists it.

    `is_configured`: whether the settings ask for it, even incompletely. `check` raises OperatorError if they are
    incomplete. `announce` returns the lines to print at start for the bot's local address. `render` turns a reply into
    the platform's own JSON, for `ask --as`. Nothing heavy is loaded before `build` or `render`.
    """

    name: str
    is_configured: Callable[[Settings], bool]
    check: Callable[[Settings], None]
    announce: Callable[[Settings, str], Sequence[str]]
    build: Callable[[Parts], Platform]
    render: Callable[[Reply], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class FeatureKind:
    """A feature that the bot can have: each `bot/<name>/feature.py` ends with one, and bot/registry.py lists it.

    `is_on`: whether the settings ask for it. `build` gets the database and the content as it is now.
    """

    name: str
    is_on: Callable[[Settings], bool]
    build: Callable[[State, Callable[[], Library]], Feature]

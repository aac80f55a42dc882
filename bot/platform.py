"""The interfaces between platforms, features and the rest of the bot, as Protocols and plain values.

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
from handlers.findings import Finding
from handlers.reply import Reply
from handlers.request import Person, Place, Request

if TYPE_CHECKING:
    from aiohttp import web
    from sqlalchemy.ext.asyncio import AsyncEngine


@dataclass(frozen=True, slots=True)
class Target:
    """A channel on a platform.

    `workspace` is Slack's team or Teams' tenant, `enterprise` the organisation that a Slack team belongs to, and
    `address` anything else the platform needs to post (Teams: the service URL).
    """

    platform: str
    workspace: str
    channel: str
    enterprise: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The post is in the channel; `reference` is its id on the platform (Slack: ts)."""

    reference: str


@dataclass(frozen=True, slots=True)
class Limited:
    """The post is not in the channel; retry after `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Refused:
    """The post is not in the channel, and a retry would not help. `reason` is the platform's code (`not_in_channel`).

    `gone`: the channel or workspace is gone for good, so the subscription is turned off. `spent`: the entry can never
    be posted, so it loses its turn; otherwise it would be tried again each day.
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
    """The bot can never read the channel's history; the message is the platform's error code."""


class BusyError(Exception):
    """The platform is temporarily unavailable (rate limit, no connection); retry after `seconds`.

    `position` is an opaque cursor from which the search can continue; None to start over.
    """

    def __init__(self, seconds: float, position: str | None = None) -> None:
        super().__init__(seconds)
        self.seconds, self.position = seconds, position


class Poster(Protocol):
    """Posts to channels on the bot's own initiative. Only `find` raises; nothing is retried here."""

    async def post(self, target: Target, reply: Reply, nonce: str) -> PostResult:
        """Post once, with the nonce as hidden metadata if the platform has any; takes at most 10 seconds."""

    async def find(self, target: Target, nonce: str, since: datetime, position: str | None = None) -> str | None:
        """Search the channel's posts since a time for the nonce; returns the post's reference or None.

        `since` is by this process's clock; `position` comes from an earlier BusyError. Raises UnreadableError if the
        history can never be read, BusyError if it may be later.
        """

    async def close(self) -> None:
        """Close the connections; called after the last post."""


class People(Protocol):
    """Looks up people and channels on the platform."""

    @property
    def how_to_add_me(self) -> str:
        """A sentence for users: how to add the bot to a channel on this platform."""

    async def refusal(self, person: Person, place: Place) -> Refusal | None:
        """Why this person may not set up the place's daily term; None if they may. Never raises."""

    async def zone_of(self, person: Person) -> str | None:
        """The person's IANA time zone; None if unknown. Never raises."""

    def target_of(self, person: Person, place: Place) -> Target:
        """The place's channel, to post to later."""

    async def is_admin(self, person: Person) -> bool | None:
        """Whether the person is an admin of their workspace; None if the platform doesn't tell bots. Never raises."""

    async def admins(self, workspace: str, enterprise: str | None = None) -> tuple[str, ...]:
        """The workspace's admins by id, as far as the platform tells; at most ten. Never raises."""


Key = str | tuple[str, ...]
"""Identifies a message or press across repeated deliveries."""


class Deduplicator(Protocol):
    """Recognises messages and presses that the platform delivers again."""

    async def is_new(self, key: Key) -> bool:
        """Whether the key is new; remembers it."""

    async def forget(self, key: Key) -> None:
        """Treat the key as new again, because its work failed."""


class Router(Protocol):
    """Answers command lines and sentences; never raises."""

    @property
    def library(self) -> Library:
        """The current content."""

    async def library_of(self, person: Person) -> Library:
        """The current content as this person's workspace sees it."""

    @property
    def commands(self) -> Commands:
        """The registered commands."""

    async def answer(self, request: Request) -> Reply:
        """The reply to a command line or a sentence."""

    async def is_addressed(self, request: Request, *, to_others: bool = False) -> bool:
        """Whether a message in a thread is meant for the bot, although it doesn't mention it. Never raises.

        `to_others`: it mentions other people.
        """

    def cached_answer(self, request: Request) -> Reply | None:
        """The reply if it is cached; None if `answer` must be called."""

    async def suggest_names(self, typed: str, limit: int, person: Person, kind: str = "entry") -> list[str]:
        """Names that complete typed text, the best first; time zones for kind "zone"."""


@dataclass(frozen=True, slots=True)
class Left:
    """The bot was removed from a channel or, if `channel` is None, from a workspace or a whole organisation.

    `reason` is the platform's error code, stored as the reason why the subscription ended.
    """

    platform: str
    workspace: str | None
    enterprise: str | None = None
    channel: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A channel has a new address (Teams: the service URL)."""

    platform: str
    workspace: str
    channel: str
    address: str


Event = Left | Moved
"""A change on a platform, for features to act on."""
Notify = Callable[[Event], Awaitable[None]]


class Platform(Protocol):
    """A chat platform that this process serves."""

    @property
    def name(self) -> str:
        """One lower-case word, used in `Person.platform`, the log and the metrics."""

    @property
    def poster(self) -> Poster:
        """Posts daily terms."""

    @property
    def people(self) -> People:
        """Looks up people and channels."""

    def add_routes(self, app: web.Application) -> None:
        """Add the platform's HTTP endpoints, if any."""

    async def start(self) -> None:
        """Start accepting requests."""

    async def stop(self) -> None:
        """Finish accepted work; platforms and features stop concurrently."""


class Feature:
    """Work besides answering, such as the daily term. A feature overrides what it needs; the defaults do nothing."""

    def provide(self, services: BotServices) -> BotServices:
        """The services with this feature's own added."""
        return services

    def join(self, platform: Platform) -> None:
        """Use this platform; called once for each, before `start`."""

    async def on_event(self, event: Event) -> None:
        """Act on a change that a platform reports."""

    def start(self) -> None:
        """Start working; called in a running event loop."""

    async def stop(self) -> None:
        """Finish the work in progress."""

    async def problem(self) -> str:
        """Why the feature is not working, for /readyz; empty if it is."""
        return ""


class State(Protocol):
    """The database, as the parts that don't query it see it."""

    @property
    def engine(self) -> AsyncEngine:
        """The engine, for parts with tables of their own."""

    async def problem(self) -> str:
        """Why the database is not working, for /readyz; empty if it is."""

    async def close(self) -> None:
        """Close the connections."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a platform is built from. `state` is None without a database."""

    settings: Settings
    router: Router
    deduplicator: Deduplicator
    notify: Notify
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Permission:
    """A right that the app asks a workspace for: `why`, what doesn't work `without` it, and when it's `asked` for."""

    name: str
    why: str
    without: str
    asked: str


async def _nothing_to_examine(settings: Settings, engine: AsyncEngine | None, workspace: str | None) -> list[Finding]:
    return []


@dataclass(frozen=True, slots=True)
class PlatformKind:
    """A platform that the bot can serve: each `bot/<name>/platform.py` ends with one, and bot/registry.py lists it.

    `needs` names the settings without which it can't be served, as people read them. `is_configured`: whether any of
    its settings is present. `check` raises OperatorError if they are incomplete. `announce` returns the lines to print
    at start, given the bot's local URL. `render` renders a reply as the platform's JSON, as the settings want it.
    `examine` checks what the settings promise, for `doctor`: all of it, or what concerns one workspace; `engine` is the
    database, or None. `permissions` are those that the app asks for.
    `install_path` is the page that installs the bot; empty if there is none. Nothing slow is imported before `build`,
    `render` or `examine`.
    """

    name: str
    needs: str
    is_configured: Callable[[Settings], bool]
    check: Callable[[Settings], None]
    announce: Callable[[Settings, str], Sequence[str]]
    build: Callable[[Parts], Platform]
    render: Callable[[Reply, Settings], dict[str, Any]]
    examine: Callable[[Settings, AsyncEngine | None, str | None], Awaitable[list[Finding]]] = _nothing_to_examine
    permissions: Callable[[Settings], Sequence[Permission]] = lambda settings: ()
    install_path: Callable[[Settings], str] = lambda settings: ""


@dataclass(frozen=True, slots=True)
class FeatureKind:
    """A feature that the bot can have: each `bot/<name>/feature.py` ends with one, and bot/registry.py lists it.

    `is_on`: whether the settings turn it on. `build` gets the settings, the database and a function that returns the
    current content.
    """

    name: str
    is_on: Callable[[Settings], bool]
    build: Callable[[Settings, State, Callable[[], Library]], Feature]

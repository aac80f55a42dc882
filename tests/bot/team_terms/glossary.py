"""Workspaces with words of their own over one database: the real router and feature, and recorded notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.db.clock import Clock
from bot.platform import Target
from bot.router import Router
from bot.services import BotServices
from bot.team_terms.notices import Notice
from bot.team_terms.team_terms import TeamTermsFeature
from content.library import Library
from handlers.daily_term.subscription import Refusal
from handlers.registry import find_commands
from handlers.reply import Reply
from handlers.request import Person, Place, Request
from handlers.team_terms.rules import Rules
from tests.bot.daily_term.world import FAST

CHANNEL = Place("channel", "C1", present=True)
MEI, TOM, ANNA = "U-MEI", "U-TOM", "U-ANNA"
"""Two owners, who are admins everywhere, and a colleague."""


class Admins:
    """Stand-in people, of whom Mei and Tom are admins of every workspace."""

    how_to_add_me = ""

    async def refusal(self, person: Person, place: Place) -> Refusal | None:
        return None

    async def zone_of(self, person: Person) -> str | None:
        return None

    def target_of(self, person: Person, place: Place) -> Target:
        return Target(person.platform, person.workspace, place.channel or "", person.enterprise)

    async def is_admin(self, person: Person) -> bool | None:
        return person.user in (MEI, TOM)

    async def admins(self, workspace: str, enterprise: str | None = None) -> tuple[str, ...]:
        return (MEI, TOM)


@dataclass
class RecordedNotices:
    """Keeps each notice once by its key, as the ledger does."""

    sent: dict[str, Notice] = field(default_factory=dict)
    woken: int = 0

    async def add(self, connection: AsyncConnection, notice: Notice) -> None:
        self.sent.setdefault(notice.key, notice)

    def wake(self) -> None:
        self.woken += 1


class Glossary:
    """One replica; `replica()` is another one on the same database."""

    def __init__(
        self,
        engine: AsyncEngine,
        library: Callable[[], Library],
        *,
        rules: Rules = Rules(("admins",), ("everyone",)),  # noqa: B008 - immutable
        notices: RecordedNotices | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.engine, self._library, self.notices = engine, library, notices or RecordedNotices()
        owners, proposers = rules.owners, rules.proposers
        self.feature = TeamTermsFeature(engine, library, owners=owners, proposers=proposers, clock=clock, timing=FAST)
        self.feature._people |= {"slack": Admins(), "test": Admins()}
        self.feature.notices = self.notices
        self.router = Router(self.feature.provide(BotServices(library, find_commands())))
        self.terms = self.feature.service.terms

    def replica(self) -> Glossary:
        return Glossary(self.engine, self._library, notices=self.notices)

    async def ask(self, line: str, user: str = ANNA, workspace: str = "T1", *, pressed: bool = False) -> Reply:
        request = Request(line, person(user, workspace), CHANNEL, pressed=pressed)
        return await self.router.answer(request)

    async def press(self, line: str, user: str = ANNA, workspace: str = "T1") -> Reply:
        return await self.ask(line, user, workspace, pressed=True)

    async def said(self, notice: Notice) -> Reply | None:
        """What a notice says when it is posted."""
        return await self.feature.term_notices.kinds[notice.kind](notice)


def person(user: str = ANNA, workspace: str = "T1", home: str | None = None) -> Person:
    return Person("slack", workspace, user, user, home=home)

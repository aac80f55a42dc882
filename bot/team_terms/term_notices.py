"""What people hear of their team's words, once each: proposals, decisions, announcements, and reviews that are due."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from dateutil.relativedelta import relativedelta
from sqlalchemy import ColumnElement, func, select

from bot.platform import Target
from bot.team_terms.notices import Notice, Notices
from bot.team_terms.owners import Owners
from bot.team_terms.proposal_store import ANNOUNCED, DECIDED, PROPOSED, ProposalStore
from bot.team_terms.tables import team_terms, team_workspaces
from bot.team_terms.term_store import TermStore
from handlers.reply import Reply
from handlers.request import Person
from handlers.team_terms import cards
from handlers.team_terms.terms import ProposalState

REVIEW = "team.review"
"""The kind of the monthly reminder."""
NUDGES_AT_ONCE = 50

Render = Callable[[Notice], Awaitable[Reply | None]]


class TermNotices:
    """The words of the notices, read when each is posted, and the plan of the reminders."""

    def __init__(self, terms: TermStore, proposals: ProposalStore, owners: Owners) -> None:
        self._terms, self._proposals, self._owners = terms, proposals, owners

    @property
    def kinds(self) -> dict[str, Render]:
        """The kinds of notices, each with the function that renders it; None if there is nothing to say any more."""
        return {
            PROPOSED: self._proposed,
            DECIDED: self._decided,
            ANNOUNCED: self._announced,
            REVIEW: self._review,
        }

    def next_at(self) -> ColumnElement[datetime | None]:
        """When the next reminder is due."""
        return select(func.min(team_terms.c.nudge_at)).where(team_terms.c.live).scalar_subquery()

    async def plan(self, notices: Notices) -> int:
        """Record the reminders that are due, and set each term's next one to a month from now. Returns how many."""
        columns = team_terms.c
        query = select(team_terms, team_workspaces).join(team_workspaces, team_workspaces.c.id == columns.workspace_id)
        query = query.where(columns.live, columns.nudge_at <= self._terms.clock()).order_by(columns.id)
        async with self._terms.engine.connect() as connection:
            due = (await connection.execute(query.limit(NUDGES_AT_ONCE))).all()
        planned = 0
        for row in due:
            person = Person(row.platform, row.workspace, row.owner, enterprise=row.enterprise)
            owners = (row.owner,) if row.owner else await self._owners.people(person)
            async with self._terms.engine.begin() as connection:
                now = await self._terms.clock.read(connection)
                taken = team_terms.update().where(columns.id == row.id, columns.nudge_at == row.nudge_at)
                taken = taken.values(nudge_at=now + relativedelta(months=1))
                if (await connection.execute(taken)).rowcount != 1:
                    continue  # another replica was faster
                for owner in owners:
                    target = Target(row.platform, row.workspace, owner, row.enterprise)
                    key = f"{REVIEW}.{row.id}.{row.nudge_at.date()}.{owner}"
                    await notices.add(connection, Notice(key, REVIEW, target, {"term": row.id}))
            planned += 1
        return planned

    async def _proposed(self, notice: Notice) -> Reply | None:
        person = _reader(notice)
        proposal = await self._proposals.find(person, notice.data["proposal"])
        if proposal is None or proposal.state is not ProposalState.OPEN:
            return None
        term = await self._terms.find(person, proposal.term) if proposal.term else None
        return cards.proposal_card(proposal, is_owner=True, before=term.meaning if term else None)

    async def _decided(self, notice: Notice) -> Reply | None:
        proposal = await self._proposals.find(_reader(notice), notice.data["proposal"])
        return cards.decided(proposal) if proposal else None

    async def _announced(self, notice: Notice) -> Reply | None:
        person = _reader(notice)
        proposal = await self._proposals.find(person, notice.data["proposal"])
        term = await self._terms.find(person, proposal.term) if proposal and proposal.term else None
        return cards.announcement(term, proposal.proposer) if term and proposal else None

    async def _review(self, notice: Notice) -> Reply | None:
        term = await self._terms.find(_reader(notice), notice.data["term"])
        return cards.review(term) if term and term.meaning.review_by else None


def _reader(notice: Notice) -> Person:
    """Somebody of the workspace that the notice goes to."""
    target = notice.target
    return Person(target.platform, target.workspace, target.channel, enterprise=target.enterprise)

"""Store proposals, and what owners decide about them. Whoever decides second hears how things stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from bot.platform import Target
from bot.team_terms.changes import Stamp, add_term, change_term, find_row, stale
from bot.team_terms.notices import Notice, Notices
from bot.team_terms.rows import meaning_of, proposal_of, to_json
from bot.team_terms.tables import team_proposals, team_workspaces
from bot.team_terms.term_store import TermStore, Writing, own
from handlers.request import Person
from handlers.team_terms.terms import Change, Conflict, Meaning, Proposal, ProposalState, TeamTerm, TermProblem

MOST_OPEN = 200
"""Open proposals of a workspace."""
MOST_OPEN_OF_PERSON = 20
KEPT_DAYS = 90
"""Days after which a proposal is deleted, decided or not."""
PROPOSED, DECIDED, ANNOUNCED = "team.proposed", "team.decided", "team.announced"
"""Kinds of notices: to an owner, to the proposer, to the channel."""

OPEN = ProposalState.OPEN.value


class ProposalStore:
    """The proposals of all workspaces. `notices` posts what people must hear once; None if nothing is posted."""

    def __init__(self, terms: TermStore, notices: Callable[[], Notices | None] = lambda: None) -> None:
        self._terms, self._notices = terms, notices

    async def propose(
        self, person: Person, target: Target | None, meaning: Meaning, owners: Sequence[str], change: TeamTerm | None
    ) -> Proposal | Conflict:
        """Add a proposal, with a card to each owner. `change` is the term that it changes; None for a new one."""
        async with self._terms.writing(person) as w:
            columns = team_proposals.c
            expired = columns.made_at < self._terms.clock(-KEPT_DAYS * 86400.0)
            await w.connection.execute(team_proposals.delete().where(columns.workspace_id == w.workspace, expired))
            if (same := await self._same(w, meaning, change)) is not None:
                return same
            if await self._is_full(w, person):
                return Conflict(TermProblem.FULL)
            if change is not None:
                row = await find_row(w.connection, w.workspace, change.id)
                if conflict := stale(row, change.version):
                    return conflict
            values = {
                "workspace_id": w.workspace,
                "term_id": change.id if change else None,
                "base": change.version if change else None,
                "version": 1,
                "state": OPEN,
                "meaning": to_json(meaning),
                "proposer": person.user,
                "channel": target.channel if target else "",
                "address": target.address if target else None,
                "made_at": w.at,
            }
            added = (await w.connection.execute(team_proposals.insert().values(values).returning(team_proposals))).one()
            for owner in owners:
                await self._notify(
                    w, Notice(f"{PROPOSED}.{added.id}.{owner}", PROPOSED, _to(person, owner), {"proposal": added.id})
                )
            return proposal_of(added)

    async def approve(self, person: Person, proposal: int, version: int, *, announce: bool) -> TeamTerm | Conflict:
        """Make an open proposal live, as its proposer's words."""
        async with self._terms.writing(person) as w:
            row = await self._locked(w, proposal)
            if conflict := _closed(row, version):
                return conflict
            meaning = meaning_of(row.meaning)
            if row.term_id is None:
                outcome = await add_term(w.connection, w.workspace, meaning, Stamp(row.proposer, w.at, Change.TAUGHT))
            else:
                term = await find_row(w.connection, w.workspace, row.term_id)
                if conflict := stale(term, row.base):
                    return replace(conflict, proposal=proposal_of(row))
                outcome = await change_term(w.connection, term, meaning, Stamp(row.proposer, w.at, Change.EDITED))
            if isinstance(outcome, Conflict):
                return replace(outcome, proposal=proposal_of(row))
            await self._decide(w, row, person, ProposalState.APPROVED, term_id=outcome.id)
            if announce and row.channel:
                target = Target(person.platform, person.own_workspace, row.channel, person.enterprise, row.address)
                await self._notify(w, Notice(f"{ANNOUNCED}.{row.id}", ANNOUNCED, target, {"proposal": row.id}))
            await self._terms.counted(w)
            return outcome

    async def edit(self, person: Person, proposal: int, version: int, meaning: Meaning) -> Proposal | Conflict:
        """Change the words of an open proposal."""
        async with self._terms.writing(person) as w:
            row = await self._locked(w, proposal)
            if conflict := _closed(row, version):
                return conflict
            change = team_proposals.update().where(team_proposals.c.id == proposal)
            change = change.values(version=version + 1, meaning=to_json(meaning))
            return proposal_of((await w.connection.execute(change.returning(team_proposals))).one())

    async def decline(self, person: Person, proposal: int, version: int, reason: str) -> Proposal | Conflict:
        """Decline an open proposal; only its name and the reason stay, for the proposer."""
        async with self._terms.writing(person) as w:
            row = await self._locked(w, proposal)
            if conflict := _closed(row, version):
                return conflict
            return await self._decide(w, row, person, ProposalState.DECLINED, reason=reason)

    async def find(self, person: Person, proposal: int) -> Proposal | None:
        """The proposal with this id in the person's workspace."""
        found = await self._select(person, team_proposals.c.id == proposal)
        return found[0] if found else None

    async def open_of(self, person: Person) -> tuple[Proposal, ...]:
        """The open proposals of the person's workspace, oldest first."""
        return tuple(await self._select(person, team_proposals.c.state == OPEN))

    async def _select(self, person: Person, condition: Any) -> list[Proposal]:
        query = select(team_proposals).join(team_workspaces, team_workspaces.c.id == team_proposals.c.workspace_id)
        query = query.where(own(person), condition).order_by(team_proposals.c.id)
        async with self._terms.engine.connect() as connection:
            return [proposal_of(row) for row in (await connection.execute(query)).all()]

    async def _locked(self, w: Writing, proposal: int) -> Any:
        columns = team_proposals.c
        query = select(team_proposals).where(columns.workspace_id == w.workspace, columns.id == proposal)
        return (await w.connection.execute(query)).one_or_none()

    async def _decide(  # noqa: PLR0913 - one argument for each column
        self,
        w: Writing,
        row: Any,
        person: Person,
        state: ProposalState,
        *,
        reason: str = "",
        term_id: int | None = None,
    ) -> Proposal:
        """Close a proposal and tell its proposer, unless that is who decided."""
        change = team_proposals.update().where(team_proposals.c.id == row.id)
        change = change.values(
            state=state.value,
            version=row.version + 1,
            meaning={"name": row.meaning["name"]},
            decided_by=person.user,
            decided_at=w.at,
            reason=reason,
            term_id=term_id if term_id is not None else row.term_id,
        )
        decided = (await w.connection.execute(change.returning(team_proposals))).one()
        if row.proposer != person.user:
            notice = Notice(f"{DECIDED}.{row.id}", DECIDED, _to(person, row.proposer), {"proposal": row.id})
            await self._notify(w, notice)
        return proposal_of(decided)

    async def _same(self, w: Writing, meaning: Meaning, change: TeamTerm | None) -> Proposal | None:
        """The open proposal of the same: somebody has pressed twice, or two people had the same idea."""
        columns = team_proposals.c
        of_term = columns.term_id == change.id if change else columns.term_id.is_(None)
        query = select(team_proposals).where(columns.workspace_id == w.workspace, columns.state == OPEN, of_term)
        rows = (await w.connection.execute(query)).all()
        return next((proposal_of(row) for row in rows if meaning_of(row.meaning) == meaning), None)

    async def _is_full(self, w: Writing, person: Person) -> bool:
        columns = team_proposals.c
        query = select(func.count(), func.count().filter(columns.proposer == person.user))
        query = query.where(columns.workspace_id == w.workspace, columns.state == OPEN)
        whole, own_ones = (await w.connection.execute(query)).one()
        return bool(whole >= MOST_OPEN or own_ones >= MOST_OPEN_OF_PERSON)

    async def _notify(self, w: Writing, notice: Notice) -> None:
        notices = self._notices()
        if notices is not None:
            await notices.add(w.connection, notice)


def _closed(row: Any, version: int) -> Conflict | None:
    """Why a proposal can't be decided any more, or not by whoever has seen this version of it."""
    if row is None:
        return Conflict(TermProblem.GONE)
    if row.state != OPEN:
        return Conflict(TermProblem.GONE, proposal=proposal_of(row))
    return None if row.version == version else Conflict(TermProblem.CHANGED, proposal=proposal_of(row))


def _to(person: Person, user: str) -> Target:
    """A colleague of the person, by id."""
    return Target(person.platform, person.own_workspace, user, person.enterprise)

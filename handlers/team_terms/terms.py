"""A team's own terms, and the interface that `bot/` implements to store them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from handlers.request import Person, Place


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a team term says. A word may have several meanings; each is a term of its own.

    `entry` is the name of an entry of the glossary that the word means; it then needs no `definition`. `titles` are job
    titles to search for. `link` is a web address. `owner` is a person's id on the platform; empty for nobody in
    particular. After `review_by`, the owner is reminded once a month.
    """

    name: str
    definition: str = ""
    aliases: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    link: str = ""
    entry: str = ""
    owner: str = ""
    review_by: date | None = None


@dataclass(frozen=True, slots=True)
class TeamTerm:
    """A live team term. `version` counts from 1 and goes up with each change."""

    id: int
    version: int
    meaning: Meaning


class Change(Enum):
    """What made a version of a team term."""

    TAUGHT = "taught"
    EDITED = "edited"
    RESTORED = "restored"
    IMPORTED = "imported"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a team term. `author` is a person's id on the platform; a removed term keeps its last meaning."""

    number: int
    author: str
    at: datetime
    change: Change
    meaning: Meaning


class ProposalState(Enum):
    """What became of a proposal."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A team term, or a change to one, that waits for an owner.

    `version` goes up with each edit, so that nobody approves words they haven't seen. `term` is the id of the term to
    change, `base` the version that was changed; both None for a new term. `channel` is where it was proposed, if it may
    be announced there. A declined proposal has lost its meaning and has a `reason`.
    """

    id: int
    version: int
    state: ProposalState
    meaning: Meaning
    proposer: str
    term: int | None = None
    base: int | None = None
    channel: str = ""
    decided_by: str = ""
    reason: str = ""


class TermProblem(Enum):
    """Why a team's terms stay as they are."""

    OUTSIDER = "the person belongs to another company that shares the channel"
    NO_OWNERS = "nobody is named as an owner"
    NOT_AN_OWNER = "only an owner may"
    NOT_A_PROPOSER = "this person may not propose terms"
    CHANGED = "somebody else has changed it in the meantime"
    GONE = "it has been removed, or decided, in the meantime"
    DUPLICATE = "the team has this meaning already"
    FULL = "the team has as many terms, or as many open proposals, as it may have"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A change that was not made. `term` or `proposal` is how it stands now, if it still exists."""

    problem: TermProblem
    term: TeamTerm | None = None
    proposal: Proposal | None = None


class TeamTerms(Protocol):
    """The terms of the person's own workspace; nobody reads or changes another's.

    A change names the version that the person has seen. If it isn't the current one, nothing changes, and the answer is
    a Conflict that says how things stand.
    """

    async def teach(self, person: Person, place: Place, meaning: Meaning) -> TeamTerm | Proposal | Conflict:
        """Add a term: live at once if the person is an owner, otherwise proposed to the owners."""

    async def change(
        self, person: Person, place: Place, term: int, version: int, meaning: Meaning
    ) -> TeamTerm | Proposal | Conflict:
        """Change a term: at once if the person is an owner, otherwise proposed to the owners."""

    async def remove(self, person: Person, term: int, version: int) -> TeamTerm | Conflict:
        """Remove a term. Its versions stay, so that it can be restored."""

    async def restore(self, person: Person, term: int, number: int, version: int) -> TeamTerm | Conflict:
        """Make an old version current again, as a new version. `version` is the current one, as the person saw it."""

    async def approve(
        self, person: Person, proposal: int, version: int, *, announce: bool = False
    ) -> TeamTerm | Conflict:
        """Make a proposal live and tell its proposer; `announce` tells its channel, too. Each of them hears once."""

    async def edit(self, person: Person, proposal: int, version: int, meaning: Meaning) -> Proposal | Conflict:
        """Change the words of an open proposal."""

    async def decline(self, person: Person, proposal: int, version: int, reason: str) -> Proposal | Conflict:
        """Decline a proposal, with a reason that its proposer is told once."""

    async def find(self, person: Person, term: int) -> TeamTerm | None:
        """The live term with this id; None if there is none in the person's workspace."""

    async def find_proposal(self, person: Person, proposal: int) -> Proposal | None:
        """The proposal with this id; None if there is none in the person's workspace."""

    async def list_of(self, person: Person) -> tuple[TeamTerm, ...]:
        """All live terms, sorted by name."""

    async def open_proposals(self, person: Person) -> tuple[Proposal, ...]:
        """The proposals that wait for an owner, oldest first."""

    async def versions(self, person: Person, term: int) -> tuple[Version, ...]:
        """The versions of a term, newest first; also of a removed one. Empty if there is no such term."""

    def hold(self, person: Person, changes: Sequence[Imported]) -> str:
        """Keep the changes of an import in this process's memory for ten minutes; returns the word to ask for them."""

    def held(self, person: Person, word: str) -> tuple[Imported, ...]:
        """The changes that this person was shown; empty if they are gone, or another process has them."""

    async def import_terms(self, person: Person, changes: Sequence[Imported]) -> tuple[Conflict, ...]:
        """Make all changes of an import, or none: the conflicts that stand in its way, empty if it was made."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One change of an import: a new term (`term` None), or a change to a term at a version."""

    meaning: Meaning
    term: int | None = None
    version: int | None = None

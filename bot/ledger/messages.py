"""What a feature tells the ledger about its messages, and a message that a process has claimed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.platform import Refused, Target
from handlers.reply import Reply


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that belongs to this process until its lease ends. A later claim has a higher fence.

    `since`: when it was due, by this process's clock, which may differ from the database's. `posted`: an earlier post
    was started and may be in the channel. `position`: where to resume the search for that post. `active`: it is still
    wanted. `expired`: too late to post. `overdue`: too late to go on searching. `wait`: seconds until its turn in the
    workspace's pace. `row`: its row, with the columns that only its feature reads.
    """

    id: int
    fence: int
    lane_id: int
    target: Target
    nonce: str
    since: datetime
    position: str | None
    posted: bool
    active: bool
    expired: bool
    overdue: bool
    wait: float
    row: Any

    @property
    def entry(self) -> str | None:
        """The key of a daily term's entry."""
        entry: str | None = self.row.entry
        return entry

    @property
    def subscription_id(self) -> int:
        """The subscription of a daily term."""
        return int(self.row.subscription_id)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a delivery goes, and whether it is still wanted."""

    target: Target
    active: bool = True


class ClaimedRows(Protocol):
    """The ledger, for a feature that changes its own columns of a claimed delivery."""

    def begin(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction."""

    async def update_claimed(
        self, connection: AsyncConnection, claim: Claim, values: dict[str, Any], *conditions: Any
    ) -> bool:
        """Update the delivery's row if the claim still holds. Returns whether it did."""


class Messages(Protocol):
    """The messages of one feature. Each feature has lanes of its own, and delivers them with a loop of its own."""

    @property
    def feature(self) -> str:
        """The feature, as `lanes.feature` has it."""

    @property
    def label(self) -> str:
        """The first word of the events in the log: "tips" in "tips.delivered"."""

    def next_at(self) -> ColumnElement[datetime | None]:
        """An SQL expression for when there is next something to plan; NULL if there is nothing."""

    async def plan(self) -> int:
        """Plan one batch in one transaction. Returns how much it took; 0 if nothing is due."""

    async def recipients(self, connection: AsyncConnection, rows: Sequence[Any]) -> Mapping[int, Recipient]:
        """By id of the delivery, where it goes. Those without a recipient are left alone."""

    def is_wanted(self, claim: Claim) -> ColumnElement[bool]:
        """An SQL condition for a post to begin: nobody has cancelled the message."""

    async def render(self, claim: Claim, ledger: ClaimedRows) -> Reply | Refused:
        """Build the message from the current content. A Refused is recorded as the reason why it failed."""

    async def lock(self, connection: AsyncConnection, claim: Claim) -> None:
        """Lock what `on_gone` changes, before the delivery's own row is locked."""

    async def on_gone(self, connection: AsyncConnection, claim: Claim, now: datetime, reason: str) -> None:
        """Act on a channel that is gone for good, in the transaction that records it."""

    async def on_finished(self, connection: AsyncConnection, claim: Claim) -> None:
        """Act on a delivery that has just got its last state, in the same transaction."""

    def count(self, claim: Claim, outcome: str) -> None:
        """Count an outcome in the metrics."""

    def show_age(self, seconds: float) -> None:
        """Show the age of the oldest due message in the metrics."""


Platforms = Collection[str]
"""The platforms that this process can post to; read at each call, so more may join."""

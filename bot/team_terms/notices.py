"""What a feature wants a person or a channel to hear exactly once: an owner's card, an answer, a digest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.platform import Target


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to post once, to a channel or (`target.channel` is a person's id) to a person.

    `key` identifies it: a second notice of the same key is dropped. `kind` names the function that renders it when it
    is posted, from `data`; that function may return None if there is nothing to say any more. `data` holds ids and
    numbers only: the words are read when it is posted, so none stays behind.
    """

    key: str
    kind: str
    target: Target
    data: dict[str, Any] = field(default_factory=dict)


class Notices(Protocol):
    """Posts notices by the ledger of the daily terms."""

    async def add(self, connection: AsyncConnection, notice: Notice) -> None:
        """Record a notice in the caller's transaction, so that it goes out if, and only if, that is committed."""

    def wake(self) -> None:
        """Post what was recorded; called after the commit."""

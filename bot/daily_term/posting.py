"""What delivery asks of a platform: to post once, and to look whether a post is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.reply import Reply


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
    """It is in the channel, under this reference (Slack: ts)."""

    reference: str


@dataclass(frozen=True, slots=True)
class Limited:
    """It is not in the channel: the platform wants to be left alone for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Refused:
    """It is not in the channel, and trying again is no use. `reason` is the platform's code (`not_in_channel`).

    `gone`: the channel or the workspace is gone for good, so that the subscription is turned off. `spent`: it is the
    entry itself that cannot be posted; its turn is over, lest it come again each day.
    """

    reason: str
    gone: bool = False
    spent: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """It may be in the channel or not (time-out, lost response, `internal_error`). `reason` is a code or error type."""

    reason: str


PostResult = Sent | Limited | Refused | Unclear


class UnreadableError(Exception):
    """The platform never will tell what stands in the channel; the message is its code."""


class BusyError(Exception):
    """The platform could not be asked just now (a limit, no connection): ask again after `seconds`.

    `position`: where the search goes on, in the platform's own words; None: from the beginning.
    """

    def __init__(self, seconds: float, position: str | None = None) -> None:
        super().__init__(seconds)
        self.seconds, self.position = seconds, position


class Poster(Protocol):
    """One platform. It neither raises (but for `find`) nor tries again by itself."""

    async def post(self, target: Target, reply: Reply, nonce: str) -> PostResult:
        """Post once, with the nonce where the platform can keep one unseen; at most 10 seconds."""

    async def find(self, target: Target, nonce: str, since: datetime, position: str | None = None) -> str | None:
        """The reference of the post that carries the nonce, among what was posted since a moment; None: not there.

        `since`: by the clock of this process. `position`: from an earlier BusyError, to go on from there.
        UnreadableError where the platform cannot tell, BusyError where it may tell later.
        """

"""What the doctor finds: one sentence for each check of a running or a new installation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Protocol

from handlers.request import Person


class Check(IntEnum):
    """What the doctor checks. The number is the command line's exit code if this is the first problem.

    1 is also the exit code of every other command with wrong settings; 2 is for a wrong command line.
    """

    SETTINGS = 1
    CONTENT = 3
    DATABASE = 4
    REVISION = 5
    KEYS = 6
    TOKEN = 7
    SCOPES = 8
    SOCKET = 9
    CLOCK = 10
    ADDRESS = 11
    SIGNATURE = 12
    CREDENTIALS = 13
    ISSUER = 14
    AGENTS = 15

    @property
    def meaning(self) -> str:
        """What a problem of this check means."""
        return _MEANINGS[self]


_MEANINGS = {
    Check.SETTINGS: "Settings are missing, invalid or contradict each other",
    Check.CONTENT: "The content can't be loaded",
    Check.DATABASE: "The database can't be reached or used",
    Check.REVISION: "The database's tables are of another release",
    Check.KEYS: "`TOKEN_KEYS` is missing, malformed, or doesn't fit a stored token",
    Check.TOKEN: "A bot token is refused, or the platform can't be reached",
    Check.SCOPES: "A token lacks a scope that a feature needs",
    Check.SOCKET: "The app-level token doesn't open a socket",
    Check.CLOCK: "This machine's clock is wrong",
    Check.ADDRESS: "The public address doesn't lead to the bot",
    Check.SIGNATURE: "A request signed with the signing secret is refused, or an unsigned one accepted",
    Check.CREDENTIALS: "A client ID or client secret is refused",
    Check.ISSUER: "The keys that requests are verified with can't be fetched",
    Check.AGENTS: "Agents can't call the bot under its address, or Slackbot's signature is refused",
}


class Outcome(Enum):
    """How a check went. ADVICE is something to know or do that keeps nothing from working."""

    OK = "ok"
    ADVICE = "advice"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of a check, and a sentence that says what to do if it isn't OK. It contains no secret."""

    check: Check
    outcome: Outcome
    sentence: str


def ok(check: Check, sentence: str) -> Finding:
    """A check without a problem."""
    return Finding(check, Outcome.OK, sentence)


def advice(check: Check, sentence: str) -> Finding:
    """Something to know or do that keeps nothing from working."""
    return Finding(check, Outcome.ADVICE, sentence)


def problem(check: Check, sentence: str) -> Finding:
    """Something that must be changed."""
    return Finding(check, Outcome.PROBLEM, sentence)


class Doctor(Protocol):
    """Checks the installation for the people who run it."""

    async def is_admin(self, person: Person) -> bool:
        """Whether the platform says that this person is an admin. False if it can't be asked."""

    async def examine(self, person: Person) -> Sequence[Finding]:
        """Check what concerns this person's workspace."""

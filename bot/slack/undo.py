"""The values of Undo buttons: only the person who shared a message can delete it, and nothing else."""

from __future__ import annotations

from bot.signatures import Signer
from bot.slack.inbound import Press


class UndoButtons:
    """Writes and reads the values. All replicas need the same `secret`."""

    def __init__(self, secret: str) -> None:
        self._signer = Signer(secret, "Undo of a shared answer on Slack")

    def value(self, press: Press, ts: str, line: str) -> str:
        """The value of a button that takes back the message `ts`, shared by this press.

        `line` is the command line of the private answer to show again.
        """
        return f"{ts} {self._signer.sign(*_shared_by(press), ts)} {line}"

    def read(self, press: Press) -> tuple[str, str] | None:
        """The `ts` and the line of a pressed Undo button; None if it was made for another person or channel."""
        ts, _, rest = press.value.partition(" ")
        signature, _, line = rest.partition(" ")
        return (ts, line) if self._signer.is_valid(signature, *_shared_by(press), ts) else None


def _shared_by(press: Press) -> tuple[str, str, str]:
    person = press.person
    return person.workspace, press.metadata.origin.channel or "", person.user

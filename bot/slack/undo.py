"""Sign what an Undo button deletes, so that only the person who shared a message can delete it, and nothing else."""

from __future__ import annotations

import hmac
import json

from bot.slack.inbound import Press

_PURPOSE = b"dragoman: Undo of a shared answer"
SIGNATURE_LENGTH = 32  # hexadecimal digits, 128 bits


class UndoButtons:
    """Writes and reads the values of Undo buttons. All replicas need the same `secret`."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), _PURPOSE, "sha256")

    def value(self, press: Press, ts: str, line: str) -> str:
        """The value of a button that takes back the message `ts`, shared by this press.

        `line` is the command line of the private answer to show again.
        """
        return f"{ts} {self._signature(press, ts)} {line}"

    def read(self, press: Press) -> tuple[str, str] | None:
        """The `ts` and the line of a pressed Undo button; None if it was made for another person or channel."""
        ts, _, rest = press.value.partition(" ")
        signature, _, line = rest.partition(" ")
        expected = self._signature(press, ts)
        return (ts, line) if hmac.compare_digest(signature.encode(), expected.encode()) else None

    def _signature(self, press: Press, ts: str) -> str:
        person, channel = press.person, press.metadata.origin.channel
        signed = json.dumps([person.workspace, channel, person.user, ts]).encode()
        return hmac.digest(self._key, signed, "sha256").hex()[:SIGNATURE_LENGTH]

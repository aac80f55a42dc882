"""The card that replaces a shared answer for the person who shared it, with an Undo button for nobody else."""

from __future__ import annotations

from itertools import count

from bot.signatures import Signer
from bot.teams.actions import UNDO, action_elements
from bot.teams.card import render_card
from bot.teams.inbound import Press
from bot.teams.text import Json
from handlers.reply import Actions, Button, reply, text

SHARED = "Shared with the channel."


class UndoButtons:
    """Makes the card and checks a press of its button. All replicas need the same `secret`."""

    def __init__(self, secret: str) -> None:
        self._signer = Signer(secret, "Undo of a shared answer on Teams")

    def card(self, press: Press, message: str, line: str) -> Json:
        """The card after sharing as the message with this id; `line` is the command line of the private answer."""
        card = render_card(reply(text(SHARED), shareable=False))
        data = {"line": line, "shared": message, "signature": self._signer.sign(*_shared_by(press), message)}
        undo = {"type": "Action.Execute", "title": "Undo", "verb": UNDO, "data": data, "associatedInputs": "None"}
        (buttons,) = action_elements(Actions((Button("Show it here", line or "help", replace=True),)), count())
        return card | {"body": [*card["body"], buttons | {"actions": [undo, *buttons["actions"]]}]}

    def is_valid(self, press: Press) -> bool:
        """Whether the press takes back what this person shared in this conversation."""
        return self._signer.is_valid(press.signature, *_shared_by(press), press.shared)


def _shared_by(press: Press) -> tuple[str, str, str]:
    person = press.request.person
    return person.workspace, press.origin.conversation, person.user

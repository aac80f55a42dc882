"""Show answers in a dialog: for the message action "Explain this", for presses in its cards, and after a thumb down.

A dialog's card submits its data to the message extension, so its actions are Action.Submit instead of Action.Execute.
Source: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module
"""

from __future__ import annotations

from typing import Any

from bot.teams.card import CARD_TYPE, render_card
from bot.teams.text import Json
from handlers.reply import Reply

TITLE = "Explain this"
VERB = "verb"
"""The key of a submitted action's verb; its other data are those of the card's action."""


def dialog(reply: Reply, *, title: str = TITLE) -> dict[str, Any]:
    """The response that shows a reply in the dialog."""
    card = {"contentType": CARD_TYPE, "content": _with_submits(render_card(reply))}
    value = {"title": title, "width": "medium", "height": "large", "card": card}
    return {"task": {"type": "continue", "value": value}}


def dialog_text(text: str) -> dict[str, Any]:
    """The response that shows a short text in place of a dialog."""
    return {"task": {"type": "message", "value": text}}


def _with_submits(element: Any) -> Any:
    """The element with each Action.Execute replaced by the Action.Submit that sends the same."""
    if isinstance(element, list):
        return [_with_submits(part) for part in element]
    if not isinstance(element, dict):
        return element
    if element.get("type") != "Action.Execute":
        return {name: part if name == "data" else _with_submits(part) for name, part in element.items()}
    submit: Json = {name: part for name, part in element.items() if name != "verb"}
    return submit | {"type": "Action.Submit", "data": {**element["data"], VERB: element["verb"]}}

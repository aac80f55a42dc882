"""Every answer of the bot also as the Adaptive Card that Teams would show: the last one of each person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.playground.page.html_card import draw_card
from bot.playground.page.html_card_inputs import Drawn, Json
from bot.playground.page.html_tag import tag
from bot.playground.page.mrkdwn import escape
from bot.playground.workspace import Workspace
from bot.router import Router
from bot.teams.actions import line_of
from bot.teams.card import render_card
from handlers.reply import Reply
from handlers.request import Request


@dataclass(frozen=True)
class Card:
    """An answer as a card, with its HTML and what can be pressed in it, in the order of drawing.

    `line` is the command line that it answers; `asked` the same as the person put it: typed, or the words on a button.
    """

    number: int
    line: str
    asked: str
    content: Json
    html: str
    actions: tuple[Json, ...]

    def line_of(self, press: int, values: Mapping[str, str]) -> str:
        """The command line of a press, with the values of the inputs; LookupError where there is no such action."""
        if not 0 <= press < len(self.actions):
            raise LookupError("this card has no such button")
        action = self.actions[press]
        data = action.get("data", {})
        return line_of(action.get("verb", ""), {**values, **data})

    def label_of(self, press: int, values: Mapping[str, str]) -> str:
        """The words on what is pressed; "" if the inputs have a part in what it asks."""
        asks_by_itself = self.line_of(press, values) == self.line_of(press, {})
        return str(self.actions[press].get("title", "")) if asks_by_itself else ""


class TeamsPreview:
    """The last card of each person."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._cards: dict[str, Card] = {}
        self._made = 0

    def watch(self, router: Router) -> Router:
        """The same router; of each of its answers a card is kept."""
        return _Watched(router, self)

    def add(self, request: Request, reply: Reply) -> None:
        """Keep this answer as the last one of the person who asked."""
        self._made += 1
        content = render_card(reply)
        drawn = Drawn(f"card-{self._made}")
        inner = tag("div", {"class": "card", "data-card": str(self._made)}, draw_card(content, drawn))
        user = request.person.user
        line = request.text.strip()
        asked = self._workspace.pressed.get(user) or line
        self._cards[user] = Card(self._made, line, asked, content, inner, tuple(drawn.actions))
        self._workspace.journal.add("card", user, only_for=user)

    def find(self, user: str, number: int) -> Card:
        """The card of this number, if it is still the person's last one; LookupError otherwise."""
        card = self._cards.get(user)
        if card is None or card.number != number:
            raise LookupError("this card is no longer there")
        return card

    def as_json(self, user: str) -> Json:
        """What the page shows of it."""
        card = self._cards.get(user)
        if card is None:
            return {"number": 0, "html": ""}
        return {"number": card.number, "line": card.line, "asked": card.asked, "html": card.html}

    def payload(self, user: str) -> str:
        """The card itself, as HTML to read."""
        card = self._cards.get(user)
        shown = json.dumps(card.content, indent=2, ensure_ascii=False) if card else "(none yet)"
        return tag("pre", {"tabindex": "0"}, escape(shown))


class _Watched(Router):
    def __init__(self, router: Router, cards: TeamsPreview) -> None:
        super().__init__(router.services)
        self._cards = cards

    async def answer(self, request: Request) -> Reply:
        reply = await super().answer(request)
        self._cards.add(request, reply)
        return reply

    def cached_answer(self, request: Request) -> None:
        return None  # each answer is drawn as a card

"""A preview of each answer as an Adaptive Card for Teams; each person sees their last one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from bot.playground.page.html_card import draw_card
from bot.playground.page.html_card_inputs import CardContext, Json
from bot.playground.page.html_tag import tag
from bot.playground.workspace import Workspace
from bot.router import Router
from bot.teams.actions import line_of
from bot.teams.card import render_card
from handlers.reply import Reply, shorten
from handlers.request import Request

LONGEST_ASKED = 200
"""Characters of the line above the card; the text of a file is longer."""


@dataclass(frozen=True)
class Card:
    """An answer as a card: its JSON, its HTML, and its actions in drawing order.

    `line` is the command line it answers; `asked` is what the person typed or the label of the button they pressed.
    """

    number: int
    line: str
    asked: str
    content: Json
    html: Markup
    actions: tuple[Json, ...]

    def line_of(self, press: int, values: Mapping[str, str]) -> str:
        """The command line of an action, given the values of the inputs. Raises LookupError for an unknown action."""
        if not 0 <= press < len(self.actions):
            raise LookupError("This card has no such button.")
        action = self.actions[press]
        data = action.get("data", {})
        return line_of(action.get("verb", ""), {**values, **data})

    def label_of(self, press: int, values: Mapping[str, str]) -> str:
        """The label of an action; "" if its command line depends on the inputs."""
        is_fixed = self.line_of(press, values) == self.line_of(press, {})
        return str(self.actions[press].get("title", "")) if is_fixed else ""


class TeamsPreview:
    """The last card of each person."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._cards: dict[str, Card] = {}
        self._count = 0

    def watch(self, router: Router) -> Router:
        """Wrap a router so that each of its answers is added to the preview."""
        return _WatchedRouter(router, self)

    def add(self, request: Request, reply: Reply) -> None:
        """Store an answer as the last card of the person who asked."""
        self._count += 1
        content = render_card(reply)
        context = CardContext(f"card-{self._count}")
        html = tag("div", {"class": "card", "data-card": str(self._count)}, draw_card(content, context))
        user = request.person.user
        line = request.text.strip()
        asked = shorten(self._workspace.pressed.get(user) or line, LONGEST_ASKED)
        self._cards[user] = Card(self._count, line, asked, content, html, tuple(context.actions))
        self._workspace.journal.add("card", user, only_for=user)

    def find(self, user: str, number: int) -> Card:
        """The person's last card. Raises LookupError if it has another number by now."""
        card = self._cards.get(user)
        if card is None or card.number != number:
            raise LookupError("This card is no longer there.")
        return card

    def as_json(self, user: str) -> Json:
        """The person's last card for the page; its number is 0 if there is none."""
        card = self._cards.get(user)
        if card is None:
            return {"number": 0, "html": ""}
        return {"number": card.number, "line": card.line, "asked": card.asked, "html": card.html}

    def payload(self, user: str) -> Markup:
        """The JSON of the person's last card, as HTML."""
        card = self._cards.get(user)
        text = json.dumps(card.content, indent=2, ensure_ascii=False) if card else "(none yet)"
        return tag("pre", {"tabindex": "0"}, escape(text))


class _WatchedRouter(Router):
    def __init__(self, router: Router, preview: TeamsPreview) -> None:
        super().__init__(router.services, public_url=router.public_url, attach=router.attach)
        self._preview = preview

    async def answer(self, request: Request) -> Reply:
        reply = await super().answer(request)
        self._preview.add(request, reply)
        return reply

    def cached_answer(self, request: Request) -> None:
        return None  # each answer is drawn as a card

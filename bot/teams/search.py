"""The search in Teams' compose box: what is typed finds terms, and the chosen one's card goes into the message."""

from __future__ import annotations

import html
from typing import Any

from bot.platform import Router
from bot.teams.card import render_card, summary
from bot.teams.inbound import Search
from handlers.reply import Reply, Text, plain, shorten
from handlers.request import Request

RESULTS = 10
PREVIEW = 150  # characters of the text under a result's title; Teams shows about two lines

_CARD = "application/vnd.microsoft.card.adaptive"
_THUMBNAIL = "application/vnd.microsoft.card.thumbnail"


async def find(search: Search, router: Router) -> dict[str, Any]:
    """The response: up to `RESULTS` cards, with today's term first where nothing is typed; or a line that says so."""
    lines = [("Today's term", "tip")] if not search.typed else []
    lines += [(name, f"define {name}") for name in router.suggest_names(search.typed, RESULTS - len(lines))]
    found = [_result(title, await router.answer(Request(line, search.person))) for title, line in lines]
    if not found:
        return _response({"type": "message", "text": "No term found. Try another word, or ask me in a chat."})
    return _response({"type": "result", "attachmentLayout": "list", "attachments": found})


def _response(extension: dict[str, Any]) -> dict[str, Any]:
    return {"composeExtension": extension}


def _result(title: str, reply: Reply) -> dict[str, Any]:
    preview = {"title": title, "text": html.escape(_gist(reply), quote=False)}  # the text alone may hold HTML
    return {
        "contentType": _CARD,
        "content": render_card(reply),
        "preview": {"contentType": _THUMBNAIL, "content": preview},
    }


def _gist(reply: Reply) -> str:
    """The first paragraph."""
    texts = (plain(block.spans) for block in reply.blocks if isinstance(block, Text))
    return shorten(next(texts, summary(reply)), PREVIEW)

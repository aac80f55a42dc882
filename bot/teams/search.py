"""Answer the search in Teams' compose box: a list of terms, whose cards people insert into their messages."""

from __future__ import annotations

import html
from typing import Any

from bot.platform import Router
from bot.teams.card import CARD_TYPE, render_card, summary
from bot.teams.inbound import Completion, Search
from handlers.reply import Reply, Text, plain, shorten
from handlers.request import Request

RESULTS = 10
CHOICES = 15  # Teams shows no more (.../task-modules-and-cards/cards/dynamic-search)
PREVIEW = 150  # characters of the text under a result's title; Teams shows about two lines
NO_RESULTS = "I don't have that one. Try another word, or ask me in a chat."

_THUMBNAIL_TYPE = "application/vnd.microsoft.card.thumbnail"


async def find(search: Search, router: Router) -> dict[str, Any]:
    """The response: at most `RESULTS` cards, or `NO_RESULTS`. Before anything is typed, today's term comes first."""
    lines = [("Today's term", "tip")] if not search.text else []
    names = await router.suggest_names(search.text, RESULTS - len(lines), search.person)
    lines += [(name, f"define {name}") for name in names]
    results = [_result(title, await router.answer(Request(line, search.person))) for title, line in lines]
    if not results:
        return _response({"type": "message", "text": NO_RESULTS})
    return _response({"type": "result", "attachmentLayout": "list", "attachments": results})


async def complete(typed: Completion, router: Router) -> dict[str, Any]:
    """The choices of a form's field: names that complete the text or, if there are none, the text as it stands.

    So a word that nothing completes can be sent, too: lookup knows more forms than it offers.
    """
    names = await router.suggest_names(typed.text, CHOICES, typed.person, typed.kind)
    names = names or [name for name in (typed.text,) if name]
    results = [{"title": name, "value": name} for name in names]
    return {"statusCode": 200, "type": "application/vnd.microsoft.search.searchResponse", "value": {"results": results}}


def _response(extension: dict[str, Any]) -> dict[str, Any]:
    return {"composeExtension": extension}


def _result(title: str, reply: Reply) -> dict[str, Any]:
    preview = {"title": title, "text": html.escape(_gist(reply), quote=False)}  # Teams parses HTML in the text only
    return {
        "contentType": CARD_TYPE,
        "content": render_card(reply),
        "preview": {"contentType": _THUMBNAIL_TYPE, "content": preview},
    }


def _gist(reply: Reply) -> str:
    """The reply's first paragraph, shortened."""
    texts = (plain(block.spans) for block in reply.blocks if isinstance(block, Text))
    return shorten(next(texts, summary(reply)), PREVIEW)

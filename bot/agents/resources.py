"""The entries as MCP resources: `term://diplomacy/consul`, as text and as JSON."""

from __future__ import annotations

from typing import Any, Final

import orjson

from bot.agents import limits
from bot.agents.arguments import Term
from bot.agents.caller import Caller
from bot.agents.calls import Calls
from bot.agents.schemas import uri_of
from bot.agents.tools import EXPLAIN_TERM
from content.library import Library
from content.models import Entry
from handlers.wording import short_answer

TEMPLATE: Final = {
    "uri_template": "term://{pack}/{entry}",
    "name": "term",
    "title": "A term or job title",
    "description": "The reviewed entry, with its sources. An answer's `entry` has its address.",
    "mime_type": "text/plain",
}


def page_of(library: Library, cursor: str | None) -> tuple[list[dict[str, Any]], str | None]:
    """A page of all entries, and the cursor of the next one. An unknown cursor begins again."""
    start = int(cursor) if cursor and cursor.isascii() and cursor.isdecimal() and len(cursor) < 10 else 0
    page = library.entries[start : start + limits.PAGE]
    end = start + len(page)
    return [_listed(entry) for entry in page], str(end) if end < len(library.entries) else None


def entry_of(uri: str, library: Library) -> Entry | None:
    """The entry with this address; None if there is none."""
    return next((entry for entry in library.entries if uri_of(entry) == uri), None)


async def contents_of(entry: Entry, calls: Calls, caller: Caller) -> list[dict[str, Any]]:
    """The card of an entry, as text for people and models and as JSON for programs."""
    called = await calls.call(EXPLAIN_TERM, Term(term=entry.name), caller)
    uri = uri_of(entry)
    return [
        {"uri": uri, "mime_type": "text/plain", "text": called.answer.text},
        {"uri": uri, "mime_type": "application/json", "text": orjson.dumps(called.data).decode()},
    ]


def _listed(entry: Entry) -> dict[str, Any]:
    return {
        "uri": uri_of(entry),
        "name": entry.id,
        "title": entry.name,
        "description": short_answer(entry.definition),
        "mime_type": "text/plain",
    }

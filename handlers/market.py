"""What changes hiring now: the dated market notes of an entry."""

from __future__ import annotations

from collections.abc import Iterator

from content.library import Library
from content.models import Entry, MarketNote
from handlers.reply import Bold, Italic, Link, Span, Text, text
from handlers.wording import format_date, sentences, with_full_stop


def market_lines(entry: Entry, library: Library, *, short: bool = False) -> Iterator[Text]:
    """A line for each note: since when, what, by whom, and until when it may be relied on.

    `short`: only the first sentence of what a note says; the rest, with the day, is in the answer of `career`.
    """
    for note in library.market_notes(entry):
        said = sentences(note.text)[0] if short else note.text
        yield text(
            Bold(f"Market since {note.since:%B %Y}: "),
            f"{with_full_stop(said)} ",
            _source(note),
            ".",
            *(() if said != note.text else (Italic(f" Check again after {format_date(note.until)}."),)),
        )


def _source(note: MarketNote) -> Span:
    """Who says so, as a link; the publisher is shorter than the title."""
    name = note.source.publisher or note.source.title
    return Link(name, note.source.url) if note.source.url else name

"""Gates for market notes: none past its date, each with an official or a published source and its figures in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from content.errors import Problem
from content.lint.prose import quote
from content.lint.sources import missing_figures
from content.models import MarketNote
from content.packs import Pack


def past_notes(pack: Pack, day: date) -> Iterator[Problem]:
    """No market note is past the day until which it may stand."""
    for file, path, note in _notes(pack):
        if note.until < day:
            message = f"{note.until} is past; look at its source again, then set a new date or drop the note"
            yield pack.problem_in(file, f"{path}.until", f"{message}: {quote(note.text)}")


def sourced_notes(pack: Pack) -> Iterator[Problem]:
    """The source of a market note has an address, and every figure of the note is in what the source supports."""
    for file, path, note in _notes(pack):
        if note.source.url is None:
            yield pack.problem_in(
                file, f"{path}.source", "has no url; readers must be able to look whether it still holds"
            )
        for figure in missing_figures(note.text, [note.source]):
            message = f"{figure} is not in the source of this note; add it to its `supports`, or leave it out"
            yield pack.problem_in(file, f"{path}.text", message)


def _notes(pack: Pack) -> Iterator[tuple[str, str, MarketNote]]:
    """All market notes of a pack as (file, path of the field, note)."""
    for index, shared in enumerate(pack.info.market_notes):
        yield "pack.yaml", f"market_notes.{index}", shared
    for entry in pack.entries:
        for index, note in enumerate(entry.market_notes):
            yield pack.file_of(entry), f"market_notes.{index}", note

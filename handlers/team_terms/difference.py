"""The words that a change adds to a meaning and removes from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from handlers.reply import Bold, Italic, Mention, Note, Span, Spans, note
from handlers.team_terms.terms import Meaning
from handlers.wording import format_date

LEGEND: Note = note("New words are bold; removed ones are in [brackets].")


def differences(before: Meaning, after: Meaning) -> Iterator[Spans]:
    """A line for each part that differs, with new words in bold and removed ones in brackets; none if nothing does."""
    for label, old, new in (
        ("Word", before.name.split(), after.name.split()),
        ("Meaning", _says(before).split(), _says(after).split()),
    ):
        if old != new:
            yield (f"{label}: ", *_words(old, new))
    for label, old_list, new_list in (
        ("Also", before.aliases, after.aliases),
        ("Titles", before.titles, after.titles),
        ("Questions", before.questions, after.questions),
        ("Link", _listed(before.link), _listed(after.link)),
        ("Review by", _day(before), _day(after)),
    ):
        if old_list != new_list:
            yield (f"{label}: ", *_items(old_list, new_list))
    if before.owner != after.owner:
        yield ("Owner: ", *([Mention(after.owner, "a colleague")] if after.owner else ["nobody in particular"]))


def _words(old: Sequence[str], new: Sequence[str]) -> Iterator[Span]:
    """A text's words, with those that differ marked."""
    between = ""
    for kind, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        kept, removed, added = "", " ".join(old[old_from:old_to]), " ".join(new[new_from:new_to])
        if kind == "equal":
            kept, removed, added = added, "", ""
        for span in (kept, Italic(f"[{removed}]") if removed else "", Bold(added) if added else ""):
            if span:
                yield from (between, span) if between else (span,)
                between = " "


def _items(old: Sequence[str], new: Sequence[str]) -> Iterator[Span]:
    """The items of a list, with those that differ marked."""
    marked: list[Span] = [item if item in old else Bold(item) for item in new]
    marked += [Italic(f"[{item}]") for item in old if item not in new]
    for at, span in enumerate(marked):
        yield from (", ", span) if at else (span,)


def _says(meaning: Meaning) -> str:
    return meaning.definition or meaning.entry


def _listed(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _day(meaning: Meaning) -> tuple[str, ...]:
    return (format_date(meaning.review_by),) if meaning.review_by else ()

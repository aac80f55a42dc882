"""The terms of a text: which to show first, as buttons and in a menu."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.models import Entry
from content.scan.scanner import Mention
from handlers.lookup_replies import echo
from handlers.reply import Block, Bold, Button, Menu, Option, actions, items, shorten, text
from handlers.wording import counted, join_phrases, with_full_stop

TERM_BUTTONS = 5  # one row; the menu has the rest
MENU_LENGTH = 100
UNCLEAR_SHOWN = 3
WELL_KNOWN = 15
"""Entries that lead to one that most readers have met: the UN, NATO, an embassy."""


def term_blocks(
    mentions: Sequence[Mention], known: Sequence[Entry | None], library: Library, *, headed: bool = True
) -> Iterator[Block | None]:
    """Buttons for the rarest terms but the known ones, and what could mean several things."""
    held = {entry.name for entry in known if entry}
    terms = [entry for entry in rarest_first(mentions, library) if entry.name not in held]
    if terms and headed:
        order = ", the rarest first: " if len(terms) > 1 else ": "
        shown = join_phrases([entry.name for entry in terms[:TERM_BUTTONS]])
        more = f" and {len(terms) - TERM_BUTTONS} more" if len(terms) > TERM_BUTTONS else ""
        yield text(
            Bold(f"{counted(len(terms), 'term').capitalize()} to know"), f"{order}{with_full_stop(shown + more)}"
        )
    if terms:
        yield actions(*(Button(shorten(entry.name, 40), f"define {entry.name}") for entry in terms[:TERM_BUTTONS]))
    unclear = {m.text: m.senses for m in mentions if m.entry is None and not m.other_job}
    if unclear:
        yield items(
            (
                Bold(f"“{echo(form)}”"),
                f" may mean {' or '.join(sense.name for sense in senses[:3])}: look at the words around it.",
            )
            for form, senses in list(unclear.items())[:UNCLEAR_SHOWN]
        )


def rarest_first(mentions: Sequence[Mention], library: Library) -> list[Entry]:
    """The entries of a text, the least familiar first; of equals, those that few other entries lead to first."""
    entries = distinct([mention.entry for mention in mentions if mention.entry])
    links = {entry.name: library.links.get(entry.name, 0) for entry in entries}
    return sorted(entries, key=lambda entry: (_familiarity(entry.name, links[entry.name]), links[entry.name]))


def _familiarity(name: str, links: int) -> int:
    """How familiar a name is to somebody from outside: 0 for a word of no dictionary, up to 5.

    Several ordinary words ("silence procedure") are as strange as one rare word: together they mean something else.
    """
    known = lexicon()
    words = [word for word in normalize(name).split() if word not in known.function]
    common = min((known.is_word(word) + known.is_english(word) + known.is_common(word) for word in words), default=3)
    return (min(common, 1) if len(words) > 1 else common) + 2 * (links >= WELL_KNOWN)


def all_terms(mentions: Sequence[Mention]) -> Menu | None:
    """A menu of all terms in the order of the text; None if one is all."""
    entries = distinct([mention.entry for mention in mentions if mention.entry])
    options = tuple(Option(entry.name, f"define {entry.name}") for entry in entries[:MENU_LENGTH])
    return Menu("All terms", options) if len(options) > 1 else None


def distinct(entries: Sequence[Entry]) -> list[Entry]:
    """The entries without repetitions, in their order."""
    return list({entry.name: entry for entry in entries}.values())

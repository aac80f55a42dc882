"""Offer *Ask for it* below an answer that says that a word isn't known."""

from __future__ import annotations

from dataclasses import replace

from content.lookup.lexicon import lexicon
from content.lookup.match import Match
from content.lookup.normalize import normalize
from handlers.command import Services
from handlers.reply import Actions, Button, Reply
from handlers.team_terms.open_requests import WORD_LENGTH

MOST_WORDS = 5
"""Words of a name; more is a sentence, which may be about a person."""


def is_a_word(typed: str) -> bool:
    """Whether a text can be asked for: a word or a name of a few words, on one line, with a letter or a digit in it."""
    short = len(typed) <= WORD_LENGTH and len(typed.split()) <= MOST_WORDS and "\n" not in typed
    return short and typed.isprintable() and any(char.isalnum() for char in typed)


def word_in(query: str) -> str:
    """The word that a query is about, without the words around it: "what is REC?" → "REC"."""
    words = query.split()
    while words and _is_around(words[0]):
        words.pop(0)
    while words and _is_around(words[-1]):
        words.pop()
    return " ".join(words).strip("?!.,;:“”\"'")


def _is_around(word: str) -> bool:
    return all(part in lexicon().around for part in normalize(word).split())


def with_ask_for_it(answer: Reply, match: Match, services: Services) -> Reply:
    """The reply to a miss with the button, if requests are answered here and the query can be asked for."""
    if services.open_requests is None or match.entry is not None or match.ambiguous is not None or match.named:
        return answer
    word = word_in(match.query)
    if not is_a_word(word):
        return answer
    button = Button("Ask for it", f"askfor {word}")
    for at, block in enumerate(answer.blocks):
        if isinstance(block, Actions):
            blocks = (*answer.blocks[:at], Actions((*block.elements, button)), *answer.blocks[at + 1 :])
            return replace(answer, blocks=blocks)
    return replace(answer, blocks=(*answer.blocks, Actions((button,))))

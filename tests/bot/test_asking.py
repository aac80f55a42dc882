"""Every form of every name is found in all the usual phrasings."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from itertools import chain, islice, repeat
from zlib import crc32

import pytest

from bot.router import Router, fold_space
from content.library import Library
from content.lookup.index import forms_of
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from tests.support.hypothesis_profiles import some

PHRASINGS = [
    *("{}", "{}?", "{} please", "{}, please", "{} pls", "{}!", "{}.", "({})", "*{}*", "“{}”", "'{}'", "‘{}’", "«{}»"),
    *("what is {}?", "what is {}", "What's {}?", "what’s {}?", "whats {}", "what is a {}?", "what is an {}?"),
    *("what is the {}?", "what are {}?", "who is {}?", "what does {} mean?", "what does {} mean", "What does {} do?"),
    *("what does {} stand for?", "define {}", "Define {}.", "define: {}", "/define {}", "explain {}", "meaning of {}"),
    *("{} meaning", "{} definition", "definition of {}", "the definition of the {}", "tell me about {}", "describe {}"),
    *("can you explain {}?", "could you define {} for me", "pls explain {}", "hi, what is {}?", "the {}", "a {}"),
    *(
        "do you know what {} means?",
        "explain what {} is",
        "what is meant by {}?",
        "what is “{}”?",
        "what does '{}' mean?",
    ),
    *("what's the meaning of {}?", "i don't know what {} is", "lookup {}", "@here what is {}?", "hey @dragoman, {}?"),
]
SPELLINGS: list[Callable[[str], str]] = [
    str.upper,
    str.lower,
    str.swapcase,
    lambda form: "".join(char.upper() if at % 2 else char.lower() for at, char in enumerate(form)),
    lambda form: form.replace("'", "’"),
    lambda form: form.replace(" ", "\xa0"),
    lambda form: form.replace(" ", "  "),
    lambda form: unicodedata.normalize("NFD", form),
    lambda form: "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in form),
    lambda form: f"{form} 🤔",
    lambda form: f"{form[:1]}\u200b{form[1:]}",
]
UNCHANGED = 10
"""Phrasings per form in its own spelling; all of them would take a minute."""


def _forms(library: Library) -> list[str]:
    return list(dict.fromkeys(form for entry in library.entries for form, _ in forms_of(entry)))


def _meaning(library: Library, text: str) -> tuple[str | None, str | None]:
    match = library.match(text)
    return match.entry.name if match.entry else None, match.ambiguous.form if match.ambiguous else None


def _questions(form: str) -> Iterator[str]:
    """A form in some of the phrasings and spellings, different ones for each form."""
    phrasings = islice(chain.from_iterable(repeat(PHRASINGS)), crc32(form.encode()) % len(PHRASINGS), None)
    yield from (phrasing.format(form) for phrasing in islice(phrasings, UNCHANGED))
    for spelling, phrasing in zip(SPELLINGS, phrasings, strict=False):
        respelled = spelling(form)
        if normalize(respelled) == normalize(form) and not (respelled != form and _is_word(form)):
            yield phrasing.format(respelled)


def _is_word(form: str) -> bool:
    """Whether an acronym in lower case is an English word, which a sentence doesn't read as the acronym: "who"."""
    return lexicon().is_word(form.lower())


@pytest.mark.hypothesis
@pytest.mark.parametrize("part", range(4))
def test_every_form_is_found_in_every_phrasing(router: Router, library: Library, part: int) -> None:
    missed = []
    for form in some(_forms(library)[part::4], every=8):
        name, ambiguous = _meaning(library, form)
        if name is None and ambiguous is None:
            continue  # a title that several jobs share
        for typed in _questions(form):
            line = router.read(fold_space(typed))
            meaning = _meaning(library, line.rest)
            if line.command.name != "define" or meaning[0] != name or (name is None and meaning[1] != ambiguous):
                missed.append((typed, line.command.name, meaning))
    assert missed == []

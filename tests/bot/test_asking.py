"""Every form of the content, asked for in all the usual ways."""

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

WAYS = [
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
DRESSES: list[Callable[[str], str]] = [
    str.upper,
    str.lower,
    str.swapcase,
    lambda form: "".join(sign.upper() if place % 2 else sign.lower() for place, sign in enumerate(form)),
    lambda form: form.replace("'", "’"),
    lambda form: form.replace(" ", "\xa0"),
    lambda form: form.replace(" ", "  "),
    lambda form: unicodedata.normalize("NFD", form),
    lambda form: "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in form),
    lambda form: f"{form} 🤔",
    lambda form: f"{form[:1]}\u200b{form[1:]}",
]
PLAIN = 10
"""Ways in which each form is asked for as it is written; all of them would take a minute."""


def _forms(library: Library) -> list[str]:
    return list(dict.fromkeys(form for entry in library.entries for form, _ in forms_of(entry)))


def _meaning(library: Library, text: str) -> tuple[str | None, str | None]:
    match = library.match(text)
    return match.entry.name if match.entry else None, match.ambiguous.form if match.ambiguous else None


def _asked(form: str) -> Iterator[str]:
    """A form in a part of the ways, other ones for each form."""
    ways = islice(chain.from_iterable(repeat(WAYS)), crc32(form.encode()) % len(WAYS), None)
    yield from (way.format(form) for way in islice(ways, PLAIN))
    for dress, way in zip(DRESSES, ways, strict=False):
        dressed = dress(form)
        if normalize(dressed) == normalize(form) and not (dressed != form and _is_word(form)):
            yield way.format(dressed)


def _is_word(form: str) -> bool:
    """Whether an acronym in small letters is an English word, which a sentence does not take for it: "who"."""
    return lexicon().is_word(form.lower())


@pytest.mark.parametrize("part", range(4))
def test_every_form_is_found_however_it_is_asked_for(router: Router, library: Library, part: int) -> None:
    missed = []
    for form in some(_forms(library)[part::4]):
        name, ambiguous = _meaning(library, form)
        if name is None and ambiguous is None:
            continue  # a title that several jobs share
        for typed in _asked(form):
            line, _ = router.intents.read(fold_space(typed))
            meant = _meaning(library, line.rest)
            if line.command.name != "define" or meant[0] != name or (name is None and meant[1] != ambiguous):
                missed.append((typed, line.command.name, meant))
    assert missed == []

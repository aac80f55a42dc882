"""Gates for the voice: lengths, reading grade, and lines that only repeat another line of the card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from content.errors import Problem
from content.lint.prose import list_passages, list_words, quote
from content.lint.readability import school_grade
from content.models import Entry
from content.packs import Pack

DEFINITION_WORDS = range(40, 91)
GRADE = 9.0
LISTEN_FOR_LENGTH = 160  # characters: two lines of a phone
SAME = 90.0  # per cent of words in common, in any order

_MARKUP = re.compile(r"\*\*|__|`|</?[a-z]+>|\]\(|&(?:amp|lt|gt|nbsp);|^#+ ", re.IGNORECASE)


def definition_length(pack: Pack) -> Iterator[Problem]:
    """A definition is long enough to explain and short enough to read between two calls."""
    for entry in pack.entries:
        count = len(entry.definition.split())
        if count not in DEFINITION_WORDS:
            yield pack.problem(entry, "definition", f"has {count} words; write 40 to 90")


def reading_grade(pack: Pack) -> Iterator[Problem]:
    """A definition can be read without knowing the field."""
    for entry in pack.entries:
        if (grade := school_grade(entry.definition)) > GRADE:
            hint = "write shorter sentences and shorter words"
            yield pack.problem(entry, "definition", f"reads at school grade {grade:.1f}; {hint}, at most {GRADE:.1f}")


def repeated_lines(pack: Pack) -> Iterator[Problem]:
    """The lines of a card each add something: none says the definition, or another line, again."""
    for entry in pack.entries:
        lines = [(path, " ".join(list_words(text))) for path, text in _card_lines(entry)]
        for index, (path, text) in enumerate(lines):
            for other, earlier in lines[:index]:
                if fuzz.token_sort_ratio(text, earlier, score_cutoff=SAME):
                    field = pack.problem(entry, other, "").field
                    yield pack.problem(entry, path, f"says the same as {field}; tell something that {field} does not")
                    break


def _card_lines(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "definition", entry.definition
    if entry.picture:
        yield "picture.think_of", entry.picture.think_of
        if entry.picture.ends:
            yield "picture.ends", entry.picture.ends
    for index, line in enumerate(entry.is_not):
        yield f"is_not.{index}", line
    if entry.used_by:
        yield "used_by", entry.used_by
    if entry.tip:
        yield "tip", entry.tip


def picture_wording(pack: Pack) -> Iterator[Problem]:
    """The bot itself says "Think of it as"; the author's line goes on from there."""
    for entry in pack.entries:
        if entry.picture and (
            found := re.match(r"(?:think of|imagine|it is like|like)\b", entry.picture.think_of, re.I)
        ):
            message = f'starts with "{found[0]}"; the bot says "Think of it as", so start with the picture: "a …"'
            yield pack.problem(entry, "picture.think_of", message)


def listen_for_length(pack: Pack) -> Iterator[Problem]:
    """What to listen for is read during the interview."""
    for entry in pack.entries:
        for level, questions in entry.questions.items():
            for index, question in enumerate(questions):
                if (length := len(question.listen_for)) > LISTEN_FOR_LENGTH:
                    path = f"questions.{level}.{index}.listen_for"
                    yield pack.problem(entry, path, f"has {length} characters; at most {LISTEN_FOR_LENGTH}")


def no_markup(pack: Pack) -> Iterator[Problem]:
    """Content is plain text; each platform's renderer sets it."""
    for page, path, text in list_passages(pack):
        if found := _MARKUP.search(text):
            yield pack.problem(page, path, f'holds markup ("{found[0].strip()}") in {quote(text)}; write plain text')

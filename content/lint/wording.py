"""Gates for wording: length, reading grade, first sentences, markup, and lines that repeat another line of the card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from content.errors import Problem
from content.lint.prose import list_passages, list_words, quote
from content.lint.readability import school_grade, split_sentences
from content.lookup.normalize import normalize, stems
from content.models import Entry
from content.packs import Pack, Page

DEFINITION_WORDS = range(40, 91)
SCHEME_WORDS = range(20, 61)  # the definition of a grade scheme: each grade adds a sentence of its own
GRADE = 9.0
PICTURE_WORDS = 12
LISTEN_FOR_LENGTH = 160  # characters: two lines on a phone
SAME = 90.0  # per cent similarity of two lines, whatever the order of their words

_LEAD_IN = re.compile(r"(?:think of|imagine|it is like|like)\b", re.IGNORECASE)
_MARKUP = re.compile(r"\*\*|__|`|</?[a-z]+>|\]\(|&(?:amp|lt|gt|nbsp);|^#+ ", re.IGNORECASE)


def definition_length(pack: Pack) -> Iterator[Problem]:
    """A definition has 40 to 90 words: enough to explain, and quick to read between two calls."""
    for entry in pack.entries:
        count = len(entry.definition.split())
        if count not in DEFINITION_WORDS:
            yield pack.problem(entry, "definition", f"has {count} words; write 40 to 90")
    for scheme in pack.grades:
        count = len(scheme.definition.split())
        if count not in SCHEME_WORDS:
            yield pack.problem(scheme, "definition", f"has {count} words; write 20 to 60")


def reading_grade(pack: Pack) -> Iterator[Problem]:
    """A definition is easy to read: Flesch-Kincaid grade 9 or lower."""
    texts: list[tuple[Page, str, str]] = [(page, "definition", page.definition) for page in pack.entries]
    for scheme in pack.grades:
        texts += [(scheme, name, getattr(scheme, name)) for name in ("definition", "no_table", "pay")]
    for page, path, text in texts:
        if (grade := school_grade(text)) > GRADE:
            hint = "write shorter sentences and shorter words"
            yield pack.problem(page, path, f"reads at school grade {grade:.1f}; {hint}, at most {GRADE:.1f}")


def named_first(pack: Pack) -> Iterator[Problem]:
    """A definition names its entry in its first sentence, which lists and comparisons show alone.

    Not only the name counts, but also its last word, an alias, an acronym, or an ambiguous form of the entry.
    """
    for entry in pack.entries:
        sentence = split_sentences(entry.definition)[0]
        ambiguous = (form.form for form in pack.info.ambiguous if entry.name in form.senses)
        forms = [stems(normalize(form)) for form in (entry.name, *entry.aliases, *entry.acronyms, *ambiguous)]
        words = f" {' '.join(stems(normalize(sentence)))} "
        if not any(f" {' '.join(form)} " in words for form in (*forms, forms[0][-1:])):
            message = f"starts without the entry's name: {quote(sentence)}; say first what {entry.name} is"
            yield pack.problem(entry, "definition", message)


def repeated_lines(pack: Pack) -> Iterator[Problem]:
    """No line of a card repeats the definition or another line."""
    for entry in pack.entries:
        lines = [(path, " ".join(list_words(text))) for path, text in _card_lines(entry)]
        for index, (path, text) in enumerate(lines):
            for other, earlier in lines[:index]:
                if fuzz.token_sort_ratio(text, earlier, score_cutoff=SAME):
                    field = pack.problem(entry, other, "").field
                    yield pack.problem(entry, path, f"says the same as {field}; add something that {field} doesn't say")
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
    """A picture doesn't start with "Think of" or "Like": the bot puts "Like" in front. One glance takes it in."""
    for entry in pack.entries:
        if entry.picture and (words := len(entry.picture.think_of.split())) > PICTURE_WORDS:
            yield pack.problem(entry, "picture.think_of", f"has {words} words; write at most {PICTURE_WORDS}")
        if entry.picture and (match := _LEAD_IN.match(entry.picture.think_of)):
            message = f'starts with "{match[0]}"; the bot adds "Like", so start with the picture: "a …"'
            yield pack.problem(entry, "picture.think_of", message)


def listen_for_length(pack: Pack) -> Iterator[Problem]:
    """`listen_for` fits two lines on a phone: it is read during the interview."""
    for entry in pack.entries:
        for level, questions in entry.questions.items():
            for index, question in enumerate(questions):
                if (length := len(question.listen_for)) > LISTEN_FOR_LENGTH:
                    path = f"questions.{level}.{index}.listen_for"
                    yield pack.problem(entry, path, f"has {length} characters; at most {LISTEN_FOR_LENGTH}")


def no_markup(pack: Pack) -> Iterator[Problem]:
    """Prose is plain text: each platform has its own markup, added by its renderer."""
    for page, path, text in list_passages(pack):
        if match := _MARKUP.search(text):
            yield pack.problem(page, path, f'contains markup ("{match[0].strip()}"): {quote(text)}; write plain text')

"""Read what a person teaches: a sentence, or the line of a form; and write a meaning as such a line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from content.library import Library
from content.lookup.typography import visible
from handlers.team_terms.terms import Meaning

NAME, DEFINITION, LINK = 60, 500, 150
"""Characters. All fields together must fit into one button, on every platform."""
WORD, WORDS = 60, 8
"""Characters of an alias or a title, and how many of each."""
QUESTION, QUESTIONS = 200, 5
LISTS = 300
"""Characters of all aliases, of all titles, and of all questions."""

ME = ("me", "myself")
"""What people write in place of their own id."""
BAD_LINK = f"The link must begin with https:// and have at most {LINK} characters."

_FIELD = re.compile(r"\|\s*(aliases|titles|questions|link|owner|review)\s*:\s*", re.I)
_FORM = ":="
"""What the line of a form has between a word and its meaning."""
_SAYS = r"means?|stands?\sfor|is\sshort\sfor|refers?\sto|="
SENTENCE = re.compile(
    rf"^(?:that\s|remember\sthat\s|here,?\s|for\sus,?\s)?(?P<name>.{{1,{NAME}}}?)\s(?:{_SAYS})\s(?P<definition>.+)$",
    re.I | re.S,
)
"""A sentence that teaches a word."""
_ASKS = re.compile(
    r"^(?:what|who|whom|whose|where|when|why|how|which|does|do|did|is|are|can|could|would|should|tell|explain|it|this"
    r"|that|these|those|they|you|i|we|he|she|if|means?|define|(?:me|us)\s(?:what|who|how|why|which|where|about))\b",
    re.I,
)
_ARTICLE = re.compile(r"^(?:an?|the)\s", re.I)
_QUOTES = "\"'“”„«»‘’`*_"
_URL = re.compile(r"https://[^\s|<>\"]+")
_QUESTION_ENDS = re.compile(r"(?<=\?)\s+|(?<!\s)\s*;\s*")


class UnclearError(ValueError):
    """What was taught can't be stored; the message says what to do, for the person."""


def teaches(line: str) -> bool:
    """Whether a whole line teaches a word: "REC means Resource Efficiency Cell". A question never does."""
    sentence = SENTENCE.match(line.strip())
    return sentence is not None and not line.rstrip().endswith("?") and _ASKS.match(line.strip()) is None


def is_meaning(arguments: str) -> bool:
    """Whether the arguments of `teach` give a meaning, in a sentence or as its buttons and forms send it."""
    return _FORM in arguments or teaches(arguments)


def read_meaning(typed: str, library: Library, base: Meaning | None = None, *, me: str = "") -> Meaning:
    """The meaning that a line gives. `base` is the one that it changes: what the line doesn't name stays.

    A definition that is the name of a reviewed entry means that entry. `me` is the id of whoever teaches. Raises
    UnclearError.
    """
    head, *rest = _FIELD.split(visible(typed).strip())
    fields = {name.casefold(): value.strip() for name, value in zip(rest[::2], rest[1::2], strict=True)}
    word, is_form, explained = head.partition(_FORM)
    if not is_form:
        if (sentence := SENTENCE.match(_ARTICLE.sub("", head))) is None:
            raise UnclearError("Tell me a word and what it means, like “REC means Resource Efficiency Cell”.")
        word, explained = sentence["name"], sentence["definition"]
    name, definition = _line(word.strip(_QUOTES + " ,:")), _line(explained)
    meaning = replace(
        base or Meaning(name),
        name=_checked(name, NAME, "word"),
        definition=_checked(definition, DEFINITION, "meaning"),
        entry="",
    )
    meaning = _with_fields(meaning, fields, me)
    entry = library.reviewed.match(definition).entry if library.reviewed.is_form(definition) else None
    if entry is not None and entry.name.casefold() != name.casefold():
        return replace(meaning, definition="", entry=entry.name)
    return meaning


def line_of(meaning: Meaning) -> str:
    """The line that `read_meaning` reads as this meaning."""
    fields = {
        "aliases": ", ".join(meaning.aliases),
        "titles": ", ".join(meaning.titles),
        "questions": " ; ".join(meaning.questions),
        "link": meaning.link,
        "owner": meaning.owner,
        "review": meaning.review_by.isoformat() if meaning.review_by else "",
    }
    return f"{meaning.name} := {meaning.definition or meaning.entry}" + "".join(
        f" | {name}: {value}" for name, value in fields.items() if value
    )


def checked(meaning: Meaning) -> Meaning:
    """The meaning as it is stored, if it keeps all limits. Raises UnclearError."""
    if meaning.link and (not _URL.fullmatch(meaning.link) or len(meaning.link) > LINK):
        raise UnclearError(BAD_LINK)
    definition = _line(meaning.definition)
    return replace(
        meaning,
        name=_checked(_line(meaning.name), NAME, "word"),
        definition="" if meaning.entry else _checked(definition, DEFINITION, "meaning"),
        entry=_line(meaning.entry)[:NAME],
        aliases=_words(meaning.aliases, "other names"),
        titles=_words(meaning.titles, "titles"),
        questions=_questions(meaning.questions),
        owner=_line(meaning.owner)[:NAME],
    )


def _owner(typed: str, me: str) -> str:
    if typed.casefold() in ME:
        return me
    if " " in typed or len(typed) > NAME:
        raise UnclearError("Name the owner by “me”, or by a person’s id.")
    return typed


def _with_fields(meaning: Meaning, fields: dict[str, str], me: str) -> Meaning:
    if "aliases" in fields:
        meaning = replace(meaning, aliases=_words(fields["aliases"].split(","), "other names"))
    if "titles" in fields:
        meaning = replace(meaning, titles=_words(fields["titles"].split(","), "titles"))
    if "questions" in fields:
        meaning = replace(meaning, questions=_questions(_QUESTION_ENDS.split(fields["questions"])))
    if link := fields.get("link"):
        if not _URL.fullmatch(link) or len(link) > LINK:
            raise UnclearError(BAD_LINK)
        meaning = replace(meaning, link=link)
    elif "link" in fields:
        meaning = replace(meaning, link="")
    if "owner" in fields:
        meaning = replace(meaning, owner=_owner(fields["owner"].lstrip("@"), me))
    if "review" in fields:
        meaning = replace(meaning, review_by=_day(fields["review"]))
    return meaning


def _words(typed: Iterable[str], what: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(filter(None, (_line(part).strip(_QUOTES + " ") for part in typed))))
    if len(words) > WORDS or any(len(word) > WORD for word in words) or sum(map(len, words)) > LISTS:
        raise UnclearError(f"At most {WORDS} {what}, each with at most {WORD} characters, {LISTS} in all.")
    return words


def _questions(typed: Iterable[str]) -> tuple[str, ...]:
    questions = tuple(dict.fromkeys(filter(None, map(_line, typed))))
    if len(questions) > QUESTIONS or any(len(one) > QUESTION for one in questions) or sum(map(len, questions)) > LISTS:
        raise UnclearError(f"At most {QUESTIONS} questions, {LISTS} characters in all.")
    return questions


def _day(typed: str) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise UnclearError("Write the review date like 2027-01-31.") from None


def _checked(text: str, most: int, what: str) -> str:
    if not text:
        raise UnclearError(f"The {what} is missing. Try “REC means Resource Efficiency Cell”.")
    if len(text) > most:
        raise UnclearError(f"The {what} may have at most {most} characters; yours has {len(text)}.")
    return text


def _line(text: str) -> str:
    """The text as one line without the sign that separates fields."""
    return " ".join(text.replace("|", "/").split())

"""Tell words that a form prints or that answer its questions: "Post: Driver", "| Post |", "Have you relatives? NO"."""

from __future__ import annotations

_ANSWERS = frozenset(["NO", "N/A", "YES"])


def is_field_name(text: str, start: int, end: int) -> bool:
    """Whether the words from `start` to `end` are the name of a field or the head of a column."""
    before = text[max(start - 3, 0) : start].rstrip(" ")
    after = text[end : end + 3].lstrip(" ")
    return before[-1:] in ("", "\n", "|") and after[:1] in (":", "|")


def is_answer(text: str, start: int, end: int) -> bool:
    """Whether they answer the question before them, rather than name a grade: "Any relatives here? NO"."""
    return text[start:end] in _ANSWERS and text[max(start - 6, 0) : start].rstrip().endswith("?")


def is_in_reference(text: str, start: int, end: int) -> bool:
    """Whether they stand between the slashes of a reference number: "COM" in "ECHO/COM/2025/1124"."""
    return text[start - 1 : start] == "/" == text[end : end + 1] and text[end + 1 : end + 3].isdigit()

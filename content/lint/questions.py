"""Gates for interview questions: open, one thing at a time, no quiz, and different in each entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from content.errors import Problem
from content.lint.prose import list_asked, own_names, quote
from content.lint.readability import split_sentences
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize, stem, stems
from content.models import Entry
from content.packs import Pack

SHARED_WORDS = 3  # content words: two in common are a theme; three that are half of a question, the same question
SHARED_SHARE = 0.5  # of the content words of the shorter question

_AUXILIARY = "do|does|did|have|has|had|are|is|was|were|can|could|will|would|shall|should|may|might|must"
_SUBJECT = r"you|i|we|he|she|it|they|there|the|these|this|that|those|an?|your|my|our|his|her|its|their|(?:any|some)\w+"
_CLAUSE = rf"(?:{_AUXILIARY})(?:n't)?\s(?:{_SUBJECT})\b"
_WH = r"(?:what|how|why|who|whom|whose|which|when|where)"
_ANY_WH = re.compile(r"\b(?:what|how|why|who|whom|whose|which)\b", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|‘[^’]*’")

_CLOSED = re.compile(rf"^(?:(?:and|but|so|or|then),?\s)?{_CLAUSE}", re.IGNORECASE)
# After another clause. "…, were the talks to fail" is a condition, not a question.
_CLOSED_LATER = re.compile(rf"[,;:–—]\s(?!were|had|should){_CLAUSE}", re.IGNORECASE)

# A second clause. "… and why?" and "… and in which order?" only make the question more precise.
_COMPOUND = re.compile(
    rf"\band\s(?:\w+\s)?{_WH}\s(?:\w+\s)?{_CLAUSE}|,\sand\s(?:do|does|did)\s(?:{_SUBJECT})\b"
    rf"|,\sand\s(?:(?:in|to|for|with|by|from)\s)?{_WH}\s(?!to\b)\w+\s\w+\s\w+",
    re.IGNORECASE,
)
_TWO_TASKS = re.compile(r"^(?:tell|describe|explain|walk|name|give)\b.*,?\sand\s(?:tell|walk)\sme\b", re.IGNORECASE)

_QUIZ = re.compile(
    r"^(?:(?:in|since)\s)?(?:what|which)\s(?:year|century|city)\b"
    r"|^who\s(?:was|is|were|are|wrote|founded)\s(?:the\s(?:first|last|current|present)\s(?!person|one|to\b)|[A-Z])"
    r"|^when\s(?:was|is|were|did)\s(?:the\s)?[A-Z]|^what\s(?:does|do)\s.*\bstand\sfor\b"
    r"|^how\smany\s.*\b(?:does|do|are|is|has|have|sit|belong)\b|^(?:list|name|define)\s(?:the|all|two|three|four|five)\b",
)
_ABOUT_YOU = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)


def open_questions(pack: Pack) -> Iterator[Problem]:
    """No question can be answered with yes or no."""
    for entry, path, text in list_asked(pack):
        for sentence in _questions_in(text):
            closed = _CLOSED.search(sentence)
            if closed is None and not _ANY_WH.search(sentence):
                closed = _CLOSED_LATER.search(sentence)
            if closed:
                hint = 'begin with "How", "What", "Tell me about" …'
                yield pack.problem(entry, path, f"can be answered with yes or no: {quote(sentence)}; {hint}")


def single_questions(pack: Pack) -> Iterator[Problem]:
    """Each question and each probe asks one thing."""
    for entry, path, text in list_asked(pack):
        plain = _QUOTED.sub("…", text)
        if plain.count("?") > 1:
            yield pack.problem(entry, path, f"asks {plain.count('?')} questions; keep one, or move one to the probe")
        for sentence in split_sentences(plain):
            pattern = _COMPOUND if sentence.endswith("?") else _TWO_TASKS
            if pattern.search(sentence):
                yield pack.problem(entry, path, f"asks two things at once: {quote(sentence, 90)}; keep one of them")


def no_quiz(pack: Pack) -> Iterator[Problem]:
    """No question tests facts that anybody can look up."""
    for entry, path, text in list_asked(pack):
        for sentence in split_sentences(text):
            if _QUIZ.search(sentence[:1].lower() + sentence[1:]) and not _ABOUT_YOU.search(sentence):
                hint = "ask what the candidate would do or has done with it"
                yield pack.problem(entry, path, f"is a quiz question: {quote(sentence)}; {hint}")


def _questions_in(text: str) -> Iterator[str]:
    return (part for part in split_sentences(_QUOTED.sub("…", text)) if part.endswith("?"))


class _QuestionWords(NamedTuple):
    """A question with the stems of its content words."""

    entry: Entry
    path: str
    text: str
    words: frozenset[str]


def distinct_questions(pack: Pack) -> Iterator[Problem]:
    """Questions of two entries differ in content, not just in the name of the role."""
    earlier: list[_QuestionWords] = []
    for question in _list_question_words(pack):
        for other in earlier:
            shared = question.words & other.words
            shorter = min(len(question.words), len(other.words))
            if len(shared) < SHARED_WORDS or len(shared) < SHARED_SHARE * shorter:
                continue
            if question.entry is not other.entry:
                where = f"{pack.file_of(other.entry)}: {quote(other.text, 90)}"
                common = ", ".join(sorted(shared))
                message = f"is nearly the same as in {where} (both: {common}); ask something specific to this entry"
                yield pack.problem(question.entry, question.path, message)
        earlier.append(question)


def _list_question_words(pack: Pack) -> Iterator[_QuestionWords]:
    """Every question with its content words: stems, without the entry's own names, numbers and common words."""
    ignored = {stem(word) for word in lexicon().function | lexicon().question | COMMON_IN_QUESTIONS}
    for entry in pack.entries:
        names = {word for _, form in own_names(entry) for word in stems(normalize(form))}
        for level, questions in entry.questions.items():
            for index, question in enumerate(questions):
                words = frozenset(stems(normalize(question.text))) - names - ignored
                words = frozenset(word for word in words if not word.isdigit())
                yield _QuestionWords(entry, f"questions.{level}.{index}.text", question.text, words)


COMMON_IN_QUESTIONS = frozenset({
    "time", "moment", "case", "occasion", "situation", "minute", "hour", "day", "week", "month", "year", "next", "late",
    "early", "first", "last", "people", "decide", "choose", "judge", "handle", "deal", "prepare", "respond", "proceed",
    "act", "answer", "react", "advise", "start", "end", "put", "take", "bring", "good", "bad", "best", "worst",
    "better", "new", "old", "large", "small", "long", "hard", "easy", "clear", "worth", "able", "half", "part", "way",
})  # fmt: skip
"""Words that appear in questions on any subject."""

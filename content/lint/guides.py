"""Gates for answer guides: four ticks, a plausible thin answer, a neutral probe, and a fallback for rare events."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.errors import Problem
from content.lint.prose import list_words, quote
from content.lint.questions import COMMON_IN_QUESTIONS
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize, stem, stems
from content.models import Entry, Question
from content.packs import Pack

TICKS = 4
TICK_WORDS = 12
"""The longest tick: a rater reads it while listening."""
STRONG_PER_WEAK = 2.0
"""Ticks in all have at most this many times the words of the thin answer, or raters learn that long means good."""

_RARE = re.compile(
    r"\b(?:expel\w*|expulsion|evacuat\w*|hostage\w*|kidnap\w*|coup|earthquake|bomb\w*|murder\w*|suicide|"
    r"(?:was|were|been|got) (?:arrested|attacked|killed)|brib\w*|blackmail\w*|espionage|defect(?:ed|ion|or)\w*|"
    r"break(?:ing)? (?:off|of) relations|persona non grata|leak(?:ed)? to the press|death of a|"
    r"war broke out|armed attack|whistle-?blow\w*|sanctioned)\b",
    re.IGNORECASE,
)
"""Events that a good candidate may never have met."""


def guide_lengths(pack: Pack) -> Iterator[Problem]:
    """A guide has four short ticks, in all no longer than twice the thin answer."""
    for entry, path, question in list_questions(pack):
        if len(question.ticks) != TICKS:
            yield pack.problem(entry, f"{path}.ticks", f"has {len(question.ticks)}; write {TICKS}")
        for index, tick in enumerate(question.ticks):
            if (length := len(tick.split())) > TICK_WORDS:
                message = f"has {length} words; at most {TICK_WORDS}: one thing to hear"
                yield pack.problem(entry, f"{path}.ticks.{index}", message)
        strong, weak = sum(len(tick.split()) for tick in question.ticks), len(question.weak.split())
        if strong > STRONG_PER_WEAK * weak:
            message = f"has {weak} words, the ticks {strong}; shorten the ticks, or say more of what a thin answer says"
            yield pack.problem(entry, f"{path}.weak", message)


def neutral_probes(pack: Pack) -> Iterator[Problem]:
    """No probe has a content word of a tick: it would give away what to say."""
    for entry, path, question in list_questions(pack):
        asked = _content_words(question.probe) - _content_words(question.text)
        for index, tick in enumerate(question.ticks):
            if shared := asked & _content_words(tick):
                words = ", ".join(sorted(shared))
                message = (
                    f'shares "{words}" with ticks[{index}], so it gives the answer away; ask "What did you do next?"'
                )
                yield pack.problem(entry, f"{path}.probe", message)
                break


def rare_events(pack: Pack) -> Iterator[Problem]:
    """A question about a rare event of the candidate's own past has a fallback."""
    for entry, path, question in list_questions(pack):
        if question.kind == "behavioural" and not question.fallback and (match := _RARE.search(question.text)):
            message = f'asks for a rare event ("{match[0]}"); add a `fallback`: {quote(question.text)}'
            yield pack.problem(entry, f"{path}.text", message)


def list_questions(pack: Pack) -> Iterator[tuple[Entry, str, Question]]:
    """All questions of a pack as (entry, path, question)."""
    for entry in pack.entries:
        for level, questions in entry.questions.items():
            for index, question in enumerate(questions):
                yield entry, f"questions.{level}.{index}", question


def _content_words(text: str) -> set[str]:
    words = lexicon()
    ignored = words.function | words.question
    kept = (word for word in list_words(text) if word not in ignored and len(word) > 2)
    return {stem(word) for word in kept} - {stem(word) for word in COMMON_IN_QUESTIONS} - set(stems(normalize("thing")))

"""The quality gates of a pack: what `content check` finds, told so that an author can mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from content.errors import Problem
from content.lint import counts, lawful, links, originality, questions, sources, wording
from content.lint.coverage import Stats, stats
from content.packs import Pack

__all__ = ["GATES", "Stats", "check", "stats"]

Gate = Callable[[Pack], Iterator[Problem]]

GATES: tuple[Gate, ...] = (
    counts.required_fields,
    counts.list_lengths,
    counts.search_terms,
    counts.question_counts,
    counts.competency_spread,
    counts.level_guides,
    counts.resume_levels,
    counts.review_dates,
    wording.definition_length,
    wording.reading_grade,
    wording.repeated_lines,
    wording.picture_wording,
    wording.listen_for_length,
    wording.no_markup,
    links.unique_forms,
    links.repeated_forms,
    links.ambiguous_forms,
    links.links,
    links.repeated_links,
    links.vocabulary,
    links.exclusions,
    lawful.forbidden_questions,
    lawful.fair_flags,
    questions.open_questions,
    questions.single_questions,
    questions.no_quiz,
    questions.distinct_questions,
    originality.repeated_text,
    originality.templates,
    sources.primary_sources,
    sources.figures,
    sources.pay,
)
"""Every gate that a pack passes through; a new gate is a function here and a test beside the others."""


def check(pack: Pack, *, against: Path | None = None) -> list[Problem]:
    """All that is wrong with a pack, by file and line; `against` is a folder of texts it must not copy from."""
    problems = [problem for gate in GATES for problem in gate(pack)]
    if against is not None:
        problems += originality.copies(pack, against)
    return sorted(problems, key=lambda problem: (problem.file, problem.line or 0, problem.field, problem.message))

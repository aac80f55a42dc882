"""Quality gates for packs, run by `content check`. Problems name the file, line and field, and say what would pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from content.errors import Problem
from content.lint import (
    charts,
    counts,
    grades,
    guides,
    lawful,
    links,
    market,
    originality,
    questions,
    search,
    sources,
    wording,
)
from content.lint.coverage import Stats, stats
from content.packs import Pack

__all__ = ["DATED_GATES", "GATES", "Stats", "check", "stats"]

Gate = Callable[[Pack], Iterator[Problem]]
DatedGate = Callable[[Pack, date], Iterator[Problem]]

GATES: tuple[Gate, ...] = (
    counts.required_fields,
    counts.list_lengths,
    counts.cell_lengths,
    counts.question_counts,
    counts.competency_spread,
    counts.theme_use,
    counts.level_guides,
    counts.resume_levels,
    wording.definition_length,
    wording.reading_grade,
    wording.named_first,
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
    links.snippets,
    search.search_terms,
    search.employers_first,
    search.fair_exclusions,
    search.exclusions,
    search.titles_within,
    search.clear_titles,
    search.tips_followed,
    search.denied_aliases,
    search.same_bands,
    charts.trees,
    charts.chart_sources,
    grades.repeated_grades,
    grades.rising_levels,
    lawful.forbidden_questions,
    lawful.fair_flags,
    questions.open_questions,
    questions.single_questions,
    questions.no_quiz,
    questions.distinct_questions,
    guides.guide_lengths,
    guides.neutral_probes,
    guides.rare_events,
    originality.repeated_text,
    originality.templates,
    sources.primary_sources,
    sources.unsure_facts,
    sources.figures,
    sources.pay,
    market.sourced_notes,
)
DATED_GATES: tuple[DatedGate, ...] = (
    counts.review_dates,
    market.past_notes,
)
"""The gates that depend on the day. To add a gate, list its function in one of the two, and add a case to
tests/content/lint/test_lint.py and a row to the authors' guide."""


def check(pack: Pack, *, against: Path | None = None, day: date | None = None) -> list[Problem]:
    """Run all gates on a pack and sort the problems by file and line.

    `against` is a folder of texts that the pack must not copy from. Raises PackError if that folder cannot be read.
    `day` is the day of the check; today if it is None.
    """
    problems = [problem for gate in GATES for problem in gate(pack)]
    problems += [problem for gate in DATED_GATES for problem in gate(pack, day or date.today())]
    if against is not None:
        problems += originality.copies(pack, against)
    return sorted(problems, key=lambda problem: (problem.file, problem.line or 0, problem.field, problem.message))

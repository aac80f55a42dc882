"""Gates for completeness: required fields, and how many items each list needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sized
from datetime import date, timedelta
from math import ceil

from content.errors import Problem
from content.lint.prose import list_pages
from content.models import Comparison, Entry, GradeScheme, Level, Role, Term
from content.packs import Pack, Page

ROLE_AT_LEAST = {"is_not": 2, "resume_lines": 4, "red_flags": 5, "gates": 1, "hiring": 1, "related": 4, "sources": 2}
TERM_AT_LEAST = {"is_not": 1, "resume_lines": 2, "related": 3, "sources": 1}
QUESTIONS_A_LEVEL = 4
MOST_ASKED_A_LEVEL = 6  # for the roles that are asked for most
PRACTICAL_SHARE = 2 / 3  # of a role's questions must be behavioural or situational
INDICATORS_A_LEVEL = 3
COMPETENCIES = 5
OF_A_THEME = 5
ROWS = 6
CELL = 100  # characters: with longer ones, a column of two is too tall for a table on a phone

_CARD = ("field", "picture", "tip", "reviewed_on")
_REQUIRED: dict[type[Page], tuple[str, ...]] = {
    Role: (*_CARD, "typical_title", "bands_from"),
    Term: (*_CARD, "used_by"),
    Comparison: ("reviewed_on",),
    GradeScheme: ("reviewed_on",),
}


def required_fields(pack: Pack) -> Iterator[Problem]:
    """No required field is missing."""
    for page in list_pages(pack):
        names = next((names for kind, names in _REQUIRED.items() if isinstance(page, kind)), ())
        for name in names:
            if getattr(page, name) is None:
                yield pack.problem(page, name, f"is missing: every {_kind(page)} needs it")
        if isinstance(page, Entry) and page.picture and page.picture.ends is None:
            yield pack.problem(page, "picture.ends", "is missing: say where the picture stops being true")


def list_lengths(pack: Pack) -> Iterator[Problem]:
    """Each list of a page has its minimum number of items."""
    for page in pack.entries:
        for name, least in (ROLE_AT_LEAST if isinstance(page, Role) else TERM_AT_LEAST).items():
            yield from _at_least(pack, page, name, getattr(page, name), least)
    for comparison in pack.comparisons:
        yield from _at_least(pack, comparison, "rows", comparison.rows, ROWS)
        yield from _at_least(pack, comparison, "sources", comparison.sources, 1)
    for scheme in pack.grades:
        yield from _at_least(pack, scheme, "sources", scheme.sources, 1)


def cell_lengths(pack: Pack) -> Iterator[Problem]:
    """Each cell of a comparison is short enough for a table with a column for each of two entries."""
    for comparison in pack.comparisons:
        for number, row in enumerate(comparison.rows):
            for cell in row.cells:
                if len(cell) > CELL:
                    path = f"rows.{number}.cells"
                    yield pack.problem(comparison, path, f"a cell has {len(cell)} characters; write at most {CELL}")


def question_counts(pack: Pack) -> Iterator[Problem]:
    """A role has four questions per level, six if it is asked for most; most are practical. A term has none, or one."""
    for entry in pack.entries:
        if not entry.questions and isinstance(entry, Term):
            continue
        least = 1
        if isinstance(entry, Role):
            least = MOST_ASKED_A_LEVEL if entry.name in pack.info.most_asked else QUESTIONS_A_LEVEL
        for level in Level:
            yield from _at_least(pack, entry, f"questions.{level}", entry.questions.get(level, ()), least)
        if isinstance(entry, Role):
            kinds = [question.kind for questions in entry.questions.values() for question in questions]
            practical, needed = sum(kind != "knowledge" for kind in kinds), ceil(len(kinds) * PRACTICAL_SHARE)
            if practical < needed:
                message = f"behavioural or situational questions: {practical}; write at least {needed}"
                yield pack.problem(entry, "questions", message)


def competency_spread(pack: Pack) -> Iterator[Problem]:
    """A role's questions cover at least five competencies."""
    for role in _roles(pack):
        used = {question.competency for questions in role.questions.values() for question in questions}
        if len(used) < COMPETENCIES:
            names = ", ".join(sorted(used)) or "none"
            yield pack.problem(
                role, "questions", f"competencies used: {len(used)} ({names}); use at least {COMPETENCIES}"
            )


def theme_use(pack: Pack) -> Iterator[Problem]:
    """Each theme has several questions, so that who asks for it gets a set."""
    every = (question for entry in pack.entries for questions in entry.questions.values() for question in questions)
    used = Counter(theme for question in every for theme in question.themes)
    for index, theme in enumerate(pack.info.themes):
        if (count := used[theme.name]) < OF_A_THEME:
            message = f'questions on "{theme.name}": {count}; name it in at least {OF_A_THEME}, or drop it'
            yield pack.problem_in("pack.yaml", f"themes.{index}", message)


def level_guides(pack: Pack) -> Iterator[Problem]:
    """Each level of a role has indicators, and years that start later than those of the level before."""
    for role in _roles(pack):
        previous_start = -1
        for level in Level:
            path = f"levels.{level}"
            guide = role.levels.get(level)
            if guide is None:
                yield pack.problem(role, path, "is missing: write its years and at least 3 indicators")
                continue
            yield from _at_least(pack, role, f"{path}.indicators", guide.indicators, INDICATORS_A_LEVEL)
            if guide.years is None:
                yield pack.problem(role, f"{path}.years", 'is missing: write this role\'s years, such as "2-5" or "5+"')
            elif guide.years.low <= previous_start:
                message = f"starts at {guide.years.low}; must start later than the level before ({previous_start})"
                yield pack.problem(role, f"{path}.years", message)
            previous_start = guide.years.low if guide.years else previous_start


def resume_levels(pack: Pack) -> Iterator[Problem]:
    """Each résumé line of a role has a level."""
    for role in _roles(pack):
        for index, line in enumerate(role.resume_lines):
            if line.level is None:
                yield pack.problem(role, f"resume_lines.{index}", "has no level; write {level: mid, text: …}")


def review_dates(pack: Pack, day: date) -> Iterator[Problem]:
    """No review date is in the future. Tomorrow is allowed: an author may be in a time zone ahead of this one."""
    latest = day + timedelta(days=1)
    for page in list_pages(pack):
        if page.reviewed_on and page.reviewed_on > latest:
            yield pack.problem(
                page, "reviewed_on", f"{page.reviewed_on} is in the future; write the day of the last review"
            )


def _roles(pack: Pack) -> Iterator[Role]:
    return (entry for entry in pack.entries if isinstance(entry, Role))


def _kind(page: Page) -> str:
    return "grade scheme" if isinstance(page, GradeScheme) else type(page).__name__.lower()


def _at_least(pack: Pack, page: Page, path: str, items: Sized, least: int) -> Iterator[Problem]:
    if len(items) < least:
        yield pack.problem(page, path, f"has {len(items)}; a {_kind(page)} needs at least {least}")

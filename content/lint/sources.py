"""Gates for evidence: primary sources, sourced figures, and pay with its year and place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from content.errors import Problem
from content.lint.prose import list_pages, own_names, prose_of, quote
from content.models import Entry, GradeScheme, SectionName, Source
from content.packs import Pack, Page

EXAMPLES = re.compile(r"resume_lines|questions|red_flags\.\d+\.check")
"""Fields whose figures are examples or advice. Figures in all other fields are facts and need a source."""

_UNSOURCED = "is in no source of this page; add it to the `supports` of the source that gives it, or leave it out"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_FIGURE = re.compile(rf"(?<!\w)(?<![A-Za-z]-){_NUMBER.pattern}")  # not P-4, G7 or COVID-19: a letter makes it a name
_STEP = re.compile(r"^\d{1,2}[.):]\s|\bstep \d{1,2}\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PLACE = re.compile(r"\b(?:in|at|for|from)\s(?:the\s)?[A-Z][a-z]|\([A-Z][a-z]|\b(?:EU|UK|UN|US)\b")


def primary_sources(pack: Pack) -> Iterator[Problem]:
    """An entry and a grade scheme have at least one primary source."""
    for page in list_pages(pack):
        if isinstance(page, Entry | GradeScheme) and page.sources and not _has_primary(page):
            message = "has no primary source; add a treaty, an official page or a framework, with kind: primary"
            yield pack.problem(page, "sources", message)


def _has_primary(page: Page) -> bool:
    return any(source.kind == "primary" for source in page.sources)


def unsure_facts(pack: Pack) -> Iterator[Problem]:
    """No entry is published with `confidence: low`, the mark of a draft."""
    for entry in pack.entries:
        if entry.confidence == "low":
            message = "is low; check the facts against a source, or leave out what you cannot confirm, then raise it"
            yield pack.problem(entry, "confidence", message)


def figures(pack: Pack) -> Iterator[Problem]:
    """Every figure stated as a fact occurs in the title, publisher or `supports` of a source."""
    names = _names_with_figures(pack)
    for page in list_pages(pack):
        sourced = set(_numbers(_texts(_sources_of(page))))
        for path, text in prose_of(page):
            if EXAMPLES.match(path):
                continue
            for figure in _FIGURE.findall(_STEP.sub("", names.sub("", text))):
                if not sourced.issuperset(_numbers(figure)):
                    yield pack.problem(page, path, f"{figure} {_UNSOURCED}: {quote(text)}")
        if isinstance(page, GradeScheme):
            for index, grade in enumerate(page.grades):
                if grade.years and str(grade.years) not in sourced:
                    yield pack.problem(page, f"grades.{index}.years", f"{grade.years} {_UNSOURCED}")


def missing_figures(text: str, sources: Iterable[Source]) -> list[str]:
    """The figures in a text that are in none of these sources."""
    sourced = set(_numbers(_texts(sources)))
    return [figure for figure in _FIGURE.findall(text) if not sourced.issuperset(_numbers(figure))]


def _sources_of(page: Page) -> Iterator[Source]:
    yield from page.sources
    if isinstance(page, Entry):
        yield from (note.source for note in page.market_notes)


def _texts(sources: Iterable[Source]) -> str:
    texts = (text for source in sources for text in (source.title, source.publisher, source.supports))
    return " ".join(filter(None, texts))


def _numbers(text: str) -> Iterator[str]:
    """The numbers in a text, without thousands separators: "1,000" is "1000"."""
    return (re.sub(r",(?=\d{3}\b)", "", number) for number in _NUMBER.findall(text))


def _names_with_figures(pack: Pack) -> re.Pattern[str]:
    """A pattern for names of entries that contain a figure, such as "Track 1.5". A name needs no source."""
    names = {form for entry in pack.entries for _, form in own_names(entry) if _FIGURE.search(form)}
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or r"(?!)", re.IGNORECASE)


def pay(pack: Pack) -> Iterator[Problem]:
    """A figure of pay comes with its year and place."""
    for entry in pack.entries:
        for index, item in enumerate(entry.sections.get(SectionName.PAY, ())):
            path, text = f"sections.pay.{index}", f"{item.title or ''} {item.text}".strip()
            if not _FIGURE.search(_YEAR.sub("", text)):
                continue
            details = {"a year": _YEAR.search(text), "a place": item.title or _PLACE.search(text)}
            if missing := " and ".join(name for name, value in details.items() if not value):
                message = f"gives pay without {missing}; add it, or drop the figure: {quote(text)}"
                yield pack.problem(entry, path, message)

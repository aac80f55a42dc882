"""Gates for evidence: every figure occurs in a source, and pay names its year and place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.errors import Problem
from content.lint.prose import list_pages, own_names, prose_of, quote
from content.models import Role, SectionName
from content.packs import Pack, Page

EXAMPLES = re.compile(r"resume_lines|questions|red_flags\.\d+\.check")
"""The fields whose figures are examples and advice; all others state facts."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_FIGURE = re.compile(rf"(?<!\w)(?<![A-Za-z]-){_NUMBER.pattern}")  # not P-4, G7 or COVID-19: a letter makes it a name
_STEP = re.compile(r"^\d{1,2}[.):]\s|\bstep \d{1,2}\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PLACE = re.compile(r"\b(?:in|at|for|from)\s(?:the\s)?[A-Z][a-z]|\([A-Z][a-z]|\b(?:EU|UK|UN|US)\b")


def primary_sources(pack: Pack) -> Iterator[Problem]:
    """A role rests on at least one source of the first hand."""
    for role in pack.entries:
        if isinstance(role, Role) and role.sources and not any(source.kind == "primary" for source in role.sources):
            message = "has no primary source; add a treaty, an official page or a framework, with kind: primary"
            yield pack.problem(role, "sources", message)


def figures(pack: Pack) -> Iterator[Problem]:
    """Every figure that is stated as a fact occurs in the title, `supports` or publisher of a source."""
    names = _names_with_figures(pack)
    for page in list_pages(pack):
        known = set(_numbers(" ".join(_source_texts(page))))
        for path, text in prose_of(page):
            if EXAMPLES.match(path):
                continue
            for figure in _FIGURE.findall(_STEP.sub("", names.sub("", text))):
                if not known.issuperset(_numbers(figure)):
                    hint = "add it to the `supports` of the source that gives it, or leave it out"
                    yield pack.problem(page, path, f"{figure} is in no source of this page; {hint}: {quote(text)}")


def _source_texts(page: Page) -> Iterator[str]:
    for source in page.sources:
        yield from (text for text in (source.title, source.publisher, source.supports) if text)


def _numbers(text: str) -> Iterator[str]:
    """The numbers of a text in one spelling: "1,000" is "1000"."""
    return (re.sub(r",(?=\d{3}\b)", "", number) for number in _NUMBER.findall(text))


def _names_with_figures(pack: Pack) -> re.Pattern[str]:
    """Finds the names of entries that hold a figure, such as "Track 1.5": no source needs to prove a name."""
    names = {form for entry in pack.entries for _, form in own_names(entry) if _FIGURE.search(form)}
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or r"(?!)", re.IGNORECASE)


def pay(pack: Pack) -> Iterator[Problem]:
    """A figure of pay says in which year and where it was paid."""
    for entry in pack.entries:
        for index, item in enumerate(entry.sections.get(SectionName.PAY, ())):
            path, text = f"sections.pay.{index}", f"{item.title or ''} {item.text}".strip()
            if not _FIGURE.search(_YEAR.sub("", text)):
                continue
            found = {"a year": _YEAR.search(text), "a place": item.title or _PLACE.search(text)}
            if missing := " and ".join(what for what, there in found.items() if not there):
                yield pack.problem(
                    entry, path, f"names pay without {missing}; add it, or drop the figure: {quote(text)}"
                )

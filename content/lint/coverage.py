"""Statistics of a pack: entries per field, questions, reading grade, sources, and countries named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from content.lint.countries import count_countries
from content.lint.prose import list_pages
from content.lint.readability import school_grade
from content.models import Entry, Role, Term
from content.packs import Pack

OTHER = "(no field)"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a pack covers in one field."""

    field: str
    roles: int
    terms: int
    tips: int
    questions: int

    @classmethod
    def of(cls, field: str, entries: list[Entry]) -> Coverage:
        """Count the roles, terms, tips and questions of these entries."""
        roles = sum(isinstance(entry, Role) for entry in entries)
        tips = sum(entry.tip is not None for entry in entries)
        return cls(field, roles, len(entries) - roles, tips, sum(map(_count_questions, entries)))


@dataclass(frozen=True, slots=True)
class Sources:
    """Sources per entry of one kind, and how many of these entries have a primary source."""

    kind: str
    fewest: int
    median: float
    entries: int
    with_primary: int

    def __str__(self) -> str:
        primary = f"{self.with_primary} of {self.entries} have a primary one"
        return f"sources per {self.kind}: at least {self.fewest}, median {self.median:g}; {primary}"


@dataclass(frozen=True, slots=True)
class Stats:
    """Statistics of one pack. `str()` formats them for a terminal."""

    name: str
    language: str
    licence: str | None
    fields: tuple[Coverage, ...]
    total: Coverage
    comparisons: int
    grades: int
    """Grade schemes."""
    ambiguous: int
    search_titles: int
    competencies: dict[str, int]
    kinds: dict[str, int]
    grade: float
    """Median school grade of the definitions."""
    hardest: tuple[float, str]
    """The worst grade and the name of its entry."""
    sources: tuple[Sources, ...]
    confidence: dict[str, int]
    """Entries per value of `confidence`."""
    countries: dict[str, dict[str, int]]
    """Pages that name each country or organisation, by region."""

    def as_json(self) -> dict[str, Any]:
        """The same statistics as plain data, for other programs."""
        return asdict(self)

    def __str__(self) -> str:
        rows = (*self.fields, self.total)
        width = max(len(row.field) for row in rows)
        table = (f"{row.field:{width}}  {row.roles:5}  {row.terms:5}  {row.tips:5}  {row.questions:9}" for row in rows)
        return "\n".join((
            f"{self.name} (language {self.language}, licence {self.licence or 'not stated'})",
            "",
            f"{'':{width}}  roles  terms   tips  questions",
            *table,
            "",
            f"comparisons {self.comparisons} · grade schemes {self.grades} · ambiguous forms {self.ambiguous}"
            f" · search titles {self.search_titles}",
            f"reading grade: median {self.grade:.1f}, worst {self.hardest[0]:.1f} ({self.hardest[1]})",
            *map(str, self.sources),
            "confidence: " + ", ".join(f"{count} {value}" for value, count in self.confidence.items()),
            "questions: " + ", ".join(f"{count} {kind}" for kind, count in self.kinds.items()),
            "competencies: " + ", ".join(f"{name} {count}" for name, count in self.competencies.items()),
            *self._country_lines(),
        ))  # fmt: skip

    def _country_lines(self) -> Iterator[str]:
        if self.countries:
            yield "\npages that name a country or an organisation:"
        width = max(map(len, self.countries), default=0)
        for region, names in self.countries.items():
            yield f"{region:{width}}  " + ", ".join(f"{name} {count}" for name, count in names.items())


def stats(pack: Pack) -> Stats:
    """Compute the statistics of a pack, which may be empty."""
    by_field: dict[str | None, list[Entry]] = {field.id: [] for field in pack.info.fields}
    for entry in pack.entries:
        by_field.setdefault(entry.field, []).append(entry)
    headings = {field.id: field.name for field in pack.info.fields}
    rows = [Coverage.of(headings.get(field or "", field or OTHER), entries) for field, entries in by_field.items()]
    grades = sorted((school_grade(entry.definition), entry.name) for entry in pack.entries) or [(0.0, "none")]
    questions = [question for entry in pack.entries for level in entry.questions.values() for question in level]
    used = Counter(question.competency for question in questions)
    return Stats(
        name=pack.info.name,
        language=pack.info.language,
        licence=pack.info.licence,
        fields=tuple(rows),
        total=Coverage.of("all", list(pack.entries)),
        comparisons=len(pack.comparisons),
        grades=len(pack.grades),
        ambiguous=len(pack.info.ambiguous),
        search_titles=sum(len(entry.titles) for entry in pack.entries),
        competencies={competency.name: used[competency.name] for competency in pack.info.competencies},
        kinds=dict(Counter(question.kind for question in questions).most_common()),
        grade=median(grade for grade, _ in grades),
        hardest=grades[-1],
        sources=tuple(_sources(pack)),
        confidence=dict(Counter(entry.confidence for entry in pack.entries).most_common()),
        countries=count_countries(list_pages(pack)),
    )


def _sources(pack: Pack) -> Iterator[Sources]:
    for model, kind in ((Role, "role"), (Term, "term")):
        entries = [entry for entry in pack.entries if isinstance(entry, model)]
        if entries:
            counts = [len(entry.sources) for entry in entries]
            primary = sum(any(source.kind == "primary" for source in entry.sources) for entry in entries)
            yield Sources(kind, min(counts), median(counts), len(entries), primary)


def _count_questions(entry: Entry) -> int:
    return sum(map(len, entry.questions.values()))

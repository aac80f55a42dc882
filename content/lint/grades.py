"""Gates for grade schemes: no grade twice, and levels that never fall on the way up."""

from __future__ import annotations

from collections.abc import Iterator

from content.errors import Problem
from content.models import Level
from content.packs import Pack

_ORDER = list(Level)


def repeated_grades(pack: Pack) -> Iterator[Problem]:
    """No name occurs twice in a scheme. Two schemes may share one: lookup then shows both."""
    for scheme in pack.grades:
        seen: set[str] = set()
        for index, grade in enumerate(scheme.grades):
            for field, names in (("names", grade.names), ("also", grade.also)):
                for place, name in enumerate(names):
                    if name.casefold() in seen:
                        path = f"grades.{index}.{field}.{place}"
                        yield pack.problem(scheme, path, f'"{name}" is listed twice in this scheme; keep one')
                    seen.add(name.casefold())


def rising_levels(pack: Pack) -> Iterator[Problem]:
    """If grades ascend, none reads as a lower level than the grade below it."""
    for scheme in pack.grades:
        previous = Level.JUNIOR
        for index, grade in enumerate(scheme.grades if scheme.ascending else ()):
            if _ORDER.index(grade.level) < _ORDER.index(previous):
                message = f"is {grade.level}, below the {previous} of the grade before; list the grades lowest first"
                yield pack.problem(scheme, f"grades.{index}.level", message)
            previous = grade.level

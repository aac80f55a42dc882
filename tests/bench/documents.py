"""Measures an interview kit: planning it, and rendering it in each format, in processor time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import process_time

from bot.documents.formats import available, render
from content.library import Library
from content.models import Level
from content.packs import BUILT_IN, load_pack
from handlers.kit.pages import make_kit
from handlers.kit.plan import plan
from handlers.kit.set_id import KitRequest

ROUNDS = 20


@dataclass(frozen=True)
class Documents:
    """Median milliseconds after the first time, by step or format."""

    milliseconds: dict[str, float]

    def as_json(self) -> dict[str, float]:
        """The figures for programs."""
        return {name: round(value, 1) for name, value in self.milliseconds.items()}

    def lines(self) -> list[str]:
        """The figures for people."""
        return [f"{name:5} {value:6.1f} ms" for name, value in self.milliseconds.items()]


def measure() -> Documents:
    """Measure a kit for a panel of three."""
    pack = load_pack(BUILT_IN)
    library = Library([pack.info], pack.entries, pack.comparisons, pack.grades)
    role = max(library.roles, key=lambda role: len(role.questions[Level.SENIOR]))
    request = KitRequest(role, Level.SENIOR, 60, 3)
    document = make_kit(plan(request), library).document
    figures = {"plan": _median(lambda: make_kit(plan(request), library))}
    return Documents(figures | {name: _median(partial(render, document, name)) for name in available()})


def _median(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(ROUNDS):
        started = process_time()
        work()
        times.append((process_time() - started) * 1000)
    return median(times)

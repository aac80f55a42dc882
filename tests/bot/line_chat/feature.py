"""The daily term for the test, with a list of what was built."""

from __future__ import annotations

from collections.abc import Callable

from bot.daily_term import feature
from bot.daily_term.daily_terms import DailyTerms
from bot.platform import Feature, FeatureKind, State
from bot.settings import Settings
from content.library import Library

running: list[DailyTerms] = []
"""The features that were built."""


def build(_: Settings, state: State, library: Callable[[], Library]) -> Feature:
    terms = DailyTerms(state.engine, library)
    running.append(terms)
    return terms


kind = FeatureKind(name="daily_term", is_on=feature.kind.is_on, build=build)

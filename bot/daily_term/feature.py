"""The daily term as a feature of the bot: when it is on, and how it is built."""

from __future__ import annotations

from collections.abc import Callable

from bot.platform import Feature, FeatureKind, State
from bot.settings import Settings
from content.library import Library


def build(_: Settings, state: State, library: Callable[[], Library]) -> Feature:
    """The feature, over the database."""
    from bot.daily_term.daily_terms import DailyTerms  # noqa: PLC0415 - not with TIPS=off

    return DailyTerms(state.engine, library)


kind = FeatureKind(name="daily_term", is_on=lambda settings: settings.tips != "off", build=build)

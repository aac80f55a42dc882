"""The team's own terms as a feature of the bot: when it is on, and how it is built."""

from __future__ import annotations

from collections.abc import Callable

from bot.platform import Feature, FeatureKind, State
from bot.settings import Settings
from content.library import Library


def build(settings: Settings, state: State, library: Callable[[], Library]) -> Feature:
    """The feature, over the database."""
    from bot.team_terms.team_terms import TeamTermsFeature  # noqa: PLC0415 - not with TEAM_TERMS=off

    return TeamTermsFeature(
        state.engine,
        library,
        owners=settings.team_owners,
        proposers=settings.team_proposers,
        feedback=settings.feedback != "off",
    )


kind = FeatureKind(name="team_terms", is_on=lambda settings: settings.team_terms != "off", build=build)

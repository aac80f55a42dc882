"""The keys of agents as a feature of the bot: they are revoked when their workspace removes the bot."""

from __future__ import annotations

from collections.abc import Callable

from bot.platform import Feature, FeatureKind, State
from bot.settings import Settings
from content.library import Library


def build(_: Settings, state: State, __: Callable[[], Library]) -> Feature:
    """The feature, over the database."""
    from bot.agents.revocation import Revocation  # noqa: PLC0415 - with AGENTS=off nothing of it is loaded

    return Revocation(state.engine)


kind = FeatureKind(name="agents", is_on=lambda settings: settings.agents, build=build)

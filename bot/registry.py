"""List the available platforms and features: each is a folder and a line here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.platform import FeatureKind, PlatformKind
    from bot.settings import Settings

PLATFORMS = {
    "slack": "bot.slack.platform",
    "teams": "bot.teams.platform",
    "agents": "bot.agents.platform",
}
"""Platform modules by name; each ends with its `kind` (`bot.platform.PlatformKind`)."""
FEATURES = {
    "agents": "bot.agents.feature",
    "team_terms": "bot.team_terms.feature",
    "daily_term": "bot.daily_term.feature",
    "workspace_data": "bot.workspace_data.feature",
}
"""Feature modules by name, in the order in which they hear of events and add services; each ends with its `kind`
(`bot.platform.FeatureKind`)."""


def platform_kind(name: str) -> PlatformKind:
    """The platform of this name. Raises KeyError."""
    kind: PlatformKind = import_module(PLATFORMS[name]).kind
    return kind


def configured_platforms(settings: Settings) -> list[PlatformKind]:
    """The platforms with any setting present, even if the settings are incomplete."""
    return [kind for kind in map(platform_kind, PLATFORMS) if kind.is_configured(settings)]


def active_features(settings: Settings) -> list[FeatureKind]:
    """The features that the settings turn on."""
    kinds: list[FeatureKind] = [import_module(module).kind for module in FEATURES.values()]
    return [kind for kind in kinds if kind.is_on(settings)]

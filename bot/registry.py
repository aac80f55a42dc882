"""List the platforms and features that the bot can have: a folder and a line here for each."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.platform import FeatureKind, PlatformKind
    from bot.settings import Settings

PLATFORMS = {
    "slack": "bot.slack.platform",
    "teams": "bot.teams.platform",
}
"""By name, the module that ends with the platform's `kind` (`bot.platform.PlatformKind`)."""
FEATURES = {
    "daily_term": "bot.daily_term.feature",
}
"""By name, the module that ends with the feature's `kind` (`bot.platform.FeatureKind`)."""


def platform_kind(name: str) -> PlatformKind:
    """The platform of this name. Raises KeyError."""
    kind: PlatformKind = import_module(PLATFORMS[name]).kind
    return kind


def configured_platforms(settings: Settings) -> list[PlatformKind]:
    """The platforms that the settings ask for, even incompletely."""
    return [kind for kind in map(platform_kind, PLATFORMS) if kind.is_configured(settings)]


def active_features(settings: Settings) -> list[FeatureKind]:
    """The features that the settings ask for."""
    kinds: list[FeatureKind] = [import_module(module).kind for module in FEATURES.values()]
    return [kind for kind in kinds if kind.is_on(settings)]

"""The data of workspaces as a feature of the bot. Always on: nothing stays because another one is off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.platform import Event, Feature, FeatureKind, Left, People, Platform, State
from bot.services import BotServices
from bot.settings import Settings
from content.library import Library
from handlers.team_terms.rules import Rules


class StoredData(Feature):
    """Exports and deletes what is stored about a workspace: when an admin asks, or when it removes the bot."""

    def __init__(self, engine: AsyncEngine, rules: Rules) -> None:
        self._engine, self._rules = engine, rules
        self._people: dict[str, People] = {}

    def provide(self, services: BotServices) -> BotServices:
        """Handlers get the data."""
        from bot.team_terms.owners import Owners  # noqa: PLC0415 - loaded with the database
        from bot.team_terms.rule_store import RuleStore  # noqa: PLC0415
        from bot.workspace_data.export import WorkspaceDataStore  # noqa: PLC0415

        owners = Owners(self._people, self._rules, RuleStore(self._engine))
        return replace(services, workspace_data=WorkspaceDataStore(self._engine, owners, self._people))

    def join(self, platform: Platform) -> None:
        """Know this platform's admins."""
        self._people[platform.name] = platform.people

    async def on_event(self, event: Event) -> None:
        """Delete everything of a workspace or an organisation that removed the bot."""
        if isinstance(event, Left) and event.channel is None:
            from bot.workspace_data.deletion import delete_workspace  # noqa: PLC0415 - rarely needed

            await delete_workspace(self._engine, event)


def build(settings: Settings, state: State, _: Callable[[], Library]) -> Feature:
    """The feature, over the database."""
    return StoredData(state.engine, Rules(settings.team_owners, settings.team_proposers))


kind = FeatureKind(name="workspace_data", is_on=lambda _: True, build=build)

"""The doctor of a running bot: admins of a workspace examine it from the platform's front page."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from cachetools import TTLCache

from bot.platform import Feature, People, Platform
from bot.services import BotServices
from bot.settings import Settings
from handlers.findings import Finding
from handlers.request import Person

CACHE_SECONDS = 20.0
"""How long an examination is cached, so that pressing the button again doesn't call anybody."""


class Examinations(Feature):
    """The doctor of a running bot, for handlers. It joins each platform to learn who is an admin, as a feature does.

    `whole`: if the bot serves one workspace, its admins examine settings, content and database too.
    """

    def __init__(self, settings: Settings, *, whole: bool = True) -> None:
        self._settings, self._whole = settings, whole and not settings.oauth_configured
        self._people: dict[str, People] = {}
        self._cache: TTLCache[str, Sequence[Finding]] = TTLCache(1_000, CACHE_SECONDS)
        self._examining = asyncio.Lock()

    def provide(self, services: BotServices) -> BotServices:
        """Handlers get the doctor."""
        return replace(services, doctor=self)

    def join(self, platform: Platform) -> None:
        """Ask this platform who is an admin."""
        self._people[platform.name] = platform.people

    async def is_admin(self, person: Person) -> bool:
        """Whether the person's platform says so."""
        people = self._people.get(person.platform)
        return people is not None and bool(await people.is_admin(person))

    async def examine(self, person: Person) -> Sequence[Finding]:
        """Everything, if the bot serves one workspace; else what concerns the person's workspace alone."""
        async with self._examining:
            workspace = f"{person.platform}/{person.workspace}"
            if (cached := self._cache.get(workspace)) is not None:
                return cached
            findings = await self._examine(person)
            self._cache[workspace] = findings
            return findings

    async def _examine(self, person: Person) -> Sequence[Finding]:
        from bot.doctor.examine import examine, examine_workspace  # noqa: PLC0415 - loads SQLAlchemy

        if self._whole:
            return await examine(self._settings)
        return await examine_workspace(self._settings, person.platform, person.workspace)

"""Another person on the Teams wire than the one whom the stand-in speaks for."""

from __future__ import annotations

from typing import Any

from tests.bot.teams.conftest import Running
from tests.bot.teams.test_conversations import Client
from tests.bot.teams.transcript import press_of
from tests.bot.teams.validator import validate_card
from tests.support.bot_framework import ANNA, Connector


class Colleague(Client):
    """Somebody by their id in Entra."""

    def __init__(self, bot: Running, connector: Connector, conversation: str, person: str) -> None:
        super().__init__(bot, connector, conversation)
        self.sender = {**ANNA, "id": f"29:{person}", "aadObjectId": person}

    async def say(self, text: str) -> None:
        said = self.connector.said(text, self.conversation)
        assert await self.connector.send(said | {"from": self.sender}) == (200, None)
        await self._receive()

    async def press(self, label: str, values: dict[str, str] | None = None, *, answers: bool = True) -> None:
        verb, data = press_of(self.card, label, values)
        pressed: dict[str, Any] = self.connector.press(verb, data, self.conversation)
        _, response = await self.connector.send(pressed | {"from": self.sender})
        if response["type"] == "application/vnd.microsoft.card.adaptive":
            self.card = response["value"]
            assert validate_card(self.card) == []
        else:
            await self._receive()

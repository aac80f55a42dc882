"""What tips ask of Teams: who may set them up where, and under which address a conversation is posted to."""

from __future__ import annotations

from bot.platform import Target
from bot.teams.inbound import Conversation
from handlers.daily_term.subscription import Refusal
from handlers.request import Person, Place

KEPT = 10_000
"""Conversations whose address is kept, about 3 MB; an address is needed while its conversation speaks."""


class Addresses:
    """The service URLs of the conversations that spoke last: Teams tells them with every activity."""

    def __init__(self, size: int = KEPT) -> None:
        self._size = size
        self._by_channel: dict[str, str] = {}

    def learn(self, conversation: Conversation) -> bool:
        """Keep the address, and forget the oldest where there are too many; whether it is another than before."""
        before = self._by_channel.pop(conversation.channel, None)
        self._by_channel[conversation.channel] = conversation.service_url
        if len(self._by_channel) > self._size:
            del self._by_channel[next(iter(self._by_channel))]
        return before != conversation.service_url

    def find(self, channel: str) -> str | None:
        """The service URL; None where the conversation hasn't spoken in a while."""
        return self._by_channel.get(channel)


class TeamsDirectory:
    """Teams as a platform of bot/daily_term/service.py."""

    how_to_add_me = "To add me, add the Dragoman app to the team or chat."

    def __init__(self, addresses: Addresses, *, admins_only: bool = False) -> None:
        self._addresses, self._admins_only = addresses, admins_only

    async def refusal(self, person: Person, place: Place) -> Refusal | None:
        """Everybody in a conversation may, except where only admins should.

        Teams tells a bot nobody's role without further permissions, so with `admins_only` nobody may in channels and
        group chats; and it tells of no other conversation who is in it, so a term is set up where it shall come.
        """
        if not place.present:
            return Refusal.NOT_A_MEMBER
        if self._admins_only and place.kind == "channel":
            return Refusal.ADMINS_ONLY
        return None

    async def zone_of(self, person: Person) -> str | None:
        """The person's zone, which comes with each message."""
        return person.zone

    def target_of(self, person: Person, place: Place) -> Target:
        """The conversation, with the address that it last spoke from."""
        channel = place.channel or ""
        return Target("teams", person.workspace, channel, address=self._addresses.find(channel))

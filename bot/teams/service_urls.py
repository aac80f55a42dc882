"""Remember the service URL of each conversation on Teams, to post there later."""

from __future__ import annotations

from cachetools import LRUCache

from bot.teams.inbound import Origin

SIZE = 10_000
"""Cached service URLs, about 3 MB. One is needed only while people talk to the bot in its conversation."""


class ServiceUrls:
    """The service URL of each recent conversation; Teams sends it with every activity."""

    def __init__(self, size: int = SIZE) -> None:
        self._urls: LRUCache[str, str] = LRUCache(size)

    def learn(self, origin: Origin) -> bool:
        """Remember the conversation's service URL; whether it is new or has changed."""
        before = self._urls.get(origin.channel)
        self._urls[origin.channel] = origin.service_url
        return before != origin.service_url

    def find(self, channel: str) -> str | None:
        """The conversation's service URL; None if it is not cached."""
        return self._urls.get(channel)

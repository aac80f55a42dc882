"""Who calls: a person or program on behalf of a workspace, as proved by a key, a token or a signature."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.request import Person


@dataclass(frozen=True, slots=True)
class Caller:
    """A verified caller. `platform` and `workspace` say whose own words it may see; both are empty if unknown."""

    platform: str
    workspace: str
    user: str
    enterprise: str | None = None

    @property
    def person(self) -> Person:
        """The caller as handlers see it."""
        return Person(self.platform, self.workspace, self.user, enterprise=self.enterprise)

    @property
    def id(self) -> str:
        """What its calls are counted by."""
        return f"{self.platform}/{self.workspace}/{self.user}"


LOCAL = Caller("agents", "local", "local")
"""Whoever runs `python -m bot mcp` on their own machine."""

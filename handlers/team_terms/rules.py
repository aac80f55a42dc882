"""Who looks after a team's terms, and who may propose some."""

from __future__ import annotations

from dataclasses import dataclass

EVERYONE, ADMINS, OWNERS = "everyone", "admins", "owners"
"""Values in place of people's ids; `OWNERS` only among proposers: nobody else may propose."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Who owns and who may propose: ids of people on the platform, or the values above."""

    owners: tuple[str, ...]
    proposers: tuple[str, ...]

    def over(self, default: Rules) -> Rules:
        """These, with the default's in place of those that are empty."""
        return Rules(self.owners or default.owners, self.proposers or default.proposers)

"""A request of `terms`, as each of its verbs gets it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from handlers.command import Services
from handlers.reply import Reply
from handlers.request import Request
from handlers.team_terms.team import Team

PRESS_FIRST = "Please use the buttons for that: I keep what you write only if you press one."


@dataclass(frozen=True, slots=True)
class TermsRequest:
    """A request with the team it is about, the numbers after the verb and what follows them."""

    request: Request
    services: Services
    team: Team
    numbers: tuple[int, ...]
    rest: str


Verb = Callable[[TermsRequest], Awaitable[Reply]]

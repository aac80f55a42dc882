"""The loop that plans and delivers daily terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.daily_term.messages import Render, TermMessages
from bot.daily_term.own_words import OwnWords
from bot.db.clock import Clock
from bot.ledger.loop import DeliveryLoop
from bot.ledger.timing import Timing
from bot.platform import Poster
from content.library import Library


def daily_term_loop(  # noqa: PLR0913 (three with a default)
    engine: AsyncEngine,
    posters: Mapping[str, Poster],
    library: Callable[[], Library],
    render: Render,
    timing: Timing | None = None,
    *,
    clock: Clock | None = None,
    own_words: OwnWords | None = None,
) -> DeliveryLoop:
    """One process's share of the daily terms."""
    timing, clock = timing or Timing(), clock or Clock()
    messages = TermMessages(engine, library, posters, render, timing=timing, clock=clock, own_words=own_words)
    return DeliveryLoop(engine, posters, messages, timing, clock)

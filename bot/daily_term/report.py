"""The operator's report: how many daily terms there are, how the last days went, and what did not arrive."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.daily_term.failure_reasons import in_words
from bot.daily_term.subscriptions import ENDED_DAYS
from bot.daily_term.tables import subscriptions
from bot.db.clock import Clock
from bot.db.database import with_engine
from bot.db.errors import StateError
from bot.db.revision import is_current
from bot.ledger.tables import PENDING, SENT, deliveries
from bot.settings import Settings

DAYS = 7
"""How far back the report goes."""
LISTED = 50
"""The most lines of each kind."""
OFF = (
    "These are off and stay off, even if the bot is invited again. "
    "To start one again, send /tips in the channel and press “Start again”:"
)


def report_of(settings: Settings) -> list[str]:
    """The report on the configured database. Raises StateError if it cannot be used."""
    return with_engine(settings, report)


async def report(engine: AsyncEngine, clock: Clock | None = None) -> list[str]:
    """The report's lines: counts of the last `DAYS` days, terms that did not arrive, subscriptions that ended.

    Subscriptions that ended by themselves are listed for `ENDED_DAYS` days.
    """
    if not await is_current(engine):
        raise StateError("The database is not at this release's revision: run `python -m bot db upgrade` first")
    active = select(func.count(), func.min(subscriptions.c.next_at)).where(subscriptions.c.active)
    async with engine.connect() as connection:
        now = await (clock or Clock()).read(connection)
        since = now.date() - timedelta(days=DAYS)
        count, next_at = (await connection.execute(active)).one()
        states = (await connection.execute(_states(since))).all()
        not_arrived = (await connection.execute(_not_arrived(since))).all()
        ended = (await connection.execute(_ended(now - timedelta(days=ENDED_DAYS)))).all()
    upcoming = f"; the next is due {next_at:%Y-%m-%d %H:%M} UTC" if next_at else ""
    return [
        f"{count} with a daily term{upcoming}.",
        f"Since {since}: {', '.join(f'{number} {state}' for state, number in states) or 'none'}.",
        *(
            f"{row.day}  {row.state:<7}  {row.platform} {row.workspace} {row.channel}: {in_words(row.reason)}"
            for row in not_arrived
        ),
        *([OFF] if ended else []),
        *(
            f"{row.ended_at:%Y-%m-%d}  ended    {row.platform} {row.workspace} {row.channel}: "
            f"{in_words(row.ended_reason)}"
            for row in ended
        ),
    ]


def _ended(since: datetime) -> Select[Any]:
    columns = subscriptions.c
    query = select(subscriptions).where(~columns.active, columns.ended_at >= since)
    return query.order_by(columns.ended_at.desc(), columns.id.desc()).limit(LISTED)


def _states(since: date) -> Select[Any]:
    state = deliveries.c.state
    return select(state, func.count()).where(deliveries.c.day >= since).group_by(state).order_by(state)


def _not_arrived(since: date) -> Select[Any]:
    query = select(deliveries.c.day, deliveries.c.state, deliveries.c.reason, subscriptions)
    query = query.where(deliveries.c.subscription_id == subscriptions.c.id, deliveries.c.day >= since)
    query = query.where(deliveries.c.state.not_in((SENT, PENDING)))
    return query.order_by(deliveries.c.day.desc(), deliveries.c.id.desc()).limit(LISTED)

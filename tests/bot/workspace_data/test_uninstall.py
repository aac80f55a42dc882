"""A workspace that removes the bot leaves nothing behind, in whichever table of whichever feature."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import Table, func, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.daily_term.messages import FEATURE as DAILY_TERM
from bot.db.database import Database
from bot.db.metadata import load_tables
from bot.ledger.tables import deliveries, lanes
from bot.platform import Feature, Left
from bot.registry import active_features
from bot.settings import Settings
from bot.team_terms.notice_loop import FEATURE as TEAM
from content.library import Library

pytestmark = pytest.mark.database

KEPT = {"agent_keys": "revoked, so that nobody can use them; the name stays in the list of whoever runs the bot"}
"""Tables whose rows stay, with the reason."""

VALUES: dict[type, Any] = {
    bool: True,
    int: 1,
    dict: {},
    date: date(2026, 11, 30),
    datetime: datetime(2026, 11, 30, 9, tzinfo=UTC),
    time: time(9),
}
"""What stands in a column of each Python type; text is the column's name and a number."""


def workspace_tables() -> list[Table]:
    """Every table that has rows of a workspace; `slack_welcomed` has hashes and a test of its own."""
    return [table for table in load_tables().sorted_tables if {"platform", "workspace"} <= {*table.c.keys()}]


def row_of(table: Table, number: int, workspace: str, enterprise: str | None, **own: Any) -> dict[str, Any]:
    """A row with something in each column."""
    types = {each.name: getattr(each.type, "impl", each.type).python_type for each in table.columns}
    row = {name: VALUES.get(kind, f"{name} {number}") for name, kind in types.items()}
    if row["id"] == VALUES[int]:
        row["id"] = number
    own |= {"platform": "slack", "workspace": workspace, "enterprise": enterprise}
    return row | {name: value for name, value in own.items() if name in row}


@pytest.fixture(params=[{}, {"team_terms": "off", "tips": "off"}], ids=["all features", "few features"])
async def features(request: Any, database: AsyncEngine, library: Library) -> list[Feature]:
    """The features, over a database in which T1, T2 of the organisation E2, and T3 have a row in each table."""
    settings = Settings(**request.param)
    async with database.begin() as connection:
        for number, owner in enumerate((("T1", None), ("T2", "E2"), ("T3", None)), 1):
            for table in workspace_tables():
                await connection.execute(insert(table).values(row_of(table, number, *owner, feature=DAILY_TERM)))
            await connection.execute(insert(lanes).values(row_of(lanes, number + 3, *owner, feature=TEAM)))
            for lane in (number, number + 3):  # a lane has always had something to deliver
                values = row_of(deliveries, lane, *owner, lane_id=lane, subscription_id=None)
                await connection.execute(insert(deliveries).values(values))
    return [kind.build(settings, Database(database), lambda: library) for kind in active_features(settings)]


async def counts(database: AsyncEngine) -> dict[str, dict[str, int]]:
    """How many rows each workspace has, by table."""
    found: dict[str, dict[str, int]] = {}
    async with database.connect() as connection:
        for table in workspace_tables():
            query = select(table.c.workspace, func.count()).group_by(table.c.workspace)
            found[table.name] = {row[0]: row[1] for row in await connection.execute(query)}
    return found


@pytest.mark.parametrize(
    ("left", "gone"),
    [(Left("slack", "T1"), "T1"), (Left("slack", None, "E2"), "T2"), (Left("slack", None), None)],
    ids=["a workspace", "an organisation", "nobody"],
)
async def test_nothing_of_what_left_stays_and_the_others_keep_all(
    left: Left, gone: str | None, features: list[Feature], database: AsyncEngine
) -> None:
    before = await counts(database)
    assert all(set(rows) == {"T1", "T2", "T3"} for rows in before.values())  # no table is empty
    for feature in features:
        await feature.on_event(left)
    for table, rows in (await counts(database)).items():
        expected = before[table] if table in KEPT else {each: n for each, n in before[table].items() if each != gone}
        assert rows == expected, table

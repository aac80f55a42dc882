"""The migrations make the tables that the code expects, from any state they may be in."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db import migrate
from bot.db.engine import open_engine
from bot.db.migrate import differences, revisions, upgrade
from bot.db.revision import is_current, newest


async def test_the_tables_are_those_of_the_code(database: AsyncEngine) -> None:
    assert await is_current(database)
    assert await differences(database) == []


async def test_a_missing_column_is_told(own_database: AsyncEngine) -> None:
    async with own_database.begin() as connection:
        await connection.execute(text("ALTER TABLE slack_bots DROP COLUMN bot_scopes"))
    (difference,) = await differences(own_database)
    assert "bot_scopes" in difference


async def test_an_empty_database_is_not_current(empty_database: URL) -> None:
    engine = open_engine(empty_database)
    assert not await is_current(engine)
    await engine.dispose()


@pytest.mark.parametrize("revision", revisions())
async def test_from_each_revision_to_the_newest(empty_database: URL, revision: str) -> None:
    engine = open_engine(empty_database)
    await upgrade(engine, revision)
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO slack_bots (client_id, app_id, team_id, bot_token, is_enterprise_install, installed_at)"
                " VALUES ('1.2', 'A1', 'T1', 'encrypted', false, '2026-11-21 09:00:00')"
            )
        )
    await upgrade(engine)
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT team_id FROM slack_bots"))).scalars().all() == ["T1"]
    assert await is_current(engine)
    assert await differences(engine) == []
    await engine.dispose()


PARENT_AND_CHILD = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "T1", "{newest}"
def upgrade():
    op.create_table("parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(3)))
    parent = sa.ForeignKey("parent.id", ondelete="CASCADE", name="fk")
    op.create_table("child", sa.Column("id", sa.Integer, primary_key=True), sa.Column("of", sa.Integer, parent))
    op.execute("INSERT INTO parent VALUES (1, 'one')")
    op.execute("INSERT INTO child VALUES (1, 1)")
"""
WIDER = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "T2", "T1"
def upgrade():
    with op.batch_alter_table("parent") as parent:
        parent.alter_column("name", type_=sa.Text, existing_type=sa.String(3))
"""


async def test_a_changed_table_keeps_the_rows_that_refer_to_it(
    empty_database: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(migrate._FOLDER, folder)
    (folder / "versions/t1.py").write_text(PARENT_AND_CHILD.format(newest=revisions()[-1]))
    (folder / "versions/t2.py").write_text(WIDER)
    monkeypatch.setattr(migrate, "_FOLDER", folder)
    engine = open_engine(empty_database)
    await upgrade(engine)
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM child"))).scalar() == 1
        if engine.dialect.name == "sqlite":
            assert (await connection.execute(text("PRAGMA foreign_keys"))).scalar() == 1
    await engine.dispose()


async def test_the_second_revision_keeps_what_the_first_had_and_ties_deliveries_to_their_subscription(
    empty_database: URL,
) -> None:
    engine = open_engine(empty_database)
    await upgrade(engine, "0001")
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO seen_events VALUES ('Ev1', '2026-11-21 09:00:00')"))
    await upgrade(engine)
    moment, day = "2026-11-23 09:00:00", "2026-11-23"
    async with engine.begin() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM seen_events"))).scalar() == 1
        await connection.execute(
            text(
                "INSERT INTO subscriptions (id, platform, workspace, channel, made_by, local_time, zone, place, "
                "weekdays, fields, skips, active, created_at) VALUES (1, 'slack', 'T1', 'C1', 'U1', '09:00:00', 'UTC', "
                f"'', '01234', '[]', '[]', true, '{moment}')"
            )
        )
        await connection.execute(
            text(
                "INSERT INTO deliveries (subscription_id, lane_id, day, cycle, name, due_at, expires_at, nonce, state) "
                f"VALUES (1, 1, '{day}', 1, 'Consul', '{moment}', '{moment}', 'n', 'pending')"
            )
        )
        await connection.execute(text("DELETE FROM subscriptions"))
        assert (await connection.execute(text("SELECT count(*) FROM deliveries"))).scalar() == 0
    assert await differences(engine) == []
    await engine.dispose()


async def test_the_third_revision_merges_the_plans_of_a_shared_channel(empty_database: URL) -> None:
    engine = open_engine(empty_database)
    await upgrade(engine, "0002")
    moment = "2026-11-23 09:00:00"
    async with engine.begin() as connection:
        for number, enterprise, workspace, channel, active in (
            (1, "'E1'", "T1", "C1", "false"),
            (2, "'E1'", "T2", "C1", "true"),  # the one that is shown
            (3, "'E1'", "T3", "C1", "true"),
            (4, "'E1'", "T3", "C2", "true"),  # another channel, organisation, or none: these stay
            (5, "'E2'", "T4", "C1", "true"),
            (6, "NULL", "T5", "C1", "true"),
            (7, "NULL", "T6", "C1", "true"),
        ):
            await connection.execute(
                text(
                    "INSERT INTO subscriptions (id, platform, enterprise, workspace, channel, made_by, local_time, "
                    "zone, place, weekdays, fields, skips, active, created_at) VALUES "
                    f"({number}, 'slack', {enterprise}, '{workspace}', '{channel}', 'U1', '09:00:00', 'UTC', "
                    f"'', '01234', '[]', '[]', {active}, '{moment}')"
                )
            )
        for number, subscription, day, entry in (
            (1, 1, 20, "'p/a'"),
            (2, 2, 23, "'p/b'"),
            (3, 3, 23, "'p/c'"),  # the same day twice: the first one's is kept
            (4, 3, 24, "'p/b'"),  # an entry that the other one has used in this cycle
            (5, 3, 25, "'p/d'"),
            (6, 4, 23, "'p/b'"),
        ):
            await connection.execute(
                text(
                    "INSERT INTO deliveries (id, subscription_id, lane_id, day, cycle, entry, name, due_at, "
                    f"expires_at, nonce, state) VALUES ({number}, {subscription}, 1, '2026-11-{day}', 1, {entry}, "
                    f"'Consul', '{moment}', '{moment}', 'n{number}', 'sent')"
                )
            )
    await upgrade(engine)
    async with engine.connect() as connection:
        kept = (await connection.execute(text("SELECT id FROM subscriptions ORDER BY id"))).scalars().all()
        assert kept == [2, 4, 5, 6, 7]
        query = text("SELECT id, subscription_id, entry FROM deliveries ORDER BY id")
        rows = [tuple(row) for row in (await connection.execute(query)).all()]
    assert rows == [(1, 2, "p/a"), (2, 2, "p/b"), (4, 2, None), (5, 2, "p/d"), (6, 4, "p/b")]
    assert await differences(engine) == []
    await engine.dispose()


async def test_the_fourth_revision_says_what_ended_by_itself(empty_database: URL) -> None:
    engine = open_engine(empty_database)
    await upgrade(engine, "0003")
    moment = "2026-11-23 09:00:00"
    async with engine.begin() as connection:
        for number, active, reason in (
            (1, "false", "is_archived"),
            (2, "false", "restricted_action"),  # somebody stopped it afterwards
            (3, "true", "is_archived"),  # and began it again
            (4, "false", ""),
        ):
            await connection.execute(
                text(
                    "INSERT INTO subscriptions (id, platform, workspace, channel, made_by, local_time, zone, place, "
                    f"weekdays, fields, skips, active, created_at) VALUES ({number}, 'slack', 'T1', 'C{number}', 'U1', "
                    f"'09:00:00', 'UTC', '', '01234', '[]', '[]', {active}, '{moment}')"
                )
            )
            for day, state, why in ((22, "sent", ""), (23, "failed" if reason else "sent", reason)):
                await connection.execute(
                    text(
                        "INSERT INTO deliveries (subscription_id, lane_id, day, cycle, name, due_at, expires_at, "
                        f"nonce, state, reason) VALUES ({number}, 1, '2026-11-{day}', 1, 'Consul', '{moment}', "
                        f"'{moment}', 'n', '{state}', '{why}')"
                    )
                )
    await upgrade(engine)
    query = text("SELECT id, ended_reason FROM subscriptions WHERE ended_at IS NOT NULL")
    async with engine.connect() as connection:
        assert [tuple(row) for row in (await connection.execute(query)).all()] == [(1, "is_archived")]
    await engine.dispose()


async def test_two_upgrades_at_once(empty_database: URL) -> None:
    engines = [open_engine(empty_database) for _ in range(2)]
    await asyncio.gather(*(upgrade(engine) for engine in engines))
    for engine in engines:
        assert await is_current(engine)
        await engine.dispose()


def test_the_newest_revision_is_the_one_that_alembic_would_go_to() -> None:
    assert newest() == revisions()[-1]

"""The migrations create the tables that the code expects, from every earlier revision."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncEngine

import bot
from bot.db import migrate
from bot.db.engine import open_engine
from bot.db.errors import StateError
from bot.db.metadata import metadata
from bot.db.migrate import config_of, differences, upgrade
from bot.db.revision import VERSIONS, is_current, newest, revisions
from tests.support.hypothesis_profiles import some


async def test_the_tables_match_the_code(database: AsyncEngine) -> None:
    assert await is_current(database)
    assert await differences(database) == []


async def test_a_missing_column_is_reported(own_database: AsyncEngine) -> None:
    async with own_database.begin() as connection:
        await connection.execute(text("ALTER TABLE slack_bots DROP COLUMN bot_scopes"))
    (difference,) = await differences(own_database)
    assert "bot_scopes" in difference


async def test_an_empty_database_is_not_current(empty_database: URL) -> None:
    engine = open_engine(empty_database)
    assert not await is_current(engine)
    await engine.dispose()


@pytest.mark.hypothesis
@pytest.mark.parametrize("revision", some(revisions(VERSIONS), every=2))
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


async def test_altering_a_table_keeps_the_rows_that_refer_to_it(
    empty_database: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder)
    (folder / "versions/t1.py").write_text(PARENT_AND_CHILD.format(newest=newest()))
    (folder / "versions/t2.py").write_text(WIDER)
    monkeypatch.setattr(migrate, "FOLDER", folder)
    engine = open_engine(empty_database)
    await upgrade(engine)
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM child"))).scalar() == 1
        if engine.dialect.name == "sqlite":
            assert (await connection.execute(text("PRAGMA foreign_keys"))).scalar() == 1
    await engine.dispose()


async def test_the_second_revision_keeps_the_rows_of_the_first_and_deletes_deliveries_with_their_subscription(
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


def test_the_revisions_are_the_ones_that_alembic_runs() -> None:
    scripts = ScriptDirectory.from_config(config_of()).walk_revisions()  # newest first
    assert list(revisions(VERSIONS)) == [script.revision for script in scripts][::-1]


@pytest.mark.parametrize(
    ("name", "revision"), [("salaries.py", "0005"), ("v5_salaries.py", "0005"), ("v0005_salaries.py", "0006")]
)
def test_a_migration_not_named_after_its_revision_is_an_error(tmp_path: Path, name: str, revision: str) -> None:
    """Alembic would run it, and `newest` would not know it."""
    (tmp_path / "__init__.py").touch()
    (tmp_path / name).write_text(f'revision = "{revision}"\n')
    with pytest.raises(StateError, match=name):
        revisions(tmp_path)


async def test_a_table_in_a_new_package_needs_a_migration_and_no_list(
    database: AsyncEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "widgets").mkdir()
    (tmp_path / "widgets/__init__.py").touch()
    (tmp_path / "widgets/tables.py").write_text(
        "from sqlalchemy import Column, Integer, Table\n"
        "from bot.db.metadata import metadata\n"
        'widgets = Table("widgets", metadata, Column("id", Integer, primary_key=True))\n'
    )
    monkeypatch.setattr(bot, "__path__", [*bot.__path__, str(tmp_path)])
    try:
        (difference,) = await differences(database)
    finally:
        metadata.remove(metadata.tables["widgets"])
        del sys.modules["bot.widgets.tables"], sys.modules["bot.widgets"]
    assert "add_table" in difference
    assert "widgets" in difference


@pytest.mark.process
def test_the_database_imports_no_feature() -> None:
    """In a process of its own: other tests import everything."""
    parts = ("migrate", "cli_tasks", "database", "contexts", "dedupe")
    modules = f"import sys, {', '.join(f'bot.db.{part}' for part in parts)}; print(*sys.modules)"
    root = Path(bot.__file__).parent.parent
    command = [sys.executable, "-c", modules]
    printed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    loaded = {name.split(".")[1] for name in printed.split() if name.startswith("bot.")}
    assert loaded <= {"background", "contexts", "db", "dedupe", "platform", "services", "settings", "signatures"}

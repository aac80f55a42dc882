"""Keys on both databases, and on the command line."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.agents.caller import Caller
from bot.agents.key_tasks import platform_of
from bot.agents.keys import CACHE_SECONDS, Keys
from bot.agents.revocation import Revocation
from bot.agents.tables import agent_keys
from bot.cli import main
from bot.platform import Left
from bot.team_terms.tables import team_workspaces
from tests.bot.agents.serving import Clock

TENANT = "0b7a1c9e-58c5-4a1e-9a52-3f0c7f5c0a11"


async def test_a_key_is_known_until_it_is_revoked(database: AsyncEngine) -> None:
    clock = Clock()
    keys, elsewhere = Keys(database, clock), Keys(database, clock)
    key = await keys.add("slack", "T1", "for Claude")
    key_id = key.split("_")[1]
    assert await keys.caller_of(key) == await elsewhere.caller_of(key) == Caller("slack", "T1", f"key:{key_id}")
    assert not await keys.revoke(key_id, "T2")
    assert await keys.revoke(key_id, "T1")
    assert not await keys.revoke(key_id)
    assert await keys.caller_of(key) is None
    clock.seconds += CACHE_SECONDS
    assert await elsewhere.caller_of(key) is None


async def test_only_a_hash_and_the_day_are_stored(database: AsyncEngine) -> None:
    days = [date(2026, 11, 29)]
    keys = Keys(database, day=lambda: days[-1])
    key = await keys.add("teams", TENANT, "for Copilot")
    (made,) = await keys.list()
    assert (made.created_on, made.last_used_on, made.revoked_on) == (days[0], None, None)
    for day in (date(2026, 11, 29), date(2026, 11, 29), date(2026, 12, 1)):
        days.append(day)
        assert await keys.caller_of(key)
        (used,) = await keys.list(TENANT)
        assert used.last_used_on == day
    async with database.connect() as connection:
        (row,) = (await connection.execute(select(agent_keys))).all()
    secret = key.split("_", 2)[2]
    assert len(row.hash) == 64
    assert secret not in str(row)


async def test_many_first_calls_at_once(database: AsyncEngine) -> None:
    keys = Keys(database)
    key = await keys.add("agents", "acme")
    callers = await asyncio.gather(*(keys.caller_of(key) for _ in range(20)))
    assert {caller.workspace for caller in callers if caller} == {"acme"}
    assert await keys.list("other") == []


@pytest.mark.parametrize(
    ("workspace", "platform"), [("T0123ABCD", "slack"), ("E0123ABCD", "slack"), (TENANT, "teams"), ("acme", "agents")]
)
def test_the_platform_of_a_workspace(workspace: str, platform: str) -> None:
    assert platform_of(workspace) == platform


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner(env={"DATA_DIR": str(folder)}).invoke(main, ["keys", *arguments])


def test_the_command_line(tmp_path: Path) -> None:
    added = run(tmp_path, "add", "T0123ABCD", "--name", "for Claude")
    key = added.stdout.strip()
    key_id = key.split("_")[1]
    assert key.startswith("dgm_")
    assert "can't be shown again" in added.stderr
    listed = run(tmp_path, "list").stdout
    assert f"{key_id}  T0123ABCD  made " in listed
    assert "never used  for Claude" in listed
    assert key.split("_", 2)[2] not in listed
    assert run(tmp_path, "revoke", key_id, "--workspace", "T9").exit_code == 1
    assert run(tmp_path, "revoke", key_id).stdout == f"{key_id} is revoked.\n"
    again = run(tmp_path, "revoke", key_id)
    assert (again.exit_code, again.stderr) == (1, f"There is no working key {key_id}: `keys list` shows all\n")
    assert "revoked " in run(tmp_path, "list", "--workspace", "T0123ABCD").stdout
    assert run(tmp_path, "add", "my workspace").exit_code == 1


async def test_keys_are_revoked_with_their_workspace_or_organisation(database: AsyncEngine) -> None:
    keys, revocation = Keys(database), Revocation(database)
    for workspace in ("T1", "T2", "T3", "T4", "E1"):
        await keys.add("slack", workspace)
    await keys.add("teams", "T1")
    async with database.begin() as connection:  # what tells that T3 belongs to the organisation
        await connection.execute(team_workspaces.insert().values(platform="slack", workspace="T3", enterprise="E1"))
    await revocation.on_event(Left("slack", "T4", channel="C1"))
    await revocation.on_event(Left("slack", "T1"))
    await revocation.on_event(Left("slack", None, "E1"))
    assert {(key.platform, key.workspace) for key in await keys.list() if key.revoked_on} == {
        *(("slack", workspace) for workspace in ("T1", "T3", "E1")),
    }

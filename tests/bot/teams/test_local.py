"""The bot behind the Agents Playground, which asks for no token: never beside anything real. Needs no Node."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.teams.errors import TeamsSetupError
from tests.bot.teams import agents_playground


def settings(folder: Path, **given: SecretStr) -> Settings:
    return Settings(_env_file=None, data_dir=folder, **given)  # type: ignore[arg-type]


async def test_never_beside_a_real_secret(tmp_path: Path) -> None:
    with pytest.raises(TeamsSetupError, match="TEAMS_CLIENT_SECRET"):
        async with agents_playground.running(settings(tmp_path, teams_client_secret=SecretStr("real"))):
            pass


async def test_never_on_the_real_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Settings] = []

    def keep(given: Settings) -> None:
        opened.append(given)
        raise InterruptedError

    monkeypatch.setattr(agents_playground, "open_database", keep)
    with pytest.raises(InterruptedError):
        async with agents_playground.running(settings(tmp_path, database_url=SecretStr("postgresql://real/bot"))):
            pass
    assert [each.database_url for each in opened] == [None]


@pytest.mark.process
@pytest.mark.parametrize("name", ["SLACK_SIGNING_SECRET", "TEAMS_CLIENT_ID"])
def test_it_says_so(name: str) -> None:
    code = "import asyncio; from tests.bot.teams import agents_playground as it; "
    code += "it.missing = lambda: None; asyncio.run(it.main())"
    root = Path(__file__).parents[3]
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env=os.environ | {name: "real"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 1
    assert "never runs with real tokens" in found.stderr

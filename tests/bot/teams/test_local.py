"""The Agents Playground's bot checks no tokens, so it never runs with real secrets or data. Needs no Node."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.teams.errors import TeamsSetupError
from tests.bot.teams import agents_playground


def settings(folder: Path, **given: SecretStr) -> Settings:
    """Settings with this data folder, without a .env file."""
    return Settings(_env_file=None, data_dir=folder, **given)  # type: ignore[arg-type]


async def test_not_with_a_real_secret(tmp_path: Path) -> None:
    with pytest.raises(TeamsSetupError, match="TEAMS_CLIENT_SECRET"):
        async with agents_playground.running(settings(tmp_path, teams_client_secret=SecretStr("real"))):
            pass


async def test_not_with_the_real_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Settings] = []

    def record(settings: Settings) -> None:
        opened.append(settings)
        raise InterruptedError

    monkeypatch.setattr(agents_playground, "open_database", record)
    with pytest.raises(InterruptedError):
        async with agents_playground.running(settings(tmp_path, database_url=SecretStr("postgresql://real/bot"))):
            pass
    assert [given.database_url for given in opened] == [None]


@pytest.mark.skipif(sys.platform == "win32", reason="stopped by signals that Windows doesn't have")
@pytest.mark.parametrize("name", ["SLACK_SIGNING_SECRET", "TEAMS_CLIENT_ID"])
def test_the_command_refuses_real_tokens(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agents_playground, "missing", lambda: "")
    monkeypatch.setenv(name, "real")
    with pytest.raises(SystemExit, match="never runs with real tokens"):
        asyncio.run(agents_playground.main())

"""Opening and preparing the database before the bot serves."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import OperationalError

from bot.db.database import open_database
from bot.db.engine import open_engine
from bot.db.errors import StateError
from bot.db.migrate import upgrade
from bot.db.revision import is_current, prepare
from bot.settings import Settings

ROOT = Path(__file__).parent.parent.parent.parent


def settings(tmp_path: Path, **values: Any) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path, **values)


def test_the_default_database_is_created_and_upgraded(tmp_path: Path) -> None:
    database = open_database(settings(tmp_path / "new"))
    assert (tmp_path / "new/state.db").is_file()

    async def problem() -> str:
        try:
            return await database.problem()
        finally:
            await database.close()

    assert asyncio.run(problem()) == ""


def test_without_daily_terms_one_workspace_needs_no_database_and_others_a_lasting_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DYNO", "web.1")
    assert not settings(tmp_path, slack_bot_token="xoxb-1", tips="off").has_database
    with pytest.raises(StateError, match="or TIPS=off"):
        open_database(settings(tmp_path, slack_bot_token="xoxb-1"))
    assert settings(tmp_path, database_url="postgresql://u:p@h/d").has_database
    with pytest.raises(StateError, match="set DATABASE_URL"):
        open_database(settings(tmp_path, slack_client_id="1.2"))


def test_a_folder_that_cannot_be_created_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StateError, match="The database cannot be used"):
        open_database(settings(tmp_path, database_url=f"sqlite:///{tmp_path}/file/state.db"))


async def test_sqlite_is_upgraded_at_start_and_postgresql_must_have_been(empty_database: URL) -> None:
    engine = open_engine(empty_database)
    if engine.dialect.name == "postgresql":
        with pytest.raises(StateError, match="run `python -m bot db upgrade` first"):
            await prepare(engine)
        await upgrade(engine)
    await prepare(engine)
    assert await is_current(engine)
    await engine.dispose()


async def test_the_database_of_a_newer_release_is_refused(empty_database: URL) -> None:
    engine = open_engine(empty_database)
    await upgrade(engine)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StateError, match="upgraded by a newer release"):
        await upgrade(engine)
    with pytest.raises(StateError, match=r"newer release|first"):
        await prepare(engine)
    await engine.dispose()


UNWRITABLE = {
    "sqlite:////proc/none.db": "its file cannot be opened",
    "sqlite:////proc/none/state.db": "there is no such file or folder",
    "sqlite:///file:{folder}/empty.db?mode=ro&uri=true": "its file is read-only",
    "sqlite:///{folder}/garbage.db": "its file is not a SQLite database",
}


@pytest.mark.process
@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a folder in which nobody may write")
@pytest.mark.parametrize("address", UNWRITABLE)
def test_an_unusable_file_is_a_one_line_error(tmp_path: Path, address: str) -> None:
    """In a process of its own: its threads must not print anything once the event loop has ended."""
    (tmp_path / "empty.db").touch()
    (tmp_path / "garbage.db").write_text("garbage" * 20)
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": address.format(folder=tmp_path)}
    command = [sys.executable, "-m", "bot", "db", "upgrade"]
    finished = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 1
    expected = f"The database cannot be used ({UNWRITABLE[address]}): check DATABASE_URL\n"
    assert (finished.stdout, finished.stderr) == ("", expected)


def test_an_unusable_data_folder_is_an_error_that_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StateError, match="set DATA_DIR to a folder that can be written to"):
        open_database(settings(tmp_path / "file"))


def test_aiosqlites_thread_has_ended_when_a_file_cannot_be_opened() -> None:
    """Otherwise its last message meets a closed event loop, which prints a traceback."""

    async def threads() -> list[str]:
        engine = open_engine(make_url("sqlite+aiosqlite:////proc/none.db"))
        with pytest.raises(OperationalError):
            await engine.connect()
        await engine.dispose()
        return [thread.name for thread in threading.enumerate() if "_connection_worker_thread" in thread.name]

    assert asyncio.run(threads()) == []

"""What a start loads: a library that is not needed costs everybody's start its time, and its memory for good."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

ROOT = Path(__file__).parent.parent.parent
SLACK = {"SLACK_BOT_TOKEN": "xoxb-start", "SLACK_SIGNING_SECRET": "start"}
TEAMS = {"TEAMS_CLIENT_ID": "11111111-2222-3333-4444-555555555555", "TEAMS_CLIENT_SECRET": "start"}
INSTALLABLE = {
    "SLACK_SIGNING_SECRET": "start",
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "start",
    "TOKEN_KEYS": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
}
OF_TEAMS = {"microsoft_teams", "fastapi", "httpx", "starlette", "uvicorn", "msal", "bot.teams.app"}
OF_SLACK = {"slack_bolt", "slack_sdk", "bot.slack.app"}
OF_A_DATABASE = {"sqlalchemy", "aiosqlite"}
RARELY = {"alembic", "mako", "asyncpg", "sqlalchemy.dialects.postgresql", "holidays", "bot.playground"}
"""Needed to upgrade a database, for another engine than SQLite, for a channel with holidays, and for trying it out."""

SCRIPT = """
import sys
from bot.app import served
from bot.settings import Settings
served(Settings(_env_file=None))
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the bot has been started before: the content is built, and the database at its newest revision."""
    made = tmp_path_factory.mktemp("var")
    _loaded(made, SLACK)
    return made


def _loaded(folder: Path, settings: dict[str, str]) -> set[str]:
    """The modules of a process in which all is made that it will serve, and nothing was asked yet."""
    ours = ("SLACK_", "TEAMS_", "TIPS", "TOKEN_KEYS", "DATABASE_URL", "CONTENT_PACKS")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment = {**inherited, **settings, "DATA_DIR": str(folder)}
    command = [sys.executable, "-c", SCRIPT]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return set(ended.stdout.split())


@pytest.mark.parametrize(
    ("settings", "used", "unused"),
    [
        (SLACK, OF_SLACK | OF_A_DATABASE, OF_TEAMS | RARELY | {"cryptography"}),
        (TEAMS, OF_TEAMS | OF_A_DATABASE, OF_SLACK | RARELY),
        (INSTALLABLE, OF_SLACK | OF_A_DATABASE | {"cryptography"}, OF_TEAMS | RARELY),
        (
            SLACK | {"TIPS": "off"},
            OF_SLACK,
            OF_TEAMS | OF_A_DATABASE | RARELY | {"cryptography", "bot.daily_term.daily_terms"},
        ),
    ],
    ids=["Slack", "Teams", "many workspaces", "without daily terms"],
)
def test_a_start_loads_what_it_serves_and_no_more(
    folder: Path, settings: dict[str, str], used: set[str], unused: set[str]
) -> None:
    loaded = _loaded(folder, settings)
    assert used <= loaded
    assert not unused & loaded

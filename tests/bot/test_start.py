"""Modules loaded at start: an unneeded library would cost time at each start, and memory for good."""

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
TEAMS_MODULES = {"microsoft_teams", "fastapi", "httpx", "starlette", "uvicorn", "msal", "bot.teams.app"}
SLACK_MODULES = {"slack_bolt", "slack_sdk", "bot.slack.app"}
DATABASE_MODULES = {"sqlalchemy", "aiosqlite"}
RARE_MODULES = {
    *("alembic", "mako", "asyncpg", "sqlalchemy.dialects.postgresql", "holidays", "PIL", "bot.playground"),
    *("docx", "lxml", "typst"),
}
"""For database upgrades, PostgreSQL, channels with holidays, pictures, the playground, and interview kits."""

SCRIPT = """
import sys
from bot.app import build_app
from bot.settings import Settings
build_app(Settings(_env_file=None))
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of a bot that has started before: content built, database at the newest revision."""
    folder = tmp_path_factory.mktemp("var")
    _loaded(folder, SLACK)
    return folder


def _loaded(folder: Path, settings: dict[str, str]) -> set[str]:
    """The modules loaded by a process that is built but has served no request."""
    ours = ("SLACK_", "TEAMS_", "TIPS", "TOKEN_KEYS", "DATABASE_URL", "CONTENT_PACKS")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment = {**inherited, **settings, "DATA_DIR": str(folder)}
    command = [sys.executable, "-c", SCRIPT]
    process = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return set(process.stdout.split())


@pytest.mark.parametrize(
    ("settings", "used", "unused"),
    [
        (SLACK, SLACK_MODULES | DATABASE_MODULES, TEAMS_MODULES | RARE_MODULES | {"cryptography"}),
        (TEAMS, TEAMS_MODULES | DATABASE_MODULES, SLACK_MODULES | RARE_MODULES),
        (INSTALLABLE, SLACK_MODULES | DATABASE_MODULES | {"cryptography"}, TEAMS_MODULES | RARE_MODULES),
        (
            SLACK | {"TIPS": "off"},
            SLACK_MODULES,
            TEAMS_MODULES | DATABASE_MODULES | RARE_MODULES | {"cryptography", "bot.daily_term.daily_terms"},
        ),
    ],
    ids=["Slack", "Teams", "many workspaces", "without daily terms"],
)
def test_only_needed_modules_are_loaded(
    folder: Path, settings: dict[str, str], used: set[str], unused: set[str]
) -> None:
    loaded = _loaded(folder, settings)
    assert used <= loaded
    assert not unused & loaded

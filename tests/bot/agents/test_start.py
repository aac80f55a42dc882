"""When agents are served, what must be set for it, and that nothing is loaded otherwise."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.agents.hosts import allowed_hosts
from bot.agents.platform import check, kind
from bot.load_content import StartError
from bot.registry import configured_platforms
from bot.settings import Settings

_LIST_MODULES = """
import sys
from bot.app import build_app
from bot.settings import Settings
build_app(Settings(_env_file=None))
print(*sys.modules)
"""


def settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)


def modules(folder: Path, **environment: str) -> set[str]:
    """The modules that a bot has loaded when it is ready to serve."""
    found = subprocess.run(
        [sys.executable, "-c", _LIST_MODULES],
        env=os.environ | {"DATA_DIR": str(folder), "TIPS": "off", "SLACK_BOT_TOKEN": "xoxb-1"} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(found.stdout.split())


@pytest.mark.process
def test_without_agents_nothing_of_them_is_loaded(tmp_path: Path) -> None:
    loaded = modules(tmp_path, SLACK_SIGNING_SECRET="secret")
    assert {name for name in loaded if name.startswith(("mcp", "bot.agents.", "starlette"))} <= {"bot.agents.platform"}
    assert "sqlalchemy" not in loaded


def test_agents_are_served_if_they_are_turned_on() -> None:
    assert kind not in configured_platforms(settings())
    assert configured_platforms(settings(agents=True)) == [kind]
    assert settings(agents=True, tips="off").has_database
    assert not settings(tips="off").has_database


def test_what_must_be_set() -> None:
    check(settings(agents=True))
    check(settings(agents=True, host="0.0.0.0", public_url="https://bot.example"))
    with pytest.raises(StartError, match="Set PUBLIC_URL or AGENTS_HOSTS"):
        check(settings(agents=True, host="0.0.0.0"))
    with pytest.raises(StartError, match="AGENTS_ISSUER needs PUBLIC_URL"):
        check(settings(agents=True, agents_issuer="https://login.example"))
    for wrong in ({"agents_issuer": "http://login.example"}, {"agents_hosts": ["https://bot.example"]}):
        with pytest.raises(ValueError, match="must be"):
            settings(agents=True, **wrong)


def test_the_host_names() -> None:
    assert allowed_hosts(settings(host="0.0.0.0")) == set()
    assert allowed_hosts(settings(host="0.0.0.0", public_url="https://Bot.Example/x")) == {"bot.example"}
    names = allowed_hosts(settings(agents_hosts=["A.example", "b.example:8443"]))
    assert names == {"a.example", "b.example:8443", "127.0.0.1", "localhost", "[::1]"}


def test_what_is_printed_at_start() -> None:
    lines = kind.announce(settings(agents=True, slack_signing_secret="x"), "http://127.0.0.1:3000")
    assert [line.split()[-1] for line in lines] == ["add`", "http://127.0.0.1:3000/slack/mcp"]

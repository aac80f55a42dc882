"""Listening on any kind of host; an error names the setting to change."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.http.addresses import base_url, is_loopback, take_port
from bot.http.app import listen
from bot.load_content import StartError
from bot.playground.server import create_playground
from bot.settings import Settings


def _has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


ipv6 = pytest.mark.skipif(not _has_ipv6(), reason="this machine has no IPv6")


@pytest.mark.parametrize(
    ("host", "callers"),
    [
        ("127.0.0.1", ["127.0.0.1"]),
        ("0.0.0.0", ["127.0.0.1"]),
        ("localhost", ["127.0.0.1"]),
        pytest.param("::1", ["::1"], marks=ipv6),
        pytest.param("::", ["::1", "127.0.0.1"], marks=ipv6),
        pytest.param("[::1]", ["::1"], marks=ipv6),
        pytest.param(" '::' \n", ["::1", "127.0.0.1"], marks=ipv6),
    ],
)
def test_hosts(host: str, callers: list[str]) -> None:
    settings = Settings(_env_file=None, host=host, port=0)
    with listen(settings) as listening:
        for caller in callers:
            socket.create_connection((caller, listening.getsockname()[1]), timeout=10).close()


@pytest.mark.parametrize(
    "host",
    [
        "x86_64-conda-linux-gnu",  # what conda exports
        "http://127.0.0.1",
        "192.0.2.1",
        "no.such.host.invalid",
        "a..b",
        "x" * 70,
        pytest.param("2001:db8::1", marks=ipv6),
        "1:2:3",
    ],
)
def test_a_host_that_is_not_this_machine(host: str) -> None:
    with pytest.raises(StartError, match=r"^Cannot listen on .*: set HOST to an address of this machine$"):
        take_port(host, 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", pytest.param("::1", marks=ipv6)])
def test_a_port_in_use(host: str) -> None:
    with take_port(host, 0) as taken, pytest.raises(StartError, match=r": set PORT to another one$"):
        take_port(host, taken.getsockname()[1])


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), pytest.param("::1", "[::1]", marks=ipv6)])
def test_the_playgrounds_url(host: str, shown: str) -> None:
    playground = create_playground(signing_secret="secret", bot_token="xoxb-1")
    url = playground.bind(host)
    assert playground._bound is not None
    with playground._bound as bound:
        assert url == base_url(host, bound) == f"http://{shown}:{bound.getsockname()[1]}"
        assert playground.api_url == f"{url}/api/"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "", "x"])
def test_not_loopback(host: str) -> None:
    assert not is_loopback(host)


def test_serve_names_the_setting(tmp_path: Path) -> None:
    environment = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "TIPS": "off"}
    environment |= {"DATA_DIR": str(tmp_path), "HOST": "x86_64-conda-linux-gnu", "PORT": "0"}
    result = CliRunner().invoke(main, ["serve"], env=environment)
    assert result.exit_code == 1
    assert "set HOST to an address of this machine" in result.output
    assert "Traceback" not in result.output


@pytest.mark.process
@pytest.mark.parametrize(
    ("host", "first", "second"),
    [
        ("x86_64-conda-linux-gnu", "is no address: the playground stays on 127.0.0.1", "http://127.0.0.1:"),
        ("0.0.0.0", "", "http://localhost:"),
        pytest.param("::1", "", "http://[::1]:", marks=ipv6),
    ],
)
def test_the_playground_prints_its_url(host: str, first: str, second: str, tmp_path: Path, built: Path) -> None:
    code = "import sys; from bot.cli import main; sys.exit(main(['playground']))"
    root = str(Path(__file__).parents[3])
    environment = {"PATH": "", "PYTHONPATH": root, "HOST": host, "PORT": "0", "DATA_DIR": str(tmp_path)}
    environment["CONTENT_SEED"] = str(built)
    with subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, env=environment, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        lines = [run.stdout.readline().decode() for _ in range(2 if first else 1)]
        run.terminate()
        assert run.wait(60) == 0
    assert first in lines[0]
    assert f"Dragoman's playground is at {second}" in lines[-1]

"""The command line as programs and people meet it: its JSON shapes are a public contract."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import __version__
from bot.cli import main
from bot.db.revision import newest
from content import store
from content.packs import BUILT_IN
from tests.bot.slack.installing import KEY
from tests.content.test_packs import HEAD, TERM, write


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the built-in content, to be copied: each command would else build it first."""
    path = tmp_path_factory.mktemp("built") / "content.json"
    store.build([BUILT_IN], path)
    return path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: Path):  # type: ignore[no-untyped-def]
    """run("ask", "define consul") in a folder of its own, with no settings from outside."""
    monkeypatch.chdir(tmp_path)
    Path("var").mkdir()
    shutil.copy(built, "var")
    for name in (
        *("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"),
        *("TEAMS_CLIENT_ID", "TEAMS_CLIENT_SECRET", "TEAMS_TENANT_ID", "TIPS"),
        *("CONTENT_PACKS", "CONTENT_BUILT_IN", "DATA_DIR", "DATABASE_URL", "TOKEN_KEYS", "DYNO"),
    ):
        monkeypatch.delenv(name, raising=False)

    def invoke(*words: str, **kwargs: object) -> Result:
        return CliRunner().invoke(main, words, **kwargs)  # type: ignore[arg-type]

    return invoke


def test_ask_in_a_pipe_is_plain_text(run) -> None:  # type: ignore[no-untyped-def]
    result = run("ask", "define", "consul")
    assert result.exit_code == 0
    assert result.output.startswith("Consul\n")
    assert "\x1b" not in result.output
    assert "→ Titles to search  titles Consul" in result.output


def test_ask_as_slack_and_as_json(run) -> None:  # type: ignore[no-untyped-def]
    payload = json.loads(run("ask", "define consul", "--as", "slack").output)
    assert payload["blocks"][0]["text"]["text"] == "Consul"
    reply = json.loads(run("ask", "define consul", "--as", "json").output)
    assert reply["type"] == "reply"
    assert reply["blocks"][0] == {"type": "heading", "text": "Consul"}


def test_match_prints_one_json_line_a_query(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    queries = "permanent mission\n\nflux capacitor\npermanant mision\n"
    result = run("match", input=queries)
    lines = [json.loads(line) for line in result.output.splitlines()]
    assert [line["q"] for line in lines] == ["permanent mission", "", "flux capacitor", "permanant mision"]
    assert lines[0] == {"q": "permanent mission", "outcome": "answer", "entry": "Permanent Mission", "suggestions": []}
    assert (lines[2]["outcome"], lines[2]["entry"]) == ("none", None)
    assert lines[3]["entry"] == "Permanent Mission"
    (tmp_path / "queries.txt").write_text(queries)
    assert run("match", "--file", "queries.txt").output == result.output


def test_match_over_a_pack_of_ones_own(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    write(tmp_path / "own", pack=HEAD, terms__widget=TERM)
    assert json.loads(run("match", "--pack", "own", input="widgets\n").output)["entry"] == "Widget"
    assert json.loads(run("match", "--pack", "own", input="consul\n").output)["outcome"] == "none"


def test_packs_load_beside_the_built_in_one(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    write(tmp_path / "own", pack=HEAD, terms__widget=TERM)
    monkeypatch.setenv("CONTENT_PACKS", "own")
    lines = [json.loads(line) for line in run("match", input="widget\nconsul\n").output.splitlines()]
    assert [line["entry"] for line in lines] == ["Widget", "Consul"]


def test_content_build_and_a_broken_file(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    shutil.copytree(BUILT_IN, tmp_path / "mine")
    built = run("content", "build", "--pack", "mine")
    assert built.exit_code == 0
    assert built.output.startswith("var/content.json: ")
    before = (tmp_path / "var/content.json").read_bytes()
    write(tmp_path / "mine", terms__consulate="name: Consulate\ndefinitoin: A typo.\n")
    broken = run("content", "build", "--pack", "mine")
    assert broken.exit_code == 1
    assert "terms/consulate.yaml:2: definitoin: is not a field here; did you mean definition?" in broken.output
    assert (tmp_path / "var/content.json").read_bytes() == before


def test_a_broken_pack_is_served_from_its_own_last_build_alone(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("CONTENT_BUILT_IN", "false")
    write(Path("one"), pack=HEAD, terms__widget=TERM)
    write(Path("two"), pack=HEAD, terms__gadget="name: Gadget\n")
    monkeypatch.setenv("CONTENT_PACKS", "one")
    assert run("ask", "define widget").output.startswith("Widget\n")
    write(Path("one"), terms__widget="name: Widget\n")
    assert "Widget\n" in run("ask", "define widget").output
    monkeypatch.setenv("CONTENT_PACKS", "two")
    refused = run("ask", "define widget")
    assert refused.exit_code == 1
    assert "The content cannot be built:\nterms/gadget.yaml:1: definition: is missing" in refused.output


def test_content_stats_counts(run) -> None:  # type: ignore[no-untyped-def]
    assert "consular" in run("content", "stats").output.lower()
    assert json.loads(run("content", "stats", "--json").output)["pack"] == "diplomacy"


def test_the_manifest_is_json(run) -> None:  # type: ignore[no-untyped-def]
    made = json.loads(run("manifest", "slack", "--url", "https://bot.example").output)
    assert {command["command"] for command in made["features"]["slash_commands"]} >= {"/define", "/dragoman"}


def test_the_manifest_for_many_workspaces(run) -> None:  # type: ignore[no-untyped-def]
    made = json.loads(run("manifest", "slack", "--url", "https://bot.example", "--oauth").output)
    assert made["oauth_config"]["redirect_urls"] == ["https://bot.example/slack/oauth_redirect"]


def test_the_database_from_nothing_to_new_keys(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("DATABASE_URL", "sqlite:///state.db")
    assert run("db", "upgrade").output == f"The database is at revision {newest()}.\n"
    assert run("db", "upgrade").exit_code == 0
    assert run("db", "check").output == "The tables are those of this release.\n"
    monkeypatch.setenv("TOKEN_KEYS", f"{KEY},{KEY}")
    assert run("db", "rotate-keys").output == "0 rows are encrypted with the newest key.\n"


def test_a_release_without_a_database_has_nothing_to_upgrade(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("TIPS", "off")
    result = run("db", "upgrade")
    assert (result.exit_code, result.output.startswith("There is no database to upgrade")) == (0, True)


BOTH = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s"}
SIGNED = {"SLACK_SIGNING_SECRET": "s"}
ONE = SIGNED | {"SLACK_BOT_TOKEN": "xoxb-1"}
NOWHERE = "postgresql://u:secret@127.0.0.1:1/d"


@pytest.mark.parametrize(
    ("settings", "words", "expected"),
    [
        ({}, ("serve",), "Nothing to serve: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET for Slack, TEAMS_CLIENT_ID"),
        ({"TEAMS_CLIENT_ID": "1"}, ("serve",), "TEAMS_CLIENT_ID and TEAMS_CLIENT_SECRET go together"),
        ({"TEAMS_TENANT_ID": "1"}, (), "TEAMS_CLIENT_ID and TEAMS_CLIENT_SECRET go together"),
        ({"TEAMS_CLIENT_ID": "1"}, ("playground",), "The playground never runs with real tokens"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, ("serve",), "Set SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, ("playground",), "The playground never runs with real tokens"),
        ({"SLACK_SIGNING_SECRET": "s"}, (), "No workspace to serve: set SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "garbage"}, ("serve",), "SLACK_BOT_TOKEN: is no such token: it begins with xoxb-"),
        ({"SLACK_APP_TOKEN": "xoxb-1"}, ("serve",), "SLACK_APP_TOKEN: is no such token: it begins with xapp-"),
        (
            BOTH | {"SLACK_BOT_TOKEN": "xoxb-1"},
            ("serve",),
            "Set SLACK_BOT_TOKEN (one workspace) or SLACK_CLIENT_ID (many)",
        ),
        ({"SLACK_CLIENT_ID": "1.2"}, ("serve",), "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together"),
        (BOTH, ("serve",), "Set SLACK_SIGNING_SECRET (HTTP)"),
        (BOTH | SIGNED, ("serve",), "TOKEN_KEYS is empty: tokens are stored encrypted. Make a key with"),
        (BOTH | SIGNED | {"TOKEN_KEYS": "a,b"}, ("serve",), "TOKEN_KEYS has an entry that is not a key"),
        (BOTH | SIGNED | {"DYNO": "web.1"}, ("serve",), "set DATABASE_URL to a PostgreSQL database"),
        (ONE | {"DYNO": "web.1"}, ("serve",), "or TIPS=off if one workspace needs no daily terms"),
        ({"DATABASE_URL": NOWHERE}, ("db", "check"), "The database cannot be used (ConnectionRefusedError): check"),
        (ONE | {"DATABASE_URL": NOWHERE}, ("serve",), "The database cannot be used (ConnectionRefusedError): check"),
        ({"DATABASE_URL": f"{NOWHERE}?channel_binding=require"}, ("db", "check"), "(ConnectionRefusedError): check"),
        ({"DATABASE_URL": "postgresql://u:p@ss:secret@h/d"}, ("db", "check"), "DATABASE_URL is not a database address"),
        (ONE | {"DATABASE_URL": "sqlite://"}, ("serve",), "DATABASE_URL is a SQLite database in memory"),
        ({"DATA_DIR": "/proc/none"}, ("db", "upgrade"), "set DATA_DIR to a folder that can be written to"),
        ({}, ("db", "check"), "run `python -m bot db upgrade`"),
        ({"SLACK_BOT_TOKEN": '"xoxb-1'}, ("serve",), "SLACK_BOT_TOKEN: is no such token: it begins with xoxb-"),
        ({"SLACK_APP_TOKEN": "xapp-1\n2"}, ("serve",), "SLACK_APP_TOKEN has a line break or another control character"),
        ({"PORT": "many"}, ("ask", "help"), "PORT: "),
        ({"LOG_LEVEL": "LOUD"}, ("ask", "help"), "LOG_LEVEL: "),
        ({"CONTENT_BUILT_IN": "no"}, ("ask", "help"), "there is nothing to answer from"),
        ({"CONTENT_PACKS": "nowhere"}, ("ask", "help"), "CONTENT_PACKS: nowhere is no pack"),
    ],
)
def test_what_a_person_can_mend_is_said_in_one_line(  # type: ignore[no-untyped-def]
    run, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], words: tuple[str, ...], expected: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    result = run(*words)
    assert result.exit_code == 1
    assert expected in result.output
    assert "Traceback" not in result.output
    assert "Value error" not in result.output


def test_the_version_and_an_address_that_is_none(run) -> None:  # type: ignore[no-untyped-def]
    assert run("--version").output == f"{__version__}\n"
    refused = run("manifest", "slack", "--url", "example.com")
    assert refused.exit_code == 2
    assert "https://" in refused.output


NO_STORE = "Cannot write to /proc/none (there is no such file or folder): set DATA_DIR to a folder"
NO_DATABASE = "The database cannot be used (there is no such file or folder): set DATA_DIR to a folder"
APP = ("manifest", "teams", "--url", "https://bot.example", "--client-id", "11111111-2222-3333-4444-555555555555")
OF_POSIX = pytest.mark.skipif(not Path("/dev/full").exists(), reason="folders and files that nobody can write to")


@pytest.mark.process
@OF_POSIX
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        *((words, NO_STORE) for words in (("content", "build"), ("ask", "help"), ("match",), ("playground",))),
        *((words, NO_DATABASE) for words in (("db", "upgrade"), ("db", "check"), ("db", "rotate-keys"), ("tips",))),
        ((*APP, "--out", "/none/x.zip"), "Cannot write to /none/x.zip (there is no such file or folder)"),
        ((*APP, "--out", "/dev/full"), "Cannot write to /dev/full (the disk is full)"),
        ((*APP, "--out", "/dev/null/x.zip"), "Cannot write to /dev/null/x.zip (a part of the path is a file, not a"),
    ],
)
def test_what_cannot_be_written_is_named_with_the_reason(  # type: ignore[no-untyped-def]
    run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], expected: str
) -> None:
    monkeypatch.setenv("DATA_DIR", "/proc/none")
    monkeypatch.setenv("TOKEN_KEYS", KEY)
    result = run(*words)
    assert (result.exit_code, len(result.output.splitlines())) == (1, 1)
    assert result.output.startswith(expected)


def process(tmp_path: Path, *words: str, output: str | None = None, encoding: str = "utf-8") -> tuple[int, bytes, str]:
    """The exit code, output and errors of a process of its own."""
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "bot", *words]
    with Path(output or os.devnull).open("wb") as file:
        ended = subprocess.run(
            command,
            cwd=Path(__file__).parent.parent.parent,
            env=environment,
            stdout=file if output else subprocess.PIPE,
            stderr=subprocess.PIPE,
            check=False,
        )
    return ended.returncode, ended.stdout or b"", ended.stderr.decode("utf-8", "replace")


@pytest.mark.process
@OF_POSIX
@pytest.mark.parametrize("words", [("ask", "define consul"), ("--help",)])
def test_output_that_a_full_disk_does_not_take(tmp_path: Path, words: tuple[str, ...]) -> None:
    code, _, errors = process(tmp_path, *words, output="/dev/full")
    assert (code, errors) == (1, "Cannot write the output (the disk is full)\n")


@pytest.mark.process
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "koi8-r", "utf-16"])
def test_output_in_an_encoding_that_lacks_letters(tmp_path: Path, encoding: str) -> None:
    code, output, errors = process(tmp_path, "ask", "define chargé d'affaires", encoding=encoding)
    assert (code, errors) == (0, "")
    assert "d'affaires" in output.decode(encoding)


@pytest.mark.parametrize(
    "words",
    [
        *(("--help",), ("ask", "--help"), ("ask", "help"), ("ask", "define consul", "--as", "slack"), ("match",)),
        *(("ask", "define consul", "--as", "json"), ("ask", "define consul", "--as", "teams"), ("content", "stats")),
        *(("manifest", "slack"), APP, ("db", "upgrade"), ("db", "check"), ("tips",), ("content", "build")),
    ],
    ids=" ".join,
)
def test_every_command_writes_in_any_encoding(run, words: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    run("db", "upgrade")
    result = CliRunner(charset="koi8-r").invoke(main, words, input="charge\n")
    assert result.exception is None, result.output

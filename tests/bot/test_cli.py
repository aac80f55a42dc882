"""The command line: output, exit codes and error messages. Its JSON formats are a public contract."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result

from bot import __version__
from bot.cli import main
from bot.db.encryption import Cipher
from bot.db.revision import newest
from content.packs import BUILT_IN
from tests.bot.slack.installing import KEY
from tests.content.test_packs import HEAD, TERM, write


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: Path):  # type: ignore[no-untyped-def]
    """run("ask", "define consul") runs a command in an empty folder, without settings from the environment."""
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
    assert "→ Search titles  titles Consul" in result.output


def test_kit_writes_a_file(run) -> None:  # type: ignore[no-untyped-def]
    result = run("kit", "senior", "consul", "45 minutes", "--as", "md")
    assert result.exit_code == 0
    assert result.output.startswith("kit-senior-consul-45-minutes.md: Interview kit: Consul, senior. Set ")
    assert Path("kit-senior-consul-45-minutes.md").read_text(encoding="utf-8").startswith("# Interview kit: Consul")
    assert run("kit", "senior consul", "--out", "my.docx").exit_code == 0
    assert Path("my.docx").read_bytes().startswith(b"PK")


def test_kit_without_a_level_or_a_place_to_write(run) -> None:  # type: ignore[no-untyped-def]
    result = run("kit", "consul")
    assert result.exit_code == 1
    assert "Which level is the Consul kit for?" in result.output
    assert "name a level and a role" in result.output
    result = run("kit", "senior consul", "--out", "missing/kit.docx")
    assert result.exit_code == 1
    assert "Cannot write to missing/kit.docx" in result.output


def test_ask_as_slack_and_as_json(run) -> None:  # type: ignore[no-untyped-def]
    payload = json.loads(run("ask", "define consul", "--as", "slack").output)
    assert payload["blocks"][0]["text"]["text"] == "Consul"
    reply = json.loads(run("ask", "define consul", "--as", "json").output)
    assert reply["type"] == "reply"
    assert reply["blocks"][0] == {"type": "heading", "text": "Consul"}


def test_match_prints_one_json_line_per_query(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    queries = "permanent mission\n\nflux capacitor\npermanant mision\n"
    result = run("match", input=queries)
    lines = [json.loads(line) for line in result.output.splitlines()]
    assert [line["q"] for line in lines] == ["permanent mission", "", "flux capacitor", "permanant mision"]
    assert lines[0] == {"q": "permanent mission", "outcome": "answer", "entry": "Permanent Mission", "suggestions": []}
    assert (lines[2]["outcome"], lines[2]["entry"]) == ("none", None)
    assert lines[3]["entry"] == "Permanent Mission"
    (tmp_path / "queries.txt").write_text(queries)
    assert run("match", "--file", "queries.txt").output == result.output


def test_scan_prints_one_json_line_per_mention(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    text = "Café notes\r\nChargé d'affaires a.i., UN mission"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        (tmp_path / "cv.txt").write_bytes(text.encode(encoding))
        lines = [json.loads(line) for line in run("scan", "cv.txt").output.splitlines()]
        assert lines[0] == {"start": 12, "end": 34, "text": "Chargé d'affaires a.i.", "entry": "Chargé d'affaires"}
        assert (lines[1]["text"], lines[1]["entry"]) == ("UN mission", None)
        assert "Permanent Mission" in lines[1]["senses"]
        assert run("scan", "cv.txt", "--text").stdout_bytes.decode() == text


@pytest.mark.process
def test_scan_reads_documents(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).parent / "files" / "fixtures" / "chromium-1.pdf", tmp_path / "cv.pdf")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")

    def scan(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot", "scan", *words]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    text = scan("cv.pdf", "--text").stdout
    assert "Deputy Permanent Representative" in text
    mentions = [json.loads(line) for line in scan("cv.pdf").stdout.splitlines()]
    assert mentions
    assert all(text[mention["start"] : mention["end"]] == mention["text"] for mention in mentions)
    broken = scan("broken.pdf")
    assert broken.returncode == 1
    assert "Traceback" not in broken.stderr


def test_match_uses_only_the_given_pack(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    write(tmp_path / "own", pack=HEAD, terms__widget=TERM)
    assert json.loads(run("match", "--pack", "own", input="widgets\n").output)["entry"] == "Widget"
    assert json.loads(run("match", "--pack", "own", input="consul\n").output)["outcome"] == "none"


def test_configured_packs_load_beside_the_built_in_one(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    write(tmp_path / "own", pack=HEAD, terms__widget=TERM)
    monkeypatch.setenv("CONTENT_PACKS", "own")
    lines = [json.loads(line) for line in run("match", input="widget\nconsul\n").output.splitlines()]
    assert [line["entry"] for line in lines] == ["Widget", "Consul"]


def test_content_build_keeps_the_store_if_a_file_is_broken(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
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


def test_a_broken_pack_is_served_only_from_its_own_last_build(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("CONTENT_BUILT_IN", "false")
    write(Path("one"), pack=HEAD, terms__widget=TERM)
    write(Path("two"), pack=HEAD, terms__gadget="name: Gadget\n")
    monkeypatch.setenv("CONTENT_PACKS", "one")
    assert run("ask", "define widget").output.startswith("Widget\n")
    write(Path("one"), terms__widget="name: Widget\n")
    assert "Widget\n" in run("ask", "define widget").output
    monkeypatch.setenv("CONTENT_PACKS", "two")
    result = run("ask", "define widget")
    assert result.exit_code == 1
    assert "The content cannot be built:\nterms/gadget.yaml:1: definition: is missing" in result.output


def test_content_stats_counts(run) -> None:  # type: ignore[no-untyped-def]
    assert "consular" in run("content", "stats").output.lower()
    assert json.loads(run("content", "stats", "--json").output)["pack"] == "diplomacy"


def test_the_slack_manifest_is_json(run) -> None:  # type: ignore[no-untyped-def]
    manifest = json.loads(run("manifest", "slack", "--url", "https://bot.example").stdout)
    assert {command["command"] for command in manifest["features"]["slash_commands"]} >= {"/define", "/dragoman"}


def test_the_slack_manifest_with_the_agent_view(run) -> None:  # type: ignore[no-untyped-def]
    manifest = json.loads(run("manifest", "slack", "--agent").stdout)
    prompts = manifest["features"]["agent_view"]["suggested_prompts"]
    assert {"title": "DPR", "message": "What is DPR?"} in prompts


def test_the_slack_manifest_says_what_its_extras_need(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    line = ("manifest", "slack", "--url", "https://bot.example", "--oauth")
    result = run(*line, "--agent", "--mcp")
    hint = "Set SLACK_EXTRAS=agent,mcp for the bot too, so that its installation page asks for their scopes.\n"
    assert result.stderr.startswith(hint)
    monkeypatch.setenv("SLACK_EXTRAS", "mcp, agent")
    from_settings = run(*line)
    assert (from_settings.stdout, from_settings.stderr) == (result.stdout, result.stderr.removeprefix(hint))


def test_the_slack_manifest_for_many_workspaces(run) -> None:  # type: ignore[no-untyped-def]
    manifest = json.loads(run("manifest", "slack", "--url", "https://bot.example", "--oauth").stdout)
    assert manifest["oauth_config"]["redirect_urls"] == ["https://bot.example/slack/oauth_redirect"]


def test_db_upgrade_check_and_rotate_keys(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("DATABASE_URL", "sqlite:///state.db")
    assert run("db", "upgrade").output == f"The database is at revision {newest()}.\n"
    assert run("db", "upgrade").exit_code == 0
    assert run("db", "check").output == "The database is up to date.\n"
    monkeypatch.setenv("TOKEN_KEYS", f"{KEY},{KEY}")
    assert run("db", "rotate-keys").output == "0 rows are encrypted with the newest key.\n"


def test_db_upgrade_without_a_database(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
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
        ({"SLACK_BOT_TOKEN": "garbage"}, ("serve",), "SLACK_BOT_TOKEN: must begin with xoxb-"),
        ({"SLACK_APP_TOKEN": "xoxb-1"}, ("serve",), "SLACK_APP_TOKEN: must begin with xapp-"),
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
        ({"SLACK_BOT_TOKEN": '"xoxb-1'}, ("serve",), "SLACK_BOT_TOKEN: must begin with xoxb-"),
        (
            {"SLACK_APP_TOKEN": "xapp-1\n2"},
            ("serve",),
            "SLACK_APP_TOKEN contains a line break or another control character",
        ),
        ({"PORT": "many"}, ("ask", "help"), "PORT: must be a valid integer\n"),
        ({"PORT": "70000"}, ("ask", "help"), "PORT: must be less than or equal to 65535\n"),
        (
            {"SLACK_API_URL": "slack.com"},
            ("ask", "help"),
            "SLACK_API_URL: must be a URL such as https://slack.com/api/\n",
        ),
        (
            {"PUBLIC_URL": "bot.example.com"},
            ("ask", "help"),
            "PUBLIC_URL: must begin with https://\n",
        ),
        ({"LOG_LEVEL": "LOUD"}, ("ask", "help"), "LOG_LEVEL: must be 'debug', 'info', 'warning' or 'error'\n"),
        ({"CONTENT_BUILT_IN": "maybe"}, ("ask", "help"), "CONTENT_BUILT_IN: must be a valid boolean\n"),
        (
            {"CONTENT_BUILT_IN": "no"},
            ("ask", "help"),
            "There is no content: set CONTENT_PACKS, or CONTENT_BUILT_IN=true",
        ),
        ({"CONTENT_PACKS": "nowhere"}, ("ask", "help"), "CONTENT_PACKS: nowhere is not a pack: it has no pack.yaml"),
    ],
)
def test_expected_errors_are_one_line_without_a_traceback(  # type: ignore[no-untyped-def]
    run, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], words: tuple[str, ...], expected: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    result = run(*words)
    assert result.exit_code == 1
    assert expected in result.output
    assert "Traceback" not in result.output
    assert "Value error" not in result.output


def test_the_version_and_an_invalid_url(run) -> None:  # type: ignore[no-untyped-def]
    assert run("--version").output == f"{__version__}\n"
    result = run("manifest", "slack", "--url", "example.com")
    assert result.exit_code == 2
    assert "https://" in result.output


NO_STORE = "Cannot write to /proc/none (there is no such file or folder): set DATA_DIR to a folder"
NO_DATABASE = "The database cannot be used (there is no such file or folder): set DATA_DIR to a folder"
APP = ("manifest", "teams", "--url", "https://bot.example", "--client-id", "11111111-2222-3333-4444-555555555555")
POSIX = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="needs paths that nobody can write to, such as /dev/full"
)


@pytest.mark.process
@POSIX
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
def test_unwritable_paths_are_named_with_the_reason(  # type: ignore[no-untyped-def]
    run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], expected: str
) -> None:
    monkeypatch.setenv("DATA_DIR", "/proc/none")
    monkeypatch.setenv("TOKEN_KEYS", KEY)
    result = run(*words)
    assert (result.exit_code, len(result.output.splitlines())) == (1, 1)
    assert result.output.startswith(expected)


def process(tmp_path: Path, *words: str, output: str | None = None, encoding: str = "utf-8") -> tuple[int, bytes, str]:
    """Run a command in its own process; returns its exit code, output and errors."""
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "bot", *words]
    with Path(output or os.devnull).open("wb") as file:
        completed = subprocess.run(
            command,
            cwd=Path(__file__).parent.parent.parent,
            env=environment,
            stdout=file if output else subprocess.PIPE,
            stderr=subprocess.PIPE,
            check=False,
        )
    return completed.returncode, completed.stdout or b"", completed.stderr.decode("utf-8", "replace")


@pytest.mark.process
@POSIX
@pytest.mark.parametrize("words", [("ask", "define consul"), ("--help",)])
def test_output_to_a_full_disk(tmp_path: Path, words: tuple[str, ...]) -> None:
    code, _, errors = process(tmp_path, *words, output="/dev/full")
    assert (code, errors) == (1, "Cannot write the output (the disk is full)\n")


@pytest.mark.process
def test_output_in_an_encoding_without_accents(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    words = ("ask", "define chargé d'affaires")
    code, output, errors = process(tmp_path, *words, encoding="ascii")
    assert (code, errors) == (0, "")
    assert "d'affaires" in output.decode("ascii")
    for encoding in ("ascii", "cp1252", "koi8-r", "utf-16"):
        result = CliRunner(charset=encoding).invoke(main, words)
        assert (result.exit_code, result.stderr) == (0, ""), encoding
        assert "d'affaires" in result.stdout_bytes.decode(encoding), encoding


def test_every_command_writes_in_any_encoding(run) -> None:  # type: ignore[no-untyped-def]
    for words in (
        *(("--help",), ("ask", "--help"), ("ask", "help"), ("ask", "define consul", "--as", "slack"), ("match",)),
        *(("ask", "define consul", "--as", "json"), ("ask", "define consul", "--as", "teams"), ("content", "stats")),
        *(("manifest", "slack"), APP, ("db", "upgrade"), ("db", "check"), ("tips",), ("content", "build")),
    ):
        result = CliRunner(charset="koi8-r").invoke(main, words, input="charge\n")
        assert result.exception is None, (words, result.output)


def test_a_link_creates_the_app_from_the_manifest(run) -> None:  # type: ignore[no-untyped-def]
    result = run("manifest", "slack", "--url", "https://your.host")
    printed, shown = json.loads(result.stdout), result.stderr.splitlines()[-1]
    assert shown == run("manifest", "slack", "--url", "https://your.host", "--link").stdout.strip()
    link = urlsplit(shown)
    assert (link.scheme, link.netloc, link.path) == ("https", "api.slack.com", "/apps")
    query = parse_qs(link.query)
    assert query["new_app"] == ["1"]
    assert json.loads(query["manifest_json"][0]) == printed


def test_a_new_key_encrypts(run) -> None:  # type: ignore[no-untyped-def]
    key = run("db", "new-key").stdout.strip()
    cipher = Cipher([key])
    assert cipher.decrypt(cipher.encrypt("xoxb-1")) == "xoxb-1"


@pytest.mark.parametrize("words", [("--open",), ("playground", "--open")])
def test_the_playground_can_open_the_browser(  # type: ignore[no-untyped-def]
    run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    opened: list[bool] = []
    monkeypatch.setattr("bot.playground.run.playground", lambda settings, *, open_browser: opened.append(open_browser))
    assert run(*words).exit_code == 0
    assert opened == [True]

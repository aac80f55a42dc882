"""The doctor's checks of settings, content, database and public address, and its command line."""

from __future__ import annotations

import json
import shutil
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import SecretStr
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.cli import main
from bot.doctor.examinations import Examinations
from bot.doctor.examine import examine
from bot.load_content import load
from bot.settings import Settings
from content.live import LiveLibrary
from content.packs import BUILT_IN
from handlers.findings import Check, Finding, Outcome
from handlers.request import Person
from tests.support.bot_framework import listen

NOWHERE = "http://127.0.0.1:1/api/"
ADMIN = Person("slack", "T1", "U1")


@pytest.fixture(scope="session")
def live(built: Path) -> LiveLibrary:
    """The built-in content, loaded."""
    return LiveLibrary(built)


@pytest.fixture(autouse=True)
def _load_content_once(live: LiveLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    """Examinations share the built-in content: to load it takes a second each time."""

    def load_once(settings: Settings) -> LiveLibrary:
        return live if settings.packs == (BUILT_IN,) else load(settings)

    monkeypatch.setattr("bot.doctor.examine.load", load_once)


@pytest.fixture
def settings(tmp_path: Path, built: Path) -> Settings:
    """One workspace over HTTP, whose Slack can't be reached."""
    shutil.copy(built, tmp_path)
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr("xoxb-1"),
        slack_signing_secret=SecretStr("secret"),
        slack_api_url=NOWHERE,
        data_dir=tmp_path,
        port=1,
    )


def found(findings: list[Finding], check: Check) -> tuple[Outcome, str]:
    """The outcome and the sentence of a check."""
    return next((finding.outcome, finding.sentence) for finding in findings if finding.check is check)


async def test_nothing_is_set_up(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    nothing = settings.model_copy(update={"slack_bot_token": None, "slack_signing_secret": None, "tips": "off"})
    findings = await examine(nothing)
    assert [finding.check for finding in findings if finding.outcome is not Outcome.OK] == [Check.SETTINGS]
    assert "entries are ready" in found(findings, Check.CONTENT)[1]
    outcome, sentence = found(findings, Check.SETTINGS)
    assert outcome is Outcome.ADVICE
    assert sentence.endswith(f"from {tmp_path / '.env'}, which doesn't exist.")
    (tmp_path / ".env").write_text("PORT=3000")
    assert found(await examine(nothing), Check.SETTINGS)[1].endswith(f"{tmp_path / '.env'}, which names none.")


async def test_what_would_be_served(settings: Settings) -> None:
    sentence = found(await examine(settings.model_copy(update={"tips": "admins"})), Check.SETTINGS)[1]
    assert sentence == "Serves Slack on 127.0.0.1:1 (one workspace), with daily terms set up by admins."


async def test_settings_that_do_nothing(settings: Settings) -> None:
    """Whoever names an issuer, or prints the manifest with --mcp, wants agents to be served."""
    forgotten = settings.model_copy(update={"tips": "off", "slack_extras": ("mcp",), "agents_issuer": "https://x"})
    assert found((await examine(forgotten))[1:], Check.SETTINGS) == (
        Outcome.PROBLEM,
        "SLACK_EXTRAS names mcp, but agents aren't served, so Slackbot's calls fail: set AGENTS=true.",
    )
    only = forgotten.model_copy(update={"slack_extras": (), "agents_hosts": ("bot.example",)})
    assert [finding.sentence for finding in await examine(only) if finding.check is Check.SETTINGS][1:] == [
        "AGENTS_HOSTS does nothing unless AGENTS=true.",
        "AGENTS_ISSUER does nothing unless AGENTS=true.",
    ]


async def test_agents_without_a_public_address(settings: Settings) -> None:
    served = settings.model_copy(update={"tips": "off", "agents": True, "agents_issuer": "http://127.0.0.1:1"})
    findings = await examine(served)
    assert "AGENTS_ISSUER needs PUBLIC_URL" in found(findings[1:], Check.SETTINGS)[1]
    assert found(findings, Check.ADDRESS)[1].endswith("Agents on other machines reach the bot only under AGENTS_HOSTS.")


async def test_settings_that_contradict_each_other(settings: Settings) -> None:
    findings = await examine(settings.model_copy(update={"slack_client_id": "1.2", "tips": "off"}))
    assert (Outcome.PROBLEM, "Set SLACK_BOT_TOKEN (one workspace) or SLACK_CLIENT_ID (many), not both") in [
        (finding.outcome, finding.sentence) for finding in findings
    ]


async def test_content_that_cannot_be_loaded(settings: Settings, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "pack.yaml").write_text("id: [")
    broken = settings.model_copy(update={"content_packs": (pack,), "content_built_in": False})
    outcome, sentence = found(await examine(broken), Check.CONTENT)
    assert outcome is Outcome.PROBLEM
    assert "pack.yaml" in sentence


async def test_a_database_that_cannot_be_reached(settings: Settings) -> None:
    url = SecretStr("postgresql://u:secret-of-mine@127.0.0.1:1/d")
    findings = await examine(settings.model_copy(update={"database_url": url}))
    assert found(findings, Check.DATABASE)[0] is Outcome.PROBLEM
    assert not any("secret-of-mine" in finding.sentence for finding in findings)


@pytest.mark.database
async def test_a_database_without_this_releases_tables(settings: Settings, empty_database: URL) -> None:
    url = SecretStr(
        empty_database.render_as_string(hide_password=False).replace("+asyncpg", "").replace("+aiosqlite", "")
    )
    outcome, sentence = found(await examine(settings.model_copy(update={"database_url": url})), Check.REVISION)
    if empty_database.get_backend_name() == "sqlite":
        assert sentence == "SQLite's tables are created or upgraded at the next start."
        assert outcome is Outcome.ADVICE
    else:
        assert (outcome, sentence) == (
            Outcome.PROBLEM,
            "The database isn't at this release's revision: run `python -m bot db upgrade`.",
        )


@pytest.mark.database
async def test_a_database_of_this_release(settings: Settings, database: AsyncEngine) -> None:
    address = database.url.render_as_string(hide_password=False).replace("+asyncpg", "").replace("+aiosqlite", "")
    findings = await examine(settings.model_copy(update={"database_url": SecretStr(address)}))
    assert found(findings, Check.DATABASE) == (
        Outcome.OK,
        f"{database.dialect.name} answers, and its tables are those of this release.",
    )


@dataclass
class Site:
    """What answers at the public address."""

    url: str
    status: int = 200
    body: str = json.dumps({"status": "ok"})


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    answering = Site("")

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=answering.status, text=answering.body)

    app = web.Application()
    app.router.add_get("/healthz", answer)
    runner, answering.url = await listen(app)
    yield answering
    await runner.cleanup()


async def test_the_public_address(settings: Settings, site: Site) -> None:
    public = settings.model_copy(update={"public_url": site.url, "tips": "off"})
    assert found(await examine(public), Check.ADDRESS)[0] is Outcome.OK
    site.body = "Welcome to nginx!"
    assert found(await examine(public), Check.ADDRESS)[0] is Outcome.PROBLEM
    site.status = 502
    assert "answered 502" in found(await examine(public), Check.ADDRESS)[1]
    gone = public.model_copy(update={"public_url": "http://127.0.0.1:1"})
    assert "can't be reached" in found(await examine(gone), Check.ADDRESS)[1]
    assert found(await examine(public.model_copy(update={"public_url": None})), Check.ADDRESS)[0] is Outcome.ADVICE


async def test_a_certificate_that_is_not_valid(settings: Settings, tmp_path: Path) -> None:
    """A self-signed one, as a proxy has before it gets its own."""
    runner = web.AppRunner(web.Application())
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=self_signed(tmp_path)).start()
        public = settings.model_copy(
            update={"public_url": f"https://127.0.0.1:{runner.addresses[0][1]}", "tips": "off"}
        )
        outcome, sentence = found(await examine(public), Check.ADDRESS)
    finally:
        await runner.cleanup()
    assert outcome is Outcome.PROBLEM
    assert sentence == f"The certificate of {public.public_url} is not valid: renew it, or check the host name."


def self_signed(folder: Path) -> ssl.SSLContext:
    """A server's context with a certificate that nobody has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    at = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    certificate = builder.not_valid_before(at).not_valid_after(at + timedelta(days=1)).sign(key, hashes.SHA256())
    pem = folder / "self-signed.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem.write_bytes(private + certificate.public_bytes(Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    return context


@pytest.mark.parametrize(
    ("environment", "code", "words"),
    [
        ({}, 0, "runs the playground"),
        ({"PORT": "many"}, Check.SETTINGS, "PORT: must be a valid integer"),
        ({"SLACK_SIGNING_SECRET": "s"}, Check.SETTINGS, "set SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "SLACK_API_URL": NOWHERE}, Check.TOKEN, "reached"),
        ({"DATABASE_URL": "postgresql://u:p@127.0.0.1:1/d"}, Check.DATABASE, "problem"),
    ],
)
def test_the_exit_code_is_that_of_the_first_problem(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], code: int, words: str
) -> None:
    monkeypatch.chdir(settings.data_dir)
    base = {"TIPS": "off", "DATA_DIR": str(settings.data_dir), "PORT": "1"}
    result = CliRunner().invoke(main, ["doctor"], env=base | environment)
    assert result.exit_code == code
    assert words in result.output


async def test_a_running_bot_examines_one_of_many_workspaces_alone(settings: Settings) -> None:
    many = settings.model_copy(
        update={"slack_bot_token": None, "slack_client_id": "1.2", "slack_client_secret": SecretStr("s")}
    )
    findings = await Examinations(many).examine(ADMIN)
    assert {finding.check for finding in findings} == {Check.REVISION, Check.KEYS}
    assert not await Examinations(many).is_admin(ADMIN)

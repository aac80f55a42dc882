"""The doctor's checks of a Slack installation, each failure provoked against the playground's Web API."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.playground.server import Playground, Registration, create_playground
from bot.playground.slack.faults import Fault
from bot.playground.slack.oauth import Grants
from bot.settings import Settings
from bot.slack import doctor
from bot.slack.app import SlackApp
from bot.slack.manifest import OPTIONAL_SCOPES, scopes
from bot.slack.scopes import permissions
from handlers.findings import Check, Finding, Outcome
from tests.bot.slack.fakes import SECRET, FakeRouter
from tests.bot.slack.installing import CLIENT_ID, CLIENT_SECRET, KEY, installation, installations
from tests.support.bot_framework import listen

TOKEN, APP_TOKEN = "xoxb-doctor", "xapp-doctor"


@dataclass
class Patient:
    """An installation of the bot in the playground, and its settings."""

    playground: Playground
    settings: Settings
    engine: AsyncEngine | None = None
    scopes: list[str] = field(default_factory=list)

    async def examine(self, workspace: str | None = None, **changed: object) -> list[Finding]:
        """The findings with some settings changed."""
        settings = self.settings.model_copy(update=changed)
        return await doctor.examine(settings, self.engine, workspace)

    async def problems(self, **changed: object) -> dict[Check, str]:
        """The sentences of the problems, by check."""
        findings = await self.examine(None, **changed)
        return {finding.check: finding.sentence for finding in findings if finding.outcome is Outcome.PROBLEM}


@pytest.fixture
async def patient() -> AsyncIterator[Patient]:
    registration = Registration(scopes=scopes(tips=True))
    playground = create_playground(
        signing_secret=SECRET, bot_token=TOKEN, app_token=APP_TOKEN, registration=registration
    )
    playground.bind()
    slack = SlackApp(router=FakeRouter(), signing_secret=SECRET, bot_token=TOKEN, api_url=playground.api_url)
    slack.add_routes(playground.app)
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr(TOKEN),
        slack_signing_secret=SecretStr(SECRET),
        slack_app_token=SecretStr(APP_TOKEN),
        slack_api_url=playground.api_url,
        port=int(playground.url.rpartition(":")[2]),
    )
    async with playground:
        await slack.start()
        yield Patient(playground, settings)
        await slack.stop()


async def test_a_healthy_installation(patient: Patient) -> None:
    findings = await patient.examine()
    assert {finding.outcome for finding in findings} == {Outcome.OK}
    assert [finding.check for finding in findings] == [
        Check.TOKEN,
        Check.SCOPES,
        Check.CLOCK,
        Check.SOCKET,
        Check.SIGNATURE,
    ]
    assert not any(secret in finding.sentence for finding in findings for secret in (TOKEN, APP_TOKEN, SECRET))


async def test_a_token_that_slack_does_not_know(patient: Patient) -> None:
    problems = await patient.problems(slack_bot_token=SecretStr("xoxb-other"))
    assert problems == {Check.TOKEN: "Slack doesn't know SLACK_BOT_TOKEN: copy it again from OAuth & Permissions."}


async def test_a_revoked_token(patient: Patient) -> None:
    patient.playground.workspace.grants.revoke()
    assert "install the app again" in (await patient.problems())[Check.TOKEN]


async def test_slack_is_out_of_reach(patient: Patient) -> None:
    problems = await patient.problems(slack_api_url="http://127.0.0.1:1/api/")
    assert problems.keys() == {Check.TOKEN, Check.SOCKET}
    assert problems[Check.TOKEN].startswith("Slack can't be reached at http://127.0.0.1:1/api/ (")


async def test_the_newer_blocks_are_shown_to_slack(patient: Patient) -> None:
    async def asked(**changed: object) -> list[Finding]:
        findings = await patient.examine(None, slack_newer_blocks=True, **changed)
        return [finding for finding in findings if finding.check is Check.SETTINGS]

    (finding,) = await asked()
    assert (finding.outcome, finding.sentence) == (Outcome.OK, "Slack takes the blocks that SLACK_NEWER_BLOCKS adds.")
    patient.playground.workspace.faults.plan("blocks.validate", Fault.NEWER_BLOCKS, times=2)
    (finding,) = await asked()
    assert (finding.outcome, finding.sentence) == (
        Outcome.ADVICE,
        "Slack refuses container, data_table: answers are sent without, so turn SLACK_NEWER_BLOCKS off.",
    )
    (finding,) = await asked(slack_api_url="http://127.0.0.1:1/api/")
    assert finding.sentence.startswith(
        "I couldn't ask Slack about the blocks that SLACK_NEWER_BLOCKS adds (Slack can't"
    )


@pytest.mark.parametrize("scope", scopes(tips=True))
async def test_each_missing_scope_is_named_with_what_it_costs(patient: Patient, scope: str) -> None:
    granted = [name for name in scopes(tips=True) if name != scope]
    workspace = patient.playground.workspace
    workspace.registered = replace(workspace.registered, scopes=granted)
    patient.playground._api._scopes = granted
    (finding,) = [found for found in await patient.examine() if found.check is Check.SCOPES]
    assert f"lacks {scope}: " in finding.sentence
    assert finding.outcome is (Outcome.ADVICE if scope in OPTIONAL_SCOPES else Outcome.PROBLEM)


@pytest.mark.parametrize(("minutes", "words"), [(6, "360 seconds ahead of"), (-6, "360 seconds behind")])
async def test_a_wrong_clock(patient: Patient, monkeypatch: pytest.MonkeyPatch, minutes: int, words: str) -> None:
    at = datetime.now(UTC).replace(microsecond=0)
    monkeypatch.setattr(doctor, "utc_now", lambda: at + timedelta(minutes=minutes))
    monkeypatch.setattr(doctor, "parsedate_to_datetime", lambda date: at)
    assert words in (await patient.problems())[Check.CLOCK]


@pytest.mark.parametrize(("token", "code"), [("xapp-other", "invalid_auth"), (TOKEN, "not_allowed_token_type")])
async def test_an_app_token_that_opens_no_socket(patient: Patient, token: str, code: str) -> None:
    sentence = (await patient.problems(slack_app_token=SecretStr(token)))[Check.SOCKET]
    assert code in sentence
    assert "App-Level Tokens" in sentence


async def test_another_signing_secret(patient: Patient) -> None:
    sentence = (await patient.problems(slack_signing_secret=SecretStr("another")))[Check.SIGNATURE]
    assert "refused a request signed with SLACK_SIGNING_SECRET" in sentence


async def test_an_endpoint_that_accepts_everything(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slack.doctor._send", _accept)
    assert "accepted a request with a wrong signature" in (await patient.problems())[Check.SIGNATURE]


async def _accept(*_: object) -> bool:
    return True


async def test_the_bot_is_not_running(patient: Patient) -> None:
    (finding,) = [found for found in await patient.examine(port=1) if found.check is Check.SIGNATURE]
    assert finding.outcome is Outcome.ADVICE
    assert "Start it" in finding.sentence


Answer = tuple[dict[str, object], dict[str, str]] | str
"""What Slack answers: a body and headers, or something that isn't JSON."""
GOOD: Answer = ({"ok": True, "user": "dragoman", "team": "Acme"}, {"x-oauth-scopes": ",".join(scopes(tips=True))})


def refusal(error: str) -> Answer:
    """Slack's answer with an error code."""
    return {"ok": False, "error": error}, {}


@asynccontextmanager
async def slack_says(answers: dict[str, Answer]) -> AsyncIterator[str]:
    """A Web API that gives these answers."""

    async def answer(request: web.Request) -> web.Response:
        given = answers[request.match_info["method"]]
        if isinstance(given, str):
            return web.Response(status=502, text=given)
        return web.json_response(given[0], headers=given[1])

    app = web.Application()
    app.router.add_post("/api/{method}", answer)
    runner, url = await listen(app)
    yield f"{url}/api/"
    await runner.cleanup()


async def test_what_slack_refuses_and_what_to_do() -> None:
    """Each error code of auth.test, apps.connections.open and oauth.v2.access that has a sentence of its own."""
    open_socket, exchange = "apps.connections.open", "oauth.v2.access"
    single: dict[str, object] = {"slack_bot_token": SecretStr(TOKEN)}
    socket = single | {"slack_app_token": SecretStr(APP_TOKEN)}
    oauth: dict[str, object] = {"slack_client_id": CLIENT_ID, "slack_client_secret": SecretStr(CLIENT_SECRET)}
    cases: tuple[tuple[dict[str, object], dict[str, Answer], str], ...] = (
        (single, {"auth.test": refusal("account_inactive")}, "or the app removed: install the app again."),
        (single, {"auth.test": refusal("token_revoked")}, "install the app again, and copy the new token."),
        (single, {"auth.test": refusal("token_expired")}, "turn token rotation off for a single workspace"),
        (single, {"auth.test": refusal("org_login_required")}, "Slack refused SLACK_BOT_TOKEN (org_login_required)."),
        (single, {"auth.test": "<html>"}, "isn't Slack's: check SLACK_API_URL, and a proxy in between."),
        (single, {"auth.test": (GOOD[0], {})}, "Slack didn't say which scopes the token has."),  # type: ignore[dict-item]
        (socket, {"auth.test": GOOD, open_socket: refusal("missing_scope")}, "lacks connections:write: make a new one"),
        (socket, {"auth.test": GOOD, open_socket: "<html>"}, "isn't Slack's: check SLACK_API_URL"),
        (oauth, {exchange: refusal("invalid_client_id")}, "(invalid_client_id): copy both from Basic Information."),
        (oauth, {exchange: "<html>"}, "isn't Slack's: check SLACK_API_URL"),
        (oauth | {"token_keys": (SecretStr(KEY),)}, {exchange: refusal("invalid_code")}, "knows the client ID and sec"),
    )
    for changed, answers, words in cases:
        async with slack_says(answers) as url:
            settings = Settings(_env_file=None, slack_api_url=url, port=0).model_copy(update=changed)
            sentences = [finding.sentence for finding in await doctor.examine(settings, None, None)]
        assert any(words in sentence for sentence in sentences), (words, sentences)


async def test_a_scope_that_slackbot_needs(patient: Patient) -> None:
    """Slackbot's scope is advice if agents are served, and a problem once the settings promise it."""
    served = [finding for finding in await patient.examine(agents=True) if finding.outcome is Outcome.ADVICE]
    assert [finding.sentence for finding in served] == [
        "SLACK_BOT_TOKEN lacks mcp:connect: Slackbot doesn't know Dragoman. If it should, print the manifest with "
        "--mcp, update the app, and install it again."
    ]
    promised = (await patient.problems(agents=True, slack_extras=("mcp", "agent")))[Check.SCOPES]
    assert promised.startswith("SLACK_BOT_TOKEN lacks mcp:connect: Slackbot doesn't know Dragoman.")


async def test_every_scope_is_explained() -> None:
    names = [permission.name for permission in permissions(tips=True, agent=True)]
    assert names == scopes(tips=True, agent=True)


@pytest.fixture
async def many(patient: Patient, database: AsyncEngine) -> Patient:
    """The patient as a bot for many workspaces, with one installation."""
    patient.playground.workspace.grants = Grants(TOKEN, CLIENT_ID, CLIENT_SECRET)
    patient.engine = database
    patient.settings = patient.settings.model_copy(
        update={
            "slack_bot_token": None,
            "slack_client_id": CLIENT_ID,
            "slack_client_secret": SecretStr(CLIENT_SECRET),
            "token_keys": (SecretStr(KEY),),
        }
    )
    await installations(database).async_save(installation(TOKEN))
    return patient


@pytest.mark.database
async def test_many_workspaces(many: Patient) -> None:
    findings = await many.examine()
    assert {finding.outcome for finding in findings} == {Outcome.OK}
    assert {Check.CREDENTIALS, Check.KEYS, Check.TOKEN} <= {finding.check for finding in findings}
    assert "T1" in next(finding.sentence for finding in findings if finding.check is Check.TOKEN)


@pytest.mark.database
async def test_no_workspace_has_installed_it(many: Patient) -> None:
    assert many.engine is not None
    await installations(many.engine).remove(None, "T1", datetime.now(UTC))
    sentences = [finding.sentence for finding in await many.examine()]
    assert "No workspace has installed the bot yet: send an admin to /slack/install." in sentences
    (alone,) = await many.examine("T1")
    assert alone.sentence == "This workspace has no installation of its own: it uses its organisation's."


@pytest.mark.database
async def test_one_of_many_workspaces_sees_its_own_token_alone(many: Patient) -> None:
    assert many.engine is not None
    await installations(many.engine).async_save(installation("xoxb-gone", team_id="T2"))
    assert [finding.check for finding in await many.examine("T1")] == [
        Check.KEYS,
        Check.TOKEN,
        Check.SCOPES,
        Check.CLOCK,
    ]
    assert "T2" in (await many.problems())[Check.TOKEN]


@pytest.mark.database
async def test_wrong_secrets_of_many_workspaces(many: Patient) -> None:
    problems = await many.problems(slack_client_secret=SecretStr("wrong"))
    assert "bad_client_secret" in problems[Check.CREDENTIALS]
    assert "TOKEN_KEYS is empty" in (await many.problems(token_keys=()))[Check.KEYS]
    other = SecretStr("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
    assert "No key of TOKEN_KEYS fits" in (await many.problems(token_keys=(other,)))[Check.KEYS]

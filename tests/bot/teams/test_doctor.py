"""The doctor's checks of a Teams installation, each failure provoked against an in-memory Bot Framework."""

from __future__ import annotations

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.settings import Settings
from bot.teams import doctor
from handlers.findings import Check, Outcome
from tests.support.bot_framework import CLIENT_ID, CLIENT_SECRET, TENANT, Connector, cloud_at, listen


async def problems(**changed: object) -> dict[Check, str]:
    """The sentences of the problems, by check, with some settings changed."""
    settings = Settings(
        _env_file=None,
        teams_client_id=CLIENT_ID,
        teams_client_secret=SecretStr(CLIENT_SECRET),
        teams_tenant_id=TENANT,
    ).model_copy(update=changed)
    findings = await doctor.examine(settings, None, None)
    return {finding.check: finding.sentence for finding in findings if finding.outcome is Outcome.PROBLEM}


@pytest.fixture(autouse=True)
def _cloud(connector: Connector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "cloud", connector.cloud)


async def test_a_healthy_installation() -> None:
    assert await problems() == {}


async def test_a_wrong_client_secret() -> None:
    found = await problems(teams_client_secret=SecretStr("wrong"))
    assert found == {Check.CREDENTIALS: doctor._REFUSED["invalid_client"]}


async def test_what_microsoft_refuses_and_what_to_do(connector: Connector, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each error code of the token endpoint that has a sentence of its own, and one that has none."""

    async def refuse(_: web.Request) -> web.Response:
        return web.json_response({"error": code}, status=400)

    async def describe(_: web.Request) -> web.Response:
        return web.json_response({})

    app = web.Application()
    app.router.add_post("/{tenant}/oauth2/v2.0/token", refuse)
    app.router.add_get("/v1/.well-known/openidconfiguration", describe)
    runner, url = await listen(app)
    monkeypatch.setattr(doctor, "cloud", cloud_at(url))
    sentences = {}
    for code in (*doctor._REFUSED, "temporarily_unavailable"):
        sentences[code] = (await problems())[Check.CREDENTIALS]
    found = await problems()
    await runner.cleanup()
    assert {code: sentences[code] for code in doctor._REFUSED} == doctor._REFUSED
    assert sentences["temporarily_unavailable"] == (
        f"{url} gave no token (temporarily_unavailable): check the network, HTTPS_PROXY and the Teams settings."
    )
    assert "gave no keys (KeyError): without them no request from Teams can be verified." in found[Check.ISSUER]


@pytest.mark.parametrize("changed", [{"teams_client_id": "dragoman"}, {"teams_tenant_id": "our-company"}])
async def test_ids_that_are_none(changed: dict[str, object]) -> None:
    assert (await problems(**changed)).keys() == {Check.SETTINGS}


async def test_microsoft_is_out_of_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "cloud", cloud_at("http://127.0.0.1:1"))
    found = await problems()
    assert found.keys() == {Check.CREDENTIALS, Check.ISSUER}
    assert "check the network" in found[Check.CREDENTIALS]

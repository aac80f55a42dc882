"""The doctor's checks of what agents need, each failure provoked against a running bot or an imitation of its proxy."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from bot.agents import doctor
from bot.app import Bot
from bot.settings import Settings
from handlers.findings import Check, Outcome
from tests.bot.agents.serving import SIGNING_SECRET, Served, serve

Findings = list[tuple[Outcome, str]]


async def examine(url: str | None, served: Served | None = None, **changed: Any) -> Findings:
    """The findings for a bot whose public address is `url`."""
    base = Settings(_env_file=None, agents=True, port=0)
    settings = base.model_copy(update={"public_url": url, **changed})
    findings = await doctor.examine(settings, served.keys._engine if served else None, None)
    assert {finding.check for finding in findings} <= {Check.AGENTS, Check.ISSUER}
    return [(finding.outcome, finding.sentence) for finding in findings]


@asynccontextmanager
async def site(**statuses: int) -> AsyncIterator[str]:
    """Something that answers with these statuses instead of the bot."""

    async def answer(request: web.Request) -> web.Response:
        return web.Response(status=statuses[request.path.strip("/").replace("/", "_")])

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    async with TestServer(app) as server:
        yield str(server.make_url("/")).rstrip("/")


async def test_agents_and_slackbot_get_in(served: Served) -> None:
    assert await examine(served.url, served, slack_signing_secret=SecretStr(SIGNING_SECRET)) == [
        (Outcome.OK, "1 key lets agents in."),
        (Outcome.OK, f"{served.url}/mcp is there, and refuses agents without a key."),
        (
            Outcome.OK,
            f"{served.url}/slack/mcp accepts a request signed as Slack signs it, and refuses a forged one.",
        ),
    ]
    assert await doctor.examine(Settings(_env_file=None, agents=True), None, "T1") == [], "nothing of the host"
    assert await examine(None) == [], "the port isn't known"


async def test_nobody_can_sign_in(served: Served) -> None:
    (key,) = await served.keys.list()
    await served.keys.revoke(key.id)
    outcome, sentence = (await examine(served.url, served))[0]
    assert outcome is Outcome.ADVICE
    assert "`python -m bot keys add`, or set AGENTS_ISSUER" in sentence
    with_issuer = await examine(served.url, served, agents_issuer="http://127.0.0.1:1")
    assert with_issuer[0] == (Outcome.OK, "There are no keys: agents sign in with tokens of AGENTS_ISSUER.")


async def test_another_signing_secret(served: Served) -> None:
    outcome, sentence = (await examine(served.url, slack_signing_secret=SecretStr("another")))[-1]
    assert outcome is Outcome.PROBLEM
    assert "answered 401 to a request signed with SLACK_SIGNING_SECRET: the running bot has another one" in sentence


async def test_slackbot_without_a_signing_secret(served: Served) -> None:
    assert (await examine(served.url, slack_extras=("mcp",)))[-1] == (
        Outcome.PROBLEM,
        "SLACK_EXTRAS names mcp, but Slackbot's calls can't be verified without SLACK_SIGNING_SECRET: copy it from "
        "Basic Information.",
    )


async def test_another_host_name(bot: Bot, tmp_path: Path) -> None:
    async with serve(bot, tmp_path, host="0.0.0.0", agents_hosts=("bot.example",)) as served:
        ((outcome, sentence),) = await examine(served.url)
    assert outcome is Outcome.PROBLEM
    assert "put the name that it sends into AGENTS_HOSTS" in sentence


async def test_something_else_answers() -> None:
    secret = SecretStr(SIGNING_SECRET)
    cases: tuple[tuple[dict[str, int], str], ...] = (
        ({"mcp": 404}, "/mcp: start the bot again with AGENTS=true, or let the proxy pass this path to it."),
        ({"mcp": 502}, "/mcp answered 502, and not as the bot does"),
        ({"mcp": 401, "slack_mcp": 404}, "/slack/mcp, so Slackbot can't call Dragoman"),
        ({"mcp": 401, "slack_mcp": 200}, "/slack/mcp accepted a request with a wrong signature"),
    )
    for statuses, words in cases:
        async with site(**statuses) as url:
            outcome, sentence = (await examine(url, slack_signing_secret=secret))[-1]
        assert outcome is Outcome.PROBLEM
        assert words in sentence


async def test_the_bot_is_not_running() -> None:
    (found,) = await examine("http://127.0.0.1:1")
    assert found[0] is Outcome.ADVICE
    assert "Start it, then run doctor again." in found[1]


async def test_slackbots_endpoint_hangs_up() -> None:
    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport
        request.transport.close()
        return web.Response()

    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=401)

    app = web.Application()
    app.router.add_post("/mcp", refuse)
    app.router.add_post("/slack/mcp", hang_up)
    async with TestServer(app) as server:
        url = str(server.make_url("/")).rstrip("/")
        outcome, sentence = (await examine(url, slack_signing_secret=SecretStr(SIGNING_SECRET)))[-1]
    assert (outcome, sentence) == (
        Outcome.ADVICE,
        f"{url}/slack/mcp didn't answer, so I couldn't call it as Slackbot does. Run doctor again.",
    )


@asynccontextmanager
async def issuer(keys: object, **metadata: str) -> AsyncIterator[str]:
    """An OAuth issuer with these keys, and with some of its metadata changed."""

    async def describe(request: web.Request) -> web.Response:
        root = f"http://{request.host}"
        return web.json_response({"issuer": root, "jwks_uri": f"{root}/keys"} | metadata)

    async def list_keys(_: web.Request) -> web.Response:
        return web.json_response(keys)

    app = web.Application()
    app.router.add_get("/.well-known/openid-configuration", describe)
    app.router.add_get("/keys", list_keys)
    async with TestServer(app) as server:
        yield str(server.make_url("/")).rstrip("/")


KEY = {"kty": "OKP", "crv": "Ed25519", "kid": "one", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}


async def test_the_issuer() -> None:
    cases: tuple[tuple[object, dict[str, str], Outcome, str], ...] = (
        ({"keys": [KEY]}, {}, Outcome.OK, "AGENTS_ISSUER publishes keys to verify tokens with (1)."),
        ({"keys": [{**KEY, "use": "enc"}]}, {}, Outcome.PROBLEM, "no public keys"),
        ({"keys": [KEY]}, {"issuer": "https://other.example/"}, Outcome.PROBLEM, "with or without a slash at the end"),
        ({"keys": [KEY]}, {"jwks_uri": "https://127.0.0.1:1/keys"}, Outcome.PROBLEM, "isn't https, as its own is"),
        ({"key": []}, {}, Outcome.PROBLEM, "gave no keys (KeyError)"),
    )
    for keys, metadata, outcome, words in cases:
        async with issuer(keys, **metadata) as address:
            found = (await examine(None, agents_issuer=address))[0]
        assert found[0] is outcome, words
        assert words in found[1]


async def test_an_issuer_that_is_none() -> None:
    async with site() as url:
        outcome, sentence = (await examine(None, agents_issuer=url))[0]
    assert outcome is Outcome.PROBLEM
    assert f"there's no metadata at {url}/.well-known/openid-configuration" in sentence
    outcome, sentence = (await examine(None, agents_issuer="http://127.0.0.1:1"))[0]
    assert outcome is Outcome.PROBLEM
    assert "check the address, the network and HTTPS_PROXY" in sentence

"""Installing, answering and uninstalling, over the playground's wire and on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from bot.db.database import Database
from bot.playground.model import TEAM_ID
from bot.playground.slack import payloads
from bot.playground.slack.dispatch import EVENT
from bot.playground.slack.faults import Fault
from bot.settings import Settings
from bot.slack.install import Installer, OAuth
from bot.slack.installations import OAuthStates
from bot.slack.manifest import manifest
from bot.slack.oauth import oauth_of
from bot.slack.tokens import Tokens
from handlers.first_steps import Starter
from tests.bot.slack.fakes import COMMANDS, SECRET, FakeRouter
from tests.bot.slack.installing import (
    CLIENT_ID,
    CLIENT_SECRET,
    KEY,
    Installable,
    app_on,
    counted,
    installable,
    installations,
)

NOOR, GENERAL = "noor", "general"


@pytest.fixture
async def here(database: AsyncEngine) -> AsyncIterator[Installable]:
    async with installable(database) as installed:
        yield installed


async def rows(here: Installable) -> int:
    store = installations(here.database)
    async with here.database.connect() as connection:
        return (await connection.execute(select(func.count()).select_from(store.bots))).scalar_one()


async def test_install_answer_uninstall(here: Installable) -> None:
    status, page = await here.install()
    assert (status, "Dragoman is installed" in page) == (200, True)
    welcome = here.workspace.messages(here.workspace.dm_of(NOOR))[-1]
    assert welcome.plain == "You asked: welcome"
    assert here.router.last.person.user == here.workspace.recruiter.id

    assert (await here.workspace.mention(NOOR, GENERAL, "hello")).message.plain == "You asked: hello"
    assert (await here.workspace.open_home(NOOR)).home

    await here.workspace.uninstall()
    assert await rows(here) == 0
    assert set(here.forgotten) == {(None, TEAM_ID)}
    asked = len(here.router.asked)
    await here.workspace.mention(NOOR, GENERAL, "hello?")
    assert len(here.router.asked) == asked

    await here.install()
    assert (await here.workspace.mention(NOOR, GENERAL, "again")).message.plain == "You asked: again"


async def test_oauth_requests_the_scopes_of_the_manifest(here: Installable) -> None:
    address, state = await here.begin()
    asked = parse_qs(urlsplit(address).query)
    assert address.startswith("https://slack.com/oauth/v2/authorize?")
    assert (asked["client_id"], asked["state"]) == ([CLIENT_ID], [state])
    assert asked["scope"] == [",".join(here.workspace.registered.scopes or [])]


async def test_the_installation_asks_for_the_scopes_of_the_apps_extras(database: AsyncEngine) -> None:
    """The manifest and the installation page name the same scopes, for each combination of extras."""
    for extras in ((), ("agent",), ("mcp",), ("agent", "mcp")):
        settings = Settings(
            _env_file=None,
            slack_client_id=CLIENT_ID,
            slack_client_secret=SecretStr(CLIENT_SECRET),
            token_keys=(SecretStr(KEY),),
            slack_extras=extras,
        )
        oauth = oauth_of(settings, Database(database))
        asked = Installer(AsyncWebClient(), oauth, lambda _: None).flow.settings.scopes
        agent: list[Starter] | None = [] if "agent" in extras else None
        made = manifest(COMMANDS, url="https://bot.example", oauth=True, tips=True, agent=agent, mcp="mcp" in extras)
        assert asked == made["oauth_config"]["scopes"]["bot"]


async def test_a_reinstallation_replaces_the_first(here: Installable) -> None:
    await here.install()
    await here.workspace.mention(NOOR, GENERAL, "hello")
    await here.install()
    assert await rows(here) == 1
    await here.workspace.mention(NOOR, GENERAL, "hello")
    assert here.workspace.traffic.exchanges[-1].status == "ok"


async def test_a_cached_token_needs_no_query_and_no_other_call(here: Installable) -> None:
    await here.install()
    seen = await here.workspace.mention(NOOR, GENERAL, "hello")
    before = len(here.calls())
    async with counted(here.database) as statements:
        await here.workspace.say(NOOR, GENERAL, "/define consul")
    assert statements == []
    assert len(here.calls()) == before
    async with counted(here.database) as statements:
        await here.workspace.mention(NOOR, GENERAL, "hello again")
    assert [statement.split()[0] for statement in statements if statement != "BEGIN IMMEDIATE"] == [
        "INSERT"
    ]  # after the response to Slack
    assert here.calls()[before:] == ["chat.postMessage"]
    assert seen.message


# Tokens that expire


async def test_an_expiring_token_is_rotated_during_a_request(here: Installable) -> None:
    await here.install(expires_in=60)
    assert (await here.workspace.mention(NOOR, GENERAL, "hello")).message
    stored = await installations(here.database).async_find_bot(enterprise_id=None, team_id="T0PLAYGROUND")
    assert stored is not None
    old = here.workspace.grants.tokens - {stored.bot_token}
    assert len(old) == 1
    here.workspace.grants.tokens -= old
    assert (await here.workspace.mention(NOOR, GENERAL, "hello")).message
    assert here.calls().count("oauth.v2.access") == 2


async def test_two_replicas_rotate_the_same_token_at_once(here: Installable) -> None:
    """A refresh token works once: the second replica uses the old token, and later the first one's."""
    key = (None, "T0PLAYGROUND")
    address, state = await here.begin()
    query = here.workspace.grants.allow(address, here.workspace.recruiter.id, expires_in=60)
    here.workspace.registered = replace(here.workspace.registered, events=())  # only these two use the token
    await here.finish(query, state)
    client = here.slack.bolt.client
    rotator = AsyncTokenRotator(client_id=CLIENT_ID, client_secret=CLIENT_SECRET, client=client)
    replicas = [Tokens(installations(here.database), rotator) for _ in range(2)]
    tokens = [bot.bot_token for bot in await asyncio.gather(*(replica.find(key) for replica in replicas)) if bot]
    assert len(tokens) == 2
    assert set(tokens) <= here.workspace.grants.tokens
    for replica in replicas:
        replica.evict(key)
    after = {bot.bot_token for bot in [await replica.find(key) for replica in replicas] if bot}
    assert len(after) == 1
    assert after < here.workspace.grants.tokens


async def test_a_failed_rotation_leaves_the_old_token_in_use(here: Installable) -> None:
    await here.install(expires_in=60)
    here.workspace.faults.plan("oauth.v2.access", Fault.LOST_RESPONSE)
    assert (await here.workspace.mention(NOOR, GENERAL, "hello")).message


# OAuth states


async def test_a_state_can_be_used_once(here: Installable) -> None:
    address, state = await here.begin()
    query = here.workspace.grants.allow(address, here.workspace.recruiter.id)
    assert (await here.finish(query, state))[0] == 200
    assert (await here.finish(query, state))[0] == 401
    assert here.calls().count("oauth.v2.access") == 1


@pytest.mark.parametrize(
    ("sent", "cookie", "status"),
    [("forged", "forged", 401), ("own", None, 400), ("own", "other", 400), (None, "own", 400)],
)
async def test_a_state_from_another_browser_is_rejected(
    here: Installable, sent: str | None, cookie: str | None, status: int
) -> None:
    _, own = await here.begin()
    query = f"code=1&state={own if sent == 'own' else sent}" if sent else "code=1"
    assert (await here.finish(query, own if cookie == "own" else cookie))[0] == status
    assert "oauth.v2.access" not in here.calls()


async def test_a_state_expires(database: AsyncEngine) -> None:
    states = OAuthStates(database, seconds=-1)
    assert not await states.async_consume(await states.async_issue())


async def test_expired_states_are_deleted(database: AsyncEngine) -> None:
    states = OAuthStates(database, seconds=-1)
    for _ in range(3):
        await states.async_issue()
    async with database.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM slack_oauth_states"))).scalar() == 1


async def test_one_of_twenty_concurrent_uses_of_a_state_succeeds(database: AsyncEngine) -> None:
    states = OAuthStates(database)
    state = await states.async_issue()
    assert sum(await asyncio.gather(*(states.async_consume(state) for _ in range(20)))) == 1


# Failures


@pytest.mark.parametrize(("query", "status"), [("error=access_denied", 200), ("code=invented&state={}", 401)])
async def test_a_failed_installation_shows_an_error(here: Installable, query: str, status: int) -> None:
    _, state = await here.begin()
    shown_status, page = await here.finish(query.format(state), state)
    assert (shown_status, "Start again" in page, "Oops" in page) == (status, True, False)
    assert await rows(here) == 0


async def test_an_unreachable_slack_asks_to_start_again(here: Installable) -> None:
    here.workspace.faults.plan("oauth.v2.access", Fault.LOST_RESPONSE)
    status, page = await here.install()
    assert (status, "The installation couldn't be stored" in page.replace("&#39;", "'")) == (503, True)
    assert (await here.install())[0] == 200


async def test_a_rejected_token_is_looked_up_again(here: Installable) -> None:
    """The workspace reinstalled the bot through another replica."""
    await here.install()
    await here.workspace.mention(NOOR, GENERAL, "hello")
    store = installations(here.database)
    stored = await store.async_find_installation(enterprise_id=None, team_id="T0PLAYGROUND")
    assert stored is not None
    here.workspace.grants.revoke()
    here.workspace.grants.tokens.add("xoxb-new")
    stored.bot_token = "xoxb-new"
    await store.async_save(stored)
    await here.workspace.mention(NOOR, GENERAL, "lost")
    assert here.workspace.traffic.exchanges[-1].status == "account_inactive"
    assert (await here.workspace.mention(NOOR, GENERAL, "found")).message.plain == "You asked: found"


async def test_a_late_uninstall_event_keeps_the_new_installation(here: Installable) -> None:
    await here.install()
    old = payloads.envelope({"type": "app_uninstalled"}, here.workspace.clock() - 60)
    assert (await here.workspace.dispatcher.deliver(EVENT, old, "app_uninstalled")).ok
    assert await rows(here) == 1
    assert here.forgotten == []


async def test_revoked_user_tokens_are_ignored(here: Installable) -> None:
    await here.install()
    await here.workspace.emit({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}})
    assert await rows(here) == 1


# Organisations


@pytest.mark.parametrize("names_team", [False, True])
async def test_a_whole_organisation(here: Installable, names_team: bool) -> None:
    await here.install(enterprise="E1", whole=True, names_team=names_team)
    message = here.workspace.post(GENERAL, NOOR, "hello")
    mention = payloads.envelope(payloads.message_event("app_mention", message), here.workspace.clock())
    asked = len(here.router.asked)
    for enterprise, whole in (("E1", True), ("E1", False), ("E2", True)):
        of = {"enterprise_id": enterprise, "is_enterprise_install": whole, "team_id": "T0ANOTHER"}
        payload = {**mention, "enterprise_id": enterprise, "authorizations": [mention["authorizations"][0] | of]}
        await here.workspace.dispatcher.deliver(EVENT, payload, "app_mention")
    await here.workspace.dispatcher.settle()
    assert len(here.router.asked) == asked + 1

    await here.install(enterprise="E1", whole=True, names_team=not names_team)
    assert await rows(here) == 1  # the first was replaced

    gone = payloads.envelope({"type": "app_uninstalled"}, here.workspace.clock())
    await here.workspace.dispatcher.deliver(EVENT, {**gone, "authorizations": []}, "app_uninstalled")
    assert await rows(here) == 1  # of one workspace, which had no installation of its own
    one = {**gone, "enterprise_id": "E1", "authorizations": []}
    await here.workspace.dispatcher.deliver(EVENT, one, "app_uninstalled")
    assert ("E1", TEAM_ID) not in here.forgotten  # still installed for its organisation
    gone |= {"enterprise_id": "E1", "team_id": "E1", "authorizations": []}
    await here.workspace.dispatcher.deliver(EVENT, gone, "app_uninstalled")
    assert await rows(here) == 0
    assert here.forgotten[-1] == ("E1", None)


# Replicas


async def test_a_delivery_to_two_replicas_is_answered_once(here: Installable) -> None:
    await here.install()
    await here.workspace.mention(NOOR, GENERAL, "hello")
    (delivered,) = [exchange for exchange in here.workspace.traffic.exchanges if exchange.name == "app_mention"]
    other = app_on(here.database, FakeRouter(), here.playground)
    app = web.Application()
    other.add_routes(app)
    await other.start()
    async with TestServer(app) as server:
        here.workspace.dispatcher.url = str(server.make_url("/slack/events"))
        assert (await here.workspace.redeliver(delivered)).ok
        assert here.calls().count("chat.postMessage") == 2  # the welcome and the answer
        assert (await here.workspace.mention(NOOR, GENERAL, "and now you")).message.plain == "You asked: and now you"
    await other.stop()


# Logs


async def test_no_token_and_no_text_is_logged(
    here: Installable, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with capture_logs() as logged:
        await here.install(expires_in=60)
        await here.workspace.mention(NOOR, GENERAL, "confidential")
        here.workspace.faults.plan("oauth.v2.access", Fault.LOST_RESPONSE)
        _, state = await here.begin()
        await here.finish(f"code=confidential&state={state}", state)
        await here.finish("error=confidential", state)
        await here.finish("code=confidential&state=forged", "forged")
        async with here.database.begin() as connection:
            await connection.execute(text("ALTER TABLE slack_bots RENAME TO slack_bots_away"))
        try:
            await here.install()
            await here.workspace.uninstall()
        finally:
            async with here.database.begin() as connection:
                await connection.execute(text("ALTER TABLE slack_bots_away RENAME TO slack_bots"))
    written = f"{logged}{caplog.text}{''.join(capsys.readouterr())}"
    for event in ("slack.installed", "slack.not_installed", "slack.install_failed", "slack.answered", "slack.failed"):
        assert event in written
    tokens = here.workspace.grants.tokens | here.workspace.grants.revoked
    assert tokens
    for secret in ("confidential", SECRET, CLIENT_SECRET, KEY, state, "xoxe", "xoxb", *tokens):
        assert secret not in written


@pytest.mark.parametrize(
    ("api_url", "host"),
    [
        ("https://slack.com/api/", "slack.com"),
        ("https://slack-gov.com/api/", "slack-gov.com"),
        ("https://SLACK-GOV.com/api/", "slack-gov.com"),
        ("https://api.slack-gov.com/api/", "slack-gov.com"),
        ("https://notslack-gov.com/api/", "slack.com"),
        ("http://127.0.0.1:3000/api/", "slack.com"),
    ],
)
async def test_govslack_is_installed_on_its_own_pages(api_url: str, host: str, database: AsyncEngine) -> None:
    client = AsyncWebClient(base_url=api_url)
    oauth = OAuth(CLIENT_ID, CLIENT_SECRET, installations(database), OAuthStates(database))
    installer = Installer(client, oauth, lambda _: None)
    app = web.Application()
    installer.add_routes(app)
    async with TestClient(TestServer(app)) as http:
        response = await http.get("/slack/install", allow_redirects=False)
        assert response.headers["Location"].startswith(f"https://{host}/oauth/v2/authorize?")
    page = installer.flow.settings.redirect_uri_page_renderer.render_success_page("A1", "T1")
    assert f'href="https://app.{host}/client/T1"' in page


async def test_both_pages_have_security_headers(here: Installable) -> None:
    answers = [
        await here.http.get(f"{here.playground.url}/slack/install", allow_redirects=False),
        await here.http.get(f"{here.playground.url}/slack/oauth_redirect?error=access_denied"),
        await here.http.get(f"{here.playground.url}/slack/oauth_redirect?code=1&state=2"),
    ]
    assert [answer.status for answer in answers] == [302, 200, 400]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"

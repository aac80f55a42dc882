"""Access control: other hosts, other sites, other people's messages, and secrets."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.app import Bot
from bot.playground.run import local_workspace
from bot.playground.security import COOKIE, Access, is_loopback
from bot.playground.server import Playground, create_playground
from tests.bot.playground.tiny_bot import APP_TOKEN, BOT_TOKEN, SECRET

PAGE = {"X-Playground": "U0RECRUITER"}


@pytest.fixture
async def web() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1:3000", True),
        ("localhost:3000", True),
        ("[::1]:3000", True),
        ("127.0.0.1.nip.io:3000", False),
        ("evil.example", False),
        ("", False),
    ],
)
async def test_hosts(playground: Playground, web: aiohttp.ClientSession, host: str, allowed: bool) -> None:
    assert is_loopback(host) is allowed
    if host:
        async with web.get(playground.url, headers={"Host": host}) as response:
            assert response.status == (200 if allowed else 403)


@pytest.mark.parametrize("path", ["state", "stream", "channel/C0GENERAL", "traffic/1"])
async def test_requests_of_the_page_need_its_header(
    playground: Playground, web: aiohttp.ClientSession, path: str
) -> None:
    async with web.get(f"{playground.url}/_pg/{path}") as response:
        assert response.status == 403


async def test_another_site_cannot_send_a_message(playground: Playground, web: aiohttp.ClientSession) -> None:
    async with web.post(f"{playground.url}/_pg/say", data='{"channel":"C0GENERAL","text":"x"}') as response:
        assert response.status == 403
    assert playground.workspace.messages("general") == []


@pytest.mark.parametrize("path", ["/", "/static/page.js", "/_pg/state", "/nowhere"])
async def test_strict_headers(playground: Playground, web: aiohttp.ClientSession, path: str) -> None:
    async with web.get(playground.url + path, headers=PAGE) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_no_secret_reaches_the_browser(playground: Playground, web: aiohttp.ClientSession) -> None:
    await playground.workspace.say("noor", "general", "/card")
    await playground.workspace.mention("noor", "general", "hello")
    shown = ""
    for path in ("/", "/_pg/state", "/_pg/channel/C0GENERAL", *(f"/_pg/traffic/{n}" for n in range(1, 5))):
        async with web.get(playground.url + path, headers=PAGE) as response:
            shown += await response.text()
    assert "Permanent mission" in shown
    for secret in (SECRET, BOT_TOKEN, APP_TOKEN):
        assert secret not in shown


async def test_nobody_can_press_in_the_ephemeral_message_of_another(
    playground: Playground, web: aiohttp.ClientSession
) -> None:
    card = (await playground.workspace.say("noor", "general", "/card")).message
    act = {"message": f"{card.channel.id}/{card.ts}", "block": "choices", "action": "share", "value": None}
    for persona, status in (("U0LEAD", 400), ("U0RECRUITER", 200)):
        async with web.post(f"{playground.url}/_pg/act", json=act, headers={"X-Playground": persona}) as response:
            assert response.status == status


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
def test_only_loopback_addresses_are_bound(host: str) -> None:
    playground = create_playground(signing_secret=SECRET, bot_token=BOT_TOKEN)
    with pytest.raises(ValueError, match="not a loopback address"):
        playground.bind(host)


async def test_fast_forward_needs_a_visible_channel(playground: Playground, web: aiohttp.ClientSession) -> None:
    channels: list[str] = []

    async def jump(channel: str) -> str:
        channels.append(channel)
        return "It is now tomorrow."

    async def fast_forward(channel: str) -> tuple[int, dict[str, str]]:
        body = {"channel": channel}
        async with web.post(f"{playground.url}/_pg/fast-forward", headers=PAGE, json=body) as response:
            return response.status, await response.json()

    async def is_offered() -> bool:
        async with web.get(f"{playground.url}/_pg/state", headers=PAGE) as response:
            return bool((await response.json())["fast_forward"])

    assert not await is_offered()
    playground.fast_forward = jump
    assert await is_offered()
    assert await fast_forward("C0GENERAL") == (200, {"message": "It is now tomorrow."})
    closed = playground.workspace.add_channel("closed", is_private=True)
    closed.members.clear()
    assert (await fast_forward(closed.id))[0] == 400
    assert (await fast_forward("C0NOWHERE"))[0] == 400
    assert channels == ["C0GENERAL"]


async def test_other_machines_need_the_printed_key(bot: Bot) -> None:
    announced: list[str] = []
    access = Access(announced.append)
    first = access.key
    async with local_workspace(bot, host="0.0.0.0", access=access) as local:
        elsewhere = {"Host": "laptop.example:3000"}
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            for path in ("/", "/?key=wrong", "/?key=é", "/static/page.js", "/_pg/state", "/metrics", "/diagrams/x.png"):
                async with browser.get(local.url + path, headers=PAGE | elsewhere) as response:
                    assert response.status == 403
            for path in ("/healthz", "/readyz"):
                async with browser.get(local.url + path, headers=elsewhere) as response:
                    assert response.status == 200
            async with browser.get(f"{local.url}/?key={first}", headers=elsewhere, allow_redirects=False) as response:
                assert (response.status, response.headers["Location"]) == (303, "/")
                cookie = response.cookies[COOKIE]
            assert cookie["httponly"]
            assert cookie["samesite"] == "Strict"
            signed_in = PAGE | elsewhere | {"Cookie": f"{COOKIE}={cookie.value}"}
            async with browser.get(f"{local.url}/_pg/state", headers=signed_in) as response:
                assert response.status == 200
            seen = await local.workspace.say("noor", "general", "/dragoman ladder counsellor")
            assert seen.messages
            async with browser.get(f"{local.url}/_pg/channel/C0GENERAL", headers=signed_in) as response:
                shown = await response.text()
                assert "playground.invalid" not in shown
                assert "/diagrams/" in shown
        used = f"{local.url}/?key={first}"
        async with aiohttp.ClientSession() as other, other.get(used, headers=elsewhere) as response:
            assert response.status == 403  # it works once
    assert announced == [access.key] != [first]


async def test_the_bots_side_is_closed_without_its_own_token(bot: Bot) -> None:
    async with local_workspace(bot, host="0.0.0.0", access=Access(print)) as local, aiohttp.ClientSession() as web:
        async with web.post(f"{local.api_url}auth.test") as response:
            assert (await response.json())["error"] == "not_authed"
        async with web.post(f"{local.url}/slack/events", data={"command": "/define"}) as response:
            assert response.status == 401
        async with web.get(f"{local.url}/socket?ticket=x") as response:
            assert response.status in (400, 401, 403)

"""The manifest matches what the app listens to."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.db.engine import database_url, open_engine
from bot.slack.app import SlackApp
from bot.slack.inbound import slash_request
from bot.slack.install import OAuth
from bot.slack.installations import OAuthStates
from bot.slack.manifest import manifest, slash_names
from bot.slack.scopes import permissions
from handlers.command import Commands
from handlers.first_steps import Starter
from handlers.registry import find_commands
from tests.bot.slack.fakes import BOT_TOKEN, COMMANDS, SECRET, FakeRouter, World, command
from tests.bot.slack.installing import CLIENT_ID, CLIENT_SECRET, installations

URL = "https://dragoman.example"


def slashes(app_manifest: dict[str, Any]) -> set[str]:
    return {slash["command"] for slash in app_manifest["features"]["slash_commands"]}


def test_http_urls() -> None:
    app_manifest = manifest(find_commands(), url=f"{URL}/")
    endpoint = f"{URL}/slack/events"
    assert {slash["url"] for slash in app_manifest["features"]["slash_commands"]} == {endpoint}
    assert app_manifest["settings"]["event_subscriptions"]["request_url"] == endpoint
    assert app_manifest["settings"]["interactivity"] == {
        "is_enabled": True,
        "request_url": endpoint,
        "message_menu_options_url": endpoint,
    }
    assert app_manifest["settings"]["socket_mode_enabled"] is False


def test_socket_mode_has_no_urls() -> None:
    app_manifest = manifest(find_commands(), socket_mode=True)
    assert "http" not in json.dumps(app_manifest)
    assert app_manifest["settings"]["socket_mode_enabled"] is True


def test_oauth_adds_the_redirect_url_and_uninstall_events() -> None:
    app_manifest = manifest(find_commands(), url=URL, oauth=True)
    assert app_manifest["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]
    assert {"app_uninstalled", "tokens_revoked"} < set(app_manifest["settings"]["event_subscriptions"]["bot_events"])
    assert app_manifest["settings"]["org_deploy_enabled"] is True
    one = manifest(find_commands(), url=URL)
    assert "redirect_urls" not in one["oauth_config"]
    assert "app_uninstalled" not in one["settings"]["event_subscriptions"]["bot_events"]


def test_oauth_needs_an_address_with_socket_mode_too() -> None:
    with pytest.raises(ValueError, match="public address"):
        manifest(find_commands(), socket_mode=True, oauth=True)
    app_manifest = manifest(find_commands(), url=URL, socket_mode=True, oauth=True)
    assert app_manifest["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]
    assert "request_url" not in app_manifest["settings"]["event_subscriptions"]


def test_the_real_commands() -> None:
    app_manifest = manifest(find_commands(), url=URL)
    assert slashes(app_manifest) == {"/define", "/titles", "/questions", "/tip", "/tips", "/dragoman"}
    for slash in app_manifest["features"]["slash_commands"]:
        assert 0 < len(slash["command"]) <= 32
        assert 0 < len(slash["description"]) <= 2_000
        assert "usage_hint" not in slash or 0 < len(slash["usage_hint"]) <= 1_000


def test_scopes() -> None:
    app_manifest = manifest(find_commands(), url=URL)
    assert app_manifest["oauth_config"]["scopes"] == {
        "bot": [
            *("app_mentions:read", "canvases:write", "chat:write", "commands", "files:read", "files:write"),
            *("im:history", "im:write"),
        ],
        "bot_optional": ["canvases:write", "files:read", "files:write", "im:write"],
    }


def test_the_daily_term_needs_more_scopes() -> None:
    without, tips = (
        set(manifest(find_commands(), url=URL, tips=on)["oauth_config"]["scopes"]["bot"]) for on in (False, True)
    )
    assert tips - without == {
        "channels:history",
        "channels:join",
        "channels:read",
        "groups:history",
        "groups:read",
        "im:read",
        "users:read",
    }
    assert without < tips


def test_the_agent_view_is_only_there_if_it_is_asked_for() -> None:
    starters = [Starter(label, f"define {label}") for label in ("DPR", "P-4", "consul", "agrément", "HOM")]
    without, agent = manifest(find_commands(), url=URL), manifest(find_commands(), url=URL, agent=starters)
    assert "agent_view" not in without["features"]
    view = agent["features"]["agent_view"]
    assert 0 < len(view["agent_description"]) <= 300
    assert view["suggested_prompts"][0] == {"title": "DPR", "message": "What is DPR?"}
    assert len(view["suggested_prompts"]) == 4
    scopes = [each["oauth_config"]["scopes"]["bot"] for each in (without, agent)]
    assert set(scopes[1]) - set(scopes[0]) == {"assistant:write"}
    assert agent["settings"] == without["settings"], "it needs no other event"


SCHEMA = Path(__file__).with_name("manifest.schema.json")
"""The official schema (https://github.com/slackapi/manifest-schema). It doesn't know the names of events and scopes."""
PROMPTS = [Starter(label, f"define {label}") for label in ("DPR", "P-4", "consul")]


def combinations() -> Iterator[dict[str, Any]]:
    """All flags in all combinations that are allowed."""
    for socket_mode, oauth, tips, agent, mcp, steps, prefix in product([False, True], repeat=7):
        if not (oauth and steps):
            yield {
                "socket_mode": socket_mode,
                "oauth": oauth,
                "tips": tips,
                "agent": PROMPTS if agent else None,
                "mcp": mcp,
                "workflow_steps": steps,
                "prefix": "acme" if prefix else "",
            }


def test_every_combination_of_flags_is_valid_against_the_official_schema() -> None:
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    commands = find_commands()
    for flags in combinations():
        app_manifest = manifest(commands, url=URL, **flags)
        assert [error.message for error in validator.iter_errors(app_manifest)] == [], flags
        scopes = app_manifest["oauth_config"]["scopes"]
        assert set(scopes["bot_optional"]) <= set(scopes["bot"])
        assert {permission.name for permission in permissions(tips=True, agent=True, mcp=True)} >= set(scopes["bot"])


def test_slackbot_calls_the_tools_with_its_signature() -> None:
    app_manifest = manifest(find_commands(), url=f"{URL}/slack/mcp", socket_mode=True, mcp=True)
    assert app_manifest["mcp_servers"] == {"dragoman": {"url": f"{URL}/slack/mcp", "auth_type": "slack_identity_auth"}}
    assert "mcp:connect" in app_manifest["oauth_config"]["scopes"]["bot"]
    without = manifest(find_commands(), url=URL)
    assert "mcp_servers" not in without
    assert "mcp:connect" not in without["oauth_config"]["scopes"]["bot"]
    with pytest.raises(ValueError, match="public address"):
        manifest(find_commands(), socket_mode=True, mcp=True)


def test_workflow_steps_are_not_for_many_workspaces() -> None:
    app_manifest = manifest(find_commands(), url=URL, workflow_steps=True)
    assert set(app_manifest["functions"]) == {"explain_term", "question_set"}
    assert app_manifest["settings"]["function_runtime"] == "remote"
    assert app_manifest["settings"]["org_deploy_enabled"] is True
    assert "function_executed" in app_manifest["settings"]["event_subscriptions"]["bot_events"]
    assert "functions" not in manifest(find_commands(), url=URL)
    with pytest.raises(ValueError, match="leave out --workflow-steps"):
        manifest(find_commands(), url=URL, oauth=True, workflow_steps=True)


def test_commands_with_a_prefix_are_answered() -> None:
    app_manifest = manifest(COMMANDS, url=URL, prefix="/Acme-")
    assert slashes(app_manifest) == {"/acme-define", "/acme-tip", "/dragoman"}
    form = {"team_id": "T1", "user_id": "U1", "channel_id": "C1", "text": "words"}
    lines = [slash_request({**form, "command": name}, slash_names(COMMANDS)).text for name in slashes(app_manifest)]
    assert sorted(lines) == ["define words", "tip words", "words"]
    assert all("-" not in name for name in slash_names(find_commands())), "what is before the last hyphen is a prefix"


@pytest.mark.parametrize("prefix", ["a b", "ä", "a/b", "x" * 40])
def test_an_invalid_prefix_raises(prefix: str) -> None:
    with pytest.raises(ValueError, match=r"prefix has|longer than"):
        manifest(find_commands(), url=URL, prefix=prefix)


def test_the_icon_has_the_size_that_slack_asks_for() -> None:
    icon = (files("bot.slack") / "icon.png").read_bytes()
    assert icon[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", icon[16:24]) == (512, 512)


def test_the_channels_messages_are_delivered_only_with_the_scopes_of_the_daily_term() -> None:
    events = {
        tips: manifest(find_commands(), url=URL, tips=tips)["settings"]["event_subscriptions"]["bot_events"]
        for tips in (False, True)
    }
    assert events[False] == ["app_home_opened", "app_mention", "message.im"]
    assert set(events[True]) - set(events[False]) == {"message.channels", "message.groups"}


def test_commands_that_take_a_channel_are_escaped() -> None:
    commands = Commands([command("tips", slash=True, takes_channel=True), command("define", slash=True)])
    app_manifest = manifest(commands, url=URL)
    escaped = {slash["command"]: slash["should_escape"] for slash in app_manifest["features"]["slash_commands"]}
    assert escaped == {"/tips": True, "/define": False, "/dragoman": False}


@pytest.mark.parametrize(
    ("pasted", "base"),
    [
        (URL, URL),
        (f"{URL}/", URL),
        (f"{URL}//", URL),
        (f"  {URL}\n", URL),
        (f"<{URL}>", URL),
        (f'"{URL}/slack/events"', URL),
        (f"{URL}/slack/events", URL),
        (f"{URL}/slack/events/", URL),
        (f"{URL}//slack/events", URL),
        (f"{URL}/slack/events/slack/events", URL),
        (f"{URL}/slack/install", URL),
        (f"{URL}/slack/oauth_redirect?code=1&state=2", URL),
        (f"{URL}/#top", URL),
        (f"{URL}:8443/slack/events", f"{URL}:8443"),
        (f"{URL}/behind/a/prefix/slack/events", f"{URL}/behind/a/prefix"),
        (f"{URL}/slack", f"{URL}/slack"),
    ],
)
def test_pasted_addresses_are_normalized(pasted: str, base: str) -> None:
    app_manifest = manifest(find_commands(), url=pasted, oauth=True)
    assert app_manifest["settings"]["event_subscriptions"]["request_url"] == f"{base}/slack/events"
    assert app_manifest["settings"]["interactivity"]["message_menu_options_url"] == f"{base}/slack/events"
    assert {slash["url"] for slash in app_manifest["features"]["slash_commands"]} == {f"{base}/slack/events"}
    assert app_manifest["oauth_config"]["redirect_urls"] == [f"{base}/slack/oauth_redirect"]


NO_ADDRESSES = (
    *(None, "", " ", "http://dragoman.example", "dragoman.example", "/slack/events", "ftp://dragoman.example"),
    *("https://", "https:///", "https:///slack/events", "https:/dragoman.example", "https://:443", "https://?x=1"),
    *(
        "https://localhost",
        "https://drago man.example",
        "https://user:secret@dragoman.example",
        "https://x.example:port",
    ),
)


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_other_addresses_raise(url: str | None) -> None:
    with pytest.raises(ValueError, match="public address"):
        manifest(find_commands(), url=url)


def test_a_too_long_command_raises() -> None:
    with pytest.raises(ValueError, match="longer than the 32"):
        manifest(Commands([command("x" * 32, slash=True)]), url=URL)


def test_a_command_without_arguments_has_no_hint() -> None:
    (tip, _) = manifest(Commands([replace(command("tip", slash=True), usage="tip")]), url=URL)["features"][
        "slash_commands"
    ]
    assert "usage_hint" not in tip


@pytest.mark.parametrize("oauth", [False, True])
def test_the_app_listens_to_exactly_these_events(oauth: bool, tmp_path: Path) -> None:
    engine = open_engine(database_url(None, tmp_path))
    many = OAuth(CLIENT_ID, CLIENT_SECRET, installations(engine), OAuthStates(engine))
    given: dict[str, Any] = {"oauth": many} if oauth else {"bot_token": BOT_TOKEN}
    slack = SlackApp(router=FakeRouter(), signing_secret=SECRET, **given)
    subscribed = set(manifest(COMMANDS, url=URL, oauth=oauth)["settings"]["event_subscriptions"]["bot_events"])
    assert {event.replace("message", "message.im") for event in slack.events} == subscribed


async def test_every_command_of_the_manifest_is_answered(here: World) -> None:
    """Slash commands become command words that the router knows; /dragoman adds none."""
    for slash in slashes(manifest(COMMANDS, url=URL)):
        await here.workspace.say("noor", "general", f"{slash} words")
        word = here.router.last.text.removesuffix("words").strip()
        assert word == ("" if slash == "/dragoman" else slash.removeprefix("/"))
        assert not word or here.router.commands.find(word)
    assert slashes(manifest(COMMANDS, url=URL)) - {"/dragoman"} == {f"/{c.name}" for c in COMMANDS if c.slash}


async def test_every_event_of_the_manifest_is_answered(here: World) -> None:
    assert (await here.workspace.mention("noor", "general", "hello")).message
    assert (await here.workspace.dm("noor", "hello")).message
    assert (await here.workspace.open_home("noor")).home

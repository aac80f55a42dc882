"""Who may set up a channel's term: asked of a workspace that answers as Slack does, scopes held to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.platform import Target
from bot.playground.model import BOT_USER_ID, PERSONAS, Channel
from bot.playground.server import Playground, Registration, create_playground
from bot.playground.slack.faults import Fault
from bot.playground.workspace import Workspace
from bot.slack import directory as asking
from bot.slack.bolt import build_client
from bot.slack.directory import SlackDirectory
from bot.slack.manifest import scopes
from bot.slack.tokens import OneToken
from handlers.daily_term.subscription import Refusal
from handlers.request import Person, Place
from tests.bot.slack.test_daily_post import Source

TOKEN = "xoxb-people"


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    registration = Registration(scopes=scopes(tips=True))
    made = create_playground(signing_secret="secret", bot_token=TOKEN, registration=registration)
    made.bind()
    async with made:
        yield made


@pytest.fixture
def workspace(playground: Playground) -> Workspace:
    return playground.workspace


@pytest.fixture
def client(playground: Playground) -> AsyncWebClient:
    return build_client(playground.api_url)


@pytest.fixture
def people(client: AsyncWebClient) -> SlackDirectory:
    return SlackDirectory(client, OneToken(TOKEN))


@pytest.fixture
def admins_only(client: AsyncWebClient) -> SlackDirectory:
    return SlackDirectory(client, OneToken(TOKEN), admins_only=True)


def person(workspace: Workspace, which: int = 0) -> Person:
    return Person("slack", "T0PLAYGROUND", workspace.personas[which].id)


def named(channel: Channel) -> Place:
    return Place("channel", channel.id)


def within(channel: Channel) -> Place:
    return Place("channel", channel.id, present=True)


def calls(workspace: Workspace) -> list[str]:
    return [each.name for each in workspace.traffic.exchanges]


async def test_whoever_asks_from_the_channel_may_and_one_question_is_enough(
    people: SlackDirectory, workspace: Workspace
) -> None:
    assert await people.refusal(person(workspace), within(workspace.general)) is None
    assert calls(workspace) == ["conversations.info"]


async def test_a_named_channel_is_for_its_members(people: SlackDirectory, workspace: Workspace) -> None:
    assert await people.refusal(person(workspace), named(workspace.general)) is None
    workspace.general.members.discard(workspace.recruiter.id)
    assert await people.refusal(person(workspace), named(workspace.general)) is Refusal.NOT_A_MEMBER
    assert await people.refusal(person(workspace, 1), named(workspace.general)) is None


async def test_a_member_on_a_later_page_counts_and_a_crowd_is_not_searched(
    people: SlackDirectory, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.general.members |= {f"U000{number}" for number in range(9)}
    monkeypatch.setattr(asking, "PAGE", 5)
    assert await people.refusal(person(workspace), named(workspace.general)) is None
    monkeypatch.setattr(asking, "PAGES", 1)
    before = len(calls(workspace))
    assert await people.refusal(person(workspace), named(workspace.general)) is Refusal.TOO_MANY_MEMBERS
    assert calls(workspace)[before:] == ["conversations.info"], "its size is enough to know"
    assert await people.refusal(person(workspace), within(workspace.general)) is None


async def test_a_large_channel_that_takes_too_long_to_search_is_too_large(
    people: SlackDirectory, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "SEARCH_SECONDS", 0.05)
    workspace.faults.plan("conversations.members", Fault.SLOW, seconds=0.3, times=None)
    assert await people.refusal(person(workspace), named(workspace.general)) is Refusal.UNREACHABLE
    monkeypatch.setattr(asking, "PAGE", 2)
    assert await people.refusal(person(workspace), named(workspace.general)) is Refusal.TOO_MANY_MEMBERS


async def test_it_joins_a_public_channel_once_it_is_sure_of_the_person(
    people: SlackDirectory, workspace: Workspace
) -> None:
    channel = workspace.add_channel("missions", with_bot=False)
    channel.members.discard(workspace.lead.id)
    assert await people.refusal(person(workspace, 1), named(channel)) is Refusal.NOT_A_MEMBER
    assert BOT_USER_ID not in channel.members
    assert await people.refusal(person(workspace), named(channel)) is None
    assert BOT_USER_ID in channel.members


async def test_a_private_channel_that_it_is_not_in_it_does_not_even_see(
    people: SlackDirectory, workspace: Workspace
) -> None:
    closed = workspace.add_channel("closed", with_bot=False, is_private=True)
    assert await people.refusal(person(workspace), within(closed)) is Refusal.BOT_NOT_IN_CHANNEL
    closed.members.add(BOT_USER_ID)
    assert await people.refusal(person(workspace), within(closed)) is None


async def test_no_term_comes_to_an_archived_channel(people: SlackDirectory, workspace: Workspace) -> None:
    workspace.general.is_archived = True
    assert await people.refusal(person(workspace), within(workspace.general)) is Refusal.ARCHIVED


async def test_direct_messages_with_the_bot_are_ones_own(people: SlackDirectory, workspace: Workspace) -> None:
    own, others = (workspace.dm_of(workspace.personas[which]) for which in (0, 1))
    assert await people.refusal(person(workspace), Place("direct", own.id, present=True)) is None
    assert await people.refusal(person(workspace), Place("direct", others.id)) is Refusal.NOT_A_MEMBER
    between = Channel("D0BETWEEN", "between", {workspace.lead.id}, im_with=workspace.lead.id)
    workspace.channels[between.id] = between
    answer = await people.refusal(person(workspace, 1), Place("direct", between.id, present=True))
    assert answer is Refusal.BOT_NOT_IN_CHANNEL


async def test_where_only_admins_may(admins_only: SlackDirectory, workspace: Workspace) -> None:
    assert await admins_only.refusal(person(workspace, 0), within(workspace.general)) is Refusal.ADMINS_ONLY
    assert await admins_only.refusal(person(workspace, 2), within(workspace.general)) is None


async def test_in_a_shared_channel_only_ones_own_people_may(people: SlackDirectory, workspace: Workspace) -> None:
    workspace.general.is_ext_shared = True
    stranger = replace(PERSONAS[0], id="U0STRANGER", team="T0OTHER")
    workspace.users[stranger.id] = stranger
    workspace.general.members.add(stranger.id)
    asker = Person("slack", "T0PLAYGROUND", stranger.id)
    assert await people.refusal(asker, within(workspace.general)) is Refusal.OUTSIDER
    assert await people.refusal(person(workspace), within(workspace.general)) is None


@pytest.mark.parametrize("method", ["conversations.info", "conversations.members"])
@pytest.mark.parametrize("fault", [Fault.LOST_RESPONSE, Fault.FAILS_AFTER_ACCEPT])
async def test_nobody_is_let_in_by_a_failure(
    method: str, fault: Fault, people: SlackDirectory, workspace: Workspace
) -> None:
    workspace.faults.plan(method, fault, times=None)
    assert await people.refusal(person(workspace), named(workspace.general)) is Refusal.UNREACHABLE


async def test_a_slash_command_does_not_wait_for_a_limit_to_pass(
    people: SlackDirectory, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "ASKING_SECONDS", 0.2)
    workspace.faults.plan("conversations.info", Fault.RATE_LIMITED, seconds=30, times=None)
    assert await people.refusal(person(workspace), within(workspace.general)) is Refusal.UNREACHABLE


async def test_without_the_scopes_or_the_bot_nobody_may(client: AsyncWebClient, workspace: Workspace) -> None:
    for found in (None, OSError("the database is away")):
        people = SlackDirectory(client, Source([found]))
        assert await people.refusal(person(workspace), within(workspace.general)) is Refusal.UNREACHABLE
    bare = create_playground(
        signing_secret="secret", bot_token=TOKEN, registration=Registration(scopes=scopes(tips=False))
    )
    bare.bind()
    async with bare:
        people = SlackDirectory(build_client(bare.api_url), OneToken(TOKEN))
        assert await people.refusal(person(workspace), within(workspace.general)) is Refusal.SCOPE_MISSING
        assert await people.zone_of(person(workspace)) is None


async def test_a_zone_is_asked_for_once_an_hour(client: AsyncWebClient, workspace: Workspace) -> None:
    now = [0.0]
    people = SlackDirectory(client, OneToken(TOKEN), clock=lambda: now[0])
    assert await people.zone_of(person(workspace, 1)) == "America/New_York"
    workspace.users[workspace.lead.id] = replace(workspace.lead, tz="Asia/Singapore")
    now[0] = asking.KEPT_SECONDS - 1
    assert await people.zone_of(person(workspace, 1)) == "America/New_York"
    now[0] = asking.KEPT_SECONDS
    assert await people.zone_of(person(workspace, 1)) == "Asia/Singapore"


async def test_few_zones_are_remembered(
    people: SlackDirectory, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "KEPT", 2)
    for which in (0, 1, 2, 0):
        await people.zone_of(person(workspace, which))
    assert calls(workspace) == ["users.info"] * 4
    await people.zone_of(person(workspace, 2))
    assert calls(workspace) == ["users.info"] * 4


@pytest.mark.parametrize("tz", ["", "Mars/Olympus", "../etc", "America"])
async def test_a_zone_that_nobody_knows_is_none(tz: str, people: SlackDirectory, workspace: Workspace) -> None:
    workspace.users[workspace.recruiter.id] = replace(workspace.recruiter, tz=tz)
    assert await people.zone_of(person(workspace)) is None


async def test_a_failure_is_not_remembered(people: SlackDirectory, workspace: Workspace) -> None:
    workspace.faults.plan("users.info", Fault.FAILS_AFTER_ACCEPT)
    assert await people.zone_of(person(workspace)) is None
    assert await people.zone_of(person(workspace)) == "Europe/Zurich"


def test_the_target_names_the_organisation(people: SlackDirectory) -> None:
    asker = Person("slack", "T1", "U1", enterprise="E1")
    assert people.target_of(asker, Place("channel", "C1")) == Target("slack", "T1", "C1", enterprise="E1")

"""Permission checks and time zones, against a workspace that answers like Slack and enforces scopes."""

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
from bot.slack import people as people_module
from bot.slack import who_may_post
from bot.slack.bolt import build_client
from bot.slack.manifest import scopes
from bot.slack.people import SlackPeople
from bot.slack.tokens import OneToken
from handlers.daily_term.subscription import Refusal
from handlers.request import Person, Place
from tests.bot.slack.test_daily_post import Source

TOKEN = "xoxb-directory"


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    registration = Registration(scopes=scopes(tips=True))
    playground = create_playground(signing_secret="secret", bot_token=TOKEN, registration=registration)
    playground.bind()
    async with playground:
        yield playground


@pytest.fixture
def workspace(playground: Playground) -> Workspace:
    return playground.workspace


@pytest.fixture
def client(playground: Playground) -> AsyncWebClient:
    return build_client(playground.api_url)


@pytest.fixture
def people(client: AsyncWebClient) -> SlackPeople:
    return SlackPeople(client, OneToken(TOKEN))


@pytest.fixture
def admins_only(client: AsyncWebClient) -> SlackPeople:
    return SlackPeople(client, OneToken(TOKEN), admins_only=True)


def person(workspace: Workspace, which: int = 0) -> Person:
    return Person("slack", "T0PLAYGROUND", workspace.personas[which].id)


def named(channel: Channel) -> Place:
    return Place("channel", channel.id)


def within(channel: Channel) -> Place:
    return Place("channel", channel.id, present=True)


def calls(workspace: Workspace) -> list[str]:
    return [exchange.name for exchange in workspace.traffic.exchanges]


async def test_a_request_from_the_channel_needs_a_single_call(people: SlackPeople, workspace: Workspace) -> None:
    assert await people.refusal(person(workspace), within(workspace.general)) is None
    assert calls(workspace) == ["conversations.info"]


async def test_another_channel_needs_membership(people: SlackPeople, workspace: Workspace) -> None:
    assert await people.refusal(person(workspace), named(workspace.general)) is None
    workspace.general.members.discard(workspace.recruiter.id)
    assert await people.refusal(person(workspace), named(workspace.general)) is Refusal.NOT_A_MEMBER
    assert await people.refusal(person(workspace, 1), named(workspace.general)) is None


async def test_later_pages_are_searched_up_to_a_limit(
    people: SlackPeople, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.general.members |= {f"U000{number}" for number in range(9)}
    monkeypatch.setattr(who_may_post, "PAGE_SIZE", 5)
    assert await people.refusal(person(workspace), named(workspace.general)) is None
    monkeypatch.setattr(who_may_post, "MAX_PAGES", 1)
    before = len(calls(workspace))
    assert await people.refusal(person(workspace), named(workspace.general)) is Refusal.TOO_MANY_MEMBERS
    assert calls(workspace)[before:] == ["conversations.info"], "the member count is enough"
    assert await people.refusal(person(workspace), within(workspace.general)) is None


async def test_a_search_that_times_out_in_a_large_channel_is_too_many_members(
    people: SlackPeople, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(who_may_post, "SEARCH_SECONDS", 0.05)
    workspace.faults.plan("conversations.members", Fault.SLOW, seconds=0.3, times=None)
    assert await people.refusal(person(workspace), named(workspace.general)) is Refusal.UNREACHABLE
    monkeypatch.setattr(who_may_post, "PAGE_SIZE", 2)
    assert await people.refusal(person(workspace), named(workspace.general)) is Refusal.TOO_MANY_MEMBERS


async def test_it_joins_a_public_channel_after_checking_the_person(people: SlackPeople, workspace: Workspace) -> None:
    channel = workspace.add_channel("missions", with_bot=False)
    channel.members.discard(workspace.lead.id)
    assert await people.refusal(person(workspace, 1), named(channel)) is Refusal.NOT_A_MEMBER
    assert BOT_USER_ID not in channel.members
    assert await people.refusal(person(workspace), named(channel)) is None
    assert BOT_USER_ID in channel.members


async def test_a_private_channel_without_the_bot_is_refused(people: SlackPeople, workspace: Workspace) -> None:
    closed = workspace.add_channel("closed", with_bot=False, is_private=True)
    assert await people.refusal(person(workspace), within(closed)) is Refusal.BOT_NOT_IN_CHANNEL
    closed.members.add(BOT_USER_ID)
    assert await people.refusal(person(workspace), within(closed)) is None


async def test_an_archived_channel_is_refused(people: SlackPeople, workspace: Workspace) -> None:
    workspace.general.is_archived = True
    assert await people.refusal(person(workspace), within(workspace.general)) is Refusal.ARCHIVED


async def test_only_ones_own_direct_message_with_the_bot_is_allowed(people: SlackPeople, workspace: Workspace) -> None:
    own, others = (workspace.dm_of(workspace.personas[which]) for which in (0, 1))
    assert await people.refusal(person(workspace), Place("direct", own.id, present=True)) is None
    assert await people.refusal(person(workspace), Place("direct", others.id)) is Refusal.NOT_A_MEMBER
    between = Channel("D0BETWEEN", "between", {workspace.lead.id}, im_with=workspace.lead.id)
    workspace.channels[between.id] = between
    answer = await people.refusal(person(workspace, 1), Place("direct", between.id, present=True))
    assert answer is Refusal.BOT_NOT_IN_CHANNEL


async def test_admins_only(admins_only: SlackPeople, workspace: Workspace) -> None:
    assert await admins_only.refusal(person(workspace, 0), within(workspace.general)) is Refusal.ADMINS_ONLY
    assert await admins_only.refusal(person(workspace, 2), within(workspace.general)) is None


async def test_other_companies_people_are_refused_in_a_shared_channel(
    people: SlackPeople, workspace: Workspace
) -> None:
    workspace.general.is_ext_shared = True
    stranger = replace(PERSONAS[0], id="U0STRANGER", team="T0OTHER")
    workspace.users[stranger.id] = stranger
    workspace.general.members.add(stranger.id)
    asker = Person("slack", "T0PLAYGROUND", stranger.id)
    assert await people.refusal(asker, within(workspace.general)) is Refusal.OUTSIDER
    assert await people.refusal(person(workspace), within(workspace.general)) is None


@pytest.mark.parametrize("method", ["conversations.info", "conversations.members"])
@pytest.mark.parametrize("fault", [Fault.LOST_RESPONSE, Fault.FAILS_AFTER_ACCEPT])
async def test_a_failed_check_is_a_refusal(
    method: str, fault: Fault, people: SlackPeople, workspace: Workspace
) -> None:
    workspace.faults.plan(method, fault, times=None)
    assert await people.refusal(person(workspace), named(workspace.general)) is Refusal.UNREACHABLE


async def test_a_rate_limited_check_times_out(
    people: SlackPeople, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(who_may_post, "PERMISSION_SECONDS", 0.2)
    workspace.faults.plan("conversations.info", Fault.RATE_LIMITED, seconds=30, times=None)
    assert await people.refusal(person(workspace), within(workspace.general)) is Refusal.UNREACHABLE


async def test_missing_tokens_and_scopes_are_refusals(client: AsyncWebClient, workspace: Workspace) -> None:
    for token in (None, OSError("the database is away")):
        people = SlackPeople(client, Source([token]))
        assert await people.refusal(person(workspace), within(workspace.general)) is Refusal.UNREACHABLE
    bare = create_playground(
        signing_secret="secret", bot_token=TOKEN, registration=Registration(scopes=scopes(tips=False))
    )
    bare.bind()
    async with bare:
        people = SlackPeople(build_client(bare.api_url), OneToken(TOKEN))
        assert await people.refusal(person(workspace), within(workspace.general)) is Refusal.SCOPE_MISSING
        assert await people.zone_of(person(workspace)) is None


async def test_a_zone_is_cached_for_an_hour(client: AsyncWebClient, workspace: Workspace) -> None:
    now = [0.0]
    people = SlackPeople(client, OneToken(TOKEN), clock=lambda: now[0])
    assert await people.zone_of(person(workspace, 1)) == "America/New_York"
    workspace.users[workspace.lead.id] = replace(workspace.lead, tz="Asia/Singapore")
    now[0] = people_module.ZONE_CACHE_SECONDS - 1
    assert await people.zone_of(person(workspace, 1)) == "America/New_York"
    now[0] = people_module.ZONE_CACHE_SECONDS
    assert await people.zone_of(person(workspace, 1)) == "Asia/Singapore"


async def test_the_zone_cache_is_bounded(client: AsyncWebClient, workspace: Workspace) -> None:
    people = SlackPeople(client, OneToken(TOKEN), zone_cache_size=2)
    for which in (0, 1, 2, 0):
        await people.zone_of(person(workspace, which))
    assert calls(workspace) == ["users.info"] * 4
    await people.zone_of(person(workspace, 2))
    assert calls(workspace) == ["users.info"] * 4


@pytest.mark.parametrize("tz", ["", "Mars/Olympus", "../etc", "America"])
async def test_an_unknown_zone_is_none(tz: str, people: SlackPeople, workspace: Workspace) -> None:
    workspace.users[workspace.recruiter.id] = replace(workspace.recruiter, tz=tz)
    assert await people.zone_of(person(workspace)) is None


async def test_a_failed_zone_lookup_is_not_cached(people: SlackPeople, workspace: Workspace) -> None:
    workspace.faults.plan("users.info", Fault.FAILS_AFTER_ACCEPT)
    assert await people.zone_of(person(workspace)) is None
    assert await people.zone_of(person(workspace)) == "Europe/Zurich"


def test_the_target_includes_the_organisation(people: SlackPeople) -> None:
    asker = Person("slack", "T1", "U1", enterprise="E1")
    assert people.target_of(asker, Place("channel", "C1")) == Target("slack", "T1", "C1", enterprise="E1")

"""The daily term's form over Slack's wire: opened, completed, submitted, confirmed and reopened with its values."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time

import pytest

from bot.app import Bot
from bot.playground.blockkit import find_control
from bot.playground.run import local_workspace
from bot.playground.workspace import Workspace
from bot.router import Router
from handlers.daily_term.subscription import Subscription
from tests.conftest import NOW
from tests.support.in_memory_subscriptions import InMemorySubscriptions


@pytest.fixture
def keeping() -> InMemorySubscriptions:
    """Subscriptions in memory."""
    return InMemorySubscriptions(lambda: NOW)


@pytest.fixture
async def workspace(bot: Bot, keeping: InMemorySubscriptions) -> AsyncIterator[Workspace]:
    """A workspace whose bot stores subscriptions in memory."""
    services = replace(bot.services, subscriptions=keeping, now=lambda: NOW)
    async with local_workspace(Bot(bot.live, services, Router(services))) as local:
        yield local.workspace


async def test_a_channel_is_set_up_and_changed_with_the_form(
    workspace: Workspace, keeping: InMemorySubscriptions
) -> None:
    me, general = workspace.recruiter, workspace.general
    seen = await workspace.say(me, general, "/tips")
    opened = await workspace.press(me, seen, "Set up")
    offered = await workspace.suggest(me, opened, "zone", "kathm")
    assert "Kathmandu" in {option["value"] for option in offered}
    values = {"time": "07:45", "zone": "Kathmandu", "days": ["sun", "mon"], "fields": ["consular", "protocol"]}
    answer = await workspace.submit(me, opened, values)
    assert "Done. Mondays and Sundays at 07:45, Kathmandu time" in answer.text
    plan = Subscription(time(7, 45), "Asia/Kathmandu", frozenset({6, 0}), ("consular", "protocol"))
    assert keeping.plans == {general.id: plan}

    again = await workspace.press(me, answer, "Change")
    await workspace.submit(me, again, {"fields": []})
    assert keeping.plans[general.id] == Subscription(plan.time, plan.zone, plan.weekdays, ())


async def test_every_day_and_field_that_is_offered_can_be_chosen(
    workspace: Workspace, keeping: InMemorySubscriptions, bot: Bot
) -> None:
    me = workspace.recruiter
    await workspace.dm(me, "tips on 9 Geneva")
    opened = await workspace.press(me, await workspace.dm(me, "tips"), "Change")
    chosen = {
        name: [option["value"] for option in find_control(opened.view.blocks, name).element["options"]]
        for name in ("days", "fields")
    }
    await workspace.submit(me, opened, chosen)
    (plan,) = keeping.plans.values()
    assert plan.weekdays == frozenset(range(7))
    assert plan.fields == tuple(field.id for field in bot.router.services.library.fields)


async def test_a_channel_is_set_up_from_the_home_tab(workspace: Workspace, keeping: InMemorySubscriptions) -> None:
    me, general = workspace.recruiter, workspace.general
    page = await workspace.open_home(me)
    opened = await workspace.press(me, page, "Set up for a channel")
    await workspace.suggest(me, opened, "zone", "geneva")
    answer = await workspace.submit(me, opened, {"zone": "Geneva", "channel": general.id})
    assert "Done. Weekdays at 09:00, Geneva time." in answer.text
    assert set(keeping.plans) == {general.id}
    page = await workspace.open_home(me)
    assert f"#{general.id}: Weekdays at 09:00, Geneva time." in page.text
    stopping = await workspace.press(me, page, "Turn off")
    await workspace.press(me, stopping, "Turn off")
    assert keeping.plans == {}

"""What handlers may do with subscriptions, over real records on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.daily_term import failure_reasons as reasons
from bot.daily_term.daily_terms import DailyTerms
from bot.daily_term.fast_forward import ENDED, NOTHING, FastForward
from bot.daily_term.service import DailyTermService
from bot.daily_term.tables import subscriptions
from bot.platform import Left, Moved, Refused, Target
from bot.services import BotServices
from bot.slack.daily_post import GONE
from bot.slack.outbox import DEAD
from bot.teams import daily_post as teams
from bot.teams.errors import NOT_IN_CONVERSATION
from bot.workspace_data.deletion import delete_workspace
from handlers.daily_term.subscription import EVERY_DAY, DeliveryOutcome, Ended, Refusal, Skip, Subscription
from handlers.request import Person, Place
from tests.bot.daily_term.world import MONDAY, World

ANNA = Person("slack", "T1", "U1", enterprise="E1")
BEN = replace(ANNA, user="U2")
HERE, THERE = Place("channel", "C1", present=True), Place("channel", "C2")
AT_NINE = Subscription(time(9), "Europe/Zurich")


@dataclass
class Asked:
    """A platform that refuses what it is told to, and remembers what it was asked."""

    answer: Refusal | None = None
    places: list[Place] = field(default_factory=list)
    how_to_add_me: str = "To add me, ring the bell."

    async def refusal(self, person: Person, place: Place) -> Refusal | None:
        self.places.append(place)
        return self.answer

    async def zone_of(self, person: Person) -> str | None:
        return "Asia/Singapore"

    async def is_admin(self, person: Person) -> bool | None:
        return None

    async def admins(self, workspace: str, enterprise: str | None = None) -> tuple[str, ...]:
        return ()

    def target_of(self, person: Person, place: Place) -> Target:
        return Target("slack", person.workspace, place.channel or "", enterprise=person.enterprise, address="x")


@dataclass
class Kept:
    """The service over a world whose clock stands on a Monday at eight in UTC."""

    world: World
    platform: Asked = field(default_factory=Asked)
    woken: int = 0

    def __post_init__(self) -> None:
        self.service = DailyTermService(self.world.store, {"slack": self.platform}, self.wake, self.now)

    def wake(self) -> None:
        self.woken += 1

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.world.clock.shift)


@pytest.fixture
def kept(world: World) -> Kept:
    return Kept(world)


def hours(*days: int, hour: int = 9) -> list[str]:
    return [f"2026-11-{day} {hour:02}:00+01:00" for day in days]


def shown(times: tuple[datetime, ...]) -> list[str]:
    return [f"{each:%Y-%m-%d %H:%M}{each:%z}"[:-2] + ":00" for each in times]


async def test_a_subscription_is_begun_changed_found_and_ended(kept: Kept) -> None:
    service = kept.service
    assert await service.find(ANNA, HERE) is None
    begun = await service.save(ANNA, HERE, AT_NINE)
    assert (begun.subscription, begun.channel, begun.deliveries) == (AT_NINE, "C1", ())
    assert shown(begun.next_times) == hours(24, 25, 26)  # it is nine already in Zurich
    assert await service.find(BEN, HERE) == begun
    assert await service.find(ANNA, THERE) is None
    assert await service.find(replace(ANNA, workspace="T2", enterprise=None), HERE) is None
    assert await service.find(replace(ANNA, workspace="T2", enterprise="E2"), HERE) is None

    later = replace(AT_NINE, time=time(11))
    assert shown((await service.save(BEN, HERE, later)).next_times) == hours(23, 24, 25, hour=11)
    assert await service.remove(ANNA, HERE)
    assert not await service.remove(ANNA, HERE)
    assert await service.find(ANNA, HERE) is None
    assert kept.woken == 3


async def test_what_was_posted_today_is_told_and_not_promised_again(kept: Kept) -> None:
    await kept.service.save(ANNA, HERE, replace(AT_NINE, time=time(10)))
    await kept.world.day(MONDAY)
    status = await kept.service.save(ANNA, HERE, replace(AT_NINE, time=time(18)))
    assert shown(status.next_times) == hours(24, 25, 26, hour=18)
    (delivery,) = status.deliveries
    assert (delivery.day, delivery.outcome) == (date(2026, 11, 23), DeliveryOutcome.SENT)
    assert delivery.entry in ("Anchor", "Berth", "Canal")


async def test_a_channel_that_workspaces_of_an_organisation_share_has_one(kept: Kept) -> None:
    service, other = kept.service, replace(BEN, workspace="T2")
    await service.save(ANNA, HERE, replace(AT_NINE, time=time(10)))
    assert await service.find(other, HERE) == await service.find(ANNA, HERE)
    changed = await service.save(other, HERE, replace(AT_NINE, time=time(10), weekdays=EVERY_DAY))
    assert await service.find(ANNA, HERE) == changed
    await kept.world.day(MONDAY)
    assert kept.world.channels.count == 1
    stranger = replace(BEN, workspace="T9", enterprise="E9")
    assert not await service.remove(stranger, HERE)
    assert await service.remove(other, HERE)
    assert await service.find(ANNA, HERE) is None
    await service.save(other, HERE, AT_NINE)
    async with kept.world.engine.connect() as connection:
        assert len((await connection.execute(subscriptions.select())).all()) == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("not_in_channel", "I'm not in this channel any more. Invite me again"),
        ("token_revoked", "I'm not installed here any more. An admin can install me again"),
        ("some_new_code", "the reason given is “some_new_code”"),
    ],
)
async def test_people_are_told_what_to_do_where_it_failed(kept: Kept, code: str, words: str) -> None:
    await kept.service.save(ANNA, HERE, replace(AT_NINE, time=time(10)))
    kept.world.channels.outcomes = [Refused(code)]
    await kept.world.day(MONDAY)
    status = await kept.service.find(ANNA, HERE)
    assert status is not None
    assert [(each.outcome, each.reason) for each in status.deliveries] == [(DeliveryOutcome.FAILED, words)]


def test_every_code_of_ours_has_words() -> None:
    ours = [
        value for name, value in vars(reasons).items() if name.isupper() and isinstance(value, str) and name[0] != "_"
    ]
    assert len(ours) == 6
    assert all(reasons.in_words(code) and code not in reasons.in_words(code) for code in (*ours, *GONE, *DEAD))
    assert reasons.in_words("") == ""


@pytest.mark.parametrize(
    "code",
    [
        *(
            "account_inactive",
            "channel_not_found",
            "ekm_access_denied",
            "invalid_auth",
            "invalid_blocks",
            "is_archived",
        ),
        *("missing_scope", "msg_too_long", "no_permission", "not_in_channel", "restricted_action", "token_expired"),
        *("restricted_action_read_only_channel", "restricted_action_thread_only_channel", "team_access_not_granted"),
        *("BotDisabledByAdmin", "BotNotInConversationRoster", "ConversationNotFound", "ForbiddenOperationException"),
        *("MessageSizeTooBig", "MessageWritesBlocked", "no_history", "not_installed", "too_many_messages"),
    ],
)
def test_the_platforms_documented_codes_have_words(code: str) -> None:
    assert code not in reasons.in_words(code)


async def test_the_latest_terms_are_the_channels_own_newest_first(kept: Kept) -> None:
    here = await kept.world.subscribe("C1")
    await kept.world.subscribe("C2")
    for day in range(4):
        await kept.world.day(MONDAY + timedelta(days=day))
    days = [delivery.day.day for delivery in await kept.world.store.latest(here.id)]
    assert days == [26, 25, 24, 23]
    assert [delivery.day.day for delivery in await kept.world.store.latest(here.id, 2)] == [26, 25]


async def test_a_zone_that_is_not_known_any_more_is_told(kept: Kept) -> None:
    stored = await kept.world.subscribe()
    async with kept.world.engine.begin() as connection:
        broken = subscriptions.update().where(subscriptions.c.id == stored.id)
        await connection.execute(broken.values(zone="Atlantis/Capital"))
    assert [each.next_times for each in await kept.service.list_of(ANNA)] == [()]
    await kept.world.day(MONDAY)
    status = await kept.service.find(ANNA, HERE)
    assert status is not None
    assert [each.reason for each in status.deliveries] == [reasons.in_words(reasons.UNREADABLE)]
    assert await kept.service.remove(ANNA, HERE)


async def test_where_no_date_is_left_there_is_no_next_time(kept: Kept) -> None:
    never = replace(AT_NINE, skips=(Skip(date(2026, 1, 1), date(9999, 12, 31)),))
    assert (await kept.service.save(ANNA, HERE, never)).next_times == ()
    assert kept.service.next_times(never) == ()


async def test_the_front_page_lists_what_one_has_set_up(kept: Kept) -> None:
    await kept.service.save(ANNA, HERE, AT_NINE)
    await kept.service.save(BEN, THERE, AT_NINE)
    assert [status.channel for status in await kept.service.list_of(ANNA)] == ["C1"]
    assert [status.channel for status in await kept.service.list_of(BEN)] == ["C2"]
    assert await kept.service.list_of(replace(ANNA, workspace="T2")) == ()


async def test_the_target_is_the_platforms(kept: Kept) -> None:
    await kept.service.save(ANNA, HERE, AT_NINE)
    stored = await kept.world.store.find("slack", "T1", "C1")
    assert stored is not None
    assert stored.target == Target("slack", "T1", "C1", enterprise="E1", address="x")


async def test_the_platform_is_asked_who_may(kept: Kept) -> None:
    assert await kept.service.refusal(ANNA, HERE) is None
    kept.platform.answer = Refusal.NOT_A_MEMBER
    assert await kept.service.refusal(ANNA, THERE) is Refusal.NOT_A_MEMBER
    assert kept.platform.places == [HERE, THERE]
    assert await kept.service.zone_of(ANNA) == "Asia/Singapore"


async def test_where_nothing_can_be_posted_nothing_is_kept(kept: Kept) -> None:
    terminal = Person("terminal", "", "me")
    assert await kept.service.refusal(terminal, HERE) is Refusal.NOT_KEPT
    assert await kept.service.refusal(ANNA, Place("direct")) is Refusal.NOT_KEPT
    assert await kept.service.zone_of(terminal) is None
    assert await kept.service.find(ANNA, Place("direct")) is None
    assert not await kept.service.remove(ANNA, Place("direct"))
    assert kept.platform.places == []


def test_countries() -> None:
    service = DailyTermService(None, {}, lambda: None, lambda: MONDAY)  # type: ignore[arg-type] # it is not asked
    found = service.find_calendar("Switzerland").country
    assert found is not None
    assert found.code == "CH"


# Letting time go by


def forward(world: World, jumps: list[float], wake: Callable[[], None]) -> FastForward:
    return FastForward(world.store, world.clock, jumps.append, wake)


async def test_the_next_term_comes_now(database: AsyncEngine, kept: Kept) -> None:
    jumps: list[float] = []
    jump = forward(kept.world, jumps, kept.wake)
    assert await jump("slack", "T1", "C1") == NOTHING
    await kept.service.save(ANNA, HERE, replace(AT_NINE, weekdays=EVERY_DAY))
    assert await jump("slack", "T1", "C1") == "It is now Tue 24 Nov 2026, 09:00 in Europe/Zurich."
    assert jumps == [pytest.approx(24 * 3600, abs=60)]
    assert kept.woken == 2
    assert await kept.world.planner.plan() == 1  # it is due
    assert await jump("slack", "T1", "C1") == "It is now Wed 25 Nov 2026, 09:00 in Europe/Zurich."


async def test_a_term_that_is_due_already_moves_no_clock(kept: Kept) -> None:
    await kept.service.save(ANNA, HERE, replace(AT_NINE, time=time(10), place="Geneva"))
    kept.world.at(MONDAY + timedelta(minutes=5))
    before, jumps = kept.world.clock.shift, list[float]()
    jump = forward(kept.world, jumps, kept.wake)
    assert await jump("slack", "T1", "C1") == "It is now Mon 23 Nov 2026, 10:00 in Geneva."
    assert (kept.world.clock.shift, jumps) == (before, [0.0])


async def test_where_nothing_is_to_come_time_stands_still(kept: Kept) -> None:
    never = replace(AT_NINE, skips=(Skip(date(2026, 1, 1), date(9999, 12, 31)),))
    await kept.service.save(ANNA, HERE, never)
    before, jumps = kept.world.clock.shift, list[float]()
    assert await forward(kept.world, jumps, kept.wake)("slack", "T1", "C1") == ENDED
    assert (kept.world.clock.shift, jumps) == (before, [])


@pytest.mark.parametrize("code", sorted(GONE | teams.GONE))
async def test_a_subscription_that_ended_by_itself_says_when_and_why_until_it_begins_again(
    kept: Kept, code: str
) -> None:
    service, world = kept.service, kept.world
    await service.save(ANNA, HERE, AT_NINE)
    world.channels.outcomes = [Refused(code, gone=True)]
    await world.day(MONDAY + timedelta(days=1))
    found = await service.find(ANNA, HERE)
    assert found
    assert found.ended == Ended(date(2026, 11, 24), reasons.in_words(code))
    assert "nvite" not in found.ended.reason
    assert found.next_times == ()
    assert [each.ended for each in await service.list_of(ANNA)] == [found.ended]
    assert not await service.remove(ANNA, HERE)
    begun = await service.save(BEN, HERE, AT_NINE)
    assert begun.ended is None
    assert await service.remove(ANNA, HERE)
    assert await service.find(ANNA, HERE) is None
    assert await service.list_of(BEN) == ()


async def test_what_ended_in_a_zone_that_is_not_known_any_more_has_the_date_in_utc(kept: Kept) -> None:
    stored = await kept.world.subscribe()
    kept.world.channels.outcomes = [Refused("is_archived", gone=True)]
    await kept.world.day(MONDAY + timedelta(days=1))
    async with kept.world.engine.begin() as connection:
        broken = subscriptions.update().where(subscriptions.c.id == stored.id)
        await connection.execute(broken.values(zone="Atlantis/Capital"))
    found = await kept.service.find(ANNA, HERE)
    assert found is not None
    assert found.ended is not None
    assert found.ended.day == date(2026, 11, 24)


async def test_the_list_forgets_what_ended_long_ago(kept: Kept) -> None:
    await kept.service.save(ANNA, HERE, AT_NINE)
    kept.world.channels.outcomes = [Refused("is_archived", gone=True)]
    await kept.world.day(MONDAY + timedelta(days=1))
    kept.world.at(MONDAY + timedelta(days=32))
    assert await kept.service.list_of(ANNA) == ()
    assert await kept.service.find(ANNA, HERE)


async def test_a_bot_that_was_taken_out_of_a_conversation_ends_its_subscription(kept: Kept) -> None:
    store = kept.world.store
    await store.save(Target("teams", "T1", "19:1"), "U1", AT_NINE)
    terms = DailyTerms(kept.world.engine, lambda: kept.world.library, kept.world.clock)
    await terms.on_event(Left("teams", "T1", channel="19:1", reason=NOT_IN_CONVERSATION))
    assert await store.find("teams", "T1", "19:1") is None
    ended = await store.find_ended("teams", "T1", "19:1")
    assert ended
    assert (ended.ended_at is not None, ended.ended_reason) == (True, NOT_IN_CONVERSATION)


async def test_events_of_a_platform_reach_the_subscriptions_they_concern(kept: Kept) -> None:
    store = kept.world.store
    for workspace, channel in (("T1", "19:1"), ("T1", "19:2"), ("T2", "19:3"), ("T3", "19:4")):
        await store.save(Target("teams", workspace, channel, "E3" if workspace == "T3" else None, "old"), "U1", AT_NINE)
    terms = DailyTerms(kept.world.engine, lambda: kept.world.library, kept.world.clock)
    await terms.on_event(Moved("teams", "T1", "19:1", "new"))
    addresses = [await store.find("teams", "T1", "19:1"), await store.find("teams", "T1", "19:2")]
    assert [stored and stored.target.address for stored in addresses] == ["new", "old"]
    await delete_workspace(kept.world.engine, Left("teams", "T1"))
    assert [await store.find("teams", "T1", channel) for channel in ("19:1", "19:2")] == [None, None]
    assert await store.find("teams", "T2", "19:3")
    await delete_workspace(kept.world.engine, Left("teams", None, enterprise="E3"))
    assert await store.find("teams", "T3", "19:4") is None
    assert await store.find("teams", "T2", "19:3")


async def test_handlers_get_the_service_and_the_clock_of_what_is_due(kept: Kept, services: BotServices) -> None:
    terms = DailyTerms(kept.world.engine, lambda: kept.world.library, kept.world.clock)
    provided = terms.provide(services)
    assert provided.subscriptions is terms.service
    assert timedelta(0) <= provided.now() - MONDAY.replace(hour=8) < timedelta(minutes=1)
    assert await terms.problem() == ""

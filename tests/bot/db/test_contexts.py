"""Contexts across replicas: follow-ups go on, rows expire, and nothing that was typed is in them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import URL, func, select
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from bot.contexts import MOST, SECONDS, Context
from bot.db.clock import Clock
from bot.db.contexts import PRUNE_SECONDS, DatabaseContexts
from bot.db.engine import open_engine
from bot.db.tables import contexts
from bot.router import Router
from bot.services import BotServices
from bot.settings import Settings
from content.models import Level
from handlers.plain_text import plain_text_of
from handlers.request import Person, Place, Request
from handlers.topic import Topic

ANNA, BEN = Person("slack", "T1", "U1"), Person("slack", "T1", "U2")
DIRECT = Request("", ANNA, Place("direct", "D1"))
THREAD = Request("", ANNA, Place("channel", "C1", "1700000000.000100", public=True, present=True))
BEN_IN_THREAD = replace(THREAD, person=BEN)
TOPIC = Topic(
    "questions",
    ("Consul", "Attaché"),
    Level.SENIOR,
    3,
    offered=True,
    kit="N8DB-9J00-000F-29MW",
    minutes=30,
    subject="integrity",
    kind="languages",
    grade="P-3",
    languages=("French",),
    places=("Geneva",),
    asked=("7y", "in Bern"),
)


class Timer:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def replicas(database: AsyncEngine) -> AsyncIterator[tuple[DatabaseContexts, DatabaseContexts]]:
    yield DatabaseContexts(database, "secret"), DatabaseContexts(database, "secret")


Replicas = tuple[DatabaseContexts, DatabaseContexts]


async def test_another_replica_recalls_the_whole_topic(replicas: Replicas) -> None:
    one, other = replicas
    one.remember(DIRECT, TOPIC)
    await one.settle()
    assert await other.recall(DIRECT) == TOPIC
    assert await other.recall(replace(DIRECT, person=BEN)) is None


async def test_a_topic_is_recalled_before_it_is_saved(replicas: Replicas) -> None:
    one, other = replicas
    one.remember(DIRECT, Topic("define", ("Consul",)))
    one.remember(DIRECT, TOPIC)
    whole = replace(TOPIC, before=("Consul",))
    assert await one.recall(DIRECT) == whole
    await one.settle()
    assert await other.recall(DIRECT) == whole


async def test_a_later_answer_of_another_replica_counts(replicas: Replicas) -> None:
    one, other = replicas
    for replica, command in ((one, "define"), (other, "titles"), (one, "levels")):
        replica.remember(DIRECT, Topic(command))
        await replica.settle()
        assert await one.recall(DIRECT) == await other.recall(DIRECT) == Topic(command)


async def test_a_thread_continues_for_one_person_until_somebody_else_writes(replicas: Replicas) -> None:
    one, other = replicas
    one.remember(THREAD, TOPIC)
    await one.settle()
    assert await other.recall_closest(THREAD) == Context(TOPIC, continues=True)
    assert await other.recall_closest(BEN_IN_THREAD) == Context(TOPIC, continues=False)
    await other.interrupt(BEN_IN_THREAD)
    assert await one.recall_closest(THREAD) == Context(TOPIC, continues=False)
    assert await one.recall(BEN_IN_THREAD) == TOPIC


async def test_a_press_changes_the_topic_but_not_with_whom_the_thread_continues(replicas: Replicas) -> None:
    one, other = replicas
    pressed = Topic("titles", ("Consul",))
    one.remember(replace(BEN_IN_THREAD, pressed=True), TOPIC)
    await one.settle()
    assert await other.recall_closest(BEN_IN_THREAD) == Context(TOPIC, continues=False)
    one.remember(THREAD, TOPIC)
    one.remember(replace(BEN_IN_THREAD, pressed=True), pressed)
    assert await one.recall_closest(THREAD) == Context(pressed.after(TOPIC), continues=True)
    await one.settle()
    other.remember(replace(BEN_IN_THREAD, pressed=True), TOPIC)
    await other.settle()
    assert await one.recall_closest(THREAD) == Context(TOPIC.after(pressed), continues=True)


async def test_an_unsaved_thread_can_be_interrupted(replicas: Replicas) -> None:
    one, other = replicas
    one.remember(THREAD, TOPIC)
    await one.interrupt(BEN_IN_THREAD)
    await one.settle()
    assert await other.recall_closest(THREAD) == Context(TOPIC, continues=False)


async def test_another_secret_finds_nothing(database: AsyncEngine) -> None:
    one, other = DatabaseContexts(database, "secret"), DatabaseContexts(database, "another")
    one.remember(DIRECT, TOPIC)
    await one.settle()
    assert await other.recall(DIRECT) is None


async def test_contexts_expire_after_a_quarter_of_an_hour_and_are_deleted(database: AsyncEngine) -> None:
    clock, timer = Clock(), Timer()
    replica = DatabaseContexts(database, "secret", clock, timer)

    async def count() -> int:
        async with database.connect() as connection:
            return (await connection.execute(select(func.count()).select_from(contexts))).scalar_one()

    replica.remember(DIRECT, TOPIC)
    await replica.settle()
    clock.shift = SECONDS - 5
    assert await replica.recall(DIRECT) == TOPIC
    clock.shift = SECONDS + 1
    assert await replica.recall(DIRECT) is None
    assert await count() == 1
    timer.now = PRUNE_SECONDS
    replica.remember(replace(DIRECT, person=BEN), TOPIC)
    await replica.settle()
    assert await count() == 1
    assert await replica.recall(replace(DIRECT, person=BEN)) == TOPIC


async def test_without_a_database_only_the_context_is_lost(empty_database: URL) -> None:
    engine = open_engine(empty_database)  # without tables
    replica = DatabaseContexts(engine, "secret")
    with capture_logs() as logs:
        replica.remember(THREAD, TOPIC)
        await replica.settle()
        assert await replica.recall(THREAD) is None
        await replica.interrupt(THREAD)
    assert [entry["doing"] for entry in logs] == ["remember", "recall", "interrupt"]
    assert {key for entry in logs for key in entry} == {"event", "doing", "error", "log_level"}
    await engine.dispose()


async def test_unsaved_contexts_are_bounded(database: AsyncEngine) -> None:
    replica = DatabaseContexts(database, "secret")
    for number in range(MOST + 10):
        replica.remember(replace(DIRECT, person=replace(ANNA, user=str(number))), TOPIC)
    assert len(replica._unsaved) < MOST
    await replica.stop()


async def test_a_follow_up_to_another_replica_is_understood(replicas: Replicas, services: BotServices) -> None:
    """The second line of each pair goes to the other replica."""
    routers = [Router(services, replica) for replica in replicas]
    pairs = [
        ("what is a consul", "titles?", "Titles for Consul"),
        ("questions 1 mid consul", "more", "Mid questions: Consul\nMid: 5–12 years.\n2. "),
        ("what is a vice consul", "and for juniors?", "Junior questions: Vice Consul"),
        ("compare consul, ambassador", "the second one", "Ambassador"),
        ("define consul", "the other one", "Ambassador"),
        ("define embassy", "compare both", "Ambassador and Embassy"),
    ]
    for first, second, begins in pairs:
        await routers[0].answer(replace(DIRECT, text=first))
        await replicas[0].settle()
        assert plain_text_of(await routers[1].answer(replace(DIRECT, text=second))).startswith(begins)
        await replicas[1].settle()


@pytest.mark.parametrize(
    ("settings", "secret"),
    [
        ({"token_keys": "new,old", "slack_signing_secret": "signing"}, "new"),
        ({"slack_signing_secret": "signing", "teams_client_secret": "client"}, "signing"),
        ({"slack_app_token": "xapp-1"}, "xapp-1"),
        ({"teams_client_secret": "client"}, "client"),
        ({}, None),
    ],
)
def test_the_secret_is_one_that_all_replicas_share(
    settings: dict[str, str], secret: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name.upper(), value)
    assert Settings(_env_file=None).shared_secret == secret

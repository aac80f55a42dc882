"""Tokens are looked up once, kept for a time, renewed before they expire, and never more than so many."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError, SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot

from bot.slack.tokens import InstallationKey, Tokens

T1: InstallationKey = (None, "T1")


def bot(token: str = "xoxb-1", team: str | None = "T1", refresh: str | None = None, expires: int | None = None) -> Bot:
    return Bot(
        team_id=team,
        bot_token=token,
        bot_id="B1",
        bot_user_id="UB1",
        bot_refresh_token=refresh,
        bot_token_expires_at=expires,
        installed_at=1000.0,
    )


@dataclass
class Store:
    """Counts how often it is asked; `gate` holds the answers back."""

    bots: dict[InstallationKey, Bot] = field(default_factory=dict)
    asked: int = 0
    saved: list[Bot] = field(default_factory=list)
    gate: asyncio.Event | None = None

    async def async_find_bot(self, *, enterprise_id: str | None, team_id: str | None, **_: Any) -> Bot | None:
        self.asked += 1
        found = self.bots.get((enterprise_id, team_id))
        if self.gate:
            await self.gate.wait()
        return found

    async def async_save_bot(self, saved: Bot) -> None:
        self.saved.append(saved)


@dataclass
class Rotator:
    answer: Bot | Exception | None = None

    async def perform_bot_token_rotation(self, *, bot: Bot) -> Bot | None:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Kit:
    tokens: Tokens
    store: Store
    rotator: Rotator
    clock: Clock

    async def token(self, whose: InstallationKey = T1) -> str | None:
        found = await self.tokens.find(whose)
        return found.bot_token if found else None


@pytest.fixture
def kit() -> Kit:
    store, rotator, clock = Store({T1: bot()}), Rotator(), Clock()
    tokens = Tokens(store, rotator, seconds=10, size=3, clock=clock)  # type: ignore[arg-type]
    return Kit(tokens, store, rotator, clock)


async def test_a_token_is_kept_for_a_time(kit: Kit) -> None:
    assert await kit.token() == "xoxb-1"
    kit.store.bots[T1] = bot("xoxb-2")
    kit.clock.now = 9
    assert await kit.token() == "xoxb-1"
    kit.clock.now = 10
    assert await kit.token() == "xoxb-2"
    assert kit.store.asked == 2


async def test_what_is_not_installed_is_asked_for_each_time(kit: Kit) -> None:
    assert await kit.token((None, "T9")) is None
    kit.store.bots[None, "T9"] = bot("xoxb-9", "T9")
    assert await kit.token((None, "T9")) == "xoxb-9"


async def test_many_who_ask_at_once_make_one_query(kit: Kit) -> None:
    kit.store.gate = asyncio.Event()
    waiting = [asyncio.create_task(kit.token()) for _ in range(50)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    await asyncio.sleep(0)
    kit.store.gate.set()
    assert await asyncio.gather(*waiting[1:]) == ["xoxb-1"] * 49
    assert kit.store.asked == 1


async def test_no_more_than_so_many_are_kept(kit: Kit) -> None:
    for number in range(10):
        kit.store.bots[None, f"T{number}"] = bot(f"xoxb-{number}", f"T{number}")
        await kit.token((None, f"T{number}"))
    assert len(kit.tokens) == 3
    asked = kit.store.asked
    await kit.token((None, "T9"))
    assert kit.store.asked == asked


async def test_an_evicted_token_is_looked_up_afresh(kit: Kit) -> None:
    await kit.token()
    kit.store.bots[T1] = bot("xoxb-2")
    kit.tokens.evict(T1)
    assert await kit.token() == "xoxb-2"
    kit.store.bots[T1] = bot("xoxb-3")
    kit.tokens.evict_token("xoxb-1")
    assert await kit.token() == "xoxb-2"
    kit.tokens.evict_token("xoxb-2")
    assert await kit.token() == "xoxb-3"


async def test_what_was_being_looked_up_when_it_was_evicted_is_not_kept(kit: Kit) -> None:
    kit.store.gate = asyncio.Event()
    waiting = asyncio.create_task(kit.token())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    kit.tokens.evict(T1)
    kit.store.bots.clear()
    kit.store.gate.set()
    await waiting
    assert len(kit.tokens) == 0
    assert await kit.token() is None


async def test_a_failed_look_up_is_tried_again(kit: Kit) -> None:
    found = kit.store.bots
    kit.store.bots = None  # type: ignore[assignment]
    with pytest.raises(AttributeError):
        await kit.token()
    kit.store.bots = found
    assert await kit.token() == "xoxb-1"


async def test_an_expiring_token_is_renewed_and_kept(kit: Kit) -> None:
    kit.store.bots[T1] = bot("xoxb-old", refresh="xoxe-1", expires=int(time.time()) + 60)
    kit.rotator.answer = bot("xoxb-new", refresh="xoxe-2", expires=int(time.time()) + 43_200)
    assert await kit.token() == "xoxb-new"
    assert [each.bot_token for each in kit.store.saved] == ["xoxb-new"]
    assert await kit.token() == "xoxb-new"
    assert len(kit.store.saved) == 1


async def test_a_fresh_token_is_left_alone(kit: Kit) -> None:
    kit.store.bots[T1] = bot("xoxb-old", refresh="xoxe-1", expires=int(time.time()) + 43_200)
    assert await kit.token() == "xoxb-old"
    assert kit.store.saved == []


INVALID = SlackApiError("invalid_refresh_token", {})  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("error", [SlackTokenRotationError(INVALID), TimeoutError()])
async def test_where_another_replica_was_first_its_token_is_taken(kit: Kit, error: Exception) -> None:
    kit.store.bots[T1] = bot("xoxb-old", refresh="xoxe-1", expires=int(time.time()) + 60)
    kit.rotator.answer = error
    assert await kit.token() == "xoxb-old"
    assert kit.store.asked == 2
    assert kit.store.saved == []

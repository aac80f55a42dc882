"""Tokens are looked up once, cached for a time, rotated before they expire, and bounded in number."""

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
    """Counts its queries; `gate` delays the results."""

    bots: dict[InstallationKey, Bot] = field(default_factory=dict)
    asked: int = 0
    saved: list[Bot] = field(default_factory=list)
    gate: asyncio.Event | None = None

    async def async_find_bot(self, *, enterprise_id: str | None, team_id: str | None, **_: Any) -> Bot | None:
        self.asked += 1
        stored = self.bots.get((enterprise_id, team_id))
        if self.gate:
            await self.gate.wait()
        return stored

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

    async def token(self, key: InstallationKey = T1) -> str | None:
        bot = await self.tokens.find(key)
        return bot.bot_token if bot else None


@pytest.fixture
def kit() -> Kit:
    store, rotator, clock = Store({T1: bot()}), Rotator(), Clock()
    tokens = Tokens(store, rotator, seconds=10, size=3, clock=clock)  # type: ignore[arg-type]
    return Kit(tokens, store, rotator, clock)


async def test_a_token_is_cached_until_it_times_out(kit: Kit) -> None:
    assert await kit.token() == "xoxb-1"
    kit.store.bots[T1] = bot("xoxb-2")
    kit.clock.now = 9
    assert await kit.token() == "xoxb-1"
    kit.clock.now = 10
    assert await kit.token() == "xoxb-2"
    assert kit.store.asked == 2


async def test_missing_installations_are_not_cached(kit: Kit) -> None:
    assert await kit.token((None, "T9")) is None
    kit.store.bots[None, "T9"] = bot("xoxb-9", "T9")
    assert await kit.token((None, "T9")) == "xoxb-9"


async def test_concurrent_lookups_share_one_query(kit: Kit) -> None:
    kit.store.gate = asyncio.Event()
    waiting = [asyncio.create_task(kit.token()) for _ in range(50)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    await asyncio.sleep(0)
    kit.store.gate.set()
    assert await asyncio.gather(*waiting[1:]) == ["xoxb-1"] * 49
    assert kit.store.asked == 1


async def test_the_cache_is_bounded(kit: Kit) -> None:
    for number in range(10):
        kit.store.bots[None, f"T{number}"] = bot(f"xoxb-{number}", f"T{number}")
        await kit.token((None, f"T{number}"))
    assert len(kit.tokens) == 3
    asked = kit.store.asked
    await kit.token((None, "T9"))
    assert kit.store.asked == asked


async def test_an_evicted_token_is_looked_up_again(kit: Kit) -> None:
    await kit.token()
    kit.store.bots[T1] = bot("xoxb-2")
    kit.tokens.evict(T1)
    assert await kit.token() == "xoxb-2"
    kit.store.bots[T1] = bot("xoxb-3")
    kit.tokens.evict_token("xoxb-1")
    assert await kit.token() == "xoxb-2"
    kit.tokens.evict_token("xoxb-2")
    assert await kit.token() == "xoxb-3"


async def test_a_lookup_in_progress_during_eviction_is_not_cached(kit: Kit) -> None:
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


async def test_a_failed_lookup_is_retried(kit: Kit) -> None:
    bots = kit.store.bots
    kit.store.bots = None  # type: ignore[assignment]
    with pytest.raises(AttributeError):
        await kit.token()
    kit.store.bots = bots
    assert await kit.token() == "xoxb-1"


async def test_an_expiring_token_is_rotated_and_cached(kit: Kit) -> None:
    kit.store.bots[T1] = bot("xoxb-old", refresh="xoxe-1", expires=int(time.time()) + 60)
    kit.rotator.answer = bot("xoxb-new", refresh="xoxe-2", expires=int(time.time()) + 43_200)
    assert await kit.token() == "xoxb-new"
    assert [saved.bot_token for saved in kit.store.saved] == ["xoxb-new"]
    assert await kit.token() == "xoxb-new"
    assert len(kit.store.saved) == 1


async def test_a_fresh_token_is_not_rotated(kit: Kit) -> None:
    kit.store.bots[T1] = bot("xoxb-old", refresh="xoxe-1", expires=int(time.time()) + 43_200)
    assert await kit.token() == "xoxb-old"
    assert kit.store.saved == []


INVALID = SlackApiError("invalid_refresh_token", {})  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("error", [SlackTokenRotationError(INVALID), TimeoutError()])
async def test_a_failed_rotation_reads_the_token_from_the_store(kit: Kit, error: Exception) -> None:
    kit.store.bots[T1] = bot("xoxb-old", refresh="xoxe-1", expires=int(time.time()) + 60)
    kit.rotator.answer = error
    assert await kit.token() == "xoxb-old"
    assert kit.store.asked == 2
    assert kit.store.saved == []

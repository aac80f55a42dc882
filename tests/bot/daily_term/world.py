"""A replica for tests: content that can change, a platform that records its posts, and a clock that the test sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.daily_term.messages import TermMessages
from bot.daily_term.subscriptions import Stored, SubscriptionStore
from bot.db.clock import Clock
from bot.ledger.delivery import Deliverer
from bot.ledger.ledger import Ledger
from bot.ledger.messages import Claim
from bot.ledger.tables import deliveries
from bot.ledger.timing import Timing
from bot.platform import PostResult, Sent, Target
from content.library import Library
from content.models import Entry, PackField, PackInfo, Term
from handlers.daily_term.subscription import EVERY_DAY, Subscription
from handlers.plain_text import summary_of
from handlers.reply import Reply, reply, text

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FAST = Timing(pace=1_000_000.0)
AT_NINE = Subscription(time(9), "UTC", EVERY_DAY)


def term(name: str, field: str = "water") -> Term:
    return Term(id=name, name=name.title(), pack="harbour", field=field, definition="It is.", tip=f"Say {name}.")


def library_of(entries: Iterable[Entry]) -> Library:
    fields = (PackField(id="water", name="Water"), PackField(id="land", name="Land"))
    return Library([PackInfo(id="harbour", name="Harbours", fields=fields)], entries)


class Channels:
    """A platform that records posts.

    `outcomes`: results for the next posts, which then do not arrive. `lost`: results for the next posts that do arrive,
    in place of `Sent`. `unreadable`: raised by `find` while set. `delayed`: `find` sees nothing while set.
    """

    def __init__(self) -> None:
        self.posts: dict[str, list[str]] = defaultdict(list)
        """Nonces by channel."""
        self.texts: list[str] = []
        self.outcomes: list[PostResult | Exception] = []
        self.lost: list[PostResult | Exception] = []
        self.unreadable: Exception | None = None
        self.delayed = False
        self.positions: list[str | None] = []

    async def post(self, target: Target, reply: Reply, nonce: str) -> PostResult:
        if self.outcomes:
            return _return_or_raise(self.outcomes.pop(0))
        self.posts[target.channel].append(nonce)
        self.texts.append(summary_of(reply))
        if self.lost:
            return _return_or_raise(self.lost.pop(0))
        return Sent(f"ts-{nonce}")

    async def find(self, target: Target, nonce: str, since: datetime, position: str | None = None) -> str | None:
        self.positions.append(position)
        if self.unreadable is not None:
            raise self.unreadable
        return f"ts-{nonce}" if nonce in self.posts[target.channel] and not self.delayed else None

    async def close(self) -> None:
        pass

    @property
    def count(self) -> int:
        return sum(map(len, self.posts.values()))


def _return_or_raise(outcome: PostResult | Exception) -> PostResult:
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


class World:
    """One replica on a database; `replica()` is another one on the same."""

    def __init__(self, engine: AsyncEngine, channels: Channels | None = None, clock: Clock | None = None) -> None:
        self.engine, self.channels, self.clock = engine, channels or Channels(), clock or Clock()
        self.library = library_of(map(term, ("anchor", "berth", "canal")))
        self.store = SubscriptionStore(engine, self.clock)
        self.use(FAST)
        if clock is None:
            self.at(MONDAY.replace(hour=8))

    def use(self, timing: Timing) -> None:
        """Build the replica's parts with this timing."""
        self.timing = timing
        self.messages = TermMessages(
            self.engine,
            lambda: self.library,
            ["slack"],
            lambda entry: reply(text(entry.name)),
            timing=timing,
            clock=self.clock,
        )
        self.planner = self.messages.planner
        self.ledger = Ledger(self.engine, ["slack"], self.messages, timing, self.clock)
        self.deliverer = Deliverer(self.ledger, {"slack": self.channels}, self.messages, timing)

    def replica(self) -> World:
        return World(self.engine, self.channels, self.clock)

    def at(self, moment: datetime) -> None:
        """Set the clock to just past a moment: SQLite's clock only has milliseconds."""
        self.clock.shift = (moment - datetime.now(UTC)).total_seconds() + 0.01

    async def subscribe(
        self, channel: str = "C1", subscription: Subscription = AT_NINE, workspace: str = "T1", by: str = "U1"
    ) -> Stored:
        return await self.store.save(Target("slack", workspace, channel, enterprise="E1"), by, subscription)

    async def claim(self, count: int = 100) -> list[Claim]:
        return await self.ledger.claim(count)

    async def one(self) -> Claim:
        """Claim the only delivery that is due."""
        (claim,) = await self.claim()
        return claim

    async def planned(self, moment: datetime = MONDAY) -> Claim:
        """Subscribe a channel, plan its delivery, due at nine, and claim it."""
        await self.subscribe()
        self.at(moment)
        assert await self.planner.plan() == 1
        return await self.one()

    async def day(self, moment: datetime) -> None:
        """Plan, claim and deliver at a moment until nothing is left to do."""
        self.at(moment)
        while await self.planner.plan():
            pass
        while claims := await self.claim():
            for claim in claims:
                await self.deliverer.deliver(claim)

    async def rows(self, subscription: int | None = None) -> list[Any]:
        """The deliveries, of all subscriptions or of one, by date."""
        query = select(deliveries).order_by(deliveries.c.subscription_id, deliveries.c.day)
        if subscription is not None:
            query = query.where(deliveries.c.subscription_id == subscription)
        async with self.engine.connect() as connection:
            return list((await connection.execute(query)).all())

    async def row(self) -> Any:
        """The only delivery."""
        (row,) = await self.rows()
        return row

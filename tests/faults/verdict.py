"""Judge a run by comparing what Slack accepted with the ledger: neither alone is enough."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.daily_term.tables import subscriptions
from bot.ledger.tables import SENT, deliveries
from tests.support.posting_slack import PostingSlack


@dataclass(frozen=True, slots=True)
class Verdict:
    """A run's counts.

    `unsettled`: the ledger's rows that are not sent. `strange`: posts not in the ledger. `wrong`: posts with the wrong
    words.
    """

    due: int
    posted: int
    duplicates: int
    missing: int
    repeated: int
    strange: int
    reconciled: int
    unsettled: dict[str, int]
    counted: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    wrong: int = 0
    seconds: float = 0.0

    def with_run(self, counted: Counter[str], problems: list[str], seconds: float) -> Self:
        return replace(self, counted=counted, problems=problems, seconds=seconds)

    @property
    def exactly_once(self) -> bool:
        wrong = (
            self.duplicates,
            self.missing,
            self.repeated,
            self.strange,
            self.wrong,
            len(self.unsettled),
            len(self.problems),
        )
        return self.posted == self.due and not any(wrong)

    def lines(self) -> list[str]:
        kills = sum(count for name, count in self.counted.items() if name.startswith("kill "))
        stops = sum(count for name, count in self.counted.items() if name.startswith("stop "))
        figures = {
            "due": self.due,
            "in the channels": self.posted,
            "duplicates": self.duplicates,
            "missing": self.missing,
            "terms repeated within a cycle": self.repeated,
            "posts that the ledger does not know": self.strange,
            "posts with the wrong words": self.wrong,
            "found in the channel afterwards": self.reconciled,
            "replicas killed": kills,
            "replicas stopped past their lease": stops,
            **dict(sorted(self.counted.items())),
            **{f"ledger says {state}": count for state, count in self.unsettled.items()},
            "seconds": round(self.seconds),
        }
        return [f"{name:<40}{value:>8,}" for name, value in figures.items()] + self.problems


async def judge(engine: AsyncEngine, slack: PostingSlack, due: int) -> Verdict:
    """Compare what Slack accepted with the ledger."""
    columns = deliveries.c
    query = select(
        columns.nonce,
        columns.day,
        columns.cycle,
        columns.name,
        columns.state,
        columns.reconciled,
        subscriptions.c.channel,
    ).join(subscriptions, subscriptions.c.id == columns.subscription_id)
    async with engine.connect() as connection:
        rows = (await connection.execute(query)).all()
    by_nonce = {row.nonce: row for row in rows}
    nonces = Counter(str(post.metadata["event_payload"]["nonce"]) for post in slack.posts)
    known = Counter({nonce: count for nonce, count in nonces.items() if nonce in by_nonce})
    dates = Counter((by_nonce[nonce].channel, by_nonce[nonce].day) for nonce in known.elements())
    return Verdict(
        due=due,
        posted=len(slack.posts),
        duplicates=sum(count - 1 for count in dates.values()),
        missing=due - len(dates),
        repeated=_repeated(slack, by_nonce),
        strange=nonces.total() - known.total(),
        reconciled=sum(row.reconciled for row in rows),
        unsettled=dict(Counter(row.state for row in rows if row.state != SENT)),
    )


def _repeated(slack: PostingSlack, by_nonce: Mapping[str, Any]) -> int:
    """Count terms repeated in a channel within a cycle, by the text of the posts. Each nonce counts once."""
    read: dict[object, list[str]] = defaultdict(list)
    for nonce, post in {str(post.metadata["event_payload"]["nonce"]): post for post in slack.posts}.items():
        if (row := by_nonce.get(nonce)) is not None:
            read[post.channel, row.cycle].append(_term(post.body))
    return sum(len(terms) - len(set(terms)) for terms in read.values())


def _term(body: dict[str, object]) -> str:
    """Identify a post's term by its heading and first line, which differ between terms."""
    return "\n".join(str(body["text"]).splitlines()[:2])

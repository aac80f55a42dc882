"""A run of open requests: people ask for words, owners answer them one by one, while everything fails.

`Scale.channels` is the number of people and `Scale.days` the number of words that each of them asks for. The owners'
answers are committed by this process, and nothing else: finding the askers, and telling each of them once, is left to
the replicas, which are killed in between.
"""

from __future__ import annotations

import asyncio
import contextlib
import time as clock
from collections import Counter
from typing import Any

from sqlalchemy import func, select

from bot.db.clock import Clock
from bot.db.engine import UNREACHABLE
from bot.ledger.tables import SENT, deliveries
from bot.ledger.timing import Timing
from bot.team_terms.notice_loop import NoticeMessages
from bot.team_terms.open_requests import RequestStore
from bot.team_terms.owners import Owners
from bot.team_terms.request_tables import open_requests, request_askers
from bot.team_terms.rule_store import RuleStore
from bot.team_terms.tables import team_terms, team_workspaces
from handlers.request import Person, Place
from handlers.team_terms.open_requests import Asked
from handlers.team_terms.rules import Rules
from handlers.team_terms.terms import Meaning
from tests.bot.team_terms.world import teach
from tests.faults.run import LOOK_SECONDS, Run
from tests.faults.verdict import Verdict

OWNER = "U-OWNER"
PAUSE_SECONDS = 0.05
"""Between two answers of the owners."""
NOT_OURS = 5
"""Each fifth word is declined; all others are taught."""


class RequestRun(Run):
    """Every person asks for every word in their workspace."""

    notices = True

    async def _subscribe(self) -> None:
        store = self._store_of_requests()
        for number in range(self._scale.channels):
            person = Person("slack", f"T{number % self._scale.workspaces}", f"U{number}")
            for word in range(self._scale.days):
                asked = await store.ask(person, Place(), _word(word))
                assert asked is Asked.ASKED

    def _store_of_requests(self) -> RequestStore:
        notices = NoticeMessages(self._engine, Timing(), Clock())
        owners = Owners({}, Rules(("everyone",), ("everyone",)), RuleStore(self._engine))
        return RequestStore(self._engine, notices, owners, {})

    async def _until_delivered(self, deadline: float) -> None:
        waiting = [(f"T{team}", word) for word in range(self._scale.days) for team in range(self._scale.workspaces)]
        while clock.monotonic() < deadline:
            with contextlib.suppress(*UNREACHABLE):  # PostgreSQL is being restarted
                if waiting:
                    await self._answer(*waiting[0])
                    waiting.pop(0)
                elif await self._is_settled():
                    return
            await asyncio.sleep(PAUSE_SECONDS if waiting else LOOK_SECONDS)

    async def _answer(self, workspace: str, word: int) -> None:
        """Close the request as its owner would; a lost answer of the database is tried again, as by a person."""
        owner, store = Person("slack", workspace, OWNER), self._store_of_requests()
        found = [request for request in await store.waiting(owner) if request.word == _word(word)]
        if found and word % NOT_OURS == 0:
            await store.decline(owner, found[0].id)
        elif found and not await self._is_taught(workspace, word):
            await teach(self._engine, owner, Meaning(_word(word), _definition(workspace, word)))

    async def _is_taught(self, workspace: str, word: int) -> bool:
        query = select(func.count()).select_from(team_terms).join(team_workspaces)
        query = query.where(team_workspaces.c.workspace == workspace, team_terms.c.key == _word(word))
        async with self._engine.connect() as connection:
            return bool((await connection.execute(query)).scalar_one())

    async def _is_settled(self) -> bool:
        async with self._engine.connect() as connection:
            return not (await connection.execute(select(func.count()).select_from(open_requests))).scalar_one()

    async def _judge(self) -> Verdict:
        """Compare what each person got with what they asked for, and look for what should be gone."""
        async with self._engine.connect() as connection:
            rows = (await connection.execute(select(deliveries))).all()
            left = (await connection.execute(select(request_askers))).all()
        nonces = {row.nonce for row in rows}
        posts = {str(post.metadata["event_payload"]["nonce"]): post for post in self.slack.posts}
        told = Counter((post.channel, _word_of(post.body)) for post in posts.values())
        due = self._scale.channels * self._scale.days
        wanted = {(f"DU{n}", _word(word)) for n in range(self._scale.channels) for word in range(self._scale.days)}
        wrong = sum(not _is_right(post.workspace, post.body) for post in posts.values())
        return Verdict(
            due=due,
            posted=len(self.slack.posts),
            duplicates=len(self.slack.posts) - len(posts) + sum(count - 1 for count in told.values()),
            missing=len(wanted - told.keys()),
            repeated=0,
            strange=len(posts.keys() - nonces) + len(told.keys() - wanted),
            reconciled=sum(row.reconciled for row in rows),
            unsettled=dict(Counter(row.state for row in rows if row.state != SENT)) | _left(len(left)),
            wrong=wrong,
        )


def _left(askers: int) -> dict[str, int]:
    return {"askers left": askers} if askers else {}


def _word(number: int) -> str:
    return f"zq{chr(97 + number)}"


def _definition(workspace: str, word: int) -> str:
    return f"What {workspace} means by it, number {word}."


def _word_of(body: dict[str, Any]) -> str:
    """The word between the quotation marks of a post."""
    return str(body["text"]).partition("“")[2].partition("”")[0]


def _is_right(workspace: str, body: dict[str, Any]) -> bool:
    number = ord(_word_of(body)[-1]) - 97
    expected = "isn't one of them" if number % NOT_OURS == 0 else _definition(workspace, number)
    return expected in str(body["text"])

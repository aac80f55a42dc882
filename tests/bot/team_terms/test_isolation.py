"""Two hundred workspaces teach the same words differently; whatever they do, none sees a word of another."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from prometheus_client import generate_latest
from sqlalchemy import URL, insert, text
from structlog.testing import capture_logs

from bot import metrics
from bot.daily_term.daily_terms import DailyTerms
from bot.db.clock import Clock
from bot.db.engine import open_engine
from bot.db.metadata import load_tables
from bot.ledger.loop import DeliveryLoop
from bot.platform import PostResult, Sent, Target
from bot.team_terms.rows import term_values
from bot.team_terms.tables import team_terms, team_workspaces
from content.library import Library
from handlers.plain_text import plain_text_of
from handlers.reply import FormButton, Reply
from handlers.team_terms.terms import Meaning
from tests.bot.team_terms.glossary import ANNA, MEI, TOM, Admins, Glossary, person
from tests.support.hypothesis_profiles import examples
from tests.support.transcript import pressable, seen

WORKSPACES = 200
WORDS = ("REC", "Consul", "hub", "Wobblethon")
"""The first two are taught everywhere from the beginning."""
MARKED = "zq mark{mark}x"
"""A word that only one workspace has."""
TYPED = (
    *("{word}", "what does {word} mean?", "define {word}", "questions {word}", "titles {word}", "quiz {word}"),
    *("reviewed {word}", "compare {word} and ambassador", "details {word}", "titles?", "tip", "browse"),
    "read We met at the {word}. Then she was Vice Consul and wrote a démarche.",
    *("terms", "terms export", "terms waiting", "terms versions {id}", "terms show {id}", "terms proposal {id}"),
    *("tips", "tips test", "tips own on", "tips own off"),
    *("gaps", "gaps from 1", "digest", "data", "data export", "home", "kit senior consul"),
)
"""What people of all kinds ask; `id` is anybody's."""
OWNED = ("{word}", "terms export", "terms waiting", "terms proposal {id}", "gaps", "data export")
"""Where an owner sees all that there is."""
PRESSED = (
    *("teach {word} := Ours is mark{mark}x. | aliases: mark{mark}x | questions: Why mark{mark}x?",) * 2,
    *("terms change {id} {version} {word} := Now mark{mark}x.", "terms remove {id} {version}"),
    *("terms restore {id} 1 {version}", "terms edit {id} {version} {word} := Edited, mark{mark}x."),
    *(
        "terms approve {id} {version} announce",
        "terms approve {id} {version}",
        "terms decline {id} {version} mark{mark}x",
    ),
    *("askfor {word}", "askfor " + MARKED, "gaps answer {id} | An answer, mark{mark}x.", "gaps means {id} | consul"),
    *("gaps no {id}", "feedback down team/team-{id}@1", "feedback up diplomacy/consul@-"),
    *("feedback wrong team/team-{id}@1 | A line of mark{mark}x.", "digest on", "digest off", "data delete now"),
)
"""What buttons and forms send, or somebody who makes them up; `id` may be another workspace's."""
STOLEN = (
    *("terms change {term} 1 REC := Now mark{mark}x.", "terms restore {term} 1 1", "terms approve {next} 1 announce"),
    *("terms edit {next} 1 bar := Edited, mark{mark}x.", "gaps answer {next} | An answer, mark{mark}x."),
)
"""What an owner may send to get at what the next workspace has."""
TABLE = "id,version,name,definition\r\n{id},{version},{word},Imported: mark{mark}x\r\n"
MARK = re.compile(r"mark(\d+)x")
"""In everything that a workspace teaches, asks for and writes: its own number."""
WEEK = 7 * 86_400.0
T = TypeVar("T")

FEW = 3
"""Workspaces that meet often; what each has is in the tables from the beginning, and looked at in the end."""

workspaces = st.one_of(*[st.integers(0, FEW - 1)] * 3, st.integers(0, WORKSPACES - 1))
words, users, replicas = st.sampled_from(WORDS), st.sampled_from([ANNA, "U-BO", MEI, TOM]), st.integers(0, 1)
ids = st.one_of(*[st.integers(1, 3 * FEW + 2)] * 3, st.integers(1, 3 * WORKSPACES + 20))
versions = st.integers(1, 3)


class Posts:
    """A platform whose posts are checked when they arrive: each has words of its own workspace alone."""

    daily = 0
    """Daily terms that were about a team's own words, in all examples."""

    async def post(self, target: Target, reply: Reply, nonce: str) -> PostResult:
        assert _marks(_everything(reply)) <= {int(target.workspace.removeprefix("T"))}
        Posts.daily += "Word of the day" in plain_text_of(reply)
        return Sent(nonce)

    async def find(self, target: Target, nonce: str, since: datetime, position: str | None = None) -> str | None:
        return None

    async def close(self) -> None:
        pass


class Isolation(RuleBasedStateMachine):
    """Random people of random workspaces, on two replicas. What was taught before the first step is in the tables."""

    url: URL
    library: Library

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.engine = open_engine(self.url)
        clock = Clock()
        self.replicas = [Glossary(self.engine, lambda: self.library, clock=clock) for _ in range(2)]
        for replica in self.replicas:
            replica.feature.overlays._most_terms = 60  # most workspaces must be read again
            replica.feature.notices = replica.feature.inbox.notices
            replica.feature._posters["slack"] = Posts()
        self.clock = clock
        self.daily = DailyTerms(self.engine, lambda: self.library, clock)
        self.daily._people["slack"], self.daily._posters["slack"] = Admins(), Posts()
        for replica in self.replicas:
            replica.router.services = self.daily.provide(replica.router.services)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def teardown(self) -> None:
        try:
            self.look_at_everything()
        finally:
            self.run(self.engine.dispose())
            self.runner.close()

    @initialize()
    def begin(self) -> None:
        """Something of every kind in a few workspaces, some of it about the terms of the next one."""
        self.run(_fill(self.replicas[0]))
        for number in range(FEW):
            self.say(number, f"askfor {MARKED.format(mark=number)}", 0, ANNA, pressed=True)
            self.say(number, "askfor hub", 1, ANNA, pressed=True)
            self.say(number, "digest on", 0, MEI, pressed=True)
            just_now = datetime.now(UTC) - timedelta(minutes=1)
            self.say(number, f"tips on {just_now:%H:%M} UTC daily", 0, ANNA)
            self.say(number, "tips own on", 1, ANNA)
            self.say(number, f"teach bar := Perhaps mark{number}x.", 1, ANNA, pressed=True)
            for term in (3 * number + 3, 3 * number + 6):
                self.say(number, f"feedback wrong team/team-{term}@1 | Of mark{number}x.", 0, ANNA, pressed=True)
        for number in range(FEW - 1):
            for line in STOLEN:
                filled = line.format(term=3 * number + 4, next=number + 2, mark=number)
                self.say(number, filled, 1, MEI, pressed=True)

    def look_at_everything(self) -> None:
        """What all kinds of people of a few workspaces see in the end, and the last notices and digests."""
        self.deliver(0, monday=False)
        for number in range(FEW):
            for line in OWNED:
                self.say(number, line.format(word=WORDS[number % 4], id=number + 3), number % 2, MEI)
        self.deliver(1, monday=True)

    @rule(number=workspaces, line=st.sampled_from(TYPED), word=words, id=ids, replica=replicas, user=users)
    def ask(self, *, number: int, line: str, word: str, id: int, replica: int, user: str) -> None:
        self.say(number, line.format(word=word, id=id), replica, user)

    @rule(
        number=workspaces,
        line=st.sampled_from(PRESSED),
        word=words,
        id=ids,
        version=versions,
        replica=replicas,
        user=users,
    )
    def press(self, *, number: int, line: str, word: str, id: int, version: int, replica: int, user: str) -> None:
        filled = line.format(word=word, id=id, version=version, mark=number)
        self.say(number, filled, replica, user, pressed=True)

    @rule(number=workspaces, word=words, index=st.integers(0, 9), replica=replicas, user=users)
    def press_what_is_offered(self, number: int, word: str, index: int, replica: int, user: str) -> None:
        """Press a button of the owners' lists, so that most presses concern what there is."""
        for line in ("gaps", "terms waiting", f"define {word}", "terms"):
            offered = list(pressable(self.say(number, line, replica, user)).values())
            if offered:
                filled = offered[index % len(offered)].replace("{entry}", "consul")
                self.say(number, re.sub(r"\{\w+\}", f"mark{number}x", filled), replica, user, pressed=True)

    @rule(number=workspaces, word=words, id=st.one_of(st.just(""), ids), version=versions, replica=replicas)
    def import_a_table(self, number: int, word: str, id: int | str, version: int, replica: int) -> None:
        table = TABLE.format(id=id, version=version if id else "", word=word, mark=number)
        planned = self.say(number, f"terms import\n{table}", replica, MEI)
        for command in pressable(planned).values():
            self.say(number, command, replica, MEI, pressed=True)

    @rule(number=workspaces, typed=st.sampled_from(["r", "re", "con", "wob", "hu", "mark1", "zq"]), replica=replicas)
    def type(self, number: int, typed: str, replica: int) -> None:
        names = self.run(self.replicas[replica].router.suggest_names(typed, 20, person(ANNA, f"T{number}")))
        assert _marks(str(names)) <= {number}

    @rule(replica=replicas, monday=st.booleans())
    def deliver(self, replica: int, monday: bool) -> None:
        """Notices, digests and daily terms go out; `Posts` looks at each."""
        self.clock.shift += WEEK * monday
        with capture_logs() as logs:
            for loop in (self.daily.loop, self.replicas[replica].feature.inbox.loop):
                self.run(self._deliver(loop))
        assert _marks(str(logs)) == set()
        assert not [entry for entry in logs if entry["log_level"] == "error"], logs

    @rule(replica=replicas)
    def refresh(self, replica: int) -> None:
        self.run(self.replicas[replica].feature.overlays.refresh())
        assert _marks(generate_latest(metrics.registry).decode()) == set()

    def say(self, number: int, line: str, replica: int, user: str, *, pressed: bool = False) -> Reply:
        """One line of somebody's, and a look at all that they get and at what is logged."""
        with capture_logs() as logs:
            answer = self.run(self.replicas[replica].ask(line, user, f"T{number}", pressed=pressed))
        assert "Something went wrong" not in plain_text_of(answer), logs
        assert _marks(_everything(answer)) <= {number}, line
        assert _marks(str(logs)) == set()
        return answer

    async def _deliver(self, loop: DeliveryLoop) -> None:
        for _ in range(5):
            await loop.round()
            await loop._tasks.settle()


def _everything(answer: Reply) -> str:
    """All that a platform could show of a reply."""
    forms = [element for element in answer.elements if isinstance(element, FormButton)]
    return f"{seen(answer)} {pressable(answer)} {forms} {answer.document} {answer.data} {answer.topic}"


def _marks(shown: str) -> set[int]:
    return {int(number) for number in MARK.findall(shown)}


async def _fill(glossary: Glossary) -> None:
    """Empty the tables, and teach each workspace two of the words."""
    async with glossary.engine.begin() as connection:
        tables = [table.name for table in reversed(load_tables().sorted_tables)]
        if glossary.engine.dialect.name == "sqlite":  # numbers begin at 1 again
            for name in tables:
                await connection.execute(text(f"DELETE FROM {name}"))
        else:
            await connection.execute(text(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY"))
        rows = [{"id": n + 1, "platform": "slack", "workspace": f"T{n}", "revision": 1} for n in range(WORKSPACES)]
        await connection.execute(insert(team_workspaces), rows)
        terms = []
        for n in range(WORKSPACES):
            for word in (*WORDS[:2], f"zz mark{n}x"):
                values = term_values(Meaning(word, f"Ours is mark{n}x.", aliases=(f"the mark{n}x",)))
                terms.append({"workspace_id": n + 1, "version": 1, **values})
        await connection.execute(insert(team_terms), terms)


def test_no_workspace_sees_a_word_of_another(upgraded: URL, library: Library) -> None:
    machine = type("IsolationHere", (Isolation,), {"url": upgraded, "library": library})
    run_state_machine_as_test(machine, settings=settings(examples(4), stateful_step_count=25))
    assert Posts.daily

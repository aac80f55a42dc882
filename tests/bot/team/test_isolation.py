"""Two hundred workspaces teach the same words differently; whatever they do, none sees a word of another."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import URL, insert
from structlog.testing import capture_logs

from bot.db.engine import open_engine
from bot.team.rows import term_values
from bot.team.tables import team_terms, team_workspaces
from content.library import Library
from handlers.reply import Form, Reply
from handlers.team.terms import Conflict, Meaning, TeamTerm, TermProblem
from tests.bot.team.glossary import ANNA, CHANNEL, MEI, Glossary, person
from tests.support.hypothesis_profiles import examples
from tests.support.transcript import pressable, seen

WORKSPACES = 200
WORDS = ("REC", "Consul", "hub", "Wobblethon")
LINES = (
    "{}",
    "what does {} mean?",
    "define {}",
    "questions {}",
    "titles {}",
    "quiz {}",
    "reviewed {}",
    "compare {} and ambassador",
    "details {}",
    "read We met at the {}. Then she was Vice Consul and wrote a démarche.",
    "terms",
    "terms export",
    "terms waiting",
    "terms versions 1",
    "terms show 7",
    "terms proposal 1",
    "browse",
    "kit senior consul",
)
MARK = re.compile(r"mark(\d+)x")
"""In everything that a workspace teaches: its own number."""
T = TypeVar("T")

workspaces = st.one_of(st.integers(0, 4), st.integers(0, WORKSPACES - 1))  # a few meet often
words = st.sampled_from(WORDS)


class Isolation(RuleBasedStateMachine):
    """Random people of random workspaces. The database is the test's, with what was taught before the first step."""

    url: URL
    library: Library

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.engine = open_engine(self.url)
        self.replicas = [Glossary(self.engine, lambda: self.library)]
        self.replicas[0].feature.overlays._most_terms = 60  # most workspaces must be read again
        self.replicas.append(self.replicas[0].replica())
        self.counter = 0

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    def teardown(self) -> None:
        self.run(self.engine.dispose())
        self.runner.close()

    @initialize()
    def begin(self) -> None:
        self.run(_fill(self.replicas[0]))

    @rule(number=workspaces, word=words, owner=st.booleans())
    def teach(self, number: int, word: str, owner: bool) -> None:
        self.counter += 1
        definition = f"Our mark{number}x, number {self.counter}."
        meaning = Meaning(word, definition, aliases=(f"mark{number}x",), questions=(f"Why mark{number}x?",))
        who = person(MEI if owner else ANNA, f"T{number}")
        made = self.run(self.replicas[0].terms.teach(who, CHANNEL, meaning))
        if isinstance(made, TeamTerm):
            assert definition in self._everything(self.ask(number, word, 0))

    @rule(number=workspaces, decline=st.booleans())
    def decide(self, number: int, decline: bool) -> None:
        mei = person(MEI, f"T{number}")
        for proposal in self.run(self.replicas[0].terms.open_proposals(mei))[:1]:
            assert _marks(str(proposal)) <= {number}
            if decline:
                self.run(self.replicas[0].terms.decline(mei, proposal.id, proposal.version, f"mark{number}x"))
            else:
                self.run(self.replicas[0].terms.approve(mei, proposal.id, proposal.version, announce=True))

    @rule(number=workspaces, other=workspaces, remove=st.booleans())
    def change(self, number: int, other: int, remove: bool) -> None:
        """Change a term of one's own; what is another's isn't there."""
        mine = self.run(self.replicas[0].terms.list_of(person(MEI, f"T{number}")))
        theirs = person(MEI, f"T{other}")
        for term in mine[:1]:
            if remove:
                changed: object = self.run(self.replicas[0].terms.remove(theirs, term.id, term.version))
            else:
                meaning = Meaning(term.meaning.name, f"Now mark{other}x.")
                changed = self.run(self.replicas[0].terms.change(theirs, CHANNEL, term.id, term.version, meaning))
            assert number == other or changed == Conflict(TermProblem.GONE)

    @rule(number=workspaces, line=st.sampled_from(LINES), word=words, replica=st.integers(0, 1), owner=st.booleans())
    def look(self, number: int, line: str, word: str, replica: int, owner: bool) -> None:
        user = MEI if owner else ANNA
        with capture_logs() as logs:
            answer = self.ask(number, line.format(word), replica, user)
        assert _marks(self._everything(answer)) <= {number}
        assert _marks(str(logs)) == set()

    @rule(
        number=workspaces,
        typed=st.sampled_from(["r", "re", "con", "wob", "hu", "mark1", "mark"]),
        replica=st.integers(0, 1),
    )
    def type(self, number: int, typed: str, replica: int) -> None:
        names = self.run(self.replicas[replica].router.suggest_names(typed, 20, person(ANNA, f"T{number}")))
        assert _marks(str(names)) <= {number}

    @rule()
    def notices(self) -> None:
        for notice in list(self.replicas[0].notices.sent.values())[-5:]:
            answer = self.run(self.replicas[0].said(notice))
            assert _marks(self._everything(answer)) <= {int(notice.target.workspace.removeprefix("T"))}

    @rule()
    def refresh(self) -> None:
        self.run(self.replicas[1].feature.overlays.refresh())

    def ask(self, number: int, line: str, replica: int, user: str = ANNA) -> Reply:
        return self.run(self.replicas[replica].ask(line, user, f"T{number}"))

    def _everything(self, answer: Reply | None) -> str:
        """All that a platform could show of a reply."""
        if answer is None:
            return ""
        forms = [element for element in answer.elements if isinstance(element, Form)]
        return f"{seen(answer)} {pressable(answer)} {forms} {answer.document} {answer.data} {answer.topic}"


def _marks(shown: str) -> set[int]:
    return {int(number) for number in MARK.findall(shown)}


async def _fill(glossary: Glossary) -> None:
    """Empty the tables, and teach each workspace two of the words."""
    async with glossary.engine.begin() as connection:
        await connection.execute(team_workspaces.delete())
        rows = [{"id": n + 1, "platform": "slack", "workspace": f"T{n}", "revision": 1} for n in range(WORKSPACES)]
        await connection.execute(insert(team_workspaces), rows)
        terms = []
        for n in range(WORKSPACES):
            for word in WORDS[:2]:
                values = term_values(Meaning(word, f"Ours is mark{n}x.", aliases=(f"the mark{n}x",)))
                terms.append({"workspace_id": n + 1, "version": 1, **values})
        await connection.execute(insert(team_terms), terms)


def test_no_workspace_sees_a_word_of_another(upgraded: URL, library: Library) -> None:
    machine = type("IsolationHere", (Isolation,), {"url": upgraded, "library": library})
    run_state_machine_as_test(machine, settings=settings(examples(12), stateful_step_count=40))

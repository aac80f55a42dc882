"""A phone screen as a plan that can be read out: opening words, timed parts with questions, closing words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from content.library import Library
from content.models import Gate, Level, Role
from content.strings.compose import Wanted
from handlers.answer_guide import guide_blocks
from handlers.commands.questions import NumberedQuestion, asked_of, competency_line
from handlers.reply import (
    Block,
    Bold,
    Button,
    Folded,
    Heading,
    Italic,
    Reply,
    Spans,
    actions,
    items,
    note,
    reply,
    text,
)
from handlers.said_aloud import said_aloud
from handlers.topic import Topic, topic_of
from handlers.wording import counted, stop

SHORT = 5
"""Minutes of the card with four facts, one question and one flag."""
USUAL = 20
"""Minutes of a longer screen, if nobody says how long."""
LONGEST_CARD = 10
"""Minutes up to which a screen is the card; above it, the plan."""
LONGEST_SCREEN = 45
"""Minutes above which an interview kit serves better."""
MOST_QUESTIONS = 3
MINUTES_EACH = 3
"""Minutes that a question takes at least."""
MOST_MINUTES_EACH = 10
"""Minutes that a question takes at most: a longer screen has more of them."""
_SHOWN_BY_ANSWER = {
    "language": "Which languages do you work in, and at what level?",
    "education": "Which degree or training do you have for this work?",
    "examination": "Which entry exam or selection for this work have you passed, if any?",
}
"""What to ask about a published condition among the facts, by its kind."""
_START = "When could you start, and how much notice must you give?"
_PLACE = "The post is in {place}. Could you take it up there?"
_PAY = "What pay would you expect?"
_PERMIT = "Do you have the right to work there, or would you need a permit?"
_CLEARANCE = "Have you held a clearance? At which level, and until when?"
_CITIZENSHIP = "Some of these posts have a rule on citizenship. Do you meet the one in the advert?"
_CLOSING = "Thank you, that's all from me. You'll hear from us by [day], whatever we decide."


@dataclass(frozen=True, slots=True)
class Screen:
    """A phone screen for a role at a level; `minutes` is 0 if nobody said how long.

    `wanted` has the languages and places that were named. `number` is the question whose guide is asked for, counted
    from 1 in the order of this screen; 0 for none.
    """

    role: Role
    level: Level
    minutes: int = 0
    number: int = 0
    wanted: Wanted = field(default_factory=Wanted)

    @property
    def is_plan(self) -> bool:
        """Whether there is time for more than the card."""
        return self.minutes > LONGEST_CARD

    @property
    def title(self) -> str:
        """ "Phone screen: Consul, mid · 20 minutes · Lyon"."""
        time = (f"{self.minutes} minutes",) if self.minutes else ()
        return " · ".join((f"Phone screen: {self.role.name}, {self.level}", *time, *self.wanted.words))

    @property
    def line(self) -> str:
        """The command line that asks for it."""
        time = f" {self.minutes} minutes" if self.minutes else ""
        wanted = "".join((*(f" {one}" for one in self.wanted.languages), *(f" in {one}" for one in self.wanted.places)))
        number = f" question {self.number}" if self.number else ""
        return f"screen {self.level} {self.role.name}{wanted}{time}{number}"

    def topic(self, shown: int) -> Topic:
        """What follow-ups go on from: `shown` is the last question on the screen."""
        topic = topic_of(self.role, level=self.level, shown=shown)
        return replace(topic, minutes=self.minutes, languages=self.wanted.languages, places=self.wanted.places)


def questions_of(screen: Screen) -> list[NumberedQuestion]:
    """The questions of the level in the order of a screen: first those about something the candidate has done."""
    return sorted(asked_of(screen.role, screen.level), key=lambda asked: asked.question.kind != "behavioural")


@dataclass(frozen=True, slots=True)
class Minutes:
    """How the time of a screen is shared out."""

    opening: int
    facts: int
    questions: int
    practical: int
    theirs: int
    closing: int = 1

    @property
    def question_count(self) -> int:
        """How many questions there is time for."""
        usual = min(max(self.questions // MINUTES_EACH, 1), MOST_QUESTIONS)
        return max(usual, self.questions // MOST_MINUTES_EACH)


def shared_out(total: int) -> Minutes:
    """The minutes of each part; the questions get what the others leave."""
    opening = 1 if total < USUAL else 2
    facts = min(max(total // 5, 2), 8)
    practical = 2 if total < 15 else 3 if total < 25 else 5
    theirs = max(total // 10, 1)
    return Minutes(opening, facts, total - opening - facts - practical - theirs - 1, practical, theirs)


def questions_shown(screen: Screen) -> list[NumberedQuestion]:
    """The questions that there is time for: one on the card."""
    return questions_of(screen)[: shared_out(screen.minutes).question_count if screen.is_plan else 1]


def plan_blocks(screen: Screen) -> tuple[Block, ...]:
    """The parts of the plan, in the order of the call."""
    time = shared_out(screen.minutes)
    asked = questions_shown(screen)
    facts = list(_facts(screen, time.facts))
    flag = screen.role.red_flags[0] if screen.role.red_flags else None
    return tuple(
        block
        for block in (
            _part(time.opening, "Open. Say:"),
            text(f"“{_opening(screen, len(asked))}”"),
            _part(time.facts, "Facts. Ask:"),
            items(facts, ordered=True),
            note("After each yes: where, when, how many?"),
            _part(time.questions, f"{counted(len(asked), 'question').capitalize()}. Ask:"),
            *(block for number, one in enumerate(asked, 1) for block in _question(number, one, screen)),
            _part(time.practical, "For every candidate. Ask:"),
            items(_practical(screen)),
            _part(time.theirs, "Their questions. Ask:"),
            text("“What would you like to know from me?”"),
            _part(time.closing, "Close. Say:"),
            text(f"“{_CLOSING}”"),
            text(Bold("One flag: "), f"{flag.flag}{stop(flag.flag)} ", Italic("Check first: "), flag.check)
            if flag
            else None,
        )
        if block is not None
    )


def question_guide(screen: Screen, library: Library) -> Reply:
    """One question of a screen with how to rate the answer; after the last one, that there are no more."""
    asked = questions_of(screen)
    back = Button("Whole screen", replace(screen, number=0).line)
    if screen.number > len(asked):
        return reply(
            text(f"That's all I have for {screen.level} {screen.role.name}: {counted(len(asked), 'question')}."),
            actions(back, Button("Interview kit", f"kit {screen.level} {screen.role.name}")),
            shareable=False,
            topic=screen.topic(len(asked)),
        )
    question = asked[screen.number - 1].question
    following = replace(screen, number=screen.number + 1)
    return reply(
        Heading(f"Question {screen.number} of {len(asked)}"),
        text(Bold(question.text)),
        note(f"{screen.role.name} · {screen.level.capitalize()} · {competency_line(question, library)}"),
        *guide_blocks(question),
        actions(Button("Next question", following.line) if screen.number < len(asked) else None, back),
        dialog=True,
        topic=screen.topic(screen.number),
    )


def _part(minutes: int, words: str) -> Block:
    return text(Bold(f"{minutes} min · {words}"))


def _opening(screen: Screen, count: int) -> str:
    return (
        f"Hello, this is [your name] about the {screen.role.name} job. I have {screen.minutes} minutes: some facts, "
        f"{counted(count, 'question')}, the practical side, then your questions. Everybody gets the same. Please give "
        "no names and nothing classified; leaving out a detail never counts against you. If something never happened "
        "to you, take the nearest case, or say what you would do. Is now a good time?"
    )


def _facts(screen: Screen, minutes: int) -> Iterator[Spans]:
    """About one question a minute: what shows on a CV or when you ask, then languages, education and exams."""
    guide = screen.role.levels.get(screen.level)
    signs = [said_aloud(sign.text) for sign in guide.indicators if sign.shows_in != "test"] if guide else []
    gates = [gate for kind in _SHOWN_BY_ANSWER for gate in _gates(screen.role, kind)[:1]][: max(minutes // 2, 1)]
    for said in list(filter(None, signs))[: max(minutes - len(gates), 2)]:
        yield (said,)
    if screen.wanted.languages:
        yield (f"Do you work in {' and '.join(screen.wanted.languages)}, and at what level?",)
    for gate in gates:
        yield _with_fact(_SHOWN_BY_ANSWER[gate.kind], gate)


def _practical(screen: Screen) -> Iterator[Spans]:
    """What every screen asks, with what the pack says of clearance and of the host country's consent."""
    role = screen.role
    consent, clearance = (next(iter(_gates(role, kind)), None) for kind in ("accreditation", "clearance"))
    yield _with_fact(_START, consent)
    yield (_PLACE.format(place=" or ".join(screen.wanted.places) or "[place]"), " ", Italic("Yes or no is enough."))
    yield (_PAY, " ", Italic("Never ask what they earn now."))
    yield (_PERMIT,)
    if clearance:
        yield _with_fact(_CLEARANCE, clearance)
    if _gates(role, "nationality"):
        yield (_CITIZENSHIP, " ", Italic("Yes or no is enough."))


def _gates(role: Role, kind: str) -> list[Gate]:
    return [gate for gate in role.gates if gate.kind == kind]


def _with_fact(question: str, gate: Gate | None) -> Spans:
    """A question, and for the recruiter what is published about it."""
    return (question, " ", Italic("To know: "), gate.fact) if gate else (question,)


def _question(number: int, asked: NumberedQuestion, screen: Screen) -> Iterator[Block]:
    guide = Button(f"Answer guide {number}", replace(screen, number=number).line)
    yield Folded(text(Bold(f"{number}. {asked.question.text}"), button=guide), guide_blocks(asked.question))
    yield note(f"Listen for: {asked.question.listen_for}")

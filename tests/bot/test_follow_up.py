"""Follow-ups: they go on from the last answer, for a quarter of an hour, for the same person or in the same thread."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contexts import MOST, SECONDS, InMemoryContexts
from bot.router import Router
from bot.services import BotServices
from content.library import Library
from handlers.plain_text import plain_text_of
from handlers.registry import find_commands
from handlers.request import Person, Place, Request
from handlers.topic import Topic
from tests.support.hypothesis_profiles import examples

ANNA, BEN = Person("slack", "T1", "U1"), Person("slack", "T1", "U2")
DIRECT = Place("direct", "D1")
THREAD = Place("channel", "C1", "1700000000.000100", public=True, present=True)


class Timer:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def timer() -> Timer:
    return Timer()


@pytest.fixture
def router(library: Library, timer: Timer) -> Router:
    return Router(BotServices(current=lambda: library, commands=find_commands()), InMemoryContexts(timer))


async def say(router: Router, *lines: str, person: Person = ANNA, place: Place = DIRECT) -> str:
    """The text of the last answer."""
    return [plain_text_of(await router.answer(Request(line, person, place))) for line in lines][-1]


@pytest.mark.parametrize(
    ("lines", "begins"),
    [
        (("define vice consul", "other titles"), "Titles for Vice Consul"),
        (("define vice consul", "seniors"), "Senior questions: Vice Consul"),
        (("define vice consul", "ok and junior level please"), "Junior questions: Vice Consul"),
        (("levels vice consul", "just the mid ones"), "Levels: Vice Consul"),
        (("levels vice consul mid", "interview questions"), "Mid questions: Vice Consul"),
        (("define vice consul", "any red flags for them?"), "Red flags: Vice Consul"),
        (("define vice consul", "what should I ask him"), "Questions for Vice Consul"),
        (("define vice consul", "tell me more"), "More on Vice Consul"),
        (("define vice consul", "says who?"), "More on Vice Consul"),
        (("define vice consul", "tl;dr"), "Vice Consul: "),
        (("define vice consul", "vs. attaché"), "Vice Consul and Attaché"),
        (("define vice consul", "how is that different from an attaché?"), "Vice Consul and Attaché"),
        (("titles vice consul", "same for protocol officer"), "Titles for Protocol Officer"),
        (("titles vice consul", "what about protocol officer"), "Protocol Officer"),
        (("questions 1 mid consul", "next"), "Mid questions: Consul\nMid: 5–12 years.\n2. "),
        (("questions 1 mid consul", "2 more", "what would a good answer to the third be?"), "Answer guide"),
        (("questions mid consul", "number 2"), "Answer guide"),
        (("guide mid consul 1", "next"), "Answer guide"),
        (("questions mid consul", "easier please"), "Junior questions: Consul"),
        (("compare consul, ambassador", "the first one"), "Consul\n"),
        (("compare consul, ambassador", "the latter"), "Ambassador\n"),
        (("consulate officer", "yes"), "Consulate\n"),
        (("define press attaché", "and a cultural one?"), "Cultural Attaché\n"),
        (("define ambassador", "is it higher than a consul general?"), "Ambassador and Consul General\n"),
        (("levels political officer", "my guy has 6 years"), "Levels: Political Officer"),
        (("define visa officer", "example cv line pls"), "On a CV: Visa Officer"),
        (("define honorary consul", "are they diplomats?"), "Diplomatic status: Honorary Consul"),
        (("define honorary consul", "do they have immunity"), "Immunity: Honorary Consul"),
        (("define third secretary", "what's above that"), "Diplomatic ranks: Third Secretary"),
        (("define vice consul", "and?"), "More on Vice Consul"),
        (("levels vice consul", "more on senior"), "Levels: Vice Consul"),
        (("define desk officer", "what languages do they need"), "Languages: Desk Officer"),
        (("define counsellor", "and the one below?"), "Diplomatic ranks: Counsellor"),
        (("define permanent mission", "who works there"), "Who sits in a permanent mission"),
        (("define ambassador", "what's the plural"), "Plural: Ambassador"),
        (("define ambassador", "how long do they stay"), "Length of a posting: Ambassador"),
        (("define embassy", "expand"), "More on Embassy"),
        (("define consul", "languages?"), "Languages: Consul"),
        (("define consul", "and the nationality"), "Nationality: Consul"),
        (("compare consul, ambassador", "which one is higher"), "Consul and Ambassador\n"),
        (("counsel", "the first one"), "Counsellor\n"),
        (("define chancery", "define embassy", "back please"), "Chancery\n"),
        (("titles attaché", "same for counsellor", "what about the other one"), "Titles for Attaché"),
        (("define embassy", "and chancery?", "put them side by side"), "Embassy and Chancery\n"),
        (("flags attaché", "once more please"), "Red flags: Attaché"),
        (("define exequatur", "what else do we need to know"), "More on Exequatur"),
        (("define desk officer", "so what's the salary"), "Pay: Desk Officer"),
        (("define third secretary", "what comes after"), "Diplomatic ranks: Third Secretary"),
        (("questions mid attaché", "oops, i meant counsellor"), "Mid questions: Counsellor"),
        (("questions mid attaché", "no, senior"), "Senior questions: Attaché"),
        (("define embassy", "i was asking about the person"), "Ambassador\n"),
        (("define press attaché", "where could we find one?"), "Search strings for Press Attaché"),
        (("questions mid attaché", "could you turn that into a kit"), "Interview kit: Attaché, mid"),
        (("define counsellor", "are they junior?"), "Levels: Counsellor"),
        (("questions mid attaché", "just three please"), "Mid questions: Attaché"),
        (("questions attaché", "for someone with 9 years"), "Mid questions: Attaché"),
        (("search attaché", "and in nairobi?"), "Search strings for Attaché · Nairobi"),
        (("search attaché", "who speak french"), "Search strings for Attaché · French"),
        (("questions senior attaché", "too difficult, i need something for starters"), "Junior questions: Attaché"),
    ],
)
async def test_a_follow_up_goes_on_from_the_last_answer(router: Router, lines: tuple[str, ...], begins: str) -> None:
    assert (await say(router, *lines)).startswith(begins)


@pytest.mark.parametrize(
    "line",
    [
        *("define consul", "embassy", "help", "tip", "what is a note verbale", "browse c"),
        *("compare embassy and consulate", "what else can you do", "this is wrong", "who made you"),
    ],
)
async def test_a_line_that_stands_alone_is_no_follow_up(router: Router, library: Library, line: str) -> None:
    alone = await say(router, line)
    assert await say(router, "questions senior consul", line) == alone


async def test_a_topic_is_forgotten_after_a_quarter_of_an_hour(router: Router, timer: Timer) -> None:
    await say(router, "define consul")
    timer.now = SECONDS - 1
    assert "Titles for Consul" in await say(router, "titles")
    timer.now += SECONDS + 1
    assert "which job" in await say(router, "titles")


async def test_each_person_has_a_topic_but_a_thread_shares_one(router: Router) -> None:
    channel = replace(THREAD, thread=None)
    await say(router, "define consul", place=channel)
    assert "which job" in await say(router, "titles", person=BEN, place=channel)
    await say(router, "define attaché", place=THREAD)
    assert "Attaché" in await say(router, "titles", person=BEN, place=THREAD)
    assert "which job" in await say(router, "titles", person=replace(BEN, workspace="T2"), place=THREAD)


async def test_a_mention_outside_the_thread_goes_on_too(router: Router) -> None:
    await say(router, "define consul", place=THREAD)
    assert "Titles for Consul" in await say(router, "titles?", place=replace(THREAD, thread="1700000009.000100"))


async def test_a_cached_answer_is_remembered_for_each_who_asks(router: Router) -> None:
    await say(router, "define consul")
    request = Request("define consul", BEN, Place("direct", "D2"))
    assert router.cached_answer(request) is not None
    assert "Titles for Consul" in await say(router, "titles", person=BEN, place=Place("direct", "D2"))


@pytest.mark.parametrize("guess", ["High Commission", "is it a high commission?", "embassy", "A", "2", "the third one"])
async def test_a_typed_guess_answers_the_quiz(router: Router, guess: str) -> None:
    assert (await say(router, "quiz embassy", guess)).startswith(("Right! ", "Not quite."))


async def test_giving_up_a_quiz_shows_the_answer(router: Router) -> None:
    assert (await say(router, "quiz embassy", "no idea")).startswith("The answer: Embassy")


def test_a_topic_holds_names_of_the_content_only(library: Library) -> None:
    names = {entry.name for entry in library.entries}
    commands = {command.name for command in find_commands()}
    contexts = _Recorder()

    @given(st.sampled_from(sorted(commands)), st.text(max_size=30), st.sampled_from(sorted(names)))
    @examples(60)
    def check(command: str, typed: str, name: str) -> None:
        router = Router(BotServices(current=lambda: library, commands=find_commands()), contexts)
        for line in (f"{command} {name} {typed}", f"{typed} {name}", typed):
            asyncio.run(router.answer(Request(line, ANNA, DIRECT)))

    check()
    assert contexts.topics
    grades = [grade for scheme in library.grades for grade in scheme.grades]
    graded = {name for grade in grades for name in (*grade.names, *grade.also)}
    for topic in contexts.topics:
        assert topic.command in commands
        assert set(topic.entries) <= names | graded


class _Recorder(InMemoryContexts):
    def __init__(self) -> None:
        super().__init__()
        self.topics: set[Topic] = set()

    def remember(self, request: Request, topic: Topic) -> None:
        self.topics.add(topic)
        super().remember(request, topic)


async def test_memory_is_bounded(library: Library) -> None:
    contexts = InMemoryContexts()
    for number in range(MOST + 10):
        contexts.remember(Request("", replace(ANNA, user=str(number))), Topic("define"))
    assert await contexts.recall(Request("", replace(ANNA, user="0"))) is None
    assert await contexts.recall(Request("", replace(ANNA, user=str(MOST)))) is not None

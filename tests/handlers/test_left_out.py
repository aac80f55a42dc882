"""Nothing typed is dropped in silence: a word is used by the answer, or the answer names it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.router import Router
from bot.services import BotServices
from content.library import Library
from handlers.left_out import is_aside
from handlers.plain_text import plain_text_of
from handlers.request import Request
from tests.conftest import ANNA, Ask
from tests.support.transcript import pressable

COMMANDS = ["titles", "search", "questions", "levels", "flags", "career", "examples", "details"]
ROLES = ["consul", "vice consul", "protocol officer", "Political Officer", "ambassador", "desk officer", "visa officer"]
PLACES = ["Geneva", "Vienna", "Nairobi", "New York", "Brussels"]
ASIDES = ["urgent", "in Portuguese", "on integrity", "for Acme", "with crypto", "before lunch"]


@given(
    command=st.sampled_from(COMMANDS),
    level=st.sampled_from(["", "junior ", "senior "]),
    role=st.sampled_from(ROLES),
    place=st.sampled_from(PLACES),
    aside=st.sampled_from(ASIDES),
)
async def test_every_word_is_used_or_named(
    services: BotServices, *, command: str, level: str, role: str, place: str, aside: str
) -> None:
    line = f"{command} {level}{role} in {place} {aside}"
    answer = plain_text_of(await Router(services).answer(Request(line, ANNA)))
    assert role.casefold() in answer.casefold()
    for word in (place, aside.rpartition(" ")[2]):
        assert word.casefold() in answer.casefold(), line


@given(
    opening=st.sampled_from(["", "hi, ", "please ", "could you show me "]),
    command=st.sampled_from([*COMMANDS, "define", "requirements", "pay", "duties", "short", "ladder", "quiz"]),
    level=st.sampled_from(["", "junior ", "mid ", "7y "]),
    role=st.sampled_from(ROLES),
    place=st.sampled_from(["", " in Geneva", " at Acme", " from Nairobi"]),
    filler=st.sampled_from(["", " please", " asap", " tomorrow", " zebra", ", urgent", " (remote)"]),
)
async def test_every_word_of_a_command_line_is_used_or_named(services: BotServices, **parts: str) -> None:
    line = "{opening}{command} {level}{role}{place}{filler}".format(**parts)
    reply = await Router(services).answer(Request(line, ANNA))
    answer = f"{plain_text_of(reply)} {' '.join(pressable(reply).values())}".casefold()
    if answer.startswith("i can't answer that one"):
        return  # it uses no word of the line, and says so
    small = {"in", "at", "from", "please", "tomorrow", "hi", "could", "you", "show", "me", "7y", parts["command"]}
    if parts["command"] == "quiz":
        small.update(parts["role"].casefold().split())  # a quiz must not name its answer
    words = [word.strip(",()").casefold() for word in line.split()]
    levelled = parts["command"] in ("questions", "levels", "guide")
    for word in words:
        if word not in small and (levelled or word not in ("junior", "mid")):
            assert word in answer, line


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("boolean for political officer, hurried", "I left out “hurried”."),
        ("genuine questions for consul", "I left out “genuine”."),
        ("what is a consul in Italy", "I left out “Italy”."),
        ("questions on protocol for a consul", "I left out “protocol”."),
    ],
)
async def test_what_was_left_out_is_named(line: str, named: str, ask: Ask) -> None:
    assert named in plain_text_of(await ask(line))


@pytest.mark.parametrize(
    "line",
    [
        "define consul",
        "what does a consul do?",
        "questions senior consul",
        "levels consul 7y",
        "kosul",
        "red flags for consuls",
    ],
)
async def test_nothing_is_named_if_all_words_were_used(line: str, ask: Ask) -> None:
    assert "left out" not in plain_text_of(await ask(line))


@pytest.mark.parametrize("line", ["brand ambassador", "software consul", "consulate officer", "desk officer lamp"])
def test_a_word_beside_a_name_may_change_it(line: str, library: Library) -> None:
    only = library.match(line).suggestions[:1]
    assert not any(is_aside(line, entry) for entry in only)


@pytest.mark.parametrize("line", ["consul, please", "phone screen for a consul", "hard ones on a consul"])
def test_words_that_change_nothing(line: str, library: Library) -> None:
    consul = library.by_name("Consul")
    assert consul is not None
    assert is_aside(line, consul)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("define consul and ambassador", ("Consul: ", "Ambassador: ")),
        ("embassy and consulate and permanent mission", ("Embassy: ", "Consulate: ", "Permanent Mission: ")),
        ("Desk officer; before that Third Secretary", ("Desk Officer: ", "Third Secretary: ")),
    ],
)
async def test_several_titles_get_a_sentence_each(line: str, shown: tuple[str, ...], ask: Ask) -> None:
    answer = plain_text_of(await ask(line))
    for piece in shown:
        assert piece in answer


async def test_a_name_with_and_is_one_name(ask: Ask, library: Library) -> None:
    names = [entry.name for entry in library.entries if " and " in entry.name]
    assert names
    for name in names:
        assert library.match(name).entry is not None
        assert (await ask(f"define {name}")).title == name
        assert (await ask(f"what is {name}?")).title == name


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("questions consul 45 minutes", "45 minutes: 6 questions, about 7 minutes each."),
        ("half an hour interview with a consul", "30 minutes: 4 questions"),
        ("questions senior consul, 1 hour", "60 minutes: 6 questions, about 10 minutes each."),
        ("questions consul 1.5h", "90 minutes: 10 questions"),
        ("is a consul junior or senior?", "It depends on the years: junior is 0–5 years"),
        ("who outranks whom", "1. Ambassador"),
        ("rank order of diplomats", "1. Ambassador"),
        ("what's above a counsellor", "Above: Minister-Counsellor. Below: First Secretary."),
        ("who does a first secretary report to", "isn't fixed"),
        ("which degree for a visa officer", "Education: Visa Officer"),
        ("how do I share this?", "Share with channel"),
        ("compair embassy consulate", "Embassy and Consulate"),
        ("Unterschied zwischen Botschaft und Konsulat", "Embassy"),
        ("letters starting with c", "Consul"),
    ],
)
async def test_questions_with_details(line: str, shown: str, ask: Ask) -> None:
    assert shown in plain_text_of(await ask(line))

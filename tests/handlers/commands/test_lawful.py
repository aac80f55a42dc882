"""`lawful`: what may not be asked of a candidate is answered with what may, and nothing else is taken for it."""

from __future__ import annotations

import pytest

from handlers.plain_text import plain_text_of
from tests.conftest import Ask

NOT_TO_ASK = {
    "is it alright to ask whether he goes to church": "Don't ask about religion.",
    "how do I find out if she wants children": "Don't ask about family or children.",
    "should we ask candidates for their date of birth": "Don't ask about age.",
    "may I ask someone what passport they hold": "Don't ask about nationality.",
    "am I allowed to ask a political officer who he votes for": "Don't ask about politics.",
    "the client wants somebody under 45": "Don't choose people by age.",
    "they would rather hire a man": "Don't choose people by origin, sex or gender.",
    "which questions are off limits": "What not to ask a candidate",
    "lawful health": "Don't ask about health or disability.",
}
ANYTHING_ELSE = {
    "which nationality does a consul need": "Nationality: Consul",
    "what should I ask a visa officer about fraud": "Questions for Visa Officer",
    "we need a title for somebody over 20 years in": "",
    "questions for a gender adviser": "",
    "I just need to know what the second man at an embassy does": "",
    "women, peace and security": "Women, peace and security",
    "ask about agrément": "",
}


async def test_a_personal_topic_is_answered_with_what_may_be_asked(ask: Ask) -> None:
    for line, begins in NOT_TO_ASK.items():
        told = plain_text_of(await ask(line))
        assert told.startswith(begins), (line, told[:80])
        assert "no legal advice" in told


async def test_other_lines_keep_their_answer(ask: Ask) -> None:
    for line, begins in ANYTHING_ELSE.items():
        told = plain_text_of(await ask(line))
        assert told.startswith(begins), (line, told[:80])
        assert not told.startswith("Don't"), line


@pytest.mark.parametrize(
    ("line", "topic"),
    [
        ("can i ask him if he is willing to move to juba", "moving, travel and hard posts"),
        ("is it ok to ask if she would relocate to nairobi", "moving, travel and hard posts"),
        ("can i ask her whether she could live in a hardship post", "moving, travel and hard posts"),
        ("can i ask about their notice period", "the date of a start"),
        ("may i ask candidates about working weekends", "working hours"),
        ("can i ask a candidate about salary expectations", "expected pay"),
        ("can i ask him about his references", "references"),
    ],
)
async def test_what_may_be_asked(line: str, topic: str, ask: Ask) -> None:
    assert plain_text_of(await ask(line)).startswith(f"You may ask about {topic}, if it's what the job needs")


@pytest.mark.parametrize(
    "line",
    [
        "what if he says he can't talk about it",
        "the candidate isn't allowed to discuss his work",
        "she says it's all classified",
        "what if they signed an NDA",
        "how do I interview someone about secret work",
    ],
)
async def test_a_candidate_who_may_not_tell(line: str, ask: Ask) -> None:
    shown = plain_text_of(await ask(line))
    assert "Take the nearest case that you may tell" in shown
    assert "Leaving out a detail never counts against a candidate" in shown


@pytest.mark.parametrize(
    "line", ["is a démarche confidential", "candidates can't speak french", "can diplomats talk to the press"]
)
async def test_other_secrets_keep_their_answer(line: str, ask: Ask) -> None:
    assert "Leaving out a detail" not in plain_text_of(await ask(line))


async def test_a_forbidden_topic_comes_first(ask: Ask) -> None:
    shown = plain_text_of(await ask("can i ask her if her husband would move to juba"))
    assert shown.startswith("Don't ask about family or children.")
    assert "Are you willing and able to take it up?" in shown


async def test_a_question_that_is_not_known_is_named_as_such(ask: Ask) -> None:
    assert "I have nothing on this question by itself." in plain_text_of(await ask("can i ask him about his hobbies"))

"""Questions about the bot, in words that people really use; names of the content are never such questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.router import Router
from bot.services import BotServices
from content.lookup.index import forms_of
from handlers.about_the_bot.recognize import read_question
from handlers.about_the_bot.subjects import SUBJECTS, Subject
from handlers.plain_text import plain_text_of
from handlers.reply import Actions, Button
from handlers.request import Place, Request
from tests.conftest import ANNA, Ask
from tests.support.built_in import built_in


def subject_of(line: str, services: BotServices) -> Subject | None:
    """The subject that a line asks about; None if it asks for something else."""
    found = read_question(line, services)
    return found[0] if found else None


ASKED = {
    "files": ("can you read a PDF?", "how do I upload a résumé", "can I send you a CV?", "which files can you read?"),
    "privacy": (
        *("do you save what I type", "is our conversation confidential", "GDPR?"),
        *("is this gdpr compliant", "can you read my channel messages", "do you keep a log of this"),
        *("please erase everything you have on me", "do you train on our messages"),
    ),
    "who sees it": (
        *("can my boss read this", "who sees my answers", "is this visible to my team", "who can see my questions"),
    ),
    "suggestions": ("I have a suggestion", "could you add a few more terms"),
    "ai": (
        "is this chatgpt",
        "are you a robot or a real person",
        "do you use a language model",
        "which model are you",
        "r u a bot",
    ),
    "maker": ("who built this bot", "who is behind dragoman"),
    "sources": (
        "how do you know all that",
        "can I trust these answers",
        "what are your sources",
        "who writes your answers",
    ),
    "mistakes": ("that's not correct", "I found a mistake", "your definition is outdated", "thats wrogn"),
    "contact": (
        "can I speak to someone real",
        "who do I contact for support",
        "I want to talk to a person please",
        "who do I ask if it's broken",
    ),
    "candidates": (
        *("rate this applicant out of 10", "should I hire her", "which of these candidates is better"),
        *("would he be a good fit for consul", "assess this resume for me", "rank these", "is this candiate good"),
    ),
    "people": (
        *("show me some profiles of visa officers", "get me people who worked as vice consul"),
        "do you have a database of diplomats",
    ),
    "daily term": ("how do I get this every day", "can I have you daily"),
    "documents": ("can you make a word document", "export this as pdf"),
    "job ads": ("draft a job description for a political officer", "can you write an outreach email"),
    "languages": ("do you understand french", "réponds en français s'il te plaît", "en español por favor"),
    "how to ask": ("how does this work", "what can I ask you", "help me please"),
    "abilities": ("what are you good for", "who are you", "what can you do", "what are you able to do"),
    "limits": ("what can't you do", "what are your limitations"),
    "cost": ("how much does dragoman cost", "is this free to use"),
    "office holders": (
        "who is the current secretary general of the UN",
        "who's the german ambassador in London right now",
    ),
    "other subjects": ("what is the capital of Peru", "sing me a song", "tell me about the weather tomorrow"),
}
OTHER = [
    *("who appoints an ambassador", "what is a human rights officer", "keep records of a meeting note verbale"),
    *("can a consul store documents", "who can see a diplomatic bag", "rate of pay for a consul", "private secretary"),
    *("what languages does an interpreter speak", "how do I rate answers of a senior consul", "define consul"),
    *("how do I find consuls", "who is the boss of a consul in Paris", "good offices", "customer service officer"),
    *("and in French?", "what should I look for in a political officer CV", "tips off"),
]
FORMS = [form for entry in built_in().entries for form, _ in forms_of(entry)]


@pytest.mark.parametrize(("subject", "line"), [(subject, line) for subject, lines in ASKED.items() for line in lines])
def test_topics(subject: str, line: str, services: BotServices) -> None:
    found = subject_of(line, services)
    assert found is not None
    assert found.name == subject


@pytest.mark.parametrize("line", OTHER)
def test_other_questions_are_not_about_the_bot(line: str, services: BotServices) -> None:
    assert subject_of(line, services) is None


@given(form=st.sampled_from(FORMS), question=st.sampled_from(["{}", "what is a {}", "what is {}?", "{} please"]))
def test_a_name_is_neither_small_talk_nor_about_the_bot(form: str, question: str, services: BotServices) -> None:
    line = Router(services).read(question.format(form))
    assert line.command.claims is None


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
async def test_each_topic_has_a_short_answer_and_working_buttons(subject: Subject, ask: Ask, router: Router) -> None:
    reply = await ask(f"about {subject.name}")
    assert len(plain_text_of(reply)) <= 400
    buttons = [element for block in reply.blocks if isinstance(block, Actions) for element in block.elements]
    assert buttons
    for button in buttons:
        assert isinstance(button, Button)
        answer = await router.answer(Request(button.command, ANNA, Place("direct")))
        assert "I don't know" not in plain_text_of(answer)

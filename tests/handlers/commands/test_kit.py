"""`kit`: what it reads, what it says, and what it hands over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.form_line import fill_template
from bot.router import Router
from bot.services import BotServices
from content.lawful import ASK_INSTEAD, PATTERNS, forbidden_topic
from content.library import Library
from content.models import Level, Role
from handlers.document import Heading, Table
from handlers.kit.ats import SYSTEMS
from handlers.parsing.panel import spell_minutes, take_panel
from handlers.reply import FormButton, Reply, TextToCopy
from handlers.request import Place, Request
from tests.conftest import ANNA, Ask
from tests.support.transcript import pressable, seen


@pytest.mark.parametrize(
    ("line", "title", "size"),
    [
        ("kit senior consul", "Consul, senior", "One interviewer, 60 minutes"),
        ("kit senior consul 45", "Consul, senior", "One interviewer, 45 minutes"),
        ("kit senior consul 90m panel of 3", "Consul, senior", "3 interviewers together, 90 minutes"),
        ("kit consul senior two interviewers half an hour", "Consul, senior", "2 interviewers, 30 minutes each"),
        ("kit 7y consul panel", "Consul, mid", "2 interviewers"),
        ("kit consul 12+ years 45 minutes", "Consul, senior", "45 minutes"),
        ("kit P-3 political affairs officer panel of 4", "UN Political Affairs Officer, mid", "4 interviewers"),
        ("scorecard junior desk officer", "Desk Officer, junior", "One interviewer"),
        ("interview kit senior head of mission", "Head of Mission, senior", "One interviewer"),
        ("I need an interview kit for a senior consul", "Consul, senior", "One interviewer"),
        ("kit for a mid visa officer, 3-person panel", "Visa Officer, mid", "3 interviewers"),
        ("kit mid junior professional officer", "Junior Professional Officer, mid", "One interviewer"),
    ],
)
async def test_arguments_in_any_order(line: str, title: str, size: str, ask: Ask) -> None:
    reply = await ask(line)
    assert reply.title == f"Interview kit: {title}"
    assert size in seen(reply)
    assert "I left out" not in seen(reply)
    assert reply.document is not None
    assert reply.document.title == reply.title


async def test_words_that_it_does_not_use_are_named(ask: Ask) -> None:
    assert "I left out “french”" in seen(await ask("kit senior consul 60m panel of 2 in french"))


async def test_one_press_from_a_role_to_a_kit(ask: Ask) -> None:
    asked = await ask("kit head of mission 45 minutes panel of 3")
    assert asked.document is None
    reply = await ask(pressable(asked)["Senior"])
    assert "3 interviewers together, 45 minutes" in seen(reply)
    assert reply.document is not None


@pytest.mark.parametrize(
    ("words", "file"), [("as word", "docx"), ("as a Word file", "docx"), ("as PDF", "pdf"), ("as a canvas", "canvas")]
)
async def test_a_kit_as_a_file(words: str, file: str, ask: Ask) -> None:
    reply = await ask(f"kit senior consul panel of 2 {words}")
    assert reply.document is not None
    assert reply.file == file
    assert (await ask(f"{reply.document.line} {words}")).document == reply.document
    assert (await ask(f"kit consul {words}")).file == "", "without a level there is no document yet"


async def test_a_suggestion_keeps_the_details(ask: Ask) -> None:
    offered = pressable(await ask("kit senior PAO 45 minutes panel of 3"))
    reply = await ask(offered["Embassy Public Affairs Officer"])
    assert "3 interviewers together, 45 minutes" in seen(reply)


async def test_limits_are_said(ask: Ask) -> None:
    shown = seen(await ask("kit senior consul 20 minutes panel of 6"))
    assert "four interviewers at most" in shown
    assert "I made it 30 minutes" in shown
    assert "I made it 120 minutes" in seen(await ask("kit senior consul 3 hours"))
    assert "40 minutes each would be enough" in seen(await ask("kit senior consul 90 minutes 2 interviewers"))


async def test_a_set_id_gives_the_same_kit_again(ask: Ask) -> None:
    reply = await ask("kit senior consul 45 minutes panel of 2")
    known_id = seen(reply).partition("Set ")[2].partition(".")[0]
    again = await ask(f"kit {known_id.lower()}")
    assert again.document == reply.document
    assert "I left out" not in seen(again)
    assert reply.document is not None
    assert reply.document.footer.startswith(f"Set {known_id} · ")


async def test_a_set_id_of_other_content_offers_a_new_kit(ask: Ask, services: BotServices, library: Library) -> None:
    reply = await ask("kit senior consul")
    known_id = seen(reply).partition("Set ")[2].partition(".")[0]
    role = library.by_name("Consul")
    assert isinstance(role, Role)
    changed = role.model_copy(
        update={
            "questions": {
                level: tuple(question.model_copy(update={"probe": "And then?"}) for question in questions)
                for level, questions in role.questions.items()
            }
        }
    )
    entries = [changed if entry is role else entry for entry in library.entries]
    newer = Library(library.packs, entries, library.comparisons, library.grades)
    router = Router(replace(services, current=lambda: newer))
    answer = await router.answer(Request(f"kit {known_id}", ANNA, Place("direct")))
    assert "have changed since then" in seen(answer)
    assert answer.document is None
    new = await router.answer(Request(pressable(answer)["Make a new kit"], ANNA, Place("direct")))
    assert new.document is not None


@pytest.mark.parametrize("known_id", ["0000-0000-0000-0000", "ZZZZ-ZZZZ-ZZZZ-ZZZZ"])
async def test_an_unknown_set_id(known_id: str, ask: Ask) -> None:
    reply = await ask(f"kit {known_id}")
    assert f"I don't know the set {known_id}" in seen(reply)
    assert "[Interview kit]" in seen(reply)


async def changed(ask: Ask, line: str, **values: str) -> Reply:
    """The answer to the form that changes a kit, submitted with these values."""
    forms = [element for element in (await ask(line)).elements if isinstance(element, FormButton)]
    return await ask(fill_template(forms[0].command, values))


async def test_questions_can_be_left_out_and_swapped(ask: Ask, library: Library) -> None:
    role = library.by_name("Consul")
    assert isinstance(role, Role)
    texts = [question.text for question in role.questions[Level.SENIOR]]
    reply = await changed(ask, "kit senior consul", drop="2", swap="1,4")
    pages = repr(reply.document)
    assert "5 competencies" in seen(reply)
    assert [question in pages for question in texts] == [False, False, True, False, True, True]
    assert "[Panel of 2]" not in seen(reply), "its changes would be lost"
    known_id = seen(reply).partition("Set ")[2].partition(".")[0]
    assert (await ask(f"kit {known_id}")).document == reply.document
    again = await changed(ask, f"kit {known_id}", drop="3")
    assert "4 competencies" in seen(again)
    assert texts[2] not in repr(again.document), "the form names questions by their first place"


async def test_a_question_of_ones_own(ask: Ask) -> None:
    own = "How do you brief a new ambassador for Lever & Co?"
    reply = await changed(ask, "kit senior consul panel of 2", own=own)
    assert reply.document is not None
    assert own in repr(reply.document)
    assert "7 competencies" in seen(reply)
    assert "without your own question" in seen(reply)
    assert (await ask(f"{reply.document.line} as word")).document == reply.document
    known_id = seen(reply).partition("Set ")[2].partition(",")[0].partition(".")[0]
    assert own not in repr((await ask(f"kit {known_id}")).document)


@pytest.mark.parametrize(
    ("own", "topic", "instead"),
    [
        ("How old are you?", "age", "when last"),
        ("Do you have kids?", "family", "at weekends"),
        ("What is your religion?", "religion", "holidays"),
        ("Where were you born?", "birthplace", "right to work"),
        ("How did you learn Arabic?", "how a language was learned", "use the language"),
    ],
)
async def test_a_question_that_must_not_be_asked(own: str, topic: str, instead: str, ask: Ask) -> None:
    reply = await changed(ask, "kit senior consul", own=own)
    assert f"asks about {topic}" in seen(reply)
    assert instead in seen(reply)
    assert reply.document is None


async def test_a_long_question_and_too_many_left_out(ask: Ask) -> None:
    assert "Make it shorter" in seen(await changed(ask, "kit senior consul", own="Why? " * 60))
    reply = await changed(ask, "kit senior consul panel of 4", drop="1,2,3,4,5,6")
    assert "I kept a question" in seen(reply)
    assert "4 competencies" in seen(reply)


def test_every_topic_has_a_lawful_question() -> None:
    for topic, instead in ASK_INSTEAD.items():
        assert forbidden_topic(instead) is None, topic
    assert {topic for topic, _ in PATTERNS} == ASK_INSTEAD.keys()


@pytest.mark.parametrize("system", SYSTEMS)
async def test_text_for_each_system(system: str, ask: Ask, library: Library) -> None:
    reply = await ask(f"kit senior consul for {system}")
    role = library.by_name("Consul")
    assert isinstance(role, Role)
    copied = "\n".join(block.text for block in reply.blocks if isinstance(block, TextToCopy))
    for question in role.questions[Level.SENIOR]:
        for part in (question.text, *question.ticks, question.weak, question.stop, question.probe):
            assert part in copied


async def test_a_role_without_questions(services: BotServices, library: Library) -> None:
    role = library.by_name("Consul")
    assert isinstance(role, Role)
    entries = [role.model_copy(update={"questions": {}}) if entry is role else entry for entry in library.entries]
    bare = Library(library.packs, entries, library.comparisons, library.grades)
    router = Router(replace(services, current=lambda: bare))
    answer = await router.answer(Request("kit senior consul", ANNA, Place("direct")))
    assert "I don't have interview questions for Consul yet" in seen(answer)


async def test_the_pages_name_nobody_and_score_nothing(ask: Ask) -> None:
    reply = await ask("kit senior consul 2 interviewers")
    assert reply.document is not None
    headings = [part.text for part in reply.document.parts if isinstance(part, Heading) and part.level == 1]
    assert headings == [reply.title, "Interviewer 1", "Interviewer 2", "Debrief", "Terms and sources"]
    assert reply.document.name == "kit-senior-consul-60-minutes-2-interviewers"


async def test_a_panel_in_one_room_has_the_same_pages_for_all(ask: Ask) -> None:
    reply = await ask("kit senior consul panel of 3")
    assert reply.document is not None
    parts = reply.document.parts
    titles = [part.text for part in parts if isinstance(part, Heading) and part.level == 1]
    assert titles == [reply.title, "Interview", "Debrief", "Terms and sources"]
    (together,) = [part for part in parts if isinstance(part, Table) and "Who speaks" in part.columns]
    askers = [row[2] for row in together.rows if row[0][0].isdigit()]
    assert askers == sorted(askers)
    assert set(askers) == {"Interviewer 1", "Interviewer 2", "Interviewer 3"}
    (minutes,) = [row[1] for row in together.rows if row[0] == "Minutes in all"]
    assert int(minutes) == sum(int(row[1]) for row in together.rows[:-1]) == 60
    (ratings,) = [part for part in parts if isinstance(part, Table) and "Int. 3" in part.columns]
    assert all(row[1:] == ("", "", "", "") for row in ratings.rows), "all of them rate all questions"
    again = await ask(f"kit {reply.topic.kit if reply.topic else ''}")
    assert again.document == reply.document


@pytest.mark.parametrize(
    ("typed", "rest", "size"),
    [
        ("senior consul panel of 3", "senior consul", 3),
        ("consul for a panel of two people", "consul", 2),
        ("consul, 4 interviewers", "consul,", 4),
        ("consul 45 panel", "consul 45", 2),
        ("panel 45 minutes", "45 minutes", 2),
        ("consul", "consul", None),
    ],
)
def test_the_size_of_a_panel(typed: str, rest: str, size: int | None) -> None:
    taken, count = take_panel(typed)
    assert (" ".join(taken.split()), count) == (rest, size)


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("consul 60m", "consul 60 minutes"),
        ("consul 60", "consul 60 minutes"),
        ("consul 45 min", "consul 45 min"),
        ("consul 7", "consul 7"),
        ("consul 20+", "consul 20+"),
        ("consul 20 years", "consul 20 years"),
        ("consul 20y 60m", "consul 20y 60 minutes"),
        ("G-20 sherpa P-3 AD7", "G-20 sherpa P-3 AD7"),
    ],
)
def test_minutes_without_a_unit(typed: str, spelled: str) -> None:
    assert spell_minutes(typed) == spelled

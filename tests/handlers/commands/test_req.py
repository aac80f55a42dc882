"""`req`, and the job that it and other commands take from a line with a place of work, an employer or a grade."""

from __future__ import annotations

import pytest

from handlers.plain_text import plain_text_of
from handlers.reply import TextToCopy
from tests.conftest import Ask
from tests.support.transcript import pressable, seen

FOR_A_FUND = """Programme Manager, Rule of Law (P-4), UNDP Iraq, Baghdad
Fixed-term, one year.

The incumbent leads a portfolio of USD 14 million, supervises six national staff and two P-3, and
negotiates agreements with donors (EU, Netherlands, Denmark).

Requirements
- Advanced degree in law
- Seven years of experience in justice programmes
- Young and energetic
"""
BY_AN_EMBASSY = """The Embassy of Norway in Nairobi is looking for a

POLITICAL AND PRESS ADVISER (locally employed)

You will follow domestic politics, write reports, brief visiting delegations and keep contact with journalists.
You report to the deputy head of mission. We require at least three years of relevant experience.
"""
WITHOUT_KNOWN_TITLE = """Team Leader, Roads and Bridges
EU Delegation to Ethiopia, Addis Ababa

The successful candidate supervises contract agents and local agents, and reports to the Head of Delegation.
We require at least 10 years of professional experience and the ability to obtain a security clearance.
"""
MOST_ON_SCREEN = 1_400
"""Characters that a phone shows in a screen and a half."""


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("req policy officer AD7 brussels", "EU External Action Official · AD7 · Brussels"),
        ("screen AD7 policy officer", "Phone screen: EU External Action Official, mid"),
        ("screen policy officer HEO FCDO", "Phone screen: Desk Officer, mid"),
        ("questions ad7 policy officer", "Mid questions: EU External Action Official"),
        ("questions for an administrator AD5", "Junior questions: EU External Action Official"),
        ("titles policy officer at the EEAS", "Titles for Policy Officer, EEAS"),
        ("screen desk officer at the EEAS AD7", "Phone screen: EU External Action Official, mid"),
        ("screen P-3 desk officer", "Phone screen: Desk Officer, mid"),
        ("titles mid political officer EU delegation", "Titles for Political Officer"),
        ("questions mid political officer EU delegation", "Mid questions: Political Officer"),
        ("levels counsellor permanent representation EU", "Levels: Counsellor"),
        ("req political officer eu delegation contract agent FGIV", "Political Officer · FG IV"),
        ("req civil affairs officer FS-6 juba", "Civil Affairs Officer · FS-6 · Juba"),
        ("req P-4 press officer", "UN Public Information Officer · P-4"),
        ("req disarmament affairs officer new york", "Disarmament Affairs Officer · New York"),
        ("req contract agent EU delegation", "EU External Action Official"),
        ("questions embassy in bamako", "Questions for Ambassador"),
        ("req programme manager UNDP", "Programme Management Officer"),
    ],
)
async def test_the_job_that_is_meant(line: str, title: str, ask: Ask) -> None:
    assert (await ask(line)).title == title


@pytest.mark.parametrize(
    "line",
    [
        "req driver at the embassy",
        "kit senior gardener at the residence",
        "req Head of Section Political EU Delegation Addis Ababa",
        "titles cook at the embassy",
        "req chauffeur to the ambassador",
    ],
)
async def test_a_job_that_is_not_known_is_no_other_at_the_same_place(line: str, ask: Ask) -> None:
    answer = await ask(line)
    assert plain_text_of(answer).startswith("I don't know the job “")
    assert pressable(answer)


@pytest.mark.parametrize(
    "line", ["req embassy driver", "kit embassy guard", "questions for an embassy chauffeur", "titles residence chef"]
)
async def test_a_job_without_an_entry_gets_the_nearest(line: str, ask: Ask) -> None:
    answer = await ask(line)
    assert plain_text_of(answer).startswith("I don't know the job “")
    assert "Service staff are the drivers" in plain_text_of(answer)
    assert any(command.endswith("Residence Manager") for command in pressable(answer).values())


async def test_the_choice_of_a_sense_keeps_grade_and_place(ask: Ask) -> None:
    lines = pressable(await ask("req policy officer P-3 in brussels")).values()
    assert "req P-3 in Brussels Desk Officer" in lines
    assert (await ask("req P-3 in Brussels Desk Officer")).title == "Desk Officer · P-3 · Brussels"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("need a human rights officer p3 in geneva asap", "Human Rights Officer · P-3 · Geneva"),
        ("we urgently need a protocol officer in vienna", "Protocol Officer · Vienna"),
        ("we're recruiting a P-4 legal officer for the hague", "UN Legal Officer · P-4 · The Hague"),
        ("i got a new req: Policy Officer AD7 brussels", "EU External Action Official · AD7 · Brussels"),
        ("new vacancy: consul, lima", "Consul · Lima"),
        ("we need someone who can be a protocol officer in vienna", "Protocol Officer · Vienna"),
        ("i need a consul", "Consul"),
        ("we're hiring 2 protocol officers for the un in vienna, start asap", "Protocol Officer · Vienna"),
        ("need a desk officer who speaks arabic", "Desk Officer · Arabic"),
        ("need a french speaking visa officer starting immediately", "Visa Officer · French"),
        ("need questions for a P-3 human rights officer in geneva", "Mid questions: Human Rights Officer"),
    ],
)
async def test_lines_that_bring_a_new_requisition(line: str, title: str, ask: Ask) -> None:
    answer = await ask(line)
    assert answer.title == title
    assert "asap" not in plain_text_of(answer)


async def test_searches_come_first_and_rules_stand_under_conditions_alone(ask: Ask) -> None:
    answer = await ask("req human rights officer P-3 geneva")
    shown = seen(answer)
    parts = ["[Open LinkedIn]", "Check before", "one employer's own rules", "Look for on the CV", "Who hires", "Market"]
    places = [shown.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "line", ["req human rights officer P-3 geneva", "req desk officer", "req mediation adviser P-4"]
)
async def test_the_first_screen_is_short_and_the_rest_is_behind_buttons(line: str, ask: Ask) -> None:
    answer = await ask(line)
    assert not any(isinstance(block, TextToCopy) for block in answer.blocks)
    assert len(plain_text_of(answer)) < MOST_ON_SCREEN
    assert {"Strings to copy", "Mid questions", "Interview kit"} <= set(pressable(answer))


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("req legal officer the hague", "International Criminal Court, International Court of Justice"),
        ("req political affairs officer addis ababa", "African Union Commission, African Union"),
        ("req humanitarian affairs officer in Rome", "World Food Programme, Food and Agriculture Organization"),
    ],
)
async def test_organisations_of_a_place(line: str, first: str, ask: Ask) -> None:
    assert f": {first}" in plain_text_of(await ask(line))


@pytest.mark.parametrize("line", ["req consul lima", "req labour attaché brussels"])
async def test_a_place_without_organisations_that_hire_for_the_job(line: str, ask: Ask) -> None:
    assert "With a seat in" not in plain_text_of(await ask(line))


async def test_a_grade_of_several_employers_keeps_the_job(ask: Ask) -> None:
    lines = pressable(await ask("req FS-6 attaché in Juba")).values()
    assert any(line == "req FS-06 attaché in Juba" for line in lines)


async def test_a_job_that_is_not_known_offers_jobs_of_like_titles_first(ask: Ask) -> None:
    lines = list(pressable(await ask("kit senior security officer MONUSCO")).values())
    assert "Security Officer" in lines[0]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (
            "Looking for a Consul with 5+ years, fluent French, under 40, for our consulate in Lyon. Must drive.",
            [
                "Consul · French · Lyon",
                "[Mid questions]",
                "for our consulate in Lyon",
                "Must drive",
                "“under 40” (age)",
            ],
        ),
        (
            "Wanted: male protocol officer, P-3, for a UN mission in Goma. Native English speaker.",
            [
                "Protocol Officer · P-3 · English · Goma",
                "“male” (sex)",
                "“Native English speaker”",
                "a UN mission in Goma",
            ],
        ),
        (
            "need a press attaché in Madrid, senior, Spanish C1, must be Dutch national",
            ["Press Attaché · Spanish · Madrid", "[Senior questions]", "Spanish C1", "“must be Dutch national”"],
        ),
        (
            "hiring: visa officer, Lagos, 3 yrs, shift work, no kids",
            ["Visa Officer · Lagos", "shift work", "“no kids” (family)"],
        ),
        (
            "we have a mandate: deputy head of mission, Ottawa, 12 years, start asap",
            ["Deputy Head of Mission · Ottawa", "[Mid questions]"],
        ),
        (
            "our client's looking for an interpreter in Rabat, 10 years, max age 50",
            ["Which one do you mean", "[Diplomatic Interpreter]", "“max age 50” (age)"],
        ),
        (
            "We're seeking a Head of Delegation (D-1). Requirements: 15 years, Arabic",
            ["Which one do you mean", "[Head of EU Delegation]"],
        ),
    ],
)
async def test_a_brief_of_a_line_or_two_is_read_whole(line: str, shown: list[str], ask: Ask) -> None:
    """What the searches don't hold is repeated, what may not be asked is named, and nothing is left out."""
    answer = seen(await ask(line))
    assert [part for part in shown if part not in answer] == []
    assert not any(said in answer for said in ("I left out", "You also named", "You also asked"))


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("need questions for a consul with at least 5 years", "Mid questions: Consul"),
        ("need a kit for a consul, 5 years", "Interview kit: Consul, mid"),
        ("need 2 press attachés by monday in lima, levels", "Levels: Press Attaché"),
    ],
)
async def test_other_lines_that_need_something_are_no_briefs(line: str, title: str, ask: Ask) -> None:
    assert (await ask(line)).title == title


@pytest.mark.parametrize(
    ("advert", "title"),
    [
        (FOR_A_FUND, "Programme Management Officer · P-4 · Baghdad"),
        (BY_AN_EMBASSY, "Embassy Political Specialist · Nairobi"),
        (WITHOUT_KNOWN_TITLE, "An advert: Team Leader, Roads and Bridges"),
    ],
)
async def test_an_advert_is_read_by_its_title(advert: str, title: str, ask: Ask) -> None:
    assert (await ask(f"req {advert}")).title == title
    job, *_ = title.split(" · ")
    read = await ask(f"read {advert}")
    assert read.title == (job if job == "An advert" else f"An advert: {job.removeprefix('An advert: ')}")


async def test_a_requisition_says_what_its_advert_asks_for(ask: Ask) -> None:
    said = plain_text_of(await ask(f"req {FOR_A_FUND}"))
    assert "Contract: Fixed-term; one year." in said
    assert "It asks for" in said
    assert "Seven years of experience in justice programmes" in said
    assert "“Young and energetic” (age)" in said
    assert "Netherlands" not in said, "a donor isn't where the job is"
    assert "at least 10 years of professional experience" in plain_text_of(await ask(f"req {WITHOUT_KNOWN_TITLE}"))

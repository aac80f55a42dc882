"""Grades through the router: cards, tables, pay, and the level beside a job."""

from __future__ import annotations

import re

import pytest

from content.library import Library
from handlers.grade_cards import line_of
from handlers.plain_text import plain_text_of
from handlers.reply import Table
from tests.conftest import Ask
from tests.support.transcript import pressable


async def said(ask: Ask, line: str) -> str:
    return plain_text_of(await ask(line))


@pytest.mark.parametrize(
    "line",
    [
        *("P-4", "p4", "P–4", "P\u00a04", "define P-4", "what is a P4", "how senior is P-4", "how many years for P-4"),
        *("grade P-4", "grade p 4", "P-4 step 6", "what level is P4", "P4 at the UN", "what is a P-4 in Geneva"),
    ],
)
async def test_a_grade_is_explained(ask: Ask, line: str) -> None:
    answer = await ask(line)
    assert answer.title == "P-4"
    assert "7 years" in plain_text_of(answer)
    assert "Reads as: mid level" in plain_text_of(answer)
    assert "No table makes a P grade equal" in plain_text_of(answer)
    assert pressable(answer)["Next up: P-5"] == "grade P-5"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("what is AD7", "AD7"),
        ("AD 7", "AD7"),
        ("GS-13", "GS-13"),
        ("NOB", "NO-B"),
        ("nob", "NO-B"),
        ("D1", "D-1"),
        ("what does D1 mean in the UN", "D-1"),
        ("FS-04", "FS-04"),
        ("FS-4 UN", "FS-4"),
        ("G-7", "G-7"),
        ("what does G5 mean", "G-5"),
        ("what is P5 on a CV", "P-5"),
        ("Grade 7", "Grade 7"),
        ("grade 7", "Grade 7"),
        ("HEO", "HEO"),
        ("grade ASG", "ASG"),
        ("NATO G15", "NATO G15"),
        ("FG IV", "FG IV"),
        ("grade UN Professional and Director grades", "UN Professional and Director grades"),
        ("grade AD", "EU administrator grades"),
    ],
)
async def test_which_grade_is_meant(ask: Ask, line: str, title: str) -> None:
    assert (await ask(line)).title == title


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("P5", "“P5” has more than one meaning"),
        ("P5 veto", "Permanent members of the Security Council"),
        ("G7", "“G7” has more than one meaning"),
        ("G20", "Group of Twenty"),
        ("ASG", "Assistant Secretary-General"),
        ("questions G7 sherpa", "Questions for Summit Sherpa"),
        ("Professional category", "Professional category"),
        ("grade inflation", "I don't know “grade inflation”"),
        ("A4 paper", "I don't know “A4 paper”"),
        ("A10 motorway", "I don't know “A10 motorway”"),
        ("iphone A15", "I don't know “iphone A15”"),
        ("french a1 level", "I don't know “french a1 level”"),
        ("OR-2 operating room", "I don't know “OR-2 operating room”"),
    ],
)
async def test_what_is_no_grade_stays_what_it_is(ask: Ask, line: str, means: str) -> None:
    assert (await said(ask, line)).startswith(means)


async def test_two_employers_get_a_line_and_a_button_each(ask: Ask) -> None:
    answer = await ask("FS-4")
    assert "UN Field Service grades: FS-4" in plain_text_of(answer)
    assert "US Foreign Service grades: FS-04" in plain_text_of(answer)
    assert pressable(answer) == {"FS-4 (UN)": "grade FS-4 UN", "FS-04 (US)": "grade FS-04"}


@pytest.mark.parametrize(
    ("line", "buttons"),
    [
        ("grade A4", ["Council of Europe A4 (Council of Europe)", "NATO A4 (NATO)", "OECD A4 (OECD)"]),
        ("grade C4", ["NATO C4 (NATO)", "HEO (UK)"]),
        ("EL1", ["EL 1 (Australian)", "EL1 (OECD)"]),
    ],
)
async def test_a_code_that_employers_share_asks_which(ask: Ask, line: str, buttons: list[str]) -> None:
    assert list(pressable(await ask(line))) == buttons


@pytest.mark.parametrize(
    ("line", "title"),
    [
        *(
            ("A4 at the OECD", "OECD A4"),
            ("A.4 at NATO", "NATO A4"),
            ("A2 CoE", "Council of Europe A2"),
            ("B3 germany", "German B3"),
        ),
        *(("EL1 at the OECD", "EL1"), ("EL 1 at DFAT", "EL 1"), ("C4 nato", "NATO C4"), ("B3 FCDO", "EO")),
    ],
)
async def test_the_employer_beside_a_shared_code_decides(ask: Ask, line: str, title: str) -> None:
    assert (await ask(line)).title == title


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("P4 vs P5", "P-5 is above P-4 on the same ladder."),
        ("compare P-3 and P-4", "P-4 is above P-3 on the same ladder."),
        ("FS-03 vs FS-02", "FS-02 is above FS-03 on the same ladder."),
        ("which is higher P3 or P4", "P-4 is above P-3 on the same ladder."),
        ("P-3/P-4", "P-4 is above P-3 on the same ladder."),
        ("FS-4 vs GS-13", "No general table makes FS-04 and GS-13 equal"),
        ("FS-02 vs GS-13", "No general table makes FS-02 and GS-13 equal"),
        ("is P-5 equal to counsellor", "No official table makes P-5 equal to Counsellor."),
        ("is P5 equal to counsellor", "No official table makes P-5 equal to Counsellor."),
        ("first secretary vs P-4", "No official table makes P-4 equal to First Secretary."),
    ],
)
async def test_a_comparison_starts_with_its_result(ask: Ask, line: str, first: str) -> None:
    answer = await ask(line)
    assert plain_text_of(answer).split("\n")[1].startswith(first)
    assert any(isinstance(block, Table) for block in answer.blocks)


async def test_the_letters_of_two_schemes_compare_their_entries(ask: Ask) -> None:
    assert (await said(ask, "grades P vs GS")).startswith("Professional category and General Service category")


@pytest.mark.parametrize(
    ("line", "heading", "read_as"),
    [
        (
            "questions P-3 political affairs officer", "Mid questions: UN Political Affairs Officer",
            "P-3: usually 5 years, so mid for UN Political Affairs Officer.",
        ),
        (
            "questions p5 political affairs officer", "Senior questions: UN Political Affairs Officer",
            "P-5: usually 10 years, so senior for UN Political Affairs Officer.",
        ),
        ("questions P-3", "Mid questions", "P-3: usually 5 years, so mid."),
        ("questions AD7", "Mid questions", "AD7: no fixed years; I read it as mid."),
        ("questions P-3 geneva", "Mid questions", "I didn't use “geneva”."),
        (
            "levels head of mission P-5", "Levels: Head of Mission",
            "P-5: usually 10 years, so junior for Head of Mission.",
        ),
        (
            "levels head of mission P-2", "Levels: Head of Mission",
            "P-2: usually 2 years. That's early for Head of Mission, where junior means 8–14 years.",
        ),
        (
            "Political Affairs Officer P-3", "UN Political Affairs Officer",
            "P-3: usually 5 years, so mid for UN Political Affairs Officer.",
        ),
    ],
)  # fmt: skip
async def test_a_grade_beside_a_job_picks_its_level(ask: Ask, line: str, heading: str, read_as: str) -> None:
    answer = await ask(line)
    assert answer.title == heading
    assert read_as in plain_text_of(answer)


async def test_a_level_that_is_given_wins_over_the_grade(ask: Ask) -> None:
    assert (await ask("questions senior P-3 consul")).title == "Senior questions: Consul"


@pytest.mark.parametrize("line", ["salary of a P4", "pay P-4", "UN salary P4 Geneva", "what does a P4 earn"])
async def test_pay_is_explained_without_figures(ask: Ask, line: str) -> None:
    answer = await ask(line)
    assert answer.title == "Pay: P-4"
    assert "post adjustment" in plain_text_of(answer)
    assert "Official scale:" in plain_text_of(answer)
    assert not re.search(r"[$€£]|\d{2,},\d{3}", plain_text_of(answer))


async def test_the_city_of_a_pay_question_is_named(ask: Ask) -> None:
    assert "for Geneva" in await said(ask, "UN salary P4 Geneva")


async def test_every_grade_has_a_card_and_its_buttons_lead_somewhere(library: Library, ask: Ask) -> None:
    for scheme in library.grades:
        for grade in scheme.grades:
            for name in grade.names:
                reading = library.grade(name)
                assert reading is not None
                answer = await ask(f"grade {line_of(reading, library)}")
                assert answer.title == name
                for line in pressable(answer).values():
                    assert (await ask(line)).shareable, (name, line)


async def test_a_grade_command_without_a_grade_asks_for_one(ask: Ask) -> None:
    assert "Which grade?" in await said(ask, "grade")
    for line in pressable(await ask("grade")).values():
        assert (await ask(line)).title == line.removeprefix("grade ")


async def test_the_entry_on_a_category_leads_to_its_grades(ask: Ask) -> None:
    lines = pressable(await ask("define Professional category"))
    assert lines["Grades P-1 to USG"] == "grade UN Professional and Director grades"


async def test_suggested_jobs_keep_the_grade(ask: Ask) -> None:
    lines = pressable(await ask("questions P-4 programme coordinator"))
    assert lines
    assert all(line.startswith("questions P-4 ") for line in lines.values())


async def test_of_two_grades_beside_a_job_the_first_is_used_and_the_other_named(ask: Ask) -> None:
    answer = await ask("questions P-3/P-4 political affairs officer")
    assert answer.title == "Mid questions: UN Political Affairs Officer"
    assert "I didn't use “P-4”." in plain_text_of(answer)

"""The job of an advert: by its own title, not by that of a boss or of colleagues; and what is shown without a card."""

from __future__ import annotations

import pytest

from handlers.advert_title import own_titles
from handlers.plain_text import plain_text_of
from tests.conftest import Ask
from tests.support.transcript import pressable

FOR_A_COMPANY = """Hello, one more. Job: Head of Public Affairs, Nordics (former diplomat preferred)
Company: maker of wind turbines, reports to the Chief Legal Officer
We want: 10+ years, fluent Swedish. Must have a network among embassies. Salary by agreement.
"""
FOR_A_CHARITY = """Chief of Party - Chad
Organisation: Swedish relief NGO
You will lead 200 staff. Required: eight years in aid; donor compliance, grants management with the grants manager.
"""
LOCAL = """Chef de chancellerie / Head of Chancery (f/m), Embassy of Belgium, Lima
Local contract. Tasks: accounts, cars, staff.
Requirements: three years in administration.
"""
POSTED = LOCAL.replace("Local contract", "Posting of three years")


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Vacancy: Press Officer (locally engaged)\nReports to: Head of Mission", ["Press Officer"]),
        ("Hi there. Job: Director, Trade Policy APAC (f/m)", ["Director, Trade Policy APAC"]),
        (
            "Head of Political, Press and Information Section\nEU Delegation",
            ["Head of Political, Press and Information Section"],
        ),
        ("Client: a maker of drones\nGovernment Affairs Manager EMEA | Berlin", ["Government Affairs Manager EMEA"]),
        ("We seek a Visa Officer to join our team.", ["Visa Officer"]),
        ("We propose\nA post of desk officer. You will draft.", ["desk officer"]),
        ("The unit works with the Head of Mission.", []),
    ],
)
def test_the_titles_of_its_own(text: str, titles: list[str]) -> None:
    assert [title.text for title in own_titles(text)] == titles


async def test_a_job_in_a_company_leads_to_ex_diplomats_for_it(ask: Ask) -> None:
    answer = await ask(f"read {FOR_A_COMPANY}")
    assert answer.title == "An advert: Head of Public Affairs"
    assert "Ex-diplomats for it" in pressable(answer)
    assert not any("Legal Officer" in line for line in pressable(answer).values() if line.startswith("req "))


async def test_an_unknown_title_is_no_other_job_of_the_advert(ask: Ask) -> None:
    answer = await ask(f"read {FOR_A_CHARITY}")
    assert answer.title == "An advert: Chief of Party"
    assert "head of a donor's development project" in plain_text_of(answer)


async def test_a_local_contract_decides_what_a_title_means(ask: Ask) -> None:
    assert (await ask(f"read {LOCAL}")).title == "An advert: Embassy Management Officer"
    assert (await ask(f"read {POSTED}")).title == "An advert: Head of Chancery"


async def test_grades_of_local_staff_are_american_at_us_missions_alone(ask: Ask) -> None:
    advert = "Embassy of {}\nVacancy: Consular Assistant\nLevel: LE-07\nRequirements: fluent Thai, must have a degree."
    assert "FSN-7" in plain_text_of(await ask(f"read {advert.format('the United States')}"))
    assert "FSN-7" not in plain_text_of(await ask(f"read {advert.format('Canada')}"))

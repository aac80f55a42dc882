"""`company`: a former role that is named counts more than the job, and a job fits by its main word."""

from __future__ import annotations

import pytest

from handlers.plain_text import plain_text_of
from tests.conftest import Ask
from tests.support.transcript import pressable


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("ex ambassador for bank advisory board", "Ambassador in a company\n"),
        ("a retired ambassador for our bank's board", "Ambassador in a company\n"),
        ("somebody who was ambassador, for our advisory board", "Ambassador in a company\n"),
        ("former political officer for our bank", "Political Officer in a company\n"),
        ("ex consul for a bank", "I have nothing yet on Consul in a company. The nearest that I have:"),
    ],
)
async def test_a_former_role_that_is_named_is_shown(ask: Ask, typed: str, begins: str) -> None:
    assert plain_text_of(await ask(typed)).startswith(begins)


@pytest.mark.parametrize(
    ("job", "shown", "not_shown"),
    [
        ("NGO director", "OSCE Mission Member", "Field Security"),
        ("sanctions", "Sanctions Officer", "Export Control Officer"),
        ("defence", "Defence Attaché", "Ambassador"),
        ("chief of staff", "Deputy Head of Mission", "Residence Manager"),
        ("country risk", "Economic Officer", "Climate Negotiator"),
    ],
)
async def test_roles_fit_a_job_by_its_main_word(ask: Ask, job: str, shown: str, not_shown: str) -> None:
    titles = plain_text_of(await ask(f"ex-diplomat for {job}")).split("What transfers")[0]
    assert shown in titles
    assert not_shown not in titles


@pytest.mark.parametrize("job", ["a bank", "an investment banker", "a board"])
async def test_a_word_in_passing_is_no_fit(ask: Ask, job: str) -> None:
    assert "Which job in the company?" in plain_text_of(await ask(f"ex-diplomat for {job}"))


async def test_the_rules_of_the_old_service_are_one_press_away(ask: Ask) -> None:
    answer = await ask("company ex-diplomat for public affairs at a bank")
    assert answer.title == "Ex-diplomats for public affairs at a bank"
    assert "Business Appointment Rules" not in plain_text_of(answer)
    assert "Business Appointment Rules" in plain_text_of(await ask(pressable(answer)["The rules"]))


async def test_the_closest_jobs_come_first(ask: Ask) -> None:
    titles = plain_text_of(await ask("ex-diplomat for public affairs")).split("What transfers")[0]
    assert "Minister-Counsellor" in titles
    assert "Agricultural" not in titles

"""Questions about one fact of an entry: answered from the lines that have it, or by saying that none has."""

from __future__ import annotations

import pytest

from bot.router import Router
from handlers.plain_text import plain_text_of
from tests.conftest import Ask

SAID = [
    ("does a consul have immunity", "Functional immunity: A consul who refuses a passport"),
    ("is an honorary consul a diplomat?", "Not a diplomat on the payroll"),
    ("how long does an agrément take", "say nothing for months"),
    ("how long is a posting", "Two to four years"),
    ("who appoints an ambassador", "nominated by the ministry"),
    ("plural of chargé d'affaires", "doesn't give the plural"),
    ("what's the opposite of a sending state", "Receiving State: "),
    ("is there a female form of consul", "doesn't list separate forms for women and men"),
    ("abbreviation for permanent representative", "PermRep"),
    ("how do you address an ambassador", "Excellency"),
    ("can a vice consul become consul general", "Career: Consul General"),
    ("can a counsellor become a minister-counsellor", "Minister-Counsellor is above Counsellor"),
    ("is a minister counsellor above a counsellor?", "Minister-Counsellor is above Counsellor, one step"),
    ("which is higher, third secretary or first secretary", "First Secretary is above Third Secretary, 2 steps"),
    ("can a us citizen work at the german embassy", "Nationality in general"),
    ("which degree for diplomat", "names no degree"),
    ("do ambassadors need to speak french", "Languages: Ambassador"),
    ("who is the boss of an embassy", "Head of Mission: Ambassador or high commissioner"),
    ("10 mins, political officer, go", "10 minutes: 3 questions"),
    ("diplomatic bag vs handbag", "I don't know “handbag”, so I can't compare them."),
]


@pytest.mark.parametrize(("said", "answered"), SAID)
async def test_questions_about_one_fact(said: str, answered: str, ask: Ask) -> None:
    answer = plain_text_of(await ask(said))
    assert answered in answer
    assert "I left out" not in answer
    assert "I took" not in answer


@pytest.mark.parametrize(
    "line",
    [
        *("what is diplomatic immunity", "functional immunity", "what is a diplomat", "diplomats", "intérêt national"),
        *("nationality requirement", "citizen services", "who can waive immunity", "is there a diplomatic list"),
    ],
)
def test_a_name_is_not_a_question_about_a_fact(line: str, router: Router) -> None:
    assert router.read(line).command.name not in ("fact", "requirements")

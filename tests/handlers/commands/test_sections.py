"""What is said of a job where a term was asked about, and what is never said so."""

from __future__ import annotations

import pytest

from content.library import Library
from content.models import Role
from handlers.headquarters import seat_of, workplaces
from tests.conftest import Ask
from tests.support.transcript import pressable, seen


async def test_another_job_behind_a_term_keeps_the_years(ask: Ask) -> None:
    lines = pressable(await ask("levels 7y permanent mission"))
    assert lines["Permanent Representative"] == "levels 7y Permanent Representative"


@pytest.mark.parametrize("section", ["where", "staff", "functions"])
async def test_what_is_said_of_a_place_is_never_borrowed_from_a_job(section: str, library: Library, ask: Ask) -> None:
    for entry in library.entries:
        name_of_its_own = library.is_form(f"{section} {entry.name.split()[0]}")  # "Staff Assistant"
        if section not in entry.sections and not name_of_its_own:
            answer = seen(await ask(f"{section} {entry.name}"))
            said = answer.split("\n")[1]
            own = section == "where" and (
                said in entry.definition.replace("\n", " ")
                or said == seat_of(entry, library)
                or (isinstance(entry, Role) and said in workplaces(entry))
            )
            assert own or "I have nothing on" in answer

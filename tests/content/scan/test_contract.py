"""What adverts say of the contract, in fields and in sentences, and numbers of years that are something else."""

from __future__ import annotations

import pytest

from content.scan.contract import contract_in


@pytest.mark.parametrize(
    ("text", "contract"),
    [
        ("Contract type: Fixed term, 24 months\nHours: 37", ["Fixed term, 24 months", "37"]),
        ("The contract is for three years, renewable once.", ["three years", "renewable once"]),
        ("Full-time, 40 hours a week. Salary by scale.", ["Full-time, 40 hours a week"]),
        ("We hire for 12 months, fixed term.", ["12 months", "fixed term"]),
        ("Start: May 2026 · Duration: 12 months, unaccompanied", ["12 months, unaccompanied"]),
        ("Freelance contracts of up to 20 days a month.", ["Freelance contracts", "up to 20 days a month"]),
        ("At least five years of experience. Annual leave: 25 days.", []),
        ("The Permanent Mission of Peru. A probation of six months. Valid for two years.", []),
        ("Employment regime: Seconded/Contracted", ["Seconded/Contracted"]),
        (
            "Grade: 7, national contract, 12 months with possible extension",
            ["national contract", "12 months with possible extension"],
        ),
        ("You worked for two years in a ministry.", []),
        ("Deadline 3 May. Rotation, four years. A field mission of 12 days.", []),
        ("Length: two years, may be extended to four", ["two years, may be extended to four"]),
        ("Individual consultancy contract, 30 working days.", ["Individual consultancy contract", "30 working days"]),
        ("One year, renewable up to six years.", ["One year", "renewable up to six years"]),
    ],
)
def test_the_contract_of_an_advert(text: str, contract: list[str]) -> None:
    assert contract_in(text) == contract

"""What adverts ask for, welcome and rule out, and wording in them that is unlawful in many places or unwise."""

from __future__ import annotations

import pytest

from content.scan.adverts import Asked, asked_for, doubtful_wording


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "Profile: 3-5 years in finance, German and English, Polish a plus.",
            Asked(("3-5 years in finance, German and English",), ("Polish a plus.",)),
        ),
        (
            "We want: 8+ years, ideally as a former consul, worked with parliaments. Fluent Thai, Lao nice to have.",
            Asked(
                ("8+ years, worked with parliaments.", "Fluent Thai"),
                ("ideally as a former consul", "Lao nice to have."),
            ),
        ),
        (
            "Knowledge of French, Spanish or Arabic is an asset.",
            Asked((), ("Knowledge of French, Spanish or Arabic is an asset.",)),
        ),
        ("Job: Director, Public Affairs (ex-diplomat preferred)\nMust have: Danish", Asked(("Danish",), ())),
        ("EU nationals only. NATO citizen.", Asked(("EU nationals only.", "NATO citizen."), ())),
        ("Clearance NATO SECRET has to be obtained.", Asked(("Clearance NATO SECRET has to be obtained.",), ())),
        ("Not eligible: local agents.", Asked((), (), ("local agents.",))),
        (
            "Local agents are not eligible. Late applications will not be considered.",
            Asked((), (), ("Local agents are not eligible.",)),
        ),
        ("Advantages: Dutch; experience with budgets", Asked((), ("Dutch", "experience with budgets"))),
        ("It would be nice if you also had\n* Tigrinya", Asked((), ("Tigrinya",))),
        ("Preferred: Albanian\n\n5. Contract\nTwo years.", Asked((), ("Albanian",))),
    ],
)
def test_what_an_advert_asks_for(text: str, asked: Asked) -> None:
    assert asked_for(text) == asked


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("National candidates cannot be considered for this post.", "National candidates cannot be considered"),
        ("Nationals of the host country need not apply.", "Nationals of the host country need not apply"),
        ("No applicants of Kurdish or Arab origin, please.", "No applicants of Kurdish or Arab origin"),
        ("Applicants over 45 will not be considered.", "Applicants over 45 will not be considered"),
        ("Your letter must contain a photo.", "contain a photo"),
        ("Disabled persons should not apply.", "Disabled persons should not apply"),
    ],
)
def test_wording_to_look_at(text: str, wording: str) -> None:
    assert [found.text for found in doubtful_wording(text)] == [wording]


@pytest.mark.parametrize(
    "text",
    [
        "Late applications cannot be considered.",
        "You must be a national of a Member State.",
        "The project serves people over 60 and disabled people in four camps.",
        "Candidates without a degree cannot be considered.",
    ],
)
def test_wording_that_is_fine(text: str) -> None:
    assert doubtful_wording(text) == ()

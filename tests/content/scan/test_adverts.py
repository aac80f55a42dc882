"""What an advert is told by, what it asks for, welcomes and rules out, and wording that is unlawful or unwise."""

from __future__ import annotations

import pytest

from content.scan.adverts import Asked, asked_for, doubtful_wording, is_of_another, kind_of_text, must_haves

FRENCH = """Ambassade du Canada au Niger
AVIS DE CONCOURS
Poste : Adjoint(e) aux visites
Salaire : 9 000 000 FCFA par an
Durée : un an

Exigences essentielles
– Diplôme universitaire
– Deux ans d'expérience

Atouts
– Connaissance du haoussa

Cote de fiabilité exigée.
"""


def wording_of(text: str) -> list[str]:
    return [found.text for found in doubtful_wording(text)]


def test_a_french_advert_is_told_and_read() -> None:
    assert kind_of_text(FRENCH, 0) == "advert"
    asked = asked_for(FRENCH)
    assert asked.needed == ("Diplôme universitaire", "Deux ans d'expérience", "Cote de fiabilité exigée.")
    assert asked.wished == ("Connaissance du haoussa",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Candidates must not be older than 45.", ["not be older than 45"]),
        ("Applicants may not be over 50 years of age.", ["over 50 years of age"]),
        ("Only unmarried women may apply.", ["unmarried women"]),
        ("No applicants with small children, please.", ["No applicants with small children"]),
        ("Not suitable for mothers of young children.", ["Not suitable for mothers of young children"]),
        ("Les candidats de l'est s'abstiendront.", ["Les candidats de l'est s'abstiendront"]),
        ("Femmes enceintes s’abstenir.", ["Femmes enceintes s’abstenir"]),
        ("Réservé aux hommes de moins de 40 ans.", ["Réservé aux hommes"]),
        ("Être âgé de moins de 35 ans au 1er mai.", ["âgé de moins de 35 ans"]),
        ("Cash for mothers of young children.", []),
        ("Give your date of birth.", ["date of birth"]),
        ("Your CV isn't older than two months.", []),
        ("Projects with small children in camps.", []),
        ("La délégation s'abstiendra lors du vote.", []),
        ("Une expérience de moins de 10 ans suffit.", []),
    ],
)
def test_doubtful_wording(text: str, found: list[str]) -> None:
    assert wording_of(text) == found


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("Necessary qualifications\n• A degree\n• Good Turkish\n", ("A degree", "Good Turkish")),
        (
            "The successful applicant needs a medical clearance.",
            ("The successful applicant needs a medical clearance.",),
        ),
        ("Appointment is subject to vetting.", ("Appointment is subject to vetting.",)),
        ("Security clearance level: NATO SECRET\nLocation: Kyiv", ("NATO SECRET",)),
        ("Our team needs you. Aid for people who need a doctor.", ()),
    ],
)
def test_conditions(text: str, needed: tuple[str, ...]) -> None:
    assert tuple(must_haves(text)) == needed


def test_an_asset_may_be_a_heading() -> None:
    assert asked_for("An asset\n• Good Turkish\n").wished == ("Good Turkish",)


def test_the_title_of_a_boss_in_french() -> None:
    for before in (
        "Sous l'autorité du ",
        "Relève de la ",
        "rend compte à l'",
        "sous la supervision de ",
        "les visites de l'",
        "the diary of the ",
    ):
        assert is_of_another(before)


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

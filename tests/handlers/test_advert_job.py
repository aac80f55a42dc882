"""The job of an advert and its grade, as read from the text alone."""

from __future__ import annotations

from content.library import Library
from handlers.advert_job import job_of


def job_and_grade(text: str, library: Library) -> tuple[str, str]:
    role, grade = job_of(text, library.scan(text), library)
    return (role.name if role else "", grade.name if grade else "")


def test_a_grade_in_words_stands_before_its_letters(library: Library) -> None:
    text = "British Embassy Oslo\nMain purpose of job: Political Officer\nGrade: Executive Officer (EO)\n"
    assert job_and_grade(text, library) == ("Political Officer", "EO")


def test_a_series_stands_between_the_letters_and_the_number(library: Library) -> None:
    text = "U.S. Embassy Tirana\nPosition Title: Visa Clerk\nSeries/Grade: LE - 1415 - 6\n"
    assert job_and_grade(text, library)[1] == "FSN-6"


def test_the_person_whose_visits_are_prepared_is_no_job(library: Library) -> None:
    for text in (
        "Ambassade du Canada au Mali\nAdjoint administratif\nElle prépare les visites de l'ambassadeur.\n",
        "Embassy of Canada, Bamako\nOffice help\nYou keep the diary of the ambassador.\n",
    ):
        assert job_and_grade(text, library)[0] == ""

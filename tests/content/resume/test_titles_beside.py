"""Titles that share an employer, a grade or their years with others, and those that are nobody's post."""

from __future__ import annotations

from content.library import Library
from content.resume.posts import every_post_in
from tests.content.resume.test_layouts import rows


def test_two_titles_of_one_item_share_what_follows_them(library: Library) -> None:
    text = """Founder, Drina Advice, Belgrade (since 2020). Public affairs, six people.

BEFORE THAT
* Minister-Counsellor and deputy head of mission, Embassy of Serbia in London, 2016–2020
* Interpreter, KFOR, Mitrovica, 2004–2007
"""
    assert [row[1] for row in rows(text, library)][1:3] == ["Embassy of Serbia", "Embassy of Serbia"]


def test_a_grade_behind_a_second_title_is_of_both(library: Library) -> None:
    text = """CONSULAR OFFICER (VICE CONSUL), FS-04
U.S. Department of State, U.S. Consulate General Monterrey, Mexico
06/2015 – 07/2018
"""
    posts = every_post_in(text, library.scan(text), library)
    assert [post.grade.name if post.grade else "" for post in posts] == ["FS-04", "FS-04"]


def test_a_plural_or_a_vacancy_is_no_post(library: Library) -> None:
    text = """Announcement: COM-2025-0417, Economic Officer, GS-14
2017-2020 : Deuxième secrétaire, Ambassade de France au Kenya (Nairobi)
Préparation des COP (négociateurs climat, présidence).
"""
    assert [row[0] for row in rows(text, library)] == ["Deuxième secrétaire"]


def test_notes_on_a_table_are_no_posts(library: Library) -> None:
    text = """PERIOD\tEMPLOYER\tPLACE\tPOSITION
2019 – 2023\tPermanent Representation of Malta to the EU\tBrussels\tAgriculture Attaché
2014 – 2016\tEuropean Parliament\tBrussels\tAccredited Parliamentary Assistant

Notes on the above
2019 – 2023: spokesman in the Special Committee on Agriculture; three laws on wine.
"""
    posts = every_post_in(text, library.scan(text), library)
    assert [post.title for post in posts] == ["Agriculture Attaché", "Accredited Parliamentary Assistant"]

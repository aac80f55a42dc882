"""Single layouts of a résumé's posts: grades in a field of their own, contracts, duties, names with a comma."""

from __future__ import annotations

from content.library import Library
from content.resume.post import Post
from content.resume.posts import every_post_in
from content.scan.scanner import Mention

UN_FORM = """Job title: Humanitarian Affairs Officer
Grade: P-4
Employer: OCHA
Duty station: Port-au-Prince, Haiti
From: 03/2020    To: Present
Type of contract: Junior Professional Officer

Job title: Legal Officer
Grade/Level: P-3
Employer: UN Office of Legal Affairs
Duty station: New York
From: 07/2016    To: 02/2020

Job title: Bookkeeper
Employer: Vitosha Carpets Ltd
From: 02/2009    To: 08/2011
Description of duties: Ledgers, invoices, VAT.
"""
US_FORM = """U.S. Department of State
Washington, DC
06/2019 - Present
Series: 0130 Pay Grade: FS-02
Foreign Affairs Officer
Serve as desk officer for two Andean posts.

U.S. Embassy Quito
07/2015 - 05/2019
Pay Grade: FS-03
Vice Consul

Oak Hardware, Inc.
Dayton, OH
05/2006 - 12/2008
Store Manager
"""


def posts_of(text: str, library: Library) -> tuple[Post, ...]:
    return every_post_in(text, library.scan(text), library)


def test_a_grade_in_a_field_of_its_own_is_that_of_its_post(library: Library) -> None:
    for text, grades in ((UN_FORM, ["P-4", "P-3", ""]), (US_FORM, ["FS-02", "FS-03", ""])):
        assert [post.grade.name if post.grade else "" for post in posts_of(text, library)] == grades


def test_a_kind_of_contract_and_a_duty_are_no_posts(library: Library) -> None:
    titles = [[post.title for post in posts_of(text, library)] for text in (UN_FORM, US_FORM)]
    assert titles == [
        ["Humanitarian Affairs Officer", "Legal Officer", "Bookkeeper"],
        ["Foreign Affairs Officer", "Vice Consul", "Store Manager"],
    ]


def test_duties_are_no_place_and_a_company_keeps_its_kind(library: Library) -> None:
    assert [
        (post.employer, post.place) for post in (posts_of(UN_FORM, library)[-1], posts_of(US_FORM, library)[-1])
    ] == [
        ("Vitosha Carpets Ltd", ""),
        ("Oak Hardware, Inc", "Dayton, OH"),
    ]


def test_a_body_whose_name_ends_in_a_place_stays_whole(library: Library) -> None:
    text = "Political Officer, Organization for Security and Co-operation in Europe (OSCE), Skopje, 2017–2021"
    assert [post.employer for post in posts_of(text, library)] == [
        "Organization for Security and Co-operation in Europe"
    ]


def test_the_name_of_a_field_or_a_column_and_a_band_of_pay_are_no_terms(library: Library) -> None:
    text = "Post: Visa Officer, British Embassy Rome\nSalary band: D2\n| Period | Post | Place |\nEmbassy Suites, Rome"

    def found(mention: Mention) -> str:
        return mention.entry.name if mention.entry else ""

    assert not {"Post", "Posting", "Director category"} & set(map(found, library.scan(text)))
    assert "suites" not in {mention.text.casefold() for mention in library.scan(text)}


def test_ministers_of_governments_are_no_diplomats(library: Library) -> None:
    met = library.scan("Embassy of Peru, Rome. Prepared visits by Ministers and met the Minister of Trade.")
    assert [mention.text for mention in met] == ["Embassy"]
    own = library.scan("Minister (Economic), Embassy of Peru, 2010–2012")
    assert [mention.text for mention in own] == ["Minister", "Embassy"]

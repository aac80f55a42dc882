"""Single layouts of a résumé's posts: grades in a field of their own, contracts, duties, names with a comma."""

from __future__ import annotations

from content.library import Library
from content.resume.post import Post
from content.resume.posts import as_held, every_post_in
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


def grades_of(text: str, library: Library) -> list[str]:
    return [post.grade.name if post.grade else post.level for post in posts_of(text, library)]


def test_a_grade_is_read_from_a_bracket_a_salary_or_two_fields(library: Library) -> None:
    assert grades_of("Desk Officer, Libya (HEO), Foreign Office, 2014–2017", library) == ["HEO"]
    assert grades_of("U.S. Embassy Lima\n06/2019 - Present\nSalary: FS-02\nVice Consul\n", library) == ["FS-02"]
    assert grades_of(
        "Embassy Manama\n07/2019 - 06/2022\nSeries: 2501 Pay Plan: FP Grade: 03\nPolitical Officer\n", library
    ) == ["FS-03"]
    assert grades_of("Logistics Officer, MINUSCA, Bangui, 2022–2024\nGrade: FS-5", library) == ["FS-5"]


def test_a_grade_without_a_table_is_kept_as_written(library: Library) -> None:
    assert grades_of("HR Officer, Embassy of the Netherlands, Addis Ababa, 2018–2021 (Scale 9)", library) == ["Scale 9"]
    assert grades_of("Deputy Head of Mission (Grade: D6), British Embassy, Tunis, 2021–2023", library) == ["D6"]
    assert grades_of("Political Adviser (J5), NATO, Mons, 2021–2023", library) == [""]


def test_a_title_has_the_meaning_of_its_employer(library: Library) -> None:
    text = """Administrative Assistant, Embassy of Canada, Dakar, 2014–2016
Administrative Assistant, UNICEF, Geneva, 2012–2014
Administrative Assistant, University of Leeds, Leeds, 2010–2012
Political Adviser, EUCAP Sahel Niger, Niamey, 2008–2010
Political Adviser, Labour Party, London, 2006–2008
"""
    assert [
        (post.entry.name if post.entry else "", [entry.name for entry in post.near]) for post in posts_of(text, library)
    ] == [
        ("Embassy Administrative Assistant", []),
        ("", ["Embassy Administrative Assistant"]),
        ("", []),
        ("CSDP Mission Expert", []),
        ("", []),
    ]
    held = as_held(library.scan(text), posts_of(text, library))
    assert [mention.text for mention in held if mention.entry and mention.text.startswith("Administrative")] == [
        "Administrative Assistant"
    ]


def test_the_chair_that_somebody_worked_for_is_the_employer(library: Library) -> None:
    for text in (
        "Political Adviser\nEU Special Representative for the Sahel\n2015–2018\n\nDesk Officer\nEEAS\n2012–2015\n",
        "Position: Political Adviser\nEmployer: EU Special Representative for the Sahel\nDates: 2015–2018\n",
    ):
        post, *_ = posts_of(text, library)
        assert (post.title, post.employer) == ("Political Adviser", "EU Special Representative for the Sahel")
    own = posts_of("EU Special Representative for the Sahel\nEEAS, Bamako\n2015–2018\n", library)
    assert [post.title for post in own] == ["EU Special Representative for the Sahel"]


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

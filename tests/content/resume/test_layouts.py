"""Layouts of posts in one line, in a form or in a sentence, in several languages."""

from __future__ import annotations

from content.library import Library
from tests.content.resume.test_posts import posts_of


def rows(text: str, library: Library) -> list[tuple[str, str, str, str]]:
    return [(post.title, post.employer, post.place, post.years) for post in posts_of(text, library)]


def test_a_second_title_after_later_is_of_the_same_post(library: Library) -> None:
    for text in (
        "2012-2016\nTroisième secrétaire, puis deuxième secrétaire\nAmbassade de Belgique, Rabat\n",
        "07/2015 – 07/2019\tBotschaft Wien\n\t\tAttaché, später Dritter Sekretär\n",
        "Attaché, later Third Secretary\nEmbassy of Malta, Rome\n2012–2016\n",
        "Agregado, luego Tercer Secretario, Embajada del Perú, Quito, 2012–2016\n",
    ):
        posts = posts_of(text, library)
        assert len(posts) == 2, text
        assert posts[0].years == posts[1].years != "", text
        assert posts[0].place == posts[1].place != "", text


def test_years_in_square_brackets_stand_before_any_title(library: Library) -> None:
    text = """WORK EXPERIENCE

[ 03/2019 – Current ] Attaché
Embassy of Estonia
City: Oslo | Country: Norway

[ 01/2015 – 02/2019 ] Sales analyst
Maxima
City: Tallinn

[ 02/2012 – 12/2014 ] Desk Officer, Eastern Partnership
Ministry of Foreign Affairs of the Republic of Estonia
City: Tallinn | Country: Estonia
"""
    assert [(title, place) for title, _, place, _ in rows(text, library)] == [
        ("Attaché", "Oslo"),
        ("Sales analyst", "Tallinn"),
        ("Desk Officer, Eastern Partnership", "Tallinn"),
    ]


def test_years_may_be_a_sentence_behind_the_employer(library: Library) -> None:
    text = """* Visa Officer, British Embassy, Quito. 2019 to date. Grade EO, country-based staff.
* Interviews applicants at the window, checks their papers.
* Fleet Supervisor, British Embassy, Quito. 2016-2019. Grade AA.
* Six drivers, two armoured cars.
* Driver, Delegation of the European Union to Ecuador, Quito. 2013-2016. Local agent, group V.
* Shop owner, Ambato. 2010-2013.
* Training: first aid, 2012.
"""
    assert rows(text, library) == [
        ("Visa Officer", "British Embassy", "Quito", "2019 to date"),
        ("Fleet Supervisor", "British Embassy", "Quito", "2016-2019"),
        ("Driver", "Delegation of the European Union to Ecuador", "Quito", "2013-2016"),
        ("Shop owner", "", "Ambato", "2010-2013"),
    ]
    grades = [post.grade.name if post.grade else post.level for post in posts_of(text, library)]
    assert grades == ["EO", "AA", "", ""]


def test_a_title_before_a_name_is_no_post(library: Library) -> None:
    text = "Ambassador Mwangi-Reid chaired the committee on 4 May 2021 and has since been "
    text += "Permanent Representative of Kenya to the United Nations in New York.\n"
    assert [post.title for post in posts_of(text, library)] == ["Permanent Representative"]


def test_a_title_that_no_entry_explains_is_found_in_a_sentence_with_its_years(library: Library) -> None:
    for text, row in (
        (
            "Before that she was for four years (2017–2021) Director of the Legal Directorate at the Ministry of "
            "Foreign Affairs in Accra, where she led a review.",
            ("Director of the Legal Directorate", "Ministry of Foreign Affairs", "Accra", "2017–2021"),
        ),
        (
            "From 2010 to 2014 he served as Head of the Crisis Unit at the Ministry of Defence in Oslo.",
            ("Head of the Crisis Unit", "Ministry of Defence", "Oslo", "From 2010 to 2014"),
        ),
    ):
        bio = f"{text}\n\nIn 2008 she was posted to Cairo as Consul.\n"
        assert row in rows(bio, library), rows(bio, library)


def test_a_heading_and_what_it_holds_may_share_a_line(library: Library) -> None:
    text = """Vice Consul, Embassy of Peru, Rome, 2016–2019

EDUCATION: M.A., Ohio University, 2016 (Rangel Fellowship). B.A., 2012
AWARDS: Employee of the Year, Ohio Hotels, 2011
Teaching Assistant, Ohio University, Athens, 2014–2016
"""
    assert [post.title for post in posts_of(text, library)] == ["Vice Consul", "Teaching Assistant"]


def test_a_field_office_has_its_place(library: Library) -> None:
    text = "Outreach Assistant\nEU Monitoring Mission in Georgia, Gori Field Office\n2014–2016\n"
    assert [(post.employer, post.place) for post in posts_of(text, library)] == [
        ("EU Monitoring Mission in Georgia", "Gori")
    ]


def test_a_representative_is_at_the_body_and_not_at_the_state(library: Library) -> None:
    text = "In 2021 she became Permanent Representative of Kenya to the United Nations in New York.\n"
    assert [(post.employer, post.place) for post in posts_of(text, library)] == [("United Nations", "New York")]


def test_a_german_noun_is_no_employer(library: Library) -> None:
    text = """Seit 2011\tGeneralkonsulat Istanbul
\t\tVizekonsul
\t\tPässe, Beurkundungen, Gipfeltreffen

1998 – 2008\tDeutsche Marine, Kiel
\t\tBootsmann

1996 – 1998\tKaufhof, Köln
\t\tVerkäufer
"""
    assert not {"Pässe", "Gipfeltreffen"} & {post.employer for post in posts_of(text, library)}

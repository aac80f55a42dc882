"""Scanning a long text: what counts as a form there, where it is, and what it means."""

from __future__ import annotations

from itertools import pairwise

import pytest

from content.library import Library
from content.models import PackInfo, Role, Vocabulary
from content.resume.posts import posts_in

EMBASSY = "Embassy of Kenya, Lima. "


def scanned(library: Library, text: str) -> list[tuple[str, str | None]]:
    """Each mention as written, with the name of its entry."""
    mentions = [mention for mention in library.scan(text) if not mention.other_job]
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))
    return [(mention.text, mention.entry.name if mention.entry else None) for mention in mentions]


@pytest.mark.parametrize(
    ("written", "entry"),
    [
        ("démarches", "Démarche"),
        ("de\u0301marche", "Démarche"),
        ("note-verbale", "Note verbale"),
        ("U.N. Security Council", "UN Security Council"),
        ("United Nations Security Council", "UN Security Council"),
        ("Chargé d’Affaires a.i.", "Chargé d'affaires"),
        ("CHARGÉ D'AFFAIRES", "Chargé d'affaires"),
        ("peace-keeping operations", "Peacekeeping operation"),
        ("G-77", "Group of 77"),
        ("MoUs", "Memorandum of understanding"),
        ("Unicef", "UNICEF"),
        ("Ambassador's residence", "Official residence"),
        ("diplo\u00admatic bag", "Diplomatic bag"),
    ],
)
def test_a_form_is_found_in_any_spelling_with_its_place(library: Library, written: str, entry: str) -> None:
    """Accents, plurals, hyphens, dots and invisible characters make no difference."""
    assert (written, entry) in scanned(library, f"{EMBASSY}Worked on {written}, and left.")


def test_an_acronym_needs_capitals(library: Library) -> None:
    """ "he", "who" and "bit" are words; so are they in a line of capitals."""
    assert scanned(library, f"{EMBASSY}he who is a bit odd met the end of the nam.") == [("Embassy", "Embassy")]
    assert ("WHO", "World Health Organization") not in scanned(library, f"{EMBASSY}\nWHO WE ARE")
    assert ("WHO", "World Health Organization") in scanned(library, f"{EMBASSY}Seconded to WHO in 2020.")


@pytest.mark.parametrize("word", ["visa", "post", "protocol", "mission", "resolution", "Consul", "First Secretary"])
def test_an_everyday_word_needs_the_field_nearby(library: Library, word: str) -> None:
    """Alone it means something else; next to an embassy it doesn't."""
    assert scanned(library, f"The {word} was fine, and so was the weather.") == []
    assert word in [text for text, _ in scanned(library, f"{EMBASSY}The {word} was fine.")]


def test_words_apart_are_no_form(library: Library) -> None:
    """A comma or a new line ends a title, unless the line was full."""
    assert scanned(library, "Consul, General Services, Embassy of Peru")[0][0] == "Consul"
    assert scanned(library, "Embassy of Peru: Consul\nGeneral duties")[1][0] == "Consul"
    wrapped = "She was promoted twice and then served as Permanent\nRepresentative to the United Nations."
    assert scanned(library, wrapped)[0] == ("Permanent\nRepresentative", "Permanent Representative")


def test_the_words_around_decide_on_an_ambiguous_form(library: Library) -> None:
    """A form that stays unclear has no entry, but several meanings."""
    assert ("Ambassador", "Ambassador") not in scanned(library, f"{EMBASSY}\nBrand Ambassador for a drink")
    assert ("UN mission", None) in scanned(library, "He joined the UN mission.")


def test_words_that_a_hyphen_divides_at_the_end_of_a_line(library: Library) -> None:
    text = "Chargé d'af-\nfaires a.i., then Vice-\r\nConsul, then Second Secre-\ntary. A post-\noffice near it."
    assert scanned(library, text) == [
        ("Chargé d'af-\nfaires a.i.", "Chargé d'affaires"),
        ("Vice-\r\nConsul", "Vice Consul"),
        ("Second Secre-\ntary", "Second Secretary"),
    ]


def test_a_hyphen_makes_another_word(library: Library) -> None:
    """ "mission-critical" is no mission."""
    assert scanned(library, f"{EMBASSY}Ran mission-critical, post-doctoral work.") == [("Embassy", "Embassy")]


def test_spaced_letters_are_no_acronym(library: Library) -> None:
    """A heading such as "F A U N A" has no "AU", but "A. U." is one."""
    assert scanned(library, f"{EMBASSY}\nF A U N A\nof the A. U. summit") == [
        ("Embassy", "Embassy"),
        ("A. U", "African Union"),
        ("summit", "Summit"),
    ]


def test_texts_without_words_are_fine(library: Library) -> None:
    """Empty, blank and unusual texts have no mentions."""
    for text in ("", " \n", "…", "\x00", "''s", "&", "大使馆" * 50):
        assert scanned(library, text) == []


def test_a_pack_of_another_field_brings_its_own_employers() -> None:
    """Words such as "company" name an employer in any field; others only with the pack's vocabulary."""
    pilot = Role.model_validate({"id": "pilot", "name": "Harbour Pilot", "field": "sea", "definition": "Steers ships."})
    cv = "Harbour Pilot, Tyne Pilot Station, 2014–2016\nHarbour Pilot, Esk Shipping Company, Leith, 2016–2018"
    for vocabulary, first in ((Vocabulary(), ""), (Vocabulary(employers=("pilot station",)), "Tyne Pilot Station")):
        packs = [PackInfo(id="sea", name="Sea", employer_words=("pilot station",), vocabulary=vocabulary)]
        library = Library(packs, [pilot])
        employers = [post.employer for post in posts_in(cv, library.scan(cv), library)]
        assert employers == [first, "Esk Shipping Company"]


@pytest.mark.parametrize("word", ["EEA", "charge", "reserve"])
def test_another_word_that_lacks_a_letter_or_an_accent_is_none(library: Library, word: str) -> None:
    """Unlike EEAS, chargé and réserve."""
    text = f"The Embassy of Peru and the Ministry of Foreign Affairs pay a {word} at the Permanent Mission."
    assert word not in [mention.text for mention in library.scan(text)]


def test_a_body_in_an_everyday_phrase_names_no_employer(library: Library) -> None:
    """A school with a Model United Nations stays a school."""
    text = "Year 9 pupils, homework and the head teacher: our Model United Nations seeks an ambassador and a consul."
    assert library.scan(text) == ()


@pytest.mark.parametrize(
    ("written", "entry"),
    [
        ("Signed two bilateral agreements.", None),
        ("Deux accords bilatéraux.", None),
        ("Prepared 40 bilaterals.", "Bilateral meeting"),
        ("Saw to the withdrawal of heavy weapons.", None),
        ("Any objections to a call? NO", None),
        ("Grade: A-2 at NATO.", "NATO grades"),
        ("Grade: G15 at NATO.", "NATO grades"),
        ("Grade: A2 at the FCDO.", "UK Diplomatic Service grades"),
        ("Pässe und Visa.", "Passport"),
        ("Sachbearbeiterin Rechts- und Konsularwesen", "Consular Officer"),
        ("National of a contributing third State.", None),
    ],
)
def test_what_a_word_means_beside_others(library: Library, written: str, entry: str | None) -> None:
    """An adjective, an answer of a form and a state are no terms; a grade is that of its employer."""
    bodies = {"Embassy", "Visa", "Accord", "North Atlantic Treaty Organization"}
    bodies |= {"Foreign, Commonwealth and Development Office"}
    found = {name for _, name in scanned(library, f"{EMBASSY}{written}")} - bodies
    assert found == ({entry} if entry else set())


def test_letters_beside_others_that_decide(library: Library) -> None:
    """Reference numbers, grades of the EU at the end of a line or a cell, and phrases in which a title is none."""

    def names(text: str) -> list[str]:
        return [one.entry.name if one.entry else "?" for one in library.scan(f"{text}\nEuropean Commission, UNHCR")][
            :-2
        ]

    assert names("Reference: INTPA/COM/2026/77") == ["DG INTPA"]
    assert names("Budget support in West Africa, AD 9") == ["Administrator function group"]
    assert names("Coreper Unit\tAD 7")[-1:] == ["Administrator function group"]
    assert names("WE DO NOT CHARGE A FEE. Talks with the federal member states.") == []
    assert names("Ships and the maritime policy of the IMO.") == ["International Maritime Organization"]
    assert names("ODA scoring, réfugiés") == ["Official development assistance", "Refugee"]

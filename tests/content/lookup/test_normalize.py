"""The normaliser: what must become equal, and what must stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.lookup.normalize import bag, normalize, squash, stem, stems

ANYTHING = st.text(st.characters(exclude_categories=()))  # lone surrogates included


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Permanent   Mission ", "permanent mission"),
        ("Chargé d’Affaires", "charge d affaires"),
        ("chargé d´affaires", "charge d affaires"),
        ("chargé d`affaires", "charge d affaires"),
        ("Œuvre, Łódź, straße, Ærø", "oeuvre lodz strasse aero"),
        ("H.E.", "he"),
        ("N.A.T.O. and the U.N.", "nato and the un"),
        ("H.E", "he"),
        ("Plan B. A new start", "plan b a new start"),
        ("P5+1", "p5 plus 1"),
        ("M&A", "m and a"),
        ("under-secretary–general", "under secretary general"),
        ("his / her excellency", "his her excellency"),
        ("*note verbale*", "note verbale"),
        ("_note_verbale_", "note verbale"),
        ("what's an ambassador’s job", "whats an ambassadors job"),
        ("qu'est-ce que l'action", "qu est ce que l action"),
        ("ABs, MoUs and SDGs", "ab mou and sdg"),
        ("Is this Us", "is this us"),
        ("ﬁnance Ａ²", "finance a2"),
        ("посол", "посол"),
        ("\u202eambassador\u202c\u200b", "ambassador"),
        ("\ud800 \x00 🙂 %", ""),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert normalize(text) == folded


@given(ANYTHING)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@given(ANYTHING)
def test_folded_text_is_words_with_single_spaces(text: str) -> None:
    folded = normalize(text)
    assert folded == " ".join(folded.split())
    assert all(word.isalnum() for word in folded.split())


@given(st.text("abcdefghijklmnopqrstuvwxyzéèçñü '’-.+&", max_size=30))
def test_case_is_no_difference_where_no_acronym_is_meant(text: str) -> None:
    assert normalize(text.upper()) == normalize(text) == normalize(text.lower())


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("embassy", "embassies"),
        ("mission", "missions"),
        ("attache", "attaches"),
        ("demarche", "demarches"),
        ("dispatch", "dispatches"),
        ("veto", "vetoes"),
        ("memorandum", "memoranda"),
        ("memorandum", "memorandums"),
        ("persona", "personae"),
        ("crisis", "crises"),
        ("analysis", "analyses"),
        ("bureau", "bureaux"),
        ("bureau", "bureaus"),
        ("spokesman", "spokesmen"),
        ("address", "addresses"),
        ("status", "status"),
        ("sdg", "sdgs"),
        ("organisation", "organizations"),
        ("counsellor", "counselors"),
        ("labour", "labor"),
        ("defence", "defense"),
        ("advisor", "advisers"),
        ("programme", "programs"),
        ("1st", "first"),
        ("ii", "two"),
    ],
)
def test_one_stem(one: str, many: str) -> None:
    assert stem(one) == stem(many)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("attache", "attached"),
        ("consul", "consulate"),
        ("consul", "counsel"),
        ("counselor", "councillor"),
        ("commission", "commissioner"),
        ("minister", "ministry"),
        ("news", "new"),
        ("ii", "iii"),
        ("as", "a"),
    ],
)
def test_two_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=10), min_size=1, max_size=6)


@given(WORDS, st.randoms())
def test_a_bag_forgets_order_and_a_squashed_key_forgets_spaces(words: list[str], chance: object) -> None:
    mixed = words.copy()
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert bag(words) == bag(mixed)
    assert squash(words) == squash(["".join(words)])


@given(WORDS)
def test_bags_and_squashed_keys_never_meet(words: list[str]) -> None:
    assert " " not in squash(words)
    assert (found := bag(words)) is None or " " in found


def test_glue_is_no_part_of_a_bag() -> None:
    assert bag(stems("letter of credence")) == bag(stems("the credence letters"))
    assert bag(stems("of the mission")) is None

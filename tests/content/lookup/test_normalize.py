"""Normalization: texts that must become equal, and texts that must stay different."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.lookup.normalize import bag, normalize, squash, stem, stems

ANYTHING = st.text(st.characters(exclude_categories=()))  # lone surrogates included


@pytest.mark.parametrize(
    ("text", "normalized"),
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
def test_normalize(text: str, normalized: str) -> None:
    assert normalize(text) == normalized


@given(ANYTHING)
def test_normalize_is_idempotent(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@given(ANYTHING)
def test_normalized_text_is_words_with_single_spaces(text: str) -> None:
    normalized = normalize(text)
    assert normalized == " ".join(normalized.split())
    assert all(word.isalnum() for word in normalized.split())


@given(st.text("abcdefghijklmnopqrstuvwxyzéèçñü '’-.+&", max_size=30))
def test_case_does_not_matter_except_in_plural_acronyms(text: str) -> None:
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
def test_singular_and_plural_have_one_stem(one: str, many: str) -> None:
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
def test_different_words_have_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


WORDS = st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=10), min_size=1, max_size=6)


@given(WORDS, st.randoms())
def test_a_bag_ignores_order_and_a_squashed_key_ignores_spaces(words: list[str], random: Random) -> None:
    shuffled = words.copy()
    random.shuffle(shuffled)
    assert bag(words) == bag(shuffled)
    assert squash(words) == squash(["".join(words)])


@given(WORDS)
def test_bags_and_squashed_keys_are_never_equal(words: list[str]) -> None:
    assert " " not in squash(words)
    assert (key := bag(words)) is None or " " in key


def test_a_bag_ignores_glue() -> None:
    assert bag(stems("letter of credence")) == bag(stems("the credence letters"))
    assert bag(stems("of the mission")) is None


@pytest.mark.parametrize(
    ("one", "other"), [("قُنْصُل عام", "قنصل عام"), ("قنصـل", "قنصل"), ("سفارة", "سفاره"), ("أمين", "امين")]
)
def test_arabic_words_stay_and_lose_marks_and_variants(one: str, other: str) -> None:
    assert normalize(one) == normalize(other) != ""

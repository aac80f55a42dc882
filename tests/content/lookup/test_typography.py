"""Typographic characters from phones and office programs, replaced one for one."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.lookup.typography import as_typed, plain, visible


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026‐12‑24 2026‒12–24 2026—12―24 2026−12－24", "2026-12-24 2026-12-24 2026-12-24 2026-12-24"),
        ("2026﹣12⁃24 2026ー12ー24", "2026-12-24 2026-12-24"),
        ("０９：３０ ٠٩:٣٠ ०९:३० 𝟎𝟗:𝟑𝟎", "09:30 09:30 09:30 09:30"),
        ("09：30 09∶30 09꞉30 09ː30 09﹕30 09︓30", "09:30 09:30 09:30 09:30 09:30 09:30"),
        ("24．12．2026 24․12․2026 24·12·2026 24。12", "24.12.2026 24.12.2026 24.12.2026 24.12"),
        ("24⁄12 24∕12 24／12", "24/12 24/12 24/12"),
        ("1…2 1‥2 1→2 1⇒2 1➔2 1⟶2 1➡2 1〜2 1～2 1∼2", "1~2 1~2 1~2 1~2 1~2 1~2 1~2 1~2 1~2 1~2"),
        ("mon，wed、fri،sun﹐tue", "mon,wed,fri,sun,tue"),
        ("24、25 24､25 24・25 24･25", "24,25 24,25 24,25 24,25"),
        ("9\u00a0am 9\u202fam 9\u2009am 9\u3000am", "9 am 9 am 9 am 9 am"),
        ("o’clock oʼclock ｏ＇ｃｌｏｃｋ", "o'clock o'clock o'clock"),
        ("UTC−3 UTC＋3", "UTC-3 UTC+3"),
        ("m² x³ ① Ⅳ ½ attaché Zürich ← ↑", "m² x³ ① Ⅳ ½ attaché Zürich ← ↑"),
    ],
)
def test_typographic_characters_become_plain(typed: str, expected: str) -> None:
    assert plain(typed) == expected


def test_every_dash_space_and_digit_of_unicode_becomes_plain() -> None:
    for char in map(chr, range(sys.maxunicode + 1)):
        category = unicodedata.category(char)
        if category == "Pd":
            assert plain(char) in ("-", "~"), hex(ord(char))
        elif category == "Zs":
            assert plain(char) == " ", hex(ord(char))
        elif category == "Nd":
            assert plain(char) == str(int(char)), hex(ord(char))
        elif category in ("No", "Nl"):
            assert plain(char) == char, hex(ord(char))


@given(text=st.text())
def test_positions_and_words_are_preserved(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)
    for word in text.split():
        assert plain(as_typed(plain(word), text)) == plain(word)


def test_words_are_quoted_as_typed() -> None:
    assert as_typed("09:75", "at ０９：７５ in Geneva") == "０９：７５"
    assert as_typed("elsewhere", "at ０９：７５") == "elsewhere"


def test_invisible_characters_are_dropped() -> None:
    assert (
        visible("\u200e24\u200e/\u200e12\u200f 9\ufe0f\u20e3 a\u200bb \ufeff\u2060x 2026\u00ad12")
        == "24/12 9 ab x 202612"
    )
    assert visible("👩🏽 attaché") == "👩🏽 attaché"

"""What phones and office programs type, as a plain keyboard would: character for character."""

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
        ("9\u00a0am 9\u202fam 9\u2009am 9\u3000am", "9 am 9 am 9 am 9 am"),
        ("o’clock oʼclock ｏ＇ｃｌｏｃｋ", "o'clock o'clock o'clock"),
        ("UTC−3 UTC＋3", "UTC-3 UTC+3"),
        ("m² x³ ① Ⅳ ½ attaché Zürich ← ↑", "m² x³ ① Ⅳ ½ attaché Zürich ← ↑"),
    ],
)
def test_each_sign_is_read_as_the_plain_one(typed: str, expected: str) -> None:
    assert plain(typed) == expected


def test_every_dash_space_and_digit_of_unicode_is_read() -> None:
    for sign in map(chr, range(sys.maxunicode + 1)):
        category = unicodedata.category(sign)
        if category == "Pd":
            assert plain(sign) in ("-", "~"), hex(ord(sign))
        elif category == "Zs":
            assert plain(sign) == " ", hex(ord(sign))
        elif category == "Nd":
            assert plain(sign) == str(int(sign)), hex(ord(sign))
        elif category in ("No", "Nl"):
            assert plain(sign) == sign, hex(ord(sign))


@given(text=st.text())
def test_positions_and_words_stay(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)
    for word in text.split():
        assert plain(as_typed(plain(word), text)) == plain(word)


def test_words_are_repeated_as_typed() -> None:
    assert as_typed("09:75", "at ０９：７５ in Geneva") == "０９：７５"
    assert as_typed("elsewhere", "at ０９：７５") == "elsewhere"


def test_what_nobody_sees_is_dropped() -> None:
    assert (
        visible("\u200e24\u200e/\u200e12\u200f 9\ufe0f\u20e3 a\u200bb \ufeff\u2060x 2026\u00ad12")
        == "24/12 9 ab x 202612"
    )
    assert visible("👩🏽 attaché") == "👩🏽 attaché"

"""Text of fonts that don't say which letters they show, against text in several languages and alphabets."""

from __future__ import annotations

import random

import pytest

from bot.files.garbled import is_garbled
from tests.bot.files.texts import RESUME

SHUFFLED = random.Random(3)
TEXTS = {
    "English": RESUME,
    "French": "Premier secrétaire à l'ambassade de France au Kenya, chargé des affaires politiques et de la presse. "
    * 3,
    "German": "Botschaftsrat an der Ständigen Vertretung bei den Vereinten Nationen, zuständig für die Presse. " * 3,
    "Spanish": "Cónsul general en Marsella, responsable de la protección de los nacionales y del registro civil. " * 3,
    "Polish": "Radca ministra w Ambasadzie Rzeczypospolitej Polskiej, odpowiedzialny za sprawy polityczne i na prasę. "
    * 3,
    "Russian": "Первый секретарь посольства, отвечает за политические вопросы и связи с прессой. " * 3,
    "Arabic": "السكرتير الأول في السفارة مسؤول عن الشؤون السياسية والعلاقات مع الصحافة. " * 3,
    "Chinese": "大使馆一等秘书，负责政治事务和新闻联络工作。" * 10,
    "figures": "2018 2019 2020 " * 5,
    "a list of titles": "Consul General Attaché Counsellor Ambassador Minister Secretary Protocol Officer " * 4,
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_in_a_language(language: str) -> None:
    assert not is_garbled(TEXTS[language])


@pytest.mark.parametrize(
    "letters", ["BCDFGHJKLMNPQRSTVWXZ", "!\"#$%&'()*+,-./:;", "\ue001\ue002\ue003\ue004", "\ufffd", "qxzjkwvbfp"]
)
def test_codes_in_place_of_letters(letters: str) -> None:
    words = ("".join(SHUFFLED.choices(letters, k=SHUFFLED.randint(3, 9))) for _ in range(200))
    assert is_garbled(" ".join(words))

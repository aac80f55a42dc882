"""Readability of English prose: sentences, words, syllables and the Flesch-Kincaid grade.

Why no library: textstat (0.7.13) needs the CMU pronouncing dictionary as a download through nltk, and fails offline.
Of the others, hyphenators don't count syllables (pyphen: *embassy* 2, *visa* 1) and estimators miss verb endings
(*worked* 2). The dictionary itself has another licence, and lacks *chargé* and *exequatur*. Measured against it, the
rules below are right for 99 % of the words in our texts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_ABBREVIATION = re.compile(r"(?:\b(?:a\.i|e\.g|i\.e|cf|No|Nos|art|Art|St|Mr|Ms|Mrs|Dr|H\.E)|\b[A-Z])\.$")
_PAUSE = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"”’)]))\s+(?=[\"“‘(]?[A-Z0-9À-Þ])")

_VOWELS = re.compile(r"(?:[aeiou]|(?<![aeiou])(?<!^)y|(?<=[aeiou])y(?![aeiou]))+")

# One group of vowels in writing, but two syllables in speech.
_TWO = re.compile(
    r"""
      [^cgstxno]i[ao](?!u|m) | [^cgstn]ious | nia[^lnrt] | [cst]ia(?:t[eio]|ry)             # alliance, negotiate
    | [bdhklmprvz]iu | (?<!^f)[bdhklmprsvz]i(?:en|er)(?!s?$) | [blrvz]ier | [crvd]iet       # medium, recipient, courier
    | qui?et | scie | cli(?=ent) | [aou]ing | eeing | being | [^aeiouw]y(?:ing|er)          # quiet, doing, studying
    | creat | (?:id|ar)eas?$ | pean | theat | ideal | reali | nucle(?=ar)                   # create, area, European
    | ^re(?:act|aff|app|ass|arr|iss|it|in|us|o|e[lnv]) | ^pre(?:am|em) | ^co(?:op|or|al|ex|inc)   # react, cooperate
    | [dglvhr]eo(?!u|n) | [^gq]ua[^gr] | [dflmnr]uen | uou | nuit | [lr]uin | fluid | [dr]uel     # theory, annual
    | [aiy]sms?$ | thms?$ | poe[mt] | oas[ei] | chaos | museum                              # tourism, poem
    """,
    re.VERBOSE,
)
# A silent e (or i, as in business).
_SILENT = re.compile(
    r"""
      [^aeiouyl]e$ | [aeiouywrl]le$ | [gq]ues?$                                 # place, rule, league
    | [^aeiouylcgsxz]es$(?<![cs]hes) | [aeiouyrl]les$                           # notes, rules; but not offices
    | [^aeioudtly]ed$ | [aeiourwl]led$ | [aeo]yed$                              # asked, called; but not needed, settled
    | [^aeiouydl]e(?=(?:ly|ments?|ness|less|ful|fully|ty)$)                     # rarely, placement, safety
    | [^e][aeiou][dl]e(?=(?:ly|ments?|ness|less|ful)$)                          # widely
    | some(?=times?|what|where|thing) | ^there(?=[fbao]) | ^where(?=[abv])      # sometimes, therefore
    | ^every(?!o) | ^evening | ^busine
    | ^(?:home|peace|price|place|time|life|side|line|note|white|case|base|frame|guide|trade|take|safe|stake|share|spoke
      |state|fore|more|house)(?=[bcdfghklmpqstvw][aeiouhlrt])                   # peacekeeping
    """,
    re.VERBOSE,
)


def split_sentences(text: str) -> list[str]:
    """Split a paragraph into sentences. Abbreviations such as "a.i." and "H.E.", and initials, don't end one."""
    sentences = [""]
    for part in _PAUSE.split(text):
        sentences[-1] = f"{sentences[-1]} {part}".strip()
        if not _ABBREVIATION.search(part):
            sentences.append("")
    return [sentence for sentence in sentences if sentence]


def list_words(text: str) -> list[str]:
    """The words of a text as written. A hyphenated word counts as one."""
    return _WORD.findall(text)


@cache
def count_syllables(word: str) -> int:
    """Count the spoken syllables of a word. Digits and the letters of short acronyms count one each."""
    if word.isdigit() or (word.isupper() and len(word) <= 3):
        return len(word)
    spelled = unicodedata.normalize("NFC", word.casefold()).replace("é", "i")  # é is never silent, and neither is i
    total = 0
    for part in re.split(r"[-'’.]", unicodedata.normalize("NFD", spelled)):
        letters = "".join(letter for letter in part if "a" <= letter <= "z")
        total += len(_VOWELS.findall(letters)) + len(_TWO.findall(letters)) - len(_SILENT.findall(letters))
    return max(1, total)


def school_grade(text: str) -> float:
    """Flesch-Kincaid grade: years of US schooling needed to follow the text. 0.0 if it has no words."""
    words = list_words(text)
    if not words:
        return 0.0
    syllables = sum(map(count_syllables, words))
    return 0.39 * len(words) / len(split_sentences(text)) + 11.8 * syllables / len(words) - 15.59

"""One normaliser for everything that is compared: case, accents, quotes, dots, spelling, plurals and spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

_APOSTROPHES = dict.fromkeys("’‘‛´`ʼʹ′＇", "'")
_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
_TABLE = str.maketrans(_LETTERS | _APOSTROPHES)
"""What Unicode's decomposition leaves alone: ligatures, stroked letters and the many apostrophes."""

_ENDING = re.compile(r"(?<=\w)'(?=(?:s|t|re|ve|ll|m)\b)")  # what's, ambassador's: one word; d'affaires: two
_DOTTED = re.compile(r"(?<!\w)([^\W\d_])\.([^\W\d_])(?:\.([^\W\d_]))*(?!\w)")  # h.e., u.n., a.i.
_ACRONYMS = re.compile(r"\b([A-Z]+[a-z]?[A-Z]+)s\b(?!['’]\w)")  # ABs, MoUs: no rule in small letters fits
_MAY_BE_ACRONYMS = re.compile(r"[A-Z]s\b")  # no text without this needs the slower rule
_WORD = re.compile(r"[^\W_]+")


def normalize(text: str) -> str:
    """The text in lower case without accents and punctuation, its words joined by single spaces.

    "H.E. the Chargé d’Affaires" → "he the charge d affaires". Idempotent; words of other scripts are kept.
    """
    if _MAY_BE_ACRONYMS.search(text):
        text = _ACRONYMS.sub(r"\1", text)
    plain = text.lower() if text.isascii() else _plain(text)
    if plain.isalnum():
        return plain
    if "'" in plain:
        plain = _ENDING.sub("", plain)
    if "." in plain:
        plain = _DOTTED.sub(lambda found: found[0].replace(".", ""), plain)
    if "+" in plain or "&" in plain:
        plain = plain.replace("+", " plus ").replace("&", " and ")
    return " ".join(_WORD.findall(plain))


def _plain(text: str) -> str:
    """Lower case, compatibility forms (ﬁ, Ａ, ²) resolved, marks and invisible signs dropped."""
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_TABLE))
    return "".join(sign for sign in spread if unicodedata.category(sign) not in {"Mn", "Me", "Mc", "Cf"}).casefold()


_WORDS = {
    # plurals and numerals that no rule gives
    **{"memoranda": "memorandum", "referenda": "referendum", "addenda": "addendum", "corrigenda": "corrigendum"},
    **{"fora": "forum", "criteria": "criterion", "phenomena": "phenomenon", "crises": "crisis", "people": "person"},
    **{"theses": "thesis", "hypotheses": "hypothesis", "axes": "axis", "news": "news", "women": "woman", "men": "man"},
    **{"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth", "6th": "sixth"},
    **{"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8"},
    **{"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "nine": "9", "ten": "10"},
    # British and American spelling, where no ending gives it
    **{"defence": "defense", "offence": "offense", "licence": "license", "pretence": "pretense"},
    **{"programme": "program", "centre": "center", "theatre": "theater", "cheque": "check", "grey": "gray"},
    **{"advisor": "adviser", "counsellor": "counselor", "councillor": "councilor", "judgement": "judgment"},
    **{"acknowledgement": "acknowledgment", "enquiry": "inquiry", "enrolment": "enrollment", "fulfil": "fulfill"},
}

_E_STAYS = frozenset(
    _WORD.findall("ache attache avalanche cache cliche creche demarche headache niche panache pastiche tranche")
)
"""Words in -che of which the plural takes off no more than the s."""


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """A folded word in its singular and in one spelling: "embassies" → "embassy", "organisations" → "organization".

    Both sides of a comparison go through it, so that a wrong singular ("affaires" → "affaire") does no harm.
    Anything bolder confuses words of a field: Snowball makes "attached" of "attaché".
    """
    if len(word) < 4 or not word.isalpha():
        return _WORDS.get(word, word)
    single = _WORDS[word] if word in _WORDS else _singular(word)
    return _WORDS[single] if single in _WORDS else _spelled(single)


def _singular(word: str) -> str:
    for ending, kept in (("eaux", "eau"), ("eaus", "eau"), ("yses", "ysis"), ("ae", "a"), ("men", "man")):
        if word.endswith(ending):
            return word.removesuffix(ending) + kept
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("oes") or (word.endswith(("ches", "shes", "sses", "xes", "zzes")) and word[:-1] not in _E_STAYS):
        return word[:-2]
    return word[:-1]


def _spelled(word: str) -> str:
    if word.endswith("isation"):
        return word[:-7] + "ization"
    if word.endswith("ise") and len(word) > 5:
        return word[:-3] + "ize"
    if word.endswith("our") and len(word) > 4:
        return word[:-3] + "or"
    return word


GLUE = frozenset(
    _WORD.findall("a an and as at by for from in of on or the to with")
    + _WORD.findall("de du des d la le les l et der die das von und del el los y")
)
"""Words that carry no meaning inside a name, in the languages that names of a field borrow from."""


def stems(folded: str) -> list[str]:
    """The stems of a folded text's words, in their order."""
    return [stem(word) for word in folded.split()]


def squash(stemmed: Iterable[str]) -> str:
    """The key that spaces and hyphens do not change: "head of mission" and "headofmission" are the same."""
    return "".join(stemmed)


def bag(stemmed: Sequence[str]) -> str | None:
    """The key that order and glue do not change: "letter of credence" and "credence letter" are the same.

    None with fewer than two words of substance: there is no order then. A bag always contains a space, and
    a squashed key never does, so both can live in one dictionary.
    """
    content = [word for word in stemmed if word not in GLUE]
    return " ".join(sorted(content)) if len(content) > 1 else None

"""Normalize text for comparison: case, accents, quotes, dots, spelling, plurals and spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

MOST_CHARACTERS = 4096
"""Characters whose kind is remembered: those of most scripts, and no more, whatever people send."""
_APOSTROPHES = dict.fromkeys("’‘‛´`ʼʹ′＇", "'")
_ARABIC = {"ى": "ي", "ة": "ه", "ـ": ""}
"""Arabic letters that are often written for each other, and the stroke that only stretches a word."""
_ARABIC_THE = "ال"
"""The Arabic article, which is written as one word with the noun: "the first secretary" has it twice."""
SHORTEST_WITH_THE = 4
"""Letters; in a shorter word they may belong to the noun."""
_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
_TABLE = str.maketrans(_LETTERS | _ARABIC | _APOSTROPHES)
"""Characters that Unicode decomposition doesn't change: ligatures, stroked letters and variants of the apostrophe."""

_ENDING = re.compile(r"(?<=\w)'(?=(?:s|t|re|ve|ll|m)\b)")  # what's, ambassador's: one word; d'affaires: two
_DOTTED = re.compile(r"(?<!\w)([^\W\d_])\.([^\W\d_])(?:\.([^\W\d_]))*(?!\w)")  # h.e., u.n., a.i.
_ACRONYMS = re.compile(r"\b([A-Z]+[a-z]?[A-Z]+)s\b(?!['’]\w)")  # ABs, MoUs: in lower case no rule could tell them apart
_MAY_BE_ACRONYMS = re.compile(r"[A-Z]s\b")  # quick test: only texts that match need _ACRONYMS
_WORD = re.compile(r"[^\W_]+")


def normalize(text: str) -> str:
    """Lower-case a text, and strip accents and punctuation. Words are separated by single spaces.

    "H.E. the Chargé d’Affaires" → "he the charge d affaires". Idempotent. Words in other scripts stay as they are.
    """
    if _MAY_BE_ACRONYMS.search(text):
        text = _ACRONYMS.sub(r"\1", text)
    plain = text.lower() if text.isascii() else _plain(text)
    if plain.isalnum():
        return plain
    if "'" in plain:
        plain = _ENDING.sub("", plain)
    if "." in plain:
        plain = _DOTTED.sub(lambda match: match[0].replace(".", ""), plain)
    if "+" in plain or "&" in plain:
        plain = plain.replace("+", " plus ").replace("&", " and ")
    return " ".join(_WORD.findall(plain))


def _plain(text: str) -> str:
    """Lower-case, resolve compatibility characters (ﬁ, Ａ, ²), and drop combining marks and invisible characters."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_TABLE))
    return decomposed.translate(_VISIBLE).casefold()


class _Visible(dict[int, int | None]):
    """A table for `translate` that drops combining marks and invisible characters."""

    def __missing__(self, code: int) -> int | None:
        kept = None if unicodedata.category(chr(code)) in {"Mn", "Me", "Mc", "Cf"} else code
        if len(self) < MOST_CHARACTERS:
            self[code] = kept
        return kept


_VISIBLE = _Visible()


_IRREGULAR = {
    # irregular plurals, and numerals
    **{"memoranda": "memorandum", "referenda": "referendum", "addenda": "addendum", "corrigenda": "corrigendum"},
    **{"fora": "forum", "criteria": "criterion", "phenomena": "phenomenon", "crises": "crisis", "people": "person"},
    **{"theses": "thesis", "hypotheses": "hypothesis", "axes": "axis", "news": "news", "women": "woman", "men": "man"},
    **{"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth", "6th": "sixth"},
    **{"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8"},
    **{"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "nine": "9", "ten": "10"},
    # German endings in names of bodies and titles, and a Spanish plural
    **dict.fromkeys(["vereinten", "vereinter"], "vereinte"),
    **dict.fromkeys(["europaischen", "europaischer", "europaisches"], "europaische"),
    **dict.fromkeys(["auswartigen", "auswartiger", "auswartiges"], "auswartige"),
    **dict.fromkeys(["standigen", "standiger", "standiges"], "standige"),
    **dict.fromkeys(["stellvertretender", "stellvertretenden"], "stellvertretende"),
    **dict.fromkeys(["erster", "ersten"], "erste"),
    **dict.fromkeys(["zweiter", "zweiten"], "zweite"),
    **dict.fromkeys(["dritter", "dritten"], "dritte"),
    **{
        "amtes": "amt",
        "consules": "consul",
    },
    # British and American spelling, if no ending shows it
    **{"defence": "defense", "offence": "offense", "licence": "license", "pretence": "pretense"},
    **{"programme": "program", "centre": "center", "theatre": "theater", "cheque": "check", "grey": "gray"},
    **{"advisor": "adviser", "counsellor": "counselor", "councillor": "councilor", "judgement": "judgment"},
    **{"acknowledgement": "acknowledgment", "enquiry": "inquiry", "enrolment": "enrollment", "fulfil": "fulfill"},
}

_E_STAYS = frozenset(
    _WORD.findall("ache attache avalanche cache cliche creche demarche headache niche panache pastiche tranche")
)
"""Words in -che, whose plural only adds an s."""


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """The singular of a normalized word, in one spelling: "embassies" → "embassy", "organisations" → "organization".

    Both sides of a comparison are stemmed, so a wrong singular ("affaires" → "affaire") does no harm. Why no library:
    real stemmers cut more than the plural and confuse terms; Snowball gives "attaché" and "attached" the same stem.
    """
    if word.startswith(_ARABIC_THE) and len(word) > SHORTEST_WITH_THE:
        return word.removeprefix(_ARABIC_THE)
    if len(word) < 4 or not word.isalpha():
        return _IRREGULAR.get(word, word)
    singular = _IRREGULAR[word] if word in _IRREGULAR else _singular(word)
    return _IRREGULAR[singular] if singular in _IRREGULAR else _american(singular)


_PLURAL_ENDINGS = (
    *(("eaux", "eau"), ("eaus", "eau"), ("yses", "ysis"), ("ae", "a"), ("men", "man")),
    *(("raux", "ral"), ("naux", "nal"), ("iaux", "ial")),  # French: "consuls généraux"
    *(("ciones", "cion"), ("siones", "sion"), ("adores", "ador"), ("ctores", "ctor")),  # Spanish: "resoluciones"
)


def _singular(word: str) -> str:
    for ending, singular_ending in _PLURAL_ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + singular_ending
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("oes") or (word.endswith(("ches", "shes", "sses", "xes", "zzes")) and word[:-1] not in _E_STAYS):
        return word[:-2]
    return word[:-1]


def _american(word: str) -> str:
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
"""Articles, prepositions and conjunctions inside names, in the languages that names are borrowed from."""


def stems(normalized: str) -> list[str]:
    """The stems of a normalized text's words, in order."""
    return [stem(word) for word in normalized.split()]


def squash(stemmed: Iterable[str]) -> str:
    """Key that ignores spaces and hyphens: the same for "head of mission" and "headofmission"."""
    return "".join(stemmed)


def bag(stemmed: Sequence[str]) -> str | None:
    """Key that ignores word order and GLUE: the same for "letter of credence" and "credence letter".

    None if fewer than two other words are left, which have no order. A bag always contains a space and a squashed key
    never does, so both fit into one dictionary.
    """
    content = [word for word in stemmed if word not in GLUE]
    return " ".join(sorted(content)) if len(content) > 1 else None

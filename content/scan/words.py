"""The words of a long text, with their places and stems, as the scan reads them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, compress

from content.lookup.lexicon import lexicon
from content.lookup.normalize import GLUE, normalize, stem, stems

WRAPPED = 30
"""Characters of a line after which a form may go on in the next line. A shorter line ends where its author wanted."""
LONGEST_INTRODUCTION = 3
"""Letters of a capitalised word before a title that is no part of it: "As Minister"."""
_WORD_CHARACTERS = "\\w&\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufeff"
"""Beside letters and digits, invisible characters and combining accents belong to the word they are in."""
_ASCII_SEPARATORS = b"_" + bytes(code for code in range(128) if not re.match(f"[{_WORD_CHARACTERS}]", chr(code)))
_TO_SPACES = bytes.maketrans(_ASCII_SEPARATORS, b" " * len(_ASCII_SEPARATORS))
_ASCII = bytes(range(128))
_OTHER_SEPARATOR = re.compile(f"[^\x00-\x7f{_WORD_CHARACTERS}]")
FEW = 20
"""Other separators in a text that are quicker replaced one by one."""
_INSIDE = frozenset(" \t\u00a0\u2009\u202f'’‘`´-‐‑‒–\"“”")
"""Characters that may stand between the words of a form, beside those in the form itself."""
_ENDS = re.compile(r"[\n;|•·]|[.!?:]\s")
"""What ends a line or a sentence."""
_DASHES = frozenset("-–—")
_HYPHENS = frozenset("-‐‑")
_OF = frozenset(["of", "for"])
_FORMER = frozenset(["ex", "former"])
"""What leaves a word its meaning before a hyphen: "ex-diplomat"."""
_AND = re.compile("&")
SIGN = 3
"""Bytes that stand for a stem. Only the first of them is over 127, so that a form is never found across two stems."""
_BROKEN = re.compile(r"\n(?:(?<=[^\W\d_][-‐]\n)|(?<=[^\W\d_][-‐]\r\n))(?=[^\W\d_])")
"""The end of a line after a hyphen that divides a word: "plenipo-", "tentiary"."""


class Words:
    """The words of a text with their places, and their stems as bytes for the automaton.

    Every separator ends a word, so `words` holds an empty one between two separators. `folded` holds a sign for each
    stem (see `Fold`), and `numbers` the word that each of these signs stands for.
    """

    def __init__(self, text: str, fold: Fold) -> None:
        self.text = text
        self.words = blanked(text).split(" ")
        self._letters = list(accumulate(map(len, self.words), initial=0))
        folded = list(map(fold.__getitem__, self.words))
        self._continued: dict[int, int] = {}
        self._join_broken(folded, fold)
        self.folded = b"".join(folded)
        self.numbers = list(compress(range(len(folded)), folded))
        if len(self.numbers) * SIGN < len(self.folded):
            self._repeat_numbers(folded)
        self._memo: dict[str, Sequence[str]] = {}

    def _join_broken(self, folded: list[bytes], fold: Fold) -> None:
        """Fold words that a hyphen divides at the end of a line as one, if that is a word of the content."""
        for match in _BROKEN.finditer(self.text):
            line_end = match.start() - (self.text[match.start() - 1] == "\r")
            first = self._first_ending_at(line_end - 1)
            second, _ = self.after(first)
            whole = fold[self.words[first] + self.words[second]]
            if len(whole) == SIGN and whole != UNKNOWN:
                folded[first], folded[second] = whole, b""
                self._continued[first] = second

    def _repeat_numbers(self, folded: Sequence[bytes]) -> None:
        """Give a word of several stems its number several times: "P&I"."""
        once, done = self.numbers, 0
        self.numbers = []
        for number in sorted({self._first_ending_at(sign.end()) for sign in _AND.finditer(self.text)}):
            place = bisect_left(once, number)
            self.numbers += once[done:place] + [number] * (len(folded[number]) // SIGN - 1)
            done = place
        self.numbers += once[done:]

    def start_of(self, number: int) -> int:
        """Where a word starts in the text."""
        return self._letters[number] + number

    def _end_of(self, number: int) -> int:
        """Where a word ends in the text."""
        return self._letters[number + 1] + number

    def place(self, first: int, last: int) -> tuple[int, int]:
        """Where some words start and end in the text, with the last dot of an abbreviation: "a.i."."""
        last = self._continued.get(last, last)
        start, end = self._letters[first] + first, self._letters[last + 1] + last
        if self.text[end : end + 1] == "." == self.text[end - 2 : end - 1] and len(self.words[last]) == 1:
            end += 1
        return start, end

    def before(self, number: int) -> tuple[int, str]:
        """The word before this one, and what separates them. The number is -1 if this is the first."""
        previous = number - 1
        while previous >= 0 and not self.words[previous]:
            previous -= 1
        start = self._end_of(previous) if previous >= 0 else 0
        return previous, self.text[start : self.start_of(number)]

    def after(self, number: int) -> tuple[int, str]:
        """The word after this one, and what separates them. The number is -1 if this is the last."""
        number = self._continued.get(number, number)
        following, count = number + 1, len(self.words)
        while following < count and not self.words[following]:
            following += 1
        end = self.start_of(following) if following < count else len(self.text)
        return following if following < count else -1, self.text[self._end_of(number) : end]

    def is_hyphenated(self, number: int) -> bool:
        """Whether the word is part of a longer one: "mission-critical", "post-doctoral"."""
        following, gap = self.after(number)
        previous, before = self.before(number)
        before = before.rstrip("\r\n")
        joined = before in _HYPHENS and self.words[previous].lower() not in _FORMER
        joined = joined and not self.words[previous].isdigit()  # "2021-", the end of a line
        return joined or (gap.rstrip("\r\n") in _HYPHENS and following >= 0)

    def is_joined(self, first: int, last: int, punctuation: frozenset[str]) -> bool:
        """Whether nothing separates these words: no punctuation but the form's own, no end of a line."""
        words, end_of, text = self.words, self._end_of, self.text
        while first < last:
            if words[first + 1] and text[end_of(first)] == " ":
                first += 1
                continue
            following, gap = self.after(first)
            if gap.strip(" "):
                if "\n" in gap and gap[0] not in _HYPHENS and not self._is_wrapped(first, gap):
                    return False
                if gap.strip(" \t") in _DASHES and gap[0] == gap[-1] == " ":  # "OCHA – Officer"
                    return False
                signs = set(gap) - _INSIDE - punctuation - {"\n", "\r"}
                if signs and not (signs == {"."} and len(self.words[first]) == 1):
                    return False
            first = following
        return True

    def _is_wrapped(self, number: int, gap: str) -> bool:
        """Whether the line broke only because it was full."""
        end = self._end_of(number)
        start = max(self.text.rfind("\n", 0, end), 0)
        return gap.count("\n") == 1 and end - start >= WRAPPED

    def is_alone(self, number: int) -> bool:
        """Whether a word begins with a capital and isn't part of a longer name: "High Representative", "State Bank"."""
        previous, gap = self.before(number)
        before = self.words[previous] if previous >= 0 and gap == " " else ""
        following, gap = self.after(number)
        after = self.words[following] if following >= 0 and gap == " " else ""
        if not self.words[number][:1].isupper() or (after.istitle() and lexicon().is_word(after.lower())):
            return False
        if after in _OF:  # of a government: "Minister of Trade"
            return False
        return not (before[:1].isupper() and len(before) > LONGEST_INTRODUCTION)

    def neighbours(self, first: int, last: int) -> tuple[str, ...]:
        """The words right before and after some words."""
        return tuple(self.words[beside] for beside in (self.before(first)[0], self.after(last)[0]) if beside >= 0)

    def stems_beside(self, first: int, last: int, count: int) -> frozenset[str]:
        """The stems of the words right before and after some words, in the same line or sentence.

        The line after belongs to words that end their line: a title, and then where it was.
        """
        beside: list[str] = []
        following, _ = self.after(last)
        for step, start in ((self.before, first), (self.after, last)):
            number = start
            for _ in range(count):
                number, gap = step(number)
                ends_line = step == self.after and number == following and not gap.strip()
                if number < 0 or (_ENDS.search(gap) and not ends_line):
                    break
                beside.append(self.words[number])
        return self._stems_of(beside)

    def stems_near(self, first: int, last: int, characters: int) -> frozenset[str]:
        """The stems of the words within this many characters of some words."""
        start, end = self.place(first, last)
        before = self.words[self._first_ending_at(start - characters) : first]
        after = self.words[last + 1 : self._first_ending_at(end + characters)]
        return self._stems_of((*before, *after))

    def _first_ending_at(self, place: int) -> int:
        """The number of the first word that ends at this place of the text or later."""
        return bisect_left(range(len(self.words)), place, key=self._end_of)

    def _stems_of(self, words: Iterable[str]) -> frozenset[str]:
        memo = self._memo
        for word in (distinct := set(words)):
            if word not in memo:
                memo[word] = _stems(word)
        return frozenset(chain.from_iterable([memo[word] for word in distinct]))


class Fold(dict[str, bytes]):
    """Words as the automaton reads them: a sign for each stem of the content, UNKNOWN for every other.

    Only a word with "&" has several stems: the pieces of a character such as "½" are no words.
    Only words of the content and of the dictionary are remembered from one text to the next, never a typed name.
    """

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__({"s": b"", "": b""})
        self._signs = {word: _sign(number) for number, word in enumerate(known, 1)}
        self._lexicon = lexicon()

    def __missing__(self, word: str) -> bytes:
        stemmed = _stems(word)
        folded = self.of(stemmed) if len(stemmed) < 2 or "&" in word else UNKNOWN
        if UNKNOWN not in folded or word in GLUE or self._is_in_dictionary(word):
            self[word] = folded
        return folded

    def _is_in_dictionary(self, word: str) -> bool:
        return word.isascii() and word.isalpha() and self._lexicon.is_word(word.lower())

    def of(self, stemmed: Iterable[str]) -> bytes:
        """Stems as the automaton looks for them."""
        return b"".join([self._signs.get(word, UNKNOWN) for word in stemmed])


def _stems(word: str) -> Sequence[str]:
    """The stems of a word; several for "P&I", none for an empty one."""
    if word.isascii() and word.isalpha() and not (word[-1] == "s" and word[-2:-1].isupper()):  # "MoUs"
        return (stem(word.lower()),)
    return stems(normalize(word))


def _sign(number: int) -> bytes:
    """The sign of a stem: its number in digits of seven bits."""
    return bytes((0x80 | number >> 14, number >> 7 & 0x7F, number & 0x7F))


UNKNOWN = _sign(0)
"""Stands for a word that no form has."""


def blanked(text: str) -> str:
    """The text with a space for each separator, so that words stay where they are."""
    encoded = text.encode("utf-8", "surrogatepass")
    if not text.isascii():
        beyond = encoded.translate(None, _ASCII).decode("utf-8", "surrogatepass")  # mostly short: quick to look through
        signs = set(_OTHER_SEPARATOR.findall(beyond))
        if len(signs) > FEW:
            text = _OTHER_SEPARATOR.sub(" ", text)
        else:
            for sign in signs:
                text = text.replace(sign, " ")
        encoded = text.encode("utf-8", "surrogatepass") if signs else encoded
    return encoded.translate(_TO_SPACES).decode("utf-8", "surrogatepass")


def form_stems(written: str) -> list[str]:
    """The stems of a form, word by word as in a text: "h.e." is two words, and the "s" of "ambassador's" is none."""
    words = blanked(written).split()
    return [stem for word in words if word != "s" for stem in stems(normalize(word))]

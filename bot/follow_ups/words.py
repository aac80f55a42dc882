"""The words of follow-ups: fillers, pronouns, numbers, levels, and the words that lead up to what is asked."""

from __future__ import annotations

import re

from content.models import Level
from handlers.parsing.role_and_level import LEVEL_WORDS

FILLERS = frozenset(
    """
    a about again all also an and any anything are as at but can could do does else for get give go got have hey how i
    id in instead is just let like list main me more much need now of ok okay on one ones only or other our please pls
    plz quick right same see send should show so some still tell than thanks that the them then there these
    special specific particular certain typical usual common
    thing things this those to too up us useful want we well what whats which with worth would you your
    """.split()
)
"""Words that add nothing to a follow-up."""
_ABOUT_LEVELS = frozenset(
    (
        "level",
        "levels",
        "people",
        "candidates",
        "position",
        "positions",
        "version",
        "part",
        "parts",
        "section",
        "half",
        "bit",
        "someone",
        "look",
        "looks",
        "expect",
        "bring",
        "able",
        "be",
        "to",
        "from",
    )
)
"""Words beside a level that add nothing to it."""
_OUT_OF = frozenset(("out", "from", "into"))
"""Words between a command and a pronoun: "a kit out of that"."""


def pattern(text: str) -> re.Pattern[str]:
    """A pattern in any case whose spaces don't count."""
    return re.compile(text, re.I | re.X)


PRONOUNS = pattern(
    r"""\b(?: its? | they | them | theirs? | he | him | his | she | hers? | this(?:\ one)? | that(?:\ one)? | these
    | those | the\ (?: one | role | job | post | position | title | term )
    | such\ (?:an?\ )?(?:person|one|people|role|job) | (?:someone|somebody|people)\ like\ that
    | (?: (?<=find\ ) | (?<=hire\ ) | (?<=source\ ) | (?<=interview\ ) | (?<=screen\ ) | (?<=ask\ ) ) one ) \b"""
)
_PRAISE = r"(?:cool|great|nice|perfect|super|good|excellent|lovely|awesome|alright)"
_JOINING = r"""(?: ok(?:ay)? | so | and | und | et | or | but | now | then | hm+ | well | also
    | (?:the\ )?same\ (?:thing\ )?(?:but\ )?for | (?:what|how)\ about | what'?s?\ with )\b\W*"""
PRAISED = pattern(rf"^\W* {_PRAISE} \ ?[,.!–-]+\ ?")
LEADING = pattern(
    rf"""^\W* (?: thanks?\W+(?=(?:and|now|ok|so|what|how)\b) )?
    (?: {_PRAISE}\ ?[,.!–-]+\ ? (?: {_JOINING} )* | (?: {_PRAISE}\ (?=(?:and|now|ok|so)\b) )? (?: {_JOINING} )+ )"""
)
"""Words before what is asked: "and", "ok now", "what about"."""
REQUEST = pattern(
    r"""^\W* (?: (?: (?:can|could|would|will)\ (?:you|u|i|we) | please | pls | just | now | then | i(?:'d|\ would)\ like
    | i\ (?:need|want) | let'?s | let\ me | give | show | get | send | make | have | see | do | me | us | a | an | the
    | some | your | any | all | its | their | find )\b\W* )+"""
)
"""A request before a command's word: "can you make me a"."""
LANGUAGE = pattern(
    r"""^ (?P<say> (?: what'?s | what\ is | how\ do\ (?:you|i)\ say | wie\ (?:hei(?:ss|ß)t|nennt\ man|sagt\ man)
    | comment\ (?:dit-?\ ?on|on\ dit) | c[oó]mo\ se\ dice | come\ si\ dice )
    \ (?:it|that|this|them|das|es|ça|cela|eso|esto)\ | what\ (?:is|are)\ (?:it|that|this|they|these|those)\ called\ )?
    (?:in|into|auf|en)\s (?P<language>[^\W\d_]{4,12})
    \W* (?: (?:please|bitte|then)\W* )? $"""
)
SEVERAL = pattern(r"\s(?:and|with|to|or|vs\.?|versus)\s | [,;/&]")
MORE = pattern(
    r"""\b(?: more | next | another | others? | different(?=\ (?:ones?|questions?))
    | continue | go\ on | further | additional | extra | keep\ going
    | carry\ on | (?:what|anything)\ else )\b"""
)
BACK = pattern(
    r"""^\W* (?:(?:ok|and|no|so)\ )*
    (?: (?:go\ )?back (?:\ (?:to\ )?(?:the\ )?(?:previous|last|first|other|one|that)(?:\ one)?)?
    | (?:the\ )? previous (?:\ (?:ones?|answer|term|role|questions?|set|guide))?
    | the\ (?:one|answer)\ before (?:\ that)? )
    \W* (?:please|pls)? \W*$"""
)
COUNT_WORDS = dict(
    zip(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], range(1, 11), strict=True)
)
_ORDINAL_WORDS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
ORDINALS = {
    **dict(zip(_ORDINAL_WORDS, range(1, 10), strict=True)),
    **dict(zip(["1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th"], range(1, 10), strict=True)),
    **{"former": 1, "latter": 2, "last": -1},
}
_APOSTROPHE = re.compile(r"['’]")
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")


def words_of(typed: str) -> list[str]:
    """The words in lower case, without apostrophes."""
    return [_APOSTROPHE.sub("", word.casefold()) for word in _WORD.findall(typed)]


def number_in(words: list[str]) -> int | None:
    """The number or ordinal among the words, -1 for the last one; None unless there is exactly one."""
    bare = [word.removeprefix("q") for word in words]  # "q1"
    numbers = [int(word) for word in bare if word.isdecimal() and len(word) < 3]
    numbers += [ORDINALS[word] for word in words if word in ORDINALS]
    if not numbers:
        numbers = [COUNT_WORDS[word] for word in words if word in COUNT_WORDS and word != "one"]
    return numbers[0] if len(numbers) == 1 else None


def level_alone(typed: str) -> Level | None:
    """The level, if the line says nothing else: "and for juniors?", "senior level please"."""
    words = [word for word in words_of(typed) if word not in FILLERS and word not in _ABOUT_LEVELS]
    levels = {LEVEL_WORDS.get(word) or LEVEL_WORDS.get(word.removesuffix("s")) for word in words}
    return levels.pop() if len(levels) == 1 else None


def stripped(typed: str) -> str:
    """The line without fillers and pronouns; empty if it holds nothing else."""
    words = words_of(PRONOUNS.sub(" ", typed))
    return "" if all(word in FILLERS or word in _OUT_OF for word in words) else typed.strip(" ?.!,")

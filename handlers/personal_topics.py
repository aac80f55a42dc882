"""Recognize lines that would ask a candidate about age, family, religion and the like, or choose people by these."""

from __future__ import annotations

import re
from dataclasses import dataclass

from content.lawful import LEARNED_LANGUAGE
from content.library import Library
from content.lookup.index import forms_of
from content.lookup.normalize import normalize
from content.models import Entry
from handlers.parsing.countries import is_nationality


@dataclass(frozen=True, slots=True)
class PersonalTopic:
    """A topic (a key of content.lawful.ASK_INSTEAD), and whether the line would choose people by it."""

    topic: str
    chooses: bool = False


def _words(text: str) -> re.Pattern[str]:
    """A pattern for whole words in any case; spaces in it don't count."""
    return re.compile(rf"(?<![\w-])(?:{text})(?![\w-])", re.I | re.X)


_YEARS_OLD = r"(?:under|over|below|above|younger\ than|older\ than)\ (?:the\ age\ of\ )?[2-7]\d(?!\ ?(?:k|%|min|y))"
"""An age: "under 40", but not "over 20 years"."""
_ASKED = {
    "age": _words(
        r"""ages? | how\ old | birthdays? | (?:date|year)\ of\ birth | born\ in\ (?:19|20)\d\d | too\ (?:old|young)
        | retire(?:ment|s)? | (?:what|which)\ year\ .{0,12}\b(?:graduate|born)\w*
        | (?:in\ )?(?:his|her|their)\ (?:20|30|40|50|60)'?s | """
        + _YEARS_OLD
    ),
    "family": _words(
        r"""kids? | child(?:ren)? | pregnan\w+ | babies | baby | married | marriage | marital | husbands? | wife | wives
        | spouses? | famil(?:y|ies)(?:\ (?:plans?|planning|status|situation))? | divorced | childcare | maternity
        | single\ (?:mum|mom|dad|parent|mother|father)s? | engaged | girlfriend | boyfriend | relationship\ status"""
    ),
    "health": _words(
        r"""health | healthy | disabilit\w+ | disabled | ill | illness(?:es)? | sick | sickness | sick\ (?:days|leave)
        | medical\ (?:history|condition)s? | mental\ health | handicap\w* | depress\w+ | wheelchair | medications?
        | smok(?:e|es|er|ers) | vaccinat\w+ | drinks?\ alcohol"""
    ),
    "religion": _words(
        r"""relig\w+ | faith | church | mosque | muslims? | christians? | jew(?:s|ish)? | hindus? | buddhists?
        | catholics? | atheists? | ramadan | prays? | headscarf | hijab | believes?\ in\ god"""
    ),
    "politics": _words(
        r"""politics | political\ (?:views?|opinions?|part(?:y|ies)|beliefs?|leanings?) | party\ member\w*
        | (?:whom?|what|how|party)\ .{0,16}\bvote[sd]? | (?:which|what)\ party
        | left[-\ ]wing | right[-\ ]wing | trade\ union | union\ member\w*"""
    ),
    "birthplace": _words(
        r"""where\ .{0,24}\bborn | birthplace | (?:place|country)\ of\ birth
        | where\ .{0,24}\b(?:from|grew\ up|grow\ up) | come\ from | hometown"""
    ),
    "origin": _words(
        r"""ethnic\w* | race | skin\ colou?r | accent | origins? | descent | immigrants? | gender | sexual\w* | gay
        | lesbian | transgender"""
    ),
    LEARNED_LANGUAGE: _words(r"(?:native|mother)\ (?:\w+\ )?(?:tongue|speaker|language)s?"),
    "nationality": _words(
        r"nationalit(?:y|ies) | citizenships? | (?:second\ |which\ |what\ )?passports? | dual\ nationals?"
    ),
}
"""What may not be asked about a person."""
_ASKS = _words(
    r"""ask(?:ing|ed)? | reject(?:ed)? | turn\ (?:\w+\ )?down | rule\ out | find\ out | inquire | enquire | bring\ up
    | check\ (?:if|whether) | google | look\ up
    | (?:am\ i|are\ we|is\ it|it'?s)\ (?:\w+\ )?(?:allowed|legal|lawful|illegal|ok|okay|fine)
    | questions?\ .{0,30}\b(?:allowed|legal|lawful|illegal|okay|forbidden)"""
)
_DIRECTLY = r"\b(?:ask(?:ing|ed)?\s(?:about|for|after|if|whether)|questions?\s(?:about|on))\s(?:\w{1,12}\s){0,2}"
"""Words right before a topic, so that a person is asked about it, whatever else the line names."""
_IS_LEGAL = re.compile(r"\bquestions?\b.{0,30}\b(?:allowed|legal|lawful|illegal|okay|forbidden)\b", re.I)
_WHAT_TO_ASK = re.compile(r"\b(?:what|which|questions?)\b.{0,24}\bask\b", re.I)
IS_PERSON = _words(
    r"""he | she | they | his | hers? | their | him | them | someone(?:'s)? | somebody | candidates?(?:'s)?
    | applicants?(?:'s)? | people | person(?:'s|al)? | (?:an?|the)\ interview | interviewees? | where"""
)
"""Words for a candidate or a talk with one."""
_GROUPS = {
    "age": r"young(?:er|ish)? | " + _YEARS_OLD,
    "family": r"unmarried | childless | mothers? | parents | pregnant | kids | single\ (?:m[ae]n|wom[ae]n|people)",
    "religion": r"muslims? | christians? | jew(?:s|ish)? | hindus? | buddhists? | catholics?",
    LEARNED_LANGUAGE: r"native\ (?:\w+\ )?speakers?",
    "origin": r"""m[ae]n | wom[ae]n | males? | females? | lad(?:y|ies) | girls? | foreigners | immigrants
        | (?:white|black|asian|arab)\ (?:m[ae]n|wom[ae]n|people|person|candidates?)""",
    "health": r"disabled | handicapped",
}
"""What nobody may be chosen for."""
_CHOOSERS = r"""(?: only | just | prefer(?:s|red|ably)? | wants? | needs? | must\ be | should\ be | has\ to\ be
    | looking\ for | find | hire | hiring | no | without | exclude | reject | rather | avoid
    | requires? | insist\ on | demand | request | accept )"""
_CHOSEN = {
    topic: _words(
        rf"{_CHOOSERS} (?:\W{{1,3}}\w{{1,12}}){{0,3}} \W{{1,3}} (?:{words}) | (?:{words}) \ (?:only|preferred|please)"
    )
    for topic, words in _GROUPS.items()
}

_IS_OLD = re.compile(r"\b[2-7]\d[\s-]?(?:years?|yrs?|y)[\s-]?old\b|\btoo\s(?:old|young)\b", re.I)
_ANY_GROUP = _words(" | ".join(_GROUPS.values()))


def personal_topic(typed: str, library: Library) -> PersonalTopic | None:
    """The topic that a line would ask a person about, or choose people by; None if it asks for something else.

    A line that names an entry counts only if it is about a person too: "which nationality must a consul have" isn't.
    """
    plain = typed.replace("’", "'")
    if _IS_OLD.search(plain) and IS_PERSON.search(plain):
        return PersonalTopic("age", chooses=True)  # "my candidate is 45 years old, ok for consul?"
    if _ASKS.search(plain) and (found := _first(_ASKED, plain)):
        topic, word = found
        entry = library.match(typed).entry
        asks_person = entry is None or IS_PERSON.search(plain) or _is_asked(word, plain)
        return PersonalTopic(topic) if asks_person and not _is_in_name(word, entry) else None
    if _ANY_GROUP.search(plain) and (found := _first(_CHOSEN, plain)):
        topic, words = found
        match = library.match(typed)
        entries = (match.entry, *match.suggestions) if match.named else (match.entry,)
        last = words.removesuffix(" only").removesuffix(" preferred").removesuffix(" please").split()[-1]
        return None if any(_is_in_name(last, entry) for entry in entries) else PersonalTopic(topic, chooses=True)
    return None


def topic_excluded(phrase: str, library: Library) -> PersonalTopic | None:
    """The topic that a search would choose people by if it left out these words; None for others."""
    if found := personal_topic(f"without {phrase}", library) or personal_topic(f"ask about {phrase}", library):
        return PersonalTopic(found.topic, chooses=True)
    words = [word for word in normalize(phrase).split() if not IS_PERSON.fullmatch(word)]
    of_nation = bool(words) and all(is_nationality(word) or is_nationality(word.removesuffix("s")) for word in words)
    return PersonalTopic("origin", chooses=True) if of_nation else None


def _is_asked(word: str, typed: str) -> bool:
    """Whether a line asks a person about this word, whatever else it names: "ask about health for a hardship post"."""
    if _IS_LEGAL.search(typed):
        return True
    return _WHAT_TO_ASK.search(typed) is None and re.search(_DIRECTLY + re.escape(word), typed, re.I) is not None


def _first(patterns: dict[str, re.Pattern[str]], typed: str) -> tuple[str, str] | None:
    """The first topic with words in the line, and the words."""
    return next(((topic, words[0]) for topic, pattern in patterns.items() if (words := pattern.search(typed))), None)


def _is_in_name(word: str, entry: Entry | None) -> bool:
    """Whether a word belongs to a name of the entry: "gender adviser"."""
    wanted = set(normalize(word).split())
    return entry is not None and any(wanted <= set(normalize(form).split()) for form, _ in forms_of(entry))

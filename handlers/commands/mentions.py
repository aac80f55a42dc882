"""`mentions`: what an entry says about something: "do they travel", "is there an exam"."""

from __future__ import annotations

import re
from dataclasses import replace
from math import ceil

from content.library import Library
from content.lookup.lexicon import COPULA, INVERTED, lexicon
from content.lookup.normalize import normalize, stem, stems
from content.lookup.query import clean, read
from content.models import Entry
from handlers.command import Command, Services
from handlers.entry_lines import (
    MOST_WORDS,
    Outcome,
    has_word,
    in_one_word,
    lines_across,
    lines_counting,
    lines_on_outcome,
    lines_with,
    outcome_in,
)
from handlers.find_entry import find_entry
from handlers.left_out import unused_words
from handlers.lookup_replies import FIELD, echo
from handlers.reply import Actions, Bold, Button, Heading, Reply, actions, items, note, reply, text
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import short_answer

BESIDE = " | "
"""Between the entry and the words: "mentions consul | travel"."""
_OPENINGS = INVERTED | COPULA
"""The first word of a question that is answered by yes or no."""
_HOW_MANY = re.compile(r"^\W*(?:(?:so|and|ok)\s)?how\s(?:many|much)\b", re.I)
_HOW = re.compile(
    r"^\W*(?:(?:so|and|ok)\s)?(?P<how>how\s(?:often|big|large|small|far|late|early|strict|common|rare|dangerous|safe|close|busy|formal)"
    r"|what\stime|what\shappens\s(?:to|if|when)|(?:at\s)?what\shours?)\b",
    re.I,
)
"""Asks how something is that only a line of the entry can say: "how often do ambassadors go home"."""
_COUNTING = frozenset(
    ("many", "much", "has", "have", "got", "there", "sit", "sits", "work", "works", "serve", "serves", "live", "lives")
)
_WHETHER = re.compile(
    r"^\W*(?:is\sit\s(?:true|right|correct|possible|normal|common)\s(?:that|for|if)|(?:do\syou|u)\sknow\s(?:if|whether)"
    r"|(?:can|could)\syou\s(?:say|tell\sme)\s(?:if|whether)|any\sidea\s(?:if|whether)|i\swonder\s(?:if|whether)|are\sthere"
    r"|needs?(?=\s[^?]{3,60}\sfor\s[^?]{3,60}\?))\s",
    re.I,
)
"""The beginning of a question whether something is so."""
_IS_THAT = re.compile(
    r"^(?!\W*(?:what|who|which|when|where|why|how|whats|can|could|is|are|do|does)\b)\W*[\w'’ -]{2,40}?(?:\s?[,:–-])?\s"
    r"(?:so(?:\sis\s(?:that|it|this))?|(?:is|isn['’]?t|does)\s(?:that|it|this)|like)\s(?:mean\s)?"
    r"(?:(?:basically|just|really|like|more)\s){0,3}(?:an?|the\ssame\sas)\s\w[^?!.]{1,40}\W*$",
    re.I,
)
"""Asks of a name before it whether it is something else: "third secretary is that a receptionist"."""


_SETTING = re.compile(r"\b(?:in|at|from)\s(?:the|an?|their|our)\s([\w-]+)", re.I)
_QUESTIONS = _OPENINGS | frozenset(("what", "which", "who", "how", "when", "where", "whats", "whos"))
_EMPTY = frozenset(
    (
        "year",
        "years",
        "get",
        "gets",
        "have",
        "has",
        "need",
        "needs",
        "know",
        "there",
        "also",
        "usually",
        "normally",
        "ever",
    )
)
"""Words of questions that say nothing of what is asked."""
_VAGUE = frozenset(("allowed", "happen", "happens", "often", "able", "lot", "possible", "supposed", "likely"))
"""Words around what is asked, which no entry would say."""
_TO_BOT = frozenset(("you", "u", "i", "we", "this", "that", "it", "there"))
"""The second word of questions that aren't about an entry: "can you explain consul", "is this a consul"."""
FEWEST = 2
"""Words of a question that a line must have."""
ENOUGH = 0.6
"""Share of the words that a line must have."""
MOST_FOUND = 3
"""Lines of an answer; if more have as many of the words, none is about the question."""


async def run(request: Request, services: Services) -> Reply:
    """The lines of the entry that have all the words; without any, that it has none, and the entry in a sentence."""
    name, _, words = request.text.partition(BESIDE.strip())
    entry = find_entry(name.strip(), services, "mentions")
    if isinstance(entry, Reply):
        return entry
    if lines := lines_with(words, entry) or lines_on_outcome(words, entry):
        return _mentioning(entry, lines, in_short=short_answer(entry.definition))
    if outcome := outcome_in(words):
        return _unsaid_outcome(entry, words, outcome, services.library)
    return _without_mention(entry, words, FIELD)


def _unsaid_outcome(entry: Entry, words: str, outcome: Outcome, library: Library) -> Reply:
    """That an entry doesn't say what may become of it, with what entries beside it say; it may happen all the same."""
    beside = [other for other in library.linked(outcome.explained_by) if other is not entry]
    beside = [other for other in beside if entry.name in other.related or other.name in entry.related]
    beside = beside if len(words.split()) == 1 else []  # "refuse to leave" is another refusal
    answer = _without_mention(entry, words, lacks="says nothing either way on")
    first, *rest = answer.blocks
    near = items((Bold(f"{other.name}: "), short_answer(other.definition)) for other in beside)
    ways = actions(*(Button(other.name, f"define {other.name}") for other in beside))
    return replace(answer, blocks=tuple(filter(None, (first, near if beside else None, *rest, ways))))


def _without_mention(entry: Entry, words: str, hint: str = "", lacks: str = "doesn't mention") -> Reply:
    return reply(
        text("My entry on ", Bold(entry.name), f" {lacks} ", Bold(f"“{echo(words.strip())}”"), "."),
        text(Bold("In short: "), short_answer(entry.definition)),
        note(hint) if hint else None,
        _ways_on(entry),
        topic=replace(topic_of(entry), command=command.name),
    )


def asks(typed: str) -> bool:
    """Whether a line is a question for yes, no or a number."""
    if any(asked.search(typed) for asked in (_WHETHER, _HOW_MANY, _HOW, _IS_THAT)):
        return True
    first, second = (*normalize(typed).split()[:2], "", "")[:2]
    is_german = first == "was" and second in lexicon().foreign - lexicon().function  # "was ist ein Konsul"
    return first in _OPENINGS and not is_german


def answer_to(typed: str, entry: Entry) -> Reply | None:
    """The lines of an entry that answer a question about it: "do consuls issue visas"; None without any."""
    unused = unused_words(in_one_word(_WHETHER.sub("", typed)), entry) if asks(typed) else []
    words = [word for word in unused if normalize(word) not in _COUNTING]
    if _HOW_MANY.match(typed):
        lines = lines_counting(words, entry)
    else:
        lines = lines_with(" ".join(words), entry) if len(words) <= MOST_WORDS else []
        lines = lines or lines_with(" ".join(_beside_setting(words, typed, entry)), entry)
        lines = lines or lines_on_outcome(" ".join(word for word in words if normalize(word) not in _VAGUE), entry)
    return _mentioning(entry, lines) if lines else None


_ATTRIBUTE = re.compile(
    r"^\W*(?:(?:so|and|ok)\s)?(?:what(?:['’]?s|\sis|\sare)|whats)\s(?:the|their|an?)\s"
    r"(?P<what>[\w'’-]+(?:\s[\w'’-]+){0,2}?)\s(?:of|for|at|in)\s",
    re.I,
)
"""Asks for something that an entry may not have: "what is the notice period of a driver"."""


_BARE_ATTRIBUTE = re.compile(
    r"^\W*(?P<what>[\w'’-]+(?:\s[\w'’-]+){0,2}?)\s(?:of|for)\s(?:an?\s|the\s)?[^?!,;]{2,60}\?\W*$", re.I
)
"""The same without the words of asking: "attrition rate of defence attachés?"."""


def attribute_of(typed: str, entry: Entry, library: Library) -> Reply | None:
    """The lines of an entry on what a line asks of it, or that it has none; None if that is a name or a part of one."""
    asked = _ATTRIBUTE.match(typed) or _BARE_ATTRIBUTE.match(typed)
    what = asked["what"] if asked else ""
    match = library.match(what)
    if not what or match.entry or match.ambiguous or library.is_form(what):
        return None
    if not unused_words(what, entry):
        return None
    lines = lines_with(what, entry)
    return _mentioning(entry, lines, short_answer(entry.definition)) if lines else _without_mention(entry, what, FIELD)


_ONE_OR_OTHER = re.compile(r"\ban?\s[\w'’-]{2,20}\sor\s(?:an?\s)?(?:[\w'’-]{2,20}\s?){1,3}\W*$", re.I)
"""The end of a question which of two things something is."""


_IS_REAL = re.compile(
    r"\ban?\s(?:real|proper|genuine|actual|official|common|normal|known)\s(?:\w+\s)?"
    r"(?:title|rank|job|role|position|term|thing|post|word|name)\b",
    re.I,
)
"""Asks whether there is such a title, which the card answers: "is DHM a real title"."""


def _beside_setting(words: list[str], typed: str, entry: Entry) -> list[str]:
    """The words of a question without where its people work anyway: "do desk officers in the ministry travel"."""
    places = {normalize(place) for place in _SETTING.findall(typed) if has_word(normalize(place), entry.definition)}
    return [word for word in words if normalize(word) not in places] or words


def not_said(typed: str, entry: Entry) -> Reply | None:
    """That an entry doesn't say what is asked about it: "can consuls marry people"; None if the line asks the bot."""
    if _ONE_OR_OTHER.search(typed) or _IS_REAL.search(typed):
        return None  # the card says which: "is the SRSG a person or an office"
    said = _WHETHER.sub("", typed)
    words = [word for word in unused_words(said, entry) if normalize(word) not in _VAGUE]
    words = _beside_setting(words, said, entry)
    asked = normalize(said).split()[1:2] if said == typed else []
    if (how := _HOW.match(typed)) and not words:
        return _without_mention(entry, how["how"], lacks="doesn't say")
    if not 0 < len(words) <= MOST_WORDS or (asked and asked[0] in _TO_BOT):
        return None
    if _HOW_MANY.match(typed):
        return _without_mention(entry, " ".join(words), lacks="gives no number for")
    return _without_mention(entry, " ".join(words))


def unsaid(typed: str, entry: Entry, library: Library) -> Reply | None:
    """What an entry says or lacks of what a line asks of it; None if the line asks for the entry alone."""
    return not_said(typed, entry) if asks(typed) else attribute_of(typed, entry, library)


def not_said_at(typed: str, entry: Entry, place: Entry) -> Reply | None:
    """That an entry doesn't say what is asked of its people at a place: "need a permit in the host country"."""
    names = "|".join(re.escape(form) for form in sorted((place.name, *place.aliases, *place.found_by), key=len)[::-1])
    there = re.compile(rf"\s(?:in|at|within)\s(?:the\s|an?\s|their\s)?(?:{names})\b", re.I).search(typed)
    if there:
        return not_said(typed.replace(there[0], " "), entry)
    named = set(stems(normalize(" ".join((place.name, *place.acronyms, *place.aliases)))))
    words = [word for word in unused_words(typed, entry) if stem(normalize(word)) not in named]
    return not_said(typed, entry) if len(words) >= FEWEST else None  # "is the OSCE part of the EU" has one


def closest(typed: str, library: Library, entry: Entry | None = None, beside: Entry | None = None) -> Reply | None:
    """The lines of any entries that have nearly all words of a question: "is UN pay free of tax"; None without any.

    `entry` and `beside` are those that the question names: if there are two, only they are searched.
    """
    words = _asked(typed)
    if not FEWEST <= len(words) <= MOST_WORDS:
        return None
    entries = [entry, beside] if entry and beside else library.entries
    found = lines_across(words, entries, max(FEWEST, ceil(len(words) * ENOUGH)))
    if entry:
        found = _about_all(words, found, [entry, beside] if beside else [entry])
    own = [(other, line) for other, line in found if entry and other.name == entry.name]
    found = own or found
    said = " ".join(normalize(f"{other.name} {line}") for other, line in found)
    rare = [word for word in words if not lexicon().is_common(word)]
    if not 0 < len(found) <= MOST_FOUND or any(not has_word(word, said) for word in rare):
        return None
    if own and entry:
        return _mentioning(entry, [line for _, line in own])
    others = list({other.name: other for other, _ in found if entry is None or other.name != entry.name}.values())
    named = [entry, *others] if entry else others
    return reply(
        Heading("Closest in my entries"),
        items((Bold(f"{other.name}: "), line) for other, line in found),
        text(Bold(f"{entry.name}: "), short_answer(entry.definition)) if entry else None,
        actions(*(Button(other.name, f"define {other.name}") for other in named)),
        topic=replace(topic_of(*named), command=command.name),
    )


def _asked(typed: str) -> list[str]:
    """The words of a question that say what is asked; empty for another line, and for one that asks for a number."""
    known, words = lexicon(), read(clean(typed))
    if _HOW_MANY.match(typed) or not words or words[0].text not in _QUESTIONS:
        return []
    said = [word.text for word in words if word.text not in known.function | known.question | _EMPTY]
    return list(dict.fromkeys(word for word in said if len(word) > 1 and not word.isdigit()))


def _about_all(words: list[str], found: list[tuple[Entry, str]], about: list[Entry]) -> list[tuple[Entry, str]]:
    """The lines that have each word that is in no name of the entries; of three or more, one may be missing."""
    forms = [form for entry in about for form in (entry.name, *entry.acronyms, *entry.aliases)]
    named = {name for form in forms for name in stems(normalize(form))}
    asked = [word for word in words if stem(word) not in named]
    fewest = len(asked) - (len(asked) > FEWEST)
    return [(other, line) for other, line in found if sum(has_word(word, line) for word in asked) >= fewest]


def _mentioning(entry: Entry, lines: list[str], in_short: str = "") -> Reply:
    """The lines, and the entry in a sentence if they are all that the person sees of it and don't say what it is."""
    topic = replace(topic_of(entry), command=command.name)  # it used the words, whatever command found it
    what = text(Bold("In short: "), in_short) if in_short and in_short not in lines else None
    return reply(Heading(entry.name), items(lines), what, _ways_on(entry), topic=topic)


def _ways_on(entry: Entry) -> Actions | None:
    return actions(
        Button("What it means", f"define {entry.name}"),
        Button("More", f"details {entry.name}"),
        Button("Interview questions", f"questions {entry.name}"),
    )


command = Command(
    name="mentions",
    summary="What an entry says of something",
    usage="mentions <term or role> | <words>",
    examples=("mentions consul",),
    run=run,
    takes_entry=True,
    pure=True,
    takes=lambda rest, services: BESIDE in rest,
    sends=lambda rest: BESIDE in rest,
    without_details=lambda typed: typed.partition(BESIDE.strip())[0].strip(),
    listed=False,
    order=82,
)

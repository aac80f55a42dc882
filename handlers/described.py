"""Find entries by a description of what they are: "what do you call the person in charge without an ambassador".

A description is asked about twice. `bot/intent.py` asks `is_description` before it knows the command, because the words
of a description may be the cue of another: "young person paid by the UN" isn't about pay. A command asks
`offer_described` once it has looked for a name: `define` itself, every other in `find_entry`. Only `define` asks it
beside a name, too: in the line of another command, the rest of its question would be the description.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from content.library import Library
from content.lookup.lexicon import INVERTED, lexicon
from content.lookup.normalize import normalize, stem, stems
from content.models import Entry, Role
from handlers.left_out import names_nothing, unused_words
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.role_and_level import read_role_and_level
from handlers.reply import Bold, Button, Reply, actions, items, reply, text
from handlers.topic import topic_offering
from handlers.wording import short_answer

MOST = 3
"""Entries offered: one phone screen."""
LONG_DESCRIPTION = 4
"""Words after "what do you call" that describe something."""
FEWEST_WORDS, FEWEST_WORDS_BEFORE_CUES = 3, 5
"""Words of a description, and of one whose words may ask for a command elsewhere."""
SURE, OF_THING, LIKELY, OF_PERSON = 0.75, 0.65, 0.55, 0.45
"""How well a line must describe an entry, from 0 to 1: any line, one about "that thing", one that reads like a
description, and one that reads like that of a person.
"""
NO_PERSON = 0.8
"""How much the fit of a term counts for a line that describes a person."""
SLIPS, LONG_WORD = 2, 6
"""Typos in a word of a name, and the letters from which a word may have them."""
COMPARED = 12
"""Entries of which the best are chosen."""
NEARLY = 0.25
"""How much worse than the best fit another may be."""
_LISTING = frozenset(("and", "or", "vs", "versus", "also", "plus"))
"""Words between names side by side."""
_OTHER_QUESTIONS = INVERTED | frozenset(("is", "are", "was", "were", "how", "why", "where", "which", "compare"))
"""First words of questions about something that is named."""
_OPENS = re.compile(
    r"""^\W*(?:(?:and|so|ok|it['’]?s|(?:what|who)['’]?s|(?:what|who)\ (?:is|are))\ ){0,2}
        (?:(?:an?|the|that|this|some|any)\ )?
        (?: (?:[\w'’-]+\ ){1,4}(?:who|that|which|when|while|where|whose)\ \w
        | when\ (?:an?|the|you|they|one|somebody|someone|countries|people)\ \w
        | (?:[\w'’-]+\ ){0,2}(?:person|people|someone|somebody|guy|man|woman|lady|letter|paper
          |thing|document|list|bag|place|house|exam|test|ceremony|permission|stamp|trip|note|message|rule|room
          |building|treaty)\b(?!\ (?:me|us)\b)
        | who\ (?!does|is|was|has|gets|works|sits|reports|leads|heads|pays|counts|outranks)\w+s\ )""",
    re.I | re.X,
)
"""The beginning of a description: "the one who", "letter that", "young person", "who stamps"."""
_PERSON = re.compile(
    r"""^\W*(?:(?:and|so|ok|it['’]?s|(?:what|who)['’]?s|(?:what|who)\ (?:is|are))\ ){0,2}
        (?:(?:an?|the|that|this|some|any)\ )?
        (?: (?:[\w'’-]+\ ){0,3}?(?:one|person|people|someone|somebody|guy|man|woman|lady|girl|boy|diplomat|officer
          |official|expert|soldier|policeman|envoy|staff)\b
        | who\ \w+s\ | (?:[\w'’-]+\ ){1,4}who\ )""",
    re.I | re.X,
)
"""The beginning of a description of a person."""
_ONE_WHO = re.compile(
    r"""^\W*(?:(?:and|so|ok|it['’]?s)\ ){0,2}(?:(?:an?|the|that)\ (?:[\w'’-]+\ ){0,2}?)?
        (?:one|person|someone|somebody|guy|man|woman|lady|diplomat|officer|official|expert)
        \ (?:who|that)\ (?!runs\ (?:you|this))\w""",
    re.I | re.X,
)
"""The beginning of a line that is a description, whatever its further words ask for elsewhere."""
_THING = re.compile(
    r"^\W*(?:(?:and|so|ok)\s){0,2}(?:what(?:['’]?s|\s(?:is|are|was))\s)?(?:that|the|this|those|these)\s(?:[\w'’-]+\s){0,2}"
    r"(?:thing(?:y|ie|s)?|stuff|business)\s\w",
    re.I,
)
"""The beginning of a description of something whose name somebody has forgotten: "what's that bag thing"."""
_TELLS_OF_ONE = re.compile(r"\b(?:who|that)\s(?:\w+ed|was|were|had|has|left|made|wrote|built|speaks?|needs?)\b", re.I)
"""Tells what one person did, has or speaks, which describes no job."""
_ASKS = re.compile(
    r"""^\W*(?:(?:what['’]?s|what\ is|whats|is\ there|give\ me|i\ need|looking\ for)\ )?(?:an?\ |the\ )?
        (?:word|term|title|expression|job\ title)\ (?:for|when|if)\ (?P<thing>.+)
    | ^\W*what(?:['’]?s|\ is)\ (?:it|that|this)\ called\ (?:when|if)\ (?P<when>.+)
    | ^\W*(?:what|how)\ (?:do|does|would|should)\ (?:you|u|we|i|one|people|they)\ call\ (?P<called>.+)
    | ^\W*(?:what|who)\ (?:is|are)\ (?P<named>(?:an?\ |the\ )?
        (?:person|someone|somebody|people|diplomat|officer|official|letter|document|place|office)
        \ (?:who|that|which|when|in)\ .+)""",
    re.I | re.X,
)


_CALLED_LAST = re.compile(
    r"(?:\s?[,:;?.–-]\s?|\s)(?:(?:what|how)(?:['’]?s|\sis|\sare)\s(?:it|that|this|he|she|they|those|these)\scalled"
    r"|what(?:['’]?s|\sis)\s(?:the|his|her|its|their)\s(?:\w+\s)?(?:word|name|term|title)(?:\s(?:for|of)\s(?:it|that|this|him|her))?"
    r"|what\s(?:do|does|would|should)\s(?:you|u|we|i|one|people|they)\scall\s(?:it|that|this|him|her|them)"
    r"|(?<=[,?:]\s)(?:name|title|job\stitle|(?:the\s)?word)|(?<=\w\s)job\stitle)[\s?!.]*$",
    re.I,
)
"""Asks for the name of what a line describes before it: "…, what's it called"."""


_ADDRESSED = re.compile(r"\bin\s(?:an?\s|the\s)?(?:e-?mails?|letters?|speech|meeting|person|writing)\W*$", re.I)
"""Where somebody is addressed: "what do you call an ambassador in a letter"."""


def is_description(typed: str, library: Library) -> bool:
    """Whether a line is a description of an entry, whatever its words ask for elsewhere: "young person paid by …"."""
    is_long = len(typed.split()) >= FEWEST_WORDS_BEFORE_CUES
    if (description := _description_in(typed)) and is_long:
        plainly = _OPENS.match(description) is not None
        return bool(_fitting(description, library, LIKELY if plainly else SURE))
    is_one = _ONE_WHO.match(typed) and not _TELLS_OF_ONE.search(typed)
    least = OF_THING if _THING.match(typed) else LIKELY if is_one else SURE
    return is_long and _OPENS.match(typed) is not None and bool(_fitting(typed, library, least))


LONGEST = 500
"""Characters of a line that describes something; a longer one tells more than that."""


def describes_at_length(typed: str) -> bool:
    """Whether a line asks for the name of what it describes, in so many words that it can't ask about the bot."""
    called = _ASKS.match(typed.strip())
    return called is not None and len((called["called"] or "").split()) >= LONG_DESCRIPTION


def offer_described(typed: str, library: Library, command: str, named: Entry | None = None) -> Reply | None:
    """The entries that a line describes, each in a sentence and with `command` on its button; None if there are none.

    `named` is what the line names, perhaps only as the place of what it describes.
    """
    entries = _described_beside(typed, named, library) if named else described(typed, library)
    return offer_entries(entries, command) if entries else None


def offer_entries(entries: Sequence[Entry], command: str) -> Reply:
    """Entries that a line may mean, each in a sentence and with `command` on its button."""
    return reply(
        text("You may mean:"),
        items((Bold(f"{entry.name}: "), short_answer(entry.definition)) for entry in entries),
        actions(*(Button(entry.name, f"{command} {entry.name}", replace=True) for entry in entries)),
        shareable=False,
        topic=topic_offering(entries, command),
    )


def described(typed: str, library: Library) -> list[Entry]:
    """The entries that a line describes, best first; none if it describes nothing."""
    if len(typed) > LONGEST or _only_names(typed, library):
        return []
    description = _description_in(typed)
    if description and (fitting := _fitting(description, library, LIKELY)):
        return fitting
    if description:
        return library.described(description.strip(" ?.!"), MOST)
    if _OPENS.match(typed):
        return _fitting(typed, library, LIKELY)
    return _fitting(typed, library, SURE) if _is_phrase(typed, library) else []


def _only_names(typed: str, library: Library) -> bool:
    """Whether a line has nothing but a form with several meanings and the way of asking: "what is a policy officer"."""
    ambiguous = library.match(typed).ambiguous
    if ambiguous is None:
        return False
    named = stems(normalize(ambiguous.form))
    return names_nothing(" ".join(word for word in normalize(typed).split() if not _is_one_of(word, named)))


def _is_one_of(word: str, named: Sequence[str]) -> bool:
    """Whether a word is one of some stems, perhaps with a typo."""
    slips = SLIPS if len(word) >= LONG_WORD else 0
    return any(OSA.distance(stem(word), other, score_cutoff=slips) <= slips for other in named)


def _description_in(typed: str) -> str:
    """What a line asks the word for; empty if it asks for none."""
    asked = _ASKS.match(typed.strip())
    if asked and asked["called"] and _ADDRESSED.search(typed):
        return ""
    if asked is None and len((before := _CALLED_LAST.sub("", typed)).split()) >= LONG_DESCRIPTION and before != typed:
        return before
    return next(filter(None, asked.groupdict().values()), "") if asked else ""


def _described_beside(typed: str, named: Entry, library: Library) -> list[Entry]:
    """The entries that a line describes if it names another only in passing: "number two at the embassy"."""
    if not isinstance(named, Role) and describes_at_length(typed) and (entries := described(typed, library)):
        return entries  # "what do you call the letter an embassy sends"
    if _THING.match(typed) or _OPENS.match(_description_in(typed)):
        entries = _fitting(_description_in(typed) or typed, library, OF_THING)
        if entries and named not in entries:
            return entries  # "what's that bag thing diplomats carry that nobody can open"
    if not _is_phrase(typed, library) or not unused_words(typed, named):
        return []
    fitting = _fitting(typed, library, SURE)
    return [] if named in fitting else fitting


def _is_phrase(typed: str, library: Library) -> bool:
    """Whether a line is more than words in a row, as a title is: "guy at the embassy", but not "deputy consul".

    A job with its level or its place is none either: "junior consul in Geneva".
    """
    joining = lexicon().function - _LISTING
    if not any(len(word) > 1 and word in joining for word in normalize(typed).split()):
        return False
    bare, wanted = take_languages_and_places(typed)
    asked = read_role_and_level(bare, library.is_form)
    match = library.match(asked.rest)
    named = match.entry or (match.suggestions[0] if match.named else None)
    if not isinstance(named, Role):
        return not (named and match.entry and wanted.places and not unused_words(bare, named))  # "delegation in Geneva"
    return not asked.level and not wanted.words and bool(unused_words(asked.rest, named))


def _fitting(typed: str, library: Library, least: float) -> list[Entry]:
    """The entries that fit a line best, if the first fits well enough; none for a question about something named."""
    words = normalize(typed).split()
    if len(words) < FEWEST_WORDS or words[0] in _OTHER_QUESTIONS:
        return []
    is_person = _PERSON.match(typed) is not None and not _TELLS_OF_ONE.search(typed)
    fits = library.fitting(typed, COMPARED)
    scores = {
        fit.entry.name: fit.score * (NO_PERSON if is_person and not isinstance(fit.entry, Role) else 1) for fit in fits
    }
    best = sorted((fit.entry for fit in fits), key=lambda entry: -scores[entry.name])[:MOST]
    if not best or scores[best[0].name] < (OF_PERSON if is_person and least == LIKELY else least):
        return []
    return [entry for entry in best if scores[entry.name] >= scores[best[0].name] - NEARLY]

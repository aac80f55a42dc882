"""A question about the entry on the screen that no command answers: what the entry says of it, or that it doesn't."""

from __future__ import annotations

from bot.follow_ups.line import Line
from bot.follow_ups.words import FILLERS, LEADING, ORDINALS, PRONOUNS, pattern, words_of
from content.lookup.lexicon import COPULA, INVERTED, lexicon
from content.lookup.normalize import stem
from handlers.entry_lines import lines_on_outcome, lines_with

MOST_WORDS = 9
"""Words of such a question."""
MOST_ALONE = 3
"""Words of a question that is nothing but a noun."""
MOST_ASKED = 4
"""Words of it that say something."""
_OTHER_THING = pattern(r"^\W* (?: (?: so | and | but | ok )\W+ )* (?: what | who ) (?:['’]?s|\ is|\ are)\ (?!the\b)")
"""Begins a question about something else: "what is a trade fair"."""
_OPENINGS = (
    COPULA | INVERTED | frozenset(("any", "what", "whats", "which", "who", "how", "when", "where", "why", "have"))
)
_VAGUE = frozenset(
    """
    lot lots bit kind sort also day days people person someone somebody job role post position term title
    guy man woman lady candidate stand stands say says said mention mentions know mean means find tell need needs want
    happen happens
    """.split()
)
"""Words that are in most entries, or in none."""


_WHO_DOES = pattern(
    r"""^\W* (?: (?: so | and | but | ok )\W+ )* who
    (?: \ (?:usually|normally|typically|actually|generally|even|has\ to) )?
    \ (?: (?P<makes> writes? | drafts? | prepares? | produces? | issues? | signs? | types? | makes? | creates? )
       | (?P<uses> needs? | uses? | gets? | carr(?:y|ies) | holds? | travels\ (?:on|with) ) )
    \ (?: it | them | those | these | one | this | that | such\ (?:an?\ )?\w{2,12} ) (?:\ up)?
    (?:\ (?:usually|normally|then|anyway))? \W*$"""
)
"""Asks who makes or has the paper on the screen, in the present tense: in the past it is about who wrote the entry."""
_IS_IT = pattern(
    r"""^\W* (?: (?: so | and | but | ok )\W+ )* (?: is | are | does | do | can | could | was | must | isn['’]?t )
    \ (?: it | they | he | she | those )\ """
)
"""A question whether the entry on the screen is something."""
_MADE = ("draft", "prepare", "issue", "write", "sign", "send", "give")
"""Verbs of an entry that tell who makes a paper, the most telling first."""


def who_makes_or_has(line: Line, entry: str) -> str | None:
    """ "who writes those?", "who needs one?": what the entry says of that, or of the nearest verb."""
    asked, known = _WHO_DOES.match(line.typed), line.library.by_name(entry)
    if asked is None or known is None:
        return None
    verb = (asked["makes"] or asked["uses"]).casefold()
    near = _MADE if asked["makes"] else ("use",)
    tried = (verb, *near) if verb.startswith(("sign", "issue")) else (*near, verb)
    said = next((one for one in tried if lines_with(one, known)), verb)
    return f"mentions {entry} | {said}"


def asked_about(line: Line, entry: str) -> str | None:
    """ "do they travel a lot?", "is there an exam?", "and overtime?": what the entry says of these words."""
    words = words_of(line.typed)
    if not words or len(words) > MOST_WORDS or _OTHER_THING.match(line.typed):
        return None
    bare = words_of(LEADING.sub("", line.typed))
    refers = PRONOUNS.search(line.typed) is not None or "one" in words
    asks = words[0] in _OPENINGS or (bare[:1] != words[:1] and bare[:1] not in (["a"], ["an"]))
    asks = asks or (line.typed.rstrip().endswith("?") and len(words) <= MOST_ALONE)  # "overtime?"
    asked = [word for word in words_of(PRONOUNS.sub(" ", line.typed)) if _says_something(word, entry)]
    if not (refers or asks) or not 0 < len(asked) <= MOST_ASKED:
        return None
    if not refers and not all(map(lexicon().is_common, asked)):
        return None  # "how tall is the Eiffel Tower", "any kubernetes jobs"
    if line.names_another(PRONOUNS.sub(" ", line.typed)):
        return None
    return f"mentions {entry} | {' '.join(asked)}"


def if_said(line: Line, entry: str) -> str | None:
    """ "is it binding?": what the entry says of words that by themselves ask about the bot, if it says anything."""
    asked = asked_about(line, entry) if _IS_IT.match(line.typed) else None
    known = line.library.by_name(entry)
    words = asked.partition(" | ")[2] if asked else ""
    return asked if known and words and (lines_with(words, known) or lines_on_outcome(words, known)) else None


def if_unknown(line: Line, entry: str) -> str | None:
    """The same for a line that by itself asks for nothing that the bot knows."""
    return asked_about(line, entry) if line.explains(line.typed) else None


def _says_something(word: str, entry: str) -> bool:
    if word in FILLERS or word in _VAGUE or word in ORDINALS or word in lexicon().function or len(word) == 1:
        return False
    return stem(word) not in {stem(own) for own in words_of(entry)}

"""Read which name a line asks the meaning of: "what does AG stand for", "delegation: people or an office"."""

from __future__ import annotations

import re
from dataclasses import replace

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.match import Match
from content.lookup.normalize import normalize
from content.models import Entry, Role, Term
from handlers.entry_card import card
from handlers.find_entry import hired_at, title_before_body
from handlers.left_out import unused_words
from handlers.lookup_replies import MOST_AT_ONCE, not_found, sense_taken, without_asking
from handlers.neighbouring_titles import spelt_out, title_beside
from handlers.parsing.find_time_zone import known_zone
from handlers.reply import Button, Reply, actions, reply, text
from handlers.topic import topic_of
from handlers.wording import join_phrases

LONGEST_SHORT_WORD = 3
"""Letters of a word that in capitals is taken for an abbreviation: "HA on a UN CV"."""
_STANDS_FOR = re.compile(
    r"^\W*(?:so\s|and\s)?(?:what(?:['’]?s|\sis|\sdoes|\sdo|\swould)?|whats)\s(?:the\s(?:abbreviation|acronym|letters)\s)?"
    r"[\"“'‘]?(?P<name>[\w./&-]{2,9})[\"”'’]?\s(?:stands?\sfor|short\sfor|abbreviat\w+|mean(?:s|ing)?)\b",
    re.I,
)
"""Asks what letters stand for."""
_LETTERS_FIRST = re.compile(
    r"""^\W*(?:(?:what(?:['’]?s|\sis)?|whats)\s)?(?:an?\s|the\s)?[\"“'‘]?(?P<name>(?-i:[A-Z][A-Z/&]{1,4}))[\"”'’]?
    (?: \s(?:on|in|at|for|with|beside|from)\s(?:an?|the|this|that|his|her|their|my)?\s?\w
      | ,\s\w[^?!]{1,60}?[\"”'’]?\s?[?,.;:–-]?\s?(?:what|meaning|\?|$)
      | \s[A-Z]\w{2,20}\son\s(?:an?|the|his|her|their)\s(?:\w+\s)?(?:cv|resume|résumé|profile)\b )""",
    re.I | re.X,
)
"""Letters that a line begins with, before where they are used: "CMO on a UN CV", "SPO, MONUSCO - what's SPO"."""
_BODY_BEHIND = re.compile(
    r"(?:,\s?|\s[–-]\s)[^,;?!]{2,60}[\s?!.]*$|\s(?:at|in|with|for|on)\s[^,;?!]{2,60}[\s?!.]*$", re.I
)
"""What follows a title: the body where it's held."""
_ONE_OR_OTHER = re.compile(
    r"^\W*(?:so\s|and\s)?(?:is|does|are)\s(?:an?\s|the\s)?[\"“'‘]?(?P<name>[\w./&-]{2,30})[\"”'’]?\s(?:mean\s|stand\sfor\s|short\sfor\s)?"
    r"(?P<one>[^?!,;]{3,50}?),?\sor\s(?P<other>[^?!,;]{3,50})[\s?!.]*$",
    re.I,
)
"""Asks which of two things a name is: "is TA technical assistance or temporary agent"."""
_NAME_FIRST = re.compile(
    r"^\W*[\"“'‘]?(?P<name>[^\W\d][\w'’./& -]{1,40}?)[\"”'’]?\s?(?:[,:;=(–-]\s?|\s(?=as\sin|like\san?|meaning|means))"
    r"(?:(?:so\s|and\s|but\s)?(?:(?:is|are|isn['’]?t|does|do)\s(?:that|it|this|they|these)|as\sin|like|meaning|means|no\sseriously)\b"
    r"|[^?!]{2,40}\sor\s[^?!]{2,40}[\s?!.]*$)",
    re.I,
)
"""A name, and a question what it is: "note, is that a memo", "delegation: people or an office"."""


_OF_FIELD = re.compile(
    r"\s(?:in|for)\s(?:the\s)?(?:(?:field|world|language)\sof\s)?"
    r"(?:diplomacy|diplomatic\s(?:terms|world|life|circles|service|context)|international\srelations|foreign\saffairs)\W*$",
    re.I,
)
"""The field, behind what is asked for: "what is a mission in diplomacy"."""
_POST_OF = re.compile(
    r"^\W*(?:(?:what(?:['’]?s|\sis)|explain)\s)?(?:the|an?)?\s?(?:post|position|role|job|rank|title|function|grade)"
    r"\sof\s(?:an?\s|the\s)?(?=\w)",
    re.I,
)
"""A word for what a title is, before it: "the post of counsellor"."""
_ASKED_NAME = re.compile(
    r"""^\W*(?:(?:so|and|but|ok|hi|hey|hello|please|pls)\W{1,2}){0,2}
    (?: (?:what(?:['’]?s|\s(?:is|are|r))|whats|wats|define|explain)\s(?:(?:an?|the)\s)?
        (?:meant\sby\s|(?:meaning|definition)\sof\s)?
      | (?:the\s)?(?:meaning\s|definition\s)?of\s )
    (?:(?:an?|the)\s)?(?P<name>[^?!;:,()]{2,60}?)(?:\s(?:please|pls))?[\s?!.]*$""",
    re.I | re.X,
)
"""Asks what something is: "what is a policy adviser"."""
_ASKED_WORK = re.compile(
    r"^\W*what\s(?:does|do|would)\s(?:an?\s|the\s)?(?P<name>[^?!;:,()]{2,60}?)\s(?:actually\s|really\s)?(?:do|mean|stand\sfor)[\s?!.]*$",
    re.I,
)
"""Asks what somebody does, or what a name means: "what does a policy adviser do"."""
_ONLY_NAME = re.compile(r"^\W*(?P<name>\w[^?!;:,()]{1,60}?)\s?\?+\s*$")
"""A name with a question mark."""
_IN_NAMES = frozenset(("of", "and", "for", "the", "on", "to", "no"))
"""Words between those of a name: "call for proposals"."""
LONGEST_NAME = 6
"""Words of a name that is asked for."""


def without_frame(typed: str, library: Library) -> str:
    """The name that a line asks for, or the line without the field behind a name or "the post of" before a job."""
    if name := name_asked(typed, library):
        return name
    bare = _OF_FIELD.sub("", typed)
    if bare != typed and library.match(bare).ambiguous is not None:
        return bare
    title = title_before_body(typed, library) or _POST_OF.sub("", typed)
    return title if title != typed and isinstance(library.match(title).entry, Role) else typed


def name_asked(typed: str, library: Library) -> str:
    """The name that is all a line asks about, so that it's answered like the name alone; empty for other lines."""
    asked = _ASKED_NAME.match(typed) or _ASKED_WORK.match(typed)
    only = asked or _ONLY_NAME.match(typed)
    name = only["name"].strip("\"“”'‘’ ") if only else ""
    if name and library.is_form(led := f"the {name}") and led.casefold() in typed.casefold():
        return led  # "the Commonwealth"
    words, function = name.split(), lexicon().function - _IN_NAMES
    is_sentence = any(normalize(word) in function and not word[0].isupper() for word in words)
    if not words or len(words) > LONGEST_NAME or is_sentence or (not asked and normalize(words[0]) in function):
        return ""
    asks_of = name[0].islower() and library.is_form(name.partition(" of ")[2]) and not library.is_form(name)
    if asks_of or "%" in name:
        return ""  # "turnover rate of press attachés"
    is_row = lexicon().function.isdisjoint(normalize(name).split())
    entry = None if is_row else library.match(name).entry
    is_whole = entry is None or library.is_form(name) or not unused_words(name, entry)
    return name if is_whole or title_beside(name, library) else ""


def begins_name(typed: str, entry: Entry) -> bool:
    """Whether a line is the beginning of an entry's name, of two words or more: "status of forces"."""
    words, name = normalize(without_asking(typed)).split(), normalize(entry.name).split()
    return 1 < len(words) < len(name) and name[: len(words)] == words


def letters_asked(typed: str, library: Library) -> str:
    """The letters of which a line asks what they stand for, if nothing is known of them; empty otherwise."""
    asked, begun = _STANDS_FOR.match(typed), _LETTERS_FIRST.match(typed)
    name = asked["name"] if asked else begun["name"] if begun else ""
    is_word = _is_shouted(name) if begun and not asked else not name.isupper() and lexicon().is_word(normalize(name))
    if begun and known_zone(name) is not None:
        return ""  # "UAE in the UN"
    if (
        not name
        or is_word
        or library.is_form(name)
        or library.grades_in(name)
        or library.match(name).outcome == "answer"
    ):
        return ""
    return name


def _is_shouted(name: str) -> bool:
    """Whether letters are a word of English: "HELP with …". Most short words have other meanings in capitals."""
    word = normalize(name)
    return word in lexicon().around or (len(word) > LONGEST_SHORT_WORD and lexicon().is_word(word))


def which_meaning(typed: str, library: Library, command: str) -> Reply | None:
    """The meanings of the name that a line asks about, whatever place or body stands beside it; None for other lines.

    Letters that aren't known are named, with what else is in the line.
    """
    if name := letters_asked(typed, library):
        return _with_known_beside(not_found(library.match(name), command), typed, name, library)
    if name := name_of_two_meanings(typed, library):
        return not_found(library.match(name), command)
    if named := spelt_out(typed, library, command):
        return named
    title = _title_before_body(typed, library)
    if title is None or title.ambiguous is None:
        return None
    sense = hired_at(typed, title, library)
    if sense is None:
        return not_found(title, command)
    return reply(*card(sense, library, sense_taken(sense, title.ambiguous), ()), topic=topic_of(sense))


def _title_before_body(typed: str, library: Library) -> Match | None:
    """The title with several meanings that a line begins with, if only the body follows: "PO, OSCE Mission"."""
    name = library.leading_form(typed)
    title = library.match(name) if name and _BODY_BEHIND.match(typed[len(name) :]) else None
    if title is None or title.ambiguous is None or len(title.senses) < 2 or library.is_form(typed):
        return None
    whole = library.match(typed)
    if whole.entry is None and name.isupper():  # "SC on a British CV"
        return title if {form.form for form in whole.unclear} == {title.ambiguous.form} else None
    is_job = all(isinstance(sense, Role) for sense in title.senses)
    return title if is_job and isinstance(whole.entry, Term) else None


def _with_known_beside(unknown: Reply, typed: str, name: str, library: Library) -> Reply:
    """What is said of unknown letters, with buttons for what their line names beside them."""
    beside = (mention.entry for mention in library.scan(typed.replace(name, " ", 1)) if mention.entry)
    known = list({entry.name: entry for entry in beside}.values())[:MOST_AT_ONCE]
    if not known:
        return unknown
    buttons = actions(*(Button(entry.name, f"define {entry.name}") for entry in known))
    named = text(f"Beside it I know {join_phrases([entry.name for entry in known])}.")
    return replace(unknown, blocks=(*unknown.blocks, named, *filter(None, (buttons,))))


def name_of_two_meanings(typed: str, library: Library) -> str:
    """A name with several senses of which a line asks which of two things it is, if one is among them."""
    asked = _ONE_OR_OTHER.match(typed)
    form = library.match(asked["name"]).ambiguous if asked and library.is_form(asked["name"]) else None
    if asked is None or form is None:
        return ""
    named = [library.match(asked[part]).entry for part in ("one", "other")]
    return asked["name"] if any(entry and entry.name in form.senses for entry in named) else ""


def name_before_question(typed: str) -> str:
    """The name that a line begins with, before a question what it is; empty if there is none."""
    asked = _NAME_FIRST.match(typed)
    return asked["name"].strip() if asked else ""

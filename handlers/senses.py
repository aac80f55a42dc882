"""Choose a sense by what a line adds to a word ("mission, in the sense of an embassy"), and read verbs as nouns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize, stem, stems
from content.models import AmbiguousForm, Entry
from handlers.entry_lines import lines_about
from handlers.headquarters import organisations_at

LONGEST = 160
"""Characters of a line that is read for a sense."""
MOST_WORDS = 8
"""Words of what a line adds."""
NAME_COUNTS = 3
"""How much more a word of the name says than one of the definition."""
_KIND = r"(?:one|ones|kind|sort|type|thing|sense|meaning|version|variety|person|people|job|document|rank)"
_KINDS_OF_THINGS = frozenset(("person", "people", "job", "document", "rank"))
"""Those that say something of the sense: "protocol, I mean the document"."""
_DOCUMENTS = frozenset("treaty agreement letter note paper text certificate report form list message".split())
"""What definitions call a document."""
_GIVEN = re.compile(
    rf"""^(?P<name>[^()\[\],;:–—]{{2,60}}?)\s?
    (?: [(\[](?P<bracket>[^()\[\]]{{2,80}})[)\]]
      | ,?\s(?:in\ the\ (?:sense|meaning)\ of | meaning | as\ in | like\ in | in\ a\ sense\ of)\s(?P<sense>.{{2,60}}?)
      | (?:,|\s[-–—])\s(?:i\ mean(?:t)?\ )?(?:the|an?)\s(?P<kind>[^,;]{{2,60}}?\s)?(?P<what>{_KIND})\b
        (?P<which>(?!\s(?:and\s|but\s)?not\s)[^,;]{{2,60}})?
      | (?:,|\s[-–—])\s(?:i\ mean(?:t)?)\s(?:the|an?|in|as)\s(?P<meant>[^,;]{{2,60}}?)
      | ,?\sin\ the\s(?P<adjective>[\w-]{{3,20}})\s(?:sense|meaning)
      | ,?\s(?:in|at|of|inside|within)\s(?P<place>(?:an?|the)\s[\w-]{{3,20}}(?:\s[\w-]{{3,20}})?) )
    (?: ,?\s(?:and\s|but\s)?not\s(?P<excluded>.{{2,80}}) )? [\s?!.]*$""",
    re.I | re.X,
)
"""A name, and what is said of its sense."""
_IS_IT = r"(?:is|are|isn['’]?t|does)\s(?:that|it|this|they|those)"
_IS_THAT = re.compile(
    rf"^\W*(?P<name>.{{2,80}}?)\s?[,:–-]\s?(?:so\s)?"
    rf"(?:{_IS_IT}\b(?:\s(?P<what>(?:an?|the|her|his|their|just)\s[^?!.]{{2,40}})\W*$)?|(?:so|like)\san?\b)",
    re.I,
)
"""Asks of a name before it whether it is something else: "minister at an embassy, is that a politician"."""
_ANY_SENSE = re.compile(
    rf"\bor\b|\bso\san?\b|\b{_IS_IT}\b|\b(?:like|as\sin)\s(?:an?|the|in)\b|=|\bsame\b|\bvs\b"
    r"|^\W*(?:(?:so|and|but|ok)\s)?(?:is|are|does|isn['’]?t)\b",
    re.I,
)
_LAST_WORD = re.compile(r"""[.!?:;…"”]\s+(?P<word>[^\W\d_][\w'’-]{2,24}(?:\s[\w'’-]{2,24}){0,2})\?+\s*$""")
"""A question of a few words after a sentence: "He was posted there. Posted?"."""
_VERB = re.compile(r"^\W*(?P<stem>[^\W\d_]{3,20})ed\W*$", re.I)
_NOUNS = ("ing", "ment", "ation", "ion", "ature", "cation", "")
"""Endings of the nouns of verbs: posting, secondment, accreditation."""


def asks_sense(typed: str) -> bool:
    """Whether a line may mean a word in any sense: "counsellor, so a therapist?", "is a counsellor a therapist"."""
    return _ANY_SENSE.search(typed) is not None


def asks_which_sense(typed: str) -> bool:
    """Whether a line asks of a name before it whether it is something else."""
    return _IS_THAT.match(typed) is not None


def is_that_one(typed: str) -> tuple[str, str] | None:
    """The name and the other thing that a line asks about: "minister at an embassy", "a politician"."""
    asked = _IS_THAT.match(typed)
    return (asked["name"], asked["what"]) if asked and asked["what"] else None


def sense_given(typed: str, library: Library) -> Entry | None:
    """The sense of a name that the rest of the line describes; None if it describes none, or several alike.

    If it names another entry, the first of those that are related to that one will do.
    """
    given = _GIVEN.match(typed) if len(typed) <= LONGEST else None
    if given is None:
        return None
    said = _said(given)
    words = _words(said)
    if not 0 < len(words) <= MOST_WORDS:
        return None
    if "document" in words:
        words |= _DOCUMENTS
    match = library.match(given["name"])
    named = library.linked(match.ambiguous.senses) if match.entry and match.ambiguous else ()
    senses = (match.entry, *named) if match.entry and match.entry not in named else (*named, *match.suggestions)
    close = library.match(said).entry
    excluded = _words(given["excluded"] or "")
    scores = [(_score(words, sense) + _is_related(sense, close), -_score(excluded, sense)) for sense in senses]
    best = max(scores, default=(0, 0))
    sure = scores.count(best) == 1 or close is not None  # the likeliest sense is listed first
    return senses[scores.index(best)] if best[0] and sure else None


_IN_PLACE = re.compile(
    r"""^\W*(?:(?:what(?:['’]?s|\ is|\ does)|explain|define|so|and|the\ word)\ ){0,2}(?:an?\ |the\ )?
        (?P<name>[^\d?!,;:()]{2,40}?)\ (?:in|at)\ (?:the\ )?(?P<place>[^\d?!,;:()]{2,25}?)(?:\ mean)?[\s?!.]*$""",
    re.I | re.X,
)
"""A word, and the city or body that says how it's meant: "cabinet in Brussels"."""


def senses_in_place(typed: str, library: Library) -> tuple[str, list[Entry]]:
    """A name that several things have, or none by itself, and those that the city or body behind it points to.

    A sense is at home in a place if it has its seat there, if its entry names the place, or if it is related to the
    bodies that have their seat there: a "mission in Vienna" is a permanent mission.
    """
    given = _IN_PLACE.match(typed) if len(typed) <= LONGEST and not library.is_form(typed) else None
    if given is None or library.is_form(typed[given.start("name") : given.end("place")]):
        return "", []  # "what is the UN Office at Vienna"
    name, place = given["name"], given["place"]
    there = [*organisations_at(place, library), *filter(None, (library.match(place).entry,))]
    match = library.match(name)
    if match.entry is not None or match.outside or (match.ambiguous is None and not there):
        return "", []
    if match.ambiguous and any(means_another_at(body, match.ambiguous) for body in there):
        return "", []
    words = set(stems(normalize(name)))
    senses = match.suggestions if match.ambiguous else [e for e in there if words <= set(stems(normalize(e.name)))]
    scores = {sense.name: _at_home(sense, place, there) for sense in senses}
    best = max(scores.values(), default=0)
    return name, [sense for sense in senses if best and scores[sense.name] == best]


def means_another_at(body: Entry, form: AmbiguousForm) -> bool:
    """Whether a form means something without an entry at a body: "HC" at UNHCR is its High Commissioner."""
    others = [set(stems(normalize(other.replace("'s", "")))) for other in form.others]
    names = [set(stems(normalize(name))) for name in (body.name, *body.aliases, *body.found_by) if " " in name]
    return any(name <= other for name in names for other in others)


def _at_home(sense: Entry, place: str, there: Sequence[Entry]) -> int:
    """How much a sense belongs to a place."""
    named = re.compile(rf"\b{re.escape(place)}\b", re.I)
    said = bool(lines_about(named, sense))
    bodies = sum(sense.name in body.related or body.name in sense.related for body in there)
    return 4 * (sense in there) + 2 * said + (bodies > 0)


def is_clause(typed: str) -> bool:
    """Whether a line says in a clause which sense it means, which is then no name of its own."""
    given = _GIVEN.match(typed) if len(typed) <= LONGEST else None
    return given is not None and any(given[group] for group in ("sense", "kind", "what", "meant", "adjective", "which"))


def excludes(typed: str) -> bool:
    """Whether a clause also says which sense isn't meant."""
    given = _GIVEN.match(typed) if is_clause(typed) else None
    return given is not None and bool(given["excluded"])


def name_and_sense(typed: str) -> tuple[str, str]:
    """The name that a line says in a clause how it means, and that clause: "counsellor, the school kind"."""
    given = _GIVEN.match(typed) if is_clause(typed) else None
    if given is None:
        return "", ""
    return given["name"], _said(given)


def _said(given: re.Match[str]) -> str:
    """What a line says of the sense, without what it excludes."""
    left = (
        {"name", "excluded"} if (given["what"] or "").casefold() in _KINDS_OF_THINGS else {"name", "excluded", "what"}
    )
    return " ".join(text for group, text in given.groupdict().items() if text and group not in left)


def _words(said: str) -> set[str]:
    return {stem(word) for word in normalize(said).split() if word not in lexicon().around and len(word) > 1}


def _score(words: set[str], sense: Entry) -> int:
    """How many of the words are in a sense's names and its definition."""
    names = _stems(" ".join((sense.name, *sense.aliases, *sense.acronyms, *sense.found_by)))
    return NAME_COUNTS * len(words & names) + len(words & _stems(sense.definition))


def _is_related(sense: Entry, other: Entry | None) -> bool:
    return other is not None and (other.name in sense.related or sense.name in other.related)


def _stems(text: str) -> set[str]:
    return {stem(word) for word in normalize(text).split()}


def word_asked_last(typed: str, library: Library) -> Entry | None:
    """The entry of a word that a line asks about after a sentence that has it: "He was posted there. Posted?"."""
    asked = _LAST_WORD.search(typed) if len(typed) <= LONGEST else None
    if asked is None:
        return None
    match = library.match(asked["word"])
    return match.entry or noun_of(asked["word"], library)


def _nouns_of_infinitive(words: Sequence[str]) -> list[str]:
    """The nouns that a verb may have: ratification of "ratify", accession of "accede"."""
    word = normalize(words[0])
    found = re.fullmatch(r"(?P<stem>[a-z]{2,14}?)(?P<end>fy|cede|ate|y|e|)", word)
    if found is None:
        return []
    stem, end = found["stem"], found["end"]
    known = {"fy": ("fication",), "cede": ("cession",), "ate": ("ation",), "e": ("ation", "ion", "al")}
    return [stem + ending for ending in known.get(end, ("ation", "ment", "ature", "al"))]


def noun_of(typed: str, library: Library) -> Entry | None:
    """The entry whose name is the noun of a verb: "posted" is explained by "Posting"."""
    words = [word for word in typed.split() if normalize(word) not in lexicon().around]
    if len(words) != 1 or library.is_form(words[0]):
        return None  # "delegate" names somebody
    verb = _VERB.match(words[0])
    nouns = [verb["stem"] + end for end in _NOUNS] if verb else _nouns_of_infinitive(words)
    named = (library.by_name(noun) or library.match(noun).meant for noun in nouns if library.is_form(noun))
    return next(filter(None, named), None)

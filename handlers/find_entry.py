"""Find the entry a person asks for, or say what to do instead: the first step of most commands."""

from __future__ import annotations

import re
from collections.abc import Iterable

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.match import Match
from content.lookup.normalize import normalize
from content.models import Entry, Role, Term
from handlers.acting import without_former
from handlers.command import Services
from handlers.described import offer_described
from handlers.left_out import ASIDES, is_aside
from handlers.lookup_replies import ask_for_entry, not_found, without_asking
from handlers.neighbouring_titles import neighbouring_title, next_door, spelt_out
from handlers.parsing.countries import is_nationality
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.small_words import says_nothing
from handlers.reply import Reply
from handlers.senses import means_another_at, sense_given

_EXCLUDED = re.compile(r"\s(?:but\s)?(?:not|without|except|excluding|other than|no)\s.*$", re.I)
"""What a line excludes: "ambassador not brand ambassador"."""
_EXCEPT = re.compile(r",?\s(?:besides|other\sthan|apart\sfrom|aside\sfrom|except(?:\sfor)?)\s.*$", re.I)
"""What is certainly excluded, even if it names an entry: "who employs interpreters besides the UN"."""
_BRACKETED = re.compile(r"\w\s?\([^()]{2,40}\)\W*$")
"""What a line says of the sense in brackets."""
_LEAD = re.compile(r"^\W*(?:for|of|on|about|with)\s(?:an?\s|the\s)?", re.I)
_PART_TIME = re.compile(r"\b(?:part|full)-time\b", re.I)
_THE_WORD = re.compile(r"\bthe\s(?:words?|terms?|titles?|phrase|expression)\s(?P<name>[^?!]{2,60})", re.I)
"""A name that a line calls a word: "the client hates the word envoy"."""
_WHOEVER = frozenset(
    """
    people person staff expert experts specialist specialists professional professionals talent profile profiles
    candidate candidates someone somebody folks search searches
    """.split()
)
"""Words for whoever works on something, which name no job: "sanctions people"."""
_DEALING = re.compile(
    r"^\W*(?:\w+\s){0,3}?(?:offer|pay|give|budget|hire|hiring|find|recruit|employ|expect|ask|tell|interview|interviewing|meet|meeting)"
    r"\s(?:to\s|from\s|for\s)?(?:an?|the|some)\s(?:(?:ex|former|retired|new|good)[\s-])?(?P<name>[^?!]{3,50})",
    re.I,
)
"""What a recruiter does with somebody: "should I offer an ex ambassador"."""
_FOR = re.compile(r"\sfor\s(?:an?\s)?", re.I)
_ASIDE_BEHIND = re.compile(
    r"(?:\s(?:please|pls|thanks|thx)[\s,]*|\s?[,;–-]\s|,\s?)(?:my|the|our|her|his|their|i|we|she|he|it|just|only|roughly|about|around|approx|one|two|three|a\sfew"
    r"|couple|with|call|interview|meeting|starts?|urgent|asap|no|any|and\sno)\b[^,;]{0,60}\W*$",
    re.I,
)
"""What a line says behind a name about itself: "…, my call is at 3pm"."""
LONGEST_BESIDE = 120
"""Characters of a query that is read again without its place or subject."""
LONGEST_RANK = 4
"""Words of a rank."""
_APART = re.compile(
    r"\s?[,;(–]|\s-\s|\s(?:in|at|for|with|who|from|based|near|on|bilingual|fluent|native|must|next|this)\b|\s\d",
    re.I,
)
"""What sets a name apart from the words behind it."""


def find_entry(query: str, services: Services, command: str) -> Entry | Reply:
    """The entry that `query` asks for, or a reply that says what to do instead.

    `command` is the command's word; each suggestion sends it again with the suggested entry.
    """
    query = without_former(_EXCEPT.sub("", query), services.library)
    bare = services.library.match(_LEAD.sub("", query))
    if bare.named and len(bare.suggestions) > 1:
        query = bare.query  # "for food security officer", which isn't known, names two
    query = title_before_body(query, services.library) or query
    if _BRACKETED.search(query) and (sense := sense_given(_LEAD.sub("", query), services.library)):
        return sense  # "information officer (UN)"
    match = services.library.match(query)
    if match.entry is None and (included := _EXCLUDED.sub("", query)) != query:
        match = services.library.match(included)
    if (entry := match.meant or _read_beside(query, match, services.library)) is not None:
        return entry  # the router names what was left out, and which title was read so
    if match.ambiguous is None and len(query) <= LONGEST_BESIDE:  # "remote translator in Rome"
        bare = services.library.match(_without_asides(take_languages_and_places(query)[0]))
        match = bare if bare.senses else match
    if (before := _ASIDE_BEHIND.sub("", query)) != query:
        found = find_entry(before, services, command)  # "…, two examples"
        if not isinstance(found, Reply):
            return found
    return match.meant or _say_what_to_do(query, match, services, command)


def _read_beside(query: str, match: Match, library: Library) -> Entry | None:
    """The entry that a query means beside other words: of a similar job, an employer, a place or what is done."""
    is_only = match.named and len(match.suggestions) == 1 and is_aside(query, match.suggestions[0])
    return (
        (next_door(query, library) if match.ambiguous is None else None)
        or hired_at(query, match, library)
        or (match.suggestions[0] if is_only else None)
        or _said_around(query, library)
        or _named_behind_for(query, library)
        or beside_other_words(query, match, library)
    )


def hired_at(query: str, match: Match, library: Library, bodies: Iterable[Entry] = ()) -> Entry | None:
    """The only sense of a form that fits best to the bodies beside it: "programme officer at UNICEF", "PO, UNHCR".

    A job fits to a body that hires for it; any entry to one that it's related to, which counts more. `bodies` are
    those of a grade beside it, if it has one.
    """
    unclear = {form.form: form for form in match.unclear}
    form = match.ambiguous or (next(iter(unclear.values())) if len(unclear) == 1 else None)
    senses = match.senses if match.ambiguous else library.linked(form.senses) if form else ()
    if form is None or len(senses) < 2:
        return None
    beside = re.sub(rf"(?<!\w){re.escape(form.form)}(?!\w)", " ", query, flags=re.I)
    bodies = list(bodies) or _bodies_in(beside, library)
    if any(means_another_at(body, form) for body in bodies):
        return None
    scores = [sum(_fits(sense, body, library) for body in bodies) for sense in senses]
    best = max(scores)
    return senses[scores.index(best)] if best and scores.count(best) == 1 else None


def _fits(sense: Entry, body: Entry, library: Library) -> int:
    """How much a sense has to do with a body."""
    hires = isinstance(sense, Role) and body in library.linked(sense.search.companies)
    return hires + 2 * (body.name in sense.related or sense.name in body.related)


def _bodies_in(beside: str, library: Library) -> list[Entry]:
    """The terms that a text names, such as an organisation by its name or its letters."""
    named = [body for word in beside.split() if (body := _body(word, library))]
    named += [mention.entry for mention in library.scan(beside) if isinstance(mention.entry, Term)]
    return list({body.name: body for body in named}.values())


def _body(word: str, library: Library) -> Entry | None:
    """The term that one word names, such as an organisation by its letters."""
    bare = word.strip("()[],.;:!?")
    entry = (
        library.match(bare).entry
        if len(bare) > 1 and normalize(bare) not in lexicon().around and library.is_form(bare)
        else None
    )
    return entry if isinstance(entry, Term) else None


def _say_what_to_do(query: str, match: Match, services: Services, command: str) -> Reply:
    """A reply to a query that finds no entry."""
    name = _LEAD.sub("", query).strip(" ,.;:?!")
    is_name = services.library.is_form(name)
    if is_name and match.ambiguous is None:
        match = services.library.match(name)  # "for a policy officer"
    if named := spelt_out(name, services.library, command):
        return named
    if not is_name and (described := offer_described(query, services.library, command)):
        return described
    if match.ambiguous is None and (beside := neighbouring_title(query, services.library, command)):
        return beside
    if match.outcome == "none" and says_nothing(query):
        return ask_for_entry(services, command)
    return not_found(match, command)


def _said_around(query: str, library: Library) -> Entry | None:
    """The entry that a line calls a word, or names beside people or what a recruiter does with them."""
    if (said := _THE_WORD.search(query)) and (name := library.leading_form(said["name"])):
        return library.match(name).meant
    if (bare := without_people(query)) != query and (entry := library.match(bare).entry):
        return entry  # "sanctions people"
    dealt = _DEALING.match(query)
    return library.match(dealt["name"]).entry if dealt else None


def _behind_for(query: str) -> str:
    """What follows "for" in a short query; empty if nothing does."""
    before, _, behind = _FOR.sub("\n", query).rpartition("\n") if len(query) <= LONGEST_BESIDE else ("", "", "")
    return behind.strip() if before.strip() else ""


def _named_behind_for(query: str, library: Library) -> Entry | None:
    """The entry behind "for": "stakeholder management for a political counsellor"."""
    behind = _behind_for(query)
    return _named_first(behind, library) if behind else None


def _named_first(query: str, library: Library) -> Entry | None:
    """The entry that a query means, or the role that it begins with: "ambassador on crisis"."""
    match = library.match(query)
    first = library.match(name).entry if match.entry is None and (name := library.leading_form(query)) else None
    return match.entry or (first if isinstance(first, Role) and is_aside(query, first) else None)


def beside_other_words(query: str, match: Match, library: Library) -> Entry | None:
    """The role that a query names beside a place, a subject, or words behind it that don't make it another job."""
    beside = named_beside_place(query, library) or ranked_beside_subject(query, library)
    return beside or (role_first(query, library) if match.ambiguous is None and not match.outside else None)


def named_beside_place(query: str, library: Library) -> Entry | None:
    """The role that a query names beside a place, a nationality, a language or working hours.

    The router says that these were left out.
    """
    if len(query) > LONGEST_BESIDE:
        return None
    rest = _PART_TIME.sub(
        " ", " ".join(word for word in take_languages_and_places(query)[0].split() if not is_of_place(word))
    )
    entry = library.match(rest).entry if rest != query else None
    return entry if isinstance(entry, Role) else None  # "Vienna Convention" isn't any convention


def ranked_beside_subject(query: str, library: Library) -> Entry | None:
    """The rank that a query begins with, if only the subject of its work follows: "first secretary political"."""
    words = query.split() if len(query) <= LONGEST_BESIDE else []
    while words and (normalize(words[0]) in lexicon().around or normalize(words[0]) in ASIDES):
        words.pop(0)
    subjects = {subject for pack in library.packs for subject in pack.vocabulary.subjects}
    for size in range(min(len(words) - 1, LONGEST_RANK), 0, -1):
        beside = [word for word in normalize(" ".join(words[size:])).split() if word not in lexicon().around]
        entry = library.by_name(" ".join(words[:size])) if beside and subjects.issuperset(beside) else None
        if isinstance(entry, Role):
            return entry
    return None


def role_first(query: str, library: Library) -> Role | None:
    """The role that a query begins with, before words that don't change it: "visa officer Leeds immediate start".

    A name of one word needs something between: "consul in Lyon, two kids". The router says what was left out.
    """
    words = query.split() if len(query) <= LONGEST_BESIDE else []
    while words and (normalize(words[0]) in lexicon().around or normalize(words[0]) in ASIDES or words[0].isdecimal()):
        words.pop(0)
    rest = " ".join(words)
    name = library.leading_form(rest) if words else ""
    behind = rest[len(name) :]
    role = library.match(name).meant if name and behind else None
    following = next(iter(normalize(behind).split()), "")
    if not isinstance(role, Role) or not following or following in lexicon().generic:
        return None  # "desk officer manager"
    return role if " " in name or _APART.match(behind) or following in lexicon().context else None


def without_people(query: str) -> str:
    """A query without words for whoever works on something, and without what it excludes."""
    return " ".join(word for word in _EXCLUDED.sub("", query).split() if normalize(word) not in _WHOEVER)


def _without_asides(query: str) -> str:
    return " ".join(word for word in query.split() if normalize(word) not in ASIDES)


def title_before_body(query: str, library: Library) -> str:
    """The foreign title before where its job is done: "consejero económico en la embajada"."""
    asked = without_asking(query) if len(query) <= LONGEST_BESIDE else ""
    title = library.leading_form(asked)
    behind = asked[len(title) :].strip(" ,;:–-")
    role = library.match(title).entry if title and behind else None
    if not isinstance(role, Role) or library.is_form(asked):
        return ""
    foreign = {normalize(form.text) for forms in role.titles.languages.values() for form in forms}
    place = library.match(library.leading_form(without_asking(behind)) or behind)
    bodies = (place.entry,) if place.entry else place.senses
    is_body = bool(bodies) and all(isinstance(body, Term) for body in bodies)
    return title if is_body and normalize(title) in foreign else ""


def is_of_place(word: str) -> bool:
    """Whether a word is a nationality, a country's ("Peru's"), or a short name that only a country has."""
    if word.endswith(("'s", "’s")) and take_languages_and_places(f"in {word[:-2]}")[1].words:
        return True
    return is_nationality(word) or normalize(word) in {"uk", "usa", "uae", "eu"}

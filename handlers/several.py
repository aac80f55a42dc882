"""The entries that a line names side by side: "consul and ambassador", "HoM, DCM"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.match import PUNCTUATION
from content.lookup.normalize import normalize
from content.models import AmbiguousForm, Entry, Role
from content.resume.post_lines import DATES
from handlers.find_entry import named_beside_place, ranked_beside_subject, role_first
from handlers.lookup_replies import MOST_AT_ONCE, without_asking
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.shared_noun import MOST_PARTS, with_shared_noun
from handlers.parsing.small_words import says_nothing
from handlers.senses import noun_of

_JOIN = re.compile(
    r"\s(?:and(?:\s(?:also|later|then(?:\slater)?|previously|formerly|before\sthat))?|as\swell\sas|plus|then(?:\slater)?|later|previously|formerly"
    r"|before that)\s|\s?[&;\n]\s?|\s\+\s",
    re.I,
)
_PIPE = re.compile(r"\s\|\s")
_COMMA = re.compile(r",\s|\s?[&;\n]\s?|\s?/\s?|\s(?:and|or|vs\.?|versus)\s", re.I)
_QUOTED_LIST = re.compile(
    r"""(?<!\w)["“„«'‘](?P<list>[^"“”„«»\n]{2,80}(?:[,;]\s[^"“”„«»\n,;]{2,80}){1,6})["”“»'’](?!\w)"""
)
"""A list in quotation marks, as people copy it from a CV."""
_EXCLUDED = re.compile(r",?\s(?:but\s|and\s)?not\s(?:an?|the)\s[^,;]{2,60}$", re.I)
"""What a line says it doesn't mean: "attaché, not the bag"."""
_BETWEEN_FIRST = re.compile(r"^\W*(?:[\w'’]+\s){0,3}?between\s(?:an?\s|the\s)?", re.I)
"""What stands before two names: "between a consul and an attaché"."""
_THEN = re.compile(r"^(?:(?:and|then|now|later|previously|earlier|before that|formerly)\s){1,3}", re.I)
"""What stands before the next post of a list."""
_LISTED = re.compile(r"[,;]\s|\s(?:and|then|&)\s", re.I)
_EACH = re.compile(
    r"\s?[,;:–-]?\s(?:in\s)?(?:a|one|1)\s(?:short\s)?(?:line|sentence|word)s?(?:\seach)?\W*$"
    r"|\s(?:in\s(?:rank\s)?order|quick\soverview)\W*$"
    r"|\s(?:relations?|relationship|connection|link)\W*$"
    r"|\s?[,;:–-]\s?(?:and\s)?(?:who\sdoes\swhat|what(?:['’]?s|\sis)\swhat|who(?:['’]?s|\sis)\swho)\W*$"
    r"|[\s.,;:–-]\s?(?:in\s(?:plain|simple|normal|other)\s(?:words?|english|terms?)|what\sdoes\s(?:all\s)?(?:this|that)\smean"
    r"|translate\s(?:this|that)(?:\sfor\sme)?|explain\s(?:this|that)?(?:please|pls)?)\W*$",
    re.I,
)
"""How short the explanations should be: "agrément, exequatur - one line each"."""
_QUESTION_BEHIND = re.compile(
    r"(?<=\w)(?:\s?[,;:–-]\s?|\s)(?:are|is|do|does)\s(?:these|they|those|it|that|this|all)\b[^,;]{0,50}$"
    r"|(?<=\w\w)[.!?]\s+(?P<own>[^\W\d_][^.,;]{1,50})$",
    re.I,
)
"""A question of its own behind a list: "… - are these one job", "… then ambassador. normal path?"."""
_BETWEEN = frozenset(("", "and", "stand", "stands", "short", "vs"))
"""Words of asking beside the usual ones; signs are empty."""
_JOINED = re.compile(r"\s(?:and|or|vs\.?|versus)\s|/", re.I)
"""What joins the last name of a list, which is then no place of work."""
_SEPARATED = re.compile(r"[,;/&]|\sand\s", re.I)
"""What separates the names of a list."""
MOST_NAMED = 5
"""Entries that a line names and an answer explains in a sentence each."""
FEWEST_IN_A_ROW = 3
"""Names without anything between them that are a list: two may be one thing."""
LEAST_NAMED = 2
"""Names in a list of which others are unknown."""
LONGEST_UNKNOWN = 4
"""Words of an unknown name in such a list."""
LONGEST_ROW = 80
"""Characters of such a list."""
LONGEST_SHORT_FORM = 5
"""Letters of an abbreviation in a list of them."""


def named_together(typed: str, whole: Entry | None, library: Library) -> list[Entry]:
    """The entries that a line names side by side ("consul and ambassador"); empty unless there are several."""
    if (quoted := _QUOTED_LIST.search(typed)) and (listed := _first_of_each(quoted["list"], library)):
        return listed
    if whole and _has_joined_name(typed, whole):
        return []
    typed = _without_question(typed, library)
    typed = with_shared_noun(_EACH.sub("", _EXCLUDED.sub("", _BETWEEN_FIRST.sub("", typed))), library.is_form)
    if library.is_form(typed):
        return []
    if listed := in_a_row(typed, library) or _posts_with_years(typed, library):
        return listed
    for pattern, all_known in ((_PIPE, True), (_COMMA, True), (_JOIN, False)):
        parts = [part for part in pattern.split(typed)[:MOST_PARTS] if part.strip()]
        if len(parts) > 2:  # "who earns more, a consul or an attaché"; "…; now First Secretary, Kabul"
            parts = [_THEN.sub("", part.strip()) for part in parts if not says_nothing(part)]
        if len(parts) < 2:
            continue
        found = _with_senses(parts, [_entry_in(part, library) for part in parts], library, whole)
        named = {entry.name: entry for entry in found if entry is not None}
        whole_list = not all_known or (None not in found and len(named) == len(parts))
        if len(named) > 1 and (whole_list or all(map(_is_short_form, parts)) or _is_list(typed, parts, found, library)):
            return list(named.values())[:MOST_NAMED]
    return []


def _without_question(typed: str, library: Library) -> str:
    """A line without a question of its own behind the names; one that has a name itself stays."""
    behind = _QUESTION_BEHIND.search(typed)
    if behind is None or (behind["own"] and any(map(library.leading_form, _endings(behind["own"])))):
        return typed
    return typed[: behind.start()]


def _endings(typed: str) -> list[str]:
    words = typed.split()
    return [" ".join(words[place:]) for place in range(len(words)) if normalize(words[place]) not in lexicon().around]


def _is_list(typed: str, parts: Sequence[str], found: Sequence[Entry | None], library: Library) -> bool:
    """Whether parts are a list of names, although some are unknown or alike: "MoU, treaty, executive agreement".

    At least two are names and nothing else, the unknown ones are short, and none is where a job before it is done.
    """
    if (
        len(parts) < FEWEST_IN_A_ROW
        or len([part for part in parts if library.is_form(without_asking(part))]) < LEAST_NAMED
    ):
        return False
    pairs = [entry for entry in found if entry is not None]
    places = not _JOINED.search(typed) and any(
        isinstance(one, Role) and not isinstance(other, Role) for one, other in pairwise(pairs)
    )
    unknown = [part for part, entry in zip(parts, found, strict=True) if entry is None]
    bare = all(
        len(part.split()) <= LONGEST_UNKNOWN and not take_languages_and_places(f"in {part}")[1].words
        for part in unknown
    )
    return not places and bare


def unclear_beside(typed: str, entries: Sequence[Entry], library: Library) -> list[AmbiguousForm]:
    """The forms with several meanings that a line names beside one of the entries: "desk officer or policy officer"."""
    parts = [part for part in _COMMA.split(_BETWEEN_FIRST.sub("", typed))[:MOST_PARTS] if part.strip()]
    if len(parts) < 2 or library.is_form(typed):
        return []
    matches = [library.match(part) for part in parts]
    if not any(match.entry in entries for match in matches if match.entry):
        return []
    taken = entries if len(entries) > 1 else ()
    return [
        match.ambiguous
        for match in matches
        if match.ambiguous and len(match.senses) > 1 and not any(sense in taken for sense in match.senses)
    ]


def unknown_beside(typed: str, library: Library) -> list[str]:
    """The parts of a list that name nothing known, if others do: "head of mission, head of section"."""
    parts = [part.strip(" ?.!") for part in _COMMA.split(_BETWEEN_FIRST.sub("", typed))[:MOST_PARTS] if part.strip()]
    if len(parts) < 2 or library.is_form(typed):
        return []
    matches = {part: library.match(part) for part in parts}
    if not any(match.entry for match in matches.values()):
        return []
    return [
        part
        for part, match in matches.items()
        if match.entry is None and match.ambiguous is None and not says_nothing(part) and " " in part
    ]


def senses_read(typed: str, entries: Sequence[Entry], library: Library) -> dict[str, Entry]:
    """The forms with several meanings that a line names side by side, and which of the entries each means."""
    parts = _COMMA.split(_BETWEEN_FIRST.sub("", typed))[:MOST_PARTS]
    forms = [(form, part) for part in parts if (form := library.match(part).ambiguous)]
    named = [form for form, part in forms if normalize(form.form) in normalize(part)]
    read: dict[str, Entry] = {}
    for form in sorted(named, key=lambda form: len(form.senses)):
        meant = [entry for entry in entries if entry.name in form.senses and entry not in read.values()]
        if len(meant) == 1:
            read[form.form] = meant[0]
    return read


def senses_together(typed: str, library: Library) -> list[Entry]:
    """The senses in one field of names that all have several: "translator vs interpreter"; empty for other lines."""
    parts = [part for part in _COMMA.split(_BETWEEN_FIRST.sub("", typed))[:MOST_PARTS] if part.strip()]
    senses = [_senses_of(part, library) for part in parts]
    if not 1 < len(parts) <= MOST_AT_ONCE or not all(senses):
        return []
    for first in senses[0]:
        beside = [next((sense for sense in others if sense.field == first.field), None) for others in senses[1:]]
        found = {entry.name: entry for entry in (first, *beside) if entry is not None}
        if len(found) == len(parts):
            return list(found.values())
    return []


def each_meant(typed: str, library: Library) -> list[Entry]:
    """The jobs of the only title that a line has, if they are few: "salary of a legal adviser in Geneva"."""
    senses = library.match(take_languages_and_places(typed)[0]).senses
    jobs: list[Entry] = [sense for sense in senses if isinstance(sense, Role)]
    return jobs if len(jobs) <= MOST_AT_ONCE and (len(jobs) == len(senses) or len(jobs) == 1) else []


def _senses_of(part: str, library: Library) -> Sequence[Entry]:
    """The meanings of a part of a line, whatever place stands beside it."""
    bare, _ = take_languages_and_places(part)
    match = library.match(bare)
    return (match.entry,) if match.entry else match.senses


def in_a_row(typed: str, library: Library) -> list[Entry]:
    """At least three entries with nothing but words of asking around their names: "explain HoM DCM and PR"."""
    if len(typed) > LONGEST_ROW or typed.count(" ") < FEWEST_IN_A_ROW - 1:
        return []
    named: dict[str, Entry] = {}
    rest = typed.strip(" ?.!,")
    while rest:
        form = library.leading_form(rest)
        first = form.partition(",")[0]
        form = first if library.is_form(first) else form  # "translator, interpreter, …" isn't "translator-interpreter"
        word = rest.split(maxsplit=1)[0]
        entry = _entry_in(form, library) if form and normalize(form) not in lexicon().around else None
        if entry is None and normalize(word) not in lexicon().around | _BETWEEN:
            return []
        if entry is not None:
            named[entry.name] = entry
        taken = form if entry else word
        rest = rest[rest.index(taken) + len(taken) :].strip(" ,;/&" + PUNCTUATION)
    entries = list(named.values())
    if len(entries) < FEWEST_IN_A_ROW:
        return []
    if isinstance(entries[-1], Role) and not isinstance(entries[0], Role) and not _SEPARATED.search(typed):
        return []  # a job and where it is done: "EU delegation ambassador"
    return entries[:MOST_NAMED]


def _first_of_each(quoted: str, library: Library) -> list[Entry]:
    """The entry that each part of a quoted list begins with; empty unless most of the parts name one."""
    parts = [part for part in _LISTED.split(quoted) if part.strip()]
    mentioned = [next((mention.entry for mention in library.scan(part) if mention.entry), None) for part in parts]
    found = [entry or _entry_in(part, library) for entry, part in zip(mentioned, parts, strict=True)]
    named = {entry.name: entry for entry in found if entry is not None}
    jobs: dict[str, Entry] = {name: entry for name, entry in named.items() if isinstance(entry, Role)}
    if len(jobs) > 1:
        return list(jobs.values())[:MOST_AT_ONCE]  # the others are where they were done
    return list(named.values())[:MOST_AT_ONCE] if len(named) > max(1, len(parts) // 2) else []


def _posts_with_years(typed: str, library: Library) -> list[Entry]:
    """The roles of a line of posts, each with its years: "Vice Consul Lyon 2012-15, Desk Officer Asia 2015-18"."""
    parts = [_THEN.sub("", part.strip()) for part in _LISTED.split(typed)[:MOST_PARTS] if DATES.search(part)]
    begun = [library.match(form).entry for part in parts if (form := library.leading_form(part))]
    named: dict[str, Entry] = {entry.name: entry for entry in begun if isinstance(entry, Role)}
    return list(named.values())[:MOST_AT_ONCE] if len(named) > 1 and len(begun) == len(parts) else []


def _has_joined_name(typed: str, entry: Entry) -> bool:
    """Whether the line has a name that itself joins two: "ambassador extraordinary and plenipotentiary"."""
    joined = [normalize(form) for form in (entry.name, *entry.aliases) if _JOIN.search(form)]
    return any(form in normalize(typed) for form in joined)


def _entry_in(part: str, library: Library) -> Entry | None:
    """The entry that a part of the line names, or the only sense that its ambiguous form has here: "DCM"."""
    match = library.match(part)
    form = match.ambiguous.form if match.ambiguous else ""
    is_word = match.entry is None and form.isupper() and form not in part  # "no", but not "NO"
    meant = None if is_word else match.meant
    if not isinstance(meant, Role) and (first := role_first(part, library)):
        return first  # "Desk Officer Africa, MFA"
    bare = take_languages_and_places(part)[0].rstrip(" ,.;")
    ranked = ranked_beside_subject(bare, library)  # "First Secretary Political, Kabul"
    return meant or named_beside_place(part, library) or ranked or noun_of(part, library)


def _with_senses(
    parts: list[str], found: list[Entry | None], library: Library, whole: Entry | None
) -> list[Entry | None]:
    """The entries, with the sense that fits beside them for a part that has several: "RC" after "SRSG".

    `whole` is what the line as a whole is taken to mean.
    """
    if all(found) or not any(found):
        return found
    named = [entry for entry in found if entry]
    fields = {entry.field for entry in named}
    for place, part in enumerate(parts):
        match = library.match(part)
        if found[place] is None and match.senses:
            others = [entry for entry in match.senses if entry not in named]
            close = [one for one in others if any(one.name in by.related or by.name in one.related for by in named)]
            near = close if len(close) == 1 else others
            near = near if len(near) == 1 else [entry for entry in match.senses if entry.field in fields]
            own = [one for one in others if normalize(without_asking(part)) in normalize(one.name)]
            near = near if len(near) == 1 else _closest(own or others, named)
            near = [whole] if whole in others and len(near) != 1 else near
            if len(near) != 1 and all(isinstance(entry, Role) for entry in named):
                near = [entry for entry in others if isinstance(entry, Role)]  # beside a job, the only job
            found[place] = near[0] if len(near) == 1 else None
    return found


def _closest(senses: Sequence[Entry], named: Sequence[Entry]) -> list[Entry]:
    """The only sense that has most related entries in common with those that are named: "FSN, then FSO"."""
    around = {name for entry in named for name in (entry.name, *entry.related)}
    shared = [len(around.intersection((sense.name, *sense.related))) for sense in senses]
    best = max(shared, default=0)
    return [senses[shared.index(best)]] if best and shared.count(best) == 1 else []


def _is_short_form(part: str) -> bool:
    """Whether a part of a list is nothing but an abbreviation, perhaps after the words of asking: "what are HoM"."""
    *_, last = part.strip(" ?.!").split() or [""]
    return len(last) <= LONGEST_SHORT_FORM and sum(map(str.isupper, last)) > 1

"""`compare`: two or more entries side by side, from a curated comparison or from the entries themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import product

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.models import Entry, Role
from handlers.command import Command, Services
from handlers.compared_senses import (
    MOST_WORDS,
    Known,
    comparison_in_a_row,
    comparison_of_senses,
    one_of_senses,
    sense_beside,
    with_senses,
)
from handlers.comparison_card import cards, curated, rows_about, side_by_side, some_rows, table, two_names, with_verdict
from handlers.find_entry import find_entry, ranked_beside_subject
from handlers.grade_beside_entry import beside_entry
from handlers.grade_cards import answer, beside_grades_named
from handlers.lookup_replies import echo, without_asking
from handlers.neighbouring_titles import next_door
from handlers.parsing.grade import GradeRequest, read_grades
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.shared_noun import with_shared_noun
from handlers.parsing.small_words import says_nothing
from handlers.ranks import order_of, order_of_all, rungs_beside, unordered
from handlers.reply import Actions, Block, Bold, Button, Menu, Option, Reply, actions, note, reply, text
from handlers.request import Request
from handlers.senses import noun_of, sense_given
from handlers.several import in_a_row, named_together
from handlers.topic import topic_offering
from handlers.wording import join_phrases, short_answer

MOST = 7  # entries side by side
FEWEST_SENSES = 2  # parts whose senses are compared
BESIDE = " | "
"""Between the entries and the words that ask for some rows: "compare consul, honorary consul | paid"."""

_JOINS = (
    "vs|versus|v|different (?:from|to|than)|differs? from|but not|(?:do|does|has|have|gets?|needs?) (?:that|which)"
    "|compared to|compared with|same as|more senior than|higher than|outranks?"
    "|equal to|equals?|equivalent to|senior to|junior to|(?:lower|bigger|better|more important|more junior) than"
    "|apart from|ranks? (?:above|below|higher than|lower than)|above|below|and|or|with|to|from|et|und|y|e|en|oder|ou"
)
_SPLIT = re.compile(rf"\s?(?:[,;/&?]|(?<=\s)\+(?=\s)|\b(?:{_JOINS})\b\.?)\s?", re.I)
_OPENING = re.compile(
    r"^.*\b(?:diff|differences?|distinction)\s+(?:between\b|b/w|in\b|of\b)"
    r"|^\W*(?:(?:so|and|but|ok)\s)?what(?:['’]?s|\sis)?\s(?:separates?|distinguish(?:es)?|sets)\b"
    r"|^\s*(?:\w{1,3}\W+){0,3}(?:between\b|b/w|entre\b|zwischen\b|tra\b|tussen\b)",
    re.I,
)
_ASKED_ABROAD = re.compile(
    r"^\W*(?:wh?at\sis\s(?:het|de)|was\sist\s(?:der|die|das)|quelle\sest\sla|cu[aá]l\ses\sla|qual\s(?:è\s|e\s|é\s)?(?:la|il|a))\s(?=\w)",
    re.I,
)
"""What stands before a word for the difference in other languages: "wat is het verschil tussen"."""
_MANNER = re.compile(
    r"^\W*(?:(?:in|with|using)\s(?:\w+\s)?(?:[\w'’]+\s)(?:words?|terms|english|language|lines?|sentences?)|simply|basically|briefly"
    r"|explain(?:\s(?:it|to\sme))?|quickly)\s?[,:–-]?\s",
    re.I,
)
"""How to explain the difference, before it is asked for: "in simple terms, …"."""
_CLOSING = re.compile(
    r"(?<!\W)\W+(?:what(?:['’]?s|\sis|\sare)|how)\b(?:\sthe)?(?:\s(?:differences?|different|higher))?\W*$"
    r"|(?<=\w)\W{1,3}(?:are\s(?:they\s)?)?(?:(?:the|one)\s)?(?:same|(?<=one\s)and\sthe\ssame)(?:\s(?:thing|job|role|post|rank|level|grade|work|(?:kind|sort|type)(?:\sof\s\w+)?))?\W*$|(?<=\w)\W{1,3}which\s(?:one\s)?(?:is\s|ranks\s)?\w+\W*$"
    r"|(?<=\w)\W{1,3}who(?:['’]?s|\sis|\sranks)?\s(?:the\s|more\s)?"
    r"(?:boss|superior|senior|junior|higher|lower|above|below|in\scharge|on\stop|outranks\swhom)\W*$"
    r"|(?<=\w)\s(?:can|do|does|has|have)(?:n['’]?t|\snot|not)\W*$"
    r"|(?<=\w)\W{1,3}(?:wer|was|welche[rs]?)\s(?:ist|steht)\s(?:h(?:ö|oe)her|(?:we)?iter\soben|oben|wichtiger|ranghöher)\W*$"
    r"|(?<=\w)\W{1,3}(?:qui|lequel|laquelle|quién|cuál|chi)\s(?:est|es|è|está)\s(?:le\s|la\s|el\s)?"
    r"(?:(?:plus|más|più)\s)?(?:haut|élevée?|important[ea]?|supérieure?|alt[oa]|superiore?|importante|arriba)\W*$"
    r"|\shave\sin\scommon\W*$|(?<=\w),?\s(?:what(?:['’]?s|\sis)\s)?(?:better|higher|best|senior)\s?\?+\W*$"
    r"|(?<=\w)\W{1,3}what(?:['’]?s|\sis)\s(?:higher|lower|more\ssenior|more\sjunior|above|below|bigger|better)\W*$"
    r"|(?:\sin\s(?:\w+\s){1,2}(?:words?|terms|english|language)|\sfor\s(?:my|our|the|a)\s(?:boss|client|manager|team|colleagues?|beginners?)"
    r"|\sfor\sdummies|,?\sfrom\s(?:an?|the|our|my)\s(?:[\w'’-]+\s){1,3}(?:point\sof\sview|perspective|angle|standpoint|viewpoint|view))+\W*$",
    re.I,
)
"""The end of a question that names the two first: "consul, ambassador, what's the difference"."""
_ORDER = re.compile(
    r"^\W*(?:(?:so|and|but|ok)\s)?(?:which|who|what)(?:['’]?s)?\b.{0,20}?\b(?:higher|lower|senior|junior|above|below|bigger|better"
    r"|highest|lowest|biggest|first(?!\W+(?:and|or|sec))|top|important|outranks?|boss|in\scharge)\b(?:\s(?:up|rank|title|position|post|one))?\W*",
    re.I,
)
"""The beginning of a question about the order of two: "which is higher, counsellor or first secretary"."""
_BESIDE = re.compile(
    r"^\W*(?:(?:so|and|but|ok)\s)?(?:(?:is|are|does|do)\s|(?!(?:what|who|which|how)\b)(?=.*\?)).+\s(?:above|below|outranks?"
    r"|ranks?\s(?:above|below|over|under|higher|lower)|senior to|junior to|same"
    r"|(?:higher|lower|bigger|smaller|better|more \w+) than)\s",
    re.I,
)
_BESIDE_BY_RANK = re.compile(
    r"^\W*(?:(?:so|and|but|ok)\s)?(?:is|are|does|do)\s.+\s"
    r"(?:above|below|outranks?|ranks?\s(?:above|below|over|under)|(?:senior|junior)\sto"
    r"|(?:higher|lower|more\s(?:senior|junior))\sthan)\s",
    re.I,
)
"""Asks whether one is above the other: "is a consul below a counsellor"."""
_DIFFERS = re.compile(
    r"\b(?:separates?|distinguish(?:es)?|sets)\s.{3,80}\sfrom\b|\bdiffers?\s(?:from|to)\b|\bdistinctions?\b"
    r"|\bdifferent\s(?:from|to|than)\b|\b(?:does|do|can|has|have|gets?|needs?)\s(?:that|which)\s.{2,60}\b(?:(?:doesn|don|can|hasn|haven)['’]?t|(?:does|do|can|has|have)\snot|cannot)\b",
    re.I,
)
"""A question about the difference without that word: "what does a consul do that an ambassador doesn't"."""
_COMPARING = re.compile(
    r"\b(?:higher|lower|highest|lowest|biggest|(?:more\s)?(?:senior|junior)|above|below|better|bigger|important|outranks?|boss|superior|in\scharge|on\stop|ranks?|same|equal|difference"
    r"|different|versus|rather)\b",
    re.I,
)
_ALL = re.compile(r"\sall\s?$", re.I)
_OR = re.compile(r"\s(?:or|oder|ou)\s(?:an?\s)?", re.I)
_BETWEEN_TWO = re.compile(r"\s?/\s?|\s(?:or|v|oder|ou|o)\s(?:an?\s)?", re.I)
_IS_ONE = re.compile(r"^\W*(?:(?:so|and|but|ok)\s)?(?:is|was)\s(?:it|he|she|that|this)\s(?:an?\s)?", re.I)
"""The beginning of a line that asks which of two somebody is: "is he a counsellor or a secretary"."""

_TOLD = re.compile(
    r"^\W*(?:what|how|the\s(?:one|job|role|description|thing|title)|(?:his|her|their|my|our)\s\w+)\b", re.I
)
"""Refers to what somebody said: "not the same as what the client described"."""
_QUALITY = re.compile(
    r"^\W*(?:what|which)(?:['’]?s|\s(?:one\s)?(?:is|are))\s(?:(?:legally|really|ever)\s)?(?P<first>[a-z]{4,14}),?:?\s(?=.*(?:,|\sor\s))"
    r"|[\s,:;–-]{1,3}(?:what(?:['’]?s|\sis)|which\s(?:one\s)?is)\s(?:(?:legally|really)\s)?(?P<last>[a-z]{4,14})\W*$"
)
"""Asks which of several is something: "what's binding, a treaty or an MoU"."""
_WHO = re.compile(r"\b(?:who|which)\b", re.I)


async def run(request: Request, services: Services) -> Reply:
    """A table of the named entries, or suggestions for what to compare with a single one."""
    library = services.library
    line, _, asked = request.text.partition(BESIDE)
    whole = _ALL.search(line) is not None
    line, quality = _without_quality(line, library)
    asked = asked or quality
    typed = _ALL.sub(
        "", _CLOSING.sub("", _ORDER.sub("", _OPENING.sub("", _ASKED_ABROAD.sub("", _MANNER.sub("", line)))))
    ).strip(" ?.!,–—-()")
    if not typed:
        return _overview(library, "What should I compare?")
    typed = with_shared_noun(_IS_ONE.sub("", typed), lambda name: _is_one(name, library))
    typed, known = _without_aside(typed), _known(library)
    if graded := _grades(typed, known, library):
        return graded
    entries = _read(typed, known, in_a_row(typed, library))
    if len(entries) > 1:
        written = curated(entries, library)
        order = order_of(entries[0], entries[1], library) if len(entries) == 2 else order_of_all(entries, library)
        asks_order = (
            _ORDER.search(line) is not None
            or _BESIDE_BY_RANK.search(line) is not None
            or (_CLOSING.search(line) and _WHO.search(line))
        )
        if order is None and asks_order and not asked:
            order = unordered()
        order = with_verdict(order, line)
        if asked and (rows := rows_about(asked, entries, library)) and written:
            return some_rows(written, entries, rows)
        return table(written, entries, order, whole=whole) if written else cards(entries, order)
    return _incomplete(typed, line, known, services)


def _is_one(name: str, library: Library) -> bool:
    """Whether a part of a comparison is a name, and no code with several meanings: "G4" before "A1 visa"."""
    is_code = any(map(str.isdecimal, name))
    return library.is_form(name) and not (is_code and library.is_ambiguous(name))


def _without_aside(typed: str) -> str:
    """The line without the parts at its end that name nothing but a place or how to answer: ", in short, for Malta"."""
    while len(parts := typed.rsplit(", ", 1)) > 1 and says_nothing(take_languages_and_places(parts[1])[0]):
        typed = parts[0]
    return typed


def _grades(typed: str, known: Known, library: Library) -> Reply | None:
    """A table of grades, or of a grade and a rank or job; None if the line isn't about grades."""
    asked = _of_one_scheme(typed, library) or read_grades(typed, library)
    if len(asked.grades) > 1:
        return answer(asked, library)
    asked = asked if asked.grades else read_grades(typed, library, sure=True)
    if (grade := asked.first) is None:
        return None
    parts = [part for part in _SPLIT.split(typed) if part and not says_nothing(part)]
    others = [part for part in parts if asked.grades[0].text not in part]
    if beside := next(filter(None, (beside_grades_named(part, grade, library) for part in others)), None):
        return beside
    if not others and not asked.unused:
        return answer(asked, library)  # "difference of steps in FS-03"
    other = [entry for part in others if (entry := known(part) or _of_grades(part, library)) is not None]
    is_sure = bool(read_grades(typed, library).grades)
    return beside_entry(grade, other[0], library) if other and (is_sure or isinstance(other[0], Role)) else None


def _of_grades(part: str, library: Library) -> Entry | None:
    """The sense of a part that explains grades, beside a grade: "NPO and P-2"."""
    schemes = {scheme.entry for scheme in library.grades}
    return next((sense for sense in library.match(part).senses if sense.name in schemes), None)


def _of_one_scheme(typed: str, library: Library) -> GradeRequest | None:
    """The grades of a line that names several of one scheme, which therefore mean grades: "D1 above P5"."""
    asked = read_grades(typed, library, sure=True)
    schemes = [{reading.scheme.name for reading in mention.readings} for mention in asked.grades]
    return asked if len(schemes) > 1 and set.intersection(*schemes) else None


def _known(library: Library) -> Known:
    """A cached lookup for parts of the line. A part that still contains a joining word must match a name exactly."""

    @cache
    def known(part: str) -> Entry | None:
        named = library.by_name(part)
        if _SPLIT.search(part) or (named and normalize(named.name) == normalize(part)):
            return named
        match = library.match(part)
        if match.outside:
            return None  # "a counselor at a school"
        if match.meant is None and (ranked := ranked_beside_subject(part, library)):
            return ranked  # "first secretary political"
        sense = None if match.entry else sense_given(part, library) or noun_of(part, library)
        return (
            match.meant
            or sense
            or (None if match.ambiguous else next_door(part, library))
            or (None if len(match.senses) > 1 else named)
        )

    return known


def _read(typed: str, known: Known, row: Sequence[Entry] = ()) -> list[Entry]:
    """The entries in a line such as "A, B and C". A name can itself contain "and". `row`: those of "A B C"."""
    separators = list(_SPLIT.finditer(typed))[: MOST + 2]
    best: list[Entry] = []
    for cuts in sorted(product((True, False), repeat=len(separators)), key=sum):
        entries = [known(part) for part in _parts(typed, separators, cuts)]
        named = {entry.name: entry for entry in entries if entry is not None}
        if None not in entries and len(best) < len(named) <= MOST:
            best = list(named.values())
    return best if len(best) > 1 or separators else list(row) or _side_by_side(typed, known) or best


def _side_by_side(typed: str, known: Known) -> list[Entry]:
    """Two entries with nothing between their names: "embassy consulate"."""
    words = typed.split()[:MOST_WORDS]
    cuts = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    cuts.sort(key=lambda cut: [not _is_named(known(part), part) for part in cut])
    pairs = ([known(part) for part in cut] for cut in cuts)
    return next(([one, other] for one, other in pairs if one and other and one.name != other.name), [])


def _is_named(entry: Entry | None, part: str) -> bool:
    """Whether a part of the line is exactly the entry's name."""
    return entry is not None and entry.name.casefold() == part.casefold()


def _parts(typed: str, separators: list[re.Match[str]], cuts: tuple[bool, ...]) -> Iterator[str]:
    start = 0
    for separator, cut in zip(separators, cuts, strict=True):
        if cut:
            if part := typed[start : separator.start()].strip():
                yield part
            start = separator.end()
    if part := typed[start:].strip():
        yield part


def _around_first_name(typed: str, library: Library) -> list[str]:
    """The parts of a line, of which a first name stays whole: "Monitoring and evaluation and audit"."""
    name = library.leading_form(typed)
    name = name if " and " in name.casefold() else ""
    return [part.strip() for part in (name, *_SPLIT.split(typed[len(name) :])) if part.strip()]


def _incomplete(typed: str, line: str, known: Known, services: Services) -> Reply:  # noqa: PLR0911 - one return per reading
    """Ask for the other entry, or suggest a match for the unknown part while keeping the known ones."""
    parts = _around_first_name(typed, services.library)
    named = {entry.name: entry for part in parts if (entry := known(part)) is not None}
    unknown = next((part for part in parts if known(part) is None), None)
    first = next(iter(named.values()), None)
    if unknown and first and (sometimes := one_of_senses(unknown, first, line, services.library)):
        return sometimes
    if unknown is not None and first and (rungs := rungs_beside(unknown, first, services.library)):
        return _which_rung(first, rungs, services.library)
    if unknown is not None and first and (sense := sense_beside(unknown, first, services.library)):
        return side_by_side([*named.values(), sense], services.library)
    if len(named) > 1 and (taken := with_senses(parts, known, services.library)):
        return taken
    in_senses = comparison_of_senses(parts, services.library) if unknown else None
    if likely := comparison_in_a_row(parts, services.library) or in_senses:
        return table(likely, services.library.linked(likely.entries), None, whole=False)
    if without_one := _senses_without_one(parts, services.library):
        return without_one
    if unknown is None and first and len(parts) > 1:
        return two_names(parts, first, line, services.library)
    if unknown is None:
        asked = f"Compare {first.name} with what?" if first else "What should I compare?"
        return _overview(services.library, asked, first)
    command = f"compare {', '.join(named)}," if named else "compare"
    entry_or_reply = find_entry(unknown, services, command)
    if isinstance(entry_or_reply, Reply):
        others = [part for part in parts if part != unknown and known(part) is None]
        called = {entry.name: part for part in parts if (entry := known(part)) is not None}
        unread = _with_others_unknown(_beside_known(entry_or_reply, called), others, services.library)
        return _with_unknown(list(named.values()), unknown, services.library) or unread
    if named and entry_or_reply.name not in named:  # "attaché vs consul for trade"
        entries = [*named.values(), entry_or_reply]
        written = curated(entries, services.library)
        return table(written, entries, None, whole=False) if written else cards(entries, None)
    if named and len(parts) > 1:  # "resident coordinator, same as humanitarian coordinator?"
        return two_names(parts, entry_or_reply, line, services.library)
    return _overview(services.library, f"Compare {entry_or_reply.name} with what?", entry_or_reply)


def _senses_without_one(parts: list[str], library: Library) -> Reply | None:
    """The comparison of one sense of each part but one: "translator vs interpreter vs reviser"."""
    for part in parts if len(parts) > FEWEST_SENSES else ():
        if likely := comparison_of_senses([other for other in parts if other != part], library):
            if known := library.match(part).meant:
                return side_by_side([*library.linked(likely.entries), known], library)
            heading, *rest = (compared := table(likely, library.linked(likely.entries), None, whole=False)).blocks
            missing = text(Bold(f"“{echo(without_asking(part))}”"), " isn't in the table: I have no entry of its own.")
            return replace(compared, blocks=(heading, missing, *rest))
    return None


def _with_unknown(entries: list[Entry], unknown: str, library: Library) -> Reply | None:
    """What is known of a comparison with something that isn't in the content; None if that may be what is close to it.

    Two are enough to compare; one is explained, if nothing else is close to the unknown: "chancellor vs chancery".
    """
    match = library.match(unknown)
    if len(entries) < 2 or match.ambiguous is not None or match.named:
        is_unknown = {entry.name for entry in match.suggestions} <= {entry.name for entry in entries}
        return _only_one_known(entries, unknown) if entries and is_unknown else None
    compared = side_by_side(entries, library)
    missing = text("I don't know ", Bold(f"“{echo(without_asking(unknown))}”"), ", so it isn't in the table.")
    heading, *rest = compared.blocks
    return replace(compared, blocks=(heading, missing, *rest))


def _beside_known(answer: Reply, called: Mapping[str, str]) -> Reply:
    """The answer on an unknown name or its senses, with the names that are known, which its buttons compare."""
    if not called:
        return answer
    names = [
        name if normalize(part) == normalize(name) else f"{name} (“{echo(without_asking(part))}”)"
        for name, part in called.items()
    ]
    return replace(answer, blocks=(*answer.blocks, note(f"Pick one, and I compare it with {join_phrases(names)}.")))


def _with_others_unknown(answer: Reply, others: list[str], library: Library) -> Reply:
    """The answer on an unknown name, with the further ones, so that none is dropped: "RSD officer vs case officer"."""
    blocks: list[Block] = []
    for part in others[:MOST]:
        close = library.match(part).suggestions[:1]
        blocks.append(
            text(
                "I don't know ",
                Bold(f"“{echo(without_asking(part))}”"),
                f" as one entry either. The nearest: {close[0].name}." if close else " either.",
            )
        )
        if close:
            blocks.append(Actions((Button(close[0].name, f"define {close[0].name}"),)))
    return replace(answer, blocks=(*answer.blocks, *blocks))


def _which_rung(entry: Entry, rungs: list[Entry], library: Library) -> Reply:
    name = rungs[0].name.split()[-1].lower()
    return reply(
        text(
            Bold(f"Which {name}? "), f"Several ranks have this name. A {name} in an office is another job, and no rank."
        ),
        text(Bold(f"{entry.name}: "), short_answer(entry.definition)),
        *(order_of(entry, rung, library) for rung in rungs),
        actions(*(Button(rung.name, f"compare {entry.name}, {rung.name}") for rung in rungs)),
        shareable=False,
        topic=topic_offering(rungs, "define"),
    )


def _only_one_known(known: list[Entry], unknown: str) -> Reply:
    """What is known of a comparison with something that isn't in the content."""
    unread = text("I don't know ", Bold(f"“{echo(without_asking(unknown))}”"), ", so I can't compare them.")
    told = text("Paste the words that you were given, and I'll say which titles and terms are in them.")
    return reply(
        *(text(Bold(f"{entry.name}: "), short_answer(entry.definition)) for entry in known),
        told if _TOLD.match(unknown) else unread,
        actions(*(Button(entry.name, f"define {entry.name}") for entry in known)),
        shareable=False,
        topic=topic_offering(known, "define"),
    )


def _overview(library: Library, question: str, entry: Entry | None = None) -> Reply:
    comparisons = [
        comparison for comparison in library.comparisons if entry is None or entry.name in comparison.entries
    ]
    options = tuple(Option(comparison.name, f"compare {', '.join(comparison.entries)}") for comparison in comparisons)
    related = [(entry, other) for other in library.linked(entry.related)] if entry else []
    return reply(
        text(question),
        actions(Menu("Comparisons", options)) if options else None,
        actions(*(Button(other.name, f"compare {one.name}, {other.name}") for one, other in related[:4])),
        shareable=False,
    )


def _without_quality(line: str, library: Library) -> tuple[str, str]:
    """A line without the quality that it asks for in one of several, and that quality: "binding"."""
    asked = _QUALITY.search(line)
    quality = (asked["first"] or asked["last"]) if asked else ""
    if not asked or _COMPARING.search(quality) or library.is_form(quality) or quality in lexicon().around:
        return line, ""
    return _QUALITY.sub("", line).strip(" ,;:?"), quality


def _asks(typed: str, services: Services) -> bool:
    """Whether the line asks which of two entries is above the other ("is a counsellor above a first secretary"), or
    names a rank and one of several that share a word ("counsellor or secretary").
    """
    named, quality = _without_quality(typed, services.library)
    several = [part for part in _SPLIT.split(named) if part and not says_nothing(part)] if quality else []
    has_quality = len(several) > 1 and any(map(_known(services.library), several))
    graded = _of_one_scheme(typed, services.library)
    pair = _BETWEEN_TWO.split(typed.strip(" ?.!"))  # "translator / interpreter"
    if (
        has_quality
        or (graded and not graded.unused)
        or (len(pair) == 2 and comparison_of_senses(pair, services.library))
    ):
        return True
    if _DIFFERS.search(typed):
        named = _CLOSING.sub("", _OPENING.sub("", typed)).strip(" ?.!")
        return len(_read(named, _known(services.library))) > 1
    if not _COMPARING.search(typed) or not any(asks.search(typed) for asks in (_ORDER, _BESIDE, _CLOSING)):
        pair = _OR.split(_IS_ONE.sub("", typed).strip(" ?.!"))
        return len(pair) == 2 and _names_rungs(pair, services.library)
    if graded:
        return True
    typed, known = _CLOSING.sub("", _ORDER.sub("", typed)).strip(" ?.!"), _known(services.library)
    if len(_read(typed, known)) > 1 or len(named_together(typed, None, services.library)) > 1:
        return True
    return _names_rungs([part for part in _SPLIT.split(typed) if part.strip()], services.library)


def _names_rungs(parts: list[str], library: Library) -> bool:
    """Whether one of the first two parts of a line is a rank and the other the last word of several of its ladder."""
    if len(parts) < 2 or any(library.is_form(part) for part in (" or ".join(parts), " ".join(parts))):
        return False
    known = _known(library)
    pairs = ((parts[0], parts[1]), (parts[1], parts[0]))
    return any(rungs_beside(bare, entry, library) for named, bare in pairs if (entry := known(named)) is not None)


command = Command(
    name="compare",
    summary="Put two or more terms side by side",
    usage="compare <term> and <term>",
    examples=("compare embassy and permanent mission",),
    run=run,
    takes_entry=True,
    takes_several=True,
    pure=True,
    synonyms=("difference", "diff"),
    cues=(
        *("difference between", "differences between", "diff between", "difference b/w", " vs ", " vs. "),
        *("différence entre", "diferencia entre", "differenza tra", "diferença entre", "unterschied zwischen"),
        *("verschil tussen", "same thing", "in common", "whats what", "what's what", "which is which", "who is who"),
        *("who's who", "unterschied", "différence", "diferencia", "differenza", "diferença", "verschil"),
        *("difference", "differences", "diff", " versus ", " different from ", " compared to ", " same as "),
        *(" more senior than ", " higher than ", " outrank ", " equal to ", " equivalent to "),
    ),
    joins=("or", "v", "&", "oder", "ou"),
    asks=_asks,
    used=lambda typed, _: _COMPARING,
    reads_grade=True,
    order=35,
)

"""`ladder`: ranks in order, with the place of the one that is asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from content.library import Library
from content.models import Entry, Item, Ladder, Role, SectionName, Term
from handlers import grade_cards
from handlers.chairs import head_title, lines_on_head
from handlers.command import Command, Services
from handlers.commands import chart
from handlers.commands.leads import who_leads
from handlers.diagrams import chart_of_organisation, ladder_diagram, ladders
from handlers.entry_lines import lines_on_boss
from handlers.find_entry import find_entry
from handlers.lookup_replies import ask_for_entry, sources_note
from handlers.parsing.grade import read_grades, schemes_of
from handlers.parsing.role_and_level import years_in
from handlers.parsing.small_words import says_nothing
from handlers.ranks import STANDS, order_of, unordered
from handlers.reply import (
    Block,
    Bold,
    Button,
    Heading,
    Reply,
    Spans,
    Text,
    actions,
    items,
    note,
    reply,
    text,
)
from handlers.request import Request
from handlers.several import named_together
from handlers.topic import topic_of
from handlers.wording import join_phrases, stop, with_full_stop

_ASKED = re.compile(
    r"\b(?:above|below|under|over|after|before|next|up|down|rungs?|steps?|ranks?|ranking|order|ladder|whom?|outranks?"
    r"|report(?:s|ing)?|boss|superior|manager|hierarchy|seniority|senior|junior|most|put|them|em|these|in|higher|lower|comes?|list|all|lowest|highest|bottom|top|sorted|by|staff|people|diplomats?|diplomatic|to|from|of)\b",
    re.I,
)
"""Words that ask for an order, rather than name a rank."""
_ORDER = (
    r"\b(?:order|lists?|sequence|ranking|overview|ladder) of (?:the |all )?(?:\w+ ){0,2}ranks?\b"
    r"|\b(?:seniority|rank|ranking|pecking) (?:list|order)\b"
    r"|\b(?:what|which) (?:are the )?ranks (?:does|do|in|at|are)\b"
    r"|\branks? (?:list |order |ordered |sorted )?(?:from )?(?:the )?(?:lowest|highest|bottom|top|low|high) to\b"
)
_LOW_TO_HIGH = re.compile(
    r"\b(?:low(?:est)?|bottom|junior|first) to (?:the )?(?:high(?:est)?|top|senior|last)\b"
    r"|\b(?:high(?:est)?|top|senior) to (?:the )?(?:low(?:est)?|bottom|junior)\b",
    re.I,
)
"""Asks for all of an order, although the line may name where it holds: "ranks from lowest to highest in an embassy"."""
_BETWEEN = re.compile(
    r"^\W*(?:what|which|who)(?:['’]?s|\sis|\sare|\scomes?|\sstands?|\ssits?|\sranks?)?\s(?:\w+\s){0,2}?(?:in\s)?between\s(?:an?\s|the\s)?",
    re.I,
)
_WHICH_RANK = re.compile(r"\b(?:what|which)\s(?:diplomatic\s)?(?:rank|rung)\b", re.I)
"""Asks for a rank: "what rank after 8 years in the foreign ministry"."""
_NEXT_TO = re.compile(
    r"^\W*(?:(?:and|so|but|ok|then)\s)*(?:(?:is|are|does|do)\s(?:there\s)?)?(?:(?:the|an?|what|which|who|one|any|next|how\smany)\s)*"
    r"(?:(?:ranks?|rungs?|steps?|levels?|titles?|posts?|person|man|job|anything|anyone|anybody|something|someone|nobody)\s)?"
    r"(?:(?:is|are|comes|sits|ranks|stands)\s)?(?:just\s|right\s|directly\s|one\s)?(?:step\s|rung\s|rank\s)?"
    r"(?:above|below|under|over|beneath|outranks?|(?:higher|lower|more\s(?:senior|junior))\sthan)\s"
    r"(?:an?\s|the\s)?(?P<name>[^?!]{3,50})",
    re.I,
)
"""Asks for the rank beside another one: "and below second secretary?"."""
_IN_ORDER = re.compile(r"\bin\s(?:rank\s)?order\b", re.I)
_BOSS = re.compile(r"\b(?:report(?:s|ing)?|boss|superior|manager|supervisor)\b", re.I)

_TOP = re.compile(r"\b(?:highest|top|most senior)\b", re.I)
_FOOT = re.compile(r"\b(?:lowest|bottom|most junior)\b", re.I)
FEWEST_LISTED = 3
"""Ranks that make a list; two are compared."""
MOST_LISTED = 8
"""Parts of a list of ranks that are looked up."""
_LIST = re.compile(r"[,;:/?]|\s(?:and|or|vs\.?|then|ranks?)\s", re.I)


def _ranks(library: Library) -> re.Pattern[str]:
    """A pattern for the ranks in order, although the words may name a term: "order of diplomatic ranks"."""
    return _in_order(tuple(word for pack in library.packs for word in pack.vocabulary.ranked))


@lru_cache(maxsize=8)
def _in_order(ranked: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, ranked)) or "(?!)"
    return re.compile(
        rf"{_ORDER}|\b(?:what|which) (?:{words}) ranks (?:does|do|in|at|are)\b"
        rf"|\b(?:all|list|show|every|different|many) (?:\w+ ){{0,3}}(?:{words}) ranks\b"
        rf"|\b(?:{words}) (?:ranks? (?:in order|order|from|list|lowest|highest|bottom|top|sorted|by)"
        r"|ranking|pecking order|hierarchy|seniority|ladder)\b",
        re.I,
    )


_SOMEBODY = re.compile(r"\W{0,3}(?:and\s)?(?:him|her|them|that|it|this)\W{0,3}", re.I)
"""Somebody whom nothing before it names: "and who's above them"."""


async def run(request: Request, services: Services) -> Reply:
    """The whole ladder; with an entry, what is above and below it first."""
    library = services.library
    graded = read_grades(request.text, library, sure=True)
    if graded.first is not None and says_nothing(_ASKED.sub(" ", graded.unused)):
        return grade_cards.neighbours(graded.first, library)
    named = " ".join(_ASKED.sub(" ", request.text).split()).strip(" ?.!")
    entry = library.match(request.text).entry or (library.match(named).entry if named else None)
    other = ask_for_entry(services, command.name) if _SOMEBODY.fullmatch(request.text) else None
    other = other or _after_years(request.text, library) or _in_their_order(request.text, library)
    other = other or await _order_of_several(request, services)
    if other := other or _other_order(request.text, entry, library):
        return other
    if entry is None and named:
        found = find_entry(named, services, "ladder")
        if isinstance(found, Reply) and not says_nothing(named):
            return found
        entry = None if isinstance(found, Reply) else found
    ladder = ladder_of(entry, library)
    in_order = "rank" in request.text.casefold() and _ranks(library).search(request.text)
    if ladder is None and (in_order or _LOW_TO_HIGH.search(request.text)):
        ladder = ladder_of(None, library)
    if ladder is None and entry is not None and chart_of_organisation(entry, library):
        return await chart.run(replace(request, text=entry.name), services)
    boss = _boss(entry, ladder) if entry and _BOSS.search(request.text) else None
    if ladder is None:
        return _without_ladder(entry, boss, library) if entry else _no_ladder()
    return _on_ladder(ladder, entry, boss, library, request.text)


def _after_years(typed: str, library: Library) -> Reply | None:
    """The ranks of the first ladder whose years include those that a line names."""
    years = years_in(typed) if _WHICH_RANK.search(typed) else None
    ladder = ladder_of(None, library) if years is not None else None
    if years is None or ladder is None or isinstance(library.match(typed).entry, Role):
        return None
    rungs = library.linked(ladder.entries)
    if len(ladder.years) != len(rungs):
        return None
    here = [rung for rung, band in zip(rungs, ladder.years, strict=True) if years in band]
    return reply(
        Heading(f"{ladder.name} after {years:g} years"),
        text("Mostly ", Bold(join_phrases([rung.name for rung in here])), ".") if here else None,
        ladder_diagram(ladder, library, None, _as_text(ladder, rungs, here)),
        actions(*(Button(rung.name, f"define {rung.name}") for rung in here)),
        topic=replace(topic_of(*here), command=command.name) if here else None,
    )


def _on_ladder(ladder: Ladder, entry: Entry | None, boss: Block | None, library: Library, typed: str) -> Reply:
    """The whole ladder, with the place of the entry if it is a rung."""
    rungs = library.linked(ladder.entries)
    here = entry if entry in rungs else None
    return reply(
        Heading(ladder.name if here is None else f"{ladder.name}: {here.name}"),
        boss,
        _beside(here, rungs) if here else _end_of(typed, rungs),
        ladder_diagram(ladder, library, here, _as_text(ladder, rungs, [here] if here else [])),
        actions(
            Button("What it means", f"define {here.name}") if here else None,
            Button("Levels", f"levels {here.name}") if here else None,
        ),
        topic=topic_of(*filter(None, [here])),
    )


async def _order_of_several(request: Request, services: Services) -> Reply | None:
    """The comparison of all that a line puts in order: "who outranks whom, consul general or counsellor"."""
    named = named_together(_ASKED.sub(" ", _BETWEEN.sub(" ", request.text)), None, services.library)
    if _BETWEEN.search(request.text) and (between := _between(named, services.library)):
        return between
    compare = services.commands.find("compare")
    if len(named) < 2 or compare is None:
        return None
    beside = await compare.run(replace(request, text=", ".join(entry.name for entry in named)), services)
    if order_of(named[0], named[1], services.library) or not beside.blocks:
        return beside
    heading, *rest = beside.blocks
    return replace(beside, blocks=(heading, unordered(), *rest))


def ladder_of(entry: Entry | None, library: Library) -> Ladder | None:
    """The ladder that an entry stands on; the first one if none is asked about."""
    if entry is None:
        return next(iter(ladders(library)), None)
    names = ((ladder, (*ladder.entries, *ladder.explained_by)) for ladder in ladders(library))
    return next((ladder for ladder, linked in names if entry in library.linked(linked)), None)


def _listed(typed: str, library: Library) -> tuple[Ladder, list[Entry]] | None:
    """The ladder of three or more ranks that a line lists, and these: "by rank: counsellor, attaché, minister"."""
    parts = [" ".join(_ASKED.sub(" ", part).split()) for part in _LIST.split(typed)[:MOST_LISTED]]
    if len(parts) < FEWEST_LISTED:
        return None
    matches = [library.match(part) for part in parts if part]
    senses = [[match.entry] if match.entry else list(match.suggestions if match.ambiguous else ()) for match in matches]
    for ladder in ladders(library):
        rungs = library.linked(ladder.entries)
        first = [next((sense for sense in found if sense in rungs), None) for found in senses]
        listed = list({rung.name: rung for rung in first if rung}.values())
        if len(listed) >= FEWEST_LISTED:
            return ladder, listed
    return None


def _in_their_order(typed: str, library: Library) -> Reply | None:
    """The ranks that a line lists, from the top, on their ladder."""
    found = _listed(typed, library)
    if found is None:
        return None
    ladder, listed = found
    rungs = library.linked(ladder.entries)
    from_the_top = sorted(listed, key=rungs.index, reverse=True)
    return reply(
        Heading(ladder.name),
        text("From the top: ", Bold(join_phrases([entry.name for entry in from_the_top])), "."),
        ladder_diagram(ladder, library, None, _as_text(ladder, rungs, listed)),
        actions(*(Button(entry.name, f"define {entry.name}") for entry in from_the_top)),
        topic=topic_of(*from_the_top),
    )


def _as_text(ladder: Ladder, rungs: list[Entry], here: list[Entry]) -> list[Block | None]:
    years = note(with_full_stop(ladder.years_from)) if ladder.years_from else None
    return [
        items(_rungs(ladder, rungs, here), ordered=True),
        years,
        note(ladder.caveat) if ladder.caveat else None,
    ]


def _beside(here: Entry, rungs: list[Entry]) -> Text:
    place = rungs.index(here)
    above = rungs[place + 1].name if place + 1 < len(rungs) else "nobody on this ladder"
    below = rungs[place - 1].name if place else "nobody on this ladder"
    return text("Above: ", Bold(above), ". Below: ", Bold(below), ".")


def _end_of(typed: str, rungs: list[Entry]) -> Text | None:
    """The highest or the lowest rank, if the line asks for it: "lowest diplomatic rank"."""
    if _TOP.search(typed):
        return text("The highest is ", Bold(rungs[-1].name), ".")
    return text("The lowest is ", Bold(rungs[0].name), ".") if _FOOT.search(typed) else None


def _rungs(ladder: Ladder, rungs: list[Entry], here: list[Entry]) -> Iterator[Spans]:
    """From the top down, with years if the ladder has them."""
    bands = ladder.years if len(ladder.years) == len(rungs) else (None,) * len(rungs)
    for rung, band in reversed(list(zip(rungs, bands, strict=True))):
        years = f", {band} years" if band else ""
        yield (Bold(rung.name), f"{years} ← here") if rung in here else (f"{rung.name}{years}",)


def _between(named: Sequence[Entry], library: Library) -> Reply | None:
    """What stands between two rungs of a ladder; None if they aren't two of one."""
    for ladder in ladders(library):
        rungs = library.linked(ladder.entries)
        if len(named) == 2 and all(entry in rungs for entry in named):
            low, high = sorted(rungs.index(entry) for entry in named)
            names = [rung.name for rung in rungs[low + 1 : high]]
            upper, lower = rungs[high].name, rungs[low].name
            told = (Bold(f"Nothing stands between them: {upper} is one step above {lower}{stop(lower)}"),)
            if names:
                verb = "stands" if len(names) == 1 else "stand"
                told = (Bold(f"{join_phrases(names)} {verb} between {lower} and {upper}{stop(upper)}"),)
            return reply(
                Heading(ladder.name),
                text(*told),
                ladder_diagram(ladder, library, None, _as_text(ladder, rungs, [])),
                actions(*(Button(name, f"define {name}") for name in names)),
                topic=topic_of(*named),
            )
    return None


def _other_order(typed: str, entry: Entry | None, library: Library) -> Reply | None:
    """The order of what stands on no ladder: the steps of an entry, or an employer's grades ("ranks at the UN")."""
    if entry is not None and ladder_of(entry, library) is not None:
        return None
    if isinstance(entry, Term) and (steps := entry.sections.get(SectionName.STEPS)):
        return _in_steps(entry, steps)
    schemes = schemes_of(f"{_ASKED.sub(' ', typed)} grades", library)
    return grade_cards.schemes_card(schemes, library) if schemes else None


def _in_steps(entry: Term, steps: Sequence[Item]) -> Reply:
    """The order that an entry describes itself, lowest first: consular ranks."""
    return reply(
        Heading(f"{entry.name}, lowest first"),
        items(((Bold(f"{step.title}: ") if step.title else ""), step.text) for step in steps),
        sources_note(entry),
        actions(Button("What it means", f"define {entry.name}")),
        topic=topic_of(entry),
    )


def _boss(entry: Entry, ladder: Ladder | None) -> Block | None:
    """Who an entry says it reports to, or that this isn't fixed."""
    if lines := lines_on_boss(entry):
        return items(lines)
    order = " The order of ranks:" if ladder else " Its neighbours by title:" if entry.titles.above else ""
    fixed = f"{entry.name}: who it reports to isn't fixed. It depends on the post and the section."
    unsaid = f"My entry on {entry.name} doesn't say who it reports to. Often that isn't fixed: it depends on the post."
    return note(f"{fixed if order else unsaid}{order}")


def _without_ladder(entry: Entry, boss: Block | None, library: Library) -> Reply:
    """One step up and down from the titles of an entry that stands on no ladder; who leads an institution."""
    steps = [("One step up: ", entry.titles.above), ("One step down: ", entry.titles.below)]
    lines = [text(Bold(label), f"{', '.join(titles)}.") for label, titles in steps if titles]
    if isinstance(entry, Term) and not lines and (head_title(entry, library) or lines_on_head(entry)):
        return who_leads(entry, library)
    return reply(
        Heading(f"Above and below: {entry.name}"),
        boss,
        *(
            lines
            or (
                []
                if boss
                else [text("My entry on ", Bold(entry.name), " doesn't say who is above it: it isn't a rank.")]
            )
        ),
        actions(Button("Search titles", f"titles {entry.name}"), Button("What it means", f"define {entry.name}")),
        topic=topic_of(entry),
    )


def _no_ladder() -> Reply:
    return reply(text("I don't have any ranks in order."), actions(Button("Browse", "browse")), shareable=False)


_ALL_RANKS = re.compile(
    r"^\W*(?:(?:please|can|you|list|show|name|give|tell|me|us|all|of|the|what|which|diplomatic|embassy|your|different)\s){1,6}"
    r"ranks(?:\s(?:you|do|know|have|are|there|exist|please|pls|list|of|diplomats|in|an|embassy)){0,5}\W*",
    re.I,
)
"""Asks for all ranks: "all ranks you know"."""


def _claims(line: str, services: Services) -> bool:
    return _after_years(line, services.library) is not None or _ALL_RANKS.fullmatch(line) is not None


def _asks(typed: str, services: Services) -> bool:
    """Whether a line asks for ranks in order, or for what stands between two of them."""
    if _ranks(services.library).search(typed):
        return True
    beside = _NEXT_TO.match(typed) or STANDS.match(typed)
    if beside and (rank := services.library.match(beside["name"].strip()).entry):
        return isinstance(rank, Role)
    asked = _BETWEEN.search(typed)
    return (
        asked is not None
        and _between(named_together(typed[asked.end() :], None, services.library), services.library) is not None
    )


command = Command(
    name="ladder",
    summary="Ranks in order, and what is above and below one",
    usage="ladder [role]",
    examples=("ladder", "ladder counsellor"),
    run=run,
    takes_entry=True,
    pure=True,
    synonyms=("ranks", "hierarchy", "above", "below"),
    cues=(
        "outranks whom",
        "outranks who",
        "rank order",
        " order of ranks",
        "order of rank",
        "diplomatic ladder",
        "how many ranks",
        "which ranks are there",
        "what ranks are there",
        "order of seniority",
        "seniority order",
        "by seniority",
        " by rank ",
        " highest rank ",
        "order these",
        "rank these",
        "sort these",
        "rank them",
        "rank em",
        "order them",
        "order em",
        "sort them",
        "what's the order",
        "whats the order",
        "what is the order",
        "in what order",
        "in which order",
        " top rank ",
        " lowest rank ",
        " most senior rank ",
        " most junior rank ",
        " highest diplomatic ",
        " lowest diplomatic ",
        " top diplomatic rank ",
        "rank ladder",
        " ranks in order",
        " list of ranks",
        "ranks of diplomats",
        *("au-dessus du", "au-dessus de", "au dessus du", "por encima del", "por encima de", "steht über", "sopra il"),
        "what is above",
        "what's above",
        "whats above",
        "whats below",
        "who is under",
        "who's under",
        "whos under",
        "whos above",
        "whos below",
        "who's below",
        "who is above",
        "who outranks the",
        "who outranks a",
        "who outranks an",
        "who's above",
        "what comes above",
        "what comes after",
        "what comes before",
        "what comes below",
        "what's below",
        "what is below",
        "who is below",
        "one step up",
        "one step down",
        "next rank",
        "next step up",
        "head of an",
        "in charge of an",
        " boss at ",
    ),
    asks=_asks,
    asked=lambda typed: _NEXT_TO.match(typed) or STANDS.match(typed),
    claims=_claims,
    used=lambda typed, _: _IN_ORDER if _IN_ORDER.search(typed) else None,
    repeats=True,
    order=42,
)

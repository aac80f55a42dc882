"""`fact`: one fact about an entry, from the lines of its entry that have it; otherwise what the entry has instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from content.library import Library
from content.lookup.index import forms_of, is_acronym
from content.lookup.normalize import normalize, squash, stems
from content.models import Entry, Role
from handlers.command import Command, Services
from handlers.commands import says_about
from handlers.described import described
from handlers.entry_lines import lines_about, lines_naming, lines_with
from handlers.find_entry import find_entry
from handlers.grade_cards import answer
from handlers.left_out import names_nothing
from handlers.lookup import ALSO_SHOWN
from handlers.parsing.grade import read_grades
from handlers.reply import Bold, Button, Heading, Reply, Spans, Text, actions, items, reply, text
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import join_phrases, short_answer


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.I | re.X)


@dataclass(frozen=True, slots=True)
class Fact:
    """A kind of fact: how people ask for it, and where it is found.

    `asked` matches the question; what `words` match is removed before the entry is looked up. `says` matches the lines
    of an entry that have the fact, `read` makes lines of its other fields. `explained_by` are entries that explain it.
    """

    name: str
    asked: re.Pattern[str]
    words: re.Pattern[str]
    says: re.Pattern[str] | None = None
    read: Callable[[Entry, Library], list[str]] = lambda entry, library: []
    explained_by: tuple[str, ...] = ()
    general: re.Pattern[str] | None = None
    """Matches the lines of these entries that hold for all; without it, the lines that name the entry count."""
    missing: str = ""
    """What the entry doesn't have: "say how long it takes"."""


def _short_forms(entry: Entry, library: Library) -> list[str]:
    return [*entry.acronyms, *filter(is_acronym, entry.aliases)]


def _plurals(entry: Entry, library: Library) -> list[str]:
    key = squash(stems(normalize(entry.name)))
    others = (form for form, _ in forms_of(entry) if normalize(form) != normalize(entry.name))
    return [form for form in others if squash(stems(normalize(form))) == key and form.endswith("s")]


def _counterpart(entry: Entry, library: Library) -> list[str]:
    """A related entry that differs only in what kind of thing it is: Sending State, Receiving State."""
    head = normalize(entry.name).split()[-1]
    others = [other for other in library.linked(entry.related) if normalize(other.name).split()[-1] == head]
    return [f"{other.name}: {short_answer(other.definition)}" for other in others[:1]]


def _by_rule(entry: Entry, library: Library) -> list[str]:
    """What holds for people like these as a rule, by a treaty: a pack lists who has which immunity."""
    rules = (rule for pack in library.packs for rule in pack.immunity_rules if entry.name in rule.entries)
    return [rule.rule for rule in rules][:1]


def _official_papers(entry: Entry, library: Library) -> list[str]:
    """The papers by which somebody is named or accepted, if they belong to the entry: a consul's commission."""
    papers = [paper for paper in library.linked(_PAPERS) if entry.name in paper.related]
    return [f"{paper.name}: {short_answer(paper.definition)}" for paper in papers if isinstance(entry, Role)]


_PAPERS = ("Consular commission", "Exequatur", "Agrément", "Credentials")
_IMMUNE = _pattern(r"immun | inviolab | \b(?:be|been|cannot|not)\ (?: arrested | sued | prosecuted | detained )\b")
_KIN = "kids | child(?:ren)? | famil(?:y|ies) | wi(?:fe|ves) | husbands? | spouses? | partners?"
_HOME = "hous(?:e|ing) | accommodation | apartments? | flats? | rent | lodging"
_CLOTHES = r"wears? | worn | wearing | dress(?:\ code)? | dressed | outfit | clothes | clothing | attire"
_NAMES_ELSEWHERE = (
    r"\b(?: qui\ (?:nomme|désigne|designe|choisit) | qui[eé]n\ (?:nombra|designa|elige) | wer\ (?:ernennt|bestellt)"
    r" | chi\ nomina | quem\ nomeia | wie\ benoemt )\b"
)
"""Asks who appoints somebody, in other languages."""
_END = r"(?:fire|dismisse?|sack|recall|remove|expel)"
_FAMILY = _pattern(r"\b(?: famil(?:y|ies) | spouses? | children )\b")
_HOUSING = _pattern(r"\b(?: housing | accommodation | rents? | (?:house|flat)s?\ (?:where|for|that) )\b")
_DRESS = _pattern(r"\b(?: wears? | worn | dress\ code | dark\ suit | uniforms? )\b")
_LENGTH = _pattern(
    r"""\b(?:postings?|tours?|rotat\w+|stays?)\b .* \b(?:months|years?)\b
    | \b(?:months|years?)\b .* \b(?:postings?|tours?|moves|stays?)\b"""
)
FACTS = (
    Fact(
        "immunity",
        asked=_pattern(
            r"""\b(?: has | have | get | gets | enjoys? | loses? | covered\ by | protected\ by )\b .* \bimmun\w*
            | \bimmune\b | \bcan\b .* \bbe\ (?: arrested | sued | prosecuted )\b"""
        ),
        words=_pattern(
            r"""\b(?: enjoys? | covered\ by | protected\ by )\b
            | \b(?:(?: diplomatic | functional | full | any )\ )?immunit\w* | \bimmune
            | be\ (?: arrested | sued | prosecuted )"""
        ),
        says=_IMMUNE,
        read=_by_rule,
        explained_by=("Diplomatic immunity", "Functional immunity"),
        missing="say anything about immunity",
    ),
    Fact(
        "diplomatic status",
        asked=_pattern(
            r"""^\W*(?: (?:so|and|but)\ )?(?: is | are | was | were )\b .+? \bdiplomats?(?:\ or\ [^?!]{2,40})?\W*$
            | \bdiplomatic\ status\b | \bcounts?\ as\ (?:a\ )?diplomats?\b"""
        ),
        words=_pattern(
            r"""\b(?:an?\ )?(?:real\ |actual\ )?diplomats?(?:\ or\ [^?!]{2,40})?\W*$
            | \bdiplomatic\ status | \bcounts?\ as\b"""
        ),
        says=_pattern(r"\bdiplomats?\b | \bdiplomatic\ (?: agent | rank | status | immunity | list | staff )"),
        explained_by=("Diplomat", "Diplomatic agent", "Diplomatic immunity"),
        missing="say whether that's a diplomat",
    ),
    Fact(
        "family",
        asked=_pattern(
            rf"""\b(?: bring | brings | take | takes | come | comes | go | goes | travel | move | moves | join | joins
              | allowed | work | live )\b .* \b(?: {_KIN} )\b
            | \b(?: {_KIN} )\b .*
              \b(?: come | travel | move | join | allowed | live | along | accompany | work )\b
            | ^\W* (?:and\ )?(?: famil(?:y|ies) | kids | spouses? )\b(?!\ (?: members? | liaison | duty | office ))"""
        ),
        words=_pattern(
            rf"""\b(?:(?:his|her|their|its|the|your)\ )?(?: {_KIN} )(?:['’]s?)?\b
            | \b(?: bring | brings | take | takes | come | comes | go | goes | travel | move | moves | join | joins
            | along | accompany | allowed | abroad | work | live | with )\b"""
        ),
        explained_by=("Posting", "Eligible family member", "Non-family duty station"),
        general=_FAMILY,
        missing="say anything about the family",
    ),
    Fact(
        "housing",
        asked=_pattern(
            r"""\b(?: housing | accommodation | rent )\b
              (?!\ (?: coordinator | officer | manager | specialist | assistant | board | policy ))
            | \b(?: gets? | got | given? | gives | pays? | paid | provided? | provides | have | has )\b .*
              \b(?: house | apartment | flat )\b"""
        ),
        words=_pattern(
            rf"""\b(?:(?:free|own|their|his|her|the|an?)\ )?(?: {_HOME} )\b
            | \b(?: paid | pays? | provided? | provides | gets? | given | included | for | abroad | who | lives? )\b"""
        ),
        explained_by=("Posting", "Official residence"),
        general=_HOUSING,
        missing="say anything about housing",
    ),
    Fact(
        "retirement",
        asked=_pattern(r"\bretire(?:s|d|ment)?\b(?!\ (?:ambassador|diplomat|consul|officer|official))"),
        words=_pattern(
            r"""\b(?: at\ (?:what|which)\ age | what\ age | when | how\ old | age | must | mandatory | normal )\b
            | \bretire(?:s|d|ment)?\b | \bhave\ to\b"""
        ),
        explained_by=("UN Joint Staff Pension Fund", "Up or out"),
        general=_pattern(r"\bretire(?:s|d|ment)?\b"),
        missing="say when people retire",
    ),
    Fact(
        "dress",
        asked=_pattern(rf"\b(?: {_CLOTHES} )\b"),
        words=_pattern(
            rf"""\b(?:the\ )?(?: {_CLOTHES} )\b | \b(?: when | while )\b
            | \b(?:what|which|how)\ (?:do|does|should|must|to|is|are)\b(?:\ (?:you|people|i|we|one|they)\b)?"""
        ),
        says=_DRESS,
        explained_by=("Presentation of credentials", "Protocol"),
        general=_DRESS,
        missing="say what people wear",
    ),
    Fact(
        "length of a posting",
        asked=_pattern(
            r"""\bhow\ (?:long|many\ (?:months|years))\b .* \b(?: stays? | remain | spend | posted | serve | abroad
              | (?:in|at)\ (?:one|a|the|each|every)\ (?:place|country|posts?|posting|embassy|mission) )\b
            | \bhow\ often\b .* \b(?: moved? | rotate | relocate )\b"""
        ),
        words=_pattern(
            r"""\bhow\ (?:long|often|many\ (?:months|years)) | \b(?: usually | normally | typically | stays? | remain
            | spend | posted | serve | abroad | moved? | rotate | relocate
            | (?:in|at)\ (?:one|a|the|each|every)\ (?:place|country|posts?|posting|embassy|mission) )\b"""
        ),
        says=_LENGTH,
        explained_by=("Posting",),
        general=_LENGTH,
        missing="say how long people stay",
    ),
    Fact(
        "how long",
        asked=_pattern(
            r"""\bhow\ long\b | \b(?:duration|length)\ of\b | \bcontract\ (?:length|duration)\b
            | \bhow\ many\ (?:days|weeks|months)\b"""
        ),
        words=_pattern(
            r"""\bhow\ long | \bhow\ many\ (?:days|weeks|months) | \b(?:contract\ )?(?:duration|length)(?:\ of)?
            | \b(?: usually | normally | typically | lasts? | takes? | stays? )\b"""
        ),
        says=_pattern(r"\b(?: minutes? | hours? | days? | weeks? | months? | years? | for\ life | overnight )\b"),
        missing="say how long it takes or lasts",
    ),
    Fact(
        "who appoints",
        asked=_pattern(
            rf"""\bwho\ (?:appoints?|names|nominates|chooses|picks|accredits|signs|selects|elects|approves|confirms)\b
            | \bappointed\ by\b | {_NAMES_ELSEWHERE}"""
        ),
        words=_pattern(
            rf"\bwho\ \w+ | \bappointed\ by(?:\ whom?)? | {_NAMES_ELSEWHERE}(?:\ (?:une?|un[oa]?|einen?|eine|um|uma))?"
        ),
        says=_pattern(
            r"""\b(?: appoint(?:s|ed|ments?)? | nominat(?:es?|ed) | accredit(?:s|ed) | named\ by | chosen\ by
            | elect(?:s|ed)? | signs? | signed\ by | signatures? )\b"""
        ),
        read=_official_papers,
        missing="say who decides that",
    ),
    Fact(
        "who can end it",
        asked=_pattern(
            rf"""\bwho\ (?:(?:can|may|could|would)\ )?(?: {_END}s? )\b
            | \bcan\b .* \bbe\ (?: fired | dismissed | sacked | recalled | expelled | removed )\b"""
        ),
        words=_pattern(
            rf"""\bwho\ (?:(?:can|may|could|would)\ )?(?: {_END}s? )\b | ^\W*can\b
            | \bbe\ (?: fired | dismissed | sacked | recalled | expelled | removed )\b
              (?:\ (?:by|from)\ .*)?"""
        ),
        says=_pattern(r"\b(?: recall(?:s|ed)? | dismiss(?:es|ed|al)? | persona\ non\ grata )\b"),
        explained_by=("Recall of ambassador", "Persona non grata"),
        general=_pattern(r"\b(?: order\ from\ home | host\ country\ calls )\b"),
        missing="say who can end that",
    ),
    Fact(
        "passport",
        asked=_pattern(
            r"""\b(?: which | what )\ (?:(?:kind|type|sort)\ of\ |colou?r\ )?passports?\b
            | \btravels?\ on\b .* \bpassports?\b
            | \b(?: have | has | get | gets | carry | carries | hold | holds | need | needs )\b .*
              \bdiplomatic\ passports?\b"""
        ),
        words=_pattern(
            r"""\b(?: which | what )\ (?:(?:kind|type|sort)\ of\ |colou?r\ )?passports?
            | \b(?:an?\ )?(?:diplomatic\ )?passports?\b
            | \b(?: travels?\ on | carry | carries | holds? | gets? | needs? | use | uses )\b"""
        ),
        says=_pattern(
            r"""\b(?: diplomatic | service | official | ordinary | other )\ passports?\b | \bnot\ diplomats\b
            | \bdiplomatic\ list\b"""
        ),
        explained_by=("Diplomatic passport", "Laissez-passer"),
        general=_pattern(r"\b(?: names\ the\ holder | travel\ document )\b"),
        missing="say which passport people have",
    ),
    Fact(
        "form of address",
        asked=_pattern(
            r"""\bhow\ (?:do|should|to|can|would|must)\ (?:i\ |you\ |we\ |one\ )?(?:address|greet|write\ to|salute)\b
            | \bforms?\ of\ address\ (?:of|for)\b
            | \bwhat\ (?:do|should|would)\ (?:i|we|you)\ (?:call|say\ to|write\ to)\ (?:an?|the|her|him)\b
              (?!\ (?:fe)?male)(?!\ \w+\ (?:who|that|which|when)\b)"""
        ),
        words=_pattern(
            r"""\bhow\ (?:do|should|to|can|would|must)\ (?:i\ |you\ |we\ |one\ )?(?:address|greet|write\ to|salute)
            | \bforms?\ of\ address\ (?:of|for) | \bwhat\ (?:do|should|would)\ (?:i|we|you)\ (?:call|say\ to|write\ to)
            | \bin\ an?\ (?:e-?mail|letter|speech|meeting)\b | \bin\ (?:writing|person)\b"""
        ),
        says=_pattern(r"\bExcellency\b | \baddress(?:ed)?\ as\b"),
        explained_by=("Forms of address",),
        missing="give a form of address",
    ),
    Fact(
        "short forms",
        asked=_pattern(
            r"""\b(?:abbrev\w*|acronyms?|short\ form|initials)\ (?:of|for|is)\b | \b(?:is|are)\ .+\ abbreviated\b
            | ^\W*(?:and\ |any\ |an?\ |the\ )*(?:abbrev\w*|acronyms?|short\ form|initials)\b"""
        ),
        words=_pattern(r"\b(?:the\ )?(?:abbrev\w*|acronyms?|short\ form|initials)(?:\ (?:of|for|is))?\b"),
        read=_short_forms,
        missing="have an abbreviation",
    ),
    Fact(
        "plural",
        asked=_pattern(r"\bplural\b | \bmore\ than\ one\b.*\bcalled\b"),
        words=_pattern(r"\b(?:the\ )?plural(?:\ (?:form|of|for))*\b"),
        read=_plurals,
        missing="give the plural",
    ),
    Fact(
        "forms for women and men",
        asked=_pattern(
            r"""\bcall\ an?\ (?:fe)?male\b
            | \b(?:woman|women|lady|ladies|wife|wives)\b .* \b(?:called|titles?|named|addressed|form|word)\b
            | \b(?:female|feminine|male|masculine|gender\w*)\b .*
              \b(?:form|version|of|for|title|word|neutral|called)\b"""
        ),
        words=_pattern(
            r"\b(?:an?\ )?(?:wom[ae]n|lady|ladies|wife|wives)\b | \b(?:be\ )?(?:called|named|addressed)\b"
            r"| \b(?:the\ )?(?:(?:fe)?male|\w+inine|masculine|gender|neutral)"
            r"(?:\ (?:form|version|title|word|of|for))*\b"
        ),
        missing="list separate forms for women and men",
    ),
    Fact(
        "opposite",
        asked=_pattern(r"\b(?: opposite | counterpart | antonym | contrary )\b"),
        words=_pattern(r"\b(?:the\ )?(?: opposite | counterpart | antonym | contrary )(?:\ (?:of|to|for))?\b"),
        says=_pattern(r"\bopposites?\b"),
        read=_counterpart,
        missing="name an opposite",
    ),
)
"""All kinds of facts. The first one that a line asks for counts."""


async def run(request: Request, services: Services) -> Reply:
    """The fact that the line asks for."""
    grades = read_grades(request.text, services.library)
    if len(grades.grades) > 1:  # "how long does it take from P-3 to P-4"
        return answer(grades, services.library)
    fact = _fact_in(request.text)
    name = fact.words.sub(" ", request.text) if fact else request.text
    if fact and (explained := _explained(fact, name, services.library)):
        return explained
    entry = find_entry(" ".join(name.split()), services, "fact")
    if isinstance(entry, Reply):
        explaining = services.library.linked(fact.explained_by) if fact else []
        unknown = services.library.match(name).outcome == "none"  # "do bakers have immunity"
        return (says_about.not_said(request.text, explaining[0]) if unknown and explaining else None) or entry
    if fact is None:
        return reply(
            text(Bold(f"{entry.name}: "), short_answer(entry.definition)),
            actions(Button("What it means", f"define {entry.name}"), Button("More", f"details {entry.name}")),
            topic=topic_of(entry),
        )
    lines = list({line[-1]: line for line in _lines(fact, entry, services.library)}.values())  # each thing said once
    for named in services.library.match(name).suggestions if not lines else ():  # "how long is a UN temporary contract"
        if found := list(dict.fromkeys(_lines(fact, named, services.library))):
            entry, lines = named, found
            break
    others = [other for other in services.library.linked(fact.explained_by) if other.name != entry.name]
    in_general = bool(lines and fact.says and fact.general and len(lines[0]) > 1)  # none is the entry's own
    if in_general and (said := says_about.answer_to(request.text, entry)):
        return said  # "do locally engaged staff get diplomatic passports"
    return reply(
        Heading(f"{fact.name.capitalize()}: {entry.name}"),
        text("My entry on ", Bold(entry.name), f" doesn't {fact.missing}. In general:") if in_general else None,
        items(lines) if lines else text("My entry on ", Bold(entry.name), f" doesn't {fact.missing}."),
        None if lines else _instead(fact, entry, others),
        actions(
            Button("What it means", f"define {entry.name}"),
            Button("More", f"details {entry.name}"),
            *(Button(other.name, f"define {other.name}") for other in others[:2]),
        ),
        topic=topic_of(entry),
    )


def _explained(fact: Fact, name: str, library: Library) -> Reply | None:
    """What the entries that explain a fact say of somebody who has no entry: "do spouses have immunity"."""
    words = " ".join(word for word in name.split() if not names_nothing(word))
    if library.match(name).outcome == "answer":
        return None
    for other in library.linked(fact.explained_by):
        if lines := lines_with(words, other):
            lines = (lines_about(fact.general, other) if fact.general else []) or lines
            return reply(
                Heading(f"{fact.name.capitalize()}: {other.name}"),
                items(lines),
                actions(Button("What it means", f"define {other.name}"), Button("More", f"details {other.name}")),
                topic=replace(topic_of(other), command=command.name),
            )
    return None


def _lines(fact: Fact, entry: Entry, library: Library) -> Iterator[Spans]:
    """The lines that have the fact: from the entry, then from the entries that explain it."""
    yield from ((line,) for line in fact.read(entry, library))
    if fact.says:
        yield from ((line,) for line in lines_about(fact.says, entry))
    if fact.general and entry.name in fact.explained_by:  # "does the family come along on a posting"
        yield from ((line,) for line in lines_about(fact.general, entry))
    for other in library.linked(fact.explained_by):
        if other.name != entry.name and fact.general:
            yield from ((Bold(f"{other.name}: "), line) for line in lines_about(fact.general, other)[:1])
        elif other.name != entry.name:
            named = lines_naming(entry.name, other) or lines_naming(entry.name.split()[-1], other)
            yield from ((Bold(f"{other.name}: "), line) for line in named[:1])


def _instead(fact: Fact, entry: Entry, explaining: list[Entry]) -> Text:
    """What the content has if the entry lacks the fact."""
    if explaining:
        return text(Bold(f"{explaining[0].name}: "), short_answer(explaining[0].definition))
    names = [*entry.acronyms, *entry.aliases]
    if names and fact.says is None:
        return text("Other names it has: ", join_phrases(names[:ALSO_SHOWN]), ".")
    return text(Bold("In short: "), short_answer(entry.definition))


def _fact_in(typed: str) -> Fact | None:
    return next((fact for fact in FACTS if fact.asked.search(typed)), None)


def _asks(typed: str, services: Services) -> bool:
    """Whether the line asks for a fact about an entry that it names, and is no name itself."""
    fact = _fact_in(typed)
    if fact is None or services.library.is_form(typed.strip(" ?.!")):
        return False
    match = services.library.match(" ".join(fact.words.sub(" ", typed).split()))
    if fact.name == "form of address" and match.entry is None and described(typed, services.library):
        return False  # "what do you call a Commonwealth ambassador"
    is_known = match.entry is not None or match.named or (match.ambiguous is not None and bool(match.suggestions))
    return is_known or _explained(fact, fact.words.sub(" ", typed), services.library) is not None


command = Command(
    name="fact",
    summary="One fact: immunity, status, how long, who appoints, short form, plural, opposite",
    usage="fact <term or role>",
    examples=("fact agrément",),
    run=run,
    takes_entry=True,
    pure=True,
    prompt="A fact about which term or role?",
    cues=(
        *(
            f" {verb} {what} "
            for verb in ("have", "has", "get", "enjoy")
            for what in ("immunity", "diplomatic immunity")
        ),
        " housing ",
        " accommodation ",
        " for rent ",
        " the rent ",
    ),  # "pay for housing" isn't about pay
    asks=_asks,
    asked=lambda typed: fact.asked.search(typed) if (fact := _fact_in(typed)) else None,
    used=lambda typed: fact.words if (fact := _fact_in(typed)) else None,
    listed=False,
    order=81,
)

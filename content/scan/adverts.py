"""Read an advert or a requisition: what it is, what it asks for, and wording that is unlawful or unwise.

The wording is in content/scan/adverts.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import yaml

from content.lawful import forbidden_topic

TextKind = Literal["resume", "advert", "text"]

_ADVERT = re.compile(
    r"\b(?:(?:we are|we['’]re|is|are) (?:now |currently )?(?:looking for|seeking|hiring|recruiting)|we offer|apply|"
    r"seeks an?|our client|the (?:role|person)(?=:)|how to apply|vacancy announcement|your application|"
    r"(?:post|job) ?holder|main purpose of|stellenausschreibung|bewerbung\w*|avis de vacance|profil recherché|"
    r"candidatur(?:es?|as?)|requisitos|se busca|convoca(?:toria)?|plaza de|se valorará|salario|vaga|"
    r"habilitações|remuneração|"
    r"si ricerca|avviso di (?:selezione|assunzione)|requisiti|retribuzione|votre profil|poste à pourvoir|nous offrons|"
    r"wij (?:zoeken|vragen|bieden)|vacature|functie-eisen|sollicit\w+|ihre aufgaben|wir bieten|vergütung|"
    r"wir suchen|ihr profil|m/w/d|nous recherchons|candidates?|type of contract|opportunity|fixed[- ]term|preferred|"
    r"applicants?|applications?|closing date|deadline|"
    r"vacanc(?:y|ies)|job opening|responsibilities|requirements?|qualifications|successful candidate|ideal candidate|"
    r"at least (?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen) years|"
    r"incumbent|competenc(?:y|ies)(?=:)|(?:is|would be|as) an (?:asset|advantage)|"
    r"you will|you need|you have|you are|your (?:role|tasks|profile)|must (?:have|be|hold|speak)|duty station|"
    r"posting title|hiring|requisition|essential|desirable|reports? to|salary|contract type|start date|job title|"
    r"must-haves?|must(?=:)|nice to have|nice(?=:)|interview panel|(?:requirements|duties|person|"
    r"position)(?=\t)|who we are|about the role|about us|required|send (?:us |a |your )*cv|"
    r"interviews? (?:in|on|will)|need to have|terms of reference|accountabilities|conditions of employment|"
    r"(?:is|be) a plus|is hiring|(?:has|have) an opening|we (?:require|ask for|expect)|"
    r"an? (?:advantage|asset|plus)(?=:)|what you bring|what (?:we|you) (?:offer|get)|your (?:background|duties|skills)|"
    r"(?:duties|tasks|duration)(?=:|\n)|open(?:ing)? period|series ?[/&] ?grade|job description|call for applications|"
    r"you would|a minimum of|(?:is|are) wanted|wanted(?=[,:\n])|apply (?:by|before|in)|intake|"
    r"avis de (?:concours|recrutement)|appel à candidatures?|offre d['’]emploi|recrute|recherche une? \w+|"
    r"exigences|atouts?(?=\s?[:\n])|(?:salaire|rémunération)(?=\s?:)|dépôt des dossiers|date limite|"
    r"candidate?s? (?:doi(?:t|vent)|retenu|sélectionné|intéressé))\b",
    re.I,
)
_RESUME = re.compile(
    r"\b(?:curriculum vitae|r[eé]sum[eé]|work experience|professional experience|employment history|career history|"
    r"career summary|education|references|date of birth|languages|publications|i (?:was|am|have|served|led|worked)|"
    r"previously|before that|employment record|personal history|reason for leaving|(?:name of )?supervisor(?=:)|"
    r"esperienz[ae] (?:professional[ei]|lavorativ[ae])|istruzione|berufserfahrung|werdegang|lebenslauf|"
    r"werkervaring|opleiding|experiencia (?:laboral|profesional)|experiência profissional|"
    r"expériences? professionnelles?|"
    r"(?:number of )?(?:staff|employees) supervised|description of duties|hours per week(?=:))\b",
    re.I,
)
_RANGE = re.compile(
    r"(?:19|20)\d\d\s*(?:[-–—/]|(?:end )?(?:date )?to:?|until|end(?: date)?:)\s*(?:\d{1,2}[-/ ])?(?:\w+\.?[\s-]+)?"
    r"(?:(?:19|20)?\d\d|present|now|today|current)",
    re.I,
)
_MUST = re.compile(
    r"\b(?:must|fluent|required?|requires|requirement|essential|mandatory|minimum|at least|only|"
    r"may be accepted|in lieu of|need(?:s|ed)? to|you(?:['’]ll| will)? need|"
    r"ha(?:s|ve) to be (?:held|obtained|passed)|(?:applicants?|candidates?|incumbent|holder) needs?|"
    r"subject to (?:an? |the |your )?(?:\w+ )?(?:\(\w+\) )?(?:checks?|clearance|vetting)|"
    r"exigée?s?|requise?s?|obligatoires?|indispensables?|au moins|au minimum)\b"
    r"|\b\d+\+? years\b"
    r"|^[\w/-]{2,20} (?:nationals?|citizens?)\W?$",
    re.I,
)
_NO_MUST = re.compile(
    r"\bshort-?listed\b|\b(?:no|not|n['’]t)\b[^.;]{0,40}\b(?:requirement|required|necessary|needed|essential|mandatory)\b"
    r"|\bare the (?:two )?working languages of\b"
    r"|^(?!.*\b(?:must|required|essential|mandatory)\b).*"
    r"\b(?:(?:an? |distinct |strong |definite )(?:asset|plus|advantage|bonus)\b|desirable\b|preferred\b|welcome\b"
    r"|nice to have\b|would be (?:nice|good|great|ideal)\b)|^(?:ideally|preferably)\b",
    re.I,
)
"""A sentence that asks for nothing: "French is a plus", "Only short-listed candidates will be contacted"."""
_NEEDED = re.compile(
    r"(?:(?:minimum|essential|necessary|key|mandatory|the|basic|required|eligibility|selection) ){0,2}"
    r"(?:requirements?|qualifications?|must[- ]haves?|essentials?|"
    r"essential(?= on| for| in)|need[- ]to[- ]haves?|criteria|your profile|person|profile|candidate|"
    r"conditions of employment|education|(?:work |professional )?experience|languages?|skills|eligibility|"
    r"(?:job )?knowledge|abilities|"
    r"essential on arrival|required(?=\s?(?::|$))|who you are|(?:who |what )?we(?:['’]re| are)? look(?:ing)? for|"
    r"we (?:require|ask(?: for)?|expect|want)|"
    r"what (?:you(?:['’]ll)?|we) (?:bring|need(?: to have)?|must have)(?: from (?:you|the candidate))?|"
    r"your (?:background|profile|skills|experience|qualifications)|"
    r"musts?|you (?:have|bring|are|need|will need)|profil recherché|"
    r"security clearance(?: level)?|(?:exigences|qualifications|compétences|conditions) ?(?:essentielles|requises)?|"
    r"requisitos|requisiti|anforderungen|voraussetzungen|ihr profil|votre profil|wij vragen|functie-eisen|je profiel|"
    r"habilitações|perfil|open to|"
    r"(?:(?:the )?(?:successful |ideal )?(?:candidates?|applicants?)|you) (?:must|should|shall|need to|will need to)"
    r"(?: (?:have|be|hold|possess))?)"
    r"(?:,? (?:and |or |& )?(?:skills|experience|qualifications|competencies|knowledge|education)){0,3}"
    r"(?: required)?(?: (?:on|for|in|at|of) [\w' ]{2,30}(?=:))?\s?(?::|\t|$)",
    re.I,
)
"""A heading of what an advert asks for."""
_OTHER_HEADING = re.compile(
    r"(?:about (?:us|the \w+)|background|salary|pay|benefits|salary and benefits|remuneration|process|contact|location|"
    r"(?:how to|to) apply|application(?: process| procedure)?|(?:what )?we offer|our offer|(?:main |key )?(?:duties|"
    r"tasks|responsibilities)|the (?:role|job|team)|conditions|terms|closing date|deadline|notes?|start|hours|"
    r"reporting lines?|contract)",
    re.I,
)
"""A heading of a part of an advert that asks for nothing."""
_STATES = re.compile(r"\b(?:is|are|was|were|will|can|may|has|have|offers?)\b", re.I)
"""A word of a sentence that tells something: "The salary is fixed", rather than "Good French"."""
_WISHED = re.compile(
    r"(?:(?:it|this|these|the following) (?:would|will) be (?:an? )?(?=plus|asset|advantage|bonus|welcome)|"
    r"desir(?:able|ed)|"
    r"nice(?=:)|(?:nice|good)[- ]to[- ]haves?|(?:an )?assets?|an? (?:plus|advantage|bonus)|advantageous|preferred|"
    r"bonus|ideally|advantages?|(?:it )?(?:would|will) be (?:nice|good|great|ideal) if you(?: also)? (?:had|have)|"
    r"welcome|erwünscht|von vorteil|souhait(?:é|able)s?|atouts?|valorable|se valorará|wenselijk|pré)\b"
    r"[^:.\t\n]{0,40}(?::|\t|$)",
    re.I,
)
"""A heading of what is welcome but not asked for."""
_TESTED = re.compile(
    r"(?:required |core |key )?(?:behaviou?rs|competenc(?:y|ies)|values)\b[^:.\t\n]{0,40}(?::|\t|$)", re.I
)
"""A heading of what interviews test."""
_IS_WELCOME = re.compile(
    r"\b(?:(?:an? |distinct |strong |definite |considered )(?:asset|plus|advantage|bonus)|desirable|desired|preferred|"
    r"preferably|welcome|advantageous|nice to have|would (?:help|be (?:nice|good|great|ideal))|ideally)\b",
    re.I,
)
"""A sentence that says what is welcome."""
_SURE = re.compile(
    r"\b(?:\d+ ?\+? ?(?:years|yrs)|fluen\w+|[ABC][12]|required|essential|mandatory|must|degree|"
    r"(?:master|bachelor)['’]?s)(?!\w)",
    re.I,
)
"""What is asked for, whatever is welcome beside it: years, a level of a language, a degree."""
_WISH_AT_END = re.compile(
    r"(?!and |or )[^,;]{2,60} "
    r"(?:an? (?:plus|asset|advantage|bonus)|nice to have|preferred|desirable|desired|welcome)\W*",
    re.I,
)
"""The last part of a sentence that says what is welcome: "Kinyarwanda a plus"."""
_IDEALLY = re.compile(r"(?:ideally|preferably)\s", re.I)
_PARTS = re.compile(r"[,;]\s(?!or\s)")
_AGAINST = re.compile(
    r"(?:not eligible|ineligible|(?:people |persons |those )?excluded|not open to)\b[^:\n]{0,30}:\s?", re.I
)
"""A heading of who may not apply."""
_RULES_OUT = re.compile(
    r"^(?!.*\b(?:applications?|cvs?|documents?)\b)"
    r".*\b(?:not (?:be )?eligible|ineligible|(?:cannot|can not|will not|won['’]t) be considered|need not apply)\b",
    re.I,
)
"""A sentence on who may not apply: "Contract agents are not eligible"."""
_IN_BRACKETS = re.compile(r"\([^()]{0,60}\)")
_HEADING = re.compile(r"[^\W\d_][^:.\n]{1,40}:(?:\s|$)")
_BULLET = re.compile(
    r"^(?:[\s•·*‣▪●○◦■□➢►▶▸→⇒✓✔–—-]+(?!\S{0,3}$)|"
    r"\s*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)|\d{1,2}\.)\s+)"
)
_SENTENCE = re.compile(r"(?<!\b[A-Z]\.)(?<=[.!?;])\s+")
LEAD_LENGTH = 60
"""Characters before a title that tell whose it is."""
_OTHERS = re.compile(
    r"\b(?:report(?:s|ing)? (?:directly )?to|"
    r"under the (?:\w+ )?(?:supervision|direction|guidance|authority|leadership) of|"
    r"supervised by|managed by|led by|headed by|"
    r"line manager|assist(?:s|ing)?|support(?:s|ing)?|work(?:s|ing)? (?:closely )?with|(?:together|jointly) with|"
    r"with(?= the )|briefs?|"
    r"accompan(?:y|ies|ying)|escort(?:s|ing)?|letter to|office of|"
    r"(?:sous l['’]autorité|sous la (?:supervision|direction|responsabilité)|relève(?:ra|nt)?|auprès) d(?:e|u|es)|"
    r"rend(?:ra)? compte (?:à|aux?)|rattachée? (?:à|aux?)|assiste(?:ra)?|seconde(?:ra)?|"
    r"(?:visites?|agenda|discours|résidence|déplacements|programme) (?:d(?:e|u|es)|de la|de l['’])|"
    r"(?:visits?|diary|calendar|speech(?:es)?|residence|spouse|guests?) (?:by|for|of)|"
    r"on behalf of|"
    r"advice to|advises?|advising|"
    r"former|previous|retired|ex) ?-?(?: ?(?:the|an?|our|to|senior|deputy|la|le|les|l['’]))*[ -]?$",
    re.I,
)
"""What stands before the title of a boss or of somebody else."""
_EMPLOYS = re.compile(
    r"[^.;:\n]{0,40}\b(?:seeks|needs|wants|hires|recruits|"
    r"(?:is|are) (?:now |currently )?(?:looking for|seeking|hiring|recruiting))\b"
)
"""What follows the title of somebody who employs: "The Ambassador in Rabat is looking for a"."""
FULL_LINE = 60
"""Characters of a line that may have ended because it was full."""
LONGEST_MUST = 160
"""Characters of a sentence that is quoted as a must-have."""
_YEARS = re.compile(r"\b(\d{1,2})\s?\+?\s*(?:years|yrs)\b", re.I)

ASKED_OF_PERSON = "Ask what the person has done, or what the job needs."


class _State(Enum):
    """The kind of list that a line of an advert is in."""

    PLAIN = 0
    NEEDED = 1
    WISHED = 2
    TESTED = 3
    AGAINST = 4


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase of an advert that is unlawful in many places or unwise, and what to write instead."""

    start: int
    text: str
    topic: str
    instead: str


def kind_of_text(text: str, posts: int) -> TextKind:
    """What a text is, by its words and its periods of years. `posts` are the titles that somebody held in it."""
    advert = len({match[0].casefold() for match in _ADVERT.finditer(text)})
    periods = len(_RANGE.findall(text)) * (2 if posts > 1 else 1)
    resume = len({match[0].casefold() for match in _RESUME.finditer(text)}) + periods
    if advert > 1 and advert > resume:
        return "advert"
    return "resume" if posts and (resume or posts > 1) else "text"


def is_of_another(before: str, after: str = "") -> bool:
    """Whether the words around a title in an advert make it that of a boss, or of the person's past."""
    return _OTHERS.search(before) is not None or _EMPLOYS.match(after) is not None


class Asked(NamedTuple):
    """What an advert asks for, each sentence or item of a list as written."""

    needed: tuple[str, ...]
    wished: tuple[str, ...]
    against: tuple[str, ...] = ()
    """Who may not apply."""


def must_haves(text: str) -> list[str]:
    """The conditions of an advert: those of `asked_for` that are needed."""
    return list(asked_for(text).needed)


def asked_for(text: str) -> Asked:
    """The sentences and items that state a condition, those that say what is welcome, and those on who may not apply.

    Under a heading such as "Requirements:" or "Desirable:", all.
    """
    found = _Found()
    state = _State.PLAIN
    alone = False  # whether the line before is only a heading
    in_block = False  # whether lines without bullets stand right under such a heading
    for line in _unwrapped(text):
        item = _BULLET.sub("", line).strip()
        is_bullet = _BULLET.match(line) is not None and not _OTHER_HEADING.fullmatch(item)  # "5. Contract"
        in_block = bool(item) and not is_bullet and (alone or in_block) and not _OTHER_HEADING.fullmatch(item)
        if item and not is_bullet and not in_block:
            state = _State.PLAIN
        alone = alone and not item
        for number, part in enumerate(filter(None, _SENTENCE.split(item))):
            state, condition = _read_part(part, state, is_item=is_bullet and not number)
            alone = not condition
            in_block = in_block and not (condition and condition != part.rstrip(";"))
            is_listed = is_bullet or not number or not _STATES.search(condition)
            for clause in _clauses(condition) if len(condition) <= LONGEST_MUST else ():
                found.add(clause, state, is_listed=is_listed)
            if part.endswith(".") and not is_bullet and not in_block:
                state = _State.PLAIN  # "Must-haves: French; a degree. Salary by grade."
    return Asked(tuple(found.needed), tuple(found.wished), tuple(found.against))


class _Found:
    """The conditions that have been read so far, each one once."""

    def __init__(self) -> None:
        self.needed: dict[str, None] = {}
        self.wished: dict[str, None] = {}
        self.against: dict[str, None] = {}

    def add(self, condition: str, state: _State, *, is_listed: bool) -> None:
        """Sort a condition in: by the list that it stands in, and by its own words."""
        said = (
            condition if state is _State.WISHED else _IN_BRACKETS.sub("", condition)
        )  # "Director (ex-diplomat preferred)"
        if state is _State.AGAINST or _RULES_OUT.search(condition):
            self.against[condition] = None
        elif _NO_MUST.search(said) or state is _State.WISHED:
            if _IS_WELCOME.search(said) or (state is _State.WISHED and is_listed):
                self.wished[condition] = None
        elif state is not _State.TESTED and ((state is _State.NEEDED and is_listed) or _MUST.search(said)):
            self.needed[condition] = None


def _clauses(condition: str) -> list[str]:
    """A condition without what it only wishes for, and that: "3 years in finance, Arabic a plus"."""
    parts = _PARTS.split(condition)
    wishes = [part for part in parts[1:] if _IDEALLY.match(part)]
    if len(parts) > 1 and _WISH_AT_END.fullmatch(parts[-1]):
        wishes.append(parts[-1])
    needed = ", ".join(part for part in parts if part not in wishes)
    return [needed, *wishes] if wishes and _SURE.search(needed) else [condition] if condition else []


def _unwrapped(text: str) -> Iterator[str]:
    """The lines of a text, each with those after it that only go on because it was full."""
    whole = ""
    for line in text.splitlines():
        goes_on = len(whole) >= FULL_LINE and whole[-1:] not in ".:;!?" and line[:1].islower()
        if goes_on:
            whole += f" {line.strip()}"
            continue
        yield whole
        whole = line.rstrip()
    yield whole


def _read_part(part: str, state: _State, *, is_item: bool) -> tuple[_State, str]:
    """What a sentence or an item of a list is under, and its text without the heading."""
    if heading := _AGAINST.match(part):
        return _State.AGAINST, part[heading.end() :].strip().rstrip(";")
    if heading := _NEEDED.match(part):
        return _State.NEEDED, part[heading.end() :].strip().rstrip(";")
    if heading := _WISHED.match(part):
        return _State.WISHED, part[heading.end() :].strip().rstrip(";")
    if heading := _TESTED.match(part):
        return _State.TESTED, part[heading.end() :].strip()
    if _HEADING.match(part) and not (is_item and state is not _State.PLAIN):  # "C language: German"
        return _State.PLAIN, part.rstrip(";")
    return state, part.rstrip(";")


def years_asked(text: str) -> int | None:
    """The most years of experience that an advert asks for; None if it names none."""
    years = [int(match[1]) for match in _YEARS.finditer(text) if "old" not in text[match.end() : match.end() + 12]]
    return max((value for value in years if value < 41), default=None)


def doubtful_wording(text: str) -> tuple[Wording, ...]:
    """Wording that is unlawful in many places or unwise, in the order of the text, one for each topic and phrase."""
    return tuple(sorted(_doubtful(text), key=lambda wording: wording.start))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    groups = yaml.safe_load(Path(__file__).with_name("adverts.yaml").read_text(encoding="utf-8"))
    return tuple(
        (group["topic"], re.compile(rf"(?<!\w)(?:{'|'.join(group['phrases'])})(?!\w)", re.I), group["instead"])
        for group in groups
    )


def _doubtful(text: str) -> Iterator[Wording]:
    taken: list[range] = []
    for topic, pattern, instead in _patterns():
        for match in pattern.finditer(text):
            if not _is_taken(range(match.start(), match.end()), taken):
                taken.append(range(match.start(), match.end()))
                yield Wording(match.start(), " ".join(match[0].split()), topic, instead)
    if asked := forbidden_topic(text):
        start = text.replace("’", "'").find(asked.words)
        if not _is_taken(range(start, start + len(asked.words)), taken):
            yield Wording(start, asked.words, asked.topic, ASKED_OF_PERSON)


def _is_taken(place: range, taken: Sequence[range]) -> bool:
    """Whether wording begins in another, or holds it: "your date of birth". "Single woman under 40" has two."""
    return any(place.start in other or (place.start <= other.start and other.stop <= place.stop) for other in taken)

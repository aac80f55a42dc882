"""`requirements`: what a role asks of people: languages, a degree, a nationality, a clearance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from content.library import Library
from content.models import Entry, Role
from handlers.command import Command, Services
from handlers.commands.sections import lines_of
from handlers.entry_lines import lines_about, lines_naming
from handlers.find_entry import find_entry
from handlers.lookup_replies import other_jobs, related_job_note, roles_of
from handlers.parsing.who_may_apply import without_applicants
from handlers.reply import Bold, Button, Heading, Reply, actions, items, note, plain, reply, text
from handlers.request import Request
from handlers.several import named_together
from handlers.topic import topic_of, topic_offering
from handlers.wording import EMPLOYERS_OWN_RULES, join_phrases, short_answer


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.I | re.X)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of requirement: the words that ask for it and find it in an entry's lines, and its kinds of gate."""

    name: str
    words: re.Pattern[str]
    gates: frozenset[str]
    explained_by: str = ""
    """The entry that explains it in general."""


KINDS = (
    Kind(
        "languages",
        _pattern(
            r"""\b(?: languages?(?!\ (?:staff|unit|service|section|school|assistant)) | speaks? | spoken | speaking
            | fluent\w* | fluency | bilingual )\b"""
        ),
        frozenset(["language"]),
        explained_by="Language proficiency rating",
    ),
    Kind(
        "age",
        _pattern(
            r"""\b(?: age | how\ old | too\ old | too\ young | (?:or|and)\ (?:younger|older)
            | \d\d[\ -]?(?:years?|yrs?|y)?[\ -]?olds? )\b"""
        ),
        frozenset(["age"]),
    ),
    Kind(
        "education",
        _pattern(
            r"""\b(?: degrees? | education | universit\w+ | stud(?:y|ies|ied) | diploma | graduates? | masters?
            | bachelors? | phd | mba )\b"""
        ),
        frozenset(["education", "examination"]),
    ),
    Kind("examination", _pattern(r"\b(?: (?:entrance|entry|written)\ )? exams? \b"), frozenset(["examination"])),
    Kind(
        "nationality",
        _pattern(
            r"""\b(?: (?:dual\ )?(?: nationalit\w+ | nationals? | citizens?(?:hip)? ) | passport\ holders?
            | foreigners?
            | (?:an?\ )?(?: two | second | dual | foreign | other | another ) \ passports?
            | passports?\ to\ (?:be|become|work|apply) | work\ permits?
            | expats? )\b"""
        ),
        frozenset(["nationality"]),
        explained_by="Nationality requirement",
    ),
    Kind(
        "clearance",
        _pattern(
            r"""\b(?: clearances? | vetting | vetted | security\ checks? | background\ checks?
            | criminal\ (?:records?|convictions?) )\b"""
        ),
        frozenset(["clearance"]),
        explained_by="Security clearance",
    ),
)
_NATIONALITY = next(kind for kind in KINDS if kind.name == "nationality")
_LANGUAGE = r"french|english|spanish|arabic|russian|chinese|mandarin|german|portuguese|italian"
_ASKED = re.compile("|".join([*(f"(?:{kind.words.pattern})" for kind in KINDS), rf"\b(?:{_LANGUAGE})\b"]), re.I | re.X)
_SPEAKING_FOR = re.compile(r"\bspeak(?:s|ing)?\s(?:for|to|with|of|at|in\s(?:public|the))\b", re.I)
"""Speaking that isn't about a language: "speaks for the country"."""
_DEPENDS = "It depends on the job."
_VERBS = re.compile(
    r"\b(?:need(?:ed|s)?|require[ds]?|requirements?|must|pass(?:ed)?|take|sit|undergo|should|have|has|had|know|be|get|hold|work|eligible"
    r"|max(?:imum)?|min(?:imum)?|limits?|restrictions?|range)\b",
    re.I,
)
_RULING_OUT = r"""\b(?: rul(?:e[sd]?|ing) (?:\ \w{1,12}){0,3} \ out | disqualif\w{1,8} | knock[ -]?outs?
    | deal[ -]?breakers? | (?:hard|formal)\ (?:stops?|no[ -]gos?) ) \b
    (?:\ (?:criteri(?:a|on)|checks?|questions?))?"""
"""What keeps somebody from a job: "what would rule someone out"."""
_RULED_OUT = _pattern(
    rf"""^ (?:\W*\b(?:what|who|which|are|is|there|any|would|could|can|might|do|does|the)\b)* \W* {_RULING_OUT}
      (?:\ (?:someone|somebody|people|anyone|an?\ candidate|candidates?))?
      (?:\ (?:for|from|as|of|to\ be)\b (?:\ being)?)?"""
)
"""Such a question, up to the job."""
_GAP = ".{0,60}"
"""What stands between two words of a sentence that asks; with a bound, so that a long line takes no longer."""
_ASKS = _pattern(
    rf"""\bcan\b {_GAP} \b(?: citizens? | foreigners? | nationals? | expats? )\b {_GAP}
      \b(?: work | be | become | apply | serve | join | get )\b
    | \b(?: need | needs | needed | have | has | must | should | required )\b {_GAP} \b(?: speak | know | fluent )\b
      {_GAP} \b(?: {_LANGUAGE} | languages? )\b
    | \b(?: hires? | takes? | recruits? | employs? | accepts? )\b {_GAP} \b(?: citizens? | foreigners? | nationals? )\b
    | \b(?: need | needs | require | requires )\b {_GAP} \blanguages?\b
    | \b(?: two | second | dual | foreign )\ passports?\b
    | \b(?: needs? | requires? | must | without )\b {_GAP} \b(?: degree | diploma | masters? | bachelors? | mba | phd
      | clearance | citizenship | exam )\b
    | \b(?: need | have | must )\b {_GAP} \bbe\ (?:an?\ )? (?:\w+\ )? (?: citizen | national )\b
    | \b(?: need | needs | require | requires | must | should )\b {_GAP} \b(?: {_LANGUAGE} )\b
    | \b(?: {_LANGUAGE} | masters? (?:\ degree)? | bachelors? (?:\ degree)? | phd | mba | degree | diploma | clearance
      | citizenship | nationality )\b {_GAP}
      \b(?: required | needed | necessary | mandatory | compulsory | essential | an?\ must | must[\ -]have | obligatory
      | enough )\b
    | \b(?: minimum | maximum | max | min )\ age\b | \bage\ (?:limits?|restrictions?|range)\b
    | \bcriminal\ (?:records?|convictions?)\b
    | {_RULING_OUT}
    | \bdual\ (?:nationals?|citizens?|nationality|citizenship)\b
    | \bhow\ old\b | \btoo\ (?:old|young)\b
    | \b[2-7]\d[\ -]?(?:years?|yrs?|y)?[\ -]?olds?\b
    | \bstud(?:y|ied)\ to\ (?:be|become)\b | \bwhat\ {_GAP} \bstudy\b"""
)
"""Sentences that ask for a requirement, in words that no cue has."""
_TO_BE = re.compile(r"\b(?:be|become|work\sas|hired\sas)\s(?:an?|the)\s(?P<role>[^,;?!]{3,50}?)\W*$", re.I)
"""The job at the end of a question, whatever it names before: "need NATO clearance to be a consul"."""


async def run(request: Request, services: Services) -> Reply:
    """What the role's entry says about the requirement asked for, or all requirements."""
    beside = without_applicants(request.text)
    kind = next((kind for kind in KINDS if kind.words.search(request.text)), None if beside is None else _NATIONALITY)
    if kind is None and re.search(_LANGUAGE, request.text, re.I):
        kind = KINDS[0]
    asked = _RULED_OUT.sub(" ", request.text if beside is None else beside)
    name = " ".join(_VERBS.sub(" ", _ASKED.sub(" ", asked)).split())
    if (to_be := _TO_BE.search(request.text)) and isinstance(services.library.match(to_be["role"]).entry, Role):
        name = to_be["role"]
    several = named_together(name, None, services.library) if kind else []
    if kind and len(several) > 1 and all(isinstance(one, Role) for one in several):
        return _of_each([one for one in several if isinstance(one, Role)], kind, services.library)
    entry = find_entry(name or request.text, services, "requirements")
    if isinstance(entry, Reply) and name and (job := services.library.match(name).only_job):
        entry = job  # the router says that the name has other senses
    if kind and not isinstance(entry, Reply) and (role := _asking(kind, entry, services.library)):
        return _of_role(role, entry, kind, services.library)
    if kind and not isinstance(entry, Role) and (general := services.library.by_name(kind.explained_by)):
        employer = None if isinstance(entry, Reply) else entry
        may_mean = services.library.match(name).suggestions if name else ()
        language = re.search(_LANGUAGE, request.text, re.I)
        return _in_general(kind, general, employer, may_mean, language[0].capitalize() if language else "")
    if isinstance(entry, Reply):
        return entry
    roles = roles_of(entry, services.library)
    if kind and not isinstance(entry, Role) and (lines := lines_about(kind.words, entry)):
        return _said_of_term(kind, entry, lines)
    return _of_role(roles[0], entry, kind, services.library) if roles else _of_term(entry)


def _asking(kind: Kind, entry: Entry, library: Library) -> Role | None:
    """The first role of an employer with a rule of this kind: of the EEAS, for "can foreigners work for the EEAS".

    An employer has a name of its own, unlike "embassy", where each job has its own rules. What the general entry says
    of an employer counts more than one of its jobs.
    """
    own_name = any(word[0].isupper() for word in entry.name.split()[1:])
    general = library.by_name(kind.explained_by)
    if general is None or not own_name or not set(re.findall(r"\w+", general.definition)).isdisjoint(entry.acronyms):
        return None
    roles = roles_of(entry, library)
    names = (*entry.acronyms, entry.name)
    staff = [role for role in library.roles if role.name.startswith(names)]  # "NATO International Staff Officer"
    roles = [*staff, *(role for role in roles if entry in library.linked(role.search.companies))]
    return next((role for role in roles if any(gate.kind in kind.gates for gate in role.gates)), None)


def _of_each(roles: Sequence[Role], kind: Kind, library: Library) -> Reply:
    """What each of several roles asks for, in a line."""
    missing = f"names no {_missing(kind)}."
    return reply(
        Heading(f"{kind.name.capitalize()}: {' and '.join(role.name for role in roles)}"),
        items((Bold(f"{role.name}: "), next(_lines(role, kind), f"my entry {missing}")) for role in roles),
        note(EMPLOYERS_OWN_RULES),
        actions(*(Button(role.name, f"requirements {kind.name} {role.name}") for role in roles)),
        topic=replace(topic_of(*roles), kind=kind.name),
    )


def _of_role(role: Role, asked: Entry, kind: Kind | None, library: Library) -> Reply:
    lines = list(dict.fromkeys(_lines(role, kind)))
    what = kind.name if kind else "requirements"
    general = library.by_name(kind.explained_by) if kind and not lines else None
    lines += lines_naming(role.name.split()[0], general) if general else []  # what holds for all jobs at the "UN"
    instead = [route.text for route in role.hiring] if kind and not lines else []
    return reply(
        Heading(f"{what.capitalize()}: {role.name}"),
        related_job_note(role, asked),
        items(lines) if lines else text("My entry on ", Bold(role.name), f" names no {_missing(kind)}."),
        text(Bold("How people get in:")) if instead else None,
        items(instead),
        note(EMPLOYERS_OWN_RULES),
        actions(
            Button("Hiring", f"career {role.name}"),
            Button("Levels", f"levels {role.name}"),
            Button("What it means", f"define {role.name}"),
        ),
        other_jobs(role, asked, library, "requirements"),
        topic=replace(topic_of(asked), kind=kind.name if kind else ""),
    )


def _missing(kind: Kind | None) -> str:
    """What an entry without lines lacks, for "My entry names no …"."""
    if kind is None:
        return "formal requirements"
    return {"languages": "language", "education": "degree", "clearance": "clearance"}.get(kind.name, kind.name)


def _in_general(kind: Kind, entry: Entry, employer: Entry | None, may_mean: Sequence[Entry], language: str) -> Reply:
    """What the content says of a requirement if no job is named, or one that may be several.

    It begins with what it says of the employer, if one is named.
    """
    jobs = [other for other in may_mean if isinstance(other, Role)]
    if len(jobs) > 1:
        return reply(
            text(f"Several jobs fit: {join_phrases([job.name for job in jobs])}. Pick one to see its {kind.name}."),
            actions(*(Button(job.name, f"requirements {kind.name} {job.name}", replace=True) for job in jobs)),
            text(Bold(f"{entry.name}: "), short_answer(entry.definition)),
            topic=topic_offering(jobs, "requirements"),
            shareable=False,
        )
    said = lines_naming(employer.acronyms[0], entry) if employer and employer.acronyms else []
    return reply(
        Heading(f"{kind.name.capitalize()} in general"),
        text(Bold(said[0] if said else f"Whether {language} is needed depends on the job." if language else _DEPENDS)),
        text(Bold(f"{entry.name}: "), entry.definition),
        note("Name a job, and I'll look it up: “requirements consul”."),
        actions(Button("More", f"details {entry.name}"), Button("Browse", "browse")),
        topic=topic_offering([entry], "define"),
    )


def _said_of_term(kind: Kind, entry: Entry, lines: list[str]) -> Reply:
    """What a term says of a requirement: the age limit of a programme."""
    return reply(
        Heading(f"{kind.name.capitalize()}: {entry.name}"),
        items(lines),
        note(EMPLOYERS_OWN_RULES),
        actions(Button("What it means", f"define {entry.name}"), Button("More", f"details {entry.name}")),
        topic=replace(topic_of(entry), kind=kind.name),
    )


def _of_term(entry: Entry) -> Reply:
    return reply(
        text(Bold(entry.name), " isn't a job, so I have no requirements for it."),
        text(Bold("In short: "), entry.definition),
        actions(Button("What it means", f"define {entry.name}"), Button("More", f"details {entry.name}")),
        shareable=False,
        topic=topic_of(entry),
    )


def _lines(role: Role, kind: Kind | None) -> Iterator[str]:
    """The requirements of a kind, then other lines of the entry that speak of it."""
    yield from (gate.fact for gate in role.gates if kind is None or gate.kind in kind.gates)
    if kind is not None:
        others = [gate.fact for gate in role.gates]  # "a law degree, and two more EU languages"
        others += [route.text for route in role.hiring]
        others += [plain(line) for section in role.sections.values() for line in lines_of(section)]
        yield from (line for line in others if kind.words.search(_SPEAKING_FOR.sub("", line)))


def _asks(typed: str, services: Services) -> bool:
    return _ASKS.search(typed) is not None


command = Command(
    name="requirements",
    summary="Languages, degree, nationality and clearance asked for",
    usage="requirements <role>",
    examples=("requirements consul",),
    run=run,
    takes_entry=True,
    pure=True,
    prompt="Requirements of which role?",
    synonyms=("conditions", "eligibility"),
    cues=(
        " what languages ",
        " which languages ",
        " what language ",
        " which language ",
        " how many languages ",
        " languages must ",
        " languages should ",
        " languages does ",
        " languages do ",
        " what degree ",
        " which degree ",
        " degree for ",
        " degree do ",
        " degree does ",
        " need a degree ",
        " university degree ",
        " citizenship ",
        " nationality ",
        " a security clearance to be ",
        " clearance for a ",
        " clearance for an ",
        " what clearance ",
        " which clearance ",
        " clearance do ",
        " clearance does ",
        " clearance level ",
        " level of clearance ",
        " clearances do ",
        *("requisitos para ser", "requisitos para", "anforderungen an", "conditions pour devenir", "requisiti per"),
        "requirements for",
        "requirements of",
        "conditions for",
        " languages for ",
        " languages needed ",
        " languages required ",
        " language requirements ",
        " language skills ",
        " what education ",
        " which education ",
        " education for ",
        " what qualifications ",
        " which qualifications ",
        "qualifications for",
        "qualifications of",
        "must haves for",
        "must have for",
        "must-haves for",
        "must-have for",
        "nice to haves for",
        "nice-to-haves for",
        " requirements ",
        " must haves ",
        " must-haves ",
        " nice to haves ",
        " nice-to-haves ",
        "dealbreakers for",
        "deal breakers for",
        "knock out criteria",
        "knock-out criteria",
        "knockout criteria",
        "knockout questions",
        "deal-breakers for",
        "essential criteria",
        "selection criteria",
        "screening criteria",
        "eligible for",
        "eligible to be",
        " speaks only ",
        " only speaks ",
        " speaks no ",
        " doesn't speak ",
    ),
    asks=_asks,
    claims=lambda line, services: without_applicants(line) is not None,  # before "become", which asks for `career`
    used=lambda typed, _: _ASKED,
    without_details=lambda typed: typed if (beside := without_applicants(typed)) is None else beside,
    repeats=True,
    order=66,
)

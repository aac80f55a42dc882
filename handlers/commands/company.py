"""`company`: an ex-diplomat for a job in a company: whom to search, what transfers, what doesn't, what to check."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize, stems
from content.models import ForCompany, Role
from handlers.command import Command, Services
from handlers.find_entry import without_people
from handlers.find_job import find_role
from handlers.left_out import unused_words
from handlers.lookup_replies import echo, roles_of
from handlers.reply import (
    Block,
    Bold,
    Button,
    Folded,
    Heading,
    Items,
    Link,
    Option,
    Overflow,
    Reply,
    Spans,
    actions,
    items,
    note,
    reply,
    text,
)
from handlers.request import Request
from handlers.topic import topic_of, topic_offering
from handlers.wording import join_phrases, with_full_stop

ROLES_SHOWN = 4
OUR_ADVICE = "What transfers is our advice from common careers, not a published rule. Ask each person for one example."
_ASKED = re.compile(r"\b(?:an?|the|ex|former|retired|diplomats?|for|in|at|to|into|of|as|job|role|company)\b", re.I)
_IN_COMPANY = re.compile(
    r"\b(?:(?:(?:gov(?:ernment|['’]?t)?|public|corporate|regulatory|external|international)\s(?:affairs|relations|policy))"
    r"|lobby(?:ing|ist)?|geopolitic\w*|political risk|country risk|compliance|consult(?:ing|ancy)|comms"
    r"|communications|csr|esg|private sector|industry|corporate|compan(?:y|ies)|(?:\w{2,5})?tech|start-?up|bank(?:ing)?"
    r"|energy|telco|telecoms?|insurance"
    r"|advis[eo]rs?|consultants?|retail|oil|mining|manufacturer"
    r"|pharma|in-house|boards?|advisory|think[\s-]tank|foundation|ngos?|hotels?|airlines?|law firm|fund|insurer)\b",
    re.I,
)
"""Kinds of jobs and places in companies."""
_ASKS_FOR_RULES = re.compile(
    r"\b(?:cool(?:ing)?[\s-]?off|revolving[\s-]doors?|gardening\sleave|business\sappointment\srules"
    r"|post[\s-]employment\s(?:rules|restrictions?|bans?)|lobbying\sbans?)\b",
    re.I,
)
"""Names of the rules for people who leave a service."""
_FOR = re.compile(
    r"^\W*(?:company\s+)?(?:(?:an?\s+)?(?:(?:ex|former|retired)[\s-]+)?diplomats?\s+)?(?:(?:for|in|at|as|to|into)\s+)?(?:(?:an?|the)\s+)?",
    re.I,
)
"""The words before the job, as in "company ex-diplomat for"."""
_LEFT = re.compile(r"\b(?:ex|former|formerly|retired|one-?time|past|previous)\b", re.I)
_FOR_WHAT = re.compile(r"^\s(?:for|in|as|into)\s(?:(?:an?|our|the|my|their|its|some|your)\s)?", re.I)
"""What stands between a former diplomat and the job."""
_UNIT = re.compile(
    r"\s(?:team|unit|department|function|practice|role|job|position|post|EMEA|MENA|APAC|LATAM|DACH|CEE)\W*$", re.I
)
_PARTS = re.compile(r"\s(?:and|or|for|in|of|on|at)\s(?:an?\s)?", re.I)
_FORMER = re.compile(
    r"\b(?:ex|former|formerly|retired|one-?time|past|previous|used to be|(?:someone|somebody) who was|was once)[\s-]"
    r"(?:an?\s)?",
    re.I,
)
"""The words before a role that somebody held."""
_EMPLOYERS = frozenset(
    stems("bank ngo foundation fund firm startup company corporation hotel airline university lab museum")
)
"""Stems of kinds of employers, which say where but not which job: "for a bank"."""
_COULD = re.compile(
    r"^\W*(?:(?:and|so|but)\s)?(?:what\s(?:can|could|would|might|else)|where|how|could|can|would|might)\b.{0,60}\b(?:do|work|go|fit|bring|offer|useful|help|move)\b",
    re.I,
)
"""Asks what somebody could do."""
_COMPANIES = re.compile(
    r"\b(?:companies|firms|corporates?|banks|businesses|consultancies|(?:in\s)?(?:the\s)?private[\s-]sector|(?:in\s)?industry"
    r"|outside\s(?:of\s)?(?:the\s)?(?:government|gov|public\s(?:sector|service)|state)|non-?government(?:al)?)\b",
    re.I,
)
_HIRE = re.compile(
    r"\b(?:(?:that|who|which|what|any)\s)?(?:hir(?:e|es|ing)|employ(?:s|ers?|ing)?|recruit(?:s|ing)?|tak(?:e|es|ing)(?:\son|\sin)?|wants?|uses?)\b",
    re.I,
)
"""With a word for companies, asks which of them hire: "which banks hire sanctions officers"."""
_AFTERWARDS = re.compile(
    r"\b(?:go|work|end\sup|do|land|move|jobs?|roles?|careers?)\s(?:\w+\s)?(?:after|once|when)\s(?:(?:leaving|they\sleave|they['’]?ve\sleft|they\sretire|retir(?:ing|ement))"
    r"(?:\s(?:from\s)?(?:the\s)?(?:(?:foreign|diplomatic)\s)?(?:service|ministry|diplomacy|office|government))?"
    r"|(?:the\s)?(?:(?:foreign|diplomatic)\s)?service|diplomacy|government)\b",
    re.I,
)
"""Asks where people go who leave a service."""
_ASKING = re.compile(
    r"\b(?:where|which|what|who|do|does|list|name|some|any|give|me|of|for|are|there|usually|mostly)\b", re.I
)
_RULES = "cooling-off rules"
_BUTTONS_AT = ("government affairs", "country risk", "communications", "trade compliance")


_FIRM = re.compile(
    r"\b(?:compan(?:y|ies)|firm|plc|ltd|inc|gmbh|llc|corp|corporation|start-?up|fintech|biotech|manufacturer|maker|bank|insurer)\b"
    r"|\b(?:AG|SE|SA|NV|BV|S\.A\.|Group)(?=\s?[–—,-])",
    re.I,
)
"""Words of an employer that is a company."""
_USED = re.compile("|".join(each.pattern for each in (_COMPANIES, _HIRE, _AFTERWARDS, _LEFT)), re.I)


async def run(request: Request, services: Services) -> Reply:
    """The roles whose people take such jobs, or what one role brings."""
    library = services.library
    known = [role for role in library.roles if role.for_company]
    typed = request.text.strip(" ?.!")
    if _ASKS_FOR_RULES.search(typed):
        return _only_rules(library)
    if library.is_form(typed):
        result = find_role(typed, services, "company")
        if isinstance(result, Reply):
            return result
        return _of_role(result[0], known, library)
    if wanted := _employers_asked(typed, library):
        return _where_they_go(wanted, known, library)
    if _claims(typed, services):
        typed = _job_in(typed, library)
    job = " ".join(_ASKED.sub(" ", typed.replace("-", " ")).split())
    fitting = _fitting(job, known)
    former = _former_role(request.text, library)
    role = former or _role_in(request.text, library)
    if role and not (fitting and not role.for_company) and (former or not fitting or _COULD.search(request.text)):
        if role not in fitting or not former:
            return _of_role(role, known, library)
        fitting = [role, *(other for other in fitting if other is not role)]
    return _several(_FOR.sub("", typed), fitting[:ROLES_SHOWN], library) if fitting else _ask_for_job(job)


def job_in_company(title: str, typed: str, library: Library) -> str:
    """The job in a company that an advert's title names, if the company may want a former diplomat; "" otherwise."""
    job = _IN_COMPANY.search(title)
    is_ours = _left_the_service(library).search(typed) or _former_role(typed, library) or _FIRM.search(typed)
    return job[0] if job and is_ours else ""


def _employers_asked(typed: str, library: Library) -> Role | None:
    """The role of a line that asks which companies hire its people, or where they go after the service."""
    asked = _COMPANIES.search(typed) and _HIRE.search(typed)
    if not asked and not _AFTERWARDS.search(typed):
        return None
    for words in (_COMPANIES, _HIRE, _AFTERWARDS, _LEFT, _ASKING):
        typed = words.sub(" ", typed)
    match = library.match(without_people(typed.replace("-", " ")))
    jobs = roles_of(match.meant, library) if match.meant else []
    return jobs[0] if jobs else match.only_job


def _where_they_go(role: Role, known: list[Role], library: Library) -> Reply:
    """The jobs in companies that people of a role take: no pack lists companies."""
    none = text("I have no list of companies that hire them.")
    if role.for_company:
        one = _one(role, role.for_company, library)
        return replace(one, blocks=(one.blocks[0], none, *one.blocks[1:]))
    linked = library.linked((*role.titles.below, *role.related, *role.titles.above))
    asked = {name for pack in library.packs for name in pack.most_asked}
    near = sorted(
        (other for other in known if other in linked or other.name in asked), key=lambda other: other not in linked
    )
    return reply(
        Heading(f"{role.name} in a company"),
        none,
        text(Bold("Jobs that people take there:")),
        items(
            (Bold(f"{other.name}: "), with_full_stop(join_phrases(other.for_company.goes_to)))
            for other in near[:ROLES_SHOWN]
            if other.for_company
        ),
        *_rules(library),
        actions(
            *(Button(f"{other.name} in a company", f"company {other.name}") for other in near[:2]),
            Button("Search", f"search {role.name}"),
            Button("Public employers", f"organisations {role.name}"),
        ),
        topic=topic_of(role),
    )


def _of_role(role: Role, known: list[Role], library: Library) -> Reply:
    return _one(role, role.for_company, library) if role.for_company else _not_written(role, known, library)


def _role_in(typed: str, library: Library) -> Role | None:
    """The role that a line names beside the place of work: "what can a political officer do in a bank"."""
    entry = library.match(_IN_COMPANY.sub(" ", typed)).entry
    return entry if isinstance(entry, Role) else None


def _job_in(typed: str, library: Library) -> str:
    """The job in a company that a line names, mostly after the person: "wants an ex-ambassador for its board"."""
    left = _left_the_service(library).search(typed)
    behind = typed[left.end() :] if left else ""
    found = _IN_COMPANY.search(behind) or _IN_COMPANY.search(typed)
    if found is None:
        return typed
    job = _FOR_WHAT.sub("", behind) if _FOR_WHAT.match(behind) else found.string[found.start() :]
    job = re.split(r"[,;.?!(]", job, maxsplit=1)[0]
    job = re.sub(
        r"\bcomms\b", "communications", re.sub(r"\bgov(?:['’]?t)?\b", "government", job, flags=re.I), flags=re.I
    )
    return _UNIT.sub("", job)


def _left_the_service(library: Library) -> re.Pattern[str]:
    """A pattern for somebody who has left the service: "a retired ambassador"."""
    return _former(tuple(word for pack in library.packs for word in pack.vocabulary.leavers))


@lru_cache(maxsize=8)
def _former(leavers: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(word).replace(r"\ ", "[ -]") + "s?" for word in sorted(leavers, key=len, reverse=True))
    return re.compile(
        rf"\b(?:ex[\s-]?|(?:former|retired|onetime|past)[\s-])(?:{words or '(?!)'})\b"
        rf"|\b(?:{words or '(?!)'})[\s-](?:types?|background|profiles?|calib(?:re|er)|level)\b"
        rf"|\b(?:{words or '(?!)'})\b(?<=s)(?=\sfor\s)",  # "diplomats for a government affairs job"
        re.I,
    )


def _former_role(typed: str, library: Library) -> Role | None:
    """The role that somebody held: "a retired ambassador for our board"."""
    former = _FORMER.search(typed)
    name = library.leading_form(typed[former.end() :].replace("-", " ")) if former else ""
    role = library.match(name).entry if name else None
    return role if isinstance(role, Role) else None


def _fitting(job: str, roles: Iterable[Role]) -> list[Role]:
    """The roles that lead to such a job, by the words that their usual next jobs share with it, best first.

    Of equal ones, those first whose next job adds nothing ("agribusiness public affairs") and is the more usual.
    """
    scored = [
        (max((_score(job, goal), -_added(job, goal), -place) for place, goal in enumerate(advice.goes_to)), role)
        for role in roles
        if (advice := role.for_company) and advice.goes_to
    ]
    best = sorted((pair for pair in scored if pair[0][0]), key=lambda pair: pair[0], reverse=True)
    return [role for _, role in best]


def _score(job: str, goal: str) -> int:
    """How many words of a job a usual next job has; 0 unless it has the job's main word, or the job has its."""
    wanted, offered = _words(job), _words(goal)
    if not wanted:
        return int(normalize(job) == normalize(_ASKED.sub(" ", goal)))  # "chief of staff"
    same_job = _main_words(job).difference(_EMPLOYERS) & set(offered) or _main_words(goal) & set(wanted)
    return len(set(wanted) & set(offered)) if same_job else 0


def _added(job: str, goal: str) -> int:
    """How many words a usual next job adds to a job."""
    return len(set(_words(goal)) - set(_words(job)))


def _main_words(phrase: str) -> set[str]:
    """The last word of each part that says something: "energy" and "affairs" in "government affairs for energy"."""
    return {words[-1] for part in _PARTS.split(phrase) if (words := _words(part))}


def _words(phrase: str) -> list[str]:
    """The stems that say something, in their order."""
    vague = lexicon().function | lexicon().generic
    return [stem for stem in stems(normalize(phrase)) if stem not in vague]


def _several(wanted: str, roles: list[Role], library: Library) -> Reply:
    advice = [role.for_company for role in roles if role.for_company]
    names = [role.name for role in roles]
    return reply(
        Heading(f"Ex-diplomats for {echo(wanted)}"),
        text(
            Bold("Search these titles, past rather than current: "),
            with_full_stop(join_phrases(names)),
        ),
        text(Bold("What transfers")),
        items(_firsts([one.transfers for one in advice])),
        text(Bold("What doesn't, as a rule")),
        items(_firsts([one.lacks for one in advice])),
        *_rules(library),
        note(OUR_ADVICE),
        actions(
            *(Button(f"Search: {role.name}", f"search {role.name}") for role in roles),
            Overflow(tuple(Option(f"{role.name} in a company", f"company {role.name}") for role in roles)),
        ),
        topic=topic_offering(roles, "company"),
    )


def _firsts(lists: list[tuple[str, ...]]) -> list[str]:
    """The first two lines of each list, without repeats and without beginnings of others."""
    firsts = list(dict.fromkeys(line for lines in lists for line in lines[:2]))
    whole = [line for line in firsts if not any(other != line and other.startswith(line) for other in firsts)]
    return whole[: ROLES_SHOWN + 1]


def _one(role: Role, advice: ForCompany, library: Library) -> Reply:
    return reply(
        Heading(f"{role.name} in a company"),
        text(Bold("Where they go: "), with_full_stop(join_phrases(advice.goes_to))),
        text(Bold("What transfers")),
        items(advice.transfers),
        text(Bold("What doesn't, as a rule")) if advice.lacks else None,
        items(advice.lacks),
        *_rules(library),
        note(OUR_ADVICE),
        actions(
            Button("Search", f"search {role.name}", primary=True),
            Button("Questions", f"questions {role.name}"),
            Button("What it means", f"define {role.name}"),
        ),
        topic=topic_of(role),
    )


def _rules(library: Library) -> tuple[Block, ...]:
    """What the old service may forbid for a time, folded."""
    head = text(
        Bold("Check the rules of the old service"),
        " before an offer. Other countries have their own.",
        button=Button("The rules", f"company {_RULES}"),
    )
    lines = _rule_lines(library)
    return (Folded(head, (Items(lines),)),) if lines else ()


def _rule_lines(library: Library) -> tuple[Spans, ...]:
    lines: list[Spans] = []
    for rule in (rule for pack in library.packs for rule in pack.leaving_rules):
        source = Link(rule.source.title, rule.source.url) if rule.source.url else rule.source.title
        lines.append((Bold(f"{rule.service}: "), rule.rule, " (", source, ")"))
    return tuple(lines)


def _only_rules(library: Library) -> Reply:
    """What former officials may not do for a time; the question for a job if no pack has such rules."""
    if not (lines := _rule_lines(library)):
        return _ask_for_job("")
    return reply(
        Heading("After public service: what may be forbidden for a time"),
        text("Check these before an offer. Other countries have their own."),
        items(lines),
        note(OUR_ADVICE),
        actions(*(Button(f"For {name}", f"company {name}") for name in _BUTTONS_AT[:2])),
    )


def _not_written(role: Role, known: list[Role], library: Library) -> Reply:
    """Say that a role has no advice, and offer the roles nearest to it that have."""
    linked = library.linked((*role.titles, *role.related))
    near = [other for other in known if other in linked] or known
    return reply(
        text("I have nothing yet on ", Bold(role.name), " in a company. The nearest that I have:"),
        actions(*(Button(other.name, f"company {other.name}") for other in near[:ROLES_SHOWN])),
        shareable=False,
        topic=topic_offering(near[:ROLES_SHOWN], "company"),
    )


def _ask_for_job(job: str) -> Reply:
    return reply(
        text(
            *(("I have no advice on ", Bold(f"“{echo(job)}”"), ". ") if job else ()),
            Bold("Which job in the company?"),
            " For example:",
        ),
        actions(*(Button(name.capitalize(), f"company {name}") for name in _BUTTONS_AT)),
        shareable=False,
    )


def _claims(line: str, services: Services) -> bool:
    """Whether the line looks for a former diplomat for a company's job ("wants an ex-ambassador for public affairs"),
    or for the rules on leaving a service.
    """
    if _ASKS_FOR_RULES.search(line):
        return services.library.match(line).entry is None
    if _employers_asked(line, services.library) is not None:
        return True
    if _IN_COMPANY.search(line) is None:
        return False
    left = _left_the_service(services.library).search(line) is not None
    return left or _former_role(line, services.library) is not None


def _asks(typed: str, services: Services) -> bool:
    """Whether a line asks what people of a role can do in a company."""
    if _COULD.search(typed) is None or _IN_COMPANY.search(typed) is None:
        return False
    whole = services.library.match(typed).entry  # "what can a tech attaché do" has "tech" in the name
    if isinstance(whole, Role) and _IN_COMPANY.search(" ".join(unused_words(typed, whole))) is None:
        return False
    return _role_in(typed, services.library) is not None


command = Command(
    name="company",
    summary="Ex-diplomats for a company: whom to search, what transfers, what to check",
    usage="company <job or role>",
    examples=("company economic officer",),
    run=run,
    takes_entry=True,
    pure=True,
    prompt="Which job in the company?",
    synonyms=("ex-diplomat", "ex-diplomats"),
    cues=(
        "ex-diplomat for",
        "ex diplomat for",
        "former diplomat for",
        "ex-diplomats for",
        "ex diplomats for",
        "diplomat for a company",
        "what transfers",
        "transferable skills",
    ),
    claims=_claims,
    asks=_asks,
    without_details=lambda typed: _LEFT.sub(" ", typed),
    used=lambda typed, library: (
        _USED if _employers_asked(typed, library) else _IN_COMPANY if _IN_COMPANY.search(typed) else None
    ),
    order=68,
)

"""`career`: how people are hired into a role, its formal requirements, and the steps that lead there."""

from __future__ import annotations

import re
from dataclasses import replace

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.models import Entry, Role, SectionName
from handlers.chairs import chair_in
from handlers.command import Command, Services
from handlers.commands.fact import who_appoints
from handlers.commands.requirements import KINDS
from handlers.commands.sections import lines_of, section_menu
from handlers.entry_lines import lines_naming, lines_with
from handlers.find_job import find_role
from handlers.grade_cards import answer
from handlers.lookup_replies import echo, other_jobs, related_job_note, without_asking
from handlers.market import market_lines
from handlers.parsing.grade import read_grades
from handlers.ranks import order_of
from handlers.reply import Bold, Button, Facts, Heading, Reply, Text, actions, items, note, reply, text
from handlers.request import Request
from handlers.topic import topic_of
from handlers.wording import EMPLOYERS_OWN_RULES, short_answer

SECTIONS = (
    SectionName.DUTIES,
    SectionName.SKILLS,
    SectionName.TOOLS,
    SectionName.ORGANISATIONS,
    SectionName.FAQ,
    SectionName.PAY,
)
_ROUTES = {
    "career": "Career service",
    "local": "Local hire",
    "political": "Political appointment",
    "competition": "Competition",
    "secondment": "Secondment",
    "contract": "Contract",
}
"""How people are hired, as a label: below "Career: Consul", "Career" alone says nothing."""
_BECOME = re.compile(r"\b(?:ever\s)?(?:becomes?|(?:be\s|get\s)?promoted\sto)\b", re.I)

_WITHOUT = re.compile(
    r"\b(?:be|become|get\sto\sbe)\s(?:an?\s)?(?P<name>[^?!,]{2,50}?),?\s(?:without|if|unless)\s(?:[\w'’]{1,9}\s){0,3}?"
    r"(?:being|having\sbeen|going\sthrough|coming\sfrom|been|not|never)\b",
    re.I,
)
"""Asks for a way in that skips a step: "can you be ambassador without being a career diplomat"."""
_FITS = re.compile(
    r"^\W*(?:(?:so|and|but|ok)\s)?(?:(?:is|are|does|do|would|will|can|could)\s)?(?P<past>[^?!]{3,60}?\b(?:experience|background|service|people|career|past|history|years|work))"
    r"\s(?:(?:be|is|are|count|counts|work|works|good|ok(?:ay)?|fine|enough|useful|relevant|transferable|acceptable|help|helps|right)\s){1,3}"
    r"(?:for|as|in|towards?|when\shiring|to\s(?:be|become))\s(?:an?\s|the\s)?(?P<name>[^?!,]{3,50}?)\W*$"
    r"|^\W*(?:(?:so|and|but|ok)\s)?(?:can|could|should|may)\s(?:i|we)\s(?:take|consider|use|hire|put\sforward|look\sat|accept|try)\s"
    r"(?:(?:someone|somebody|people|anyone|candidates?|a\sperson)\s)?(?P<from>(?:from|with|out\sof)\s[^?!]{3,50}?)\sfor\s(?:an?\s|the\s)?"
    r"(?P<job>[^?!,]{3,50}?)(?:\s(?:post|role|job|position|search|vacancy))?\W*$",
    re.I,
)
"""Asks whether a past counts for a role: "is PR agency experience ok for a press attaché"."""
_TIME_TO_HIRE = re.compile(
    r"\bhow\s(?:hard|difficult|easy)\s(?:is|are|would|will)\s(?:it|they|that)\s(?:be\s)?to\s(?:find|hire|recruit|source|get|fill)\b"
    r"|\btime\sfrom\s(?:application|advert|posting|interview)\sto\s\w+"
    r"|\bhow\s(?:long|quickly|fast|soon)\b.{0,60}?\b(?:fill(?:ed)?|hired?|recruit(?:ed)?|recruitment|hiring|selection|source|close|be\sfound)\b"
    r"(?:\s(?:process|procedure))?(?:\s(?:takes?|lasts?))?"
    r"|\bhow\smany\s(?:days|weeks|months)\b.{0,40}?\b(?:fill|hire|recruit)\b"
    r"|\btime[\s-](?:to|until|till)[\s-](?:hire|fill|offer|recruit|placement)\b|\b(?:hiring|recruitment)\s(?:times?|timelines?|duration|length|lead\stime)\b"
    r"|\b(?:duration|length)\sof\s(?:the\s)?(?:hiring|recruitment)(?:\sprocess)?\b",
    re.I,
)
"""Asks how long it takes to fill a job."""
_HARD = re.compile(r"\bhow\s(?:hard|difficult|easy)\b", re.I)
_AROUND_HIRE = re.compile(
    r"\b(?:average|typical|usual|normal(?:ly)?|usually|typically|roughly|current|a|an|the|for|of|take|takes|role|job|vacancy|position|opening"
    r"|seat|please|pls|it|does|what(?:['’]?s|\sis)?)\b|\bposts?(?=\s|\W*$)",
    re.I,
)
_TIME_USED = re.compile(f"{_TIME_TO_HIRE.pattern}|{_AROUND_HIRE.pattern}", re.I)
_PRONOUN = re.compile(r"^(?:(?:an?|such)\s)?(?:one|it|that|this|such)\b", re.I)
_MOVES = re.compile(r"\b(?:becom|promot|appoint|rank|grade|career|step|above|below|next|rise|former)\w*", re.I)
"""What a line says that tells how people move from one to another."""
_COMES_FROM = re.compile(
    r"^\W*(?:so\s|and\s)?where\s(?:do|does|would)\s.{3,50}\s(?:usually\s|mostly\s|normally\s)?come\sfrom\W*$", re.I
)
"""Asks what people did before: "where do legal attachés come from"."""
_TO_BECOME = re.compile(rf"^.*{_BECOME.pattern}", re.I)


async def run(request: Request, services: Services) -> Reply:
    """Hiring routes, requirements and career steps, with a menu of the other career sections."""
    if particular := await _in_particular(request, services):
        return particular
    before, _, after = _BECOME.sub("|", request.text, count=1).partition("|")
    if _PRONOUN.match(after.strip()):  # "what do consuls do before they become one"
        before, after = "", before
    if skipping := _WITHOUT.search(request.text):
        before, after = "", skipping["name"]
    if chair := chair_in(after or before, services.library):
        return who_appoints(*chair, services.library)
    result = find_role(after or before, services, "career")
    if isinstance(result, Reply):
        return result
    role, asked = result
    first = _entry_before(before, services.library) if after else None
    steps = role.sections.get(SectionName.STEPS, ())
    return reply(
        Heading(f"Career: {role.name}"),
        related_job_note(role, asked),
        _way_up(first, asked, services.library) if first is not None and first.name != asked.name else None,
        _unknown_way(before, asked) if after and first is None else None,
        _routes(role),
        *market_lines(role, services.library),
        text(Bold("Formal requirements")) if role.gates else None,
        items(gate.fact for gate in role.gates),
        note(EMPLOYERS_OWN_RULES) if role.gates else None,
        text(Bold("Steps")) if steps else None,
        items(lines_of(steps), ordered=True),
        actions(
            Button("Levels", f"levels {role.name}"),
            Button("What it means", f"define {role.name}"),
            section_menu(role, SECTIONS),
        ),
        other_jobs(role, asked, services.library, "career"),
        topic=topic_of(asked),
    )


async def _in_particular(request: Request, services: Services) -> Reply | None:
    """The answer about grades, a past that may count, the time to hire, or a requirement; None for other lines."""
    typed, library = request.text, services.library
    grades = read_grades(typed, library)
    if len(grades.grades) > 1:  # "can a G-7 become a P-2"
        return answer(grades, library)
    if fits := _FITS.match(typed):
        result = find_role(fits["name"] or fits["job"], services, "career")
        if not isinstance(result, Reply):
            return _whether_it_counts(fits["past"] or fits["from"], result[0], library)
    if _TIME_TO_HIRE.search(typed):
        return _time_to_hire(typed, services)
    asked_for = services.commands.find("requirements") if _asks_requirement(typed) else None
    return await asked_for.run(request, services) if asked_for else None


def _asks_requirement(typed: str) -> bool:
    """Whether a line asks what somebody needs to become something: "is there an exam to become an inspector"."""
    become = _BECOME.search(typed)
    return become is not None and any(kind.words.search(typed[: become.start()]) for kind in KINDS)


def _time_to_hire(typed: str, services: Services) -> Reply:
    """That there is no figure for the time it takes to fill a job, with the market notes and how people get in."""
    what = "how hard it is" if _HARD.search(typed) else "how long it takes"
    no_figure = text(Bold(f"I have no figure for {what} to hire."), " It differs by employer.")
    name = " ".join(_AROUND_HIRE.sub(" ", _TIME_TO_HIRE.sub(" ", typed)).split())
    result = find_role(name or typed, services, "career")
    if isinstance(result, Reply):
        return replace(result, blocks=(no_figure, *result.blocks))
    role, asked = result
    is_job = asked.name == role.name
    return reply(
        Heading(f"{'Hiring' if _HARD.search(typed) else 'Time to hire'}: {asked.name}"),
        no_figure,
        *market_lines(asked, services.library),
        text(Bold("What I have is how people get in:")) if is_job and role.hiring else None,
        _routes(role) if is_job else None,
        actions(
            Button("Requirements", f"requirements {role.name}"),
            Button("Search", f"search {role.name}"),
            Button("Levels", f"levels {role.name}"),
        ),
        topic=topic_of(asked),
    )


def _routes(role: Role) -> Facts | None:
    return Facts(tuple((_ROUTES[route.kind], (route.text,)) for route in role.hiring)) if role.hiring else None


def _unknown_way(before: str, asked: Entry) -> Text | None:
    """That the entries say nothing of whoever a line names before "become"; None if it names nobody."""
    skipped = lexicon().function | lexicon().question | _ANYBODY
    who = " ".join(word for word in before.split() if normalize(word) not in skipped)
    return (
        text(f"My entries don't say whether “{echo(who)}” can become {asked.name}. How people get in:") if who else None
    )


def _entry_before(before: str, library: Library) -> Entry | None:
    """The entry that a line names before "become"."""
    match = library.match(without_asking(before))
    return match.meant or (match.suggestions[0] if match.named and len(match.suggestions) == 1 else None)


def _whether_it_counts(past: str, role: Role, library: Library) -> Reply:
    """What the entry of a role says of a past that may count for it, and how people get in."""
    skipped = lexicon().function | _PAST
    words = " ".join(word for word in past.split() if normalize(word) not in skipped)
    lines = lines_with(words, role) if words else []
    return reply(
        Heading(f"Career: {role.name}"),
        items(lines)
        if lines
        else text(
            Bold("That's your call."), " My entry on ", Bold(role.name), f" doesn't mention “{echo(words or past)}”."
        ),
        None if lines else text(Bold("In short: "), short_answer(role.definition)),
        text(Bold("How people get in:")),
        _routes(role),
        actions(
            Button("What to check", f"levels {role.name}"),
            Button("Requirements", f"requirements {role.name}"),
            Button("What it means", f"define {role.name}"),
        ),
        topic=replace(topic_of(role), command=command.name),
    )


def _way_up(first: Entry, asked: Entry, library: Library) -> Text:
    """Where the two stand, if somebody asks whether one can become the other."""
    if (order := order_of(first, asked, library)) is not None:
        return order
    lines = [*lines_naming(asked.name, first), *lines_naming(first.name, asked)]
    lines = [line for line in lines if _MOVES.search(line)]
    if lines:
        return text(" ".join(lines[:2]))
    return text(f"My entries don't say how people move from {first.name} to {asked.name}. How people get in:")


_PAST = frozenset("experience background service people career past history years work from".split())
"""Words for somebody's past, beside what it was."""
_ANYBODY = frozenset(
    """
    anyone someone somebody anybody people person one they he she you i ever still long takes take many years much later
    woman man women men candidate candidates easy hard possible
    """.split()
)
"""Words for whoever wants to become something, which need no word of ours."""


def _asks(typed: str, services: Services) -> bool:
    comes_from = _COMES_FROM.match(typed) and isinstance(services.library.match(typed).meant, Role)
    return bool(comes_from) or _WITHOUT.search(typed) is not None


def _claims(line: str, services: Services) -> bool:
    """Whether a line asks how long it takes to fill a job, or if a past counts for a role that it names."""
    if _TIME_TO_HIRE.search(line) and not services.library.is_form(line.strip(" ?.!")):
        return True
    fits = _FITS.match(line)
    if fits is None:
        return False
    match = services.library.match(fits["name"] or fits["job"])
    found = (match.entry, *match.suggestions) if match.entry or match.named or match.ambiguous else ()
    return any(isinstance(entry, Role) for entry in found)


command = Command(
    name="career",
    summary="How people get into a role: hiring, requirements, steps",
    usage="career <role>",
    examples=("career diplomatic mission coordinator",),
    run=run,
    takes_entry=True,
    pure=True,
    prompt="Career in which role?",
    synonyms=("hiring",),
    used=lambda typed, _: (
        _TIME_USED if _TIME_TO_HIRE.search(typed) else _WITHOUT if _WITHOUT.search(typed) else _TO_BECOME
    ),
    asks=_asks,
    asked=lambda typed: _COMES_FROM.match(typed) or _WITHOUT.search(typed),
    claims=_claims,
    cues=(
        "how to become",
        "how do you become",
        " become ",
        " promoted to ",
        "wie wird man",
        "devenir",
        "career path",
        "career of",
        "typical career",
        "to get into",
        "to join the",
        "do before",
        "do next",
        "do after",
        "do afterwards",
        "hired",
        "hiring route",
    ),
    repeats=True,
    order=65,
)

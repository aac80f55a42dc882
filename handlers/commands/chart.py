"""`chart`: who sits in an embassy, a permanent mission or a department, and who reports to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from content.library import Library
from content.lookup.normalize import normalize, stems
from content.models import Chart, ChartPost, Entry, Role, SectionName, Term
from handlers.chairs import head_entry, head_title
from handlers.command import Command, Services
from handlers.commands.leads import who_leads
from handlers.diagrams import chart_diagram, chart_of_organisation, charts, ladders, post_of
from handlers.entry_lines import lines_about, lines_on_boss
from handlers.find_entry import find_entry
from handlers.lookup_replies import echo, entry_menu, sources_note
from handlers.reply import Block, Bold, Button, Facts, Heading, Menu, Reply, actions, items, note, reply, text
from handlers.request import Request
from handlers.topic import topic_of
from handlers.who_hires import jobs_at
from handlers.wording import join_phrases, short_answer, with_full_stop

_ASKED = re.compile(
    r"\b(?:who(?:['’]?s)?|whom|does|do|would|answers?|is|are|the|an?|of|in|at|for|my|to|people|inside|show|give|me|draw"
    r"|sits?|works?|on)\b",
    re.I,
)
"""Words around a name that say nothing about it."""
_PEOPLE = re.compile(
    r"\b(?:members?|ambassadors?|deput(?:y|ies)|representatives?|ministers?|judges?|commissioners?|experts?|officers?|chiefs?"
    r"|presidents?|secretar(?:y|ies)[ -]general|chairs?|chaired|staff|seats?|delegates?|envoys?)\b"
)
"""Who may sit in a body."""
_WHO = re.compile(r"\bwho(?:['’]?s)?\b", re.I)
_SITS = re.compile(r"\bwho(?:['’]?s)?\s(?:(?:is|are|all|else)\s){0,2}(?:sits?|works?|in(?!\scharge)|on)\b", re.I)
_USED = re.compile(rf"{_SITS.pattern}|\banswers?(?:\sto)?\W*$", re.I)
_HEAD = re.compile(r"\b(?:boss|head|chief|in\scharge|leads?|runs?)\b", re.I)
_HOW = re.compile(r"how (?:is|are) (?:an? |the )?(?P<name>.+?) (?:organi[sz]ed|structured)\W*", re.I)
_JOBS = re.compile(
    r"(?:what|which|(?:a |the )?list(?: of)?|all|show(?: me)?)(?: all| the){0,2} "
    r"(?:other |kinds? of |different |sorts? of )?(?:roles?|jobs?|positions?|posts|people|staff) "
    r"(?:\w+ ){0,3}(?:in|at|inside) (?:(?:an?|the) )?(?P<name>[^?!]+)\W*",
    re.I,
)
"""Asks which jobs an organisation has: "what jobs are there at an embassy"."""
_ANSWERS_TO = re.compile(
    r"(?:(?:so|and|but|ok) )?(?:(?:to )?whom?|what boss) (?:does|do|would|will|must) (?:an? |the )?(?P<name>.+?) "
    r"(?:have to )?answer(?: to)?\W*",
    re.I,
)
"""Asks for the boss in words that could also be about an answer: "who does a consul answer to"."""


async def run(request: Request, services: Services) -> Reply:
    """The chart of an organisation, or the place of a post in it. A rank gets its ladder."""
    library = services.library
    named = " ".join(_ASKED.sub(" ", request.text).split()).strip(" ?.!")
    if not named:
        return _choose(library)
    if (place := _post_named(named, library)) is not None:
        return _place(*place, place[1].label, library)
    entry = library.match(request.text).entry or library.match(named).entry
    chart = chart_of_organisation(entry, library) if entry else _chart_named(named, library)
    if chart is not None:
        return _whole(chart, entry, library)
    found = entry or find_entry(named, services, "chart")
    if isinstance(found, Reply):
        return found if library.match(named).suggestions else _choose(library, echo(named))
    if not _is_rank(found, library) and (place := post_of(found, library)) is not None:
        return _place(*place, found.name, library)
    return await _without_chart(request, found, services) or _choose(library, found.name)


async def _without_chart(request: Request, entry: Entry, services: Services) -> Reply | None:
    """The ladder of a rank, the steps up and down from a job, or the staff of an organisation."""
    if _is_rank(entry, services.library) or entry.titles.above or isinstance(entry, Role):
        return await _other("ladder", replace(request, text=f"reports to {entry.name}"), services)
    if _HEAD.search(request.text) and head_title(entry, services.library):
        return who_leads(entry, services.library)
    if not _SITS.search(request.text) and (_WHO.search(request.text) or lines_on_boss(entry)):
        return _above(entry, services.library)
    if SectionName.STAFF in entry.sections:
        return await _other("staff", replace(request, text=entry.name), services)
    led = head_entry(entry, services.library) is not None
    return _members(entry, services.library) if led or _WHO.search(request.text) else None


def _above(entry: Entry, library: Library) -> Reply:
    """Who an organisation reports to and who leads it, or that its entry doesn't say: "who does the EAC report to"."""
    lines = lines_on_boss(entry)
    said = text(" ".join(lines)) if lines else text("My entry on ", Bold(entry.name), " doesn't say who it reports to.")
    return who_leads(entry, library, said)


def _members(entry: Entry, library: Library) -> Reply:
    """What an entry says of the people in a body that has no chart: "who sits in COREPER"."""
    lines, head = lines_about(_PEOPLE, entry), head_entry(entry, library)
    jobs = [] if lines else jobs_at(entry, library)
    return reply(
        Heading(f"Who sits there: {entry.name}"),
        text(Bold(f"{head.name}: "), short_answer(head.definition)) if head else None,
        items(lines) or (text(short_answer(entry.definition)) if not jobs else None),
        text(Bold("Jobs there: "), with_full_stop(join_phrases([job.name for job in jobs]))) if jobs else None,
        actions(
            *(Button(name, f"define {name}") for name in entry.roles[:3]) if isinstance(entry, Term) else (),
            Button("What it means", f"define {entry.name}"),
        ),
        topic=topic_of(entry),
    )


def _is_rank(entry: Entry, library: Library) -> bool:
    """Whether an entry is a rank and not the head of a chart as well, as an ambassador is."""
    if any(entry in library.linked(chart.posts[0].entries) for chart in charts(library)):
        return False
    return any(entry in library.linked((*ladder.entries, *ladder.explained_by)) for ladder in ladders(library))


async def _other(name: str, request: Request, services: Services) -> Reply | None:
    """The answer of another command, for what has no chart; None if that command isn't there."""
    command = services.commands.find(name)
    return await command.run(request, services) if command else None


def _chart_named(named: str, library: Library) -> Chart | None:
    """The chart whose name has all of these words: "UN department"."""
    words = set(stems(normalize(named)))
    return next((chart for chart in charts(library) if words <= set(stems(normalize(chart.name)))), None)


def _whole(chart: Chart, entry: Entry | None, library: Library) -> Reply:
    return reply(
        Heading(chart.name),
        chart_diagram(chart, instead=_as_text(chart)),
        sources_note(chart),
        actions(
            _menu(chart, library),
            Button("What it means", f"define {entry.name}") if entry else None,
            Button("Other charts", "chart") if len(charts(library)) > 1 else None,
        ),
        topic=topic_of(entry) if entry else None,
    )


def _post_named(named: str, library: Library) -> tuple[Chart, ChartPost] | None:
    """The post that alone has all of these words in its label ("P-4", "management section") and isn't an entry."""
    words = set(stems(normalize(named)))
    posts = [
        (chart, post)
        for chart in charts(library)
        for post in chart.posts
        if words <= set(stems(normalize(post.label)))
        and library.by_name(post.label) is None
        and library.linked(post.entries)
    ]
    return posts[0] if len(posts) == 1 else None


def _place(chart: Chart, post: ChartPost, name: str, library: Library) -> Reply:
    """Who somebody reports to and who reports to them, then the chart with their post marked."""
    entry = library.by_name(name) or library.linked(post.entries)[0]
    above = next((other for other in chart.posts if other.label == post.reports_to), None)
    below = [other.label for other in chart.posts if other.reports_to == post.label]
    facts = [
        ("Where", chart.organisations[0] if name == post.label else f"{post.label} ({chart.organisations[0]})"),
        ("Usually reports to", above.label) if above else ("Answers to", chart.answers_to),
        *([("Direct reports", join_phrases(below))] if below else []),
    ]
    return reply(
        Heading(f"Reporting line: {name}"),
        Facts(tuple((label, (with_full_stop(value),)) for label, value in facts)),
        chart_diagram(chart, post, _as_text(chart)),
        sources_note(chart),
        actions(
            Button(f"Next up: {above.entries[0]}", f"chart {above.entries[0]}") if above else None,
            Button("What it means", f"define {entry.name}"),
            _menu(chart, library),
        ),
        topic=topic_of(entry),
    )


def _as_text(chart: Chart) -> list[Block | None]:
    """The chart as lists: for each boss, who reports to them."""
    return [*_groups(chart), note(with_full_stop(chart.caveat))]


def _groups(chart: Chart) -> Iterator[Block | None]:
    head = chart.posts[0]
    yield text(Bold(head.label), f": {with_full_stop(head.does)}" if head.does else "")
    for boss in chart.posts:
        below = [post for post in chart.posts if post.reports_to == boss.label]
        if below:
            yield text("Reporting to: ", Bold(boss.label))
            yield items((Bold(post.label), f": {post.does}" if post.does else "") for post in below)


def _menu(chart: Chart, library: Library) -> Menu | None:
    """A menu of the entries that explain the posts."""
    names = dict.fromkeys(name for post in chart.posts for name in post.entries)
    return entry_menu("Open a post", library.linked(names))


def _choose(library: Library, named: str = "") -> Reply:
    """Offer the charts. `named` is what was asked for and has none."""
    known = charts(library)
    if not known:
        return reply(
            text("I don't have any organisation charts."), actions(Button("Browse", "browse")), shareable=False
        )
    missing = f"I don't have an organisation chart for “{named}”. " if named else ""
    return reply(
        text(missing, Bold("Which chart?"), " I have these:"),
        actions(
            *(Button(chart.name, f"chart {chart.organisations[0]}") for chart in known),
            Button("What it means", f"define {named}") if library.by_name(named) else None,
        ),
        shareable=False,
    )


def _claims(line: str, services: Services) -> bool:
    """Whether a line asks how an organisation that has a chart is organised, which jobs it has, or who somebody's
    boss is.
    """
    if answers := _ANSWERS_TO.fullmatch(line.strip()):
        return services.library.match(answers["name"]).entry is not None
    match = _HOW.fullmatch(line.strip()) or _JOBS.fullmatch(line.strip())
    entry = services.library.match(match["name"]).entry if match else None
    return entry is not None and chart_of_organisation(entry, services.library) is not None


command = Command(
    name="chart",
    summary="Who sits where, and who reports to whom",
    usage="chart <term or role>",
    examples=("chart embassy", "chart political officer"),
    run=run,
    takes_entry=True,
    pure=True,
    synonyms=("orgchart", "organigram", "organogram", "diagram", "picture"),
    cues=(
        "org chart",
        "organisation chart",
        "organization chart",
        "organisational chart",
        "organizational chart",
        "organigram",
        "organogram",
        "structure of",
        "chart of",
        "diagram of",
        "picture of",
        "chain of command",
        " who sits ",
        " who is in ",
        " who's in ",
        " whos in ",
        " who are in ",
        " who is on the ",
        " who works in ",
        " who works at ",
        "work under",
        "works under",
        "supervised by",
        "managed by",
        "report to",
        "reports to",
        "accountable to",
        "answerable to",
        "boss of",
        "superior of",
        "who supervises",
        "line manager of",
        "line manager",
        "s boss",
        "s manager",
        "s supervisor",
    ),
    claims=_claims,
    used=lambda typed, _: _USED,
    repeats=True,
    order=43,
)

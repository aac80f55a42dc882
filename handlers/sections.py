"""`functions`, `where`, `staff`, `pay` …: the sections that an entry may have beside its card, a command each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from content.models import Entry, Item, SectionName
from handlers.command import Command, Handler, Request, Services
from handlers.lookup import find_entry, roles_of
from handlers.reply import Bold, Button, Heading, Reply, Spans, actions, items, reply, text

TITLES = {
    SectionName.FUNCTIONS: "What it does",
    SectionName.WHERE: "Where it sits",
    SectionName.STAFF: "Who works there",
    SectionName.STEPS: "Steps into the role",
    SectionName.DUTIES: "Duties",
    SectionName.SKILLS: "Skills",
    SectionName.TOOLS: "Tools",
    SectionName.ORGANISATIONS: "Organisations to know",
    SectionName.FAQ: "Questions people ask",
    SectionName.PAY: "Pay",
}


def lines_of(section: Iterable[Item]) -> Iterator[Spans]:
    """The lines of a section, each with its lead in bold where it has one."""
    for item in section:
        if item.title is None:
            yield (item.text,)
        else:
            yield (Bold(item.title if item.title.endswith(("?", ".", "!")) else f"{item.title}:"), f" {item.text}")


def _handler(name: SectionName) -> Handler:
    async def run(request: Request, services: Services) -> Reply:
        entry = find_entry(request.text, services, name)
        if isinstance(entry, Reply):
            return entry
        holder = next((each for each in (entry, *roles_of(entry, services.library)) if name in each.sections), None)
        return _section(name, holder) if holder else _missing(name, entry)

    return run


def _section(name: SectionName, entry: Entry) -> Reply:
    return reply(
        Heading(f"{TITLES[name]}: {entry.name}"),
        items(lines_of(entry.sections[name]), ordered=name is SectionName.STEPS),
        actions(*_others(entry, name), Button("What it means", f"define {entry.name}")),
    )


def _missing(name: SectionName, entry: Entry) -> Reply:
    what = "no reliable figure" if name is SectionName.PAY else f"nothing under “{name}”"
    return reply(
        text("I have ", what, " for ", Bold(entry.name), "."),
        actions(*_others(entry, name), Button("What it means", f"define {entry.name}")),
        shareable=False,
    )


def _others(entry: Entry, name: SectionName) -> list[Button]:
    others = [other for other in SectionName if other in entry.sections and other is not name]
    return [Button(TITLES[other], f"{other} {entry.name}") for other in others[:4]]


def _command(name: SectionName, example: str, synonyms: tuple[str, ...] = (), cues: tuple[str, ...] = ()) -> Command:
    return Command(
        name=name,
        summary=f"{TITLES[name]}, where an entry has it",
        usage=f"{name} <term or role>",
        examples=(f"{name} {example}",),
        run=_handler(name),
        synonyms=synonyms,
        cues=cues,
        order=80,
    )


functions = _command(SectionName.FUNCTIONS, "permanent mission", ("function",))
where = _command(SectionName.WHERE, "permanent mission", ("hubs", "locations"), ("where are", "where is", "where do"))
staff = _command(SectionName.STAFF, "permanent mission", (), ("who works at", "who works in", "who works for"))
steps = _command(SectionName.STEPS, "diplomatic mission coordinator")
duties = _command(SectionName.DUTIES, "diplomatic mission coordinator", ("tasks", "responsibilities"))
skills = _command(SectionName.SKILLS, "diplomatic mission coordinator", ("competencies",))
tools = _command(SectionName.TOOLS, "diplomatic mission coordinator", ("software",))
organisations = _command(SectionName.ORGANISATIONS, "diplomatic mission coordinator", ("organizations", "orgs"))
faq = _command(SectionName.FAQ, "permanent mission", ("faqs",))
pay = _command(SectionName.PAY, "diplomatic mission coordinator", ("salary",), ("salary", "get paid", "earn", "paid"))

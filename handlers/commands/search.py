"""`search`: search strings for a role, each within the limits of one site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from content.models import Role
from handlers.command import Command, Services
from handlers.lookup import find_role, other_jobs, related_job_note
from handlers.reply import Bold, Button, Heading, Reply, Snippet, actions, note, reply, text
from handlers.request import Request
from handlers.topic import topic_of


@dataclass(frozen=True, slots=True)
class Site:
    """How a search site reads a query. `operators` and `words` are its limits; None: no known limit."""

    name: str
    hint: str
    checked_on: date
    operators: int | None = None
    words: int | None = None
    exclude: str = "NOT "
    both: str = " AND "


# Reports of LinkedIn's limit range from 6 operators to 1,000 characters and none is official, so stay within six.
# Google counts up to 32 words, including those in quotes.
LINKEDIN = Site("LinkedIn", "the people search box", date(2026, 11, 1), operators=6)
RECRUITER = Site("LinkedIn Recruiter", "the job titles field", date(2026, 11, 1))
GOOGLE = Site("Google", "a search for profiles", date(2026, 11, 1), words=32, exclude="-", both=" ")


async def run(request: Request, services: Services) -> Reply:
    """A string for each site, ready to paste."""
    result = find_role(request.text, services, "search")
    if isinstance(result, Reply):
        return result
    role, asked = result
    return reply(
        Heading(f"Search strings for {role.name}"),
        related_job_note(role, asked),
        text(Bold("LinkedIn"), f", {LINKEDIN.hint}"),
        Snippet(search_string(role, LINKEDIN)),
        text(Bold("LinkedIn Recruiter"), f", {RECRUITER.hint}"),
        Snippet(any_of(own_titles(role))),
        text(Bold("Google"), f", {GOOGLE.hint}"),
        Snippet(search_string(role, GOOGLE)),
        note(f"Site rules as of {LINKEDIN.checked_on:%B %Y}. Keep the straight quotes and the capitals."),
        actions(Button("Titles", f"titles {role.name}"), Button("What it means", f"define {role.name}")),
        other_jobs(role, asked, services.library, "search"),
        topic=topic_of(asked),
    )


def own_titles(role: Role) -> tuple[str, ...]:
    """The titles that mean this job, the typical one first, without duplicates."""
    return tuple(dict.fromkeys([role.typical_title or role.name, role.name, *role.titles.same]))


def search_string(role: Role, site: Site) -> str:
    """Titles, anchors and exclusions as one query within the site's limits, dropping the least useful phrases first."""
    titles, anchors, exclude = list(own_titles(role)), list(role.search.anchors), list(role.search.exclude)
    while not _fits(titles, anchors, exclude, site) and (len(titles) > 1 or anchors or exclude):
        longest = max((exclude, anchors, titles), key=lambda part: len(part) - (part is titles))
        longest.pop()
    return _compose(titles, anchors, exclude, site)


def any_of(phrases: Sequence[str]) -> str:
    """("first phrase" OR "second phrase"), in straight quotes."""
    quoted = [_quoted(phrase) for phrase in phrases]
    return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"


def _compose(titles: Sequence[str], anchors: Sequence[str], exclude: Iterable[str], site: Site) -> str:
    parts = [any_of(phrases) for phrases in (titles, anchors) if phrases]
    left_out = "".join(f" {site.exclude}{_quoted(phrase)}" for phrase in exclude)
    return site.both.join(parts) + left_out


def _fits(titles: Sequence[str], anchors: Sequence[str], exclude: Sequence[str], site: Site) -> bool:
    operators = len(titles) - 1 + (len(anchors) if anchors else 0) + len(exclude)
    words = len(_compose(titles, anchors, exclude, site).split())
    return (site.operators is None or operators <= site.operators) and (site.words is None or words <= site.words)


def _quoted(phrase: str) -> str:
    return '"' + phrase.replace('"', "").replace("“", "").replace("”", "") + '"'


command = Command(
    name="search",
    summary="Search strings for LinkedIn and Google, ready to paste",
    usage="search <role>",
    examples=("search consul",),
    run=run,
    pure=True,
    prompt="Search strings for which role?",
    synonyms=("boolean",),
    cues=(
        "search string",
        "search strings",
        "boolean string",
        "boolean search",
        "boolean for",
        *(
            "boolean",
            "xray search",
            "x-ray search",
            "x-ray",
            "xray",
            "linkedin search",
            "linkedin",
            "google search",
            "string for",
        ),
        *(f"{way} i find" for way in ("how do", "how can", "where do", "where can")),
        *(f"{way} we find" for way in ("how do", "how can", "where do", "where can")),
        "how to find",
        "where to find",
        "find candidates for",
    ),
    repeats=True,
    order=25,
)

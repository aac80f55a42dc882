"""Gates for search strings: employers first, fair exclusions, no title within another, and tips that are followed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.errors import Problem
from content.lint.prose import own_names
from content.lookup.normalize import normalize, stems
from content.models import Role
from content.packs import Pack
from content.strings.variants import as_typed

EMPLOYERS_FIRST = 2
"""Anchors that name an employer, at the start of the list. Sites with short queries use no others."""
SEARCH_TITLES = range(6, 13)
EXCLUDED_AT_MOST = 3

_UNFAIR = re.compile(
    r"\b(?:(?P<religion>church\w*|pastor\w*|priest\w*|imam\w*|rabbi\w*|worship\w*|mission trip"
    r"|missionar\w*|faith\w*|christian\w*|muslim\w*|jewish|catholic\w*|youth minister|ordained)"
    r"|(?P<union>trade union\w*|union|works council|shop steward\w*|labou?r organi[sz]er\w*)"
    r"|(?P<disability>disab\w*|sign language|deaf|blind|wheelchair)"
    r"|(?P<health>patient\w*|illness|therap\w*|counsell?ing|rehab\w*|cancer|pregnan\w*|maternity)"
    r"|(?P<origin>indigenous|native|tribal|tribe|ethnic\w*|immigrant\w*|refugee (?:background|status)|first nations?)"
    r"|(?P<age>retired|pensioner\w*|elder\w*|veteran\w*))\b",
    re.IGNORECASE,
)
"""What no exclusion may filter by. Laws forbid most of these (Equality Act 2010, Directive 2000/78/EC, Title VII of the
Civil Rights Act 1964; for unions TULRCA 1992 s. 137 and GDPR art. 9)."""
_LEAVERS = re.compile(
    r"\b(?:consult(?:ing|ant|ancy)|in-house|(?:general|corporate|legal) counsel|chief legal officer|vice president|"
    r"director|chief executive|ceo|founder|partner|lobby\w*|government (?:affairs|relations)|public affairs|lawyer|"
    r"banker|professor|lecturer|author|coach|model un|mun)\b",
    re.IGNORECASE,
)
"""Careers that people of the field move to, so that excluding them loses the very people."""
_ADDED = re.compile(r"""\b(?:add|search (?:for|with)|with|write)\s+["“‘']([^"”’']+)["”’']""", re.IGNORECASE)


def search_terms(pack: Pack) -> Iterator[Problem]:
    """A role has 6 to 12 search titles, none of them twice, and at most three exclusion phrases."""
    for role in _roles(pack):
        count = len(role.titles)
        if count not in SEARCH_TITLES:
            yield pack.problem(
                role, "titles", f"number of search titles: {count}; write 6 to 12 in all groups together"
            )
        seen: set[str] = set()
        for title in role.titles:
            if title.casefold() in seen:
                yield pack.problem(role, "titles", f'lists "{title}" twice; keep it in one group')
            seen.add(title.casefold())
        if (excluded := len(role.search.exclude)) > EXCLUDED_AT_MOST:
            message = f"has {excluded}; keep at most {EXCLUDED_AT_MOST}, for people with both a title and an anchor"
            yield pack.problem(role, "search.exclude", message)


def employers_first(pack: Pack) -> Iterator[Problem]:
    """The first two anchors of a role, or its keywords, name an employer; the words for it are in pack.yaml."""
    words = [_key(word) for word in pack.info.employer_words]
    if not words:
        return
    for role in _roles(pack):
        field = "anchors" if role.search.anchors else "keywords"
        for index, anchor in enumerate(getattr(role.search, field)[:EMPLOYERS_FIRST]):
            if not any(f" {word} " in f" {_key(anchor)} " for word in words):
                message = f'"{anchor}" is no employer (employer_words in pack.yaml); begin with where these people work'
                yield pack.problem(role, f"search.{field}.{index}", message)
        if twice := next((word for word in role.search.keywords if word in role.search.anchors), None):
            yield pack.problem(role, "search.keywords", f'"{twice}" is an anchor too; drop it here')
        if len(role.search.anchors) == 1:
            yield pack.problem(role, "search.anchors", "has 1; write at least 2, or none if the titles are clear alone")


def fair_exclusions(pack: Pack) -> Iterator[Problem]:
    """No exclusion filters by a protected characteristic, or loses people who have moved on."""
    for role in _roles(pack):
        for index, phrase in enumerate(role.search.exclude):
            if match := _UNFAIR.search(phrase):
                topic = next(name for name, value in match.groupdict().items() if value)
                message = f'"{phrase}" filters people by {topic}; drop it, and require an employer word instead'
                yield pack.problem(role, f"search.exclude.{index}", message)
            elif _LEAVERS.search(phrase):
                message = f'"{phrase}" loses people who have moved there; drop it, and require an employer word instead'
                yield pack.problem(role, f"search.exclude.{index}", message)


def exclusions(pack: Pack) -> Iterator[Problem]:
    """No exclusion phrase occurs in a name or title of the role itself."""
    for role in _roles(pack):
        foreign = [title.text for titles in role.titles.languages.values() for title in titles]
        names = [form for _, form in own_names(role)]
        titles = [*names, role.typical_title or "", *role.titles, *role.search.titles, *foreign]
        for index, phrase in enumerate(role.search.exclude):
            excluded = next((title for title in titles if f" {_key(phrase)} " in f" {_key(title)} "), None)
            if excluded:
                message = f'"{phrase}" would exclude people titled "{excluded}"; make the phrase longer or drop it'
                yield pack.problem(role, f"search.exclude.{index}", message)


def titles_within(pack: Pack) -> Iterator[Problem]:
    """No title of a search contains another: the shorter one already finds it."""
    for role in _roles(pack):
        keys = [_words(title) for title in role.search.titles]
        for index, key in enumerate(keys):
            for other, shorter in enumerate(keys):
                if index != other and f" {shorter} " in f" {key} " and (key != shorter or index > other):
                    message = (
                        f'"{role.search.titles[other]}" already finds "{role.search.titles[index]}"; drop this one'
                    )
                    yield pack.problem(role, f"search.titles.{index}", message)
                    break


def clear_titles(pack: Pack) -> Iterator[Problem]:
    """Titles marked as clear are among the search titles or those in other languages, and the role has anchors."""
    for role in _roles(pack):
        foreign = [title.text for titles in role.titles.languages.values() for title in titles]
        known = {_words(title) for title in (*role.search.titles, *foreign)}
        for index, title in enumerate(role.search.clear):
            if _words(title) not in known:
                message = f'"{title}" is neither in search.titles nor in titles.languages; add it there'
                yield pack.problem(role, f"search.clear.{index}", message)
        if role.search.clear and not role.search.anchors:
            yield pack.problem(role, "search.clear", "has no use without anchors; drop it")


def tips_followed(pack: Pack) -> Iterator[Problem]:
    """A word that a role's tip tells people to add is in its titles or anchors."""
    for role in _roles(pack):
        known = _key(" | ".join([*role.search.titles, *role.search.anchors, *role.titles, role.name, *role.aliases]))
        for word in _ADDED.findall(role.tip or ""):
            if f" {_key(word)} " not in f" {known} ":
                message = f'says to add "{word}", which is in neither the search titles nor the anchors'
                yield pack.problem(role, "tip", message)


def denied_aliases(pack: Pack) -> Iterator[Problem]:
    """No entry denies that it is one of its own aliases, or says that an alias is wider, narrower or something else."""
    for entry in pack.entries:
        lines = [(f"is_not.{index}", line) for index, line in enumerate(entry.is_not)]
        lines += [("definition", sentence) for sentence in re.split(r"(?<=[.;?!])\s", entry.definition)]
        whole = " ".join(line for _, line in lines).casefold()
        for form in (form for form in (*entry.aliases, *entry.acronyms) if form.casefold() in whole):
            denied = _denial(form)
            for path, line in lines:
                if denied.search(line):
                    message = f'says that "{form}" is something else, but it is an alias here; remove one of the two'
                    yield pack.problem(entry, path, message)


def _denial(form: str) -> re.Pattern[str]:
    """A pattern for sentences that tell a name apart from the entry it is listed under."""
    name = rf"""["“'‘]?(?<!\w){re.escape(form)}s?(?!\w)["”'’]?"""
    return re.compile(
        rf"^(?:not|no)\s+(?:an?\s|the\s)?{name}[.,;:]"
        rf"|\bnot always (?:in |an? |the )*{name}"
        rf"|{name}[^.;:]{{0,60}}\b(?:wider|narrower|broader|something else|separate|different|not the same)\b"
        rf"|\b(?:part|kind|sort|branch|form) of (?:an? |the )?{name}"
        rf"|\b(?:part|kind|sort|branch|form) (?:that|which) [^.;:]{{0,60}}(?:called|known as) (?:an? |the )?{name}",
        re.IGNORECASE,
    )


def same_bands(pack: Pack) -> Iterator[Problem]:
    """Roles that are titles for one job have the same year bands."""
    roles = {role.name: role for role in _roles(pack)}
    for number, names in enumerate(pack.info.one_job):
        group = [roles[name] for name in names if name in roles]
        for name in names:
            if name not in roles:
                yield pack.problem_in("pack.yaml", f"one_job.{number}", f'"{name}" is not a role of this pack')
        for role in group[1:]:
            for level, guide in role.levels.items():
                first = group[0].levels.get(level)
                if first is not None and first.years != guide.years:
                    message = f"is {guide.years}, but {first.years} for {group[0].name}, a title for the same job"
                    yield pack.problem(role, f"levels.{level}.years", message)


def _roles(pack: Pack) -> Iterator[Role]:
    return (entry for entry in pack.entries if isinstance(entry, Role))


def _key(form: str) -> str:
    return " ".join(stems(normalize(form)))


def _words(form: str) -> str:
    """The words of a phrase as a site compares them: case and hyphens aside, but neither stemmed nor respelled."""
    return as_typed(form).casefold()

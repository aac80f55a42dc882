"""`search`: search strings for a role, one for each site, to open or to paste."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from content.library import Library
from content.models import Directory, Entry, Role
from content.strings.compose import SearchString, Wanted, keywords, search_string, wider_string
from content.strings.one_language import in_one_language
from content.strings.sites import CVS, GOOGLE, GOOGLE_WIDER, INDEED, LINKEDIN, RECRUITER, SALES_NAVIGATOR, Site
from handlers.command import Command, Services
from handlers.commands import lawful
from handlers.find_job import find_role
from handlers.lookup_replies import MOST_AT_ONCE, other_jobs, related_job_note
from handlers.market import market_lines
from handlers.parsing.excluded import MINUS, as_minus, take_excluded
from handlers.parsing.languages import LANGUAGES, known_language
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.people_wanted import people_there, people_wanted
from handlers.personal_topics import topic_excluded
from handlers.reply import (
    Actions,
    Block,
    Bold,
    Button,
    Heading,
    Italic,
    Link,
    LinkButton,
    Note,
    Option,
    Overflow,
    Reply,
    Spans,
    TextToCopy,
    actions,
    items,
    note,
    reply,
    text,
)
from handlers.request import Request
from handlers.several import named_together, senses_together
from handlers.topic import topic_of
from handlers.wording import join_phrases, with_full_stop

SHOWN: Mapping[Site, str] = {
    LINKEDIN: "linkedin",
    GOOGLE: "google",
    RECRUITER: "recruiter",
    INDEED: "on indeed",
    SALES_NAVIGATOR: "sales navigator",
    CVS: "cvs on google",
}
"""The sites in the order in which they are shown, with the word that asks for each."""
FIRST = (LINKEDIN, GOOGLE)
"""The sites of a line that names none: all strings together fill eight screens of a phone."""
NO_PEOPLE = "I have no profiles myself. These strings find them:"
ALL = "on all sites"
SITE_BUTTONS = 2
"""Buttons for further sites; the others are behind "…"."""
_SITE_WORDS = re.compile(
    r"""\b (?:(?:on|in|for|from|via|with|at|the|my|an?)\s){0,2}
    (?: (?P<cvs>(?:pdf\s)?(?:cvs?|resumes?)\s(?:on|in|from)\sgoogle|google\scvs?)
      | (?P<sales>sales\snav(?:igator)?)
      | (?P<recruiter>linked\s?in\srecruiter|recruiter)
      | (?P<linkedin>linked\s?in)
      | (?P<google>google|x-?ray)
      | (?P<all>(?:all|every|each)\s(?:the\s|other\s)?(?:sites?|strings?)|everywhere)
      | (?P<indeed>(?<=\w\s)indeed|indeed(?=\s\w)) )
    (?:\s(?:searche?s?|strings?|booleans?|xray|x-ray|one|version))* \b (?:\sfor\b)?""",
    re.I | re.X,
)
"""The sites that a line names, with the words around. "Indeed" alone agrees with something."""
OTHER_THAN = re.compile(
    r"\b(?:besides?|other\sthan|apart\sfrom|aside\sfrom|outside(?:\sof)?|instead\sof|except(?:\s(?:for|on))?|beyond|without"
    r"|(?:not|n['’]t)(?:\s(?:using|have|on|in|via))?|off)\s(?=(?:linked\s?in|google|indeed|recruiter|sales\snav)\b)",
    re.I,
)
"""Words before a site that is not wanted: "besides LinkedIn"."""
_STRING = r"(?:(?:linked\s?in|google|x-?ray)\s)?(?:booleans?|searche?s?|strings?|keywords?|titles?)"
_STRING_WORDS = re.compile(r"\b(?:booleans?|(?:search\s)?strings?)\b", re.I)
_IN_LANGUAGE = re.compile(
    rf"(?:^\W*|\b(?:an?|the|me|my)\s)(?P<before>[^\W\d_]{{4,12}})\s(?={_STRING}\b)|\bin\s(?P<behind>[^\W\d_]{{4,12}})"
    r"(?:\s(?:for|of)\b(?:\san?\s)?|(?=\W*$|[,;.]|\s(?:only|please|pls|on|too)\b))",
    re.I,
)
"""The language of the titles: "in Spanish for a consul", "French boolean"; not that of "Spanish-speaking" people."""
_SITES: Mapping[str, tuple[Site, ...]] = {
    **{"linkedin": (LINKEDIN,), "google": (GOOGLE,), "recruiter": (RECRUITER,), "indeed": (INDEED,)},
    **{"sales": (SALES_NAVIGATOR,), "cvs": (CVS,), "all": tuple(SHOWN)},
}


async def run(request: Request, services: Services) -> Reply:
    """The strings for LinkedIn and Google, or for the sites that a line names, each with a button that opens it.

    Places and languages that were typed are in them.
    """
    elsewhere = OTHER_THAN.search(request.text) is not None
    lead = people_wanted(request.text)
    people = bool(lead) or people_there(request.text)
    there = "".join(f" in {place}" for place in take_languages_and_places(lead)[1].places)  # "people in Lima who were"
    line, without = take_excluded(OTHER_THAN.sub(" ", f"{request.text[len(lead) :]}{there}"))
    for phrase in without:
        if personal := topic_excluded(phrase, services.library):
            return lawful.about_topic(personal, line, services)
    line, language = _take_language(line)
    typed, sites = (line, ()) if services.library.is_form(line) else _take_sites(line)
    sites = _others_than(sites) if elsewhere else sites
    rest, wanted = (typed, Wanted()) if services.library.is_form(typed) else take_languages_and_places(typed)
    wanted = replace(wanted, without=without)
    details = [*wanted.languages, *(f"in {place}" for place in wanted.places)]
    named = ALL if len(sites) == len(SHOWN) else " ".join(SHOWN[site] for site in sites)
    in_one = f"in {language} for" if language else ""
    again = " ".join(filter(None, ("search", named, as_minus(without), *details, in_one)))
    named_there = _named_together(rest, services.library)
    if people and not named_there:
        named_there = list(services.library.match(rest.strip(" ?.!")).senses)  # "profiles of translators"
    several = [role for role in named_there if isinstance(role, Role)]
    if len(several) > 1:
        several = several[:MOST_AT_ONCE]
        return _of_several(several, sites or FIRST, wanted, details, no_people=people)
    result = find_role(rest, services, again)
    if isinstance(result, Reply):
        whole = find_role(request.text, services, again)  # so that the answer names every word
        asking = whole if isinstance(whole, Reply) and not without else result
        said = _left_out_of_it(without)
        return replace(asking, blocks=(*asking.blocks, said)) if said else asking
    role, asked = result
    role, of_titles = _in_language(role, language)
    on_sites = f" on {' and '.join(site.name for site in sites)}" if sites and named != ALL else ""
    return reply(
        Heading(f"Search strings for {role.name}{on_sites}{' · ' if wanted.words else ''}{', '.join(wanted.words)}"),
        note(NO_PEOPLE) if people else None,
        related_job_note(role, asked),
        of_titles,
        *(block for site in sites or FIRST for block in _of_site(site, role, wanted, is_named=bool(sites))),
        _left_out_of_it(without),
        *(() if on_sites and not elsewhere else _besides(role, services.library)),
        note(f"Site rules as of {LINKEDIN.checked_on:%B %Y}. Keep the straight quotes and the capitals."),
        _ways_on(
            role, sites, " ".join(filter(None, (role.name, *details, as_minus(without), in_one.removesuffix(" for"))))
        ),
        other_jobs(role, asked, services.library, again),
        topic=replace(
            topic_of(asked), command=command.name if without else "", details=tuple(details)
        ),  # with the command, no word is named as left out
    )


def _named_together(typed: str, library: Library) -> list[Entry]:
    return named_together(typed, library.match(typed).entry, library) or senses_together(typed, library)


def _of_several(
    roles: Sequence[Role], sites: Sequence[Site], wanted: Wanted, details: Sequence[str], *, no_people: bool
) -> Reply:
    """The strings for each of several roles: "defence attaché or military adviser"."""
    return reply(
        Heading(" · ".join((f"Search strings for {' and '.join(role.name for role in roles)}", *wanted.words))),
        note(NO_PEOPLE) if no_people else None,
        *(
            block
            for role in roles
            for block in (text(Bold(role.name)), *(part for site in sites for part in _string_for(site, role, wanted)))
        ),
        _filters(wanted),
        _left_out_of_it(wanted.without),
        actions(*(Button(role.name, " ".join(("search", role.name, *details))) for role in roles)),
        topic=replace(topic_of(*roles), command=command.name if wanted.without else ""),
    )


def _string_for(site: Site, role: Role, wanted: Wanted) -> Iterator[Block | None]:
    return _recruiter(role, wanted) if site is RECRUITER else open_and_copy(search_string(role, site, wanted))


def _take_language(typed: str) -> tuple[str, str]:
    """The line without the language that the titles should be in, and this: "string in Spanish", "French boolean"."""
    for asked in _IN_LANGUAGE.finditer(typed):
        if language := known_language(asked["before"] or asked["behind"]):
            return " ".join(f"{typed[: asked.start()]} {typed[asked.end() :]}".split()), language
    return typed, ""


def _in_language(role: Role, language: str) -> tuple[Role, Note | None]:
    """The role with its titles in one language, if it has some, and what to say of that."""
    if not language:
        return role, None
    code = next((code for code, name in LANGUAGES.items() if name == language), "")
    if (own := in_one_language(role, code)) is None:
        return role, note(f"I have no titles in {language} for {role.name}. These are those of all languages:")
    speakers = f"For people who speak it, type: search {role.name} {language}-speaking."
    return own, note(f"Titles in {language} only. {speakers}")


def _left_out_of_it(without: tuple[str, ...]) -> Block | None:
    said = "LinkedIn and Google leave out whoever has the words anywhere."
    return note(f"Without: {join_phrases(without)}. {said}") if without else None


def _ways_on(role: Role, sites: tuple[Site, ...], wanted: str) -> Actions | None:
    """Buttons for the sites that aren't shown, and for the other ways to look at the role."""
    if sites:
        return actions(
            Button("All sites", f"search {wanted} {ALL}") if len(sites) < len(SHOWN) else None,
            Button("Titles", f"titles {role.name}"),
            Button("What it means", f"define {role.name}"),
        )
    more = [Option(site.name, f"search {word} {wanted}") for site, word in SHOWN.items() if site not in FIRST]
    return actions(
        *(Button(option.label, option.command) for option in more[:SITE_BUTTONS]),
        Overflow(
            (
                Option(GOOGLE_WIDER.name, f"search {SHOWN[GOOGLE]} {wanted}"),
                *more[SITE_BUTTONS:],
                Option("All sites", f"search {wanted} {ALL}"),
                Option("Titles", f"titles {role.name}"),
            )
        ),
    )


def _take_sites(typed: str) -> tuple[str, tuple[Site, ...]]:
    """The line without the sites that it names, and these."""
    sites = [site for found in _SITE_WORDS.finditer(typed) if found.lastgroup for site in _SITES[found.lastgroup]]
    return " ".join(_SITE_WORDS.sub(" ", typed).split()), tuple(dict.fromkeys(sites))


def _others_than(sites: tuple[Site, ...]) -> tuple[Site, ...]:
    """The sites that show other people than these: all but Indeed and CVs show profiles of LinkedIn."""
    if LINKEDIN in sites:
        return (INDEED, CVS)
    return tuple(site for site in SHOWN if site not in sites)


def _words_read(typed: str, _: Library) -> re.Pattern[str] | None:
    """What a line says of sites, of the language of the titles, and of what may not be on a profile."""
    language = next((asked[0] for asked in _IN_LANGUAGE.finditer(typed) if _take_language(asked[0])[1]), "")
    read = [*(found[0] for found in MINUS.finditer(typed)), *filter(None, (language,))]
    read += [found[0].strip() for found in OTHER_THAN.finditer(typed)]
    read += filter(None, (people_wanted(typed).strip(),))
    patterns = (_SITE_WORDS, _STRING_WORDS) if language else (_SITE_WORDS,)
    read += [found[0] for pattern in patterns for found in pattern.finditer(typed)]
    return re.compile("|".join(map(re.escape, read))) if read else None


def _of_site(site: Site, role: Role, wanted: Wanted, *, is_named: bool) -> Iterator[Block | None]:
    """The string for a site, a wider one for LinkedIn, and for LinkedIn a hint.

    Google's wider one is for those who name the site: with it the first answer is too long for a phone.
    """
    if site is RECRUITER:
        yield from _recruiter(role, wanted)
        return
    yield from open_and_copy(search_string(role, site, wanted))
    if is_named or site is LINKEDIN:
        yield from open_and_copy(wider) if (wider := wider_string(role, site, wanted)) else ()
    if site is LINKEDIN:
        yield _filters(wanted)


def _besides(role: Role, library: Library) -> Iterator[Block | None]:
    """What helps with every site: directories, the tip, and what changes hiring."""
    yield from _directories(role, library.directories)
    yield tip_line(role)
    yield from market_lines(role, library, short=True)


def tip_line(role: Role) -> Block | None:
    """The role's tip: what a sourcer in the field does."""
    return text(Bold("In practice: "), role.tip) if role.tip else None


def open_button(string: SearchString) -> LinkButton | None:
    """A button that opens the string on its site; None if the site can't be opened from outside."""
    return LinkButton(f"Open {string.site.name}", address) if (address := string.address) else None


def open_and_copy(string: SearchString) -> Iterator[Block]:
    """A string with its site and the button that opens it."""
    yield text(Bold(string.site.name), f", {string.site.box}", button=open_button(string))
    yield TextToCopy(string.query)


def _recruiter(role: Role, wanted: Wanted) -> Iterator[Block | None]:
    """The fields of LinkedIn Recruiter. Its filters take places and languages better than a string does."""
    yield text(Bold(RECRUITER.name), f", {RECRUITER.box}")
    yield TextToCopy(search_string(role, RECRUITER, wanted).query)
    if words := keywords(role):
        yield text(Bold(RECRUITER.name), ", Keywords")
        yield TextToCopy(words)
    filters: list[Spans] = (
        [("Companies: ", with_full_stop(join_phrases(role.search.companies)))] if role.search.companies else []
    )
    filters += [("Locations: ", with_full_stop(join_phrases(wanted.places)))] if wanted.places else []
    filters += [("Spoken languages: ", with_full_stop(join_phrases(wanted.languages)))] if wanted.languages else []
    if filters:
        yield items(filters)


def _filters(wanted: Wanted) -> Block | None:
    if not wanted.places:
        return None
    return note(
        f"On LinkedIn, the Locations filter finds more people than the word “{wanted.places[0]}” in the string."
    )


def _directories(role: Role, directories: tuple[Directory, ...]) -> Iterator[Block | None]:
    fitting = [place for place in directories if place.is_for(role)]
    if fitting:
        yield text(Bold("Also listed here"))
        yield items((Link(place.name, place.url), ". ", Italic(place.text)) for place in fitting)


def _wants_people(typed: str, services: Services) -> bool:
    """Whether a line wants people of a job: "profiles of translators in Brussels", "interpreters based in Geneva"."""
    lead = people_wanted(typed)
    if not lead and not people_there(typed):
        return False
    rest, _ = take_languages_and_places(typed[len(lead) :])
    match = services.library.match(rest.strip(" ?.!"))
    named = (match.entry, *match.senses, *(match.suggestions if match.named else ()))
    return any(isinstance(entry, Role) for entry in named)


_NAMING_SITES = (
    "recruiter string",
    "recruiter search",
    "linkedin string",
    "linkedin search",
    "google search",
    "linkedin",
    "xray search",
    "x-ray search",
    "x-ray",
    "xray",
    "indeed search",
    "indeed string",
    "indeed boolean",
    "sales navigator search",
    "sales navigator string",
    "sales nav search",
    "google string",
    "google boolean",
)

_STRINGS = ("boolean", "string", "strings", "search", "search string", "search strings", "keywords", *_NAMING_SITES)

command = Command(
    name="search",
    summary="Search strings for LinkedIn, Google and Indeed, to open or paste",
    usage="search <role> [site] [language] [place]",
    examples=("search consul", "search conference interpreter arabic geneva"),
    run=run,
    takes_entry=True,
    pure=True,
    takes_places=True,
    used=_words_read,
    asks=_wants_people,
    prompt="Search strings for which role?",
    synonyms=("boolean", "string", "strings"),
    cues=(
        "search string",
        "search strings",
        *(f" {language.casefold()} {word} " for language in LANGUAGES.values() for word in _STRINGS),
        "boolean string",
        "boolean search",
        "boolean for",
        "boolean",
        "sourcing string",
        "sourcing strings",
        "boolean strings",
        "linkedin strings",
        *_NAMING_SITES,
        *(f" {cue} " for cue in _NAMING_SITES),  # the site stays in the line, and is read there
        "string for",
        "strings for",
        " search terms ",
        " search words ",
        " keywords ",
        " key words ",
        *(
            f"{word} {verb} {who} find"
            for word in ("how", "where")
            for verb in ("do", "can", "could", "would", "should")
            for who in ("i", "we", "you")
        ),
        "how do i source",
        "how can i source",
        "how to source",
        "where do i source",
        "where to look for",
        "where do i look for",
        "where should i look for",
        "how to find",
        "where to find",
        "find candidates for",
    ),
    repeats=True,
    order=25,
)

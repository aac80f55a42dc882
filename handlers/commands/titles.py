"""`titles`: other titles to search for, grouped, with a search string and phrases to exclude."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content.library import Library
from content.models import Entry, Role, Term, Titles
from content.strings.compose import any_of, search_string, wider_string
from content.strings.one_language import without_language
from content.strings.sites import LINKEDIN
from handlers.command import Command, Services
from handlers.commands.search import open_and_copy, open_button, tip_line
from handlers.find_job import find_job
from handlers.left_out import unused_words
from handlers.lookup_replies import also_known_as, no_role, other_jobs, related_job_note, roles_of
from handlers.parsing.languages import LANGUAGES, known_language
from handlers.reply import Bold, Button, Facts, Heading, Reply, TextToCopy, actions, note, reply, text
from handlers.request import Request
from handlers.several import named_together
from handlers.topic import topic_of
from handlers.wording import join_phrases

GROUPS = {"same": "Same job", "above": "One step up", "below": "One step down", "beside": "Similar jobs"}


async def run(request: Request, services: Services) -> Reply:
    """The titles of a role, or of the first role related to a term; of several, those in the language asked for."""
    if several := _of_several(request.text, services.library):
        return several
    if isinstance(named := _named_beside_language(request.text, services.library), Term):
        return known_names(named)
    entry = find_job(_to_translate(request.text) or request.text, services, "titles")
    if isinstance(entry, Reply):
        return entry
    roles = roles_of(entry, services.library)
    if roles:
        languages = _languages_of(request.text)
        return _of_role(roles[0], entry, services.library, languages, _unwanted_language(request.text))
    if entry.titles:
        return _plain(entry)
    return no_role(entry, services.library, "titles", request.text)


def known_names(entry: Entry) -> Reply:
    """The names of what isn't a job, for those who ask for it in another language: nothing says which is whose."""
    names = also_known_as(entry)
    return reply(
        text("I don't translate, and I know ", Bold(entry.name), " by these names." if names else " by no other name."),
        text(*names) if names else None,
        actions(Button("What it means", f"define {entry.name}")),
        topic=topic_of(entry),
    )


def _of_role(role: Role, asked: Entry, library: Library, languages: Sequence[str], unwanted: str = "") -> Reply:
    if code := next((code for code, name in LANGUAGES.items() if name == unwanted), ""):
        role = without_language(role, code)
    string = search_string(role, LINKEDIN)
    in_language = {language: found for language in languages if (found := _titles_in(language, role.titles))}
    missing = [language for language in languages if language != "English" and language not in in_language]
    title = role.typical_title or role.name
    return reply(
        Heading(f"Titles for {title}"),
        related_job_note(role, asked, title),
        *(text(Bold(f"{language}: "), ", ".join(found)) for language, found in in_language.items()),
        _groups(role.titles),
        _in_other_languages(role.titles, languages),
        note(f"I have no titles in {join_phrases(missing)} for this job.") if missing else None,
        text(Bold("Paste into LinkedIn:"), button=open_button(string)),
        TextToCopy(string.query),
        *(open_and_copy(wider) if (wider := wider_string(role, LINKEDIN)) else ()),
        tip_line(role),
        actions(
            Button("More search strings", f"search {role.name}"),
            Button("Interview questions", f"questions {role.name}"),
            Button("What it means", f"define {role.name}"),
        ),
        other_jobs(role, asked, library, "titles"),
        topic=topic_of(asked),
    )


def _of_several(typed: str, library: Library) -> Reply | None:
    """The titles of several entries in one language: "consul and vice consul in French"; of a term, all its names."""
    asked, language = _language_in(typed), _language_of(typed)
    if asked is None:
        return None
    entries = named_together(_TRANSLATE.sub("", typed[: asked.start()]), None, library)
    if len(entries) < 2:
        return None
    terms = [entry for entry in entries if not isinstance(entry, Role)]
    names = {
        entry.name: _titles_in(language, entry.titles) or list(entry.aliases if entry in terms else ())
        for entry in entries
    }
    return reply(
        Heading("Other names" if terms else f"Titles in {language}"),
        Facts(tuple((name, (", ".join(group) or "I have none yet",)) for name, group in names.items())),
        note("Of what isn't a job I know names, but not their languages: I don't translate.") if terms else None,
        actions(*(Button(name, f"titles {name}") for name in names)),
        topic=topic_of(*entries),
    )


def _titles_in(language: str, titles: Titles) -> list[str]:
    return [
        str(title)
        for code, group in titles.languages.items()
        if LANGUAGES.get(code, code) == language
        for title in group
    ]


def _plain(entry: Entry) -> Reply:
    return reply(
        Heading(f"Titles for {entry.name}"),
        _groups(entry.titles),
        text(Bold("Paste into LinkedIn:")),
        TextToCopy(any_of([entry.name, *entry.titles][:7])),
        actions(Button("What it means", f"define {entry.name}")),
        topic=topic_of(entry),
    )


def _in_other_languages(titles: Titles, shown: Sequence[str]) -> Facts | None:
    """Each title as people write it, one in another script with its reading; not those in a language shown before."""
    languages = {LANGUAGES.get(code, code): group for code, group in titles.languages.items() if group}
    pairs = tuple((name, (", ".join(map(str, group)),)) for name, group in languages.items() if name not in shown)
    return Facts(pairs) if pairs else None


def _language_of(typed: str) -> str:
    """The language that was asked for; empty if none was."""
    asked = _language_in(typed)
    return (known_language(asked["language"]) or "") if asked else ""


def _languages_of(typed: str) -> list[str]:
    """The languages that were asked for, two at most."""
    asked = _language_in(typed)
    return [known for named in asked.groupdict().values() if (known := known_language(named))] if asked else []


def _groups(titles: Titles) -> Facts | None:
    pairs = tuple((label, (", ".join(group),)) for name, label in GROUPS.items() if (group := getattr(titles, name)))
    return Facts(pairs) if pairs else None


_INSTEAD = re.compile(
    r"\b(?:titles?|words?|terms?|names?|search|use|say|look\sfor|call|try)\b.{0,30}"
    r"\b(?:instead\sof|other\sthan|rather\sthan)\b",
    re.I,
)
"""Asks for other words: "which title can I search instead of consul"."""
_IN_TWO = re.compile(
    r"\s(?:in|auf|en)\s(?P<language>[^\W\d_]{4,12})(?:\s?[,/&+]\s?|\s(?:and|or|und|et|y)\s)(?P<second>[^\W\d_]{4,12})"
    r"\W*(?:please|pls|bitte)?\W*$",
    re.I,
)
"""Two languages: "titles for a consul in French and German"."""
_IN_LANGUAGE = re.compile(r"\s(?:in|auf|en)\s(?P<language>[^\W\d_]{4,12})\W*(?:please|pls|bitte)?\W*$", re.I)
"""The language in which a title is asked for: "consul in Russian"."""
_LANGUAGE_FIRST = re.compile(
    r"^\W*(?:(?:and|so|what(?:['’]?s|\sis)|whats|give\sme|i\sneed|need)\s)?(?:the\s|a\s)?(?P<language>[^\W\d_]{4,12})\s"
    r"(?:(?:words?|titles?|names?|terms?|translation|equivalent|version|expression)\s)?(?:for|of)\s(?:an?\s|the\s)?",
    re.I,
)
"""The same before the title: "what's the French for head of mission"."""
_UNWANTED = re.compile(
    r"[,;]?\s(?:but\s)?(?:without|no|not|except|minus|excluding|leave\sout|skip)\s(?:for\s)?(?:the\s|any\s|in\s)?(?P<language>[^\W\d_]{4,12})"
    r"(?:\s(?:ones?|titles?|names?|words?|terms?|versions?))?(?=\W*$|[,;.]|\s(?:please|pls|and|or)\b)",
    re.I,
)
"""A language whose titles aren't wanted: "without the French ones"."""
_TRANSLATE = re.compile(r"^\W*(?:(?:can|could)\s(?:you|u)\s)?(?:please\s|pls\s)?translate\s(?=.{3,80}$)", re.I)
_INTO = re.compile(r"\s(?:in)?to\s(?P<language>[^\W\d_]{4,12})\W*(?:please|pls)?\W*$", re.I)
"""The language that a title is to be translated into: "translate consul into Spanish"."""


def _asks(typed: str, services: Services) -> bool:
    """Whether a line asks what to search instead of a title, or is nothing but a name and a language."""
    if _INSTEAD.search(typed):
        return isinstance(services.library.match(_INSTEAD.sub(" ", typed)).entry, Role)
    several = named_together(_to_translate(typed), None, services.library)
    return bool(several) or _named_beside_language(typed, services.library) is not None


def _named_beside_language(typed: str, library: Library) -> Entry | None:
    """The entry that a line names beside a language; None for a line without one."""
    asked = _language_in(typed)
    if asked is None:
        return None
    name = _TRANSLATE.sub("", f"{typed[: asked.start()]} {typed[asked.end() :]}")
    entry = library.match(name).entry
    return None if isinstance(entry, Term) and unused_words(name, entry) else entry


def _to_translate(typed: str) -> str:
    """What a line wants translated into a language; empty for other lines."""
    asked = _language_in(typed) if _TRANSLATE.match(typed) else None
    return _TRANSLATE.sub("", typed[: asked.start()]).strip(" \"“”'‘’") if asked else ""


def _unwanted_language(typed: str) -> str:
    """The language whose titles a line doesn't want: "titles for a consul, without the French ones"."""
    found = (known_language(asked["language"]) for asked in _UNWANTED.finditer(typed))
    return next(filter(None, found), None) or ""


def _language_in(typed: str) -> re.Match[str] | None:
    into = _INTO.search(typed) if _TRANSLATE.match(typed) else None
    two = _IN_TWO.search(typed)
    two = two if two and known_language(two["second"]) else None
    asked = into or two or _IN_LANGUAGE.search(typed) or _LANGUAGE_FIRST.match(typed)
    return asked if asked and known_language(asked["language"]) else None


def _language_words(typed: str) -> re.Pattern[str] | None:
    """What a line says of the language, so that no word of it counts as left out."""
    unwanted = next((one for one in _UNWANTED.finditer(typed) if known_language(one["language"])), None)
    words = [found[0].strip() for found in (_language_in(typed), unwanted) if found]
    if words and (lead := _TRANSLATE.match(typed)):
        words.append(lead[0].strip())
    return re.compile("|".join(map(re.escape, words))) if words else None


command = Command(
    name="titles",
    summary="Other titles to search for, with a search string",
    usage="titles <role or term>",
    examples=("titles head of mission", "titles permanent mission"),
    run=run,
    takes_entry=True,
    pure=True,
    prompt="Titles for which job?",
    synonyms=("title", "sourcing"),
    cues=(
        "other titles",
        "alternative titles",
        "job titles",
        "titles for",
        "title for",
        "titles of",
        "other names for",
        "other name for",
        "another name for",
        "other word for",
        "other words for",
        "another word for",
        "another term for",
        "another title for",
        "different name for",
        "different word for",
        "synonyms of",
        "synonyms for",
        "synonym of",
        "synonym for",
        "also called",
        "same job as",
        "similar roles to",
        "similar jobs to",
        "similar titles to",
        "jobs similar to",
        "roles similar to",
        "titles similar to",
        "jobs like",
        "roles like",
        "titles like",
        "alternatives to",
        "alternatives for",
        "alternative to",
        "alternative for",
        "search instead of",
        "look for instead of",
        "say instead of",
        "use instead of",
        "what else",
        *(
            "títulos de",
            "títulos para",
            "titres pour",
            "titres de",
            "titel für",
            "titoli per",
            "titoli di",
            "titels voor",
        ),
        *(
            "sinónimos de",
            "synonyme für",
            "synonymes de",
            "sinonimi di",
            "otros títulos",
            "autres titres",
            "andere titel",
        ),
        "como se dice",
        "cómo se dice",
        "come si dice",
        "como se diz",
        "wie sagt man",
        "comment dit-on",
        "comment dit on",
        "comment appelle-t-on",
        "comment s'appelle",
        "wie heisst",
        "titles do you have for",
        "titles do i search for",
        "titles do i search",
        "titles should i search",
        "titles can i search",
        "titles to search",
        "titles can i use for",
        "titles should i use for",
        "search for",
    ),
    asks=_asks,
    used=lambda typed, _: _language_words(typed),
    slash=True,
    repeats=True,
    order=20,
)

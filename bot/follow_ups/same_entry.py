"""Follow-ups about the entry on the screen: "titles?", "juniors?", "why?", "how much do they earn?", "in Geneva"."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.follow_ups import mentioned
from bot.follow_ups.line import Line
from bot.follow_ups.meanings import other_site
from bot.follow_ups.words import (
    FILLERS,
    LANGUAGE,
    LEADING,
    MORE,
    PRONOUNS,
    REQUEST,
    level_alone,
    pattern,
    stripped,
    words_of,
)
from content.models import Role
from handlers.commands.leads import has_only_a_head
from handlers.commands.questions import MINUTES_EACH
from handlers.entry_card import kind_asked
from handlers.left_out import names_nothing
from handlers.parsing.languages import known_language
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.role_and_level import read_role_and_level

MOST_LANGUAGE_WORDS = 5
"""Words of a line that names a language alone: "and the German ones please"."""
_ASKED_FOR = frozenset(("need", "needs", "must", "speak", "speaks", "require", "required", "know", "fluent", "learn"))
"""Words of a question whether a language is asked for."""
MOST_WORDS = 6
"""Words of a question about a fact that doesn't name the entry: "how long do they stay"."""

_OF_REQUIREMENTS = frozenset(
    """
    be have has must should limit limits requirement requirements rule rules required needed
    matter matters important relevant helpful expected count counts asked
    """.split()
)
"""Words beside one that a command reads: "is there an age limit"."""
_THERE = re.compile(r"\b(?:in\s)?(?:there|here)\b", re.I)
_OF_STRING = re.compile(r"\b(?:short\w*|brief\w*|long|much|many|simpler|complicated|complex|lot|lots|tl;?dr)\b", re.I)
"""What is said of a search string rather than of the job: "shorter"."""
_WITH_YEARS = pattern(r"^\W* (?:and\ |ok\ |but\ )* (?:for|with|at)\b")
_LANGUAGE_TITLES = pattern(
    r"""^\W* (?: (?:no|i|mean|meant|and|ok|so|now|the|any|what|about|whats|what's|is|in|there|a|have|you|got|do)\W+ )*
    (?P<language>[^\W\d_]{4,12})
    \ (?: titles? | names? | version | words? | translation | ones? )
    (?:\ (?:for|of)\ (?:it|that|this|them))? \W* (?:please|pls)? \W*$"""
)
_LOOKS_LIKE = re.compile(r"\b(?:looks?|expect|bring|able)\b", re.I)
"""What somebody at a level is like: "what would a senior one look like"."""
_BASED = re.compile(r"\b([^\W\d_]{2,20})[\s-]based\b", re.I)
_PLACE = re.compile(r"\b(?:in|at|near|around)\s\w", re.I)
_SHOWS_JOB = frozenset(("define", "short", "details", "levels", "requirements", "career"))
"""Commands about a job, after which "in Nairobi?" asks for it there."""
_SPOKEN = re.compile(
    r"(?:\bin\s)?(?:the\s)?\b([^\W\d_]{4,12})[\s-]speaking"
    r"(?:\s(?:countr(?:y|ies)|world|markets?|regions?|places?|ones?|people|candidates?|profiles?))?\b",
    re.I,
)
"""A language by the people or the places that speak it: "in Spanish-speaking countries"."""
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d|\b(?:hour|half|quarter|[a-z]{2,9}\s(?:years?|yrs?|min(?:ute)?s?))\b", re.I)
"""What a line with years or minutes has."""
_EXCLUDED = pattern(
    r"""^\W* (?: (?: and | but | ok | now | please | can\ you | same )\W+ )*
    (?: without | not | no | exclude | excluding | except | minus | drop | remove | leave\ out | take\ out )
    \ (?! (?: sorry | wait | actually | i\ meant? | rather )\b )
    (?: the\ | any\ | all\ | an?\ )? (?P<phrase> [\w'’&/-]{2,30} (?:\ [\w'’&/-]{1,30}){0,3} )
    \W* (?:please|pls)? \W*$"""
)
"""What a search should leave out."""
_ONE_OF_THEM = pattern(r"^(?:only|just|necessarily|in|the)\ |\ (?:as\ a\ must|needed|required)$")
"""What stands beside a place or language that isn't needed: "not only Dubai"."""
_DROPPED = pattern(
    r"""^\W* (?: (?: and | but | ok | now | please | can\ you )\W+ )*
    (?: without | no | drop | remove | forget | skip | lose | leave\ out | take\ out | ignore )\ (?:the\ |any\ |a\ )?
    (?P<detail> languages? | places? | city | location | grade | level )
    (?:\ (?:requirement|part|bit|filter|needed|required))? \W* (?:please|pls)? \W*$"""
)
"""A detail of the requisition on the screen that isn't wanted: "drop the language"."""
_STRING_WITHOUT = pattern(
    r"""^ [^?!.,]{0,40}? \b (?: strings? | search | boolean | x-?ray ) \W+ (?:\w+\W+){0,2}?
    (?: without | not | no | excluding | except | minus | but\ (?:not|no) ) \ (?: the\ | any\ | all\ | an?\ )?
    (?P<phrase> [\w'’&/-]{2,30} (?:\ [\w'’&/-]{1,30}){0,2} ) \W* (?:please|pls)? \W*$"""
)
"""The same in one line with the request for a search: "a linkedin string without teachers"."""
_MAKING = frozenset(
    """
    back make makes turn fit squeeze cut down within into out from build create prepare put together write
    look find want like quickly now ask left remaining time should over spare only
    """.split()
)
"""Words between a request and the command's word."""
_PERSON = frozenset(
    """
    guy man woman lady candidate person applicant somebody someone people she he her his my our has had with having got
    experience exp add plus did done been if only years there around
    """.split()
)
"""Words about a candidate beside years: "my candidate has 6 years"."""
_REQUIRED = frozenset(
    """
    push pushing pushed back insist insists insisting challenge argue negotiate reasonable realistic unrealistic fair
    necessary really required requires require requirement demand demands ask asks asking manager hiring client high
    wants too
    """.split()
)
"""Words about years that somebody asks for: "can I push back on 10 years"."""


def about_the_same(line: Line, entry: str) -> str | None:
    """Something else about the entry on the screen."""
    if _has_taught_word(line):
        return None
    typed = line.typed
    bare = LEADING.sub("", typed)
    if kind := kind_asked(typed):
        return f"is {entry} {kind}"
    if line.meaning == "short" and line.topic.command == "search" and _OF_STRING.search(typed):
        return f"titles {entry}"  # its strings are the short ones
    if line.meaning == "chart" and (body := line.library.by_name(entry)) and has_only_a_head(body, line.library):
        return f"leads {entry}"  # "who's the boss" of an organisation without a chart
    if line.meaning:
        command = line.commands.find(line.meaning)
        words = command.used(typed, line.library) if command and command.used else None
        what = words.search(typed) if words else None  # "doesn't work on google"
        site = other_site(typed) if line.meaning == "search" else ""
        return " ".join(filter(None, (line.meaning, what[0].strip() if what else "", entry, site)))
    ways = dict.fromkeys((bare, typed, REQUEST.sub("", bare)))
    return (
        _in(line, entry)
        or _at_a_level(line, entry)
        or next(filter(None, (asked_of(line, way, entry) for way in ways)), None)
        or command_alone(line, entry)
        or named(line, entry)
        or of_the_place(line, entry)
        or _fact(line, bare, entry)
    )


def _has_taught_word(line: Line) -> bool:
    """Whether a word of the line is one that the team has taught: then "who is the boss" asks for that."""
    library = line.library
    if library.number == library.reviewed.number:
        return False
    return any(library.is_form(word) and not library.reviewed.is_form(word) for word in words_of(line.typed))


def word_alone(line: Line, entry: str) -> str | None:
    """ "languages?", "and the degree?": a word that a command reads beside an entry; not "in French?"."""
    if LANGUAGE.match(LEADING.sub("", line.typed)):
        return None
    typed = words_of(PRONOUNS.sub(" ", line.typed))
    word = " ".join(word for word in typed if word not in FILLERS and word not in _OF_REQUIREMENTS)
    for command in line.commands:
        if line.meaning not in (None, command.name):
            continue  # "simpler" asks for a shorter card rather than for easy questions
        words = command.used(word, line.library) if command.used and command.repeats else None
        if words and words.fullmatch(word):
            return f"{command.name} {word} {entry}"
    return None


def _at_a_level(line: Line, entry: str) -> str | None:
    """ "and for juniors?", "my candidate has 6 years", "with 12 years"."""
    topic = line.topic
    command = line.commands.find(topic.command)
    keeps_level = command is not None and command.keeps_level
    if (level := level_alone(line.typed)) is not None:
        return f"{'levels' if _LOOKS_LIKE.search(line.typed) else _levelled(line)} {level} {entry}"
    if not _NUMBER.search(line.typed):
        return None
    if (years := _years_alone(line)) is not None:
        asks_again = keeps_level and _WITH_YEARS.match(line.typed)
        grade = f" {topic.grade}" if line.library.grade(topic.grade) else ""
        return f"{topic.command} {years:g}y {entry}" if asks_again else f"levels {entry} {years:g}y{grade}"
    details = read_role_and_level(line.typed, line.library.is_form)
    left = [word for word in words_of(PRONOUNS.sub(" ", details.rest)) if not _adds_nothing(word)]
    named = line.commands.find(left[0]) if len(left) == 1 else None  # "a 45 minute kit"
    if details.minutes and (not left or (named is not None and named.keeps_level)):
        asked = named.name if named else topic.command if keeps_level else "questions"
        if asked == topic.command == "questions" and topic.level and MORE.search(line.typed):
            count = max(details.minutes // MINUTES_EACH, 1)
            return f"questions {topic.level} {entry} {count} from {topic.shown + 1}"  # "10 minutes left, what else"
        return " ".join(filter(None, (asked, details.level or topic.level, entry, f"{details.minutes} minutes")))
    return None


def _adds_nothing(word: str) -> bool:
    return word in FILLERS or word in _MAKING


def _levelled(line: Line) -> str:
    """The command that a level alone asks for: the last one, if it has levels."""
    command = line.commands.find(line.topic.command)
    return line.topic.command if command and command.takes_level and command.repeats else "questions"


def of_the_place(line: Line, entry: str) -> str | None:
    """ "who works there": a question about the place on the screen."""
    if _THERE.search(line.typed) is None:
        return None
    for where in ("at", "there at"):
        whole = _THERE.sub(f"{where} {entry}", line.typed)
        command = line.read(whole).command
        if command.takes_entry and not command.explains:
            return whole
    return None


def in_language(line: Line, entry: str) -> str | None:
    """ "German titles?", "the German one", "German?": the titles, which have them in other languages."""
    said = LANGUAGE.match(LEADING.sub("", line.typed))  # without "say", it may be a question about the bot's languages
    asked = said if said and said["say"] else _LANGUAGE_TITLES.match(line.typed)
    if asked and known_language(asked["language"]):
        return f"titles {entry} in {asked['language']}"
    if line.topic.command == "titles" and (titles := _in(line, entry)):
        return titles
    if len(line.typed.split()) > MOST_LANGUAGE_WORDS or line.topic.command == "requirements":
        return None
    command = line.commands.find(line.topic.command)
    if not _ASKED_FOR.isdisjoint(words_of(line.typed)):
        return None  # "do they need French"
    words = [word for word in words_of(PRONOUNS.sub(" ", line.typed)) if word not in FILLERS and word != "ones"]
    if len(words) != 1 or command is None or command.takes_places:
        return None  # "Arabic?" after a search asks for people who speak it
    language = known_language(words[0])
    return f"titles {entry} in {language}" if language else None


def in_language_of_all(line: Line) -> str | None:
    """ "and in French?" after a comparison: the titles of the entries on the screen in that language."""
    names = [entry.name for entry in line.library.linked(line.topic.entries)]
    if (
        len(names) < 2
        or len(names) < len(line.topic.entries)
        or line.topic.offered
        or line.topic.command in ("quiz", "browse")
    ):
        return None
    return in_language(line, " and ".join(names)) or _in(line, " and ".join(names))


def _in(line: Line, entry: str) -> str | None:
    """ "in French?": the titles in that language."""
    asked = LANGUAGE.match(LEADING.sub("", line.typed))
    language = known_language(asked["language"]) if asked else None
    return f"titles {entry} in {language}" if language else None


def elsewhere(line: Line, entry: str) -> str | None:
    """ "in Geneva?", "who speak Arabic": the same search for another place or language; a requisition's new place."""
    bare = _SPOKEN.sub(r"\1", _BASED.sub(r"in \1", LEADING.sub("", line.typed)))
    command = line.commands.find(line.topic.command)
    if command and command.takes_places:
        return _at_places(bare, command.name, entry)
    details = [detail for detail in line.topic.wanted if not detail.startswith("in ")]
    if command is None or line.topic.offered:
        return None
    if not (line.topic.wanted or command.keeps_level):
        is_job = isinstance(line.library.by_name(entry), Role) and not line.library.is_form(bare.strip(" ?.!"))
        asks = "search" if command.name == "titles" else "req" if command.name in _SHOWS_JOB else None
        return _at_places(bare, asks, entry) if asks and is_job and _PLACE.search(bare) else None
    if not details and line.topic.level and command.keeps_level:
        details = [line.topic.level]
    has_place = take_languages_and_places(f"{entry} {bare.rstrip(' ?.!')}")[1].places
    return _at_places(bare, "req", " ".join((entry, *details))) if has_place else None


def elsewhere_all(line: Line) -> str | None:
    """ "and in Milan" after a search for two jobs: both there."""
    several = len(line.topic.entries) > 1 and line.topic.command == "search" and not line.topic.offered
    return _at_places(LEADING.sub("", line.typed), "search", " and ".join(line.topic.entries)) if several else None


def _at_places(typed: str, command: str, entry: str) -> str | None:
    """A command about the entry with the places and languages of a text; None if the text says anything else."""
    rest, wanted = take_languages_and_places(f"{entry} {typed.rstrip(' ?.!')}")
    left = set(words_of(rest)) - set(words_of(entry)) - FILLERS - _PERSON
    places = [*wanted.languages, *(f"in {place}" for place in wanted.places)]
    return " ".join((command, entry, *places)) if places and not left else None


def without(line: Line, entry: str) -> str | None:
    """ "without honorary consuls", "no interns": the same search without people who have these words."""
    titled = _EXCLUDED.match(line.typed) if line.topic.command == "titles" else None
    if titled and (language := known_language(titled["phrase"].split()[0])):
        return f"titles {entry} without {language}"
    searched = line.topic.command == "search"
    excluded = _EXCLUDED.match(line.typed) if searched else _STRING_WITHOUT.match(line.typed)
    if excluded is None or not stripped(excluded["phrase"]) or names_nothing(excluded["phrase"]):
        return None
    return f"search {entry} not {excluded['phrase']}"


def without_detail(line: Line) -> str | None:
    """ "drop the language", "not only Nairobi": what is on the screen without its languages, places or grade."""
    topic, dropped = line.topic, _DROPPED.match(line.typed)
    if not topic.wanted or topic.offered or topic.entry is None:
        return None
    named = _ONE_OF_THEM.sub("", excluded["phrase"]) if (excluded := _EXCLUDED.match(line.typed)) else ""
    detail = dropped["detail"].casefold() if dropped else named.casefold()
    if dropped is None and detail not in map(str.casefold, (*topic.languages, *topic.places)):
        return None
    grade = () if detail in ("grade", "level") else (topic.grade,)
    languages = () if detail.startswith("language") else [one for one in topic.languages if one.casefold() != detail]
    is_place = detail.startswith(("place", "city", "location"))
    places = () if is_place else [one for one in topic.places if one.casefold() != detail]
    kept = (*grade, *languages, *(f"in {place}" for place in places))
    command = topic.command if topic.command in ("req", "search", "intake") else "req"
    return " ".join(filter(None, (command, topic.entry, *kept)))


def _fact(line: Line, typed: str, entry: str) -> str | None:
    """ "how long?", "what's the plural": a fact of the entry on the screen, if the line names no other."""
    if len(typed.split()) > MOST_WORDS:
        return None
    whole = f"{typed.rstrip(' ?.!')} {entry}"
    command = line.read(whole).command
    if command.asks is None or not command.takes_entry or not command.asks(whole, line.reading.services):
        return None
    if line.library.match(typed).outcome == "answer":
        return None
    return whole


def _years_alone(line: Line) -> float | None:
    """The years of experience, if the line says nothing else: "my candidate has 6 years"."""
    command = line.read(line.typed).command
    if not command.explains and not (command.takes_level and not command.keeps_level):
        return None
    details = read_role_and_level(line.typed, line.library.is_form)
    words = words_of(PRONOUNS.sub(" ", details.rest))
    return details.years if all(word in FILLERS or word in _PERSON or word in _REQUIRED for word in words) else None


def asked_of(line: Line, typed: str, entry: str) -> str | None:
    """ "titles?", "junior questions", "red flags and titles": commands that lack their entry."""
    first = _first_asked_of(line, typed, entry)
    also = line.reading.also_asked(line.read(typed)) if first else ()
    return " and ".join((first, *(command.name for command in also))) if first else None


def _first_asked_of(line: Line, typed: str, entry: str) -> str | None:
    """ "titles?", "junior questions", "a kit out of that": a command that lacks its entry."""
    asked = line.read(typed)
    if asked.shared or not asked.command.takes_entry:
        return None
    whole = _in_place_of_pronoun(typed, entry)
    there = _at_places(asked.rest, asked.command.name, entry) if asked.command.takes_places else None
    if there or (asked.command.explains and (not whole or not line.explains(whole))):
        return there or whole  # "what does it pay"
    own = (asked.command.name, *asked.command.synonyms)
    without = asked.command.without_details
    rest = read_role_and_level(without(asked.rest), line.library.is_form).rest if without else asked.rest
    if without and not stripped(rest) and stripped(asked.rest):
        level = line.topic.level if asked.command.keeps_level else None
        return " ".join(filter(None, (asked.command.name, level, entry, asked.rest)))
    rest = " ".join(word for word in asked.rest.split() if word.casefold().strip("?!.,") not in own)
    details = read_role_and_level(rest, line.library.is_form)
    if asked.command.keeps_level and (counted := read_role_and_level(typed, line.library.is_form).count):
        details = replace(details, count=counted, years=None)  # "5 questions"
    level = details.level or level_alone(details.rest)
    name = stripped(details.rest)
    if name and level_alone(name) is None and (asked.command.explains or not names_nothing(name)):
        return None
    if (
        asked.command.used
        and (words := asked.command.used(asked.rest, line.library))
        and (what := words.search(asked.rest))
    ):
        return f"{asked.command.name} {what[0].strip()} {entry}"
    if asked.command.keeps_level:
        level = level or (line.topic.level if details.years is None else None)
    years = f"{details.years:g}y" if details.years is not None and not level else None
    minutes = f"{details.minutes} minutes" if details.minutes else None
    count = f"{details.count} questions" if details.count else None
    return " ".join(part for part in (asked.command.name, level, years, entry, count, minutes) if part)


def _in_place_of_pronoun(typed: str, entry: str) -> str | None:
    """The text with the entry's name instead of a pronoun; None without one."""
    pronoun = PRONOUNS.search(typed)
    return f"{typed[: pronoun.start()]}{entry}{typed[pronoun.end() :]}" if pronoun else None


def named(line: Line, entry: str) -> str | None:
    """The line with the entry's name instead of a pronoun, unless it names another entry."""
    whole = _in_place_of_pronoun(line.typed, entry)
    if whole is None:
        return None
    if not line.explains(whole):
        return whole
    if line.names_another(PRONOUNS.sub(" ", line.typed)):
        return None
    return mentioned.asked_about(line, entry) or whole


def command_alone(line: Line, entry: str) -> str | None:
    """ "could you turn that into a kit": the only word that says something is a command's, perhaps with its details."""
    typed, details = PRONOUNS.sub(" ", line.typed), ""
    for word in _WORD.finditer(typed):
        command = line.commands.find(word[0].casefold())
        behind = typed[word.end() :].strip(" ?.!")
        if command and command.without_details and behind and not stripped(command.without_details(behind)):
            typed, details = typed[: word.end()], behind
            break
    words = [word for word in words_of(typed) if word not in FILLERS and word not in _MAKING]
    command = line.commands.find(words[0]) if len(words) == 1 else None
    if command is None or not command.takes_entry or not command.listed or command.explains:
        return None
    level = line.topic.level if command.keeps_level else None
    return " ".join(filter(None, (command.name, level, entry, details)))

"""`browse`: list all entries by field or letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from content.library import Library
from content.lookup.index import is_acronym
from content.lookup.lexicon import lexicon
from content.lookup.normalize import GLUE, normalize, stem, stems
from content.models import Entry, PackField, Role, Term
from handlers.command import Command, Services
from handlers.left_out import unused_words
from handlers.lookup_replies import echo, entry_menu
from handlers.reply import (
    Bold,
    Button,
    Facts,
    Heading,
    Menu,
    Option,
    Reply,
    Tile,
    Tiles,
    actions,
    note,
    reply,
    text,
)
from handlers.request import Request
from handlers.topic import Topic
from handlers.who_hires import jobs_at
from handlers.wording import short_answer

PAGE = 60
"""Entries on a page: one or two phone screens of names, and within one menu."""
TILES = 10
"""Roles of a field that get a tile, on platforms that have tiles."""

FEWEST_KINDS = 2
"""Kinds of an entry that make a list."""
_EVERYTHING = frozenset(
    [
        *("all", "everything", "entries", "entry", "roles", "terms", "letters", "letter", "field", "fields", "list"),
        *("the", "in", "me", "show", "give", "what", "can", "please", "that", "is", "are", "with", "under", "titles"),
        *(
            "words",
            "word",
            "start",
            "starts",
            "starting",
            "begin",
            "begins",
            "beginning",
            "anything",
            "you",
            "have",
            "your",
        ),
        *("do", "know", "got", "there", "in", "total", "of", "jobs", "job", "positions", "titles", "u", "for", "on"),
    ]
)
"""Words that choose nothing."""
_FIELD_WORDS = frozenset(
    ("the", "field", "sector", "area", "section", "world", "space", "side", "jobs", "work", "topic", "topics", "stuff")
)
"""Words around the name of a field."""
_OTHER_LISTS = frozenset(("ranks", "ladder"))
"""Lists that other commands have."""
_ABBREVIATIONS = re.compile(
    r"^\W*(?:(?:can|could|you|please|show|give|list|tell|get|send|me|us|what|which|are|is|i|need|want|a|an|all|any|the|of|your|full|common"
    r"|most|important|diplomatic|diplomacy|un|eu|browse|there|for)\s){0,8}(?:abbreviations?|acronyms?|short\sforms)(?:\slist)?"
    r"(?:\s(?:do|you|u|have|know|got|in|are|there|the|your|this|that|glossary|bot|field|diplomacy|list|use|used|please|pls|should|i|explain|here))*\W*$",
    re.I,
)
"""Asks for all abbreviations."""
_FROM = re.compile(r"\s?\bfrom\s(\d{1,5})\s?$", re.I)

_WITH_LETTER = re.compile(
    r"\b(?:terms?|words?|entries|titles|roles|everything|anything|all|list|have|got|what['’]?s)\s(?:\w+\s){0,3}?"
    r"(?:with|under|in|(?:start|begin)(?:s|ning|ing)?(?:\swith)?)\s(?:the\s)?(?:letter\s)?[\"“']?[a-z][\"”']?\W*$",
    re.I,
)
_WHAT_THERE_IS = re.compile(
    r"^\W*(?:what|which)\s(?:(?:other|kinds? of|sort of|different|all)\s)*"
    r"(?:roles?|jobs?|positions?|terms?|titles?|words|topics?|fields?|entries|subjects|areas)\s"
    r"(?:(?:do|can|are|is|does|have)\s)?(?:you|u|there|in|i|we|it)\b"
    r"(?:\s(?:have|has|know|cover|offer|got|here|there|in|look|up|ask|about|search|for|find|browse|see|available|this"
    r"|bot))*\W*",
    re.I,
)
"""Asks what the content holds: "which roles do you have"."""
_OF_FIELD = re.compile(
    r"^\W*(?:(?:show|give|list|tell|get)\s(?:me\s|us\s)?)?(?:(?:what|which)\s)?(?:(?:all|the|some|your|of|are)\s){0,3}"
    r"(?:(?P<before>[^\W\d]+)\s)?(?:roles|jobs|positions|posts|terms|words|entries|titles)"
    r"(?:\s(?:are|exist|do|you|u|there|have|is|got|know|cover|offer)){0,4}(?:\s(?:in|at|on|for|from|around|about|of)\s(?:the\s)?"
    r"(?P<behind>[^\W\d]+(?:\s(?:or\s[^\W\d]+|and|work|affairs|field|[^\W\d]+))?))?\W*$",
    re.I,
)
"""Asks for the entries of a field: "consular jobs", "which roles are there in protocol"."""
_ROLES = re.compile(r"\b(?:roles|jobs|positions)\b", re.I)
_LISTING = re.compile(
    r"^\W*(?:(?:can|could|you|please|pls)\s){0,3}(?:all|any|which|what|list|show|give|every|browse|the)\b", re.I
)
"""Asks for a list, so that a job's name means all jobs with it: "show me all interpreter jobs"."""


_ROLES_AROUND = re.compile(r"roles\saround\s(?P<name>.{2,80})", re.I)
"""Asks for the roles around a term, as a follow-up is completed."""
_KINDS = re.compile(
    r"^\W*(?:(?:what|which|list|show|name|give|all|me|us|of|the|are|different|various)\s)*(?:types?|kinds?|sorts?)\s(?:of\s)?"
    r"(?P<name>[^?!,:]{3,40}?)(?:\s(?:are\sthere|exist|do\syou\s(?:have|know)|is\sthere))?\W*$",
    re.I,
)
_VERB = re.compile(r"\b(?:is|are|does|do)\b", re.I)
"""Asks for the kinds of something: "what types of attachés are there"."""


async def run(request: Request, services: Services) -> Reply:
    """The fields and letters to choose from, or the entries of the chosen one."""
    library = services.library
    paged = _FROM.search(request.text)
    start = max(int(paged[1]), 1) if paged else 1
    wanted = normalize(_FROM.sub("", request.text))
    if list_asked := _list_asked(request.text, start, library):
        return list_asked
    words = [word for word in wanted.split() if word not in _EVERYTHING]
    if not words or _WHAT_THERE_IS.fullmatch(request.text):
        return _overview(library)
    wanted = words[-1] if _WITH_LETTER.search(request.text) else " ".join(words)
    if len(wanted) == 1:
        entries = [entry for entry in library.entries if normalize(entry.name).startswith(wanted)]
        return _page(wanted.upper(), entries, start, f"browse {wanted}")
    if field := _field(wanted, library) or _field_asked(request.text, library):
        of_field = library.in_field(field.id)
        return _page(field.name, of_field, start, f"browse {field.id}", _tiles(of_field) if start == 1 else None)
    details, entry = services.commands.find("details"), library.match(wanted).entry
    if details is not None and entry is not None:  # "everything about ambassador"
        return await details.run(replace(request, text=entry.name), services)
    hint = text("I don't have a field called ", Bold(f"“{echo(request.text)}”"), ". I have these:")
    return reply(hint, actions(_fields(library)), shareable=False)


def _list_asked(typed: str, start: int, library: Library) -> Reply | None:
    """A page of the abbreviations, of the kinds of something or of the roles around a term."""
    if _ABBREVIATIONS.match(_FROM.sub("", typed)):
        return _abbreviations(library, start)
    if listed := _listed(typed, library):
        title, entries = listed
        return _page(title, entries, start, f"browse {_FROM.sub('', typed)}")
    return None


def _overview(library: Library) -> Reply:
    roles = len(library.roles)
    pairs = tuple((field.name, (str(len(library.in_field(field.id))),)) for field in library.fields)
    return reply(
        Heading("Browse"),
        text(f"{roles} roles and {len(library.entries) - roles} terms."),
        Facts(pairs) if pairs else None,
        actions(*overview_menus(library)),
    )


def overview_menus(library: Library) -> tuple[Menu | None, Menu | None]:
    """The menus of fields and of letters; None for a menu that would be empty."""
    return _fields(library), _letters(library)


def _tiles(entries: Sequence[Entry]) -> Tiles | None:
    """The first roles in one line each, to leaf through."""
    roles = [entry for entry in entries if isinstance(entry, Role)][:TILES]
    tiles = tuple(
        Tile(role.name, short_answer(role.definition), (Button("Open", f"define {role.name}"),)) for role in roles
    )
    return Tiles(tiles) if tiles else None


def _page(title: str, entries: Sequence[Entry], start: int, command: str, tiles: Tiles | None = None) -> Reply:
    shown = list(entries[start - 1 : start - 1 + PAGE])
    if not shown:
        return reply(text(f"There's nothing more under {title}."), actions(Button("Browse", "browse")), shareable=False)
    roles = ", ".join(entry.name for entry in shown if isinstance(entry, Role))
    terms = ", ".join(entry.name for entry in shown if not isinstance(entry, Role))
    rest = len(entries) - (start - 1 + len(shown))
    return reply(
        Heading(title),
        tiles,
        text(Bold("Roles: "), roles) if roles else None,
        text(Bold("Terms: "), terms) if terms else None,
        note(f"{start}–{start - 1 + len(shown)} of {len(entries)}") if rest or start > 1 else None,
        actions(
            entry_menu("Open an entry", shown),
            Button("Next page", f"{command} from {start + PAGE}") if rest else None,
        ),
        actions(Button("All fields", "browse")),
        topic=Topic("browse", tuple(entry.name for entry in sorted(shown, key=_is_term))),
    )


def _is_term(entry: Entry) -> bool:
    return not isinstance(entry, Role)


def _abbreviations(library: Library, start: int) -> Reply:
    """A page of all abbreviations, with what each stands for."""
    pairs = sorted({(short, entry.name) for entry in library.entries for short in entry.acronyms if is_acronym(short)})
    shown = pairs[start - 1 : start - 1 + PAGE]
    rest = len(pairs) - (start - 1 + len(shown))
    return reply(
        Heading("Abbreviations"),
        text("; ".join(f"{short}: {name}" for short, name in shown)),
        note(f"{start}–{start - 1 + len(shown)} of {len(pairs)}. Type any of them for its meaning."),
        actions(
            Button("Next page", f"browse abbreviations from {start + PAGE}") if rest > 0 else None,
            Button("All fields", "browse"),
        ),
    )


def _field(wanted: str, library: Library) -> PackField | None:
    """The field with this id or name, otherwise the first whose name contains all the words: "humanitarian sector"."""
    exact = [field for field in library.fields if wanted in (field.id, normalize(field.id), normalize(field.name))]
    words = set(wanted.split()) - _FIELD_WORDS or set(wanted.split())
    close = [field for field in library.fields if words <= set(normalize(f"{field.id} {field.name}").split())]
    return next(iter(exact or close), None)


def _field_asked(typed: str, library: Library) -> PackField | None:
    """The field whose jobs or terms a line asks for: "show me all consular roles"."""
    asked = _OF_FIELD.fullmatch(typed)
    named = (asked["before"], asked["behind"]) if asked else (None, None)
    if asked is None or all(named) or not any(named):
        return None
    return _field(normalize(named[0] or named[1] or ""), library)


def _listed(typed: str, library: Library) -> tuple[str, list[Entry]] | None:
    """The kinds of something, or the roles around a term, with a title; None if a line asks for neither."""
    typed = _FROM.sub("", typed)
    asked, kinds = _KINDS.fullmatch(typed), _kinds(typed, library)
    if asked and kinds:
        return f"Kinds of {echo(asked['name'])}", kinds
    if _field_asked(typed, library) is not None:
        return None
    if around := _around(typed, library):
        return f"Roles around {around[0].name}", around[1]
    return _mentioning(typed, library)


def _mentioning(typed: str, library: Library) -> tuple[str, list[Entry]] | None:
    """The roles with the word for which a line asks for roles: "roles for lawyers", "all interpreter jobs"."""
    asked = _OF_FIELD.fullmatch(typed) if _ROLES.search(typed) else None
    word = "" if asked is None or (asked["before"] and asked["behind"]) else asked["before"] or asked["behind"] or ""
    words = normalize(word).split(" or ")  # "jobs in Geneva or Vienna"
    if any(not one or " " in one or one in _EVERYTHING | lexicon().around for one in words):
        return None
    is_name = any(map(library.is_form, words))
    if (is_name or (asked and asked["before"])) and not _LISTING.search(typed):
        return None  # "consul roles" may ask what a consul does
    wanted = {stem(one) for one in words}
    meant = [sense for one in words for sense in library.match(one).senses if isinstance(sense, Role)]
    has = [role for role in library.roles if wanted & set(stems(normalize(role.name if is_name else _said_of(role))))]
    roles: list[Entry] = list({role.name: role for role in (*meant, *has)}.values())
    title = " or ".join(f"“{echo(one)}”" for one in word.split(" or "))
    return (f"Roles that mention {title}", roles) if len(roles) >= (FEWEST_KINDS if is_name else 1) else None


def _said_of(role: Role) -> str:
    return f"{role.name} {role.definition}"


def _around(typed: str, library: Library) -> tuple[Term, list[Entry]] | None:
    """The term whose roles a line asks for, and these roles: "which roles do you have for peacekeeping"."""
    asked = _OF_FIELD.fullmatch(typed) if _ROLES.search(typed) else None
    around = _ROLES_AROUND.fullmatch(typed)
    named = around["name"] if around else (asked["before"] or asked["behind"] or "") if asked else ""
    match = library.match(named)
    beginning = [entry for entry in match.suggestions if normalize(entry.name).startswith(f"{normalize(named)} ")]
    term = match.entry or (beginning[0] if len(beginning) == 1 else None)
    if not named or not isinstance(term, Term):
        return None
    roles = jobs_at(term, library) or [
        one for one in library.roles if one.name in term.related or term.name in one.related
    ]
    return (term, list(roles)) if roles else None


def _kinds(typed: str, library: Library) -> list[Entry]:
    """The entries whose names end with the name whose kinds a line asks for; empty if there are too few."""
    asked = _KINDS.fullmatch(typed)
    if asked is None or _VERB.search(asked["name"]):
        return []  # "what kind of job is a consul"
    entry = library.match(asked["name"]).entry
    name = stems(normalize(entry.name if entry and not unused_words(asked["name"], entry) else asked["name"]))
    kinds = [one for one in library.entries if _is_kind(one, name)]
    others = [one for one in kinds if stems(normalize(one.name)) != name]
    return kinds if len(others) >= FEWEST_KINDS else []


def _is_kind(entry: Entry, name: list[str]) -> bool:
    """Whether an entry's name ends with these stems: a deputy head of mission is no kind of mission."""
    *_, before = ["", *stems(normalize(entry.name))[: -len(name)]]
    return stems(normalize(entry.name))[-len(name) :] == name and before not in GLUE


def _fields(library: Library) -> Menu | None:
    options = tuple(Option(field.name, f"browse {field.id}") for field in library.fields)
    return Menu("By field", options) if options else None


def _letters(library: Library) -> Menu | None:
    letters = sorted({normalize(entry.name)[:1].upper() for entry in library.entries} - {""})
    options = tuple(Option(letter, f"browse {letter}") for letter in letters)
    return Menu("A–Z", options) if options else None


def _asks(typed: str, services: Services) -> bool:
    """Whether the line asks for the entries of a letter, "terms with B", what there is, or those of a field."""
    if (
        _ABBREVIATIONS.match(typed)
        or _WITH_LETTER.search(typed) is not None
        or _WHAT_THERE_IS.fullmatch(typed) is not None
    ):
        return True
    library = services.library
    return any((_field_asked(typed, library), _listed(typed, library)))


def _takes(rest: str, services: Services) -> bool:
    """Accept a field, a letter, or anything that no entry would answer: "list …" can begin any sentence."""
    wanted = normalize(_FROM.sub("", rest))
    if not _OTHER_LISTS.isdisjoint(wanted.split()):
        return False
    library = services.library
    if _ABBREVIATIONS.match(_FROM.sub("", rest)):
        return True
    known = len(wanted) <= 1 or any((_field(wanted, library), _field_asked(rest, library), _listed(rest, library)))
    return known or services.library.match(rest).entry is None


command = Command(
    name="browse",
    summary="Browse everything by field or letter",
    usage="browse [field or letter]",
    examples=("browse consular", "browse p"),
    run=run,
    pure=True,
    synonyms=("list", "index", "glossary"),
    cues=(
        "what can i browse",
        "all fields",
        "all the fields",
        "list of fields",
        "list the fields",
        "letters starting with",
        "starting with",
        "starts with",
        "beginning with",
        "everything about",
        "all about",
        "all entries on",
        "all terms on",
        "all roles",
        "all jobs",
        "all terms",
        "how many terms",
        "how many entries",
        "how many words",
        "how many titles",
        "how many roles",
        "how many jobs do you",
    ),
    takes=_takes,
    claims=lambda typed, services: _OF_FIELD.fullmatch(typed) is not None and _asks(typed, services),
    asks=_asks,
    order=75,
)

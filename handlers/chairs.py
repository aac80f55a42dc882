"""The chair of an organisation: how a line names it ("secretary general of NATO"), and what is known of its head."""

from __future__ import annotations

import re

from content.library import Library
from content.lookup.normalize import normalize
from content.models import Entry, Term
from handlers.entry_lines import lines_about
from handlers.left_out import unused_words
from handlers.wording import join_phrases

_TITLE = (
    r"(?:(?:deputy|vice|assistant|executive|current|next|first|overall|top)[\s-]){0,2}"
    r"(?:secretar(?:y|ies)[\s-]generals?|directors?[\s-]generals?|presidents?|chair(?:s|m[ae]n|wom[ae]n|persons?)?|heads?"
    r"|chiefs?|directors?|managing\sdirectors?|commissioners?|administrators?|boss(?:es)?|leaders?|speakers?|judges?"
    r"|registrars?|prosecutors?|ombuds(?:man|person)|spokes(?:man|woman|person)|SG|DG)"
)
_OF = re.compile(
    rf"^\W*(?:the\s|an?\s)?(?P<title>{_TITLE})\s(?:of|at|in|for)\s(?:the\s|an?\s)?(?P<body>[^?!,;]{{2,60}})$", re.I
)
_BEHIND = re.compile(rf"^(?:['’]s)?\s(?P<title>{_TITLE})$", re.I)
_LEAD = re.compile(r"^\W*(?:(?:do|does|did|is|are|was|will|would|can)\s)?(?:(?:the|an?)\s)?", re.I)
TITLES = re.compile(rf"\b{_TITLE}\b", re.I)
ANY_HEAD = re.compile(r"^(?:head|chief|boss|leader|top|overall)", re.I)
_HEADS = re.compile(
    r"\b(?:secretar(?:y|ies)[\s-]general|directors?[\s-]general|heads?|chiefs?|president|executive\sdirector"
    r"|administrator|(?:high\s)?commissioner)\b",
    re.I,
)
"""What the head of an organisation is called."""
_LEADS = re.compile(
    r"\b(?:led by|heads?(?! (?:of (?:state|government|mission)|offices?)\b)|headed|run by|in charge|chief|boss"
    r"|chairs?|presides?)\b"
    r"|\b(?:leads?|runs?) (?:it|them|each|this|these|one|an? office)\b",
    re.I,
)
"""Says who leads an organisation, not what the organisation itself runs."""


def chair_in(typed: str, library: Library) -> tuple[str, Entry] | None:
    """The title of a chair that has no entry, and its organisation; None if the text is anything else."""
    name = _LEAD.sub("", typed.strip(" ?.!"))
    if library.is_form(name):
        return None
    if (of := _OF.match(name)) is not None:
        title, body = of["title"], of["body"]
    else:
        body = library.leading_form(name)
        behind = _BEHIND.match(name[len(body) :]) if body else None
        title = behind["title"] if behind else ""
    if not title or not library.is_form(body.strip()) or _has_entry(name, title, library):
        return None
    match = library.match(body.strip())
    bodies = [one for one in ([match.entry] if match.entry else match.senses) if isinstance(one, Term)]
    return (title, bodies[0]) if len(bodies) == 1 else None


def naming(title: str) -> re.Pattern[str]:
    """A pattern for lines about the chair with a title; for "the boss", about whoever heads the organisation."""
    return _HEADS if ANY_HEAD.match(title) else re.compile(rf"\b{re.escape(title.rsplit(maxsplit=1)[-1])}", re.I)


def _has_entry(name: str, title: str, library: Library) -> bool:
    """Whether the chair itself has an entry: "head of an EU delegation"."""
    entry = library.match(name).entry
    if entry is None or unused_words(name, entry):
        return False
    return normalize(title).split()[-1] in normalize(" ".join((entry.name, *entry.aliases))).split()


def head_entry(body: Entry, library: Library) -> Entry | None:
    """The entry of whoever heads a body, by its name: "Head of EU Delegation"; None without one."""
    named = (f"head of {form}" for form in (body.name, *body.aliases, *body.found_by, *body.acronyms))
    heads = (library.match(name).entry for name in named if library.is_form(name))
    return next((head for head in heads if head is not None and head.name != body.name), None)


def lines_on_head(body: Entry) -> list[str]:
    """The sentences of an entry that say who leads it."""
    return [line for line in lines_about(_LEADS, body) if line not in body.is_not]


def head_title(body: Entry, library: Library) -> str:
    """What the heads of an organisation are called; empty if no pack says so."""
    heads = (head for pack in library.packs for head in pack.heads)
    return join_phrases([head.title for head in heads if body.name in head.organisations])

"""Find the titles in a résumé, known or not, but for those in its parts without posts."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import accumulate
from operator import attrgetter

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.models import Role
from content.resume.employers import Employers
from content.resume.held_titles import is_title
from content.resume.joined_titles import with_joined_titles
from content.resume.other_titles import other_titles, whole_title
from content.resume.post import kind_of
from content.resume.sections import parts_without_posts
from content.resume.titles_in_sentences import titles_in_sentences
from content.scan.scanner import Mention

_FRENCH_PLURAL = re.compile(r"\w{3,20}(?:eurs|rices|llers|lleres|taires)")
BEFORE_OFFICE = 40
"""Characters before a title in which the word of an office may stand."""
_OFFICE_OF = re.compile(
    r"\b(?i:office|bureau|cabinet|secretariat) of (?:the )?(?:(?:Deputy|UN|EU|United Nations) )?$|"
    r"\b(?:Oficina|Unidad|Departamento|Sección|Ufficio|Unité|Abteilung)\s$"
)
"""What makes a body of a title: "Office of the EU Special Representative"."""
_NOT_EXECUTIVE = re.compile(r"\bnon[- ]$", re.I)
"""What makes another title of the one after it: "Non-Executive Director"."""


def titles_in(
    text: str, mentions: Sequence[Mention], terms: Set[str], library: Library, employers: Employers
) -> list[Mention]:
    """The titles in a résumé, known or not, but for those in its parts without posts."""
    everybody = {name for pack in library.packs for ladder in pack.ladders for name in ladder.explained_by}
    # "First Secretary (Consular)"
    subjects = {subject for pack in library.packs for subject in pack.vocabulary.subjects}
    mentions = [_as_rank(one, everybody, library) for one in with_joined_titles(text, mentions, library)]
    mentions = [_without_body(one, employers) for one in mentions]
    closed = list(parts_without_posts(text))
    ends = accumulate((one.end if is_title(one, terms) else 0 for one in mentions), max, initial=0)
    titles = [
        whole_title(
            text,
            _with_bracket(text, one),
            since,
            employers.names,
            is_rank=isinstance(one.entry, Role) and kind_of(one.entry, library) != "job",
        )
        for since, one in zip(ends, mentions, strict=False)
        if is_title(one, terms)
        and one.text.casefold() not in subjects
        and not any(part.start <= one.start < part.end and not part.is_other for part in closed)
        and not _NOT_EXECUTIVE.search(text[max(one.start - 4, 0) : one.start])
        and (one.entry or "\n" not in one.text)  # "Mission to the UN", then "Intern"
        and not _is_of_many(one.text)
        and not _OFFICE_OF.search(text[max(one.start - BEFORE_OFFICE, 0) : one.start])
    ]
    others = list(other_titles(text, titles, closed, employers.names))
    others += titles_in_sentences(text, [*titles, *others], closed)
    within = {at for one in others for at in range(one.start, one.end)}  # "Adviser to the High Commissioner"
    titles = [
        one for one in titles if one.start not in within and (one.entry is None or one.entry.name not in everybody)
    ]
    return sorted([*titles, *others], key=attrgetter("start"))


def _is_of_many(title: str) -> bool:
    """Whether a title is in the plural, as bodies are: "United Nations Volunteers", "négociateurs climat"."""
    words, jobs = normalize(title).split() or [""], lexicon().jobs
    first, last = words[0], words[-1]
    if last in jobs:  # "Volunteers Coordinator"
        return False
    is_french = title[:1].islower() and _FRENCH_PLURAL.fullmatch(first) is not None
    return is_french or (last.endswith("s") and last[:-1] in jobs)


def _with_bracket(text: str, title: Mention) -> Mention:
    """A title with the bracket that closes it: "Military Adviser (MILAD"."""
    if not text.startswith(")", title.end) or title.text.count("(") <= title.text.count(")"):
        return title
    return title._replace(end=title.end + 1, text=f"{title.text})")


def _without_body(title: Mention, employers: Employers) -> Mention:
    """A title without its body: "Policy Officer, EEAS"."""
    written, comma, body = title.text.partition(", ")
    if not comma or not employers.names(body):
        return title
    return title._replace(end=title.start + len(written), text=written)


def _as_rank(mention: Mention, ladders: Set[str], library: Library) -> Mention:
    """A word that names a service's ranks as the rank that it is in a post: "conseiller", a Counsellor."""
    if not any(entry.name in ladders for entry in mention.senses) or isinstance(mention.entry, Role):
        return mention
    ranks = [entry for entry in library.senses(mention.text) if isinstance(entry, Role)]
    return mention._replace(entry=ranks[0], senses=(ranks[0],)) if len(ranks) == 1 else mention

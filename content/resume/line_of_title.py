"""Read a post in the line of its title: what the title goes on with, employer, place and years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.models import Entry
from content.resume.employers import Employers
from content.resume.grade_of_post import is_grade
from content.resume.held_titles import DEPUTY_AFTER, INTRODUCED, OTHER_JOB
from content.resume.post import Post, kind_of
from content.resume.post_lines import (
    BRACKET,
    DATES,
    SENTENCE,
    WORK,
    YEAR,
    dates_before,
    is_city,
    is_label,
    is_name,
    is_named,
    is_place,
    parts_of,
    plain_years,
)
from content.resume.title_subject import REGION, subject_after
from content.scan.scanner import Mention

_BEFORE = re.compile(
    r"(?:(?:acting|senior|junior|interim|former|principal|first|associate|deputy|vice|assistant|national|international|"
    r"regional|lead)[\s-]+|(?<![\w/])a/)$",
    re.I,
)
_SHORTENED = re.compile(r"^\.(?=\s*[a-z,(&/–—-])")
"""The dot of a shortened title: "Amb. of Kenya"."""
_AROUND = re.compile(r"(?:^|[,;:\t•–—]|\s-)\s{0,4}([^,;:()\t\n]{2,40}?) \($")
"""A place before a title in brackets."""
_PLACE_HEAD = re.compile(r"(?:^|[;\n])[\s•*-]{0,4}([A-Z][^\d,;:()|\t\n]{2,30}): $")
"""A place at the head of a line, before the title."""
_REMARK = re.compile(r"(?:This is|full[- ]time|part[- ]time|temporary|fixed[- ]term|contract)\b", re.I)
"""A bracket after a title that says nothing about it: "(This is a federal job)"."""
_PLACE_BEFORE = re.compile(
    r"\d\d[)\]]?\s{0,3}[:,–—|-]?\s{1,12}([A-Z][^\d,;:()|\t\n]{2,40}?)(?:,|:| [–—|-]| {2,12})\s{0,12}$"
)
"""A place between the years and the title."""
_PLACE_AND_YEARS = re.compile(
    rf"[\s•*-]{{0,4}}([A-Z][^\d,;:()|\t\n]{{2,30}}), (?i:{DATES.pattern})\s?[:|–—-]\s{{0,4}}$"
)
"""A place and the years at the head of a line, before the title: "Oslo, 2022–: "."""
_NAME_AND_PLACE = re.compile(r"\W{1,4}([A-Z][^,;:()|\t\n]{2,50}?) \(([A-Z][^()\d\n]{2,30})\)")
"""An employer that no word gives away, with its place in brackets."""
_US_STATE = re.compile(
    r"A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)
"""A state of the US, which stands behind its city as a country does."""
WITH_COUNTRY = 3
"""Parts of an employer with its city and country."""
TABLE = 3
"""Columns beside that of the title in a table of posts: employer, place, years."""
_CELLS = re.compile(r"\t|[ ]{3,}")
_AT = re.compile(
    r"\s{1,4}(?:presso|bei(?: der)?|beim|chez|bij(?: de| het)?|at|with)\s(?:(?:the|la|il|lo) |l['’])?(?=[A-Z])"
)
"""What stands between a title and an employer: "Addetta stampa presso Fiera di Verona"."""
SHORTEST_BODY = 3
"""Letters of a body at the beginning of a title: "UNICEF Representative", not "UN Volunteer"."""
_DIVIDED = re.compile(r"(?<=[a-z])[-‐]\s*\n\s*(?=[a-z])")
"""A hyphen at the end of a line that divides a word."""
_REMARK_AFTER = re.compile(r"\s\([a-z][^()]*\)$")
"""A remark after a name: "LegalBridge (start-up)"."""
_COMPANY = re.compile(r"\b(?:S\.?A|A/S|AB|AS|Oyj?|NV|SE|Co)\.?$")
"""The end of the name of a company: "PKN Energia S.A."."""
_OF_PLACES = frozenset(
    "city town beach island islands valley state province district county region area bay coast main bank east west "
    "north south".split()
)
"""Words of a dictionary in which the name of a place ends: "Kuwait City"."""
_CLAUSE = re.compile(r"[.;]\s|\s(?:and|then|before)\b|\n")


def post_in_line(mention: Mention, before: str, after: str, library: Library, employers: Employers) -> Post:
    """The post of a title, with what the words `before` and `after` it say, up to the titles next to it."""
    title, end = mention.text, 0
    after = _SHORTENED.sub("", after)
    bracket = BRACKET.match(after)
    is_employer = bracket and bracket[1] not in employers.titles and employers.find(parts_of(bracket[1])[:1])[0]
    if bracket and _REMARK.match(bracket[1]):
        end = bracket.end()
    elif bracket and not YEAR.search(bracket[1]) and not is_employer:
        end = bracket.end()
        title = mention.text if is_grade(bracket[1], library) else f"{mention.text} ({bracket[1]})"
    entry = mention.entry
    near: tuple[Entry, ...] = () if entry else mention.senses
    if lead := _BEFORE.search(before):
        title = lead[0] + title
    deputy = DEPUTY_AFTER.match(after)
    if deputy and not bracket:
        title, end = title + deputy[0], deputy.end()
    if mention.entry and (OTHER_JOB.search(before) or deputy):
        entry, near = None, (mention.entry,)
    if not (bracket or deputy) and (about := subject_after(title, after, library, employers)):
        title, end = title + about[0].rstrip(), about.end()
    before = _BEFORE.sub("", before)
    sentences = SENTENCE.split(after[end:])
    if not sentences[0].strip() and len(sentences) > 1 and dates_before(before, adjacent=True):
        del sentences[0]  # "2021–2024. Trade Commissioner. Consulate General of Australia."
    parts = parts_of(sentences[0])
    front = parts_of(SENTENCE.split(before)[-1])
    employer, place = employers.find([*parts, *(front if any(map(employers.has_word, front)) else ())])
    if not (entry or near) and employer in map(str.strip, front):  # "UNDP / a project – Adviser – Lilongwe"
        place = employers.find(parts)[1] or place
    place = (employer and _place_cell(before, after[end:], employer, employers)) or place
    around = _AROUND.search(before)
    if around and is_place(around[1]) and not employers.is_one(around[1]):  # "Beirut (Consul, 2020–22)"
        place, after = around[1], after.split(")")[0]
    if (first := _PLACE_AND_YEARS.match(before)) and is_city(first[1]) and not employers.is_one(first[1]):
        employer, place = employer or (place if place in map(str.strip, parts) else ""), first[1]
    place = place or _place_before(before, employers)
    named = None if employer else _NAME_AND_PLACE.match(after[end:])
    if named and is_place(named[2]) and not YEAR.search(named[0]):
        employer, place = named[1], named[2]  # "Save the Children (New York)"
    if not (employer or entry or near):
        employer, place = _named_before(front, before, place)
    dates = _dates_of(before, after)
    post = Post(
        start=mention.start,
        title=" ".join(_DIVIDED.sub("", title).split()),
        kind=kind_of(entry, library) if entry else "job",
        entry=entry,
        near=near,
        employer=employer,
        place=place,
        years=plain_years(dates[0]) if dates else "",
    )
    return _unmarked(post, parts, employers, is_at=_AT.match(after[end:]) is not None)


def _place_before(before: str, employers: Employers) -> str:
    """The place right before a title: "Lisbon: Counsellor", "2019–2022  Mumbai, Consul General"; empty if none."""
    head, behind_years = _PLACE_HEAD.search(before), _PLACE_BEFORE.search(before)
    if head and is_place(head[1]) and not _is_word(head[1]):
        return "" if employers.is_one(head[1]) or is_label(head[1]) else head[1]
    if behind_years and is_place(behind_years[1]) and not WORK.search(behind_years[1]):
        return "" if employers.is_one(behind_years[1]) else behind_years[1]
    return ""


def _place_cell(before: str, after: str, employer: str, employers: Employers) -> str:
    """The place in a column of its own of a table with title, employer, place and years; empty if there is none."""
    cells = [cell.strip() for cell in _CELLS.split(after) if cell.strip()]
    if len(cells) + bool(re.search(r"\w", before)) < TABLE:
        return ""
    others = [cell for cell in cells if employer not in cell and not DATES.search(cell)]
    places = [cell for cell in others if len(parts_of(cell)) == 1 and is_place(cell) and not employers.is_one(cell)]
    return places[0] if len(places) == 1 and len(others) == 1 else ""


def _named_before(front: Sequence[str], before: str, place: str) -> tuple[str, str]:
    """The employer before a title, and the place: "DHL, Kinshasa – Supervisor", "IFES – Programme Manager – Kyiv"."""
    front = [part.strip(" ()") for part in front]
    if not place and _is_name_and_place(front[-2:], 1):
        return front[-2], front[-1]
    is_house = (
        place and len(front) == 1 and front[0].isupper() and " " not in front[0] and len(front[0]) >= SHORTEST_BODY
    )
    return (front[0], place) if is_house and not before.rstrip().endswith(":") else ("", place)


def _is_house(name: str) -> bool:
    """Whether a name ends in a word of a dictionary, as no city does: "Willard Hotel", "Kenya Airways"."""
    first, _, last = normalize(name).rpartition(" ")
    is_word = (
        _COMPANY.search(name)
        or first.startswith("city of")
        or (bool(first) and lexicon().is_word(last) and last not in _OF_PLACES)
    )
    return is_word and "," not in name and not lexicon().is_country(name)


def with_employer_apart(post: Post) -> Post:
    """A post with an unknown title whose employer may have been taken for its subject or its place."""
    title, _, subject = post.title.partition(", ")
    if subject and post.place and not REGION.search(subject):  # "Shop Assistant, Public Stores, Athens"
        return replace(post, title=title, employer=subject)
    return replace(post, employer=post.place, place="") if _is_house(post.place) else post


def _unmarked(post: Post, parts: Sequence[str], employers: Employers, *, is_at: bool) -> Post:
    """The post with an employer that no word gives away: "Save the Children, New York", "UNICEF Representative"."""
    if post.employer:
        return post
    if is_at and post.kind == "job":  # "… presso Fiera di Verona"
        name, *others = (_AT.sub("", f" {part.strip()}").strip(" .,()") for part in parts)
        is_known = is_named(name) and (len(name.split()) > 1 or (others and is_place(others[0])))
        place = others[0] if others and is_place(others[0]) else post.place
        return replace(post, employer=name, place="" if place == name else place) if is_known else post
    first, _, rest = post.title.partition(" ")
    if rest and first.isupper() and len(first) >= SHORTEST_BODY and employers.names(first):
        return replace(post, employer=first)
    if len(parts) == WITH_COUNTRY and lexicon().is_country(parts[0].strip()):  # "Delegada en Haití, Cruz Roja, Jacmel"
        parts = parts[1:]
    last = parts[-1].strip(" .()") if parts else ""
    has_country = len(parts) == WITH_COUNTRY and (lexicon().is_country(last) or _US_STATE.fullmatch(last) is not None)
    parts = parts[:-1] if has_country else parts
    is_word = bool(parts) and lexicon().is_word(normalize(parts[0]))
    least = 2 if post.is_known and is_word and not has_country else 1
    if post.kind == "job" and _is_name_and_place(parts, least):
        return replace(post, employer=parts[0].strip(), place=parts[1].strip())
    return post


def _is_name_and_place(parts: Sequence[str], least: int) -> bool:
    """Whether two parts after a title are an employer of `least` words that no word gives away, and its city."""
    if len(parts) != 2 or not is_city(parts[1]) or len(parts[0].split()) < least:
        return False
    name = _REMARK_AFTER.sub("", parts[0]).strip()
    if name.startswith("to "):  # "Private Secretary to the Minister"
        return False
    is_place_or_subject = name[-1:].isdigit() or lexicon().is_country(name) or REGION.search(name) or WORK.search(name)
    return is_name(name) and not is_place_or_subject and not is_label(name)


def _is_word(part: str) -> bool:
    """Whether a part has a word of everyday English or of a title, and is no name of a place: "Currently"."""
    words = [normalize(word) for word in re.findall(r"[^\W\d_]+", part)]
    return WORK.search(part) is not None or any(map(lexicon().is_common, words))


def _dates_of(before: str, after: str) -> re.Match[str] | None:
    """The years of a title. In a sentence they come before it ("in 2012 I was posted to Dakar as"), else beside it."""
    sentence = SENTENCE.split(before)[-1]
    if INTRODUCED.search(f"{' '.join(DATES.sub(' ', sentence).split())} "):
        later = DATES.search(SENTENCE.split(after)[0])
        return DATES.search(_CLAUSE.split(after)[0]) or dates_before(sentence) or later
    own, *rest = SENTENCE.split(after, maxsplit=1)
    if after.lstrip().startswith("(") and (bracket := DATES.match(after.lstrip())):
        return bracket
    adjacent = dates_before(before, adjacent=True)
    if adjacent and (adjacent[0].endswith(")") or re.search(r"\w", before[: adjacent.start()])):  # of what came before
        adjacent = DATES.search(own) or adjacent
    beside = adjacent or DATES.search(own) or DATES.match("".join(rest).lstrip())
    return beside or dates_before(sentence)

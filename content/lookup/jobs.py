"""Read the posts in a résumé: title, employer, place and years as written, in the order of the text.

Nothing is rated: gaps aren't counted, and no years are added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from content.library import Library
from content.lookup.grades import GradeReading
from content.lookup.scan import Mention
from content.models import Entry, Role

Kind = Literal["rank", "chair", "job"]
"""What a title is: a step of a ladder, a chair that people of different ranks hold, or a job."""

LONGEST_HEADER = 90
"""Characters of a line without a title that may hold a post's employer or years."""
LONGEST_PLACE = 4
"""Words of a part that may be a place."""

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = rf"(?:(?:{_MONTH}\s+|\d{{1,2}}[/.])?(?:19|20)\d\d)"
_OPEN = r"(?:present|now|today|current|date|ongoing|to date)"
_DATES = re.compile(
    rf"\(?\b(?:(?:since|from|until|in)\s+)?{_DATE}"
    rf"(?:\s*(?:[-–—/]|to|until|till|through)\s*(?:{_DATE}|{_OPEN}\b|\d\d(?!\d))|\s*[-–—](?=\s|$|\)))?\)?",
    re.I,
)
"""Years as people write them: "2012–2015", "Aug 2012 - present", "03/2012 to 05/2015", "since 2019"."""
_YEAR = re.compile(r"(?:19|20)\d\d")

_LINE = re.compile(r"[^\n]+")
_LEAD = re.compile(
    r"^(?:[\s\W_]|\b(?:acting|senior|junior|former|formerly|interim|ex|then|later|earlier|now|currently|current|"
    r"present|presently|previously|previous|before|after|that|prior|to|this|most|recent|recently|last|first|and|also|"
    r"position|title|role|job|post|posts|function|held|as|was|is|a|an|the|i|my|he|she|his|her|been|since|from|until|"
    r"twice|once|briefly|temporarily|mr|mrs|ms|dr|he|h\.e|career|experience|with)\b)*$",
    re.I,
)
"""What may stand between the start of a line, or the previous title, and a title that the person held."""
_INTRODUCED = re.compile(
    r"\b(?:as|became|(?:have|has|had) been|am|appointed|named|promoted(?: to)?|serving|"
    r"(?:position|post|role|title|rank) of)\s+(?:an?\s|the\s|to\s|acting\s|senior\s|first\s|its\s|our\s)*\W*$",
    re.I,
)
_WISHED = re.compile(
    r"\b(?:seek|seeking|look|looking|apply|applying|interested|hope|hoping|want|aim|aspire|goal|objective|wish|"
    r"reference|references|referee|report|reports|reporting|reported|such|same|assist|assisted|replaced|succeeded)\b",
    re.I,
)
_OTHER = re.compile(r"(deputy|vice|assistant|under)[\s-]+$", re.I)
"""A word that makes another job of the title after it."""
_BEFORE = re.compile(r"(?:acting|senior|junior|interim|former|principal|associate|deputy|vice|assistant)[\s-]+$", re.I)
_IN_PLACE = re.compile(r"^(.{8,80}?)\sin\s([A-Z][\w' -]+)$")
_BRACKET = re.compile(r"(?<!\s)\s*\(([^()\n]{2,60})\)")
_PARTS = re.compile(r"(?<!\s)\s+[-–—|•·]\s+|[|•;:\t]|,\s|\s(?:at|with|for|in)\s(?=[A-Z(])|\s@\s")
_EMPLOYER = re.compile(
    r"\b(?:embass\w+|ambassade|embajada|botschaft|consulate\w*|mission|commission|ministry|minist\w+|department|"
    r"delegation|representation|office|united nations|organi[sz]ation|bank|agency|university|ltd|inc|gmbh|plc|group|"
    r"council|secretariat|institute|union|service|division|directorate|fund|programme|embassy|government|parliament|"
    r"committee|company|foundation|UN[A-Z]{0,6}|EU|NATO|OSCE|MFA|FCDO|FCO|EEAS|WHO|WTO|OECD|IOM|IAEA|ICRC|OHCHR|OCHA|"
    r"ILO|FAO|WFP|DFAT|GAC|USAID)\b",
    re.I,
)
_SENTENCE = re.compile(r"[.;]\s")
_CLAUSE = re.compile(r"[.;]\s|\s(?:and|then|before)\b|\n")
_LABEL = re.compile(
    r"(?<!\s)\s*(?:organi[sz]ation|employer|company|department|office|location|place|period|dates?|position|title)\s*",
    re.I,
)
"""Names of the fields of a form."""
_JOINED = re.compile(r"(?<!\s)\s*(?:and|&|/|,|\(|as well as|and also|cum|-|–)\s*(?:the\s|as\s)?")
"""What joins two titles of one post."""
_IN_PROSE = re.compile(r" (?!at |in |to |of |for |with |and |until |from |since |a\.i)[a-z]")
"""What follows an acronym that is no title of the person: "PR work"."""
_BULLET = re.compile(r"^\s*[•·*‣▪●○–—-]\s*")
_CAPITAL = re.compile(r"^[^\W\d_a-z]")


@dataclass(frozen=True, slots=True)
class Post:
    """A post as a text has it: `title`, `employer`, `place` and `years` as written, empty if not found.

    `entry` is None for a title that the content only knows as a neighbour of `near`. `with_previous`: it is a second
    title of the post before it ("Counsellor and Deputy Head of Mission").
    """

    start: int
    title: str
    kind: Kind
    entry: Entry | None = None
    near: tuple[Entry, ...] = ()
    employer: str = ""
    place: str = ""
    years: str = ""
    grade: GradeReading | None = None
    with_previous: bool = False

    @property
    def begins(self) -> int | None:
        """The first year of the post; None if no year is given."""
        match = _YEAR.search(self.years)
        return int(match[0]) if match else None


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str
    titles: tuple[Mention, ...]

    @property
    def is_header(self) -> bool:
        """Whether the line may hold the employer or the years of a post whose title stands in another line."""
        return not self.titles and len(self.text) <= LONGEST_HEADER and not _BULLET.match(self.text)


def kind_of(entry: Entry, library: Library) -> Kind:
    """Whether a title is a rank, a chair or a job."""
    if any(entry.name in pack.chairs for pack in library.packs):
        return "chair"
    ladders = (ladder for pack in library.packs for ladder in pack.ladders)
    return "rank" if any(entry.name in ladder.entries for ladder in ladders) else "job"


def posts_in(text: str, mentions: Sequence[Mention], library: Library) -> tuple[Post, ...]:
    """The posts that the person of a résumé held, in the order of the text. Titles of other people are left out."""
    everybody = {name for pack in library.packs for ladder in pack.ladders for name in ladder.explained_by}
    lines = list(_lines(text, [one for one in mentions if one.entry is None or one.entry.name not in everybody]))
    leads = _leads(lines)
    posts: list[Post] = []
    for number, line in enumerate(lines):
        held = _held(line)
        for place, mention in enumerate(held):
            after = held[place + 1].start if place + 1 < len(held) else line.start + len(line.text)
            before = held[place - 1].end if place else line.start
            post = _post(mention, text[before : mention.start], text[mention.end : after], library)
            if place and _is_beside(text[before : mention.start]) and posts:
                post = replace(_like(post, posts[-1]), with_previous=True)
            elif not _BULLET.match(line.text):
                post = _completed(post, lines, number, leads)
            posts.append(post)
    return tuple(_shared(posts))


def _lines(text: str, mentions: Sequence[Mention]) -> Iterator[_Line]:
    titles = [mention for mention in mentions if _is_title(mention)]
    for match in _LINE.finditer(text):
        yield _Line(match.start(), match[0], tuple(m for m in titles if match.start() <= m.start < match.end()))


def _is_title(mention: Mention) -> bool:
    senses = mention.senses if mention.entry is None else (mention.entry,)
    return bool(senses) and all(isinstance(sense, Role) for sense in senses)


def _held(line: _Line) -> list[Mention]:
    """The titles of a line that the person held, rather than worked for or met."""
    held: list[Mention] = []
    for mention in line.titles:
        at = mention.start - line.start
        since = held[-1].end - line.start if held else 0
        before = line.text[since:at]
        rest = line.text[mention.end - line.start :]
        if held and (bracket := _BRACKET.match(before)):
            before = before[bracket.end() :]
        others = rest.startswith(("'s", "’s", "?")) or (mention.text.isupper() and _IN_PROSE.match(rest))
        if not others and _is_held(before, first=not held):
            held.append(mention)
    return held


def _is_held(before: str, *, first: bool) -> bool:
    """Whether the words before a title, in its line and after the previous title, introduce it as the person's own."""
    words = _DATES.sub(" ", before)
    if _dates_before(before, adjacent=True):
        return True
    if _LEAD.match(_OTHER.sub("", words)):
        return True
    sentence = _SENTENCE.split(words)[-1]
    if _WISHED.search(sentence):
        return False
    if _INTRODUCED.search(sentence) or _LEAD.match(sentence):
        return True
    head = words.rstrip()
    if head.endswith((",", ":", "–", "—", "-", "|", "(", "/", "•", "\t")):  # the employer or the place comes first
        parts = [part.strip() for part in _PARTS.split(head.rstrip(" ,:–—-|(/•\t")) if part.strip()]
        return all(_is_named(part) for part in parts) and (first or len(parts) <= LONGEST_PLACE)
    return False


def _is_named(part: str) -> bool:
    """Whether a part is a name: capitalised, but for short words."""
    words = [word for word in re.findall(r"[^\W\d_]+", part) if len(word) > 3]
    return sum(bool(_CAPITAL.match(word)) for word in words) * 2 >= len(words) and len(part.split()) <= 12


def _is_beside(between: str) -> bool:
    """Whether two titles are of one post: "Counsellor and Deputy Head of Mission", "First Secretary, Consul"."""
    return _JOINED.fullmatch(_BRACKET.sub("", between)) is not None


def _post(mention: Mention, before: str, after: str, library: Library) -> Post:
    title, end = mention.text, 0
    if (bracket := _BRACKET.match(after)) and not _YEAR.search(bracket[1]) and not library.grades_in(bracket[1]):
        title, end = f"{mention.text} ({bracket[1]})", bracket.end()
    entry = mention.entry
    near: tuple[Entry, ...] = () if entry else mention.senses
    if lead := _BEFORE.search(before):
        title = lead[0] + title
    if mention.entry and _OTHER.search(before):
        entry, near = None, (mention.entry,)
    parts = _parts_of(_SENTENCE.split(after[end:])[0])
    front = _parts_of(_SENTENCE.split(before)[-1])
    employer, place = _employer_and_place([*parts, *(front if any(map(_EMPLOYER.search, front)) else ())])
    dates = _dates_of(before, after)
    grades = [grade for grade in library.grades_in(after) if not grade.loose and len(grade.readings) == 1]
    return Post(
        start=mention.start,
        title=" ".join(title.split()),
        kind=kind_of(entry, library) if entry else "job",
        entry=entry,
        near=near,
        employer=employer,
        place=place,
        years=_plain_years(dates[0]) if dates else "",
        grade=grades[0].readings[0] if grades else None,
    )


def _dates_of(before: str, after: str) -> re.Match[str] | None:
    """The years of a title. In a sentence they come before it ("in 2012 I was posted to Dakar as"), else beside it."""
    sentence = _SENTENCE.split(before)[-1]
    if _INTRODUCED.search(_DATES.sub(" ", sentence)):
        return _DATES.search(_CLAUSE.split(after)[0]) or _dates_before(sentence)
    beside = _dates_before(before, adjacent=True) or _DATES.search(_SENTENCE.split(after)[0])
    return beside or _dates_before(before)


def _dates_before(before: str, *, adjacent: bool = False) -> re.Match[str] | None:
    """The last years in the words before a title; None if there are none, or if `adjacent` and words follow them."""
    last = None
    for last in _DATES.finditer(before):  # noqa: B007 - the last one counts
        pass
    return last if last and not (adjacent and re.search(r"\w", before[last.end() :])) else None


def _plain_years(written: str) -> str:
    return written.strip(" ().,")


def _employer_and_place(parts: Sequence[str]) -> tuple[str, str]:
    """The employer and the place among the parts of a header line, as written; empty if missing."""
    parts = [part for part in parts if not _LABEL.fullmatch(part)]
    cleaned = [re.sub(r"^(?:at|with|for|of|the|in|to)\s", "", part.strip(" .,()–—-")) for part in parts]
    employer = next((part for part in cleaned if _EMPLOYER.search(part) and _is_named(part)), "")
    if match := _IN_PLACE.match(employer):
        employer, place = match[1], match[2]
        return employer, place
    others = [part for part in cleaned if part and part != employer]
    place = next((part for part in others if _is_place(part)), "")
    return employer, place


def _is_place(part: str) -> bool:
    short = len(part.split()) <= LONGEST_PLACE and not any(char.isdigit() for char in part)
    short = short and not re.search(r"[a-z][A-Z]|^[A-Z]{2,3}$", part)  # "MoUs", "UN"
    return short and bool(_CAPITAL.match(part)) and _is_named(part)


def _leads(lines: Sequence[_Line]) -> tuple[bool, bool]:
    """Whether employers, and whether years, stand in a line before the title, as the first post shows."""
    first = next((number for number, line in enumerate(lines) if _held(line)), 0)
    before = lines[first - 1] if first else None
    if before is None or not before.is_header:
        return False, False
    return bool(_employer_and_place(_parts_of(before.text))[0]), bool(_DATES.search(before.text))


def _completed(post: Post, lines: Sequence[_Line], number: int, leads: tuple[bool, bool]) -> Post:
    """The post with what the lines around its title say, if its own line doesn't."""
    before = [lines[number - 1]] if number and lines[number - 1].is_header else []
    after = list(takewhile(lambda line: line.is_header, lines[number + 1 : number + 3]))
    for line in before if leads[0] else after:
        named, place = _employer_and_place(_parts_of(line.text))
        if named and not post.employer:
            post = replace(post, employer=named, place=post.place if post.place and not place else place)
    for line in before if leads[1] else after:
        if not post.years and (dates := _DATES.search(line.text)):
            post = replace(post, years=_plain_years(dates[0]))
    return post


def _parts_of(header: str) -> list[str]:
    return [part for part in _PARTS.split(_DATES.sub(" | ", header)) if part.strip(" .,()")]


def _like(post: Post, other: Post) -> Post:
    """The post with what another title of it says, if it says nothing itself."""
    return replace(
        post,
        employer=post.employer or other.employer,
        place=post.place or other.place,
        years=post.years or other.years,
    )


def _shared(posts: Sequence[Post]) -> Iterator[Post]:
    """The posts; the first of two titles of one post gets what follows the second."""
    for number, post in enumerate(posts):
        following = posts[number + 1] if number + 1 < len(posts) else None
        yield _like(post, following) if following and following.with_previous else post

"""Read the posts in a résumé: title, employer, place and years as written, in the order of the text.

Nothing is rated: gaps aren't counted, and no years are added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice, pairwise, takewhile
from typing import Literal

from content.library import Library
from content.lookup.employers import Employers
from content.lookup.grades import GradeReading
from content.lookup.held_titles import (
    DEPUTY_AFTER,
    INTRODUCED,
    OTHER_JOB,
    TO_STATE,
    Line,
    held_titles,
    is_title,
    lines_of,
)
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.lookup.post_lines import (
    BRACKET,
    BULLET,
    DATES,
    PLACE_FIELD,
    SENTENCE,
    YEAR,
    dates_before,
    is_form_field,
    is_label,
    is_labelled,
    is_length,
    is_name,
    is_named,
    is_place,
    is_same_place,
    is_sentence,
    is_terms_of_work,
    parts_of,
    period_of,
    plain_years,
)
from content.lookup.scan import Mention
from content.models import Entry, Role

LINES_BEFORE = 2
"""Lines before a title that may hold its employer, years and place."""
LINES_AFTER = 4
"""Lines after a title that may hold its employer, years and place: on LinkedIn four, elsewhere two."""
FIELDS_AFTER = 9
"""Lines after a title if they are fields of a form."""
BLOCK_LINES = 4
"""Lines before a title if its years and the fields of a form stand between."""
GROUP_LINES = 30
"""Lines before a title in which the employer of a whole group of posts may stand."""

MOST_INDENT = 12
"""Spaces before a title under its employer; more of them are a column."""

Kind = Literal["rank", "chair", "job"]
"""What a title is: a step of a ladder, a chair that people of different ranks hold, or a job."""

_BEFORE = re.compile(
    r"(?:(?:acting|senior|junior|interim|former|principal|first|associate|deputy|vice|assistant)[\s-]+|(?<![\w/])a/)$",
    re.I,
)
_WORK = re.compile(
    r"\b(?:head|director|manager|officer|advis[eo]r|assistant|analyst|intern|lead|chief|desk|section)\b", re.I
)
"""Words of a title without an entry, which is no place."""
_SHORTENED = re.compile(r"^\.(?=\s*[a-z,(&/–—-])")
"""The dot of a shortened title: "Amb. of Kenya"."""
_AROUND = re.compile(r"(?:^|[,;:\t•–—]|\s-)\s{0,4}([^,;:()\t\n]{2,40}?) \($")
"""A place before a title in brackets."""
_PLACE_HEAD = re.compile(r"(?:^|[;\n])[\s•*-]{0,4}([A-Z][^\d,;:()|\t\n]{2,30}): $")
"""A place at the head of a line, before the title."""
_REMARK = re.compile(r"(?:This is|full[- ]time|part[- ]time|temporary|fixed[- ]term|contract)\b", re.I)
"""A bracket after a title that says nothing about it: "(This is a federal job)"."""
_ABOUT = re.compile(
    r" (?:(?=[Aa]dscrit[oa]\b|de (?:Protección|Prensa|Asuntos|Comercio|Cultura|Carrera|Documentación|Comunidades)\b)|"
    r"for (?:the )?(?=[A-Z])|(?:para|für)\s|(?:encargad[oa] de|chargée? (?:de|des|du))\s(?:l[ao]s? )?)"
    r"([^\W\d_][\w&'’/ -]{2,45}?)"
    r"(?=\s*(?:$|[,;:(|\t\n•·@]|\s[–—-]|\s(?:at|in|of|to|with|from|and|by)\s|\.(?:\s|$)|\s\d))"
)
"""What a title goes on with: "Counsellor for Economic Affairs"."""
_PLACE_BEFORE = re.compile(
    r"\d\d[)\]]?\s{0,3}[:,–—|-]?\s{1,12}([A-Z][^\d,;:()|\t\n]{2,40}?)(?:,|:| [–—|-]| {2,12})\s{0,12}$"
)
"""A place between the years and the title."""
_NAME_AND_PLACE = re.compile(r"\W{1,4}([A-Z][^,;:()|\t\n]{2,50}?) \(([A-Z][^()\d\n]{2,30})\)")
"""An employer that no word gives away, with its place in brackets."""
_DIVIDED = re.compile(r"(?<=[a-z])[-‐]\s*\n\s*(?=[a-z])")
"""A hyphen at the end of a line that divides a word."""
_COLUMNS = re.compile(r"\t|[ ]{3,}")
_CLAUSE = re.compile(r"[.;]\s|\s(?:and|then|before)\b|\n")
_JOINED = re.compile(
    r"(?<!\s)\s*(?:and|und|sowie|et|y|&|/|,(?: then)?|\(|as well as|and also|cum|-|–)\s*(?:the\s|as\s)?"
)
"""What joins two titles of one post."""
_GRADED = re.compile(r"\(\s*[A-Z]{1,3}[\s.-]?\d{1,2}\s*[,;/]\s*")
"""A bracket that begins with a grade before another title: "(P-2, JPO)"."""


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
        match = YEAR.search(self.years)
        return int(match[0]) if match else None


def kind_of(entry: Entry, library: Library) -> Kind:
    """Whether a title is a rank, a chair or a job."""
    if any(entry.name in pack.chairs for pack in library.packs):
        return "chair"
    if any(entry.name in pack.ranks for pack in library.packs):
        return "rank"
    ladders = (ladder for pack in library.packs for ladder in pack.ladders)
    return "rank" if any(entry.name in ladder.entries for ladder in ladders) else "job"


def posts_in(text: str, mentions: Sequence[Mention], library: Library) -> tuple[Post, ...]:
    """The posts that the person of a résumé held, in the order of the text. Titles of other people are left out."""
    everybody = {name for pack in library.packs for ladder in pack.ladders for name in ladder.explained_by}
    terms = {name for pack in library.packs for name in pack.post_terms}
    subjects = {
        subject for pack in library.packs for subject in pack.vocabulary.subjects
    }  # "First Secretary (Consular)"
    mentions = [_as_rank(one, everybody, library) for one in mentions]
    titles = [one for one in mentions if is_title(one, terms) and one.text.casefold() not in subjects]
    lines = list(lines_of(text, [one for one in titles if one.entry is None or one.entry.name not in everybody]))
    employers = Employers(
        (pack.vocabulary for pack in library.packs), _bodies(mentions, terms), (one.text for one in titles)
    )
    leads = _leads(lines, employers)
    posts: list[Post] = []
    in_list = False
    for number, line in enumerate(lines):
        held = held_titles(line)
        for place, mention in enumerate(held):
            end = held[place + 1].start - line.start if place + 1 < len(held) else len(line.text)
            start = held[place - 1].end - line.start if place else 0
            before = line.text[start : mention.start - line.start]
            after = line.text[mention.end - line.start : end]
            if not place and _is_described(lines, number, mention):
                continue
            post = _post(mention, _EARLIER.split(before)[-1] if place else before, after, library, employers)
            if place and posts and _is_beside(before) and not (post.years and posts[-1].years):
                post = replace(_like(post, posts[-1]), with_previous=True)
            elif not BULLET.match(line.text) or is_labelled(line.text):
                post = _completed(post, lines, number, leads, employers)
            elif posts and not post.years and not post.employer and not in_list:  # "• Stood in as …", under a post
                post = replace(post, employer=posts[-1].employer, place=post.place or posts[-1].place)
            if posts and is_same_place(post.place or _bracket_of(post)):
                post = replace(post, employer=posts[-1].employer, place=posts[-1].place)
            posts.append(_at_employer(post, mention, library))
            in_list = in_list or (BULLET.match(line.text) is not None and bool(post.years))
    return tuple(_without_summaries(list(_shared(posts))))


def _as_rank(mention: Mention, ladders: Set[str], library: Library) -> Mention:
    """A word that names a service's ranks as the rank that it is in a post: "conseiller", a Counsellor."""
    if not mention.entry or isinstance(mention.entry, Role) or mention.entry.name not in ladders:
        return mention
    ranks = [entry for entry in library.senses(mention.text) if isinstance(entry, Role)]
    return mention._replace(entry=ranks[0], senses=(ranks[0],)) if len(ranks) == 1 else mention


def _at_employer(post: Post, mention: Mention, library: Library) -> Post:
    """The post with the meaning that its own employer gives to an ambiguous title, rather than one named nearby."""
    if not post.employer or (mention.entry and not post.entry) or not library.is_ambiguous(mention.text):
        return post
    own = next(iter(library.scan(f"{mention.text}, {post.employer}")), None)
    entry = own.entry if own and own.text == mention.text else None
    return replace(post, entry=entry, kind=kind_of(entry, library), near=()) if isinstance(entry, Role) else post


def _is_described(lines: Sequence[Line], number: int, mention: Mention) -> bool:
    """Whether a title begins the sentence under a dated post, which says what somebody did there."""
    line, over = lines[number], lines[number - 1]
    is_sentence_below = number > 0 and not line.after_blank and held_titles(over) and not line.has_years
    begins = mention.start - line.start == len(line.text) - len(line.text.lstrip())
    return (
        bool(is_sentence_below) and begins and line.text.rstrip().endswith(".") and len(line.text.split()) > LINES_AFTER
    )


def _bracket_of(post: Post) -> str:
    bracket = BRACKET.search(post.title)
    return bracket[1] if bracket else ""


def _without_summaries(posts: Sequence[Post]) -> Iterator[Post]:
    """The posts but those that a headline or a summary only repeats: "former Ambassador", without years."""
    dated = [number for number, post in enumerate(posts) if post.years]
    first = dated[0] if dated else 0
    kept = True
    for number, post in enumerate(posts):
        if post.with_previous and number and not kept:
            continue
        again = post.entry and any(posts[other].entry is post.entry for other in dated)
        kept = not (again and not post.years and not post.with_previous and (number < first or not post.employer))
        if kept:
            yield post


def _is_beside(between: str) -> bool:
    """Whether two titles are of one post: "Counsellor and Deputy Head of Mission", "First Secretary, Consul"."""
    return (
        _JOINED.fullmatch(_GRADED.sub("(", BRACKET.sub("", between))) is not None
        or TO_STATE.fullmatch(between) is not None
    )


def _bodies(mentions: Sequence[Mention], posts: Set[str]) -> frozenset[str]:
    """Names of bodies among the terms of a text: capitalised, no words of a dictionary, and no grades ("P-2").

    The "TJO" is none, because a "Temporary job opening" has no capitals; nor are the terms that are `posts`.
    """
    found = (one for one in mentions if one.entry and not isinstance(one.entry, Role) and one.entry.name not in posts)
    terms = (one.text for one in found if one.entry and is_name(one.entry.name))
    names = (term for term in terms if term[0].isupper() and not any(map(str.isdigit, term)))
    return frozenset(name for name in names if not lexicon().is_word(normalize(name)))


_EARLIER = re.compile(r"\b(?:before\sthat|prior\sto\sthat|previously|formerly|earlier)\b", re.I)
"""What stands before an earlier post in the same sentence, which shares nothing with the one before it."""
_PART = re.compile(r";")
"""The end of a post in a list on one line."""


def _post(mention: Mention, before: str, after: str, library: Library, employers: Employers) -> Post:
    title, end = mention.text, 0
    after = _SHORTENED.sub("", after)
    bracket = BRACKET.match(after)
    is_employer = bracket and bracket[1] not in employers.titles and employers.find(parts_of(bracket[1])[:1])[0]
    if bracket and _REMARK.match(bracket[1]):
        end = bracket.end()
    elif bracket and not YEAR.search(bracket[1]) and not is_employer:
        end = bracket.end()
        title = mention.text if library.grades_in(bracket[1]) else f"{mention.text} ({bracket[1]})"
    entry = mention.entry
    near: tuple[Entry, ...] = () if entry else mention.senses
    if lead := _BEFORE.search(before):
        title = lead[0] + title
    deputy = DEPUTY_AFTER.match(after)
    if deputy and not bracket:
        title, end = title + deputy[0], deputy.end()
    if mention.entry and (OTHER_JOB.search(before) or deputy):
        entry, near = None, (mention.entry,)
    if not bracket and not deputy and (about := _ABOUT.match(after)) and not employers.names(about[1]):
        title, end = title + about[0], about.end()
    before = _BEFORE.sub("", before)
    sentences = SENTENCE.split(after[end:])
    if not sentences[0].strip() and len(sentences) > 1 and dates_before(before, adjacent=True):
        del sentences[0]  # "2021–2024. Trade Commissioner. Consulate General of Australia."
    parts = parts_of(sentences[0])
    front = parts_of(SENTENCE.split(before)[-1])
    employer, place = employers.find([*parts, *(front if any(map(employers.has_word, front)) else ())])
    if (around := _AROUND.search(before)) and is_place(around[1]):  # "Beirut (Consul, 2020–22)"
        place, after = around[1], after.split(")")[0]
    elif not place and (over := _PLACE_HEAD.search(before)) and is_place(over[1]) and not _is_word(over[1]):
        place = "" if employers.is_one(over[1]) or is_label(over[1]) else over[1]  # "Lisbon: Counsellor"
    elif not place and (over := _PLACE_BEFORE.search(before)) and is_place(over[1]) and not _WORK.search(over[1]):
        place = "" if employers.is_one(over[1]) else over[1]  # "2019–2022  Mumbai, Consul General"
    if not employer and (named := _NAME_AND_PLACE.match(after[end:])) and not YEAR.search(named[0]):
        employer, place = named[1], named[2]  # "Save the Children (New York)"
    dates = _dates_of(before, after)
    return Post(
        start=mention.start,
        title=" ".join(_DIVIDED.sub("", title).split()),
        kind=kind_of(entry, library) if entry else "job",
        entry=entry,
        near=near,
        employer=employer,
        place=place,
        years=plain_years(dates[0]) if dates else "",
        grade=_grade_of(before, after, library),
    )


def _is_word(part: str) -> bool:
    """Whether a part has a word of everyday English or of a title, and is no name of a place: "Currently"."""
    words = [normalize(word) for word in re.findall(r"[^\W\d_]+", part)]
    return _WORK.search(part) is not None or any(map(lexicon().is_common, words))


def _grade_of(before: str, after: str, library: Library) -> GradeReading | None:
    """The grade right before a title ("P-2 Legal Officer"), or else the first one after it in the same part."""
    beside = [grade for grade in library.grades_in(before) if not before[grade.end :].strip(" ,:()–-")]
    behind = library.grades_in(_PART.split(after)[0])
    sure = [grade for grade in (*beside, *behind) if not grade.loose and len(grade.readings) == 1]
    return sure[0].readings[0] if sure else None


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


def _leads(lines: Sequence[Line], employers: Employers) -> tuple[bool, bool]:
    """Whether employers, and whether years, stand in the lines before the title rather than after it."""
    named = years = 0
    titled = [number for number, line in enumerate(lines) if held_titles(line)]
    for number in titled:
        before = _above(lines, number)
        after = list(takewhile(lambda line: not line.after_blank, islice(_following(lines, number), 2)))
        named += bool(_block_head(lines, number)) and not _names_employer((*before, *after), employers)
        for sign, beside in ((1, before), (-1, after)):
            named += sign * _names_employer(beside, employers)
            years += sign * _has_years(beside)
    if titled and not named:  # empty lines around each title: what stands before the first and after the last?
        before, after = _preceding(lines, titled[0]), list(_following(lines, titled[-1]))
        named = _names_employer(before, employers) - _names_employer(after, employers)
        years = years or _has_years(before) - _has_years(after)
    return named > 0, years > 0


def _above(lines: Sequence[Line], number: int) -> list[Line]:
    """Up to two lines right over a title, without an empty line between, the nearest first; three over fields."""
    above: list[Line] = []
    most = LINES_BEFORE + _ends_block(lines, number)
    for place in range(number - 1, -1, -1):
        if lines[place + 1].after_blank and most > LINES_BEFORE and len(above) == 1 and above[0].has_years:
            most = BLOCK_LINES  # employer and place, an empty line, years and fields, as in federal résumés
        elif lines[place + 1].after_blank:
            break
        if not lines[place].is_header or len(above) == most or (most == BLOCK_LINES and lines[place].has_years):
            break
        if _is_detail(lines[place]):
            most = LINES_BEFORE + 1
        else:
            above.append(lines[place])
    return above


def _ends_block(lines: Sequence[Line], number: int) -> bool:
    """Whether a title is the last line of a paragraph of four: years, employer, place, title."""
    first = number - LINES_BEFORE - 1
    ends = number + 1 == len(lines) or lines[number + 1].after_blank
    if first < 0 or not ends or not (first == 0 or lines[first].after_blank):
        return False
    over = lines[first:number]
    return all(line.is_header for line in over) and not any(line.after_blank for line in lines[first + 1 : number + 1])


def _is_detail(line: Line) -> bool:
    """Whether a line is a field of a form that says neither who, where nor when: "Hours per week: 40"."""
    return is_form_field(line.text) and not is_labelled(line.text) and not line.has_years


def _names_employer(lines: Sequence[Line], employers: Employers) -> bool:
    return any(employers.find(parts_of(line.text))[0] for line in lines)


def _has_years(lines: Sequence[Line]) -> bool:
    return any(line.has_years for line in lines)


def _preceding(lines: Sequence[Line], number: int) -> list[Line]:
    """Up to two lines before a title that belong to it, the nearest first."""
    before = list(takewhile(lambda line: line.is_header, reversed(lines[max(number - LINES_BEFORE, 0) : number])))
    return _above(lines, number) if any(map(_is_detail, before)) or _ends_block(lines, number) else before


def _completed(post: Post, lines: Sequence[Line], number: int, leads: tuple[bool, bool], employers: Employers) -> Post:
    """The post with what the lines around its title say, if its own line doesn't."""
    weak = post.place if not post.employer and not post.years else ""  # perhaps what a "Desk Officer – Asia" works on
    post = replace(post, place="") if weak else post
    before = _preceding(lines, number)
    was = post
    after = [line for line in _following(lines, number) if not is_terms_of_work(line.text)]
    if over := _less_indented(lines, number, employers):
        named, place = employers.find(parts_of(over))
        post = was = replace(post, employer=post.employer or named, place=post.place or place)
        after = list(takewhile(lambda line: line.indent >= lines[number].indent, after))
    if post.years:  # a line with years of its own is about another post
        after = list(takewhile(lambda line: not line.has_years, after))
    for line in before if leads[0] else after:
        named, place = employers.find(parts_of(line.text))
        if named and not post.employer:
            post = replace(post, employer=named, place=post.place if post.place and not place else place)
    for line in (*after, *before):
        if not post.place and (match := PLACE_FIELD.match(line.text.lstrip())):
            post = replace(post, place=match[1].strip())
    post = _dated(post, before if leads[1] else after, before_title=leads[1])
    many = len(before) > LINES_BEFORE
    unnamed = [line for line in before if many and not _names_employer([line], employers)]
    post = _placed(post, was, unnamed, after, leads=leads[0])
    if leads[0] and not post.employer and post.place:
        post = replace(post, employer=_block_head(lines, number))
    post = _headed(post, lines, number, employers)
    post = _grouped(post, lines, number, employers)
    post = _profiled(post, after, leads[0])
    named, place = employers.find(parts_of(post.place)) if employers.has_word(post.place) else ("", "")
    if named and place:  # "Department for Trade", then "British High Commission, Nairobi"
        post = replace(post, place=place)
    return post if post.place else replace(post, place=weak)


def _dated(post: Post, beside: Sequence[Line], *, before_title: bool) -> Post:
    """The post with the years in the lines before or after its title, if its own line has none, and the place there."""
    if post.years:
        return post
    in_order = list(reversed(beside)) if before_title else beside
    period = next(filter(None, (period_of(one.text, other.text) for one, other in pairwise(in_order))), "")
    if period:
        return replace(post, years=period)
    line = next((line for line in beside if line.has_years), None)
    dates = DATES.search(line.text) if line else None
    if not line or not dates:
        return post
    cell = replace(line, text=_dated_cell(line.text))
    return replace(post, years=plain_years(dates[0]), place=post.place or _place_in([cell]))


def _placed(post: Post, was: Post, over: Sequence[Line], after: Sequence[Line], *, leads: bool) -> Post:
    """The post with the place in a line of its own. `was` is the post as its own line has it.

    With `leads` the employer stands over the title; `over` are the lines there that name none, if there are many.
    """
    together = list(takewhile(lambda line: not line.after_blank, after))
    dated = next((place for place, line in enumerate(together) if line.has_years), len(together))
    place = post.place
    if leads and post.employer and not place and dated == 1:
        place = _place_in(together[:1])  # employer over the title, then place and years
    if leads and not was.place:  # rather than the country in "Ministry of Trade, Ireland"
        place = _place_in(together[dated + 1 : dated + 2]) or place
    if leads and post.employer and not place:  # over years and fields
        place = next(filter(None, (_place_in([line]) for line in over)), "")
    if was.employer and not place and dated:
        place = _place_in(together[:1])
    return replace(post, place=place)


def _grouped(post: Post, lines: Sequence[Line], number: int, employers: Employers) -> Post:
    """The post with the employer over a group of posts, if it has none itself."""
    head = "" if post.employer else _group_head(lines, number)
    if not head:
        return post
    named, place = employers.find([head])
    return replace(post, employer=named or head, place=post.place or place)


def _less_indented(lines: Sequence[Line], number: int, employers: Employers) -> str:
    """The employer in the line that an indented title is under, with others perhaps; empty if there is none."""
    own = lines[number].indent
    above = reversed(lines[max(number - GROUP_LINES, 0) : number])
    over = next((line for line in above if line.indent < own), None) if 0 < own <= MOST_INDENT else None
    is_head = over and over.is_header and not over.has_years and _names_employer([over], employers)
    return over.text if over and is_head else ""


def _headed(post: Post, lines: Sequence[Line], number: int, employers: Employers) -> Post:
    """The post with the employer of a line of its own over several posts, if it has none itself."""
    head = "" if post.employer else _section_head(lines, number, employers)
    if not head:
        return post
    named, place = employers.find(parts_of(head))
    return replace(post, employer=named, place=post.place or place)


def _section_head(lines: Sequence[Line], number: int, employers: Employers) -> str:
    """The employer alone between empty lines, over a title and perhaps others; empty if none is."""
    for above in range(number - 1, max(number - GROUP_LINES, 0) - 1, -1):
        line = lines[above]
        if line.titles or BULLET.match(line.text) or (is_sentence(line.text) and not is_label(line.text)):
            continue
        if is_label(line.text):
            return ""
        if _names_employer([line], employers):
            alone = (above == 0 or line.after_blank) and lines[above + 1].after_blank
            under = lines[above + 1 : number + 1]
            listed = not any(one.after_blank or not one.titles for one in under)
            return line.text if line.is_header and not line.has_years and (alone or listed) else ""
        if (above == 0 or line.after_blank) and line.is_header and lines[above + 1].titles and not line.has_years:
            return ""  # an employer that no word gives away
    return ""


def _block_head(lines: Sequence[Line], number: int) -> str:
    """The name over a title and its years, alone in its line: an employer that no word gives away; empty if none."""
    over, years = lines[number - 1 : number], lines[number + 1 : number + 2]
    if not (over and years) or lines[number].after_blank or years[0].after_blank or not years[0].has_years:
        return ""
    head = over[0].text.strip()
    is_first = over[0].after_blank or number == 1
    is_name = over[0].is_header and is_named(head) and not (is_label(head) or is_length(head) or over[0].has_years)
    return head if is_first and is_name and ":" not in head else ""


def _group_head(lines: Sequence[Line], number: int) -> str:
    """The employer over several posts, with the length of all of them in the next line; empty if there is none."""
    last = max(number - GROUP_LINES, 0)
    for above in range(number - 1, last, -1):
        if _is_group_length(lines[above]):
            return lines[above - 1].text.strip()
        if head := _group_line(lines[above].text):
            return head
        begins = lines[above].after_blank and not lines[above + 1].has_years
        if (lines[above].titles and _block_head(lines, above)) or (begins and not lines[above].titles):
            return ""
    return _group_line(lines[last].text) if number else ""


def _is_group_length(line: Line) -> bool:
    """Whether a line only says how long, and how, somebody was somewhere: "Full-time · 5 yrs 3 mos"."""
    terms, _, length = line.text.strip().rpartition(" · ")
    return is_length(length) and not line.has_years and (not terms or is_terms_of_work(terms))


def _group_line(line: str) -> str:
    """The employer in a line with the length of all posts there: "Global Affairs · Full-time · 9 yrs"."""
    name, *others = (part.strip() for part in line.split(" · "))
    is_head = others and is_length(others[-1]) and is_named(name) and not is_terms_of_work(name)
    return name if is_head and not DATES.search(name) else ""


def _following(lines: Sequence[Line], number: int) -> Iterator[Line]:
    """The lines after a title that belong to it. The third and the fourth may not follow an empty line.

    A form may have more of them: its fields don't count.
    """
    count = 0
    for place, line in enumerate(lines[number + 1 : number + 1 + FIELDS_AFTER]):
        is_field = is_form_field(line.text)
        if _is_detail(line) and not line.titles:
            continue
        count += not is_field
        if not line.is_header or (place > 1 and line.after_blank) or count > LINES_AFTER:
            return
        if place < LINES_AFTER or is_field:
            yield line


def _profiled(post: Post, after: Sequence[Line], has_employer: bool) -> Post:
    """The post with an employer and a place that have lines of their own, as on LinkedIn: employer, years, place."""
    dated = next((number for number, line in enumerate(after) if line.has_years), None)
    last = dated if dated is not None else 0  # the place follows the years, or the employer in the first line
    if dated == 1 and last + 1 >= len(after) and not (post.employer or post.place or post.kind == "job"):
        alone = [part.strip() for part in parts_of(after[0].text) if not is_label(part)]
        return replace(post, place=alone[0]) if len(alone) == 1 and is_place(alone[0]) else post  # "Dhaka", "2012–2015"
    if dated is not None and dated > 1 and not _place_in(after[last + 1 : last + 2]):
        return replace(post, place=post.place or _place_in(after[dated - 1 : dated]))
    if last + 1 >= len(after) or post.place or after[last + 1].after_blank or (dated is None and not post.employer):
        return post
    place = _place_in(after[last + 1 : last + 2])
    if not place:
        return post
    unnamed = dated == 1 and not has_employer and not post.employer
    return replace(post, employer=parts_of(after[0].text)[0].strip() if unnamed else post.employer, place=place)


def _place_in(lines: Sequence[Line]) -> str:
    """The place that a line consists of: "Tbilisi, Georgia"; empty if it says anything else."""
    written = [part for line in lines for part in parts_of(line.text)]
    parts = [part.strip(" -–—•·") for part in written if not is_label(part)]
    is_field = any(":" in line.text for line in lines) and len(parts) == len(written)  # "Supervisor: …"
    place = ", ".join(parts)
    is_one = parts and not is_field and is_place(parts[0]) and all(map(is_named, parts)) and not _WORK.search(place)
    return place if is_one else ""


def _dated_cell(line: str) -> str:
    """The column of a line that has the years and more: "Toronto, 2013–2015" beside "French B2"; else the line."""
    cells = [cell for cell in _COLUMNS.split(line) if DATES.search(cell) and re.search(r"\w", DATES.sub("", cell))]
    return cells[0] if len(cells) == 1 else line


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
        if not following or not following.with_previous:
            yield post
            continue
        elsewhere = post.place and following.place and post.place != following.place  # "Ambassador to Kenya and …"
        yield _like(post, replace(following, employer="") if elsewhere else following)

"""Read the posts in a résumé: title, employer, place and years as written, in the order of the text.

Nothing is rated: gaps aren't counted, and no years are added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import takewhile
from operator import attrgetter
from typing import NamedTuple

from content.library import Library
from content.lookup.employers import Employers
from content.lookup.grades import GradeReading
from content.lookup.held_titles import (
    DEPUTY_AFTER,
    GRADE_FIELD,
    INTRODUCED,
    OTHER_JOB,
    TO_STATE,
    Line,
    held_titles,
    is_title,
    lines_of,
)
from content.lookup.joined_titles import with_joined_titles
from content.lookup.lexicon import lexicon
from content.lookup.lines_around_title import Leads, completed, house_over_list, leads_of
from content.lookup.normalize import normalize
from content.lookup.other_titles import other_titles
from content.lookup.post import Post, kind_of
from content.lookup.post_lines import (
    BRACKET,
    BULLET,
    DATES,
    SENTENCE,
    WORK,
    YEAR,
    dates_before,
    is_city,
    is_label,
    is_labelled,
    is_name,
    is_place,
    is_same_place,
    parts_of,
    plain_years,
)
from content.lookup.resume_sections import parts_without_posts
from content.lookup.scan import Mention
from content.models import Entry, Role

WORDS_OF_SENTENCE = 3
"""Words before a title with more of which a line that ends in a full stop is a sentence."""
LONGEST_TITLE_LINE = 4
"""Words of a line with a title and a full stop that need be no sentence."""

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
_ABOUT = re.compile(
    r" (?:(?=[Aa]dscrit[oa]\b|de cabinet\b|de (?:Relaciones Exteriores|Relações Exteriores|Protección|Prensa|Asuntos|"
    r"Comercio|Cultura|Carrera|Documentación|Comunidades)\b)|"
    r"(?:for|FOR) (?:the )?(?=[A-Z])|(?:para|für)\s|(?:encargad[oa] de|chargée? (?:de|des|du))\s(?:l[ao]s? )?)"
    r"([^\W\d_][\w&'’/ -]{2,45}?)"
    r"(?=\s*(?:$|[,;:(|\t\n•·@]|\s[–—-]|\s(?:at|in|of|to|with|from|by)\s|\sand(?:\s[a-z]|\s{0,3}$)|\.(?:\s|$)|\s\d))"
)
"""What a title goes on with: "Counsellor for Economic Affairs"."""
_SUBJECT = re.compile(
    r"(?::|,|) (?P<subject>[A-Z][a-z]{2,20}(?:[ -](?:and|&|[A-Z][a-z]{2,20})){0,4})"
    r"(?=$|\s{0,3}[,;|(·•\t]|\s[–—-]|\s\d|\s{2})"
)
"""The subject of a title: "Counsellor: Political", "Second Secretary, Political Affairs", "Desk Officer Energy"."""
_PLACE_BEFORE = re.compile(
    r"\d\d[)\]]?\s{0,3}[:,–—|-]?\s{1,12}([A-Z][^\d,;:()|\t\n]{2,40}?)(?:,|:| [–—|-]| {2,12})\s{0,12}$"
)
"""A place between the years and the title."""
_NAME_AND_PLACE = re.compile(r"\W{1,4}([A-Z][^,;:()|\t\n]{2,50}?) \(([A-Z][^()\d\n]{2,30})\)")
"""An employer that no word gives away, with its place in brackets."""
_REFEREES = re.compile(
    r"(?:(?:professional|work|character) )?(?:references|referees|références|referenzen|referencias|referenze|"
    r"referências|referenties)(?: \([^()]{2,40}\))?",
    re.I,
)
"""A heading over the names of other people."""
WITH_COUNTRY = 3
"""Parts of an employer with its city and country."""
TABLE = 3
"""Columns beside that of the title in a table of posts: employer, place, years."""
_CELLS = re.compile(r"\t|[ ]{3,}")
BEFORE_OFFICE = 40
"""Characters before a title in which the word of an office may stand."""
_OFFICE_OF = re.compile(r"\b(?i:office|bureau|cabinet|secretariat) of (?:the )?(?:(?:Deputy|UN|EU|United Nations) )?$")
"""What makes a body of a title: "Office of the EU Special Representative"."""
LONGEST_HEADING = 40
"""Characters of a line that may be such a heading."""
_NOT_EXECUTIVE = re.compile(r"\bnon[- ]$", re.I)
"""What makes another title of the one after it: "Non-Executive Director"."""
_NUMBER = re.compile(r"^(?:[IVX]{1,4}|\d{1,2}|[A-Z])[.)]\s{1,4}")
"""The number of a heading: "III. Referees"."""
_REGION = re.compile(
    r"\b(?:Asia|Africa|Europe|Americas?|East|West|North|South|Balkans|Pacific|Caribbean|Gulf|Caucasus)\b"
)
"""A word of a region that a desk is about."""
SHORTEST_BODY = 3
"""Letters of a body at the beginning of a title: "UNICEF Representative", not "UN Volunteer"."""
_DIVIDED = re.compile(r"(?<=[a-z])[-‐]\s*\n\s*(?=[a-z])")
"""A hyphen at the end of a line that divides a word."""
_EARLIER = re.compile(r"\b(?:before\sthat|prior\sto\sthat|previously|formerly|earlier)\b", re.I)
"""What stands before an earlier post in the same sentence, which shares nothing with the one before it."""
_WORD = re.compile(r"[^\W\d_]")
_COMPANY = re.compile(r"\b(?:S\.?A|A/S|AB|AS|Oyj?|NV|SE|Co)\.?$")
"""The end of the name of a company: "PKN Energia S.A."."""
_OF_PLACES = frozenset(
    "city town beach island islands valley state province district county region area bay coast main bank east west "
    "north south".split()
)
"""Words of a dictionary in which the name of a place ends: "Kuwait City"."""
_PART = re.compile(r";")
"""The end of a post in a list on one line."""
_CLAUSE = re.compile(r"[.;]\s|\s(?:and|then|before)\b|\n")
_JOINED = re.compile(
    r"(?<!\s)\s*(?:(?:and )?(?:later|subsequently)|and|und|sowie|et|y|&|/|,(?: then| later)?|\(|as well as|and also|"
    r"cum|-|–)\s*(?:the\s|as\s)?"
)
"""What joins two titles of one post."""
_ACTED = re.compile(r"[\W_]{0,6}(?:acted|stood in|served|filled in|deputi[sz]ed|represented|acting)\b", re.I)
"""How an item under a post begins that says what else somebody was there: "• Acted as chargé d'affaires"."""
_THERE = re.compile(r"[\s,]{1,3}there\b")
_OTHER_POST = re.compile(r"[\d;]")
"""What doesn't stand before another title of the same post in brackets: ", Embassy Warsaw ("."""
_GRADED = re.compile(r"\(\s*[A-Z]{1,3}[\s.-]?\d{1,2}\s*[,;/]\s*")
"""A bracket that begins with a grade before another title: "(P-2, JPO)"."""


def posts_in(text: str, mentions: Sequence[Mention], library: Library) -> tuple[Post, ...]:
    """The posts with a title that the content knows, in the order of the text: those of `every_post_in`."""
    return tuple(post for post in every_post_in(text, mentions, library) if post.is_known)


def every_post_in(text: str, mentions: Sequence[Mention], library: Library) -> tuple[Post, ...]:
    """The posts that the person of a résumé held, in the order of the text. Titles of other people are left out.

    A post that the content doesn't know counts only if it has years.
    """
    terms = {name for pack in library.packs for name in pack.post_terms}
    titles = _titles(text, mentions, terms, library)
    lines = list(lines_of(text, titles))
    lines = list(_without_contracts(list(_without_referees(lines))))
    employers = Employers(
        (pack.vocabulary for pack in library.packs), _bodies(mentions, terms), (one.text for one in titles)
    )
    leads = leads_of(lines, employers)
    posts: list[Post] = []
    in_list, last = False, 0
    for number, line in enumerate(lines):
        for place, (mention, written, after) in enumerate(_with_words_beside(line)):
            # "second secretary (1986–89) and counsellor (1994–2000)"
            before = written.rpartition(posts[-1].years)[2] if place and posts and posts[-1].years else written
            is_grade = place and not mention.entry and before.strip() == "(" and after.startswith(")")
            if is_grade or (not place and _is_described(lines, number, mention)):  # "Visa Officer (Executive Officer)"
                continue
            if posts and posts[-1].years and not in_list and _is_duty(lines[last + 1 : number + 1], mention):
                continue
            post = _post(mention, _EARLIER.split(before)[-1] if place else before, after, library, employers)
            at = _Place(lines, number, before, after, is_first=not place, in_list=in_list, last=last)
            post = _at_employer(_with_others(post, at, posts, leads, employers), mention, library)
            if posts and not (post.is_known or line.has_years or line.after_blank) and post.years == posts[-1].years:
                continue  # "Organiser of the fair", a duty
            posts.append(post)
            is_second = place and last == number and len(posts) > 1 and not _WORD.search(DATES.sub("", before))
            if is_second and not (posts[-2].employer or posts[-2].place):
                posts[-2] = _like(posts[-2], post)  # "Analyst (2010–12), Senior Analyst (2012–14), KPMG, Lagos"
            last = number
            in_list = in_list or (BULLET.match(line.text) is not None and bool(post.years))
    shared = [post for post in _shared(posts) if post.is_known or (post.years and not post.with_previous)]
    return tuple(_without_summaries(shared))


def _titles(text: str, mentions: Sequence[Mention], terms: Set[str], library: Library) -> list[Mention]:
    """The titles in a résumé, known or not, but for those in its parts without posts."""
    everybody = {name for pack in library.packs for ladder in pack.ladders for name in ladder.explained_by}
    # "First Secretary (Consular)"
    subjects = {subject for pack in library.packs for subject in pack.vocabulary.subjects}
    mentions = [_as_rank(one, everybody, library) for one in with_joined_titles(text, mentions, library)]
    closed = list(parts_without_posts(text))
    titles = [
        _with_bracket(text, one)
        for one in mentions
        if is_title(one, terms)
        and one.text.casefold() not in subjects
        and not any(part.start <= one.start < part.end and not part.is_other for part in closed)
        and not _NOT_EXECUTIVE.search(text[max(one.start - 4, 0) : one.start])
        and (one.entry or "\n" not in one.text)  # "Mission to the UN", then "Intern"
    ]
    others = list(other_titles(text, titles, closed))
    within = {at for one in others for at in range(one.start, one.end)}  # "Adviser to the High Commissioner"
    titles = [
        one
        for one in titles
        if one.start not in within
        and not _OFFICE_OF.search(text[max(one.start - BEFORE_OFFICE, 0) : one.start])
        and (one.entry is None or one.entry.name not in everybody)
    ]
    return sorted([*titles, *others], key=attrgetter("start"))


def _with_bracket(text: str, title: Mention) -> Mention:
    """A title with the bracket that closes it: "Military Adviser (MILAD"."""
    if not text.startswith(")", title.end) or title.text.count("(") <= title.text.count(")"):
        return title
    return title._replace(end=title.end + 1, text=f"{title.text})")


class _Place(NamedTuple):
    """Where a title stands: its line, and the words between the titles there before and after it.

    `last` is the line of the post before it; `in_list` is whether an item of a list was a post with years.
    """

    lines: Sequence[Line]
    number: int
    before: str
    after: str
    is_first: bool
    in_list: bool
    last: int

    @property
    def line(self) -> Line:
        """The line of the title."""
        return self.lines[self.number]


def _with_words_beside(line: Line) -> Iterator[tuple[Mention, str, str]]:
    """The titles of a line that its person held, each with the words before and after it up to the next of them."""
    held = held_titles(line)
    for place, mention in enumerate(held):
        end = held[place + 1].start - line.start if place + 1 < len(held) else len(line.text)
        start = held[place - 1].end - line.start if place else 0
        yield mention, line.text[start : mention.start - line.start], line.text[mention.end - line.start : end]


def _with_others(post: Post, at: _Place, posts: Sequence[Post], leads: Leads, employers: Employers) -> Post:
    """The post with what the lines around it and the post before it say."""
    text = at.line.text
    if posts and _is_of_previous(post, posts[-1], at):
        post = replace(_like(post, posts[-1]), with_previous=True)
    elif posts and at.is_first and not post.place and _is_in_description(at):
        post = _in_house_of(post, posts)
    elif _is_headline(at.lines, at.number):
        return post
    elif not BULLET.match(text) or is_labelled(text) or _has_lines_of_its_own(at.lines, at.number):
        post = completed(post, at.lines, at.number, leads, employers)
    elif not post.employer and (_ACTED.match(text) or not (post.years or at.in_list)):  # under a post
        post = _in_house_of(post, posts)
    is_next = at.number == at.last + 1 and at.line.indent == at.lines[at.last].indent and not at.line.after_blank
    is_under = posts and posts[-1].employer not in at.lines[at.last].text
    if leads.employers and is_next and is_under and post.years and not (post.employer or post.place):
        post = _in_house_of(post, posts)  # the next step under one employer
    if BULLET.match(text) and post.years and not post.employer:
        post = replace(post, employer=house_over_list(at.lines, at.number, employers))
    if _THERE.match(at.after) and not (post.place or post.employer):  # "having been Consul there"
        post = _in_house_of(post, posts)
    if not (post.is_known or post.employer):
        post = _unnamed(post)
    if posts and is_same_place(post.place or _bracket_of(post)):
        post = replace(post, employer=posts[-1].employer, place=posts[-1].place)
    return post


def _is_of_previous(post: Post, previous: Post, at: _Place) -> bool:
    """Whether a title is another one of the post before it: beside it, in brackets behind its employer, or its rank."""
    is_rank = at.is_first and GRADE_FIELD.fullmatch(at.before) is not None and not at.line.after_blank
    in_brackets = at.before.endswith(" (") and at.after.startswith(")") and not _OTHER_POST.search(at.before)
    in_brackets = in_brackets and any(map(str.isalpha, at.before))
    beside = not at.is_first and (_is_beside(at.before) or in_brackets)
    return (is_rank or beside) and not (post.years and previous.years)


def _without_referees(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, without the titles under a heading such as "Referees", where other people stand."""
    of_others = False
    for line in lines:
        text = line.text.partition(":")[0]  # "References: list three persons"
        if not of_others and len(text) > LONGEST_HEADING:
            yield line
            continue
        heading = _NUMBER.sub("", text.strip(" :•*-–—"))
        of_others = (of_others and not is_label(heading)) or _REFEREES.fullmatch(heading) is not None
        yield replace(line, titles=()) if of_others and not line.has_years else line


def _without_contracts(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, without the terms in brackets that say, under a title, how somebody was employed: "EEAS (SNE)"."""
    for number, line in enumerate(lines):
        is_under = number > 0 and not line.after_blank and not line.has_years and lines[number - 1].titles
        yield replace(line, titles=()) if is_under and _is_contract_in_brackets(line) else line


def _is_contract_in_brackets(line: Line) -> bool:
    """Whether the only title of a line is a term in brackets behind other words."""
    if len(line.titles) != 1 or any(isinstance(sense, Role) for sense in line.titles[0].senses):
        return False
    title = line.titles[0]
    before, after = line.text[: title.start - line.start], line.text[title.end - line.start :]
    return before.endswith("(") and after.startswith(")") and re.search(r"\w", before) is not None


def _as_rank(mention: Mention, ladders: Set[str], library: Library) -> Mention:
    """A word that names a service's ranks as the rank that it is in a post: "conseiller", a Counsellor."""
    if not any(entry.name in ladders for entry in mention.senses) or isinstance(mention.entry, Role):
        return mention
    ranks = [entry for entry in library.senses(mention.text) if isinstance(entry, Role)]
    return mention._replace(entry=ranks[0], senses=(ranks[0],)) if len(ranks) == 1 else mention


def _bodies(mentions: Sequence[Mention], posts: Set[str]) -> frozenset[str]:
    """Names of bodies among the terms of a text: capitalised, no words of a dictionary, and no grades ("P-2").

    The "TJO" is none, because a "Temporary job opening" has no capitals; nor are the terms that are `posts`.
    """
    found = (one for one in mentions if one.entry and not isinstance(one.entry, Role) and one.entry.name not in posts)
    terms = (one.text for one in found if one.entry and is_name(one.entry.name))
    names = (term for term in terms if term[0].isupper() and not any(map(str.isdigit, term)))
    return frozenset(name for name in names if not lexicon().is_word(normalize(name)))


def _is_described(lines: Sequence[Line], number: int, mention: Mention) -> bool:
    """Whether a title begins the sentence under a dated post, which says what somebody did there."""
    line, over = lines[number], lines[number - 1]
    is_sentence_below = number > 0 and not line.after_blank and held_titles(over) and not line.has_years
    begins = mention.start - line.start == len(line.text) - len(line.text.lstrip())
    is_long = len(line.text.split()) > LONGEST_TITLE_LINE
    return bool(is_sentence_below) and begins and is_long and line.text.rstrip().endswith(".")


def _is_duty(lines: Sequence[Line], mention: Mention) -> bool:
    """Whether a title in small letters is in an item of a list right under a post: "- event manager for the fair"."""
    items = bool(lines) and all(BULLET.match(line.text) and not line.after_blank for line in lines)
    return items and mention.text[0].islower() and not _ACTED.match(lines[-1].text)


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
    elif not bracket and not deputy and (about := _SUBJECT.match(after)) and _is_subject(about, library, employers):
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
        grade=_grade_of(before, after, library),
    )
    return _unmarked(post, parts, employers)


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


def _is_subject(about: re.Match[str], library: Library, employers: Employers) -> bool:
    """Whether what follows a title has only words of a dictionary, and is no employer: "Corporate Services".

    After a comma one of them must be a subject that the content knows: "Second Secretary, Political Affairs"; or they
    are a region.
    """
    written = about["subject"]
    if employers.is_one(written):
        return False
    if about[0][0] == "," and _REGION.search(written):
        return not lexicon().is_country(written)
    words = [normalize(word) for word in written.split()]
    if not all(lexicon().is_word(word) for word in words if word != "&"):
        return False
    subjects = {subject for pack in library.packs for subject in pack.vocabulary.subjects}
    return about[0][0] != "," or not subjects.isdisjoint(words)


def _named_before(front: Sequence[str], before: str, place: str) -> tuple[str, str]:
    """The employer before a title, and the place: "DHL, Kinshasa – Supervisor", "IFES – Programme Manager – Kyiv"."""
    front = [part.strip() for part in front]
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


def _unnamed(post: Post) -> Post:
    """A post with an unknown title whose employer may have been taken for its subject or its place."""
    title, _, subject = post.title.partition(", ")
    if subject and post.place and not _REGION.search(subject):  # "Shop Assistant, Public Stores, Athens"
        return replace(post, title=title, employer=subject)
    return replace(post, employer=post.place, place="") if _is_house(post.place) else post


def _unmarked(post: Post, parts: Sequence[str], employers: Employers) -> Post:
    """The post with an employer that no word gives away: "Save the Children, New York", "UNICEF Representative"."""
    if post.employer:
        return post
    first, _, rest = post.title.partition(" ")
    if rest and first.isupper() and len(first) >= SHORTEST_BODY and employers.names(first):
        return replace(post, employer=first)
    has_country = len(parts) == WITH_COUNTRY and lexicon().is_country(parts[-1].strip(" .()"))
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
    name = parts[0].strip()
    if name.startswith("to "):  # "Private Secretary to the Minister"
        return False
    is_place_or_subject = lexicon().is_country(name) or _REGION.search(name) or WORK.search(name)
    return is_name(name) and not is_place_or_subject and not is_label(name)


def _is_word(part: str) -> bool:
    """Whether a part has a word of everyday English or of a title, and is no name of a place: "Currently"."""
    words = [normalize(word) for word in re.findall(r"[^\W\d_]+", part)]
    return WORK.search(part) is not None or any(map(lexicon().is_common, words))


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


def _is_beside(between: str) -> bool:
    """Whether two titles are of one post: "Counsellor and Deputy Head of Mission", "First Secretary, Consul"."""
    return (
        _JOINED.fullmatch(_GRADED.sub("(", BRACKET.sub("", between))) is not None
        or TO_STATE.fullmatch(between) is not None
    )


def _like(post: Post, other: Post) -> Post:
    """The post with what another title of it says, if it says nothing itself."""
    return replace(
        post,
        employer=post.employer or other.employer,
        place=post.place or other.place,
        years=post.years or other.years,
    )


def _repeats(post: Post, other: Post) -> bool:
    """Whether another post is the same with its employer."""
    return bool(post.entry and post.entry is other.entry and post.years == other.years and other.employer)


def _has_lines_of_its_own(lines: Sequence[Line], number: int) -> bool:
    """Whether the lines under an item of a list give the years of its title: "• Consul", "Consulate, Lyon", "2019"."""
    if lines[number].has_years:
        return False
    under = takewhile(lambda line: not line.after_blank and line.is_header, lines[number + 1 : number + 4])
    under = takewhile(lambda line: not BULLET.match(line.text), under)
    return any(line.has_years for line in under)


def _is_headline(lines: Sequence[Line], number: int) -> bool:
    """Whether a line belongs to the first paragraph, the name and what somebody is, and has no years."""
    first = lines[: number + 1]
    is_first = not any(line.has_years for line in first) and not any(line.after_blank for line in first[1:])
    return is_first and number + 1 < len(lines) and lines[number + 1].after_blank


def _is_in_description(at: _Place) -> bool:
    """Whether a title is in a sentence that says, under a post, what somebody did: "… and stood in as spokesperson"."""
    is_under = at.number > at.last and not any(one.after_blank for one in at.lines[at.last + 1 : at.number + 1])
    is_late = len(at.before.split()) > WORDS_OF_SENTENCE
    return is_under and is_late and not at.line.has_years and at.line.text.rstrip().endswith(".")


def _in_house_of(post: Post, posts: Sequence[Post]) -> Post:
    """The post with the employer and the place of the post before it, if it has none itself."""
    if not posts:
        return post
    return replace(post, employer=post.employer or posts[-1].employer, place=post.place or posts[-1].place)


def _bracket_of(post: Post) -> str:
    bracket = BRACKET.search(post.title)
    return bracket[1] if bracket else ""


def _at_employer(post: Post, mention: Mention, library: Library) -> Post:
    """The post with the meaning that its own employer gives to an ambiguous title, rather than one named nearby."""
    if not post.employer or (mention.entry and not post.entry) or not library.is_ambiguous(mention.text):
        return post
    own = next(iter(library.scan(f"{mention.text}, {post.employer}")), None)
    entry = own.entry if own and f"{own.text},".startswith(f"{mention.text},") else None
    return replace(post, entry=entry, kind=kind_of(entry, library), near=()) if isinstance(entry, Role) else post


def _shared(posts: Sequence[Post]) -> Iterator[Post]:
    """The posts; the first of two titles of one post gets what follows the second."""
    for number, post in enumerate(posts):
        following = posts[number + 1] if number + 1 < len(posts) else None
        if not following or not following.with_previous:
            yield post
            continue
        elsewhere = post.place and following.place and post.place != following.place  # "Ambassador to Kenya and …"
        yield _like(post, replace(following, employer="") if elsewhere else following)


def _without_summaries(posts: Sequence[Post]) -> Iterator[Post]:
    """The posts but those that a headline or a summary only repeats: "former Ambassador", without years."""
    dated = [number for number, post in enumerate(posts) if post.years]
    first = dated[0] if dated else 0
    kept = True
    for number, post in enumerate(posts):
        if post.with_previous and number and not kept:
            continue
        if number < first and len(dated) > 1 and not (post.years or post.employer or post.place or post.with_previous):
            kept = False  # a headline: "Career diplomat and consul"
            continue
        if post.years and not post.employer and any(_repeats(post, posts[other]) for other in dated):
            kept = False  # a sentence about a post of the list: "I am First Secretary in Oslo (2022-present)"
            continue
        again = post.entry and any(posts[other].entry is post.entry for other in dated)
        kept = not (again and not post.years and not post.with_previous and (number < first or not post.employer))
        if kept:
            yield post

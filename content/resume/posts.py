"""Read the posts in a résumé: title, employer, place and years as written, in the order of the text.

Nothing is rated: gaps aren't counted, and no years are added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.models import Role
from content.resume.details_by_layout import with_details_by_layout
from content.resume.employer_over_title import house_over_list
from content.resume.employers import Employers
from content.resume.grade_of_post import Grades
from content.resume.held_titles import GRADE_FIELD, TO_STATE, Line, lines_of
from content.resume.line_of_title import post_in_line, with_employer_apart
from content.resume.lines_around_title import Leads, completed, leads_of
from content.resume.meaning_at_employer import at_its_employer
from content.resume.post import Post
from content.resume.post_lines import BRACKET, BULLET, DATES, LATER, SENTENCE, is_labelled, is_name, is_same_place
from content.resume.titles import titles_in
from content.resume.titles_of_others import without_others
from content.scan.scanner import Mention

WORDS_OF_SENTENCE = 3
"""Words before a title with more of which a line that ends in a full stop is a sentence."""
LONGEST_TITLE_LINE = 4
"""Words of a line with a title and a full stop that need be no sentence."""
LONGEST_ACRONYM = 4
"""Letters of a term in brackets that says what kind of post a title is."""
_EARLIER = re.compile(r"\b(?:before\sthat|prior\sto\sthat|previously|formerly|earlier)\b", re.I)
"""What stands before an earlier post in the same sentence, which shares nothing with the one before it."""
_WORD = re.compile(r"[^\W\d_]")
_JOINED = re.compile(
    rf"(?<!\s)\s*(?:(?:and )?(?:later|subsequently)|and|und|sowie|et|y|&|/|,(?: (?:{LATER}))?|\(|as well as|"
    r"and also|cum|-|–)\s*(?:the\s|as\s)?"
)
"""What joins two titles of one post."""
_ACTED = re.compile(r"[\W_]{0,6}(?:acted|stood in|served|filled in|deputi[sz]ed|represented|acting)\b", re.I)
"""How an item under a post begins that says what else somebody was there: "• Acted as chargé d'affaires"."""
_SERVES = re.compile(r"[\W_]{0,6}(?:serves?|acts?|works?) as ", re.I)
"""How a sentence begins that says what somebody does in the post above: "Serve as desk officer for two posts"."""
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
    employers = Employers((pack.vocabulary for pack in library.packs), _bodies(mentions, terms))
    titles = titles_in(text, mentions, terms, library, employers)
    employers.titles = frozenset(one.text for one in titles)
    lines = without_others(
        list(lines_of(text, titles)), employers, {name for pack in library.packs for name in pack.chairs}
    )
    leads = leads_of(lines, employers)
    grades = Grades(lines, mentions, library)
    posts: list[Post] = []
    in_list, last = False, 0
    for number, line in enumerate(lines):
        for place, (mention, written, after) in enumerate(_with_words_beside(line)):
            # "second secretary (1986–89) and counsellor (1994–2000)"
            before = written.rpartition(posts[-1].years)[2] if place and posts and posts[-1].years else written
            is_grade = place and before.strip() == "(" and after.startswith(")")
            is_grade = is_grade and (not mention.entry or len(mention.text) <= LONGEST_ACRONYM)  # "Officer (JPO)"
            if is_grade or (not place and _is_described(lines, number, mention)):  # "Visa Officer (Executive Officer)"
                continue
            if posts and posts[-1].years and not in_list and _is_duty(lines[last + 1 : number + 1], mention):
                continue
            post = post_in_line(mention, _EARLIER.split(before)[-1] if place else before, after, library, employers)
            at = _Place(lines, number, before, after, is_first=not place, in_list=in_list, last=last)
            post = grades.added(_with_others(post, at, posts, leads, employers), mention, (before, after), number)
            post = at_its_employer(post, mention, library, employers)
            if place and _is_aside(post, posts, written):
                continue
            if posts and not (post.is_known or line.has_years or line.after_blank) and post.years == posts[-1].years:
                continue  # "Organiser of the fair", a duty
            if not post.is_known and post.title[:1].islower() and any(post.years == one.years for one in posts):
                continue  # "2019–2023: spokesman in the committee", notes on a table
            posts.append(post)
            if place and post.with_previous and post.grade and not posts[-2].grade:  # "Consul (Vice Consul), FP-04"
                posts[-2] = replace(posts[-2], grade=post.grade)
            is_second = place and last == number and len(posts) > 1 and not _WORD.search(DATES.sub("", before))
            if is_second and not (posts[-2].employer or posts[-2].place):
                posts[-2] = _like(posts[-2], post)  # "Analyst (2010–12), Senior Analyst (2012–14), KPMG, Lagos"
            last = number
            in_list = in_list or (BULLET.match(line.text) is not None and bool(post.years))
    shared = [post for post in _shared(posts) if post.is_known or (post.years and not post.with_previous)]
    headlines = frozenset(line.start for line in lines if line.held and not line.has_years and " at " in line.text)
    listed = list(_without_summaries(shared, headlines))
    titled = {one.start: one for one in titles}
    return tuple(
        at_its_employer(post, titled[post.start], library, employers) if post.employer != before.employer else post
        for before, post in zip(listed, with_details_by_layout(listed, lines, employers), strict=True)
    )


def as_held(mentions: Sequence[Mention], posts: Sequence[Post]) -> tuple[Mention, ...]:
    """The mentions of a text with the meanings that the posts in it have. Titles without an entry are left out."""
    at = {post.start: post for post in posts}
    found: list[Mention] = []
    for mention in mentions:
        post = at.get(mention.start)
        is_title = any(isinstance(sense, Role) for sense in (mention.entry, *mention.senses))
        if post is None or not is_title or post.entry is mention.entry:
            found.append(mention)
        elif post.entry:
            found.append(mention._replace(entry=post.entry, senses=(post.entry,)))
        elif post.near:
            is_whole = post.title == mention.text  # not the "Counsellor" of a "Deputy Counsellor"
            found.append(mention._replace(entry=None, senses=post.near, other_job=True) if is_whole else mention)
    return tuple(found)


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
    held = line.held
    for place, mention in enumerate(held):
        end = held[place + 1].start - line.start if place + 1 < len(held) else len(line.text)
        start = held[place - 1].end - line.start if place else 0
        yield mention, line.text[start : mention.start - line.start], line.text[mention.end - line.start : end]


def _with_others(post: Post, at: _Place, posts: Sequence[Post], leads: Leads, employers: Employers) -> Post:
    """The post with what the lines around it and the post before it say."""
    text = at.line.text
    is_joined = at.after.strip() != "" and _is_beside(at.after)  # the employer follows the next title
    if posts and _is_of_previous(post, posts[-1], at):
        post = replace(_like(post, posts[-1]), with_previous=True)
    elif posts and at.is_first and not post.place and _is_in_description(at):
        post = _in_house_of(post, posts)
    elif _is_headline(at.lines, at.number):
        return post
    elif not BULLET.match(text) or is_labelled(text) or _has_lines_of_its_own(at.lines, at.number):
        post = completed(post, at.lines, at.number, leads, employers)
    elif not (post.employer or is_joined) and (_ACTED.match(text) or not (post.years or at.in_list)):  # under a post
        post = _in_house_of(post, posts)
    is_next = at.number == at.last + 1 and at.line.indent == at.lines[at.last].indent and not at.line.after_blank
    is_under = posts and posts[-1].employer not in at.lines[at.last].text
    if leads.employers and is_next and is_under and post.years and not (post.employer or post.place):
        post = _in_house_of(post, posts)  # the next step under one employer
    if BULLET.match(text) and post.years and not post.employer and not is_joined:
        post = replace(post, employer=house_over_list(at.lines, at.number, employers))
    if _THERE.match(at.after) and not (post.place or post.employer):  # "having been Consul there"
        post = _in_house_of(post, posts)
    if not (post.is_known or post.employer):
        post = with_employer_apart(post)
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


def _bodies(mentions: Sequence[Mention], posts: Set[str]) -> frozenset[str]:
    """Names of bodies among the terms of a text: capitalised, no words of a dictionary, and no grades ("P-2").

    The "TJO" is none, because a "Temporary job opening" has no capitals; nor are words such as "Passport" in another
    language, or the terms that are `posts`.
    """
    found = (one for one in mentions if one.entry and not isinstance(one.entry, Role) and one.entry.name not in posts)
    terms = (one.text for one in found if one.entry and is_name(one.entry.name) and not _is_word(one.entry.name))
    names = (term for term in terms if term[0].isupper() and not any(map(str.isdigit, term)))
    return frozenset(name for name in names if not lexicon().is_word(normalize(name)))


def _is_word(name: str) -> bool:
    """Whether a term is a word of English, as in other languages too with a capital: "Passport", in German "Pässe"."""
    return lexicon().is_word(normalize(name))


def _is_described(lines: Sequence[Line], number: int, mention: Mention) -> bool:
    """Whether a title begins the sentence under a dated post, which says what somebody did there."""
    line, over = lines[number], lines[number - 1]
    is_sentence_below = number > 0 and not line.after_blank and over.held and not line.has_years
    begins = mention.start - line.start == len(line.text) - len(line.text.lstrip())
    is_long = len(line.text.split()) > LONGEST_TITLE_LINE
    return bool(is_sentence_below) and begins and is_long and line.text.rstrip().endswith(".")


def _is_duty(lines: Sequence[Line], mention: Mention) -> bool:
    """Whether a title in small letters is a duty of the post above: "- event manager for the fair", in a list."""
    if not (lines and mention.text[0].islower()):
        return False
    items = all(BULLET.match(line.text) and not line.after_blank for line in lines)
    return (items and not _ACTED.match(lines[-1].text)) or _SERVES.match(lines[-1].text) is not None


def _is_aside(post: Post, posts: Sequence[Post], before: str) -> bool:
    """Whether a title in small letters, in a later sentence, is a duty: "Led a team of five; spokesperson"."""
    has_details = post.years or post.employer or post.place
    return (
        bool(posts and posts[-1].years)
        and not has_details
        and post.title[0].islower()
        and bool(SENTENCE.search(before))
    )


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


def _shared(posts: Sequence[Post]) -> Iterator[Post]:
    """The posts; the first of two titles of one post gets what follows the second."""
    for number, post in enumerate(posts):
        following = posts[number + 1] if number + 1 < len(posts) else None
        if not following or not following.with_previous:
            yield post
            continue
        elsewhere = post.place and following.place and post.place != following.place  # "Ambassador to Kenya and …"
        yield _like(post, replace(following, employer="") if elsewhere else following)


def _without_summaries(posts: Sequence[Post], headlines: Set[int]) -> Iterator[Post]:
    """The posts but those that a headline or a summary only repeats: "former Ambassador", without years.

    `headlines` are the places of lines such as "Junior Professional Officer at UNHCR".
    """
    dated = [number for number, post in enumerate(posts) if post.years]
    first = dated[0] if dated else 0
    kept = True
    for number, post in enumerate(posts):
        if post.with_previous and number and not kept:
            continue
        if number < first and len(dated) > 1 and not (post.years or post.employer or post.place or post.with_previous):
            kept = False  # a headline: "Career diplomat and consul"
            continue
        is_headline = number < first and post.start in headlines and not post.years
        if is_headline and post.employer and post.employer in posts[first].employer:
            kept = False
            continue
        if post.years and not post.employer and any(_repeats(post, posts[other]) for other in dated):
            kept = False  # a sentence about a post of the list: "I am First Secretary in Oslo (2022-present)"
            continue
        again = any(
            posts[other].title == post.title or (post.entry and posts[other].entry is post.entry) for other in dated
        )
        kept = not (again and not post.years and not post.with_previous and (number < first or not post.employer))
        if kept:
            yield post

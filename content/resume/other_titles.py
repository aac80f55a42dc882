"""Find the titles in a résumé that the content doesn't know: "Research Assistant", "Head of Communications".

Only lines near years are looked at. A list of posts would be short without such titles.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from content.models import Role
from content.resume.held_titles import OTHER_JOB, OTHERS_FIELD, is_held
from content.resume.job_words import is_job, may_have_job
from content.resume.post_lines import BULLET, DATES, LATER, SENTENCE, YEAR, has_years, is_sentence
from content.resume.sections import Part
from content.resume.titles_by_layout import NUMBER, DatedLines
from content.scan.scanner import Mention

LINES_BEFORE = 2
LINES_AFTER = 4
"""Lines before and after a title in which its years stand."""

_LINE = re.compile(r"[^\n;]+")
"""A line, or an item of a list in a line."""
_CELL_END = re.compile(
    rf"\t|\x20{{2,}}|\s[|•·@/–—-]+\s|[|:;()]|\s„|,\s(?!(?:{LATER})\s)|\s(?:at|with|bei|beim|bij|chez|presso)\s(?=[A-Z])|(?:{DATES.pattern})",
    re.I,
)
"""What separates the title, the employer, the place and the years in a line."""
_FIELD = re.compile(r"(?:occupation or )?position(?: held)? (?=[A-Z])", re.I)
"""The name of a field of a form, without a sign after it."""
_TO_BOSS = re.compile(r"\s(?:to|of|for|do|da|del|della|du|de la|des)(?:\sthe)?\s$", re.I)
"""What stands before the title of somebody else."""
_IN_CITY = re.compile(
    r"\s(?=(?:in|à|te|em) (?!(?:Charge|Training|Residence|Chief|Law)\b|"
    r"\w+(?:ics|logy|ment|cine|ery|ench|ish|rman|ese|ssian|abic)\b)"
    r"[A-Z]\w+\s*$)"
)
"""What stands before a place at the end of a cell: "Teacher in Osaka"."""
_AT_BODY = re.compile(r"(?<=[a-z]{4})\s(?=(?!CRM|ERP|SAP|NGO|SME|USA)[A-Z]{3,7}\s*$)")
"""What stands before a body at the end of a cell: "Deputy Director MFA"."""
_AND_END = re.compile(r"(?:\s(?:and|&|et|y|e|und|en)|/)\s$")
"""What joins a title to one before it."""
LONGEST_BEFORE = 60
"""Characters before a known title in which a longer one may begin."""
MOST_BEFORE = 4
"""Words of a title before the known one in which it ends."""
_SECOND_FIELD = re.compile(r"\W{0,4}(?:functional|working) title", re.I)
"""A field of a form under the title with another name of the same post."""
_TITLE_FIELD = re.compile(
    r"\W{0,4}(?i:position(?: title)?|job title|occupation or position held|puesto|cargo|poste occupé|funktion|função|"
    r"functie|ruolo|mansione|posizione ricoperta|lavoro o posizione ricopert[oai])\s{0,8}[:\t]\s{0,12}"
    r"(?P<title>[A-Z][^\W\d_]{2,}(?: [^\W\d_]{2,}){0,4})(?=\s*(?:[\n,;(]|$))"
)
"""A field of a form with a title, whatever it is called: "Position: Graduate"."""
_RETIRED = re.compile(r" ?\(?(?i:ret(?:ired|d)?)\b| ?\([A-Z]{1,3}\) [A-Z][a-z]+ [A-Z][a-z]")
"""What follows the rank before a name: "Colonel (ret.) Ana Paz"."""


def other_titles(
    text: str, titles: Sequence[Mention], closed: Sequence[Part], is_employer: Callable[[str], bool]
) -> Iterator[Mention]:
    """The titles in lines near years that have none of `titles`; mentions without a meaning.

    `closed` are the parts of the text without posts, such as education.
    """
    lines = list(_LINE.finditer(text))
    starts = [line.start() for line in lines]
    own = [title for title in titles if not _is_of_other(text, title)]
    contracts = [title for title in own if _is_contract(text, title)]
    taken: dict[int, int] = {}  # lines, with the place of the first title in each
    for title in own:
        if title in contracts:
            continue
        for at in (title.start, title.end - 1):
            taken.setdefault(bisect_right(starts, at) - 1, title.start)
    goes_on = [text.startswith(";", line.start() - 1) if line.start() else False for line in lines]
    dated = [has_years(line[0]) for line in lines]
    of_posts = list(dated)
    end, has_title, is_item = 0, False, False  # of the paragraph, and of the line
    for number, line in enumerate(lines):
        has_title = has_title and text.count("\n", end, line.start()) < 2
        end = line.end()
        if goes_on[number]:
            dated[number] = dated[number] or dated[number - 1]
        else:
            is_item = BULLET.match(line[0]) is not None
        near = any(dated[max(number - LINES_BEFORE, 0) : number + LINES_AFTER + 1])
        is_closed = any(part.start <= line.start() < part.end for part in closed)
        of_posts[number] = of_posts[number] and not (is_closed or is_sentence(line[0]))
        if number in taken:
            has_title = has_title or not is_item
            continue
        is_duty = is_item and (has_title or not (dated[number] or _has_years_under(lines, dated, number)))
        is_second = number - 1 in taken and _SECOND_FIELD.match(line[0])
        if near and not (is_duty or is_closed or is_second or _is_told(line[0])):
            for found in _titles_in(line):
                has_title = has_title or not is_item
                taken.setdefault(number, found.start)
                yield found
    for title in contracts:
        taken.setdefault(bisect_right(starts, title.start) - 1, title.start)
    yield from DatedLines(lines, of_posts, taken, _CELL_END).titles_by_layout(is_employer)


def whole_title(text: str, title: Mention, since: int, is_employer: Callable[[str], bool], *, is_rank: bool) -> Mention:
    """A known title as the end of a longer one that begins after `since`: "Receptionist and Secretary".

    "Deputy Foreign Editor" is another post than an editor, but a "British Ambassador" keeps the meaning (`is_rank`).
    """
    line = max(text.rfind("\n", 0, title.start) + 1, title.start - LONGEST_BEFORE)
    written = text[line : title.start]
    if not written.endswith(" ") or (not written[-2:-1].isalpha() and written[-2:-1] not in "&/"):
        return title
    ends = [end.end() for end in _CELL_END.finditer(text, line, title.start)]
    start = ends[-1] if ends else line
    bullet = BULLET.match(text[start : title.start]) or NUMBER.match(text[start : title.start])
    start += bullet.end() if bullet else 0
    before = text[start : title.start]
    if start < since or not before[:1].isupper() or len(before.split()) > MOST_BEFORE or "'" in before or "’" in before:
        return title
    whole = before + title.text
    if is_held(before, first=True) or _TO_BOSS.search(before) or not is_job(whole) or is_employer(whole):
        return title
    is_same = _AND_END.search(before) is not None or (is_rank and not OTHER_JOB.search(before))
    entry, senses = (title.entry, title.senses) if is_same else (None, ())
    return Mention(start, title.end, whole, entry, senses)


def _has_years_under(lines: Sequence[re.Match[str]], dated: Sequence[bool], number: int) -> bool:
    """Whether an item of a list goes on in lines of its own, with years: "• Consultant", "Oxfam, Lima", "2010–2013"."""
    for under in range(number + 1, min(number + 1 + LINES_BEFORE, len(lines))):
        line = lines[under]
        if line.string.startswith("\n\n", line.start() - 2) or BULLET.match(line[0]) or is_sentence(line[0]):
            return False
        if dated[under]:
            return True
    return False


def _is_of_other(text: str, title: Mention) -> bool:
    """Whether a title only says whose assistant somebody was: "Adviser to the High Commissioner"."""
    start = text.rfind("\n", 0, title.start) + 1
    boss = _TO_BOSS.search(text, start, title.start)
    if text.startswith(("'s ", "’s "), title.end):
        return True
    return boss is not None and is_job(_CELL_END.split(text[start : boss.start()])[-1].strip())


def _is_contract(text: str, title: Mention) -> bool:
    """Whether a term says, behind the years, how somebody was employed: "Driver, UN, Juba. 2013–2016. Local agent"."""
    start = text.rfind("\n", 0, title.start) + 1
    is_term = not any(isinstance(sense, Role) for sense in title.senses)
    return is_term and text.startswith(". ", title.start - 2) and DATES.search(text, start, title.start) is not None


def _is_told(line: str) -> bool:
    """Whether a line is a sentence, rather than a post in a list with a full stop, or with a sentence behind it."""
    if not is_sentence(line):
        return False
    line = NUMBER.sub("", BULLET.sub("", line))
    first, *others = SENTENCE.split(line)
    dates = DATES.search(first)
    is_post = dates and (dates.start() == 0 or (others and not first.endswith(".")))
    is_dated_next = not dates and bool(others) and DATES.match(others[0]) is not None  # "Driver, UN, Juba. 2013–2016."
    return not (is_post or is_dated_next)


def _titles_in(line: re.Match[str]) -> Iterator[Mention]:
    """The first cell of a line that is a title, and each later one behind other years.

    A title in small letters must follow its years, or be an item of a list: "2010–2013  project officer, Oxfam".
    """
    if not may_have_job(line[0]):
        if field := _TITLE_FIELD.match(line.string, line.start(), line.end()):
            yield Mention(field.start("title"), field.end("title"), field["title"], None)
        return
    at, is_next, may_be_small = line.start(), True, BULLET.match(line[0]) is not None
    for end in (*_CELL_END.finditer(line.string, line.start(), line.end()), None):
        until = end.start() if end else line.end()
        written = _AT_BODY.split(_IN_CITY.split(line.string[at:until])[0])[0]
        cell = _FIELD.sub("", NUMBER.sub("", BULLET.sub("", written)).strip(" .*•–—-[]"))
        if cell:
            is_capital = cell[0].isupper() or may_be_small
            is_field = end is not None and end[0][0] == ":" and OTHERS_FIELD.match(f"{cell}:") is not None
            if is_next and is_capital and not is_field and is_job(cell) and not _RETIRED.match(line.string, until):
                start = at + written.index(cell)
                yield Mention(start, start + len(cell), cell, None)
                is_next = False
            may_be_small = False
        if end and YEAR.search(end[0]):
            is_next, may_be_small = True, True
        at = end.end() if end else until

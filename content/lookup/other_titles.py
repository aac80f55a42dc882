"""Find the titles in a résumé that the content doesn't know: "Research Assistant", "Head of Communications".

They are told by their last or first word, which any trade has. A list of posts would be short without them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.lookup.post_lines import BULLET, DATES, is_label, is_section, is_sentence
from content.lookup.scan import Mention

MOST_WORDS = 9
"""Words of a title."""
LINES_BEFORE = 2
LINES_AFTER = 4
"""Lines before and after a title in which its years stand."""

_COMPOUND = re.compile(
    r"(?:leiter|referent|berater|mitarbeiter|assistent|koordinator|manager|redakteur|sekretar|praktikant|anwalt|lehrer|"
    r"beamter|beamtin|medewerker|adviseur|leider)(?:in)?$"
)
"""The end of a German or Dutch title in one word: "Projektleiterin"."""
_LINE = re.compile(r"[^\n;]+")
"""A line, or an item of a list in a line."""
_CELL_END = re.compile(
    rf"\t|\x20{{2,}}|\s[|•·@–—-]+\s|[|:;()]|,\s|\s(?:at|with|bei|beim|chez|presso)\s(?=[A-Z])|(?:{DATES.pattern})", re.I
)
"""What separates the title, the employer, the place and the years in a line."""
_BELONGS = re.compile(
    r"\s(?:of|for|to|in|on|and|&|de|du|des|della?|dello|di|do|da|der|des|für|im|zu|zur|van|voor|para|por|en)\s|\sd['’]",
    re.I,
)
"""What follows the head of a title: "Head | of Communications"."""
_NO_TITLE = re.compile(r"\b(?:the|an?|this|was|were|is|has|had|my|our|his|her|their|who|year)\b", re.I)
"""Words in a sentence, or in the name of an award."""
_FIELD = re.compile(r"(?:occupation or )?position(?: held)? (?=[A-Z])", re.I)
"""The name of a field of a form, without a sign after it."""
_RETIRED = re.compile(r" ?\(?ret(?:ired|d)?\b", re.I)
"""What follows the rank before a name: "Colonel (ret.) Ana Paz"."""
_VERB = re.compile(r"(?!(?:Certified|Registered|Chartered|Seconded|Retired|Accredited|Licensed)\b)[A-Z][a-z]{2,12}ed\b")
"""How an item of a list begins that says what somebody did: "Assisted"."""


def other_titles(text: str, titles: Sequence[Mention]) -> Iterator[Mention]:
    """A title for each line that has one, near years, and none of `titles`; mentions without a meaning.

    Education, languages, courses and the like are left out.
    """
    lines = list(_LINE.finditer(text))
    starts = [line.start() for line in lines]
    taken = {bisect_right(starts, at) - 1 for title in titles for at in (title.start, title.end - 1)}
    dated = [DATES.search(line[0]) is not None for line in lines]
    in_section = False
    for number, line in enumerate(lines):
        heading = line[0].strip(" :•*-–—")
        in_section = is_section(heading) or (in_section and not (is_label(heading) or _is_heading(heading)))
        near = any(dated[max(number - LINES_BEFORE, 0) : number + LINES_AFTER + 1])
        if in_section or number in taken or not near or (BULLET.match(line[0]) and not dated[number]):
            continue
        if not is_sentence(line[0]) and (found := _title_in(line)):
            yield found


def _is_heading(line: str) -> bool:
    """Whether a line in capitals begins another part of a résumé."""
    return line.isupper() and len(line.split()) < MOST_WORDS and not any(map(str.isdigit, line))


def _title_in(line: re.Match[str]) -> Mention | None:
    """The first cell of a line that is a title."""
    at = line.start()
    for end in (*_CELL_END.finditer(line.string, line.start(), line.end()), None):
        until = end.start() if end else line.end()
        written = line.string[at:until]
        cell = _FIELD.sub("", BULLET.sub("", written).strip(" .*•–—-"))
        if cell and is_job(cell) and not _RETIRED.match(line.string, until):
            start = at + written.index(cell)
            return Mention(start, start + len(cell), cell, None)
        at = end.end() if end else until
    return None


def is_job(written: str) -> bool:
    """Whether a phrase is a title of any trade: "Head of Communications", "Legal Intern", "Chargée de mission"."""
    if not written[:1].isupper() or len(written.split()) > MOST_WORDS or _VERB.match(written):
        return False
    head = _BELONGS.split(written, maxsplit=1)[0]
    if _NO_TITLE.search(head) or any(map(str.isdigit, head)):
        return False
    words = normalize(head).split()
    return bool(words) and (
        not lexicon().jobs.isdisjoint((words[0], words[-1])) or _COMPOUND.search(words[-1]) is not None
    )

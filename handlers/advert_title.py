"""Find the title by which an advert names its job: in a field, after the words that look for somebody, or on top."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from content.resume.job_words import is_job

TITLE_FIELD = re.compile(
    r"^\W{0,4}(?:(?:job|post|posting|position|functional|vacancy) title|title of (?:the )?(?:post|position)|title|role)"
    r"[ \t]{0,3}:[ \t]{0,9}([^\n]{3,120})",
    re.I | re.M,
)
"""The field of an advert that names its job: "Job title: Press Officer"."""
VACANCY_FIELD = re.compile(
    r"(?:^|[.!?][ \t])\W{0,4}(?:vacancy(?: notice| announcement)?|position|post|job)"
    r"[ \t]{0,3}[:–—-][ \t]{0,9}([^\n]{3,120})",
    re.I | re.M,
)
"""A field that may name the job: "Vacancy: Press Officer"."""
WANTED = re.compile(
    r"\b(?:looking\sfor|we\sseek|seek(?:s|ing)|recruit(?:s|ing)|hir(?:es|ing)(?!\smanager)|an?\spost\sof|"
    r"vacancy(?:\sannouncement)?)"
    r"(?:\s(?:to\s(?:hire|recruit|fill)|an?|the|its|new|next|highly|motivated|experienced)\b){0,4}\s*:?\s*([^\n.;]{3,120})",
    re.I,
)
"""The words before the job of an advert: "The embassy is looking for a"."""
_OTHER_FIELD = re.compile(
    r"\W{0,4}(?:company|organi[sz]ation|client|employer|firm|agency|ministry|department|office|unit|section|team|"
    r"reports? to|reporting to|(?:line|hiring) manager|supervisor|contact|location|place|duty station)"
    r"(?: name)?[ \t]{0,3}[:\t]",
    re.I,
)
"""The beginning of a line about the employer or the boss: "Reports to: Chief Legal Officer"."""
_SEX = re.compile(r"\s?\((?:[mfwdhx](?:\s?/\s?[mfwdhx]){1,2}|all genders)\)", re.I)
"""What says that a title is for all: "(m/f)"."""
_BREAK = re.compile(
    r"\s[-–—|·]\s|\s?[(\[|;:!\t]+\s?|\s/\s|,\s|\.(?:\s|$)|"
    r"\s(?:who|based|to (?:be|join|lead|manage|support|work|strengthen|run|cover|help))\s"
)
"""What stands around a title in its line."""
_REGION = re.compile(r"(?:\s(?:[A-Z]{3,5}|&))+$")
"""Letters of a region behind a title: "Government Affairs Manager EMEA"."""
_BARE = re.compile(r"(?:(?:deputy|senior|assistant|associate|managing) )?\w+|(?:head|chief) of \w+", re.I)
"""A title of which the subject may follow a comma: "Director, Government Affairs"."""
_SUBJECT = re.compile(r",\s[\w’'-]+ (?:and |& )?[\w’'-]+")
_SUBJECTS = re.compile(r",\s(?:[\w’'-]+ ){1,2}(?:and|&) [\w’'-]+")
"""A subject behind a title: "Government Affairs"; and several: "Roads and Bridges"."""
HEAD_LINES = 4
"""Lines at the beginning of an advert in which its title may stand."""
LONGEST_TITLE = 120


class OwnTitle(NamedTuple):
    """A title in an advert and its place."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def own_titles(typed: str) -> list[OwnTitle]:
    """The titles by which an advert names its job, the surest first; none if only sentences tell what it's for."""
    found = (title for start, end in _places(typed) for title in _titles_in(typed, start, end))
    return list({title.start: title for title in found}.values())


def _places(typed: str) -> Iterator[tuple[int, int]]:
    """Where a title may stand: the values of fields, what somebody looks for, and the first lines."""
    for pattern in (TITLE_FIELD, VACANCY_FIELD, WANTED):
        yield from (match.span(1) for match in pattern.finditer(typed))
    lines = (line for line in re.finditer(r"[^\n]+", typed) if line[0].strip())
    for number, line in enumerate(islice(lines, HEAD_LINES)):
        is_sentence = number > 0 and line[0].rstrip().endswith(".")
        if len(line[0]) <= LONGEST_TITLE and not is_sentence and not _OTHER_FIELD.match(line[0]):
            yield line.span()


def _titles_in(typed: str, start: int, end: int) -> Iterator[OwnTitle]:
    """The titles in a part of a line, each with its subject: "Chef de chancellerie / Head of Chancery"."""
    line = _SEX.sub(lambda match: " " * len(match[0]), typed[start:end])
    breaks = list(_BREAK.finditer(line))
    begins = [0, *(match.end() for match in breaks)]
    ends = [*(match.start() for match in breaks), len(line)]
    for number, (begin, stop) in enumerate(zip(begins, ends, strict=True)):
        piece = line[begin:stop]
        if is_job(_REGION.sub("", piece.strip())):
            has_subject = number < len(breaks) and _takes_subject(piece.strip(), line[stop:])
            whole = line[begin : ends[number + 1]] if has_subject else piece
            yield OwnTitle(start + begin + len(piece) - len(piece.lstrip()), whole.strip())


def _takes_subject(title: str, after: str) -> bool:
    """Whether what follows a title is its subject rather than its place: "Director, Government Affairs"."""
    subject = _SUBJECT if _BARE.fullmatch(title) else _SUBJECTS
    return subject.match(after) is not None

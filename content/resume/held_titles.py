"""Which titles in a text its person held, rather than worked for, met or wishes for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from content.models import Role
from content.resume.post_lines import (
    BRACKET,
    BULLET,
    DATES,
    LATER,
    LONGEST_HEADER,
    LONGEST_NAME_LINE,
    LONGEST_PLACE,
    PARTS,
    PLACE_FIELD,
    SENTENCE,
    dates_before,
    has_years,
    is_labelled,
    is_name,
    is_named,
    is_sentence,
    parts_of,
)
from content.scan.scanner import Mention

_GOES_ON = (
    r"\n(?:(?<=[a-z][-‐]\n)(?=[a-z])|(?<=,\n)(?=[^\W\d_])|(?<=\s(?:to|of)\n)|(?<=\s(?:the|for|and)\n)|"
    r"(?<=\s(?:High)\n)|(?<=\s(?:Human)\n)|(?<=\s(?:United)\n)|(?<=\s(?:Foreign)\n)|(?<=\s(?:European)\n))"
)
_LINE = re.compile(rf"[^\n]+(?:{_GOES_ON}[^\n]+){{0,2}}")
"""A line; with the next if it ends in the middle of a word, after a comma, or after a word such as "of"."""
_LEAD = re.compile(
    r"^(?:[\s\W_]|[a-h](?=[).])|[ivx]{2,4}(?=\))|postings|assignments|positions|"
    r"\d{1,2}(?=[).])|lavoro o posizione ricopert[aio]|posizione ricoperta|"
    r"incarico|ruolo|qualifica|functie|"
    r"freelance|freiberufliche[rs]?|independiente|indépendante?|autônom[oa]|full-time|part-time|"
    r"beruf oder funktion|poste occupé|cargo (?:desempeñado|ocupado)|fonction ou|função ou|profesión o|"
    r"(?:exact |functional )?title of (?:your |the )?post\b|functional(?= title)|"
    r"\b(?:acting|senior|junior|former|formerly|interim|ex|earlier|now|currently|current|"
    rf"{LATER}|"
    r"h(?:er|is) (?:britannic )?majesty['’]s|hm|"
    r"present|presently|today|previously|previous|before|after|that|prior|to|this|most|recent|recently|last|first|and|und|sowie|et|y|also|"
    r"impiego|mansione|cargo|puesto|poste|posto|función|fonction|funktion|função|position|occupation|or|title|role|job|post|posts|function|held|as|was|is|a|an|the|i|my|he|she|his|her|been|since|from|until|"
    r"cv|résumé|resume|profile|linkedin|says|say|reads|shows|lists|got|have|has|candidate|candidate['’]s|their|"
    r"as recruited|as appointed|twice|once|briefly|temporarily|mr|mrs|ms|dr|he|h\.e|career|experience|with)\b)*$",
    re.I,
)
"""What may stand between the start of a line, or the previous title, and a title that the person held."""
INTRODUCED = re.compile(
    r"\b(?:(?<!well )as|became|is [^\W\d_]+['’]s?(?= )|"
    r"(?:have|has|had|having)(?: first| previously| earlier| since)? been|"
    r"(?:i|she|he) was|(?:she|he) is|am|appointed|named|promoted(?: to)?|serving|"
    r"(?:position|post|role|title|rank) of|(?:post|posting|assignment)(?: abroad| there)? was) "
    r"(?:an? |the |to |acting |senior |first |its |our |one of the )*"
    r"(?:(?!(?:to|of|for|with|the|by|at|in|from|between|under|spouse|wife|husband|partner)\b)[\w'’-]+ ){0,3}\W{0,3}$",
    re.I,
)
"""What introduces a title in a sentence: "as", "I was"; up to three words may describe it."""
_NAMED = re.compile(
    r"^\W*(?:(?:Mr|Mrs|Ms|Dr|Prof|H\.E|Amb)\.? )?(?!(?:The|This|It|There|That|He|She|Who|My|Our|His|Her|One)\b)"
    r"[A-Z][\w'’-]*\.?(?: (?:[A-Z][\w'’-]*\.?|de|da|von|van|al|bin|el|la)){0,3} "
    r"(?:is|was|has been|serves as|works as)(?: currently| now| today)?(?: an?| the| acting)? $"
)
"""What introduces a title in a short biography: "Pim Suwan is"."""
TO_STATE = re.compile(
    r"\s(?:to|in|of)\s(?:the\s)?[A-Z][\w'’-]*(?:\s(?:[A-Z][\w'’-]*|and|of|the)){0,4}\s(?:and|&)\s(?:as\s)?$"
)
"""What stands between two titles of one post: "Ambassador to Kenya and Permanent Representative"."""
_ALSO = re.compile(
    r"(?:[,;]|\band)(?: and| then| twice| once| later| also| before that| previously| earlier| briefly| now){1,4} $",
    re.I,
)
"""What introduces another title after one in the same sentence."""
_CELL = re.compile(r"[|•·\t]|[ ]{3,}")
_LEVELS = frozenset(
    "senior junior associate assistant acting interim principal national international regional lead".split()
)
"""Levels before the title: "Kabul, 2020–2023: Senior Political Officer"."""
_AND = re.compile(r",?\s{0,3}(?:and|then)\s{0,3}$")
"""What introduces another title after the years of one: "(2016–2020) and"."""
_WISHED = re.compile(
    r"\b(?:seek|seeking|look|looking|apply|applying|applied|interested|hope|hoping|want|aim|aspire|goal|objective|wish|"
    r"reference|references|referee|report|reports|reporting|reported|"
    r"supervisors?|supervised by|line manager|such|same|assist|assisted|replaced|succeeded)\b",
    re.I,
)
_TO_BOSS = re.compile(
    r"\s(?:to|for|of|under|with)\s(?:(?:the|an?|his|her|our|its)\s)?(?:(?:former|deputy|then)\s)?", re.I
)
"""What stands between a title and that of the boss: "Social Secretary to the Ambassador"."""
OTHERS_FIELD = re.compile(
    r"[\W_]{0,8}(?:report(?:s|ing)?(?: lines?| to)?|references?|referees?|supervisors?|(?:name of )?supervisor|"
    r"line managers?|managers?|boss|superiors?|"
    r"vorgesetzter?|supérieur(?: hiérarchique)?|jef[ea] inmediat[oa]|"
    r"first reporting officer|contacts?|announcement|vacancy|applying for|position applied for)(?: \w+){0,2} ?:",
    re.I,
)
"""A field of a form about other people: "Reporting lines: …"."""
OTHER_JOB = re.compile(r"(deputy|vice|assistant|under|stellvertretende[rn]?|plaatsvervangend|plv\.|sous)[\s-]+$", re.I)
"""A word that makes another job of the title after it."""
DEPUTY_AFTER = re.compile(r"[\s-](?:adjoint|adjunt|aggiunt|suppléant|suplent)[oae]?\b", re.I)
"""A word that makes another job of the title before it: "Cônsul-Geral Adjunto"."""
_IN_PROSE = re.compile(
    r" (?:(?!at |in |to |of |for |with |and |until |from |since |a\.i)[a-z]|"
    r"(?:Generalist|Manager|Officer|Consultant|Business|Specialist|Coordinator|Director|Associate|Lead|Assistant)\b)"
)
"""What follows an acronym that is no title of the person: "PR work", "HR Generalist"."""

_REMARK = re.compile(r"(?<=\d)\s?\([^()\d]{2,25}\)(?=\s?:)")
"""A remark between the years and a colon: "2012 (six months): Intern"."""
_GRADE = re.compile(r"(?<!\S)[A-Z]{1,3}-?\d{1,2}(?!\S)")
"""A grade in a column of its own before the title."""
_DOES = re.compile(r" (?!of |to |at |in |for |and |on |from |with |a\.i|for$)[a-z]{2,}")
"""What follows the title of somebody else who did something: "the Ambassador opened each"."""
_ACTS = re.compile(r"[^.;\n]{0,60} (?:[a-z]{2,}ed|sent|told|asked|gave|took|made|let|wrote) (?:me|us|him|her|them)\b")
"""What follows the title of somebody else: "The Ambassador to Peru sent me"."""
GRADE_FIELD = re.compile(r"[\s•*-]{0,6}(?:level|grade|rank|category|grade/level)\s?:\s{1,9}", re.I)
"""A field of a form with the rank of a post: "Level: First Secretary"."""
_COURSE = re.compile(
    r"s? (?:Course|[Ss]cheme|Training|Workshop|Seminar|Exam(?:ination)?|Test|Association|Conference|Network|Award|"
    r"Fellowship)s?\b"
)
"""What follows a title that is in the name of something else: "UN Staff Officers Course"."""
_WITH_NAME = re.compile(
    r" (?:\(?ret(?:ired|d|\.)?\.?\)? )?(?:(?:[A-Z][\w'’-]*\.?|de|da|von|van|al|bin) ){1,5}(?:\([^)\n]{2,30}\) )?"
    r"(?:is|was|has|had|joined|began|entered|started|took|came|grew|served|serves|holds|held|studied|speaks|retired|"
    r"work(?:s|ed)|leads|led|brings|currently|previously|will|graduated|spent|represent(?:s|ed)|"
    r"(?!(?:accredited|appointed|assigned|attached|based|posted|promoted|seconded|transferred)\b)[a-z]{2,12}ed)\b|"
    r" \(?ret(?:ired|d|\.)?\.?\)? [A-Z][\w'’-]* [A-Z]"
)
"""What follows a title that only stands before a name: "Ambassador Ana Paz joined the foreign service"."""


@dataclass(frozen=True)
class Line:
    """A line of a text, from character `start`, with the titles in it. What many posts ask of it is kept."""

    start: int
    text: str
    titles: tuple[Mention, ...]
    after_blank: bool = False
    has_years: bool = False

    @property
    def indent(self) -> int:
        """Spaces before the line; a tab counts as four."""
        written = self.text.expandtabs(4)
        return len(written) - len(written.lstrip())

    @cached_property
    def held(self) -> list[Mention]:
        """The titles that the person held, rather than worked for or met."""
        return _held_titles(self)

    @cached_property
    def parts(self) -> list[str]:
        """The parts of the line without its years."""
        return parts_of(self.text)

    @cached_property
    def is_header(self) -> bool:
        """Whether the line may hold the employer or the years of a post whose title stands in another line."""
        length = len(" ".join(self.text.split()))
        short = length <= LONGEST_HEADER or (length <= LONGEST_NAME_LINE and is_name(self.text))
        short = short and not is_sentence(self.text)
        short = short or PLACE_FIELD.match(self.text.lstrip()) is not None
        is_item = BULLET.match(self.text) and not is_labelled(self.text) and re.search(r"\w", DATES.sub("", self.text))
        return (not self.titles or GRADE_FIELD.match(self.text) is not None) and short and not is_item


def lines_of(text: str, titles: Sequence[Mention]) -> Iterator[Line]:
    """The lines of a text that aren't empty. A line that breaks off in the middle is one with the next."""
    end = 0
    starts = [title.start for title in titles]
    for match in _LINE.finditer(text):
        if match[0].strip():
            own = tuple(titles[bisect_left(starts, match.start()) : bisect_left(starts, match.end())])
            blank = text.count("\n", end, match.start()) > 1
            written = match[0].replace("\n", " ")
            yield Line(match.start(), written, own, after_blank=blank, has_years=has_years(written))
            end = match.end()


def is_title(mention: Mention, terms: Set[str]) -> bool:
    """Whether a mention is a title: a role, or one of the `terms` that are posts."""
    senses = mention.senses if mention.entry is None else (mention.entry,)
    in_words = " " in mention.text and any(isinstance(sense, Role) for sense in senses)  # "Administrative Officer"
    return in_words or (bool(senses) and all(isinstance(sense, Role) or sense.name in terms for sense in senses))


def _held_titles(line: Line) -> list[Mention]:
    held: list[Mention] = []
    if not line.titles or OTHERS_FIELD.match(line.text):
        return held
    for mention in line.titles:
        at = mention.start - line.start
        since = held[-1].end - line.start if held else 0
        before = line.text[since:at]
        rest = line.text[mention.end - line.start :]
        if held and (bracket := BRACKET.match(before)):
            before = before[bracket.end() :]
        others = rest.startswith(("'s", "’s", "?")) or (mention.text.isupper() and _IN_PROSE.match(rest))
        is_the = SENTENCE.split(before)[-1].strip().lower() == "the"
        others = others or (is_the and (_ACTS.match(rest) or _DOES.match(rest)) is not None)
        others = others or _COURSE.match(rest) is not None
        others = others or _WITH_NAME.match(rest) is not None
        is_term = mention.senses and not any(isinstance(sense, Role) for sense in mention.senses)  # of the first title
        again = held and mention.entry is held[-1].entry and before.strip() == "("  # "Election Observer (LTO)"
        others = others or (bool(held) and _TO_BOSS.fullmatch(before) is not None)
        if (
            not others
            and not (held and is_term and ";" not in before)
            and not again
            and is_held(before, first=not held)
        ):
            held.append(mention)
    return held


def is_held(before: str, *, first: bool) -> bool:
    """Whether the words before a title, in its line and after the previous title, introduce it as the person's own."""
    start, _, last = before.rstrip().rpartition(" ")
    before = start if last.lower() in _LEVELS else before
    before = _REMARK.sub("", before)
    words = _GRADE.sub(" ", DATES.sub(" ", before))
    dated = dates_before(before, adjacent=True) or (not first and dates_before(_AND.sub("", before), adjacent=True))
    if dated or _LEAD.match(OTHER_JOB.sub("", words)):
        return True
    sentence = SENTENCE.split(words)[-1]
    if _WISHED.search(sentence):
        return False
    plain = f"{' '.join(sentence.split())} "
    if _NAMED.match(plain) if first else TO_STATE.search(before):
        return True
    if INTRODUCED.search(plain) or _LEAD.match(_CELL.split(sentence)[-1]) or (not first and _ALSO.search(plain)):
        return True
    head = sentence.rstrip()
    if head.endswith((",", ":", "–", "—", "-", "|", "(", "/", "•", "·", "\t")):  # the employer or the place comes first
        parts = [part.strip() for part in PARTS.split(head.rstrip(" ,:–—-|(/•·\t")) if part.strip()]
        return all(is_named(part) for part in parts) and (first or len(parts) <= LONGEST_PLACE)
    return False

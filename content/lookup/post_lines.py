"""Read years, employers and places in the lines of a résumé, as written."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

LONGEST_HEADER = 90
"""Characters of a line without a title that may hold a post's employer or years."""
LONGEST_PLACE = 4
"""Words of a part that may be a place."""
MOST_WORDS = 7
"""Words of a line that ends in a full stop and may still be no sentence."""

_MONTH = (
    r"(?:jan|feb|f[eé]v|mar|m[aä]r|apr|avr|abr|ma[iy]|jun|jui|jul|aug|ao[uû]|ago|sep|oct|okt|nov|de[czk]|d[eé]c|ene)"
    r"[^\W\d_]{0,7}\.?"
)
_SEASON = r"(?:q[1-4]|h[12]|spring|summer|autumn|fall|winter|early|mid|late)"
_DASH = r"[-‐‑–—−→]"
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th|er|\.)?\s+)"
_BEGINNING = rf"(?:{_DAY}?{_MONTH}\s+(?:de\s+)?|\d{{1,2}}[/.] ?(?:\d{{1,2}}[/.] ?)?|{_SEASON}[\s/-]+)"
_DATE = rf"(?:{_BEGINNING}?(?:19|20)\d\d(?:/\d\d(?=\s*{_DASH}\s*(?:19|20)\d\d)|[/.-](?:0[1-9]|1[0-2])(?!\d))?)"
_SHORT = rf"(?:{_MONTH}\s+|\d{{1,2}}[/.])?['’]?\d\d"
"""The end of a period with a year of two digits: "15", "Jul 22", "’22"."""
_TWO_DIGITS = r"(?:0?[1-9]|1[0-2])/\d\d"
"""A month and a year of two digits: "07/19"; only in a period."""
_OPEN = (
    r"(?:present|now|today|current|date|ongoing|to date|till date|this day|aujourd['’]hui|à ce jour|heute|actualidad|"
    r"la fecha|hoy|presente|"
    r"a la (?:fecha|actualidad)|la actualidad)"
)
DATES = re.compile(
    rf"\(?(?:\b{_TWO_DIGITS}\s*{_DASH}\s*(?:{_TWO_DIGITS}|{_OPEN}\b)(?![\d/])|['’]\d\d\s*{_DASH}\s*['’]?\d\d\b|"
    rf"\b(?:between\s{_DATE}\sand\s{_DATE}|(?:(?:since|from|until|in|depuis|de|seit|ab|desde)\s+)?"
    rf"(?:{_MONTH}\s*(?:{_DASH}|to)\s*)?{_DATE}"
    rf"(?:\s*(?:{_DASH}|/|to|until|till|through|thru|bis|à|al?|hasta)\s*(?:{_DATE}|{_OPEN}\b|{_SHORT}(?![\d/.]))"
    rf"|\s*{_DASH}(?=\s|$|\)))?))\)?",
    re.I,
)
"""Years as people write them: "2012–2015", "Aug 2012 - present", "03/2012 to 05/2015", "since 2019", "Q1 2019"."""
YEAR = re.compile(r"(?:19|20)\d\d")

_SHORTENED = (
    "Perm perm Amb Sec sec Dep dep Gen gen Col Lt Cdr Maj Capt St Mr Mrs Ms Dr Prof No no accr approx incl "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec janv févr avr juil sept oct nov déc"
)
"""Words that are often written with a dot in the middle of a sentence."""
_NOT_SHORTENED = "".join(rf"(?<!\b{word})" for word in ("[A-Za-z]", *_SHORTENED.split()))
SENTENCE = re.compile(rf"{_NOT_SHORTENED}\.\s|;\s")
"""The end of a sentence or of an item of a list; not the dot of "U.S.", "a.i." or "Perm. Mission"."""
BRACKET = re.compile(r"(?<!\s)\s*\(([^()\n]{2,60})\)")
BULLET = re.compile(r"^\s*[•·*‣▪●○–—-]\s*")
PARTS = re.compile(
    r"(?<!\s)\s+[-–—|•·]\s+|[|•;:\t]|\s\((?=[A-Z](?:[^\W\d_]|[' -]){2,30}\))|(?<=\S)[ ]{3,}(?=\S)|,\s|\s@\s|"
    r"\s(?:at|with|ante(?: la| el)?)\s(?=[A-Z(])|(?<![Mm]ission)\s(?:in|en|au|aux|à)\s(?=[A-Z(])"
)
"""What separates the employer, the place and the years in a line."""
EMPLOYER = re.compile(
    r"\b(?:embass\w+|ambassade|embajada|ambasciata|botschaft|consulat\w*|consulado|\w*konsulat|mission|misi[oó]n|"
    r"commission|comisi[oó]n|minist(?:r|er|ér|èr)\w*|department|d[eé]partement|delegation|d[eé]l[eé]gation|delegaci[oó]n|"
    r"representation|repr[eé]sentation|representaci[oó]n|vertretung|amt|office|bureau|united nations|naciones unidas|"
    r"nations unies|organi[sz]ation|bank|banque|agency|agence|agencia|authority|ltd|inc|llc|llp|gmbh|plc|group|holding|"
    r"corporation|corp|partners|consult\w+|council|secretariat|secretar[ií]a|canciller[ií]a|institut\w*|union|service|division|directorate|fund|"
    r"programme|government|parliament|court|tribunal|committee|company|foundation|association|alliance|society|trust|"
    r"chamber|cent(?:re|er)|forum|academy|universit\w+|school|college|headquarters|command|UN[A-Z]{0,6}|EU|NATO|OSCE|"
    r"MFA|FCDO|FCO|EEAS|WHO|WTO|OECD|IOM|IAEA|ICRC|OHCHR|OCHA|ILO|FAO|WFP|DFAT|GAC|USAID|GIZ|OAS|OEA|ONU|OTAN|ACNUR|"
    r"HCR|IFRC|MSF|Oxfam|OPCW|WIPO|ITU|ASEAN|ECOWAS|SADC|IGAD|HQ|DPPA|DPO|MINUS\w+|MONUSCO)\b",
    re.I,
)
_IN_PLACE = re.compile(r"^(.{8,80}?)\sin\s([A-Z][\w' -]+)$")
_HOUSE_THEN_PLACE = re.compile(
    r"^(.{0,60}?\b(?i:embassy|consulate(?: general)?|high commission|botschaft|generalkonsulat|ambassade|embajada|mfa))"
    r"\s((?!General\b)[A-Z][\w'-]+(?:\s[A-Z][\w'-]+)?)$"
)
"""An embassy and its city without a comma: "U.S. Embassy Tirana"."""
_LABEL = re.compile(
    r"(?<!\s)\s*(?:organi[sz]ation|employer|company|department|office|location|place|period|dates?|position|title|"
    r"\d{1,2} yrs?[^\n]{0,12}|\d{1,2} mos?)\s*",
    re.I,
)
"""Names of the fields of a form, and the length of a post on LinkedIn."""
_TERMS_OF_WORK = re.compile(
    r"full[- ]time|part[- ]time|contract|freelance|self-employed|permanent|temporary|internship|seasonal|hybrid|remote|"
    r"on-site",
    re.I,
)
_HEADING = re.compile(
    r"(?:key |core |other |work |technical )?(?:skills|languages?|education|training|interests|profile|summary|about|"
    r"experience|awards|publications|references|contact|certifications|employment|public service|private sector|"
    r"strengths|competenc\w+)",
    re.I,
)
"""Headings of a résumé, which may stand beside a post in another column."""
_NO_EMPLOYERS = (_LABEL, _TERMS_OF_WORK, _HEADING)
_IN_LOWER_CASE = re.compile(
    r"(?:ambassade|consulat|minist[eè]re|repr[eé]sentation|d[eé]l[eé]gation|embajada|consulado) .*[A-Z]"
)
"""How an employer may begin in languages that write "ambassade de France"."""
_FIRST = re.compile(r"(?i)^(?:(?:at|with|for|of|the|in|to|el|la|le|les|der|die|das)\s|l['’]){1,3}")
_SENT_TO = re.compile(r"\s(?:to|TO) (?=[A-Z])")
"""What stands before the country in "Ambassador of Peru to Kenya"."""
_ASIDE = re.compile(r"(?<=\w)\s*\([^()]*\)?$")
"""A remark after a place: "Ankara (side accr. Baku)"."""
_QUALIFIER = re.compile(r"^\s*(?:of|for)\s|^\s+[A-Z]")
"""What says more about a title rather than where it was: "Consul of Estonia in Bern", "Desk Officer Human Rights"."""
_CAPITAL = re.compile(r"^[^\W\d_a-z]")
_AGAIN = re.compile(
    r"(?:the )?same (?:mission|embassy|post|office|organi[sz]ation|employer|duty station|department)", re.I
)


def plain_years(written: str) -> str:
    """Years without the brackets and commas around them."""
    return written.strip(" ().,")


def dates_before(before: str, *, adjacent: bool = False) -> re.Match[str] | None:
    """The last years in the words before a title; None if there are none, or if `adjacent` and words follow them."""
    last = None
    for last in DATES.finditer(before):  # noqa: B007 - the last one counts
        pass
    return last if last and not (adjacent and re.search(r"\w", before[last.end() :])) else None


def parts_of(header: str) -> list[str]:
    """The parts of a line without its years."""
    return [part for part in PARTS.split(DATES.sub(" | ", header)) if part.strip(" .,()")]


def is_named(part: str) -> bool:
    """Whether a part is a name: capitalised, but for short words."""
    words = [word for word in re.findall(r"[^\W\d_]+", part) if len(word) > 3]
    return sum(bool(_CAPITAL.match(word)) for word in words) * 2 >= len(words) and len(part.split()) <= 12


def is_same_place(part: str) -> bool:
    """Whether a part points to the employer of the post before: "same mission"."""
    return _AGAIN.fullmatch(part.strip()) is not None


def is_sentence(line: str) -> bool:
    """Whether a line says what somebody did rather than where and when."""
    line = line.strip()
    return len(line.split()) > MOST_WORDS and (line.endswith(".") or SENTENCE.search(line) is not None)


def is_terms_of_work(line: str) -> bool:
    """Whether a line only says "Full-time" or the like."""
    return _TERMS_OF_WORK.fullmatch(line.strip()) is not None


def employer_and_place(parts: Sequence[str], known: Set[str] = frozenset()) -> tuple[str, str]:
    """The employer and the place among the parts of a header line, as written; empty if missing.

    `known` are names of employers beside those that a word such as "ministry" gives away.
    """
    parts = [part for part in parts if not any(name.fullmatch(part.strip()) for name in _NO_EMPLOYERS)]
    cleaned = [_FIRST.sub("", _ASIDE.sub("", part).strip(" .,()–—-")) for part in parts]
    cleaned = [part if _is_employer(part, known) else _SENT_TO.split(part)[-1] for part in cleaned]
    number = next((number for number, part in enumerate(cleaned) if _is_employer(part, known)), None)
    employer = cleaned[number] if number is not None else ""
    if match := _HOUSE_THEN_PLACE.match(employer):
        return match[1], match[2]
    order = [*range((number or 0) + 1, len(cleaned)), *range(number or 0)] if employer else range(len(cleaned))
    order = sorted(order, key=lambda other: _QUALIFIER.match(parts[other]) is not None)
    others = [cleaned[other] for other in order if not _is_employer(cleaned[other], known)]
    place = next((part for part in others if is_place(part) or is_same_place(part)), "")
    if not place and (match := _IN_PLACE.match(employer)):
        employer, place = match[1], match[2]
    return employer, place


def _is_employer(part: str, known: Set[str]) -> bool:
    if part in known or _IN_LOWER_CASE.match(part):
        return True
    return EMPLOYER.search(part) is not None and is_named(part) and not part[:1].islower()


def is_place(part: str) -> bool:
    """Whether a part may be a place: a few words with a capital and without digits."""
    part = part.strip(" .,")
    short = len(part.split()) <= LONGEST_PLACE and not any(char.isdigit() for char in part)
    short = short and not re.search(r"[a-z][A-Z]|^[A-Z]{2,3}(?:-[A-Z])?$|^DG ", part)  # "MoUs", "UN", "NO-C"
    return short and bool(_CAPITAL.match(part)) and is_named(part)

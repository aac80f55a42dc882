"""Read years and places in the lines of a résumé, as written."""

from __future__ import annotations

import re

from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize

LONGEST_HEADER = 90
"""Characters of a line without a title that may hold a post's employer or years."""
LONGEST_NAME_LINE = 140
"""Characters of such a line if it is a name, as those of UN missions are."""
LONGEST_PLACE = 4
"""Words of a part that may be a place."""
MOST_WORDS = 7
"""Words of a line that ends in a full stop and may still be no sentence."""

_MONTH = (
    r"(?:jan(?:uary|uari|uar|vier|v|eiro)?|j[aä]nner|f[eé]v(?:rier|r|ereiro)?|feb(?:ruary|ruari|ruar|rero|r|braio)?|"
    r"m[aä]rz|mar(?:ch|s|zo|ço|co|ts)?|maart|mrt|apr(?:ile|il)?|avr(?:il)?|abr(?:il)?|mayo?|maio?|maj|mei|mag(?:gio)?|"
    r"jun(?:e|io|i|ho)?|juin|giu(?:gno)?|jul(?:y|io|i|ho)?|juil(?:let)?|lug(?:lio)?|aug(?:ustus|usti|ust)?|ao[uû]t|"
    r"ago(?:sto)?|sept?(?:ember|embre|iembre)?|set(?:iembre|tembre|embro)?|o[ck]t(?:ober|obre|ubre)?|out(?:ubro)?|"
    r"ott(?:obre)?|nov(?:ember|embre|iembre|embro)?|de[czs](?:ember|embre|embro)?|d[eé]c(?:embre)?|"
    r"dic(?:iembre|embre)?|ene(?:ro)?|gen(?:naio)?)(?![^\W\d_])\.?"
)
"""A month in English, French, Spanish, German, Italian, Portuguese, Dutch or a Nordic language; not "Geneva"."""
_ONLY_MONTHS = re.compile(rf"{_MONTH}(?:\s*[-–—/]\s*{_MONTH})?", re.I)
"""Months without a year, which look like a place: "Mar–Jun"."""
_SEASON = r"(?:q[1-4]|h[12]|spring|summer|autumn|fall|winter|early|mid|late)"
_DASH = r"[-‐‑–—−→]"
_DAY = r"(?:\d{1,2}(?:(?:st|nd|rd|th|er|\.)?\s+|-))"
_BEGINNING = rf"(?:{_DAY}?{_MONTH}(?:\s+(?:de\s+)?|[-/])|\d{{1,2}}[/.] ?(?:\d{{1,2}}[/.] ?)?|{_SEASON}[\s/-]+)"
_DATE = (
    rf"(?:{_BEGINNING}?(?:19|20)\d\d(?!\d)"
    rf"(?:/\d\d(?=\s*{_DASH}\s*(?:19|20)\d\d)|[/.-](?:0[1-9]|1[0-2])(?:-\d\d)?(?!\d))?)"
)
_SHORT = rf"(?:{_MONTH}\s+|\d{{1,2}}[/.])?['’]?\d\d"
"""The end of a period with a year of two digits: "15", "Jul 22", "’22"."""
_TWO_DIGITS = r"(?:0?[1-9]|1[0-2])/\d\d"
"""A month and a year of two digits: "07/19"; only in a period."""
_OPEN = (
    r"(?:(?:the )?pr[eé]sent|now|today|current|date|ongoing|to date|till date|this day|aujourd['’]hui|à ce jour|heute|"
    r"actualidad|oggi|atual|atualidade|"
    r"la fecha|hoy|presente|ce jour|heden|vandaag|jetzt|hoje|in corso|momento|(?:alla )?data attuale|"
    r"a la (?:fecha|actualidad)|la actualidad)"
)
_FIELD = r"(?:\s\(?(?:month[/ ]year|mm/yyyy|date)\)?)?"
"""What a form says of its dates: "FROM month/year: 03/2016"."""
_SINCE = r"(?:since|from|until|in|depuis|de|da|dal|seit|ab|desde|sinds|vanaf|van|von)"
_TO = r"(?:until|till|through|thru|bis|à|a[ld]?|até(?: ao?)?|tot|t/m|hasta)"
DATES = re.compile(
    rf"[(\[]?(?:\b{_TWO_DIGITS}\s*{_DASH}\s*(?:{_TWO_DIGITS}|{_OPEN}\b)(?![\d/])|"
    rf"['’]\d\d\s*{_DASH}\s*['’]?\d\d\b|"
    rf"\b{_MONTH}\s['’]\d\d\s*{_DASH}\s*(?:{_MONTH}\s['’]\d\d\b|{_OPEN}\b)|"
    rf"\b(?:between\s{_DATE}\sand\s{_DATE}|(?:{_SINCE}{_FIELD}:?\s+)?"
    rf"(?:{_MONTH}\s*(?:{_DASH}|to)\s*)?{_DATE}"
    rf"(?:\s*(?:{_DASH}|/|\||to{_FIELD}:?|{_TO}:?)\s*(?:{_DATE}|{_OPEN}\b|{_SHORT}(?![\d/]|\.\d))"
    rf"|\s*{_DASH}(?=\s|$|\)|:\s))?))[)\]]?",
    re.I,
)
"""Years as people write them: "2012–2015", "Aug 2012 - present", "03/2012 to 05/2015", "since 2019", "Q1 2019"."""
_DIGIT = re.compile(r"\d\d")
YEAR = re.compile(r"(?:19|20)\d\d")

_SHORTENED = (
    "Perm perm Amb Sec sec Dep dep Gen gen Col Lt Cdr Maj Capt St Mr Mrs Ms Dr Prof No no accr approx incl "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec janv févr avr juil sept oct nov déc "
    "jan feb mar apr jun jul aug sep dec gen mag giu lug ago set ott dic fev abr mai out dez ene mrt okt"
)
"""Words that are often written with a dot in the middle of a sentence."""
_NOT_SHORTENED = "".join(rf"(?<!\b{word}\.)" for word in ("[A-Za-z]", *_SHORTENED.split()))
SENTENCE = re.compile(rf"\.{_NOT_SHORTENED}\s|;\s")
"""The end of a sentence or of an item of a list; not the dot of "U.S.", "a.i." or "Perm. Mission"."""
_INITIALS = re.compile(r"\b[A-Z]\.[A-Z]\.$")
"""The end of "Washington, D.C."."""
LATER = "then|later|puis|ensuite|später|zuletzt|dann|danach|luego|después|poi|depois"
"""What stands before a later title of the same post: "Attaché, later Third Secretary"."""
BRACKET = re.compile(r"(?<!\s)\s*\(([^()\n]{2,60})\)")
BULLET = re.compile(r"^\s*[•·*‣▪●○–—-]\s*")
_REST = (
    r"[A-Z]\w{2,20} (?:and|&) (?:[A-Z]\w{2,20} )?(?:Affairs|Development|Co-?operation|Trade|Culture|Security|"
    r"Employment|Industry|Innovation|Energy)\b|"
    r"(?:Inc|Ltd|Limited|LLC|LLP|PLC|Corp|GmbH|S\.A|S\.L)\b"
)
"""The end of a name with a comma: "Ministry for Europe, Integration and Foreign Affairs", "Oak Hardware, Inc."."""
PARTS = re.compile(
    r"(?<!\s)\s+[-–—|•·]\s+|[|•;:\t]|\s\((?=[A-Z](?:[^\W\d_]|[' -]){2,30}\))|(?<=\S)[ ]{3,}(?=\S)|"
    rf"(?<!\bForeign),\s(?!{_REST})|"
    r"\s(?:@|/{1,2})\s|"
    r"\s(?:at|with|ante(?: la| el)?)\s(?=[A-Z(])|(?<![Mm]ission)(?<!junto)\s(?:in|en|em|au|aux|à|te)\s(?=[A-Z(])|"
    r"\sIN\s(?=[A-Z]{3})|"
    r"(?:(?<=[aio])|^)\sa\s(?=[A-Z])|"
    r"\s(?:à la|auprès d[eu](?: la)?|près(?: de)? la)\s(?=[A-Z])|"
    r"\s(?:an der|in der|im|am(?! Main| Rhein)|na|no|en la|en el)\s(?=[A-Z])"
)
"""What separates the employer, the place and the years in a line."""
_LABEL = re.compile(
    r"(?<!\s)\s*(?:address(?: of employer)?|(?:occupation or )?position held|"
    r"(?:exact |functional )?title of (?:your |the )?post|institution|"
    r"titre du poste|titre fonctionnel|título del puesto|lieu d['’]affectation|lugar de destino|dienstort|standplaats|"
    r"organi[sz]ation|"
    r"(?:name (?:and address )?of )?(?:employer|organi[sz]ation)|company|"
    r"(?:nome e indirizzo del )?datore di lavoro|(?:nombre y dirección del )?empleador|"
    r"(?:nom(?: et adresse)? de l['’])?employeur|(?:nome e morada do )?empregador|"
    r"(?:name und adresse des )?arbeitgebers?|(?:naam en adres van de )?werkgever|"
    r"nombre y dirección de la empresa(?: o empleador)?|entidad|empresa|impiego|mansione|cargo|puesto|poste|posto|"
    r"lavoro o posizione ricopert[aio]|posizione ricoperta|incarico|ruolo|qualifica|functie|werkzaamheden|"
    r"sede|sitz|plaats|ciudad|ville|stadt|città|cidade|local|serviço|"
    r"unidade|organismo|istituzione|institución|instituição|dienststelle|instelling|"
    r"entité|ente|agency|unit|mission|(?:beruf oder )?funktion|tätigkeit|stelle|(?:fonction ou )?poste occupée?|"
    r"(?:profesión o )?cargo desempeñado|(?:função ou )?cargo ocupado|"
    r"función|fonction|função|periodo|período|période|zeitraum|datum|datas?|fechas?|lugar|lieu|ort|luogo|job title|"
    r"(?:start|end)(?:ing|ed)?(?: date)?|date (?:from|to)|from|to|until|"
    r"department|office|location|city|country|duty station|place|period|dates?|years?|"
    r"position|title|role|post|job|function|assignment|clients?|at|where|station|workplace|"
    r"\d{1,2} yrs?[^\n]{0,12}|\d{1,2} mos?)\s*",
    re.I,
)
"""Names of the fields of a form, and the length of a post on LinkedIn."""
PLACE_FIELD = re.compile(
    r"(?:(?:duty )?station|lieu d['’]affectation|lugar de destino|dienstort|standplaats|"
    r"location|city|place|country|ciudad|lugar|ville|lieu|ort|stadt|città|luogo|sede|cidade|"
    r"local|plaats|address(?: of (?:the )?employer)?)\s*[:\t]\s*((?:(?! {3})[^\t|]){2,60})",
    re.I,
)
"""A field of a form with the place: "Duty station: Skopje"."""
_NO_PLACE = re.compile(
    r"[a-z][A-Z]|^[A-Z]{2,3}(?:-[A-Z])?$|^(?:DG|FG|Various) |"
    r"^(?!(?:DR|UK|US|NE|NW|SE|SW|LA|EL) )[A-Z]{2,4} [A-Z][a-z]"
)
"""What no place is like: "MoUs", "UN", "NO-C", "TU Dresden"."""
WORK = re.compile(
    r"\b(?:head|director|manager|officer|advis[eo]r|assistant|analyst|intern|lead|chief|desk|section)\b", re.I
)
"""Words of a title without an entry, which is no place."""
_TERMS_OF_WORK = re.compile(
    r"full[- ]time|part[- ]time|fixed[- ]term|open[- ]ended|contract|"
    r"freelance|self-employed|permanent|temporary|internship|seasonal|hybrid|remote|"
    r"on-site|a tempo pieno|tempo pieno|tempo integral|temps plein|jornada completa|vollzeit|teilzeit|voltijd|fulltime",
    re.I,
)
_FORM_FIELD = re.compile(r"[A-Z][\w/().']{1,20}(?: [\w/().']{1,20}){0,5} ?:\s")
_DUTIES = re.compile(
    r"[\s•*-]{0,6}(?:(?:main|key|principal|principal[ei]s|wichtigste|description of)\s)?(?:(?:your|the)\s)?"
    r"(?:activities|duties|responsibilities|tasks|achievements|activités|tâches|missions|funciones|tareas|actividades|"
    r"mansioni|attività|tätigkeiten|aufgaben|funções|atividades|werkzaamheden)"
    r"(?:,\s\w{3,20})?(?:\s(?:and|et|y|e|und|en)\s(?:related\s)?\w{3,20}){0,2}(?:\sprincipales)?\s{0,3}(?::|\t|\s{3})",
    re.I,
)
"""A field of a form, or a column, that says what somebody did."""
_YEARS_LONG = r"(?:yrs?|years?|ann[io]|anos?|años?|ans?|jahre?|jaar)"
_MONTHS_LONG = r"(?:mos?|months?|mes[ei]|mês|mes(?:es)?|mois|monate?|mnd|maand(?:en)?)"
_LENGTH = re.compile(
    rf"\d{{1,2}} {_YEARS_LONG}(?:,?(?: e| et| y| und)? \d{{1,2}} {_MONTHS_LONG})?|\d{{1,2}} {_MONTHS_LONG}", re.I
)
_HEADING = re.compile(
    r"(?:key |core |other |work |technical )?(?:skills|languages?|education|training|interests|profile|summary|about|"
    r"(?:career|employment|work|professional)(?: (?:history|summary|record|experience|background))?|"
    r"postings|assignments|positions(?: held)?|"
    r"(?:current|previous|past|earlier|other|further) "
    r"(?:career|positions?|appointments|roles|posts|experience|employment)|"
    r"parcours|trayectoria|werdegang|experiencia(?: \w+)?|expériences?(?: \w+)?|"
    r"(?:berufliche )?(?:stationen|tätigkeiten)|berufserfahrung|"
    r"experience|awards|publications|references|contact|certifications|employment|"
    r"(?:public |military |government )?service|private sector|"
    r"strengths|competenc\w+|achievements|accomplishments|duties|responsibilities|tasks|highlights|results)",
    re.I,
)
"""Headings of a résumé, which may stand beside a post in another column."""
_ANY_LABEL = re.compile("|".join(f"(?:{label.pattern})" for label in (_LABEL, _TERMS_OF_WORK, _HEADING)), re.I)
_BEGINS = re.compile(
    r"\W{0,4}(?:(?:start|begin)\w*|(?:date )?from|since|von|du|de|desde|dal?)\b[^:\d\n]{0,15}:(.*)", re.I
)
_ENDS = re.compile(r"\W{0,4}(?:end\w*|(?:date )?to|until|bis|au|à|hasta|até|al?)\b[^:\d\n]{0,15}:(.*)", re.I)
"""Two fields of a form that make a period: "Start date: March 2018", "End date: present"."""
_FIELDS = re.compile(r"\t|[ ]{2,}|\s\|\s")
_OPEN_END = re.compile(rf"{_OPEN}\b", re.I)
_CAPITAL = re.compile(r"^[^\W\d_a-z]")
_NUMBERED = re.compile(r"^\(?\d{1,2}[.)]\s+")
"""The number of an item: "2. Embassy of Peru"."""
_AGAIN = re.compile(r"(?:the )?same \w+(?: \w+)?", re.I)


_FROM_TO = re.compile(
    rf"(?:from|de|desde|da|von){_FIELD}:\s{{1,9}}(\S.{{0,24}}?)\s{{1,9}}(?:to|à|hasta|a|bis){_FIELD}:\s{{1,9}}(\S.*)",
    re.I,
)
"""A period of two fields in one line: "FROM: 03/2016  TO: 05/2019"."""


def plain_years(written: str) -> str:
    """Years without the brackets, commas and field names around them."""
    return _FROM_TO.sub(r"\1 – \2", written.strip(" ()[].,"))


def period_in(line: str) -> str:
    """The period of two fields of a form in one line: "Start date: 03/2022   End date: present"; empty if none."""
    begins, *ends = _FIELDS.split(line.strip())
    return period_of(begins, ends[0]) if len(ends) == 1 else ""


def period_of(first: str, second: str) -> str:
    """The period of two fields of a form, "Start date: …" and "End date: …"; empty if they are none."""
    begins, ends = _BEGINS.fullmatch(first.strip()), _ENDS.fullmatch(second.strip())
    if not (begins and ends and DATES.search(begins[1])):
        return ""
    until = DATES.search(ends[1]) or _OPEN_END.match(ends[1].strip())
    return f"{plain_years(begins[1])} – {plain_years(ends[1])}" if until else ""


def dates_before(before: str, *, adjacent: bool = False) -> re.Match[str] | None:
    """The last years in the words before a title; None if there are none, or if `adjacent` and words follow them."""
    last = None
    for last in DATES.finditer(before):  # noqa: B007 - the last one counts
        pass
    return last if last and not (adjacent and re.search(r"[\w;]", before[last.end() :])) else None


def has_years(line: str) -> bool:
    """Whether a line has years. Most lines have no digit, which is a quick test."""
    return _DIGIT.search(line) is not None and DATES.search(line) is not None


def parts_of(header: str) -> list[str]:
    """The parts of a line without its years."""
    return [
        part
        for part in PARTS.split(DATES.sub(" | ", header) if _DIGIT.search(header) else header)
        if part.strip(" .,()")
    ]


def first_part(header: str) -> str:
    """The first part of a line without its years; empty if it has nothing but years and signs."""
    return next(iter(parts_of(header)), "").strip()


def is_named(part: str) -> bool:
    """Whether a part is a name: capitalised, but for short words."""
    words = [word for word in re.findall(r"[^\W\d_]+", part) if len(word) > 3]
    return sum(bool(_CAPITAL.match(word)) for word in words) * 2 >= len(words) and len(part.split()) <= 12


_FIRST_LETTERS = re.compile(r"(?<![-\w])[^\W\d_]+")
"""A word without what a hyphen joins to it: "Co-operation"."""


def is_name(written: str) -> bool:
    """Whether all longer words have capitals: "UN Environment Programme"."""
    return all(_CAPITAL.match(word) for word in _FIRST_LETTERS.findall(written) if len(word) > 3)


def is_same_place(part: str) -> bool:
    """Whether a part points to the employer of the post before: "same mission"."""
    return _AGAIN.fullmatch(part.strip()) is not None


def is_sentence(line: str) -> bool:
    """Whether a line says what somebody did rather than where and when."""
    line = line.strip()
    line = _NUMBERED.sub("", line) if line[:1] in "(0123456789" else line
    ends = line.endswith(".") and not _INITIALS.search(line)
    return len(line.split()) > MOST_WORDS and (ends or SENTENCE.search(line) is not None)


def is_terms_of_work(line: str) -> bool:
    """Whether a line only says "Full-time" or the like."""
    return _TERMS_OF_WORK.fullmatch(line.strip()) is not None


def is_form_field(line: str) -> bool:
    """Whether a line is a field of a form: "Type of business: …"."""
    return _FORM_FIELD.match(line.lstrip()) is not None


def is_duties(line: str) -> bool:
    """Whether a line is a field with what somebody did: "Main activities: …"."""
    return _DUTIES.match(line) is not None


def is_labelled(line: str) -> bool:
    """Whether an item of a list is a field of a form: "• Employer: …"."""
    label = BULLET.sub("", line).partition(":")
    return bool(label[1]) and _LABEL.fullmatch(label[0].partition(" (")[0]) is not None


def is_length(line: str) -> bool:
    """Whether a line only says how long somebody was somewhere: "5 yrs 10 mos", on LinkedIn under an employer."""
    return _LENGTH.fullmatch(line.strip()) is not None


def is_label(part: str) -> bool:
    """Whether a part is the name of a field of a form, a heading, or "Full-time" and the like."""
    return _ANY_LABEL.fullmatch(part.strip()) is not None


def is_heading(part: str) -> bool:
    """Whether a part is the heading of a part of a résumé."""
    return _HEADING.fullmatch(part.strip()) is not None


def is_place(part: str) -> bool:
    """Whether a part may be a place: a few words with a capital and without digits."""
    part = part.strip(" .,")
    short = len(part.split()) <= LONGEST_PLACE and not any(char.isdigit() for char in part)
    short = short and not _ONLY_MONTHS.fullmatch(part)
    short = short and not _NO_PLACE.search(part)
    return short and bool(_CAPITAL.match(part)) and is_named(part)


def place_fields(line: str) -> list[str]:
    """The places in the fields of a form at the start of a line, a city before its country: "Country: …  City: …"."""
    if not PLACE_FIELD.match(line.lstrip()):
        return []
    places = [match[1].strip() for match in PLACE_FIELD.finditer(line)]
    return sorted(places, key=lambda place: lexicon().is_country(place))


def is_city(part: str) -> bool:
    """Whether a part may be a place smaller than a country: no "Poland", nor "Political Section"."""
    last = normalize(part).rpartition(" ")[2]
    is_word = lexicon().is_common(last) and last not in ("town", "city")
    is_word = is_word or part.strip().startswith("City of ")  # an employer
    return is_place(part) and not (is_word or lexicon().is_country(part) or WORK.search(part))

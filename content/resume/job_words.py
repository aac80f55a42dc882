"""Tell a title of any trade by its words: "Head of Communications", "Research Assistant", "CEO & Co-founder"."""

from __future__ import annotations

import re

from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.resume.post_lines import LATER

MOST_WORDS = 9
"""Words of a title."""

_COMPOUND = re.compile(
    r"(?:leiter|referent|berater|mitarbeiter|assistent|[ck]oordinator|anwarter|manager|redakteur|sekretar|praktikant|"
    r"anwalt|lehrer|beamter|beamtin|medewerker|adviseur|leider|sprecher|arbeiter|professor|verkaufer|pfleger|fuhrer|handler|angestellte|fachkraft|helfer|techniker|beauftragte|vertreter|inspektor|kaufmann|kauffrau|"
    r"ologist|ographer|keeper|seller|maker|worker|writer|fighter)(?:in|r)?$"
)
"""The end of a title in one word: "Projektleiterin", "Bookseller"."""
_WITHOUT_HEAD = re.compile(
    r"(?:(?:senior|executive|assistant) )?vice president\b|au pair\b|chief [gjs]\d\b|"
    r"(?:\w{1,20} )?(?:board|committee|cabinet|crew|team|council|panel|faculty|staff) member|"
    r"(?:member|mitglied|membre|miembro|membro|lid) (?:of|de[lrsnm]?|du|d|van) (?:\w+ ){0,3}(?:parliament|congress|"
    r"board|assembly|senate|bundestag(?:es)?|landtag(?:es)?|parlement|kamer|consejo|conseil|council|cabinet)|"
    r"(?:army|military|national|alternative) service|"
    r"servi(?:ce|cio|co|zio) (?:militaire|national|civique|militar|militare|civile)|"
    r"wehrdienst|zivildienst|militardienst|dienstplicht"
)
"""Posts that no word of a job names, as they begin when normalized."""
_BELONGS = re.compile(
    r"\s(?:of|for|to|in|on|de|du|des|della?|dello|di|do|da|der|des|für|im|zu|zur|van|voor|para|por)\s|\sd['’]",
    re.I,
)
"""What follows the head of a title: "Head | of Communications"."""
_AND = re.compile(rf"\s(?:and|&|et|e|y|und|en)\s|,\s(?:{LATER})\s")
"""What stands between two words of a title: "Platoon and company commander"."""
_NO_HEAD = re.compile(
    r"\b(?:the|an?|this|was|were|is|has|had|my|our|his|her|their|who|as|worked|working|served|serving|joined|year|i|we|he|she|became|began|started|"
    r"[a-z]{3,9}ed)\b",
    re.I,
)
"""Words in a sentence."""
_NO_TITLE = re.compile(
    r"\b(?:of|for)\s(?:an?|two|three|four|five|six|seven|eight|nine|ten|up|\d+)\b|\sd['’]une?\s|\s(?:de|di) una?\s|"
    r"\s(?:einer|eines|van een)\s|\bof the (?:year|month|order)\b|\border of\b|\bordre\b|\bordine\b|\borden\b|"
    r"^doctor (?:of|in|en|iuris)\b|^secretaría\b|(?:&|and|und|et) partners?$",
    re.I,
)
"""What makes a duty, an award or a degree of a title: "Head of a team of four", "Reporter of the Year"."""
_OTHER_THING = frozenset(
    "academy agency association centre center certificate certification club college committee company corps council "
    "course diploma exam examination federation group institute licence license network office organisation "
    "organization organisations organizations programme program prize award scheme school seminar society summit "
    "training union university workshop".split()
)
"""The last word of what isn't a title although it begins with one: "Teacher Training College"."""
_VERBS = frozenset("chair coach guard guide head host judge lead monitor partner pilot volunteer".split())
"""Words that are verbs too: "Monitor and report"."""
_FRENCH = frozenset(["agent", "assistant", "expert"])
"""English words that begin a French title: "Assistant parlementaire"."""
_VERB = re.compile(
    r"(?!(?:Certified|Registered|Chartered|Seconded|Retired|Accredited|Licensed)\b)[A-Z][a-z]{2,12}ed\b", re.I
)
"""How an item of a list begins that says what somebody did: "Assisted"."""

_NOT_WORK = re.compile(
    r"ausbildung|\b(?:break|leave|sabbatical|unemploy\w*|retire\w*|elternzeit|arbeitslos\w*|sabatico|conge|maternity|"
    r"parental|training|course|exam\w*|award\w*|prize|prix|premio|preis|grant|thesis|university|universit\w*|school|"
    r"college|various|present|today|references?)\b"
)
"""What stands in a résumé as a post does and is none: a break, an award."""
_STUDIES = re.compile(
    r"\b(?:degree|diplom\w*|bachelor\w*|master of|masters?|licen[cs]\w*|laurea|doctorat\w*|phd|mba|llm|msc|bsc|ma|ba|"
    r"baccalaur\w*|abitur|matura|promotion|studium|studies|student\w*|etudiante?|estudiante|scholarship)\b"
)
"""What makes studies of a line."""
SHORTEST = 3
"""Letters of such a title."""
MOST_WORDS_OF_UNKNOWN = 6
"""Words of a title that no word gives away."""


def may_be_unknown_job(written: str, line: str) -> bool:
    """Whether a phrase of a line may be a title that no word gives away: "Flight Attendant", "SO1 Plans"."""
    plain = normalize(written)
    is_short = len(plain) >= SHORTEST and len(plain.split()) <= MOST_WORDS_OF_UNKNOWN
    is_phrase = written[:1].isupper() and not (_NO_HEAD.search(written) or _NO_TITLE.search(written))
    is_work = is_short and is_phrase and not (_NOT_WORK.search(plain) or _VERB.match(written))
    return is_work and not _STUDIES.search(normalize(line))


def may_have_job(line: str) -> bool:
    """Whether a line has a word of a title at all: a quick test."""
    plain = normalize(line)
    words = plain.split()
    return (
        not lexicon().jobs.isdisjoint(words)
        or any(map(_COMPOUND.search, words))
        or _WITHOUT_HEAD.search(plain) is not None
    )


def is_job(written: str) -> bool:
    """Whether a phrase is a title of any trade: "Head of Communications", "Legal Intern", "Chargée de mission"."""
    is_long = len(written.split()) > MOST_WORDS
    if is_long or not written[:1].isalpha() or _VERB.match(written) or _NO_TITLE.search(written):
        return False
    if _WITHOUT_HEAD.match(normalize(written)):
        return True
    whole = _BELONGS.split(written, maxsplit=1)[0]
    if _NO_HEAD.search(whole) or any(map(str.isdigit, whole)):
        return False
    first, *others = (normalize(head).split() for head in _AND.split(whole))
    if not all((first, *others)) or [first, *others][-1][-1] in _OTHER_THING:
        return False
    heads = others if others and first[-1] in _VERBS else (first, *others)  # "Monitor and report"
    if any(words[-1] in lexicon().jobs or _COMPOUND.search(words[-1]) for words in heads):
        return True
    is_compound = _COMPOUND.search(first[0]) and len(first) > 1 and not lexicon().is_word(first[0])  # "Leiterin Presse"
    is_french = first[0] in _FRENCH and len(first) > 1 and not lexicon().is_word(first[1])
    return first[0] in lexicon().first_of_job or is_french or bool(is_compound)

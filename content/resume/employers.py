"""Recognize the employers in the lines of a résumé: by words of any trade, and by those of the packs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize
from content.models import Vocabulary
from content.resume.post_lines import is_city, is_label, is_named, is_place, is_same_place

_ANY_TRADE = (
    "department département departement office oficina bureau organisation organization bank banque agency agence "
    "agencia authority ltd inc corps llc llp gmbh plc group holding corporation corp partners consult* council conseil "
    "consejo consiglio conselho institut* union service division directorate fund programme government parliament "
    "court tribunal committee company foundation departamento dipartimento divisão divisione direzione direção "
    "diretoria direktion dirección direction directie ufficio abteilung referat afdeling akademie accademia academia "
    "académie stiftung fondazione fondation fundación fundação stichting hochschule handelskammer association "
    "alliance society trust chamber centre center forum academy universi* uniwersytet army navy battalion regiment "
    "hospital clinic museum limited AG KG BV SARL SAS SpA Srl municipal* gemeente comune mairie ayuntamiento "
    "prefeitura lyceum landmacht bundeswehr armée ejército esercito exército préfecture collège lycée liceo escuela "
    "colegio école schule gymnasium school college headquarters HQ command chancellery chancellor kanzlei *kanzlei "
    "presidency présidence presidencia presidência presidenza präsidialamt primature assembl* senate sénat senado "
    "palace"
)
_FIRST = re.compile(
    r"(?i)^(?:(?:at|with|for|of|the(?! hague)|in|to|el|la|le|les|der|die|das|de|het|"
    r"presso|bij|na|no|an|bei|im|beim|our|my|its)\s|l['’]){1,3}"
)
_JOINED = re.compile(
    r"^.{0,40}?\b(?:joined|entered|(?:posted|moved|seconded|transferred|returned|assigned) to|"
    r"(?:served|worked) (?:at|in|for))\s(?=[A-Zt])"
)
"""What a sentence says before an employer: "I joined"."""
_NAMED_WITH_ARTICLE = re.compile(r"(?:El|La|Le|Les|Los|Las) [A-Z]")
"""The beginning of a place that has an article: "El Fasher"."""
_SENT_TO = re.compile(r"\s(?:to|TO) (?=[A-Z])")
"""What stands before the country in "Ambassador of Peru to Kenya"."""
_AT_HOUSE = re.compile(
    r"(?:^|\s)(?:bei(?: der)?|beim|bij(?: de| het)?|op de|presso(?: la| il)?|alla)\s|\s(?:presso l|all|à l)['’]"
)
"""What stands before an employer, unless one stands before it: "Attaché bei der Botschaft", "Vertretung bei der EU"."""
_AT_WORDS = ("bei", "bij", "op de", "presso", "all", "à l")
"""What each of these has: a quick test."""
_PERSON = re.compile(
    r"\b(?:commander|minister|secretary|ambassador|president|chief|head|director|general|governor|mayor)\b", re.I
)
"""Whose adviser somebody was, rather than where: "Political Adviser to Commander KFOR"."""
_NUMBERED_HOUSE = re.compile(
    r"^\s*\(?\d{1,2}[.)]\s(?!\w*(?i:bat|brig|div|korps|corps|arm|reg|referat|abteilung|panzer|flott))"
)
"""The number of an item, rather than of a unit: "2. Embassy of Peru", not "2. Bataillon"."""
_ASIDE = re.compile(r"(?<=\w)\s*\([^()]*\)?$")
"""A remark after a place: "Ankara (side accr. Baku)"."""
_QUALIFIER = re.compile(r"\s{0,3}(?:of|for|de|do|da|del|di|van|von|für|voor|per)\s|\s{0,3}d['’]|\s{1,3}[A-Z]")
"""What says more about a title rather than where it was: "Consul of Estonia in Bern", "Desk Officer Human Rights"."""
_PLACE_FIRST = re.compile(r"([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?) for (?:the )?([A-Z].+)$")
_CITY = r"(?!(?i:General)\b|(?i:of)\b)[A-Z][\w'-]+(?:\s(?:(?:es|de|de la|del|di|of)\s)?[A-Z][\w'-]+){0,2}"
"""A city in up to three words: "Dar es Salaam"."""
_ACRONYM = re.compile(
    r"(?!(?:USA|UAE|DRC|CAR|PRC|ROK|KSA|RSA|DPRK|MBA|LLM|BSC|LLB|ENG|PDF|HQ|NO[A-E]|HEO|SEO|EFM|FSN|SNE|UNV)$)[A-Z]{3,9}"
)
"""A body that no word gives away, in a part of its own; no country, degree or grade."""
_BODY_AND_CITY = re.compile(rf"([A-Z]{{3,8}}|UN-[A-Z]\w{{2,12}})\s((?=[A-Z][a-z]){_CITY})$")
_CLAUSE = re.compile(r"\s(?:(?:and|where|which|who|when|while)\s[a-z].*|(?:and|as)(?:\s(?:an?|the))?\s*)$", re.S)
"""What a sentence says after a place: "Cairo and decided some cases"."""
_OF_BODY = re.compile(r"[A-Z]{4,8}(?: [a-z]{4,15}){1,3}")
"""A mission of a body, in small letters: "ODIHR election observation mission"."""
_PROSE_WORD = re.compile(r"(?<![\w'’-])[^\W\d_A-Z][\w'’-]{4,}")
MOST_PROSE = 2
"""Long words in lower case before the word of an employer that make a sentence: "Brief missions before the Council"."""
_IN_PLACE = re.compile(r"^(.{8,80}?)\sin\s([A-Z][\w' -]+)$")
_OFFICE_AT = re.compile(r"\bOffice at ([A-Z][\w' -]+)$")
"""A body that is named for its city: "UN Office at Nairobi"."""
_FIELD_OFFICE = re.compile(r"([A-Z][a-z][\w'’-]+(?: [A-Z][\w'’-]+)?) (?:Field|Sub|Area)[- ]Office")
"""An office of a body outside the capital: "Gori Field Office"."""
_NO_EMPLOYER = re.compile(
    r"[A-Z]{2,9}(?:, [A-Z]{2,9})* (?:and|&) [A-Z]{2,9}$|Government (?:Affairs|Relations)$|"
    r"(?i:(?:EU|NATO|UN) (?:affairs|budget|enlargement|exit|integration|law|matters|policy|relations|trade))$|"
    r"(?i:(?:MS|Microsoft|Open|Libre) ?Office\b)|"
    r"Office (?:365|Suite)"
)
"""Bodies and subjects that a desk is about, and programs: "SADC and COMESA", "MS Office"."""
_GRADE = re.compile(r"\b[Gg]rade [A-Z]{0,2}-?\d{1,2}$")
"""A grade with its employer: "NATO grade G15"."""
_TITLE = re.compile(
    r"(?:[A-Z][\w-]{2,} ){1,3}(?:Manager|Officer|Assistant|Coordinator|Specialist|Analyst|Consultant)(?: [A-Z]\w+)?$"
)
"""A title that has the word of an employer: "Programme Manager Governance"."""
_TO_PERSON = re.compile(
    r"^\s{0,3}to (?:the |an? )?[^,]{0,40}\b"
    r"(?:representative|minister|ambassador|commander|commissioner|secretary|president)$",
    re.I,
)
"""Whose adviser somebody was: " to the EU Special Representative"."""
_OPERATION = re.compile(r"Althea|Atalanta|Irini|Aspides|Sophia|Sahel")
"""The name of a military operation, which stands where a city may."""
PART_OF_HOUSE = re.compile(r"\b(?:section|unit|team|branch|desk|cluster|cell)$", re.I)
"""The last word of a part of an employer, which is no place."""

ROOT = 6
"""Letters that "Minister" and "Ministerial" share."""


class Employers:
    """The employers of one résumé. `known` are names of bodies in it, beside the words that give one away.

    `titles` are those in it: "UNV" in brackets after a title is another title.
    """

    def __init__(self, vocabularies: Iterable[Vocabulary], known: Iterable[str] = ()) -> None:
        self._found: dict[tuple[str, ...], tuple[str, str]] = {}
        self._patterns, self._known = _patterns(tuple(vocabularies)), frozenset(known)
        self._added: frozenset[str] = frozenset()
        self.titles: frozenset[str] = frozenset()

    def add(self, name: str) -> None:
        """Add a name to the bodies that are known, before anything is looked for."""
        self._known |= {name}
        self._added |= {name}

    def has_word(self, text: str) -> bool:
        """Whether the text has a word such as "ministry"."""
        return self._patterns.word.search(text) is not None

    def names(self, part: str) -> bool:
        """Whether a part has a word of an employer or is a body that is known."""
        return self.has_word(part) or part.strip() in self._known

    def is_of_field(self, employer: str) -> bool:
        """Whether an employer has a word of the packs ("embassy", "UN") or is a body that is known."""
        return employer in self._known or self._patterns.field.search(employer) is not None

    def named_for_field(self, entry: str, title: str) -> str:
        """The word of the field that the name of an entry has and a title lacks: "UN" of "UN Procurement Officer"."""
        words, plain = _words_of(self._patterns.named, entry), title.casefold()
        return next((word for word in words if word.casefold()[:ROOT] not in plain), "")

    def is_house(self, word: str) -> bool:
        """Whether a word is a house abroad: "Embassy"."""
        return self._patterns.house.fullmatch(word) is not None

    def is_body(self, employer: str) -> bool:
        """Whether an employer is a body of the field rather than a house abroad or its ministry: "UNICEF"."""
        is_one = employer in self._known or self._patterns.body.search(employer) is not None
        return is_one and not self._patterns.abroad.search(employer)

    def knows(self, part: str) -> bool:
        """Whether a part is a body that is known."""
        return part.strip() in self._known

    def is_one(self, part: str) -> bool:
        """Whether a part of a line is an employer."""
        if part in self._known or self._patterns.uncapitalised.match(part):
            return True
        if _NO_EMPLOYER.match(part) or _GRADE.search(part) or part.endswith(" as") or _TITLE.match(part):
            return False
        word = self._patterns.word.search(part)
        if word and _OF_BODY.fullmatch(part):
            return True
        if word is None or not is_named(part) or part[:1].islower():
            return False
        return len(_PROSE_WORD.findall(part, 0, word.start())) < MOST_PROSE

    def _divided(self, part: str) -> tuple[str, ...]:
        """A part in two if the employer begins in it: "Wirtschaft bei der Botschaft Nairobi"."""
        at = _AT_HOUSE.search(part) if any(word in part for word in _AT_WORDS) else None
        if not at or self.has_word(part[: at.start()]) or not self.has_word(part[at.end() :]):
            return (part,)
        return (part[: at.start()], part[at.end() :]) if part[: at.start()].strip() else (part[at.end() :],)

    def _joined(self, parts: Sequence[str]) -> list[str]:
        """The parts, with the pieces of a known body as one: "UN Office at Nairobi", "… Co-operation in Europe"."""
        joined: list[str] = []
        for part in parts:
            end = _ASIDE.sub("", part).strip()
            wholes = [f"{joined[-1].strip()} {word} {end}" for word in ("at", "in")] if joined else []
            if whole := next((one for one in wholes if one in self._known), None):
                joined[-1] = whole
            else:
                joined.append(part)
        return joined

    def _is_city(self, whole: str, body: str, city: str) -> bool:
        """Whether a name is a body and its city, "UNHCR Budapest", rather than "NATO International Staff"."""
        common = any(lexicon().is_common(normalize(word)) for word in city.split())
        if whole in self._known or _OPERATION.match(city) or self.has_word(city):
            return False
        return self.is_one(body) and not common

    def find(self, parts: Sequence[str]) -> tuple[str, str]:
        """The employer and the place among the parts of a header line, as written; empty if missing.

        Several titles look at the same line, so what was found in one is kept.
        """
        key = tuple(parts)
        if key not in self._found:
            self._found[key] = self._find(key)
        return self._found[key]

    def _find(self, parts: Sequence[str]) -> tuple[str, str]:
        parts = [part for part in parts if not (is_label(part) or _is_none(part))]
        parts = self._joined([piece for part in parts for piece in self._divided(part)])
        cleaned = [_ASIDE.sub("", _NUMBERED_HOUSE.sub("", part)).strip(" .,()*_–—-") for part in parts]
        cleaned = [_FIRST.sub("", _JOINED.sub("", part) if "ed " in part else part) for part in cleaned]
        cleaned = [_without_state(part) for part in cleaned]
        cleaned = [
            part if self.is_one(part) else _with_article(_SENT_TO.split(part)[-1], whole)
            for part, whole in zip(cleaned, parts, strict=True)
        ]
        named = [number for number, part in enumerate(cleaned) if self.is_one(part)]
        named.sort(key=lambda number: parts[number].startswith(" to "))  # "Representative to the OECD – Ministry"
        number = next(iter(named), None)
        if number is None and any(is_place(part) and not part.isupper() for part in cleaned):  # "FBI, Bucharest"
            number = next((number for number, part in enumerate(cleaned) if _ACRONYM.fullmatch(part)), None)
        employer = cleaned[number] if number is not None else ""
        if employer in self._added:
            return employer, _city_of([part for part in cleaned if part != employer and is_place(part)])
        if (match := self._patterns.house_then_place.match(employer)) and not self.has_word(match[2]):
            return match[1], _city_of([match[2], *(part for part in cleaned if not self.is_one(part))])
        if (match := _BODY_AND_CITY.match(employer)) and self._is_city(employer, *match.groups()):  # "UNHCR Budapest"
            place = _city_of([match[2], *(part for part in cleaned if not self.is_one(part))])
            is_of_country = place != match[2] and lexicon().is_country(match[2])  # "EUPOL Afghanistan, Kabul"
            return (employer if is_of_country else match[1]), place
        houses = map(self._patterns.house_then_place.match, cleaned[(number or 0) + 1 :])
        if employer and (match := next(filter(None, houses), None)):  # "Department of State, Embassy Lima, Peru"
            return employer, match[2]
        order = [*range((number or 0) + 1, len(cleaned)), *range(number or 0)] if employer else range(len(cleaned))
        order = sorted(order, key=lambda other: (_QUALIFIER.match(parts[other]) is not None, cleaned[other].isupper()))
        if (match := _PLACE_FIRST.match(employer)) and not self.has_word(match[1]):  # "Nairobi for the Police Service"
            return match[2], match[1]
        others = [
            _CLAUSE.sub("", cleaned[other])
            for other in order
            if other != number
            and not self.is_one(cleaned[other])
            and not PART_OF_HOUSE.search(cleaned[other])
            and not (parts[other].startswith(" to ") and _PERSON.search(cleaned[other]))
        ]
        place = _city_of([part for part in others if is_place(part) or is_same_place(part)])
        match = None if place else _IN_PLACE.match(employer)
        is_name = employer in self._known  # "Organization for Security and Co-operation in Europe"
        is_name = is_name or (match is not None and match[1].endswith(" Mission") and lexicon().is_country(match[2]))
        if match and not is_name:  # "Mission in Somalia"
            employer, place = match[1], match[2]
        if not place and (match := _OFFICE_AT.search(employer)):
            place = match[1]
        return employer, place or self._field_office(cleaned)

    def _field_office(self, parts: Sequence[str]) -> str:
        """The city of an office of a body: "Gori Field Office"; empty if there is none."""
        cities = [match[1] for part in parts if (match := _FIELD_OFFICE.fullmatch(part))]
        return next((city for city in cities if is_city(city) and not self.has_word(city)), "")


def _is_none(part: str) -> bool:
    """Whether a part looks like an employer and is none: a program, a person, the beginning of a sentence."""
    written = _NUMBERED_HOUSE.sub("", part).strip()
    is_person = part.startswith(" to ") and _TO_PERSON.match(part) is not None
    return is_person or written.endswith(" as") or _NO_EMPLOYER.match(written) is not None


def _without_state(part: str) -> str:
    """A body without the state that somebody speaks for there: "Kenya to the United Nations"."""
    state, to, body = part.partition(" to ")
    return body.removeprefix("the ") if to and body[:1].isalpha() and lexicon().is_country(state) else part


def _city_of(places: Sequence[str]) -> str:
    """The first of some places; if that is a country, a city among the others: "Embassy of Japan in Kenya, Nairobi"."""
    first = next(iter(places), "")
    if not lexicon().is_country(first):
        return first
    return next((place for place in places if is_city(place)), first)


def _with_article(place: str, whole: str) -> str:
    """A place with the article that belongs to its name: "El Fasher", not "el Cairo"."""
    whole = whole.strip(" .,()*_–—-")
    return whole if _NAMED_WITH_ARTICLE.match(whole) and whole.endswith(place) else place


class _Patterns(NamedTuple):
    word: re.Pattern[str]
    house_then_place: re.Pattern[str]
    """A house and its city without a comma: "U.S. Embassy Tirana"."""
    uncapitalised: re.Pattern[str]
    field: re.Pattern[str]
    """A word of an employer of the packs."""
    named: re.Pattern[str]
    """A word that names of entries have for the field: "Diplomatic", "UN"."""
    house: re.Pattern[str]
    abroad: re.Pattern[str]
    """A word of a house abroad or its ministry."""
    body: re.Pattern[str]
    """The acronym or the name of a body."""


@lru_cache(maxsize=512)
def _words_of(named: re.Pattern[str], entry: str) -> tuple[str, ...]:
    """The words of the field in the name of an entry."""
    return tuple(named.findall(entry))


@lru_cache(maxsize=8)
def _patterns(vocabularies: tuple[Vocabulary, ...]) -> _Patterns:
    field = [word for words in vocabularies for word in words.employers]
    words = [*_ANY_TRADE.split(), *field]
    ranked = [word for words in vocabularies for word in words.ranked]
    houses = _any_of(word for words in vocabularies for word in words.houses)
    uncapitalised = _any_of(word for words in vocabularies for word in words.uncapitalised)
    return _Patterns(
        re.compile(rf"\b{_any_of(words)}\b"),
        re.compile(rf"^(.{{0,60}}?\b{houses})\s({_CITY})$"),
        re.compile(rf"{uncapitalised}(?: .*[A-Z]|$)"),
        field=re.compile(rf"\b{_any_of(field)}\b"),
        named=re.compile(rf"\b{_any_of([*field, *ranked])}\b"),
        house=re.compile(houses),
        abroad=re.compile(rf"\b(?:{houses}|{_any_of(word for word in field if word.islower() and ' ' not in word)})\b"),
        body=re.compile(rf"\b{_any_of(word for word in field if word[:2].isupper() or ' ' in word)}\b"),
    )


def _any_of(words: Iterable[str]) -> str:
    """A pattern of words: those in capitals as written, others in any case; "embass*" has any ending."""
    patterns = [
        (word.isupper(), re.escape(word).replace(r"\*", r"\w*")) for word in sorted(words, key=len, reverse=True)
    ]
    return f"(?:{'|'.join(word if exact else f'(?i:{word})' for exact, word in patterns)})" if patterns else "(?!)"

"""The kinds of facts that people ask for about an entry: how they ask, and where the entry has them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from content.library import Library
from content.lookup.index import forms_of, is_acronym
from content.lookup.normalize import normalize, squash, stems
from content.models import Entry, Role
from handlers.wording import short_answer


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.I | re.X)


@dataclass(frozen=True, slots=True)
class Fact:
    """A kind of fact: how people ask for it, and where it is found.

    `asked` matches the question; what `words` match is removed before the entry is looked up. `says` matches the lines
    of an entry that have the fact, `read` makes lines of its other fields. `explained_by` are entries that explain it.
    """

    name: str
    asked: re.Pattern[str]
    words: re.Pattern[str]
    says: re.Pattern[str] | None = None
    read: Callable[[Entry, Library], list[str]] = lambda entry, library: []
    explained_by: tuple[str, ...] = ()
    general: re.Pattern[str] | None = None
    """Matches the lines of these entries that hold for all; without it, the lines that name the entry count."""
    missing: str = ""
    """What the entry doesn't have: "say how long it takes"."""


def _short_forms(entry: Entry, library: Library) -> list[str]:
    return [*entry.acronyms, *filter(is_acronym, entry.aliases)]


def _plurals(entry: Entry, library: Library) -> list[str]:
    key = squash(stems(normalize(entry.name)))
    others = (form for form, _ in forms_of(entry) if normalize(form) != normalize(entry.name))
    return [form for form in others if squash(stems(normalize(form))) == key and form.endswith("s")]


def _counterpart(entry: Entry, library: Library) -> list[str]:
    """A related entry that differs only in what kind of thing it is: Sending State, Receiving State."""
    head = normalize(entry.name).split()[-1]
    others = [other for other in library.linked(entry.related) if normalize(other.name).split()[-1] == head]
    return [f"{other.name}: {short_answer(other.definition)}" for other in others[:1]]


def _by_rule(entry: Entry, library: Library) -> list[str]:
    """What holds for people like these as a rule, by a treaty: a pack lists who has which immunity."""
    rules = (rule for pack in library.packs for rule in pack.immunity_rules if entry.name in rule.entries)
    return [rule.rule for rule in rules][:1]


def _official_papers(entry: Entry, library: Library) -> list[str]:
    """The papers by which somebody is named or accepted, if they belong to the entry: a consul's commission."""
    papers = [paper for paper in library.linked(_PAPERS) if entry.name in paper.related]
    return [f"{paper.name}: {short_answer(paper.definition)}" for paper in papers if isinstance(entry, Role)]


def _steps(entry: Entry, library: Library) -> list[str]:
    """The titles a step above and below a job."""
    steps = (("One step up", entry.titles.above), ("One step down", entry.titles.below))
    return [f"{label}: {', '.join(titles)}." for label, titles in steps if titles]


_PAPERS = ("Consular commission", "Exequatur", "Agrément", "Credentials")
_IMMUNE = _pattern(r"immun | inviolab | \b(?:be|been|cannot|not)\ (?: arrested | sued | prosecuted | detained )\b")
_KIN = "kids | child(?:ren)? | famil(?:y|ies) | wi(?:fe|ves) | husbands? | spouses? | partners?"
_HOME = "hous(?:e|ing) | accommodation | apartments? | flats? | rent | lodging"
_CLOTHES = r"wears? | worn | wearing | dress(?:\ code)? | dressed | outfit | clothes | clothing | attire"
_NAMES_ELSEWHERE = (
    r"\b(?: qui\ (?:nomme|désigne|designe|choisit) | qui[eé]n\ (?:nombra|designa|elige) | wer\ (?:ernennt|bestellt)"
    r" | chi\ nomina | quem\ nomeia | wie\ benoemt )\b"
)
"""Asks who appoints somebody, in other languages."""
_STINT = "postings?|tours?|assignments?|stints?|secondments?"
_OFTEN = "(?:actually|usually|normally|really|generally|then)"
_CAN = r"(?:(?:can|may|could|must|gets\ to|has\ to)\ )?"
_CHOOSE = "appoint|name|nominate|choo?se|pick|elect|designate"
_END = r"(?:fire|dismisse?|sack|recall|remove|expel)"
_FAMILY = _pattern(r"\b(?: famil(?:y|ies) | spouses? | children )\b")
_HOUSING = _pattern(r"\b(?: housing | accommodation | rents? | (?:house|flat)s?\ (?:where|for|that) )\b")
_DRESS = _pattern(r"\b(?: wears? | worn | dress\ code | dark\ suit | uniforms? )\b")
_LENGTH = _pattern(
    r"""\b(?:postings?|tours?|rotat\w+|stays?)\b .* \b(?:months|years?)\b
    | \b(?:months|years?)\b .* \b(?:postings?|tours?|moves|stays?)\b
    | \b(?:elect|appoint|cho(?:o?se|sen))(?:s|ed)?\b .* \bfor\b .* \byears?\b | \bterms?\b .* \b(?:months|years)\b"""
)
FACTS = (
    Fact(
        "immunity",
        asked=_pattern(
            r"""\b(?: has | have | get | gets | enjoys? | loses? | covered\ by | protected\ by )\b .* \bimmun\w*
            | \bimmune\b | \bcan\b .* \bbe\ (?: arrested | sued | prosecuted )\b"""
        ),
        words=_pattern(
            r"""\b(?: enjoys? | covered\ by | protected\ by )\b
            | \b(?: abroad | overseas | there )\b
            | \b(?:(?: diplomatic | functional | full | any )\ )?immunit\w* | \bimmune
            | be\ (?: arrested | sued | prosecuted )
            | from\ (?: prosecution | arrest | (?:law)?suits?
              | (?:criminal\ |civil\ )?(?:jurisdiction|law|charges|courts?) )"""
        ),
        says=_IMMUNE,
        read=_by_rule,
        explained_by=("Diplomatic immunity", "Functional immunity"),
        missing="say anything about immunity",
    ),
    Fact(
        "diplomatic status",
        asked=_pattern(
            r"""^\W*(?: (?:so|and|but)\ )?(?: is | are | was | were )\b .+? \bdiplomats?(?:\ or\ [^?!]{2,40})?\W*$
            | \bdiplomatic\ status\b | \bcounts?\ as\ (?:a\ )?diplomats?\b"""
        ),
        words=_pattern(
            r"""\b(?:an?\ )?(?:real\ |actual\ )?diplomats?(?:\ or\ [^?!]{2,40})?\W*$
            | \bdiplomatic\ status | \bcounts?\ as\b"""
        ),
        says=_pattern(r"\bdiplomats?\b | \bdiplomatic\ (?: agent | rank | status | immunity | list | staff )"),
        explained_by=("Diplomat", "Diplomatic agent", "Diplomatic immunity"),
        missing="say whether that's a diplomat",
    ),
    Fact(
        "work of the partner",
        asked=_pattern(
            rf"""\b(?: {_KIN} )\b .* \b(?: works? | working | jobs? | employ(?:ed|ment)? | work\ permits? )\b
              (?!\ (?:for|as)\b)"""
        ),
        words=_pattern(
            rf"""\b(?:(?:his|her|their|its|the|your|an?)\ )?(?: {_KIN} )(?:['’]s?)?\b(?:\ of)?
            | \b(?: works? | working | find | get | take | have | allowed | abroad | too | (?:an?\ )?jobs?
              | employ(?:ed|ment)?
              | (?:an?\ )?work\ permits?
              | (?:in|at)\ (?:the\ )?(?:host\ country|country|post|embassy|mission) )\b"""
        ),
        explained_by=("Reciprocity", "Eligible family member", "G-4 visa"),
        general=_pattern(r"\b(?: partners\ take | spouses\ and | hired | jobs?\ (?:at|in) )\b"),
        missing="say whether the partner may work",
    ),
    Fact(
        "family",
        asked=_pattern(
            rf"""\b(?: bring | brings | take | takes | come | comes | go | goes | travel | move | moves | join | joins
              | allowed | work | live )\b .* \b(?: {_KIN} )\b
            | \b(?: {_KIN} )\b .*
              \b(?: come | travel | move | join | allowed | live | along | accompany | work )\b
            | ^\W* (?:and\ )?(?: famil(?:y|ies) | kids | spouses? )\b(?!\ (?: members? | liaison | duty | office ))"""
        ),
        words=_pattern(
            rf"""\b(?:(?:his|her|their|its|the|your)\ )?(?: {_KIN} )(?:['’]s?)?\b
            | \b(?: bring | brings | take | takes | come | comes | go | goes | travel | move | moves | join | joins
            | along | accompany | allowed | abroad | work | live | with )\b"""
        ),
        explained_by=("Posting", "Eligible family member", "Non-family duty station"),
        general=_FAMILY,
        missing="say anything about the family",
    ),
    Fact(
        "housing",
        asked=_pattern(
            r"""\b(?: housing | accommodation | rent )\b
              (?!\ (?: coordinator | officer | manager | specialist | assistant | board | policy ))
            | \b(?: gets? | got | given? | gives | pays? | paid | provided? | provides | have | has )\b .*
              \b(?: house | apartment | flat )\b"""
        ),
        words=_pattern(
            rf"""\b(?:(?:free|own|their|his|her|the|an?)\ )?(?: {_HOME} )\b
            | \b(?: paid | pays? | provided? | provides | gets? | given | included | for | abroad | who | lives? )\b"""
        ),
        explained_by=("Posting", "Official residence"),
        general=_HOUSING,
        missing="say anything about housing",
    ),
    Fact(
        "who pays",
        asked=_pattern(
            rf"""\bwho\ (?:{_OFTEN}\ )?(?:has\ to\ |must\ |should\ )?(?: pay | fund | finance | sponsor | bankroll )s?\b
            | \b(?:how|by\ whom)\ (?:is|are)\b .* \b(?: funded | financed | sponsored | paid\ for )\b
            | \b(?:is|are)\b .* \b(?: funded | financed | sponsored | paid )\ by\b
            | \bwhere\ (?:does|do)\ .* \b(?: money | funds | funding | budget | cash )\b .* \bcome\ from\b"""
        ),
        words=_pattern(
            rf"""\bcome\ from\b | \bwhere\ (?:does|do) | \b(?: funded | financed | sponsored | paid )\ by\b.*$
            | \b(?:the\ |their\ |its\ )?(?: money | funds | funding | budget | cash )\b(?:\ (?:of|for))?
            | \bwho\ (?:{_OFTEN}\ )?(?:has\ to\ |must\ |should\ )?(?: pay | fund | finance | sponsor | bankroll )s?
              (?:\ (?:the\ |their\ )?(?: salar(?:y|ies) | wages? | pay | costs? | bills? )(?:\ (?:of|for))?)?(?:\ for)?
            | \b(?:how|by\ whom)\ (?:is|are) | \b(?: funded | financed | sponsored | paid\ for )\b"""
        ),
        says=_pattern(
            r"""\b(?: paid\ (?:by|for) | funded | financed\ by | sponsor(?:s|ed)? | donors? | contributions?
              | covers?\ the\ costs? | gifts | money\ is | voluntary )\b
            | \b(?: state | government | country | ministry | home | employer | member | host | capital | service )s?\b
              .{0,40} \b pay(?:s|ing)?\b(?!\ for\b)"""
        ),
        missing="say who pays",
    ),
    Fact(
        "retirement",
        asked=_pattern(r"\bretire(?:s|d|ment)?\b(?!\ (?:ambassador|diplomat|consul|officer|official))"),
        words=_pattern(
            r"""\b(?: at\ (?:what|which)\ age | what\ age | when | how\ old | age | must | mandatory | normal )\b
            | \bretire(?:s|d|ment)?\b | \bhave\ to\b"""
        ),
        explained_by=("UN Joint Staff Pension Fund", "Up or out"),
        general=_pattern(r"\bretire(?:s|d|ment)?\b"),
        missing="say when people retire",
    ),
    Fact(
        "dress",
        asked=_pattern(rf"\b(?: {_CLOTHES} )\b"),
        words=_pattern(
            rf"""\b(?:the\ )?(?: {_CLOTHES} )\b | \b(?: when | while )\b
            | \b(?:what|which|how)\ (?:do|does|should|must|to|is|are)\b(?:\ (?:you|people|i|we|one|they)\b)?"""
        ),
        says=_DRESS,
        explained_by=("Presentation of credentials", "Protocol"),
        general=_DRESS,
        missing="say what people wear",
    ),
    Fact(
        "length of a posting",
        asked=_pattern(
            rf"""\b(?:length|duration)\ of\b .* \b(?:{_STINT})\b
            | \b(?:{_STINT})\ (?:length|duration)\b
            | \bhow\ (?:long|many\ (?:months|years))\b .* \b(?: stays? | remain | spend | posted | serve | abroad
              | {_STINT}
              | (?:in|at)\ (?:one|a|the|each|every)\ (?:place|country|posts?|posting|embassy|mission) )\b
            | \bhow\ often\b .* \b(?: moved? | rotate | relocate )\b"""
        ),
        words=_pattern(
            rf"""\bhow\ (?:long|often|many\ (?:months|years)) | \b(?:usual|typical|normal|average|length|duration)\b
            | \b(?: usually | normally | typically | stays? | remain
            | (?:an?\ |the\ )?(?:{_STINT})(?:\ of\ duty)?
              (?:\ (?:for|of|as|lasts?)(?=\ (?:an?|the)\ ))?
            | spend | posted | serve | abroad | moved? | rotate | relocate
            | (?:in|at)\ (?:one|a|the|each|every)\ (?:place|country|posts?|posting|embassy|mission) )\b"""
        ),
        says=_LENGTH,
        explained_by=("Posting",),
        general=_LENGTH,
        missing="say how long people stay",
    ),
    Fact(
        "how long",
        asked=_pattern(
            r"""\bhow\ (?:long|many\ (?:days|weeks|months))\b | \b(?:duration|length)\ of\b
            | \bcontract\ (?:length|duration)\b"""
        ),
        words=_pattern(
            r"""\bhow\ long | \bhow\ many\ (?:days|weeks|months) | \b(?:contract\ )?(?:duration|length)(?:\ of)?
            | \b(?: usually | normally | typically | lasts? | takes? | stays? )\b"""
        ),
        says=_pattern(
            r"""\b(?: (?:minute|hour|day|week|month|year)s | an?\ (?:hour|month|year) | (?:in|for|half)\ a\ (?:day|week)
            | overnight | for\ life )\b"""
        ),
        missing="say how long it takes or lasts",
    ),
    Fact(
        "who decides",
        asked=_pattern(
            r"""\bwho\ (?:has\ to\ |must\ |can\ |may\ )?
              (?: decide(?!s?\ who) | grant | give | approve | consent | agree | issue | refuse | authori[sz]e )s?\b
            | \bwhose\ (?: decision | yes | consent | approval | permission )\b"""
        ),
        words=_pattern(
            r"""\bwho\ (?:has\ to\ |must\ |can\ |may\ )?\w+(?:\ (?:on|about|to|yes\ to|in))?
            | \bwhose\ \w+(?:\ (?:is|on))? | \b(?:is\ )?needed\ for\b"""
        ),
        says=_pattern(
            r"""\b(?: decides? | decision | grants? | granted | approv(?:e|es|ed|al) | consents? | agrees? | accepts?
            | issues? | issued | yes | allows? | refuses? | authori[sz]\w+ | sign(?:s|ed)\ by | appoints? )\b"""
        ),
        missing="say who decides that",
    ),
    Fact(
        "who appoints",
        asked=_pattern(
            rf"""\bwho\ {_CAN}(?:accredit|sign|select|approve|confirm|{_CHOOSE})(?:s|d|ed)?\b
              (?:\ the\ (?:head|chief)\ of\ (?:an?|the)\b)?
            | \bwho\ (?:decides|determines)\ (?:who|on|about)\b
            | \b(?:how|by\ whom)\ (?:is|are|was|were|does|do)\b .* \b(?:appointed|nominated|chosen|elected)\b
            | \b(?:appointed|nominated|chosen|elected)\ by\b | {_NAMES_ELSEWHERE}"""
        ),
        words=_pattern(
            rf"""\bwho\ {_CAN}\w+(?:\ who\ (?:becomes|is)\b)? | \b(?:how|by\ whom)\ (?:is|are|was|were|does|do)\b
            | \b(?:get\ )?(?:appointed|nominated|chosen|elected)(?:\ by(?:\ whom?)?)?
            | {_NAMES_ELSEWHERE}(?:\ (?:une?|un[oa]?|einen?|eine|um|uma))?"""
        ),
        says=_pattern(
            r"""\b(?: appoint(?:s|ed|ments?)? | nominat(?:es?|ed) | accredit(?:s|ed) | named\ by | cho(?:sen\ by|oses?)
            | elect(?:s|ed)? | signs? | signed\ by | signatures? | whom\ [\w\ ]{3,40}\ (?:asks|sends) )\b"""
        ),
        read=_official_papers,
        missing="say who decides that",
    ),
    Fact(
        "who can end it",
        asked=_pattern(
            rf"""\bwho\ (?:(?:can|may|could|would)\ )?(?: {_END}s? )\b
            | \bcan\ (?:you|we|they|one|i|an?\ \w+|the\ \w+)\ {_END}\b
            | \bcan\b .* \bbe\ (?: fired | dismissed | sacked | recalled | expelled | removed )\b"""
        ),
        words=_pattern(
            rf"""\bwho\ (?:(?:can|may|could|would)\ )?(?: {_END}s? )\b
            | ^\W*can\ (?:you|we|they|one|i|an?\ \w+|the\ \w+)\ {_END}\b | ^\W*can\b
            | \bbe\ (?: fired | dismissed | sacked | recalled | expelled | removed )\b
              (?:\ (?:by|from)\ .*)?"""
        ),
        says=_pattern(r"\b(?: recall(?:s|ed)? | dismiss(?:es|ed|al)? | persona\ non\ grata | labour\ law )\b"),
        explained_by=("Recall of ambassador", "Persona non grata"),
        general=_pattern(r"\b(?: order\ from\ home | host\ country\ calls )\b"),
        missing="say who can end that",
    ),
    Fact(
        "passport",
        asked=_pattern(
            r"""\b(?: which | what )\ (?:(?:kind|type|sort)\ of\ |colou?r\ )?passports?\b
            | \btravels?\ on\b .* \bpassports?\b
            | \b(?: have | has | get | gets | carry | carries | hold | holds | need | needs )\b .*
              \bdiplomatic\ passports?\b"""
        ),
        words=_pattern(
            r"""\b(?: which | what )\ (?:(?:kind|type|sort)\ of\ |colou?r\ )?passports?
            | \b(?:an?\ )?(?:diplomatic\ )?passports?\b
            | \b(?: travels?\ on | carry | carries | holds? | gets? | needs? | use | uses )\b"""
        ),
        says=_pattern(
            r"""\b(?: diplomatic | service | official | ordinary | other )\ passports?\b | \bnot\ diplomats\b
            | \bdiplomatic\ list\b"""
        ),
        explained_by=("Diplomatic passport", "Laissez-passer"),
        general=_pattern(r"\b(?: goes\ to\ diplomats | travel\ document )\b"),
        missing="say which passport people have",
    ),
    Fact(
        "tax on pay",
        asked=_pattern(
            r"""\b(?: pay | pays | paying | owe | owes | exempt | exempted | free | subject | liable | have
              | has | get | charged )\b
              .* \b(?:income\ )?tax(?:es|ed|ation)?\b
              (?!\ (?:officer|attach|adviser|lawyer|expert|specialist|counsellor))
            | \btax(?:es)?[\ -](?:free|exempt(?:ion|ions)?) | \bpay\ (?:any\ )?tax(?:es)?\b
              | \b(?:is|are|be)\ .* \btaxed\b"""
        ),
        words=_pattern(
            r"""\b(?: pay | pays | paying | owe | owes | (?:is|are)\ exempt | exempt(?:ed)? | subject\ to
              | liable\ (?:for|to) | free\ (?:of|from)
              | charged | from | on ) \b
            | \b(?:(?:any|income|local|the|their|his|her|national)\ )* tax(?:es|ed|ation)?
              (?:[\ -](?:free|exempt(?:ion|ions)?))?\b
            | \b(?:(?:the|their|his|her)\ )?(?: salar(?:y|ies) | income | pay | wages? | earnings )(?:\ of(?:\ an?)?)?\b
            | \b(?:in|of)\ the\ (?:host|receiving)\ (?:country|state) | \b(?:at|back)\ home\b | \babroad\b"""
        ),
        says=_pattern(r"\btax(?:es|ed)?\b | \blevy\b"),
        explained_by=(
            "Privileges and immunities",
            "Convention on the Privileges and Immunities of the United Nations",
            "International civil servant",
            "Service staff",
        ),
        general=_pattern(r"\btax(?:es|ed)?\b"),
        missing="say anything about tax",
    ),
    Fact(
        "visa needed",
        asked=_pattern(
            r"""\b(?: which | what )\ (?:(?:kind|type|sort)\ of\ )?visas?\b(?!\ (?:officer|section|work|cases))
            | \b(?: need | needs | get | gets | have | has | require | requires | on | apply\ for )\b
              (?:\ (?:an?|any|the|special|diplomatic|us|entry|work|own|their)\b)*\ visas?\b
              (?!\ (?:officer|section|work|cases|applic|experience))"""
        ),
        words=_pattern(
            r"""\b(?: which | what )\ (?:(?:kind|type|sort)\ of\ )?visas?\b
              | \b(?:(?:an?|any|the|special|diplomatic|us|entry|own|their)\ )*visas?\b
            | \b(?: needs? | gets? | requires? | apply\ for | enter | work\ in | live\ in | travel
              | in\ the\ us | to\ the\ us | in\ new\ york | abroad )\b
            | \b(?:in|to)\ (?:the\ )?(?:host\ country|us|usa|united\ states|new\ york|washington|america)\b"""
        ),
        says=_pattern(r"\b(?:[AG]-[1-4]|diplomatic)\ visas?\b"),
        explained_by=("A-1 and A-2 visas", "G-4 visa", "Visa"),
        general=_pattern(
            r"\b(?: American\ visas?\ for | own\ staff\ have | the\ American\ visa\ for | diplomats\ each )\b"
        ),
        missing="say which visa people need",
    ),
    Fact(
        "working languages",
        asked=_pattern(
            r"""\b(?:working|official)\ languages?\ (?:of|at|in)\b
            | \blanguages?\ (?:do|does)\ .* \b(?: works?\ in | uses? | operates?\ in )\W*$"""
        ),
        words=_pattern(
            r"""\b(?:(?:which|what|the)\ )*(?:(?:working|official)\ )?languages?\b(?:\ (?:of|at|in|do|does|has|have))?
            | \b(?: works?\ in | uses? | operates?\ in )\W*$"""
        ),
        says=_pattern(r"\blanguages?\b | \bEnglish\ and\ French\b"),
        explained_by=("Working language", "Official languages of the United Nations"),
        missing="name working languages",
    ),
    Fact(
        "form of address",
        asked=_pattern(
            r"""\bhow\ (?:do|should|to|can|would|must)\ (?:i\ |you\ |we\ |one\ )?(?:address|greet|write\ to|salute)\b
            | \bforms?\ of\ address\ (?:of|for)\b
            | \bexcellency\b .* \b(?:to|for|with)\b
            | \bwhat\ (?:do|should|would)\ (?:i|we|you)\ (?:call|say\ to|write\ to)\ (?:an?|the|her|him)\b
              (?!\ (?:fe)?male)(?!\ \w+\ (?:who|that|which|when)\b)"""
        ),
        words=_pattern(
            r"""\bhow\ (?:do|should|to|can|would|must)\ (?:i\ |you\ |we\ |one\ )?(?:address|greet|write\ to|salute)
            | \b(?:(?:say|use|call|called|your|his|her|with)\ )*excellency\b(?:\ (?:to|for|with|correct|right))*
            | \bforms?\ of\ address\ (?:of|for) | \bwhat\ (?:do|should|would)\ (?:i|we|you)\ (?:call|say\ to|write\ to)
            | \bin\ an?\ (?:e-?mail|letter|speech|meeting)\b | \bin\ (?:writing|person)\b"""
        ),
        says=_pattern(r"\bExcellency\b | \baddress(?:ed)?\ as\b"),
        explained_by=("Forms of address",),
        missing="give a form of address",
    ),
    Fact(
        "short forms",
        asked=_pattern(
            r"""\b(?:abbrev\w*|acronyms?|short\ form|initials)\ (?:of|for|is)\b | \b(?:is|are)\ .+\ abbreviated\b
            | ^\W*(?:and\ |any\ |an?\ |the\ )*(?:abbrev\w*|acronyms?|short\ form|initials)\b"""
        ),
        words=_pattern(r"\b(?:the\ )?(?:abbrev\w*|acronyms?|short\ form|initials)(?:\ (?:of|for|is))?\b"),
        read=_short_forms,
        missing="have an abbreviation",
    ),
    Fact(
        "plural",
        asked=_pattern(r"\bplural\b | \bmore\ than\ one\b.*\bcalled\b"),
        words=_pattern(r"\b(?:the\ )?plural(?:\ (?:form|of|for))*\b"),
        read=_plurals,
        missing="give the plural",
    ),
    Fact(
        "forms for women and men",
        asked=_pattern(
            r"""\bcall\ an?\ (?:fe)?male\b
            | \b(?:woman|women|lady|ladies|wife|wives)\b .* \b(?:called|titles?|named|addressed|form|word)\b
            | \b(?:female|feminine|male|masculine|gender\w*)\b .*
              \b(?:form|version|of|for|title|word|neutral|called)\b"""
        ),
        words=_pattern(
            r"\b(?:an?\ )?(?:wom[ae]n|lady|ladies|wife|wives)\b | \b(?:be\ )?(?:called|named|addressed)\b"
            r"| \b(?:the\ )?(?:(?:fe)?male|\w+inine|masculine|gender|neutral)"
            r"(?:\ (?:form|version|title|word|of|for))*\b"
        ),
        missing="list separate forms for women and men",
    ),
    Fact(
        "refusal",
        asked=_pattern(
            r"""\b(?:country|state|host|government)\b .{0,20} \b(?: refuses? | rejects? | turns?\ down
              | says?\ no\ to | objects?\ to | blocks? )\b
              (?!.*\b(?:visas?|entry|asylum|passports?)\b)
            | \b(?: refused | rejected | turned\ down )\ by
              \ (?:the\ |an?\ )?(?:host|receiving|country|state|government)\b
            | \b(?: needs? | requires? | wait\ for | without | have\ to\ have | get )
              \ (?:the\ |an?\ )?(?: yes | ok | consent | approval | agreement | acceptance | permission )
              \ (?:of|from|by)\ (?:the\ )?(?: host | receiving | local\ government | country )"""
        ),
        words=_pattern(
            r"""^\W*(?:what\ (?:if|happens\ if)\ )?(?:can|could|may|might|does|do|if|must)\b
            | \b(?: (?:be\ )?refuse[sd]? | (?:be\ )?reject(?:s|ed)? | (?:be\ )?turn(?:s|ed)?\ down
              | says?\ no\ to | veto(?:es|ed)? | objects?\ to
              | (?:be\ )?block(?:s|ed)? )\b
            | \b(?: needs? | requires? | wait\ for | have\ to\ have | get )\b
            | \b(?:the\ |an?\ )?(?: yes | ok | consent | approval | agreement | acceptance | permission )
              \ (?:of|from|by)\b
            | \b(?:the\ |an?\ )?(?:(?:host|receiving)\ )?(?: country | state | government | host
              | ministry )\b | \b(?:new|incoming)\b"""
        ),
        explained_by=("Agrément", "Exequatur", "Persona non grata"),
        general=_pattern(r"\b(?: may\ say\ no | refus\w+ | No\ reason )\b"),
        missing="say whether that can be refused",
    ),
    Fact(
        "rank",
        asked=_pattern(
            r"""\b(?:which|what)\ (?:(?:kind|sort)\ of\ )?(?:diplomatic\ |military\ |army\ )?ranks?\b
              (?:\ (?:is|are|does|do|has|have|would|will|can)\b)
            | \b(?:usual|typical|normal)\ rank\ (?:of|for)\b"""
        ),
        words=_pattern(
            r"""\b(?:which|what)\ (?:(?:kind|sort)\ of\ )?(?:diplomatic\ |military\ |army\ )?ranks?
              \ (?:is|are|does|do|has|have|would|will|can)?\b
            | \b(?:(?:usual|typical|normal)\ rank\ (?:of|for) | have | hold | (?:usual|normal|typical|most)ly | be)\b"""
        ),
        says=_pattern(r"\branks?\b | \bcolonels?\b"),
        read=_steps,
        missing="say which rank it has",
    ),
    Fact(
        "opposite",
        asked=_pattern(r"\b(?: opposite | counterpart | antonym | contrary )\b"),
        words=_pattern(r"\b(?:the\ )?(?: opposite | counterpart | antonym | contrary )(?:\ (?:of|to|for))?\b"),
        says=_pattern(r"\bopposites?\b"),
        read=_counterpart,
        missing="name an opposite",
    ),
)
"""All kinds of facts. The first one that a line asks for counts."""


def fact_in(typed: str) -> Fact | None:
    """The kind of fact that a line asks for, or begins with the name of; None without one."""
    asked = next((fact for fact in FACTS if fact.asked.search(typed)), None)
    return asked or next((fact for fact in FACTS if typed.casefold().startswith(f"{fact.name} ")), None)

"""`about`: answer questions about the bot: what it stores, what it never does, its sources, whom to ask.

A subject is recognized by kinds of words that come together in a line, in any order. A line that names an entry is a
question about that entry, except for subjects that people combine with one ("score this CV: first secretary").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from content.library import Library
from content.lookup.index import forms_of
from content.lookup.lexicon import COPULA, INVERTED, lexicon
from content.lookup.match import Match
from content.lookup.normalize import normalize, stem
from content.models import Entry
from handlers.command import Command, Services
from handlers.example_lines import example_button
from handlers.lookup import roles_of
from handlers.parsing.places import known_zone
from handlers.reply import Bold, Button, Reply, actions, reply, text
from handlers.request import Request
from handlers.wording import short_answer

LONGEST_QUESTION = 25  # words before a colon; longer texts aren't questions about the bot
SHORTEST_MISTYPED = 5  # letters; shorter words are too close to each other
SHORTEST_REQUEST = 3  # words of a question to the bot: "can you sing"
SHORTEST_NAME = 3  # letters; "a.i." is part of a name, "AI" isn't
SHORTEST_PLACE = 4  # letters; shorter names of places are also words

_KINDS = {
    "YOU": "you your yours yourself u ur youre bot chatbot dragoman du ihr vous tu usted",
    "THIS": "this that thats it its these those here all",
    "ANSWER": "answer definition entry explanation info information content card data fact text stuff meaning",
    "ME": "me my mine i we our us myself im",
    "BE": "is are am r was were be would will could should whats youre does do can may",
    "KEEP": (
        "store save archive keep kept retain recorded recording log remember collect tracking upload "
        "logged stored saved collected tracked shared sold sell"
    ),
    "ERASE": "delete erase remove wipe forget purge clear deletion",
    "DATA": "data message question chat conversation history input record detail search account file query cv resume",
    "SEE": "see read access view seen know monitor watch spy",
    "OTHER": "who anyone anybody someone else other boss manager colleague admin employer company they",
    "TEAM": "team teammate colleague channel group everyone everybody boss manager",
    "PRIVACY": "privacy private confidential confidentiality gdpr dsgvo secure security safe anonymous personal",
    "CANDIDATE": "candidate applicant cv cvs resume profile application shortlist applicants",
    "PEOPLE": "candidates applicants profiles people persons cvs resumes contacts candidate applicant headhunt",
    "HIM": "him her he she them they",
    "PERSON": "person guy man woman lady one",
    "JUDGE": (
        "score rate rank grade judge assess evaluate rating ranking scoring shortlist recommend hire reject "
        "prioritise prioritize screen invite interview choose pick select vet"
    ),
    "QUALITY": "good bad better best suitable fit qualified strong weak worth right great match ideal hireable",
    "FIND": "find source headhunt locate",
    "GIVE": "give get show send bring suggest",
    "WRITE": "write draft compose generate create produce prepare make need",
    "AD": "ad advert advertisement posting jd jds vacancy",
    "LETTER": (
        "email mail letter message inmail outreach offer cover script speech feedback rejection article post report"
    ),
    "AI": "ai llm gpt chatgpt openai claude gemini copilot robot machine algorithm artificial hallucinate ki",
    "DOCUMENT": "pdf docx file document attachment cv resume",
    "OPEN": "read open scan parse explain support accept",
    "HAND": "upload attach send paste",
    "HUMAN": (
        "human person real someone somebody anyone support operator admin administrator maintainer helpdesk owner "
        "people team mensch"
    ),
    "TALK": "talk speak contact reach chat call email connect transfer escalate phone message write complain",
    "MAKE": (
        "made make created create built build wrote developed designed programmed runs run owns own maintains "
        "maintain invented behind responsible"
    ),
    "SOURCE": "source reference citation evidence quelle",
    "WROTE": "wrote write writes written writing author authors review reviews reviewed check checks edit edits",
    "DAILY": "daily everyday morning mornings",
    "FILE": "pdf excel spreadsheet word powerpoint slide slides docx file download export print printout",
    "TRUST": (
        "trust reliable reliability accurate accuracy correct true current verified reviewed checked sure outdated "
        "date believe"
    ),
    "WRONG": "wrong incorrect inaccurate mistake error false untrue bug misleading outdated typo falsch",
    "NOT": "not isnt arent doesnt cant never wasnt",
    "RIGHT": "right correct true accurate",
    "REPORT": "report found find spotted noticed see fix feedback correct suggest there flag",
    "LANGUAGE": (
        "german deutsch allemand aleman french francais francese franzosisch frances spanish espanol spanisch "
        "espagnol italian italiano portuguese portugues dutch nederlands arabic chinese mandarin russian japanese "
        "polish turkish hindi english englisch anglais ingles swedish danish norwegian finnish greek korean ukrainian"
    ),
    "SPEAK": (
        "speak talk understand know answer reply respond write translate use support sprichst sprechen sprich parlez "
        "parles hablas habla repondez reponds responde responda antworte antworten switch change say"
    ),
    "POLITE": (
        "bitte please pls por favor sil s il te vous plait svp auf in en to mir me can could you now instead prego"
    ),
    "FREE": "free cost price pricing charge fee expensive subscription licence license paid",
    "LIMIT": "limit limitation cannot cant unable weakness wont",
    "OFF": (
        "weather forecast joke poem song sing recipe football soccer lottery bitcoin crypto horoscope movie riddle "
        "rain dance story haiku limerick essay restaurant pizza"
    ),
}
"""Kinds of words in patterns. Plurals are recognized too."""

_WORDS_OF = {kind: frozenset(normalize(words).split()) for kind, words in _KINDS.items()}
_KINDS_OF = {
    word: frozenset(kind for kind, words in _WORDS_OF.items() if word in words)
    for word in frozenset().union(*_WORDS_OF.values())
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject: the patterns that recognize it, the answer, and the next steps.

    A pattern lists kinds of words (capitals) and single words. The line must have all of them, and none of those after
    "!". If the pattern begins with "only", all other words of the line must be function words. `takes_entry`: the line
    may name an entry, which the answer and its buttons then repeat; `needs_entry`: it must.
    """

    name: str
    patterns: tuple[str, ...]
    answer: str
    buttons: tuple[tuple[str, str], ...] = ()
    takes_entry: bool = False
    needs_entry: bool = False
    shows_example: bool = False


_CHECKS = (("Red flags", "flags"), ("Levels", "levels"), ("Interview questions", "questions"))

SUBJECTS = (
    Subject(
        "files",
        (
            "only YOU OPEN DOCUMENT",
            "only how YOU OPEN DOCUMENT",
            "only what DOCUMENT YOU OPEN",
            "only which DOCUMENT YOU OPEN",
            "only HAND DOCUMENT",
            "only HAND ME DOCUMENT",
            "only HAND DOCUMENT YOU",
            "only how HAND DOCUMENT YOU",
            "only how HAND DOCUMENT",
        ),
        "Send me a résumé, an advert or a requisition in our own chat: as a file (PDF, Word, OpenDocument, RTF or "
        "text, up to 10 MB), or paste the text. I explain its titles and terms, and keep nothing of it.",
        (("What I keep", "about privacy"), ("What I can do", "help")),
    ),
    Subject(
        "candidates",
        (
            "JUDGE CANDIDATE !how !what !question !questions !phone",
            "JUDGE HIM !how !what !who !question !questions",
            "JUDGE PERSON this !how !what",
            "only JUDGE THIS !how",
            "BE QUALITY CANDIDATE !what !how",
            "JUDGE QUALITY THIS CANDIDATE",
            "compare CANDIDATE !question !questions",
            "QUALITY THIS CANDIDATE !what !how",
            "hire HIM",
            "hire THIS HUMAN",
            "which QUALITY CANDIDATE",
            "who QUALITY CANDIDATE",
            "BE QUALITY HIM !what !how",
            "BE QUALITY PERSON this !what !how",
            "think you CANDIDATE",
            "think you HIM",
            "opinion CANDIDATE",
        ),
        "I never score, rank or judge candidates, and I don't keep them. That's your call. I can show you what to "
        "check.",
        _CHECKS,
        takes_entry=True,
    ),
    Subject(
        "people",
        (
            "FIND PEOPLE !how !where !what !why !boolean !string !titles !who",
            "GIVE ME PEOPLE !how !what !why !boolean !string !titles !questions",
            "list PEOPLE !how !what",
            "you have PEOPLE",
            "you know PEOPLE !what",
            "you have database",
            "need PEOPLE we !what !how !which",
            "GIVE ME names !other !alternative !titles !meaning",
            "list names of !other !alternative",
            "FIND ME HUMAN !how",
            "GIVE ME HUMAN who !how",
            "who BE PEOPLE best",
            "phone number",
            "email addresses",
            "contact details",
        ),
        "I don't know any people: I have no names and no profiles. I can give you the search.",
        (("Search strings", "search"), ("Search titles", "titles")),
        takes_entry=True,
    ),
    Subject(
        "job ads",
        ("WRITE AD !how !what", "WRITE job description !how", "WRITE LETTER !how !what", "job AD !how !what"),
        "I don't write job ads, letters or other texts. I can give you the parts for one.",
        (("Titles", "titles"), ("Levels", "levels"), ("What it means", "define")),
        takes_entry=True,
    ),
    Subject(
        "office holders",
        (
            "who BE PLACE !boss !above !superior !manager",
            "whos PLACE",
            "who BE current",
            "who BE currently",
            "who BE now",
            "whos current",
            "whos now",
            "name PLACE the of",
        ),
        "I don't know who holds a post: I have no names of people. I can explain the post.",
        (("What it means", "define"), ("Search titles", "titles")),
        takes_entry=True,
        needs_entry=True,
    ),
    Subject(
        "sharing",
        (
            "share how !YOU",
            "share THIS !YOU",
            "share answer !YOU",
            "only share with TEAM",
            "forward THIS",
            "forward TEAM",
            "send THIS TEAM",
            "post THIS TEAM",
            "show THIS TEAM how",
        ),
        "Ask in the channel and press “Share with channel” under my answer, or begin with “share”: “share define "
        "consul”.",
        (("What I can do", "help"),),
        takes_entry=True,
    ),
    Subject(
        "privacy",
        (
            "KEEP YOU ME",
            "KEEP YOU DATA",
            "KEEP YOU what",
            "KEEP YOU THIS",
            "KEEP YOU CANDIDATE",
            "KEEP YOU anything",
            "KEEP ME write !how",
            "KEEP ME type !how",
            "KEEP ME ask !how",
            "KEEP BE DATA ME",
            "YOU share DATA",
            "YOU share ME",
            "YOU sell DATA",
            "who share DATA",
            "only KEEP CANDIDATE",
            "ERASE DATA",
            "ERASE ME !help",
            "OTHER SEE ME",
            "OTHER SEE THIS",
            "OTHER SEE DATA",
            "YOU spy",
            "train ME",
            "learn YOU",
            "learning YOU",
            "train YOU DATA",
            "where DATA ME",
            "where DATA go",
            "what happens DATA",
            "what happens ME",
            "only PRIVACY",
            "PRIVACY THIS",
            "PRIVACY compliant",
            "SEE YOU message",
            "SEE YOU ME",
            "SEE YOU channel",
            "SEE YOU DATA ME",
            "only PRIVACY policy",
            "only PRIVACY DATA",
            "PRIVACY YOU !secretary",
            "PRIVACY THIS DATA",
            "PRIVACY ME DATA",
            "only data protection",
            "only data policy",
            "only DATA safe",
            "compliant YOU",
        ),
        "I store nothing you type: no questions, no CVs, no answers, in no database and no log. Only what you press "
        "a button for: a word you ask for or teach, a line to your admins. What I do keep: IDs of messages I answered "
        "(two days), who installed me, daily terms and who set them up, counts of thumbs, a hash of your ID, and for "
        "15 minutes which entry we talked about. Your chat app keeps its own history.",
        (("Daily term here", "tips"), ("Where my answers come from", "about sources")),
    ),
    Subject(
        "ai",
        (
            "YOU AI",
            "THIS AI !what",
            "only AI",
            "TALK AI",
            "talking AI",
            "talking HUMAN",
            "YOU language model",
            "THIS language model",
            "BE YOU human !talk !speak",
            "BE YOU real !talk !speak",
            "BE YOU bot a",
            "BE THIS a bot",
            "YOU model",
            "only THIS automated",
            "YOU automated",
            "YOU make up",
            "YOU made up",
            "YOU think yourself",
        ),
        "I'm a bot, but not an AI chatbot: no language model takes part in my answers. I match your words to entries "
        "that were written and reviewed beforehand, each with its sources. The same question gets the same answer.",
        (("Where my answers come from", "about sources"), ("What I can do", "help")),
    ),
    Subject(
        "maker",
        (
            "who MAKE YOU",
            "who MAKE THIS",
            "where YOU hosted",
            "where YOU located",
            "where YOU live",
            "where YOU run",
            "where server",
            "who BE behind YOU",
            "who BE behind THIS",
            "which company YOU",
            "where YOU come from !get",
            "YOU open source",
            "source code",
            "YOU MAKE by",
        ),
        "I'm Dragoman, open-source software under the MIT licence. My entries are written and reviewed with their "
        "sources. Whoever installed me here runs me: ask your workspace admin.",
        (("Where my answers come from", "about sources"), ("What I can do", "help")),
    ),
    Subject(
        "mistakes",
        (
            "WRONG THIS",
            "WRONG YOU",
            "WRONG ANSWER",
            "only WRONG",
            "WRONG REPORT",
            "NOT RIGHT THIS",
            "NOT RIGHT YOU",
            "NOT RIGHT ANSWER",
            "only NOT RIGHT",
            "NOT agree",
            "disagree",
            "missing YOU",
            "only feedback",
            "give feedback",
            "suggest correction",
            "report problem",
        ),
        "Sorry if I got it wrong. Please tell whoever runs me here (your workspace admin knows): which entry, what's "
        "wrong, and a source if you have one. “More” under an entry shows what I rely on.",
        (("Sources of an entry", "details"), ("Try again", "define")),
    ),
    Subject(
        "sources",
        (
            "where YOU get",
            "where YOU come THIS from",
            "where THIS come",
            "where ANSWER come",
            "where YOU know",
            "where YOU ANSWER from",
            "how YOU know THIS",
            "only how YOU know",
            "only SOURCE",
            "YOU SOURCE",
            "SOURCE THIS",
            "SOURCE ANSWER",
            "TRUST YOU",
            "BE YOU right",
            "BE YOU ever wrong",
            "TRUST ANSWER THIS",
            "only TRUST THIS",
            "how TRUST THIS",
            "who WROTE ANSWER",
            "how MAKE THIS",
            "how MAKE ANSWER",
            "when WROTE THIS",
            "when WROTE ANSWER",
            "last WROTE THIS",
            "who WROTE THIS",
            "who WROTE YOU",
            "how up date THIS",
            "how up date YOU",
            "how old THIS ANSWER",
            "when last updated",
            "when updated",
            "BE THIS up date",
            "BE YOU up date",
            "says who",
            "THIS based",
            "YOU based",
        ),
        "My entries come from published sources, such as treaties, the UN and foreign ministries, and were reviewed "
        "before you saw them. “More” under an entry lists its sources and the date of its review.",
        (("Sources of an entry", "details"), ("Report a mistake", "about mistakes")),
    ),
    Subject(
        "contact",
        (
            "TALK HUMAN !how !about !what",
            "TALK HUMAN who YOU",
            "who contact",
            "how contact YOU",
            "how contact HUMAN",
            "only contact",
            "only support",
            "put ME through",
            "only human",
            "only HUMAN please real",
            "support email",
            "support team",
            "only customer service",
            "need HUMAN real",
            "is there HUMAN",
            "who admin",
            "file complaint",
            "who ask wrong",
            "who ask broken",
            "who ask problem",
            "something broken",
            "THIS broken",
            "YOU broken",
            "NOT working THIS",
            "NOT working YOU",
        ),
        "There's no person behind this chat. Whoever installed me here runs me: ask your workspace admin. For "
        "a second opinion on "
        "a title, your hiring manager is the best contact.",
        (("What I can do", "help"), ("Report a mistake", "about mistakes")),
    ),
    Subject(
        "languages",
        (
            "YOU SPEAK LANGUAGE !title",
            "only POLITE LANGUAGE !and",
            "only SPEAK LANGUAGE !and",
            "only LANGUAGE !and",
            "languages YOU",
            "language YOU SPEAK",
            "other language !title !titles",
            "only translate THIS",
            "translate YOU",
            "multilingual YOU",
        ),
        "I answer in English only. I do recognize many foreign titles, such as German, French or Spanish ones: just "
        "type the title.",
        (("What I can do", "help"),),
    ),
    Subject(
        "cost",
        (
            "FREE YOU",
            "only FREE THIS",
            "only FREE use",
            "only how much FREE",
            "pay YOU for",
            "only pay for THIS",
            "only have pay THIS",
            "trial YOU",
        ),
        "I cost you nothing: the software is free under the MIT licence. Whoever runs me here pays for the hosting.",
        (("What I can do", "help"),),
    ),
    Subject(
        "limits",
        (
            "what LIMIT YOU",
            "YOU LIMIT do what",
            "YOU LIMIT answer",
            "what YOU NOT do",
            "what YOU dont",
            "YOU limit",
            "only limitation",
            "what you bad",
        ),
        "I never score, rank or store candidates. I know no people, write no texts, give no legal advice, and "
        "answer in English "
        "only. What I know is titles, terms and interview questions.",
        (("What I can do", "help"), ("Browse", "browse")),
    ),
    Subject(
        "how to ask",
        (
            "how use THIS",
            "how use YOU",
            "only how use",
            "how work THIS",
            "how work YOU",
            "what ask YOU",
            "how ask YOU",
            "only how start",
            "get started",
            "only help ME",
            "only help need",
            "only YOU help",
            "only instructions",
            "user guide",
            "only tutorial",
            "how begin",
        ),
        "Type a title, a term or an abbreviation from a CV. Or ask in plain words: “questions for a senior "
        "…”, “titles for …”, “… vs …”. "
        "In a channel, mention me first.",
        (("Try: senior questions", "questions senior"), ("What I can do", "help")),
        shows_example=True,
    ),
    Subject(
        "abilities",
        (
            "what YOU can do !not",
            "what YOU good",
            "what YOU able",
            "what else YOU do",
            "what YOU know !mean",
            "what YOU help",
            "what question YOU answer !to",
            "only what YOU do",
            "only who BE YOU",
            "only what BE YOU",
            "only who YOU",
            "only YOU name",
            "introduce yourself",
            "about yourself",
            "YOU purpose",
            "what YOU for",
            "YOU feature",
        ),
        "I'm Dragoman. I explain job titles and terms of diplomacy, give you titles and search strings to "
        "find people with, and "
        "interview questions with what good answers sound like.",
        (("What I can do", "help"), ("Browse", "browse")),
        shows_example=True,
    ),
    Subject(
        "daily term",
        (
            "THIS every day !term !terms !tip !tips !off !stop",
            "YOU every day !term !terms !tip !tips !off !stop",
            "ME every day !term !terms !tip !tips !off !stop",
            "DAILY how get !term !terms !tip !tips !off !stop",
            "DAILY YOU !term !terms !tip !tips !off !stop",
            "DAILY THIS !term !terms !tip !tips !off !stop",
            "THIS every week !term !terms !tip !tips !off !stop",
            "remind ME",
        ),
        "I can post one term a day, in a channel or to you alone. Send “tips on” where it should come, and “tips off” "
        "to stop it.",
        (("Daily term here", "tips"), ("Today's term", "tip")),
    ),
    Subject(
        "documents",
        ("FILE YOU MAKE", "FILE THIS", "FILE WRITE", "FILE GIVE ME", "FILE as", "attach YOU"),
        "I make interview kits as Word or PDF files: “kit senior consul 45 minutes panel of 2”. Any other answer "
        "you can copy, or share with your channel.",
        (("Interview kit", "kit"), ("What I can do", "help")),
        takes_entry=True,
    ),
    Subject(
        "other subjects",
        (
            "OFF",
            "ignore instructions",
            "ignore prompt",
            "system prompt",
            "YOU prompt",
            "what time is it",
            "what day is it",
            "capital of what",
            "capital of whats",
            "who won",
            "latest news",
        ),
        "I can't help with that one. I know the words of diplomacy: job titles, terms and interview questions.",
        (("Browse", "browse"), ("What I can do", "help")),
    ),
)
"""All subjects. If several match, the one with the longest pattern counts; the first of equals."""

_BY_NAME = {subject.name: subject for subject in SUBJECTS}


async def run(request: Request, services: Services) -> Reply:
    """The answer to the subject that the text names or asks about; without one, what the bot is."""
    found = _read(request.text, services)
    subject, entry = found if found is not None else (_BY_NAME["abilities"], None)
    return reply(
        text(subject.answer),
        text(Bold(entry.name), f": {short_answer(entry.definition)}") if entry else None,
        actions(example_button(services) if subject.shows_example else None, *_buttons(subject, entry, services)),
        shareable=False,
    )


def subject_of(typed: str, services: Services) -> Subject | None:
    """The subject that a line asks about; None if it asks for something else."""
    found = _read(typed, services)
    return found[0] if found else None


def _buttons(subject: Subject, entry: Entry | None, services: Services) -> list[Button]:
    if entry is None:
        return [Button(label, command) for label, command in subject.buttons]
    has_role = bool(roles_of(entry, services.library))
    wanted = [pair for pair in subject.buttons if has_role or pair[1] == "define"] or [("What it means", "define")]
    return [Button(label, f"{command} {entry.name}") for label, command in wanted]


def _read(typed: str, services: Services) -> tuple[Subject, Entry | None] | None:
    """The subject of a line and the entry that it names, if any."""
    head = re.split(r":\s|\n", typed, maxsplit=1)[0]
    if named := _BY_NAME.get(normalize(head)):
        return named, None
    words = normalize(head).split()
    if not words or len(words) > LONGEST_QUESTION:
        return None
    readings = _readings(words)
    present = _present(readings)
    if not any(_size(pattern, readings, present) for pattern, _ in _patterns_for(present)):
        return _of_anything_else(words, typed, services.library)
    library = services.library
    if library.is_form(typed):
        return None
    match = library.match(typed)
    entry = match.entry or next(iter(match.suggestions), None)
    name = _name_in(words, match, entry)
    is_named = bool(name) or match.entry is not None or match.named or match.ambiguous is not None
    subject = _best(_readings(f" {' '.join(words)} ".replace(f" {name} ", " ").split()), is_named)
    return (subject, entry if is_named else None) if subject else None


def _of_anything_else(words: list[str], typed: str, library: Library) -> tuple[Subject, None] | None:
    """What to say to any other question to the bot that names no entry: "can you park a car", "are you married"."""
    is_asked = words[0] in INVERTED | COPULA and any(word in _WORDS_OF["YOU"] for word in words[1:2])
    if not is_asked or len(words) < SHORTEST_REQUEST or words[2] in lexicon().question:
        return None
    match = library.match(typed)
    if match.entry is not None or match.named or match.ambiguous is not None:
        return None
    return _BY_NAME["other subjects" if words[0] in INVERTED - {"do", "did"} else "abilities"], None


def _best(readings: list[frozenset[str]], is_named: bool) -> Subject | None:
    present = _present(readings)
    sizes = [
        (_size(pattern, readings, present), -SUBJECTS.index(subject))
        for pattern, subject in _patterns_for(present)
        if (subject.takes_entry if is_named else not subject.needs_entry)
    ]
    size, place = max(sizes, default=(0, 0))
    return SUBJECTS[-place] if size else None


def _patterns_for(present: frozenset[str]) -> Iterator[tuple[str, Subject]]:
    """The patterns that may match a line: those whose rarest word or kind of words it has."""
    by_part = _patterns()
    return (pair for part in present if part in by_part for pair in by_part[part])


@cache
def _patterns() -> dict[str, list[tuple[str, Subject]]]:
    """All patterns and their subjects, by the part of the pattern that the fewest lines have."""
    by_part: defaultdict[str, list[tuple[str, Subject]]] = defaultdict(list)
    for subject in SUBJECTS:
        for pattern in subject.patterns:
            wanted = sorted(_parts(pattern)[1] - {"PLACE"})
            by_part[min(wanted, key=_commonness)].append((pattern, subject))
    return by_part


def _commonness(part: str) -> tuple[bool, int]:
    """How many lines have a word or a kind of words, roughly: function words are in most."""
    words = _WORDS_OF[part] if part.isupper() else {part}
    return bool(words & lexicon().function), len(words)


def _name_in(words: list[str], match: Match, entry: Entry | None) -> str:
    """The form of the entry that is in the line: the words of "human rights officer" say nothing about the subject."""
    forms = [form for form, _ in forms_of(entry)] if entry else []
    names = [normalize(form) for form in (*forms, *([match.ambiguous.form] if match.ambiguous else []))]
    line = f" {' '.join(words)} "
    inside = [name for name in names if len(name) >= SHORTEST_NAME and f" {name} " in line]
    return max(inside, key=len, default="")


def _present(readings: list[frozenset[str]]) -> frozenset[str]:
    """The words of a line, in all readings, and their kinds."""
    words = frozenset().union(*readings)
    return words.union(*(_KINDS_OF[word] for word in words if word in _KINDS_OF))


def _size(pattern: str, readings: list[frozenset[str]], present: frozenset[str]) -> int:
    """How many words of a line the pattern explains; 0 if it doesn't match."""
    only, wanted, excluded = _parts(pattern)
    if not present.issuperset(wanted - {"PLACE"}) or not present.isdisjoint(excluded):
        return 0
    if "PLACE" in wanted and not any(_is_kind("PLACE", words) for words in readings):
        return 0
    if only:
        rest = [words for words in readings if not any(_is_kind(part, words) for part in wanted)]
        if not all(words & lexicon().function or words & _WORDS_OF["POLITE"] for words in rest):
            return 0
    return len(wanted) + only


@cache
def _parts(pattern: str) -> tuple[bool, frozenset[str], frozenset[str]]:
    """Whether a pattern begins with "only", the words and kinds that it wants, and those that it excludes."""
    parts = [part for part in pattern.split() if part != "only"]
    wanted = frozenset(part for part in parts if part[0] != "!")
    return pattern.startswith("only "), wanted, frozenset(part[1:] for part in parts if part[0] == "!")


def _is_kind(part: str, words: frozenset[str]) -> bool:
    """Whether a word, in any of its readings, is of a kind or is the word of the pattern."""
    if part == "PLACE":
        return any(len(word) >= SHORTEST_PLACE and known_zone(word) is not None for word in words)
    return not words.isdisjoint(_WORDS_OF[part]) if part.isupper() else part in words


def _readings(words: list[str]) -> list[frozenset[str]]:
    """For each word of a line, the word and its singular, and the word that it's a misspelling of."""
    return [frozenset((word, stem(word), _corrected(word))) for word in words]


def _corrected(word: str) -> str:
    if len(word) < SHORTEST_MISTYPED or lexicon().is_word(word):
        return word
    near = extractOne(word, _ALL_WORDS, scorer=OSA.distance, score_cutoff=1)
    return near[0] if near else word


_ALL_WORDS = tuple({word for words in _WORDS_OF.values() for word in words if len(word) >= SHORTEST_MISTYPED})


def _claims(line: str, services: Services) -> bool:
    return subject_of(line, services) is not None


command = Command(
    name="about",
    summary="What I store, where my answers come from, and what I never do",
    usage="about [topic]",
    examples=("about privacy", "about sources", "about limits"),
    run=run,
    pure=True,
    takes=lambda rest, services: normalize(rest) in _BY_NAME,  # "about consul"
    claims=_claims,
    order=92,
)

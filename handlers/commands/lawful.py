"""`lawful`: what a candidate may not be asked about, such as age, family or religion, and what to ask instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from content.lawful import ASK_INSTEAD, LEARNED_LANGUAGE
from content.lookup.normalize import normalize
from handlers.command import Command, Services
from handlers.kit.pages import NOT_TO_ASK
from handlers.lookup_replies import roles_of
from handlers.personal_topics import IS_PERSON, PersonalTopic, personal_topic
from handlers.reply import Bold, Button, Heading, Reply, actions, items, note, reply, text
from handlers.request import Request

NO_ADVICE = "I give no legal advice: your HR or legal team knows the law where you hire."
_SPELLED = {"family": "family or children", "health": "health or disability", "origin": "origin, sex or gender"}
_UNLAWFUL = " In most countries it's unlawful, and it says nothing about the work."
_NEAR_ORIGIN = " It comes close to choosing by origin, which is unlawful in most countries. The level counts."
_BY_LAW = frozenset(("nationality", "birthplace"))
_ASKS_FOR_ALL = re.compile(
    r"""\bwhat\b .{0,20} (?:\b(?:not|never|allowed\ to)|n't)\ (?:(?:be|i|we|you)\ )?ask(?:ed)?\b
    | \b(?:illegal|unlawful|forbidden|discriminatory|off[-\ ]limits)\b .{0,20} \b(?:questions?|topics?|ask)\b
    | \b(?:questions?|topics?|things)\b .{0,24} \b(?:not\ (?:allowed|ask) | illegal | unlawful | forbidden | avoid
    | off[-\ ]limits | never\ ask | may\ not )\b
    | \b(?:avoid|never|not)\ (?:to\ )?ask(?:ing)?\ ?\W*$
    | \bdiscriminat\w+ .{0,16} \binterviews?\b""",
    re.I | re.X,
)


_HINTS = frozenset(
    """
    ask asks asking asked out inquire enquire bring check google look allowed legal lawful illegal unlawful forbidden
    discriminatory discrimination discriminate discriminating limits avoid never not ok okay fine
    old young younger youngish under over below above older unmarried childless
    mother mothers parents pregnant kids single
    muslim muslims christian christians jew jews jewish hindu hindus buddhist buddhists catholic catholics man men woman
    women male males female females lady ladies girl girls foreigners immigrants native white black asian arab disabled
    old reject rejected handicapped require request record recording googling facebook instagram photo photos
    """.split()
)
"""Words one of which is in every line about what may not be asked: a cheap check, since most lines have none."""
_WORD = re.compile(r"[^\W\d_]+")
_MAY_I_ASK = re.compile(
    r"^\W*(?:can|may|could|should|am)\s(?:i|we)\s(?:allowed\sto\s)?ask\s"
    r"(?:him|her|them|someone|an?\s(?:candidate|applicant|person)|the\s(?:candidate|applicant)|candidates|applicants)\b",
    re.I,
)
_ASKS_WHETHER = re.compile(
    r"^\W*(?:(?:can|may|could|should|am|are)\s(?:i|we|you)|(?:is\s(?:it|that)\s|are\sthey\s)?"
    r"(?:ok|okay|alright|fine|legal|lawful|allowed|right)(?:\sfor\s(?:us|me))?)\s(?:allowed\s)?(?:to\s)?(?:even\s|also\s)?"
    r"(?P<verb>ask(?!\s(?:you|u|something|for\shelp|a\s(?:\w+\s)?question)\b)|check|require|request|look\s(?:at|up|into|through)|search|google|record|demand|insist\son|see)\b",
    re.I,
)
_ASKS_FOR = re.compile(r"\bask\sfor\b", re.I)
_PERSON = (
    r"(?:he|she|they|(?:a|the|my|our|this)\s(?:candidate|applicant|person|interviewee)|candidates|applicants|people"
    r"|somebody|someone)"
)
_CLOSED = r"(?:classified|(?:top\s)?secret|confidential|under\san?\snda)"
_CANNOT_TELL = re.compile(
    rf"""\b{_PERSON}\b [^.?!]{{0,30}}?
      \b(?: can['’]?t | can\s?not | couldn['’]?t | won['’]?t | may\snot | must\snot | refuses?\sto | not\swant\sto
      | (?:(?:is|are|was|were)n['’]t|not|never)\s(?:allowed|able|free|permitted)\sto
      | doesn['’]?t\swant\sto )
      \s(?:really\s|even\s|want\sto\s)? (?: discuss | reveal | disclose | share\s(?:it|that|this|any|details|anything)
      | (?:talk|speak)(?:\sto\s(?:me|us))?(?:\s(?:freely|openly|more))?(?:\s(?:about|of)\b | \W*$)
      | (?:say|tell(?:\s(?:me|us))?)(?:\s(?:anything|more|much|it|that|any\smore))?(?:\sabout\b | \W*$)
      | give\s(?:me\s|us\s|any\s)?(?:details|examples?|names) | go\sinto\s(?:details?|it|that) )
    | \b(?:if|says?|said|claims?|tells?\s\w{{2,4}}|told\s\w{{2,4}}|thinks?|{_PERSON})\b [^.?!]{{0,20}}?
      \b(?:it|that|this|everything|(?:the|their|his|her)\s(?:\w{{2,12}}\s)?(?:work|job|post|file|answer|case|example|details?)s?)
      (?:['’]?s|\s(?:is|was|are|were))\s(?:all\s|too\s|still\s)?{_CLOSED}\b
    | \b(?:ask|asking|talk|talking|speak|interview|interviewing|question|questions|tell)\b [^.?!]{{0,30}}?
      \b(?:about|on|of)\s(?:\w{{2,8}}\s)?{_CLOSED}\s(?:work|jobs?|posts?|things?|stuff|matters?|projects?|information|material|tasks?|roles?|topics?)\b
    | \b{_PERSON}\b [^.?!]{{0,20}}?\b(?:signed|has|under|bound\sby)\s(?:an?\s|the\s)?(?:nda|official\ssecrets)\b
    | ^\W*classified\swork\W*$""",
    re.I | re.X,
)
"""Supposes that somebody may not tell what they did, or asks how to talk about such work."""


def cannot_tell(line: str) -> bool:
    """Whether a line is about a candidate who may not talk about their work: "what if he says it's classified"."""
    return _CANNOT_TELL.search(line) is not None


@dataclass(frozen=True, slots=True)
class MayAsk:
    """A topic that the job may need, how to ask every candidate about it, and what to leave out."""

    topic: str
    asked: re.Pattern[str]
    question: str
    beware: str
    lead: str = ""
    """The first sentence, if the topic may not be asked about as a rule."""


MAY_ASK = (
    MayAsk(
        "classified work",
        _CANNOT_TELL,
        "Then leave it out. Take the nearest case that you may tell, or say what you would do.",
        "Leaving out a detail never counts against a candidate, and the same ticks hold for another case. Ask on about "
        "their own part: what they decided, who had to agree, what changed. Take no names and nothing classified.",
        "Don't press.",
    ),
    MayAsk(
        "past pay",
        re.compile(
            r"\b(?:(?:past|current|present|previous|last)\s(?:salary|salaries|pay|wages?)|(?:salary|pay|wage)\s(?:history|slips?)"
            r"|(?:earn|earns|earned|makes?|made)\s(?:now|today|before|there|at)|(?:he|she|they)\s(?:earns?|earned))\b",
            re.I,
        ),
        "The pay is in this range. Does that fit?",
        "EU rules on pay transparency and the laws of many US states forbid the question.",
        "Don't ask what somebody earns or has earned.",
    ),
    MayAsk(
        "a criminal record",
        re.compile(
            r"\b(?:criminal|convict(?:ed|ions?)|arrest(?:s|ed)?|police\s(?:check|record|clearance)s?|background\schecks?)\b",
            re.I,
        ),
        "The post needs a background check after an offer. Do you agree to it?",
        "Arrests that led nowhere, and old sentences that count as spent, are protected in many places.",
        "Ask about a criminal record only if the post needs the check, and in many places not before an offer.",
    ),
    MayAsk(
        "security clearance",
        re.compile(r"\b(?:clearances?|vett(?:ed|ing))\b", re.I),
        "Have you held a clearance? At which level, and until when?",
        "Don't ask what the vetting found: its service decides, not you.",
    ),
    MayAsk(
        "the right to work",
        re.compile(
            r"\b(?:visa\sstatus|work\s(?:permit|visa)s?|right\sto\swork|residence\spermit|green\scard|immigration\sstatus)\b",
            re.I,
        ),
        "Do you have the right to work in this country, or would you need a permit?",
        "Papers are checked after an offer. Don't ask where somebody was born.",
    ),
    MayAsk(
        "military service",
        re.compile(
            r"\b(?:(?:military|army|national|reserve|armed)\s(?:service|duty|record|forces)|veterans?|reservists?)\b",
            re.I,
        ),
        "Which tasks and training from your service match this post?",
        "Don't ask about reserve duty to come, the kind of discharge, or why somebody didn't serve.",
    ),
    MayAsk(
        "the reason for leaving",
        re.compile(
            r"\bwhy\b.{0,24}\b(?:left|leav(?:e|es|ing)|quit|resign(?:s|ed)?)\b|\breasons?\s(?:for|of)\sleaving\b", re.I
        ),
        "Why did you leave your last post, or why would you?",
        "Stop where the answer turns to health or family. Diplomats may not be free to say why a posting ended.",
    ),
    MayAsk(
        "a gap in a CV",
        re.compile(r"\b(?:gaps?|career\sbreaks?)\b", re.I),
        "What would you like to tell us about the time between these two posts?",
        "It may have been illness, a child or a partner's posting, so a short answer is enough.",
    ),
    MayAsk(
        "private profiles",
        re.compile(r"\b(?:facebook|instagram|tiktok|twitter|social\s(?:media|profiles?)|google)\b", re.I),
        "Which public work of yours should we read?",
        "They show age, family and religion, and data protection law may forbid it. LinkedIn is made for employers.",
        "Leave private profiles and searches for a person's name alone.",
    ),
    MayAsk(
        "a photo",
        re.compile(r"\b(?:photo(?:graph)?s?|headshots?)\b", re.I),
        "Please send your CV without a photo.",
        "It shows age, sex and origin. If a CV has one all the same, it must not count.",
        "Don't ask for a photo.",
    ),
    MayAsk(
        "recording",
        re.compile(r"\brecord(?:ing)?\b.{0,20}\b(?:interviews?|calls?|talks?|them|him|her|candidates?)\b", re.I),
        "Do you agree that we record this call, and delete it after the decision?",
        "In many places it's an offence to record a talk in secret.",
        "Record a talk only if everybody in it has agreed.",
    ),
    MayAsk(
        "moving, travel and hard posts",
        re.compile(
            r"\b(?:(?:willing|ready|able|happy|prepared|want|would|could|will|can)(?:\sto)?\s(?:move|go|live|travel|fly)"
            r"|mov(?:e|es|ing)\sto|relocat\w{1,5}|travel(?:l?ing|s)?|be\sposted|hardship|mobil(?:e|ity)|field\swork)\b",
            re.I,
        ),
        "The post is in this place, with these trips and moves. Are you willing and able to take it up?",
        "Yes or no is enough: don't ask why not, nor about a partner, children or health.",
    ),
    MayAsk(
        "the date of a start",
        re.compile(
            r"\b(?:notice\speriod|availab(?:le|ility)|start(?:ing)?\sdate|(?:could|can|would|able\sto)\sstart)\b", re.I
        ),
        "When could you start?",
        "Don't ask what keeps somebody until then.",
    ),
    MayAsk(
        "working hours",
        re.compile(r"\b(?:nights?|weekends?|shifts?|overtime|on\scall|evenings?|working\shours)\b", re.I),
        "The job has duty at night and at weekends. Can you do that?",
        "Don't ask what stands in the way, such as children or a religion.",
    ),
    MayAsk(
        "languages",
        re.compile(r"\b(?:speaks?|languages?|fluent)\b", re.I),
        "Which languages do you work in, and at what level?",
        "Don't ask how a language was learned, or for native speakers.",
    ),
    MayAsk(
        "expected pay",
        re.compile(r"\b(?:salary|pay|wage)\s(?:expectations?|range)\b|\bexpects?\sto\s(?:earn|be\spaid)\b", re.I),
        "The pay is in this range. Does that fit?",
        "In some places you may not ask what somebody earns now.",
    ),
    MayAsk(
        "references",
        re.compile(r"\b(?:references?|referees?)\b", re.I),
        "Whom may we ask about your work, and when?",
        "Ring nobody before the candidate has agreed; a present employer may not know.",
    ),
)
"""What may be asked of everybody if the job needs it. A topic of content.lawful.ASK_INSTEAD in the line comes first."""


async def run(request: Request, services: Services) -> Reply:
    """What not to ask about the topic that the text names, and what to ask instead; all topics if it names none."""
    named = normalize(request.text)
    found = PersonalTopic(named) if named in ASK_INSTEAD else personal_topic(request.text, services.library)
    if found and not cannot_tell(request.text):
        return about_topic(found, request.text, services)
    allowed = _may_ask(request.text)
    return _allowed(allowed) if allowed else _overview(unknown=_ASKS_WHETHER.search(request.text) is not None)


def _may_ask(line: str) -> MayAsk | None:
    return next((one for one in MAY_ASK if one.asked.search(line)), None)


def _allowed(one: MayAsk) -> Reply:
    return reply(
        text(Bold(one.lead))
        if one.lead
        else text(
            Bold(f"You may ask about {one.topic}"), ", if it's what the job needs and you ask every candidate the same."
        ),
        text("Say instead: " if one.lead else "In these words: ", Bold(f"“{one.question}”")),
        text(one.beware),
        note(NO_ADVICE),
        actions(Button("What not to ask", "lawful"), Button("Interview questions", "questions")),
        shareable=False,
    )


def about_topic(found: PersonalTopic, typed: str, services: Services) -> Reply:
    """What not to ask about a topic, or not to choose people by, and what to ask instead."""
    topic = _SPELLED.get(found.topic, found.topic)
    allowed = _may_ask(typed) if found.topic == "family" else None  # "may we ask about moving with children"
    instead = allowed.question if allowed else ASK_INSTEAD[found.topic]
    entry = services.library.match(typed).entry
    role = next(iter(roles_of(entry, services.library)), None) if entry else None
    return reply(
        text(
            Bold(f"Don't choose people by {topic}." if found.chooses else f"Don't ask about {topic}."),
            _NEAR_ORIGIN if found.topic == LEARNED_LANGUAGE else _UNLAWFUL,
        ),
        text("Ask every candidate instead: ", Bold(f"“{instead}”")),
        text("A few posts need a nationality or a clearance by law. Their adverts say so.")
        if found.topic in _BY_LAW
        else None,
        note(NO_ADVICE),
        actions(
            Button("What else not to ask", "lawful"),
            Button("Interview questions", f"questions {role.name}" if role else "questions"),
            Button("Requirements", f"requirements {role.name}") if role else None,
        ),
        shareable=False,
    )


def _overview(*, unknown: bool) -> Reply:
    return reply(
        Heading("What not to ask a candidate"),
        text("I have nothing on this question by itself. See whether it touches one of these:") if unknown else None,
        text(
            "You may ask what the job needs, of every candidate in the same words. In most countries these are "
            "unlawful or unfair; behind each is what you may ask instead."
        ),
        items((Bold(f"{topic}: "), instead) for topic, instead in NOT_TO_ASK),
        note(NO_ADVICE),
        actions(Button("Interview questions", "questions")),
    )


def _claims(line: str, services: Services) -> bool:
    closed = cannot_tell(line)
    if not closed and _HINTS.isdisjoint(_WORD.findall(line.casefold())):
        return False
    if closed or _ASKS_FOR_ALL.search(line.replace("’", "'")):
        return True
    if personal_topic(line, services.library) is not None:
        return True
    if (asks := _ASKS_WHETHER.search(line)) and _may_ask(line):
        entry = services.library.match(line).entry
        about_people = IS_PERSON.search(line) or _ASKS_FOR.search(line) or asks["verb"].casefold() != "ask"
        return entry is None or bool(about_people)
    if _MAY_I_ASK.search(line):
        return services.library.match(line).outcome != "answer"
    return asks is not None and asks["verb"].casefold() == "ask" and services.library.match(line).outcome == "none"


command = Command(
    name="lawful",
    summary="What you may not ask a candidate, and what to ask instead",
    usage="lawful [topic]",
    examples=("lawful", "lawful age"),
    run=run,
    pure=True,
    takes=lambda rest, services: normalize(rest) in ASK_INSTEAD or rest == "classified work",
    claims=_claims,
    stands_alone=True,  # "can I ask how old she is" is about a candidate, whatever is on the screen
    listed=False,
    order=89,  # before small talk and questions about the bot
)

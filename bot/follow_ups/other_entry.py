"""Follow-ups about another entry: "and ambassador?", "no, I meant vice consul", "vs consulate", "the UN one"."""

from __future__ import annotations

from dataclasses import replace

from bot.follow_ups.line import Line
from bot.follow_ups.same_entry import elsewhere
from bot.follow_ups.words import LEADING, MORE, PRAISED, SEVERAL, level_alone, pattern, stripped, words_of
from content.lookup.normalize import normalize
from content.models import Entry, Role, Term
from handlers.grade_cards import beside_other_grades, line_of
from handlers.parsing.grade import read_grades
from handlers.several import named_together

SHORTEST_NAME = 2
"""Letters of "US" and "EU", which are words if they are in lower case."""
MOST_KIND_WORDS = 2
"""Words that choose one of several entries on the screen."""
_ABOUT = pattern(r"^\W* (?: (?:and|or|so|ok)\ )* (?: (?:what|how)\ about | what'?s?\ with )\b")
_VERSUS = pattern(
    r"""\b(?: compare[ds]? (?:\ (?:it|this|that|them))? (?:\ (?:with|to|and|against))? | vs\.? | versus
    | (?:the\ )?diff(?:erences?)?\ (?: to | from | with | between (?:\ (?:it|this|that)\ and)? )
    | differ(?:s|ent)?\ from | (?:how\ is\ (?:it|this|that)\ )? different\ (?:from|to|than)
    | (?: higher | lower | better | bigger | more\ (?: senior | junior | important ) | senior | junior )\ (?:than|to)
    | (?:the\ )?same\ (?:thing\ )?as
    | (?:is\ (?:it|that|this)\ )? (?:(?:so|a\ bit|kind\ of|sort\ of|more|basically|just|much)\ )*
      (?:like|similar\ to)(?=\ (?:an?|the)\ )
    | above | below | equal\ to | outranks? )\b"""
)
_VERSUS_BOTH = pattern(
    r"^\W* (?: vs\.? | versus | compared\ (?:to|with) )\ (?P<others> .+\ (?:vs\.?|versus|and|or|to)\ .+ )$"
)
"""Two further names: "vs asylum seeker vs migrant"."""
_PAID_THAN = pattern(
    r"""^\W* (?: is | are | do | does )\ (?: it | that | this | they | he | she | those )
    \ (?: get\ | usually\ | normally\ )?
    (?: (?:better|more|less|worse)\ paid | (?:paid|pay|earn|make|get)\ (?:more|less|better)(?:\ money)? )\ than
    \ (?:an?\ |the\ )? (?P<name>[^?!.,;]{2,40}?) \W*$"""
)
"""Another name, whose pay is beside that of the entry on the screen."""
_DIFFERENCE_LAST = pattern(
    r"""^\W* (?:an?\ |the\ )? (?P<name>[^?!.,;]{2,40}?) \W{1,3} (?:and\ |so\ )?
    (?: (?:what(?:['’]?s|\ is|\ are)?\ )?(?:the\ )?(?:main\ |exact\ )?diff(?:erence)?s?
    | (?:is|are)\ (?:that|it|they|those)\ (?:different|the\ same) | same(?:\ thing)?
    | how\ (?:do|does)\ (?:they|it|that)\ differ )
    (?:\ then|\ between\ (?:them|those|the\ two))? \W*$"""
)
"""Another name, and then what the difference is: "and a démarche? what's the difference"."""
_KIND = pattern(
    r"""^\W* (?: (?: hm+ | and | or | no | not\ (?:that|this|it|him|her|them)(?:\ one)? | i\ meant? | sorry | wait
    | oops | actually | rather | i\ (?:was\ asking|asked)\ (?:about|for)
    | ok | what\ about | how\ about | show\ me | (?:go\ )?back\ to )\W+ )*
    (?: (?:for|about)\ )? (?: an?\ | the\ )?
    (?P<kind>[\w-]+(?:\ [\w-]+)?)\ (?:ones?|kind|sort|type)\W*$"""
)
"""Another kind of the same thing: "and a cultural one?", "no, the UN one"."""
_ELSEWHERE = pattern(
    r"""^\W* (?: (?: and | so | but | ok | what['’]?s | what\ is | what\ about | how\ about
    | is\ there | the | an? | its )\W+ )*
    (?: (?P<whose> [\w.]{2,12} )\ (?: equivalents? | counterparts? | version | grades? )
    | (?: equivalents?\ | (?:the\ )?same\ | what\ would\ (?:it|that)\ be\ | what\ is\ (?:it|that)\ )?
      (?: in | at | for | with )\ (?:the\ )? (?P<where> [\w.]{2,12} (?:\ [\w.]{2,12})? )
      (?: \ (?: grades? | terms | system | scale ) )? ) \W* $"""
)
"""Asks for a grade in another employer's grades."""
_NOT_KIND = pattern(
    r"""^\W* (?: (?: no | but | sorry | i\ meant? )\W+ )* not\ (?:the|an?)\ (?P<kind>[\w-]+(?:\ [\w-]+)?)
    \ (?:ones?|kind|sort|type)\W*$"""
)
"""The kind that is on the screen and isn't meant: "not the UN one"."""
_KIND_WORDS = pattern(r"^(?:an?|the)\ | \ (?:ones?|kind|type|sort|version)$")
_CORRECTION = pattern(
    r"""^\W* (?: (?: no(?:pe)? | nah | sorry | oops | wait | actually | hm+ | oh | ok | but | well | rather
    | (?:scrap|forget|ignore|cancel|drop|skip|not)\ (?:it|that|this) | not\ what\ i\ meant?
    | not\ \w+(?:\ \w+)?,\ (?:but\ )?
    | i\ (?:actually\ )?(?:meant?|said|wanted|(?:was\ asking|asked)\ (?:about|for)) (?:\ to\ (?:say|type|write))?
    | (?:can|could)\ (?:you|we) | (?:make|change|turn|switch)\ (?:it|that|this) (?:\ (?:to|into|for))?
    | (?:another|a\ different|next)\ (?:role|one|job|term|title) (?=\s*[:,–-])
    | (?:change|switch)\ to | let'?s\ (?:do|try|make\ it) | do\ it\ for | try )\b\W* )+
    (?: (?:for|about|to|into|it'?s)\ )? (?: an?\ | the\ )?"""
)
"""The beginning of a line that corrects the one before: "sorry, I meant", "actually make it a"."""
_IS_ABOVE = pattern(
    r"""^\W* (?: (?: so | and | but | ok )\W+ )* (?:is|are)\ (?:an?\ |the\ )? (?P<name>[^?!.]{2,40}?)
    \ (?: higher | lower | better\ paid | better | bigger | more\ senior | more\ junior | senior | junior | above
    | below )
    (?:\ (?:than\ |to\ )?(?:it|that|this|them))? \W*$"""
)
_IS_IT = pattern(
    r"""^\W* (?: (?: so | and | but | ok | wait )\W+ )*
    (?: (?:is|are|isn['’]?t|aren['’]?t|was)\ (?:it|that|this|they|he|she|those|these)\ | (?<=so\ ) | (?=not\ ) )
    (?: (?: not | also | really | just | basically | then | actually | still | always | usually | maybe )\ )*
    (?: an?\ | the\ | a\ kind\ of\ ) (?P<name>[^?!.]{2,40}?) (?:\ (?:then|too|as\ well|or\ not))? \W*$"""
)
_BEYOND = pattern(r"\b(?: that | it | him | her | them | further | next )\b")
_END = pattern(
    r"""^\W* (?: (?: and | so | but | ok )\W+ )* (?: (?:who|what|which)(?:['’]?s|\ is|\ one\ is|\ comes|\ stands)?\ )?
    (?:(?:at|on|in)\ )?(?:the\ )?(?:very\ )?
    (?: (?P<top> top | highest | most\ senior ) | bottom | lowest | most\ junior )
    (?:\ (?:one|rank|rung|of\ (?:it|that|them|all)|of\ the\ (?:list|ladder)))? \W*$"""
)
"""Asks for one end of the ladder on the screen."""
_HIGHER_OF = pattern(
    r"^\W* (?: (?: and | no | the )\W+ )* (?: (?P<top> higher | more\ senior ) | lower | more\ junior )\ one \W*$"
)
"""Chooses one of the ranks that are offered."""
_THE_JOB = pattern(r"^\W* (?:and\ )? (?:the|as\ an?)\ (?:job|role|person|people) \W*$")
_DOWN = pattern(r"\b(?: below | down | lower | before | under )\b")
_ONE_FOR = pattern(
    r"""^\W* (?:(?:and|or|what\ about|how\ about|is\ there)\ )* (?:the|an?)\ (?:one|same)\ (?:for|on|who\ does|doing|in)
    \ (?:the\ )?(?P<subject>[\w-]{3,20}(?:\ (?:and\ )?[\w-]{3,20})?) \W*$"""
)
"""Another job of the same kind, by its subject."""
_INSTEAD = pattern(r"\ (?:instead|rather)\ ?(?:please|pls)?\W*$")
_SURE = pattern(
    r"\b(?: i | another | different | next | make | change | turn | switch | actually | rather | do | try )\b"
)
_PEOPLE = frozenset(("person", "people", "job", "role", "title", "position", "officer", "human", "guy", "individual"))


def of_another_kind(line: Line) -> str | None:
    """ "and a cultural one?" after a press attaché: the entry of that kind, if there is one."""
    kind = _KIND.match(line.typed)
    if kind is None and line.typed.count(" ") < MOST_KIND_WORDS:
        if line.topic.offered and len(line.topic.entries) > 1:
            return _among(LEADING.sub("", line.typed), line)  # "permanent" after "mission", which has several senses
        return _kind_of_it(line, line.typed.strip(" ?.!"))  # "press" after "attaché"
    if kind is None or not line.topic.entries or MORE.fullmatch(kind["kind"]):
        return None  # "another one" goes on
    wanted = kind["kind"]
    return _among(wanted, line) if len(line.topic.entries) > 1 else _of_kind(wanted, line.topic.entries[0], line)


def _of_kind(wanted: str, name: str, line: Line) -> str | None:
    """The same about the entry of a kind beside the one on the screen."""
    nouns = reversed(name.split())
    names = (f"{wanted} {name}", f"{name} {wanted}", *(f"{wanted} {noun}" for noun in nouns))
    other = next(filter(None, map(line.library.by_name, names)), None) or _related(wanted, name, line)
    if other is None and line.library.is_form(form := f"{wanted} {name.rsplit(maxsplit=1)[-1]}"):
        other = line.library.match(form).entry  # "the military one" after the cultural attaché
    if other is None and line.library.is_form(wanted) and (known := line.library.match(f"{wanted} {name}").entry):
        return f"define {wanted} {name}" if known.name == name else line.again(known.name)  # "the NATO one" after "SG"
    if other is None:
        return _among(wanted, line, line.topic.before) if len(line.topic.before) > 1 else None  # offered before
    return line.again(other.name) if other.name != name else None


def grade_elsewhere(line: Line) -> str | None:
    """ "and in the EU?", "the US equivalent?": the grade on the screen beside another employer's grades."""
    asked = _ELSEWHERE.match(line.typed)
    grade = next(iter(line.topic.entries), "")  # of two grades, the one asked about last
    if asked is None or not line.library.grade(grade):
        return None
    named = (asked["whose"] or asked["where"]).strip()
    whole = f"{grade} equivalent in the {named.upper() if len(named) == SHORTEST_NAME else named}"
    beside = beside_other_grades(read_grades(whole, line.library, sure=True), line.library)
    return f"grade {whole}" if beside else None


def _related(wanted: str, name: str, line: Line) -> Entry | None:
    """The only entry among those related to the one on the screen whose names have the words; "senior" is its level."""
    if level_alone(wanted) is not None:
        return None
    entry, words = line.library.by_name(name), set(normalize(wanted).split())
    others = line.library.linked(entry.related) if entry else []
    fitting = [other for other in others if words <= set(normalize(_names(other)).split())]
    return fitting[0] if len(fitting) == 1 else None


def _among(wanted: str, line: Line, shown: tuple[str, ...] = ()) -> str | None:
    """The first of the entries on the screen whose names, or else whose definition, have the words; None if all do."""
    entries = line.library.linked(shown or line.topic.entries)
    words = set(normalize(wanted).split())
    for text_of in (_name, _names, _definition):
        fitting = [entry for entry in entries if words <= set(normalize(text_of(entry)).split())]
        if 0 < len(fitting) < len(entries):
            chosen = fitting[0].name
            return line.topic.line(chosen) if line.topic.offered else f"define {chosen}"
    return None


def _name(entry: Entry) -> str:
    return entry.name


def _names(entry: Entry) -> str:
    return " ".join((entry.name, *entry.acronyms, *entry.aliases, *entry.found_by))


def _definition(entry: Entry) -> str:
    return entry.definition


def paid_more(line: Line) -> str | None:
    """ "is that paid more than a translator": the pay of the entry on the screen and of the other one."""
    than = _PAID_THAN.match(line.typed) if line.entry else None
    is_known = than is not None and line.library.match(than["name"]).outcome != "none"
    return f"pay {line.entry} and {than['name']}" if than and is_known else None


def compared(line: Line) -> str | None:
    """ "compare it with ambassador", "vs consulate": the entry on the screen and the one that is named."""
    typed = LEADING.sub("", line.typed)
    if line.entry and (both := _VERSUS_BOTH.match(typed)) and not line.topic.offered:
        return f"compare {line.entry} vs {both['others']}"
    if line.entry and (beside := _DIFFERENCE_LAST.match(typed)) and (other := line.entry_in(beside["name"])):
        return f"compare {line.entry} and {other}" if other != line.entry else None
    if line.entry is None or not (found := _VERSUS.search(typed)):
        return None
    before, behind = (stripped(part) for part in (typed[: found.start()], typed[found.end() :]))
    if before or not behind or SEVERAL.search(behind):
        return None  # the line may name both sides itself
    grade = read_grades(behind, line.library).first
    other = line_of(grade, line.library) if grade else line.entry_in(behind)
    if other is None and (kind := line.library.by_name(f"{_KIND_WORDS.sub('', behind)} {line.entry}")):
        other = kind.name  # "the difference to an honorary one"
    joined = "same as" if "same" in found[0].casefold() else "and"
    if other is None:  # a title of a similar job: "same as humanitarian coordinator?"
        asks = joined != "and" and line.library.match(behind).suggestions
        return f"compare {line.entry} {joined} {behind}" if asks else None
    form = _offered_form(line) if joined != "and" else ""
    return f"compare {form or line.entry} {joined} {behind if other == line.entry else other}"


def _offered_form(line: Line) -> str:
    """The word with several meanings whose entries are on the screen to choose from; empty if there is none."""
    forms = (form.form for pack in line.library.packs for form in pack.ambiguous if form.senses == line.topic.entries)
    return next(forms, "") if line.topic.offered and len(line.topic.entries) > 1 else ""


def is_it_one(line: Line) -> str | None:
    """ "is it an embassy?", "so not an ambassador?": the entry on the screen beside the one that it may be."""
    asked = (_IS_IT.match(line.typed) or _IS_ABOVE.match(line.typed)) if line.entry else None
    name = asked["name"] if asked else ""
    other = line.entry_in(name) if name and line.library.is_form(name) else None
    return f"compare {line.entry} and {other}" if other and other != line.entry else None


def further_up(line: Line) -> str | None:
    """ "and above that?" after the rank above one: the ladder from the next rank on, or down from the one below."""
    if line.topic.offered and (end := _END.match(line.typed) or _HIGHER_OF.match(line.typed)):
        ranks = [rank for pack in line.library.packs for one in pack.ladders for rank in one.entries]
        offered = sorted(filter(ranks.__contains__, line.topic.entries), key=ranks.index)
        return line.topic.line(offered[-1 if end["top"] else 0]) if len(offered) > 1 else None
    if line.topic.command == "ladder" and (end := _END.match(line.typed)):
        return f"ladder {'highest' if end['top'] else 'lowest'} rank"
    entry = line.library.by_name(line.topic.entry or "") if line.topic.command == "ladder" else None
    if entry is None or line.meaning != "ladder" or not _BEYOND.search(line.typed):
        return None
    is_down = _DOWN.search(line.typed) is not None
    rungs = next((one.entries for pack in line.library.packs for one in pack.ladders if entry.name in one.entries), ())
    place = rungs.index(entry.name) + (-1 if is_down else 1) if rungs else -1
    titles = entry.titles.below if is_down else entry.titles.above
    names = rungs[place : place + 1] if 0 <= place < len(rungs) else () if rungs else titles
    other = next(filter(None, map(line.library.by_name, map(str, names))), None)
    return f"ladder {other.name}" if other and other is not entry else None


def not_that_kind(line: Line) -> str | None:
    """ "not the UN one": the other sense of a name that the entry on the screen shares, or all of its senses."""
    asked, entry = _NOT_KIND.match(line.typed), line.library.by_name(line.entry or "")
    if asked is None or entry is None:
        return None
    names = normalize(" ".join((entry.name, *entry.aliases, *entry.acronyms))).split()
    if not set(normalize(asked["kind"]).split()) <= set(names):
        return None
    forms = [form for pack in line.library.packs for form in pack.ambiguous if entry.name in form.senses]
    form = min((form for form in forms if len(form.senses) > 1), key=lambda form: len(form.senses), default=None)
    if form is None:
        return None
    others = [sense for sense in form.senses if sense != entry.name]
    return line.again(others[0] if len(others) == 1 else form.form)


def job_of_it(line: Line) -> str | None:
    """ "the job": the job that belongs to the term on the screen."""
    entry = line.library.by_name(line.entry or "") if _THE_JOB.match(line.typed) else None
    return f"define {entry.roles[0]}" if isinstance(entry, Term) and entry.roles else None


def corrected(line: Line) -> str | None:
    """ "no, I meant vice consul", "actually make it senior", "I meant the person": the last line, put right."""
    lead = _CORRECTION.match(line.typed)
    instead = _INSTEAD.search(line.typed)
    if not lead and not instead:
        return None
    meant = line.typed[lead.end() if lead else 0 : instead.start() if instead else None].strip(" ?.!,")
    if not meant or _KIND.match(meant):
        return None
    if line.entry and (level := level_alone(meant)) is not None and line.topic.command:
        command = line.commands.find(line.topic.command)
        keeps = command is not None and command.takes_level and command.repeats
        return f"{line.topic.command if keeps else 'questions'} {level} {line.entry}"
    if line.entry and set(words_of(meant)) <= _PEOPLE and (entry := line.library.by_name(line.entry)):
        jobs = (entry.name,) if isinstance(entry, Role) else tuple(entry.roles) if isinstance(entry, Term) else ()
        return f"define {jobs[0]}" if jobs else None
    if lead and (elsewhere_or_graded := _of_same_job(line, meant)):
        return elsewhere_or_graded
    sure = instead or (lead and _SURE.search(lead[0])) or line.library.is_form(meant)
    return _named_instead(line, meant) if sure else None


def _named_instead(line: Line, meant: str) -> str | None:
    """The same about the entry that was meant, or all whose name has the word: "I meant Vienna" after a convention."""
    found = line.library.match(meant)
    if not line.explains(meant):
        return None
    if found.suggestions and line.entry and line.library.match(kind := f"{meant} {line.entry}").named:
        return f"define {kind}"
    return line.again(found.entry.name) if found.entry else None


def _of_same_job(line: Line, meant: str) -> str | None:
    """The last line at the grade, in the place or of the length that was meant: "make it P-3", "Madrid", "no, 45"."""
    if line.entry and line.topic.minutes and meant.isdecimal():
        return " ".join(filter(None, (line.topic.command, line.topic.level, line.entry, f"{meant[:3]} minutes")))
    asked = read_grades(meant, line.library)
    if asked.first is not None and not asked.unused:
        grade = line_of(asked.first, line.library)
        return _at_grade(line, grade) or f"define {grade}"
    return elsewhere(replace(line, typed=meant), line.entry) if line.entry else None


def of_other_subject(line: Line) -> str | None:
    """ "and the one for press?", after the cultural attaché: the same about the press attaché."""
    asked = _ONE_FOR.match(line.typed)
    if asked is None or line.entry is None:
        return None
    other = line.library.match(f"{asked['subject']} {line.entry.split()[-1]}").entry
    return line.again(other.name) if other and other.name != line.entry else None


def about_another(line: Line) -> str | None:
    """ "and ambassador?", "what about vice consul?": the same about another entry."""
    typed = PRAISED.sub("", line.typed).strip(" ?.!")  # "great, an ambassador" asks nothing
    behind = LEADING.sub("", typed)
    if not behind or behind == typed:
        return None
    if (grade := read_grades(behind, line.library).first) is not None:
        return _at_grade(line, line_of(grade, line.library))
    if several := named_together(behind, None, line.library):
        return f"{line.topic.command if line.repeats else 'define'} {' and '.join(entry.name for entry in several)}"
    other = line.library.match(behind)
    named = other.entry or (other.meant if line.topic.command == "fact" else None)
    if named is None:
        return _kind_of_it(line, behind)
    return f"define {named.name}" if _ABOUT.search(line.typed) else line.again(named.name)


def _at_grade(line: Line, grade: str) -> str | None:
    """ "and P-4?": the last command of that grade; beside a role, of the role at that grade."""
    command = line.commands.find(line.topic.command)
    role = line.library.by_name(line.entry) if line.entry else None
    if command and command.reads_grade and not command.explains and isinstance(role, Role):
        return f"{command.name} {role.name} {grade}"
    return line.topic.line(grade) if line.repeats else None


def _kind_of_it(line: Line, typed: str) -> str | None:
    """ "and vice?", "what about honorary?": the entry whose name is a word and that of the entry on the screen."""
    kind = _KIND_WORDS.sub("", typed)
    other = line.library.by_name(f"{kind} {line.entry}") if line.entry and kind else None
    return line.again(other.name) if other else None

"""Follow-ups that complete the interview kit on the screen: its length, panel and level, its file, its questions."""

from __future__ import annotations

from dataclasses import replace

from bot.follow_ups.line import Line
from bot.follow_ups.words import FILLERS, LEADING, PRONOUNS, REQUEST, level_alone, number_in, pattern, words_of
from handlers.kit.ats import SYSTEMS
from handlers.kit.pages import make_kit
from handlers.kit.plan import fit, plan
from handlers.kit.remake import kit_of
from handlers.kit.set_id import KitRequest, read_id
from handlers.parsing.panel import BARE_PANEL, spell_minutes, take_panel, take_room
from handlers.parsing.role_and_level import read_role_and_level

_FORMATS = {"word": "word", "docx": "word", "doc": "word", "docs": "word", "pdf": "pdf", "canvas": "canvas"}
"""The words for a file that `kit` reads, by the words that people type."""
_FILES = frozenset(("file", "document", "documents", "attachment", "download", "export"))
"""Words for any file."""
_ATS = {name.casefold(): name for name in SYSTEMS}
_OF_FILE = (
    FILLERS
    | _FILES
    | frozenset(
        """
        i for as in to into google format version copy paste save put kit email mail attach attached make turn it
        scorecard scorecards
        """.split()
    )
)
"""Words around the name of a format or of an applicant tracking system."""
_OF_SIZE = FILLERS | frozenset(
    """
    if by with make made minute minutes min mins hour long each only interview interviews interviewer interviewers
    panel slot shorter longer kit change will are we're it's same
    """.split()
)
"""Words around a number of minutes or of interviewers."""
_OWN = pattern(
    r"""^\W* (?:(?:can|could)\ (?:you|we|i)\ |please\ |and\ |also\ |i\ want\ to\ )*
    (?: add | include ) (?:\ in)? \ (?:an?|one|my|our|this|another|the|some|more)
    (?:\ (?:own|more|extra|further))? \ questions? (?:\ of\ (?:my|our)\ own)? \b [\s:,–-]* (?P<question>.*) $"""
)
"""A question of the person's own: "add the question: How do you use French at work?"."""
_WITHOUT = pattern(
    r"""^\W* (?:(?:can|could)\ (?:you|we|i)\ |please\ )?
    (?: (?P<swap> replace | swap | change | exchange ) | drop | skip | remove | delete | without | leave\ out )
    \ (?:out\ )? (?:the\ |number\ |question\ |q\ ?|nr\ |no\ )* [\w-]+ (?:\ (?:one|question))?
    \W* (?:please|pls)? \W*$"""
)
"""One of the questions isn't wanted: "swap question 2"."""


_WHO_ASKS = pattern(r"^\W* (?:(?:and|so|ok)\ )? who\ (?:asks|takes|gets|does|has)\ (?:what|which(?:\ \w+)?) \W*$")
"""Who of the panel asks which question: the kit says so."""
_KIT_ITSELF = pattern(r"^\W* (?:(?:and|the|a|show|me|give|my|our|please)\ )* score\ ?cards? \W* (?:please|pls)? \W*$")
"""The kit on the screen has the scorecard in it."""
_GUIDE = pattern(r"\b(?: guides? | answers? | ticks? | (?:listen|look)\ for | sounds?\ like )\b")
"""The answer guide of a question of the kit: "answer guide 2"."""
_LONGEST_GUIDE = 8
"""Words of a line that asks for one."""


def completed(line: Line) -> str | None:
    """ "make it 30 minutes", "as word", "for greenhouse", "swap question 2": the line of the kit that is meant."""
    known = read_id(line.topic.kit, line.library) if line.topic.kit else None
    if known is None or line.topic.command != "kit":
        return None
    if line.topic.level is None:  # the answer asks for the level
        if level := level_alone(line.typed):
            return replace(known, level=level).line(line.library)
        changed = (
            _of_other_length(line, known) or _resized(line, known) or (_as_file(line) and known.line(line.library))
        )
        return changed.replace(f"kit {known.level} ", "kit ", 1) if changed else None
    if _WHO_ASKS.match(line.typed) or _KIT_ITSELF.match(line.typed):
        return f"kit {line.topic.kit}"
    return _guide(line) or _as_file(line) or _edited(line) or _of_other_length(line, known) or _resized(line, known)


def _as_file(line: Line) -> str | None:
    """The kit on the screen as a file, or as text for an applicant tracking system."""
    words = words_of(PRONOUNS.sub(" ", line.typed))
    named = [word for word in words if word not in _OF_FILE]
    if not named and not _FILES.isdisjoint(words):
        named = ["word"]
    if len(named) != 1:
        return None
    if named[0] in _ATS:
        return f"kit {line.topic.kit} for {_ATS[named[0]]}"
    return f"kit {line.topic.kit} as {_FORMATS[named[0]]}" if named[0] in _FORMATS else None


def _guide(line: Line) -> str | None:
    """The answer guide of one of the kit's questions, by its number in the kit."""
    words = words_of(line.typed)
    number = number_in(words) if _GUIDE.search(line.typed) and len(words) <= _LONGEST_GUIDE else None
    kit = kit_of(line.topic.kit, line.library) if number else None
    if kit is None or number is None or number > len(kit.plan.questions):
        return None
    asked, role = kit.plan.questions[number - 1 if number > 0 else -1], kit.plan.request.role
    place = next((place for place, one in enumerate(role.questions[asked.level], 1) if one is asked.guide), None)
    return f"guide {asked.level} {role.name} {place}" if place else None


def _edited(line: Line) -> str | None:
    """The kit on the screen with a question of the person's own, or without one of its questions."""
    if own := _OWN.match(line.typed):
        question = own["question"] if own["question"].rstrip().endswith("?") else ""
        return f"kit {line.topic.kit} own {question}".rstrip()
    dropped, number = _WITHOUT.match(line.typed), number_in(words_of(line.typed))
    kit = kit_of(line.topic.kit, line.library) if dropped and number else None
    if dropped is None or number is None or kit is None or number > len(kit.plan.questions):
        return None
    asked = kit.plan.questions[number - 1 if number > 0 else -1]
    return f"kit {line.topic.kit} {'swap' if dropped['swap'] else 'drop'} {asked.place}"


_LENGTHS = (20, 30, 45, 60, 90)
"""Minutes of the usual interviews."""
_OTHER_LENGTH = pattern(
    r"""^\W* (?: (?:make|can|could|you|it|this|that|the|kit|a|bit|much|too|is|that['’]?s|it['’]?s|please)\W+ )*
    (?: (?P<shorter> shorter | long ) | (?P<longer> longer | short ) ) \W* (?:please|pls|version|one)? \W*$"""
)
"""A kit of another length, without its minutes: "shorter", "too long"."""


def _of_other_length(line: Line, known: KitRequest) -> str | None:
    """The kit on the screen in the next shorter or longer usual time."""
    asked = _OTHER_LENGTH.match(line.typed)
    if asked is None:
        return None
    shorter = [minutes for minutes in _LENGTHS if minutes < known.minutes]
    longer = [minutes for minutes in _LENGTHS if minutes > known.minutes]
    minutes = (shorter[-1:] if asked["shorter"] else longer[:1]) or [known.minutes]
    return replace(known, minutes=minutes[0], drop=frozenset(), swap=frozenset()).line(line.library)


def _resized(line: Line, known: KitRequest) -> str | None:
    """The kit on the screen for another length, panel or level."""
    rest, together = take_room(LEADING.sub("", line.typed))
    rest, panel = take_panel(rest)
    asked = read_role_and_level(spell_minutes(rest), line.library.is_form)
    level = asked.level or level_alone(asked.rest)
    left = [word for word in words_of(PRONOUNS.sub(" ", REQUEST.sub("", asked.rest))) if word not in _OF_SIZE]
    if not (panel or asked.minutes or level or together is not None):
        return None
    if left and level_alone(" ".join(left)) is None:
        return None
    wanted = replace(
        known,
        panel=panel or (max(known.panel, BARE_PANEL) if together else known.panel),
        minutes=asked.minutes or known.minutes,
        level=level or known.level,
        together=known.together if together is None else together,
    )
    if wanted.level is known.level and (known.drop or known.swap):  # only a set id holds the changes
        return f"kit {make_kit(plan(fit(wanted)), line.library).set_id}"
    return replace(wanted, drop=frozenset(), swap=frozenset()).line(line.library)

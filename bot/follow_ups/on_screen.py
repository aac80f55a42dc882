"""Follow-ups that choose from the last answer or go on from it: "the second one", "next 3", "again"."""

from __future__ import annotations

from bot.follow_ups.line import Line
from bot.follow_ups.words import (
    BACK,
    COUNT_WORDS,
    FILLERS,
    LEADING,
    MORE,
    ORDINALS,
    PRONOUNS,
    number_in,
    pattern,
    words_of,
)
from content.models import Level, Role
from handlers.commands.guide import BESIDE
from handlers.commands.questions import SET_SIZE
from handlers.comparison_card import rows_about
from handlers.left_out import names_nothing
from handlers.topic import Topic

_CHOOSING = FILLERS | {
    *ORDINALS,
    *COUNT_WORDS,
    "number",
    "nr",
    "no",
    "option",
    "choice",
    "question",
    "q",
    "take",
    "repeat",
    "skip",
    "jump",
    "was",
    "were",
}
_OF_LIST = _CHOOSING | frozenset("explain define job role title post position term word mean means".split())
"""Words beside a number that chooses one of several entries: "explain the second job"."""
_GUIDE = pattern(
    r"""\b(?: guides? | answers? | scorecard | rubric | good | strong | weak | (?:listen|look)\ for
    | (?:they|he|she|candidates?|someone)\ (?:say|answer|reply)
    | (?:should|would|must|do)\ (?:i|we)\ (?:hear|listen|look)
    | how\ (?:do|should)\ (?:i|we)\ (?:score|rate|mark|judge)
    | why\ (?:do|would|should)\ (?:you|i|we)\ ask
    | follow[\ -]?ups?(?:\ questions?)? | probes?
    | (?:explain|why)\ (?:the\ |that\ |this\ )?(?=\w+(?:\ (?:one|question))?\W*$) )\b"""
)
_NEVER_DID = pattern(
    r"""^\W* (?: (?: and | so | but | ok )\W+ )* (?:what\ )?if
    \ (?: it | that | this | they | he | she | someone | somebody | people | (?:the|my|a)\ (?:candidate|person) )
    (?:['’](?:ve|s|d))? (?:\ (?:has|have|had|did|just|got))?\ ?
    (?: never | not | no | can['’]?t | cannot | don['’]?t | doesn['’]?t | didn['’]?t | haven['’]?t | hasn['’]?t )\b
    [^?]{0,40} \W*$"""
)
"""Supposes that a candidate has nothing to tell: "what if they never did that"."""
_YES = pattern(
    r"""^\W* (?: (?: yes | yep | yeah | yup | sure | right | correct | exactly | please | ok(?:ay)? | go\ ahead | do
    | that(?:'s|\ is)?\ (?:it|one|right) | th(?:is|at)\ one | ja | oui | s[ií] )\b\W* )+"""
)
_OF_QUESTIONS = frozenset(["questions", "question", "set", "page", "qs"])
_OF_FLAGS = frozenset(["flags", "flag", "red", "signs", "warning"])
_WHY = frozenset(("why", "whys", "because", "reason", "bad", "problem", "matter", "worry", "worrying"))
_OF_ENTRIES = frozenset(["details", "detail", "info", "information", "it", "know"])
_EXCEPT = frozenset(("not", "except", "besides", "but", "without"))
"""Words before what is on the screen, of which others are wanted: "not these, others"."""
_WHICH = pattern(
    r"""^\W* (?: (?: and | so | but | ok )\W+ )* (?:which|who)
    (?P<of> (?:\ one|\ role|\ job|\ title)? (?:\ of\ (?:the\ (?:two|three|four)|them|these|those|both))? )
    \ (?P<asked>\w.*) $"""
)
"""Asks in which of several entries something is so: "which of the two gets paid"."""
_DIFFER_IN = pattern(
    r"""^\W* (?: (?: and | so | but | ok | what['’]?s | what\ is | is\ there | show | compare )\W+ )*
    (?: (?:an?\ |the\ |any\ |their\ )? (?:main\ |key\ )? differences? \ (?:in|of|on|regarding|when\ it\ comes\ to)
    | how\ do\ (?:they|these|those|the\ two)\ (?:differ|compare)\ (?:in|on) | (?<=compare\ )(?:the|their) )
    \ (?:the\ |their\ )? (?P<asked>\w.*) $"""
)
"""Asks in what the entries on the screen differ: "the difference in pay"."""
_OF_BOTH = pattern(
    r"""^\W* (?: (?: and | so | but | ok )\W+ )*
    (?: do | does | are | is | can | could | must | have | has | should | need | needs | get | gets | would )
    \ (?: they\ both | both (?:\ of\ (?:them|these|those))? | the\ two (?:\ of\ them)? | either (?:\ of\ them)?
      | each (?:\ of\ them)? | all\ (?:of\ (?:them|these)|three) ) \ (?P<asked>\w.*) $"""
)
"""Asks something of each of the entries on the screen: "do both have immunity"."""
_REGARDING = pattern(r"^\W* (?: in | by | on | regarding ) (?:\ (?:terms|matters)\ of )? (?:\ the )? \ ")
"""Words before what several entries are compared in: "in pay?"."""
_CHECKED = pattern(
    r"""^\W* (?: (?: and | so | but | ok )\W+ )* (?:how|what)\ (?:do|can|should|would|could)\ (?:i|we|you)
    \ (?: check | verify | test | confirm | probe | ask | raise | bring\ (?:it\ |this\ |that\ )?up | broach | mention
    | address | word | phrase | put ) \b [^?]{0,50} \W* $
    | ^\W* (?:and\ |so\ )? which\ (?:(?:one|flag)s?\ |of\ (?:them|these|those)\ )?
      (?:is|are|matters?|counts?)\ (?:the\ )?
      (?: most | worst | biggest | more )\b [^?]{0,30} \W* $
    | ^\W* (?:and\ )?how\ to\ (?:check|verify|test) \b [^?]{0,30} \W*$
    | ^\W* (?:and\ |so\ )? (?:is|are)\ (?:it|that|this|they|these|the\ \w+(?:\ one)?)\ (?:really\ |always\ )?(?:an?\ )?
      (?: deal[\ -]?breakers? | no[\ -]?go | serious | disqualifying | bad | red\ flags? ) \W*$"""
)
_GO_ON = pattern(
    r"""^\W* (?:(?:can|could)\ you\ )?
    (?: and | and\ then | go\ on | so | more\ please | anything\ more | continue | expand | elaborate )
    (?:\ (?:on\ )?(?:it|this|that))? \W*$"""
)
_ELSE = pattern(
    r"""^\W* (?: anything | what | something )\ (?:else|more)\ (?: that\ | do\ | should\ | must\ )? (?:i|we)\b .*
    \b know \W*$"""
)
"""Asks for the rest, although its words are also those of a question about the bot."""
_AGAIN = pattern(
    r"""^\W* (?:please\ )? (?:(?:can|could)\ you\ )?
    (?: (?:repeat|say|show|post|send|explain)(?:\ me)? (?:\ (?:that|it|this|them))?
    (?:\ (?:again|once\ more|one\ more\ time))? (?:,?\ please)? | again | once\ more | one\ more\ time )
    \W* (?:please|pls)? \W*$
    | ^ [\w',.!\ ]{0,40} \b where\ (?: were\ we | was\ i | did\ (?:we|i)\ (?:stop|leave\ off) ) \W* (?:again)? \W*$"""
)
_REPEATS = pattern(r"\b(?: repeat | again | once\ more | one\ more\ time | where\ (?:were|was|did) )\b")
MOST_ENTRIES = 4
"""Entries on the screen of which a command is asked at once."""
MOST_COMPARED = 9
_LISTS = frozenset(("quiz", "browse"))
"""Commands whose entries are only offered."""
MOST_QUESTIONS = 12
"""Questions shown if all are wanted."""
_EVERY = pattern(
    r"""^\W* (?: (?: ok | and | show | give | see | me | us | please | i | want | need | list )\W+ )*
    (?: all (?:\ (?:of\ )?(?:them|these|those|flags|questions|rows|\d))? | everything
    | the\ (?:full|whole|complete)\ (?:list|set) )
    \W* (?:please|pls)? \W*$"""
)
_MORE = pattern(
    r"^\W* (?:(?:show|tell|give)\ me\ |and\ |any\ )? more (?:\ (?:rows|details?|info))? \W* (?:please|pls)? \W*$"
)
_OTHER = pattern(
    r"""^\W* (?: (?:and|no|ok|so|now|for|of|on|what\ about|how\ about|i\ meant?|show\ me)\W+ )*
    (?:the\ )?other (?:\ (?:one|two|term|role|title))? \W* (?:please|pls|then)? \W*$"""
)
_BOTH = pattern(
    r"""^\W* (?: (?:ok|and|so|now|then|please|can\ you|could\ you|just|let'?s)\W+ )*
    (?: compare | difference | differences
    | (?:what(?:'?s|\ is)\ )?the\ differences? | side\ by\ side | (?:put|show)\ (?:them|both)\ side\ by\ side )
    (?:\ (?:between\ )? (?:them|both|these|those|all|it)? (?:\ (?:of\ )?(?:them|these|the))?
    (?:\ (?:two|three|both|all))? )? \W*
    (?:please|pls|then|instead)? \W*$"""
)
_HIGHER = pattern(
    r"""^\W* (?:and\ |so\ )? (?: which | who )\b (?!.*\b(?:paid|pays?|earns?|salary)\b)
    .* \b(?: higher | lower | above | below | better | bigger | outranks?
    | more\ (?:senior|junior|important) ) (?:\ (?:rank|one|up))? \W*$
    | ^\W* (?:and\ |so\ )? which\ (?:one\ |of\ (?:them|these|the\ two)\ )? (?:do|should|would)\ (?:i|we)
      \ (?:need|want|use|take|pick|hire|choose|search|look)(?:\ for)? \W*$"""
)
_ALL_OF_THEM = pattern(
    r"""^\W* (?: (?:ok|and|show|define|explain|tell\ me\ about)\W+ )*
    (?: both | all | all\ of\ them | all\ (?:two|three) )\W* (?:please|pls)? \W*$"""
)
_LAST_WORDS = pattern(
    rf"""(?<=\w)\ (?: (?P<all> both (?:\ of\ them)? | all\ (?:two|three|of\ them) )
    | (?:the\ )? (?P<ordinal> {"|".join(ORDINALS)} ) (?:\ one)? )
    (?P<level>,?\ (?:an?\ )?(?:junior|mid|senior)(?:\ level)?)? \W* (?:please|pls)? \W*$"""
)
"""The entries of the screen at the end of a line."""
_NO_IDEA = pattern(
    r"""^\W* (?: (?: (?:i\ )? (?:don['’]?t|do\ not|no)\ (?:know|idea|clue)
    | (?:i['’]?m\ )?not\ sure | dunno | idk | why | none(?:\ of\ (?:them|these|those))? | no\ one
    | (?:what\ (?:was|is)\ )?the\ (?:right\ )?(?:answer|solution)
    | (?:show|tell) (?:\ me)? (?:\ the)? (?:\ answer)? | (?:i\ )?give\ up | what\ is\ it
    )\W* ){1,3}"""
)
_SKIPPED = pattern(
    r"""^\W* (?: (?:pass|skip)(?:\ (?:this|it|that))?(?:\ (?:one|question))?
    (?: \W{1,3}(?:give\ me\ )?(?:another|the\ next|next)(?:\ (?:one|question))? )?
    | (?:an?\ |make\ it\ )?(?:harder|tougher)(?:\ (?:one|question))?
    | (?:that['’]?s\ |it['’]?s\ )?too\ (?:easy|simple) ) (?:\ (?:please|pls))? \W*"""
)
_ON = pattern(r"\b(?:on|about)\ (?P<subject>\w[^?!.,]{1,40}?)\W*$")
"""The topic of the next question: "another but about ranks"."""
_HINT = pattern(
    r"""^\W* (?!tips?\W*$) (?:(?:can|could)\ (?:i|you)\ (?:have|get|give\ me)\ |give\ me\ )? (?:an?\ |any\ )?
    (?: (?:hint|clue|tip)s? | (?:that['’]?s\ |it['’]?s\ )?too\ (?:hard|difficult) | (?:an?\ )?easier(?:\ one)? )
    \W* (?:please|pls)? \W*$"""
)
"""A request for a hint; "tip" and "tips" alone are commands."""
_GUESSING = pattern(
    r"""^\W* (?: (?: is\ it | it['’]?s | i\ (?:think|thought|guess) | maybe | (?:so\ )?the\ answer\ (?:is|was)
    | was(?:n['’]?t|\ not)?\ (?:it|that)
    | is(?:n['’]?t|\ not)\ (?:it|that) | is\ that | so | then | my\ (?:guess|answer)\ is
    | i(?:['’]d|\ would)?\ (?:say|go\ (?:for|with)|pick|choose) | an? | the )\b\W* )+"""
)
_GUESSED = pattern(
    r"[\ ,]{1,3} (?: then | right | maybe | or\ (?:not|what) | i\ (?:think|guess|thought) | final\ answer )\W*$"
)


def guide_of(line: Line) -> str | None:
    """ "what's a good answer to the second one": the guide of a question on the screen, whichever level it is of.

    It also says what to ask somebody to whom that never happened.
    """
    topic, number = line.topic, number_in(words_of(line.typed))
    if topic.command != "questions" and (topic.command != "guide" or topic.offered):
        return None
    if _NEVER_DID.match(line.typed) and not topic.offered:
        return _guide(line, number or (topic.shown if topic.command == "guide" else 1))
    if number is None or not _GUIDE.search(line.typed):
        return None
    if line.library.match(_GUIDE.sub(" ", line.typed)).outcome == "answer":
        return None
    if topic.offered:  # a job has to be chosen first
        return f"guide{BESIDE}{BESIDE.join(map(topic.line, topic.entries))}" if topic.entries else None
    return _guide(line, number)


def _guide(line: Line, number: int) -> str | None:
    """The guide of a question on the screen, of one level or of the overview; -1 is the last one on the screen."""
    topic = line.topic
    if topic.level:
        last = topic.shown if topic.command == "questions" else -(-topic.shown // SET_SIZE) * SET_SIZE
        return f"guide {topic.level} {topic.entry} {number if number > 0 else last}"
    levels = list(Level)  # the overview has one question of each
    is_shown = isinstance(line.entry and line.library.by_name(line.entry), Role) and -1 <= number <= len(levels)
    return f"guide {levels[number - 1 if number > 0 else -1]} {topic.entry} 1" if is_shown and number else None


def chosen(line: Line) -> str | None:
    """ "yes", "the second one", "answer guide 2", "3": one of the entries or questions on the screen."""
    typed, topic = line.typed, line.topic
    if topic.offered and len(topic.entries) == 1 and _YES.fullmatch(typed):
        return topic.line(topic.entries[0])
    words = words_of(typed)
    questions = topic.command in ("questions", "guide") and topic.level and topic.entry
    number = number_in(words)
    guide = _GUIDE.search(typed) is not None
    if questions and guide and line.library.match(_GUIDE.sub(" ", typed)).outcome != "answer":
        return _guide(line, number or (topic.shown if topic.command == "guide" else 1))
    entries = topic.entries if len(topic.entries) > 1 else topic.before
    choosing = _OF_LIST if len(entries) > 1 else _CHOOSING
    if number is None or not set(words) - {str(number)} <= choosing or MORE.search(typed):
        return None
    offers = topic.offered and topic.command != "quiz"
    if len(entries) > 1 and (offers or topic.command not in ("quiz", "questions", "guide")):
        place = number - 1 if number > 0 else len(entries) - 1
        if place < len(entries):
            of_each = topic.offered or entries is topic.before  # "red flags" after a comparison, "of the second one"
            return line.again(entries[place]) if of_each else f"define {entries[place]}"
    return _guide(line, number) if questions else _of_only_entry(line, number)


def _of_only_entry(line: Line, number: int) -> str | None:
    """ "the first one again" beside one entry: what it was asked before, or the answer with the titles or levels."""
    topic = line.topic
    if topic.command == "define" and len(topic.entries) == 1 and number == 1:
        return f"define {(topic.before or topic.entries)[0]}"  # or the only meaning that the content has
    if topic.command == "questions" and topic.entry and not topic.offered:
        return _guide(line, number)
    return topic.line(topic.entry) if topic.entry and line.repeats else None


def beside_ordinal(line: Line) -> str | None:
    """ "titles for the first", "questions for both": a command with one or all of the entries on the screen."""
    topic, last = line.topic, _LAST_WORDS.search(line.typed)
    entries = topic.entries if len(topic.entries) > 1 else topic.before
    if last is None or len(entries) < 2 or topic.command in ("quiz", "questions", "guide"):
        return None
    if last["all"]:
        named = " and ".join(entries)
    else:
        place = ORDINALS[last["ordinal"].casefold()]
        if place > len(entries):
            return None
        named = entries[place - 1 if place > 0 else -1]
    whole = f"{line.typed[: last.start()]} {named}{(last['level'] or '').replace(',', '')}"
    return whole if line.read(whole).command.takes_entry else None


def paged(line: Line) -> str | None:
    """ "more", "next 3", "go on": on from the questions on the screen, or the rest of an entry."""
    typed, topic = line.typed, line.topic
    if not MORE.search(typed) and not _GO_ON.match(typed):
        return None
    more = "" if _GO_ON.match(typed) else MORE.sub(" ", typed)
    words = [word for word in words_of(more) if word not in FILLERS and word not in _EXCEPT]
    number = number_in(words)
    words = [word for word in words if not word.isdecimal() and word not in COUNT_WORDS]
    if topic.command == "quiz" and (on := _ON.search(typed)):
        return f"quiz {on['subject']}"
    if topic.command == "quiz" and set(words) <= {"quiz", *_OF_QUESTIONS}:
        return f"quiz after {topic.entries[0]}" if topic.entries else "quiz"
    if topic.command == "guide" and not words:
        return f"guide {topic.level} {topic.entry} {topic.shown + 1}"
    if topic.command == "questions" and (topic.level or topic.subject) and set(words) <= _OF_QUESTIONS:
        size = f" {number}" if number else ""
        return f"{question_set(topic)}{size} from {topic.shown + 1}"
    return _rest(topic, set(words), number)


def question_set(topic: Topic) -> str:
    """The line of the question set on the screen: of its level, on its subject."""
    return " ".join(filter(None, ("questions", topic.level, topic.on, topic.entry)))


def _rest(topic: Topic, words: set[str], number: int | None) -> str | None:
    """The rest of what an answer about an entry showed: its other flags, more questions, or all of the entry."""
    if topic.entry is None or topic.command == "quiz":
        return None
    if topic.command == "flags" and words <= _OF_FLAGS:
        return f"flags {topic.entry} all"
    if not words <= _OF_ENTRIES:
        return None
    return (
        f"questions {topic.entry} {number or 6} questions" if topic.command == "questions" else f"details {topic.entry}"
    )


def rest_of(line: Line) -> str | None:
    """ "anything else I should know": the rest of the entry."""
    return f"details {line.entry}" if line.entry and _ELSE.match(line.typed) else None


def shown_again(line: Line) -> str | None:
    """ "repeat that": the last answer; "go back", "the other one": the answer before, or its other entry."""
    typed, topic = line.typed, line.topic
    if _AGAIN.match(typed) and _REPEATS.search(typed) and topic.entries and topic.command not in _LISTS:
        return f"compare {', '.join(topic.entries)}" if topic.command == "compare" else topic.line(topic.entries[0])
    if not topic.before:
        return line.again(topic.entry) if BACK.match(typed) and topic.entry and topic.command not in _LISTS else None
    others = [entry for entry in topic.before if entry not in topic.entries]
    if _OTHER.match(typed) and len(topic.entries) == 1 and 0 < len(others) <= MOST_ENTRIES:
        return line.again(others[0]) if len(others) == 1 else f"define {', '.join(others)}"
    if BACK.match(typed) and len(topic.before) > MOST_COMPARED:
        return "browse"
    if BACK.match(typed):
        return f"define {topic.before[0]}" if len(topic.before) == 1 else f"compare {', '.join(topic.before)}"
    return None


def whole(line: Line) -> str | None:
    """ "show all", "all of them": everything of an answer that showed the first lines."""
    topic = line.topic
    if topic.command == "compare" and len(topic.entries) > 1 and (_EVERY.match(line.typed) or _MORE.match(line.typed)):
        return f"compare {', '.join(topic.entries)} all"
    is_flag = len(topic.before) < 2 and _is_flag(line.typed)  # "of the second one" may be about a comparison before
    if topic.command == "flags" and topic.entry and (_CHECKED.match(line.typed) or is_flag):
        return f"flags {topic.entry} all"
    if topic.entry is None or not _EVERY.match(line.typed):
        return None
    if topic.command == "questions":
        return " ".join(filter(None, ("questions", topic.level, topic.entry, f"{MOST_QUESTIONS} questions")))
    return f"flags {topic.entry} all" if topic.command == "flags" else None


def _is_flag(typed: str) -> bool:
    """Whether a line is about one of the flags: "why is the second one a red flag", "explain the last"."""
    words = words_of(typed)
    return number_in(words) is not None and set(words) - {str(number_in(words))} <= _OF_LIST | _OF_FLAGS | _WHY


def both(line: Line) -> str | None:
    """ "compare both", "which one is higher": the entries on the screen, or the last two, side by side."""
    topic = line.topic
    entries = topic.entries if len(topic.entries) > 1 else (*topic.before, *topic.entries)
    if len(entries) < 2 or topic.command == "quiz":
        return None
    if len(topic.entries) > 1 and (_ALL_OF_THEM.match(line.typed) or line.meaning == "short"):
        return f"define {', '.join(topic.entries)}"
    higher = len(entries) == 2 and _HIGHER.match(line.typed)
    roles = all(isinstance(entry, Role) for entry in line.library.linked(entries))
    if higher and roles and topic.command == "compare" and {"senior", "junior"} & set(words_of(line.typed)):
        return f"levels {'; '.join(entries)}"
    asked = higher or (_BOTH.match(line.typed) and len(entries) <= MOST_COMPARED)
    return f"compare {', '.join(dict.fromkeys(entries))}" if asked else None


def asked_of_all(line: Line) -> str | None:
    """ "what would she earn?" after a comparison: a command that lacks its entry, of the entries on the screen."""
    topic = line.topic
    if not 1 < len(topic.entries) <= MOST_ENTRIES or topic.offered or topic.command in ("quiz", "questions", "guide"):
        return None
    if line.meaning == "pay":
        return f"pay {' and '.join(topic.entries)}"  # "is that paid more"
    asked = line.read(_REGARDING.sub("", LEADING.sub("", line.typed)))
    left = [word for word in words_of(PRONOUNS.sub(" ", asked.rest)) if word not in FILLERS]
    if not asked.command.takes_entry or asked.command.explains or asked.shared or not names_nothing(" ".join(left)):
        return None
    return f"{asked.command.name} {' and '.join(topic.entries)}"


def which_of_them(line: Line) -> str | None:
    """ "which of the two gets paid": the command of all entries on the screen, or else all of them side by side."""
    topic, differ = line.topic, _DIFFER_IN.match(line.typed) or _OF_BOTH.match(line.typed)
    which = _WHICH.match(line.typed) or differ
    if which is None or not 1 < len(topic.entries) <= MOST_ENTRIES or topic.command in ("quiz", "questions", "guide"):
        return None
    if rows_about(which["asked"], line.library.linked(topic.entries), line.library):
        return f"compare {', '.join(topic.entries)} | {which['asked'].strip(' ?.!')}"
    if not (differ or which["of"]) and line.names_another(PRONOUNS.sub(" ", which["asked"])):
        return None  # "which consul issues visas"
    asked = line.read(f"{which['asked'].strip(' ?.!')} {'for a ' if differ else ''}{topic.entries[0]}").command
    if asked.takes_entry and not asked.explains and asked.repeats:
        words = asked.used(which["asked"], line.library) if asked.used else None
        what = words.search(which["asked"]) if words else None
        return " ".join(filter(None, (asked.name, what[0].strip() if what else "", " and ".join(topic.entries))))
    return f"compare {', '.join(topic.entries)}" if topic.command == "compare" else None


def quiz_answer(line: Line) -> str | None:
    """A name, a letter or a number typed as the answer to the quiz question on the screen."""
    asked, *choices = line.topic.entries
    if not choices:
        return None
    word = line.typed.strip(" .)!?").casefold()
    if _NO_IDEA.fullmatch(word):
        return f"quiz {asked} | ?"
    if _SKIPPED.fullmatch(word):
        return f"quiz after {asked}"
    if _HINT.fullmatch(word):
        return f"quiz {asked} | hint"
    guess = _GUESSED.sub("", _GUESSING.sub("", word)) or word
    if line.library.is_form(guess):
        named = line.library.match(guess).entry
        return f"quiz {asked} | {named.name}" if named else None
    place = "abcdefgh".find(guess) if len(guess) == 1 and guess.isalpha() else (number_in(words_of(guess)) or 0) - 1
    place += len(choices) + 1 if place < -1 else 0  # "the last one"
    said = {word for word in words_of(guess) if not word.isdecimal()}
    picked = said <= _CHOOSING | {guess} and 0 <= place < len(choices)
    return f"quiz {asked} | {choices[place]}" if picked else None

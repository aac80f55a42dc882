"""Complete a follow-up: try its kinds, from the surest to the loosest."""

from __future__ import annotations

from dataclasses import replace

from bot.follow_ups import (
    about_the_person,
    at_a_body,
    intake,
    kit,
    mentioned,
    on_screen,
    other_entry,
    question_set,
    same_entry,
    screen,
    sent_on,
    two_edits,
)
from bot.follow_ups.line import Line
from bot.follow_ups.meanings import without_its_word
from bot.follow_ups.words import LEADING, REQUEST, pattern
from bot.intent import Reading
from bot.shorthand_and_typos import spelled_out
from bot.told import TELL_ME
from content.models import Role
from handlers.command import Command
from handlers.commands.lawful import cannot_tell
from handlers.entry_lines import in_one_word
from handlers.parsing.grade import read_grades
from handlers.parsing.languages import known_language
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.role_and_level import read_role_and_level
from handlers.question_subjects import subjects_asked
from handlers.small_talk import Talk, small_talk_in
from handlers.topic import Topic

LONGEST = 80
"""Characters of a follow-up. A longer text says what it is about."""

_ASIDE = pattern(
    r"""(?<=\w) [\s,;.–-]+ (?: (?:pls|please|plz|thx|thanks) [\s,;.]* )?
    (?: i'?m\ (?:on|in)\ (?:the|a|my|an)?\ ?\w{1,12} | i'?m\ (?:late|busy|driving)
    | i\ (?:have|got)\ (?:no|little)\ time | asap | quick(?:ly)? | now | mate | in\ a\ (?:hurry|rush)
    | no\ time | thx | thanks ) \W* $"""
)
"""What people add to a request: "shorter pls im on the phone"."""
_HESITATION = pattern(
    r"""^\W* (?: (?: ok(?:ay)? | so | yeah | yes | right | cool | great | nice | good | perfect | super | lovely
    | alright | excellent | fine | wait | hang\ on | hold\ on | oh\ and | (?:i['’]?m\ )?back (?=[,;.!])
    | got\ it | i\ see | hm+ | a+h+ | o+h+ | well | thanks | thx ) \b[\s,;.!–-]* ){1,4}
    (?= (?:and|so|now|but|or|then|what|how|same|which|who|is|does)\ \w )
    | ^\W* (?: (?: hm+ | a+h+ | o+h+ | uh+ | um+ | erm? | mm+ | aha ) \b\W* )+ (?=\w)"""
)
"""What people say before a follow-up: "hm ok", "cool, so"."""
_LAST_SENTENCE = pattern(r"^ (?P<said>[^.!?…\n]{3,60}) [.!…]+\ + (?P<asked>\w[^.!\n]{1,40}) $")
"""A remark, and a question after it."""
_AND = pattern(r"^\W* (?: (?: and | so | but | or | then | now )\b\W* )+ (?=\w)")
_IF = pattern(
    r"""^\W* (?: (?: and | so | but | ok )\W+ )* (?:what\ )?if\ (?:it|this|that|they|she|he|the\ (?:job|role|post))
    (?:['’]?s|\ was|\ were|\ is|\ are|['’]?re)\ (?:only\ |just\ |an?\ |at\ |more\ of\ an?\ )*"""
)
"""A supposition about what is on the screen: "and if it was a P-4"."""
_ASKS_OF_IT = pattern(
    r"^\W* (?: (?:and|so|but)\ )? is\ (?:it|that|this)\ (?: good | bad | useful | important | better | worse )\b"
)
"""A question about the entry on the screen, although its words are also those of praise or a complaint."""
_LIKE_WHAT = pattern(
    r"""^ (?: [^?!,;:–-]{2,30} \W*[,;:–-]\ )? (?: (?:so|just|a\ bit|kind\ of|sort\ of)\ ){0,2} like
    \ (?P<what> (?:an?|the)\ [^?!,;]{2,40}? ) \ ?\?+ \W*$"""
)
"""Asks whether the entry on the screen is another thing: "sounds funny, like the mountain guys?"."""
_OF_ROLES = frozenset(
    ("search", "titles", "questions", "kit", "screen", "flags", "examples", "req", "requirements", "levels", "career")
)
"""Commands that are asked of a role rather than of a grade."""
_MOVES = pattern(
    r"""^\W* (?:please\ )? (?:(?:can|could)\ (?:you|i|we)\ )?
    (?: put | post | send | drop | share | copy | forward | e-?mail | tell\ (?!me|us) )\b"""
)


def completed(typed: str, topic: Topic, reading: Reading) -> str | None:
    """The whole command line that a follow-up means; None if the line stands on its own.

    `reading` reads a line as if there were no answer before it.
    """
    if not topic.command or _stands_alone(typed, reading):
        return None
    typed = in_one_word(TELL_ME.sub("", spelled_out(typed)))
    entry = topic.entries[0] if topic.offered and topic.entries else topic.entry
    typed = _IF.sub("and ", _HESITATION.sub("", _ASIDE.sub("", typed) or typed))
    typed = _LIKE_WHAT.sub(r"is that \g<what>?", typed)
    meaning = without_its_word(typed) or without_its_word(_AND.sub("", typed))
    if meaning is None and small_talk_in(typed, reading.library) is Talk.CONFUSED:
        meaning = "short"  # "hang on, what?"
    line = Line(typed, topic, entry, reading, meaning)
    if topic.command == "quiz" and (answer := on_screen.quiz_answer(line)):
        return answer
    if line.library.is_form(name := typed.strip(" ?.!")):
        return _offered(name, line)
    if changed := screen.completed(line) or two_edits.joined(line, lambda part: completed(part, topic, reading)):
        return changed
    if dropped := same_entry.without_detail(line):
        return dropped
    whole = _sure(line)
    if whole is None and (last := _LAST_SENTENCE.match(typed)) and _is_remark(last["said"], reading):
        whole = completed(last["asked"], topic, reading)  # "sounds stressful. pay?"
    whole = whole or _loose(line)
    return _with_details(line, _of_role_before(line, whole)) if whole else None


def _is_remark(said: str, reading: Reading) -> bool:
    """Whether a sentence before a follow-up asks for nothing that the bot knows."""
    command = reading.command_line(said).command
    return (command.explains or command.small_talk) and reading.library.match(said).outcome == "none"


def _offered(name: str, line: Line) -> str | None:
    """The command again for an entry that was offered to it and is now named: "conference interpreter" after questions
    for "interpreter", or after the question which role they should be for.
    """
    named = line.library.match(name).entry
    chosen = named is not None and line.topic.offered and (named.name in line.topic.entries or not line.topic.entries)
    return line.topic.line(named.name) if chosen and named else None


def _with_details(line: Line, whole: str) -> str:
    """The line with the grade and the places of the requisition on the screen, if it asks for the same job."""
    whole = _with_set(line, whole)
    entry, details = line.topic.entry, line.topic.wanted
    if not details or not entry or entry not in whole or line.meaning == "levels":
        return whole  # "is she too junior" is about all levels
    read, library = line.read(whole), line.library
    if read.command.explains or read.command.takes_several:
        return whole
    asked = read_role_and_level(read.rest.replace(entry, " "), library.is_form)
    has_level = bool(asked.level or asked.years is not None or read_grades(whole, library).grades)
    named = take_languages_and_places(read.rest)[1]
    takes_level = (read.command.reads_grade or read.command.takes_level) and not has_level

    def takes(detail: str) -> bool:
        if detail.startswith("in "):
            return read.command.takes_places and not named.places
        if known_language(detail):
            return read.command.takes_places and not named.languages
        return takes_level

    added = list(filter(takes, details))
    job, without, excluded = str(read).partition(" not ")  # "search Consul not honorary consuls"
    return " ".join((job, *added)) + without + excluded if added and not read.also else whole


def _with_set(line: Line, whole: str) -> str:
    """The line with the subject and the minutes of the questions on the screen, if it asks for others of that entry."""
    topic, read = line.topic, line.read(whole)
    kept = read.command.name == topic.command and read.command.keeps_level and not read.also
    if not (topic.minutes or topic.subject) or not kept or topic.entry is None or topic.entry not in read.rest:
        return whole
    asked = read_role_and_level(read.rest.replace(topic.entry, " "), line.library.is_form)
    on = "" if subjects_asked(read.rest, line.library) else topic.on
    paged = asked.count is not None or asked.minutes is not None or asked.start > 1
    time = "" if paged else topic.time
    return " ".join(filter(None, (read.command.name, on, read.rest, time)))


def _of_role_before(line: Line, whole: str) -> str:
    """The line about the role that a grade was opened from, at that grade: "P-3" and then "a search string?"."""
    grade, before = line.topic.entry, line.library.linked(line.topic.before)
    if not grade or not line.library.grade(grade) or len(before) != 1 or not isinstance(before[0], Role):
        return whole
    command = line.read(whole).command
    if command.name not in _OF_ROLES or not whole.endswith(f" {grade}"):
        return whole
    role = f"{whole.removesuffix(grade)}{before[0].name}"
    return f"{role} {grade}" if command.reads_grade else role


def _stands_alone(typed: str, reading: Reading) -> bool:
    """Whether a line can be no follow-up, whatever was answered before it."""
    is_text = len(typed) > LONGEST or "\n" in typed
    return is_text or _defines(typed, reading) or _is_whole_command(typed, reading) or cannot_tell(typed)


def _defines(typed: str, reading: Reading) -> bool:
    """Whether the line is the word that explains and a name: the most frequent line, which stands on its own."""
    word, _, name = typed.partition(" ")
    command = reading.commands.find(word)
    return command is not None and command.explains and reading.library.is_form(name)


def _is_whole_command(typed: str, reading: Reading) -> bool:
    """Whether the line is the name of a command that takes nothing: "doctor", also after a list with a word like it."""
    command = reading.commands.find(typed)
    return command is not None and command.name == typed and command.takes_nothing


def _sure(line: Line) -> str | None:
    """Follow-ups that can't be anything else, whatever their words mean on their own."""
    own = (same_entry.without, same_entry.in_language, same_entry.elsewhere, same_entry.word_alone)
    return (
        kit.completed(line)
        or intake.completed(line)
        or about_the_person.asked(line)
        or question_set.at_another_level(line)
        or (next(filter(None, (find(line, line.entry) for find in own)), None) if line.entry else None)
        or other_entry.job_of_it(line)
        or (at_a_body.completed(line, line.entry) if line.entry else None)
        or same_entry.elsewhere_all(line)
        or other_entry.further_up(line)
        or (mentioned.who_makes_or_has(line, line.entry) if line.entry else None)
        or same_entry.in_language_of_all(line)
        or on_screen.guide_of(line)
        or question_set.turned_back(line)
        or on_screen.shown_again(line)
        or on_screen.whole(line)
        or on_screen.both(line)
        or (on_screen.asked_of_all(line) if line.meaning == "pay" else None)
        or on_screen.which_of_them(line)
        or on_screen.rest_of(line)
        or other_entry.not_that_kind(line)
        or other_entry.corrected(line)
        or other_entry.of_other_subject(line)
    )


def _talk(line: Line) -> Command | None:
    """The command for small talk or questions about the bot, if the line by itself is one of these."""
    command = line.read(line.typed).command
    about_entry = line.entry is not None and (line.meaning or _ASKS_OF_IT.match(line.typed))
    return command if command.claims and not command.takes_entry and not about_entry else None


def _beside_talk(line: Line, entry: str) -> str | None:
    """What a line that looks like talk asks of the entry on the screen: "who runs it", "can you make a kit of that"."""
    if _MOVES.match(line.typed):
        return None  # "put this in #hiring" is about sharing
    whole = same_entry.named(line, entry)
    if whole and line.read(whole).command.repeats:
        return whole
    if there := same_entry.of_the_place(line, entry):
        return there
    if said := mentioned.if_said(line, entry):
        return said
    bare = REQUEST.sub("", LEADING.sub("", line.typed))
    return same_entry.asked_of(line, bare, entry) or same_entry.command_alone(line, entry)


def _loose(line: Line) -> str | None:
    """Follow-ups whose words could also stand alone."""
    if talk := _talk(line):
        if talk.stands_alone:
            return None
        if sent := sent_on.sent_on(line):
            return sent
        if asked := question_set.on_subject(line) or (line.entry and _beside_talk(line, line.entry)):
            return asked
        if not talk.small_talk:
            return None  # "what else can you do"
        line = replace(line, entry=None)  # "ok" and "go on" go on from the screen; "this is bad" isn't "consul is bad"
    return (
        question_set.resized(line)
        or question_set.replaced(line)
        or on_screen.chosen(line)
        or on_screen.beside_ordinal(line)
        or other_entry.grade_elsewhere(line)
        or other_entry.of_another_kind(line)
        or on_screen.paged(line)
        or question_set.on_subject(line)
        or other_entry.paid_more(line)
        or other_entry.compared(line)
        or (same_entry.about_the_same(line, line.entry) if line.entry else None)
        or other_entry.is_it_one(line)
        or other_entry.about_another(line)
        or (mentioned.if_unknown(line, line.entry) if line.entry else None)
        or on_screen.asked_of_all(line)
    )

"""Add to an answer what its line also asked for: words it left out, further entries and further commands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from bot.grammar import CommandLine
from content.library import Library
from content.lookup.index import is_acronym
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize, squash, stems
from content.models import Entry
from handlers.command import Command
from handlers.left_out import left_out_note, without_details
from handlers.lookup_replies import sense_taken
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.role_and_level import job_length_in
from handlers.parsing.small_words import says_nothing
from handlers.plain_text import plain_text_of
from handlers.reply import Actions, Block, Button, Heading, Note, Overflow, Reply, note, text
from handlers.several import named_together, senses_read, unclear_beside, unknown_beside
from handlers.topic import Topic
from handlers.wording import join_phrases, with_full_stop

ROW = 5  # buttons per row
MOST_SENSES = 3  # of a form that was left out
_OF_ONE = re.compile(
    r"\b(?:later|then|previously|formerly|earlier|afterwards|before\sthat)\b|\b(?:this|that|the)\s(?:person|guy|man|woman)\b",
    re.I,
)
"""What joins the titles that somebody held, and whose they are."""
_CAPITALS = re.compile(r"(?<![\w/])[A-Z]{2,4}(?![\w/])")
"""Letters that are no part of a longer form: the "HC" of "RC/HC" is part of one."""
SHORTEST_MISSPELT = 5
"""Letters of a name that is looked for with a typo."""
LONG_NAME = 9
"""Letters of a name that may have `SLIPS` typos."""
SLIPS = 2
SIMILAR = " They're similar jobs, not the same."
FURTHER = {
    **{"flags": "Red flags", "questions": "Interview questions", "search": "Search strings", "kit": "Interview kit"},
    **{"examples": "Résumé lines", "screen": "Phone screen", "chart": "Who reports to whom"},
}
"""Labels of the buttons for further commands; others have the command's name."""


def with_left_out(answer: Reply, line: CommandLine, library: Library) -> Reply:
    """The answer with notes on the sense in which it took a form, and on words that it did not use."""
    topic = answer.topic
    if topic is None or not topic.entries or topic.command == "browse":
        return answer  # a list says itself what it is of
    if not any(entry.name in topic.entries for entry in library.linked(topic.entries)):
        return answer  # a grade: its answer names what it didn't use
    notes: list[Note | None] = []
    rest = without_details(line.command, line.rest, library)
    match = library.match(rest)
    taken = match.senses
    if len(taken) > 1 and not topic.offered:
        taken = tuple(entry for entry in taken if entry.name in topic.entries)
    if match.ambiguous and len(taken) == 1:
        sense = sense_taken(taken[0], match.ambiguous)
        notes.append(sense if sense not in answer.blocks else None)
    read_as = _read_as(rest, answer, library) if not notes or notes[0] is None else None
    if line.command.takes_several and not line.command.explains and len(topic.entries) == 1:
        read_as = None  # a comparison of two names of one entry says itself how it read them
    is_headed = bool(answer.blocks) and isinstance(answer.blocks[0], Heading)
    if read_as is not None and is_headed and not topic.offered and len(topic.entries) == 1:
        answer, read_as = (
            _with_reading(answer, read_as, is_card=line.command.explains),
            None,
        )  # before what is said under another name
    notes.append(read_as)
    others = _also_named(line, rest, match.entry, topic, library)
    chosen = len(match.suggestions) == 1 or not line.command.explains
    if topic.offered and not match.ambiguous and not line.command.takes_places:
        match = library.match(take_languages_and_places(rest)[0])  # "pay of a translator in Luxembourg"
    if topic.offered and match.ambiguous and not match.outside and chosen:
        form = rf"(?<!\w){re.escape(match.ambiguous.form)}s?(?!\w)"
        notes.append(left_out_note(re.sub(form, " ", rest, flags=re.I), match.suggestions, library))
    if not topic.offered and line.command.takes_level and (length := job_length_in(line.rest)):
        notes.append(note(f"I left out “{length}”: how long the job lasts, not how long somebody has worked."))
    if not topic.offered and not topic.command and not library.is_form(rest):
        entries = library.linked(topic.entries)
        said = _OF_ONE.sub(" ", rest) if len(entries) > 1 else rest
        for form in senses_read(rest, entries, library) if len(entries) > 1 else ():
            said = re.sub(rf"(?<!\w){re.escape(form)}s?(?!\w)", " ", said, flags=re.I)
        left_out = left_out_note(said, [*entries, *others], library, _facts_in(answer, line.command))
        notes.append(left_out or (None if line.command.takes_several else _unclear(rest, entries, others, library)))
    return _with_others(replace(answer, blocks=before_actions(answer.blocks, notes)), others, line)


def _facts_in(answer: Reply, command: Command) -> str:
    """What an answer says, if it has only what was asked of an entry: no card, and no set of questions or strings."""
    return "" if command.explains or command.takes_level or command.takes_places else plain_text_of(answer)


def _unclear(typed: str, entries: Sequence[Entry], others: Sequence[Entry], library: Library) -> Note | None:
    """Name what stands beside the answer's entries and may mean several others, or has only words of their names."""
    forms = [
        f"“{form.form}”, which may mean {' or '.join(form.senses[:MOST_SENSES])}"
        for form in unclear_beside(typed, entries, library)
    ]
    named = [*entries, *others]
    names = [f" {normalize(form)} " for entry in named for form in _forms_in(f" {normalize(typed)} ", entry)]
    forms += [
        f"“{part}”"
        for part in unknown_beside(typed, library)
        if left_out_note(part, named, library) is None and not _is_within(part, names)
    ]
    return note(f"I left out {with_full_stop(' and '.join(forms))}") if forms else None


def _is_within(part: str, names: Sequence[str]) -> bool:
    """Whether a part of a list is a piece of one name: "what is Bill" of "what is Bill and Melinda Gates …"."""
    said = " ".join(word for word in normalize(part).split() if not says_nothing(word))
    return bool(said) and any(f" {said} " in name and f" {said} " != name for name in names)


def _read_as(typed: str, answer: Reply, library: Library) -> Note | None:
    """Name the forms that were typed, if the answer doesn't: it shows "Diplomatic mission" to a person who wrote
    "legation". Abbreviations that are its own or that it explains, and names that differ in number or accents only,
    need no such line.
    """
    if answer.topic is None or answer.topic.offered:
        return None
    entries = library.linked(answer.topic.entries)
    read: dict[str, str] = {}
    for entry in entries:
        for form in _forms_in(f" {normalize(typed)} ", entry) or _misspelt_in(typed, entry):
            is_name = squash(stems(normalize(form))) == squash(stems(normalize(entry.name)))
            rank = any(normalize(form).startswith(f"{normalize(other.name)} ") for other in entries if other != entry)
            if not is_name and not rank:
                read.setdefault(form, entry.name)
        read |= _spelt_out(typed, entry, library)
    senses = senses_read(typed, entries, library) if len(entries) > 1 else {}
    read |= {form: entry.name for form, entry in senses.items()}
    read = {form: name for form, name in read.items() if not any(form in longer.split("/")[1:] for longer in read)}
    said = plain_text_of(answer) if any(map(is_acronym, read)) else ""
    read = {form: name for form, name in read.items() if not (is_acronym(form) and form in said)}
    shown = _shown_as_names(answer, several=len(entries) > 1) if read else ""
    taken = [f"“{form}” as {name}" for form, name in read.items() if f" {normalize(form)} " not in shown]
    is_similar = len(taken) == 1 and len(entries) == 1 and next(iter(read)) in _similar_jobs(entries[0])
    return note(f"I read {with_full_stop(join_phrases(taken))}{SIMILAR if is_similar else ''}") if taken else None


def _spelt_out(typed: str, entry: Entry, library: Library) -> dict[str, str]:
    """The letters with several meanings that stand for a title of the entry other than its names, and that title.

    "HC" leads to the UN Resident Coordinator, but is short for Humanitarian Coordinator.
    """
    own = {_initials(name) for name in (entry.name, *entry.aliases)} | {*entry.acronyms, *entry.found_by}
    titles = {_initials(title): title for title in reversed(tuple(entry.titles)) if " " in title}
    letters = [word for word in _CAPITALS.findall(typed) if word in titles and word not in own]
    forms = {word: library.match(word).ambiguous for word in letters}
    return {word: titles[word] for word, form in forms.items() if form and entry.name in form.senses}


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _similar_jobs(entry: Entry) -> set[str]:
    """The titles of other jobs next door, which are no names of its own."""
    return set(entry.titles.beside) - {entry.name, *entry.aliases, *entry.found_by}


def _shown_as_names(answer: Reply, *, several: bool) -> str:
    """What an answer shows of names: of one entry its heading and its notes, since a definition may name others."""
    blocks = tuple(block for block in answer.blocks if several or isinstance(block, Heading | Note))
    return f" {normalize(plain_text_of(replace(answer, blocks=blocks)))} "


def _with_reading(answer: Reply, read_as: Note, *, is_card: bool) -> Reply:
    """The answer with how it read a name, above all else that it says; on a card below the line on the entry's kind."""
    first = 2 if is_card and isinstance(answer.blocks[1], Note) else 1
    return replace(answer, blocks=(*answer.blocks[:first], read_as, *answer.blocks[first:]))


def _misspelt_in(typed: str, entry: Entry) -> list[str]:
    """The name of an entry that a line has with a typo, if the entry's own name isn't nearer: "trade comissioner"."""
    words = [word for word in normalize(typed).split() if not word.isdecimal()]
    near: dict[str, int] = {}
    steps = {*entry.titles.above, *entry.titles.below} - {entry.name}  # in "is a DHM an ambassador" it's the other job
    for form in (entry.name, *entry.aliases, *entry.found_by, *entry.titles):
        wanted = squash(stems(normalize(form)))
        size, slips = len(normalize(form).split()), SLIPS if len(wanted) >= LONG_NAME else 1
        if len(wanted) < SHORTEST_MISSPELT or is_acronym(form) or all(map(is_acronym, form.split("/"))):
            continue
        starts = [at for at in range(len(words) - size + 1) if words[at] not in lexicon().function]
        parts = (squash(stems(" ".join(words[at : at + size]))) for at in starts)
        nearest = min((OSA.distance(part, wanted, score_cutoff=slips) for part in parts), default=slips + 1)
        if nearest <= slips and (nearest or form not in steps):
            near[form] = nearest
    best = min(near, key=lambda form: near[form]) if near else entry.name
    return [best] if normalize(best) != normalize(entry.name) else []


def _forms_in(line: str, entry: Entry) -> list[str]:
    """The names of an entry that a line has, the longest first; or else the longest of its titles."""
    others = (form for form in entry.aliases if not is_acronym(form))
    found_by = (form for form in entry.found_by if not (is_acronym(form) and "/" in form))  # "RC/HC" may be a list
    forms = (entry.name, *others, *found_by)
    named: list[str] = []
    for form in sorted(forms, key=len, reverse=True):
        if (written := f" {normalize(form)} ") in line:
            named.append(form)
            line = line.replace(written, " , ")
    foreign = (
        form for titles in entry.titles.languages.values() for title in titles for form in (title.text, title.latin)
    )
    whole = (title for title in entry.titles if " " in title)
    titles = [title for title in (*whole, *filter(None, foreign)) if f" {normalize(title)} " in line]
    return named or sorted(titles, key=len, reverse=True)[:1]


def _also_named(line: CommandLine, rest: str, match: Entry | None, topic: Topic, library: Library) -> list[Entry]:
    """The further entries that a line names for a command which answers for one: "red flags for consul and attaché"."""
    if topic.offered or line.command.explains or line.command.takes_several or len(topic.entries) > 1:
        return []
    if _is_read_whole(topic, line):
        return []
    return [entry for entry in named_together(rest, match, library) if entry.name not in topic.entries]


def _is_read_whole(topic: Topic, line: CommandLine) -> bool:
    """Whether the answer is to a text whose every word it read, such as a requisition with its conditions."""
    return line.command.takes_long_text and topic.command == line.command.name


def _with_others(answer: Reply, others: list[Entry], line: CommandLine) -> Reply:
    """The answer with a button for each further entry that the line names."""
    if not others or answer.topic is None:
        return answer
    asked = replace(answer.topic, command=line.command.name)
    buttons = [Button(entry.name, asked.line(entry.name)) for entry in others]
    named = text(f"You also named {' and '.join(button.label for button in buttons)}: press a button for the same.")
    return replace(answer, blocks=before_actions(answer.blocks, [named, Actions(tuple(buttons))]))


def with_other_meanings(answer: Reply, whole: str, offered: Topic) -> Reply:
    """The answer with a button for each other entry that was offered, if the line chose none: "levels" after those."""
    first, *others = offered.entries or ("",)
    if (
        whole == offered.line(first)
        or not others
        or first not in whole
        or answer.topic is None
        or answer.topic.entry != first
    ):
        return answer
    buttons = tuple(Button(other, whole.replace(first, other)) for other in others[:ROW])
    named = text(f"I took the first of them, {with_full_stop(first)} The same for:")
    return replace(answer, blocks=before_actions(answer.blocks, [named, Actions(buttons)]))


def with_further(answer: Reply, line: CommandLine) -> Reply:
    """The answer with a button for each further command that the line asks for."""
    if line.aside:
        answer = replace(answer, blocks=before_actions(answer.blocks, [note(line.aside)]))
    if line.beside:
        asked = text(f"You also asked what {join_phrases(line.beside)} means: press a button.")
        meanings = Actions(tuple(Button(name, f"define {name}") for name in line.beside))
        answer = replace(answer, blocks=before_actions(answer.blocks, [asked, meanings]))
    entries = answer.topic.entries if answer.topic and (answer.topic.entry or line.command.takes_several) else ()
    if not line.also or not entries or (answer.topic and _is_read_whole(answer.topic, line)):
        return answer
    labels = {also.name: FURTHER.get(also.name, also.name.capitalize()) for also in line.also}
    buttons = [
        Button(f"{labels[also.name]}: {entry}" if len(entries) > 1 else labels[also.name], f"{also.name} {entry}")
        for also in line.also
        for entry in entries
    ]
    shown = {element.command for element in answer.elements if isinstance(element, Button)}
    new = tuple(button for button in buttons if button.command not in shown)[:ROW]
    named = text(f"You also asked for {' and '.join(label.lower() for label in labels.values())}: press a button.")
    return replace(answer, blocks=before_actions(answer.blocks, [named, Actions(new) if new else None]))


def with_unused(answer: Reply, line: CommandLine, library: Library) -> Reply:
    """The answer of a command that depends on more than the line, with a note on words that it does not even repeat."""
    if answer.topic is None or (line.command.sends and line.command.sends(line.rest)):
        return answer  # a guess in a quiz, or "next"
    unused = left_out_note(line.rest, library.linked(answer.topic.entries), library)
    shown = f"{plain_text_of(answer)} {' '.join(_labels(answer))}".casefold()
    if unused is None or all(word in shown for word in line.rest.casefold().split()):
        return answer
    return replace(answer, blocks=before_actions(answer.blocks, [unused]))


def _labels(answer: Reply) -> Iterator[str]:
    for element in answer.elements:
        yield from (option.label for option in element.options) if isinstance(element, Overflow) else [element.label]


def before_actions(blocks: tuple[Block, ...], added: Sequence[Block | None]) -> tuple[Block, ...]:
    """The blocks with more of them, before the buttons and the small print at the end."""
    end = before_small_print(blocks)
    while end and isinstance(blocks[end - 1], Actions):
        end -= 1
    return (*blocks[:end], *(block for block in added if block is not None), *blocks[end:])


def before_small_print(blocks: tuple[Block, ...]) -> int:
    """The place before the small print at the end."""
    end = len(blocks)
    while end and isinstance(blocks[end - 1], Note):
        end -= 1
    return end

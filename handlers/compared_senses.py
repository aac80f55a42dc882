"""Choose the senses in which the parts of a comparison are meant: "interpreter or translator", "RC" beside "SRSG"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from content.library import Library
from content.lookup.lexicon import lexicon
from content.lookup.normalize import normalize, stem
from content.models import Comparison, Entry, Role
from handlers.comparison_card import asks_same, curated, side_by_side
from handlers.lookup_replies import sense_taken
from handlers.reply import Bold, Button, Heading, Note, Reply, actions, items, note, reply, text
from handlers.topic import topic_of
from handlers.wording import short_answer, with_full_stop

MOST_WORDS = 10  # of a line without a joining word

Known = Callable[[str], Entry | None]
"""The entry that a part of a line names for sure; None for a part that may mean several."""


def with_senses(parts: list[str], known: Known, library: Library) -> Reply | None:
    """Several entries beside each other, of which one has several senses: in the sense that is nearest to the others.

    None if a part is unknown.
    """
    named = {entry.name: entry for part in parts if (entry := known(part)) is not None}
    entries: list[Entry] = []
    notes: list[Note] = []
    for part in parts:
        if (entry := known(part)) is None:
            match = library.match(part)
            senses = [sense for sense in match.suggestions if sense.name not in named]
            if match.ambiguous is None or match.outside or not senses:
                return None
            found = (sense_beside(part, other, library) for other in named.values())
            beside = (sense for sense in found if sense in senses)
            begun = (sense for sense in senses if normalize(sense.name).startswith(f"{normalize(part)} "))
            entry = next(filter(None, (*beside, *begun)), senses[0])
            notes.append(sense_taken(entry, match.ambiguous))
        if entry not in entries:
            entries.append(entry)
    compared = side_by_side(entries, library)
    heading, *rest = compared.blocks
    return replace(compared, blocks=(heading, *notes, *rest))


def one_of_senses(part: str, entry: Entry, typed: str, library: Library) -> Reply | None:
    """That a form may mean an entry and what else: "is a trade commissioner the same as a commercial attaché"."""
    match = library.match(part)
    if match.ambiguous is None or entry not in match.senses or not asks_same(typed):
        return None
    others = [sense for sense in match.senses if sense is not entry]
    if not others and not match.ambiguous.others:
        return None
    return reply(
        Heading(f"{match.ambiguous.form} and {entry.name}"),
        text(
            Bold(f"Sometimes: “{match.ambiguous.form}” may mean {entry.name}."),
            " It may also stand for something else:",
        ),
        items([*(f"{sense.name}: {short_answer(sense.definition)}" for sense in others), *match.ambiguous.others]),
        text(Bold(f"{entry.name}: "), short_answer(entry.definition)),
        note("How to tell: ", with_full_stop(match.ambiguous.advice)) if match.ambiguous.advice else None,
        actions(*(Button(sense.name, f"define {sense.name}") for sense in (entry, *others))),
        topic=replace(topic_of(entry, *others), command="compare"),
    )


def sense_beside(part: str, entry: Entry, library: Library) -> Entry | None:
    """The only sense of an ambiguous form in the field of the other entry: beside SRSG, "RC" is the coordinator.

    Of another form, the only entry whose name it begins: "peacekeeping"; or the only one that a written comparison
    has beside the other entry.
    """
    match = library.match(part)
    beside = [other for other in match.suggestions if curated([entry, other], library)]
    if len(beside) == 1:
        return beside[0] if beside[0] != entry else None
    if match.ambiguous:
        fitting = [sense for sense in match.suggestions if sense.field == entry.field]
    else:
        fitting = [other for other in match.suggestions if normalize(other.name).startswith(f"{normalize(part)} ")]
    return fitting[0] if len(fitting) == 1 and fitting[0] != entry else None


def comparison_of_senses(parts: list[str], library: Library) -> Comparison | None:
    """The only comparison of one sense of each part: "interpreter or translator", "peacekeeping or mediation"."""
    as_long = [comparison for comparison in library.comparisons if len(comparison.entries) == len(parts)]
    senses = [_senses_of(part, library) for part in parts] if as_long and len(parts) > 1 else []
    if not senses or not all(senses):
        return None
    fitting = [one for one in as_long if all(names & set(one.entries) for names in senses)]
    return fitting[0] if len(fitting) == 1 else None


def comparison_in_a_row(parts: list[str], library: Library) -> Comparison | None:
    """The comparison of two words with several senses and nothing between them: "interpreter translator"."""
    if len(parts) != 1:
        return None
    words = [word for word in parts[0].split()[:MOST_WORDS] if word.casefold() not in lexicon().function]
    if library.is_form(" ".join(words)):
        return None
    cuts = ([" ".join(words[:place]), " ".join(words[place:])] for place in range(1, len(words)))
    return next(filter(None, (comparison_of_senses(cut, library) for cut in cuts)), None)


def _titled(part: str, library: Library) -> set[str]:
    """The jobs of the comparisons that people with this title have, too: "Übersetzer" at an embassy or at the UN."""
    title = normalize(part)
    names = dict.fromkeys(name for comparison in library.comparisons for name in comparison.entries)
    jobs = (job for job in library.linked(names) if isinstance(job, Role))
    return {job.name for job in jobs if title in map(normalize, job.search.titles)}


def _senses_of(part: str, library: Library) -> set[str]:
    """The names of the entries that a part may mean: its senses, or the entries that have its words in their names."""
    match = library.match(part)
    if match.entry or match.ambiguous:
        named = {entry.name for entry in (match.entry, *match.suggestions) if entry}
        return named | _titled(part, library)
    words = {stem(word) for word in normalize(part).split() if word not in lexicon().function}
    names = [entry.name for entry in match.suggestions]
    return {name for name in names if words <= {stem(word) for word in normalize(name).split()}}

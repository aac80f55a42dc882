"""`define`: explain a term or role the way a colleague would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from content.library import Library
from content.lookup.match import Match
from content.lookup.normalize import normalize, stems
from content.models import AmbiguousForm, Entry, Role
from content.team_terms import TeamEntry
from handlers import entry_card
from handlers.acting import with_acting, without_acting, without_former
from handlers.command import Command, Services
from handlers.commands import mentions
from handlers.described import offer_described, offer_entries
from handlers.diagrams import ladders
from handlers.entry_lines import lines_with
from handlers.find_entry import hired_at, named_beside_place, ranked_beside_subject, role_first
from handlers.find_job import unknown_job_at
from handlers.grade_beside_entry import beside_rank
from handlers.grade_cards import answer, beside_other_grades, level_note
from handlers.how_many import entries_counted
from handlers.in_a_story import in_a_story
from handlers.left_out import is_aside, left_out_note, unused_words
from handlers.lookup_replies import (
    MOST_AT_ONCE,
    ask_for_entry,
    ask_which_sense,
    echo,
    may_also_mean,
    named_first,
    not_found,
    sense_taken,
    without_asking,
)
from handlers.meaning_asked import begins_name, name_before_question, which_meaning, without_frame
from handlers.neighbouring_titles import listed_neighbours, neighbouring_title
from handlers.parsing.find_time_zone import known_zone
from handlers.parsing.grade import GradeRequest, read_grades
from handlers.parsing.shared_noun import MOST_PARTS
from handlers.parsing.small_words import is_short_word, may_be_name, says_nothing
from handlers.reply import Actions, Bold, Button, Heading, Note, Reply, actions, items, note, reply, text
from handlers.request import Request
from handlers.senses import (
    asks_sense,
    asks_which_sense,
    excludes,
    is_clause,
    is_that_one,
    name_and_sense,
    noun_of,
    sense_given,
    senses_in_place,
    word_asked_last,
)
from handlers.several import named_together
from handlers.team_terms.ask_for_it import with_ask_for_it
from handlers.team_terms.cards import team_card
from handlers.topic import topic_of, topic_offering
from handlers.wording import a_or_an, join_phrases, short_answer, with_full_stop

_LAST_QUESTION = re.compile(
    r"\w\W+(?P<question>(?:what(?:['’]?s|\sis|\sare|\sdoes|\sdo)|who(?:['’]?s|\sis)|define|explain)\s[^?!]{2,60})[?!.\s]*$",
    re.I,
)
"""A question with something before it."""
_EQUALS = re.compile(r"\s=\s|\b(?:equals?|equivalent|corresponds?|(?:which|what)\s(?:\w+\s)?(?:rank|title))\b", re.I)
"""Asks what a grade is equal to elsewhere, which its card answers."""
_IN_BRACKETS = re.compile(r"(?P<title>[^,;:()\[\]]{3,60}?)\s?[(\[](?P<work>[^()\[\]]{2,30})[)\]]")
"""A title, and what stands in brackets behind it."""
_JOBS = ("officer", "attaché")
"""Words that make a job of a subject: "press officer"."""
_IS_ONE = re.compile(
    r"^\W*(?:(?:so|and|but|ok)\s)?(?:is|are)\s(?:an?\s|the\s)?(?P<name>[\w-]{3,30})\s(?:an?|the|some)\s\w", re.I
)
"""Asks whether something is another thing."""
_NAME_FIRST = re.compile(
    r"^\W*(?P<name>[\w-]{1,12}(?:\s\d{1,2})?)(?:\s?[,:–-]\s?|\s)(?:so\s|and\s)?(?:is|isn['’]?t|does|would|was)\s(?:that|it|this)\s.{1,40}\bor\b",
    re.I,
)
"""Asks of a name at the beginning which of two things it is."""
_CODED_VISA = re.compile(r"\b[A-Z]{1,2}-?\d[A-Z]?\s+visa\b", re.I)
_AT_A_BODY = re.compile(r"\s(?:in|at)\s(?:an?|the)\s[\w ]{3,30}\W*$", re.I)
"""Where a grade is held, which its card answers: "what would SEO be in an embassy"."""
_ASKS_LEVEL = re.compile(
    r"\b(?:senior|junior|mid|entry|high|low|seniority|graduates?|beginners?|starters?|executive|management|top)\b", re.I
)


async def run(request: Request, services: Services) -> Reply:
    """The short card of an entry, with buttons for more; if several are named, one sentence on each."""
    library, typed = services.library, request.text
    request = replace(request, text=without_frame(without_former(without_acting(typed, library), library), library))
    return with_acting(_explained(request, services), typed, library)


def _explained(request: Request, services: Services) -> Reply:
    """The answer about a grade, several entries or one; without any, whatever comes closest."""
    library = services.library
    if particular := _asked_in_particular(request.text, services):
        return particular
    grades = read_grades(request.text, library)
    match = library.match(request.text)
    if grades.grades and (match.entry is None or grades.names_employer):
        beside = library.match(grades.unused)
        is_employer = match.entry is not None and beside.outcome == "none"  # "minimum experience P-4 UN"
        match = beside if is_employer or (beside.entry and match.entry is None) else match
    if (_EQUALS.search(request.text) or _AT_A_BODY.search(request.text)) and not isinstance(match.entry, Role):
        grades = replace(grades, unused="")  # the card says that nothing is equal to it
    elsewhere = beside_other_grades(grades, library) or beside_rank(grades, library)
    if elsewhere or (grades.grades and _is_about_grades(grades, match, library)):
        return elsewhere or _on_grades(request.text, grades, library)
    several, others = named_together(request.text, match.entry, library), listed_neighbours(request.text, library)
    if several or (match.entry is not None and others):
        named = several or [entry for entry in (match.entry,) if entry]
        works = {entry.name: work for entry in named if (work := _work_beside(request.text, entry, library))}
        jobs = {job.name for _, job in works.values()}
        named = [entry for entry in named if entry.name not in jobs]  # "Third Secretary (Consular)" is no third title
        return _with_grades(_one_sentence_each(named, others, works), grades)
    if isinstance(team := match.team or match.entry, TeamEntry):
        return team_card(team, match.entry if match.team else None)
    if match.entry is not None:
        return _of_entry(request.text, match.entry, grades, match, services)
    return _without_entry(request.text, grades, match, services)


def _without_entry(typed: str, grades: GradeRequest, match: Match, services: Services) -> Reply:
    """The answer to a line that names no entry for sure: what it describes, what it may be about, or what to do."""
    library = services.library
    is_form = match.ambiguous is not None and library.is_form(without_asking(typed))  # "a chief of staff"
    is_choice, asks = match.named and len(match.suggestions) > 1, mentions.asks(typed)
    return (
        (None if is_form or match.outside else offer_described(typed, library, command.name))
        or (None if match.ambiguous else neighbouring_title(typed, library, command.name))
        or _of_only_job(typed, match, library)
        or _card_of_sense(typed, services)
        or _card_at_employer(typed, grades, match, services)
        or _likely_card(typed, match, services)
        or _card_beside_place(typed, services)
        or _card_of_question(typed, services)
        or _senses_asked(typed, services)
        or in_a_story(typed, match, library)
        or _of_name_before_question(typed, services)
        or (None if is_form or (is_choice and not asks) else mentions.closest(typed, library))
        or _no_card(typed, match, services)
    )


def _senses_asked(typed: str, services: Services) -> Reply | None:
    """The senses of a word of which a line asks whether it is something else: "is a mission a project or an office"."""
    asked = _IS_ONE.match(typed)
    match = services.library.match(asked["name"]) if asked else None
    return not_found(match, command.name) if match and match.ambiguous and match.suggestions else None


def _of_name_before_question(typed: str, services: Services) -> Reply | None:
    """The card, grade or meanings of the name that a line begins with: "delegation: people or an office"."""
    library, name = services.library, name_before_question(typed)
    if not name or name == typed.strip():
        return None
    grades = read_grades(name, library, sure=True)
    if grades.grades and not grades.unused:
        return answer(grades, library)
    match = library.match(name)
    if match.entry is not None:
        return card(match.entry, services, may_also_mean(match.entry, match.ambiguous))
    return not_found(match, command.name) if match.suggestions else None


def _of_entry(typed: str, entry: Entry, grades: GradeRequest, match: Match, services: Services) -> Reply:
    """What a line asks about an entry, or its card; not if the entry is only where something described is."""
    if grades.first is not None or services.library.is_form(typed):  # a name alone asks for nothing else
        return _card_at_grade(entry, grades, match, services)
    return (
        offer_described(typed, services.library, command.name, named=entry)
        or entry_card.of_kind(typed, entry, services.library)
        or _said_of(typed, entry, match, services.library)
        or unknown_job_at(typed, entry, services.library)
        or _card_at_grade(entry, grades, match, services)
    )


def _said_of(typed: str, entry: Entry, match: Match, library: Library) -> Reply | None:
    """What answers a question about an entry: a line of it, a line of another, or the other entry that it names."""
    if not mentions.asks(typed):
        return mentions.attribute_of(typed, entry, library)
    if match.ambiguous and match.entry is None and not match.outside and asks_which_sense(typed):
        return ask_which_sense(match.ambiguous, match, command.name)
    beside = _named_beside(typed, entry, match, library)
    if said := mentions.answer_to(typed, entry) or mentions.closest(typed, library, entry, beside):
        return said
    if beside and (said := mentions.not_said_at(typed, entry, beside)):
        return said
    return _one_sentence_each([entry, beside]) if beside else mentions.not_said(typed, entry)


def _of_only_job(typed: str, match: Match, library: Library) -> Reply | None:
    """What answers a question about the only job that a title may mean: "are trade commissioners civil servants"."""
    job, form = match.only_job, match.ambiguous
    if job is None or form is None or not mentions.asks(typed) or asks_which_sense(typed) or asks_sense(typed):
        return None
    said = mentions.answer_to(typed, job) or mentions.closest(typed, library, job) or mentions.not_said(typed, job)
    return replace(said, blocks=(*said.blocks, sense_taken(job, form))) if said else None


def _named_beside(typed: str, entry: Entry, match: Match, library: Library) -> Entry | None:
    """The other entry that a question names: "is the OSCE part of the EU"."""
    unused = {word for phrase in unused_words(typed, entry) for word in stems(normalize(phrase))}
    line = f" {normalize(typed)} "
    for form in sorted((entry.name, *entry.acronyms, *entry.aliases), key=len, reverse=True):
        line = line.replace(f" {normalize(form)} ", " ")
    for other in match.suggestions:
        names = " ".join((other.name, *other.acronyms, *other.aliases))
        is_named = not unused.isdisjoint(stems(normalize(names))) or f" {normalize(other.name)} " in line
        if is_named and not _describes(other, typed):
            return other
    return None


def _describes(entry: Entry, typed: str) -> bool:
    """Whether an acronym only says which thing is meant that follows it: "an EU passport"."""
    acronyms = "|".join(map(re.escape, entry.acronyms))
    return (
        bool(acronyms)
        and re.search(rf"\b(?:{acronyms})\s(?:passport|citizen|national|visa|country|state|law)", typed, re.I)
        is not None
    )


def _card_at_grade(entry: Entry, grades: GradeRequest, match: Match, services: Services) -> Reply:
    """The card of an entry, with how the grade beside its name was read."""
    read_as = None
    if grades.first is not None and isinstance(entry, Role):
        read_as = level_note(grades.first, entry, unused=grades.more)
    return card(entry, services, may_also_mean(entry, match.ambiguous), read_as=read_as)


def _card_at_employer(typed: str, grades: GradeRequest, match: Match, services: Services) -> Reply | None:
    """The card of the sense that fits to the body or the grade beside it: "programme officer P-3", "PO at UNHCR"."""
    employers = grades.first.scheme.employers if grades.first else ()
    bodies = filter(None, (services.library.match(name).entry for name in employers))
    sense = hired_at(typed, match, services.library, bodies)
    if sense is None or grades.first:
        return _card_at_grade(sense, grades, match, services) if sense else None
    return _card_in_sense(sense, services, match.ambiguous)


def _on_grades(typed: str, grades: GradeRequest, library: Library) -> Reply:
    """The answer about grades; it begins with the level if that is asked for: "is a P-4 senior"."""
    card = answer(grades, library)
    if grades.first is None or len(grades.grades) > 1 or not _ASKS_LEVEL.search(typed):
        return card
    level = text(Bold(f"{grades.first.name} reads as {grades.first.grade.level} level."))
    heading, *rest = card.blocks
    return replace(card, blocks=(heading, level, *rest))


def _no_card(typed: str, match: Match, services: Services) -> Reply:
    """Ask for a term if none is named, otherwise say that it isn't known."""
    is_name = is_short_word(typed) or may_be_name(typed) or any(map(str.isdecimal, typed))
    asks_nothing = says_nothing(typed) and not is_name
    if match.outcome == "none" and asks_nothing:
        return ask_for_entry(services, "define", Button("Today's term", "tip"))
    if match.outcome == "none" and (question := _LAST_QUESTION.search(typed)):
        match = services.library.match(question["question"])
    return with_ask_for_it(not_found(named_first(typed, match, services.library), "define"), match, services)


def _likely_card(typed: str, match: Match, services: Services) -> Reply | None:
    """The card of the only sense that the content has, or of the only entry named beside words that change nothing."""
    if len(match.suggestions) != 1 or match.outside:
        return None
    only = match.suggestions[0]
    if match.ambiguous is not None and left_out_note(typed, [only], services.library) is None:
        return card(only, services, read_as=sense_taken(only, match.ambiguous))
    if match.ambiguous and asks_which_sense(typed):
        return ask_which_sense(match.ambiguous, match, command.name)
    if match.named and (said := mentions.unsaid(typed, only, services.library)):
        return said
    return card(only, services) if begins_name(typed, only) or (match.named and is_aside(typed, only)) else None


def _asked_in_particular(typed: str, services: Services) -> Reply | None:
    """The answer to a line whose form says what it asks for: a word after a sentence, a number, one sense, a visa."""
    if (one := is_that_one(typed)) and (said := _whether_one(*one, services)):
        return said
    if of_name := which_meaning(typed, services.library, command.name):
        return of_name
    if (coded := _code_asked(typed, services)) is not None:
        return coded
    name, at_home = senses_in_place(typed, services.library)
    if at_home:
        return _in_place(name, at_home, services)
    if last := word_asked_last(typed, services.library):
        return _card_in_sense(last, services)
    return _in_clause(typed, services) if is_clause(typed) else _number_asked(typed, services)


def _code_asked(typed: str, services: Services) -> Reply | None:
    """The card of visas, or of a grade of which a line asks which of two things it is: "P4, is that a passport"."""
    if (visa := _coded_visa(typed, services.library)) is not None:
        return card(visa, services)
    named = _NAME_FIRST.match(typed)
    first = read_grades(named["name"], services.library, sure=True) if named else None
    return answer(first, services.library) if first and first.grades and not first.unused else None


def _in_place(name: str, senses: list[Entry], services: Services) -> Reply:
    """The card of the sense that a city or body decides, with what the name may mean elsewhere; or these senses."""
    if len(senses) > 1:
        return offer_entries(senses[:MOST_AT_ONCE], command.name)
    form, sense = services.library.match(name).ambiguous, senses[0]
    read_as = sense_taken(sense, form) if form else note(f"I read “{echo(name)}” as {with_full_stop(sense.name)}")
    return reply(
        *entry_card.card(sense, services.library, read_as, ()), topic=replace(topic_of(sense), command=command.name)
    )


def _whether_one(name: str, what: str, services: Services) -> Reply | None:
    """What says whether a name is another thing: its entry, or else its meanings."""
    library = services.library
    match = library.match(name)
    entry, form = match.entry or role_first(name, library), match.ambiguous
    if entry is None:
        return not_found(match, command.name) if form and match.suggestions else None
    asked = f"is {entry.name} {what}"
    if form and form.others and not (mentions.answer_to(asked, entry) or mentions.closest(asked, library, entry)):
        return ask_which_sense(form, match, command.name)
    if (said := _said_of(asked, entry, match, library)) is None or form is None:
        return said
    is_name = normalize(form.form) == normalize(entry.name)
    meanings = may_also_mean(entry, form) if is_name else sense_taken(entry, form)
    return replace(said, blocks=(*said.blocks, meanings)) if meanings else said


def _in_clause(typed: str, services: Services) -> Reply | None:
    """The sense that a line says in a clause; that it's outside the field; or else the name and its meanings."""
    name, sense = name_and_sense(typed)
    compound = without_asking(f"{sense} {name}")
    if services.library.is_form(compound) and not excludes(typed) and (entry := services.library.match(compound).entry):
        return _card_in_sense(entry, services)  # "delegation, I mean the EU one"
    if entry := sense_given(typed, services.library):
        return _card_in_sense(entry, services)
    elsewhere = services.library.match(f"{sense} {name}")
    if elsewhere.outside:
        return not_found(elsewhere, command.name)
    match = services.library.match(name)
    if match.entry is None:
        return not_found(match, command.name) if match.suggestions else None
    form = match.ambiguous
    senses = [match.entry, *services.library.linked(form.senses)] if form else []
    is_other = " sense" in typed.casefold() or len(senses) <= 2  # its own sense, twice
    if form and form.others and sense and is_other and not any(lines_with(sense, one) for one in senses):
        return _in_other_field(name, sense, match.entry, form)
    return card(match.entry, services, may_also_mean(match.entry, form))


def _in_other_field(name: str, sense: str, entry: Entry, form: AmbiguousForm) -> Reply:
    """That a name is outside the field in the sense that a line gives, before what it means here."""
    return reply(
        text(Bold(f"“{echo(without_asking(name))}”"), f" in the sense of “{echo(sense.strip())}” is outside my field."),
        may_also_mean(entry, form),
        text("In diplomacy it means:"),
        items([(Bold(f"{entry.name}: "), short_answer(entry.definition))]),
        actions(Button(entry.name, f"{command.name} {entry.name}", replace=True)),
        shareable=False,
        topic=topic_offering([entry], command.name),
    )


def _coded_visa(typed: str, library: Library) -> Entry | None:
    """The entry on visas, if a line names one by a code that has no entry: "G1 visa" is no grade."""
    coded = _CODED_VISA.search(typed)
    if coded is None or library.is_form(coded[0]) or library.match(typed).outside:
        return None
    return library.match("visa").entry


def _number_asked(typed: str, services: Services) -> Reply | None:
    """The card of what is counted, if it has one, or the sentences with the number: "how many judges has the ICJ"."""
    what, owner = entries_counted(typed, services.library)
    if what is not None:
        return _card_in_sense(what, services)
    return mentions.answer_to(typed, owner) or mentions.not_said(typed, owner) if owner else None


def _card_of_sense(typed: str, services: Services) -> Reply | None:
    """The card of the sense that a line describes: "mission, in the sense of an embassy"; or of a verb's noun."""
    entry = sense_given(typed, services.library) or noun_of(typed, services.library)
    return _card_in_sense(entry, services) if entry else None


def _card_in_sense(entry: Entry, services: Services, form: AmbiguousForm | None = None) -> Reply:
    """The card, whose choice used all other words of the line."""
    read_as = sense_taken(entry, form) if form else None
    return reply(
        *entry_card.card(entry, services.library, read_as, ()), topic=replace(topic_of(entry), command=command.name)
    )


def _card_of_question(typed: str, services: Services) -> Reply | None:
    """The answer to the question at the end of a line that begins with something else: "I'm new here, what's a …"."""
    question = _LAST_QUESTION.search(typed)
    if question is None:
        return None
    match = services.library.match(question["question"])
    if match.entry is not None:
        return card(match.entry, services)
    return not_found(match, "define") if match.suggestions and not match.named else None


def _card_beside_place(typed: str, services: Services) -> Reply | None:
    """The card of the only entry named beside a place, a language or a subject: "Spanish ambassador"."""
    entry = named_beside_place(typed, services.library) or ranked_beside_subject(typed, services.library)
    return card(entry, services) if entry else None


def _work_beside(typed: str, entry: Entry, library: Library) -> tuple[str, Role] | None:
    """The work in brackets behind a title, and the job that does it: "First Secretary (Press)"."""
    subjects = {subject for pack in library.packs for subject in pack.vocabulary.subjects}
    for bracket in _IN_BRACKETS.finditer(typed):
        work = bracket["work"]
        if library.match(bracket["title"]).entry is not entry or not subjects.issuperset(normalize(work).split()):
            continue
        jobs = (library.match(f"{work.removesuffix('s')} {word}") for word in _JOBS)
        if job := next((one.entry for one in jobs if isinstance(one.entry, Role)), None):
            return work, job
    return None


def _one_sentence_each(
    entries: list[Entry],
    others: Mapping[str, tuple[str, list[Role]]] | None = None,
    works: Mapping[str, tuple[str, Role]] | None = None,
) -> Reply:
    """A sentence on each entry. `others` are titles without an entry, and the roles that they stand beside.

    `works` has the work that is written behind the titles of some entries, and the job that does it.
    """
    others, works = others or {}, works or {}
    beside = [role for _, roles in others.values() for role in roles if role not in entries]
    beside += [job for _, job in works.values() if job not in entries]
    return reply(
        Heading(" and ".join(entry.name for entry in entries)),
        *(
            text(Bold(f"{entry.name}: "), short_answer(entry.definition), _work(works.get(entry.name)))
            for entry in entries
        ),
        *(
            text(
                Bold(f"“{echo(without_asking(title))}”"), f" is {where} {join_phrases([role.name for role in roles])}."
            )
            for title, (where, roles) in others.items()
        ),
        actions(
            *(Button(entry.name, f"define {entry.name}") for entry in [*entries, *beside][:MOST_PARTS]),
            Button("Compare", f"compare {', '.join(entry.name for entry in entries)}") if len(entries) > 1 else None,
        ),
        topic=topic_of(*entries, *beside),
    )


def _work(beside: tuple[str, Role] | None) -> str:
    """What the brackets behind a title say: the work, and the job that does it."""
    return f" “{beside[0]}” was the work, that of {a_or_an(beside[1].name)} {beside[1].name}." if beside else ""


def _with_grades(answer: Reply, grades: GradeRequest) -> Reply:
    """The answer with a sentence on each grade that stands beside the names; not on one that several employers use."""
    readings = [grade.readings[0] for grade in grades.grades if len(grade.readings) == 1][:MOST_AT_ONCE]
    lines = [text(Bold(f"{reading.name}: "), reading.grade.summary) for reading in readings]
    end = next((place for place, block in enumerate(answer.blocks) if isinstance(block, Actions)), len(answer.blocks))
    return replace(answer, blocks=(*answer.blocks[:end], *lines, *answer.blocks[end:]))


def _is_about_grades(grades: GradeRequest, match: Match, library: Library) -> bool:
    """Whether nothing else is asked for: no job, and no entry but one that explains the grade or ranks as such."""
    in_place = known_zone(grades.unused) is not None  # "P-4 Geneva"
    of_employer = grades.names_employer and library.match(grades.unused).outcome == "none"  # "UN P-1 still used?"
    if not grades.unused or len(grades.grades) > 1 or match.outcome == "none" or in_place or of_employer:
        return not isinstance(match.entry, Role)
    explained = {reading.grade.entry for reading in grades.grades[0].readings}
    explained.update(scheme.entry for scheme in library.grades)  # "which AD grade equals a P-4"
    explained.update(name for ladder in ladders(library) for name in ladder.explained_by)
    if match.entry is None and match.named:  # "is P2 a graduate job"
        named = [entry.name in explained for entry in match.suggestions]
        return all(named) or (any(named) and says_nothing(_ASKS_LEVEL.sub(" ", grades.unused)))  # "is P5 management"
    return match.entry is not None and match.entry.name in explained


def card(entry: Entry, services: Services, *hints: Note | None, read_as: Note | None = None) -> Reply:
    """The short card, with hints in small print. `read_as` says how a grade or an ambiguous form was read."""
    return reply(*entry_card.card(entry, services.library, read_as, hints), topic=topic_of(entry))


command = Command(
    name="define",
    summary="Explain a term or role in plain words",
    usage="define <term>",
    examples=("define permanent mission", "define chargé d'affaires", "define agrément"),
    run=run,
    takes_entry=True,
    pure=True,
    prompt="Which term?",
    synonyms=("explain", "lookup", "meaning", "definition"),
    cues=tuple(
        f"{verb} {where} {what}"
        for verb in ("mean", "means", "stand for", "stands for")
        for where in ("on a", "on the", "on his", "on her", "on their", "on my", "in a", "in the", "in his", "in her")
        for what in ("cv", "resume", "résumé", "profile")
    ),
    slash=True,
    reads_grade=True,
    explains=True,
    order=10,
)

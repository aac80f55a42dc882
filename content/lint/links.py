"""Gates for names and references: duplicate names, links, vocabularies and snippets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz, process

from content.errors import Problem
from content.lint.prose import own_names
from content.lookup.grades import GradeReader
from content.lookup.normalize import normalize, stems
from content.models import AmbiguousForm, Entry, Role, Term
from content.packs import Pack

SIMILAR = 75.0  # per cent similarity from which a known name is offered as a correction

Place = tuple[str, str]  # a file of the pack and the path of a field in it


def unique_forms(pack: Pack) -> Iterator[Problem]:
    """A name, alias or acronym belongs to one entry only, unless it is listed as an ambiguous form."""
    ambiguous = {_key(form.form) for form in pack.info.ambiguous}
    owners: dict[str, Entry] = {}
    for entry in _names_first(pack):
        for path, form in own_names(entry):
            owner = owners.setdefault(_key(form), entry)
            if owner is not entry and _key(form) not in ambiguous:
                hint = "remove it from one of the two, or list it as an ambiguous form"
                yield pack.problem(entry, path, f'"{form}" also means "{owner.name}" ({pack.file_of(owner)}); {hint}')


def _names_first(pack: Pack) -> list[Entry]:
    """Entries whose aliases are other entries' names come last, so that such a clash is reported at the alias."""
    names = {_key(entry.name) for entry in pack.entries}
    return sorted(
        pack.entries, key=lambda entry: any(_key(form) in names for form in (*entry.aliases, *entry.acronyms))
    )


def repeated_forms(pack: Pack) -> Iterator[Problem]:
    """No entry lists a name, alias or acronym twice."""
    for entry in pack.entries:
        seen: set[str] = set()
        for path, form in own_names(entry):
            if form.casefold() in seen:
                message = f'"{form}" is already a name of this entry (lookup ignores case); keep one'
                yield pack.problem(entry, path, message)
            seen.add(form.casefold())


def ambiguous_forms(pack: Pack) -> Iterator[Problem]:
    """An ambiguous form has at least two meanings, and offers every entry that uses the form as a name."""
    owners: dict[str, set[str]] = defaultdict(set)
    for entry in pack.entries:
        for _, name in own_names(entry):
            owners[_key(name)].add(entry.name)
    seen: set[str] = set()
    for (file, path), form in _ambiguous(pack):
        key = _key(form.form)
        if key in seen:
            yield pack.problem_in(file, path, f'"{form.form}" is listed twice; merge the two')
        seen.add(key)
        if len(form.senses) + len(form.others) < 2:
            yield pack.problem_in(file, path, f'"{form.form}" has fewer than two meanings; add senses or others')
        for name in sorted(owners[key] - set(form.senses)):
            yield pack.problem_in(file, path, f'"{form.form}" is a name of "{name}"; add that entry to its senses')
        for named, meaning in form.beside.items():
            if meaning not in (*form.senses, *form.others):
                yield pack.problem_in(file, f"{path}.beside.{named}", f'"{meaning}" is none of the senses or others')


def links(pack: Pack) -> Iterator[Problem]:
    """Every link names an existing entry of the pack by its main name, not by an alias."""
    names = {_key(form): entry for entry in pack.entries for _, form in own_names(entry)}
    names |= {_key(entry.name): entry for entry in pack.entries}
    for (file, path), name in _list_links(pack):
        target = names.get(_key(name))
        if target is None:
            hint = _did_you_mean(name, (entry.name for entry in pack.entries))
            yield pack.problem_in(file, path, f'"{name}" is not an entry of this pack{hint}')
        elif target.name != name:
            yield pack.problem_in(file, path, f'"{name}" is not the main name of the entry; write "{target.name}"')
        elif pack.file_of(target) == file:
            yield pack.problem_in(file, path, f'"{name}" is this entry itself; link to another')
        elif path.startswith("roles.") and not isinstance(target, Role):
            yield pack.problem_in(file, path, f'"{name}" is a term; name a role that a recruiter hires for')


def _list_links(pack: Pack) -> Iterator[tuple[Place, str]]:
    for entry in pack.entries:
        for index, name in enumerate(entry.related):
            yield (pack.file_of(entry), f"related.{index}"), name
        if isinstance(entry, Term):
            for index, name in enumerate(entry.roles):
                yield (pack.file_of(entry), f"roles.{index}"), name
    for comparison in pack.comparisons:
        for index, name in enumerate(comparison.entries):
            yield (pack.file_of(comparison), f"entries.{index}"), name
    for scheme in pack.grades:
        yield (pack.file_of(scheme), "entry"), scheme.entry
        for index, grade in enumerate(scheme.grades):
            if grade.entry:
                yield (pack.file_of(scheme), f"grades.{index}.entry"), grade.entry
    yield from _ladder_links(pack)
    for field in ("most_asked", "chairs", "ranks", "ungraded", "post_terms"):
        names: tuple[str, ...] = getattr(pack.info, field)
        yield from ((("pack.yaml", f"{field}.{index}"), name) for index, name in enumerate(names))
    yield from _organisation_links(pack)
    yield from _chart_links(pack)
    yield from _market_links(pack)
    yield from _immunity_links(pack)
    for (file, path), form in _ambiguous(pack):
        for index, name in enumerate(form.senses):
            yield (file, f"{path}.senses.{index}"), name


def _organisation_links(pack: Pack) -> Iterator[tuple[Place, str]]:
    listed = {"seats": [seat.organisations for seat in pack.info.seats]}
    listed["heads"] = [head.organisations for head in pack.info.heads]
    for field, lists in listed.items():
        for number, names in enumerate(lists):
            for index, name in enumerate(names):
                yield ("pack.yaml", f"{field}.{number}.organisations.{index}"), name


def repeated_links(pack: Pack) -> Iterator[Problem]:
    """No list of links has the same link twice."""
    seen: set[tuple[str, str, str]] = set()
    for (file, path), name in _list_links(pack):
        if path == "entry" or path.startswith("grades."):
            continue  # several grades may lead to the same entry
        place = (file, path.rpartition(".")[0], name)
        if place in seen:
            yield pack.problem_in(file, path, f'"{name}" is listed twice; remove it here')
        seen.add(place)


def vocabulary(pack: Pack) -> Iterator[Problem]:
    """Fields, competencies and themes are listed in pack.yaml."""
    fields = [field.id for field in pack.info.fields]
    competencies = [competency.name for competency in pack.info.competencies]
    themes = [theme.name for theme in pack.info.themes]
    for entry in pack.entries:
        if entry.field is not None and entry.field not in fields:
            hint = _did_you_mean(entry.field, fields)
            yield pack.problem(entry, "field", f'"{entry.field}" is not a field in pack.yaml{hint}')
        for level, questions in entry.questions.items():
            for index, question in enumerate(questions):
                if question.competency not in competencies:
                    hint = _did_you_mean(question.competency, competencies)
                    path = f"questions.{level}.{index}.competency"
                    yield pack.problem(entry, path, f'"{question.competency}" is not a competency in pack.yaml{hint}')
                for theme in question.themes:
                    if theme not in themes:
                        path = f"questions.{level}.{index}.themes"
                        hint = _did_you_mean(theme, themes)
                        yield pack.problem(entry, path, f'"{theme}" is not a theme in pack.yaml{hint}')


def snippets(pack: Pack) -> Iterator[Problem]:
    """Every snippet for newcomers is a name, an ambiguous form or a grade of the pack."""
    known = {_key(form) for entry in pack.entries for _, form in own_names(entry)}
    known |= {_key(form.form) for form in pack.info.ambiguous}
    grades = GradeReader(pack.grades)
    for index, snippet in enumerate(pack.info.snippets):
        if _key(snippet) not in known and grades.by_name(snippet) is None:
            message = f'"{snippet}" is no name, ambiguous form or grade of this pack; newcomers press it first'
            yield pack.problem_in("pack.yaml", f"snippets.{index}", message)


def _ladder_links(pack: Pack) -> Iterator[tuple[Place, str]]:
    for number, ladder in enumerate(pack.info.ladders):
        for field, names in (("entries", ladder.entries), ("explained_by", ladder.explained_by)):
            for index, name in enumerate(names):
                yield ("pack.yaml", f"ladders.{number}.{field}.{index}"), name


def _chart_links(pack: Pack) -> Iterator[tuple[Place, str]]:
    for number, chart in enumerate(pack.info.charts):
        for index, name in enumerate(chart.organisations):
            yield ("pack.yaml", f"charts.{number}.organisations.{index}"), name
        for index, post in enumerate(chart.posts):
            for place, name in enumerate(post.entries):
                yield ("pack.yaml", f"charts.{number}.posts.{index}.entries.{place}"), name


def _market_links(pack: Pack) -> Iterator[tuple[Place, str]]:
    for number, note in enumerate(pack.info.market_notes):
        for index, name in enumerate(note.entries):
            yield ("pack.yaml", f"market_notes.{number}.entries.{index}"), name


def _immunity_links(pack: Pack) -> Iterator[tuple[Place, str]]:
    for number, rule in enumerate(pack.info.immunity_rules):
        for index, name in enumerate(rule.entries):
            yield ("pack.yaml", f"immunity_rules.{number}.entries.{index}"), name


def _ambiguous(pack: Pack) -> Iterator[tuple[Place, AmbiguousForm]]:
    own_file = (pack.root / "ambiguous.yaml").is_file()
    for index, form in enumerate(pack.info.ambiguous):
        yield ("ambiguous.yaml", str(index)) if own_file else ("pack.yaml", f"ambiguous.{index}"), form


def _key(form: str) -> str:
    return " ".join(stems(normalize(form)))


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    nearest = process.extractOne(name, list(known), scorer=fuzz.WRatio, processor=normalize, score_cutoff=SIMILAR)
    return f'; did you mean "{nearest[0]}"?' if nearest else ""

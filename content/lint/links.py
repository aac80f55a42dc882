"""Gates for what points elsewhere: names that are taken, links, vocabularies and exclusion phrases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz, process

from content.errors import Problem
from content.lint.prose import own_names
from content.lookup.normalize import normalize, stems
from content.models import AmbiguousForm, Entry, Role, Term
from content.packs import Pack

ALIKE = 75.0  # per cent: how near a known name must be to be offered

Place = tuple[str, str]  # a file of the pack and the path of a field in it


def unique_forms(pack: Pack) -> Iterator[Problem]:
    """A name, alias or acronym leads to one entry, unless it is listed as an ambiguous form."""
    ambiguous = {_key(form.form) for form in pack.info.ambiguous}
    owners: dict[str, Entry] = {}
    for entry in _names_first(pack):
        for path, form in own_names(entry):
            owner = owners.setdefault(_key(form), entry)
            if owner is not entry and _key(form) not in ambiguous:
                hint = "drop it in one of the two, or list it as an ambiguous form"
                yield pack.problem(entry, path, f'"{form}" also means "{owner.name}" ({pack.file_of(owner)}); {hint}')


def _names_first(pack: Pack) -> list[Entry]:
    """Entries so ordered that a clash of a name with an alias is told where the alias stands."""
    names = {_key(entry.name) for entry in pack.entries}
    return sorted(
        pack.entries, key=lambda entry: any(_key(form) in names for form in (*entry.aliases, *entry.acronyms))
    )


def repeated_forms(pack: Pack) -> Iterator[Problem]:
    """No entry lists one form twice."""
    for entry in pack.entries:
        seen: set[str] = set()
        for path, form in own_names(entry):
            if form.casefold() in seen:
                message = f'"{form}" is already a name of this entry but for its case, which lookups ignore; keep one'
                yield pack.problem(entry, path, message)
            seen.add(form.casefold())


def ambiguous_forms(pack: Pack) -> Iterator[Problem]:
    """An ambiguous form has at least two meanings, and offers every entry that claims the form."""
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


def links(pack: Pack) -> Iterator[Problem]:
    """Every link leads to an entry of the pack, under that entry's own name."""
    names = {_key(form): entry for entry in pack.entries for _, form in own_names(entry)}
    names |= {_key(entry.name): entry for entry in pack.entries}
    for (file, path), name in _list_links(pack):
        target = names.get(_key(name))
        if target is None:
            near = _nearest(name, (entry.name for entry in pack.entries))
            yield pack.problem_in(file, path, f'"{name}" is no entry of this pack{near}')
        elif target.name != name:
            yield pack.problem_in(file, path, f'"{name}" is not how the entry is headed; write "{target.name}"')
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
    for (file, path), form in _ambiguous(pack):
        for index, name in enumerate(form.senses):
            yield (file, f"{path}.senses.{index}"), name


def repeated_links(pack: Pack) -> Iterator[Problem]:
    """No list of links names an entry twice."""
    seen: set[tuple[str, str, str]] = set()
    for (file, path), name in _list_links(pack):
        place = (file, path.rpartition(".")[0], name)
        if place in seen:
            yield pack.problem_in(file, path, f'"{name}" stands twice; remove it here')
        seen.add(place)


def vocabulary(pack: Pack) -> Iterator[Problem]:
    """Fields and competencies are those of pack.yaml."""
    fields = [field.id for field in pack.info.fields]
    competencies = [competency.name for competency in pack.info.competencies]
    for entry in pack.entries:
        if entry.field is not None and entry.field not in fields:
            near = _nearest(entry.field, fields)
            yield pack.problem(entry, "field", f'"{entry.field}" is no field of pack.yaml{near}')
        for level, questions in entry.questions.items():
            for index, question in enumerate(questions):
                if question.competency not in competencies:
                    near = _nearest(question.competency, competencies)
                    path = f"questions.{level}.{index}.competency"
                    yield pack.problem(entry, path, f'"{question.competency}" is no competency of pack.yaml{near}')


def exclusions(pack: Pack) -> Iterator[Problem]:
    """An exclusion phrase removes no candidate who bears one of the role's own titles."""
    for role in pack.entries:
        if not isinstance(role, Role):
            continue
        own = [*(form for _, form in own_names(role)), role.typical_title or "", *role.titles]
        for index, phrase in enumerate(role.search.exclude):
            hit = next((title for title in own if f" {_key(phrase)} " in f" {_key(title)} "), None)
            if hit:
                message = f'"{phrase}" would remove people titled "{hit}"; make the phrase longer or drop it'
                yield pack.problem(role, f"search.exclude.{index}", message)


def _ambiguous(pack: Pack) -> Iterator[tuple[Place, AmbiguousForm]]:
    own_file = (pack.root / "ambiguous.yaml").is_file()
    for index, form in enumerate(pack.info.ambiguous):
        yield ("ambiguous.yaml", str(index)) if own_file else ("pack.yaml", f"ambiguous.{index}"), form


def _key(form: str) -> str:
    return " ".join(stems(normalize(form)))


def _nearest(name: str, known: Iterable[str]) -> str:
    found = process.extractOne(name, list(known), scorer=fuzz.WRatio, processor=normalize, score_cutoff=ALIKE)
    return f'; did you mean "{found[0]}"?' if found else ""

"""Adapt a command's examples to the loaded content: a pack for another field has no "permanent mission"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.library import Library
from content.lookup.normalize import normalize
from content.models import Entry
from handlers.command import Command, Services
from handlers.parsing.languages_and_places import take_languages_and_places
from handlers.parsing.role_and_level import read_role_and_level
from handlers.reply import Button

_KINDS = re.compile(r"\b(?:term|role|field)\b")


def example_lines(command: Command, library: Library) -> tuple[str, ...]:
    """The command's examples, with names that the library lacks replaced by entries or fields that it has.

    An example is left out if the library has no replacement.
    """
    if "<grade>" in command.usage:
        return _grade_lines(command, library)
    kinds = set(_KINDS.findall(command.usage))
    if not kinds:
        return command.examples
    samples = _samples(kinds, library)
    fitted = (_fitted(example, command, kinds, samples, library) for example in command.examples)
    return tuple(dict.fromkeys(line for line in fitted if line))


def example_button(services: Services) -> Button | None:
    """A button that defines an entry, for people who don't know what to ask."""
    define = services.commands.find("define")
    lines = example_lines(define, services.library) if define else ()
    return Button(f"Try: {lines[0].partition(' ')[2]}", lines[0]) if lines else None


def _grade_lines(command: Command, library: Library) -> tuple[str, ...]:
    """The examples with grades that the library knows, or else one with its first grade."""
    known = tuple(example for example in command.examples if library.grades_in(example))
    return known or tuple(f"{command.name} {scheme.grades[0].names[0]}" for scheme in library.grades[:1])


def _fitted(example: str, command: Command, kinds: set[str], samples: Iterator[str], library: Library) -> str:
    _, _, rest = example.partition(" ")
    named = take_languages_and_places(rest)[0] if command.takes_places else rest
    if command.takes_level or not command.takes_places:
        named = read_role_and_level(named, library.is_form).rest
    for name in named.split(" and "):
        if name and not _is_known(name, kinds, library):
            sample = next(samples, "")
            if not sample:
                return ""
            example = example.replace(name, sample)
    return example


def _is_known(name: str, kinds: set[str], library: Library) -> bool:
    if "field" in kinds:
        names = [normalize(known) for field in library.fields for known in (field.id, field.name)]
        return name in names or (len(name) == 1 and any(normalize(entry.name)[:1] == name for entry in library.entries))
    return library.is_form(name)


def _samples(kinds: set[str], library: Library) -> Iterator[str]:
    """Names to use in examples: only roles for a command that takes only roles, otherwise terms first."""
    if "field" in kinds:
        yield from (field.id for field in library.fields)
        return
    roles: list[Entry] = list(library.roles)
    terms = [entry for entry in library.entries if entry not in roles] if "term" in kinds else []
    yield from (entry.name for entry in (*terms, *roles))

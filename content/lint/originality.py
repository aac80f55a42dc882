"""Gates against copies: no sentence twice, no template with the names changed, no run of eight words from elsewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from content.errors import Problem
from content.lint.prose import (
    RUN,
    Passage,
    list_cased_words,
    list_pages,
    list_passages,
    list_words,
    own_names,
    quote,
    runs_of,
)
from content.lint.readability import split_sentences
from content.lookup.lexicon import lexicon
from content.lookup.normalize import stem
from content.models import Comparison
from content.packs import Pack, Page, files_below

SENTENCE = 7  # words: "How do you deal with it?" may well be asked twice
TEMPLATE = 6  # words beside the names
PROSE = 2  # words that carry meaning: "China, France, Russia, the United Kingdom and …" is a list and no sentence

_TAG = re.compile(r"<[^>]{1,200}>")
_NAME = "…"  # stands for any name of any entry

Names = dict[str, list[list[str]]]  # by their first word, the longest first


def repeated_text(pack: Pack) -> Iterator[Problem]:
    """No two fields share a sentence of seven words or a run of eight."""
    return _repeats(pack, _sentences_and_runs, "also stands in {where}; write this one afresh")


def templates(pack: Pack) -> Iterator[Problem]:
    """No two fields share a sentence or run in which only the names of entries differ."""
    names = _all_names(pack)

    def frames(text: str) -> Iterator[tuple[str, str]]:
        for sentence in split_sentences(text):
            words = _without_names(sentence, names)
            windows = (words[start : start + RUN] for start in range(len(words) - RUN + 1))
            for frame in (words, *windows) if _NAME in words else ():
                if _is_frame(frame):
                    yield " ".join(frame), sentence

    return _repeats(pack, frames, "differs from {where} only in the names; write this one afresh")


def _repeats(pack: Pack, list_keys: Callable[[str], Iterator[tuple[str, str]]], message: str) -> Iterator[Problem]:
    """The first key of each passage that an earlier one has too; `list_keys` gives keys and how to show them."""
    seen: dict[str, Passage] = {}
    for passage in list_passages(pack):
        repeated = None
        for key, shown in list_keys(passage.text):
            first = seen.setdefault(key, passage)
            if repeated is None and first is not passage and not _same_table(first, passage):
                repeated = first, shown
        if repeated:
            first, shown = repeated
            place = pack.problem(first.page, first.path, "")
            told = message.format(where=f"{place.file} ({place.field})")
            yield pack.problem(passage.page, passage.path, f"{quote(shown, 90)} {told}")


def _same_table(first: Passage, second: Passage) -> bool:
    """Cells of one comparison may say the same: that is what it found."""
    return isinstance(first.page, Comparison) and first.page is second.page


def _sentences_and_runs(text: str) -> Iterator[tuple[str, str]]:
    for sentence in split_sentences(text):
        words = list_words(sentence)
        if len(words) >= SENTENCE:
            yield " ".join(words), sentence
    cased = list_cased_words(text)
    says = [_says(word) for word in cased]
    for start in range(len(cased) - RUN + 1):
        if sum(says[start : start + RUN]) >= PROSE:
            run = " ".join(cased[start : start + RUN]).lower()
            yield run, run


def _says(word: str) -> bool:
    """Whether a word is part of what a sentence says: neither a name nor a function word."""
    return word[0].islower() and word not in lexicon().function


def _all_names(pack: Pack) -> Names:
    names: Names = defaultdict(list)
    for entry in pack.entries:
        for form in (*(form for _, form in own_names(entry)), *entry.titles):
            if words := [stem(word) for word in list_words(form)]:
                names[words[0]].append(words)
    for forms in names.values():
        forms.sort(key=len, reverse=True)
    return dict(names)


def _without_names(sentence: str, names: Names) -> list[str]:
    """The words of a sentence with one sign for each name: of an entry, or what else is written with a capital."""
    cased = list_cased_words(sentence)
    words = [stem(word.lower()) for word in cased]
    framed: list[str] = []
    at = 0
    while at < len(words):
        name = next((name for name in names.get(words[at], ()) if words[at : at + len(name)] == name), None)
        is_name = name is not None or (at > 0 and not cased[at][0].islower())
        if not is_name:
            framed.append(words[at])
        elif framed[-1:] != [_NAME]:
            framed.append(_NAME)
        at += len(name or words[at : at + 1])
    return framed


def _is_frame(words: list[str]) -> bool:
    """Whether there is a name, and enough beside it and the function words to be recognised as the same sentence."""
    said = [word for word in words if word != _NAME]
    return TEMPLATE <= len(said) < len(words) and sum(map(_says, said)) >= PROSE


def copies(pack: Pack, against: Path) -> Iterator[Problem]:
    """No run of eight words that also stands in a text file of a folder, such as the sources drawn on."""
    written = {run: place for place in _list_places(pack) for run in place.runs}
    told: set[tuple[str, str]] = set()
    for file in files_below(against):
        if not file.is_file() or file.resolve().is_relative_to(pack.root.resolve()):
            continue
        text = _TAG.sub(" ", file.read_text(encoding="utf-8", errors="ignore"))
        for run in filter(written.__contains__, runs_of(list_words(text))):
            place = written[run]
            if (key := (pack.file_of(place.page), place.path)) not in told:
                told.add(key)
                message = f"{quote(run, 90)} also stands in {file.relative_to(against)}; {place.remedy}"
                yield pack.problem(place.page, place.path, message)


class _Place(NamedTuple):
    """A field with its runs of eight words, and how to be rid of one."""

    page: Page
    path: str
    runs: set[str]
    remedy: str = "write it in words of your own"


def _list_places(pack: Pack) -> Iterator[_Place]:
    for page, path, text in list_passages(pack):
        yield _Place(page, path, set(runs_of(list_words(text))))
    for page in list_pages(pack):
        for index, source in enumerate(page.sources):
            yield _Place(page, f"sources.{index}.supports", set(runs_of(list_words(source.supports or ""))))
    for entry in pack.entries:
        for path, names in (("aliases", entry.aliases), ("titles", tuple(entry.titles)), ("related", entry.related)):
            within = {run for name in names for run in runs_of(list_words(name))}  # a long name is nobody's sentence
            across = set(runs_of(list_words(" ".join(names)))) - within
            yield _Place(entry, path, across, "put these names in another order")

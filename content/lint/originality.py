"""Gates against copying: repeated sentences, templates with other names, and runs of eight words from other texts."""

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

SENTENCE = 7  # words a sentence needs to count as repeated: "How do you deal with it?" may appear twice
TEMPLATE = 6  # words a template needs besides names
PROSE = 2  # content words a run needs: "China, France, Russia, the United Kingdom and …" is a list, not a sentence

_TAG = re.compile(r"<[^>]{1,200}>")
_NAME = "…"  # placeholder for any name of any entry

Names = dict[str, list[list[str]]]  # names as lists of stems, by their first stem, the longest first


def repeated_text(pack: Pack) -> Iterator[Problem]:
    """No two fields share a sentence of seven or more words, or a run of eight words."""
    return _repeats(pack, _sentences_and_runs, "also appears in {where}; rewrite this one")


def templates(pack: Pack) -> Iterator[Problem]:
    """No two fields share a sentence or a run of eight words that differs only in names."""
    names = _all_names(pack)

    def frames(text: str) -> Iterator[tuple[str, str]]:
        for sentence in split_sentences(text):
            words = _without_names(sentence, names)
            windows = (words[start : start + RUN] for start in range(len(words) - RUN + 1))
            for frame in (words, *windows) if _NAME in words else ():
                if _is_frame(frame):
                    yield " ".join(frame), sentence

    return _repeats(pack, frames, "differs from {where} only in names; rewrite this one")


def _repeats(pack: Pack, list_keys: Callable[[str], Iterator[tuple[str, str]]], message: str) -> Iterator[Problem]:
    """One problem per passage that shares a key with an earlier passage.

    `list_keys` returns pairs of a key to compare and the text to quote for it.
    """
    first_passages: dict[str, Passage] = {}
    for passage in list_passages(pack):
        repeated = None
        for key, excerpt in list_keys(passage.text):
            first = first_passages.setdefault(key, passage)
            if repeated is None and first is not passage and not _same_table(first, passage):
                repeated = first, excerpt
        if repeated:
            first, excerpt = repeated
            place = pack.problem(first.page, first.path, "")
            where = f"{place.file} ({place.field})"
            yield pack.problem(passage.page, passage.path, f"{quote(excerpt, 90)} {message.format(where=where)}")


def _same_table(first: Passage, second: Passage) -> bool:
    """Whether both are in one comparison, whose cells may be equal: two entries can agree in an aspect."""
    return isinstance(first.page, Comparison) and first.page is second.page


def _sentences_and_runs(text: str) -> Iterator[tuple[str, str]]:
    for sentence in split_sentences(text):
        words = list_words(sentence)
        if len(words) >= SENTENCE:
            yield " ".join(words), sentence
    cased = list_cased_words(text)
    meaningful = [_is_content_word(word) for word in cased]
    for start in range(len(cased) - RUN + 1):
        if sum(meaningful[start : start + RUN]) >= PROSE:
            run = " ".join(cased[start : start + RUN]).lower()
            yield run, run


def _is_content_word(word: str) -> bool:
    """Whether a word is neither a name (capitalized) nor a function word."""
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
    """The stems of a sentence, with each name replaced by _NAME: names of entries, and other capitalized words."""
    cased = list_cased_words(sentence)
    words = [stem(word.lower()) for word in cased]
    frame: list[str] = []
    at = 0
    while at < len(words):
        name = next((name for name in names.get(words[at], ()) if words[at : at + len(name)] == name), None)
        is_name = name is not None or (at > 0 and not cased[at][0].islower())
        if not is_name:
            frame.append(words[at])
        elif frame[-1:] != [_NAME]:
            frame.append(_NAME)
        at += len(name or words[at : at + 1])
    return frame


def _is_frame(words: list[str]) -> bool:
    """Whether the words include a name, and enough other words to be recognized as the same sentence."""
    others = [word for word in words if word != _NAME]
    return TEMPLATE <= len(others) < len(words) and sum(map(_is_content_word, others)) >= PROSE


def copies(pack: Pack, against: Path) -> Iterator[Problem]:
    """No run of eight words appears in a text file below `against`, such as the sources used.

    Files of the pack itself are skipped. Raises PackError if a folder cannot be read.
    """
    fields_by_run = {run: field for field in _list_fields(pack) for run in field.runs}
    reported: set[tuple[str, str]] = set()
    for file in files_below(against):
        if not file.is_file() or file.resolve().is_relative_to(pack.root.resolve()):
            continue
        text = _TAG.sub(" ", file.read_text(encoding="utf-8", errors="ignore"))
        for run in filter(fields_by_run.__contains__, runs_of(list_words(text))):
            field = fields_by_run[run]
            if (key := (pack.file_of(field.page), field.path)) not in reported:
                reported.add(key)
                message = f"{quote(run, 90)} also appears in {file.relative_to(against)}; {field.remedy}"
                yield pack.problem(field.page, field.path, message)


class _Field(NamedTuple):
    """A field of a page, its runs of eight words, and how to fix a copied one."""

    page: Page
    path: str
    runs: set[str]
    remedy: str = "write it in your own words"


def _list_fields(pack: Pack) -> Iterator[_Field]:
    for page, path, text in list_passages(pack):
        yield _Field(page, path, set(runs_of(list_words(text))))
    for page in list_pages(pack):
        for index, source in enumerate(page.sources):
            yield _Field(page, f"sources.{index}.supports", set(runs_of(list_words(source.supports or ""))))
    for entry in pack.entries:
        for path, names in (
            ("aliases", entry.aliases),
            ("found_by", entry.found_by),
            ("titles", tuple(entry.titles)),
            ("related", entry.related),
        ):
            within = {
                run for name in names for run in runs_of(list_words(name))
            }  # a long name is not a copied sentence
            across = set(runs_of(list_words(" ".join(names)))) - within
            yield _Field(entry, path, across, "list these names in another order")

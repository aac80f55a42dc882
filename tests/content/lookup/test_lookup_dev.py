"""Lookup quality: 827 labelled queries against a glossary of 196 terms, by kind of query."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from content.lookup.index import forms_of
from content.lookup.match import Matcher
from content.lookup.normalize import normalize
from content.models import Term

FOLDER = Path(__file__).parent / "lookup_dev"
OUTCOMES = ("right", "suggested", "wrong", "nothing")


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def _term(line: dict[str, Any]) -> Term:
    return Term.model_validate(line | {"id": normalize(line["name"]).replace(" ", "-")})


@pytest.fixture(scope="module")
def terms() -> list[Term]:
    return [_term(line) for line in _lines("glossary.jsonl")]


@pytest.fixture(scope="module")
def matcher(terms: list[Term]) -> Matcher:
    return Matcher(terms)


@pytest.fixture(scope="module")
def table(matcher: Matcher) -> dict[tuple[str, bool], Counter[str]]:
    """Outcomes by kind of query and by whether the glossary has an entry for it."""
    counts: defaultdict[tuple[str, bool], Counter[str]] = defaultdict(Counter)
    for line in _lines("queries.jsonl"):
        kind, known = line["cat"], bool(line["expect"])
        outcome = _outcome(matcher, line["q"], line["expect"])
        counts[kind, known][outcome] += 1
        if outcome == "wrong":
            print("wrong:", line["q"], line["expect"])
    print(f"\n{'':24}" + "".join(f"{outcome:>10}" for outcome in OUTCOMES))
    for (kind, known), outcomes in counts.items():
        label = kind if known else f"{kind} (no entry)"
        print(f"{label:24}" + "".join(f"{outcomes[outcome]:>10}" for outcome in OUTCOMES))
    return counts


def _outcome(matcher: Matcher, query: str, expected: list[str]) -> str:
    """Rate one result. If no entry is expected, "none" is right, an answer is wrong, and a suggestion is neither."""
    match = matcher.match(query)
    if match.entry is not None:
        return "right" if match.entry.name in expected else "wrong"
    if not expected:
        return "right" if match.outcome == "none" else "suggested"
    return "suggested" if {entry.name for entry in match.suggestions} & set(expected) else "nothing"


def _share(table: dict[tuple[str, bool], Counter[str]], known: bool, outcome: str, *, paraphrases: bool) -> float:
    rows = [row for (kind, of), row in table.items() if of is known and (kind == "paraphrase") is paraphrases]
    return sum(row[outcome] for row in rows) / sum(row.total() for row in rows)


def test_at_least_97_percent_of_known_forms_are_answered(table: dict[tuple[str, bool], Counter[str]]) -> None:
    assert _share(table, True, "right", paraphrases=False) >= 0.97


def test_at_most_3_in_1000_answers_are_wrong(table: dict[tuple[str, bool], Counter[str]]) -> None:
    assert _share(table, True, "wrong", paraphrases=False) <= 0.003


def test_at_most_5_in_1000_queries_without_an_entry_are_answered(table: dict[tuple[str, bool], Counter[str]]) -> None:
    assert _share(table, False, "wrong", paraphrases=False) <= 0.005


def test_paraphrases_get_suggestions_and_never_a_wrong_answer(table: dict[tuple[str, bool], Counter[str]]) -> None:
    assert _share(table, True, "wrong", paraphrases=True) == 0
    assert _share(table, True, "suggested", paraphrases=True) >= 0.8


@pytest.mark.parametrize("kind", ["exact", "case", "diacritics", "punct", "plural", "acronym", "alias", "alt_title"])
def test_plain_forms_are_always_answered(table: dict[tuple[str, bool], Counter[str]], kind: str) -> None:
    assert table[kind, True]["right"] == table[kind, True].total()


def test_every_form_of_every_term_finds_its_term(matcher: Matcher, terms: list[Term]) -> None:
    owners = defaultdict(set)
    for term in terms:
        for form, _ in forms_of(term):
            owners[normalize(form)].add(term.name)
    missed = [
        (form, term.name)
        for term in terms
        for form, _ in forms_of(term)
        if len(owners[normalize(form)]) == 1 and matcher.match(form).entry is not term
    ]
    assert missed == []

"""The library: entries by name and field, and the entry of the day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from content.library import Library
from content.models import PackInfo, Role, Term

START = date(2026, 11, 23)


def _terms(count: int, *, tip: str = "Remember it.", pack: str = "p") -> list[Term]:
    return [Term(id=f"t{n}", name=f"Term {n}", definition="A thing.", tip=tip, pack=pack) for n in range(count)]


def _names(library: Library, days: int, start: date = START) -> list[str]:
    entries = [library.tip_of(start + timedelta(days=day)) for day in range(days)]
    return [entry.name for entry in entries if entry is not None]


def test_entries_are_found_by_name_and_alias(library: Library) -> None:
    consul, head = library.by_name("Consul"), library.by_name("HOM")
    assert consul is not None
    assert head is not None
    assert (consul.name, head.name) == ("Consul", "Head of Mission")
    assert library.by_name("Harbour Master") is None
    assert library.linked(["HOM", "Harbour Master", "Consul"]) == [head, consul]


def test_roles_and_fields_are_listed(library: Library) -> None:
    assert library.roles == tuple(entry for entry in library.entries if type(entry) is Role)
    assert len(library.roles) > 50
    assert [field.id for field in library.fields] == [field.id for pack in library.packs for field in pack.fields]
    consular = [entry for entry in library.entries if entry.field == "consular"]
    consular_only = Library(library.packs, consular, ())
    assert [field.id for field in consular_only.fields] == ["consular"]


def test_a_field_lists_roles_first_then_terms_by_name(library: Library) -> None:
    entries = library.in_field("consular")
    names = [(not isinstance(entry, Role), entry.name.casefold()) for entry in entries]
    assert names == sorted(names)
    assert {entry.field for entry in entries} == {"consular"}
    assert len(entries) == sum(entry.field == "consular" for entry in library.entries) > 10


def test_no_tip_repeats_before_all_have_come(library: Library) -> None:
    tips = [entry.name for entry in library.entries if entry.tip]
    cycle = _names(library, len(tips))
    assert sorted(cycle) == sorted(tips)
    assert _names(library, len(tips), START + timedelta(days=len(tips))) == cycle


def test_no_tip_repeats_within_any_seven_days(library: Library) -> None:
    names = _names(library, 800)
    assert all(len(set(names[day : day + 7])) == 7 for day in range(len(names) - 7))


def test_the_order_of_tips_does_not_depend_on_the_order_of_entries(library: Library) -> None:
    reordered = Library(library.packs, reversed(library.entries), library.comparisons)
    assert _names(reordered, 50) == _names(library, 50)


def test_tips_are_shuffled_across_the_alphabet_and_the_fields(library: Library) -> None:
    names = _names(library, 60)
    assert names != sorted(names)
    fields = Counter(entry.field for name in names if (entry := library.by_name(name)) is not None)
    assert len(fields) >= len(library.fields) - 2
    assert max(fields.values()) <= 20


def test_entries_without_a_tip_are_skipped() -> None:
    without_tip = Term(id="s", name="Silent", definition="A thing.")
    assert set(_names(Library([], [without_tip, *_terms(3)]), 30)) == {"Term 0", "Term 1", "Term 2"}
    assert Library([], [without_tip]).tip_of(START) is None
    assert Library([], []).tip_of(START) is None


def test_a_library_for_one_line_finds_the_same(library: Library) -> None:
    one = library.for_one_line()
    for _ in range(2):  # looked up, then remembered
        assert one.is_form("head of mission") is True
        assert one.is_form("harbour master") is False
        assert one.match("head of mission") == library.match("head of mission")
    assert one.is_form("Head of Mission", as_written=True) is True
    assert one.is_form("head of mission", as_written=True) is False


def test_snippets_are_those_of_the_last_pack_that_has_any() -> None:
    packs = [PackInfo(id=name, name=name, snippets=snippets) for name, snippets in (("a", ("x",)), ("b", ("y",)))]
    assert Library(packs, []).snippets == ("y",)
    assert Library([*packs, PackInfo(id="c", name="c")], []).snippets == ("y",)
    assert Library([], []).snippets == ()


def test_a_comparison_is_of_exactly_its_entries_in_any_order(library: Library) -> None:
    for comparison in library.comparisons:
        compared = library.linked(comparison.entries)
        assert library.comparison_of(compared) is comparison
        assert library.comparison_of(compared[::-1]) is comparison
    consul = library.by_name("Consul")
    assert consul is not None
    assert library.comparison_of([consul]) is None


def test_a_description_finds_the_entries_that_fit_it(library: Library) -> None:
    fits = library.fitting("the bag that customs may not open", 3)
    assert [fit.entry.name for fit in fits] == ["Diplomatic bag"]
    assert len(library.described("embassy", 2)) == 2


def test_forms_and_grades_are_found_in_a_text(library: Library) -> None:
    assert [entry.name for entry in library.senses("head of mission")] == ["Head of Mission"]
    assert library.senses("harbour master") == ()
    assert library.leading_form("Head of Mission in Lagos") == "Head of Mission"
    assert library.leading_form("Harbour Master") == ""
    assert [found.text for found in library.grades_in("from P-3 to P-4")] == ["P-3", "P-4"]
    grade = library.grade("P-3")
    assert grade is not None
    assert library.grade("X-99") is None


def test_words_of_a_form_may_name_an_entry(library: Library) -> None:
    assert library.may_name(["the", "Consul"]) is True
    assert library.may_name(["xyzzy"]) is False
    assert library.overlaid([]).may_name(["xyzzy"]) is True  # a team's words aren't indexed


def test_links_are_counted_by_the_name_they_lead_to(library: Library) -> None:
    one, two = _terms(2)
    linked = Library([], [one, two.model_copy(update={"related": ("Term 0",)})])
    assert dict(linked.links) == {"Term 0": 1}
    assert sum(library.links.values()) == sum(len(entry.related) for entry in library.entries)


def test_an_entry_knows_the_grade_schemes_that_it_explains(library: Library) -> None:
    for scheme in library.grades:
        explaining = library.linked([scheme.entry, *(grade.entry for grade in scheme.grades if grade.entry)])
        assert explaining
        assert all(scheme in library.grades_of(entry) for entry in explaining)
    assert library.grades_of(_terms(1)[0]) == ()

"""Search strings: within each site's rules, opened by their address, and finding the right people only."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.models import Role
from content.strings.compose import Wanted, keywords, search_string, titles_of, wider_string
from content.strings.sites import (
    GOOGLE,
    GOOGLE_WIDER,
    LINKEDIN,
    LINKEDIN_WIDER,
    MOST_IN_ADDRESS,
    RECRUITER,
    SITES,
    Site,
)
from content.strings.variants import spellings, unaccented, with_variants, without_longer
from tests.content.strings.profiles import (
    FIFTH,
    FOLDER,
    FOURTH,
    IN_EACH,
    MAIN_SITES,
    SECOND,
    THIRD,
    pooled,
    profiles,
    score,
)
from tests.content.strings.query import Query, QueryError
from tests.support.built_in import built_in

ROLES = [entry for entry in built_in().entries if isinstance(entry, Role)]
AT_LEAST = {
    FOLDER: {
        LINKEDIN: (0.835, 0.91, 26),
        LINKEDIN_WIDER: (0.925, 0.905, 11),
        RECRUITER: (0.97, 0.9, 12),
        GOOGLE: (0.9, 0.91, 14),
        GOOGLE_WIDER: (0.94, 0.9, 8),
    },
    SECOND: {
        LINKEDIN: (0.71, 0.895, 63),
        LINKEDIN_WIDER: (0.835, 0.905, 33),
        RECRUITER: (0.93, 0.93, 10),
        GOOGLE: (0.79, 0.905, 41),
        GOOGLE_WIDER: (0.85, 0.9, 29),
    },
    THIRD: {
        LINKEDIN: (0.88, 0.925, 36),
        LINKEDIN_WIDER: (0.93, 0.92, 28),
        RECRUITER: (0.955, 0.905, 29),
        GOOGLE: (0.9, 0.915, 35),
        GOOGLE_WIDER: (0.935, 0.905, 28),
    },
    FOURTH: {
        LINKEDIN: (0.71, 0.91, 74),
        LINKEDIN_WIDER: (0.77, 0.91, 60),
        RECRUITER: (0.94, 0.91, 29),
        GOOGLE: (0.745, 0.91, 66),
        GOOGLE_WIDER: (0.795, 0.905, 57),
    },
    FIFTH: {
        LINKEDIN: (0.635, 0.815, 79),
        LINKEDIN_WIDER: (0.705, 0.815, 70),
        RECRUITER: (0.83, 0.835, 48),
        GOOGLE: (0.685, 0.815, 74),
        GOOGLE_WIDER: (0.73, 0.815, 66),
    },
}
"""Recall and precision of all roles together, and the most roles that miss `IN_EACH`; to be raised as they get better.

The goal is 0.9 and 0.9, and no role. Six operators are too few for some roles on LinkedIn, and 32 words on Google.
"""


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(("Arabic", "French"), ("Geneva",))], ids=["plain", "wanted"])
def test_every_string_keeps_to_the_rules_of_its_site(wanted: Wanted) -> None:
    for role in ROLES:
        strings = [search_string(role, site, wanted) for site in SITES]
        assert all(titles_of(role, string.site)[0] in string.query for string in strings)
        strings += [wider for site in SITES if (wider := wider_string(role, site, wanted))]
        for string in strings:
            Query(string.query, string.site)
            if string.site is not RECRUITER:  # its filters take these
                assert all(word in string.query for word in wanted.words)
            if string.site.address is not None:
                assert string.address is not None, f"{role.name}: the address is too long"
                assert len(string.address) <= MOST_IN_ADDRESS
                assert string.address.isascii()
                assert string.query in dict(parse_qsl(urlsplit(string.address).query)).values()


def test_the_wider_string_has_what_the_first_left_out() -> None:
    def both(titles: str, anchors: str, clear: str = "") -> list[str]:
        search = {"titles": titles.split(), "anchors": anchors.split(), "clear": clear.split()}
        role = Role.model_validate({"id": "x", "name": "X", "definition": "A job.", "search": search})
        return [string.query for string in (search_string(role, LINKEDIN), wider_string(role, LINKEDIN)) if string]

    assert both("a b c d e f g h", "u v w x y z") == [
        "(a OR b OR c OR d) (u OR v OR w OR x)",
        "(a OR b OR c OR d OR e OR f) (y OR z)",
    ]
    assert both("a b c d e f", "v w x") == ["(a OR b OR c OR d OR e) (v OR w OR x)", "f (v OR w OR x)"]
    assert both("a b c d e f g h i", "") == ['("a" OR "b" OR "c" OR "d" OR "e" OR "f" OR "g")', '("h" OR "i")']
    assert both("a b c", "v w") == ["(a OR b OR c) (v OR w)"]
    assert both("a b c d e", "v w x y z", "b d") == ["(((a OR c) (v OR w OR x OR y)) OR b OR d)", "(a OR c OR e) z"]
    assert both("a b c d", "v w", "a c")[0] == "(a OR c OR ((b OR d) (v OR w)))"  # the most useful title comes first
    assert both("a b c", "v w x y", "a b c") == ['("a" OR "b" OR "c")']


def test_a_site_that_cannot_nest_gets_the_clear_titles_of_a_role_of_mostly_clear_ones() -> None:
    search = {"titles": ["a", "b", "c"], "anchors": ["v", "w"], "clear": ["b", "c"], "keywords": ["x"]}
    role = Role.model_validate({"id": "x", "name": "X", "definition": "A job.", "search": search})
    assert search_string(role, LINKEDIN).query == "((a (v OR w)) OR b OR c)"
    assert search_string(role, GOOGLE).query == 'site:linkedin.com/in ("b" OR "c")'
    assert search_string(role, RECRUITER).query == '("a" OR "b" OR "c")'
    role = Role.model_validate({"id": "x", "name": "X", "definition": "A job.", "search": search | {"clear": ["c"]}})
    assert search_string(role, GOOGLE).query == "site:linkedin.com/in (a OR b OR c) (v OR w)"


def test_google_has_in_a_second_string_what_it_cannot_nest() -> None:
    def both(titles: str, anchors: str, clear: str = "") -> list[str]:
        search = {"titles": titles.split(), "anchors": anchors.split(), "clear": clear.split()}
        role = Role.model_validate({"id": "x", "name": "X", "definition": "A job.", "search": search})
        strings = [string for string in (search_string(role, GOOGLE), wider_string(role, GOOGLE)) if string]
        return [string.query.removeprefix(GOOGLE.prefix) for string in strings]

    assert both("a b c", "v w", "b c") == ['("b" OR "c")', "a (v OR w)"]
    assert both("a b c", "v w", "b") == ["(a OR b OR c) (v OR w)", '"b"']
    assert both("a b c", "t u v w x y z") == ["(a OR b OR c) (t OR u OR v OR w OR x)", "(a OR b OR c) (y OR z)"]
    assert both("a b c", "v w", "a b c") == ['("a" OR "b" OR "c")']
    assert both("a b c", "v w") == ["(a OR b OR c) (v OR w)"]
    assert both("a b c", "") == ['("a" OR "b" OR "c")']
    letters = " ".join("abcdefghijklmnopqrstuvwxyz")
    first, second = (" OR ".join(f'"{letter}"' for letter in part) for part in ("abcdefghijklmnop", "qrstu"))
    assert both(letters, "") == [f"({first})", f"({second})"]


def test_a_clear_title_stays_beside_a_shorter_one_that_needs_an_employer() -> None:
    search = {"titles": ["Attaché", "Attaché d'ambassade", "Press Attaché"], "anchors": ["v"]}
    role = Role.model_validate({"id": "x", "name": "X", "definition": "A job.", "search": search})
    assert search_string(role, LINKEDIN).query == "(Attaché OR Attache) v"
    clear = role.search.model_copy(update={"clear": ("Attaché d'ambassade",)})
    string = search_string(role.model_copy(update={"search": clear}), LINKEDIN)
    assert string.query == """(((Attaché OR Attache) v) OR "Attaché d'ambassade" OR "Attache d'ambassade")"""


def test_the_keywords_of_recruiter_can_be_read() -> None:
    for role in ROLES:
        if words := keywords(role):
            Query(words, RECRUITER)


def test_recruiter_asks_for_an_employer_where_other_sites_need_none() -> None:
    search = {"titles": ["Third Secretary"], "keywords": ["embassy", "MFA"], "exclude": ["youth league"]}
    role = Role.model_validate({"id": "x", "name": "X", "definition": "A job.", "search": search})
    assert search_string(role, LINKEDIN).query == '("Third Secretary" OR "3rd Secretary") NOT "youth league"'
    assert keywords(role) == '(embassy OR MFA) NOT "youth league"'


def test_a_role_without_search_words_has_a_string_of_its_own_titles() -> None:
    bare = Role.model_validate(
        {"id": "guide", "name": "Guide", "definition": "A job.", "titles": ["City Guide", "Scout"]}
    )
    assert search_string(bare, LINKEDIN).query == '("Guide" OR "Scout")'
    assert search_string(bare, GOOGLE).query == 'site:linkedin.com/in ("Guide" OR "Scout")'


def test_titles_have_every_spelling() -> None:
    assert spellings("Minister-Counsellor") == ("Minister Counsellor", "Minister Counselor")
    assert spellings("Third Secretary") == ("Third Secretary", "3rd Secretary")
    assert set(spellings("Defence Programme Adviser")) == {
        f"{one} {two} {three}"
        for one in ("Defence", "Defense")
        for two in ("Programme", "Program")
        for three in ("Adviser", "Advisor")
    }
    assert spellings("Programmer") == ("Programmer",)
    assert spellings("Chargée de programmes") == ("Chargée de programmes",)
    assert unaccented("Chargé d’affaires für Öl") == "Charge d’affaires fuer Oel"
    assert list(without_longer(["Consul", "Consul General", "Proconsul"])) == ["Consul", "Proconsul"]
    assert list(without_longer(["Vice Consul", "Visa Officer", "consul"])) == ["consul", "Visa Officer"]
    assert with_variants(["Labour Attaché", "Consul", "Envoy", "Sherpa"], accents=True) == (
        *("Labour Attaché", "Consul", "Envoy", "Labor Attaché", "Sherpa"),
        *("Labour Attache", "Labor Attache"),
    )


@pytest.mark.parametrize("folder", [FOLDER, SECOND, THIRD, FOURTH, FIFTH], ids=lambda folder: folder.name)
@pytest.mark.parametrize("site", MAIN_SITES, ids=lambda site: site.name)
def test_strings_find_the_right_people(site: Site, folder: Path) -> None:
    scores = {role.name: score(role, site, folder) for role in ROLES}
    whole = pooled(list(scores.values()))
    recall, precision, most = AT_LEAST[folder][site]
    assert whole.recall >= recall
    assert whole.precision >= precision
    below = [name for name, one in scores.items() if min(one.recall, one.precision) < IN_EACH]
    assert len(below) <= most, below


@pytest.mark.parametrize(("folder", "fewest"), [(FOLDER, 3), (SECOND, 3), (THIRD, 2)])
def test_each_corpus_covers_every_role(folder: Path, fewest: int) -> None:
    names = {role.name for role in ROLES}
    people = profiles(folder)
    assert len(people) >= 300
    assert len({person.id for person in people}) == len(people)
    for person in people:
        assert {*person.roles, *person.near, *person.decoy} <= names, person.id
        assert bool(person.roles) != bool(person.decoy), person.id
    for name in names:
        assert sum(name in person.roles for person in people) >= fewest, name
        assert any(name in person.decoy for person in people), name


@pytest.mark.parametrize("folder", [FOURTH, FIFTH], ids=lambda folder: folder.name)
def test_everybody_of_the_harder_corpora_has_roles_of_the_pack(folder: Path) -> None:
    names = {role.name for role in ROLES}
    people = profiles(folder)
    assert len({person.id for person in people}) == len(people)
    for person in people:  # a near miss may hold no role at all
        labels = {*person.roles, *person.near, *person.decoy}
        assert labels, person.id
        assert labels <= names, person.id
        assert not (person.roles and person.decoy), person.id


FOUND = (  # query, texts, whether it finds them
    ('("Vice Consul" OR Consul) AND embassy', ["Vice-Consul", "Embassy of Chile"], True),
    ('("Vice Consul" OR Consul) AND embassy', ["Vice President", "Consulate"], False),
    ('consul NOT "honorary consul"', ["Honorary Consul"], False),
    ('consul NOT "honorary consul"', ["Consul", "Honorary member"], True),
    ('"head of section"', ["Head", "of section"], False),  # a phrase doesn't run from one field into the next
    ("attache", ["Attaché"], False),  # LinkedIn may not fold accents
    ("embassy", ["Embassies"], False),
    ("a OR b AND c", ["a"], True),
    ("(a OR b) AND c", ["a"], False),
)


@pytest.mark.parametrize(("query", "texts", "found"), FOUND)
def test_queries_are_read_as_the_site_reads_them(query: str, texts: list[str], found: bool) -> None:
    assert Query(query, LINKEDIN).finds(texts) is found


def test_google_folds_accents_and_reads_a_minus() -> None:
    query = Query('site:linkedin.com/in (attache OR consul) -"honorary consul"', GOOGLE)
    assert query.finds(["Attaché"])
    assert not query.finds(["Honorary Consul"])


@pytest.mark.parametrize("query", ["(a OR b", "a OR", '"a" AND ()', "a OR b OR c OR d OR e OR f OR g OR h", "“a”"])
def test_a_query_that_a_site_would_misread_is_refused(query: str) -> None:
    with pytest.raises(QueryError):
        Query(query, LINKEDIN)


@pytest.mark.hypothesis
@given(st.lists(st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=8), min_size=1, max_size=5))
def test_a_string_finds_whoever_has_its_titles(titles: list[str]) -> None:
    role = Role.model_validate({"id": "x", "name": "X", "definition": "A job.", "search": {"titles": titles}})
    string = Query(search_string(role, RECRUITER).query, RECRUITER)
    assert string.finds([titles_of(role, RECRUITER)[0]])

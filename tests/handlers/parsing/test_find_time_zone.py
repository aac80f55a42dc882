"""Which time zone or country somebody means: an answer where it is sure, suggestions where it is not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.parsing.countries import country_name, find_country, is_code
from handlers.parsing.find_time_zone import find_zone, known_zone, zones_matching
from handlers.parsing.gazetteer import MOST_SUGGESTIONS, gazetteer, key_of
from tests.support.hypothesis_profiles import examples

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=80)
WINTER, SUMMER = datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
LONGEST_OPTION = 75  # characters of an option in Slack's menus


def rows(name: str) -> Iterator[list[str]]:
    for line in files("handlers.parsing").joinpath("geography", name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


@pytest.mark.parametrize(
    ("typed", "zone", "label"),
    [
        ("Geneva", "Europe/Zurich", "Geneva (Europe/Zurich)"),
        ("geneve", "Europe/Zurich", "Geneva (Europe/Zurich)"),
        ("Genève", "Europe/Zurich", "Geneva (Europe/Zurich)"),
        ("GENF", "Europe/Zurich", "Geneva (Europe/Zurich)"),
        ("in Geneva", "Europe/Zurich", "Geneva (Europe/Zurich)"),
        ("Geneva time", "Europe/Zurich", "Geneva (Europe/Zurich)"),
        ("Geneva, Switzerland", "Europe/Zurich", "Geneva (Europe/Zurich)"),
        ("Switzerland Geneva", "Europe/Zurich", "Geneva (Europe/Zurich)"),
        ("Geneva CH", "Europe/Zurich", "Geneva (Europe/Zurich)"),
        ("Zürich", "Europe/Zurich", "Zürich (Europe/Zurich)"),
        ("zurich", "Europe/Zurich", "Zürich (Europe/Zurich)"),
        ("New York", "America/New_York", "New York City (America/New_York)"),
        ("newyork", "America/New_York", "New York City (America/New_York)"),
        ("NYC", "America/New_York", "New York City (America/New_York)"),
        ("Washington", "America/New_York", "Washington (America/New_York)"),
        ("Washington, D.C.", "America/New_York", "Washington (America/New_York)"),
        ("The Hague", "Europe/Amsterdam", "The Hague (Europe/Amsterdam)"),
        ("Den Haag", "Europe/Amsterdam", "The Hague (Europe/Amsterdam)"),
        ("Wien", "Europe/Vienna", "Vienna (Europe/Vienna)"),
        ("Vienna", "Europe/Vienna", "Vienna (Europe/Vienna)"),
        ("Addis", "Africa/Addis_Ababa", "Addis Ababa (Africa/Addis_Ababa)"),
        ("Nairobi", "Africa/Nairobi", "Nairobi (Africa/Nairobi)"),
        ("Bangkok", "Asia/Bangkok", "Bangkok (Asia/Bangkok)"),
        ("London", "Europe/London", "London (Europe/London)"),
        ("London, Canada", "America/Toronto", "London, Canada (America/Toronto)"),
        ("St. Petersburg", "Europe/Moscow", "Saint Petersburg (Europe/Moscow)"),
        ("San José, Costa Rica", "America/Costa_Rica", "San José, Costa Rica (America/Costa_Rica)"),
        ("Santiago", "America/Santiago", "Santiago (America/Santiago)"),
        ("Athens", "Europe/Athens", "Athens (Europe/Athens)"),
        ("Athens, US", "America/New_York", "Athens, United States (America/New_York)"),
        ("Kingston", "America/Jamaica", "Kingston (America/Jamaica)"),
        ("California", "America/Los_Angeles", "Los Angeles (America/Los_Angeles)"),
        ("Kiev", "Europe/Kyiv", "Kyiv (Europe/Kyiv)"),
        ("Switzerland", "Europe/Zurich", "Switzerland (Europe/Zurich)"),
        ("Deutschland", "Europe/Berlin", "Germany (Europe/Berlin)"),
        ("CH", "Europe/Zurich", "Switzerland (Europe/Zurich)"),
        ("UK", "Europe/London", "London (Europe/London)"),
        ("Singapore", "Asia/Singapore", "Singapore (Asia/Singapore)"),
        ("Armenia", "Asia/Yerevan", "Armenia (Asia/Yerevan)"),  # not the city of Colombia
        ("Kosovo", "Europe/Belgrade", "Kosovo (Europe/Belgrade)"),
        ("europe/zurich", "Europe/Zurich", "Europe/Zurich"),
        ("America/New York", "America/New_York", "America/New_York"),
        ("Geneva (Europe/Zurich)", "Europe/Zurich", "Europe/Zurich"),
        ("US/Pacific", "US/Pacific", "US/Pacific"),
        ("EST5EDT", "EST5EDT", "EST5EDT"),
        ("Lord Howe", "Australia/Lord_Howe", "Australia/Lord_Howe"),
        ("UTC", "UTC", "UTC"),
        ("utc+0", "UTC", "UTC"),
    ],
)
def test_a_place_or_zone_answers(typed: str, zone: str, label: str) -> None:
    match = find_zone(typed)
    assert match.zone is not None, match.suggestions
    assert (match.zone.name, match.zone.label, match.note, match.suggestions) == (zone, label, "", ())


@pytest.mark.parametrize(
    ("typed", "zone", "word"),
    [
        ("CET", "Europe/Brussels", "summer time"),
        ("EST", "America/New_York", "daylight time"),
        ("Eastern Standard Time", "America/New_York", "New York"),
        ("Pacific time", "America/Los_Angeles", "Los Angeles"),
        ("GMT", "GMT", "London"),
        ("Etc/GMT-2", "Etc/GMT-2", "UTC+2"),
    ],
)
def test_an_abbreviation_says_what_it_is_taken_as(typed: str, zone: str, word: str) -> None:
    match = find_zone(typed)
    assert match.zone is not None
    assert match.zone.name == zone
    assert word in match.note


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Genva", ["Geneva (Europe/Zurich)"]),
        ("Geneeva", ["Geneva (Europe/Zurich)"]),
        ("Nairboi", ["Nairobi (Africa/Nairobi)"]),
        ("New Yrok", ["New York City (America/New_York)"]),
        ("Swizerland", ["Switzerland (Europe/Zurich)"]),
        ("Adis Abeba", ["Addis Ababa (Africa/Addis_Ababa)"]),
        ("Gene", ["Geneva (Europe/Zurich)"]),
        ("Geneva Illinois", ["Geneva (Europe/Zurich)"]),
        ("Birmingham", ["Birmingham, United Kingdom (Europe/London)", "Birmingham, United States (America/Chicago)"]),
        ("San José", ["San José, Costa Rica (America/Costa_Rica)", "San Jose, United States (America/Los_Angeles)"]),
        ("Los Angeles, CA", ["Los Angeles (America/Los_Angeles)"]),
        ("Valencia", ["Valencia, Venezuela (America/Caracas)", "Valencia, Spain (Europe/Madrid)"]),
        ("Ontario", ["Toronto (America/Toronto)", "Los Angeles (America/Los_Angeles)"]),
        ("Spain", ["Madrid (Europe/Madrid)", "Las Palmas de Gran Canaria (Atlantic/Canary)"]),
        ("USA", ["New York City (America/New_York)", "Chicago (America/Chicago)"]),
        ("IST", ["Mumbai (Asia/Kolkata)", "Dublin (Europe/Dublin)", "Jerusalem (Asia/Jerusalem)"]),
        ("Korea", ["North Korea (Asia/Pyongyang)", "South Korea (Asia/Seoul)"]),
        ("Georgia", ["Tbilisi (Asia/Tbilisi)", "New York City (America/New_York)"]),
    ],
)
def test_what_is_misspelt_or_means_several_is_asked_about(typed: str, offered: list[str]) -> None:
    match = find_zone(typed)
    assert match.zone is None
    assert [zone.label for zone in match.suggestions][: len(offered)] == offered


@pytest.mark.parametrize(
    "typed", ["", " ", "the", "in", "a", "\0", "\x1b[31m", "foo bar baz", "qqqqqqqq", "+", "()", "/", "(/)", "🙂"]
)
def test_nothing_answers_nonsense(typed: str) -> None:
    assert find_zone(typed).zone is None


def test_a_distance_from_utc_offers_places_that_are_there_now() -> None:
    winter, summer = find_zone("UTC+1", WINTER), find_zone("GMT +01:00", SUMMER)
    assert winter.suggestions[0].name == "Europe/Zurich"
    assert summer.suggestions[0].name == "Europe/London"
    assert winter.suggestions[-1] == summer.suggestions[-1]
    assert winter.suggestions[-1].name == "Etc/GMT-1"
    assert winter.suggestions[-1].label == "UTC+1 all year (Etc/GMT-1)"
    assert winter.note
    assert find_zone("-5", WINTER).suggestions[0].name == "America/New_York"
    assert [zone.name for zone in find_zone("utc+5:30", WINTER).suggestions] == ["Asia/Kolkata", "Asia/Colombo"]
    assert find_zone("UTC+13:37").suggestions == find_zone("UTC+99").suggestions == ()


@examples(150)
@given(
    ANYTHING
    | st.lists(st.sampled_from(["Geneva", "san", "jose", "utc", "+2", "/", "(", ")", "ch", "time"])).map(" ".join)
)
@example("a" * 100_000)
@example("Geneva " * 20_000)
@example("(" * 100_000)
@example("+" + "9" * 5000)
@example("Europe/" * 10_000)
@example("\ud800")
def test_nothing_that_is_typed_raises(typed: str) -> None:
    match = find_zone(typed)
    assert match.typed == typed
    assert match.zone is None or not match.suggestions
    assert len(match.suggestions) <= MOST_SUGGESTIONS
    for zone in (*match.suggestions, *filter(None, [match.zone]), *zones_matching(typed, 7)):
        ZoneInfo(zone.name)
        assert len(zone.label) <= LONGEST_OPTION
    assert len(zones_matching(typed, 7)) <= 7
    find_country(typed)


def test_each_label_leads_back_to_its_zone() -> None:
    for city in list(gazetteer().largest.values())[::7]:
        for zone in zones_matching(city.name, 5):
            again = find_zone(zone.label)
            assert again.zone is not None
            assert again.zone.name == zone.name


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("", "Geneva (Europe/Zurich)"),
        ("gen", "Geneva (Europe/Zurich)"),
        ("zür", "Zürich (Europe/Zurich)"),
        ("new y", "New York City (America/New_York)"),
        ("hag", "The Hague (Europe/Amsterdam)"),
        ("genf", "Geneva (Europe/Zurich)"),
        ("switz", "Switzerland (Europe/Zurich)"),
        ("europe/zu", "Europe/Zurich"),
        ("genva", "Geneva (Europe/Zurich)"),
    ],
)
def test_typing_ahead_offers_the_likeliest_first(typed: str, first: str) -> None:
    found = zones_matching(typed)
    assert found[0].label == first
    assert len({zone.label for zone in found}) == len(found) <= 20


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("switzerland", "CH"),
        ("Schweiz", "CH"),
        ("ch", "CH"),
        ("CHE", "CH"),
        ("UK", "GB"),
        ("Great Britain", "GB"),
        ("usa", "US"),
        ("the Netherlands", "NL"),
        ("Ivory Coast", "CI"),
        ("Cote d'Ivoire", "CI"),
        ("Turkey", "TR"),
        ("in", "IN"),
    ],
)
def test_a_country_by_name_or_code(typed: str, code: str) -> None:
    match = find_country(typed)
    assert match.country is not None
    assert match.country.code == code
    assert match.country.name == country_name(code)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [("Swizerland", ["CH", "SZ"]), ("Geneva", ["CH"]), ("Congo", ["CD", "CG"]), ("", []), ("qqqq", [])],
)
def test_a_country_that_is_not_sure(typed: str, codes: list[str]) -> None:
    match = find_country(typed)
    assert match.country is None
    assert [country.code for country in match.suggestions] == codes


def test_the_tables_are_sound() -> None:
    known = available_timezones()
    countries = {code: zones.split() for code, _, _, zones, *_ in rows("countries.tsv")}
    assert len(countries) > 245
    assert all(zones and set(zones) <= known for zones in countries.values())
    cities = list(rows("cities.tsv"))
    assert all(country in countries and zone in known for _, country, zone, *_ in cities)
    people = [int(row[3]) for row in cities]
    assert people == sorted(people, reverse=True) and people[-1] >= 1  # the first of each zone is its largest
    assert len({tuple(row[:3]) for row in cities}) == len(cities)
    assert all(set(zones.split()) <= known for _, zones, *_ in rows("abbreviations.tsv"))
    assert sum(1 for row in cities if row[4:5] == ["*"]) > 200
    size = sum(entry.stat().st_size for entry in files("handlers.parsing").joinpath("geography").iterdir())  # type: ignore[attr-defined]
    assert size < 350_000


def test_a_city_that_answers_by_its_bare_name_has_no_namesake_that_comes_near() -> None:
    lands = {land.name for land in gazetteer().lands.values()}
    for cities in list(gazetteer().cities.values())[::5]:
        found = find_zone(cities[0].name).zone
        if found and found.label.startswith(f"{cities[0].name} (") and cities[0].name not in lands:
            others = [city for city in gazetteer().cities[key_of(cities[0].name)] if city.zone != found.name]
            assert all(city.weight * 10 <= gazetteer().cities[key_of(cities[0].name)][0].weight for city in others)


@pytest.mark.process
def test_the_tables_are_read_on_first_use_only() -> None:
    imports = "import sys, handlers.parsing.find_time_zone; from handlers.parsing.gazetteer import gazetteer"
    script = f"{imports}; sys.exit(gazetteer.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize("typed", ["general", "General", "north", "Eastern Standard Nowhere"])
def test_the_end_of_an_old_name_is_no_place(typed: str) -> None:
    assert known_zone(typed) is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("per", True),
        ("are", True),
        ("to", True),
        ("uk", False),
        ("nyc", False),
        ("cet", False),
        ("Chad", False),
        ("x", False),
    ],
)
def test_a_code_is_told_from_a_name(typed: str, expected: bool) -> None:
    assert is_code(typed) is expected


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("GVA", "Europe/Zurich"), ("lon", "Europe/London"), ("VIE", "Europe/Vienna"), ("NBO", "Africa/Nairobi")],
)
def test_airports_of_duty_stations(typed: str, zone: str) -> None:
    found = find_zone(typed).zone
    assert found is not None
    assert found.name == zone

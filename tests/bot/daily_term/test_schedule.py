"""When a term is due: once on each local date that the subscription does not leave out, whatever the clocks do."""

from __future__ import annotations

import itertools
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.daily_term.holidays import UnknownCalendarError, is_holiday
from bot.daily_term.schedule import Due, UnknownZoneError, moment_of, next_due, next_times, zone_named
from handlers.daily_term.subscription import EVERY_DAY, WORKDAYS, Skip, Subscription
from tests.support.hypothesis_profiles import examples

DAYS = 400
ZONES = (
    *("Pacific/Apia", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu", "America/New_York", "Europe/Zurich"),
    *("America/Santiago", "Asia/Tehran", "Africa/Casablanca", "Pacific/Chatham", "America/St_Johns"),
    *("Pacific/Kiritimati", "America/Nuuk", "America/Havana", "Europe/Dublin", "Atlantic/Azores", "Asia/Beirut"),
)
BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)

times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
some_days = st.frozensets(st.integers(0, 6), min_size=1)
dates = st.dates(date(2026, 1, 1), date(2028, 12, 31))
skipped = st.dates(date(2026, 2, 20), date(2027, 4, 30))
skips = st.lists(
    st.tuples(skipped, st.integers(0, 20)).map(lambda two: Skip(two[0], two[0] + timedelta(two[1]))), max_size=4
)


def chain(subscription: Subscription, after: datetime, last: date) -> list[Due]:
    """All due moments as delivery comes upon them: each is used, and the next is asked for when it is past."""
    found: list[Due] = []
    due = next_due(subscription, after)
    while due and due.day <= last:
        found.append(due)
        due = next_due(subscription, due.at, due.day)
    return found


@pytest.mark.parametrize(
    ("zone", "day", "at", "moment", "local"),
    [
        ("Europe/Zurich", "2027-03-28", "02:30", "2027-03-28T01:30Z", "03:30"),  # leapt over
        ("Europe/Zurich", "2027-03-28", "09:00", "2027-03-28T07:00Z", "09:00"),
        ("Europe/Zurich", "2026-10-25", "02:30", "2026-10-25T00:30Z", "02:30"),  # comes twice
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30Z", "01:30"),
        ("America/New_York", "2027-03-14", "02:00", "2027-03-14T07:00Z", "03:00"),
        ("Africa/Cairo", "2026-04-24", "00:00", "2026-04-23T22:00Z", "01:00"),
        ("Africa/Cairo", "2026-04-24", "00:30", "2026-04-23T22:30Z", "01:30"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45Z", "02:45"),  # half an hour
        ("Asia/Kathmandu", "2026-11-01", "09:00", "2026-11-01T03:15Z", "09:00"),
        ("Pacific/Apia", "2011-12-29", "09:00", "2011-12-29T19:00Z", "09:00"),
        ("Pacific/Apia", "2011-12-31", "09:00", "2011-12-30T19:00Z", "09:00"),
        ("America/Nuuk", "2027-03-27", "23:30", "2027-03-28T00:30Z", "22:30"),  # later would be Sunday
        ("America/Nuuk", "2027-03-28", "00:00", "2027-03-28T01:00Z", "00:00"),
        ("Asia/Beirut", "2026-03-29", "00:00", "2026-03-28T22:00Z", "01:00"),
    ],
)
def test_a_local_time_comes_once(zone: str, day: str, at: str, moment: str, local: str) -> None:
    found = moment_of(date.fromisoformat(day), time.fromisoformat(at), ZoneInfo(zone))
    assert found == datetime.fromisoformat(moment)
    assert found.tzinfo is UTC
    there = found.astimezone(ZoneInfo(zone))
    assert (there.date().isoformat(), f"{there:%H:%M}") == (day, local)


@pytest.mark.parametrize("at", ["00:00", "09:00", "23:59"])
def test_a_date_that_never_was_has_no_moment(at: str) -> None:
    assert moment_of(date(2011, 12, 30), time.fromisoformat(at), ZoneInfo("Pacific/Apia")) is None
    subscription = Subscription(time.fromisoformat(at), "Pacific/Apia", EVERY_DAY)
    dues = chain(subscription, datetime(2011, 12, 27, 12, tzinfo=UTC), date(2012, 1, 2))
    days = [due.day.isoformat() for due in dues]
    assert days[-4:] == ["2011-12-29", "2011-12-31", "2012-01-01", "2012-01-02"]


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_raise_nothing(day: date) -> None:
    for zone in ("Pacific/Kiritimati", "America/New_York"):
        moment_of(day, time(0, 30), ZoneInfo(zone))
        moment_of(day, time(23, 30), ZoneInfo(zone))
    assert next_due(Subscription(time(9), "UTC"), BEGIN, date.max) is None


@pytest.mark.parametrize("zone", ZONES)
@examples(10)
@given(at=times, weekdays=some_days)
@example(at=time(0, 0), weekdays=EVERY_DAY)
@example(at=time(1, 30), weekdays=EVERY_DAY)
@example(at=time(2, 30), weekdays=EVERY_DAY)
@example(at=time(23, 30), weekdays=EVERY_DAY)
@example(at=time(9, 0), weekdays=WORKDAYS)
def test_each_eligible_date_of_400_days_is_due_once_and_in_order(zone: str, at: time, weekdays: frozenset[int]) -> None:
    there = ZoneInfo(zone)
    after = BEGIN.replace(hour=0)
    first = after.astimezone(there).date() + timedelta(1)
    last = first + timedelta(DAYS - 1)
    eligible = [day for n in range(DAYS) if (day := first + timedelta(n)).weekday() in weekdays]
    dues = [due for due in chain(Subscription(at, zone, weekdays), after, last) if due.day >= first]
    assert [due.day for due in dues] == eligible
    assert [due.at.astimezone(there).date() for due in dues] == eligible
    assert all(earlier.at < later.at for earlier, later in itertools.pairwise(dues))
    shifted = [due for due in dues if due.at.astimezone(there).time() != at]
    assert len(shifted) <= 2  # only where the clocks leap


@examples(60)
@given(
    at=times,
    weekdays=some_days,
    left_out=skips,
    zone=st.sampled_from(ZONES),
    holidays=st.sampled_from([None, "CH-GE", "US"]),
)
def test_skips_and_holidays_are_left_out_and_nothing_else(
    at: time, weekdays: frozenset[int], left_out: list[Skip], zone: str, holidays: str | None
) -> None:
    subscription = Subscription(at, zone, weekdays, holidays=holidays, skips=tuple(left_out))
    first = BEGIN.astimezone(ZoneInfo(zone)).date() + timedelta(1)
    eligible = [
        day
        for n in range(DAYS)
        if (day := first + timedelta(n)).weekday() in weekdays
        and not any(skip.first <= day <= skip.last for skip in left_out)
        and not (holidays and is_holiday(holidays, day))
    ]
    dues = chain(subscription, BEGIN, first + timedelta(DAYS - 1))
    assert [due.day for due in dues if due.day >= first] == eligible


@examples(200)
@given(
    at=times,
    zone=st.sampled_from(ZONES),
    after=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    used=st.none() | dates,
)
def test_the_next_due_is_strictly_after_both(at: time, zone: str, after: datetime, used: date | None) -> None:
    due = next_due(Subscription(at, zone, EVERY_DAY), after, used)
    assert due is not None
    assert due.at > after
    assert used is None or due.day > used
    before = moment_of(due.day - timedelta(1), at, ZoneInfo(zone))
    assert before is None or before <= after or (used is not None and due.day - timedelta(1) <= used)


@examples(100)
@given(old=times, new=times, zones=st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)), n=st.integers(0, 300))
def test_a_date_is_not_used_again_when_time_or_zone_change_after_the_post(
    old: time, new: time, zones: tuple[str, str], n: int
) -> None:
    posted = next_due(Subscription(old, zones[0], EVERY_DAY), BEGIN + timedelta(n))
    assert posted is not None
    due = next_due(Subscription(new, zones[1], EVERY_DAY), posted.at, posted.day)
    assert due is not None
    assert due.day > posted.day


def test_moving_the_time_to_later_today_waits_for_tomorrow_once_today_was_used() -> None:
    now = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)  # a Monday, 09:05 in Zürich
    later = Subscription(time(17), "Europe/Zurich")
    assert next_due(later, now) == Due(date(2026, 11, 23), datetime(2026, 11, 23, 16, tzinfo=UTC))
    assert next_due(later, now, date(2026, 11, 23)) == Due(date(2026, 11, 24), datetime(2026, 11, 24, 16, tzinfo=UTC))


def test_the_moment_itself_is_past() -> None:
    nine = Subscription(time(9), "Europe/Zurich", EVERY_DAY)
    at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert next_due(nine, at - timedelta(microseconds=1)) == Due(date(2026, 11, 23), at)
    assert next_due(nine, at) == Due(date(2026, 11, 24), at + timedelta(days=1))


def test_the_next_times_are_local_and_few() -> None:
    skip = Skip(date(2026, 12, 24), date(2027, 1, 2))
    subscription = Subscription(time(9), "Europe/Zurich", holidays="CH-GE", skips=(skip,))
    found = next_times(subscription, datetime(2026, 12, 22, 12, tzinfo=UTC))
    assert [moment.isoformat() for moment in found] == [
        "2026-12-23T09:00:00+01:00",
        "2027-01-04T09:00:00+01:00",
        "2027-01-05T09:00:00+01:00",
    ]
    assert next_times(subscription, BEGIN, 1, date(2026, 3, 9))[0].isoformat() == "2026-03-10T09:00:00+01:00"
    assert next_times(subscription, BEGIN, 0) == ()


def test_holidays_are_left_out() -> None:
    subscription = Subscription(time(9), "Europe/Zurich", holidays="CH-GE")
    around = next_due(subscription, datetime(2026, 9, 9, 12, tzinfo=UTC))  # the Genevan Fast is on 10 September
    assert around is not None
    assert around.day == date(2026, 9, 11)


@pytest.mark.parametrize(
    "subscription",
    [
        Subscription(time(9), "Europe/Zurich", frozenset()),
        Subscription(time(9), "Europe/Zurich", frozenset({7, -1})),
        Subscription(time(9), "Europe/Zurich", skips=(Skip(date(2020, 1, 1), date.max),)),
    ],
)
def test_a_subscription_without_a_date_has_no_next(subscription: Subscription) -> None:
    assert next_due(subscription, BEGIN) is None
    assert next_times(subscription, BEGIN) == ()


def test_one_day_can_be_skipped() -> None:
    day = date(2026, 11, 24)
    subscription = Subscription(time(9), "UTC", skips=(Skip(day, day),))
    found = next_times(subscription, datetime(2026, 11, 22, tzinfo=UTC))
    assert [moment.day for moment in found] == [23, 25, 26]


def test_a_long_skip_ends_too() -> None:
    subscription = Subscription(time(9), "UTC", EVERY_DAY, skips=(Skip(date(2026, 1, 1), date(2036, 1, 1)),))
    due = next_due(subscription, BEGIN)
    assert due is not None
    assert due.day == date(2036, 1, 2)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "America", "../../etc/passwd", "/etc/passwd", "a\0b", "x" * 5000])
def test_a_stored_zone_that_is_unknown_is_told(zone: str) -> None:
    with pytest.raises(UnknownZoneError, match="unknown time zone"):
        zone_named(zone)
    with pytest.raises(UnknownZoneError):
        next_due(Subscription(time(9), zone), BEGIN)


@pytest.mark.parametrize("code", ["", "XX", "CH-XX", "ch", "Switzerland"])
def test_a_stored_calendar_that_is_unknown_is_told(code: str) -> None:
    with pytest.raises(UnknownCalendarError):
        next_due(Subscription(time(9), "UTC", holidays=code), BEGIN)


@pytest.mark.process
def test_the_library_of_holidays_is_not_loaded_at_start() -> None:
    script = (
        "import sys, datetime as d, bot.daily_term.schedule as s\n"
        "from handlers.daily_term.subscription import Subscription\n"
        "s.next_due(Subscription(d.time(9), 'Europe/Zurich'), d.datetime.now(d.UTC))\n"
        "sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0

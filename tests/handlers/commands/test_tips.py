"""The daily term: what is understood, what is confirmed, who is refused, and that nothing typed breaks it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.slack.validator import validate_message, validate_view
from bot.router import Router
from bot.services import BotServices
from bot.slack import limits
from bot.slack.blocks import render_home, render_message
from bot.slack.forms import decode, encode
from content.library import Library
from handlers.commands.tip import daily, term_for
from handlers.commands.tips import VERB_WORDS
from handlers.daily_term.stop_and_skip import MOST_SKIPS
from handlers.daily_term.subscription import Delivery, DeliveryOutcome, Ended, Refusal, Skip, Subscription
from handlers.daily_term.tips_request import REFUSALS
from handlers.daily_term.wish import DAYS, read
from handlers.daily_term.wording import form, plan, setup_line
from handlers.reply import Actions, FormButton, Reply, Visibility
from handlers.request import Person, Place, Request
from tests.conftest import ANNA, NOW
from tests.support.hypothesis_profiles import examples, some
from tests.support.in_memory_subscriptions import InMemorySubscriptions
from tests.support.said_and_answered import TIPS_CONVERSATIONS
from tests.support.transcript import assert_answered, pressable, seen

CHANNEL = Place("channel", "C1")
DIRECT = Place("direct", "D1")
TODAY = NOW.date()

Tell = Callable[..., Awaitable[Reply]]


@pytest.fixture
def keeping() -> InMemorySubscriptions:
    return InMemorySubscriptions(lambda: NOW)


@pytest.fixture
def router(services: BotServices, keeping: InMemorySubscriptions) -> Router:
    return Router(replace(services, subscriptions=keeping))


@pytest.fixture
def tell(router: Router) -> Tell:
    async def answer(line: str, place: Place = CHANNEL, person: Person = ANNA) -> Reply:
        return await router.answer(Request(line, person, place))

    return answer


@pytest.mark.parametrize("name", TIPS_CONVERSATIONS)
@pytest.mark.parametrize("place", [CHANNEL, DIRECT], ids=["channel", "direct"])
async def test_conversation(name: str, place: Place, tell: Tell) -> None:
    buttons: dict[str, str] = {}
    for said, answered in TIPS_CONVERSATIONS[name]:
        answer = await tell(buttons[said[1:-1]] if said.startswith("[") else said, place)
        assert_answered(said, answered, seen(answer))
        buttons = pressable(answer)


# What is understood


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9", time(9)),
        ("09:00", time(9)),
        ("9.30", time(9, 30)),
        ("9am", time(9)),
        ("9 a.m.", time(9)),
        ("12am", time(0)),
        ("12 pm", time(12)),
        ("4:15 PM", time(16, 15)),
        ("21h", time(21)),
        ("7h30", time(7, 30)),
        ("0845", time(8, 45)),
        ("noon", time(12)),
        ("at 8 o'clock", time(8)),
        ("23:59", time(23, 59)),
        ("9:00:00", time(9)),
        ("5p", time(17)),
        ("17.30 Uhr", time(17, 30)),
        ("0900 hrs", time(9)),
        ("half past nine", time(9, 30)),
        ("quarter to nine", time(8, 45)),
        ("twenty-five past 8", time(8, 25)),
        ("nine thirty", time(9, 30)),
        ("nine o'clock", time(9)),
        ("nine", time(9)),
        ("8 in the evening", time(20)),
        ("5 in the afternoon", time(17)),
        ("9 in the morning", time(9)),
    ],
)
@pytest.mark.parametrize("around", ["{}", "Geneva {} mon-fri", "mon-fri in Geneva at {}", "{}, Geneva"])
def test_times(typed: str, expected: time, around: str, library: Library) -> None:
    wish = read(around.format(typed), library)
    assert (wish.time, wish.unknown, wish.unclear_time) == (expected, (), "")


@pytest.mark.parametrize("typed", ["25:00", "9:75", "24:00", "13am", "99", "morning", "evening"])
def test_what_is_no_time(typed: str, library: Library) -> None:
    wish = read(f"Geneva {typed}", library)
    assert (wish.time, wish.unclear_time) == (None, typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("Monday to Friday", {0, 1, 2, 3, 4}),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("daily", set(range(7))),
        ("every day", set(range(7))),
        ("weekends", {5, 6}),
        ("mon,wed,fri", {0, 2, 4}),
        ("mon, wed and fri", {0, 2, 4}),
        ("tuesdays", {1}),
        ("sun-thu", {6, 0, 1, 2, 3}),
        ("fri-mon", {4, 5, 6, 0}),
        ("Mo-Fr", {0, 1, 2, 3, 4}),
        ("M-F", {0, 1, 2, 3, 4}),
        ("Mo, Mi, Fr", {0, 2, 4}),
        ("lun-ven", {0, 1, 2, 3, 4}),
        ("mon/wed/fri", {0, 2, 4}),
        ("Mon+Wed", {0, 2}),
        ("every Monday and Thursday", {0, 3}),
        ("weekdays except friday", {0, 1, 2, 3}),
        ("every day but Sunday", {0, 1, 2, 3, 4, 5}),
        ("daily, not on weekends", {0, 1, 2, 3, 4}),
    ],
)
def test_days(typed: str, expected: set[int], library: Library) -> None:
    wish = read(f"9 {typed} Geneva", library)
    assert set(wish.weekdays or ()) == expected
    assert wish.unknown == ()


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("9 Geneva", "Europe/Zurich"),
        ("9 in New York", "America/New_York"),
        ("Europe/Zurich 9", "Europe/Zurich"),
        ("The Hague 9", "Europe/Amsterdam"),
        ("in CAIRO at 9", "Africa/Cairo"),
        ("9 Monaco", "Europe/Monaco"),
        ("9", None),
        ("is there one at 9", None),
        ("9 GVA", "Europe/Zurich"),
        ("9 LON", "Europe/London"),
        ("9 NY", "America/New_York"),
        ("9 Washington, D.C.", "America/New_York"),
        ("9 Geneva, Switzerland", "Europe/Zurich"),
        ("9 uk time", "Europe/London"),
        ("9am eastern time", "America/New_York"),
        ("9 in new york", "America/New_York"),
        ("cape town at 9", "Africa/Johannesburg"),
        ("9 in salt lake city", "America/Denver"),
        ("move the to 8:30", None),
        ("9 my time", None),
        ("9 in our time for me", None),
    ],
)
def test_zones(typed: str, zone: str | None, library: Library) -> None:
    wish = read(typed, library)
    assert (wish.zone and wish.zone.name) == zone
    assert wish.unknown == ()


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("9 consular", ("consular",)),
        ("consular, protocol and events", ("consular", "protocol")),
        ("fields Law and treaties, un-secretariat", ("legal-treaty", "un-secretariat")),
        ("fields law treaties Geneva", ("legal-treaty",)),
        ("all fields", ()),
        ("fields all", ()),
        ("fields", ()),
        ("everything", ()),
        ("all topics", ()),
        ("topics: law", ("legal-treaty",)),
        ("UN jobs", ("un-secretariat",)),
        ("9", None),
    ],
)
def test_fields(typed: str, fields: tuple[str, ...] | None, library: Library) -> None:
    wish = read(typed, library)
    assert (wish.fields, wish.unknown) == (fields, ())


@pytest.mark.parametrize(
    "typed",
    [
        *("except protocol", "all fields except protocol", "no protocol", "everything except protocol"),
        *("but not protocol", "Geneva, but no protocol", "everything but not protocol"),
    ],
)
def test_fields_that_are_not_wanted(typed: str, library: Library) -> None:
    wish = read(f"9 {typed}", library)
    assert wish.unknown == ()
    assert wish.fields == tuple(field.id for field in library.fields if field.id != "protocol")


@pytest.mark.parametrize(
    ("typed", "unknown"),
    [
        ("9 San Jose", "San Jose"),
        ("9 IST", "IST"),
        ("9 UTC+1", "UTC+1"),
        ("9 in general", "general"),
        ("9 except Geneva", "except Geneva"),
        ("9 except for Geneva", "except Geneva"),
        ("9 per month", "per month"),
        ("9 or 10", "10"),
        ("every 3 days", "3"),
        ("9 every second monday", "second"),
        ("9 so we", "so"),
        ("9 nice", "nice"),
        ("9 in the west", "west"),
        ("9 eat", "eat"),
    ],
)
def test_what_is_not_certain_is_never_taken(typed: str, unknown: str, library: Library) -> None:
    wish = read(typed, library)
    assert wish.zone is None
    assert " ".join(wish.unknown) == unknown


def test_what_is_unknown_before_a_field_that_is_not_wanted_stays_unknown(library: Library) -> None:
    wish = read("9 xyzzy, Geneva but not protocol", library)
    assert (wish.unknown, "protocol" in (wish.fields or ())) == (("xyzzy",), False)


@pytest.mark.parametrize(
    ("typed", "channel", "name"),
    [
        ("on 9 in [channel:C7]", "C7", ""),
        ("on 9 [channel:C7]", "C7", ""),
        ("[channel:C7] 9", "C7", ""),
        ("on 9 in [channel:19:ab@thread.tacv2]", "19:ab@thread.tacv2", ""),
        ("on 9 in [channel:]", None, ""),
        ("on 9 in #general", None, "general"),
        ("on 9 in GENEVA", None, ""),
        ("on 9 in CEREMONIAL", None, ""),
        ("on 9 in C0123ABCD", None, ""),
        ("on 9 in general", None, ""),
    ],
)
def test_channels(typed: str, channel: str | None, name: str, library: Library) -> None:
    wish = read(typed.removeprefix("on "), library)
    assert (wish.channel, wish.channel_name, wish.time) == (channel, name, time(9))


# What phones and office programs make of it

VARIANTS = {
    "-": "‐‑‒–—−－﹣",
    ".": "．․·",
    ":": "：∶꞉ː",
    "/": "⁄∕／",
    ",": "，、،",
    "~": "…→⇒➜〜～∼",
    " ": "\u00a0\u202f\u2009\u3000",
    "'": "’ʼ＇",
    **{str(digit): chr(0xFF10 + digit) + chr(0x660 + digit) + chr(0x1D7CE + digit) for digit in range(10)},
}


@pytest.mark.parametrize(
    "line",
    [
        *("on 09:00 Geneva mon-fri", "on 9.30 mon~thu", "on 9 o'clock Port-au-Prince", "on 9h30 mon,wed,fri"),
        *("on 10:15 Geneva from 2026-12-01", "on 10:15 Geneva starting 1.12.2026", "start monday at 9 mon/wed"),
        *("skip 2026-12-24", "skip 24.12.2026", "skip 24/12/2026", "skip 2026-12-24~2027-01-02", "skip 24 - 31 Dec"),
        *(
            "skip 24 Dec ~ 2 Jan",
            "skip 24, 25 and 26 Dec",
            "skip 2 weeks",
            "no fri-sun",
            "days tue-thu",
            "skip new year's eve",
        ),
    ],
)
async def test_other_signs_say_the_same(line: str, tell: Tell, keeping: InMemorySubscriptions) -> None:
    await tell("tips on 8:00 Vienna")
    before = keeping.plans["C1"]
    assert "Done. " in seen(await tell(f"tips {line}"))
    expected = keeping.plans["C1"]
    for sign, variants in VARIANTS.items():
        for other in variants if sign in line else "":
            keeping.plans["C1"] = before
            assert "Done. " in seen(await tell(f"tips {line.replace(sign, other)}")), ascii(other)
            assert keeping.plans["C1"] == expected, ascii(other)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("skip ３１．０２", "I can't read “３１．０２” as days"),
        ("skip 31–12–x", "I can't read “31–12–x” as days"),
        ("on ２５：００", "“２５：００” isn't a time of day"),
        ("on 9 UTC−3", "I don't know “UTC−3”"),
        ("on 9 – 10", "I don't know “10”"),
        ("on 9…10", "I don't know “10”"),
        ("on 9²", "I don't know “9²”"),
        ("on 9 starting ３１．２", "I can't read “３１．２”"),
    ],
)
async def test_what_is_asked_back_repeats_the_words_as_typed(
    line: str, words: str, tell: Tell, keeping: InMemorySubscriptions
) -> None:
    await tell("tips on 8:00 Vienna")
    before = dict(keeping.plans)
    answer = await tell(f"tips {line}")
    assert words in seen(answer)
    assert keeping.plans == before


async def test_a_button_puts_another_word_for_what_was_typed(tell: Tell, keeping: InMemorySubscriptions) -> None:
    answer = await tell("tips on 9 ti")  # which stands in "tips" too
    assert pressable(answer)["Leave it out"] == "tips on 9"
    answer = await tell("tips on Geneva ２５：００ mon–fri")
    assert pressable(answer)["16:00"] == "tips on Geneva 16:00 mon–fri"
    answer = await tell("tips on 9 UTC−３ mon‑wed")
    line = next(line for line in pressable(answer).values() if "Buenos" in line)
    assert line == "tips on 9 Buenos Aires mon‑wed"
    await tell(line)
    plan = keeping.plans["C1"]
    assert (plan.zone, set(plan.weekdays)) == ("America/Argentina/Buenos_Aires", {0, 1, 2})


# What is kept


@pytest.mark.parametrize(
    "line",
    ["on 09:00", "move 08:30 New York", "days daily", "fields consular", "holidays CH", "skip tomorrow", "skip none"],
)
async def test_every_change_is_confirmed_with_the_next_three_times(
    line: str, tell: Tell, keeping: InMemorySubscriptions
) -> None:
    await tell("tips on 07:15 Geneva")
    answer = seen(await tell(f"tips {line}"))
    assert "Done. " in answer
    for moment in keeping.next_times(keeping.plans["C1"]):
        assert f"{moment:%a} {moment.day} {moment:%b} at {moment:%H:%M}" in answer


async def test_what_is_not_named_stays(tell: Tell, keeping: InMemorySubscriptions) -> None:
    await tell("tips on 9 Geneva mon,wed fields consular")
    await tell("tips holidays CH")
    await tell("tips skip 24 Dec to 2 Jan")
    await tell("tips on 10:00")
    skips = (Skip(date(2026, 12, 24), date(2027, 1, 2)),)
    geneva = Subscription(time(10), "Europe/Zurich", frozenset({0, 2}), ("consular",), "CH", skips, "Geneva")
    assert keeping.plans["C1"] == geneva


@pytest.mark.parametrize("words", ["all", "any", "none", "everything", "all fields"])
async def test_terms_of_all_fields_again(words: str, tell: Tell, keeping: InMemorySubscriptions) -> None:
    await tell("tips on 9 Geneva fields consular")
    assert "Done. " in seen(await tell(f"tips fields {words}"))
    assert keeping.plans["C1"].fields == ()


@pytest.mark.parametrize("words", ["all", "any", "every", "everything", "daily", "every day"])
async def test_terms_on_all_days_again(words: str, tell: Tell, keeping: InMemorySubscriptions) -> None:
    await tell("tips on 9 Geneva mon")
    assert "Done. Every day" in seen(await tell(f"tips days {words}"))
    assert len(keeping.plans["C1"].weekdays) == 7


async def test_days_that_have_begun_are_not_past(services: BotServices) -> None:
    keeping = InMemorySubscriptions(lambda: NOW + timedelta(days=6))  # a Sunday
    router = Router(replace(services, subscriptions=keeping, now=keeping.now))
    answer = seen(await router.answer(Request("tips on 11 Geneva daily starting this weekend", ANNA, CHANNEL)))
    assert "Done. " in answer
    assert "Sun 29 Nov at 11:00" in answer


@pytest.mark.parametrize("field", ["consular", "protocol", "legal-treaty"])
async def test_a_preview_is_of_the_plan_s_fields(field: str, tell: Tell, library: Library) -> None:
    await tell(f"tips on 9 Geneva fields {field}")
    shown = pressable(await tell("tips test"))["More"].partition(" ")[2]
    entry = library.by_name(shown)
    assert entry is not None
    assert entry.field == field


async def test_a_preview_is_of_the_asker_s_own_day(tell: Tell, library: Library) -> None:
    for zone, day in (("Pacific/Honolulu", TODAY - timedelta(days=1)), ("Europe/Zurich", TODAY)):
        entry = term_for(day, (), library)
        assert entry is not None
        answer = await tell("tips test", person=replace(ANNA, zone=zone))
        assert pressable(answer)["More"] == f"details {entry.name}"


async def test_the_zone_of_a_plan_stays_whoever_changes_it(tell: Tell, keeping: InMemorySubscriptions) -> None:
    await tell("tips on 9 New York")
    await tell("tips move 10", person=replace(ANNA, user="U2", zone="Asia/Tokyo"))
    assert (keeping.plans["C1"].time, keeping.plans["C1"].zone) == (time(10), "America/New_York")


async def test_the_zone_is_the_askers_own_else_it_is_asked_for(tell: Tell, keeping: InMemorySubscriptions) -> None:
    answer = await tell("tips on 9", person=replace(ANNA, zone=None))
    assert "Which city's time?" in seen(answer)
    assert keeping.plans == {}
    await tell(
        next(line for line in pressable(answer).values() if line.startswith("tips on 9 ")),
        person=replace(ANNA, zone=None),
    )
    assert keeping.plans["C1"].time == time(9)
    await tell("tips on 9", Place("channel", "C2"), person=replace(ANNA, zone="Asia/Kathmandu"))
    assert keeping.plans["C2"].zone == "Asia/Kathmandu"


async def test_holidays_that_nobody_knows_are_not_passed_over(tell: Tell, keeping: InMemorySubscriptions) -> None:
    assert "I don't have a holiday calendar for “XX”" in seen(await tell("tips on 9 holidays XX"))
    assert keeping.plans == {}
    await tell("tips on 9 holidays CH")
    assert keeping.plans["C1"].holidays == "CH"


@pytest.mark.parametrize(
    ("weekdays", "words"),
    [
        ("mon,tue", "Mondays and Tuesdays at"),
        ("mon,tue,wed", "Monday to Wednesday at"),
        ("sat,sun", "Weekends at"),
        ("sat,sun,mon", "Saturday to Monday at"),
        ("mon,wed,sun", "Mondays, Wednesdays and Sundays at"),
    ],
)
async def test_days_are_said_in_words(weekdays: str, words: str, tell: Tell) -> None:
    assert f"Done. {words}" in seen(await tell(f"tips on 9 Geneva {weekdays}"))


@pytest.mark.parametrize(
    ("line", "skips"),
    [
        ("skip today", [(TODAY, TODAY)]),
        ("skip 2026-11-01..2026-11-30", [(TODAY, date(2026, 11, 30))]),
        ("skip 2025-06-01..2026-12-01", [(TODAY, date(2026, 12, 1))]),
        ("skip till saturday", [(TODAY, date(2026, 11, 28))]),
        ("skip 1 Dec, 3 Dec", [(date(2026, 12, 1),) * 2, (date(2026, 12, 3),) * 2]),
        ("on 9 from today", []),
        ("on 9 starting this week", []),
        ("on 9 starting thursday", [(TODAY, date(2026, 11, 25))]),
    ],
)
async def test_days_left_out_are_from_today_on(
    line: str, skips: list[tuple[date, date]], tell: Tell, keeping: InMemorySubscriptions
) -> None:
    await tell("tips on 9 Geneva")
    assert "Done. " in seen(await tell(f"tips {line}"))
    assert [(each.first, each.last) for each in keeping.plans["C1"].skips] == skips


async def test_what_is_named_behind_resume_is_set_up(tell: Tell, keeping: InMemorySubscriptions) -> None:
    await tell("tips on 9 Geneva")
    assert "Done. Weekdays at 10:00" in seen(await tell("tips resume at 10"))


async def test_days_that_are_left_out_already_stay(tell: Tell, keeping: InMemorySubscriptions) -> None:
    await tell("tips on 9 Geneva")
    earlier = (Skip(TODAY, TODAY), Skip(date(2027, 3, 1), date(2027, 3, 5)))
    keeping.plans["C1"] = replace(keeping.plans["C1"], skips=(Skip(date(2026, 11, 1), date(2026, 11, 22)), *earlier))
    assert "Skipping: Mon 23 Nov; Mon 1 Mar to Fri 5 Mar." in seen(await tell("tips"))
    await tell("tips skip 24 Dec")
    assert set(keeping.plans["C1"].skips) == {*earlier, Skip(date(2026, 12, 24), date(2026, 12, 24))}
    await tell("tips on 9 starting thursday")
    assert set(earlier) < set(keeping.plans["C1"].skips)


@pytest.mark.parametrize(
    ("line", "answered"),
    [
        ("stop posting every day", "[Turn off]"),
        ("no fridays or xyz", "[Turn off]"),
        ("skip fridays xyz", "I can't read"),
        ("skip till monday", "[Back on Tue 1 Dec]"),
        ("skip new year holidays", "[Fri 1 Jan 2027]"),
        ("on Vienna 25:00 xyz", "“xyz”"),
        ("on Vienna xyz in the morning", "“xyz”"),
        ("skip next friday", "[Fri 4 Dec 2026]"),
    ],
)
async def test_what_is_asked_before_anything_changes(
    line: str, answered: str, tell: Tell, keeping: InMemorySubscriptions
) -> None:
    await tell("tips on 9 Geneva")
    before = dict(keeping.plans)
    assert answered in seen(await tell(f"tips {line}"))
    assert keeping.plans == before


@pytest.mark.parametrize(
    ("today", "example"),
    [
        (date(2026, 11, 23), "2026-12-24..2027-01-02"),
        (date(2026, 12, 23), "2026-12-24..2027-01-02"),
        (date(2026, 12, 24), "2027-12-24..2028-01-02"),
        (date(2026, 12, 31), "2027-12-24..2028-01-02"),
    ],
)
async def test_the_example_of_a_skip_is_the_next_turn_of_the_year(
    today: date, example: str, services: BotServices
) -> None:
    now = NOW.replace(month=today.month, day=today.day)
    keeping = InMemorySubscriptions(lambda: now)
    router = Router(replace(services, subscriptions=keeping, now=keeping.now))
    await router.answer(Request("tips on 9 Geneva", ANNA, CHANNEL))
    answer = await router.answer(Request("tips skip", ANNA, CHANNEL))
    assert f"tips skip {example}" in pressable(answer).values()
    assert "Done. " in seen(await router.answer(Request(f"tips skip {example}", ANNA, CHANNEL)))


@pytest.mark.parametrize("line", ["move 10", "days mon", "fields consular", "holidays CH", "skip tomorrow", "next", ""])
async def test_without_a_plan_there_is_nothing_to_change(line: str, tell: Tell, keeping: InMemorySubscriptions) -> None:
    answer = await tell(f"tips {line}")
    assert "There is no daily term here yet." in seen(answer)
    assert pressable(answer)["Turn on, weekdays at 09:00"] == "tips on 09:00"
    assert keeping.plans == {}


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("on holidays in south korea only", "KR"),
        ("on peru holidays", "PE"),
        ("holidays peru", "PE"),
        ("on the holidays of new zealand, mon-fri", "NZ"),
        ("on public holidays in the united kingdom", "GB"),
        ("on US holidays", "US"),
    ],
)
async def test_the_country_of_holidays_may_have_several_words(
    words: str, country: str, tell: Tell, keeping: InMemorySubscriptions
) -> None:
    assert "Done. " in seen(await tell(f"tips on 9 Geneva not {words}"))
    plan = keeping.plans["C1"]
    assert (plan.holidays, plan.zone) == (country, "Europe/Zurich")


async def test_the_question_about_holidays_says_what_is_skipped_now(tell: Tell) -> None:
    await tell("tips on 9 Geneva")
    assert "I post on public holidays too. Which country's" in seen(await tell("tips holidays"))
    await tell("tips holidays CH")
    assert "I skip public holidays of Switzerland. Which country's" in seen(await tell("tips holidays"))


@pytest.mark.parametrize(("place", "here"), [(CHANNEL, "this channel"), (DIRECT, "this conversation")])
async def test_an_answer_names_the_place_it_is_about(place: Place, here: str, tell: Tell) -> None:
    assert f"I'll post it in {here}." in seen(await tell("tips on 9", place))
    assert f"any more daily terms in {here}." in seen(await tell("tips off yes", place))


async def test_the_last_terms_have_a_heading_only_if_there_are_some(tell: Tell, keeping: InMemorySubscriptions) -> None:
    await tell("tips on 9")
    assert "Last" not in seen(await tell("tips"))
    keeping.delivered["C1"] = (Delivery(date(2026, 11, 20), "Consul", DeliveryOutcome.SENT),)
    assert "Last\nFri 20 Nov: Consul" in seen(await tell("tips"))


async def test_next_times_have_a_heading_unless_every_day_is_skipped(
    tell: Tell, keeping: InMemorySubscriptions
) -> None:
    await tell("tips on 9 Geneva mon")
    answer = seen(await tell("tips"))
    assert "Next\nMon 30 Nov at 09:00" in answer
    assert "Nothing scheduled" not in answer
    keeping.plans["C1"] = replace(keeping.plans["C1"], skips=(Skip(TODAY, date.max),))
    answer = seen(await tell("tips"))
    assert "Nothing scheduled: every day is skipped." in answer
    assert "Next" not in answer.splitlines()
    assert "Mondays at 09:00, Geneva time. Nothing scheduled." in seen(await tell("home", Place()))


@pytest.mark.parametrize(("place", "asked"), [(CHANNEL, "in this channel for everyone?"), (DIRECT, "conversation?")])
async def test_turning_it_off_is_for_everyone_only_in_a_channel(place: Place, asked: str, tell: Tell) -> None:
    await tell("tips on 9", place)
    question, _, _ = seen(await tell("tips off", place)).partition("\n")
    assert question.endswith(asked)


async def test_a_preview_without_any_term_says_so(services: BotServices, keeping: InMemorySubscriptions) -> None:
    router = Router(replace(services, current=lambda: Library([], []), subscriptions=keeping))
    answer = await router.answer(Request("tips test", ANNA, CHANNEL))
    assert "There's no term to show" in seen(answer)


async def test_skipping_nothing_is_offered_only_if_something_is_skipped(tell: Tell) -> None:
    await tell("tips on 9")
    assert "Skip nothing" not in str(pressable(await tell("tips")))
    await tell("tips skip 24 Dec")
    choices = pressable(await tell("tips"))
    (line,) = (line for label, line in choices.items() if "Skip nothing" in label)
    assert "Skipping" not in seen(await tell(line))


async def test_a_tip_with_a_plan_offers_the_same_plan_for_the_channel_that_it_names(tell: Tell) -> None:
    buttons = pressable(await tell("tip on 9 in [channel:C7]"))
    assert "tips on 9 in [channel:C7]" in buttons.values()


async def test_skips_are_few_and_not_past(tell: Tell, keeping: InMemorySubscriptions) -> None:
    await tell("tips on 9")
    keeping.plans["C1"] = replace(keeping.plans["C1"], skips=(Skip(date(2026, 1, 1), date(2026, 1, 2)),))
    for day in range(1, MOST_SKIPS + 1):
        assert "Done" in seen(await tell(f"tips skip 2027-03-{day:02}"))
    assert len(keeping.plans["C1"].skips) == MOST_SKIPS
    assert "I can keep 20 skips at most" in seen(await tell("tips skip 2027-04-01"))
    assert "is in the past" in seen(await tell("tips skip 2026-11-01"))
    assert "more than a year" in seen(await tell("tips skip 2027-01-01..2029-01-01"))
    assert len(keeping.plans["C1"].skips) == MOST_SKIPS


RANGES = [f"{verb} fri-sun" for verb in ("no", "skip", "stop on", "not on", "never", "without", "off", "pause")]
RANGES += [f"no {run}" for run in ("friday to sunday", "Fr–So", "fri - sun please", "Friday through Sunday", "F-Su")]


@pytest.mark.parametrize("line", [*RANGES, "skip between fri and sun", "leave out friday till sunday"])
async def test_a_range_of_weekdays_is_of_every_week(line: str, tell: Tell, keeping: InMemorySubscriptions) -> None:
    await tell("tips on 9 Geneva daily")
    assert "Done. Monday to Thursday at 09:00" in seen(await tell(f"tips {line}"))
    assert keeping.plans["C1"].skips == ()


@pytest.mark.parametrize(
    ("line", "days", "skipped"),
    [
        ("no fridays", {0, 1, 2, 3}, ()),
        ("no mon, wed and fri", {1, 3}, ()),
        ("no mon,wed", {1, 3, 4}, ()),
        ("not on mon，wed", {1, 3, 4}, ()),
        ("no Mondays, Wednesdays", {1, 3, 4}, ()),
        ("no friday", {0, 1, 2, 3, 4}, (27,)),
        ("skip friday", {0, 1, 2, 3, 4}, (27,)),
        ("skip thursday and friday", {0, 1, 2, 3, 4}, (26, 27)),
        ("skip this thu-fri", {0, 1, 2, 3, 4}, (26, 27)),
        ("skip this month", {0, 1, 2, 3, 4}, (23, 24, 25, 26, 27, 28, 29, 30)),
        ("skip this one", {0, 1, 2, 3, 4}, (24,)),
        ("skip this friday please", {0, 1, 2, 3, 4}, (27,)),
        ("no this wed – fri", {0, 1, 2, 3, 4}, (25, 26, 27)),
        ("skip wed 25 Nov to fri 27 Nov", {0, 1, 2, 3, 4}, (25, 26, 27)),
    ],
)
async def test_weekdays_of_every_week_and_single_dates(
    line: str, days: set[int], skipped: tuple[int, ...], tell: Tell, keeping: InMemorySubscriptions
) -> None:
    await tell("tips on 9 Geneva")
    assert "Done. " in seen(await tell(f"tips {line}"))
    plan = keeping.plans["C1"]
    left_out = [day for each in plan.skips for day in range(each.first.day, each.last.day + 1)]
    assert (set(plan.weekdays), left_out) == (days, list(skipped))


@pytest.mark.parametrize(
    ("line", "answered"),
    [
        ("skip 29 feb", "The next one is Tue 29 Feb 2028. Which days"),
        ("skip 29.2.", "The next one is Tue 29 Feb 2028. Which days"),
        ("skip the week of 29 Feb", "The next one is Mon 28 Feb 2028. Which days"),
        ("skip 28 feb to 29 feb", "I can't read"),
        ("skip 31 feb", "I can't read"),
        ("skip 9999-12-31", "I can't read"),
        ("skip until 9999-12-31", "I can't read"),
        ("skip the week of 9999-12-30", "I can't read"),
        ("skip until 29 Feb", "[Back on Tue 29 Feb 2028]"),
        ("skip 2025-12-24..2026-01-02", "Wed 24 Dec 2025 to Fri 2 Jan 2026 is in the past"),
        ("skip 2026-11-22", "Sun 22 Nov 2026 is in the past"),
        ("on 09:00 Geneva from 29 February", "Tue 29 Feb 2028 is more than a year away. Which day should I start?"),
        ("on 09:00 Geneva from 31 February", "I can't read “31 February”"),
        ("on 09:00 from 2099-01-01", "Thu 1 Jan 2099 is more than a year away."),
        ("on 09:00 starting 1 January 2099", "Thu 1 Jan 2099 is more than a year away."),
        ("on from March 1 2099", "Sun 1 Mar 2099 is more than a year away."),
        ("on 09:00 from 2027-11-25", "Thu 25 Nov 2027 is more than a year away."),
        ("on 09:00 from 9999-12-31", "I can't read “9999-12-31”"),
        ("on 09:00 from 2026-11-22", "Sun 22 Nov 2026 is in the past."),
        ("on from 1 Dec 2000", "Fri 1 Dec 2000 is in the past."),
    ],
)
async def test_days_that_are_far_or_do_not_exist_are_asked_about(
    line: str, answered: str, tell: Tell, keeping: InMemorySubscriptions
) -> None:
    """Today is Monday 23 November 2026."""
    await tell("tips on 8:00 Vienna daily")
    before = dict(keeping.plans)
    assert answered in seen(await tell(f"tips {line}"))
    assert keeping.plans == before


@pytest.mark.parametrize(
    ("line", "answered"),
    [
        ("skip 2028-02-29", "Skipping: Tue 29 Feb 2028."),
        ("skip 29 Feb 2028", "Skipping: Tue 29 Feb 2028."),
        ("skip 29.2.28", "Skipping: Tue 29 Feb 2028."),
        ("skip 1 Jan 2099", "Skipping: Thu 1 Jan 2099."),
        ("skip 2099-01-01..2099-01-05", "Skipping: Thu 1 Jan 2099 to Mon 5 Jan 2099."),
        ("skip 2027-11-22", "Skipping: Mon 22 Nov."),
        ("skip 2027-11-23", "Skipping: Tue 23 Nov 2027."),
        ("skip 24 Dec to 2 Jan", "Skipping: Thu 24 Dec to Sat 2 Jan 2027."),
        ("skip for 366 days", "The next ones:\nWed 24 Nov 2027 at 08:00"),
        ("on 09:00 from 2027-11-24", "Wed 24 Nov 2027 at 09:00"),
        ("on 09:00 from 22 Nov 2027", "Mon 22 Nov at 09:00"),
        ("on 09:00 from March 1", "Mon 1 Mar at 09:00"),
        ("on from 1st of March 2027 09:00", "Mon 1 Mar at 09:00"),
        ("on starting December 15 at 9", "Tue 15 Dec at 09:00"),
        ("on starting 15 December, 2026 at 9", "Tue 15 Dec at 09:00"),
        ("on 9 from today", "Tue 24 Nov at 09:00"),
        ("on 10 from 9 Geneva", "I don't know"),
        ("on 9 from monday to wednesday", "Done. Monday to Wednesday at 09:00"),
    ],
)
async def test_a_day_a_year_or_more_away_is_shown_with_its_year(
    line: str, answered: str, tell: Tell, keeping: InMemorySubscriptions
) -> None:
    await tell("tips on 8:00 Vienna daily")
    assert answered in seen(await tell(f"tips {line}"))
    if answered.startswith("Skipping"):
        assert answered in seen(await tell("tips"))


async def test_a_leap_day_exactly_a_year_away_is_asked_about(services: BotServices) -> None:
    now = datetime(2027, 3, 1, 8, tzinfo=UTC)
    router = Router(replace(services, subscriptions=InMemorySubscriptions(lambda: now), now=lambda: now))
    await router.answer(Request("tips on 8:00 Vienna", ANNA, CHANNEL))
    answer = await router.answer(Request("tips skip 29 feb", ANNA, CHANNEL))
    assert "The next one is Tue 29 Feb 2028. Which days" in seen(answer)


async def test_the_day_that_is_asked_about_can_be_left_out(tell: Tell, keeping: InMemorySubscriptions) -> None:
    await tell("tips on 9 Geneva")
    answer = await tell("tips skip 29 feb")
    await tell(pressable(answer)["skip 2028-02-29..2028-02-29"])
    assert keeping.plans["C1"].skips == (Skip(date(2028, 2, 29), date(2028, 2, 29)),)


async def test_a_named_channel_is_the_one_that_is_changed(tell: Tell, keeping: InMemorySubscriptions) -> None:
    answer = await tell("tips on 9 in [channel:C7]", DIRECT)
    assert set(keeping.plans) == {"C7"}
    for asking in (
        "off",
        "days not mon-fri",
        "skip next friday",
        "skip blah",
        "move",
        "holidays",
        "holidays switzrland",
    ):
        answers = [answer, await tell(f"tips {asking} in [channel:C7]", DIRECT)]
        assert all("[channel:C7]" in line for each in answers for line in pressable(each).values()), asking
    stopped = await tell(pressable(await tell("tips off in [channel:C7]", DIRECT))["Turn off"], DIRECT)
    assert keeping.plans == {}
    await tell(pressable(stopped)["Start again"], DIRECT)
    assert set(keeping.plans) == {"C7"}


# Who may, and where


@pytest.mark.parametrize("refused", list(Refusal))
@pytest.mark.parametrize("line", ["on 9", "off", "off yes", "move 8", "skip tomorrow", "holidays CH", "fields all"])
async def test_a_refusal_says_what_to_do_and_changes_nothing(
    refused: Refusal, line: str, tell: Tell, keeping: InMemorySubscriptions
) -> None:
    await tell("tips on 10:30")
    before, keeping.refused = dict(keeping.plans), refused
    answer = await tell(f"tips {line}")
    assert keeping.plans == before
    assert "Done" not in seen(answer)
    if refused is Refusal.NOT_KEPT:
        assert pressable(answer) == {"Today's term": "tip"}
    else:
        assert pressable(answer)["Try again"] == f"tips {line}"
    assert ("ring the bell" in seen(answer)) == (refused is Refusal.BOT_NOT_IN_CHANNEL)


async def test_how_it_stands_is_open_in_the_channel_itself(tell: Tell, keeping: InMemorySubscriptions) -> None:
    await tell("tips on 10:30")
    keeping.refused = Refusal.NOT_A_MEMBER
    assert "10:30" in seen(await tell("tips"))


ANY_VERB = sorted({*VERB_WORDS, "turn the tips on", "switch off", "leave out", "take off", "never stop"})
ANY_REST = ("", "xyz", "25:00", "CH", "none", "fridays", "24 Dec", "next friday", "yes", "Geneva nowhere")


@pytest.mark.parametrize("verb", ["", *ANY_VERB])
async def test_another_channel_is_for_its_members_only(verb: str, tell: Tell, keeping: InMemorySubscriptions) -> None:
    """Whatever is asked about a channel, a stranger gets the same refusal, whether there is a plan or not."""
    await tell("tips on 10:30 Tokyo mon,wed fields consular holidays JP")
    before, keeping.refused = dict(keeping.plans), Refusal.NOT_A_MEMBER
    for where in ("in [channel:C1]", "[channel:C1]", "for [channel:C1]", "in [channel:C9]"):
        for rest in ANY_REST:
            for line in (f"tips {verb} {rest} {where}", f"tips {where} {verb} {rest}"):
                answer = await tell(line, DIRECT)
                assert seen(answer).startswith(REFUSALS[Refusal.NOT_A_MEMBER]), line
                assert list(pressable(answer)) == ["Try again"], line
    assert keeping.plans == before


async def test_a_named_channel_s_members_are_asked_for_once(tell: Tell, keeping: InMemorySubscriptions) -> None:
    """Each question costs a slash command some of its three seconds."""
    for line in ("on 10:30", "skip tomorrow", "off yes"):
        keeping.asked.clear()
        await tell(f"tips {line} in [channel:C1]", DIRECT)
        assert keeping.asked == ["C1"], line


async def test_where_nothing_is_kept(services: BotServices) -> None:
    router = Router(replace(services, subscriptions=None))
    for line in ("tips", "tips on 9", "tips off", "stop the tips"):
        assert "aren't switched on" in seen(await router.answer(Request(line, ANNA, CHANNEL)))
    assert "Daily terms" not in seen(await router.answer(Request("home", ANNA)))


@pytest.mark.parametrize("line", ["is it at 10?", "do they come on mondays", "does it stop on fridays?", "when"])
async def test_a_question_changes_nothing(line: str, tell: Tell, keeping: InMemorySubscriptions) -> None:
    await tell("tips on 9 Geneva")
    before = dict(keeping.plans)
    assert "On: Weekdays at 09:00, Geneva time." in seen(await tell(f"tips {line}"))
    assert keeping.plans == before


async def test_where_no_channel_is_known(tell: Tell) -> None:
    assert "Term of the day: " in seen(await tell("tips test", Place()))
    answer = await tell("tips on 10 in #general", Place())
    assert "can't tell" in seen(answer)
    assert "In this conversation" not in pressable(answer)


async def test_only_a_channel_is_told_who_can_end_it(tell: Tell) -> None:
    assert "Anyone in the channel can turn it off" in seen(await tell("tips on 9"))
    assert "Anyone in the channel can turn it off" not in seen(await tell("tips on 10"))
    assert "Anyone in the channel" not in seen(await tell("tips on 9", DIRECT))
    assert "I'll post it in this conversation." in seen(await tell("tips on 9", DIRECT))


async def test_the_front_page_lists_what_the_person_set_up(tell: Tell) -> None:
    page = await tell("home", Place())
    assert "[Set up for a channel]" in seen(page)
    await tell("tips on 9 Geneva")
    await tell("tips on 10 Geneva", Place("channel", "C2"))
    page = await tell("home", Place())
    assert "Weekdays at 09:00, Geneva time. Next: Tue 24 Nov at 09:00." in seen(page)
    assert "Weekdays at 10:00, Geneva time." in seen(page)
    await tell("tips off yes", Place("channel", "C2"))
    page = await tell("home", Place())
    assert pressable(page)["Turn off"] == "tips off in [channel:C1]"
    assert validate_view(render_home(page)) == []
    assert '"channel_id": "C1"' in json.dumps(render_home(page))
    assert "Weekdays" not in seen(await tell("home", Place(), person=replace(ANNA, user="U2")))


async def test_what_became_of_the_last_terms(tell: Tell, keeping: InMemorySubscriptions) -> None:
    await tell("tips on 9")
    told = zip(DeliveryOutcome, ("", "", "I was not running", "not_in_channel", "the answer was lost"), strict=True)
    keeping.delivered["C1"] = tuple(
        Delivery(date(2026, 11, 16 + number), "Consul", outcome, reason)
        for number, (outcome, reason) in enumerate(told)
    )
    answer = seen(await tell("tips"))
    for words in (
        "Mon 16 Nov: on its way",
        "Tue 17 Nov: Consul",
        "Wed 18 Nov: missed: I was not running.",
        "Thu 19 Nov: couldn't be posted: not_in_channel",
        "Fri 20 Nov: perhaps posted, perhaps not: the answer was lost",
        "isn't posted late",
        "To add me, ring the bell.",
        "I'd rather skip a term than post it twice",
    ):
        assert words in answer


# The message of a channel

PHONE = 620
"""Characters that a phone shows without a "more" of the platform's own."""


async def test_what_a_channel_gets(library: Library) -> None:
    for entry in some(library.entries):
        posted = daily(entry)
        assert posted.visibility is Visibility.CHANNEL
        assert set(pressable(posted)) == {"More", "Quiz me", "Turn off"}
        assert len(seen(posted).partition("\n[")[0]) <= PHONE, entry.name
        assert validate_message(render_message(posted)) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Extraterritoriality", "It is not."),
        ("Humanitarian principles", "neutrality and independence"),
        ("Representative office", "It helps firms and travellers"),
    ],
)
async def test_a_meaning_goes_on_until_it_means_something(name: str, told: str, library: Library) -> None:
    entry = library.by_name(name)
    assert entry is not None
    assert told in seen(daily(entry))


# The form


def forms_in(answer: Reply) -> list[FormButton]:
    blocks = [block for block in answer.blocks if isinstance(block, Actions)]
    return [element for block in blocks for element in block.elements if isinstance(element, FormButton)]


def test_a_form_with_all_fields_chosen_fits_a_button(library: Library) -> None:
    known = Subscription(
        time(23, 59),
        "America/Argentina/ComodRivadavia",
        frozenset(range(7)),
        tuple(field.id for field in library.fields),
        "CH-GE",
    )
    made = form("Set up for a channel", known, None, library, " in [channel:{channel}]")
    assert len(encode(made)) <= limits.BUTTON_VALUE
    assert decode(encode(made)) == made


def test_a_form_names_the_zone_if_its_city_would_mean_another(library: Library) -> None:
    zones = {"America/Argentina/San_Juan": "America/Argentina/San_Juan", "America/New_York": "New York"}
    for zone, shown in zones.items():
        assert form("Change", Subscription(time(9), zone), None, library).inputs[1].initial == shown


async def test_the_form_shows_the_present_plan(tell: Tell) -> None:
    await tell("tips on 9.30 New York mon,wed fields consular, protocol")
    (change,) = forms_in(await tell("tips"))
    assert [each.initial for each in change.inputs] == ["09:30", "New York", "mon,wed", "consular,protocol"]
    assert [each.optional for each in change.inputs] == [False, False, False, True]
    await tell("tips move Geneva")
    (change,) = forms_in(await tell("tips"))
    assert change.inputs[1].initial == "Geneva"
    assert " Geneva " in pressable(await tell("tips off yes"))["Start again"]


# Anything typed

plans = st.builds(
    Subscription,
    time=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    zone=st.sampled_from(["Europe/Zurich", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    fields=st.lists(st.sampled_from(["consular", "protocol", "legal-treaty"]), unique=True).map(tuple),
    holidays=st.sampled_from([None, "CH", "US", "CH-GE"]),
)


@examples(60)
@given(plan=plans)
def test_a_plan_is_understood_from_its_own_line(plan: Subscription, library: Library) -> None:
    wish = read(setup_line(plan).removeprefix("tips on "), library)
    assert wish.unknown == ()
    assert wish.zone is not None
    assert (wish.time, wish.zone.name, wish.weekdays) == (plan.time, plan.zone, plan.weekdays)
    assert (wish.fields, wish.holidays) == (plan.fields, plan.holidays)


@examples(60)
@given(made=plans)
def test_a_plan_is_understood_from_its_own_words(made: Subscription, library: Library) -> None:
    wish = read(plan(made, library), library)
    assert (wish.time, wish.weekdays, set(wish.fields or ())) == (made.time, made.weekdays, set(made.fields))


WITH_YEAR = ["{0:%Y-%m-%d}", "{0.day}.{0.month}.{0.year}", "{0.day} {0:%B} {0.year}", "{0:%B} {0.day}, {0.year}"]
WITHOUT_YEAR = ["{0.day} {0:%b}", "{0:%B} {0.day}", "{0.day}.{0.month}."]
WAYS = ["skip {}", "no {}", "on 9 from {}", "on 9 starting {}", "skip the week of {}", "skip until {}"]
some_days = st.one_of(
    st.dates(TODAY, date(2028, 12, 31)), st.dates(date(1000, 1, 1), date.max), st.just(date(2028, 2, 29))
)


@examples(100)
@given(day=some_days, style=st.sampled_from(WITH_YEAR + WITHOUT_YEAR), way=st.sampled_from(WAYS))
async def test_an_answer_names_the_right_date_or_asks_back(
    day: date, style: str, way: str, services: BotServices
) -> None:
    keeping = InMemorySubscriptions(lambda: NOW)
    router = Router(replace(services, subscriptions=keeping))
    await router.answer(Request("tips on 8 Geneva daily", ANNA, CHANNEL))
    before = keeping.plans["C1"]
    answer = seen(await router.answer(Request(f"tips {way.format(style.format(day))}", ANNA, CHANNEL)))
    assert "Something went wrong" not in answer
    if "Done." not in answer:
        assert keeping.plans["C1"] == before
        return
    (skip,) = keeping.plans["C1"].skips or (Skip(TODAY - timedelta(days=1), TODAY - timedelta(days=1)),)
    for shown in (skip.first, skip.last):
        assert shown < TODAY + timedelta(days=365) or f"{shown.day} {shown:%b} {shown.year}" in answer
    if way in WAYS[:4]:
        meant = skip.first if way in WAYS[:2] else skip.last + timedelta(days=1)
        assert (meant.day, meant.month) == (day.day, day.month)
        assert meant == day if style in WITH_YEAR else meant <= TODAY + timedelta(days=365)


VERBS = ["on", "off", "move", "skip", "holidays", "fields", "days", "test", "", "stop", "on 9"]
words = st.one_of(
    st.sampled_from(
        [*VERBS, *DAYS, "Geneva", "new york", "9am", "25:00", "[channel:C9]", "in", "fields", "24 Dec", "-", ".."]
    ),
    st.text(max_size=12),
)


@examples(150)
@given(verb=st.sampled_from(VERBS), rest=st.lists(words, max_size=6), place=st.sampled_from([CHANNEL, DIRECT, Place()]))
async def test_anything_typed_is_answered(verb: str, rest: list[str], place: Place, router: Router) -> None:
    answer = await router.answer(Request(f"tips {verb} {' '.join(rest)}", ANNA, place))
    assert "Something went wrong" not in seen(answer)
    assert validate_message(render_message(answer)) == []


@pytest.mark.parametrize(
    "line",
    ["on 9", "on 25:00", "on 9 xyz", "on morning", "on 9 starting xyz", "off", "skip xyz", "holidays xyz", "days", ""],
)
async def test_an_answer_about_a_plan_is_not_for_sharing(line: str, tell: Tell) -> None:
    assert not (await tell(f"tips {line}")).shareable
    await tell("tips on 9 Geneva")
    assert not (await tell(f"tips {line}")).shareable


async def test_without_a_time_it_is_nine(tell: Tell, keeping: InMemorySubscriptions) -> None:
    assert "Done. Weekdays at 09:00" in seen(await tell("tips on Geneva"))
    assert keeping.plans["C1"].time == time(9)


@pytest.mark.parametrize(
    "line", ["tips", "tips move 08:00", "tips skip tomorrow", "tips days mon", "tips off", "tips next"]
)
async def test_a_plan_that_ended_by_itself_says_so_and_starts_again(
    line: str, tell: Tell, keeping: InMemorySubscriptions
) -> None:
    await tell("tips on 08:30 Geneva days mon,wed")
    plan_before = keeping.plans["C1"]
    keeping.ended["C1"] = Ended(date(2026, 11, 23), "the channel was archived")
    keeping.delivered["C1"] = (Delivery(date(2026, 11, 23), "", DeliveryOutcome.FAILED, "the channel was archived"),)
    answer = await tell(line)
    words = seen(answer)
    assert_answered(line, ("ended on Mon 23 Nov: the channel was archived", "doesn't come back by itself"), words)
    assert "nvite" not in words
    assert "no daily term here" not in words
    assert keeping.plans["C1"] == plan_before
    start = pressable(answer)["Start again"]
    assert_answered("again", ("Done. Mondays and Wednesdays at 08:30, Geneva time",), seen(await tell(start)))
    assert not keeping.ended
    assert keeping.plans["C1"] == plan_before


async def test_resume_brings_a_plan_back_that_ended_by_itself(tell: Tell, keeping: InMemorySubscriptions) -> None:
    await tell("tips on 08:30 Geneva days mon,wed")
    keeping.ended["C1"] = Ended(date(2026, 11, 23), "the channel was archived")
    assert_answered("resume", ("Done. Mondays and Wednesdays at 08:30",), seen(await tell("tips resume")))


async def test_the_list_of_plans_names_one_that_ended_by_itself(tell: Tell, keeping: InMemorySubscriptions) -> None:
    await tell("tips on 08:30 Geneva")
    keeping.ended["C1"] = Ended(date(2026, 11, 23), "the channel was archived")
    answer = await tell("tips", Place("direct"))
    assert_answered("list", ("ended on Mon 23 Nov: the channel was archived",), seen(answer))
    assert pressable(answer)["Start again"].endswith(" in [channel:C1]")


async def test_a_plan_that_is_replaced_is_named_and_can_come_back(tell: Tell) -> None:
    await tell("tips on 9 Geneva")
    answer = await tell("tips every monday at 8 in nairobi")
    assert "Done. Mondays at 08:00, Nairobi time." in seen(answer)
    assert "That's instead of weekdays at 09:00, Geneva time." in seen(answer)
    back = await tell(pressable(answer)["Go back to the old plan"])
    assert "That's instead of Mondays at 08:00, Nairobi time." in seen(back)
    assert "Go back to the old plan" not in pressable(await tell("tips on 9 Geneva"))

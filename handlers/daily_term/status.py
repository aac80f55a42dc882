"""Show a channel's daily term: its plan, the next times, and the outcome of the latest deliveries."""

from __future__ import annotations

from datetime import date

from handlers.daily_term.subscription import (
    Delivery,
    DeliveryOutcome,
    Ended,
    Status,
    Subscription,
    Subscriptions,
)
from handlers.daily_term.tips_request import TipsRequest
from handlers.daily_term.wording import day as day_words
from handlers.daily_term.wording import form, format_skip, in_channel, plan, setup_line, upcoming_times
from handlers.reply import (
    Block,
    Bold,
    Button,
    Channel,
    Code,
    Heading,
    Menu,
    Note,
    Option,
    Reply,
    Spans,
    actions,
    items,
    note,
    reply,
    text,
)
from handlers.wording import with_full_stop

SHOWN = 5
"""Deliveries to show, newest first."""

ADVICE = {
    DeliveryOutcome.MISSED: "A missed term isn't posted late. The next one comes as planned.",
    DeliveryOutcome.FAILED: "If I couldn't post, I'll try again next time. I need to be in the channel to post.",
    DeliveryOutcome.UNKNOWN: "If I'm not sure, check the channel: I'd rather skip a term than post it twice.",
}


async def no_plan(asked: TipsRequest, words: str = "") -> Reply:
    """Explain the daily term and how to set it up, or how to restart a plan that ended by itself."""
    plan_status = await asked.subscriptions.find(asked.request.person, asked.place)
    if plan_status is not None and plan_status.ended is not None:
        return await _ended_plan(asked, plan_status, plan_status.ended)
    return reply(
        text(words) if words else None,
        text("One term a day, posted in ", asked.here, ": what it means, and a comparison that sticks."),
        note("Press the button, or write ", Code("tips on 09:00"), " in the channel.")
        if asked.where
        else note("Press the button, or write ", Code("tips on 09:00"), "."),
        actions(
            Button("Turn on, weekdays at 09:00", f"tips on 09:00{asked.where}", primary=True),
            await asked.form("Set up", None),
            Button("Preview", f"tips test{asked.where}"),
        ),
        shareable=False,
    )


async def no_channel(asked: TipsRequest, words: str = "", here: str = "") -> Reply:
    """List the person's plans and offer a form that asks for a channel, if no channel is known.

    `here`: the command line for the channel in which this was asked, if any.
    """
    plans = await asked.subscriptions.list_of(asked.request.person)
    new = form("Set up for a channel", None, await asked.zone(), asked.services.library, in_channel("{channel}"))
    return reply(
        Heading("Daily terms"),
        text(words or "One term a day, posted in a channel."),
        *(block for plan_status in plans for block in overview(plan_status, asked)),
        note("Choose a channel in the form, or write ", Code("tips on 09:00"), " in the channel itself."),
        actions(new, Button("In this conversation", here) if here else None),
        shareable=False,
    )


def overview(current: Status, asked: TipsRequest) -> list[Block]:
    """One plan in a list: where, when, and buttons to change it."""
    where = in_channel(current.channel)
    today = asked.services.today(current.subscription.zone)
    if current.ended:
        over = text(Channel(current.channel, "A channel"), ": ", _ended_words(current.ended, today))
        return [over, *filter(None, [actions(restart_button(current, where))])]
    upcoming = current.next_times[0] if current.next_times else None
    following = " Nothing scheduled."
    if upcoming:
        following = f" Next: {day_words(upcoming.date(), today)} at {upcoming:%H:%M}."
    library = asked.services.library
    row = actions(
        form("Change", current.subscription, None, library, where),
        Button("More", f"tips{where}"),
        Button("Turn off", f"tips off{where}"),
    )
    line = text(
        Channel(current.channel, "A channel"), ": ", with_full_stop(plan(current.subscription, library)), following
    )
    return [line, *([row] if row else [])]


async def status(asked: TipsRequest) -> Reply:
    """The plan, the next times, the latest deliveries, and buttons to change it."""
    current = await asked.current()
    if current is None:
        return await no_plan(asked, "There is no daily term here yet.")
    subscription = current.subscription
    today = asked.services.today(subscription.zone)
    return reply(
        Heading("Daily term"),
        text(Bold("On: "), with_full_stop(plan(subscription, asked.services.library))),
        skip_note(asked, subscription),
        text(Bold("Next")) if current.next_times else text("Nothing scheduled: every day is skipped."),
        upcoming_times(current.next_times, today),
        text(Bold("Last")) if current.deliveries else None,
        items(_delivered(delivery, today) for delivery in current.deliveries[:SHOWN]),
        *_advice(current.deliveries[:SHOWN], asked.subscriptions.how_to_add_me(asked.request.person)),
        actions(
            await asked.form("Change", subscription),
            Button("Preview", f"tips test{asked.where}"),
            skip_menu(asked, subscription),
            own_words_button(asked, subscription),
            Button("Turn off", f"tips off{asked.where}"),
        ),
        shareable=False,
    )


async def _ended_plan(asked: TipsRequest, current: Status, ended_: Ended) -> Reply:
    """Say when and why the plan ended by itself, and how to restart it."""
    today = asked.services.today(current.subscription.zone)
    return reply(
        Heading("Daily term"),
        text(Bold("Off: "), _ended_words(ended_, today)),
        text("It was: ", with_full_stop(plan(current.subscription, asked.services.library))),
        note("It doesn't come back by itself. Once I can post here again, press “Start again”."),
        text(Bold("Last")) if current.deliveries else None,
        items(_delivered(delivery, today) for delivery in current.deliveries[:SHOWN]),
        actions(restart_button(current, asked.where, primary=True), await asked.form("Change", current.subscription)),
        shareable=False,
    )


def _ended_words(ended_: Ended, today: date) -> str:
    why = f": {ended_.reason}" if ended_.reason else ""
    return with_full_stop(f"it ended on {day_words(ended_.day, today)}{why}")


def skip_note(asked: TipsRequest, subscription: Subscription) -> Note | None:
    """The holidays and dates that are skipped; None if there are none."""
    parts = []
    if subscription.holidays:
        parts.append(f"public holidays of {country(asked.subscriptions, subscription.holidays)}")
    today = asked.services.today(subscription.zone)
    parts += [format_skip(skip, today) for skip in subscription.skips if skip.last >= today]
    return note("Skipping: ", with_full_stop("; ".join(parts))) if parts else None


def own_words_button(asked: TipsRequest, subscription: Subscription) -> Button | None:
    """The button that adds the team's own words or leaves them out; None if no team has any."""
    if asked.services.team is None:
        return None
    label, verb = ("Without our words", "off") if subscription.own_words else ("Our own words too", "on")
    return Button(label, f"tips own {verb}{asked.where}")


def skip_menu(asked: TipsRequest, subscription: Subscription) -> Menu:
    """Common skips, and a way to undo them."""
    choices = [("Tomorrow", "tomorrow"), ("A week", "a week"), ("Next week", "next week"), ("Two weeks", "two weeks")]
    if subscription.skips:
        choices.append(("Skip nothing", "none"))
    return Menu("Skip…", tuple(Option(label, f"tips skip {typed}{asked.where}") for label, typed in choices))


def country(subscriptions: Subscriptions, code: str) -> str:
    """The name of a country by its code."""
    match = subscriptions.find_calendar(code).country
    return match.name if match else code


def restart_button(current: Status, where: str, *, primary: bool = False) -> Button:
    """A button that restarts an ended plan."""
    return Button("Start again", setup_line(current.subscription) + where, primary=primary)


def _delivered(delivery: Delivery, today: date) -> Spans:
    day = f"{day_words(delivery.day, today)}: "
    reason = f": {with_full_stop(delivery.reason)}" if delivery.reason else ""
    match delivery.outcome:
        case DeliveryOutcome.SENT:
            return (day, delivery.entry)
        case DeliveryOutcome.PENDING:
            return (day, "on its way")
        case DeliveryOutcome.MISSED:
            return (day, Bold("missed"), reason)
        case DeliveryOutcome.FAILED:
            return (day, Bold("couldn't be posted"), reason)
        case DeliveryOutcome.UNKNOWN:
            return (day, Bold("perhaps posted, perhaps not"), reason)


def _advice(deliveries: tuple[Delivery, ...], how_to_add_me: str) -> list[Note]:
    outcomes = {delivery.outcome for delivery in deliveries}
    how = {DeliveryOutcome.FAILED: how_to_add_me}
    return [note(f"{words} {how.get(outcome, '')}".strip()) for outcome, words in ADVICE.items() if outcome in outcomes]

"""A request of `tips`, as each of its verbs gets it, and why somebody may not change a channel's plan."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.command import Services
from handlers.daily_term.subscription import Refusal, Status, Subscription, Subscriptions
from handlers.daily_term.wording import form
from handlers.own_day import zone_of_asker
from handlers.reply import Button, Channel, Code, FormButton, Reply, Span, actions, note, reply, text
from handlers.request import Place, Request

REFUSALS = {
    Refusal.NOT_KEPT: "Daily terms aren't switched on here. Ask the person who runs me to switch them on.",
    Refusal.ADMINS_ONLY: "Only admins can change the daily term here. Ask one of them.",
    Refusal.NOT_A_MEMBER: "You're not in that channel. Join it first.",
    Refusal.BOT_NOT_IN_CHANNEL: "I'm not in that channel yet.",
    Refusal.ARCHIVED: "That channel is archived, so I can't post there.",
    Refusal.OUTSIDER: "Another company runs me and shares this channel with yours. Ask someone there.",
    Refusal.SCOPE_MISSING: "I'm missing a permission for this. Ask an admin to install me again.",
    Refusal.TOO_MANY_MEMBERS: "That channel has too many members for me to check from here. "
    "Send the same command in the channel itself.",
    Refusal.UNREACHABLE: "I couldn't check who is in that channel just now, so I changed nothing.",
}


@dataclass(frozen=True, slots=True)
class TipsRequest:
    """A `tips` request for a channel. `rest` follows the verb; `where` names another channel in a command line.

    `allowed`: the person's permission for this channel has already been checked.
    """

    request: Request
    services: Services
    subscriptions: Subscriptions
    place: Place
    rest: str = ""
    where: str = ""
    allowed: bool = False

    @property
    def line(self) -> str:
        """The whole command line, for a "Try again" button."""
        return f"tips {' '.join(self.request.text.split())}"

    @property
    def here(self) -> Span:
        """The channel, in the form a sentence needs after "in"."""
        if self.where and self.place.channel:
            return Channel(self.place.channel)
        return "this conversation" if self.place.kind == "direct" else "this channel"

    async def refusal(self) -> Reply | None:
        """Why this person can't change the channel's plan, as a reply; None if they can."""
        refused = None if self.allowed else await self.subscriptions.refusal(self.request.person, self.place)
        return None if refused is None else refusal(refused, self)

    async def zone(self) -> str | None:
        """The asker's own zone."""
        return await zone_of_asker(self.request, self.services)

    async def current(self) -> Status | None:
        """The channel's plan; None if there is none or it has ended."""
        plan_status = await self.subscriptions.find(self.request.person, self.place)
        return None if plan_status is None or plan_status.ended else plan_status

    async def form(self, label: str, current: Subscription | None) -> FormButton:
        """The form that sets up or changes the plan."""
        return form(label, current, await self.zone(), self.services.library, self.where)


def unavailable() -> Reply:
    """The reply if this bot doesn't offer daily terms."""
    return reply(
        text(REFUSALS[Refusal.NOT_KEPT]),
        note("Until then, ", Code("tip"), " shows today's term whenever you ask."),
        actions(Button("Today's term", "tip")),
        shareable=False,
    )


def refusal(refused: Refusal, asked: TipsRequest) -> Reply:
    """Explain why the person can't do this, and what to do about it."""
    if refused is Refusal.NOT_KEPT:
        return unavailable()
    how = asked.subscriptions.how_to_add_me(asked.request.person) if refused is Refusal.BOT_NOT_IN_CHANNEL else ""
    return reply(
        text(f"{REFUSALS[refused]} {how}".strip()),
        actions(Button("Try again", asked.line, replace=True)),
        shareable=False,
    )

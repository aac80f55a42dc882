"""The changes that one person sees after an action; tests read the bot's answers from it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.playground.blockkit import find_control
from bot.playground.model import BOT_USER_ID, SLACKBOT, Message, View
from bot.playground.state import Change


@dataclass
class Visible:
    """New and changed messages of the bot, opened and changed modals, and Home, in order.

    `said` is the message that the person posted.
    """

    messages: list[Message] = field(default_factory=list)
    deleted: list[Message] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    home: View | None = None
    said: Message | None = None

    @classmethod
    def of(cls, changes: Iterable[Change], open_views: Iterable[View]) -> "Visible":
        """Collect the changes, except modals that are closed by now."""
        visible = cls()
        still_open = list(open_views)
        for change in changes:
            if change.kind in ("message", "changed"):
                visible._add_message(change.item)
            elif change.kind == "deleted":
                visible.deleted.append(change.item)
            elif change.kind == "view" and change.item in still_open and change.item not in visible.views:
                visible.views.append(change.item)
            elif change.kind == "home":
                visible.home = change.item
        return visible

    def _add_message(self, message: Message) -> None:
        if message.user not in (BOT_USER_ID, SLACKBOT.id):
            self.said = message
        elif message not in self.messages and not message.deleted:
            self.messages.append(message)

    @property
    def message(self) -> Message:
        """The only message. Raises AssertionError if there are none or several."""
        if len(self.messages) != 1:
            raise AssertionError(f"expected one message, got {len(self.messages)}:\n{self.text or '(nothing)'}")
        return self.messages[0]

    @property
    def ephemerals(self) -> list[Message]:
        """The messages that only this person sees."""
        return [message for message in self.messages if message.is_ephemeral]

    @property
    def public(self) -> list[Message]:
        """The messages that everyone in the channel sees."""
        return [message for message in self.messages if not message.is_ephemeral]

    @property
    def view(self) -> View:
        """The modal on top. Raises AssertionError if there is none."""
        if not self.views:
            raise AssertionError(f"expected a modal, got:\n{self.text or '(nothing)'}")
        return self.views[-1]

    @property
    def errors(self) -> dict[str, str]:
        """The errors in the modal on top, by block_id."""
        return self.views[-1].errors if self.views else {}

    @property
    def text(self) -> str:
        """All visible text, at least one line for each block."""
        surfaces: list[Message | View] = [*self.messages, *self.views, *([self.home] if self.home else [])]
        return "\n\n".join(surface.plain for surface in surfaces)

    def surface_with(self, name: str) -> Message | View:
        """The surface that has this control: the modal on top, else Home, else the last message that has it.

        If no surface has it, the first one is returned. Raises LookupError if nothing was seen at all.
        """
        surfaces: list[Message | View] = [*self.messages, *([self.home] if self.home else []), *self.views[-1:]]
        for surface in reversed(surfaces[1:]):
            try:
                find_control(surface.blocks, name)
            except LookupError:
                continue
            return surface
        if not surfaces:
            raise LookupError(f"nothing was seen, so there is no {name!r}")
        return surfaces[0]

"""What one person sees change after doing something; the tests' way of reading an answer."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.playground.model import BOT_USER_ID, SLACKBOT, Message, View
from bot.playground.slack.blockkit import find
from bot.playground.state import Change


@dataclass
class Visible:
    """New and changed messages of the bot, opened or changed modals, and Home, in order."""

    messages: list[Message] = field(default_factory=list)
    deleted: list[Message] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    home: View | None = None
    said: Message | None = None

    @classmethod
    def of(cls, changes: Iterable[Change], open_views: Iterable[View]) -> "Visible":
        """Gather the changes; a modal that was closed again is not seen."""
        seen = cls()
        still_open = list(open_views)
        for change in changes:
            if change.kind in ("message", "changed"):
                seen._add_message(change.item)
            elif change.kind == "deleted":
                seen.deleted.append(change.item)
            elif change.kind == "view" and change.item in still_open and change.item not in seen.views:
                seen.views.append(change.item)
            elif change.kind == "home":
                seen.home = change.item
        return seen

    def _add_message(self, message: Message) -> None:
        if message.user not in (BOT_USER_ID, SLACKBOT.id):
            self.said = message
        elif message not in self.messages and not message.deleted:
            self.messages.append(message)

    @property
    def message(self) -> Message:
        """The one message; AssertionError when there are more or none."""
        if len(self.messages) != 1:
            raise AssertionError(f"expected one message, there are {len(self.messages)}:\n{self.text or '(nothing)'}")
        return self.messages[0]

    @property
    def ephemerals(self) -> list[Message]:
        """The messages only this person sees."""
        return [message for message in self.messages if message.is_ephemeral]

    @property
    def public(self) -> list[Message]:
        """The messages everybody in the channel sees."""
        return [message for message in self.messages if not message.is_ephemeral]

    @property
    def view(self) -> View:
        """The modal in front; AssertionError when there is none."""
        if not self.views:
            raise AssertionError(f"expected a modal, there is none:\n{self.text or '(nothing)'}")
        return self.views[-1]

    @property
    def errors(self) -> dict[str, str]:
        """The errors in the modal in front, by block_id."""
        return self.views[-1].errors if self.views else {}

    @property
    def text(self) -> str:
        """All the words seen, one line a block or more."""
        parts: list[Message | View] = [*self.messages, *self.views, *([self.home] if self.home else [])]
        return "\n\n".join(part.plain for part in parts)

    def holding(self, what: str) -> Message | View:
        """Where this element is: in the modal in front, in Home, or in the last message that has it."""
        places: list[Message | View] = [*self.messages, *([self.home] if self.home else []), *self.views[-1:]]
        for where in reversed(places[1:]):
            try:
                find(where.blocks, what)
            except LookupError:
                continue
            return where
        if not places:
            raise LookupError(f"nothing was seen, so there is no {what!r}")
        return places[0]

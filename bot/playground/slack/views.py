"""Stacks of modals, Home views, and the trigger ids that allow the bot to open modals."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.playground.blockkit import with_ids
from bot.playground.model import Json, View
from bot.playground.state import Journal, SlackError, random_id
from bot.slack import limits


@dataclass
class Trigger:
    """Permission to open one modal for one user within three seconds; `issued` is in seconds since the epoch."""

    user: str
    issued: float
    channel_id: str | None
    tab: str = ""
    used: bool = False


class Views:
    """The modals and Home views of all users."""

    def __init__(self, journal: Journal, clock: Callable[[], float]) -> None:
        self._journal = journal
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self.tabs: dict[str, str] = {}
        """The browser tab of each user's last action; a modal opens in that tab."""
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def new_trigger(self, user: str, channel_id: str | None = None) -> str:
        """Issue a trigger_id."""
        trigger_id = f"{random_id(length=12)}.{random_id(length=12)}.{random_id(length=24).lower()}"
        self._triggers[trigger_id] = Trigger(user, self._clock(), channel_id, self.tabs.get(user, ""))
        return trigger_id

    def top(self, user: str) -> View | None:
        """The modal on top of a user's stack."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def top_in(self, user: str, tab: str) -> View | None:
        """The modal on top of a user's stack, if this browser tab shows it."""
        view = self.top(user)
        return view if view and view.tab in ("", tab) else None

    def get(self, view_id: str) -> View | None:
        """Find an open modal or a published Home by its id."""
        open_views = [view for stack in self.stacks.values() for view in stack]
        return next((view for view in [*open_views, *self.homes.values()] if view.id == view_id), None)

    def open(self, trigger_id: str, content: Json) -> View:
        """Open a modal in a new stack, replacing the user's previous one."""
        trigger = self._spend(trigger_id)
        view = self._new(trigger.user, content, trigger.channel_id)
        view.tab = trigger.tab
        self.stacks[trigger.user] = [view]
        self._journal.add("view", view, trigger.user)
        return view

    def push(self, trigger_id: str, content: Json) -> View:
        """Push a modal onto the one that is open."""
        trigger = self._spend(trigger_id)
        below = self.top(trigger.user)
        if below is None:
            raise SlackError("not_found", ["[ERROR] there is no open modal to push onto"])
        return self.push_onto(below, content)

    def push_onto(self, below: View, content: Json) -> View:
        """Push a modal onto this one."""
        stack = self.stacks[below.user]
        if len(stack) >= limits.VIEW_STACK:
            raise SlackError("push_limit_reached")
        view = self._new(below.user, content, below.opened_in)
        view.root_id, view.previous_id, view.tab = below.root_id, below.id, below.tab
        stack.append(view)
        self._journal.add("view", view, view.user)
        return view

    def update(self, view: View, content: Json, hash_: str | None = None) -> View:
        """Replace the content of an open modal or of Home. Raises SlackError if `hash_` is outdated."""
        if hash_ and hash_ != view.hash:
            raise SlackError("hash_conflict")
        view.content = self._content(content)
        view.hash = self._hash()
        view.errors = {}
        self._journal.add("home" if view.type == "home" else "view", view, view.user)
        return view

    def publish(self, user: str, content: Json, hash_: str | None = None) -> View:
        """Publish a user's Home, or update it if it exists."""
        if (home := self.homes.get(user)) is not None:
            return self.update(home, content, hash_)
        home = self.homes[user] = self._new(user, content, None)
        self._journal.add("home", home, user)
        return home

    def show_errors(self, view: View, errors: dict[str, str]) -> None:
        """Keep the modal open and show errors, by block_id; "" is the form as a whole."""
        view.errors = errors
        self._journal.add("view", view, view.user)

    def close(self, view: View, *, whole_stack: bool = False) -> None:
        """Remove a modal from its stack, or clear the whole stack."""
        stack = self.stacks.get(view.user, [])
        self.stacks[view.user] = [] if whole_stack else [other for other in stack if other is not view]
        self._journal.add("closed", view, view.user)

    def _spend(self, trigger_id: str) -> Trigger:
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._clock() - trigger.issued > limits.TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def _new(self, user: str, content: Json, channel_id: str | None) -> View:
        external_id = content.get("external_id")
        open_views = [view for stack in self.stacks.values() for view in stack]
        if external_id and any(view.content.get("external_id") == external_id for view in open_views):
            raise SlackError("duplicate_external_id")
        view_id = random_id("V")
        return View(view_id, user, self._content(content), self._hash(), root_id=view_id, opened_in=channel_id)

    def _content(self, content: Json) -> dict[str, Any]:
        return {**content, "blocks": with_ids(content["blocks"], lambda: random_id(length=5))}

    def _hash(self) -> str:
        return f"{int(self._clock())}.{random_id(length=8).lower()}"

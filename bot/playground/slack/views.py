"""Modals in stacks, Home views and the trigger ids that allow opening them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.playground.model import Json, View
from bot.playground.slack.blockkit import with_ids
from bot.playground.state import Journal, SlackError, random_id
from bot.slack import limits


@dataclass
class Trigger:
    """The permission to open one modal for one person, for a short while."""

    user: str
    issued: float
    channel_id: str | None
    tab: str = ""
    used: bool = False


class Views:
    """Everybody's modals and Home."""

    def __init__(self, journal: Journal, clock: Callable[[], float]) -> None:
        self._journal = journal
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self.tabs: dict[str, str] = {}
        """The browser tab in which each person last did something: what that opens, opens there."""
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def new_trigger(self, user: str, channel_id: str | None = None) -> str:
        """A trigger_id for one modal."""
        trigger_id = f"{random_id(length=12)}.{random_id(length=12)}.{random_id(length=24).lower()}"
        self._triggers[trigger_id] = Trigger(user, self._clock(), channel_id, self.tabs.get(user, ""))
        return trigger_id

    def top(self, user: str) -> View | None:
        """The modal this person has before them."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def top_in(self, user: str, tab: str) -> View | None:
        """The modal this person has before them in this browser tab."""
        view = self.top(user)
        return view if view and view.tab in ("", tab) else None

    def get(self, view_id: str) -> View | None:
        """A view that is open (or a Home that is published), by its id."""
        open_views = [view for stack in self.stacks.values() for view in stack]
        return next((view for view in [*open_views, *self.homes.values()] if view.id == view_id), None)

    def open(self, trigger_id: str, content: Json) -> View:
        """Begin a new stack; whatever was open for this person is gone."""
        trigger = self._spend(trigger_id)
        view = self._new(trigger.user, content, trigger.channel_id)
        view.tab = trigger.tab
        self.stacks[trigger.user] = [view]
        self._journal.add("view", view, trigger.user)
        return view

    def push(self, trigger_id: str, content: Json) -> View:
        """Lay a view on the open one, allowed by a trigger."""
        trigger = self._spend(trigger_id)
        below = self.top(trigger.user)
        if below is None:
            raise SlackError("not_found", ["[ERROR] there is no open modal to push onto"])
        return self.push_onto(below, content)

    def push_onto(self, below: View, content: Json) -> View:
        """Lay a view on an open one."""
        stack = self.stacks[below.user]
        if len(stack) >= limits.VIEW_STACK:
            raise SlackError("push_limit_reached")
        view = self._new(below.user, content, below.opened_in)
        view.root_id, view.previous_id, view.tab = below.root_id, below.id, below.tab
        stack.append(view)
        self._journal.add("view", view, view.user)
        return view

    def update(self, view: View, content: Json, hash_: str | None = None) -> View:
        """Replace what an open view, or Home, shows."""
        if hash_ and hash_ != view.hash:
            raise SlackError("hash_conflict")
        view.content = self._content(content)
        view.hash = self._hash()
        view.errors = {}
        self._journal.add("home" if view.type == "home" else "view", view, view.user)
        return view

    def publish(self, user: str, content: Json, hash_: str | None = None) -> View:
        """Show a Home view to one person."""
        if (home := self.homes.get(user)) is not None:
            return self.update(home, content, hash_)
        home = self.homes[user] = self._new(user, content, None)
        self._journal.add("home", home, user)
        return home

    def show_errors(self, view: View, errors: dict[str, str]) -> None:
        """Keep the modal open with these errors at their inputs."""
        view.errors = errors
        self._journal.add("view", view, view.user)

    def close(self, view: View, *, all_of_them: bool = False) -> None:
        """Take a view off its stack, or the whole stack away."""
        stack = self.stacks.get(view.user, [])
        self.stacks[view.user] = [] if all_of_them else [other for other in stack if other is not view]
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

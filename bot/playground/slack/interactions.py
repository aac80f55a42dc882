"""Block Kit interactions: deliver what a person presses, chooses or submits, and apply the bot's response."""

from collections.abc import Mapping

from bot.playground.blockkit import Control, control_at, controls, find_control, match_option
from bot.playground.model import Channel, Json, Message, User, View
from bot.playground.slack import payloads
from bot.playground.slack.dispatch import INTERACTIVE, Ack, Dispatcher
from bot.playground.slack.forms import STATELESS, Choices, Value, value_json
from bot.playground.slack.response_urls import ResponseUrls
from bot.playground.slack.validator import validate_options, validate_view_response
from bot.playground.slack.views import Views
from bot.playground.state import SlackError, State

TROUBLE = "We had some trouble connecting. Try again?"

Surface = Message | View


class Interactions:
    """Interactions in messages, modals and App Home."""

    def __init__(
        self, state: State, dispatcher: Dispatcher, views: Views, choices: Choices, response_urls: ResponseUrls
    ) -> None:
        self._state = state
        self._dispatcher = dispatcher
        self._views = views
        self._choices = choices
        self._response_urls = response_urls

    async def act(self, user: User, surface: Surface, control: Control, value: Value) -> None:
        """Press a button or change a choice. An input without dispatch_action only stores its value."""
        if control.element["type"] not in STATELESS:
            self._choices.set(user.id, surface, control.key, value)
        if control.block["type"] == "input" and not control.block.get("dispatch_action"):
            return
        chosen = value_json(control.element, value, self._choices.suggestions(control.key))
        action = payloads.action(control, chosen, self._state.new_ts())
        state = self._choices.state(user.id, surface)
        if isinstance(surface, Message):
            tokens = self.reply_tokens(user, surface.channel, surface)
            payload = payloads.message_actions(surface, user, action, state, tokens)
        else:
            payload = payloads.view_actions(surface, user, action, state, self.reply_tokens(user, surface.opened_in))
        ack = await self._dispatcher.deliver(INTERACTIVE, payload, "block_actions")
        if not ack.ok:
            self._show_trouble(user, surface, ack)

    async def suggest(self, user: User, surface: Surface, control: Control, query: str) -> list[Json]:
        """Ask the bot for the options of an external_select, as Slack does while a person types."""
        if len(query) < control.element.get("min_query_length", 3):
            return []
        payload = payloads.block_suggestion(control, query, user, surface)
        ack = await self._dispatcher.deliver(INTERACTIVE, payload, "block_suggestion")
        if not ack.ok or self._state.refuse("block_suggestion answer", validate_options(ack.content)):
            return []
        answer = ack.content
        grouped = [option for group in answer.get("option_groups", []) for option in group["options"]]
        options: list[Json] = [*answer.get("options", []), *grouped]
        self._choices.suggest(control.key, options)
        return options

    async def resolve(self, user: User, surface: Surface, control: Control, typed: str) -> Json | None:
        """Find the option of an external_select whose text was typed, in any case. None if there is none."""
        known = match_option(self._choices.offered(control), typed)
        return known or match_option(await self.suggest(user, surface, control, typed), typed)

    def fill(self, user: User, view: View, values: Mapping[str, Value]) -> None:
        """Fill in a form without submitting it; keys are action_ids, labels or block_ids."""
        for name, value in values.items():
            control = find_control(view.blocks, name)
            value_json(control.element, value, self._choices.suggestions(control.key), self._state.files)
            self._choices.set(user.id, view, control.key, value)

    async def submit(self, user: User, view: View) -> None:
        """Submit a modal and apply the response: close, errors, update, push or clear."""
        unmatched = await self._complete(user, view)
        if problems := {**self._choices.problems(user.id, view), **unmatched}:
            self._views.show_errors(view, problems)
            return
        state = self._choices.state(user.id, view)
        payload = payloads.view_submission(view, user, state, self.reply_tokens(user, view.opened_in))
        ack = await self._dispatcher.deliver(INTERACTIVE, payload, "view_submission")
        if not ack.ok or self._state.refuse("view_submission answer", validate_view_response(ack.content)):
            self._show_trouble(user, view, ack)
            return
        self._apply(view, ack.content or {})

    async def close(self, user: User, view: View) -> None:
        """Close a modal by its button or Esc; the bot is notified if the view asks for it."""
        cleared = bool(view.content.get("clear_on_close"))
        self._views.close(view, whole_stack=cleared)
        if view.content.get("notify_on_close"):
            payload = payloads.view_closed(view, user, self._choices.state(user.id, view), is_cleared=cleared)
            await self._dispatcher.deliver(INTERACTIVE, payload, "view_closed")

    async def shortcut(self, user: User, callback_id: str, message: Message) -> None:
        """Pick a shortcut in the menu of a message."""
        tokens = self.reply_tokens(user, message.channel, message)
        payload = payloads.message_shortcut(callback_id, message, user, tokens)
        ack = await self._dispatcher.deliver(INTERACTIVE, payload, "message_action")
        if not ack.ok:
            self._show_trouble(user, message, ack)

    async def global_shortcut(self, user: User, callback_id: str) -> None:
        """Pick a shortcut beside the message box."""
        payload = payloads.global_shortcut(callback_id, user, self.reply_tokens(user))
        await self._dispatcher.deliver(INTERACTIVE, payload, "shortcut")

    def reply_tokens(
        self, user: User, channel: Channel | str | None = None, original: Message | None = None
    ) -> payloads.ReplyTokens:
        """A trigger_id for one interaction, and a response_url if it happens in a message."""
        target = self._state.channel(channel) if channel else None
        trigger_id = self._views.new_trigger(user.id, target.id if target else None)
        if original is None or target is None:
            return payloads.ReplyTokens(trigger_id)
        response_url = self._response_urls.issue(user.id, target, original)
        return payloads.ReplyTokens(trigger_id, self._response_urls.address(response_url))

    async def _complete(self, user: User, view: View) -> dict[str, str]:
        """Replace half-typed text in each external_select by its option, or the first one that matches.

        Returns the errors by block_id.
        """
        errors: dict[str, str] = {}
        for control in controls(view.blocks):
            typed = self._choices.get(user.id, view, control)
            completes = control.block["type"] == "input" and control.element["type"] == "external_select"
            if not completes or not isinstance(typed, str) or not typed.strip():
                continue
            option = match_option(self._choices.offered(control), typed)
            if option is None:
                options = await self.suggest(user, view, control, typed)
                option = match_option(options, typed) or next(iter(options), None)
            if option is None:
                errors[control.block["block_id"]] = f"Nothing matches “{typed.strip()}”."
            else:
                self._choices.set(user.id, view, control.key, option["text"]["text"])
        return errors

    def _apply(self, view: View, answer: Json) -> None:
        match answer.get("response_action"):
            case "errors":
                unknown = answer["errors"].keys() - {control.block["block_id"] for control in controls(view.blocks)}
                self._state.refuse("view_submission answer", [f"/errors/{name}: no such block_id" for name in unknown])
                self._views.show_errors(view, answer["errors"])
            case "update":
                self._views.update(view, answer["view"])
            case "push":
                try:
                    self._views.push_onto(view, answer["view"])
                except SlackError as error:
                    self._state.refuse("view_submission answer", [f"/response_action: {error.code}"])
            case "clear":
                self._views.close(view, whole_stack=True)
            case _:
                self._views.close(view)

    def _show_trouble(self, user: User, surface: Surface, ack: Ack) -> None:
        """Show that the bot didn't respond, in the message's channel or in the modal. Home shows nothing."""
        if isinstance(surface, Message):
            text = f"{TROUBLE} ({ack.failure or 'invalid answer'})"
            self._state.notice(user, surface.channel, text, surface.thread_ts)
        elif surface.type == "modal":
            self._views.show_errors(surface, {"": TROUBLE})


def label_of(control: Control, value: Value, choices: Choices) -> str:
    """The text of a button or of the chosen option; "" for other elements."""
    if control.element["type"] == "button":
        return control.label
    option = match_option(choices.offered(control), value) if isinstance(value, str) else None
    return str(option["text"]["text"]) if option else ""


def locate(surface: Surface, name: str | tuple[str, str]) -> Control:
    """Find a control by one of its names, or by its address (block_id, action_id)."""
    return find_control(surface.blocks, name) if isinstance(name, str) else control_at(surface.blocks, *name)

"""What happens between a press, a choice or a submission and the bot's answer to it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.playground.model import Json, Message, User, View
from bot.playground.slack import payloads
from bot.playground.slack.blockkit import Place, at, find, places, same_option
from bot.playground.slack.dispatch import INTERACTIVE, Ack
from bot.playground.slack.forms import STATELESS, Choices, Raw, value_json
from bot.playground.slack.validator import validate_options, validate_view_response
from bot.playground.state import SlackError

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


async def act(workspace: "Workspace", user: User, where: Message | View, place: Place, raw: Raw) -> None:
    """Press a button or change a choice; an input that does not dispatch only remembers its value."""
    if place.element["type"] not in STATELESS:
        workspace.choices.set(user.id, where, place.key, raw)
    if place.block["type"] == "input" and not place.block.get("dispatch_action"):
        return
    chosen = value_json(place.element, raw, workspace.choices.suggestions(place.key))
    action = payloads.action(place, chosen, workspace.new_ts())
    state = workspace.choices.state(user.id, where)
    if isinstance(where, Message):
        payload = payloads.message_actions(where, user, action, state, workspace.reach(user, where.channel, where))
    else:
        payload = payloads.view_actions(where, user, action, state, workspace.reach(user, where.opened_in))
    ack = await workspace.dispatcher.deliver(INTERACTIVE, payload, "block_actions")
    if not ack.ok:
        trouble(workspace, user, where, ack)


async def suggest(workspace: "Workspace", user: User, where: Message | View, place: Place, query: str) -> list[Json]:
    """Ask the bot for the options of an external_select, as typing into it does."""
    if len(query) < place.element.get("min_query_length", 3):
        return []
    payload = payloads.block_suggestion(place, query, user, where)
    ack = await workspace.dispatcher.deliver(INTERACTIVE, payload, "block_suggestion")
    if not ack.ok or workspace.refuse("block_suggestion answer", validate_options(ack.content)):
        return []
    answer = ack.content
    grouped = [option for group in answer.get("option_groups", []) for option in group["options"]]
    options: list[Json] = [*answer.get("options", []), *grouped]
    workspace.choices.suggest(place.key, options)
    return options


async def meant(workspace: "Workspace", user: User, where: Message | View, place: Place, typed: str) -> Json | None:
    """The option with this text, in any case, in a field that completes while typing; None if there is none."""
    known = same_option(workspace.choices.offered(place), typed)
    return known or same_option(await suggest(workspace, user, where, place, typed), typed)


async def _complete(workspace: "Workspace", user: User, view: View) -> dict[str, str]:
    """Choose in each such field what its letters mean, else the first option; returns block_id → objection."""
    objections: dict[str, str] = {}
    for place in places(view.blocks):
        typed = workspace.choices.get(user.id, view, place)
        completes = place.block["type"] == "input" and place.element["type"] == "external_select"
        if not completes or not isinstance(typed, str) or not typed.strip():
            continue
        option = same_option(workspace.choices.offered(place), typed)
        if option is None:
            options = await suggest(workspace, user, view, place, typed)
            option = same_option(options, typed) or next(iter(options), None)
        if option is None:
            objections[place.block["block_id"]] = f"Nothing matches “{typed.strip()}”."
        else:
            workspace.choices.set(user.id, view, place.key, option["text"]["text"])
    return objections


def fill(workspace: "Workspace", user: User, view: View, values: Mapping[str, Raw]) -> None:
    """Type and choose in a form, without submitting it; keys are action_ids, labels or block_ids."""
    for wanted, raw in values.items():
        place = find(view.blocks, wanted)
        value_json(place.element, raw, workspace.choices.suggestions(place.key))
        workspace.choices.set(user.id, view, place.key, raw)


async def submit(workspace: "Workspace", user: User, view: View) -> None:
    """Submit a modal; the answer closes it, shows errors, or updates, pushes or clears."""
    objections = await _complete(workspace, user, view)
    if problems := {**workspace.choices.problems(user.id, view), **objections}:
        workspace.views.show_errors(view, problems)
        return
    state = workspace.choices.state(user.id, view)
    payload = payloads.view_submission(view, user, state, workspace.reach(user, view.opened_in))
    ack = await workspace.dispatcher.deliver(INTERACTIVE, payload, "view_submission")
    if not ack.ok or workspace.refuse("view_submission answer", validate_view_response(ack.content)):
        trouble(workspace, user, view, ack)
        return
    _follow(workspace, view, ack.content or {})


def _follow(workspace: "Workspace", view: View, answer: Json) -> None:
    match answer.get("response_action"):
        case "errors":
            unknown = answer["errors"].keys() - {place.block["block_id"] for place in places(view.blocks)}
            workspace.refuse("view_submission answer", [f"/errors/{name}: no such block_id" for name in unknown])
            workspace.views.show_errors(view, answer["errors"])
        case "update":
            workspace.views.update(view, answer["view"])
        case "push":
            try:
                workspace.views.push_onto(view, answer["view"])
            except SlackError as error:
                workspace.refuse("view_submission answer", [f"/response_action: {error.code}"])
        case "clear":
            workspace.views.close(view, all_of_them=True)
        case _:
            workspace.views.close(view)


async def close(workspace: "Workspace", user: User, view: View) -> None:
    """Close a modal by its button or Esc; the bot hears of it if it asked to."""
    cleared = bool(view.content.get("clear_on_close"))
    workspace.views.close(view, all_of_them=cleared)
    if view.content.get("notify_on_close"):
        payload = payloads.view_closed(view, user, workspace.choices.state(user.id, view), is_cleared=cleared)
        await workspace.dispatcher.deliver(INTERACTIVE, payload, "view_closed")


async def shortcut(workspace: "Workspace", user: User, callback_id: str, message: Message | None) -> None:
    """Pick a shortcut: from a message's menu with the message, else a global one."""
    if message:
        reach = workspace.reach(user, message.channel, message)
        payload = payloads.message_shortcut(callback_id, message, user, reach)
    else:
        payload = payloads.global_shortcut(callback_id, user, workspace.reach(user), workspace.new_ts())
    ack = await workspace.dispatcher.deliver(INTERACTIVE, payload, "message_action" if message else "shortcut")
    if not ack.ok and message:
        trouble(workspace, user, message, ack)


def trouble(workspace: "Workspace", user: User, where: Message | View, ack: Ack) -> None:
    """Say that the bot did not answer, where the person is looking."""
    if isinstance(where, Message):
        workspace.notice(user, where.channel, f"{TROUBLE} ({ack.failure or 'invalid answer'})", where.thread_ts)
    elif where.type == "modal":
        workspace.views.show_errors(where, {"": TROUBLE})


def words_on(place: Place, raw: Raw, choices: Choices) -> str:
    """The words on a button, or of the option chosen; "" for other elements."""
    if place.element["type"] == "button":
        return place.label
    option = same_option(choices.offered(place), raw) if isinstance(raw, str) else None
    return str(option["text"]["text"]) if option else ""


def locate(where: Message | View, wanted: str | tuple[str, str]) -> Place:
    """An element by words or id, or by its exact (block_id, action_id)."""
    return find(where.blocks, wanted) if isinstance(wanted, str) else at(where.blocks, *wanted)

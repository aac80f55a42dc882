"""Parts of the page as HTML: a message, a modal, Home, a row of traffic, the menus of faults."""

import json
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from bot.playground.blockkit import Control
from bot.playground.model import BOT_USER_ID, SLACKBOT, Message, User, View
from bot.playground.page.html import draw_blocks
from bot.playground.page.html_elements import DrawContext
from bot.playground.page.html_mrkdwn import mrkdwn_to_html
from bot.playground.page.html_tag import EMPTY, Attributes, tag
from bot.playground.slack.faults import ANY_METHOD, RESPONSE_URL, Fault
from bot.playground.slack.forms import Value
from bot.playground.traffic import Exchange
from bot.playground.workspace import Workspace

FAULTY_METHODS = (
    ANY_METHOD,
    RESPONSE_URL,
    "chat.postMessage",
    "chat.postEphemeral",
    "chat.update",
    "views.open",
    "views.update",
    "views.publish",
    "conversations.history",
)
FAULT_NAMES: Mapping[str, str] = {
    "": "no fault",
    Fault.RATE_LIMITED: "429, retry later",
    Fault.LOST_RESPONSE: "accepted, response lost",
    Fault.FAILS_AFTER_ACCEPT: "accepted, then 500",
    Fault.SLOW: "slow (2 seconds)",
    Fault.BROKEN_IMAGE: "images can't be loaded",
    Fault.NEWER_BLOCKS: "newer blocks are refused",
}
BOT_ICON = Markup(
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 5h16v10H11l-4 4v-4H4z"/><path d="M8 9h8M8 12h5"/></svg>'
)


def message_id(message: Message) -> str:
    """The id of a message on the page."""
    return f"{message.channel.id}/{message.ts}"


def draw_context(workspace: Workspace, viewer: User, surface: Message | View) -> DrawContext:
    """The context for drawing this surface for this viewer."""
    people = [(user.id, user.real_name) for user in workspace.users.values() if user.id != SLACKBOT.id]
    channels = [(c.id, f"#{c.name}") for c in workspace.visible_channels(viewer) if not c.im_with]

    def value_of(control: Control) -> Value:
        return workspace.choices.get(viewer.id, surface, control)

    return DrawContext(
        names={**dict(people), **{channel_id: name.removeprefix("#") for channel_id, name in channels}},
        value_of=value_of,
        errors=surface.errors if isinstance(surface, View) else {},
        people=people,
        channels=channels,
        prefix=surface.id if isinstance(surface, View) else surface.ts,
    )


def draw_message(workspace: Workspace, viewer: User, message: Message, *, in_thread: bool = False) -> Markup:
    """A message with its author, time, content, number of replies and menu."""
    author = workspace.users[message.user]
    context = draw_context(workspace, viewer, message)
    text = tag("div", {"class": "text"}, mrkdwn_to_html(message.text, context.names))
    body = draw_blocks(message.blocks, context) if message.blocks else text
    private = tag("p", {"class": "only-you"}, escape("Only visible to you")) if message.is_ephemeral else EMPTY
    content = _byline(author, message, viewer.tz) + private + tag("div", {"class": "blocks"}, body) + _files(message)
    if not in_thread:
        content += _reply_count(workspace, message)
    attributes = {
        "class": "message ephemeral" if message.is_ephemeral else "message",
        "data-message": message_id(message),
        "data-thread": message.thread_ts,
    }
    parts = _avatar(workspace, author) + tag("div", {"class": "content"}, content)
    return tag("article", attributes, parts + _menu(workspace, message, in_thread=in_thread))


def _avatar(workspace: Workspace, author: User) -> Markup:
    if author.id == BOT_USER_ID:
        return tag("span", {"class": "avatar bot", "aria-hidden": "true"}, BOT_ICON)
    initials = "".join(part[0] for part in author.real_name.split()[:2])
    number = next((n for n, persona in enumerate(workspace.personas) if persona.id == author.id), 9)
    return tag("span", {"class": f"avatar person-{number}", "aria-hidden": "true"}, escape(initials))


def _byline(author: User, message: Message, zone: str) -> Markup:
    """The author and the time in the viewer's zone, with the date unless it is today."""
    moment = datetime.fromtimestamp(float(message.ts), ZoneInfo(zone))
    is_today = moment.date() == datetime.now(moment.tzinfo).date()
    shown = moment.strftime("%H:%M") if is_today else f"{moment:%a} {moment.day} {moment:%b, %H:%M}"
    badge = tag("span", {"class": "badge"}, escape("App")) if author.id == BOT_USER_ID else EMPTY
    edited = tag("span", {"class": "edited"}, escape("(edited)")) if message.edited_ts else EMPTY
    time = tag("time", {"datetime": moment.isoformat(timespec="seconds")}, escape(shown))
    return tag("header", {}, tag("strong", {}, escape(author.real_name)) + badge + time + edited)


def _files(message: Message) -> Markup:
    """A link for each file, which downloads it."""
    if not message.files:
        return EMPTY
    rows = (
        tag(
            "li",
            {},
            tag("a", {"href": f"/files/{file.id}/{file.name}", "download": True}, escape(file.name))
            + escape(f" · {_size(len(file.data))}"),
        )
        for file in message.files
    )
    return tag("ul", {"class": "files", "aria-label": "Files"}, EMPTY.join(rows))


def _size(number: int) -> str:
    """A size in bytes, rounded for people."""
    return f"{number / 1_000_000:.1f} MB" if number >= 1_000_000 else f"{max(1, round(number / 1000))} kB"


def _reply_count(workspace: Workspace, message: Message) -> Markup:
    count = len(workspace.replies(message.channel, message.ts))
    if not count:
        return EMPTY
    label = "1 reply" if count == 1 else f"{count} replies"
    return tag("button", {"type": "button", "class": "replies", "data-open-thread": message_id(message)}, escape(label))


def _menu(workspace: Workspace, message: Message, *, in_thread: bool) -> Markup:
    """Threads, copying and shortcuts. Slack has no menu for ephemeral messages."""
    if message.is_ephemeral:
        return EMPTY
    link = f"/archives/{message.channel.id}/p{message.ts.replace('.', '')}"
    items = EMPTY if in_thread else _menu_item("Reply in thread", {"data-open-thread": message_id(message)})
    items += _menu_item("Copy text", {"data-copy-text": message.plain})
    items += _menu_item("Copy link", {"data-copy-link": link})
    for shortcut in workspace.registered.shortcuts:
        if shortcut.is_global:
            continue
        attributes = {"data-shortcut": shortcut.callback_id, "data-on": message_id(message)}
        items += _menu_item(shortcut.name, attributes)
    summary = tag("summary", {"aria-label": "Message actions"}, escape("…"))
    return tag("details", {"class": "menu message-menu"}, summary + tag("div", {"class": "menu-items"}, items))


def _menu_item(label: str, attributes: Mapping[str, str]) -> Markup:
    return tag("button", {"type": "button", **attributes}, escape(label))


def draw_modal(workspace: Workspace, view: View) -> Markup:
    """The form in the modal dialog: title, error, blocks, buttons."""
    content = view.content
    blocks = draw_blocks(view.blocks, draw_context(workspace, workspace.users[view.user], view))
    error = view.errors.get("")
    problem = tag("p", {"class": "error", "role": "alert"}, escape(error)) if error else EMPTY
    close_label = content.get("close", {}).get("text", "Close" if "submit" not in content else "Cancel")
    close = tag("button", {"type": "button", "class": "button", "data-close-view": True}, escape(close_label))
    submit = EMPTY
    if "submit" in content:
        submit = tag("button", {"type": "submit", "class": "button primary"}, escape(content["submit"]["text"]))
    title = tag("h2", {"id": "modal-title"}, escape(content["title"]["text"]))
    cross_attributes: Attributes = {"type": "button", "class": "icon", "data-close-view": True, "aria-label": "Close"}
    header = tag("header", {}, title + tag("button", cross_attributes, escape("✕")))
    body = tag("div", {"class": "modal-body blocks", "tabindex": "0"}, problem + blocks)
    attributes: Attributes = {"method": "dialog", "novalidate": True, "data-view": view.id}
    return tag("form", attributes, header + body + tag("footer", {}, close + submit))


def draw_home(workspace: Workspace, view: View) -> Markup:
    """A user's Home."""
    blocks = draw_blocks(view.blocks, draw_context(workspace, workspace.users[view.user], view))
    return tag("div", {"class": "blocks", "data-view": view.id}, blocks)


def draw_exchange(exchange: Exchange) -> Markup:
    """A row of traffic; the page loads request and response when the row is opened."""
    status_classes = "status bad" if exchange.problem else "status"
    columns = (
        ("direction", "Slack → bot" if exchange.to_bot else "bot → Slack"),
        ("name", exchange.name),
        (status_classes, exchange.status),
        ("took", f"{exchange.milliseconds:.1f} ms"),
    )
    summary = tag("summary", {}, EMPTY.join(tag("span", {"class": name}, escape(text)) for name, text in columns))
    classes = "exchange to-bot" if exchange.to_bot else "exchange"
    return tag("details", {"class": classes, "data-exchange": str(exchange.number)}, summary)


def draw_payloads(exchange: Exchange) -> Markup:
    """The request and the response of an exchange."""
    return _payload("Request", exchange.request) + _payload("Response", exchange.response)


def _payload(title: str, content: object) -> Markup:
    text = content if isinstance(content, str) else json.dumps(content, indent=2, ensure_ascii=False)
    return tag("h4", {}, escape(title)) + tag("pre", {"tabindex": "0"}, escape(text or "(empty)"))


def draw_faults(workspace: Workspace) -> Markup:
    """A menu of faults for each method."""
    rows = []
    for number, method in enumerate(FAULTY_METHODS):
        plans = workspace.faults.planned.get(method, [])
        current = str(plans[0].fault) if plans else ""
        options = EMPTY.join(
            tag("option", {"value": value, "selected": value == current}, escape(name))
            for value, name in FAULT_NAMES.items()
        )
        name = "every method" if method == ANY_METHOD else method
        label = tag("label", {"for": f"fault-{number}"}, escape(name))
        menu = tag("select", {"id": f"fault-{number}", "class": "control", "data-fault": method}, options)
        rows.append(tag("div", {"class": "fault active" if current else "fault"}, label + menu))
    return EMPTY.join(rows)

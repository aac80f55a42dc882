"""The page's own pieces as HTML: a message, a modal, Home, a row of traffic, the faults."""

import json
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.playground.model import BOT_USER_ID, SLACKBOT, Message, User, View
from bot.playground.page.html import draw_blocks
from bot.playground.page.html_elements import Drawing
from bot.playground.page.html_tag import tag
from bot.playground.page.mrkdwn import escape, mrkdwn_to_html
from bot.playground.slack.blockkit import Place
from bot.playground.slack.faults import ANY_METHOD, RESPONSE_URL, Fault
from bot.playground.slack.forms import Raw
from bot.playground.traffic import Exchange
from bot.playground.workspace import Workspace

FAULTY = (
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
    "": "works",
    Fault.RATE_LIMITED: "429, try again later",
    Fault.LOST_RESPONSE: "accepted, response lost",
    Fault.FAILS_AFTER_ACCEPT: "accepted, then 500",
    Fault.SLOW: "slow (2 seconds)",
}
BOT_MARK = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 5h16v10H11l-4 4v-4H4z"/><path d="M8 9h8M8 12h5"/></svg>'
)


def message_id(message: Message) -> str:
    """How the page calls a message."""
    return f"{message.channel.id}/{message.ts}"


def drawing_for(workspace: Workspace, viewer: User, where: Message | View) -> Drawing:
    """What drawing this message or view for this person needs."""
    people = [(user.id, user.real_name) for user in workspace.users.values() if user.id != SLACKBOT.id]
    channels = [(c.id, f"#{c.name}") for c in workspace.visible_channels(viewer) if not c.im_with]

    def value_of(place: Place) -> Raw:
        return workspace.choices.get(viewer.id, where, place)

    return Drawing(
        names={**dict(people), **{channel_id: name.removeprefix("#") for channel_id, name in channels}},
        value_of=value_of,
        errors=where.errors if isinstance(where, View) else {},
        people=people,
        channels=channels,
        prefix=where.id if isinstance(where, View) else where.ts,
    )


def draw_message(workspace: Workspace, viewer: User, message: Message, *, in_thread: bool = False) -> str:
    """One message with its author, time, blocks, replies and menu."""
    author = workspace.users[message.user]
    drawing = drawing_for(workspace, viewer, message)
    words = tag("div", {"class": "text"}, mrkdwn_to_html(message.text, drawing.names))
    body = draw_blocks(message.blocks, drawing) if message.blocks else words
    private = tag("p", {"class": "only-you"}, "Only visible to you") if message.is_ephemeral else ""
    content = _byline(author, message, viewer.tz) + private + tag("div", {"class": "blocks"}, body)
    if not in_thread:
        content += _replies(workspace, message)
    attributes = {
        "class": "message ephemeral" if message.is_ephemeral else "message",
        "data-message": message_id(message),
        "data-thread": message.thread_ts,
    }
    parts = _avatar(workspace, author) + tag("div", {"class": "content"}, content)
    return tag("article", attributes, parts + _menu(workspace, message, in_thread=in_thread))


def _avatar(workspace: Workspace, author: User) -> str:
    if author.id == BOT_USER_ID:
        return tag("span", {"class": "avatar bot", "aria-hidden": "true"}, BOT_MARK)
    initials = "".join(part[0] for part in author.real_name.split()[:2])
    number = next((n for n, persona in enumerate(workspace.personas) if persona.id == author.id), 9)
    return tag("span", {"class": f"avatar person-{number}", "aria-hidden": "true"}, escape(initials))


def _byline(author: User, message: Message, zone: str) -> str:
    """With the time in the zone of the person who looks, and the date unless it is today's."""
    moment = datetime.fromtimestamp(float(message.ts), ZoneInfo(zone))
    today = moment.date() == datetime.now(moment.tzinfo).date()
    shown = moment.strftime("%H:%M") if today else f"{moment:%a} {moment.day} {moment:%b, %H:%M}"
    badge = tag("span", {"class": "badge"}, "App") if author.id == BOT_USER_ID else ""
    edited = tag("span", {"class": "edited"}, "(edited)") if message.edited_ts else ""
    when = tag("time", {"datetime": moment.isoformat(timespec="seconds")}, shown)
    return tag("header", {}, tag("strong", {}, escape(author.real_name)) + badge + when + edited)


def _replies(workspace: Workspace, message: Message) -> str:
    count = len(workspace.replies(message.channel, message.ts))
    if not count:
        return ""
    words = "1 reply" if count == 1 else f"{count} replies"
    return tag("button", {"type": "button", "class": "replies", "data-open-thread": message_id(message)}, words)


def _menu(workspace: Workspace, message: Message, *, in_thread: bool) -> str:
    """Hidden for ephemeral messages: Slack offers neither threads nor shortcuts there."""
    if message.is_ephemeral:
        return ""
    reply = {"type": "button", "data-open-thread": message_id(message)}
    items = "" if in_thread else tag("button", reply, "Reply in thread")
    link = f"/archives/{message.channel.id}/p{message.ts.replace('.', '')}"
    items += tag("button", {"type": "button", "data-copy-text": message.plain}, "Copy text")
    items += tag("button", {"type": "button", "data-copy-link": link}, "Copy link")
    for shortcut in workspace.registered.shortcuts:
        if shortcut.kind == "message":
            attributes = {"type": "button", "data-shortcut": shortcut.callback_id, "data-on": message_id(message)}
            items += tag("button", attributes, escape(shortcut.name))
    summary = tag("summary", {"aria-label": "Message actions"}, "…")
    return tag("details", {"class": "menu message-menu"}, summary + tag("div", {"class": "menu-items"}, items))


def draw_modal(workspace: Workspace, view: View) -> str:
    """The form inside the dialog: title, blocks, errors, buttons."""
    content = view.content
    blocks = draw_blocks(view.blocks, drawing_for(workspace, workspace.users[view.user], view))
    trouble = view.errors.get("")
    problem = tag("p", {"class": "error", "role": "alert"}, escape(trouble)) if trouble else ""
    close_words = content.get("close", {}).get("text", "Close" if "submit" not in content else "Cancel")
    close = tag("button", {"type": "button", "class": "button", "data-close-view": True}, escape(close_words))
    submit = ""
    if "submit" in content:
        submit = tag("button", {"type": "submit", "class": "button primary"}, escape(content["submit"]["text"]))
    title = tag("h2", {"id": "modal-title"}, escape(content["title"]["text"]))
    cross = tag("button", {"type": "button", "class": "icon", "data-close-view": True, "aria-label": "Close"}, "✕")
    body = tag("div", {"class": "modal-body blocks", "tabindex": "0"}, problem + blocks)
    parts = tag("header", {}, title + cross) + body + tag("footer", {}, close + submit)
    return tag("form", {"method": "dialog", "novalidate": True, "data-view": view.id}, parts)


def draw_home(workspace: Workspace, view: View) -> str:
    """Somebody's Home."""
    blocks = draw_blocks(view.blocks, drawing_for(workspace, workspace.users[view.user], view))
    return tag("div", {"class": "blocks", "data-view": view.id}, blocks)


def draw_exchange(exchange: Exchange) -> str:
    """One row of the traffic panel; the page fetches the payloads when it is opened."""
    direction = "Slack → bot" if exchange.to_bot else "bot → Slack"
    status = tag("span", {"class": "status bad" if exchange.problem else "status"}, escape(exchange.status))
    parts = [
        tag("span", {"class": "direction"}, direction),
        tag("span", {"class": "name"}, escape(exchange.name)),
        status,
        tag("span", {"class": "took"}, f"{exchange.milliseconds:.1f} ms"),
    ]
    summary = tag("summary", {}, "".join(parts))
    kind = "exchange to-bot" if exchange.to_bot else "exchange"
    return tag("details", {"class": kind, "data-exchange": str(exchange.number)}, summary)


def draw_payloads(exchange: Exchange) -> str:
    """Request and response of one exchange."""

    def shown(title: str, content: object) -> str:
        text = content if isinstance(content, str) else json.dumps(content, indent=2, ensure_ascii=False)
        return tag("h4", {}, title) + tag("pre", {"tabindex": "0"}, escape(text or "(empty)"))

    return shown("Request", exchange.request) + shown("Response", exchange.response)


def draw_faults(workspace: Workspace) -> str:
    """A menu of faults for each method."""
    rows = []
    for number, method in enumerate(FAULTY):
        plans = workspace.faults.planned.get(method, [])
        current = str(plans[0].fault) if plans else ""
        options = "".join(
            tag("option", {"value": value, "selected": value == current}, escape(name))
            for value, name in FAULT_NAMES.items()
        )
        name = "every method" if method == ANY_METHOD else method
        label = tag("label", {"for": f"fault-{number}"}, escape(name))
        chosen = {"id": f"fault-{number}", "class": "control", "data-fault": method}
        rows.append(
            tag("div", {"class": "fault active" if current else "fault"}, label + tag("select", chosen, options))
        )
    return "".join(rows)

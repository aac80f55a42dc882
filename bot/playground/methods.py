"""The Web API methods a bot like this one calls, each with its scope, its arguments and its refusals."""

import base64
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.model import (
    BOT,
    BOT_ID,
    BOT_USER_ID,
    TEAM_DOMAIN,
    TEAM_ID,
    TEAM_NAME,
    Channel,
    Json,
    Message,
    View,
    bot_profile,
)
from bot.playground.state import SlackError
from bot.playground.workspace import Workspace
from bot.slack import limits
from bot.slack.validator import count_characters, validate_message, validate_view

VIEW_BYTES = 250_000  # https://docs.slack.dev/reference/methods/views.open: view_too_large


@dataclass(frozen=True)
class Method:
    """A Web API method: what it does, the scope it needs, the arguments it must and may have."""

    run: Callable[[Workspace, Json], Json]
    scope: str
    required: frozenset[str]
    known: frozenset[str]


METHODS: dict[str, Method] = {}
Run = Callable[[Workspace, Json], Json]


def method(name: str, scope: str = "", needs: str = "", takes: str = "") -> Callable[[Run], Run]:
    """Register a method under its name."""

    def register(run: Run) -> Run:
        required = frozenset(needs.split())
        METHODS[name] = Method(run, scope, required, required | set(takes.split()) | {"token", "team_id"})
        return run

    return register


# Messages

_BODY = "text blocks thread_ts mrkdwn metadata unfurl_links unfurl_media attachments link_names parse username"


def _check_message(args: Json, ignoring: Sequence[str] = ()) -> None:
    body = {key: value for key, value in args.items() if key not in ("token", "team_id", *ignoring)}
    if not body.get("text") and not body.get("blocks"):
        raise SlackError("no_text")
    problems = validate_message(body)
    if len(body.get("text") or "") > limits.TEXT_RECOMMENDED:
        raise SlackError("msg_too_long", problems)
    if count_characters(body.get("blocks")) > limits.MESSAGE_CHARACTERS:
        raise SlackError("msg_blocks_too_long", problems)
    if problems:
        raise SlackError("invalid_blocks" if any("/blocks" in p for p in problems) else "invalid_arguments", problems)


def _target(workspace: Workspace, wanted: str) -> Channel:
    """The channel to post to: an id, a person's id (their direct messages), or a #name."""
    if wanted in workspace.users and wanted != BOT_USER_ID:
        return workspace.dm_of(wanted)
    try:
        return workspace.channel(wanted)
    except LookupError:
        raise SlackError("channel_not_found") from None


def _joined(workspace: Workspace, wanted: str) -> Channel:
    channel = _target(workspace, wanted)
    if BOT_USER_ID not in channel.members:
        raise SlackError("channel_not_found" if channel.is_private else "not_in_channel")
    return channel


def _own_message(workspace: Workspace, args: Json, refusal: str) -> Message:
    channel = _target(workspace, args["channel"])
    message = workspace.find_message(channel.id, args["ts"])
    if message is None or message.is_ephemeral:
        raise SlackError("message_not_found")
    if message.user != BOT_USER_ID:
        raise SlackError(refusal)
    return message


def _check_thread(workspace: Workspace, channel: Channel, args: Json) -> None:
    thread_ts = args.get("thread_ts")
    if thread_ts and workspace.find_message(channel.id, thread_ts) is None:
        raise SlackError("thread_not_found")


@method("chat.postMessage", "chat:write", "channel", f"{_BODY} reply_broadcast")
def _post_message(workspace: Workspace, args: Json) -> Json:
    channel = _joined(workspace, args["channel"])
    _check_message(args)
    _check_thread(workspace, channel, args)
    message = workspace.post(
        channel,
        BOT,
        args.get("text", ""),
        args.get("blocks"),
        thread_ts=args.get("thread_ts"),
        broadcast=bool(args.get("reply_broadcast")),
        metadata=args.get("metadata"),
    )
    return {"channel": channel.id, "ts": message.ts, "message": message.to_json(with_metadata=True)}


@method("chat.postEphemeral", "chat:write", "channel user", _BODY)
def _post_ephemeral(workspace: Workspace, args: Json) -> Json:
    channel = _joined(workspace, args["channel"])
    if args["user"] not in channel.members:
        raise SlackError("user_not_in_channel")
    _check_message(args)
    more = {"thread_ts": args.get("thread_ts"), "only_for": args["user"]}
    message = workspace.post(channel, BOT, args.get("text", ""), args.get("blocks"), **more)
    return {"message_ts": message.ts}


@method("chat.update", "chat:write", "channel ts", f"{_BODY} reply_broadcast")
def _update(workspace: Workspace, args: Json) -> Json:
    message = _own_message(workspace, args, "cant_update_message")
    _check_message(args)
    workspace.change(message, args.get("text", ""), args.get("blocks"), args.get("metadata"))
    return {"channel": message.channel.id, "ts": message.ts, "text": message.text, "message": message.to_json()}


@method("chat.delete", "chat:write", "channel ts")
def _delete(workspace: Workspace, args: Json) -> Json:
    message = _own_message(workspace, args, "cant_delete_message")
    workspace.delete(message)
    return {"channel": message.channel.id, "ts": message.ts}


@method("chat.getPermalink", "", "channel message_ts")
def _permalink(workspace: Workspace, args: Json) -> Json:
    channel = _target(workspace, args["channel"])
    message = workspace.find_message(channel.id, args["message_ts"])
    if message is None:
        raise SlackError("message_not_found")
    place = f"{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": f"{workspace.public_url}/archives/{place}"}


# Views


def _check_view(view: Any) -> None:
    if problems := validate_view(view):
        raise SlackError("invalid_arguments", [f"/view{problem}" for problem in problems])
    if len(json.dumps(view)) > VIEW_BYTES:
        raise SlackError("view_too_large")


def _modal(args: Json) -> Json:
    _check_view(args["view"])
    if args["view"]["type"] != "modal":
        raise SlackError("invalid_arguments", ["/view/type: must be modal"])
    view: Json = args["view"]
    return view


@method("views.open", "", "trigger_id view")
def _views_open(workspace: Workspace, args: Json) -> Json:
    return {"view": workspace.views.open(args["trigger_id"], _modal(args)).to_json()}


@method("views.push", "", "trigger_id view")
def _views_push(workspace: Workspace, args: Json) -> Json:
    return {"view": workspace.views.push(args["trigger_id"], _modal(args)).to_json()}


@method("views.update", "", "view", "view_id external_id hash")
def _views_update(workspace: Workspace, args: Json) -> Json:
    _check_view(args["view"])
    view = _open_view(workspace, args)
    return {"view": workspace.views.update(view, args["view"], args.get("hash")).to_json()}


def _open_view(workspace: Workspace, args: Json) -> View:
    stacks = workspace.views.stacks.values()
    wanted = args.get("external_id")
    by_external = (v for stack in stacks for v in stack if wanted and v.content.get("external_id") == wanted)
    view = workspace.views.get(args.get("view_id", "")) or next(by_external, None)
    if view is None or view.type != args["view"]["type"]:
        raise SlackError("not_found")
    return view


@method("views.publish", "", "user_id view", "hash")
def _views_publish(workspace: Workspace, args: Json) -> Json:
    _check_view(args["view"])
    if args["view"]["type"] != "home":
        raise SlackError("invalid_arguments", ["/view/type: must be home"])
    if args["user_id"] not in workspace.users:
        raise SlackError("user_not_found")
    return {"view": workspace.views.publish(args["user_id"], args["view"], args.get("hash")).to_json()}


# Conversations


def _page(items: Iterable[Any], args: Json, key: str, default: int = 100) -> Json:
    """One page of a list, with the cursor to the next."""
    everything = list(items)
    try:
        start = int(base64.b64decode(args.get("cursor") or "MA==").decode())
    except ValueError:
        raise SlackError("invalid_cursor") from None
    end = start + int(args.get("limit") or default)
    cursor = base64.b64encode(str(end).encode()).decode() if end < len(everything) else ""
    return {key: everything[start:end], "response_metadata": {"next_cursor": cursor}}


@method("conversations.list", "channels:read", "", "types limit cursor exclude_archived")
def _conversations_list(workspace: Workspace, args: Json) -> Json:
    types = args.get("types", "public_channel").split(",")
    kinds = {
        c.id: "im" if c.im_with else "private_channel" if c.is_private else "public_channel"
        for c in workspace.channels.values()
    }
    hidden = [c.id for c in workspace.channels.values() if c.is_private and BOT_USER_ID not in c.members]
    found = [c.to_json() for c in workspace.channels.values() if kinds[c.id] in types and c.id not in hidden]
    return _page(found, args, "channels")


@method("conversations.info", "channels:read", "channel", "include_locale include_num_members")
def _conversations_info(workspace: Workspace, args: Json) -> Json:
    return {"channel": _readable(workspace, args["channel"]).to_json()}


def _readable(workspace: Workspace, wanted: str) -> Channel:
    channel = workspace.channels.get(wanted)
    if channel is None or (channel.is_private and BOT_USER_ID not in channel.members):
        raise SlackError("channel_not_found")
    return channel


@method("conversations.open", "im:write", "", "users channel return_im prevent_creation")
def _conversations_open(workspace: Workspace, args: Json) -> Json:
    user = args.get("users", "")
    if user not in workspace.users:
        raise SlackError("user_not_found" if user else "invalid_arguments")
    channel = workspace.dm_of(user)
    return {"channel": channel.to_json() if args.get("return_im") else {"id": channel.id}}


@method("conversations.join", "channels:join", "channel")
def _conversations_join(workspace: Workspace, args: Json) -> Json:
    channel = _readable(workspace, args["channel"])
    if channel.is_private or channel.im_with:
        raise SlackError("method_not_supported_for_channel_type")
    warning = {"warning": "already_in_channel"} if BOT_USER_ID in channel.members else {}
    channel.members.add(BOT_USER_ID)
    return {"channel": channel.to_json(), **warning}


@method("conversations.members", "channels:read", "channel", "limit cursor")
def _conversations_members(workspace: Workspace, args: Json) -> Json:
    return _page(sorted(_readable(workspace, args["channel"]).members), args, "members")


_READING = "limit cursor oldest latest inclusive include_all_metadata"


def _between(messages: list[Message], args: Json) -> list[Json]:
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    inclusive = args.get("inclusive") in (True, "1", "true")
    with_metadata = args.get("include_all_metadata") in (True, "1", "true")

    def fits(ts: float) -> bool:
        return oldest < ts < latest or (inclusive and ts in (oldest, latest))

    return [m.to_json(with_metadata=with_metadata) for m in messages if fits(float(m.ts))]


@method("conversations.history", "channels:history", "channel", _READING)
def _history(workspace: Workspace, args: Json) -> Json:
    channel = _joined(workspace, args["channel"])
    roots = [m for m in workspace.messages(channel) if m.broadcast or m.thread_ts in (None, m.ts)]
    page = _page(reversed(_between(roots, args)), args, "messages")
    for message in page["messages"]:
        if replies := workspace.replies(channel, message["ts"]):
            message |= {"thread_ts": message["ts"], "reply_count": len(replies), "latest_reply": replies[-1].ts}
    return {**page, "has_more": bool(page["response_metadata"]["next_cursor"]), "pin_count": 0}


@method("conversations.replies", "channels:history", "channel ts", _READING)
def _replies(workspace: Workspace, args: Json) -> Json:
    channel = _joined(workspace, args["channel"])
    root = workspace.find_message(channel.id, args["ts"])
    if root is None:
        raise SlackError("thread_not_found")
    page = _page(_between([root, *workspace.replies(channel, root.ts)], args), args, "messages")
    return {**page, "has_more": bool(page["response_metadata"]["next_cursor"])}


# People and the workspace


@method("auth.test")
def _auth_test(workspace: Workspace, args: Json) -> Json:
    names = {"url": f"{workspace.public_url}/", "team": TEAM_NAME, "user": BOT.name}
    ids = {"team_id": TEAM_ID, "user_id": BOT_USER_ID, "bot_id": BOT_ID}
    return {**names, **ids, "is_enterprise_install": False}


@method("users.info", "users:read", "user", "include_locale")
def _users_info(workspace: Workspace, args: Json) -> Json:
    if args["user"] not in workspace.users:
        raise SlackError("user_not_found")
    return {"user": workspace.users[args["user"]].to_json()}


@method("users.list", "users:read", "", "limit cursor include_locale")
def _users_list(workspace: Workspace, args: Json) -> Json:
    return _page((user.to_json() for user in workspace.users.values()), args, "members")


@method("team.info", "team:read", "", "team")
def _team_info(workspace: Workspace, args: Json) -> Json:
    return {"team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN, "email_domain": "", "icon": {}}}


@method("bots.info", "users:read", "", "bot")
def _bots_info(workspace: Workspace, args: Json) -> Json:
    if args.get("bot", BOT_ID) != BOT_ID:
        raise SlackError("bot_not_found")
    return {"bot": {**bot_profile(), "user_id": BOT_USER_ID}}


@method("assistant.threads.setSuggestedPrompts", "assistant:write", "channel_id prompts", "title thread_ts")
def _suggested_prompts(workspace: Workspace, args: Json) -> Json:
    channel = _target(workspace, args["channel_id"])
    workspace.prompts[channel.id] = args["prompts"]
    workspace.journal.add("prompts", channel, channel.im_with)
    return {}


@method("assistant.threads.setStatus", "assistant:write", "channel_id thread_ts status", "loading_messages")
def _set_status(workspace: Workspace, args: Json) -> Json:
    channel = _target(workspace, args["channel_id"])
    workspace.statuses[channel.id] = args["status"]
    workspace.journal.add("status", channel, channel.im_with)
    return {}

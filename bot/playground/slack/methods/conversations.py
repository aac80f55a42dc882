"""conversations.*: channels, their members and their messages."""

from bot.playground.model import BOT_USER_ID, Channel, Json, Message
from bot.playground.slack.methods.registry import joined_channel, method, needs_scope, paginate
from bot.playground.state import SlackError
from bot.playground.workspace import Workspace


@method("conversations.info", "", "channel", "include_locale include_num_members")
def _info(workspace: Workspace, args: Json) -> Json:
    return {"channel": _readable_channel(workspace, args["channel"]).to_json()}


def _readable_channel(workspace: Workspace, channel_id: str) -> Channel:
    channel = workspace.channels.get(channel_id)
    if channel is None or ((channel.is_private or channel.im_with) and BOT_USER_ID not in channel.members):
        raise SlackError("channel_not_found")
    needs_scope(workspace, channel, "read")
    return channel


@method("conversations.open", "im:write", "", "users channel return_im prevent_creation")
def _open(workspace: Workspace, args: Json) -> Json:
    user = args.get("users", "")
    if user not in workspace.users:
        raise SlackError("user_not_found" if user else "invalid_arguments")
    channel = workspace.dm_of(user)
    return {"channel": channel.to_json() if args.get("return_im") else {"id": channel.id}}


@method("conversations.join", "channels:join", "channel")
def _join(workspace: Workspace, args: Json) -> Json:
    channel = _readable_channel(workspace, args["channel"])
    if channel.is_private or channel.im_with:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    warning = {"warning": "already_in_channel"} if BOT_USER_ID in channel.members else {}
    channel.members.add(BOT_USER_ID)
    return {"channel": channel.to_json(), **warning}


@method("conversations.members", "", "channel", "limit cursor")
def _members(workspace: Workspace, args: Json) -> Json:
    return paginate(sorted(_readable_channel(workspace, args["channel"]).members), args, "members")


_READING = "limit cursor oldest latest inclusive include_all_metadata"


def _between(messages: list[Message], args: Json) -> list[Json]:
    """The messages between `oldest` and `latest`, as JSON."""
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    inclusive = args.get("inclusive") in (True, "1", "true")
    with_metadata = args.get("include_all_metadata") in (True, "1", "true")

    def is_between(ts: float) -> bool:
        return oldest < ts < latest or (inclusive and ts in (oldest, latest))

    return [m.to_json(with_metadata=with_metadata) for m in messages if is_between(float(m.ts))]


@method("conversations.history", "", "channel", _READING)
def _history(workspace: Workspace, args: Json) -> Json:
    channel = joined_channel(workspace, args["channel"])
    needs_scope(workspace, channel, "history")
    roots = [m for m in workspace.messages(channel) if m.broadcast or m.thread_ts in (None, m.ts)]
    page = paginate(reversed(_between(roots, args)), args, "messages")
    for message in page["messages"]:
        if replies := workspace.replies(channel, message["ts"]):
            message |= {"thread_ts": message["ts"], "reply_count": len(replies), "latest_reply": replies[-1].ts}
    return {**page, "has_more": bool(page["response_metadata"]["next_cursor"]), "pin_count": 0}


@method("conversations.replies", "", "channel ts", _READING)
def _replies(workspace: Workspace, args: Json) -> Json:
    channel = joined_channel(workspace, args["channel"])
    needs_scope(workspace, channel, "history")
    root = workspace.find_message(channel.id, args["ts"])
    if root is None:
        raise SlackError("thread_not_found")
    page = paginate(_between([root, *workspace.replies(channel, root.ts)], args), args, "messages")
    return {**page, "has_more": bool(page["response_metadata"]["next_cursor"])}

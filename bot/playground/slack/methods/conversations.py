"""conversations.*: channels, their members and what was said in them."""

from bot.playground.model import BOT_USER_ID, Channel, Json, Message
from bot.playground.slack.methods.registry import joined, method, needs_scope, paged
from bot.playground.state import SlackError
from bot.playground.workspace import Workspace


@method("conversations.list", "channels:read", "", "types limit cursor exclude_archived")
def _conversations_list(workspace: Workspace, args: Json) -> Json:
    types = args.get("types", "public_channel").split(",")
    kinds = {
        c.id: "im" if c.im_with else "private_channel" if c.is_private else "public_channel"
        for c in workspace.channels.values()
    }
    hidden = [c.id for c in workspace.channels.values() if c.is_private and BOT_USER_ID not in c.members]
    found = [c.to_json() for c in workspace.channels.values() if kinds[c.id] in types and c.id not in hidden]
    return paged(found, args, "channels")


@method("conversations.info", "", "channel", "include_locale include_num_members")
def _conversations_info(workspace: Workspace, args: Json) -> Json:
    return {"channel": _readable(workspace, args["channel"]).to_json()}


def _readable(workspace: Workspace, wanted: str) -> Channel:
    channel = workspace.channels.get(wanted)
    if channel is None or ((channel.is_private or channel.im_with) and BOT_USER_ID not in channel.members):
        raise SlackError("channel_not_found")
    needs_scope(workspace, channel, "read")
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
    if channel.is_archived:
        raise SlackError("is_archived")
    warning = {"warning": "already_in_channel"} if BOT_USER_ID in channel.members else {}
    channel.members.add(BOT_USER_ID)
    return {"channel": channel.to_json(), **warning}


@method("conversations.members", "", "channel", "limit cursor")
def _conversations_members(workspace: Workspace, args: Json) -> Json:
    return paged(sorted(_readable(workspace, args["channel"]).members), args, "members")


_READING = "limit cursor oldest latest inclusive include_all_metadata"


def _between(messages: list[Message], args: Json) -> list[Json]:
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    inclusive = args.get("inclusive") in (True, "1", "true")
    with_metadata = args.get("include_all_metadata") in (True, "1", "true")

    def fits(ts: float) -> bool:
        return oldest < ts < latest or (inclusive and ts in (oldest, latest))

    return [m.to_json(with_metadata=with_metadata) for m in messages if fits(float(m.ts))]


@method("conversations.history", "", "channel", _READING)
def _history(workspace: Workspace, args: Json) -> Json:
    channel = joined(workspace, args["channel"])
    needs_scope(workspace, channel, "history")
    roots = [m for m in workspace.messages(channel) if m.broadcast or m.thread_ts in (None, m.ts)]
    page = paged(reversed(_between(roots, args)), args, "messages")
    for message in page["messages"]:
        if replies := workspace.replies(channel, message["ts"]):
            message |= {"thread_ts": message["ts"], "reply_count": len(replies), "latest_reply": replies[-1].ts}
    return {**page, "has_more": bool(page["response_metadata"]["next_cursor"]), "pin_count": 0}


@method("conversations.replies", "", "channel ts", _READING)
def _replies(workspace: Workspace, args: Json) -> Json:
    channel = joined(workspace, args["channel"])
    needs_scope(workspace, channel, "history")
    root = workspace.find_message(channel.id, args["ts"])
    if root is None:
        raise SlackError("thread_not_found")
    page = paged(_between([root, *workspace.replies(channel, root.ts)], args), args, "messages")
    return {**page, "has_more": bool(page["response_metadata"]["next_cursor"])}

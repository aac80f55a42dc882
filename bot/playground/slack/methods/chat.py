"""chat.*: post, update and delete messages."""

from bot.playground.model import BOT, BOT_USER_ID, Channel, Json, Message
from bot.playground.slack.methods.registry import find_channel, joined_channel, method
from bot.playground.slack.validator import count_characters, validate_message
from bot.playground.state import SlackError
from bot.playground.workspace import Workspace
from bot.slack import limits

_BODY = "text blocks thread_ts mrkdwn metadata unfurl_links unfurl_media attachments link_names parse username"


def _check_message(args: Json) -> None:
    body = {key: value for key, value in args.items() if key not in ("token", "team_id")}
    if not body.get("text") and not body.get("blocks"):
        raise SlackError("no_text")
    problems = validate_message(body)
    if len(body.get("text") or "") > limits.TEXT_RECOMMENDED:
        raise SlackError("msg_too_long", problems)
    if count_characters(body.get("blocks")) > limits.MESSAGE_CHARACTERS:
        raise SlackError("msg_blocks_too_long", problems)
    if problems:
        raise SlackError("invalid_blocks" if any("/blocks" in p for p in problems) else "invalid_arguments", problems)


def _own_message(workspace: Workspace, args: Json, error: str) -> Message:
    channel = find_channel(workspace, args["channel"])
    message = workspace.find_message(channel.id, args["ts"])
    if message is None or message.is_ephemeral:
        raise SlackError("message_not_found")
    if message.user != BOT_USER_ID:
        raise SlackError(error)
    return message


def _check_thread(workspace: Workspace, channel: Channel, args: Json) -> None:
    thread_ts = args.get("thread_ts")
    if thread_ts and workspace.find_message(channel.id, thread_ts) is None:
        raise SlackError("thread_not_found")


@method("chat.postMessage", "chat:write", "channel", f"{_BODY} reply_broadcast")
def _post_message(workspace: Workspace, args: Json) -> Json:
    channel = joined_channel(workspace, args["channel"])
    if channel.is_archived:
        raise SlackError("is_archived")
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
    channel = joined_channel(workspace, args["channel"])
    if args["user"] not in channel.members:
        raise SlackError("user_not_in_channel")
    _check_message(args)
    text, blocks = args.get("text", ""), args.get("blocks")
    message = workspace.post(channel, BOT, text, blocks, thread_ts=args.get("thread_ts"), only_for=args["user"])
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

"""files.*: upload a file in three steps (an address, the bytes, and where to share it)."""

from bot.playground.model import BOT, Json, UploadedFile
from bot.playground.slack.methods.registry import joined_channel, method
from bot.playground.state import SlackError, random_id
from bot.playground.workspace import Workspace

MAX_BYTES = 4 * 1024 * 1024
"""The largest file that the playground takes; Slack takes 1 GB."""


@method("files.getUploadURLExternal", "files:write", "filename length", "alt_txt snippet_type")
def _get_upload_url(workspace: Workspace, args: Json) -> Json:
    length = str(args["length"])
    if not length.isdecimal() or not 0 < int(length) <= MAX_BYTES:
        raise SlackError("invalid_arguments", ["[ERROR] length must be a positive number of bytes"])
    file = UploadedFile(random_id("F"), str(args["filename"]), int(length))
    workspace.files[file.id] = file
    return {"upload_url": f"{workspace.public_url}/upload/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal", "files:write", "files", "channel_id thread_ts initial_comment")
def _complete_upload(workspace: Workspace, args: Json) -> Json:
    files = []
    for entry in args["files"]:
        file = workspace.files.get(entry.get("id", ""))
        if file is None or file.content is None or file.shared:
            raise SlackError("file_not_found")
        file.title, file.shared = entry.get("title") or file.name, True
        files.append(file)
    if channel_id := args.get("channel_id"):
        channel = joined_channel(workspace, channel_id)
        text = args.get("initial_comment", "")
        workspace.post(channel, BOT, text, thread_ts=args.get("thread_ts"), files=files)
    return {"files": [{"id": file.id, "title": file.title} for file in files]}

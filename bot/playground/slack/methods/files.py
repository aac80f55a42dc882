"""files.*: look up a file, and upload one in three steps (an address, the bytes, and where to share it)."""

from bot.playground.model import BOT, Json, Upload
from bot.playground.slack.methods.registry import joined_channel, method
from bot.playground.state import SlackError, random_id
from bot.playground.workspace import Workspace

MAX_BYTES = 4 * 1024 * 1024
"""The largest file that the playground takes; Slack takes 1 GB."""


@method("files.info", "files:read", "file", "cursor limit page count")
def _info(workspace: Workspace, args: Json) -> Json:
    file = workspace.files.get(args["file"])
    if file is None:
        raise SlackError("file_not_found")
    return {"file": file.to_json(), "comments": [], "response_metadata": {"next_cursor": ""}}


@method("files.getUploadURLExternal", "files:write", "filename length", "alt_txt snippet_type")
def _get_upload_url(workspace: Workspace, args: Json) -> Json:
    length = str(args["length"])
    if not length.isdecimal() or not 0 < int(length) <= MAX_BYTES:
        raise SlackError("invalid_arguments", ["[ERROR] length must be a positive number of bytes"])
    upload = Upload(random_id("F"), str(args["filename"]), int(length))
    workspace.uploads[upload.id] = upload
    return {"upload_url": f"{workspace.public_url}/upload/{upload.id}", "file_id": upload.id}


@method("files.completeUploadExternal", "files:write", "files", "channel_id thread_ts initial_comment")
def _complete_upload(workspace: Workspace, args: Json) -> Json:
    files = []
    for entry in args["files"]:
        upload = workspace.uploads.get(entry.get("id", ""))
        if upload is None or upload.content is None:
            raise SlackError("file_not_found")
        title = entry.get("title") or upload.name
        files.append(workspace.upload(BOT, upload.name, upload.content, file_id=upload.id, title=title))
        del workspace.uploads[upload.id]
    if channel_id := args.get("channel_id"):
        channel = joined_channel(workspace, channel_id)
        text = args.get("initial_comment", "")
        workspace.post(channel, BOT, text, thread_ts=args.get("thread_ts"), files=files)
    return {"files": [{"id": file.id, "title": file.title} for file in files]}

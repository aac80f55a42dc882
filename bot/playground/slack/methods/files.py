"""files.info."""

from bot.playground.model import Json
from bot.playground.slack.methods.registry import method
from bot.playground.state import SlackError
from bot.playground.workspace import Workspace


@method("files.info", "files:read", "file", "cursor limit page count")
def _info(workspace: Workspace, args: Json) -> Json:
    file = workspace.files.get(args["file"])
    if file is None:
        raise SlackError("file_not_found")
    return {"file": file.to_json(), "comments": [], "response_metadata": {"next_cursor": ""}}

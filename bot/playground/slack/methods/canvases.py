"""canvases.*: make a canvas from Markdown, within Slack's limits (https://docs.slack.dev/surfaces/canvases)."""

import re

from bot.playground.model import BOT, Json
from bot.playground.slack.methods.registry import joined_channel, method
from bot.playground.state import SlackError
from bot.playground.workspace import Workspace

MAX_BYTES = 1024 * 1024
TABLE_CELLS = 300
_DEEP_HEADING = re.compile(r"^#{4,}\s", re.MULTILINE)
_TABLE = re.compile(r"(?:^\|.*\|$\n?)+", re.MULTILINE)
_CELL = re.compile(r"(?<!\\)\|")


def check_markdown(markdown: str) -> list[str]:
    """What Slack would refuse in the Markdown of a canvas."""
    problems = []
    if len(markdown.encode()) > MAX_BYTES:
        problems.append("[ERROR] the canvas is longer than 1 MiB")
    if _DEEP_HEADING.search(markdown):
        problems.append("[ERROR] a canvas has headings of three levels")
    for table in _TABLE.findall(markdown):
        rows = [row for row in table.splitlines() if not set(row) <= set("|- :")]
        if sum(len(_CELL.findall(row)) - 1 for row in rows) > TABLE_CELLS:
            problems.append(f"[ERROR] a table has more than {TABLE_CELLS} cells")
    return problems


@method("canvases.create", "canvases:write", "document_content", "title channel_id")
def _create(workspace: Workspace, args: Json) -> Json:
    content = args["document_content"]
    if not isinstance(content, dict) or content.get("type") != "markdown" or not content.get("markdown"):
        raise SlackError("invalid_arguments", ["[ERROR] document_content must be Markdown"])
    if problems := check_markdown(content["markdown"]):
        raise SlackError("canvas_creation_failed", problems)
    body, title = content["markdown"].encode(), args.get("title", "")
    file = workspace.upload(BOT, "canvas.md", body, title=title)
    if channel_id := args.get("channel_id"):
        workspace.post(joined_channel(workspace, channel_id), BOT, f"Canvas: {title}", files=[file])
    return {"canvas_id": file.id}

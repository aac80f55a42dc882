"""functions.*: end a step of a workflow (https://docs.slack.dev/reference/methods/functions.completeSuccess)."""

import json
from typing import Any

from bot.playground.model import Json
from bot.playground.slack.methods.registry import method
from bot.playground.state import SlackError
from bot.playground.workspace import Workspace


@method("functions.completeSuccess", "", "function_execution_id outputs")
def _complete(workspace: Workspace, args: Json) -> Json:
    outputs: Any = args["outputs"]
    try:
        outputs = json.loads(outputs) if isinstance(outputs, str) else outputs
    except ValueError:
        outputs = None
    if not isinstance(outputs, dict):
        raise SlackError("invalid_arguments", ["[ERROR] outputs must be an object"])
    return {}


@method("functions.completeError", "", "function_execution_id error")
def _fail(workspace: Workspace, args: Json) -> Json:
    return {}

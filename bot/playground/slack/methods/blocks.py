"""blocks.validate: check blocks, a message or a view. Source: https://docs.slack.dev/reference/methods/blocks.validate"""

from bot.playground.model import Json
from bot.playground.slack.methods.registry import method
from bot.playground.slack.validator import validate_message, validate_view
from bot.playground.state import SlackError
from bot.playground.workspace import Workspace


@method("blocks.validate", optional="blocks message view", needs_token=False)
def _validate(_workspace: Workspace, args: Json) -> Json:
    given = [name for name in ("blocks", "message", "view") if name in args]
    if len(given) != 1:
        raise SlackError("invalid_arguments", ["must provide exactly one of `blocks`, `view`, or `message`"])
    (name,) = given
    value = args[name]
    if isinstance(value, str):
        raise SlackError("invalid_arguments", [f"[ERROR] {name} must be JSON"])
    if name == "view":
        problems = validate_view(value)
    else:
        message = value if name == "message" else {"blocks": value}
        problems = validate_message({"text": "x", **message} if isinstance(message, dict) else message)
    if problems:
        raise SlackError(f"invalid_{name}", errors=[_error(problem) for problem in problems])
    return {}


def _error(problem: str) -> Json:
    """A problem as Slack describes it; the code is always the same here."""
    pointer, _, message = problem.partition(": ")
    return {"pointer": pointer, "code": "failed_constraint", "message": message}

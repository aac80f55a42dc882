"""views.*: open, push and update modals, publish Home."""

import json
from typing import Any

from bot.playground.model import Json, View
from bot.playground.slack.methods.registry import method
from bot.playground.slack.validator import validate_view
from bot.playground.state import SlackError
from bot.playground.workspace import Workspace

VIEW_BYTES = 250_000  # https://docs.slack.dev/reference/methods/views.open: view_too_large


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
    external_id = args.get("external_id")
    matches = (v for stack in stacks for v in stack if external_id and v.content.get("external_id") == external_id)
    view = workspace.views.get(args.get("view_id", "")) or next(matches, None)
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

"""auth.test, users.info and users.list."""

from bot.playground.model import BOT, BOT_ID, BOT_USER_ID, TEAM_ID, TEAM_NAME, Json
from bot.playground.slack.methods.registry import method
from bot.playground.state import SlackError
from bot.playground.workspace import Workspace


@method("auth.test")
def _auth_test(workspace: Workspace, args: Json) -> Json:
    names = {"url": f"{workspace.public_url}/", "team": TEAM_NAME, "user": BOT.name}
    ids = {"team_id": TEAM_ID, "user_id": BOT_USER_ID, "bot_id": BOT_ID}
    return {**names, **ids, "is_enterprise_install": False}


@method("users.info", "users:read", "user", "include_locale")
def _users_info(workspace: Workspace, args: Json) -> Json:
    if args["user"] not in workspace.users:
        raise SlackError("user_not_found")
    return {"user": workspace.users[args["user"]].to_json()}


@method("users.list", "users:read", "", "limit cursor include_locale")
def _users_list(workspace: Workspace, args: Json) -> Json:
    return {
        "members": [user.to_json() for user in workspace.users.values()],
        "response_metadata": {"next_cursor": ""},
    }

"""Who is who: auth.test, users, team and bots; and the prompts an app suggests in its messages tab."""

from bot.playground.model import BOT, BOT_ID, BOT_USER_ID, TEAM_DOMAIN, TEAM_ID, TEAM_NAME, Json, bot_profile
from bot.playground.slack.methods.registry import method, paged, target
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
    return paged((user.to_json() for user in workspace.users.values()), args, "members")


@method("team.info", "team:read", "", "team")
def _team_info(workspace: Workspace, args: Json) -> Json:
    return {"team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN, "email_domain": "", "icon": {}}}


@method("bots.info", "users:read", "", "bot")
def _bots_info(workspace: Workspace, args: Json) -> Json:
    if args.get("bot", BOT_ID) != BOT_ID:
        raise SlackError("bot_not_found")
    return {"bot": {**bot_profile(), "user_id": BOT_USER_ID}}


@method("assistant.threads.setSuggestedPrompts", "assistant:write", "channel_id prompts", "title thread_ts")
def _suggested_prompts(workspace: Workspace, args: Json) -> Json:
    channel = target(workspace, args["channel_id"])
    workspace.prompts[channel.id] = args["prompts"]
    workspace.journal.add("prompts", channel, channel.im_with)
    return {}


@method("assistant.threads.setStatus", "assistant:write", "channel_id thread_ts status", "loading_messages")
def _set_status(workspace: Workspace, args: Json) -> Json:
    channel = target(workspace, args["channel_id"])
    workspace.statuses[channel.id] = args["status"]
    workspace.journal.add("status", channel, channel.im_with)
    return {}

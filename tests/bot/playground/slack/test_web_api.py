"""The Web API through slack_sdk's client: responses and errors."""

import json
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.playground.model import BOT_USER_ID
from bot.playground.server import Playground
from bot.playground.workspace import Workspace
from tests.bot.playground.tiny_bot import APP_TOKEN, HOME, TinyBot, error_of, form, paragraph, plain, tiny_playground

GENERAL = "C0GENERAL"
NOOR = "U0RECRUITER"


@pytest.fixture
def workspace(playground: Playground) -> Workspace:
    """The workspace without strict mode, since most of these tests provoke errors."""
    playground.workspace.strict = False
    return playground.workspace


@pytest.mark.usefixtures("workspace")
async def test_auth_test(client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == (BOT_USER_ID, "B0DRAGOMAN", "T0PLAYGROUND")


@pytest.mark.parametrize(
    ("token", "error"), [("", "not_authed"), ("xoxb-other", "invalid_auth"), (APP_TOKEN, "not_allowed_token_type")]
)
async def test_tokens(playground: Playground, token: str, error: str) -> None:
    stranger = AsyncWebClient(token=token, base_url=playground.api_url)
    assert (await error_of(stranger.auth_test()))["error"] == error


async def test_post_update_and_delete_a_message(client: AsyncWebClient, workspace: Workspace) -> None:
    metadata = {"event_type": "tip", "event_payload": {"delivery": "7"}}
    posted = await client.chat_postMessage(channel="#general", text="One", blocks=[paragraph("One")], metadata=metadata)
    assert posted["channel"] == GENERAL
    where = {"channel": GENERAL, "ts": posted["ts"]}
    await client.chat_update(**where, text="Two", blocks=[paragraph("Two")])
    history = await client.conversations_history(channel=GENERAL, include_all_metadata=True)
    assert [(m["text"], m["metadata"]) for m in history["messages"]] == [("Two", metadata)]

    await client.chat_delete(**where)
    assert workspace.messages(GENERAL) == []
    assert (await error_of(client.chat_update(**where, text="Three")))["error"] == "message_not_found"


async def test_threads(client: AsyncWebClient, workspace: Workspace) -> None:
    root = workspace.post(GENERAL, NOOR, "root")
    reply = await client.chat_postMessage(channel=GENERAL, text="reply", thread_ts=root.ts)
    replies = await client.conversations_replies(channel=GENERAL, ts=root.ts)
    assert [m["ts"] for m in replies["messages"]] == [root.ts, reply["ts"]]
    history = await client.conversations_history(channel=GENERAL)
    assert [(m["text"], m["reply_count"]) for m in history["messages"]] == [("root", 1)]
    unknown = client.chat_postMessage(channel=GENERAL, text="reply", thread_ts="1700000000.000000")
    assert (await error_of(unknown))["error"] == "thread_not_found"


async def test_ephemeral_messages(client: AsyncWebClient, workspace: Workspace) -> None:
    await client.chat_postEphemeral(channel=GENERAL, user=NOOR, text="psst")
    assert [m.plain for m in workspace.messages(GENERAL, NOOR)] == ["psst"]
    assert workspace.messages(GENERAL, "tomas") == []
    stranger = client.chat_postEphemeral(channel=GENERAL, user="U0NOBODY", text="psst")
    assert (await error_of(stranger))["error"] == "user_not_in_channel"


async def test_channels(client: AsyncWebClient, workspace: Workspace) -> None:
    workspace.add_channel("outside", with_bot=False)
    workspace.add_channel("secret", with_bot=False, is_private=True)
    assert (await error_of(client.chat_postMessage(channel="C0OUTSIDE", text="x")))["error"] == "not_in_channel"
    assert (await error_of(client.chat_postMessage(channel="C0SECRET", text="x")))["error"] == "channel_not_found"
    assert (await error_of(client.chat_postMessage(channel="C0NOWHERE", text="x")))["error"] == "channel_not_found"
    assert (await error_of(client.conversations_info(channel="C0SECRET")))["error"] == "channel_not_found"
    assert (await client.conversations_join(channel="C0OUTSIDE"))["channel"]["is_member"] is True
    first = await client.conversations_members(channel=GENERAL, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_members(channel=GENERAL, cursor=cursor)
    assert first["members"] + second["members"] == ["U0ADMIN", BOT_USER_ID, "U0LEAD", NOOR]


async def test_direct_messages(client: AsyncWebClient, workspace: Workspace) -> None:
    opened = await client.conversations_open(users=NOOR)
    posted = await client.chat_postMessage(channel=NOOR, text="hello")
    assert opened["channel"]["id"] == posted["channel"] == workspace.dm_of(NOOR).id


@pytest.mark.usefixtures("workspace")
async def test_users(client: AsyncWebClient) -> None:
    assert (await client.users_info(user=NOOR))["user"]["tz"] == "Europe/Zurich"
    assert (await error_of(client.users_info(user="U0NOBODY")))["error"] == "user_not_found"

    assert (await error_of(client.api_call("chat.meMessage")))["error"] == "unknown_method"
    assert (await error_of(client.api_call("users.info")))["error"] == "invalid_arguments"


HEADER_WITHOUT_TEXT = {"type": "header", "text": plain("")}
REFUSALS: dict[str, tuple[dict[str, Any], str, str]] = {
    "nothing": ({}, "no_text", ""),
    "blocks": (
        {"text": "x", "blocks": [HEADER_WITHOUT_TEXT]},
        "invalid_blocks",
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]",
    ),
    "long text": ({"text": "x" * 4_001}, "msg_too_long", "4000"),
    "long blocks": ({"text": "x", "blocks": [paragraph("x" * 3_000)] * 5}, "msg_blocks_too_long", "13000"),
    "a mention": ({"text": "<!here>"}, "invalid_arguments", "has the mention <!here>"),
    "an unknown argument": ({"text": "x", "colour": "red"}, "invalid_arguments", "unknown argument"),
    "a missing argument": ({"text": "x", "channel": ""}, "invalid_arguments", "missing required field: channel"),
}


@pytest.mark.parametrize(("body", "error", "detail"), REFUSALS.values(), ids=REFUSALS.keys())
async def test_invalid_messages_are_refused(
    client: AsyncWebClient, workspace: Workspace, body: dict[str, Any], error: str, detail: str
) -> None:
    answer = await error_of(client.api_call("chat.postMessage", json={"channel": GENERAL, **body}))
    assert answer["error"] == error
    assert detail in " ".join(answer.get("response_metadata", {}).get("messages", [""]))
    assert workspace.messages(GENERAL) == []
    assert bool(workspace.refusals) == bool(detail)


class Clock:
    """A clock that tests set by hand."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


async def test_triggers() -> None:
    clock = Clock()
    async with tiny_playground(clock=clock) as (playground, bot):
        workspace, client = playground.workspace, bot.app.client
        trigger = workspace.views.new_trigger(NOOR)
        await client.views_open(trigger_id=trigger, view=form())
        assert (await error_of(client.views_open(trigger_id=trigger, view=form())))["error"] == "exchanged_trigger_id"
        late = workspace.views.new_trigger(NOOR)
        clock.now += 3.1
        assert (await error_of(client.views_open(trigger_id=late, view=form())))["error"] == "expired_trigger_id"
        assert (await error_of(client.views_open(trigger_id="1.2.3", view=form())))["error"] == "invalid_trigger_id"


async def test_views(client: AsyncWebClient, workspace: Workspace) -> None:
    def trigger() -> str:
        return workspace.views.new_trigger(NOOR)

    opened = (await client.views_open(trigger_id=trigger(), view=form(external_id="mine")))["view"]
    await client.views_update(external_id="mine", view=form(callback_id="second"), hash=opened["hash"])
    stale = client.views_update(view_id=opened["id"], view=form(), hash=opened["hash"])
    assert (await error_of(stale))["error"] == "hash_conflict"
    assert (await error_of(client.views_update(view_id="V0", view=form())))["error"] == "not_found"
    for _ in range(2):
        await client.views_push(trigger_id=trigger(), view=form())
    assert (await error_of(client.views_push(trigger_id=trigger(), view=form())))["error"] == "push_limit_reached"
    refused = await error_of(
        client.views_open(trigger_id=trigger(), view=form(title={"type": "plain_text", "text": ""}))
    )
    assert refused["response_metadata"]["messages"] == [
        "[ERROR] must be more than 0 characters [json-pointer:/view/title/text]"
    ]
    assert (await error_of(client.views_open(trigger_id=trigger(), view=HOME)))["error"] == "invalid_arguments"


async def test_home_is_published_for_one_user(client: AsyncWebClient, workspace: Workspace) -> None:
    await client.views_publish(user_id=NOOR, view=HOME)
    assert workspace.views.homes.keys() == {NOOR}
    assert (await error_of(client.views_publish(user_id="U0NOBODY", view=HOME)))["error"] == "user_not_found"


async def test_a_response_url_has_five_uses(tiny: TinyBot, workspace: Workspace) -> None:
    await workspace.say(NOOR, GENERAL, "/echo hi")
    hook = AsyncWebhookClient(tiny.received[0]["response_url"])
    for number in range(5):
        assert (await hook.send(text=f"answer {number}")).status_code == 200
    refused = await hook.send(text="one too many")
    assert (refused.status_code, "used_url" in refused.body) == (404, True)
    assert len(workspace.messages(GENERAL, NOOR)) == 6


async def test_a_response_url_expires() -> None:
    clock = Clock()
    async with tiny_playground(clock=clock) as (playground, bot):
        await playground.workspace.say(NOOR, GENERAL, "/echo hi")
        hook = AsyncWebhookClient(bot.received[0]["response_url"])
        clock.now += 1801
        assert "expired_url" in (await hook.send(text="late")).body


async def test_a_response_url_replaces_and_deletes_the_original(workspace: Workspace, tiny: TinyBot) -> None:
    card = (await workspace.say(NOOR, GENERAL, "/card")).message
    await workspace.choose(NOOR, card, "level", "Senior")
    hook = AsyncWebhookClient(tiny.of("block_actions")[0]["response_url"])
    assert "invalid_blocks" in (await hook.send(text="x", blocks=[HEADER_WITHOUT_TEXT])).body
    await hook.send(text="Replaced", replace_original=True)
    assert card.plain == "Replaced"
    await hook.send(text="", delete_original=True)
    assert card.deleted


async def test_a_missing_scope_is_refused() -> None:
    async with tiny_playground(scopes=["commands"]) as (playground, bot):
        playground.workspace.strict = False
        refused = await error_of(bot.app.client.chat_postMessage(channel=GENERAL, text="x"))
        assert (refused["error"], refused["needed"], refused["provided"]) == ("missing_scope", "chat:write", "commands")


@pytest.mark.parametrize(
    ("kind", "scope"), [("public", "channels:read"), ("private", "groups:read"), ("direct", "im:read")]
)
async def test_each_kind_of_channel_needs_its_own_scope(kind: str, scope: str) -> None:
    others = {"channels:read", "groups:read", "im:read"} - {scope}
    for scopes, error in (([scope], None), (sorted(others), "missing_scope")):
        async with tiny_playground(scopes=scopes) as (playground, bot):
            workspace, call = playground.workspace, bot.app.client.conversations_info
            workspace.strict = False
            private = workspace.add_channel("private", is_private=True)
            channel = {"public": workspace.general, "private": private, "direct": workspace.dm_of(NOOR)}[kind]
            if error is None:
                assert (await call(channel=channel.id))["channel"]["id"] == channel.id
            else:
                refused = await error_of(call(channel=channel.id))
                assert (refused["error"], refused["needed"]) == (error, scope)


async def test_an_archived_channel_refuses_messages(client: AsyncWebClient, workspace: Workspace) -> None:
    workspace.general.is_archived = True
    assert (await client.conversations_info(channel=GENERAL))["channel"]["is_archived"] is True
    assert (await error_of(client.chat_postMessage(channel=GENERAL, text="x")))["error"] == "is_archived"
    assert (await error_of(client.conversations_join(channel=GENERAL)))["error"] == "is_archived"


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("limit", [1000, -1, "many"])
async def test_invalid_limits_are_refused(client: AsyncWebClient, limit: Any) -> None:
    assert (await error_of(client.conversations_members(channel=GENERAL, limit=limit)))["error"] == "invalid_limit"


async def test_the_clock_of_the_workspace_moves_forward(client: AsyncWebClient, workspace: Workspace) -> None:
    before = float((await client.chat_postMessage(channel=GENERAL, text="today"))["ts"])
    workspace.forward(86_400)
    after = float((await client.chat_postMessage(channel=GENERAL, text="tomorrow"))["ts"])
    assert after - before >= 86_400
    assert (await workspace.say(NOOR, GENERAL, "/echo signed with the real time")).message.plain.startswith("You said")


async def test_calls_of_an_uninstalled_app_are_refused(client: AsyncWebClient, workspace: Workspace) -> None:
    await workspace.uninstall()
    assert (await error_of(client.auth_test()))["error"] == "account_inactive"


async def test_blocks_are_validated_without_a_token(playground: Playground) -> None:
    stranger = AsyncWebClient(base_url=playground.api_url)

    async def validate(**given: Any) -> Any:
        return await stranger.api_call("blocks.validate", data={key: json.dumps(given[key]) for key in given})

    assert (await validate(message={"blocks": [paragraph("One")]}))["ok"]
    assert (await validate(view=HOME))["ok"]
    refused = await error_of(validate(message={"blocks": [HEADER_WITHOUT_TEXT]}))
    assert (refused["error"], refused["errors"][0]["pointer"]) == ("invalid_message", "/blocks/0/text/text")
    for given in ({}, {"blocks": [], "view": HOME}):
        assert (await error_of(validate(**given)))["error"] == "invalid_arguments"

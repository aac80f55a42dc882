"""Conversations with a tiny bot over the real, signed wire."""

import asyncio

import pytest

from bot.playground.slack.interactions import locate
from bot.playground.workspace import RefusedPayloadError, Workspace
from tests.bot.playground.tiny_bot import TinyBot


async def test_only_the_author_sees_the_answer_to_a_command(workspace: Workspace) -> None:
    seen = await workspace.say(workspace.recruiter, workspace.general, "/echo permanent mission")
    assert seen.message.plain == "You said: permanent mission"
    assert seen.message.only_for == workspace.recruiter.id
    assert workspace.messages(workspace.general, workspace.lead) == []


async def test_a_command_can_answer_everyone(workspace: Workspace) -> None:
    seen = await workspace.say("noor", "#general", "/public")
    assert [message.plain for message in seen.public] == ["For all to see"]
    assert workspace.messages("general", "tomas") == seen.public


async def test_share_a_private_answer(workspace: Workspace) -> None:
    seen = await workspace.say(workspace.recruiter, workspace.general, "/card")
    shared = await workspace.press(workspace.recruiter, seen, "Share with channel")
    assert shared.public[0].plain.startswith("Permanent mission\nA permanent mission represents")


async def test_delete_an_ephemeral_message(workspace: Workspace) -> None:
    seen = await workspace.say(workspace.recruiter, workspace.general, "/card")
    after = await workspace.press(workspace.recruiter, seen, "forget")
    assert after.deleted == seen.messages
    assert workspace.messages(workspace.general, workspace.recruiter) == []


async def test_every_kind_of_choice_reaches_the_bot(workspace: Workspace, tiny: TinyBot) -> None:
    noor = workspace.recruiter
    card = (await workspace.say(noor, workspace.general, "/card")).message
    await workspace.choose(noor, card, "level", "Senior")
    await workspace.choose(noor, card, "Find a term", "Envoy", query="en")
    await workspace.choose(noor, card, "day", "2026-12-01")
    await workspace.choose(noor, card, "pace", "Weekly")
    await workspace.choose(noor, card, "topics", ["terms", "Roles"])

    sent = [body["actions"][0] for body in tiny.of("block_actions")]
    assert [action["type"] for action in sent] == [
        "static_select",
        "external_select",
        "datepicker",
        "radio_buttons",
        "checkboxes",
    ]
    assert sent[0]["selected_option"]["value"] == "senior"
    assert sent[1]["selected_option"]["value"] == "envoy"
    assert sent[2]["selected_date"] == "2026-12-01"
    assert [option["value"] for option in sent[4]["selected_options"]] == ["terms", "roles"]
    assert tiny.of("block_suggestion")[0]["value"] == "en"
    state = tiny.of("block_actions")[-1]["state"]["values"]
    assert state["choices"]["level"]["selected_option"]["text"]["text"] == "Senior"
    assert state["choices"]["day"]["selected_date"] == "2026-12-01"


async def test_press_an_option_of_an_overflow_and_the_button_of_a_section(workspace: Workspace, tiny: TinyBot) -> None:
    noor = workspace.recruiter
    card = (await workspace.say(noor, workspace.general, "/card")).message
    assert "Who heads it? [Answer guide]" in card.plain
    assert "[Open the form] [Red flags] [Requirements]" in card.plain
    await workspace.press(noor, card, "Requirements")
    assert workspace.pressed[noor.id] == "Requirements"
    await workspace.press(noor, card, "Answer guide")
    sent = [body["actions"][0] for body in tiny.of("block_actions")]
    assert [action["type"] for action in sent] == ["overflow", "button"]
    assert sent[0]["selected_option"]["value"] == "requirements"
    assert "overflow" not in tiny.of("block_actions")[-1]["state"]["values"].get("more", {})


async def test_submit_a_form(workspace: Workspace, tiny: TinyBot) -> None:
    noor = workspace.recruiter
    opened = await workspace.say(noor, workspace.general, "/form")
    assert opened.view.plain.startswith("Teach a term\nWhat should the team know?")
    submitted = await workspace.submit(noor, opened, {"Term": "laissez-passer", "level": "Mid", "topics": ["Terms"]})
    assert submitted.message.plain == "Taught: laissez-passer"
    assert submitted.message.channel == workspace.dm_of(noor)
    assert workspace.views.top(noor.id) is None
    values = tiny.of("view_submission")[0]["view"]["state"]["values"]
    assert values["level"]["level"]["selected_option"]["value"] == "mid"


async def test_a_form_shows_the_errors_of_the_bot(workspace: Workspace) -> None:
    opened = await workspace.say(workspace.recruiter, workspace.general, "/form")
    answer = await workspace.submit(workspace.recruiter, opened, {"Term": "wrong"})
    assert answer.errors == {"term": "We do not know this one."}
    assert workspace.views.top(workspace.recruiter.id) is opened.view


async def test_the_answer_to_a_form_updates_pushes_or_clears(workspace: Workspace) -> None:
    noor = workspace.recruiter
    opened = await workspace.say(noor, workspace.general, "/form")
    updated = await workspace.submit(noor, opened, {"Term": "update"})
    assert (updated.view.plain.splitlines()[0], updated.view) == ("Updated", opened.view)
    pushed = await workspace.submit(noor, updated, {"Term": "push"})
    assert (pushed.view.plain.splitlines()[0], pushed.view.root_id) == ("Pushed", opened.view.id)
    await workspace.submit(noor, pushed, {"Term": "clear"})
    assert workspace.views.stacks[noor.id] == []


async def test_a_missing_required_field_is_reported_without_the_bot(workspace: Workspace, tiny: TinyBot) -> None:
    opened = await workspace.say(workspace.recruiter, workspace.general, "/form")
    answer = await workspace.submit(workspace.recruiter, opened)
    assert answer.errors == {"term": "Please complete this required field."}
    assert tiny.of("view_submission") == []


async def test_modals_are_pushed_and_closed(workspace: Workspace, tiny: TinyBot) -> None:
    noor = workspace.recruiter
    opened = await workspace.say(noor, workspace.general, "/form")
    pushed = await workspace.press(noor, opened, "Show an example")
    assert pushed.view.previous_id == opened.view.id
    await workspace.close(noor, pushed)
    assert workspace.views.top(noor.id) is opened.view
    await workspace.close(noor, opened)
    assert workspace.views.top(noor.id) is None
    assert [body["view"]["callback_id"] for body in tiny.of("view_closed")] == ["form"]


async def test_a_mention_is_answered_in_its_thread(workspace: Workspace, tiny: TinyBot) -> None:
    seen = await workspace.mention(workspace.lead, workspace.recruiting, "what is <this> & that?")
    assert seen.said is not None
    assert seen.message.plain == "At your service"
    assert seen.message.thread_ts == seen.said.ts
    event = tiny.of("app_mention")[0]["event"]
    assert event["text"] == "<@U0DRAGOMAN> what is &lt;this&gt; &amp; that?"
    again = await workspace.mention(workspace.lead, workspace.recruiting, "and?", thread=seen.message)
    assert again.message.thread_ts == seen.said.ts


async def test_direct_messages(workspace: Workspace) -> None:
    seen = await workspace.dm(workspace.admin, "hello")
    assert "represents a state" in seen.message.plain
    sent = [exchange.request["event"] for exchange in workspace.traffic.calls("message.im")]
    assert [event.get("bot_id") for event in sent] == [None, "B0DRAGOMAN"], (
        "a bot also gets its own messages, as in Slack"
    )


async def test_home(workspace: Workspace, tiny: TinyBot) -> None:
    seen = await workspace.open_home(workspace.recruiter)
    assert seen.home is not None
    assert seen.home.plain.startswith("Welcome")
    card = await workspace.press(workspace.recruiter, seen, "A card")
    assert card.message.channel == workspace.dm_of(workspace.recruiter)
    again = await workspace.open_home(workspace.recruiter, "messages")
    assert again.home is None
    assert [body["event"]["tab"] for body in tiny.of("app_home_opened")] == ["home", "messages"]


async def test_a_message_shortcut(workspace: Workspace) -> None:
    message = (await workspace.say(workspace.lead, workspace.general, "A chargé d'affaires a.i.")).said
    assert message is not None
    seen = await workspace.shortcut(workspace.recruiter, "explain", message)
    assert seen.message.plain == "It says: A chargé d'affaires a.i."


async def test_answers_of_slack_itself(workspace: Workspace) -> None:
    noor, general = workspace.recruiter, workspace.general
    assert (await workspace.say(noor, general, "/nonsense")).message.plain == "/nonsense is not a valid command."
    root = (await workspace.say(noor, general, "A thread")).said
    threaded = await workspace.say(noor, general, "/echo hi", thread=root)
    assert threaded.message.plain == "/echo is not supported in threads. Sorry!"
    failed = await workspace.say(noor, general, "/fails")
    assert failed.message.plain == "/fails failed with the error “http_error”."


async def test_invite_a_bot_that_is_not_in_the_channel(workspace: Workspace, tiny: TinyBot) -> None:
    deals = workspace.add_channel("deals", with_bot=False)
    seen = await workspace.mention(workspace.recruiter, deals, "hello")
    assert "is not in this channel" in seen.message.plain
    await workspace.say(workspace.recruiter, deals, "/invite @dragoman")
    assert tiny.of("member_joined_channel")[0]["event"]["channel"] == deals.id
    assert (await workspace.mention(workspace.recruiter, deals, "hello")).message.plain == "At your service"


async def test_a_refused_payload_raises(workspace: Workspace) -> None:
    with pytest.raises(RefusedPayloadError, match="/broken answer /blocks/0: unknown type 'heading'"):
        await workspace.say(workspace.recruiter, workspace.general, "/broken")


async def test_without_strict_a_refused_payload_is_recorded(workspace: Workspace) -> None:
    workspace.strict = False
    seen = await workspace.say(workspace.recruiter, workspace.general, "/broken")
    assert seen.message.plain == "/broken failed with the error “invalid_command_response”."
    assert len(workspace.refusals) == 2


async def test_a_missing_element_is_reported_with_the_existing_ones(workspace: Workspace) -> None:
    seen = await workspace.say(workspace.recruiter, workspace.general, "/form")
    with pytest.raises(LookupError, match="no element 'Cancel'; there are: 'Term', 'Level', 'Topics'"):
        await workspace.press(workspace.recruiter, seen, "Cancel")
    with pytest.raises(LookupError, match="no option 'Chief'; there are: 'Junior', 'Mid', 'Senior'"):
        await workspace.submit(workspace.recruiter, seen, {"level": "Chief"})


async def test_unknown_users_and_channels(workspace: Workspace) -> None:
    with pytest.raises(LookupError, match="There is no user 'nobody'"):
        await workspace.say("nobody", "general", "hello")
    with pytest.raises(LookupError, match="There is no channel '#nowhere'"):
        await workspace.say("noor", "#nowhere", "hello")


async def test_uninstall(workspace: Workspace, tiny: TinyBot) -> None:
    await workspace.uninstall()
    assert tiny.of("app_uninstalled") != []


async def test_two_people_at_once_see_only_their_own_answer(workspace: Workspace) -> None:
    first, second = await asyncio.gather(
        workspace.say(workspace.recruiter, workspace.general, "/echo one"),
        workspace.say(workspace.lead, workspace.general, "/echo two"),
    )
    assert (first.message.plain, second.message.plain) == ("You said: one", "You said: two")


async def test_a_channel_name_is_encoded_as_its_id(workspace: Workspace, tiny: TinyBot) -> None:
    await workspace.mention(workspace.recruiter, workspace.general, "look in #recruiting-diplomacy, not #recruiting")
    event = tiny.of("app_mention")[-1]["event"]
    assert "look in <#C0RECRUITINGDIPLOMACY|>, not #recruiting" in event["text"]
    section = event["blocks"][0]["elements"][0]["elements"]
    assert {"type": "channel", "channel_id": "C0RECRUITINGDIPLOMACY"} in section


async def test_half_typed_text_is_no_choice_until_it_matches_an_option(workspace: Workspace) -> None:
    seen = await workspace.say("noor", "general", "/card")
    card = seen.message
    control = locate(card, "term")
    workspace.choices.set("U0RECRUITER", card, control.key, "em")
    assert workspace.choices.state("U0RECRUITER", card)["choices"]["term"]["selected_option"] is None
    for typed in ("embassy", "EMBASSY", " Embassy "):
        option = await workspace.interactions.resolve(workspace.recruiter, card, control, typed)
        assert option is not None
        assert option["text"]["text"] == "Embassy"
    assert await workspace.interactions.resolve(workspace.recruiter, card, control, "emb") is None


async def test_a_choice_survives_suggestions_for_another_person(workspace: Workspace) -> None:
    seen = await workspace.say("noor", "general", "/card")
    card = seen.message
    await workspace.choose("noor", card, "term", "Embassy")
    await workspace.suggest("tomas", card, "term", "co")
    chosen = workspace.choices.state("U0RECRUITER", card)["choices"]["term"]["selected_option"]
    assert chosen["text"]["text"] == "Embassy"

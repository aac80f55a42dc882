"""Steps of workflows: from the signed event to the call that ends the step."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.slack import payloads
from bot.slack.step_runs import ANSWER_LENGTH, FAILED
from content.models import Term
from handlers.reply import reply, text
from handlers.topic import topic_of
from tests.bot.slack.fakes import BOT_TOKEN, World

CONSUL = Term(id="consul", name="Consul", definition="A consul.")
RUN_TOKEN = "xwfp-of-one-run"


def executed(step: str, **changed: Any) -> dict[str, Any]:
    """The event, as https://docs.slack.dev/reference/events/function_executed shows it."""
    event = {
        "type": "function_executed",
        "function": {"id": "Fn1", "callback_id": step, "title": "A step", "type": "app", "app_id": "A1"},
        "inputs": {},
        "function_execution_id": "Fx1234567O9L",
        "workflow_execution_id": "WxABC123DEF0",
        "event_ts": "1698958075.998738",
        "bot_access_token": BOT_TOKEN,
    }
    return {**event, **changed}


async def run(here: World, event: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Deliver the event, and return the calls that end the step."""
    await here.workspace.dispatcher.deliver_event(payloads.envelope(event, here.clock()))
    await here.workspace.dispatcher.settle()
    return [
        (call.name, call.request) for call in here.workspace.traffic.exchanges if call.name.startswith("functions.")
    ]


@pytest.mark.parametrize(
    ("step", "inputs", "line"),
    [
        ("explain_term", {"term": "DPR"}, "define DPR"),
        ("explain_term", {"term": "  note \n verbale &amp; more "}, "define note verbale & more"),
        ("question_set", {"role": "consul", "level": "senior"}, "questions senior consul"),
        ("question_set", {"role": "consul"}, "questions consul"),
        ("question_set", {"role": "consul", "level": None}, "questions consul"),
    ],
)
async def test_a_step_is_a_command_line(here: World, step: str, inputs: dict[str, Any], line: str) -> None:
    here.router.answers[line] = reply(text("A deputy."), topic=topic_of(CONSUL))
    ((method, arguments),) = await run(here, executed(step, inputs=inputs))
    assert here.router.last.text == line
    assert method == "functions.completeSuccess"
    assert arguments["function_execution_id"] == "Fx1234567O9L"
    assert arguments["outputs"] in ({"answer": "A deputy.", "found": True}, '{"answer": "A deputy.", "found": true}')


async def test_a_step_says_if_nothing_was_found_and_shortens(here: World) -> None:
    here.router.answers["define qwerty"] = reply(text("x " * 4000))
    ((_, arguments),) = await run(here, executed("explain_term", inputs={"term": "qwerty"}))
    assert '"found": false' in str(arguments["outputs"])
    assert len(str(arguments["outputs"])) < ANSWER_LENGTH + 50


@pytest.mark.parametrize("inputs", [{}, {"term": " "}, {"term": 7}, None, []])
async def test_a_step_without_its_input_fails_with_a_reason(here: World, inputs: Any) -> None:
    calls = await run(here, executed("explain_term", inputs=inputs))
    assert calls == [("functions.completeError", {"function_execution_id": "Fx1234567O9L", "error": FAILED})]
    assert here.router.asked == []


async def test_a_step_is_answered_once_however_often_slack_delivers_it(here: World) -> None:
    event = executed("explain_term", inputs={"term": "DPR"})
    await run(here, event)
    assert len(await run(here, event)) == 1


async def test_the_token_of_the_run_is_used(here: World) -> None:
    here.workspace.grants.tokens.symmetric_difference_update({RUN_TOKEN, BOT_TOKEN})
    await run(here, executed("explain_term", inputs={"term": "DPR"}, bot_access_token=RUN_TOKEN))
    assert here.workspace.traffic.calls("functions.completeSuccess")[-1].status == "ok"


@pytest.mark.parametrize(
    "changed", [{"function": {"callback_id": "of_another_release"}}, {"function": None}, {"function_execution_id": 5}]
)
async def test_other_events_are_not_answered(here: World, changed: dict[str, Any]) -> None:
    assert await run(here, executed("explain_term", **{"inputs": {"term": "DPR"}, **changed})) == []
    assert here.router.asked == []

"""Run the steps of workflows: read the event, and complete the step with the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation import Conversations
from bot.form_line import fill_template
from bot.platform import Key
from bot.slack.errors import code_of
from bot.slack.payload import Payload, enterprise_of, id_of, object_of, organisation_of, text_of
from bot.slack.unescape import decode
from bot.slack.workflow_steps import STEPS
from handlers.plain_text import plain_text_of
from handlers.reply import Reply, shorten
from handlers.request import Person, Place, Request

INPUT_LENGTH = 200  # characters of an input: names of entries and levels are far shorter
ANSWER_LENGTH = 3000  # characters, so that the answer fits into one message of a later step
FAILED = "The step wasn't given a word to look up."
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class StepRun:
    """A step that a workflow runs. `line` is empty if a required input is; `token` is valid for this run only."""

    line: str
    execution: str
    token: str
    person: Person

    @property
    def key(self) -> Key:
        """The same if Slack delivers the event again."""
        return ("step", self.person.workspace, self.execution)

    @property
    def request(self) -> Request:
        """The request for the command line, in a conversation of its own."""
        return Request(self.line, self.person, Place("direct"), pressed=True)


def step_run(body: Payload, event: Payload) -> StepRun | None:
    """Parse the event; None for a step of another release. Raises MalformedPayloadError."""
    step = STEPS.get(text_of(object_of(event, "function"), "callback_id"))
    if step is None:
        return None
    execution, token, given = id_of(event, "function_execution_id"), event.get("bot_access_token"), event.get("inputs")
    inputs = {
        name: " ".join(decode(value).split())[:INPUT_LENGTH]
        for name, value in (given if isinstance(given, dict) else {}).items()
        if isinstance(value, str)
    }
    line = fill_template(step.command, inputs) if all(inputs.get(name) for name in step.required) else ""
    enterprise, organisation = enterprise_of(body), organisation_of(body)
    person = Person("slack", id_of(body, "team_id"), execution, enterprise=enterprise, organisation=organisation)
    return StepRun(line, execution, token if isinstance(token, str) else "", person)


class WorkflowSteps:
    """Answers steps: the answer goes to the workflow, not to a person."""

    def __init__(self, client: AsyncWebClient, conversations: Conversations) -> None:
        self._client, self._conversations = client, conversations

    async def answer(self, token: str, run: StepRun) -> None:
        """Complete the step with the answer, or fail it if it has no input. `token` is for runs without their own."""
        token = run.token or token
        if not run.line:
            await self._end("completeError", self._client.functions_completeError, token, run, error=FAILED)
            return

        async def complete(reply: Reply) -> None:
            outputs = {"answer": shorten(plain_text_of(reply), ANSWER_LENGTH), "found": reply.topic is not None}
            await self._end("completeSuccess", self._client.functions_completeSuccess, token, run, outputs=outputs)

        await self._conversations.answer("step", run.request, complete, run.key)

    async def _end(
        self, name: str, call: Callable[..., Awaitable[object]], token: str, run: StepRun, **result: Any
    ) -> None:
        """End the step; a workflow whose step isn't ended waits, and Slack tells its owner."""
        method = f"functions.{name}"
        try:
            await call(function_execution_id=run.execution, token=token, **result)
        except SlackApiError as error:
            log.warning("slack.refused", method=method, error=code_of(error) or "unreadable answer")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("slack.unreachable", method=method, error=type(error).__name__)

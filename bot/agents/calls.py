"""Call a tool: make its command line, answer it through the router, and return the answer as data."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson
from cachetools import LRUCache
from pydantic import ValidationError

from bot.agents.arguments import Arguments, Line, TextToExplain
from bot.agents.caller import Caller
from bot.agents.harmless import harmless
from bot.agents.schemas import Answer, common_fields, facts_of
from bot.agents.tools import Tool
from bot.agents.wrong_arguments import problems_of
from bot.conversation import Conversations
from bot.platform import Router
from content.library import Library
from handlers.reply import Reply
from handlers.request import Place, Request

CACHED = 1_000
"""Cached answers, about 10 kB each."""


class InvalidArgumentsError(Exception):
    """A tool can't be called with these arguments. `problems` maps the names of arguments to what is wrong."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Called:
    """A tool's answer, and the reply that it was made from."""

    tool: Tool[Any]
    answer: Answer
    reply: Reply

    @cached_property
    def data(self) -> dict[str, Any]:
        """The answer as JSON values, without empty fields."""
        data: dict[str, Any] = self.tool.adapter.dump_python(self.answer, mode="json", exclude_none=True)
        return data

    @cached_property
    def body(self) -> bytes:
        """The answer as JSON."""
        return orjson.dumps(self.data)


class Calls:
    """Answers calls through the router, and counts and logs them as any platform does.

    Answers made from a reply that the router has in its cache are cached with it, and so is nothing that was typed.
    """

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations
        self._cache: LRUCache[tuple[str, int], Called] = LRUCache(CACHED)

    @property
    def router(self) -> Router:
        """The router."""
        return self._conversations.router

    @property
    def library(self) -> Library:
        """The current content."""
        return self.router.library

    async def call(self, tool: Tool[Any], wanted: Arguments, caller: Caller) -> Called:
        """Call a tool with its arguments (see `validate`)."""
        line = tool.line(wanted).strip()
        conversation, whole = (wanted.conversation, wanted.whole) if isinstance(wanted, Line) else (None, False)
        request = Request(line, caller.person, Place("direct", conversation), pressed=whole, agent=True)
        started = time.perf_counter()
        if (reply := self.router.cached_answer(request)) is not None:
            self._conversations.answered(tool.name, line, started)
            return self._cached(tool, reply, line)
        reply = await self.router.answer(request)
        self._conversations.answered(tool.name, line, started)
        if self.router.cached_answer(request) is reply:
            return self._cached(tool, reply, line)
        return self._called(tool, reply, line, harmless(wanted.text) if isinstance(wanted, TextToExplain) else "")

    def _cached(self, tool: Tool[Any], reply: Reply, line: str) -> Called:
        """The answer made from a reply that the router has cached."""
        key = tool.name, id(reply)
        if (called := self._cache.get(key)) is None or called.reply is not reply:
            called = self._cache[key] = self._called(tool, reply, line, "")
        return called

    def _called(self, tool: Tool[Any], reply: Reply, line: str, text: str) -> Called:
        library = self.library
        facts = facts_of(reply, line, self.router.commands, library)
        fields = {**common_fields(reply, facts, library), **tool.details(reply, facts, text, library)}
        return Called(tool, tool.answer(**fields), reply)  # type: ignore[arg-type]  # as the schema test checks


def validate(tool: Tool[Any], given: object) -> Arguments:
    """The arguments of a tool from JSON values. Raises InvalidArgumentsError.

    The problems name only arguments that the tool has, and repeat no value.
    """
    try:
        arguments: Arguments = tool.arguments.model_validate(given)
        return arguments
    except ValidationError as error:
        raise InvalidArgumentsError(problems_of(error, tool.arguments)) from None

"""Answer command lines and sentences from every platform, whether typed or carried by a button, menu or form."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import structlog

from bot.addressed import is_request, may_be_addressed, uses_every_word
from bot.also_asked import (
    ROW,
    before_actions,
    before_small_print,
    with_further,
    with_left_out,
    with_other_meanings,
    with_unused,
)
from bot.answer_cache import AnswerCache, is_cacheable
from bot.background import location_of
from bot.contexts import Contexts, InMemoryContexts
from bot.diagrams.addresses import with_addresses
from bot.follow_ups.complete import LONGEST as LONGEST_FOLLOW_UP
from bot.follow_ups.complete import completed as completed_follow_up
from bot.follow_ups.meanings import without_its_word
from bot.follow_ups.words import number_in, words_of
from bot.grammar import CommandLine, Grammar
from bot.intent import SHARE, Reading
from bot.long_text import fold_columns, is_pasted, long_text
from bot.services import BotServices
from content.library import Library
from handlers.command import Command, Commands
from handlers.daily_term.wish import suggest_zones
from handlers.reply import Actions, Button, Option, Overflow, Reply, Visibility, note, reply, text
from handlers.request import Person, Request
from handlers.small_talk import small_talk_in
from handlers.team_terms.rating import rated_by
from handlers.topic import Topic

LONGEST_LINE = 1000
"""Characters that are read; the rest is ignored. A share button carries as many (Slack allows 2,000 in a value)."""
MENU = 5  # options behind "…"

NOBODY = Person("none", "none", "none")
"""The person for pure commands, whose answer is the same for everybody."""
NOT_FOR_AGENTS = "I can't change anything from here. Ask me in Slack or Teams instead."

Attach = Callable[[Reply, Person], Reply]

log = structlog.get_logger()


class Router:
    """Answers requests with the registered commands.

    Answers of pure commands about a known name are cached until the content is swapped, by the line's hash and by
    whether they can be shared. Other answers may quote typed text and are not cached. `contexts` remembers what answers
    were about, so that follow-ups can go on from there. `public_url` is the address from which platforms load pictures;
    if it is empty, replies have text in their place. `attach` adds links to the files of an answer's document.
    """

    def __init__(
        self,
        services: BotServices,
        contexts: Contexts | None = None,
        public_url: str = "",
        attach: Attach = lambda answer, person: answer,
    ) -> None:
        self.services, self.public_url, self.attach = services, public_url, attach
        self._grammar = _grammar_of(services.commands)
        self._contexts = contexts or InMemoryContexts()
        self._cache = AnswerCache()

    @property
    def commands(self) -> Commands:
        """The registered commands."""
        return self.services.commands

    @property
    def library(self) -> Library:
        """The current content."""
        return self.services.library

    async def library_of(self, person: Person) -> Library:
        """The current content as this person's workspace sees it."""
        return (await self.services.of(person)).library

    async def answer(self, request: Request) -> Reply:
        """The reply to a line of text. Never raises: an error becomes a reply with a reference to the log."""
        try:
            line = fold_space(request.text)
            services = await self.services.of(request.person)
            whole = line
            if is_pasted(line):
                await asyncio.to_thread(services.library.prepare_scan)
                whole = fold_columns(request.text)
            if (read := long_text(whole, request, self.commands, services.library)) is not None:
                return await self._explained(*read, request, Reading(self._grammar, services))
            request = replace(request, text=line[:LONGEST_LINE])
            reading = Reading(self._grammar, services)
            topic = await self._recalled(request)
            whole = (topic and completed_follow_up(request.text, topic, reading)) or request.text
            answer = await self._answer(replace(request, text=whole), reading)
            if topic and topic.offered and whole != request.text and number_in(words_of(request.text)) is None:
                answer = with_other_meanings(answer, whole, topic)
            request = replace(request, text=whole)
            answer = await self._with_hint(request, answer)
            answer = self._remembered(request, answer)
            return answer if len(line) <= LONGEST_LINE else _note_truncated(answer)
        except Exception as error:
            return reply(
                text("Something went wrong on my side. Please try again in a moment."),
                note(f"If this keeps happening, give your admin this reference: {_log_failure(error)}"),
                shareable=False,
            )

    async def is_addressed(self, request: Request, *, to_others: bool = False) -> bool:
        """Whether a message in a thread is meant for the bot, although it doesn't mention it. Never raises.

        It is if the last answer in the thread was for this person, nobody else has written since, and the line asks
        for something that the bot knows. After any other line but thanks and the like, people are talking to each
        other: the bot then stays silent until it's mentioned. `to_others`: the message mentions other people.
        """
        try:
            context = await self._contexts.recall_closest(request)
            if context is None or not context.topic.command:
                return False
            line = fold_space(request.text)
            if context.continues and not to_others:
                if await self._asks(line, replace(request, hint=""), context.topic):
                    return True
                services = await self.services.of(request.person)
                if small_talk_in(line, services.library) is not None:
                    return False
            await self._contexts.interrupt(request)
        except Exception as error:
            _log_failure(error)
        return False

    async def _explained(self, command: Command, whole: str, request: Request, reading: Reading) -> Reply:
        """The reply to a long text. Neither the text nor its answer is cached."""
        line = CommandLine(command, whole)
        answer = await self._run(line, replace(request, text=whole), reading)
        return self._remembered(request, _with_command(answer, line))

    def cached_answer(self, request: Request) -> Reply | None:
        """The cached reply to a line; None if there is none for the current content."""
        if not self._cache.may_have(request.text, self.services.library):
            return None
        library = self.services.ready(request.person)
        answer = self._cache.get(request.text, library, can_share=_can_share(request)) if library else None
        return answer and self._remembered(request, answer)

    async def suggest_names(self, typed: str, limit: int, person: Person, kind: str = "entry") -> list[str]:
        """Names of entries that complete typed text, the best first; of time zones for kind "zone"."""
        typed = fold_space(typed)[:LONGEST_LINE]
        if kind == "zone":
            return suggest_zones(typed, limit)
        library = (await self.services.of(person)).library
        prefix = typed.casefold().strip()
        starting = [entry.name for entry in library.entries if entry.name.casefold().startswith(prefix)]
        match = library.match(typed)
        matching = [entry.name for entry in (match.entry, *match.suggestions) if entry is not None]
        containing = [entry.name for entry in library.entries if prefix in entry.name.casefold()]
        return list(dict.fromkeys([*starting, *matching, *containing]))[:limit]

    def read(self, typed: str) -> CommandLine:
        """The command line that a text means by itself."""
        return Reading(self._grammar, self.services).command_line(typed)

    async def _recalled(self, request: Request) -> Topic | None:
        """What the last answer was about, if the line may go on from it."""
        if request.pressed or _is_alone(request) or len(request.text) > LONGEST_FOLLOW_UP:
            return None
        return await self._contexts.recall(request)

    async def _asks(self, line: str, request: Request, topic: Topic) -> bool:
        """Whether the bot is sure to know what a line asks for."""
        reading = Reading(self._grammar, await self.services.of(request.person))
        library = reading.library
        completed = completed_follow_up(line, topic, reading)
        whole = completed or line
        if not may_be_addressed(line, whole, self.commands, library):
            return False
        if not is_request(line) and without_its_word(line) is not None:
            return False  # "budget", "too long": people say so to each other
        if completed and topic.command == "quiz":
            return True
        command_line = reading.command_line(whole)
        if command_line.shared or not command_line.command.pure:
            return False
        answer = await self._answer(replace(request, text=whole), reading)
        return answer.topic is not None and uses_every_word(command_line, answer.topic, library)

    async def _with_hint(self, request: Request, answer: Reply) -> Reply:
        """The first answer of a conversation, with the request's hint; later answers as they are."""
        if not request.hint or answer.topic is None or await self._contexts.recall_closest(request) is not None:
            return answer
        return replace(answer, blocks=before_actions(answer.blocks, [note(request.hint)]))

    def _remembered(self, request: Request, answer: Reply) -> Reply:
        """The answer, once its topic is remembered for follow-ups."""
        if answer.topic is not None and not _is_alone(request):
            self._contexts.remember(request, answer.topic)
        return answer

    def _rated(self, answer: Reply, library: Library) -> Reply:
        """The answer with what a thumb counts for, if people can rate answers here."""
        if self.services.feedback is None or answer.rated is not None:
            return answer
        return replace(answer, rated=rated_by(answer, library))

    async def _answer(self, request: Request, reading: Reading) -> Reply:
        """The cached reply to a line, or a new one, stored if it may be."""
        if (cached := self.cached_answer(request)) is not None:
            return cached
        library = reading.content
        line = reading.command_line(request.text)
        pure = line.command.pure
        if pure:
            answer = await self._run(line, Request(line.rest, NOBODY), reading)
            answer = with_further(with_left_out(answer, line, reading.library), line)
        else:
            answer = await self._run(line, replace(request, text=line.rest), reading)
            answer = with_unused(answer, line, reading.library)
        has_file = answer.document is not None or answer.data is not None
        if has_file:
            answer = self.attach(answer, request.person)
        answer = self._rated(_with_command(_for_place(answer, request, line), line), reading.library)
        is_current = library.reviewed is self.services.library  # the content may have been replaced in the meantime
        # Links to files are new each time.
        if pure and is_current and not has_file and not line.shared and is_cacheable(request.text, line.rest, library):
            self._cache.store(request.text, answer, library, can_share=_can_share(request))
        return answer

    async def _run(self, line: CommandLine, request: Request, reading: Reading) -> Reply:
        """Run a command, unless an agent may not; its diagrams get the addresses of their images."""
        if request.agent and not line.command.is_for_agents:
            return reply(text(NOT_FOR_AGENTS), shareable=False)
        return with_addresses(await line.command.run(request, reading.services), self.public_url)


@lru_cache(maxsize=2)
def _grammar_of(commands: Commands) -> Grammar:
    """The grammar of some commands. All routers over them share it: building one takes a few milliseconds."""
    return Grammar(commands)


def _log_failure(error: Exception) -> str:
    """Log an error without its message, which may contain typed text; returns the reference in the log."""
    reference = secrets.token_hex(4)
    log.error("router.failed", reference=reference, error=type(error).__name__, at=location_of(error))
    return reference


def _with_command(answer: Reply, line: CommandLine) -> Reply:
    """The answer with the command in its topic, if the handler hasn't named another."""
    if answer.topic is None or answer.topic.command:
        return answer
    return replace(answer, topic=replace(answer.topic, command=line.command.name))


def _is_alone(request: Request) -> bool:
    """Whether an agent's line belongs to no conversation."""
    return request.agent and request.place.channel is None


def _can_share(request: Request) -> bool:
    """Whether there is a channel to share with that doesn't see the answer already."""
    return request.place.kind == "channel" and not request.place.public


def _for_place(answer: Reply, request: Request, line: CommandLine) -> Reply:
    """Make an answer public if it is shared, or add a share button if it could be."""
    if not answer.shareable or answer.visibility is Visibility.CHANNEL:
        return answer
    if line.shared:
        return answer.shared(request.person if _can_share(request) else None)
    if _can_share(request) and not answer.dialog:
        return _offer_share(answer, str(line))
    return answer


def fold_space(text: str) -> str:
    """Collapse each run of whitespace to one space, or to one line break if it contains any."""
    return "\n".join(row for line in text.splitlines() if (row := " ".join(line.split())))


def _note_truncated(answer: Reply) -> Reply:
    return replace(
        answer, blocks=(*answer.blocks, note("That was long, so I read only the beginning. Try sending it in parts."))
    )


def _offer_share(answer: Reply, line: str) -> Reply:
    """Add a share button: behind "…" if there is a menu, in the last row if it has room, or in a row of its own."""
    share = Button("Share with channel", f"{SHARE} {line}")
    if len(share.command) > LONGEST_LINE:
        return answer
    blocks = answer.blocks
    for at, block in enumerate(blocks):
        match block:
            case Actions(elements=(*elements, Overflow(options=options))) if len(options) < MENU:
                more = Overflow((*options, Option(share.label, share.command)))
                return replace(answer, blocks=(*blocks[:at], Actions((*elements, more)), *blocks[at + 1 :]))
    end = before_small_print(blocks)
    last = blocks[end - 1] if end else None
    if isinstance(last, Actions) and len(last.elements) < ROW:
        return replace(answer, blocks=(*blocks[: end - 1], Actions((*last.elements, share)), *blocks[end:]))
    return replace(answer, blocks=(*blocks, Actions((share,))))

"""Answer command lines and sentences from every platform, whether typed or carried by a button, menu or form."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import blake2b

import structlog
from cachetools import LRUCache

from bot.background import location_of
from bot.contexts import Contexts, InMemoryContexts
from bot.follow_up import FollowUps
from bot.intent import SHARE, CommandLine, Grammar, Reading
from content.library import Library
from handlers.command import Commands, Services
from handlers.daily_term.wish import suggest_zones
from handlers.left_out import left_out_note, without_details
from handlers.lookup import sense_taken
from handlers.parsing.level_and_count import parse as parse_level_and_count
from handlers.reply import Actions, Block, Button, Note, Reply, Visibility, note, reply, text
from handlers.request import Person, Request

LONGEST_LINE = 1000
"""Characters that are read; the rest is ignored. A share button carries as many (Slack allows 2,000 in a value)."""
ROW = 5  # buttons per row

CACHE_SIZE = 2000
"""Cached answers, about 5 kB each."""
LONGEST_CACHED = 100
"""Characters of a line whose answer is cached; longer lines rarely repeat."""
NOBODY = Person("none", "none", "none")
"""The person for pure commands, whose answer is the same for everybody."""

Attach = Callable[[Reply], Reply]
CacheKey = tuple[bytes, bool]
"""A keyed hash of the line, and whether its answer can be shared."""

log = structlog.get_logger()


class Router:
    """Answers requests with the registered commands.

    Answers of pure commands about a known name are cached until the content is swapped, by the line's hash and by
    whether they can be shared. Other answers may quote typed text and are not cached. `contexts` remembers what answers
    were about, so that follow-ups can go on from there. `attach` adds links to the files of an answer's document.
    """

    def __init__(
        self, services: Services, contexts: Contexts | None = None, attach: Attach = lambda answer: answer
    ) -> None:
        self.services = services
        self.attach = attach
        self._grammar = Grammar(services.commands)
        self._contexts = contexts or InMemoryContexts()
        self._cache: LRUCache[CacheKey, Reply] = LRUCache(CACHE_SIZE)
        self._cached_from: Library | None = None
        self._hash_key = secrets.token_bytes(16)

    @property
    def commands(self) -> Commands:
        """The registered commands."""
        return self.services.commands

    async def answer(self, request: Request) -> Reply:
        """The reply to a line of text. Never raises: an error becomes a reply with a reference to the log."""
        try:
            line = fold_space(request.text)
            request = replace(request, text=line[:LONGEST_LINE])
            reading = Reading(self._grammar, self.services)
            request = replace(request, text=await self._completed(request, reading))
            answer = self._remembered(request, await self._answer(request, reading))
            return answer if len(line) <= LONGEST_LINE else _note_truncated(answer)
        except Exception as error:
            reference = secrets.token_hex(4)
            log.error("router.failed", reference=reference, error=type(error).__name__, at=location_of(error))
            return reply(
                text("Something went wrong on my side. Please try again in a moment."),
                note(f"If this keeps happening, give your admin this reference: {reference}"),
                shareable=False,
            )

    def cached_answer(self, request: Request) -> Reply | None:
        """The cached reply to a line; None if there is none for the current content."""
        if len(request.text) > LONGEST_CACHED or self.services.library is not self._cached_from:
            return None
        answer = self._cache.get(self._key(request))
        return answer and self._remembered(request, answer)

    def suggest_names(self, typed: str, limit: int, kind: str = "entry") -> list[str]:
        """Names of entries that complete typed text, the best first; of time zones for kind "zone"."""
        typed = fold_space(typed)[:LONGEST_LINE]
        if kind == "zone":
            return suggest_zones(typed, limit)
        library = self.services.library
        prefix = typed.casefold().strip()
        starting = [entry.name for entry in library.entries if entry.name.casefold().startswith(prefix)]
        match = library.match(typed)
        matching = [entry.name for entry in (match.entry, *match.suggestions) if entry is not None]
        containing = [entry.name for entry in library.entries if prefix in entry.name.casefold()]
        return list(dict.fromkeys([*starting, *matching, *containing]))[:limit]

    def read(self, typed: str) -> CommandLine:
        """The command line that a text means by itself."""
        return Reading(self._grammar, self.services).command_line(typed)

    async def _completed(self, request: Request, reading: Reading) -> str:
        """The line, or the whole line that it means as a follow-up to the last answer."""
        topic = None if request.pressed else await self._contexts.recall(request)
        return (topic and FollowUps(reading).complete(request.text, topic)) or request.text

    def _remembered(self, request: Request, answer: Reply) -> Reply:
        if answer.topic is not None:
            self._contexts.remember(request, answer.topic)
        return answer

    async def _answer(self, request: Request, reading: Reading) -> Reply:
        if (cached := self.cached_answer(request)) is not None:
            return cached
        library = self.services.library
        line = reading.command_line(request.text)
        if not line.command.pure:
            answer = await line.command.run(replace(request, text=line.rest), reading)
            return _with_command(_for_place(answer, request, line), line)
        answer = await line.command.run(Request(line.rest, NOBODY), reading)
        answer = _with_left_out(answer, line, reading.library)
        if answer.document is not None:  # its links are new each time, so it isn't cached
            return _with_command(_for_place(self.attach(answer), request, line), line)
        answer = _with_command(_for_place(answer, request, line), line)
        if not line.shared and library is self.services.library and _is_cacheable(request.text, line.rest, library):
            self._store(request, answer, library)
        return answer

    def _store(self, request: Request, answer: Reply, library: Library) -> None:
        if library is not self._cached_from:
            self._cache.clear()
            self._cached_from = library
        self._cache[self._key(request)] = answer

    def _key(self, request: Request) -> CacheKey:
        line = request.text.encode(errors="surrogatepass")
        return blake2b(line, digest_size=16, key=self._hash_key).digest(), _can_share(request)


def _with_left_out(answer: Reply, line: CommandLine, library: Library) -> Reply:
    """The answer with notes on the sense in which it took a form, and on words that it did not use."""
    topic = answer.topic
    if topic is None or not topic.entries:
        return answer
    notes: list[Note | None] = []
    rest = without_details(line.command, line.rest, library)
    match = library.match(rest)
    if match.ambiguous and len(match.suggestions) == 1 and not match.outside:
        sense = sense_taken(match.suggestions[0], match.ambiguous)
        notes.append(sense if sense not in answer.blocks else None)
    if not topic.offered and not library.is_form(rest):
        notes.append(left_out_note(rest, library.linked(topic.entries), library))
    return replace(answer, blocks=_before_actions(answer.blocks, notes))


def _is_cacheable(text: str, rest: str, library: Library) -> bool:
    """Whether a line is short, and its command's arguments are only a known form, a level and a count.

    A command alone can be a follow-up, so its answer depends on what was asked before.
    """
    if len(text) > LONGEST_CACHED:
        return False
    is_form = library.is_form
    return is_form(rest) or is_form(parse_level_and_count(rest, is_form).rest)


def _before_actions(blocks: tuple[Block, ...], added: Sequence[Block | None]) -> tuple[Block, ...]:
    """The blocks with more of them, before the buttons at the end."""
    end = len(blocks)
    while end and isinstance(blocks[end - 1], Actions):
        end -= 1
    return (*blocks[:end], *(block for block in added if block is not None), *blocks[end:])


def _with_command(answer: Reply, line: CommandLine) -> Reply:
    if answer.topic is None or answer.topic.command:
        return answer
    return replace(answer, topic=replace(answer.topic, command=line.command.name))


def _can_share(request: Request) -> bool:
    return request.place.kind == "channel" and not request.place.public


def _for_place(answer: Reply, request: Request, line: CommandLine) -> Reply:
    """Make an answer public if it is shared, or add a share button if it could be."""
    if not answer.shareable or answer.visibility is Visibility.CHANNEL:
        return answer
    if line.shared:
        return answer.shared(request.person.name)
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
    share = Button("Share with channel", f"{SHARE} {line}")
    if len(share.command) > LONGEST_LINE:
        return answer
    last = answer.blocks[-1]
    if isinstance(last, Actions) and len(last.elements) < ROW:
        return replace(answer, blocks=(*answer.blocks[:-1], Actions((*last.elements, share))))
    return replace(answer, blocks=(*answer.blocks, Actions((share,))))

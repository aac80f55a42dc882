"""Text → command → reply: the one way in for typed words, buttons, menus and forms of every platform."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace

import structlog
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.tasks import where
from content.lexicon import lexicon
from handlers.command import Command, Commands, Request, Services
from handlers.reply import Actions, Button, Reply, Visibility, note, reply, text

SHARE = "share"
LONGEST_LINE = 1000  # characters of a line that a share button still carries; Slack's own limit is 2,000 for a value
LONGEST_SENTENCE = 400  # characters of a sentence that are searched for cues; who writes more is not asking a question
SHORTEST_MISTYPED = 4  # letters: shorter words are too near to each other
ROW = 5  # buttons: what a row holds before another is begun

# "<@U123> ", "@dragoman, ", "hey ": what stands before the actual words.
_ADDRESS = re.compile(r"^\s*(?:(?:<@\w+>|@?dragoman\b)[\s,:]*|(?:hi|hello|hey|please|pls|ok)\b[\s,!.]+(?=\w))+", re.I)
_FIRST = re.compile(r"/?([^\s,:]+)[,:]?\s*")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Line:
    """A command line: the command and what stands after its word."""

    command: Command
    rest: str

    def __str__(self) -> str:
        return f"{self.command.name} {self.rest}".strip()


class Router:
    """Answers requests with the registered commands."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self._default = self._named("define")
        self._help = self._named("help")
        self._cues = _by_length(services.commands)

    @property
    def commands(self) -> Commands:
        """The registered commands."""
        return self.services.commands

    async def answer(self, request: Request) -> Reply:
        """The reply to a whole line of text; failures become a reply with a reference, and never leave here."""
        try:
            return await self._answer(request)
        except Exception as error:
            reference = secrets.token_hex(4)
            log.error("router.failed", reference=reference, error=type(error).__name__, at=where(error))
            return reply(
                text("Something went wrong on my side. Please try again in a moment."),
                note(f"If it stays, tell whoever runs me this reference: {reference}"),
                shareable=False,
            )

    def suggest_names(self, typed: str, limit: int) -> list[str]:
        """Names of entries for a field that completes while typing, the best first."""
        library = self.services.library
        wanted = typed.casefold().strip()
        starts = [entry.name for entry in library.entries if entry.name.casefold().startswith(wanted)]
        found = library.match(typed)
        near = [entry.name for entry in (found.entry, *found.suggestions) if entry is not None]
        inside = [entry.name for entry in library.entries if wanted in entry.name.casefold()]
        return list(dict.fromkeys([*starts, *near, *inside]))[:limit]

    def parse(self, typed: str) -> tuple[Line, bool]:
        """The command line that a text means, and whether its answer is to be shared."""
        typed = _ADDRESS.sub("", typed).strip()
        first, rest = _split(typed)
        shared = first == SHARE and bool(rest)
        if shared:
            typed, (first, rest) = rest, _split(rest)
        if not typed:
            return Line(self._help, ""), shared
        command = self.commands.find(first) or self._mistyped(first)
        if command is not None and not self._is_name(typed, rest):
            return Line(command, rest), shared
        return self._sentence(typed), shared

    def _is_name(self, typed: str, rest: str) -> bool:
        """Whether the words are a name as a whole ("staff officer") and not a command with a name behind it."""
        by_name = self.services.library.by_name
        return bool(rest) and by_name(typed) is not None and by_name(rest) is None

    def _mistyped(self, word: str) -> Command | None:
        """The command that a word with a slip of the finger means; real English words are left alone."""
        if len(word) < SHORTEST_MISTYPED or lexicon().is_english(word):
            return None
        near = extractOne(word, self.commands.words, scorer=OSA.distance, score_cutoff=1)
        return self.commands.find(near[0]) if near else None

    def _sentence(self, typed: str) -> Line:
        """A sentence asks for the command with the longest cue in it, else for a definition."""
        lowered = f" {typed.casefold()} " if len(typed) <= LONGEST_SENTENCE else ""
        found = next(((cue, command) for cue, command in self._cues if _has(lowered, cue)), None)
        if found is None or self._names(typed, found[0]):
            return Line(self._default, typed)
        cue, command = found
        rest = typed if cue != cue.strip() else re.sub(rf"\b{re.escape(cue)}\b", " ", typed, count=1, flags=re.I)
        return Line(command, " ".join(rest.split()))

    def _names(self, typed: str, cue: str) -> bool:
        """Whether the cue is part of a name that is asked for ("competency-based interview")."""
        entry = self.services.library.match(typed).entry
        return entry is not None and any(cue in form.casefold() for form in (entry.name, *entry.aliases))

    async def _answer(self, request: Request) -> Reply:
        line, shared = self.parse(request.text)
        answer = await line.command.run(replace(request, text=line.rest), self.services)
        if not answer.shareable or answer.visibility is Visibility.CHANNEL:
            return answer
        if shared:
            return answer.shared(request.person.name)
        if request.place.kind == "channel" and not request.place.public and not answer.dialog:
            return _offer_share(answer, str(line))
        return answer

    def _named(self, name: str) -> Command:
        command = self.commands.find(name)
        if command is None:
            raise ValueError(f'the router needs a command "{name}"')
        return command


def _split(typed: str) -> tuple[str, str]:
    """The first word in lower case without a slash, and the rest."""
    found = _FIRST.match(typed)
    return (found[1].casefold(), typed[found.end() :].strip()) if found else ("", typed)


def _by_length(commands: Commands) -> list[tuple[str, Command]]:
    cues = [(cue, command) for command in commands for cue in command.cues]
    return sorted(cues, key=lambda pair: -len(pair[0]))


def _has(sentence: str, cue: str) -> bool:
    """Whether the cue stands in the sentence between word borders."""
    return cue in sentence and re.search(rf"(?<!\w){re.escape(cue.strip())}(?!\w)", sentence) is not None


def _offer_share(answer: Reply, line: str) -> Reply:
    if len(line) > LONGEST_LINE:
        return answer
    share = Button("Share with channel", f"{SHARE} {line}")
    last = answer.blocks[-1]
    if isinstance(last, Actions) and len(last.elements) < ROW:
        return replace(answer, blocks=(*answer.blocks[:-1], Actions((*last.elements, share))))
    return replace(answer, blocks=(*answer.blocks, Actions((share,))))

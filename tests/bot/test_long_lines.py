"""Long lines: only the start is read, and none takes long."""

from __future__ import annotations

import time

import pytest

from bot.router import LONGEST_LINE, NOBODY, Router, fold_space
from bot.slack.unescape import decode
from bot.teams.inbound import read
from handlers.registry import find_commands
from handlers.reply import Visibility
from handlers.request import Place
from tests.conftest import Ask
from tests.support.hypothesis_profiles import some
from tests.support.transcript import pressable, seen

CHANNEL = Place("channel", "C1")
COMMANDS = [command.name for command in find_commands()]
LIMIT = 1.0
"""Seconds of CPU for one line. Usually milliseconds; a quadratic algorithm would take a minute."""
SLACK_LONGEST, TEAMS_LONGEST = 40_000, 256_000
RUNS = [
    *(" ", "\t", "\n", "\xa0", "9", "9 ", "9:9:", ".", "-", "(", "[", '"', "'", ",", "a", "a ", "As ", "א ", "é"),
    *("7 years ", "24 dec ", "UTC+2 ", "+ ", "A&T ", "mon/ ", "on ", "consul ", "embasy ", "from 9 ", "<@U1> ", "& "),
]
CUT = "so I read only the beginning"


@pytest.mark.hypothesis
@pytest.mark.parametrize("command", COMMANDS)
async def test_no_line_takes_long(command: str, ask: Ask) -> None:
    heads = [command, *(words for words in ("tips on", "tips move", "tips skip") if command == "tips")]
    for head in heads:
        await ask(head)  # load what is loaded on first use
        for run in some(RUNS, every=3, start=COMMANDS.index(command)):
            line = f"{head} a{run * (SLACK_LONGEST // len(run))}b"
            started = time.process_time()
            await ask(line, CHANNEL)
            assert time.process_time() - started < LIMIT, (head, run)


@pytest.mark.parametrize("kind", ["entry", "zone"])
async def test_no_completion_takes_long(router: Router, kind: str) -> None:
    await router.suggest_names("a", 10, NOBODY, kind)
    for run in RUNS:
        started = time.process_time()
        await router.suggest_names(run * (TEAMS_LONGEST // len(run)), 10, NOBODY, kind)
        assert time.process_time() - started < LIMIT, run


@pytest.mark.parametrize(
    "run",
    [
        *RUNS,
        "<",
        "<@",
        "<@U1|",
        "<!",
        "<#C1|",
        "in <#",
        "[channel:",
        "in [channel:",
        ":a:",
        ":+",
        "<a:",
        "<at>",
        "<attachment ",
        "&lt;",
    ],
)
def test_no_text_takes_long_to_decode(run: str) -> None:
    text = f"a{run * (TEAMS_LONGEST // len(run))}b"
    started = time.process_time()
    decode(text)
    read(_activity(text))
    assert time.process_time() - started < LIMIT


def _activity(text: str) -> dict[str, object]:
    return {
        "type": "message",
        "id": "1",
        "text": text,
        "serviceUrl": "https://smba.example",
        "from": {"id": "29:1", "name": "Anna"},
        "recipient": {"id": "28:bot", "name": "Dragoman"},
        "conversation": {"id": "a:1", "conversationType": "personal"},
        "channelData": {"tenant": {"id": "T1"}},
    }


def test_spaces_collapse_and_line_breaks_stay() -> None:
    assert fold_space("  a \t b\xa0\xa0c \n\n  d\r\ne ") == "a b c\nd\ne"


@pytest.mark.parametrize("space", ["   ", " \t ", "\n\n\n", "\xa0"])
async def test_any_whitespace_separates_words(ask: Ask, space: str) -> None:
    assert "Like " in seen(await ask(f"define{space}permanent{space}mission{space}"))


async def test_the_start_of_a_long_text_is_answered(ask: Ask) -> None:
    pasted = "Consul at the Consulate General of Italy in Lyon. " * 60
    reply = await ask(f"define {pasted}", CHANNEL)
    assert seen(reply).startswith("Consul\n")
    assert CUT in seen(reply)
    assert "Share with channel" not in pressable(reply)


async def test_a_text_of_maximum_length_is_read_whole(ask: Ask) -> None:
    line = "define consul" + "?" * (LONGEST_LINE - len("define consul"))
    assert CUT not in seen(await ask(line))
    assert CUT in seen(await ask(f"{line}?"))


async def test_a_shareable_line_is_not_truncated_when_shared(ask: Ask) -> None:
    for length in range(LONGEST_LINE - 12, LONGEST_LINE + 1):
        reply = await ask("define consul".ljust(length, "?"), CHANNEL)
        if line := pressable(reply).get("Share with channel"):
            shared = await ask(line, CHANNEL)
            assert shared.visibility is Visibility.CHANNEL
            assert CUT not in seen(shared)


async def test_numbers_after_a_name_are_read(ask: Ask) -> None:
    assert "Senior questions: Consul" in seen(await ask("questions senior consul 2"))
    assert "Group of 77" in seen(await ask("questions group of 77 2"))

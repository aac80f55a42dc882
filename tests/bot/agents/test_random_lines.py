"""Any line gives a result that fits its schema, and blocks that Slackbot shows.

`python -m tests.bot.agents.test_random_lines 10000` tries as many lines and prints how many there were of each outcome.
"""

from __future__ import annotations

import asyncio
import random
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from bot.agents.caller import LOCAL
from bot.agents.calls import Calls, validate
from bot.agents.limits import TEXT_LENGTH
from bot.agents.slackbot import blocks_of
from bot.agents.tools import ASK
from bot.app import build
from bot.conversation import Conversations
from bot.settings import Settings
from content.library import Library
from tests.bot.agents.slackbot import check_blocks
from tests.bot.slack.replies import NASTY
from tests.support.hypothesis_profiles import examples

VALIDATOR = jsonschema.Draft202012Validator(ASK.answer_schema)
WORDS = re.split(", ", "senior, mid, P-3, FS-02, vs, and, 7y, geneva, arabic, 60 minutes, panel of 3, from 4, all")
MARKUP = re.split(" ", "<@U1> <!channel> [channel:C1] ](https://x.example) `rm` {0} %s | \u202e \x00 é")


def random_line(chance: random.Random, calls: Calls) -> str:
    """A command, entries, words, markup and noise in any order and number."""
    library: Library = calls.library
    commands = [word for command in calls.router.commands for word in (command.name, *command.synonyms)]
    parts = [chance.choice(commands)] if chance.random() < 0.8 else []
    for _ in range(chance.randint(0, 3)):
        entry = chance.choice(library.entries)
        forms = [entry.name, *entry.aliases, *entry.acronyms]
        kinds = (forms, forms, WORDS, MARKUP, NASTY, [_noise(chance)])
        parts.append(chance.choice(chance.choice(kinds)))
    return chance.choice((" ", " ", "  ", "\n")).join(parts)


def _noise(chance: random.Random) -> str:
    return "".join(chr(chance.choice((chance.randint(32, 126), chance.randint(1, 0x2FFF)))) for _ in range(20))


async def check(line: str, calls: Calls) -> str:
    """Ask a line, and check its result; returns the outcome."""
    called = await calls.call(ASK, validate(ASK, {"line": line}), LOCAL)
    problems = list(VALIDATOR.iter_errors(called.data))
    assert not problems, (line, problems[0].message)
    check_blocks(blocks_of(called.reply, Settings(_env_file=None)))
    assert called.answer.text.strip(), line
    return called.answer.outcome


def fitting(line: str) -> bool:
    """Whether the schema of the arguments takes the line; the tests of refusals have the others."""
    return 0 < len(line) <= TEXT_LENGTH and not any("\ud800" <= char <= "\udfff" for char in line)


@examples(20)
@given(seed=st.integers(0, 2**32))
async def test_any_line(calls: Calls, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(5):
        if fitting(line := random_line(chance, calls)):
            await check(line, calls)


@examples(60)
@given(line=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120))
async def test_any_text(calls: Calls, line: str) -> None:
    await check(line, calls)


async def main(count: int) -> Counter[str]:
    """Check `count` random lines with the built-in content."""
    with tempfile.TemporaryDirectory() as folder:
        bot = build(Settings(_env_file=None, data_dir=Path(folder)))
    calls, chance = Calls(Conversations("agents", bot.router)), random.Random(count)
    outcomes: Counter[str] = Counter()
    while outcomes.total() < count:
        if fitting(line := random_line(chance, calls)):
            outcomes[await check(line, calls)] += 1
    return outcomes


if __name__ == "__main__":
    print(asyncio.run(main(int(sys.argv[1]))))

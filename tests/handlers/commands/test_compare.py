"""What is compared with what, however it is put, and what a phone can hold of it."""

from __future__ import annotations

import pytest

from content.library import Library
from handlers.comparison_card import SHOWN_ROWS
from handlers.reply import Heading, Reply, Table
from tests.conftest import Ask
from tests.support.transcript import pressable, seen


def table(reply: Reply) -> Table:
    return next(block for block in reply.blocks if isinstance(block, Table))


@pytest.mark.parametrize(
    "line",
    [
        "compare embassy and permanent mission",
        "compare permanent mission, embassy",
        "compare embassy / permanent mission",
        "difference between an embassy and a permanent mission",
        "what's the diff between an embassy and a permanent mission?",
        "difference b/w embassy & permanent mission",
        "embassy vs. permanent mission",
        "embassy v permanent mission",
        "embassy or permanent mission?",
        "is an embassy the same as a permanent mission",
        "is an embassy different from a permanent mission?",
    ],
)
async def test_however_it_is_put(line: str, ask: Ask) -> None:
    reply = await ask(line)
    assert table(reply).columns[1:] == ("Embassy", "Permanent Mission")


async def test_only_the_columns_that_were_asked_for(library: Library, ask: Ask) -> None:
    wide = next(each for each in library.comparisons if len(each.entries) > 2)
    one, other, *_ = wide.entries
    reply = await ask(f"compare {other} and {one}")
    exact = library.comparison_of(library.linked([one, other]))
    assert exact is not None or table(reply).columns[1:] == (other, one)


async def test_the_first_rows_and_then_all(library: Library, ask: Ask) -> None:
    reply = await ask("compare embassy and permanent mission")
    assert len(table(reply).rows) == SHOWN_ROWS
    label, line = next(each for each in pressable(reply).items() if each[0].startswith("All "))
    comparison = library.comparison_of(library.linked(["Embassy", "Permanent Mission"]))
    assert comparison is not None
    assert label == f"All {len(comparison.rows)} rows"
    assert len(table(await ask(line)).rows) == len(comparison.rows)


async def test_every_comparison_is_found_by_its_entries(library: Library, ask: Ask) -> None:
    for comparison in library.comparisons:
        reply = await ask(f"compare {', '.join(comparison.entries)} all")
        assert reply.blocks[0] == Heading(comparison.name)
        assert table(reply).columns[1:] == comparison.entries


async def test_names_that_hold_an_and_stay_whole(ask: Ask) -> None:
    reply = await ask("compare Monitoring and evaluation and Logical framework")
    assert table(reply).columns[1:] == ("Monitoring and evaluation", "Logical framework")


async def test_what_is_known_is_kept_when_a_part_is_not(ask: Ask) -> None:
    lines = pressable(await ask("compare consul and mission")).values()
    assert lines
    assert all(line.startswith("compare Consul, ") for line in lines)
    assert "flux" in seen(await ask("compare consul and flux capacitor"))


async def test_a_long_line_does_not_hold_up_the_others(ask: Ask) -> None:
    """Each part is looked up once, however many ways there are to cut the line."""
    reply = await ask("compare " + " and ".join(f"diplomtic offcer {number} wih respnsibility" for number in range(9)))
    assert "Something went wrong" not in seen(reply)

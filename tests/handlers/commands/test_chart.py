"""`chart`: who sits where, who reports to whom, and what has no chart."""

from __future__ import annotations

import pytest

from handlers.plain_text import plain_text_of
from tests.conftest import Ask


@pytest.mark.parametrize(
    "line",
    [
        "chart embassy",
        "org chart of an embassy",
        "embassy org chart",
        "who sits in an embassy?",
        "who works at an embassy",
        "structure of an embassy",
        "how is an embassy organised?",
        "hierarchy of an embassy",
        "chain of command in a high commission",
    ],
)
async def test_the_chart_of_an_embassy(ask: Ask, line: str) -> None:
    answer = await ask(line)
    assert answer.title == "Who sits in an embassy"
    for post in ("Head of Mission", "Deputy Head of Mission", "Consular section", "Locally engaged staff"):
        assert post in plain_text_of(answer)
    assert "A common shape, not a rule" in plain_text_of(answer)
    assert "I left out" not in plain_text_of(answer)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("who works in a permanent mission", "Who sits in a permanent mission"),
        ("UN department org chart", "A department of the UN Secretariat"),
    ],
)
async def test_other_charts(ask: Ask, line: str, title: str) -> None:
    assert (await ask(line)).title == title


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("who does a visa officer report to", ("Consular section", "Usually reports to: Deputy Head of Mission.")),
        ("who does the DHM report to", ("Usually reports to: Head of Mission.", "Direct reports: Political section")),
        ("who reports to the ambassador", ("Answers to: the foreign ministry at home.", "Deputy Head of Mission")),
        ("who does a P-4 report to", ("Officers, P-4 and P-3", "Usually reports to: Section chief, P-5.")),
        ("boss of a permanent mission adviser", ("Usually reports to: Heads of section.",)),
        ("who does a second secretary report to", ("isn't fixed", "Second Secretary, 3–8 years ← here")),
        ("who does a consul report to", ("isn't fixed", "One step up: Consul General")),
        ("who does the DPR report to", ("Usually reports to: Permanent Representative.",)),
    ],
)
async def test_who_somebody_reports_to(ask: Ask, line: str, expected: tuple[str, ...]) -> None:
    words = plain_text_of(await ask(line))
    assert [piece for piece in expected if piece not in words] == [], words


@pytest.mark.parametrize("line", ["chart", "org chart of NATO", "who reports to whom"])
async def test_the_charts_are_offered_if_none_is_named_or_known(ask: Ask, line: str) -> None:
    answer = await ask(line)
    assert "Which chart?" in plain_text_of(answer)
    assert not answer.shareable


async def test_who_works_somewhere_without_a_chart_is_the_staff_section(ask: Ask) -> None:
    assert "Who works there" in (await ask("staff permanent mission")).title

"""Every regular expression of the program in linear time, whatever run of characters it meets."""

from __future__ import annotations

import ast
import functools
import gc
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.hypothesis_profiles import some

PACKAGES = ("content", "handlers", "bot")
SIZES = (400, 4_000, 40_000)
GROWTH = 40  # times as long for ten times the text: between linear (10) and quadratic (100)
FLOOR = 0.1  # seconds of CPU that are no growth yet; a quadratic pattern takes far longer at the last size
FAST = 0.001  # seconds after which the next size is tried: a quadratic pattern takes more at 4,000 characters
RUNS = [*" \t\n\xa09.-([\"'’,<@*_a", "a ", "9 ", ", ", "<a", "[a]("]
_LITERAL = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.S)
_UNBOUNDED = re.compile(r"[*+]|\{\d*,\}")
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,12}")


def _patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, dict):
        for pair in value.items():
            yield from _patterns_in(pair)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for part in value:
            yield from _patterns_in(part)


def _inline(path: Path) -> Iterator[re.Pattern[str]]:
    """The literal patterns of calls such as `re.sub(r"…", …)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re")), args=[ast.Constant(value=str(pattern)), *_]):
                yield re.compile(pattern)
            case _:
                pass


@functools.cache
def all_patterns() -> dict[str, re.Pattern[str]]:
    patterns: dict[str, re.Pattern[str]] = {}
    for package in PACKAGES:
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            if module.name.endswith((".__main__", ".migrations.env")):  # they run when they are imported
                continue
            loaded = importlib.import_module(module.name)
            for name, value in vars(loaded).items():
                for pattern in _patterns_in(value):
                    patterns.setdefault(f"{pattern.pattern}/{int(pattern.flags)}", pattern)
                    if name.startswith("__"):
                        break
            for pattern in _inline(Path(str(loaded.__file__))):
                patterns.setdefault(f"{pattern.pattern}/{int(pattern.flags)}", pattern)
    return patterns


def _may_grow(pattern: re.Pattern[str]) -> bool:
    """Whether a pattern repeats anything without a bound. One that doesn't looks at a fixed number of characters from
    each place on, so its time is linear.
    """
    return _UNBOUNDED.search(_LITERAL.sub("", pattern.pattern)) is not None


@functools.cache
def unbounded() -> list[str]:
    """The keys of the patterns that may grow."""
    return [key for key, pattern in sorted(all_patterns().items()) if _may_grow(pattern)]


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    """CPU seconds to find all matches: what `sub`, `split`, `search` and `finditer` do at most."""
    started = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - started


def _grows(pattern: re.Pattern[str], unit: str, sizes: tuple[int, ...]) -> bool:
    """Whether ten times the text takes far more than ten times as long."""
    before = 0.0
    for size in sizes:
        text = f"9 a{unit * (size // len(unit))}b!"
        taken = _seconds(pattern, text)
        if size == sizes[0]:
            taken = min(taken, _seconds(pattern, text))  # what the others are compared with
        if size == SIZES[1] and taken < FAST:
            return False
        if taken > GROWTH * before + FLOOR:  # a busy machine can stall a run once, but not each of three
            taken = min(taken, *(_seconds(pattern, text) for _ in range(2)))
            if taken > GROWTH * before + FLOOR:
                return True
        before = taken
    return False


@pytest.fixture(autouse=True)
def _without_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def test_the_patterns_are_found() -> None:
    assert len(all_patterns()) > 150
    assert any("difference" in key for key in all_patterns())


def test_a_quadratic_pattern_is_noticed() -> None:
    assert _grows(re.compile(r"\s+x"), " ", (400, 24_000))


@pytest.mark.parametrize(
    ("pattern", "may_grow"),
    [(r"\s+x", True), ("[a-z]*!", True), ("a{2,}", True), (r"\+[*+]{0,3}\*?", False), ("a{2,9}(?:b|c)?", False)],
)
def test_patterns_without_a_bound_are_told(pattern: str, may_grow: bool) -> None:
    assert _may_grow(re.compile(pattern)) == may_grow


@pytest.mark.hypothesis
def test_no_run_of_characters_takes_more_than_linear_time() -> None:
    for key in some(unbounded(), every=2):
        assert next((unit for unit in RUNS if _grows(all_patterns()[key], unit, SIZES)), None) is None, key


@pytest.mark.hypothesis
def test_no_run_of_its_own_words_takes_more_than_linear_time() -> None:
    """Such as "on on on …" for a pattern that reads any number of them."""
    for key in some(unbounded(), every=2, start=1):
        pattern = all_patterns()[key]
        words = list(dict.fromkeys(_WORD.findall(pattern.pattern)))[:30]
        units = [f"{word}{sign}" for word in words for sign in (" ", ", ", "/ ")]
        assert next((unit for unit in units if _grows(pattern, unit, (400, 4_000))), None) is None, key

"""What the code imports is declared: a dependency of a dependency may go with any release."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
OURS = {"bot", "content", "handlers", "tests"}
PINNED_BY_ANOTHER = {"pydantic_core"}
"""Released together with one that is declared, which demands exactly its version."""


def imported(folder: str) -> set[str]:
    """The top-level modules that a package of ours imports."""
    names: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - OURS - PINNED_BY_ANOTHER


def canonical(name: str) -> str:
    """A distribution's name as https://packaging.python.org/specifications/name-normalization/ has it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_import_is_a_declared_dependency() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {canonical(re.split(r"[\[<>=~! ]", line)[0]) for line in declared}
    distributions = packages_distributions()
    modules = set().union(*(imported(folder) for folder in ("bot", "content", "handlers")))
    undeclared = {
        module for module in modules if not {canonical(each) for each in distributions.get(module, [module])} & names
    }
    assert undeclared == set()


def test_the_pins_hold_every_declared_dependency() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    for file in ("requirements.txt", "requirements-dev.txt"):
        pinned = {canonical(name) for name in re.findall(r"^([\w.-]+)==", (ROOT / file).read_text("utf-8"), re.M)}
        assert {canonical(re.split(r"[\[<>=~! ]", line)[0]) for line in declared} <= pinned, file

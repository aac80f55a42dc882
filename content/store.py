"""The content store: a TinyDB file, built from packs in one atomic step and only read by the bot.

TinyDB writes its file in place and returns mutable cached documents. So a build writes to a temporary file, syncs it
and renames it, and the bot opens the store read-only, reads it once and turns the documents into frozen models.

TinyDB is a given: the project's brief asks for it. No query runs on it, because lookup needs an index of its own
(content/lookup/); tests/bench/lookup.py has the figures.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from tinydb import TinyDB
from tinydb.storages import JSONStorage

from content.disk import cannot_write, reason
from content.errors import OperatorError
from content.library import Library
from content.models import Comparison, Entry, GradeScheme, Model, PackInfo, Role, Term
from content.packs import BUILT_IN, fingerprint, load_packs, pack_id

FORMAT = 1
"""Increase it if a change of the models makes older stores unreadable."""

ABANDONED_SECONDS = 3600.0
"""Age at which a temporary file counts as left behind by a killed build: a build takes seconds."""

Document = dict[str, Any]
M = TypeVar("M", bound=Model)


class StoreError(OperatorError):
    """The store is missing, or cannot be read or written. The message says what to do."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The store that a build wrote, and how much is in it."""

    path: Path
    roles: int
    terms: int
    comparisons: int
    grades: int


def build(roots: Sequence[Path], path: Path) -> BuildResult:
    """Validate the packs and replace the store at `path`.

    Raises PackError for an invalid pack and StoreError if the file cannot be written; the old store then stays as is.
    """
    packs = load_packs(roots)
    entries = [entry for pack in packs for entry in pack.entries]
    tables: dict[str, list[Model]] = {
        "packs": [pack.info for pack in packs],
        "roles": [entry for entry in entries if isinstance(entry, Role)],
        "terms": [entry for entry in entries if isinstance(entry, Term)],
        "comparisons": [comparison for pack in packs for comparison in pack.comparisons],
        "grades": [scheme for pack in packs for scheme in pack.grades],
    }
    meta = {
        "format": FORMAT,
        "fingerprint": fingerprint(roots),
        "built_at": datetime.now(UTC).isoformat(),
        "roots": [_root_name(root) for root in roots],
    }
    try:
        _write(path, tables, meta)
    except OSError as error:
        raise _not_written(path, error) from error
    counts = (len(tables[name]) for name in ("roles", "terms", "comparisons", "grades"))
    return BuildResult(path, *counts)


def read(path: Path) -> Library:
    """Load the library from a store. Raises StoreError if it is missing or broken."""
    meta, tables = _read(path)
    if meta.get("format") != FORMAT:
        raise StoreError(f"{path} was built by another version: run `python -m bot content build`")
    try:
        packs = _models(PackInfo, tables.pop("packs", []))
        entries: list[Entry] = [*_models(Role, tables.pop("roles", [])), *_models(Term, tables.pop("terms", []))]
        comparisons = _models(Comparison, tables.pop("comparisons", []))
        grades = _models(GradeScheme, tables.pop("grades", []))
    except ValidationError as error:
        raise StoreError(f"{path} does not hold valid content: run `python -m bot content build`") from error
    return Library(packs, entries, comparisons, grades, str(meta.get("fingerprint")))


def _models(kind: type[M], documents: list[Document]) -> list[M]:
    """Validate the documents and drop each at once, so that the models can take their memory."""
    documents.reverse()
    return [kind.model_validate(documents.pop()) for _ in range(len(documents))]


def copy(source: Path, path: Path, wanted: str) -> bool:
    """Copy a store that was built elsewhere, if it has this fingerprint. Returns whether it did. Raises StoreError."""
    try:
        meta, _ = _read(source)
    except StoreError:
        return False
    if meta.get("format") != FORMAT or meta.get("fingerprint") != wanted:
        return False
    try:
        _write_whole(path, source.read_bytes())
    except OSError as error:
        raise _not_written(path, error) from error
    return True


def is_built_from(path: Path, roots: Sequence[Path]) -> bool:
    """Whether the store was built from the packs in these folders, even if they have changed or broken since."""
    meta, tables = _read(path)
    if meta.get("roots") != [_root_name(root) for root in roots]:
        return False
    stored_ids = [pack.get("id") for pack in tables.get("packs", ())]
    return all(pack_id(root) in (None, stored_id) for root, stored_id in zip(roots, stored_ids, strict=False))


def _root_name(root: Path) -> str:
    """A pack's folder as recorded in the store. The built-in one has no fixed path: it moves with each installation."""
    return "built-in" if root == BUILT_IN else str(root.absolute())


def sweep(path: Path) -> None:
    """Delete temporary files that killed builds left beside the store.

    Files younger than ABANDONED_SECONDS stay: another process may be writing them.
    """
    for orphan in path.parent.glob(f".{path.name}.*.tmp"):
        with contextlib.suppress(OSError):  # already gone, or on a read-only disk
            if time.time() - orphan.stat().st_mtime > ABANDONED_SECONDS:
                orphan.unlink()


def _not_written(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{cannot_write(path.parent, error)}: set DATA_DIR to a folder that can be written to")


def _write(path: Path, tables: dict[str, list[Model]], meta: dict[str, object]) -> None:
    with (
        _replacing(path) as unfinished,
        TinyDB(unfinished, storage=JSONStorage, encoding="utf-8", ensure_ascii=False) as db,
    ):
        db.table("meta").insert(meta)
        for table, models in tables.items():
            documents = (model.model_dump(mode="json", exclude_defaults=True) for model in models)
            db.table(table).insert_multiple(documents)


def _write_whole(path: Path, content: bytes) -> None:
    with _replacing(path) as unfinished:
        unfinished.write_bytes(content)


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A file to write beside the store; it takes the store's place at the end, and nothing happens if that fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    os.close(handle)
    unfinished = Path(name)
    try:
        yield unfinished
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.chmod(0o644)
        unfinished.replace(path)
        _sync_folder(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the rename durable. Systems that cannot open a folder need no sync for that."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _read(path: Path) -> tuple[Document, dict[str, list[Document]]]:
    """The meta document and the other tables, as lists of documents by name."""
    if not path.is_file():
        raise StoreError(f"there is no content store at {path}: run `python -m bot content build`")
    try:
        with TinyDB(path, access_mode="r", encoding="utf-8") as db:
            stored = db.storage.read() or {}  # all tables at once: TinyDB would parse the file again for each
        tables = {name: [dict(document) for document in table.values()] for name, table in stored.items()}
        (meta,) = tables.pop("meta")
        return meta, tables
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {reason(error)}") from error
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise StoreError(f"{path} is not a content store: run `python -m bot content build`") from error

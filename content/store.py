"""The content store: a TinyDB file, built from packs by one writer in one atomic step and only read by the bot.

TinyDB's own storage writes in place and hands out mutable cached documents. So the file is written under another
name, synced and renamed; reading opens it read-only, once, and makes frozen models of it.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from tinydb import TinyDB
from tinydb.storages import JSONStorage

from content.disk import cannot_write, reason
from content.errors import OperatorError
from content.library import Library
from content.models import Comparison, Entry, Model, PackInfo, Role, Term
from content.packs import BUILT_IN, fingerprint, load_packs, pack_id

FORMAT = 1
"""Raised when the models change so that an older store cannot be read."""

TABLES = ("packs", "roles", "terms", "comparisons")
ABANDONED_SECONDS = 3600.0
"""After this a file that a build began will not be finished: a build takes seconds."""

Document = dict[str, Any]


class StoreError(OperatorError):
    """A store that is missing or cannot be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote."""

    path: Path
    roles: int
    terms: int
    comparisons: int


def build(roots: Sequence[Path], path: Path) -> Built:
    """Validate the packs and replace the store at `path`; on PackError and StoreError the old store stays as it was."""
    packs = load_packs(roots)
    entries = [entry for pack in packs for entry in pack.entries]
    tables: dict[str, list[Model]] = {
        "packs": [pack.info for pack in packs],
        "roles": [entry for entry in entries if isinstance(entry, Role)],
        "terms": [entry for entry in entries if isinstance(entry, Term)],
        "comparisons": [comparison for pack in packs for comparison in pack.comparisons],
    }
    meta = {
        "format": FORMAT,
        "fingerprint": fingerprint(roots),
        "built_at": datetime.now(UTC).isoformat(),
        "roots": [_folder(root) for root in roots],
    }
    try:
        _write(path, tables, meta)
    except OSError as error:
        remedy = "set DATA_DIR to a folder that can be written to"
        raise StoreError(f"{cannot_write(path.parent, error)}: {remedy}") from error
    return Built(path, len(tables["roles"]), len(tables["terms"]), len(tables["comparisons"]))


def read(path: Path) -> Library:
    """The library of a store; StoreError where there is none or it is broken."""
    meta, tables = _read(path)
    if meta.get("format") != FORMAT:
        raise StoreError(f"{path} was built by another version: run `python -m bot content build`")
    try:
        packs = [PackInfo.model_validate(document) for document in tables["packs"]]
        entries: list[Entry] = [Role.model_validate(document) for document in tables["roles"]]
        entries += [Term.model_validate(document) for document in tables["terms"]]
        comparisons = [Comparison.model_validate(document) for document in tables["comparisons"]]
    except ValidationError as error:
        raise StoreError(f"{path} does not hold valid content: run `python -m bot content build`") from error
    return Library(packs, entries, comparisons, str(meta.get("fingerprint")))


def is_of(path: Path, roots: Sequence[Path]) -> bool:
    """Whether the store was built from the packs in these folders, in whatever state they are now."""
    meta, tables = _read(path)
    if meta.get("roots") != [_folder(root) for root in roots]:
        return False
    ids = [pack.get("id") for pack in tables["packs"]]
    return all(pack_id(root) in (None, known) for root, known in zip(roots, ids, strict=False))


def _folder(root: Path) -> str:
    """A pack's folder as a store notes it; the built-in pack moves with each installation."""
    return "built-in" if root == BUILT_IN else str(root.absolute())


def sweep(path: Path) -> None:
    """Remove unfinished files that a killed build left beside the store; a younger one may be another process's."""
    for orphan in path.parent.glob(f".{path.name}.*.tmp"):
        with contextlib.suppress(OSError):  # gone already, or on a disk that cannot be written to
            if time.time() - orphan.stat().st_mtime > ABANDONED_SECONDS:
                orphan.unlink()


def _write(path: Path, tables: dict[str, list[Model]], meta: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    os.close(handle)
    unfinished = Path(name)
    try:
        with TinyDB(unfinished, storage=JSONStorage, encoding="utf-8", ensure_ascii=False) as db:
            db.table("meta").insert(meta)
            for table, models in tables.items():
                documents = (model.model_dump(mode="json", exclude_defaults=True) for model in models)
                db.table(table).insert_multiple(documents)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.chmod(0o644)
        unfinished.replace(path)
        _sync_folder(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Makes the rename itself durable; some systems cannot open a folder, and there the rename is durable by itself."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _read(path: Path) -> tuple[Document, dict[str, list[Document]]]:
    """What is said about the store, and its tables."""
    if not path.is_file():
        raise StoreError(f"there is no content store at {path}: run `python -m bot content build`")
    try:
        with TinyDB(path, access_mode="r", encoding="utf-8") as db:
            stored = db.storage.read() or {}  # all tables at once: each table by itself would read the file again
        (meta,) = (dict(document) for document in stored["meta"].values())
        return meta, {name: [dict(row) for row in stored.get(name, {}).values()] for name in TABLES}
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {reason(error)}") from error
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise StoreError(f"{path} is not a content store: run `python -m bot content build`") from error

"""The store: atomic builds, read-only loading, and reloading in a running bot."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from content import store
from content.errors import PackError
from content.library import Library
from content.live import LiveLibrary
from content.packs import BUILT_IN, fingerprint, load_pack
from tests.content.test_packs import HEAD, TERM, write


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return write(tmp_path / "pack", pack=HEAD, terms__widget=TERM)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "content.json"


def test_a_built_store_reads_back_the_same_content(path: Path) -> None:
    built = store.build([BUILT_IN], path)
    pack = load_pack(BUILT_IN)
    library = store.read(path)
    assert built.roles == len(library.roles)
    assert {entry.name: entry for entry in library.entries} == {entry.name: entry for entry in pack.entries}
    assert set(library.comparisons) == set(pack.comparisons)
    assert library.grades == pack.grades
    assert built.grades == len(pack.grades)
    assert library.packs == (pack.info,)


def test_a_broken_pack_leaves_the_store_unchanged(small: Path, path: Path) -> None:
    store.build([small], path)
    before = path.read_bytes()
    write(small, terms__widget="name: Widget\n")
    with pytest.raises(PackError):
        store.build([small], path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_store_records_the_fingerprint_of_its_packs(small: Path, path: Path) -> None:
    store.build([small], path)
    assert store.read(path).fingerprint == fingerprint([small])
    write(small, terms__gadget="name: Gadget\ndefinition: Another.\n")
    assert store.read(path).fingerprint != fingerprint([small])


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "{}", '{"meta": {"1": {"format": 0}}}', "null", '{"meta": 3}', "3", '"meta"', "[3]"),
        *('{"meta": {"1": 3}}', '{"meta": {"1": null}}', '{"meta": {"1": []}}', '{"meta": []}', '{"meta": {"1": "x"}}'),
        *('{"meta": {"1": {"format": 1}}, "packs": 3}', '{"meta": {"1": {"format": 1}}, "terms": {"1": 3}}'),
        *('{"meta": {"1": {}, "2": {}}}', '{"meta": ' * 100_000, '{"meta": {"1": {"format": []}}}'),
    ],
    ids=range(20),
)
def test_a_malformed_store_is_an_error_that_names_the_command(path: Path, text: str) -> None:
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(store.StoreError, match="run `python -m bot content build`"):
        store.read(path)


def test_a_missing_store_is_an_error(path: Path) -> None:
    with pytest.raises(store.StoreError, match="there is no content store"):
        store.read(path)


def test_content_that_fails_validation_is_an_error(small: Path, path: Path) -> None:
    store.build([small], path)
    tables = json.loads(path.read_text())
    tables["terms"]["1"]["definition"] = 3
    path.write_text(json.dumps(tables))
    with pytest.raises(store.StoreError, match="does not hold valid content"):
        store.read(path)


@pytest.mark.process
def test_a_build_killed_before_the_rename_leaves_the_old_store(small: Path, path: Path) -> None:
    """The build kills its own process in fsync, the last step before the rename."""
    store.build([small], path)
    before = path.read_bytes()
    write(small, terms__gadget="name: Gadget\ndefinition: Another.\n")
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom content import store\n"
        "os.fsync = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "store.build([Path(sys.argv[1])], Path(sys.argv[2]))\n"
    )
    process = subprocess.run([sys.executable, "-c", script, str(small), str(path)], cwd=Path.cwd(), check=False)
    assert process.returncode == -signal.SIGKILL
    assert path.read_bytes() == before
    (unfinished,) = set(path.parent.iterdir()) - {path}
    store.sweep(path)
    assert unfinished.exists(), "another process may be writing it"
    long_ago = time.time() - store.ABANDONED_SECONDS - 60
    os.utime(unfinished, (long_ago, long_ago))
    store.sweep(path)
    assert list(path.parent.iterdir()) == [path]


def test_reading_never_writes(small: Path, path: Path) -> None:
    store.build([small], path)
    path.chmod(0o444)
    before = path.stat().st_mtime_ns
    store.read(path)
    assert path.stat().st_mtime_ns == before


async def test_a_replaced_store_is_loaded_and_a_broken_one_is_not(small: Path, path: Path) -> None:
    store.build([small], path)
    live = LiveLibrary(path)
    first = live.current
    assert await live.refresh() is False
    write(small, terms__gadget="name: Gadget\ndefinition: Another.\n")
    store.build([small], path)
    assert await live.refresh() is True
    assert [entry.name for entry in live.current.entries] == ["Gadget", "Widget"]
    assert [entry.name for entry in first.entries] == ["Widget"], "a request may still be using the old library"
    second = live.current
    path.write_text("{")  # noqa: ASYNC240 - a test may wait for its disk
    assert await live.refresh() is False
    path.unlink()  # noqa: ASYNC240
    assert await live.refresh() is False
    assert live.current is second


async def test_no_store_however_broken_ends_the_watch(small: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.build([small], path)
    live = LiveLibrary(path)
    path.write_text('{"meta": {"1": 3}}')  # noqa: ASYNC240
    with capture_logs() as logs:
        assert await live.refresh() is False
    assert [line["event"] for line in logs] == ["content.kept"]

    def fail(_: Path) -> Library:
        raise KeyError("unforeseen")

    monkeypatch.setattr(store, "read", fail)
    path.write_text("{}")  # noqa: ASYNC240
    with capture_logs() as logs:
        assert await live.refresh() is False
    assert [(line["event"], line["error"]) for line in logs] == [("content.kept", "KeyError")]


def test_a_full_disk_is_reported_and_leaves_the_old_store(
    small: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.build([small], path)
    before = path.read_bytes()

    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(store.StoreError, match=r"Cannot write to .* \(the disk is full\): set DATA_DIR"):
        store.build([small], path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_store_recognizes_its_packs_even_if_they_are_broken(small: Path, path: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other", pack=HEAD, terms__widget=TERM)
    store.build([small], path)
    assert store.is_built_from(path, [small])
    assert not store.is_built_from(path, [other])
    assert not store.is_built_from(path, [BUILT_IN, small])
    write(small, terms__widget="name: [", pack="name: [")
    assert store.is_built_from(path, [small])
    write(small, pack="id: other\nname: Another pack\n")
    assert not store.is_built_from(path, [small])


def test_a_later_pack_replaces_an_entry_of_the_same_name(tmp_path: Path) -> None:
    one = load_pack(write(tmp_path / "one", pack=HEAD, terms__widget=TERM))
    own = "name: widget\ndefinition: Our own thing.\n"
    two = load_pack(write(tmp_path / "two", pack="id: own\nname: Own\n", terms__widget=own))
    library = Library([one.info, two.info], [*one.entries, *two.entries])
    assert [entry.definition for entry in library.entries] == ["Our own thing."]


def test_a_store_built_elsewhere_is_copied_if_it_has_the_same_content(tmp_path: Path) -> None:
    seed, path = tmp_path / "seed.json", tmp_path / "var" / "content.json"
    store.build([BUILT_IN], seed)
    wanted = fingerprint([BUILT_IN])
    assert not store.copy(tmp_path / "missing.json", path, wanted)
    assert not store.copy(seed, path, "other content")
    assert not path.exists()
    assert store.copy(seed, path, wanted)
    assert path.read_bytes() == seed.read_bytes()
    (tmp_path / "broken.json").write_text("{")
    assert not store.copy(tmp_path / "broken.json", path, wanted)

"""Measurements on this machine: the wire, lookup, start-up and documents, some against rivals."""

from __future__ import annotations

import importlib
import json
from collections.abc import Sequence

WHICH = ("wire", "lookup", "overlay", "scan", "startup", "tips", "teams", "files", "documents")


def run(which: Sequence[str] = WHICH, *, as_json: bool = False) -> None:
    """Measures one after the other and prints a table of each, or one JSON object."""
    measured = {name: importlib.import_module(f"tests.bench.{name}").measure() for name in which}
    if as_json:
        print(json.dumps({name: found.as_json() for name, found in measured.items()}, indent=2))
        return
    for name, found in measured.items():
        print(f"\n{name}", *found.lines(), sep="\n", flush=True)

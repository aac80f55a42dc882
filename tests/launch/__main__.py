"""Run `python -m tests.launch readme` or `python -m tests.launch image`."""

from __future__ import annotations

import asyncio
import sys

from tests.launch import image, readme

RUNS = {"readme": readme.main, "image": image.main}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in RUNS:
        raise SystemExit(f"usage: python -m tests.launch {'|'.join(RUNS)}")
    raise SystemExit(asyncio.run(RUNS[sys.argv[1]]()))

"""The built-in pack, loaded once in each process of the tests."""

from __future__ import annotations

import functools

from content.packs import BUILT_IN, Pack, load_pack


@functools.cache
def built_in() -> Pack:
    """The pack; nothing in it can be changed."""
    return load_pack(BUILT_IN)

"""Kits to render."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from content.library import Library
from content.models import Level, Role
from handlers.document import Document
from handlers.kit.pages import make_kit
from handlers.kit.plan import plan
from handlers.kit.set_id import KitRequest

MakeKit = Callable[..., Document]


@pytest.fixture(scope="session")
def kit(library: Library) -> MakeKit:
    """kit("Consul", Level.SENIOR, 60, 2) → the document."""

    def document(name: str, level: Level = Level.SENIOR, minutes: int = 60, panel: int = 1) -> Document:
        role = library.by_name(name)
        assert isinstance(role, Role)
        return make_kit(plan(KitRequest(role, level, minutes, panel)), library).document

    return document

"""Every kit that can be asked for: each role, level, length and panel."""

from __future__ import annotations

from itertools import product

import pytest

from bot.documents import canvas
from bot.documents.formats import available, render
from content.library import Library
from content.models import Level
from handlers.kit.pages import make_kit
from handlers.kit.plan import plan
from handlers.kit.set_id import KitRequest, read_id
from tests.handlers.kit.test_plan import assert_complete, assert_whole

pytestmark = pytest.mark.faults


def test_every_kit_is_whole_and_has_an_id_of_its_own(library: Library) -> None:
    ids = set()
    requests = list(product(library.roles, Level, (30, 45, 60, 90), (1, 2, 3, 4)))
    for role, level, minutes, panel in requests:
        request = KitRequest(role, level, minutes, panel)
        planned = plan(request)
        assert_whole(planned)
        kit = make_kit(planned, library)
        assert_complete(planned, kit.document)
        assert read_id(kit.set_id, library) == request
        assert all(render(kit.document, name) for name in available())
        assert canvas.render(kit.document) is not None
        ids.add(kit.set_id)
    assert len(ids) == len(requests)

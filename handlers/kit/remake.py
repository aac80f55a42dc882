"""Make the kit of a command line again: of a set id, with a question of one's own or without."""

from __future__ import annotations

from content.library import Library
from handlers.document import Document
from handlers.kit.edits import edited
from handlers.kit.pages import Kit, make_kit
from handlers.kit.plan import fit, plan
from handlers.kit.set_id import KitRequest, find_id, read_id


def kit_of(known_id: str, library: Library) -> Kit | None:
    """The kit with this set id; None if its content has changed, or it never was one."""
    known = read_id(known_id, library)
    if known is None or fit(known) != known:
        return None
    kit = make_kit(plan(known), library)
    return kit if kit.set_id == known_id else None


def document_of(line: str, library: Library) -> Document | None:
    """The document that has this `line`; None if this content can't give the same again."""
    known_id, edits = find_id(line)
    kit = kit_of(known_id, library) if known_id else None
    if kit is None:
        return None
    if not edits:
        return kit.document
    wanted = edited(kit.plan.request, edits)
    return make_kit(plan(fit(wanted)), library).document if isinstance(wanted, KitRequest) else None

"""Decide who may set up a channel's daily term on Teams."""

from __future__ import annotations

from handlers.daily_term.subscription import Refusal
from handlers.request import Place


def refusal(place: Place, *, admins_only: bool) -> Refusal | None:
    """Why a person may not set up the place's term; None if they may.

    Teams tells a bot neither who is an admin (without more permissions) nor who is in another conversation. So a
    term is set up in its own conversation, by any member; with `admins_only`, in a chat with the bot alone.
    """
    if not place.present:
        return Refusal.NOT_A_MEMBER
    if admins_only and place.kind == "channel":
        return Refusal.ADMINS_ONLY
    return None

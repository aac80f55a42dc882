"""Tells which date it is for the person who asks."""

from __future__ import annotations

from datetime import date

from handlers.command import Services
from handlers.request import Request


async def own_zone(request: Request, services: Services) -> str | None:
    """The asker's IANA zone, as it came with the request or as the platform tells when it is asked; None if unknown."""
    if request.person.zone or services.subscriptions is None:
        return request.person.zone
    return await services.subscriptions.zone_of(request.person)


async def own_day(request: Request, services: Services) -> date:
    """The asker's date; the date in UTC if their zone is unknown."""
    return services.today(await own_zone(request, services))

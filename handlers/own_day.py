"""The date and time zone of the person who asks."""

from __future__ import annotations

from datetime import date

from handlers.command import Services
from handlers.request import Request


async def zone_of_asker(request: Request, services: Services) -> str | None:
    """The asker's IANA zone, from the request or else from the platform; None if unknown."""
    if request.person.zone or services.subscriptions is None:
        return request.person.zone
    return await services.subscriptions.zone_of(request.person)


async def today_of_asker(request: Request, services: Services) -> date:
    """The asker's date; the date in UTC if their zone is unknown."""
    return services.today(await zone_of_asker(request, services))

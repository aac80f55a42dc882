"""`digest`: turn the owners' Monday digest on or off."""

from __future__ import annotations

from handlers.command import Command, Services
from handlers.own_day import zone_of_asker
from handlers.reply import Button, Reply, actions, note, reply, text
from handlers.request import Request
from handlers.team_terms.digest import AT, Digests, Switched

WHAT = (
    "It comes on Mondays to those who look after your team's words: what was asked for most, thumbs down to look at, "
    "what was answered, and terms that are due for review."
)


async def run(request: Request, services: Services) -> Reply:
    """Say whether it is on, or switch it."""
    if services.digests is None:
        return reply(text("There is no digest here: whoever runs me has turned that off."), shareable=False)
    wish = request.text.casefold()
    if wish == "on":
        return await _turn_on(request, services, services.digests)
    if wish == "off":
        switched = await services.digests.turn_off(request.person)
        not_allowed = switched is Switched.NOT_AN_OWNER
        return _refused() if not_allowed else _say("The digest is off.", "Turn it on", "digest on")
    if await services.digests.is_on(request.person):
        return _say(f"The digest is on. {WHAT}", "Turn it off", "digest off")
    return _say(f"The digest is off. {WHAT}", "Turn it on", "digest on")


async def _turn_on(request: Request, services: Services, digests: Digests) -> Reply:
    zone = await zone_of_asker(request, services)
    switched = await digests.turn_on(request.person, request.place, zone)
    if switched is Switched.NOT_AN_OWNER:
        return _refused()
    at = f"{AT:%H:%M} ({zone or 'UTC'})"
    done = "The digest is on." if switched is Switched.DONE else "The digest is on already."
    return reply(
        text(f"{done} The next one comes on Monday at {at}."),
        note(WHAT),
        actions(Button("Turn it off", "digest off", replace=True)),
        shareable=False,
    )


def _refused() -> Reply:
    return reply(text("Only those who look after your team's words can do that."), shareable=False)


def _say(words: str, label: str, line: str) -> Reply:
    return reply(text(words), actions(Button(label, line, replace=True)), shareable=False)


command = Command(
    name="digest",
    summary="Turns the owners' Monday digest on or off",
    usage="digest [on|off]",
    examples=("digest", "digest on"),
    run=run,
    takes=lambda rest, services: rest.casefold() in ("on", "off"),
    sends=lambda rest: rest.casefold() in ("on", "off"),
    order=96,
)

"""`chat`: answer small talk with one short line, as a colleague would."""

from __future__ import annotations

from handlers.command import Command, Services
from handlers.example_lines import example_button
from handlers.reply import Button, Reply, actions, reply, text
from handlers.request import Request
from handlers.small_talk import Talk, small_talk_in

HELP = Button("What I can do", "help")
TIP = Button("Today's term", "tip")

_ANSWERS: dict[Talk, tuple[str, tuple[Button, ...]]] = {
    Talk.COMPLAINT: (
        "Sorry about that. Try me with one title or term on its own, or tell me how I got it wrong.",
        (HELP, Button("Report a mistake", "about mistakes")),
    ),
    Talk.UNDO: ("I can only take back an answer you shared: press Undo on it, if your chat app shows that.", ()),
    Talk.STOP: (
        "OK, I'll be quiet. To stop a channel's daily term, send me “tips off” there.",
        (Button("Turn off the daily term", "tips off"),),
    ),
    Talk.RESTART: ("OK, fresh start. Type a title, a term or an abbreviation.", (HELP,)),
    Talk.DROP: ("OK, never mind. I'm here for the next one.", ()),
    Talk.THANKS: ("You're welcome. Ask whenever a title puzzles you.", (TIP, HELP)),
    Talk.GOODBYE: ("Bye, and good luck with the search!", ()),
    Talk.CONFUSED: ("Sorry, that wasn't clear. Give me one title or term, and I'll put it in plain words.", (HELP,)),
    Talk.HOW_ARE_YOU: ("Hello! I'm here and fine, thanks, and ready for your next title or term.", ()),
    Talk.APOLOGY: ("No worries. Ask again, any way you like.", ()),
    Talk.PRAISE: ("Glad to hear it. I'm here for the next one.", ()),
    Talk.LAUGH: ("🙂 I'm here when the next title comes up.", ()),
    Talk.MOOD: (
        "Sounds like a long one. Give me the title or term in your way, and I'll make it short.",
        (HELP,),
    ),
    Talk.SURPRISE: ("It surprises many people. “More” under an entry has its sources.", ()),
    Talk.GREETING: ("Hello! Got a title you don't know? Just type it.", (HELP,)),
    Talk.NO: ("No problem. I'm here if you need me.", ()),
    Talk.YES: ("Good. Tell me the title or term, and I'll look it up.", ()),
    Talk.OK: ("Good. I'm here for the next one.", ()),
    Talk.FILLER: ("I'm here. Type a title, a term or an abbreviation from a CV.", (HELP,)),
}
_WITH_EXAMPLE = frozenset([Talk.RESTART, Talk.HOW_ARE_YOU, Talk.GREETING, Talk.FILLER])
"""Talk after which people look for something to ask."""


async def run(request: Request, services: Services) -> Reply:
    """One line, sometimes with a next step. Without small talk in the text, a greeting."""
    talk = small_talk_in(request.text, services.library) or Talk.GREETING
    answer, buttons = _ANSWERS[talk]
    return reply(
        text(answer),
        actions(example_button(services) if talk in _WITH_EXAMPLE else None, *buttons),
        shareable=False,
    )


def _claims(line: str, services: Services) -> bool:
    return small_talk_in(line, services.library) is not None


command = Command(
    name="chat",
    summary="Answer small talk",
    usage="chat",
    examples=("thanks", "hello"),
    run=run,
    pure=True,
    synonyms=("thanks", "hello", "hi", "?"),  # `thanks` is on buttons of old messages
    takes=lambda rest, services: False,  # "thanks, and what is a consul"
    claims=_claims,
    small_talk=True,
    listed=False,
    order=91,  # before `about`
)

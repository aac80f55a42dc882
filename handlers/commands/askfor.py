"""`askfor`: ask the owners of the team's terms for a word that nobody could explain."""

from __future__ import annotations

from handlers.command import Command, Services
from handlers.lookup_replies import echo
from handlers.reply import Bold, Button, Reply, actions, note, reply, text
from handlers.request import Request
from handlers.team_terms.ask_for_it import is_a_word
from handlers.team_terms.open_requests import A_DAY, DAYS_KEPT, WORD_LENGTH, Asked

KEPT = (
    "I've kept the word and where to answer you, nothing else. Nobody sees who asked. Both are deleted once you've "
    f"heard, or after {DAYS_KEPT} days."
)


NOT_A_WORD = f"I can only ask for a word or a name of at most {WORD_LENGTH} characters, not for a sentence."
_NOT_ASKED = {
    Asked.ALREADY: "You've asked for that one. You'll hear from me once there's an answer.",
    Asked.TOO_MANY: f"That's {A_DAY} words in a day, as many as one person may ask for. Try again tomorrow.",
    Asked.OUTSIDER: "Only people of this workspace can ask for words here. Ask me in your own.",
    Asked.FAILED: "I couldn't note that down. Please try again in a moment.",
}


async def run(request: Request, services: Services) -> Reply:
    """Ask for the word, if it is one."""
    word = request.text.strip()
    if services.open_requests is None:
        return _say("Nobody answers words here: whoever runs me has turned that off.")
    if not is_a_word(word):
        return _say(NOT_A_WORD if word else "Which word? Write it after askfor, for example “askfor REC”.")
    if services.library.is_form(word):
        return reply(text("I know that one."), actions(Button(word, f"define {word}")), shareable=False)
    asked = await services.open_requests.ask(request.person, request.place, word)
    if asked is not Asked.ASKED:
        return _say(_NOT_ASKED[asked])
    done = "I've asked those who look after your team's words for "
    return reply(text(done, Bold(f"“{echo(word)}”"), ". You'll hear from me once."), note(KEPT), shareable=False)


def _say(words: str) -> Reply:
    return reply(text(words), shareable=False)


command = Command(
    name="askfor",
    summary="Asks your team for a word that I don't know",
    usage="askfor <word>",
    examples=("askfor REC",),
    run=run,
    sends=bool,
    listed=False,
    order=97,
)

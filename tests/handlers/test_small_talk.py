"""Small talk, in words that people really use; and names of the content, which are never small talk."""

from __future__ import annotations

import pytest

from content.library import Library
from handlers.commands.chat import _ANSWERS
from handlers.small_talk import Talk, small_talk_in

SAID = [
    (Talk.THANKS, ("cheers mate", "many thanks for your help", "merci beaucoup", "great, thank you!", "thnaks", "🙏")),
    (Talk.PRAISE, ("nice one", "wow this is brilliant", "that was really useful", "not bad", ":tada:")),
    (Talk.GREETING, ("heya", "Guten Morgen", "good afternoon", "bonjour", "helo", "gm", "👋")),
    (Talk.HOW_ARE_YOU, ("hi there, how are you?", "anyone there?")),
    (Talk.OK, ("okay got it", "makes sense", "👍🏽", ":+1:", "+1", "no problem")),
    (Talk.YES, ("yep", "sure", "please")),
    (Talk.NO, ("no", "No!", "nope", "no thanks")),
    (Talk.DROP, ("forget it", "never mind that", "nvm", "never mind, found it", "ok forget about it, found it")),
    (Talk.RESTART, ("let's start again", "start over")),
    (Talk.GOODBYE, ("bye for now", "see you tomorrow", "have a good weekend", "nite, cu tmr")),
    (Talk.LAUGH, ("hahaha", ":joy:", "🙂🙂🙂", "lol")),
    (Talk.FILLER, ("hmmm", "??", "...", "testing 123")),
    (
        Talk.COMPLAINT,
        (
            "this is rubbish",
            "not very helpful",
            "that didn't help at all",
            "👎",
            "that makes no sense",
            "u suck",
            "not good enough",
        ),
    ),
    (Talk.APOLOGY, ("oops my bad", "pardon me")),
    (Talk.STOP, ("please stop", "leave me alone")),
    (Talk.UNDO, ("undo that",)),
    (Talk.CONFUSED, ("i don't get it", "huh?", "🤷‍♀️")),
]
OTHER = [
    *("thanks, what is a demarche", "good offices", "mission", "NO", "NO-B", "no-a please", "UNDP please", "si"),
    *("test me", "more please", "what is that?", "next", "great titles for consul", "", "@dragoman", "help"),
]


@pytest.mark.parametrize(("kind", "line"), [(kind, line) for kind, lines in SAID for line in lines])
def test_kinds(kind: Talk, line: str, library: Library) -> None:
    assert small_talk_in(line, library) is kind


@pytest.mark.parametrize("line", OTHER)
def test_anything_else_is_no_small_talk(line: str, library: Library) -> None:
    assert small_talk_in(line, library) is None


def test_each_kind_has_a_short_answer() -> None:
    assert set(_ANSWERS) == set(Talk)
    assert all(len(answer) <= 110 for answer, _ in _ANSWERS.values())

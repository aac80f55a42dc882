"""Read in which form a line wants its answer: in a sentence, or by e-mail, which can't be done."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.grammar import CommandLine, Grammar
from content.library import Library
from handlers.left_out import names_nothing

NO_MAIL = "I send no e-mails: copy this into yours, or share it with your channel."
_BY_MAIL = re.compile(
    r"^\W*(?:(?:can|could|would|will)\s(?:you|u)\s)?(?:(?:please|pls)\s)?e?-?mail\s(?:me|us)\s(?=\w+\s\w)"
    r"|(?<=\w),?\s(?:(?:by|via|per)\s(?:e-?)?mail|to\smy\s(?:e-?mail|inbox))\b(?:\s(?:address|please|pls))?",
    re.I,
)
"""How the answer should be sent: "email me the levels of a consul"."""
_KEEP_IT_SHORT = re.compile(
    r"(?:^\W*|[\s,;:.–-]{1,3}(?:and\s|but\s)?(?:please\s|pls\s)?)(?:keep|make)\s(?:it|that|this|the\sanswer)"
    r"\s(?:really\s|very\s|nice\sand\s|as\s)?"
    r"(?:short|brief|simple|basic|quick|plain|light|crisp|to\s(?:a|an|one|two|three|1|2|3)\s(?:lines?|sentences?))(?=\W|$)"
    r"(?:\W{1,3}(?:please|pls)(?=\W|$))?",
    re.I,
)
"""How long the answer should be: "and keep it simple"."""


def in_other_form(
    typed: str, read: Callable[[str], CommandLine], library: Library, grammar: Grammar
) -> CommandLine | None:
    """What a line asks beside the form that it wishes for; None if it wishes for none, or asks nothing else."""
    unsent = _BY_MAIL.sub(lambda mail: " " if mail.start() else "give me ", typed)
    if unsent != typed and library.match(unsent).outcome != "none":
        return replace(read(unsent.strip()), aside=NO_MAIL)
    plain = _KEEP_IT_SHORT.sub(" ", typed)
    if plain == typed or names_nothing(plain):
        return None
    line = read(plain.strip(" ,;:–-"))
    return replace(line, command=grammar.short) if line.command.explains and not line.also else line

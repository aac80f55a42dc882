"""The command lines that buttons and forms carry: the same on every platform."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handlers.reference import channel_reference

_OLD_CHANNEL = re.compile(r"<#([^<>|\s]*)>")


def fill_template(command: str, values: Mapping[str, str]) -> str:
    """The command line with each {name} replaced by its value; what a person typed is never read as a {name}."""
    line = re.sub(r"\{([^{}]*)\}", lambda found: values.get(found[1], ""), command)
    return re.sub(r" {2,}", " ", line).strip()


def upgrade_line(line: str) -> str:
    """The line of a button or form in its present form: messages posted by earlier versions name a channel `<#C1>`."""
    return _OLD_CHANNEL.sub(lambda found: channel_reference(found[1]), line) if "<#" in line else line

"""Fill in and upgrade the command lines that buttons and forms carry on every platform."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handlers.channel_reference import channel_reference

_OLD_CHANNEL = re.compile(r"<#([^<>|\s]*)>")


def fill_template(command: str, values: Mapping[str, str]) -> str:
    """Replace each {name} in a command line with its value. Values are inserted verbatim, braces included."""
    line = re.sub(r"\{([^{}]*)\}", lambda match: values.get(match[1], ""), command)
    return re.sub(r" {2,}", " ", line).strip()


def upgrade_line(line: str) -> str:
    """Convert channels in a line from `<#C1>`, which buttons of earlier versions carry, to the present form."""
    return _OLD_CHANNEL.sub(lambda match: channel_reference(match[1]), line) if "<#" in line else line

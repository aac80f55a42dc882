"""A form's command line, filled in: the same on every platform."""

from __future__ import annotations

import re
from collections.abc import Mapping


def fill_template(command: str, values: Mapping[str, str]) -> str:
    """The command line with each {name} replaced by its value; what a person typed is never read as a {name}."""
    line = re.sub(r"\{([^{}]*)\}", lambda found: values.get(found[1], ""), command)
    return re.sub(r" {2,}", " ", line).strip()

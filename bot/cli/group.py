"""The group of all commands: expected errors become one line, and output works in any encoding."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Any

import click

from bot.cli.common import CliError
from content.disk import DISK_REASONS, reason
from content.errors import OperatorError


class CommandGroup(click.Group):
    """All commands. Expected errors are printed as one line with exit code 1; output works in any encoding."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command. Characters that the output encoding lacks become question marks."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            CliError(_system_error(error)).show()
            sys.exit(1)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and convert OperatorError to CliError."""
        try:
            returned = super().invoke(ctx)
        except OperatorError as error:
            raise CliError(str(error)) from None
        sys.stdout.flush()  # an error in Python's own flush at exit could not be reported
        return returned


def _system_error(error: OSError) -> str:
    """Say which file could not be used, and why. Without a filename it was standard output."""
    if error.filename is not None:
        return f"Cannot use {error.filename} ({reason(error)})"
    if error.errno not in DISK_REASONS:
        return f"The operating system reported an error ({reason(error)})"
    with contextlib.suppress(OSError, ValueError):  # Python flushes what is left in the buffer at exit: discard it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return f"Cannot write the output ({reason(error)})"

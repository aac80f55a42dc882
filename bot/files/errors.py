"""The error of a file or text that can't be read."""

from __future__ import annotations


class UnreadableFileError(Exception):
    """A file or text can't be read; the message is for the person who sent it (bot/files/problems.py)."""

"""Explain in plain words why the operating system refused to read or write a file."""

from __future__ import annotations

import errno
from pathlib import Path

DISK_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file would be larger than this system allows",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ENOENT: "there is no such file or folder",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
    errno.EISDIR: "it is a folder",
    errno.EEXIST: "a file of that name already exists",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "its symbolic links form a loop",
    errno.EIO: "the disk cannot be read or written",
}


def reason(error: OSError) -> str:
    """Reason for an OSError, in our words for the common codes and in the system's for the rest."""
    return DISK_REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


def cannot_write(path: Path, error: OSError) -> str:
    """ "Cannot write to /srv/bot (the disk is full)"."""
    return f"Cannot write to {path} ({reason(error)})"

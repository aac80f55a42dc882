"""Keep the answers of pure commands, which depend on nothing but the line and the content."""

from __future__ import annotations

import secrets
from hashlib import blake2b

from cachetools import LRUCache

from content.library import Library
from handlers.parsing.role_and_level import read_role_and_level
from handlers.reply import Reply

SIZE = 2000
"""Cached answers, about 5 kB each."""
LONGEST = 100
"""Characters of a line whose answer is cached; longer lines rarely repeat."""
Key = tuple[bytes, bool, int]
"""A keyed hash of the line, whether its answer can be shared, and the number of the content that answered."""


class AnswerCache:
    """Answers by the line's hash, until the reviewed content is swapped. No line can be read from it."""

    def __init__(self) -> None:
        self.answers: LRUCache[Key, Reply] = LRUCache(SIZE)
        self._from: Library | None = None
        self._hash_key = secrets.token_bytes(16)

    def may_have(self, line: str, reviewed: Library) -> bool:
        """Whether there may be an answer to a line from the reviewed content that is in use."""
        return len(line) <= LONGEST and reviewed is self._from

    def get(self, line: str, library: Library, *, can_share: bool) -> Reply | None:
        """The answer to a line from a workspace's content; `can_share`: with the button to share it."""
        return self.answers.get(self._key(line, library, can_share=can_share))

    def store(self, line: str, answer: Reply, library: Library, *, can_share: bool) -> None:
        """Keep an answer. Those from other reviewed content go."""
        if library.reviewed is not self._from:
            self.answers.clear()
            self._from = library.reviewed
        self.answers[self._key(line, library, can_share=can_share)] = answer

    def _key(self, line: str, library: Library, *, can_share: bool) -> Key:
        hashed = blake2b(line.encode(errors="surrogatepass"), digest_size=16, key=self._hash_key).digest()
        return hashed, can_share, library.number


def is_cacheable(line: str, arguments: str, library: Library) -> bool:
    """Whether a line is short, and its command's arguments are only a known form, a level and a count.

    A command alone can be a follow-up, so its answer depends on what was asked before.
    """
    if len(line) > LONGEST:
        return False
    is_form = library.is_form
    return is_form(arguments) or is_form(read_role_and_level(arguments, is_form).rest)

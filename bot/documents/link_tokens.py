"""Encrypted tokens that carry what a document is made from, so that any replica can make it again.

That may include a question of the person's own. Encrypted, it can't be read in an address, in a proxy's log or in
somebody's history; nothing of it is stored here.
"""

from __future__ import annotations

import hmac
import secrets
import struct
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SECONDS = 3600
"""How long a token works."""
_PURPOSE = b"links to documents"
_NONCE = 12
"""Bytes of AES-GCM's nonce (NIST SP 800-38D); random, it may be used for some 2^32 tokens."""
_UNTIL = struct.Struct(">Q")


class LinkTokens:
    """Makes and reads tokens. All replicas need the same `secret`; without one, only this process reads its tokens."""

    def __init__(self, secret: str, clock: Callable[[], float] = time.time) -> None:
        self._key = hmac.digest(secret.encode() or secrets.token_bytes(32), _PURPOSE, "sha256")
        self._clock = clock

    def make(self, text: str) -> str:
        """A new token for a text: letters, digits, hyphens and underscores."""
        nonce = secrets.token_bytes(_NONCE)
        plain = _UNTIL.pack(int(self._clock()) + SECONDS) + text.encode()
        return urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, plain, None)).rstrip(b"=").decode()

    def read(self, token: str) -> str:
        """The text of a token; empty if nobody here made it, or it has expired."""
        try:
            raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
            plain: bytes = self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], None)
        except Exception:  # a made-up token fails in many ways, of which none is of interest
            return ""
        (until,) = _UNTIL.unpack_from(plain)
        return plain[_UNTIL.size :].decode() if self._clock() < until else ""

    @property
    def _cipher(self) -> AESGCM:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - loaded with the first kit

        return AESGCM(self._key)

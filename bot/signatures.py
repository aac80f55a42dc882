"""Keyed hashes: of values that go out in a button and come back, and of ids that must not be readable in a database."""

from __future__ import annotations

import hmac
import json

LENGTH = 32
"""Hexadecimal digits of a signature: 128 bits."""


class Signer:
    """Signs lists of strings. All replicas need the same `secret`; `purpose` keeps signatures from other uses apart."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._key = hmac.digest(secret.encode(), purpose.encode(), "sha256")

    def sign(self, *parts: str) -> str:
        """The signature of these parts in this order."""
        return hmac.digest(self._key, json.dumps(parts).encode(), "sha256").hex()[:LENGTH]

    def is_valid(self, signature: str, *parts: str) -> bool:
        """Whether it is the signature of these parts."""
        return hmac.compare_digest(signature.encode(errors="replace"), self.sign(*parts).encode())

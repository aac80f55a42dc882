"""Encrypt tokens at rest with the newest of the operator's keys; decrypt with any of them."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from bot.db.errors import StateError

MAKE_A_KEY = "`python -m bot db new-key`"


class Cipher:
    """Encrypts with the first key, the newest, and decrypts with any. Raises StateError if one is malformed."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise StateError(f"TOKEN_KEYS is empty: tokens are stored encrypted. Make a key with {MAKE_A_KEY}")
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise StateError(f"TOKEN_KEYS has an entry that is not a key. Make one with {MAKE_A_KEY}") from None

    def encrypt(self, plain: str) -> str:
        """Encrypt with the newest key."""
        return self._fernet.encrypt(plain.encode()).decode()

    def decrypt(self, secret: str) -> str:
        """Decrypt with whichever key fits. Raises StateError if none does."""
        try:
            return self._fernet.decrypt(secret.encode()).decode()
        except InvalidToken:
            raise StateError("No key of TOKEN_KEYS fits a stored token: add the older keys after the newest") from None


class Encrypted(TypeDecorator[str]):
    """A column of encrypted text. Without a cipher it only describes the column, for migrations."""

    impl = Text
    cache_ok = True

    def __init__(self, cipher: Cipher | None = None) -> None:
        super().__init__()
        self.cipher = cipher

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Encrypt."""
        return self._cipher.encrypt(value) if value is not None else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Decrypt."""
        return self._cipher.decrypt(value) if value is not None else None

    @property
    def _cipher(self) -> Cipher:
        if self.cipher is None:
            raise TypeError("this table was built without a cipher: use one that was built with it")
        return self.cipher

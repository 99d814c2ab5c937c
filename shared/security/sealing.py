"""Owns how a secret is kept at rest, and the keys that are derived from one file. It keeps nothing itself.

From the one secret that a service is given, each purpose gets a key of its own (HKDF, RFC 5869). What is
sealed (Fernet: AES-128-CBC with HMAC-SHA-256) cannot be read or changed by who only has the database.
"""

import base64

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


def derived_key(secret: bytes, purpose: str) -> bytes:
    """The key of one purpose, as text; the same arguments always give the same key."""
    derivation = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode())
    return base64.urlsafe_b64encode(derivation.derive(secret))


class Seal:
    """Seals and opens under the keys derived from one secret."""

    def __init__(self, secret: bytes) -> None:
        self._fernet = Fernet(derived_key(secret, "essaim/seal"))

    def seal(self, plain: bytes) -> bytes:
        """What may be kept in a database; never twice the same."""
        return self._fernet.encrypt(plain)

    def open(self, sealed: bytes) -> bytes:
        """What was sealed.

        Raises:
            cryptography.fernet.InvalidToken: it was changed, or sealed under another secret.
        """
        return self._fernet.decrypt(sealed)

"""Owns the file of the private keys that sign access tokens: one PEM after the other, the newest first.

It publishes nothing, and does not say which key signs: that depends on who has heard of it.
"""

import re
from pathlib import Path

from shared.security.tokens import TokenSigner, new_private_key_pem

KEYS_MAX = 3
_PEM = re.compile(rb"-----BEGIN [A-Z ]+-----.+?-----END [A-Z ]+-----\n?", re.DOTALL)


class KeyFile:
    """The keys of a file, which is replaced while processes run."""

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            ValueError: it holds no key, or something else.
            OSError: it cannot be read.
        """
        self._path = path
        self._content = b""
        self.signers: tuple[TokenSigner, ...] = ()
        self.reread()

    @property
    def newest(self) -> TokenSigner:
        """The key that is to sign next."""
        return self.signers[0]

    def reread(self) -> None:
        """Take the keys that the file holds now.

        Raises:
            ValueError: it holds none, or something else; the former keys stay.
            OSError: it cannot be read; the former keys stay.
        """
        content = self._path.read_bytes()
        if content != self._content:
            self.signers = _signers(content)
            self._content = content


def rotated(content: bytes) -> bytes:
    """What the file holds after a rotation: a fresh key, and those that may still have to sign meanwhile."""
    return b"".join((new_private_key_pem(), *_blocks(content)[: KEYS_MAX - 1]))


def _signers(content: bytes) -> tuple[TokenSigner, ...]:
    return tuple(TokenSigner(block) for block in _blocks(content))


def _blocks(content: bytes) -> list[bytes]:
    blocks = _PEM.findall(content)
    if not blocks:
        raise ValueError("a file of signing keys holds one at least")
    return blocks

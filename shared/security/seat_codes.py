"""Owns the codes that people show at the door: which seat, and a proof that the club gave it to this person.

A code reads as a registration's id and a truncated HMAC-SHA-256 (RFC 2104) over it and the person's id, in
the letters that make a QR code small (ISO/IEC 18004, alphanumeric mode). It holds no personal data, does not
expire, and is worth nothing once the seat has passed to a colleague. It keeps no code.
"""

import base64
import hmac
from hashlib import sha256
from uuid import UUID

from shared.security.links import KEY_MIN_BYTES

CODE_MAX_CHARACTERS = 80
_PROOF_BYTES = 16
_ID_CHARACTERS = 32


class SeatCodes:
    """Makes and verifies the codes of seats, with the key that links in mails are signed with."""

    def __init__(self, key: bytes) -> None:
        """Take the key as its file holds it; what surrounds it, as a line's end, is no part of it."""
        self._key = key.strip()
        if len(self._key) < KEY_MIN_BYTES:
            raise ValueError(f"a key of codes has {KEY_MIN_BYTES} bytes at least")

    def code(self, registration_id: UUID, person_id: UUID) -> str:
        """The code of a person's seat; always the same for the same two."""
        return f"{registration_id.hex.upper()}.{self._proof(registration_id, person_id)}"

    def registration_id(self, code: str) -> UUID | None:
        """The seat that a code claims to be of, not verified yet; None where it is no code."""
        claimed, dot, _ = code.partition(".")
        if not dot or len(claimed) != _ID_CHARACTERS:
            return None
        try:
            return UUID(hex=claimed)
        except ValueError:
            return None

    def is_genuine(self, code: str, registration_id: UUID, person_id: UUID) -> bool:
        """Whether the code was made for this seat and this person."""
        # As bytes: a comparison in constant time takes no text beyond ASCII.
        return hmac.compare_digest(code.encode(), self.code(registration_id, person_id).encode())

    def _proof(self, registration_id: UUID, person_id: UUID) -> str:
        told = f"seat_code.{registration_id}.{person_id}".encode()
        proof = hmac.digest(self._key, told, sha256)[:_PROOF_BYTES]
        return base64.b32encode(proof).rstrip(b"=").decode()

"""Owns the links in mails: what lets whoever got the mail do one thing, with no session, until a moment.

A link is signed with HMAC-SHA-256 (RFC 2104) under a key that the services share: the one that writes the
mail signs, the one that owns the thing verifies, and no event carries a secret. It keeps no link: whether
the thing can still be done is for its owner to say, and so is that it is done once.
"""

import base64
import hmac
import secrets
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from shared.errors import Forbidden

KEY_MIN_BYTES = 32
LINK_MAX_CHARACTERS = 300


class Purpose(StrEnum):
    """What a link is for: the service that signs and the one that verifies agree on it here."""

    SEAT_OFFER = "seat_offer"
    """Answer the offer of a seat; the subject is the registration's id."""
    SEAT = "seat"
    """Give a place back; the subject is the registration, `joined` with the person whose it is."""
    INVITATION = "invitation"
    """Answer the invitation to a gathering; the subject is its id."""
    SPEAKER = "speaker"
    """Say whether one will speak; the subject is the testimony, `joined` with the gathering."""
    SESSION = "session"
    """Go on with a session; the subject is its id and a generation. Directory's alone."""
    SIGN_IN_CODE = "sign_in_code"
    """Give the code of a second factor; the subject is the person's id. Directory's alone, too."""
    PROCONNECT = "proconnect"
    """Link an account at ProConnect; the subject is the person's id. Directory's alone, too."""
    SIGNATURE_CODE = "signature_code"
    """Prove that a message arrived before signing; its nonce is told by an event."""
    SIGNATURE = "signature"
    """Read a text, and sign or refuse it; the subject is that of a `SignatureSubject`."""
    FEE_CALL = "fee_call"
    """Read the call for a fee; the subject is that of a `FeeCallSubject`."""
    SIGNED_DOCUMENT = "signed_document"
    """Download a signed document; the subject is that of a `DocumentSubject`."""


class InvalidLink(Forbidden):
    """The link was cut, changed, made for something else, or signed with another key."""

    code = "invalid_link"

    def __init__(self) -> None:
        super().__init__("Ce lien n’est pas valable\u202f: ouvrez-le depuis le message que vous avez reçu.")


class LinkExpired(Forbidden):
    """The link was right, and its time is over."""

    code = "link_expired"

    def __init__(self) -> None:
        super().__init__("Ce lien n’est plus valable\u202f: son délai est passé.")


def joined(first: UUID, second: UUID) -> str:
    """The subject of a link about something as long as it belongs to something else."""
    return f"{first}_{second}"


def parted(subject: str) -> tuple[UUID, UUID]:
    """Both of such a subject."""
    first, _, second = subject.partition("_")
    return UUID(first), UUID(second)


def new_link_key() -> bytes:
    """A fresh key, as text."""
    return secrets.token_hex(KEY_MIN_BYTES).encode()


class LinkSigner:
    """Signs and verifies links with one key."""

    def __init__(self, key: bytes) -> None:
        """Take the key as its file holds it; what surrounds it, as a line's end, is no part of it."""
        self._key = key.strip()
        if len(self._key) < KEY_MIN_BYTES:
            raise ValueError(f"a key of links has {KEY_MIN_BYTES} bytes at least")

    def sign(self, purpose: Purpose, subject: str, *, expires_at: datetime) -> str:
        """A link's secret part, fit for a URL; the same arguments always give the same text.

        `subject` has no dot. The link still works in the second of its expiry.
        """
        if "." in subject:
            raise ValueError("the subject of a link has no dot")
        told = f"{subject}.{int(expires_at.timestamp())}"
        return f"{told}.{self._signature(purpose, told)}"

    def code(self, purpose: Purpose, nonce: str) -> str:
        """The six digits that follow from a nonce: the services that share the key find the same ones."""
        return f"{int.from_bytes(self._mac(purpose, nonce)) % 1_000_000:06}"

    def verify(self, purpose: Purpose, link: str, *, at: datetime) -> str:
        """The subject that a link was signed for.

        Raises:
            InvalidLink: it was not signed for this purpose, with this key.
            LinkExpired: it was, and its time is over.
        """
        told, _, signature = link.rpartition(".")
        # As bytes: a comparison in constant time takes no text beyond ASCII.
        if not hmac.compare_digest(signature.encode(), self._signature(purpose, told).encode()):
            raise InvalidLink
        subject, _, expires_at = told.rpartition(".")
        if int(at.timestamp()) > int(expires_at):
            raise LinkExpired
        return subject

    def _signature(self, purpose: Purpose, told: str) -> str:
        return base64.urlsafe_b64encode(self._mac(purpose, told)).rstrip(b"=").decode()

    def _mac(self, purpose: Purpose, told: str) -> bytes:
        return hmac.digest(self._key, f"{purpose}.{told}".encode(), sha256)

"""Owns the way between signing keys and their documents, whose form stands in `documents`."""

from services.directory.domain.signing_key import SigningKey, SigningKeyState
from shared.storage.mongo import Document


def from_signing_key(key: SigningKey) -> Document:
    """The document of the public half of a key."""
    return {
        "_id": key.kid,
        "crv": key.crv,
        "x": key.x,
        "y": key.y,
        "published_at": key.published_at,
        "state": key.state.value,
        "sequence": key.sequence,
    }


def to_signing_key(document: Document) -> SigningKey:
    """The public half of a key, of a document."""
    return SigningKey(
        kid=document["_id"],
        crv=document["crv"],
        x=document["x"],
        y=document["y"],
        published_at=document["published_at"],
        state=SigningKeyState(document["state"]),
        version=document["version"],
        sequence=document["sequence"],
    )

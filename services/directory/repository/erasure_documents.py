"""Owns the way between erasures and their documents, whose form stands in `documents`."""

from datetime import date

from services.directory.domain.erasure import Erasure, ErasureState
from services.directory.repository.days import from_day
from shared.storage.mongo import Document


def from_erasure(erasure: Erasure) -> Document:
    """The document of an erasure."""
    return {
        "_id": erasure.id,
        "requested_at": erasure.requested_at,
        "deadline": from_day(erasure.deadline),
        "state": erasure.state.value,
        "reason": erasure.reason,
        "refusal": erasure.refusal,
        "decided_at": erasure.decided_at,
        "scrubbed": dict(erasure.scrubbed),
        "alerted_at": erasure.alerted_at,
        "to_alert": bool(erasure.missing) and erasure.alerted_at is None,
        "open": erasure.state is ErasureState.REQUESTED or bool(erasure.missing),
        "sequence": erasure.sequence,
    }


def to_erasure(document: Document) -> Erasure:
    """The erasure of a document."""
    return Erasure(
        id=document["_id"],
        requested_at=document["requested_at"],
        deadline=date.fromisoformat(document["deadline"]),
        state=ErasureState(document["state"]),
        reason=document["reason"],
        refusal=document["refusal"],
        decided_at=document["decided_at"],
        scrubbed=document["scrubbed"],
        alerted_at=document["alerted_at"],
        version=document["version"],
        sequence=document["sequence"],
    )

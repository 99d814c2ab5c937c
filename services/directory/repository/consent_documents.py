"""Owns the way between consents and their documents, whose form stands in `documents`."""

from dataclasses import asdict

from services.directory.domain.consents import Choice, Consents
from services.directory.domain.wordings import Purpose
from shared.storage.mongo import Document


def from_consents(consents: Consents) -> Document:
    """The document of somebody's consents."""
    return {
        "_id": consents.id,
        "choices": [asdict(choice) | {"purpose": choice.purpose.value} for choice in consents.choices],
        "granted": [purpose.value for purpose in consents.granted],
        "sequence": consents.sequence,
    }


def to_consents(document: Document) -> Consents:
    """The consents of a document."""
    return Consents(
        id=document["_id"],
        choices=tuple(
            Choice(**choice | {"purpose": Purpose(choice["purpose"])}) for choice in document["choices"]
        ),
        version=document["version"],
        sequence=document["sequence"],
    )

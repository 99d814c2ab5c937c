"""Owns the way between exports of personal data and their documents, whose form stands in `documents`."""

from pydantic import TypeAdapter

from services.directory.domain.access_export import AccessExport, Part
from shared.storage.mongo import Document

_PARTS = TypeAdapter(dict[str, Part])


def from_access_export(export: AccessExport) -> Document:
    """The document of an export."""
    return {
        "_id": export.id,
        "export_id": export.export_id,
        "requested_at": export.requested_at,
        "parts": _PARTS.dump_python(dict(export.parts), mode="json"),
        "sequence": export.sequence,
    }


def to_access_export(document: Document) -> AccessExport:
    """The export of a document."""
    return AccessExport(
        id=document["_id"],
        export_id=document["export_id"],
        requested_at=document["requested_at"],
        parts=_PARTS.validate_python(document["parts"]),
        version=document["version"],
        sequence=document["sequence"],
    )

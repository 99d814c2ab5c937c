"""Owns the way between files to take in, what was found of their rows, and their documents (`documents`)."""

from dataclasses import asdict
from datetime import datetime, timedelta

from services.directory.domain.imports import LineReport, Refusal
from services.directory.domain.spreadsheet_import import (
    APPLIED_WITHIN,
    WORKED_ON,
    ImportState,
    SpreadsheetImport,
)
from shared.storage.mongo import Document

FILE_KEPT = 2 * APPLIED_WITHIN
"""Longer than it may be asked for: what is accepted at the last moment is still there."""
REPORT_KEPT = timedelta(days=30)


def from_import(spreadsheet: SpreadsheetImport) -> Document:
    """The document of a file to take in."""
    document = asdict(spreadsheet) | {"state": spreadsheet.state.value}
    del document["version"]
    return {
        "_id": document.pop("id"),
        **document,
        "expires_at": spreadsheet.asked_at + REPORT_KEPT,
    }


def to_import(document: Document) -> SpreadsheetImport:
    """The file to take in of a document."""
    said = {name: value for name, value in document.items() if name not in {"_id", "expires_at"}}
    return SpreadsheetImport(id=document["_id"], **said | {"state": ImportState(said["state"])})


def from_file(spreadsheet: SpreadsheetImport, content: bytes) -> Document:
    """The document of the file itself."""
    return {"_id": spreadsheet.id, "content": content, "expires_at": file_expires_at(spreadsheet)}


def file_expires_at(spreadsheet: SpreadsheetImport) -> datetime | None:
    """When a file is removed that nobody has had taken in; none while it is worked on."""
    return None if spreadsheet.state in WORKED_ON else spreadsheet.asked_at + FILE_KEPT


def from_report(report: LineReport, spreadsheet: SpreadsheetImport) -> Document:
    """The document of what was found of a row."""
    return {
        "import_id": spreadsheet.id,
        "number": report.number,
        "outcome": report.outcome.value,
        "brings": list(report.brings),
        "refusal": asdict(report.refusal) if report.refusal else None,
        "expires_at": spreadsheet.asked_at + REPORT_KEPT,
    }


def to_report(document: Document) -> LineReport:
    """What was found of a row, from its document."""
    refusal = Refusal(**document["refusal"]) if document["refusal"] else None
    return LineReport(document["number"], tuple(document["brings"]), refusal)

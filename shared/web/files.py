"""Owns what an API's description says of answers that are files. Writes none."""

from typing import Any

from fastapi import Response

from shared.documents.tables import TableFormat

PDF = "application/pdf"
TABLES = {
    TableFormat.CSV: "text/csv; charset=utf-8",
    TableFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def a_file(*media_types: str) -> dict[str, Any]:
    """What is said of a route that answers with a file of these types: `get(path, **a_file(PDF))`."""
    described: dict[str, Any] = {media_type.partition(";")[0]: {} for media_type in media_types}
    return {
        "response_class": Response,
        "responses": {200: {"description": "The file.", "content": described}},
    }


def a_table() -> dict[str, Any]:
    """What is said of a route that answers with a list as a file."""
    return a_file(*TABLES.values())

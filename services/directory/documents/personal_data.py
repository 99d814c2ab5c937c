"""Owns the document that says to a person what is held of them; the page around it is `personal_data.typ`."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final

from babel.dates import format_date, format_time

from services.directory.domain.access_export import AccessExport
from shared.days import club_day, club_time
from shared.documents.association import Association
from shared.documents.pdf import Json, render_pdf
from shared.events.access import CollectedPiece, Value

_TEMPLATE: Final = Path(__file__).with_name("personal_data.typ")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT.*([+-]\d\d:\d\d|Z)")
SERVICES: Final = {
    "directory": "Annuaire",
    "registration": "Rencontres et inscriptions",
    "conventions": "Échanges et conventions",
    "notifications": "Courriels et fil de l’équipe",
}


async def personal_data_pdf(
    export: AccessExport, *, names: Mapping[str, str], association: Association
) -> bytes:
    """All that was gathered of a person, to be read; `names` are those of the organisations in it, by id."""
    day = club_day(export.requested_at)
    data: dict[str, Json] = {
        "association": association.model_dump(),
        "dated": _said(day.isoformat(), names),
        "services": [
            {"name": SERVICES[service], "pieces": [_piece(piece, names) for piece in export.parts[service]]}
            for service in SERVICES
        ],
    }
    return await render_pdf(_TEMPLATE, data, dated=day)


def _piece(piece: CollectedPiece, names: Mapping[str, str]) -> dict[str, Json]:
    return {
        "category": piece.category,
        "purpose": piece.purpose,
        "basis": piece.basis,
        "kept": piece.kept,
        "rows": [[[name, _said(value, names)] for name, value in row.items()] for row in piece.rows],
        "is_cut": piece.is_cut,
    }


def _said(value: Value, names: Mapping[str, str]) -> str:
    """A value as people read it: days and hours in French, organisations by name."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    text = str(value)
    return names.get(text) or _dated(text) or text


def _dated(text: str) -> str | None:
    if _DAY.fullmatch(text):
        return format_date(date.fromisoformat(text), "d MMMM y", locale="fr")
    if _INSTANT.fullmatch(text):
        at = club_time(datetime.fromisoformat(text))
        return f"{format_date(at, 'd MMMM y', locale='fr')}, {format_time(at, 'H', locale='fr')} h {at:%M}"
    return None

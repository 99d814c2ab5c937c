"""Owns consents, erasures and closures of mandates as files: what stands under each heading."""

from typing import Final

from services.directory.domain.consents import Choice, Consents
from services.directory.domain.erasure import Erasure
from services.directory.domain.wordings import Purpose
from services.directory.schemas import columns, wording
from services.directory.schemas.closures import ClosedPersonOut
from services.directory.schemas.tables.rows import PERSON, Of
from shared.days import club_day
from shared.documents.tables import Table

ERASURES: Final[Table[Of[Erasure]]] = Table(
    "effacements",
    {
        columns.PERSON_ID: lambda row: str(row.item.id),
        **PERSON,
        columns.ERASURE_STATE: lambda row: wording.ERASURE_STATES[row.item.state],
        columns.REQUESTED_AT: lambda row: club_day(row.item.requested_at),
        columns.DECIDED_AT: lambda row: club_day(row.item.decided_at) if row.item.decided_at else None,
        columns.DUE_ON: lambda row: row.item.deadline,
        columns.MISSING: lambda row: ", ".join(wording.SERVICES[service] for service in row.item.missing),
    },
)

CLOSED: Final[Table[Of[ClosedPersonOut]]] = Table(
    "mandats-a-clore",
    {
        **PERSON,
        columns.CONSEQUENCES: lambda row: " ".join(found.message for found in row.item.consequences),
    },
)


def consenting(purpose: Purpose) -> Table[Of[Consents]]:
    """The list of who consents to something."""

    def choice(row: Of[Consents]) -> Choice:
        return next(one for one in row.item.in_force if one.purpose is purpose)

    return Table(
        f"consentements-{purpose}",
        {
            **PERSON,
            columns.PURPOSE: lambda _: wording.PURPOSES[purpose],
            columns.WORDING_VERSION: lambda row: choice(row).wording_version,
            columns.CHOSEN_AT: lambda row: club_day(choice(row).at),
            columns.WRITTEN_BY: lambda row: choice(row).by,
        },
    )

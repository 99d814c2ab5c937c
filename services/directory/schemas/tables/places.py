"""Owns territories, and what a search finds, as files: what stands under each heading."""

from typing import Final

from services.directory.domain.search import Found
from services.directory.domain.territories import Territory
from services.directory.schemas import columns, wording
from shared.documents.tables import Cell, Table

TERRITORIES: Final[Table[Territory]] = Table(
    "territoires",
    {
        columns.KIND: lambda place: wording.KINDS[place.kind],
        columns.CODE: lambda place: place.code,
        columns.CALLED: lambda place: place.official_name,
        columns.SIREN: lambda place: place.siren,
        columns.DEPARTEMENT: lambda place: place.departement,
        columns.REGION: lambda place: place.region,
        columns.POPULATION: lambda place: place.population,
        columns.EPCI: lambda place: place.epci,
        columns.COMMUNES: lambda place: place.communes,
    },
)

FOUND: Final[Table[Found]] = Table(
    "recherche",
    {
        columns.WHAT: lambda found: wording.FOUND[found.what],
        columns.CALLED: lambda found: found.name,
        columns.KIND: lambda found: wording.KINDS[found.kind] if found.kind else None,
        columns.DEPARTEMENT: lambda found: found.departement,
        columns.REGION: lambda found: found.region,
        columns.POPULATION: lambda found: found.population,
        columns.MEMBER: lambda found: _yes_or_no(found.member),
    },
)


def _yes_or_no(answer: bool | None) -> Cell:  # noqa: FBT001 - it is the cell's value
    if answer is None:
        return None
    return wording.YES if answer else wording.NO

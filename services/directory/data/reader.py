"""Owns the reading of the CSV files beside it. Does not keep the territories: the repository does."""

import csv
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.territories import Territory

HERE = Path(__file__).parent

Row = dict[str, str]


def edition() -> str:
    """What names the reference data as it stands in the files: another when a line changes."""
    digest = sha256()
    for file in sorted(HERE.glob("*.csv")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def count_territories() -> int:
    """How many territories `read_territories` gives, for a progress bar."""
    return sum(1 for file in HERE.glob("*.csv") for _ in _rows(file.stem))


def read_territories() -> Iterator[Territory]:
    """Every territory, one at a time, from the widest to the smallest."""
    regions = {row["code"]: row["region"] for row in _rows("departements")}
    yield from (_area(row, OrganisationKind.REGION) for row in _rows("regions"))
    yield from (_area(row, OrganisationKind.DEPARTEMENT) for row in _rows("departements"))
    yield from (_intercommunality(row, regions) for name in ("epci", "ept") for row in _rows(name))
    yield from (_commune(row, regions) for row in _rows("communes"))


def _rows(name: str) -> Iterator[Row]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _area(row: Row, kind: OrganisationKind) -> Territory:
    return Territory(
        kind=kind,
        code=row["code"],
        name=row["name"],
        article_code=row["article"],
        siren=None,
        departement=row["code"] if kind == OrganisationKind.DEPARTEMENT else None,
        region=row.get("region", row["code"]),
        population=None,
        epci=None,
        communes=1,
    )


def _intercommunality(row: Row, regions: dict[str, str]) -> Territory:
    return Territory(
        kind=OrganisationKind(row["kind"]),
        code=row["code"],
        name=row["name"],
        article_code=None,
        siren=row["code"],
        departement=row["departement"],
        region=regions[row["departement"]],
        population=int(row["population"]),
        epci=None,
        communes=int(row["communes"]),
    )


def _commune(row: Row, regions: dict[str, str]) -> Territory:
    return Territory(
        kind=OrganisationKind.COMMUNE,
        code=row["code"],
        name=row["name"],
        article_code=row["article"] or None,
        siren=row["siren"] or None,
        departement=row["departement"],
        region=regions[row["departement"]],
        population=int(row["population"]) if row["population"] else None,
        epci=row["epci"] or None,
        communes=1,
    )

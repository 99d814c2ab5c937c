"""Owns the trimming of the national reference data into the CSV files of this folder. Downloads nothing.

    python -m services.directory.data.build FOLDER

where FOLDER is the `data` folder of the npm package `@etalab/decoupage-administratif`, version 6.0.0,
installed by npm anywhere outside this repository.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

KINDS = {
    "CC": "cc",
    "CA": "ca",
    "CU": "cu",
    "METRO": "metropole",
    "MET69": "metropole_lyon",
    "EPT": "ept",
}

Record = dict[str, Any]


def build(source: Path) -> None:
    """Write the five files from the five of the package, sorted by code."""
    communes = [commune for commune in _load(source, "communes") if commune["type"] == "commune-actuelle"]
    departements, regions = _load(source, "departements"), _load(source, "regions")
    epci, ept = _load(source, "epci"), _load(source, "ept")
    epci_of = {member["code"]: group["code"] for group in epci for member in group["membres"]}
    by_code = {commune["code"]: commune for commune in communes}

    _write("communes", (_commune(commune, epci_of) for commune in communes))
    _write("epci", (_intercommunality(group, by_code) for group in epci))
    _write("ept", (_intercommunality(group, by_code) for group in ept))
    _write("departements", (_area(area) | {"region": area["region"]} for area in departements))
    _write("regions", (_area(area) for area in regions))


def _load(source: Path, name: str) -> list[Record]:
    records: list[Record] = json.loads((source / f"{name}.json").read_text(encoding="utf-8"))
    return records


def _area(record: Record) -> Record:
    return {"code": record["code"], "name": _name(record), "article": record["typeLiaison"]}


def _commune(record: Record, epci_of: dict[str, str]) -> Record:
    return {
        "code": record["code"],
        "siren": record.get("siren", ""),
        "name": _name(record),
        "article": record.get("typeLiaison", ""),
        "departement": record["departement"],
        "epci": epci_of.get(record["code"], ""),
        "population": record.get("population", ""),
    }


def _intercommunality(record: Record, communes: dict[str, Record]) -> Record:
    """The source does not place an intercommunality: it goes to the département where most of it lives."""
    inhabitants: Counter[str] = Counter()
    for member in record["membres"]:
        inhabitants[communes[member["code"]]["departement"]] += member["populationMunicipale"]
    return {
        "code": record["code"],
        "kind": KINDS[record["type"]],
        "name": _name(record),
        "departement": inhabitants.most_common(1)[0][0],
        "population": record["populationMunicipale"],
        "communes": len(record["membres"]),
    }


def _name(record: Record) -> str:
    return " ".join(record["nom"].split())


def _write(name: str, rows: Iterable[Record]) -> None:
    ordered = sorted(rows, key=lambda row: row["code"])
    with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(ordered[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(ordered)


if __name__ == "__main__":
    build(Path(sys.argv[1]))

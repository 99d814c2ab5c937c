"""Owns which real territories the sample shows, and which of them it pretends to be members. Loads nothing.

That one of them stands here says nothing of the club's true members.
"""

import csv
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

FILE = Path(__file__).with_name("organisations.csv")


class Standing(Enum):
    """What the sample pretends that an organisation is to the club."""

    MEMBER = "member"
    APPLICANT = "applicant"
    STRANGER = "stranger"


APPLICANTS = frozenset({"Fontenay-sous-Bois"})
STRANGERS = frozenset({"Grenoble", "Monein", "Paris", "Métropole de Lyon"})


@dataclass(frozen=True, slots=True)
class SampleOrganisation:
    """A territory whose public body the sample enters in the directory."""

    name: str
    territory: str
    siren: str
    departement: str
    standing: Standing


def sample_organisations() -> list[SampleOrganisation]:
    """All of them, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            SampleOrganisation(
                name=row["nom"],
                territory=f"commune:{row['code_insee']}" if row["code_insee"] else f"epci:{row['siren']}",
                siren=row["siren"],
                departement=row["departement"],
                standing=_standing(row["nom"]),
            )
            for row in csv.DictReader(file)
        ]


def _standing(name: str) -> Standing:
    if name in APPLICANTS:
        return Standing.APPLICANT
    return Standing.STRANGER if name in STRANGERS else Standing.MEMBER

"""Owns the people of the sample, all invented, with addresses at example.org. Loads nothing."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from shared.french import fold

FILE = Path(__file__).with_name("people.csv")


@dataclass(frozen=True, slots=True)
class SampleRole:
    """A role in an organisation of the sample."""

    organisation: str
    role: str
    """`mandate`, `post`, `referent` or `signatory`."""
    title: str
    service: str
    """Of a post; the delegation of a mandate."""
    status: str
    starts_on: str

    @property
    def name(self) -> str:
        """The role as the directory and its events call it."""
        return {"mandate": "elected", "post": "technical"}.get(self.role, self.role)

    def body(self, orgs: Mapping[str, UUID]) -> dict[str, Any]:
        """What the directory is asked."""
        role = {"org": str(orgs[self.organisation]), "starts_on": self.starts_on}
        if self.role == "mandate":
            return {"form": "mandate", "title": self.title, "delegation": self.service, **role}
        if self.role == "post":
            told = {"title": self.title, "service": self.service, "status": self.status}
            return {"form": "post", **told, **role}
        return {"form": "appointment", "appointed": self.role, **role}


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Somebody who does not exist."""

    given_name: str
    family_name: str
    roles: tuple[SampleRole, ...]

    @property
    def email(self) -> str:
        """An address that reaches nobody."""
        return ".".join(fold(f"{self.given_name} {self.family_name}").split()) + "@example.org"

    @property
    def is_elected(self) -> bool:
        """Whether they hold a mandate anywhere."""
        return any(role.name == "elected" for role in self.roles)


def sample_people() -> list[SamplePerson]:
    """All of them."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    named = groupby(sorted(rows, key=_full_name), key=_full_name)
    return [SamplePerson(*name, roles=tuple(_role(row) for row in group)) for name, group in named]


def _full_name(row: Mapping[str, str]) -> tuple[str, str]:
    return row["given_name"], row["family_name"]


def _role(row: Mapping[str, str]) -> SampleRole:
    return SampleRole(
        organisation=row["organisation"],
        role=row["role"],
        title=row["title"],
        service=row["service"],
        status=row["status"],
        starts_on=row["starts_on"],
    )

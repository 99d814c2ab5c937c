"""Owns who is bound by a convention, and who signs for them. Decides nothing about signing."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class PartyRole(StrEnum):
    """On which side a party stands."""

    OFFERING = "offering"
    RECEIVING = "receiving"
    FACILITATOR = "facilitator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A legal person, as the document names it."""

    org: UUID
    role: PartyRole
    legal_name: str
    kind: str
    siren: str = ""
    """Nine digits, text. The association may have a registration number instead."""
    siret: str = ""
    registration_number: str = ""
    address: str = ""
    represented_by: str = ""
    """Name of the legal representative."""
    capacity: str = ""
    """Such as `Maire`."""
    acting_under: str = ""
    """Deliberation or delegation: number and date."""


class PowerSource(StrEnum):
    """Where the power to sign comes from."""

    LAW = "law"
    DELIBERATION = "deliberation"
    DELEGATION = "delegation"


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningPower:
    """What lets a person sign for a party: a deliberation or a delegation has a reference and a date."""

    source: PowerSource
    reference: str = ""
    dated: date | None = None

    @property
    def is_complete(self) -> bool:
        """Whether it can be checked by a reader."""
        return self.source is PowerSource.LAW or bool(self.reference.strip() and self.dated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """The natural person who signs for a party."""

    person_id: UUID
    org: UUID
    capacity: str
    power: SigningPower

    def facts(self) -> dict[str, str]:
        """In which capacity, and with which power: what the journal of a signing keeps."""
        power = self.power
        return {
            "capacity": self.capacity,
            "power": power.source.value,
            "power_reference": power.reference,
            "power_dated": power.dated.isoformat() if power.dated else "",
        }

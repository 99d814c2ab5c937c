"""Owns what the public verification of a document tells to machines: organisations and dates, no person."""

from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from services.conventions.domain.convention.convention import ConventionState
from services.conventions.domain.signing.slots import Method
from services.conventions.domain.verification import Standing, Verification


class PartySignedOut(BaseModel):
    """That an organisation signed."""

    organisation: str
    on: date
    method: Method
    level: str = Field(description="simple, advanced or qualified (eIDAS), as far as could be checked.")
    profile: str = Field(description="B-B, B-T or B-LTA, of PAdES.")


class VerificationOut(BaseModel):
    """What is known of a document."""

    sha256: str = Field(description="Of the bytes asked about; of the present ones where a name was given.")
    reference: str
    version: int
    standing: Standing
    convention_state: ConventionState
    organisations: tuple[str, ...]
    signatures: tuple[PartySignedOut, ...] = Field(description="Those that it bears and that count.")
    awaited: int = Field(description="Signatures still to come.")

    @classmethod
    def of(cls, known: Verification) -> Self:
        """The shape of what is known."""
        return cls(
            sha256=known.sha256,
            reference=known.reference,
            version=known.version,
            standing=known.standing,
            convention_state=known.state,
            organisations=known.organisations,
            signatures=tuple(
                PartySignedOut(
                    organisation=each.organisation,
                    on=each.on,
                    method=each.method,
                    level=each.level,
                    profile=each.profile,
                )
                for each in known.signatures
            ),
            awaited=known.awaited,
        )

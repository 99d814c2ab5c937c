"""Owns what is shown of the course of a signed convention: transmissions, its early end. Takes nothing."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.conventions.domain.convention.life import Termination, Transmission


class TransmissionOut(BaseModel):
    """What a party did about the control of legality."""

    org: UUID
    required: bool
    recorded_on: date
    transmitted_on: date | None = Field(description="Null as long as it is to be sent, or where it need not.")
    receipt_number: str

    @classmethod
    def of(cls, org: UUID, sent: Transmission) -> Self:
        """The shape of a transmission."""
        return cls(
            org=org,
            required=sent.required,
            recorded_on=sent.recorded_on,
            transmitted_on=sent.transmitted_on,
            receipt_number=sent.receipt_number,
        )


class TerminationOut(BaseModel):
    """An early end, which a party gave notice of."""

    org: UUID
    notified_on: date
    effective_on: date = Field(description="First day on which the convention no longer binds.")
    reason: str

    @classmethod
    def of(cls, termination: Termination | None) -> Self | None:
        """The shape of an early end, where there is one."""
        if termination is None:
            return None
        return cls(
            org=termination.org,
            notified_on=termination.notified_on,
            effective_on=termination.effective_on,
            reason=termination.reason,
        )

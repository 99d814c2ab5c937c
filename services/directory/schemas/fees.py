"""Owns what the API takes and gives of fees and their schedule: shapes and bounds."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from services.directory.domain.fee import Fee, FeeState, Payment
from services.directory.domain.fee_lines import FeeLine
from services.directory.domain.fee_schedule import FeeSchedule
from services.directory.domain.kinds import OrganisationKind
from services.directory.schemas.fields import Asked, Day, Name

MOST_CENTS = 100_000_000
MOST_INHABITANTS = 100_000_000
MOST_LINES = 200

Cents = Annotated[int, Field(ge=0, le=MOST_CENTS, description="Euro cents.")]
Inhabitants = Annotated[int, Field(ge=0, le=MOST_INHABITANTS)]


class FeeLineIn(Asked):
    """What organisations of a kind owe, from a population on until the next line of that kind."""

    kind: OrganisationKind
    from_population: Inhabitants
    amount_cents: Cents


class FeeScheduleIn(Asked):
    """What members owe for a year, whole."""

    lines: Annotated[list[FeeLineIn], Field(min_length=1, max_length=MOST_LINES)]

    def fee_lines(self) -> tuple[FeeLine, ...]:
        """What the command carries."""
        return tuple(FeeLine(**line.model_dump()) for line in self.lines)


class FeeLineOut(BaseModel):
    """What organisations of a kind owe, from a population on until the next line of that kind."""

    kind: OrganisationKind
    from_population: int
    amount_cents: int


class FeeScheduleOut(BaseModel):
    """What members owe for a year."""

    year: int
    is_set: bool = Field(description="False where it is that of a year before, or the first one.")
    lines: tuple[FeeLineOut, ...]

    @classmethod
    def of(cls, schedule: FeeSchedule) -> "FeeScheduleOut":
        """The form of a schedule."""
        lines = tuple(
            FeeLineOut(kind=line.kind, from_population=line.from_population, amount_cents=line.amount_cents)
            for line in schedule.lines
        )
        return cls(year=schedule.year, is_set=schedule.is_set, lines=lines)


class FeeCallIn(Asked):
    """A fee to call."""

    due_on: Day = Field(description="Last day to pay.")


class PaymentIn(Asked):
    """Money that was received."""

    amount_cents: Cents
    received_on: Day
    bank_reference: Name = Field(description="As the bank or the treasury gives it.")


class BecauseIn(Asked):
    """Why."""

    reason: Name


class PaymentOut(BaseModel):
    """Money received for a call."""

    amount_cents: int
    received_on: date
    bank_reference: str
    cancelled_because: str | None = Field(description="Why it was taken back; null while it holds.")

    @classmethod
    def of(cls, payment: Payment) -> "PaymentOut":
        """The form of a payment."""
        return cls(
            amount_cents=payment.amount_cents,
            received_on=payment.received_on,
            bank_reference=payment.bank_reference,
            cancelled_because=payment.cancelled_because,
        )


class FeeOut(BaseModel):
    """The fee of a membership for a year, as it stands."""

    id: UUID
    membership_id: UUID
    org: UUID
    year: int
    state: FeeState
    reference: str | None = Field(description="Number of the call; null before it.")
    amount_cents: int | None = Field(description="As called; null before.")
    called_on: date | None
    due_on: date | None = Field(description="Last day to pay.")
    payments: tuple[PaymentOut, ...]
    waived_because: str | None

    @classmethod
    def of(cls, fee: Fee) -> "FeeOut":
        """The form of a fee."""
        call = fee.call
        return cls(
            id=fee.id,
            membership_id=fee.membership_id,
            org=fee.org,
            year=fee.year,
            state=fee.state,
            reference=call.reference if call else None,
            amount_cents=call.amount_cents if call else None,
            called_on=call.called_on if call else None,
            due_on=call.due_on if call else None,
            payments=tuple(PaymentOut.of(payment) for payment in fee.payments),
            waived_because=fee.waived_because,
        )

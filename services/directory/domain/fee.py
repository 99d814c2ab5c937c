"""Owns the aggregate `Fee`: what a member owes for one year. Being a member does not depend on it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, TypeVar
from uuid import UUID, uuid5

from services.directory.domain.authority import require_staff, require_system
from services.directory.domain.commands import fees as commands
from services.directory.domain.errors.fees import (
    AlreadyReminded,
    FeeNotCalled,
    FeeStateRefuses,
    InvalidFeeCall,
    InvalidPayment,
    WrongAmount,
)
from shared.days import club_day
from shared.events import directory as facts
from shared.events.envelope import Payload

Events = tuple[Payload, ...]
F = TypeVar("F", bound=facts.FeeAmountFact)

LONGEST_TERM: Final = timedelta(days=366)


def check_term(due_on: date, *, on: date) -> None:
    """Let pass a last day to pay that a call made on a day can give.

    Raises:
        InvalidFeeCall: it has passed, or is more than a year ahead.
    """
    if not on <= due_on <= on + LONGEST_TERM:
        raise InvalidFeeCall("L’échéance doit tomber dans l’année qui vient.", field="due_on")


class FeeState(StrEnum):
    """Where a fee stands."""

    NOT_CALLED = "not_called"
    CALLED = "called"
    OVERDUE = "overdue"
    PAID = "paid"
    WAIVED = "waived"


OWED = (FeeState.CALLED, FeeState.OVERDUE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Debtor:
    """Who a fee is asked of, as it was named on the day of the call."""

    name: str
    siren: str
    siret: str | None = None
    article_code: str | None = None
    """INSEE's link code of its name (`shared.articles`), for a commune of the reference data."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FeeCall:
    """A request for payment, as it was sent: it never changes."""

    reference: str
    debtor: Debtor
    amount_cents: int
    called_on: date
    due_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Payment:
    """Money received for a call."""

    amount_cents: int
    received_on: date
    bank_reference: str
    cancelled_because: str | None = None
    """Why it was taken back; None while it holds."""


@dataclass(slots=True, kw_only=True)
class Fee:
    """The fee of a membership for a year. Its subject is `fee/<id>`."""

    id: UUID
    membership_id: UUID
    org: UUID
    year: int
    state: FeeState = FeeState.NOT_CALLED
    call: FeeCall | None = None
    payments: tuple[Payment, ...] = ()
    """Those taken back, in their order; the last one holds while the fee is paid."""
    waived_because: str | None = None
    decided: int = 0
    """Rank of the last reminder that the team decided about, sent or spared."""
    version: int = 0
    sequence: int = 0

    @classmethod
    def of_year(cls, year: int, *, membership_id: UUID, org: UUID) -> "Fee":
        """The fee of a year before anybody asked for it."""
        return cls(id=cls.id_of(membership_id, year), membership_id=membership_id, org=org, year=year)

    @staticmethod
    def id_of(membership_id: UUID, year: int) -> UUID:
        """The one id that the fee of a membership can have for a year."""
        return uuid5(membership_id, f"fee/{year}")

    def ask(self, command: commands.CallFee, *, debtor: Debtor, amount_cents: int, reference: str) -> Events:
        """Call the fee.

        Raises:
            StaffOnly: the actor is not of the team.
            FeeStateRefuses: it was called, or waived.
            InvalidFeeCall: the last day to pay has passed, or is more than a year ahead.
        """
        require_staff(command.actor)
        self._require_state(FeeState.NOT_CALLED, sentence="Cette cotisation est déjà appelée ou abandonnée.")
        on = club_day(command.at)
        check_term(command.due_on, on=on)
        self.call = FeeCall(
            reference=reference,
            debtor=debtor,
            amount_cents=amount_cents,
            called_on=on,
            due_on=command.due_on,
        )
        self.state = FeeState.CALLED
        return (self._tell(facts.FeeCalled, on, due_on=command.due_on),)

    def pay(self, command: commands.RecordPayment) -> Events:
        """Note that the fee was received, whole.

        Raises:
            StaffOnly: the actor is not of the team.
            FeeStateRefuses: it was not called, or is paid or waived.
            WrongAmount: it is not what was called.
            InvalidPayment: it lies ahead, or before the call.
        """
        require_staff(command.actor)
        self._require_state(*OWED, sentence="Cette cotisation n’est pas en attente de paiement.")
        call = self.sent
        if command.amount_cents != call.amount_cents:
            raise WrongAmount(called_cents=call.amount_cents)
        if not call.called_on <= command.received_on <= club_day(command.at):
            raise InvalidPayment(
                "Le paiement est daté entre le jour de l’appel et aujourd’hui.", field="received_on"
            )
        payment = Payment(
            amount_cents=command.amount_cents,
            received_on=command.received_on,
            bank_reference=command.bank_reference,
        )
        self.payments = (*self.payments, payment)
        self.state = FeeState.PAID
        return (self._tell(facts.FeePaid, command.received_on),)

    def cancel_payment(self, command: commands.CancelPayment) -> Events:
        """Take back a payment noted by mistake: the fee is owed as before. A renewal that it led to stands.

        Raises:
            StaffOnly: the actor is not of the team.
            FeeStateRefuses: it is not paid.
        """
        require_staff(command.actor)
        self._require_state(FeeState.PAID, sentence="Cette cotisation n’a pas de paiement à annuler.")
        on = club_day(command.at)
        *before, last = self.payments
        self.payments = (*before, replace(last, cancelled_because=command.reason))
        self.state = FeeState.OVERDUE if self.sent.due_on < on else FeeState.CALLED
        return (self._tell(facts.FeePaymentCancelled, on),)

    def waive(self, command: commands.WaiveFee) -> Events:
        """Give the fee up.

        Raises:
            StaffOnly: the actor is not of the team.
            FeeStateRefuses: it is paid, or given up already.
        """
        require_staff(command.actor)
        self._require_state(
            FeeState.NOT_CALLED, *OWED, sentence="Cette cotisation est déjà payée ou abandonnée."
        )
        self.state, self.waived_because = FeeState.WAIVED, command.reason
        return (facts.FeeWaived(org=self.org, membership_id=self.membership_id, year=self.year),)

    def mark_overdue(self, command: commands.MarkFeeOverdue) -> Events:
        """Note that the last day to pay has passed; where it has not, or nothing is owed, tell nothing.

        Raises:
            SystemOnly: the actor is a person or a partner.
        """
        require_system(command.actor)
        if self.state is not FeeState.CALLED or club_day(command.at) <= self.sent.due_on:
            return ()
        self.state = FeeState.OVERDUE
        overdue = facts.FeeOverdue(
            org=self.org, membership_id=self.membership_id, year=self.year, due_on=self.sent.due_on
        )
        return (overdue,)

    def remind(self, command: commands.RemindFee) -> Events:
        """Remind the member, as the team decided.

        Raises:
            StaffOnly: the actor is not of the team.
            FeeStateRefuses: nothing is owed.
            AlreadyReminded: the team decided about this reminder, or a later one.
        """
        self._decide(command, rank=command.step.rank)
        on = club_day(command.at)
        return (self._tell(facts.FeeReminded, on, rank=self.decided, due_on=self.sent.due_on),)

    def spare(self, command: commands.SpareFee) -> None:
        """Do not remind the member this time.

        Raises:
            StaffOnly: the actor is not of the team.
            FeeStateRefuses: nothing is owed.
            AlreadyReminded: the team decided about this reminder, or a later one.
        """
        self._decide(command, rank=command.step.rank)

    @property
    def sent(self) -> FeeCall:
        """The call, of a fee that was called."""
        if self.call is None:
            raise ValueError("this fee was never called")
        return self.call

    def require_sent(self) -> FeeCall:
        """The call.

        Raises:
            FeeNotCalled: there is none.
        """
        if self.call is None:
            raise FeeNotCalled
        return self.call

    def _decide(self, command: commands.OfFee, *, rank: int) -> None:
        require_staff(command.actor)
        self._require_state(*OWED, sentence="Cette cotisation n’est pas en attente de paiement.")
        if self.decided >= rank:
            raise AlreadyReminded
        self.decided = rank

    def _tell(self, contract: type[F], on: date, **more: object) -> F:
        call = self.sent
        return contract.model_validate(
            {
                "org": self.org,
                "membership_id": self.membership_id,
                "year": self.year,
                "amount_cents": call.amount_cents,
                "reference": call.reference,
                "date": on,
                **more,
            }
        )

    def _require_state(self, *allowed: FeeState, sentence: str) -> None:
        if self.state not in allowed:
            raise FeeStateRefuses(sentence, state=self.state)

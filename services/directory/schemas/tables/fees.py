"""Owns fees and what a campaign proposes as files: what stands under each heading."""

from collections.abc import Callable
from typing import Final

from services.directory.domain.fee import Fee, FeeCall, Payment
from services.directory.domain.membership import Membership
from services.directory.schemas import columns, wording
from services.directory.schemas.renewals import CallPreviewOut
from services.directory.schemas.tables.rows import ORGANISATION, In, euros
from shared.documents.tables import Cell, Table


def _of_call(cell: Callable[[FeeCall], Cell]) -> Callable[[In[Fee]], Cell]:
    return lambda row: cell(row.item.call) if row.item.call else None


def _of_fee(cell: Callable[[Fee], Cell]) -> Callable[[In[Fee | Membership]], Cell]:
    return lambda row: cell(row.item) if isinstance(row.item, Fee) else None


def _of_payment(cell: Callable[[Payment], Cell]) -> Callable[[In[Fee]], Cell]:
    """What stands in a cell about the payment that holds."""

    def held(row: In[Fee]) -> Cell:
        payments = [payment for payment in row.item.payments if payment.cancelled_because is None]
        return cell(payments[-1]) if payments else None

    return held


FEES: Final[Table[In[Fee]]] = Table(
    "cotisations",
    {
        **ORGANISATION,
        columns.YEAR: lambda row: row.item.year,
        columns.FEE_STATE: lambda row: wording.FEE_STATES[row.item.state],
        columns.REFERENCE: _of_call(lambda call: call.reference),
        columns.AMOUNT: _of_call(lambda call: euros(call.amount_cents)),
        columns.CALLED_ON: _of_call(lambda call: call.called_on),
        columns.DUE_ON: _of_call(lambda call: call.due_on),
        columns.PAID_ON: _of_payment(lambda payment: payment.received_on),
        columns.BANK_REFERENCE: _of_payment(lambda payment: payment.bank_reference),
        columns.WAIVED_BECAUSE: lambda row: row.item.waived_because,
    },
)

TO_CALL: Final[Table[In[CallPreviewOut]]] = Table(
    "cotisations-a-appeler",
    {
        **ORGANISATION,
        columns.POPULATION: lambda row: row.item.population,
        columns.AMOUNT: lambda row: euros(row.item.amount_cents),
        columns.PROBLEM: lambda row: row.item.problem.message if row.item.problem else None,
    },
)

TO_DECIDE: Final[Table[In[Fee | Membership]]] = Table(
    "adherents-a-decider",
    {
        **ORGANISATION,
        columns.FEE_STATE: _of_fee(lambda fee: wording.FEE_STATES[fee.state]),
        columns.REFERENCE: _of_fee(lambda fee: fee.sent.reference),
        columns.AMOUNT: _of_fee(lambda fee: euros(fee.sent.amount_cents)),
        columns.DUE_ON: _of_fee(lambda fee: fee.sent.due_on),
    },
)
"""Empty under the headings of a fee where the end of memberships is proposed."""

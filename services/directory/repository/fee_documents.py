"""Owns the way between fees, schedules, campaigns and their documents, whose form stands in `documents`."""

from dataclasses import asdict
from datetime import date

from services.directory.domain.fee import Debtor, Fee, FeeCall, FeeState, Payment
from services.directory.domain.fee_lines import FeeLine
from services.directory.domain.fee_schedule import FeeSchedule
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.renewal_campaign import Calling, RenewalCampaign
from services.directory.domain.rounds import Round
from services.directory.repository.days import from_day
from shared.storage.mongo import Document


def from_fee(fee: Fee) -> Document:
    """The document of a fee."""
    return {
        "_id": fee.id,
        "membership_id": fee.membership_id,
        "org": fee.org,
        "year": fee.year,
        "state": fee.state.value,
        "due_on": from_day(fee.call.due_on if fee.call else None),
        "call": _from_call(fee.call) if fee.call else None,
        "payments": [_from_payment(payment) for payment in fee.payments],
        "waived_because": fee.waived_because,
        "decided": fee.decided,
        "sequence": fee.sequence,
    }


def to_fee(document: Document) -> Fee:
    """The fee of a document."""
    return Fee(
        id=document["_id"],
        membership_id=document["membership_id"],
        org=document["org"],
        year=document["year"],
        state=FeeState(document["state"]),
        call=_to_call(document["call"], due_on=document["due_on"]) if document["call"] else None,
        payments=tuple(_to_payment(kept) for kept in document["payments"]),
        waived_because=document["waived_because"],
        decided=document["decided"],
        version=document["version"],
        sequence=document["sequence"],
    )


def from_schedule(schedule: FeeSchedule) -> Document:
    """The document of a schedule."""
    lines = [
        {
            "kind": line.kind.value,
            "from_population": line.from_population,
            "amount_cents": line.amount_cents,
        }
        for line in schedule.lines
    ]
    return {"_id": schedule.id, "year": schedule.year, "lines": lines, "sequence": schedule.sequence}


def to_schedule(document: Document) -> FeeSchedule:
    """The schedule of a document."""
    lines = tuple(FeeLine(**line | {"kind": OrganisationKind(line["kind"])}) for line in document["lines"])
    return FeeSchedule(
        year=document["year"], lines=lines, version=document["version"], sequence=document["sequence"]
    )


def from_campaign(campaign: RenewalCampaign) -> Document:
    """The document of a campaign."""
    return {
        "_id": campaign.id,
        "year": campaign.year,
        "calls": campaign.calls,
        "calling": _from_calling(campaign.calling),
        "opened": [step.value for step in campaign.opened],
        "sequence": campaign.sequence,
    }


def to_campaign(document: Document) -> RenewalCampaign:
    """The campaign of a document."""
    return RenewalCampaign(
        year=document["year"],
        calls=document["calls"],
        calling=_to_calling(document["calling"]),
        opened=tuple(Round(step) for step in document["opened"]),
        version=document["version"],
        sequence=document["sequence"],
    )


def _from_calling(calling: Calling | None) -> Document | None:
    if calling is None:
        return None
    return {"due_on": from_day(calling.due_on), "accepted_by": calling.accepted_by}


def _to_calling(kept: Document | None) -> Calling | None:
    return Calling(**kept | {"due_on": date.fromisoformat(kept["due_on"])}) if kept else None


def _from_call(call: FeeCall) -> Document:
    return {
        "reference": call.reference,
        "debtor": asdict(call.debtor),
        "amount_cents": call.amount_cents,
        "called_on": from_day(call.called_on),
    }


def _to_call(kept: Document, *, due_on: str) -> FeeCall:
    return FeeCall(
        reference=kept["reference"],
        debtor=Debtor(**kept["debtor"]),
        amount_cents=kept["amount_cents"],
        called_on=date.fromisoformat(kept["called_on"]),
        due_on=date.fromisoformat(due_on),
    )


def _from_payment(payment: Payment) -> Document:
    return {
        "amount_cents": payment.amount_cents,
        "received_on": from_day(payment.received_on),
        "bank_reference": payment.bank_reference,
        "cancelled_because": payment.cancelled_because,
    }


def _to_payment(kept: Document) -> Payment:
    return Payment(**kept | {"received_on": date.fromisoformat(kept["received_on"])})

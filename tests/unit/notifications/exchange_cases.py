"""Owns which facts of an exchange are told to whom, and by which mail: what several tests go through."""

from typing import Any
from uuid import UUID

from services.notifications.domain.notices import Template
from shared.events import conventions as facts
from shared.events.envelope import Payload
from tests.unit.notifications.given_exchange import (
    ALI,
    CLUB,
    DIRECTOR,
    IN_MANDUEL,
    IN_ROURET,
    MANDUEL,
    MAYOR,
    PRESIDENT,
    ROURET,
    ZOE,
)

REFERENTS = {IN_ROURET, IN_MANDUEL}
AGENTS = {ALI, ZOE}
SIGNATORIES = {MAYOR, PRESIDENT, DIRECTOR}

Case = tuple[type[Payload], dict[str, Any], Template, set[UUID]]
CASES: list[Case] = [
    (facts.ExchangeRequestQualified, {}, Template.EXCHANGE_QUALIFIED, {IN_MANDUEL}),
    (facts.ExchangeRequestDeclined, {}, Template.EXCHANGE_DECLINED, {IN_MANDUEL}),
    (facts.MatchProposed, {}, Template.MATCH_PROPOSED, REFERENTS),
    (facts.MatchReminded, {"awaited": (ROURET,)}, Template.MATCH_REMINDED, {IN_ROURET}),
    (facts.MatchReminded, {"awaited": (MANDUEL, ROURET)}, Template.MATCH_REMINDED, REFERENTS),
    (facts.MatchDeclined, {"reason_code": "by_offering"}, Template.MATCH_DECLINED, {IN_MANDUEL}),
    (facts.MatchDeclined, {"reason_code": "by_receiving"}, Template.MATCH_DECLINED, {IN_ROURET}),
    (facts.MatchDeclined, {"reason_code": "withdrawn"}, Template.MATCH_DECLINED, {IN_ROURET}),
    (facts.MatchDeclined, {"reason_code": "by_staff"}, Template.MATCH_DECLINED, REFERENTS),
    (facts.MatchDeclined, {"reason_code": "expired"}, Template.MATCH_DECLINED, REFERENTS),
    (facts.MatchAccepted, {}, Template.MATCH_ACCEPTED, REFERENTS),
    (facts.ExchangeFulfilled, {}, Template.EXCHANGE_FULFILLED, REFERENTS),
    (facts.ConventionReviewRequested, {}, Template.REVIEW_REQUESTED, REFERENTS),
    (facts.ConventionRevised, {"reason_code": "change_asked"}, Template.CHANGE_ASKED, REFERENTS),
    (facts.ConventionRevised, {"reason_code": "by_staff"}, Template.CHANGE_ASKED, set()),
    (facts.ConventionRevised, {"reason_code": "signature_refused"}, Template.CHANGE_ASKED, set()),
    (facts.ConventionSignatureRequested, {}, Template.SIGNATURE_REQUESTED, {MAYOR}),
    (facts.ConventionSignatureCodeIssued, {}, Template.SIGNATURE_CODE, {MAYOR}),
    (facts.ConventionSignatoryNeeded, {}, Template.SIGNATORY_NEEDED, {IN_ROURET}),
    (
        facts.ConventionSignatoryNeeded,
        {"reason_code": "person_erased"},
        Template.SIGNATORY_NEEDED,
        {IN_ROURET},
    ),
    (facts.ConventionSignatoryNeeded, {"org": CLUB}, Template.SIGNATORY_NEEDED, set()),
    (facts.ConventionSignatureRefused, {}, Template.SIGNATURE_REFUSED, REFERENTS | SIGNATORIES),
    (facts.ConventionSigningExpired, {}, Template.SIGNING_EXPIRED, REFERENTS | SIGNATORIES),
    (facts.ConventionPartySigned, {}, Template.CONVENTION_SIGNED, set()),
    (facts.ConventionSigned, {}, Template.CONVENTION_SIGNED, REFERENTS | SIGNATORIES),
    (facts.AmendmentReviewRequested, {}, Template.AMENDMENT_REVIEW_REQUESTED, REFERENTS),
    (facts.AmendmentReviewRequested, {"version": 2}, Template.AMENDMENT_REVIEW_REQUESTED, REFERENTS),
    (facts.AmendmentRevised, {}, Template.AMENDMENT_CHANGE_ASKED, REFERENTS),
    (facts.AmendmentRevised, {"reason_code": "by_staff"}, Template.AMENDMENT_CHANGE_ASKED, set()),
    (facts.AmendmentFinalised, {}, Template.AMENDMENT_SIGNED, set()),
    (facts.AmendmentSignatureRefused, {}, Template.AMENDMENT_REFUSED, REFERENTS),
    (facts.AmendmentSigningExpired, {}, Template.AMENDMENT_EXPIRED, REFERENTS),
    (facts.AmendmentAbandoned, {}, Template.AMENDMENT_ABANDONED, REFERENTS),
    (facts.AmendmentAbandoned, {"reason_code": "convention_over"}, Template.AMENDMENT_ABANDONED, REFERENTS),
    (facts.AmendmentSigned, {}, Template.AMENDMENT_SIGNED, REFERENTS | {MAYOR}),
    (facts.ConventionEnteredIntoForce, {}, Template.CONVENTION_IN_FORCE, REFERENTS),
    (facts.ConventionEndNear, {}, Template.CONVENTION_END_NEAR, REFERENTS),
    (facts.ConventionEnded, {}, Template.CONVENTION_ENDED, REFERENTS),
    (facts.ConventionTerminated, {}, Template.CONVENTION_TERMINATED, REFERENTS),
    (facts.ConventionClosed, {}, Template.CONVENTION_ENDED, set()),
    (facts.ConventionAbandoned, {}, Template.CONVENTION_ABANDONED, REFERENTS),
    (facts.HalfDayQuotaReached, {}, Template.QUOTA_REACHED, REFERENTS),
    (facts.VisitProposed, {"proposed_by": MANDUEL}, Template.VISIT_PROPOSED, {IN_ROURET}),
    (facts.VisitProposed, {"proposed_by": None}, Template.VISIT_PROPOSED, REFERENTS),
    (facts.VisitScheduled, {}, Template.VISIT_SCHEDULED, REFERENTS | AGENTS),
    (facts.VisitRescheduled, {}, Template.VISIT_RESCHEDULED, REFERENTS | AGENTS),
    (facts.VisitCancelled, {}, Template.VISIT_CANCELLED, REFERENTS | AGENTS),
    (facts.VisitConfirmationAwaited, {"occasion": "asked"}, Template.VISIT_CONFIRMATION, REFERENTS),
    (facts.VisitConfirmationAwaited, {"occasion": "overdue"}, Template.VISIT_CONFIRMATION, set()),
    (facts.VisitHeld, {}, Template.VISIT_CONFIRMATION, set()),
    (facts.ReportRequested, {}, Template.REPORT_REQUESTED, {IN_MANDUEL} | AGENTS),
    (facts.ReportRequested, {"visit_id": None}, Template.REPORT_REQUESTED, {IN_MANDUEL}),
    (facts.ReportReminded, {}, Template.REPORT_REMINDED, {IN_MANDUEL}),
    (facts.ReportReturned, {}, Template.REPORT_RETURNED, {IN_MANDUEL}),
]


def name_of(case: Case) -> str:
    """What a test of this case is called."""
    contract, changed, *_ = case
    return " ".join([contract.__name__, *(str(value) for value in changed.values())])

"""Owns the contracts of `conventions`: exchange requests, and the agreements that they lead to."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from shared.events.access import PersonalDataCollectedFact
from shared.events.envelope import Payload
from shared.events.pieces import Piece, Place, When
from shared.events.scrubbing import PersonScrubbedFact

Day = date
"""So that a field may be named `date`."""


class Period(Piece):
    """From a day to a day, both included."""

    from_day: date = Field(description="First day.")
    to_day: date = Field(description="Last day.")


class Party(Piece):
    """An organisation bound by a convention."""

    org: UUID = Field(description="Organisation id.")
    role: str = Field(description="offering, receiving or facilitator.")


class Slot(Piece):
    """Half a day on which agents work at the receiving organisation."""

    date: Day = Field(description="Local date.")
    half: str = Field(description="morning or afternoon.")


class ExchangeRequestFact(Payload):
    """Something happened to what an organisation asked the others for."""

    aggregate: ClassVar[str] = "exchange_request"

    exchange_request_id: UUID = Field(description="Exchange request id.")


class ExchangeRequested(ExchangeRequestFact):
    """An organisation would like to learn from another."""

    receiving_org: UUID = Field(description="Organisation that asks.")
    topics: tuple[str, ...] = Field(description="Codes of the shared topic list.")
    period: Period = Field(description="When it would suit.")
    need_id: UUID | None = Field(description="Need that it answers.")


class ExchangeRequestQualified(ExchangeRequestFact):
    """Staff made the request clear and took it on."""

    receiving_org: UUID = Field(description="Organisation that asks.")
    topics: tuple[str, ...] = Field(description="Codes of the shared topic list.")


class ExchangeRequestDeclined(ExchangeRequestFact):
    """Staff declined the request."""

    receiving_org: UUID = Field(description="Organisation that asked.")
    reason_code: str = Field(description="not_member, out_of_scope, no_offer, other.")


class ExchangeRequestWithdrawn(ExchangeRequestFact):
    """The organisation no longer asks."""

    receiving_org: UUID = Field(description="Organisation that asked.")
    reason_code: str = Field(description="by_referent or by_staff.")


class ExchangeRequestReopened(ExchangeRequestFact):
    """The convention was given up before its signature: another organisation may be proposed."""

    receiving_org: UUID = Field(description="Organisation that asks.")
    reason_code: str = Field(description="convention_abandoned.")


class MatchFact(ExchangeRequestFact):
    """Something happened to the proposal of an offering organisation."""

    proposal_id: UUID = Field(description="Match proposal id.")
    offering_org: UUID = Field(description="Organisation that would send agents.")
    receiving_org: UUID = Field(description="Organisation that asked.")
    expires_at: AwareDatetime = Field(description="When the proposal runs out.")


class MatchProposed(MatchFact):
    """Staff proposed an offering organisation."""


class MatchReminded(MatchFact):
    """An answer to a proposal is still awaited."""

    awaited: tuple[UUID, ...] = Field(description="Organisations that have not answered.")


class MatchDeclined(MatchFact):
    """A proposal is over without a match."""

    reason_code: str = Field(description="by_offering, by_receiving, by_staff, withdrawn or expired.")


class MatchAccepted(ExchangeRequestFact):
    """Both organisations want the exchange."""

    partner: ClassVar[bool] = True

    offering_org: UUID = Field(description="Organisation that sends agents.")
    receiving_org: UUID = Field(description="Organisation that asked.")
    topics: tuple[str, ...] = Field(description="Codes of the shared topic list.")


class ExchangeFulfilled(ExchangeRequestFact):
    """The exchange is over, with its last report."""

    partner: ClassVar[bool] = True

    convention_id: UUID = Field(description="Convention id.")
    visits_count: int = Field(description="Visits that took place.")
    half_days_consumed: int = Field(description="Half-days spent, over all years.")


class ConventionFact(Payload):
    """Something happened to an agreement."""

    aggregate: ClassVar[str] = "convention"

    convention_id: UUID = Field(description="Convention id.")


class ConventionTextFact(ConventionFact):
    """The text of an agreement, not yet frozen."""

    reference: str = Field(description="Such as `CONV-2027-014`.")
    version: int = Field(description="Version of the text, from 1.")
    parties: tuple[Party, ...] = Field(description="Who will sign.")
    legal_form: str = Field(description="partnership or mise_a_disposition.")


class ConventionDrafted(ConventionTextFact):
    """Staff began to write."""


class ConventionRevised(ConventionTextFact):
    """The text changes: a new version."""

    reason_code: str = Field(description="change_asked, by_staff or signature_refused.")


class ConventionReviewRequested(ConventionTextFact):
    """The parties are asked to read and approve."""


class ConventionFinalised(ConventionFact):
    """Every party approved: the document is frozen."""

    version: int = Field(description="Version of the text.")
    document_id: UUID = Field(description="Document id.")
    sha256: str = Field(description="Of the document's bytes, 64 hexadecimal digits.")


class ConventionSigningOpened(ConventionFact):
    """The signatories may sign."""

    signatory_ids: tuple[UUID, ...] = Field(description="Person ids.")
    expires_at: AwareDatetime = Field(description="When the signing window closes.")


class SignatureFact(ConventionFact):
    """Something happened to one party's signature, of the convention or of an amendment to it."""

    reference: str = Field(description="Such as `CONV-2027-014`, with `-A1` for the first amendment.")
    amendment: int | None = Field(description="Number of the amendment; null for the convention itself.")
    org: UUID = Field(description="Organisation that signs.")
    signatory_id: UUID = Field(description="Person id.")


class ConventionSignatureRequested(SignatureFact):
    """A signatory is asked to sign: their turn has come, again, or is still awaited."""

    occasion: str = Field(description="invited, reminded or resent.")
    expires_at: AwareDatetime = Field(description="When the signing window closes.")
    text_id: UUID | None = Field(default=None, description="Of the frozen text; another version is another.")
    renewal: int = Field(default=0, description="How often the signatory's link was replaced by another.")


class ConventionSignatureCodeIssued(SignatureFact):
    """A signatory asked for the code that proves who signs. It follows from a key that services share."""

    nonce: str = Field(description="What the code is made from, with that key: it is no secret.")
    expires_at: AwareDatetime = Field(description="When the code is void.")


class ConventionSignatoryNeeded(SignatureFact):
    """Who was to sign may no longer: another signatory is needed."""

    reason_code: str = Field(description="mandate_ended or person_erased.")


class ConventionPartySigned(ConventionFact):
    """A party signed."""

    org: UUID = Field(description="Organisation that signed.")
    signatory_id: UUID = Field(description="Person id.")
    method: str = Field(description="simple_otp, external_pades or paper_scan.")
    signed_at: AwareDatetime = Field(description="When.")


class ConventionSignatureRefused(ConventionFact):
    """A signatory refused: all signatures of this version are void."""

    org: UUID = Field(description="Organisation that refused.")
    reason_code: str = Field(description="refused_by_signatory.")
    reason: str = Field(default="", description="Why, in the signatory's words.")


class ConventionSigningExpired(ConventionFact):
    """The signing window closed before everybody signed."""

    org: UUID = Field(description="First organisation whose signature is missing.")
    reason_code: str = Field(description="window_over.")


class ConventionSigned(ConventionFact):
    """Every party signed, and every signature was verified."""

    partner: ClassVar[bool] = True

    reference: str = Field(description="Such as `CONV-2027-014`.")
    parties: tuple[Party, ...] = Field(description="Who signed.")
    legal_form: str = Field(description="partnership or mise_a_disposition.")
    topics: tuple[str, ...] = Field(description="Codes of the shared topic list.")
    effect_on: date = Field(description="First day.")
    ends_on: date = Field(description="Last day.")
    half_day_quota: int = Field(description="Half-days allowed in each calendar year.")
    sha256: str = Field(description="Of the signed document's bytes, 64 hexadecimal digits.")


class ConventionEnteredIntoForce(ConventionFact):
    """The first day came, and each act is transmitted or need not be."""

    partner: ClassVar[bool] = True

    effect_on: date = Field(description="First day.")
    ends_on: date = Field(description="Last day.")


class AmendmentSigned(ConventionFact):
    """A numbered change to the convention is signed by every party."""

    partner: ClassVar[bool] = True

    number: int = Field(description="From 1.")
    changed_fields: tuple[str, ...] = Field(
        description="ends_on, half_day_quota, agents, places, money, as far as they change."
    )
    sha256: str | None = Field(
        default=None, description="Of the signed document's bytes, 64 hexadecimal digits."
    )


class AmendmentFact(ConventionFact):
    """Something happened to an amendment that is not signed."""

    number: int = Field(description="From 1.")
    reference: str = Field(description="Such as `CONV-2027-014-A1`.")


class AmendmentReviewRequested(AmendmentFact):
    """The parties are asked to read and approve an amendment."""

    version: int = Field(description="Version of its text, from 1.")


class AmendmentRevised(AmendmentFact):
    """The text of an amendment goes back to its draft: a new version."""

    reason_code: str = Field(description="change_asked or by_staff.")


class AmendmentFinalised(AmendmentFact):
    """Every party approved an amendment: its document is frozen."""

    version: int = Field(description="Version of its text.")
    document_id: UUID = Field(description="Document id.")
    sha256: str = Field(description="Of the document's bytes, 64 hexadecimal digits.")


class AmendmentSignatureRefused(AmendmentFact):
    """A signatory refused an amendment: all signatures of this version are void."""

    org: UUID = Field(description="Organisation that refused.")
    reason_code: str = Field(description="refused_by_signatory.")
    reason: str = Field(default="", description="Why, in the signatory's words.")


class AmendmentSigningExpired(AmendmentFact):
    """The signing window of an amendment closed before everybody signed."""

    org: UUID = Field(description="First organisation whose signature is missing.")
    reason_code: str = Field(description="window_over.")


class AmendmentAbandoned(AmendmentFact):
    """An amendment is given up before every party signed: the convention stays as it is."""

    reason_code: str = Field(description="Why, as a code.")


class ConventionEndNear(ConventionFact):
    """The last day comes near."""

    reference: str = Field(description="Such as `CONV-2027-014`.")
    parties: tuple[Party, ...] = Field(description="Who signed.")
    ends_on: date = Field(description="Last day.")
    days_left: int = Field(description="90 or 30; fewer where the end came nearer at once.")


class ConventionOverFact(ConventionFact):
    """The agreement binds no more."""

    partner: ClassVar[bool] = True

    on: date = Field(description="From which day on, or the last day where it ran its course.")
    reason_code: str = Field(description="Why, as a code.")
    half_days_consumed: int = Field(description="Half-days spent, over all years.")


class ConventionEnded(ConventionOverFact):
    """The last day is over."""


class ConventionTerminated(ConventionOverFact):
    """A party ended it early, after notice."""


class ConventionClosed(ConventionOverFact):
    """The final report is validated: nothing is left to do."""


class ConventionAbandoned(ConventionFact):
    """Given up before every party signed."""

    exchange_request_id: UUID = Field(description="Exchange request id.")
    reason_code: str = Field(description="Why, as a code.")


class VisitFact(Payload):
    """Something happened to a stay of agents at the organisation that they teach."""

    aggregate: ClassVar[str] = "visit"

    visit_id: UUID = Field(description="Visit id.")
    convention_id: UUID = Field(description="Convention under which it takes place.")


class VisitProposed(VisitFact):
    """Somebody suggests dates; nothing is reserved."""

    offering_org: UUID = Field(description="Organisation that would send agents.")
    receiving_org: UUID = Field(description="Organisation that would welcome them.")
    proposed_by: UUID | None = Field(description="Organisation that suggests it; null for the team.")
    slots: tuple[Slot, ...] = Field(description="When, by half-day.")
    agents_count: int = Field(description="Different agents.")


class VisitAgentsAssigned(VisitFact):
    """Which agents come, or no longer do. Told before what is scheduled for them."""

    agent_ids: tuple[UUID, ...] = Field(description="Person ids.")


class VisitAppointmentFact(VisitFact):
    """A visit that will take place."""

    partner: ClassVar[bool] = True

    reference: str = Field(description="Such as `VIS-2027-031`.")
    offering_org: UUID = Field(description="Organisation that sends agents.")
    receiving_org: UUID = Field(description="Organisation that welcomes them.")
    topics: tuple[str, ...] = Field(description="Codes of the shared topic list.")
    slots: tuple[Slot, ...] = Field(description="When, by half-day.")
    when: When = Field(description="From the first half-day to the last one.")
    place: Place = Field(description="Where.")
    agents_count: int = Field(description="Different agents.")
    half_days: int = Field(description="Reserved: one for each agent and half-day.")


class VisitScheduled(VisitAppointmentFact):
    """Both sides agree, the half-days are reserved and the agents free."""


class VisitRescheduled(VisitAppointmentFact):
    """New dates, agents or place."""

    previous_slots: tuple[Slot, ...] = Field(description="When it was to be.")
    revision: int = Field(description="How often it moved, from 1.")


class VisitCancelled(VisitFact):
    """It will not take place."""

    partner: ClassVar[bool] = True

    reason_code: str = Field(
        description="declined, withdrawn, cancelled, convention_terminated, convention_ended or "
        "convention_abandoned."
    )
    half_days_released: int = Field(description="Half-days that may be used again.")
    revision: int = Field(description="How often it moved, this time included.")


class VisitConfirmationAwaited(VisitFact):
    """It should have taken place, and nobody has said so."""

    occasion: str = Field(description="asked, the day after, or overdue, a week later.")
    offering_org: UUID = Field(description="Organisation that sent agents.")
    receiving_org: UUID = Field(description="Organisation that welcomed them.")


class VisitHeld(VisitFact):
    """It took place, with these agents on these days."""

    partner: ClassVar[bool] = True

    slots: tuple[Slot, ...] = Field(description="When, by half-day.")
    half_days_consumed: int = Field(description="One for each agent and half-day.")
    participants_count: int = Field(description="People who were taught.")


class VisitNotHeld(VisitFact):
    """Nobody came."""

    partner: ClassVar[bool] = True

    half_days_released: int = Field(description="Half-days that may be used again.")


class VisitReported(VisitFact):
    """What was done is written down, and the team agrees."""

    partner: ClassVar[bool] = True

    report_id: UUID = Field(description="Report id.")


class HalfDayQuotaReached(Payload):
    """All half-days of a convention in a calendar year are reserved or consumed."""

    aggregate: ClassVar[str] = "half_day_ledger"

    convention_id: UUID = Field(description="Convention id.")
    year: int = Field(description="Calendar year.")
    quota: int = Field(description="Half-days allowed in it.")


class ReportFact(Payload):
    """Something happened to what is written about a visit, or about the whole exchange."""

    aggregate: ClassVar[str] = "report"

    report_id: UUID = Field(description="Report id.")
    convention_id: UUID = Field(description="Convention id.")
    visit_id: UUID | None = Field(description="The visit it is about; null for the final report.")


class ReportRequested(ReportFact):
    """A report is due."""

    offering_org: UUID = Field(description="Organisation that sent agents.")
    receiving_org: UUID = Field(description="Organisation that submits it.")
    due_on: date = Field(description="Day by which it is awaited.")


class ReportReminded(ReportFact):
    """A report is still awaited."""

    offering_org: UUID = Field(description="Organisation that sent agents.")
    receiving_org: UUID = Field(description="Organisation that submits it.")
    days_waiting: int = Field(description="7, 21 or 45.")


class ReportSubmitted(ReportFact):
    """The receiving organisation handed it in."""


class ReportReturned(ReportFact):
    """The team asks for more."""

    receiving_org: UUID = Field(description="Organisation that submits it.")


class ReportValidated(ReportFact):
    """The team agrees."""


class ReportPublished(ReportFact):
    """Both organisations let everybody read it."""

    partner: ClassVar[bool] = True

    topics: tuple[str, ...] = Field(description="Codes of the shared topic list.")
    url: str = Field(description="Where it can be read.")


class PersonScrubbed(PersonScrubbedFact):
    """This service holds nothing of an erased person any more, but ids and counts."""


class PersonalDataCollected(PersonalDataCollectedFact):
    """This service says all that it holds of a person who asked."""


EXCHANGE_REQUEST_CONTRACTS = (
    ExchangeRequested,
    ExchangeRequestQualified,
    ExchangeRequestDeclined,
    ExchangeRequestWithdrawn,
    ExchangeRequestReopened,
    MatchProposed,
    MatchReminded,
    MatchDeclined,
    MatchAccepted,
    ExchangeFulfilled,
)
CONVENTION_CONTRACTS = (
    ConventionDrafted,
    ConventionRevised,
    ConventionReviewRequested,
    ConventionFinalised,
    ConventionSigningOpened,
    ConventionSignatureRequested,
    ConventionSignatureCodeIssued,
    ConventionSignatoryNeeded,
    ConventionPartySigned,
    ConventionSignatureRefused,
    ConventionSigningExpired,
    ConventionSigned,
    ConventionEnteredIntoForce,
    AmendmentReviewRequested,
    AmendmentRevised,
    AmendmentFinalised,
    AmendmentSignatureRefused,
    AmendmentSigningExpired,
    AmendmentAbandoned,
    AmendmentSigned,
    ConventionEndNear,
    ConventionEnded,
    ConventionTerminated,
    ConventionClosed,
    ConventionAbandoned,
)
VISIT_CONTRACTS = (
    VisitProposed,
    VisitAgentsAssigned,
    VisitScheduled,
    VisitRescheduled,
    VisitCancelled,
    VisitConfirmationAwaited,
    VisitHeld,
    VisitNotHeld,
    VisitReported,
)
REPORT_CONTRACTS = (
    ReportRequested,
    ReportReminded,
    ReportSubmitted,
    ReportReturned,
    ReportValidated,
    ReportPublished,
)
"""Each tuple is the whole history of one kind of subject: who follows a subject wants all of it."""

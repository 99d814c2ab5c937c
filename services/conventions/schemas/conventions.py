"""Owns what the routes of conventions take and give: shapes and bounds, no rule."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.conventions.domain.convention.changes import Changes
from services.conventions.domain.convention.convention import Convention, ConventionState
from services.conventions.domain.convention.deed import Deed, DeedState
from services.conventions.domain.convention.parties import Party
from services.conventions.domain.convention.terms import LegalForm, Terms
from services.conventions.domain.convention.versions import TextVersion
from services.conventions.domain.signing.slots import Method, Slot, SlotState
from services.conventions.schemas.asked import Asked, Day, Line, Reason
from services.conventions.schemas.course import TerminationOut, TransmissionOut
from services.conventions.schemas.terms import ChangesIn, PartyIn, SignatoryIn, TermsIn

Number = Annotated[int, Field(ge=1, le=50)]
Amendment = Annotated[Number | None, Field(description="Number of the amendment; null for the convention.")]
Parties = Annotated[tuple[PartyIn, ...], Field(min_length=2, max_length=3)]


class DraftIn(Asked):
    """For which match a convention is written."""

    exchange_request_id: UUID
    legal_form: LegalForm = LegalForm.PARTNERSHIP
    facilitator_signs: bool = Field(default=False, description="Whether the association is a party.")


class TextIn(Asked):
    """Another version of the text."""

    legal_form: LegalForm
    parties: Parties
    terms: TermsIn


class DeedIn(Asked):
    """Which text: the convention, or one of its amendments."""

    amendment: Amendment = None


class CommentIn(DeedIn):
    """What a party says of the text."""

    org: UUID
    body: Reason
    asks_change: bool = Field(default=False, description="Whether it sends the text back to its draft.")


class ApprovalIn(DeedIn):
    """A party agrees to a version."""

    org: UUID
    version: Annotated[int, Field(ge=1, le=10_000)] = Field(description="The version that was read.")


class AbandonIn(DeedIn):
    """Why it is given up."""

    reason_code: Literal["by_offering", "by_receiving", "by_staff", "other"]
    reason: Reason


class TransmissionIn(Asked):
    """What a party did about the control of legality."""

    org: UUID
    required: bool
    transmitted_on: Day | None = None
    receipt_number: Line = ""


class AmendmentIn(Asked):
    """What changes, and from when on."""

    subject: Annotated[str, Field(min_length=1, max_length=200)]
    changes: ChangesIn
    effect_on: Day

    def asked(self) -> dict[str, Any]:
        """As the domain says it."""
        return {"subject": self.subject, "changes": self.changes.changes(), "effect_on": self.effect_on}


class AmendmentTextIn(AmendmentIn):
    """Another version of an amendment."""

    amendment: Number = Field(description="Number of the amendment.")


class TerminationIn(Asked):
    """Which party ends it, and since when the other one knows."""

    org: UUID
    notified_on: Day
    reason_code: Literal["by_offering", "by_receiving", "by_both", "other"]
    reason: Reason


class SigningIn(DeedIn):
    """Who signs, and whether in this order."""

    signatories: Annotated[tuple[SignatoryIn, ...], Field(min_length=2, max_length=3)]
    ordered: bool = False


class SlotOut(BaseModel):
    """One party's signature as it stands."""

    org: UUID
    signatory_id: UUID
    capacity: str
    state: SlotState
    mandate_over: bool
    method: Method | None
    level: str = Field(description="simple, advanced or qualified, as far as could be checked; empty before.")
    findings: str = Field(description="What the check of the file said, in French.")
    signed_at: datetime | None
    scan_awaits_confirmation: bool

    @classmethod
    def of(cls, slot: Slot) -> Self:
        """The shape of a slot."""
        return cls(
            org=slot.signatory.org,
            signatory_id=slot.signatory.person_id,
            capacity=slot.signatory.capacity,
            state=slot.state,
            mandate_over=slot.mandate_over,
            method=slot.method,
            level=slot.proof.level if slot.proof else "",
            findings=slot.proof.findings if slot.proof else "",
            signed_at=slot.signed_at,
            scan_awaits_confirmation=slot.scan_id is not None and slot.signed_at is None,
        )


class CommentOut(BaseModel):
    """What was said of a version."""

    id: UUID
    version: int
    org: UUID
    at: datetime
    body: str
    asks_change: bool


class DeedOut(BaseModel):
    """A text as it stands: its version, its review, its signatures."""

    state: DeedState
    version: int
    approvals: tuple[UUID, ...]
    comments: tuple[CommentOut, ...]
    text_id: UUID | None = Field(description="Names the frozen text; its QR code does, too.")
    text_sha256: str | None = Field(
        description="Of the frozen text, before any signature; to be named to sign."
    )
    sha256: str | None = Field(description="Of the document as it stands, with the signatures so far.")
    expires_at: datetime | None = Field(description="When the signing window closes.")
    ordered: bool
    slots: tuple[SlotOut, ...]
    reason: str

    @classmethod
    def of(cls, deed: Deed) -> Self:
        """The shape of a text."""
        signing = deed.signing
        return cls(
            state=deed.state,
            version=deed.text_version,
            approvals=tuple(sorted(deed.approvals)),
            comments=tuple(
                CommentOut(
                    id=each.id,
                    version=each.version,
                    org=each.org,
                    at=each.at,
                    body=each.body,
                    asks_change=each.asks_change,
                )
                for each in deed.comments
            ),
            text_id=deed.document.id if deed.document else None,
            text_sha256=deed.document.sha256 if deed.document else None,
            sha256=deed.sha256,
            expires_at=signing.expires_at if signing else None,
            ordered=signing.ordered if signing else False,
            slots=tuple(SlotOut.of(slot) for slot in signing.slots) if signing else (),
            reason=deed.reason,
        )


class VersionOut(BaseModel):
    """A version of the text as the parties were asked to read it."""

    version: int
    at: datetime
    legal_form: LegalForm
    parties: tuple[Party, ...]
    terms: Terms

    @classmethod
    def of(cls, version: TextVersion) -> Self:
        """The shape of a version."""
        return cls(
            version=version.version,
            at=version.at,
            legal_form=version.legal_form,
            parties=version.parties,
            terms=version.terms,
        )


class AmendmentOut(BaseModel):
    """An amendment as it stands."""

    number: int
    subject: str
    changed_fields: tuple[str, ...]
    changes: Changes = Field(
        default=Changes(), description="What it says of these fields; null where they stay."
    )
    effect_on: date
    deed: DeedOut


class ConventionOut(BaseModel):
    """A convention as it stands."""

    id: UUID
    reference: str
    exchange_request_id: UUID
    state: ConventionState
    legal_form: LegalForm
    parties: tuple[Party, ...]
    terms: Terms = Field(description="As signed at first; amendments say what they change.")
    ends_on: date | None = Field(
        default=None, description="Last day, as signed amendments have it; null before it is set."
    )
    transmissions: tuple[TransmissionOut, ...] = Field(default=(), description="Those that were recorded.")
    termination: TerminationOut | None = None
    deed: DeedOut
    amendments: tuple[AmendmentOut, ...]

    @classmethod
    def of(cls, convention: Convention) -> Self:
        """The shape of a convention."""
        return cls(
            id=convention.id,
            reference=convention.reference,
            exchange_request_id=convention.exchange_request_id,
            state=convention.state,
            legal_form=convention.legal_form,
            parties=convention.parties,
            terms=convention.terms,
            ends_on=convention.ends_on if convention.terms.duration.ends_on else None,
            transmissions=tuple(
                TransmissionOut.of(org, sent) for org, sent in sorted(convention.life.transmissions.items())
            ),
            termination=TerminationOut.of(convention.life.termination),
            deed=DeedOut.of(convention.deed),
            amendments=tuple(
                AmendmentOut(
                    number=each.number,
                    subject=each.subject,
                    changed_fields=each.changes.fields,
                    changes=each.changes,
                    effect_on=each.effect_on,
                    deed=DeedOut.of(each.deed),
                )
                for each in convention.amendments
            ),
        )

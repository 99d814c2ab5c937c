"""Owns what the evidence of a signing looks like to a machine: every item, and the chain of the journal."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.conventions.domain.convention.parties import PartyRole, PowerSource
from services.conventions.domain.signing.evidence import Evidence, SignatureEvidence
from services.conventions.domain.signing.found import SignatureFound
from services.conventions.domain.signing.journal import GENESIS, Entry
from services.conventions.domain.signing.slots import Method, SlotState


class PrivateOut(BaseModel):
    """A fact that tells of a person. The step has its digest: SHA-256 of the salt, a colon and the value."""

    salt: str
    value: str


class StepOut(BaseModel):
    """One step of a signing, chained to the one before by its hash."""

    step: str
    at: datetime
    signatory_id: UUID
    facts: dict[str, str]
    private: dict[str, PrivateOut] = Field(
        description="Facts in clear whose digests `facts` has, until forgotten."
    )
    previous: str
    hash: str

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """The shape of a step."""
        return cls(
            step=entry.step,
            at=entry.at,
            signatory_id=entry.signatory_id,
            facts=dict(entry.facts),
            private={
                name: PrivateOut(salt=each.salt, value=each.value) for name, each in entry.private.items()
            },
            previous=entry.previous,
            hash=entry.hash,
        )


class SignatoryOut(BaseModel):
    """Who signs for a party, and where the power to comes from."""

    person_id: UUID
    name: str
    capacity: str
    power: PowerSource
    power_reference: str
    power_dated: date | None


class DocumentOut(BaseModel):
    """The file that a signature was put on, before and after."""

    id: str
    sha256_before: str
    sha256_after: str


class SignatureEvidenceOut(BaseModel):
    """All that proves one signature, or that it was asked for and not given."""

    org: UUID
    organisation: str
    role: PartyRole
    signatory: SignatoryOut
    state: SlotState
    method: Method | None
    level: str = Field(description="simple, advanced or qualified, as far as could be checked; empty before.")
    signed_at: datetime | None
    document: DocumentOut | None
    scan_sha256: str = Field(description="Of the scanned paper, where there is one.")
    consent: str = Field(description="The text that was shown before signing by code.")
    code_channel: str = Field(description="By which way the code went; empty where none was sent.")
    code_address: str = Field(description="Where the code went, masked.")
    steps: tuple[StepOut, ...]
    findings: str = Field(description="What the check said when it was signed, in French.")
    found: tuple[SignatureFound, ...] = Field(
        description="What it left in the file, looked at now: certificates, time-stamp tokens, validity."
    )

    @classmethod
    def of(cls, evidence: SignatureEvidence) -> Self:
        """The shape of the evidence of a signature."""
        slot, power, proof = evidence.slot, evidence.signatory.power, evidence.slot.proof
        return cls(
            org=evidence.party.org,
            organisation=evidence.party.legal_name,
            role=evidence.party.role,
            signatory=SignatoryOut(
                person_id=evidence.signatory.person_id,
                name=evidence.name,
                capacity=evidence.signatory.capacity,
                power=power.source,
                power_reference=power.reference,
                power_dated=power.dated,
            ),
            state=slot.state,
            method=slot.method,
            level=proof.level if proof else "",
            signed_at=slot.signed_at,
            document=DocumentOut(
                id=evidence.document_id, sha256_before=proof.sha256_before, sha256_after=proof.sha256_after
            )
            if proof
            else None,
            scan_sha256=slot.scan_sha256,
            consent=evidence.consent,
            code_channel=evidence.channel,
            code_address=evidence.address,
            steps=tuple(StepOut.of(entry) for entry in evidence.steps),
            findings=proof.findings if proof else "",
            found=evidence.found,
        )


class EvidenceOut(BaseModel):
    """All that proves what became of one signing of a text."""

    reference: str
    version: int
    round: int = Field(description="Which signing of this text it is, from 1: refused ones are kept.")
    opened_at: datetime
    document_id: UUID = Field(description="Names the text, before any signature; its QR code does, too.")
    base_sha256: str = Field(description="Of the text, before any signature.")
    sha256: str = Field(description="Of the document as it stands.")
    looked_into_at: datetime
    signatures: tuple[SignatureEvidenceOut, ...]
    steps: tuple[StepOut, ...] = Field(description="The whole journal, in its order.")
    chain_begins_with: str = GENESIS
    intact: bool = Field(description="Whether every hash is what it should be.")

    @classmethod
    def of(cls, evidence: Evidence) -> Self:
        """The shape of the evidence of a signing."""
        signing = evidence.signing
        return cls(
            reference=evidence.reference,
            version=signing.text_version,
            round=evidence.round,
            opened_at=signing.opened_at,
            document_id=signing.document_id,
            base_sha256=signing.base_sha256,
            sha256=signing.sha256,
            looked_into_at=evidence.at,
            signatures=tuple(SignatureEvidenceOut.of(each) for each in evidence.signatures),
            steps=tuple(StepOut.of(entry) for entry in signing.journal.entries),
            intact=signing.journal.is_intact,
        )

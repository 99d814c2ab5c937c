"""Owns the file of evidence of a signing: for each signature, who, with which power, how, when and on what.

It gathers what the journal and the signed file say, and judges nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.convention.parties import Party, Signatory
from services.conventions.domain.documents import digest_of
from services.conventions.domain.errors.signing import UnknownSigning
from services.conventions.domain.signing.found import SignatureFound
from services.conventions.domain.signing.journal import Entry, Step
from services.conventions.domain.signing.signing import Signing
from services.conventions.domain.signing.slots import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureEvidence:
    """All that proves one signature, or that it was asked for and not given."""

    party: Party
    signatory: Signatory
    name: str
    slot: Slot
    document_id: str
    """Names the signed file; empty where nothing was signed."""
    consent: str
    """The text that was shown before signing by code."""
    channel: str
    """By which way the code went; empty where none was sent."""
    address: str
    """Where the code went, masked."""
    steps: tuple[Entry, ...]
    found: tuple[SignatureFound, ...]
    """What it left in the file: the signatory's own signature where there is one, seals, time stamps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that proves what became of one signing of a text."""

    reference: str
    round: int
    """How many times the text was given to be signed, this one included."""
    signing: Signing
    signatures: tuple[SignatureEvidence, ...]
    at: datetime
    """When the file was looked into."""


def signing_of(convention: Convention, amendment: int | None, round_: int | None) -> tuple[int, Signing]:
    """The signing of a text: the last one, or one of those before; with its number, from 1.

    Raises:
        UnknownAmendment: there is no amendment of this number.
        UnknownSigning: the text was not given to be signed so often.
    """
    signings = convention.deed_of(amendment).signings
    wanted = len(signings) if round_ is None else round_
    if not 1 <= wanted <= len(signings):
        raise UnknownSigning
    return wanted, signings[wanted - 1]


def signatures_in(
    convention: Convention,
    signing: Signing,
    *,
    names: Mapping[UUID, str],
    file: tuple[bytes, Sequence[SignatureFound]],
) -> tuple[SignatureEvidence, ...]:
    """The evidence of each signature; `file` is the document as it stands, and what was found in it."""
    left = _left_by_each(signing, *file)
    return tuple(
        _evidence(convention.party(slot.signatory.org), slot, signing, names, left) for slot in signing.slots
    )


def _evidence(
    party: Party,
    slot: Slot,
    signing: Signing,
    names: Mapping[UUID, str],
    left: Mapping[str, tuple[SignatureFound, ...]],
) -> SignatureEvidence:
    steps = tuple(entry for entry in signing.journal.entries if entry.facts["org"] == str(party.org))
    signed, sent = _last(steps, Step.SIGNED), _last(steps, Step.CODE_SENT)
    return SignatureEvidence(
        party=party,
        signatory=slot.signatory,
        name=(signed and signed.facts["name"]) or names.get(slot.signatory.person_id, ""),
        slot=slot,
        document_id=signed.facts.get("document_id", "") if signed else "",
        consent=signed.facts.get("consent", "") if signed else "",
        channel=sent.facts.get("channel", "") if sent else "",
        address=sent.told("address") if sent else "",
        steps=steps,
        found=left.get(slot.proof.sha256_after, ()) if slot.proof else (),
    )


def _last(steps: Sequence[Entry], step: Step) -> Entry | None:
    return next((entry for entry in reversed(steps) if entry.step is step), None)


def _left_by_each(
    signing: Signing, content: bytes, found: Sequence[SignatureFound]
) -> Mapping[str, tuple[SignatureFound, ...]]:
    """What each signing step added to the file, by the digest of the file after it."""
    ends = {entry.facts["sha256_after"] for entry in signing.journal.entries if entry.step is Step.SIGNED}
    left: dict[str, tuple[SignatureFound, ...]] = {}
    waiting: list[SignatureFound] = []
    for each in found:
        waiting.append(each)
        digest = digest_of(content[: each.ends])
        if digest in ends:
            left[digest], waiting = tuple(waiting), []
    return left

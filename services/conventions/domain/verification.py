"""Owns what anybody may learn of a document: what became of it, which organisations signed, at which level.

It tells of no person. What a file's own bytes prove is not its business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.conventions.domain.convention.convention import Convention, ConventionState
from services.conventions.domain.convention.deed import Deed, DeedState
from services.conventions.domain.documents import DocumentKind, FiledDocument
from services.conventions.domain.signing.journal import Entry, Step
from services.conventions.domain.signing.signing import Signing
from services.conventions.domain.signing.slots import Method
from shared.days import club_day


class Standing(StrEnum):
    """What a document is worth now."""

    SIGNED = "signed"
    """Every party signed it, and it is the last state."""
    SIGNING = "signing"
    """Some signed it, others are awaited."""
    UNSIGNED = "unsigned"
    """It is the text, and nobody has signed it."""
    SUPERSEDED = "superseded"
    """Further signatures were added since."""
    REPLACED = "replaced"
    """A newer version took its place: its signatures count no more."""
    LAPSED = "lapsed"
    """The time to sign was over before everybody had: its signatures count no more."""
    ABANDONED = "abandoned"
    """It was given up before everybody had signed."""
    SCAN = "scan"
    """It is the scan of a paper, kept beside the document."""


_VOID = frozenset({Standing.REPLACED, Standing.LAPSED, Standing.ABANDONED, Standing.SCAN})


@dataclass(frozen=True, slots=True, kw_only=True)
class PartySigned:
    """That an organisation signed."""

    organisation: str
    on: date
    method: Method
    level: str
    """simple, advanced or qualified, as far as could be checked."""
    profile: str
    """`B-B`, `B-T` or `B-LTA`, of PAdES."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What is known of a document."""

    sha256: str
    """Of the bytes that were asked about; of the present ones where a document was named."""
    reference: str
    version: int
    standing: Standing
    state: ConventionState
    """Where the convention itself stands."""
    organisations: tuple[str, ...]
    signatures: tuple[PartySigned, ...]
    """Those that the document bears and that count."""
    awaited: int
    """How many signatures are still to come."""


def verification_of(convention: Convention, document: FiledDocument, *, named: bool) -> Verification:
    """What is known of a file; where its name was given (`named`), of what its text has become since."""
    deed = convention.deed_of(document.amendment)
    signing = _signing_with(deed, document)
    sha256 = signing.sha256 if named and signing else document.sha256
    standing = _standing(deed, signing, document, sha256)
    signed = _signed_until(signing, sha256) if signing and standing not in _VOID else ()
    awaits = standing in {Standing.SIGNING, Standing.SUPERSEDED, Standing.UNSIGNED}
    awaited = len(signing.slots) - len(_signed_until(signing, signing.sha256)) if signing and awaits else 0
    return Verification(
        sha256=sha256,
        reference=convention.reference_of(document.amendment),
        version=document.text_version,
        standing=standing,
        state=convention.state,
        organisations=tuple(party.legal_name for party in convention.parties),
        signatures=tuple(_party_signed(convention, entry) for entry in signed),
        awaited=awaited,
    )


def _standing(deed: Deed, signing: Signing | None, document: FiledDocument, sha256: str) -> Standing:
    if document.kind is DocumentKind.SCAN:
        return Standing.SCAN
    if deed.state is DeedState.ABANDONED:
        return Standing.ABANDONED
    if deed.text_version != document.text_version:
        return Standing.REPLACED
    under_way = deed.state in {DeedState.SIGNING, DeedState.SIGNED} and signing is deed.signing
    if signing is None or not under_way:
        return Standing.UNSIGNED if document.kind is DocumentKind.TEXT else Standing.LAPSED
    return _standing_in(signing, sha256)


def _standing_in(signing: Signing, sha256: str) -> Standing:
    if sha256 != signing.sha256:
        return Standing.SUPERSEDED
    if signing.is_complete:
        return Standing.SIGNED
    return Standing.UNSIGNED if sha256 == signing.base_sha256 else Standing.SIGNING


def _signing_with(deed: Deed, document: FiledDocument) -> Signing | None:
    """The last signing that the file is a state of, or of its version."""
    of_version = [each for each in deed.signings if each.text_version == document.text_version]
    exact = [each for each in of_version if document.sha256 in _states(each)]
    return next(reversed(exact or of_version), None)


def _states(signing: Signing) -> set[str]:
    signed = _entries(signing)
    return {signing.base_sha256, *(entry.facts["sha256_after"] for entry in signed)}


def _signed_until(signing: Signing, sha256: str) -> Sequence[Entry]:
    """The signatures that the file with this digest bears."""
    signed = _entries(signing)
    places = [place for place, entry in enumerate(signed, start=1) if entry.facts["sha256_after"] == sha256]
    return signed[: places[0]] if places else ()


def _entries(signing: Signing) -> list[Entry]:
    return [entry for entry in signing.journal.entries if entry.step is Step.SIGNED]


def _party_signed(convention: Convention, entry: Entry) -> PartySigned:
    return PartySigned(
        organisation=convention.party(UUID(entry.facts["org"])).legal_name,
        on=club_day(entry.at),
        method=Method(entry.facts["method"]),
        level=entry.facts["level"],
        profile=entry.facts["profile"],
    )

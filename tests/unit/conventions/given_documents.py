"""Owns a document, who signs it and how the platform seals it, for tests of what becomes of its bytes."""

from datetime import date
from functools import cache
from uuid import UUID

from services.conventions.documents.press import TypstPress
from services.conventions.documents.seal import Seal, new_seal
from services.conventions.documents.time_stamps import TimeStampAuthority, read_certificates
from services.conventions.domain.convention.text import text_of
from services.conventions.domain.documents import Mention
from services.conventions.domain.signing.journal import GENESIS
from shared.clock import utc_now
from shared.documents.association import Association
from tests.fakes.time_stamp_authority import FakeTimeStampAuthority
from tests.unit.conventions.given_agreement import AT, DOCUMENT, ORGS, convention, signatory_of

PUBLIC_URL = "https://conventions.example.org"
PRESS = TypstPress(Association(), public_url=PUBLIC_URL)
DATED = date(2027, 4, 15)


@cache
def seal_pem(name: str = "Essaim, essai") -> bytes:
    return new_seal(name=name, now=utc_now())


def seal_by(authority: FakeTimeStampAuthority | None = None, *, timeout_seconds: float = 5.0) -> Seal:
    if authority is None:
        return Seal(seal_pem())
    roots = read_certificates(authority.root_pem)
    return Seal(
        seal_pem(),
        authority=TimeStampAuthority(url=authority.url, roots=roots, timeout_seconds=timeout_seconds),
    )


async def text(reference: str = "CONV-2027-014") -> bytes:
    return await PRESS.write(
        text_of(convention(reference=reference), None, document_id=DOCUMENT), dated=DATED
    )


def mention(org: UUID, method: str = "simple_otp") -> Mention:
    return Mention(
        party=convention().party(org),
        signatory=signatory_of(org),
        name="Camille Martin",
        method=method,
        at=AT,
        journal_hash=GENESIS,
    )


async def signed_by_all(seal: Seal) -> bytes:
    document = await text()
    for org in ORGS:
        document = await seal.put(document, mention(org))
    return await seal.preserve(document)

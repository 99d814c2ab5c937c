"""Owns a convention whose parties sign with real documents and seals, on stores in memory."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from services.conventions.documents.inspection import look
from services.conventions.documents.notary import Assess, PdfNotary
from services.conventions.documents.seal import Seal
from services.conventions.domain.authority import FACILITATOR
from services.conventions.domain.commands import convention as commands
from services.conventions.domain.commands import signing
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.people import Person
from services.conventions.domain.signing.evidence import Evidence, signatures_in, signing_of
from services.conventions.domain.signing.journal import Trace
from services.conventions.handlers import conventions as conventions_handlers
from services.conventions.handlers import signatories
from services.conventions.handlers import signing as handlers
from services.conventions.ports.office import Office
from tests.fakes.agreements import InMemoryAgreements, InMemoryVisits
from tests.fakes.signing_tool import SigningTool, scanned
from tests.unit.conventions.given import MANDUEL, id_of
from tests.unit.conventions.given_agreement import (
    AT,
    CONVENTION,
    DOCUMENT,
    MOUANS,
    ORGS,
    STAFF,
    approval,
    as_signatory,
    convention,
    opening,
    signatory_of,
)
from tests.unit.conventions.given_documents import PRESS, seal_by

CODE = "123456"
TRACE = Trace(ip_address="198.51.100.7", user_agent="Firefox")


@dataclass
class Desk:
    """Where the parties sign."""

    seal: Seal = field(default_factory=seal_by)
    store: InMemoryAgreements = field(default_factory=InMemoryAgreements)
    minutes: int = 0
    assess: Assess | None = None
    """What asks trusted lists, where there are any."""

    @property
    def office(self) -> Office:
        return Office(self.store, InMemoryVisits(), PRESS, PdfNotary(self.seal, look, assess=self.assess))

    @property
    def convention(self) -> Convention:
        return self.store.conventions[CONVENTION]

    @property
    def document(self) -> bytes:
        sha256 = self.convention.deed.sha256
        assert sha256 is not None
        return self.store.documents[sha256].content

    async def open(self) -> None:
        """Write the text, let everybody approve it, and ask them to sign."""
        for number, org in enumerate(ORGS):
            person_id, email = signatory_of(org).person_id, f"camille{number}@example.org"
            self.store.people[person_id] = Person(
                id=person_id, sequence=1, name="Camille Martin", email=email
            )
        self.store.conventions[CONVENTION] = convention()
        await self.finalise()
        await signatories.open_signing(opening(), self.office)

    async def finalise(self) -> None:
        review = commands.RequestReview(actor=STAFF, at=AT, convention_id=CONVENTION)
        await conventions_handlers.request_review(review, self.office)
        version = self.convention.deed.text_version
        document_id = DOCUMENT if version == 1 else id_of(f"document {version}")
        for org in ORGS:
            approved = approval(org, version=version, document_id=document_id)
            await conventions_handlers.approve_text(approved, self.office)

    def asked(self, org: UUID, **said: Any) -> dict[str, Any]:
        """Who asks, from where, and a minute after the one before."""
        self.minutes += 1
        at = AT + timedelta(minutes=self.minutes)
        usual = {"actor": as_signatory(org), "at": at, "convention_id": CONVENTION, "org": org}
        return {**usual, "trace": TRACE, **said}

    def filed(self, org: UUID, **said: Any) -> dict[str, Any]:
        """The same, with the name of the file that it leaves."""
        return self.asked(org, document_id=id_of(f"file {self.minutes}"), **said)

    async def send_code(self, org: UUID) -> None:
        await handlers.send_code(signing.SendCode(**self.asked(org), code=CODE, nonce="n"), self.office)

    async def give_code(self, org: UUID, code: str = CODE) -> bool:
        shown = self.convention.deed.open_for_signature().base_sha256
        command = signing.SignWithCode(**self.filed(org), code=code, sha256=shown)
        return (await handlers.sign_with_code(command, self.office)).accepted

    async def sign_with_code(self, org: UUID) -> None:
        await handlers.open_document(signing.OpenDocument(**self.asked(org)), self.office)
        await self.send_code(org)
        assert not await self.give_code(org, "000000")
        assert await self.give_code(org)

    async def sign_outside(self, org: UUID, file: bytes | None = None) -> None:
        content = file or await SigningTool("Dominique Durand").sign(self.document)
        await handlers.sign_outside(signing.SignOutside(**self.filed(org), file=content), self.office)

    async def upload_scan(self, org: UUID, file: bytes | None = None) -> None:
        command = signing.UploadScan(**self.filed(org, actor=STAFF), file=file or scanned())
        await handlers.upload_scan(command, self.office)

    async def confirm_scan(self, org: UUID) -> None:
        await handlers.confirm_scan(signing.ConfirmScan(**self.filed(org, actor=STAFF)), self.office)

    async def refuse(self, org: UUID) -> None:
        command = signing.RefuseToSign(**self.asked(org), reason="Le nombre de demi-journées a changé.")
        await handlers.refuse_to_sign(command, self.office)

    async def sign_all(self) -> None:
        """By code, with a tool of their own, on paper."""
        await self.sign_with_code(MOUANS)
        await self.sign_outside(MANDUEL)
        await self.upload_scan(FACILITATOR)
        await self.confirm_scan(FACILITATOR)

    async def evidence(self, round_: int | None = None) -> Evidence:
        """What proves it all."""
        number, wanted = signing_of(self.convention, None, round_)
        content = self.store.documents[wanted.sha256].content
        found = await look(content)
        file = (content, found.signatures)
        return Evidence(
            reference=self.convention.reference,
            round=number,
            signing=wanted,
            signatures=signatures_in(self.convention, wanted, names={}, file=file),
            at=AT + timedelta(days=1),
        )


async def opened(seal: Seal | None = None) -> Desk:
    """A desk where everybody is asked to sign."""
    desk = Desk(seal or seal_by())
    await desk.open()
    return desk

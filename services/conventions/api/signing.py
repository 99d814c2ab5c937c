"""Owns the routes of signing: a request becomes a command or a query. Decides nothing."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Request

from services.conventions.documents.notary import UPLOAD_MAX_BYTES
from services.conventions.domain.commands import signing as commands
from services.conventions.domain.commands.convention import DeedCommand
from services.conventions.domain.errors.signing import ConsentMissing, TextReplaced, WrongCode
from services.conventions.domain.signing.journal import Trace
from services.conventions.handlers.signing import Outcome
from services.conventions.ports.office import Office
from services.conventions.schemas import signing as form
from services.conventions.schemas.conventions import Amendment, ConventionOut, DeedIn, SigningIn
from shared.application import Application, Idempotency
from shared.clock import Clock
from shared.commands import Actor
from shared.ids import new_id
from shared.security.links import LinkSigner, Purpose
from shared.web.authentication import CurrentActor, Staff
from shared.web.files import PDF
from shared.web.idempotency import IdempotencyKey

SIGNING = "/conventions/{convention_id}/signing"
SLOT = f"{SIGNING}/{{org}}"
AROUND_A_FILE_BYTES = 100_000
"""What a form may carry beside its file."""
UPLOADS = dict.fromkeys(("/signed-document", "/scan"), UPLOAD_MAX_BYTES + AROUND_A_FILE_BYTES)
AGENT_MAX_CHARACTERS = 300

Pdf = Annotated[bytes, Body(media_type=PDF, min_length=1, description="The file itself.")]
Change = Callable[..., Awaitable[ConventionOut]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who asks something of which party's signature, and from where."""

    convention_id: UUID
    org: UUID
    actor: Actor
    idempotency: Idempotency
    trace: Trace

    def facts(self) -> dict[str, Any]:
        """As commands carry it."""
        return {
            "actor": self.actor,
            "convention_id": self.convention_id,
            "org": self.org,
            "trace": self.trace,
        }


async def _asked(
    convention_id: UUID, org: UUID, request: Request, actor: CurrentActor, idempotency: IdempotencyKey
) -> _Asked:
    return _Asked(convention_id, org, actor, idempotency, trace_of(request))


AtSlot = Annotated[_Asked, Depends(_asked)]


def trace_of(request: Request) -> Trace:
    """From where somebody acts, as the journal of a signing keeps it."""
    agent = request.headers.get("User-Agent", "")[:AGENT_MAX_CHARACTERS]
    return Trace(ip_address=request.client.host if request.client else "", user_agent=agent)


def fresh_code(links: LinkSigner) -> dict[str, str]:
    """A new code, and the nonce that it follows from, as `SendCode` carries them."""
    nonce = secrets.token_urlsafe(16)
    return {"nonce": nonce, "code": links.code(Purpose.SIGNATURE_CODE, nonce)}


def create_router(application: Application[Office], clock: Clock, *, links: LinkSigner) -> APIRouter:
    """The routes of signing: by code, with a tool of one's own, or on paper."""
    router = APIRouter(tags=["signing"])

    async def change(command: type[DeedCommand], at: AtSlot, **asked: Any) -> ConventionOut:
        return await execute(command, at.idempotency, **at.facts(), **asked)

    async def execute(command: type[DeedCommand], idempotency: Idempotency, **asked: Any) -> ConventionOut:
        made = command(at=clock(), **asked)
        return await application.execute(
            made,
            key=made.convention_id,
            model=ConventionOut,
            answer=ConventionOut.of,
            idempotency=idempotency,
        )

    attempt = _attempting(application, clock)

    @router.post(f"{SLOT}/code", status_code=HTTPStatus.ACCEPTED)
    async def send_code(
        body: DeedIn,
        at: AtSlot,
    ) -> ConventionOut:
        """Have a code sent to the signatory, by a message of its own."""
        return await change(commands.SendCode, at, amendment=body.amendment, **fresh_code(links))

    @router.post(f"{SLOT}/sign")
    async def sign_with_code(
        body: form.CodeIn,
        at: AtSlot,
    ) -> ConventionOut:
        """Consent, and prove it with the code. A wrong code is counted."""
        if not body.consent:
            raise ConsentMissing
        asked = {"amendment": body.amendment, "code": body.code, "sha256": body.sha256}
        return await attempt(commands.SignWithCode, at, **asked)

    @router.post(f"{SLOT}/open")
    async def open_document(
        body: DeedIn,
        at: AtSlot,
    ) -> ConventionOut:
        """Note that the signatory has the document before their eyes."""
        return await change(commands.OpenDocument, at, amendment=body.amendment)

    @router.post(f"{SLOT}/refuse")
    async def refuse_to_sign(
        body: form.RefusalIn,
        at: AtSlot,
    ) -> ConventionOut:
        """Say no, with a reason: the text goes back to its draft, and its signatures count no more."""
        return await change(commands.RefuseToSign, at, **body.model_dump())

    _add_files(router, change, attempt)
    _add_leading(router, change, execute)
    return router


def _attempting(application: Application[Office], clock: Clock) -> Change:
    """How a route tries to sign."""

    async def attempt(command: type[commands.FilingCommand], at: AtSlot, **asked: Any) -> ConventionOut:
        tried = await application.execute(
            command(at=clock(), document_id=new_id(), **at.facts(), **asked),
            key=at.convention_id,
            model=form.TriedOut,
            answer=form.TriedOut.of_attempt,
            idempotency=at.idempotency,
        )
        if tried.outcome is Outcome.OTHER_TEXT:
            raise TextReplaced
        if tried.outcome is Outcome.WRONG_CODE:
            raise WrongCode
        return ConventionOut(**tried.model_dump(exclude={"outcome"}))

    return attempt


def _add_files(router: APIRouter, change: Change, attempt: Change) -> None:
    """The routes that take files: the document signed elsewhere, the paper that was scanned."""

    @router.put(f"{SLOT}/signed-document")
    async def sign_outside(
        file: Pdf,
        at: AtSlot,
        amendment: Amendment = None,
    ) -> ConventionOut:
        """Give back the document, signed with a tool of one's own."""
        return await attempt(commands.SignOutside, at, amendment=amendment, file=file)

    @router.put(f"{SLOT}/scan")
    async def upload_scan(
        file: Pdf,
        at: AtSlot,
        amendment: Amendment = None,
    ) -> ConventionOut:
        """Give the scan of the paper that was signed by hand; the team confirms it."""
        return await change(commands.UploadScan, at, amendment=amendment, document_id=new_id(), file=file)

    @router.post(f"{SLOT}/scan/confirm")
    async def confirm_scan(body: DeedIn, _: Staff, at: AtSlot) -> ConventionOut:
        """Say that the scan is the text, signed by the signatory."""
        return await change(commands.ConfirmScan, at, amendment=body.amendment, document_id=new_id())


def _add_leading(router: APIRouter, change: Change, execute: Change) -> None:
    """The routes of the team, which leads the signing."""

    @router.post(SIGNING, status_code=HTTPStatus.CREATED)
    async def open_signing(
        convention_id: UUID, body: SigningIn, actor: Staff, idempotency: IdempotencyKey
    ) -> ConventionOut:
        """Ask the parties to sign, all at once or one after the other."""
        asked = {
            "signatories": tuple(each.signatory() for each in body.signatories),
            "ordered": body.ordered,
            "amendment": body.amendment,
        }
        asked |= {"actor": actor, "convention_id": convention_id}
        return await execute(commands.OpenSigning, idempotency, **asked)

    @router.post(f"{SLOT}/resend")
    async def resend_invitation(body: DeedIn, _: Staff, at: AtSlot) -> ConventionOut:
        """Ask a signatory again."""
        return await change(commands.ResendInvitation, at, amendment=body.amendment)

    @router.put(f"{SIGNING}/signatory")
    async def replace_signatory(
        convention_id: UUID, body: form.ReplacementIn, actor: Staff, idempotency: IdempotencyKey
    ) -> ConventionOut:
        """Name another signatory for a party that has not signed."""
        return await execute(
            commands.ReplaceSignatory,
            idempotency,
            actor=actor,
            convention_id=convention_id,
            signatory=body.signatory.signatory(),
            amendment=body.amendment,
        )

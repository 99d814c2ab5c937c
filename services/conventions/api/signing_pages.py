"""Owns the pages on which a signatory reads, signs or refuses a text: a GET shows, a POST acts.

Whoever got the mail is taken for the signatory; signing asks besides for what came by a message of its own,
but for a paper, which the team looks at. Opening a page changes nothing, since mail servers open links, too.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Path, Request, Response, UploadFile

from services.conventions.api.signing import fresh_code
from services.conventions.api.signing_words import (
    PATH,
    REASON_MAX_CHARACTERS,
    Opened,
    code_page,
    own_tool_page,
    page_of,
    signed_page,
)
from services.conventions.domain.commands import signing as commands
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.convention.deed import DeedState
from services.conventions.domain.errors.signing import (
    ConsentMissing,
    LinkReplaced,
    NotTheSignatory,
    TextReplaced,
    UnknownDocument,
    UnknownSlot,
)
from services.conventions.handlers.signing import Outcome
from services.conventions.ports.office import Office
from services.conventions.ports.queries import AgreementQueries
from services.conventions.schemas.conventions import ConventionOut
from services.conventions.schemas.signing import TriedOut
from shared.application import Application, Idempotency
from shared.clock import Clock
from shared.ids import new_id
from shared.security.links import LINK_MAX_CHARACTERS, LinkSigner, Purpose
from shared.security.signature_links import DocumentSubject, SignatureSubject
from shared.web import pages
from shared.web.files import PDF

DOCUMENT_PATH = "/signed-documents/{document_link}"

Link = Annotated[str, Path(max_length=LINK_MAX_CHARACTERS)]
Once = Annotated[str, Form(max_length=64)]
"""Names one showing of a form: its button pressed twice is one request."""
Sent = Annotated[UploadFile, File()]
Code = Annotated[str, Form(max_length=20)]
"""As it was typed: spaces between the digits do no harm."""
Reason = Annotated[str, Form(max_length=REASON_MAX_CHARACTERS)]


Opener = Callable[[Request, str], Awaitable[Opened]]


def create_router(
    application: Application[Office], queries: AgreementQueries, clock: Clock, *, links: LinkSigner
) -> APIRouter:
    """The pages of a signature, and the signed document, behind the links of mails."""
    router = APIRouter(route_class=pages.PageRoute, include_in_schema=False)
    opener = _opener(queries, clock, links)

    async def execute(
        command: type[commands.SlotCommand], opened: Opened, once: Idempotency, **asked: Any
    ) -> ConventionOut:
        return await application.execute(
            command(at=clock(), **opened.command(), **asked),
            key=opened.convention.id,
            model=ConventionOut,
            answer=ConventionOut.of,
            idempotency=once,
        )

    attempt = _attempting(application, clock)

    @router.get(PATH)
    async def show(opened: Annotated[Opened, Depends(opener)]) -> Response:
        return page_of(opened, clock())

    @router.post(f"{PATH}/document")
    async def read_document(opened: Annotated[Opened, Depends(opener)]) -> Response:
        if opened.slot.is_awaited:
            await execute(commands.OpenDocument, opened, opened.once("document", str(new_id())))
        return await _document(opened.convention, opened.number, queries)

    @router.post(f"{PATH}/code")
    async def send_code(opened: Annotated[Opened, Depends(opener)], showing: Once) -> Response:
        await execute(commands.SendCode, opened, opened.once("code", showing), **fresh_code(links))
        return code_page(opened)

    @router.post(f"{PATH}/sign")
    async def sign(
        opened: Annotated[Opened, Depends(opener)],
        showing: Once,
        code: Code,
        text: Annotated[str, Form(max_length=64)],
        consent: Annotated[str, Form(max_length=10)] = "",
    ) -> Response:
        if consent != "true":
            raise ConsentMissing
        asked = {"document_id": new_id(), "code": digits_of(code), "sha256": text}
        outcome = await attempt(commands.SignWithCode, opened, opened.once("sign", showing), **asked)
        return code_page(opened, is_wrong=True) if outcome is Outcome.WRONG_CODE else signed_page(opened)

    @router.post(f"{PATH}/refuse")
    async def refuse(
        opened: Annotated[Opened, Depends(opener)],
        showing: Once,
        reason: Annotated[str, Form(max_length=REASON_MAX_CHARACTERS)],
    ) -> Response:
        await execute(commands.RefuseToSign, opened, opened.once("refuse", showing), reason=reason)
        return pages.message_page(
            "Votre refus est enregistré",
            "L’équipe du club et les autres parties sont prévenues\u00a0: le texte repart en rédaction, et "
            "les signatures déjà données sur cette version ne comptent plus.",
        )

    _add_own_tool(router, execute, attempt, opener, links)
    _add_scan(router, execute, opener)
    _add_document(router, queries, clock, links)
    return router


def _attempting(application: Application[Office], clock: Clock) -> Callable[..., Awaitable[Outcome]]:
    """How a page tries to sign."""

    async def attempt(
        command: type[commands.FilingCommand], opened: Opened, once: Idempotency, **asked: Any
    ) -> Outcome:
        """What became of a try to sign.

        Raises:
            TextReplaced: another text was shown.
        """
        tried = await application.execute(
            command(at=clock(), **opened.command(), **asked),
            key=opened.convention.id,
            model=TriedOut,
            answer=TriedOut.of_attempt,
            idempotency=once,
        )
        if tried.outcome is Outcome.OTHER_TEXT:
            raise TextReplaced
        return tried.outcome

    return attempt


def _add_own_tool(
    router: APIRouter,
    execute: Callable[..., Awaitable[ConventionOut]],
    attempt: Callable[..., Awaitable[Outcome]],
    opener: Opener,
    links: LinkSigner,
) -> None:
    """What takes the document that was signed elsewhere, with the code that came by a message of its own."""

    @router.post(f"{PATH}/own-tool")
    async def send_code_for_own_tool(opened: Annotated[Opened, Depends(opener)], showing: Once) -> Response:
        await execute(commands.SendCode, opened, opened.once("own-tool", showing), **fresh_code(links))
        return own_tool_page(opened)

    @router.post(f"{PATH}/signed-document")
    async def sign_outside(
        opened: Annotated[Opened, Depends(opener)], showing: Once, code: Code, file: Sent
    ) -> Response:
        asked = {"document_id": new_id(), "code": digits_of(code), "file": await file.read()}
        once = opened.once("signed-document", showing)
        outcome = await attempt(commands.SignOutside, opened, once, **asked)
        return own_tool_page(opened, is_wrong=True) if outcome is Outcome.WRONG_CODE else signed_page(opened)


def _add_scan(router: APIRouter, execute: Callable[..., Awaitable[ConventionOut]], opener: Opener) -> None:
    """What takes the paper that was scanned."""

    @router.post(f"{PATH}/scan")
    async def upload_scan(opened: Annotated[Opened, Depends(opener)], showing: Once, file: Sent) -> Response:
        asked = {"document_id": new_id(), "file": await file.read()}
        await execute(commands.UploadScan, opened, opened.once("scan", showing), **asked)
        return pages.message_page(
            "Votre document est arrivé",
            "L’équipe du club vérifie que c’est bien ce texte, signé par vous. Votre signature comptera dès "
            "qu’elle l’aura confirmé.",
        )


def _add_document(router: APIRouter, queries: AgreementQueries, clock: Clock, links: LinkSigner) -> None:
    @router.get(DOCUMENT_PATH)
    async def download_signed_document(document_link: Link) -> Response:
        subject = DocumentSubject.parse(links.verify(Purpose.SIGNED_DOCUMENT, document_link, at=clock()))
        convention = await queries.convention(subject.convention_id)
        convention.deed_of(subject.amendment).require(DeedState.SIGNED)
        return await _document(convention, subject.amendment, queries)


def digits_of(typed: str) -> str:
    """The code in what was typed."""
    return "".join(filter(str.isdigit, typed))


def _opener(queries: AgreementQueries, clock: Clock, links: LinkSigner) -> Opener:
    async def open_link(request: Request, signature_link: Link) -> Opened:
        subject = SignatureSubject.parse(links.verify(Purpose.SIGNATURE, signature_link, at=clock()))
        convention = await queries.convention(subject.document.convention_id)
        signing = convention.deed_of(subject.document.amendment).signing
        if signing is None:
            raise UnknownSlot
        slot = signing.slot_of(subject.org)
        if slot.signatory.person_id != subject.person_id:
            raise NotTheSignatory
        if signing.document_id != subject.text_id:
            raise TextReplaced
        if slot.renewals != subject.renewal:
            raise LinkReplaced
        return Opened(signature_link, subject, convention, slot, request)

    return open_link


async def _document(convention: Convention, number: int | None, queries: AgreementQueries) -> Response:
    sha256 = convention.deed_of(number).sha256
    if sha256 is None:
        raise UnknownDocument
    content = (await queries.document(sha256)).content
    name = f"{convention.reference_of(number)}.pdf"
    headers = {**pages.SAFETY, "Content-Disposition": f'inline; filename="{name}"'}
    return Response(content, media_type=PDF, headers=headers)

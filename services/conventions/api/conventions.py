"""Owns the routes of conventions, but for their signing: a request becomes a command or a query."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from services.conventions.api.reading import require_seen, seen_by
from services.conventions.domain.commands import convention as commands
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.convention.deed import DeedState
from services.conventions.domain.convention.text import text_of
from services.conventions.domain.errors.convention import UnknownConvention
from services.conventions.domain.errors.signing import UnknownDocument
from services.conventions.ports.office import Office, Press
from services.conventions.ports.queries import AgreementQueries
from services.conventions.schemas import conventions as form
from shared.application import Application, Idempotency
from shared.clock import Clock
from shared.commands import Actor
from shared.days import club_day
from shared.ids import new_id
from shared.web.authentication import CurrentActor, Staff
from shared.web.files import PDF, a_file
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

PATH = "/conventions"
ONE = f"{PATH}/{{convention_id}}"
Change = Callable[..., Awaitable[form.ConventionOut]]


def create_router(
    application: Application[Office], queries: AgreementQueries, clock: Clock, *, press: Press
) -> APIRouter:
    """The routes of conventions, from the draft to the last day."""
    router = APIRouter(tags=["conventions"])
    _add_reading(router, queries)
    _add_documents(router, queries, clock, press)

    async def change(
        command: type[commands.ConventionCommand], actor: Actor, idempotency: Idempotency, **asked: Any
    ) -> form.ConventionOut:
        made = command(actor=actor, at=clock(), **asked)
        return await application.execute(
            made,
            key=made.convention_id,
            model=form.ConventionOut,
            answer=form.ConventionOut.of,
            idempotency=idempotency,
        )

    @router.post(PATH, status_code=HTTPStatus.CREATED)
    async def draft_convention(
        body: form.DraftIn, actor: Staff, idempotency: IdempotencyKey, response: Response
    ) -> form.ConventionOut:
        """Begin to write down a match, from the template of its legal form."""
        asked = {"convention_id": new_id(), **body.model_dump()}
        made = await change(commands.DraftConvention, actor, idempotency, **asked)
        response.headers["Location"] = f"{PATH}/{made.id}"
        return made

    @router.put(f"{ONE}/text")
    async def revise_text(
        convention_id: UUID, body: form.TextIn, actor: Staff, idempotency: IdempotencyKey
    ) -> form.ConventionOut:
        """Write another version: parties, terms and clauses as fields."""
        convention = await queries.convention(convention_id)
        template = press.clauses(body.legal_form, convention.template_version)
        asked = {
            "convention_id": convention_id,
            "legal_form": body.legal_form,
            "parties": tuple(party.party() for party in body.parties),
            "terms": body.terms.terms(template),
        }
        return await change(commands.ReviseText, actor, idempotency, **asked)

    @router.post(f"{ONE}/review")
    async def request_review(
        convention_id: UUID, body: form.DeedIn, actor: Staff, idempotency: IdempotencyKey
    ) -> form.ConventionOut:
        """Give the text to the parties to read; refused while mandatory fields are missing."""
        asked = {"convention_id": convention_id, **body.model_dump()}
        return await change(commands.RequestReview, actor, idempotency, **asked)

    @router.post(f"{ONE}/comments", status_code=HTTPStatus.CREATED)
    async def comment_text(
        convention_id: UUID, body: form.CommentIn, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> form.ConventionOut:
        """Say something of the text in review, for a party."""
        asked = {"convention_id": convention_id, "comment_id": new_id(), **body.model_dump()}
        return await change(commands.CommentText, actor, idempotency, **asked)

    @router.post(f"{ONE}/approve")
    async def approve_text(
        convention_id: UUID, body: form.ApprovalIn, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> form.ConventionOut:
        """Agree to the text, for a party; the last one freezes the document."""
        asked = {"convention_id": convention_id, "document_id": new_id(), **body.model_dump()}
        return await change(commands.ApproveText, actor, idempotency, **asked)

    @router.post(f"{ONE}/abandon")
    async def abandon(
        convention_id: UUID, body: form.AbandonIn, actor: Staff, idempotency: IdempotencyKey
    ) -> form.ConventionOut:
        """Give it up before every party has signed."""
        asked = {"convention_id": convention_id, **body.model_dump()}
        return await change(commands.Abandon, actor, idempotency, **asked)

    _add_life(router, change)
    return router


def _add_life(router: APIRouter, change: Change) -> None:
    """The routes of a convention that every party has signed."""

    @router.post(f"{ONE}/transmissions")
    async def record_transmission(
        convention_id: UUID, body: form.TransmissionIn, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> form.ConventionOut:
        """Record that a party sent its act to the prefecture, or need not."""
        asked = {"convention_id": convention_id, **body.model_dump()}
        return await change(commands.RecordTransmission, actor, idempotency, **asked)

    @router.post(f"{ONE}/amendments", status_code=HTTPStatus.CREATED)
    async def draft_amendment(
        convention_id: UUID, body: form.AmendmentIn, actor: Staff, idempotency: IdempotencyKey
    ) -> form.ConventionOut:
        """Begin to change a signed convention, as the next amendment."""
        asked = {"convention_id": convention_id, **body.asked()}
        return await change(commands.DraftAmendment, actor, idempotency, **asked)

    @router.put(f"{ONE}/amendments")
    async def revise_amendment(
        convention_id: UUID, body: form.AmendmentTextIn, actor: Staff, idempotency: IdempotencyKey
    ) -> form.ConventionOut:
        """Write another version of an amendment that is not frozen, such as one that a party sent back."""
        asked = {"convention_id": convention_id, "amendment": body.amendment, **body.asked()}
        return await change(commands.ReviseAmendment, actor, idempotency, **asked)

    @router.post(f"{ONE}/terminate")
    async def record_termination(
        convention_id: UUID, body: form.TerminationIn, actor: Staff, idempotency: IdempotencyKey
    ) -> form.ConventionOut:
        """Record that a party ends it early: it binds until the notice is over."""
        asked = {"convention_id": convention_id, **body.model_dump()}
        return await change(commands.RecordTermination, actor, idempotency, **asked)


def _add_reading(router: APIRouter, queries: AgreementQueries) -> None:
    @router.get(PATH)
    async def list_conventions(
        actor: CurrentActor, *, org: UUID | None = None, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[form.ConventionOut]:
        """Conventions in the order of their making: all for the team, their own for referents."""
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.conventions(org=seen_by(actor, org), after=after, limit=limit)
        return page_of([form.ConventionOut.of(each) for each in found], limit, lambda item: (item.id,))

    @router.get(ONE)
    async def get_convention(convention_id: UUID, actor: CurrentActor) -> form.ConventionOut:
        """One convention, for the team, its parties' referents and its signatories."""
        return form.ConventionOut.of(await _seen(queries, convention_id, actor))

    @router.get(f"{ONE}/versions")
    async def list_versions(
        convention_id: UUID, actor: CurrentActor, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[form.VersionOut]:
        """Each version that the parties were asked to read, to see what changed since."""
        convention = await queries.convention(convention_id)
        require_seen(actor, [party.org for party in convention.parties], UnknownConvention)
        (after,) = page_after(cursor, int) or (None,)
        found = await queries.versions(convention_id, after=after, limit=limit)
        return page_of([form.VersionOut.of(each) for each in found], limit, lambda item: (item.version,))


def _add_documents(router: APIRouter, queries: AgreementQueries, clock: Clock, press: Press) -> None:
    @router.get(f"{ONE}/preview", **a_file(PDF))
    async def preview_document(
        convention_id: UUID, actor: CurrentActor, amendment: form.Amendment = None
    ) -> Response:
        """The text as it stands, to be read on paper: marked as a draft, and kept nowhere."""
        convention = await _seen(queries, convention_id, actor)
        convention.deed_of(amendment).require(DeedState.DRAFT, DeedState.IN_REVIEW)
        text = text_of(convention, amendment, document_id=None)
        content = await press.write(text, dated=club_day(clock()))
        name = f"{text.reference}-projet-{text.version}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(content, media_type=PDF, headers=headers)

    @router.get(f"{ONE}/document", **a_file(PDF))
    async def download_document(
        convention_id: UUID, actor: CurrentActor, amendment: form.Amendment = None
    ) -> Response:
        """The document as it stands, with the signatures so far: the very bytes that are signed."""
        convention = await _seen(queries, convention_id, actor)
        sha256 = form.DeedOut.of(convention.deed_of(amendment)).sha256
        if sha256 is None:
            raise UnknownDocument
        document = await queries.document(sha256)
        name = f"{document.reference}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Digest": f"sha-256={sha256}"}
        return Response(document.content, media_type=PDF, headers=headers)


async def _seen(queries: AgreementQueries, convention_id: UUID, actor: Actor) -> Convention:
    """One convention, for the team, its parties' referents and whom it names; for others there is none."""
    convention = await queries.convention(convention_id)
    if actor.person_id not in convention.readers:
        require_seen(actor, [party.org for party in convention.parties], UnknownConvention)
    return convention

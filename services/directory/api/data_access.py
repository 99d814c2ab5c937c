"""Owns the routes by which people get what is held of them. What the document says stands in `documents`."""

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Response

from services.directory.documents.personal_data import personal_data_pdf
from services.directory.domain.access_export import AccessExport
from services.directory.domain.authority import require_person_or_staff
from services.directory.domain.commands.data_access import RequestAccess
from services.directory.ports.queries import PrivacyQueries
from services.directory.ports.store import Directory
from services.directory.schemas.data_access import AccessExportOut, PersonalDataOut
from shared.application import Application
from shared.clock import Clock
from shared.commands import Actor
from shared.documents.association import Association
from shared.ids import new_id
from shared.web.authentication import CurrentActor
from shared.web.files import PDF, a_file
from shared.web.idempotency import IdempotencyKey


def create_router(
    application: Application[Directory], queries: PrivacyQueries, clock: Clock, *, association: Association
) -> APIRouter:
    """The routes of what is held of a person."""
    router = APIRouter(prefix="/people/{person_id}/access-export", tags=["access"])

    @router.post("", status_code=HTTPStatus.CREATED)
    async def request_access(
        person_id: UUID, actor: CurrentActor, idempotency: IdempotencyKey, response: Response
    ) -> AccessExportOut:
        """Ask all services what they hold of a person; for the person themself, or staff."""
        command = RequestAccess(actor=actor, at=clock(), person_id=person_id, export_id=new_id())
        response.headers["Location"] = f"/people/{person_id}/access-export"
        return await application.execute(
            command,
            key=person_id,
            model=AccessExportOut,
            answer=AccessExportOut.of,
            idempotency=idempotency,
        )

    _add_reading(router, queries, association)
    return router


def _add_reading(router: APIRouter, queries: PrivacyQueries, association: Association) -> None:
    async def export(person_id: UUID, actor: Actor) -> AccessExport:
        require_person_or_staff(actor, person_id=person_id)
        return await queries.access_export(person_id)

    @router.get("")
    async def get_access_export(person_id: UUID, actor: CurrentActor) -> AccessExportOut:
        """How far the gathering is; for the person themself and staff."""
        return AccessExportOut.of(await export(person_id, actor))

    @router.get("/data")
    async def get_data(person_id: UUID, actor: CurrentActor, response: Response) -> PersonalDataOut:
        """All that is held of a person, for programs; for the person themself and staff."""
        ready = (await export(person_id, actor)).require_ready()
        response.headers.update(_attached("donnees-personnelles.json"))
        return PersonalDataOut.of(ready)

    @router.get("/document", **a_file(PDF))
    async def get_document(person_id: UUID, actor: CurrentActor) -> Response:
        """All that is held of a person, to be read; for the person themself and staff."""
        ready = (await export(person_id, actor)).require_ready()
        names = await queries.organisation_names(ready.mentioned)
        pdf = await personal_data_pdf(ready, names=names, association=association)
        headers = _attached("donnees-personnelles.pdf")
        return Response(pdf, media_type=PDF, headers=headers)


def _attached(filename: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{filename}"', "Cache-Control": "no-store"}

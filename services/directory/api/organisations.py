"""Owns the routes of organisations: a request becomes a command or a query. Decides nothing."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.directory.domain.commands import organisations as commands
from services.directory.ports.queries import DirectoryQueries
from services.directory.ports.store import Directory
from services.directory.schemas.organisations import MergerIn, OrganisationIn, OrganisationOut, ProfileIn
from shared.application import Application
from shared.clock import Clock
from shared.french import fold, sort_key
from shared.ids import new_id
from shared.web.authentication import CurrentActor, Staff
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

Beginning = Annotated[
    str,
    Query(
        max_length=100,
        description="Only names that begin so; case, accents and a first article do not count.",
    ),
]
BySiren = Annotated[str | None, Query(pattern=r"^[0-9]{9}$", description="Only the one with this SIREN.")]


def create_router(application: Application[Directory], queries: DirectoryQueries, clock: Clock) -> APIRouter:
    """The routes of organisations."""
    router = APIRouter(prefix="/organisations", tags=["organisations"])

    async def change(command: Any, **how: Any) -> OrganisationOut:
        return await application.execute(
            command, key=command.org, model=OrganisationOut, answer=OrganisationOut.of, **how
        )

    @router.post("", status_code=HTTPStatus.CREATED)
    async def register_organisation(
        body: OrganisationIn, actor: Staff, idempotency: IdempotencyKey, response: Response
    ) -> OrganisationOut:
        """Enter an organisation in the directory: the public body of a territory, or any by hand."""
        command = body.registration(org=new_id(), actor=actor, at=clock())
        registered = await change(command, idempotency=idempotency)
        response.headers["Location"] = f"/organisations/{registered.id}"
        return registered

    @router.put("/{org}")
    async def update_organisation(org: UUID, body: ProfileIn, actor: Staff) -> OrganisationOut:
        """Replace what is known of an organisation."""
        command = commands.UpdateOrganisation(actor=actor, at=clock(), org=org, profile=body.profile())
        return await change(command)

    @router.post("/{org}/merger")
    async def merge_organisation(
        org: UUID, body: MergerIn, actor: Staff, idempotency: IdempotencyKey
    ) -> OrganisationOut:
        """Have another organisation take over on a day: roles and membership end, posts go on there."""
        command = commands.MergeOrganisation(actor=actor, at=clock(), org=org, **body.model_dump())
        return await change(command, idempotency=idempotency)

    @router.get("/{org}")
    async def get_organisation(org: UUID, _: CurrentActor) -> OrganisationOut:
        """One organisation."""
        return OrganisationOut.of(await queries.organisation(org))

    @router.get("")
    async def list_organisations(
        _: CurrentActor, *, q: Beginning = "", siren: BySiren = None, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[OrganisationOut]:
        """Organisations by name."""
        after = page_after(cursor, fold, UUID)
        found = await queries.organisations(q, siren, after=after, limit=limit)
        return page_of(
            [OrganisationOut.of(item) for item in found], limit, lambda item: (sort_key(item.name), item.id)
        )

    return router

"""Owns organisations, people, roles and memberships as files. What they hold stands in `schemas.tables`."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from services.directory.api.exports.placing import placed
from services.directory.api.memberships import InState
from services.directory.api.organisations import Beginning
from services.directory.domain.person import Person
from services.directory.ports.queries import After, DirectoryQueries, Reader
from services.directory.schemas.tables import people as tables
from services.directory.schemas.tables.people import PersonRoleRow
from shared.clock import Clock
from shared.commands import Actor
from shared.days import club_day
from shared.french import fold, sort_key
from shared.web.authentication import Staff
from shared.web.exports import EXPORT_PAGE, ExportFormat, every_page, export
from shared.web.files import a_table


def create_router(queries: DirectoryQueries, clock: Clock) -> APIRouter:
    """The routes of the exports."""
    router = APIRouter(tags=["exports"])
    _add_organisations(router, queries)
    _add_people(router, queries, clock)
    return router


def _add_organisations(router: APIRouter, queries: DirectoryQueries) -> None:
    @router.get("/organisations/export", **a_table())
    async def export_organisations(
        _: Staff, *, file_format: ExportFormat, q: Beginning = ""
    ) -> StreamingResponse:
        """Organisations by name, as a file."""
        pages = every_page(
            lambda after: queries.organisations(q, None, after=after, limit=EXPORT_PAGE),
            lambda organisation: (sort_key(organisation.profile.name), organisation.id),
        )
        rows = placed(pages, queries, lambda organisation: organisation.profile.parent_org)
        return await export(tables.ORGANISATIONS, file_format, rows)

    @router.get("/memberships/export", **a_table())
    async def export_memberships(
        _: Staff, *, file_format: ExportFormat, state: InState = None
    ) -> StreamingResponse:
        """Memberships in the order of their making, as a file."""
        pages = every_page(
            lambda after: queries.memberships(state, None, after=after, limit=EXPORT_PAGE),
            lambda membership: membership.id,
        )
        rows = placed(pages, queries, lambda membership: membership.org)
        return await export(tables.MEMBERSHIPS, file_format, rows)


def _add_people(router: APIRouter, queries: DirectoryQueries, clock: Clock) -> None:
    def people(actor: Actor) -> AsyncIterator[Sequence[Person]]:
        reader = Reader(actor, club_day(clock()))

        async def read(after: After) -> Sequence[Person]:
            return await queries.people("", reader, after=after, limit=EXPORT_PAGE)

        return every_page(read, _name_and_id)

    @router.get("/people/export", **a_table())
    async def export_people(actor: Staff, *, file_format: ExportFormat) -> StreamingResponse:
        """People by family name, as a file."""
        return await export(tables.PEOPLE, file_format, people(actor))

    @router.get("/roles/export", **a_table())
    async def export_roles(actor: Staff, *, file_format: ExportFormat) -> StreamingResponse:
        """All roles of all people, past and to come too, as a file that can be imported again."""
        roles = placed(_roles(people(actor)), queries, lambda row: row.held.org)
        return await export(tables.ROLES, file_format, roles)


async def _roles(pages: AsyncIterator[Sequence[Person]]) -> AsyncIterator[Sequence[PersonRoleRow]]:
    async for people in pages:
        yield [PersonRoleRow(person, held) for person in people for held in person.held]


def _name_and_id(person: Person) -> tuple[str, UUID]:
    identity = person.identity
    return fold(f"{identity.family_name} {identity.given_name}"), person.id

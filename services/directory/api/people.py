"""Owns the routes of people and their roles: a request becomes a command or a query. Decides nothing."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response

from services.directory.domain.commands import people as commands
from services.directory.ports.queries import DirectoryQueries, Reader
from services.directory.ports.store import Directory
from services.directory.schemas.people import IdentityIn, PersonIn, PersonOut, RoleEndIn, RoleIn
from shared.application import Application
from shared.clock import Clock
from shared.days import club_day
from shared.french import fold
from shared.ids import new_id
from shared.web.authentication import CurrentActor
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

Beginning = Annotated[
    str, Query(max_length=100, description="Only family names that begin so; case and accents do not count.")
]


def create_router(application: Application[Directory], queries: DirectoryQueries, clock: Clock) -> APIRouter:
    """The routes of people and their roles."""
    router = APIRouter(prefix="/people", tags=["people"])
    _add_reading(router, queries, clock)
    _add_changing(router, application, clock)
    return router


def _add_reading(router: APIRouter, queries: DirectoryQueries, clock: Clock) -> None:
    @router.get("/{person_id}")
    async def get_person(person_id: UUID, actor: CurrentActor) -> PersonOut:
        """One person: oneself, somebody of one's organisation for a referent, anybody for staff."""
        return PersonOut.of(await queries.person(person_id, Reader(actor, club_day(clock()))))

    @router.get("")
    async def list_people(
        actor: CurrentActor, *, q: Beginning = "", cursor: Cursor = None, limit: Limit = 50
    ) -> Page[PersonOut]:
        """The people whom who asks may know, by family name."""
        after = page_after(cursor, fold, UUID)
        found = await queries.people(q, Reader(actor, club_day(clock())), after=after, limit=limit)
        return page_of([PersonOut.of(item) for item in found], limit, _by_name)


def _add_changing(router: APIRouter, application: Application[Directory], clock: Clock) -> None:
    async def change(command: Any, **how: Any) -> PersonOut:
        return await application.execute(
            command, key=command.person_id, model=PersonOut, answer=PersonOut.of, **how
        )

    @router.post("", status_code=HTTPStatus.CREATED)
    async def invite_person(
        body: PersonIn, actor: CurrentActor, idempotency: IdempotencyKey, response: Response
    ) -> PersonOut:
        """Add a person with a first role; for the referent of the organisation or staff."""
        command = commands.InvitePerson(
            actor=actor,
            at=clock(),
            person_id=new_id(),
            identity=body.identity(),
            first_role=body.first_role.role(new_id()),
            written_to=body.written_to,
        )
        invited = await change(command, idempotency=idempotency)
        response.headers["Location"] = f"/people/{invited.id}"
        return invited

    @router.put("/{person_id}")
    async def update_person(person_id: UUID, body: IdentityIn, actor: CurrentActor) -> PersonOut:
        """Replace how a person is named and reached."""
        command = commands.UpdatePerson(
            actor=actor, at=clock(), person_id=person_id, identity=body.identity()
        )
        return await change(command)

    @router.post("/{person_id}/activate")
    async def activate_person(person_id: UUID, actor: CurrentActor, idempotency: IdempotencyKey) -> PersonOut:
        """Let an invited person in; for themself or staff."""
        command = commands.ActivatePerson(actor=actor, at=clock(), person_id=person_id)
        return await change(command, idempotency=idempotency)

    @router.post("/{person_id}/roles", status_code=HTTPStatus.CREATED)
    async def start_role(
        person_id: UUID,
        body: Annotated[RoleIn, Body()],
        actor: CurrentActor,
        idempotency: IdempotencyKey,
        response: Response,
    ) -> PersonOut:
        """Give a mandate, a post or an appointment; for the referent of the organisation or staff."""
        command = commands.StartRole(actor=actor, at=clock(), person_id=person_id, role=body.role(new_id()))
        person = await change(command, idempotency=idempotency)
        response.headers["Location"] = f"/people/{person.id}"
        return person

    @router.post("/{person_id}/roles/{role_id}/end")
    async def end_role(
        person_id: UUID, role_id: UUID, body: RoleEndIn, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> PersonOut:
        """Say the last day of a role; for the referent of the organisation or staff."""
        command = commands.EndRole(
            actor=actor, at=clock(), person_id=person_id, role_id=role_id, ends_on=body.ends_on
        )
        return await change(command, idempotency=idempotency)


def _by_name(person: PersonOut) -> tuple[Any, ...]:
    return (fold(f"{person.family_name} {person.given_name}"), person.id)

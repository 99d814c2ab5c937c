"""Owns the routes of consents: a request becomes a command or a query. Decides nothing."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.directory.domain.authority import require_person_or_staff
from services.directory.domain.commands.consents import ChangeConsent
from services.directory.domain.wordings import Purpose, in_force
from services.directory.ports.queries import PrivacyQueries
from services.directory.ports.store import Directory
from services.directory.schemas.consents import ConsentIn, ConsentsOut, WordingOut
from shared.application import Application
from shared.clock import Clock
from shared.web.authentication import CurrentActor, Staff
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

Granted = Annotated[Purpose, Query(description="What they consent to.")]


def create_router(application: Application[Directory], queries: PrivacyQueries, clock: Clock) -> APIRouter:
    """The routes of consents."""
    router = APIRouter(tags=["consents"])
    _add_reading(router, queries)

    @router.put("/people/{person_id}/consents/{purpose}")
    async def change_consent(
        person_id: UUID, purpose: Purpose, body: ConsentIn, actor: CurrentActor
    ) -> ConsentsOut:
        """Give a consent or withdraw it; for the person themself, or staff who wrote down what they said."""
        command = ChangeConsent(
            actor=actor,
            at=clock(),
            person_id=person_id,
            purpose=purpose,
            granted=body.granted,
            wording_version=body.wording_version,
        )
        return await application.execute(command, key=person_id, model=ConsentsOut, answer=ConsentsOut.of)

    return router


def _add_reading(router: APIRouter, queries: PrivacyQueries) -> None:
    @router.get("/consents/wordings")
    async def list_wordings(_: CurrentActor) -> Sequence[WordingOut]:
        """What people are asked to consent to, in the texts in force."""
        return [WordingOut.of(in_force(purpose)) for purpose in Purpose]

    @router.get("/consents")
    async def list_consents(
        purpose: Granted, _: Staff, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[ConsentsOut]:
        """Who consents to something today; for staff."""
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.consenting(purpose, after=after, limit=limit)
        return page_of([ConsentsOut.of(item) for item in found], limit, lambda item: (item.person_id,))

    @router.get("/people/{person_id}/consents")
    async def get_consents(person_id: UUID, actor: CurrentActor) -> ConsentsOut:
        """What a person consents to, and all that they chose before; for themself and staff."""
        require_person_or_staff(actor, person_id=person_id)
        return ConsentsOut.of(await queries.consents(person_id))

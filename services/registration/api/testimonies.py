"""Owns the routes of testimonies, and of who is suggested for one. Decides nothing."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from services.registration.domain.authority import may_act_for
from services.registration.domain.commands import testimonies as commands
from services.registration.domain.testimonies import TestimonyFilter, TestimonyState
from services.registration.domain.testimony_errors import UnknownTestimony
from services.registration.ports.queries import TestimonyQueries
from services.registration.ports.stores import Registrations
from services.registration.schemas import testimonies as schemas
from services.registration.schemas.testimonies import TestimonyOut
from shared.application import Application, Idempotency
from shared.clock import Clock
from shared.ids import new_id
from shared.web.authentication import CurrentActor, Staff, somebody
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

PATH = "/testimonies/{testimony_id}"
Topic = Annotated[str | None, Query(max_length=40, description="Only those on this topic.")]


def _asked(
    actor: CurrentActor,
    *,
    state: TestimonyState | None = None,
    club_event_id: UUID | None = None,
    topic: Topic = None,
) -> TestimonyFilter:
    return TestimonyFilter(
        person_id=None if actor.is_staff else somebody(actor),
        state=state,
        club_event_id=club_event_id,
        topic=topic,
    )


Asked = Annotated[TestimonyFilter, Depends(_asked)]


def create_router(
    application: Application[Registrations], queries: TestimonyQueries, clock: Clock
) -> APIRouter:
    """The routes of testimonies."""
    router = APIRouter(tags=["testimonies"])
    _add_reading(router, queries)
    _add_for_members(router, application, queries, clock)
    _add_for_staff(router, application, queries, clock)
    return router


async def _change(
    application: Application[Registrations], command: Any, idempotency: Idempotency, *, at: UUID
) -> TestimonyOut:
    """Decide together with whatever else happens to the gathering, or to the testimony that has none."""
    return await application.execute(
        command, key=at, model=TestimonyOut, answer=TestimonyOut.of, idempotency=idempotency
    )


def _add_reading(router: APIRouter, queries: TestimonyQueries) -> None:
    @router.get("/testimonies")
    async def list_testimonies(
        asked: Asked, *, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[TestimonyOut]:
        """Testimonies in the order of their proposal: one's own, or for staff all."""
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.testimonies(asked, after=after, limit=limit)
        return page_of([TestimonyOut.of(one) for one in found], limit, lambda one: (one.id,))

    @router.get(PATH)
    async def get_testimony(testimony_id: UUID, actor: CurrentActor) -> TestimonyOut:
        """One testimony: one's own, a colleague's for a referent, anybody's for staff."""
        testimony = await queries.testimony(testimony_id)
        if not may_act_for(actor, person_id=testimony.person_id, org=testimony.org):
            raise UnknownTestimony
        return TestimonyOut.of(testimony)


def _add_for_members(
    router: APIRouter, application: Application[Registrations], queries: TestimonyQueries, clock: Clock
) -> None:
    @router.post("/testimonies", status_code=HTTPStatus.CREATED)
    async def propose_testimony(
        body: schemas.TestimonyIn, actor: CurrentActor, idempotency: IdempotencyKey, response: Response
    ) -> TestimonyOut:
        """Say what somebody of a member could tell the others."""
        said = body.model_dump(exclude={"person_id"})
        command = commands.ProposeTestimony(
            actor=actor,
            at=clock(),
            testimony_id=new_id(),
            person_id=body.person_id or somebody(actor),
            **said,
        )
        proposed = await _change(application, command, idempotency, at=command.testimony_id)
        response.headers["Location"] = f"/testimonies/{proposed.id}"
        return proposed

    @router.post(f"{PATH}/answer")
    async def answer_testimony(
        testimony_id: UUID, body: schemas.SpeakingIn, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> TestimonyOut:
        """Say whether one will speak; who does has a seat at the gathering."""
        command = commands.AnswerTestimony(
            actor=actor,
            at=clock(),
            testimony_id=testimony_id,
            registration_id=new_id(),
            speaks=body.speaks,
            mode=body.mode,
        )
        return await _change(application, command, idempotency, at=await _where(testimony_id, queries))

    @router.post(f"{PATH}/withdraw")
    async def withdraw_testimony(
        testimony_id: UUID, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> TestimonyOut:
        """Take the proposal back, whatever was said before."""
        command = commands.WithdrawTestimony(actor=actor, at=clock(), testimony_id=testimony_id)
        return await _change(application, command, idempotency, at=await _where(testimony_id, queries))


def _add_for_staff(
    router: APIRouter, application: Application[Registrations], queries: TestimonyQueries, clock: Clock
) -> None:
    @router.post(f"{PATH}/choose")
    async def choose_testimony(
        testimony_id: UUID, body: schemas.ChoiceIn, actor: Staff, idempotency: IdempotencyKey
    ) -> TestimonyOut:
        """Keep it for a gathering, of which it may still be a draft."""
        command = commands.ChooseTestimony(
            actor=actor, at=clock(), testimony_id=testimony_id, club_event_id=body.club_event_id
        )
        return await _change(application, command, idempotency, at=body.club_event_id)

    @router.post(f"{PATH}/invite")
    async def invite_speaker(testimony_id: UUID, actor: Staff, idempotency: IdempotencyKey) -> TestimonyOut:
        """Ask the person by mail whether they will speak; again, to write to them once more."""
        command = commands.InviteSpeaker(actor=actor, at=clock(), testimony_id=testimony_id)
        return await _change(application, command, idempotency, at=await _where(testimony_id, queries))


async def _where(testimony_id: UUID, queries: TestimonyQueries) -> UUID:
    testimony = await queries.testimony(testimony_id)
    return testimony.club_event_id or testimony_id

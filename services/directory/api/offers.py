"""Owns the routes of expertise offers: a request becomes a command or a query. Decides nothing."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.directory.domain.commands import offers as commands
from services.directory.ports.know_how import KnowHowQueries
from services.directory.ports.store import Directory
from services.directory.schemas.offers import OfferContentIn, OfferIn, OfferOut, OffersAsked
from shared.application import Application
from shared.clock import Clock
from shared.ids import new_id
from shared.web.authentication import CurrentActor
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Page, page_after, page_of


def create_router(application: Application[Directory], queries: KnowHowQueries, clock: Clock) -> APIRouter:
    """The routes of offers."""
    router = APIRouter(prefix="/expertise-offers", tags=["know-how"])
    _add_reading(router, queries)
    _add_standing(router, application, clock)

    @router.post("", status_code=HTTPStatus.CREATED)
    async def propose_offer(
        body: OfferIn, actor: CurrentActor, idempotency: IdempotencyKey, response: Response
    ) -> OfferOut:
        """Write down what an organisation could show; for its referent or staff, who alone see the draft."""
        command = commands.ProposeOffer(
            actor=actor, at=clock(), offer_id=new_id(), org=body.org, content=body.content()
        )
        proposed = await _change(application, command, idempotency=idempotency)
        response.headers["Location"] = f"/expertise-offers/{proposed.id}"
        return proposed

    @router.put("/{offer_id}")
    async def revise_offer(offer_id: UUID, body: OfferContentIn, actor: CurrentActor) -> OfferOut:
        """Say it otherwise; for the referent or staff."""
        command = commands.ReviseOffer(actor=actor, at=clock(), offer_id=offer_id, content=body.content())
        return await _change(application, command)

    return router


def _add_standing(router: APIRouter, application: Application[Directory], clock: Clock) -> None:
    @router.post("/{offer_id}/publish")
    async def publish_offer(offer_id: UUID, actor: CurrentActor, idempotency: IdempotencyKey) -> OfferOut:
        """Show it to everybody, for the first time or again; for the referent or staff."""
        command = commands.PublishOffer(actor=actor, at=clock(), offer_id=offer_id)
        return await _change(application, command, idempotency=idempotency)

    @router.post("/{offer_id}/pause")
    async def pause_offer(offer_id: UUID, actor: CurrentActor, idempotency: IdempotencyKey) -> OfferOut:
        """Not be available for now; for the referent or staff."""
        command = commands.PauseOffer(actor=actor, at=clock(), offer_id=offer_id)
        return await _change(application, command, idempotency=idempotency)

    @router.post("/{offer_id}/withdraw")
    async def withdraw_offer(offer_id: UUID, actor: CurrentActor, idempotency: IdempotencyKey) -> OfferOut:
        """Show it no longer, for good; for the referent or staff."""
        command = commands.WithdrawOffer(actor=actor, at=clock(), offer_id=offer_id)
        return await _change(application, command, idempotency=idempotency)


def _add_reading(router: APIRouter, queries: KnowHowQueries) -> None:
    @router.get("")
    async def list_offers(asked: Annotated[OffersAsked, Query()], actor: CurrentActor) -> Page[OfferOut]:
        """Offers in the order of their making; drafts and withdrawn ones for whom they concern alone."""
        (after,) = page_after(asked.cursor, UUID) or (None,)
        found = await queries.offers(asked.wanted(), actor, after=after, limit=asked.limit)
        return page_of([OfferOut.of(offer) for offer in found], asked.limit, lambda item: (item.id,))

    @router.get("/{offer_id}")
    async def get_offer(offer_id: UUID, actor: CurrentActor) -> OfferOut:
        """One offer."""
        return OfferOut.of(await queries.offer(offer_id, actor))


async def _change(application: Application[Directory], command: commands.OfOffer, **how: Any) -> OfferOut:
    return await application.execute(command, key=command.offer_id, model=OfferOut, answer=OfferOut.of, **how)

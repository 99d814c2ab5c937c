"""Owns the routes of exchange requests: a request becomes a command or a query. Decides nothing."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from services.conventions.api.reading import require_seen, seen_by
from services.conventions.domain.commands import exchange as commands
from services.conventions.domain.errors.exchange import UnknownExchangeRequest
from services.conventions.domain.exchange.request import ExchangeRequest
from services.conventions.ports.office import Office
from services.conventions.ports.queries import AgreementQueries
from services.conventions.schemas import exchange as form
from shared.application import Application, Idempotency
from shared.clock import Clock
from shared.commands import Actor
from shared.days import club_day
from shared.ids import new_id
from shared.web.authentication import CurrentActor, Staff
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

PATH = "/exchange-requests"
ONE = f"{PATH}/{{exchange_request_id}}"
PROPOSAL = f"{ONE}/proposals/{{proposal_id}}"


def create_router(application: Application[Office], queries: AgreementQueries, clock: Clock) -> APIRouter:
    """The routes of exchange requests."""
    router = APIRouter(tags=["exchange requests"])
    _add_reading(router, queries, clock)

    async def change(
        command: type[commands.ExchangeCommand], actor: Actor, idempotency: Idempotency, **asked: Any
    ) -> form.ExchangeRequestOut:
        made = command(actor=actor, at=clock(), **asked)
        return await application.execute(
            made,
            key=made.exchange_request_id,
            model=form.ExchangeRequestOut,
            answer=form.ExchangeRequestOut.of,
            idempotency=idempotency,
        )

    @router.post(PATH, status_code=HTTPStatus.CREATED)
    async def request_exchange(
        body: form.ExchangeRequestIn, actor: CurrentActor, idempotency: IdempotencyKey, response: Response
    ) -> form.ExchangeRequestOut:
        """Ask to learn from another organisation."""
        asked = {
            "exchange_request_id": new_id(),
            "receiving_org": body.receiving_org,
            "need_id": body.need_id,
        }
        made = await change(commands.RequestExchange, actor, idempotency, wish=body.wish.wish(), **asked)
        response.headers["Location"] = f"{PATH}/{made.id}"
        return made

    @router.post(f"{ONE}/qualify")
    async def qualify_exchange(
        exchange_request_id: UUID, body: form.QualificationIn, actor: Staff, idempotency: IdempotencyKey
    ) -> form.ExchangeRequestOut:
        """Make the request clear, and take it on."""
        asked = {"exchange_request_id": exchange_request_id, "wish": body.wish.wish()}
        return await change(commands.QualifyExchange, actor, idempotency, **asked)

    @router.post(f"{ONE}/decline")
    async def decline_exchange(
        exchange_request_id: UUID, body: form.DeclineIn, actor: Staff, idempotency: IdempotencyKey
    ) -> form.ExchangeRequestOut:
        """Say no to the request, with the reason that people read."""
        asked = {"exchange_request_id": exchange_request_id, **body.model_dump()}
        return await change(commands.DeclineExchange, actor, idempotency, **asked)

    @router.post(f"{ONE}/withdraw")
    async def withdraw_exchange(
        exchange_request_id: UUID, actor: CurrentActor, idempotency: IdempotencyKey
    ) -> form.ExchangeRequestOut:
        """No longer ask."""
        return await change(
            commands.WithdrawExchange, actor, idempotency, exchange_request_id=exchange_request_id
        )

    @router.post(f"{ONE}/proposals", status_code=HTTPStatus.CREATED)
    async def propose_match(
        exchange_request_id: UUID, body: form.ProposalIn, actor: Staff, idempotency: IdempotencyKey
    ) -> form.ExchangeRequestOut:
        """Propose an organisation that knows how; several may be open."""
        asked = {"exchange_request_id": exchange_request_id, "proposal_id": new_id(), **body.model_dump()}
        return await change(commands.ProposeMatch, actor, idempotency, **asked)

    @router.post(f"{PROPOSAL}/accept")
    async def accept_match(
        exchange_request_id: UUID,
        proposal_id: UUID,
        body: form.SideIn,
        actor: CurrentActor,
        idempotency: IdempotencyKey,
    ) -> form.ExchangeRequestOut:
        """Say yes for one side; a match once both have."""
        asked = {"exchange_request_id": exchange_request_id, "proposal_id": proposal_id, "org": body.org}
        return await change(commands.AcceptMatch, actor, idempotency, **asked)

    @router.post(f"{PROPOSAL}/decline")
    async def decline_match(
        exchange_request_id: UUID,
        proposal_id: UUID,
        body: form.SideIn,
        actor: CurrentActor,
        idempotency: IdempotencyKey,
    ) -> form.ExchangeRequestOut:
        """Say no for one side."""
        asked = {"exchange_request_id": exchange_request_id, "proposal_id": proposal_id, "org": body.org}
        return await change(commands.DeclineMatch, actor, idempotency, **asked)

    @router.post(f"{PROPOSAL}/withdraw")
    async def withdraw_match(
        exchange_request_id: UUID, proposal_id: UUID, actor: Staff, idempotency: IdempotencyKey
    ) -> form.ExchangeRequestOut:
        """Take a proposal back."""
        asked = {"exchange_request_id": exchange_request_id, "proposal_id": proposal_id}
        return await change(commands.WithdrawMatch, actor, idempotency, **asked)

    return router


def _add_reading(router: APIRouter, queries: AgreementQueries, clock: Clock) -> None:
    @router.get(PATH)
    async def list_exchange_requests(
        actor: CurrentActor, *, org: UUID | None = None, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[form.ExchangeRequestOut]:
        """Requests in the order of their making: all for the team, their own for referents."""
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.exchange_requests(org=seen_by(actor, org), after=after, limit=limit)
        return page_of(
            [form.ExchangeRequestOut.of(request) for request in found], limit, lambda item: (item.id,)
        )

    @router.get(ONE)
    async def get_exchange_request(exchange_request_id: UUID, actor: CurrentActor) -> form.ExchangeRequestOut:
        """One request, for the team and for those whom it concerns."""
        request = await queries.exchange_request(exchange_request_id)
        require_seen(actor, _concerned(request), UnknownExchangeRequest)
        return form.ExchangeRequestOut.of(request)

    @router.get(f"{ONE}/suggestions")
    async def suggest_offering_organisations(exchange_request_id: UUID, _: Staff) -> list[form.SuggestionOut]:
        """Organisations that know something of the request's topics, the most fitting first, with reasons."""
        request = await queries.exchange_request(exchange_request_id)
        found = await queries.suggestions(request, today=club_day(clock()))
        return [form.SuggestionOut.of(each) for each in found]


def _concerned(request: ExchangeRequest) -> set[UUID]:
    return {request.receiving_org, *(proposal.offering_org for proposal in request.proposals)}

"""Owns the routes of fees: a request becomes a command or a query. Decides nothing."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query

from services.directory.domain.authority import require_speaks_for
from services.directory.domain.commands import fees as commands
from services.directory.domain.fee import FeeState
from services.directory.ports.queries import DirectoryQueries
from services.directory.ports.store import Directory
from services.directory.schemas.fees import BecauseIn, FeeCallIn, FeeOut, PaymentIn
from services.directory.schemas.fields import Year
from shared.application import Application
from shared.clock import Clock
from shared.web.authentication import CurrentActor, Staff
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

InYear = Annotated[int, Path(ge=2000, le=2100)]
OfYear = Annotated[Year, Query(description="Fees of this year.")]
InState = Annotated[FeeState | None, Query(description="Only fees in this state.")]


def create_router(application: Application[Directory], queries: DirectoryQueries, clock: Clock) -> APIRouter:
    """The routes of fees."""
    router = APIRouter(tags=["fees"])
    _add_reading(router, queries)
    _add_payments(router, application, clock)

    @router.post("/memberships/{membership_id}/fees/{year}/call")
    async def call_fee(
        membership_id: UUID, year: InYear, body: FeeCallIn, actor: Staff, idempotency: IdempotencyKey
    ) -> FeeOut:
        """Ask one member for its fee, under the next number of the year; for staff."""
        command = commands.CallFee(
            actor=actor, at=clock(), membership_id=membership_id, year=year, due_on=body.due_on
        )
        return await _change(application, command, idempotency=idempotency)

    @router.post("/memberships/{membership_id}/fees/{year}/waive")
    async def waive_fee(
        membership_id: UUID, year: InYear, body: BecauseIn, actor: Staff, idempotency: IdempotencyKey
    ) -> FeeOut:
        """Give a fee up, called or not; for staff."""
        command = commands.WaiveFee(
            actor=actor, at=clock(), membership_id=membership_id, year=year, reason=body.reason
        )
        return await _change(application, command, idempotency=idempotency)

    return router


def _add_payments(router: APIRouter, application: Application[Directory], clock: Clock) -> None:
    @router.post("/memberships/{membership_id}/fees/{year}/payment")
    async def record_payment(
        membership_id: UUID, year: InYear, body: PaymentIn, actor: Staff, idempotency: IdempotencyKey
    ) -> FeeOut:
        """Note that a fee was received, which confirms the renewal of its year; for staff."""
        command = commands.RecordPayment(
            actor=actor, at=clock(), membership_id=membership_id, year=year, **body.model_dump()
        )
        return await _change(application, command, idempotency=idempotency)

    @router.post("/memberships/{membership_id}/fees/{year}/payment/cancel")
    async def cancel_payment(
        membership_id: UUID, year: InYear, body: BecauseIn, actor: Staff, idempotency: IdempotencyKey
    ) -> FeeOut:
        """Take back a payment noted by mistake; for staff."""
        command = commands.CancelPayment(
            actor=actor, at=clock(), membership_id=membership_id, year=year, reason=body.reason
        )
        return await _change(application, command, idempotency=idempotency)


def _add_reading(router: APIRouter, queries: DirectoryQueries) -> None:
    @router.get("/fees")
    async def list_fees(
        _: Staff, *, year: OfYear, state: InState = None, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[FeeOut]:
        """The fees of a year; for staff."""
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.fees(year, state, after=after, limit=limit)
        return page_of([FeeOut.of(fee) for fee in found], limit, lambda item: (item.id,))

    @router.get("/memberships/{membership_id}/fees")
    async def list_fees_of_membership(
        membership_id: UUID, actor: CurrentActor, *, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[FeeOut]:
        """The fees of a membership, all years; for the referent or staff."""
        membership = await queries.membership(membership_id)
        require_speaks_for(actor, org=membership.org)
        (after,) = page_after(cursor, UUID) or (None,)
        found = await queries.fees_of(membership.org, after=after, limit=limit)
        return page_of([FeeOut.of(fee) for fee in found], limit, lambda item: (item.id,))

    @router.get("/memberships/{membership_id}/fees/{year}")
    async def get_fee(membership_id: UUID, year: InYear, actor: CurrentActor) -> FeeOut:
        """The fee of a membership for a year; for the referent or staff."""
        require_speaks_for(actor, org=(await queries.membership(membership_id)).org)
        return FeeOut.of(await queries.fee(membership_id, year))


async def _change(application: Application[Directory], command: commands.OfFee, **how: Any) -> FeeOut:
    return await application.execute(
        command, key=command.membership_id, model=FeeOut, answer=FeeOut.of, **how
    )

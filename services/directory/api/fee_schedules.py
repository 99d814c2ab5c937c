"""Owns the routes of fee schedules: a request becomes a command or a query. Decides nothing."""

from typing import Annotated

from fastapi import APIRouter, Path

from services.directory.domain.commands.fees import SetFeeSchedule
from services.directory.ports.queries import DirectoryQueries
from services.directory.ports.store import Directory
from services.directory.schemas.fees import FeeScheduleIn, FeeScheduleOut
from shared.application import Application
from shared.clock import Clock
from shared.web.authentication import Admin, CurrentActor

InYear = Annotated[int, Path(ge=2000, le=2100)]


def create_router(application: Application[Directory], queries: DirectoryQueries, clock: Clock) -> APIRouter:
    """The routes of fee schedules."""
    router = APIRouter(prefix="/fee-schedules", tags=["fees"])

    @router.get("/{year}")
    async def get_fee_schedule(year: InYear, _: CurrentActor) -> FeeScheduleOut:
        """What members owe for a year; where none was set for it, as the year before."""
        return FeeScheduleOut.of(await queries.fee_schedule(year))

    @router.put("/{year}")
    async def set_fee_schedule(year: InYear, body: FeeScheduleIn, actor: Admin) -> FeeScheduleOut:
        """Set what members owe for a year; what was called stays. For administrators."""
        command = SetFeeSchedule(actor=actor, at=clock(), year=year, lines=body.fee_lines())
        return await application.execute(
            command, key=f"fee_schedules/{year}", model=FeeScheduleOut, answer=FeeScheduleOut.of
        )

    return router

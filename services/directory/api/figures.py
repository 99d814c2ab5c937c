"""Owns the route of the size of the club. Counts nothing itself."""

from fastapi import APIRouter

from services.directory.domain.figures import club_figures
from services.directory.ports.queries import Members
from services.directory.schemas.figures import ClubFiguresOut
from shared.clock import Clock
from shared.days import club_day
from shared.web.authentication import CurrentActor


def create_router(members: Members, clock: Clock) -> APIRouter:
    """The route of the size of the club."""
    router = APIRouter(tags=["figures"])

    @router.get("/figures")
    async def get_figures(_: CurrentActor) -> ClubFiguresOut:
        """How many members the club has today, and how many communes they represent, by kind and together."""
        figures = club_figures(await members.members(club_day(clock())))
        return ClubFiguresOut.model_validate(figures)

    return router

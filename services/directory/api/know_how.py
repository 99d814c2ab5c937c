"""Owns the route that answers « who has already done this? ». Ranks nobody itself."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from services.directory.domain.ranking import rank
from services.directory.ports.know_how import KnowHowQueries
from services.directory.ports.queries import DirectoryQueries
from services.directory.schemas.know_how import KnowHowAsked, KnowHowOut, RankedOut
from shared.clock import Clock
from shared.days import club_day
from shared.web.authentication import CurrentActor


def create_router(queries: DirectoryQueries, know_how: KnowHowQueries, clock: Clock) -> APIRouter:
    """The route of know-how."""
    router = APIRouter(prefix="/know-how", tags=["know-how"])

    @router.get("")
    async def who_has_done_it(asked: Annotated[KnowHowAsked, Query()], _: CurrentActor) -> KnowHowOut:
        """Who offers it or has done it with others, the best first, with the reasons why."""
        return KnowHowOut(items=await ranked(asked, queries, know_how, on=club_day(clock())))

    return router


async def ranked(
    asked: KnowHowAsked, queries: DirectoryQueries, know_how: KnowHowQueries, *, on: date
) -> tuple[RankedOut, ...]:
    """Who has already done what is asked for, the best first."""
    evidence = await know_how.evidence(asked.topic)
    near = (await queries.organisation(asked.near)).profile if asked.near else None
    named = await queries.organisations_among(evidence.orgs())
    profiles = {org: one.profile for org, one in named.items() if asked.accepts(org, one.profile)}
    best = rank(evidence, profiles, near=near, on=on)[: asked.limit]
    return tuple(RankedOut.of(one, profiles[one.org]) for one in best)

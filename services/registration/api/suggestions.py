"""Owns the routes that suggest to staff which members could help, from what they have given."""

from uuid import UUID

from fastapi import APIRouter

from services.registration.ports.queries import NeedQueries, RegistrationQueries, SuggestionQueries
from services.registration.schemas.testimonies import SuggestionOut, SuggestionsOut
from shared.clock import Clock
from shared.days import club_day
from shared.web.authentication import Staff


def create_router(
    queries: RegistrationQueries, needs: NeedQueries, clock: Clock, *, suggestions: SuggestionQueries
) -> APIRouter:
    """The routes of suggestions."""
    router = APIRouter(tags=["testimonies"])

    @router.get("/needs/{need_id}/suggestions")
    async def suggest_for_need(need_id: UUID, _: Staff) -> SuggestionsOut:
        """Members who have helped others on the topics of a need, but for those who have it."""
        need = await needs.need(need_id)
        found = await suggestions.members_with_answers(need.topics, but=need.backers, on=club_day(clock()))
        return SuggestionsOut(items=tuple(map(SuggestionOut.of, found)))

    @router.get("/club-events/{club_event_id}/suggestions")
    async def suggest_for_club_event(club_event_id: UUID, _: Staff) -> SuggestionsOut:
        """Members who have helped others on the topics of a gathering, but for those who speak already."""
        club_event = await queries.club_event(club_event_id)
        found = await suggestions.members_with_answers(
            club_event.programme.topics,
            but={speaker.org for speaker in club_event.speakers},
            on=club_day(clock()),
        )
        return SuggestionsOut(items=tuple(map(SuggestionOut.of, found)))

    return router

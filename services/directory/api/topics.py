"""Owns the route of the club's topics, to read. Decides nothing: the list stands in the code."""

from collections.abc import Sequence

from fastapi import APIRouter

from services.directory.schemas.topics import TopicOut
from shared.events.topics import TOPICS
from shared.web.authentication import CurrentActor


def create_router() -> APIRouter:
    """The route of the topics."""
    router = APIRouter(prefix="/topics", tags=["topics"])

    @router.get("")
    async def list_topics(_: CurrentActor) -> Sequence[TopicOut]:
        """All topics, in the club's own order."""
        return [TopicOut(code=code, label=label) for code, label in TOPICS.items()]

    return router

"""Owns the HTTP way to a service's dead letters, for staff: list them, send them back."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.storage.dead_letters import DeadLetters
from shared.web.authentication import Staff
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

router = APIRouter(prefix="/dead-letters", tags=["dead letters"])

Queue = Annotated[str | None, Query(max_length=200, description="Only those of this handler's queue.")]
Reason = Annotated[str | None, Query(max_length=200, description="Only those whose reason begins so.")]


class DeadLetter(BaseModel):
    """A message that was given up."""

    id: str = Field(validation_alias="_id")
    queue: str
    event_id: str
    type: str = Field(description="Empty when the message could not be read.")
    reason: str
    at: AwareDatetime


class DeadLetterGroup(BaseModel):
    """Letters of one handler that were given up for the same kind of error."""

    queue: str
    error: str = Field(description="How their reasons begin, up to the first colon.")
    count: int
    first_at: AwareDatetime
    last_at: AwareDatetime


class Replay(BaseModel):
    """Which letters to send back; all of them when nothing is said."""

    model_config = ConfigDict(extra="forbid")

    id: str | None = Field(default=None, max_length=500)
    queue: str | None = Field(default=None, max_length=200)
    reason: str | None = Field(default=None, max_length=200, description="Beginning of the reason.")


class Replayed(BaseModel):
    """How many letters were sent back."""

    replayed: int


def _dead_letters(request: Request) -> DeadLetters:
    letters: DeadLetters = request.app.state.dead_letters
    return letters


@router.get("")
async def list_dead_letters(
    request: Request,
    _: Staff,
    queue: Queue = None,
    reason: Reason = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[DeadLetter]:
    """The letters not yet sent back."""
    (after,) = page_after(cursor, str) or ("",)
    letters = await _dead_letters(request).page(queue=queue, reason=reason, after=after, limit=limit)
    return page_of([DeadLetter.model_validate(letter) for letter in letters], limit, lambda item: (item.id,))


@router.get("/groups")
async def group_dead_letters(request: Request, _: Staff) -> Sequence[DeadLetterGroup]:
    """How many letters not yet sent back there are, by handler and kind of error."""
    return [DeadLetterGroup.model_validate(group) for group in await _dead_letters(request).groups()]


@router.post("/replay")
async def replay_dead_letters(request: Request, actor: Staff, which: Replay) -> Replayed:
    """Send letters back to the queue that gave them up, with the same event id."""
    replayed = await _dead_letters(request).replay(
        actor, letter_id=which.id, queue=which.queue, reason=which.reason
    )
    return Replayed(replayed=replayed)

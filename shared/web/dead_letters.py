"""Owns the HTTP way to a service's dead letters, for staff: read them, send them back, discard them."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.errors import Invalid, NotFound
from shared.storage.dead_letters import Choice, DeadLetters
from shared.storage.letter_acts import LetterActs
from shared.storage.mongo import Database
from shared.web.authentication import Staff
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

Queue = Annotated[str | None, Query(max_length=200, description="Only those of this handler's queue.")]
Reason = Annotated[str | None, Query(max_length=200, description="Only those whose reason begins so.")]


class UnknownLetter(NotFound):
    """No dead letter has this id."""

    code = "unknown_letter"


class NothingChosen(Invalid):
    """Nobody said which letters are to be discarded."""

    code = "nothing_chosen"


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


class LetterAct(BaseModel):
    """What somebody did to a letter; the line stays, whatever becomes of the letter."""

    id: UUID = Field(validation_alias="_id")
    at: AwareDatetime
    act: str = Field(description="`replayed` or `discarded`.")
    by: str
    note: str = Field(description="Why it was discarded.")
    letter: str
    type: str


class WholeLetter(DeadLetter):
    """A letter with what it says, whatever has become of it."""

    state: str = Field(description="`kept`, `replayed` or `discarded`.")
    body: str
    acts: Sequence[LetterAct]


class Chosen(BaseModel):
    """Which letters; all of them when nothing is said."""

    model_config = ConfigDict(extra="forbid")

    id: str | None = Field(default=None, max_length=500)
    queue: str | None = Field(default=None, max_length=200)
    reason: str | None = Field(default=None, max_length=200, description="Beginning of the reason.")
    before: AwareDatetime | None = Field(
        default=None,
        description="Only those given up until then: to go on without those that have come back meanwhile.",
    )
    limit: int | None = Field(
        default=None, ge=1, le=1_000_000, description="So many at most, the oldest of each queue."
    )
    dry_run: bool = Field(default=False, description="Only say how many are chosen.")

    def choice(self) -> Choice:
        """The same, as the letters are asked."""
        return Choice(letter_id=self.id, queue=self.queue, reason=self.reason, before=self.before)


class Discard(Chosen):
    """Which letters nothing is to come of, and why; some choice has to be made."""

    note: str = Field(min_length=3, max_length=500, description="Why nothing is to come of them.")


class Replayed(BaseModel):
    """How many letters were chosen, and sent back."""

    chosen: int
    replayed: int


class Discarded(BaseModel):
    """How many letters were chosen, and discarded."""

    chosen: int
    discarded: int


def create_router(database: Database, letters: DeadLetters) -> APIRouter:
    """The routes under `/dead-letters`."""
    router = APIRouter(prefix="/dead-letters", tags=["dead letters"])
    acts = LetterActs(database)
    _reading(router, letters, acts)
    _settling(router, letters)
    return router


def _reading(router: APIRouter, letters: DeadLetters, acts: LetterActs) -> None:
    @router.get("")
    async def list_dead_letters(
        _: Staff, queue: Queue = None, reason: Reason = None, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[DeadLetter]:
        """The letters neither sent back nor discarded."""
        (after,) = page_after(cursor, str) or ("",)
        found = await letters.page(queue=queue, reason=reason, after=after, limit=limit)
        return page_of([DeadLetter.model_validate(one) for one in found], limit, lambda item: (item.id,))

    @router.get("/groups")
    async def group_dead_letters(_: Staff) -> Sequence[DeadLetterGroup]:
        """How many of these letters there are, by handler and kind of error."""
        return [DeadLetterGroup.model_validate(group) for group in await letters.groups()]

    @router.get("/letter")
    async def show_dead_letter(
        _: Staff, letter_id: Annotated[str, Query(alias="id", max_length=500)]
    ) -> WholeLetter:
        """One letter with what it says and what was done to it, also once it is listed no more."""
        letter = await letters.find(letter_id)
        if letter is None:
            raise UnknownLetter("Aucun message abandonné n’a cet identifiant.")
        done = [LetterAct.model_validate(act) for act in await acts.of_letter(letter_id)]
        body = bytes(letter["body"]).decode(errors="replace")
        return WholeLetter.model_validate(letter | {"body": body, "acts": done})

    @router.get("/acts")
    async def list_acts(_: Staff, cursor: Cursor = None, limit: Limit = 50) -> Page[LetterAct]:
        """Who sent back or discarded which letters, the latest first."""
        (before,) = page_after(cursor, UUID) or (None,)
        found = [LetterAct.model_validate(act) for act in await acts.page(before=before, limit=limit)]
        return page_of(found, limit, lambda item: (item.id,))


def _settling(router: APIRouter, letters: DeadLetters) -> None:
    @router.post("/replay")
    async def replay_dead_letters(actor: Staff, which: Chosen) -> Replayed:
        """Send letters back to the queue that gave them up, with the same event id."""
        chosen = await letters.count(which.choice())
        if which.dry_run:
            return Replayed(chosen=chosen, replayed=0)
        replayed = await letters.replay(actor, which.choice(), limit=which.limit)
        return Replayed(chosen=chosen, replayed=replayed)

    @router.post("/discard")
    async def discard_dead_letters(actor: Staff, which: Discard) -> Discarded:
        """Decide that nothing is to come of letters: they stay to be read, and are listed no more."""
        if not (which.id or which.queue or which.reason):
            raise NothingChosen("Dites lesquels\u00a0: id, queue ou reason.", field="id")
        chosen = await letters.count(which.choice())
        if which.dry_run:
            return Discarded(chosen=chosen, discarded=0)
        discarded = await letters.discard(actor, which.choice(), note=which.note, limit=which.limit)
        return Discarded(chosen=chosen, discarded=discarded)

"""Owns the routes by which the team decides what the calendar proposes: reminders, ends of memberships."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from services.directory.api.fees import InYear
from services.directory.domain.commands.fees import RemindFee, SpareFee
from services.directory.domain.commands.memberships import KeepLapsing, LapseMembership
from services.directory.domain.fee import Fee
from services.directory.domain.membership import Membership
from services.directory.domain.rounds import Round
from services.directory.ports.queries import DirectoryQueries
from services.directory.ports.store import Directory
from services.directory.schemas.renewals import (
    Choice,
    DecidedOut,
    DecisionIn,
    DecisionsOut,
    OnItsOwn,
    Problem,
    ProposedOut,
)
from shared.application import Application, Idempotency
from shared.clock import Clock
from shared.commands import Actor
from shared.errors import DomainError
from shared.web.authentication import Staff
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

Decision = RemindFee | SpareFee | LapseMembership | KeepLapsing


class _Done(BaseModel):
    membership_id: UUID


@dataclass(frozen=True, slots=True)
class _Said:
    actor: Actor
    at: datetime
    year: int
    step: Round

    def decision(self, member: UUID, choice: Choice) -> Decision:
        if self.step is Round.LAPSE:
            end = LapseMembership if choice is Choice.GO else KeepLapsing
            return end(actor=self.actor, at=self.at, membership_id=member, year=self.year)
        remind = RemindFee if choice is Choice.GO else SpareFee
        return remind(actor=self.actor, at=self.at, membership_id=member, year=self.year, step=self.step)


def create_router(application: Application[Directory], queries: DirectoryQueries, clock: Clock) -> APIRouter:
    """The routes of rounds."""
    router = APIRouter(prefix="/renewal-campaigns/{year}/rounds", tags=["renewals"])

    @router.get("/{step}")
    async def list_proposed(
        year: InYear, step: OnItsOwn, _: Staff, *, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[ProposedOut]:
        """The members for whom a step is to be decided; for staff."""
        (after,) = page_after(cursor, UUID) or (None,)
        proposed = await proposed_for(year, step, queries, after=after, limit=limit)
        organisations = await queries.organisations_among({item.org for item in proposed})
        shown = [ProposedOut.of(item, organisations[item.org].profile.name) for item in proposed]
        return page_of(shown, limit, lambda _: (proposed[-1].id,))

    @router.post("/{step}/decide")
    async def decide_round(
        year: InYear, step: OnItsOwn, body: DecisionIn, actor: Staff, idempotency: IdempotencyKey
    ) -> DecisionsOut:
        """Remind members or end their memberships, or leave them this time: each on its own. For staff."""
        said = _Said(actor, clock(), year, step)
        decisions = (said.decision(member, body.choice) for member in dict.fromkeys(body.membership_ids))
        return DecisionsOut(
            decided=await asyncio.gather(
                *(_decide(application, decision, idempotency) for decision in decisions)
            )
        )

    return router


async def proposed_for(
    year: int, step: Round, queries: DirectoryQueries, *, after: UUID | None, limit: int
) -> Sequence[Fee | Membership]:
    """The members for whom a step is to be decided, each by the fee to remind or the membership to end."""
    if step is Round.LAPSE:
        return await queries.memberships_to_lapse(year, after=after, limit=limit)
    return await queries.fees_to_remind(year, step, after=after, limit=limit)


async def _decide(
    application: Application[Directory], decision: Decision, idempotency: Idempotency
) -> DecidedOut:
    member = decision.membership_id
    try:
        await application.execute(
            decision,
            key=f"renewal_campaigns/{decision.year}",  # the members of a campaign are decided in one go
            model=_Done,
            answer=lambda _: _Done(membership_id=member),
            idempotency=replace(idempotency, key=f"{idempotency.key}/{member}"),
        )
    except DomainError as refusal:
        return DecidedOut(membership_id=member, problem=Problem.of(refusal))
    return DecidedOut(membership_id=member)

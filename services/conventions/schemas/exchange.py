"""Owns what the routes of exchange requests take and give: shapes and bounds, no rule."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.conventions.domain.exchange.proposals import MatchProposal, ProposalState
from services.conventions.domain.exchange.request import ExchangeRequest, ExchangeState
from services.conventions.domain.exchange.suggestions import Suggestion
from services.conventions.domain.exchange.wish import Wish
from services.conventions.schemas.asked import Asked, Day, Reason, Topics, Written
from shared.articles import counted
from shared.events.topics import TOPICS

PEOPLE_MAX = 500


class WishIn(Asked):
    """What the organisation would like to learn, and when."""

    topics: Topics
    context: Written = ""
    expected_results: Written = ""
    from_day: Day
    to_day: Day
    people_to_train: Annotated[int, Field(ge=1, le=PEOPLE_MAX)]

    def wish(self) -> Wish:
        """As the domain says it."""
        return Wish(**self.model_dump())


class ExchangeRequestIn(Asked):
    """An organisation asks."""

    receiving_org: UUID = Field(description="The organisation that would like to learn.")
    wish: WishIn
    need_id: UUID | None = Field(default=None, description="The need that it answers.")


class QualificationIn(Asked):
    """The request made clear."""

    wish: WishIn


class DeclineIn(Asked):
    """Why the request is declined."""

    reason_code: Literal["not_member", "out_of_scope", "no_offer", "other"]
    reason: Reason


class ProposalIn(Asked):
    """Who is proposed."""

    offering_org: UUID
    agreed_beforehand: bool = Field(
        default=False,
        description="It publishes no know-how on these topics, but told the team that it would.",
    )


class SideIn(Asked):
    """For which organisation the actor answers."""

    org: UUID


class ProposalOut(BaseModel):
    """A proposal as it stands."""

    id: UUID
    offering_org: UUID
    state: ProposalState
    accepted_by: tuple[UUID, ...]
    expires_at: datetime

    @classmethod
    def of(cls, proposal: MatchProposal) -> Self:
        """The shape of a proposal."""
        return cls(
            id=proposal.id,
            offering_org=proposal.offering_org,
            state=proposal.state,
            accepted_by=tuple(sorted(proposal.accepted_by)),
            expires_at=proposal.expires_at,
        )


class WishOut(BaseModel):
    """What is asked for."""

    topics: tuple[str, ...]
    context: str
    expected_results: str
    from_day: date
    to_day: date
    people_to_train: int


class ExchangeRequestOut(BaseModel):
    """A request as it stands."""

    id: UUID
    receiving_org: UUID
    state: ExchangeState
    requested_at: datetime
    wish: WishOut
    need_id: UUID | None
    reason: str = Field(description="Why it was declined, in French.")
    proposals: tuple[ProposalOut, ...]
    convention_id: UUID | None
    needs_attention: bool = Field(description="Whether the organisation leaves the club, or has left.")

    @classmethod
    def of(cls, request: ExchangeRequest) -> Self:
        """The shape of a request."""
        wish = request.wish
        return cls(
            id=request.id,
            receiving_org=request.receiving_org,
            state=request.state,
            requested_at=request.requested_at,
            wish=WishOut(
                topics=wish.topics,
                context=wish.context,
                expected_results=wish.expected_results,
                from_day=wish.from_day,
                to_day=wish.to_day,
                people_to_train=wish.people_to_train,
            ),
            need_id=request.need_id,
            reason=request.reason,
            proposals=tuple(ProposalOut.of(each) for each in request.proposals),
            convention_id=request.convention_id,
            needs_attention=request.needs_attention,
        )


class SuggestionOut(BaseModel):
    """An organisation that may be proposed, and why."""

    org: UUID
    name: str
    topics: tuple[str, ...] = Field(description="Topics of the request on which it publishes know-how.")
    half_days_per_year: int
    same_departement: bool
    same_region: bool
    past_exchanges: int = Field(description="Conventions under which it has already taught others.")
    reasons: tuple[str, ...] = Field(description="The same in French, for people.")

    @classmethod
    def of(cls, suggestion: Suggestion) -> Self:
        """The shape of a suggestion."""
        return cls(
            org=suggestion.organisation.id,
            name=suggestion.organisation.name,
            topics=suggestion.topics,
            half_days_per_year=suggestion.half_days_per_year,
            same_departement=suggestion.same_departement,
            same_region=suggestion.same_region,
            past_exchanges=suggestion.past_exchanges,
            reasons=tuple(_reasons(suggestion)),
        )


def _reasons(suggestion: Suggestion) -> Iterator[str]:
    names = ", ".join(TOPICS.get(code, code) for code in suggestion.topics)
    yield f"Publie un savoir-faire\u00a0: {names}."
    if suggestion.same_departement:
        yield "Du même département."
    elif suggestion.same_region:
        yield "De la même région."
    if suggestion.past_exchanges:
        yield f"A déjà transmis dans {counted(suggestion.past_exchanges, 'échange')}."

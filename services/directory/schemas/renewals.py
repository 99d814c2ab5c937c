"""Owns what the API takes and gives of a yearly campaign: its standing, its proposals, decisions."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.directory.domain.amount_due import amount_due
from services.directory.domain.fee import Fee, FeeState
from services.directory.domain.fee_schedule import FeeSchedule
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.membership import Membership
from services.directory.domain.organisation import Organisation
from services.directory.domain.renewal_campaign import RenewalCampaign
from services.directory.domain.rounds import Round
from services.directory.schemas.fields import Asked
from shared.errors import DomainError

MOST_DECIDED = 200
OnItsOwn = Literal[Round.FIRST_REMINDER, Round.SECOND_REMINDER, Round.LAPSE]
"""The steps that are decided for each member on its own."""


class Problem(BaseModel):
    """Why something cannot be done for a member."""

    code: str
    message: str

    @classmethod
    def of(cls, refusal: DomainError) -> "Problem":
        """The form of a refusal."""
        return cls(code=refusal.code, message=refusal.sentence)


class CampaignOut(BaseModel):
    """A year's campaign as it stands."""

    year: int
    fees: Mapping[FeeState, int] = Field(description="How many fees stand where.")
    being_called_for: date | None = Field(description="Last day to pay of the calls under way, if any are.")
    rounds: Mapping[Round, int] = Field(description="How many members each open step is to be decided for.")

    @classmethod
    def of(
        cls, campaign: RenewalCampaign, fees: Mapping[FeeState, int], rounds: Mapping[Round, int]
    ) -> "CampaignOut":
        """The form of a campaign."""
        calling = campaign.calling
        return cls(
            year=campaign.year, fees=fees, being_called_for=calling.due_on if calling else None, rounds=rounds
        )


class CampaignAccepted(BaseModel):
    """A campaign whose calls are under way."""

    year: int
    being_called_for: date | None

    @classmethod
    def of(cls, campaign: RenewalCampaign) -> "CampaignAccepted":
        """The form of a campaign."""
        return cls(year=campaign.year, being_called_for=campaign.calling.due_on if campaign.calling else None)


class CallPreviewOut(BaseModel):
    """What a member would be asked for."""

    membership_id: UUID
    org: UUID
    name: str
    kind: OrganisationKind
    population: int | None
    amount_cents: int | None = Field(description="Null where it cannot be asked: `problem` says why.")
    problem: Problem | None

    @classmethod
    def of(
        cls, membership: Membership, organisation: Organisation, schedule: FeeSchedule
    ) -> "CallPreviewOut":
        """What the call itself would decide today."""
        profile, amount, problem = organisation.profile, None, None
        try:
            amount = amount_due(membership, profile, schedule)
        except DomainError as refusal:
            problem = Problem.of(refusal)
        return cls(
            membership_id=membership.id,
            org=organisation.id,
            name=profile.name,
            kind=profile.kind,
            population=profile.population,
            amount_cents=amount,
            problem=problem,
        )


class ProposedOut(BaseModel):
    """A member for whom a step is to be decided."""

    membership_id: UUID
    org: UUID
    name: str
    fee_state: FeeState | None = Field(description="Null where the end of the membership is proposed.")
    amount_cents: int | None
    due_on: date | None

    @classmethod
    def of(cls, proposed: Fee | Membership, name: str) -> "ProposedOut":
        """The form of what is proposed: the reminder of a fee, or the end of a membership."""
        if isinstance(proposed, Membership):
            owed = dict.fromkeys(("fee_state", "amount_cents", "due_on"))
            return cls(membership_id=proposed.id, org=proposed.org, name=name, **owed)
        return cls(
            membership_id=proposed.membership_id,
            org=proposed.org,
            name=name,
            fee_state=proposed.state,
            amount_cents=proposed.sent.amount_cents,
            due_on=proposed.sent.due_on,
        )


class Choice(StrEnum):
    """What the team decides about a step proposed for a member."""

    GO = "go"
    """Remind it, or end its membership."""
    LEAVE = "leave"
    """Spare it this time."""


class DecisionIn(Asked):
    """What is decided, for which members."""

    choice: Choice
    membership_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_DECIDED)]


class DecidedOut(BaseModel):
    """What became of a decision for one member."""

    membership_id: UUID
    problem: Problem | None = Field(default=None, description="Why nothing was done; null where it was.")


class DecisionsOut(BaseModel):
    """What became of a decision, for each member on its own."""

    decided: tuple[DecidedOut, ...]

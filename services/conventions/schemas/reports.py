"""Owns what the routes of reports take and give: shapes and bounds, no rule."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.conventions.domain.visits.account import Account
from services.conventions.domain.visits.report import Report, ReportState
from services.conventions.schemas.asked import Asked, Reason, Written


class AccountIn(Asked):
    """What was done and what came of it, in French, plain text."""

    done: Annotated[Written, Field(min_length=1)]
    results: Written = ""
    follow_up: Written = ""
    satisfaction: Annotated[int, Field(ge=1, le=5)] | None = Field(
        default=None, description="Of the receiving organisation, from 1 to 5."
    )

    def account(self) -> Account:
        """As the domain says it."""
        return Account(**self.model_dump())


class ReturnIn(Asked):
    """What is asked for besides."""

    comment: Reason


class AgreementIn(Asked):
    """Whether everybody may read it."""

    agreed: bool


class AccountOut(BaseModel):
    """What was done and what came of it, in French, plain text."""

    done: str
    results: str
    follow_up: str
    satisfaction: int | None = Field(description="Of the receiving organisation, from 1 to 5.")

    @classmethod
    def of(cls, account: Account) -> Self:
        """The shape of an account."""
        return cls(
            done=account.done,
            results=account.results,
            follow_up=account.follow_up,
            satisfaction=account.satisfaction,
        )


class PublishedReportOut(BaseModel):
    """A report that everybody may read."""

    id: UUID
    offering_org: UUID
    receiving_org: UUID
    topics: tuple[str, ...]
    account: AccountOut

    @classmethod
    def of(cls, report: Report) -> Self:
        """The shape of a published report."""
        return cls(
            id=report.id,
            offering_org=report.offering_org,
            receiving_org=report.receiving_org,
            topics=report.topics,
            account=AccountOut.of(report.account),
        )


class ReportOut(BaseModel):
    """A report as it stands."""

    id: UUID
    convention_id: UUID
    visit_id: UUID | None = Field(description="The visit it is about; null for the final report.")
    offering_org: UUID
    receiving_org: UUID
    topics: tuple[str, ...]
    state: ReportState
    requested_at: datetime
    account: AccountOut
    returned_because: str = Field(description="What the team asked for besides, in French.")
    agreed: tuple[UUID, ...] = Field(description="The organisations that let everybody read it.")

    @classmethod
    def of(cls, report: Report) -> Self:
        """The shape of a report."""
        return cls(
            id=report.id,
            convention_id=report.convention_id,
            visit_id=report.visit_id,
            offering_org=report.offering_org,
            receiving_org=report.receiving_org,
            topics=report.topics,
            state=report.state,
            requested_at=report.requested_at,
            account=AccountOut.of(report.account),
            returned_because=report.returned_because,
            agreed=tuple(sorted(report.agreed)),
        )

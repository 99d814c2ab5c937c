"""Owns the aggregate `Report`: what is written about a visit, or about the whole exchange.

It does not close the convention: whoever validates the final report does.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.conventions.domain.authority import (
    require_speaks_for,
    require_staff,
)
from services.conventions.domain.commands import reports as commands
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.errors.rights import NotYourOrganisation
from services.conventions.domain.errors.visits import AgreementMissing, ReportStateRefuses
from services.conventions.domain.visits.account import Account
from services.conventions.domain.visits.visit import Visit
from shared.commands import Actor
from shared.days import club_day
from shared.events import conventions as told
from shared.events.envelope import Payload

Events = tuple[Payload, ...]
REMINDED_AFTER_DAYS = (7, 21, 45)


class ReportState(StrEnum):
    """Where a report stands."""

    REQUESTED = "requested"
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    VALIDATED = "validated"
    PUBLISHED = "published"


_OPEN = (ReportState.REQUESTED, ReportState.DRAFTED)


@dataclass(slots=True, kw_only=True)
class Report:
    """An account of a visit, or the final one. Its events have the subject `report/<id>`."""

    id: UUID
    convention_id: UUID
    visit_id: UUID | None
    """None for the final report."""
    offering_org: UUID
    receiving_org: UUID
    authors: frozenset[UUID]
    """The agents who came, who may write it as the referents may."""
    topics: tuple[str, ...]
    requested_at: datetime
    within_days: int
    account: Account = field(default_factory=Account)
    state: ReportState = ReportState.REQUESTED
    returned_because: str = ""
    agreed: frozenset[UUID] = frozenset()
    """The organisations that let everybody read it."""
    reminders: int = 0
    version: int = 0
    sequence: int = 0

    @classmethod
    def on_visit(cls, visit: Visit, convention: Convention, *, report_id: UUID, at: datetime) -> "Report":
        """The report that is asked for after a visit."""
        return cls(
            id=report_id,
            convention_id=convention.id,
            visit_id=visit.id,
            offering_org=visit.offering_org,
            receiving_org=visit.receiving_org,
            authors=visit.came,
            topics=visit.topics,
            requested_at=at,
            within_days=convention.terms_on(visit.first_day).report_within_days,
        )

    @classmethod
    def on_exchange(cls, convention: Convention, *, report_id: UUID, at: datetime) -> "Report":
        """The report that is asked for at the end."""
        return cls(
            id=report_id,
            convention_id=convention.id,
            visit_id=None,
            offering_org=convention.offering_org,
            receiving_org=convention.receiving_org,
            authors=frozenset(),
            topics=convention.terms.topics,
            requested_at=at,
            within_days=convention.terms.report_within_days,
        )

    def tell_requested(self) -> Events:
        """What others learn when it is asked for."""
        requested = told.ReportRequested(
            **self._facts(),
            offering_org=self.offering_org,
            receiving_org=self.receiving_org,
            due_on=club_day(self.requested_at) + timedelta(days=self.within_days),
        )
        return (requested,)

    def write(self, command: commands.WriteReport) -> None:
        """Write it, or write it anew.

        Raises:
            NotYourOrganisation: the actor is none of its agents, nor a referent of a party, nor staff.
            ReportStateRefuses: it was handed in.
        """
        if not self.may_write(command.actor):
            raise NotYourOrganisation
        self._require(*_OPEN)
        self.account, self.state = command.account, ReportState.DRAFTED

    def submit(self, command: commands.SubmitReport) -> Events:
        """Hand it in.

        Raises:
            NotYourOrganisation: the actor is no referent of the receiving organisation.
            ReportStateRefuses: it is not written, or was handed in.
        """
        require_speaks_for(command.actor, self.receiving_org)
        self._require(ReportState.DRAFTED)
        self.state, self.returned_because = ReportState.SUBMITTED, ""
        return (told.ReportSubmitted(**self._facts()),)

    def send_back(self, command: commands.ReturnReport) -> Events:
        """Ask for more.

        Raises:
            StaffOnly: the actor is not of the team.
            ReportStateRefuses: it is not handed in, or was agreed to.
        """
        require_staff(command.actor)
        self._require(ReportState.SUBMITTED)
        self.state, self.returned_because = ReportState.DRAFTED, command.comment
        return (told.ReportReturned(**self._facts(), receiving_org=self.receiving_org),)

    def validate(self, command: commands.ValidateReport) -> Events:
        """Agree to it.

        Raises:
            StaffOnly: the actor is not of the team.
            ReportStateRefuses: it is not handed in, or was agreed to.
        """
        require_staff(command.actor)
        self._require(ReportState.SUBMITTED)
        self.state = ReportState.VALIDATED
        return (told.ReportValidated(**self._facts()),)

    def agree_to_publish(self, command: commands.AgreeToPublish) -> None:
        """Let everybody read it, for an organisation, or take that back before it is published.

        Raises:
            NotYourOrganisation: the actor is no referent of it, or it is no party.
            ReportStateRefuses: it is not agreed to, or is published.
        """
        require_speaks_for(command.actor, command.org)
        if command.org not in self.parties:
            raise NotYourOrganisation
        self._require(ReportState.VALIDATED)
        self.agreed = self.agreed | {command.org} if command.agreed else self.agreed - {command.org}

    def publish(self, command: commands.PublishReport) -> Events:
        """Let everybody read it.

        Raises:
            StaffOnly: the actor is not of the team.
            ReportStateRefuses: it is not agreed to, or is published.
            AgreementMissing: an organisation has not let everybody read it.
        """
        require_staff(command.actor)
        self._require(ReportState.VALIDATED)
        if self.agreed < self.parties:
            raise AgreementMissing
        self.state = ReportState.PUBLISHED
        return (told.ReportPublished(**self._facts(), topics=self.topics, url=command.url),)

    def watch(self, at: datetime) -> Events:
        """Remind those who owe it, at most once for each term, the latest one if several went by."""
        if self.due_at is None or at < self.due_at:
            return ()
        past = [days for days in REMINDED_AFTER_DAYS if at >= self.requested_at + timedelta(days=days)]
        self.reminders = len(past)
        reminded = told.ReportReminded(
            **self._facts(),
            offering_org=self.offering_org,
            receiving_org=self.receiving_org,
            days_waiting=past[-1],
        )
        return (reminded,)

    def may_write(self, actor: Actor) -> bool:
        """Whether the actor may write it: an agent of the visit, a referent of either party, the team."""
        if actor.person_id in self.authors:
            return True
        return actor.is_staff or any(actor.is_referent_of(org) for org in self.parties)

    @property
    def is_validated(self) -> bool:
        """Whether the team agreed to it."""
        return self.state in {ReportState.VALIDATED, ReportState.PUBLISHED}

    @property
    def parties(self) -> frozenset[UUID]:
        """The two organisations."""
        return frozenset({self.offering_org, self.receiving_org})

    @property
    def due_at(self) -> datetime | None:
        """When time does something to it, if nothing else does."""
        if self.state not in _OPEN or self.reminders == len(REMINDED_AFTER_DAYS):
            return None
        return self.requested_at + timedelta(days=REMINDED_AFTER_DAYS[self.reminders])

    def _require(self, *allowed: ReportState) -> None:
        if self.state not in allowed:
            raise ReportStateRefuses(self.state)

    def _facts(self) -> dict[str, UUID | None]:
        return {"report_id": self.id, "convention_id": self.convention_id, "visit_id": self.visit_id}

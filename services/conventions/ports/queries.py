"""Owns how people and timers read, as Protocols: never read by a decision. Implements nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.convention.versions import TextVersion
from services.conventions.domain.documents import FiledDocument, StoredDocument
from services.conventions.domain.exchange.request import ExchangeRequest
from services.conventions.domain.exchange.suggestions import Suggestion
from services.conventions.domain.members import Organisation
from services.conventions.domain.people import Person
from services.conventions.domain.visits.ledger import HalfDayLedger
from services.conventions.domain.visits.report import Report
from services.conventions.domain.visits.visit import Visit


@dataclass(frozen=True, slots=True)
class Seen:
    """Whose part of a list is shown: an organisation's, a person's own, or all of it."""

    org: UUID | None = None
    person_id: UUID | None = None


class VisitQueries(Protocol):
    """Reads of visits, half-days and reports for people and timers."""

    async def visits(self, seen: Seen, *, after: UUID | None, limit: int) -> Sequence[Visit]:
        """Visits that somebody is shown, in the order of their making."""

    async def visits_under(self, convention_id: UUID, *, after: UUID | None, limit: int) -> Sequence[Visit]:
        """Visits under a convention, in the order of their making."""

    async def visit(self, visit_id: UUID) -> Visit:
        """One visit.

        Raises:
            UnknownVisit: there is none.
        """

    async def ledgers(self, convention_id: UUID) -> Sequence[HalfDayLedger]:
        """The half-days of a convention, year by year; none for a year in which nothing was planned."""

    async def reports(self, seen: Seen, *, after: UUID | None, limit: int) -> Sequence[Report]:
        """Reports that somebody is shown, in the order of their making."""

    async def published_reports(self, *, after: UUID | None, limit: int) -> Sequence[Report]:
        """Reports that everybody may read, in the order of their making."""

    async def report(self, report_id: UUID) -> Report:
        """One report.

        Raises:
            UnknownReport: there is none.
        """

    async def due_visits(self, at: datetime, *, limit: int) -> Sequence[Visit]:
        """Visits to which time does something by now, the longest due first."""

    async def due_reports(self, at: datetime, *, limit: int) -> Sequence[Report]:
        """Reports to which time does something by now, the longest due first."""


class MemberQueries(Protocol):
    """Reads for people, lists one page at a time."""

    async def organisations(self, *, after: UUID | None, limit: int) -> Sequence[Organisation]:
        """Organisations with their membership, in the order of their registration, from a position on."""

    async def organisation(self, org: UUID) -> Organisation:
        """One organisation, with its membership.

        Raises:
            UnknownOrganisation: no event told of it.
        """


class AgreementQueries(Protocol):
    """Reads for people, lists one page at a time."""

    async def exchange_requests(
        self, *, org: UUID | None, after: UUID | None, limit: int
    ) -> Sequence[ExchangeRequest]:
        """Requests that concern an organisation, or all, in the order of their making."""

    async def exchange_request(self, exchange_request_id: UUID) -> ExchangeRequest:
        """One request.

        Raises:
            UnknownExchangeRequest: there is none.
        """

    async def conventions(self, *, org: UUID | None, after: UUID | None, limit: int) -> Sequence[Convention]:
        """Conventions of an organisation, or all, in the order of their making."""

    async def convention(self, convention_id: UUID) -> Convention:
        """One convention.

        Raises:
            UnknownConvention: there is none.
        """

    async def versions(self, convention_id: UUID, *, after: int | None, limit: int) -> Sequence[TextVersion]:
        """The versions of a text that the parties were asked to read, the first one first."""

    async def document(self, sha256: str) -> StoredDocument:
        """The file with this digest.

        Raises:
            UnknownDocument: there is none.
        """

    async def filed(self, wanted: str | UUID) -> FiledDocument:
        """What is known of the file with this digest, or of this name.

        Raises:
            UnknownDocument: there is none.
        """

    async def suggestions(self, request: ExchangeRequest, *, today: date) -> Sequence[Suggestion]:
        """Organisations that may be proposed for a request, the most fitting first."""

    async def people(self, ids: Sequence[UUID]) -> Mapping[UUID, Person]:
        """Those of them of whom events told."""

    async def due_exchange_requests(self, at: datetime, *, limit: int) -> Sequence[UUID]:
        """Requests to which time does something by now."""

    async def due_conventions(self, at: datetime, *, limit: int) -> Sequence[UUID]:
        """Conventions to which time does something by now."""

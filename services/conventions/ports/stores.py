"""Owns what the handlers need kept, as Protocols: the stores of one unit of work. Implements nothing."""

from collections.abc import Collection, Sequence
from typing import Protocol
from uuid import UUID

from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.convention.references import References
from services.conventions.domain.convention.versions import TextVersion
from services.conventions.domain.documents import StoredDocument
from services.conventions.domain.exchange.offers import Offer
from services.conventions.domain.exchange.request import ExchangeRequest
from services.conventions.domain.members import Membership, Organisation
from services.conventions.domain.people import Person
from services.conventions.domain.visits.ledger import HalfDayLedger
from services.conventions.domain.visits.report import Report
from services.conventions.domain.visits.slots import Slot
from services.conventions.domain.visits.visit import Visit
from shared.events.envelope import Payload


class Members(Protocol):
    """The copies of one unit of work. Reads see what the same unit has kept; writes are staged."""

    async def read_ahead(
        self,
        *,
        people: Collection[UUID] = (),
        organisations: Collection[UUID] = (),
        memberships: Collection[UUID] = (),
        offers: Collection[UUID] = (),
    ) -> None:
        """Read together what a whole batch will need."""

    async def organisation(self, org: UUID) -> Organisation | None:
        """What events told of an organisation, without its membership."""

    async def membership(self, membership_id: UUID) -> Membership | None:
        """What events told of a membership."""

    async def person(self, person_id: UUID) -> Person | None:
        """What events told of a person."""

    async def offer(self, offer_id: UUID) -> Offer | None:
        """What events told of an offer."""

    def keep_organisation(self, organisation: Organisation) -> None:
        """Stage what is known of an organisation, but for its membership."""

    def keep_membership(self, membership: Membership) -> None:
        """Stage what is known of a membership."""

    def keep_person(self, person: Person) -> None:
        """Stage what is known of a person."""

    def keep_offer(self, offer: Offer) -> None:
        """Stage what is known of an offer."""


class Agreements(Protocol):
    """The store of one unit of work. Reads see what the same unit has changed; saves are staged."""

    async def member(self, org: UUID) -> Organisation:
        """An organisation with its membership.

        Raises:
            UnknownOrganisation: no event told of it.
        """

    async def person(self, person_id: UUID) -> Person | None:
        """Somebody of whom events told."""

    async def exchange_request(self, exchange_request_id: UUID) -> ExchangeRequest:
        """One request, with its proposals.

        Raises:
            UnknownExchangeRequest: there is none.
        """

    async def requests_by(self, org: UUID) -> Sequence[ExchangeRequest]:
        """The requests that an organisation made."""

    async def convention(self, convention_id: UUID) -> Convention:
        """One convention.

        Raises:
            UnknownConvention: there is none.
        """

    async def awaiting(self, person_id: UUID) -> Sequence[Convention]:
        """The conventions that this person is asked to sign, or will be when their turn comes."""

    async def naming(self, person_id: UUID) -> Sequence[Convention]:
        """The conventions in which this person stands: as a signatory, now or before, or as an agent."""

    async def references(self, series: str, year: int) -> References:
        """The references of a series (`CONV`, `VIS`) given in a year."""

    async def document(self, sha256: str) -> StoredDocument:
        """The file with this digest.

        Raises:
            UnknownDocument: there is none.
        """

    async def offered_topics(self, org: UUID, topics: Sequence[str]) -> frozenset[str]:
        """Those of these topics on which an organisation publishes know-how."""

    def save_exchange_request(self, request: ExchangeRequest, events: Sequence[Payload] = ()) -> None:
        """Stage a request and its events."""

    def save_convention(self, convention: Convention, events: Sequence[Payload] = ()) -> None:
        """Stage a convention and its events."""

    def save_references(self, references: References) -> None:
        """Stage that a reference was given."""

    def keep_version(self, version: TextVersion) -> None:
        """Stage a version of a text that the parties are asked to read."""

    def keep_document(self, document: StoredDocument) -> None:
        """Stage a new file."""


class Visits(Protocol):
    """The visits and reports of one unit of work. Reads see what the same unit has changed; saves are staged.

    Saving a visit that is scheduled books its agents, and saving one that no longer is lets them go.
    """

    async def visit(self, visit_id: UUID) -> Visit:
        """One visit: a copy, so that a decision that is refused in the end leaves no trace.

        Raises:
            UnknownVisit: there is none.
        """

    async def visits_under(self, convention_id: UUID) -> Sequence[Visit]:
        """All visits under a convention, as copies."""

    async def ledger(self, convention_id: UUID, year: int) -> HalfDayLedger:
        """The half-days of a convention in a calendar year."""

    async def report(self, report_id: UUID) -> Report:
        """One report: a copy, too.

        Raises:
            UnknownReport: there is none.
        """

    async def booked(self, slots: Sequence[Slot], *, besides: UUID) -> frozenset[UUID]:
        """Those of the agents on these half-days who are expected by another visit than `besides`."""

    async def strangers(self, agents: Collection[UUID], *, org: UUID) -> frozenset[UUID]:
        """Those of them of whom no event says that they work for the organisation."""

    def save_visit(self, visit: Visit, events: Sequence[Payload] = ()) -> None:
        """Stage a visit, its bookings and its events."""

    def save_ledger(self, ledger: HalfDayLedger, events: Sequence[Payload] = ()) -> None:
        """Stage a ledger and its events."""

    def save_report(self, report: Report, events: Sequence[Payload] = ()) -> None:
        """Stage a report and its events."""

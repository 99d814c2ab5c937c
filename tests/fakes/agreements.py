"""Owns what the handlers of conventions work with, in memory: stores, a press and a notary that cost nothing.

What is loaded is what was saved, the very object: a handler that refuses after it has changed something is
found out by whoever compares before and after.
"""

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.convention.references import References
from services.conventions.domain.convention.terms import Clause, LegalForm
from services.conventions.domain.convention.versions import TextVersion
from services.conventions.domain.documents import CheckedFile, Mention, StoredDocument, Text
from services.conventions.domain.errors.convention import UnknownConvention
from services.conventions.domain.errors.exchange import UnknownExchangeRequest
from services.conventions.domain.errors.rights import UnknownOrganisation
from services.conventions.domain.errors.signing import UnknownDocument, UploadRefused
from services.conventions.domain.errors.visits import UnknownReport, UnknownVisit
from services.conventions.domain.exchange.request import ExchangeRequest
from services.conventions.domain.members import Organisation
from services.conventions.domain.people import Person
from services.conventions.domain.signing.slots import SlotState
from services.conventions.domain.visits.ledger import HalfDayLedger, ledger_id
from services.conventions.domain.visits.report import Report
from services.conventions.domain.visits.slots import Slot
from services.conventions.domain.visits.visit import Visit, VisitState
from services.conventions.ports.office import Office
from shared.events.envelope import Payload


@dataclass
class InMemoryAgreements:
    """Requests, conventions and files; `told` are all events, in their order."""

    members: dict[UUID, Organisation] = field(default_factory=dict)
    people: dict[UUID, Person] = field(default_factory=dict)
    requests: dict[UUID, ExchangeRequest] = field(default_factory=dict)
    conventions: dict[UUID, Convention] = field(default_factory=dict)
    given: dict[str, References] = field(default_factory=dict)
    versions: dict[str, TextVersion] = field(default_factory=dict)
    documents: dict[str, StoredDocument] = field(default_factory=dict)
    offered: dict[UUID, frozenset[str]] = field(default_factory=dict)
    told: list[Payload] = field(default_factory=list)

    async def member(self, org: UUID) -> Organisation:
        if org not in self.members:
            raise UnknownOrganisation
        return self.members[org]

    async def person(self, person_id: UUID) -> Person | None:
        return self.people.get(person_id)

    async def exchange_request(self, exchange_request_id: UUID) -> ExchangeRequest:
        if exchange_request_id not in self.requests:
            raise UnknownExchangeRequest
        return self.requests[exchange_request_id]

    async def requests_by(self, org: UUID) -> Sequence[ExchangeRequest]:
        return [request for request in self.requests.values() if request.receiving_org == org]

    async def convention(self, convention_id: UUID) -> Convention:
        if convention_id not in self.conventions:
            raise UnknownConvention
        return self.conventions[convention_id]

    async def awaiting(self, person_id: UUID) -> Sequence[Convention]:
        return [each for each in self.conventions.values() if _awaits(each, person_id)]

    async def naming(self, person_id: UUID) -> Sequence[Convention]:
        return [each for each in self.conventions.values() if person_id in each.people]

    async def references(self, series: str, year: int) -> References:
        name = f"{series}-{year}"
        return self.given.get(name) or References(id=name)

    async def document(self, sha256: str) -> StoredDocument:
        if sha256 not in self.documents:
            raise UnknownDocument
        return self.documents[sha256]

    async def offered_topics(self, org: UUID, topics: Sequence[str]) -> frozenset[str]:
        return self.offered.get(org, frozenset()) & frozenset(topics)

    def save_exchange_request(self, request: ExchangeRequest, events: Sequence[Payload] = ()) -> None:
        self.requests[request.id] = request
        self.told += events

    def save_convention(self, convention: Convention, events: Sequence[Payload] = ()) -> None:
        self.conventions[convention.id] = convention
        self.told += events

    def save_references(self, references: References) -> None:
        self.given[references.id] = references

    def keep_version(self, version: TextVersion) -> None:
        assert version.id not in self.versions
        self.versions[version.id] = version

    def keep_document(self, document: StoredDocument) -> None:
        self.documents[document.sha256] = document


@dataclass
class InMemoryVisits:
    """Visits, ledgers and reports; `told` are all events, in their order."""

    visits: dict[UUID, Visit] = field(default_factory=dict)
    ledgers: dict[str, HalfDayLedger] = field(default_factory=dict)
    reports: dict[UUID, Report] = field(default_factory=dict)
    employed: dict[UUID, frozenset[UUID]] = field(default_factory=dict)
    """Who works where; for an organisation that is not in it, everybody does."""
    told: list[Payload] = field(default_factory=list)

    async def visit(self, visit_id: UUID) -> Visit:
        if visit_id not in self.visits:
            raise UnknownVisit
        return copy(self.visits[visit_id])

    async def visits_under(self, convention_id: UUID) -> Sequence[Visit]:
        return [copy(visit) for visit in self.visits.values() if visit.convention_id == convention_id]

    async def ledger(self, convention_id: UUID, year: int) -> HalfDayLedger:
        known = self.ledgers.get(ledger_id(convention_id, year))
        return known or HalfDayLedger(convention_id=convention_id, year=year)

    async def report(self, report_id: UUID) -> Report:
        if report_id not in self.reports:
            raise UnknownReport
        return copy(self.reports[report_id])

    async def booked(self, slots: Sequence[Slot], *, besides: UUID) -> frozenset[UUID]:
        wanted = {(agent, slot.key) for slot in slots for agent in slot.agents}
        taken = {
            (agent, slot.key)
            for visit in self.visits.values()
            if visit.id != besides and visit.state is VisitState.SCHEDULED
            for slot in visit.plan.slots
            for agent in slot.agents
        }
        return frozenset(agent for agent, _ in wanted & taken)

    async def strangers(self, agents: Collection[UUID], *, org: UUID) -> frozenset[UUID]:
        return frozenset(agents) - self.employed.get(org, frozenset(agents))

    def save_visit(self, visit: Visit, events: Sequence[Payload] = ()) -> None:
        self.visits[visit.id] = visit
        self.told += events

    def save_ledger(self, ledger: HalfDayLedger, events: Sequence[Payload] = ()) -> None:
        self.ledgers[ledger.id] = ledger
        self.told += events

    def save_report(self, report: Report, events: Sequence[Payload] = ()) -> None:
        self.reports[report.id] = report
        self.told += events


class PlainPress:
    """Writes the reference, the version and the title: enough to tell texts apart."""

    template_version = 1

    def clauses(self, legal_form: LegalForm, template_version: int) -> Mapping[Clause, str]:
        return {code: f"{legal_form} {template_version} {code}" for code in Clause}

    async def write(self, text: Text, *, dated: date) -> bytes:
        return f"{text.reference} v{text.version} {text.terms.title} {dated}".encode()


class PlainNotary:
    """Adds a line for a seal; a file from outside is right if it only adds to the document."""

    async def seal(self, content: bytes, mention: Mention, *, last: bool) -> CheckedFile:
        line = f"\n{mention.method} {mention.party.org} {mention.signatory.person_id}"
        sealed = (line + "\npreserved" * last).encode()
        return CheckedFile(
            content=content + sealed, level=mention.level, profile="B-B", signer="Essaim", findings=""
        )

    async def check_signed(
        self, content: bytes, mention: Mention, *, before: bytes, last: bool
    ) -> CheckedFile:
        if not content.startswith(before) or content == before:
            raise UploadRefused("Ce n’est pas ce document signé.", reason="other_document")
        return await self.seal(content, mention, last=last)

    async def check_scan(self, content: bytes) -> None:
        if not content:
            raise UploadRefused("Le fichier n’est pas un PDF.", reason="not_a_pdf")


def plain_office(store: InMemoryAgreements, visits: InMemoryVisits) -> Office:
    """What handlers work with."""
    return Office(store, visits, PlainPress(), PlainNotary())


def _awaits(convention: Convention, person_id: UUID) -> bool:
    deeds = [convention.deed, *(amendment.deed for amendment in convention.amendments)]
    slots = [slot for deed in deeds if deed.signing for slot in deed.signing.slots]
    return any(slot.signatory.person_id == person_id and slot.state is not SlotState.SIGNED for slot in slots)

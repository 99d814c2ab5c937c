"""Owns a directory in memory, for tests of what stands on its store. Keeps copies, as a database does."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import TypeVar
from uuid import UUID

from services.directory.domain.access_export import AccessExport
from services.directory.domain.closure import MandateClosure
from services.directory.domain.consents import Consents
from services.directory.domain.erasure import Erasure
from services.directory.domain.errors.closures import UnknownClosure
from services.directory.domain.errors.imports import UnknownImport
from services.directory.domain.errors.memberships import UnknownMembership
from services.directory.domain.errors.offers import UnknownOffer
from services.directory.domain.errors.organisations import UnknownOrganisation, UnknownTerritory
from services.directory.domain.errors.people import UnknownPerson
from services.directory.domain.fee import Fee
from services.directory.domain.fee_schedule import FIRST_LINES, FeeSchedule
from services.directory.domain.imports import LineReport
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.membership import Membership
from services.directory.domain.offer import ExpertiseOffer
from services.directory.domain.organisation import Organisation
from services.directory.domain.person import Person, PersonState
from services.directory.domain.renewal_campaign import RenewalCampaign
from services.directory.domain.signing_key import SigningKey
from services.directory.domain.spreadsheet_import import ImportState, SpreadsheetImport
from services.directory.domain.territories import Territory
from shared.events.directory import PersonRole
from shared.events.envelope import Payload
from shared.storage.unit_of_work import Aggregate

A = TypeVar("A", bound=Aggregate)


class InMemoryDirectory:
    """What was saved can be read at once, and `told` is every event in its order."""

    def __init__(self, territories: Iterable[Territory] = ()) -> None:
        self.told: list[Payload] = []
        self._territories = {territory.key: territory for territory in territories}
        self._organisations: dict[UUID, Organisation] = {}
        self._people: dict[UUID, Person] = {}
        self._erasures: dict[UUID, Erasure] = {}
        self._consents: dict[UUID, Consents] = {}
        self._access_exports: dict[UUID, AccessExport] = {}
        self._memberships: dict[UUID, Membership] = {}
        self._closures: dict[UUID, MandateClosure] = {}
        self._schedules: dict[int, FeeSchedule] = {}
        self._fees: dict[UUID, Fee] = {}
        self._campaigns: dict[int, RenewalCampaign] = {}
        self._offers: dict[UUID, ExpertiseOffer] = {}
        self._keys: dict[str, SigningKey] = {}
        self._imports: dict[UUID, SpreadsheetImport] = {}
        self.deliberations: dict[UUID, bytes] = {}
        self.files: dict[UUID, bytes] = {}
        self.refused: dict[UUID, Sequence[LineReport]] = {}

    async def territory(self, key: str) -> Territory:
        if key not in self._territories:
            raise UnknownTerritory
        return self._territories[key]

    async def organisation(self, org: UUID) -> Organisation:
        if org not in self._organisations:
            raise UnknownOrganisation
        return deepcopy(self._organisations[org])

    async def successors(self, org: UUID) -> Sequence[Organisation]:
        chain = [await self.organisation(org)]
        while (merger := chain[-1].merger) is not None:
            chain.append(await self.organisation(merger.succeeded_by))
        return chain

    async def organisation_with_siren(self, siren: str) -> UUID | None:
        found = (one.id for one in self._organisations.values() if one.profile.siren == siren)
        return next(found, None)

    async def organisation_of_territory(self, kind: OrganisationKind, insee_code: str) -> UUID | None:
        wanted = (kind, insee_code)
        profiles = ((one.id, one.profile) for one in self._organisations.values())
        return next((org for org, profile in profiles if (profile.kind, profile.insee_code) == wanted), None)

    def save_organisation(self, organisation: Organisation, events: Sequence[Payload]) -> None:
        self._organisations[organisation.id] = self._kept(organisation, events)

    async def person(self, person_id: UUID) -> Person:
        person = self._people.get(person_id)
        if person is None or person.state is PersonState.ERASED:
            raise UnknownPerson
        return deepcopy(person)

    async def person_with_email(self, email: str) -> UUID | None:
        found = (person.id for person in self._people.values() if person.identity.email == email)
        return next(found, None)

    async def people_with_roles_in(self, org: UUID) -> Sequence[Person]:
        return [deepcopy(one) for one in self._people.values() if any(held.org == org for held in one.held)]

    async def has_referent(self, org: UUID) -> bool:
        role = PersonRole(role="referent", org=org)
        return any(role in person.roles for person in self._people.values())

    def save_person(self, person: Person, events: Sequence[Payload]) -> None:
        self._people[person.id] = self._kept(person, events)

    async def erasure(self, person_id: UUID) -> Erasure | None:
        return deepcopy(self._erasures.get(person_id))

    def save_erasure(self, erasure: Erasure, events: Sequence[Payload]) -> None:
        self._erasures[erasure.id] = self._kept(erasure, events)

    async def consents(self, person_id: UUID) -> Consents:
        return deepcopy(self._consents.get(person_id)) or Consents(id=person_id)

    def save_consents(self, consents: Consents, events: Sequence[Payload]) -> None:
        self._consents[consents.id] = self._kept(consents, events)

    async def access_export(self, person_id: UUID) -> AccessExport | None:
        return deepcopy(self._access_exports.get(person_id))

    def save_access_export(self, export: AccessExport, events: Sequence[Payload]) -> None:
        self._access_exports[export.id] = self._kept(export, events)

    async def membership(self, membership_id: UUID) -> Membership:
        if membership_id not in self._memberships:
            raise UnknownMembership
        return deepcopy(self._memberships[membership_id])

    async def membership_of(self, org: UUID) -> Membership | None:
        found = (deepcopy(one) for one in self._memberships.values() if one.org == org)
        return next(found, None)

    def save_membership(self, membership: Membership, events: Sequence[Payload]) -> None:
        self._memberships[membership.id] = self._kept(membership, events)

    def keep_deliberation(self, membership_id: UUID, content: bytes) -> None:
        self.deliberations[membership_id] = content

    def forget_deliberation(self, membership_id: UUID) -> None:
        self.deliberations.pop(membership_id, None)

    async def closure(self, closure_id: UUID) -> MandateClosure:
        if closure_id not in self._closures:
            raise UnknownClosure
        return deepcopy(self._closures[closure_id])

    def save_closure(self, closure: MandateClosure) -> None:
        self._closures[closure.id] = self._kept(closure, ())

    async def fee_schedule(self, year: int) -> FeeSchedule:
        set_before = [known for known in self._schedules if known <= year]
        last = self._schedules[max(set_before)] if set_before else FeeSchedule(year=year, lines=FIRST_LINES)
        return deepcopy(last) if last.year == year else FeeSchedule(year=year, lines=last.lines)

    def save_fee_schedule(self, schedule: FeeSchedule) -> None:
        self._schedules[schedule.year] = self._kept(schedule, ())

    async def fee(self, membership_id: UUID, year: int) -> Fee | None:
        return deepcopy(self._fees.get(Fee.id_of(membership_id, year)))

    def save_fee(self, fee: Fee, events: Sequence[Payload]) -> None:
        self._fees[fee.id] = self._kept(fee, events)

    async def campaign(self, year: int) -> RenewalCampaign:
        return deepcopy(self._campaigns.get(year, RenewalCampaign(year=year)))

    def save_campaign(self, campaign: RenewalCampaign, events: Sequence[Payload]) -> None:
        self._campaigns[campaign.year] = self._kept(campaign, events)

    async def offer(self, offer_id: UUID) -> ExpertiseOffer:
        if offer_id not in self._offers:
            raise UnknownOffer
        return deepcopy(self._offers[offer_id])

    def save_offer(self, offer: ExpertiseOffer, events: Sequence[Payload]) -> None:
        self._offers[offer.id] = self._kept(offer, events)

    def show_offer(
        self, offer: ExpertiseOffer, organisation: Organisation, events: Sequence[Payload]
    ) -> None:
        assert organisation.id == offer.org
        self.save_offer(offer, events)

    async def spreadsheet_import(self, import_id: UUID) -> SpreadsheetImport:
        if import_id not in self._imports:
            raise UnknownImport
        return deepcopy(self._imports[import_id])

    def save_import(self, spreadsheet: SpreadsheetImport) -> None:
        self._imports[spreadsheet.id] = self._kept(spreadsheet, ())

    def add_file(self, spreadsheet: SpreadsheetImport, content: bytes) -> None:
        self.files[spreadsheet.id] = content

    def keep_file(self, spreadsheet: SpreadsheetImport) -> None:
        if spreadsheet.state in {ImportState.REFUSED, ImportState.DONE}:
            del self.files[spreadsheet.id]

    def note_refused(self, spreadsheet: SpreadsheetImport, reports: Sequence[LineReport]) -> None:
        self.refused[spreadsheet.id] = (*self.refused.get(spreadsheet.id, ()), *reports)

    async def signing_key(self, kid: str) -> SigningKey | None:
        return deepcopy(self._keys.get(kid))

    def save_signing_key(self, key: SigningKey, events: Sequence[Payload]) -> None:
        self._keys[key.kid] = self._kept(key, events)

    def _kept(self, aggregate: A, events: Sequence[Payload]) -> A:
        self.told.extend(events)
        aggregate.sequence += len(events)
        kept = deepcopy(aggregate)
        kept.version += 1
        return kept

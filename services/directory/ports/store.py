"""Owns what the handlers need of the store within one unit of work, as Protocols. Implements nothing."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from services.directory.domain.access_export import AccessExport
from services.directory.domain.closure import MandateClosure
from services.directory.domain.consents import Consents
from services.directory.domain.erasure import Erasure
from services.directory.domain.fee import Fee
from services.directory.domain.fee_schedule import FeeSchedule
from services.directory.domain.imports import LineReport
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.membership import Membership
from services.directory.domain.offer import ExpertiseOffer
from services.directory.domain.organisation import Organisation
from services.directory.domain.past_work import ExchangeCopy, GatheringCopy, TestimonyCopy
from services.directory.domain.person import Person
from services.directory.domain.renewal_campaign import RenewalCampaign
from services.directory.domain.signing_key import SigningKey
from services.directory.domain.spreadsheet_import import SpreadsheetImport
from services.directory.domain.territories import Territory
from shared.events.envelope import Payload


class Fees(Protocol):
    """The part of the store that is about money."""

    async def fee_schedule(self, year: int) -> FeeSchedule:
        """What members owe for a year: as set for it, else for the last year that was set, else at first."""

    def save_fee_schedule(self, schedule: FeeSchedule) -> None:
        """Stage a schedule."""

    async def fee(self, membership_id: UUID, year: int) -> Fee | None:
        """The fee of a membership for a year."""

    def save_fee(self, fee: Fee, events: Sequence[Payload]) -> None:
        """Stage a fee and its events."""

    async def campaign(self, year: int) -> RenewalCampaign:
        """The campaign of a year; one in which nothing happened yet where none was saved."""

    def save_campaign(self, campaign: RenewalCampaign, events: Sequence[Payload]) -> None:
        """Stage a campaign and its events."""


class Privacy(Protocol):
    """The part of the store that is about the rights of people on their data."""

    async def erasure(self, person_id: UUID) -> Erasure | None:
        """The forgetting of a person, if it was asked for."""

    def save_erasure(self, erasure: Erasure, events: Sequence[Payload]) -> None:
        """Stage the forgetting of a person and its events."""

    async def consents(self, person_id: UUID) -> Consents:
        """The consents of a person; none where they never chose."""

    def save_consents(self, consents: Consents, events: Sequence[Payload]) -> None:
        """Stage the consents of a person and their events."""

    async def access_export(self, person_id: UUID) -> AccessExport | None:
        """What a person was last answered who asked what is held of them, if they did."""

    def save_access_export(self, export: AccessExport, events: Sequence[Payload]) -> None:
        """Stage what is answered to a person, and its events."""


class Offers(Protocol):
    """The part of the store that is about know-how."""

    async def offer(self, offer_id: UUID) -> ExpertiseOffer:
        """One offer.

        Raises:
            UnknownOffer: there is none.
        """

    def save_offer(self, offer: ExpertiseOffer, events: Sequence[Payload]) -> None:
        """Stage an offer that is not shown, and its events."""

    def show_offer(
        self, offer: ExpertiseOffer, organisation: Organisation, events: Sequence[Payload]
    ) -> None:
        """Stage an offer that is shown, and its events; it is found as its organisation's."""


class PastWork(Protocol):
    """The store of what this service hears that organisations did together."""

    async def exchange(self, exchange_request_id: UUID) -> ExchangeCopy | None:
        """What is known of an exchange."""

    def keep_exchange(self, exchange: ExchangeCopy) -> None:
        """Stage what is known of an exchange."""

    async def gathering(self, club_event_id: UUID) -> GatheringCopy | None:
        """What is known of a gathering."""

    def keep_gathering(self, gathering: GatheringCopy) -> None:
        """Stage what is known of a gathering."""

    def keep_testimony(self, testimony: TestimonyCopy) -> None:
        """Stage what was told at a gathering."""


class Spreadsheets(Protocol):
    """The part of the store that is about files to take in."""

    async def spreadsheet_import(self, import_id: UUID) -> SpreadsheetImport:
        """A file to take in.

        Raises:
            UnknownImport: none was sent, or long ago.
        """

    def save_import(self, spreadsheet: SpreadsheetImport) -> None:
        """Stage how far a file is, which has no event."""

    def add_file(self, spreadsheet: SpreadsheetImport, content: bytes) -> None:
        """Stage the file itself."""

    def keep_file(self, spreadsheet: SpreadsheetImport) -> None:
        """Stage that the file itself stays while it is worked on, a while where it waits, and else goes."""

    def note_refused(self, spreadsheet: SpreadsheetImport, reports: Sequence[LineReport]) -> None:
        """Stage that rows are refused after all."""


class Directory(Fees, Privacy, Offers, Spreadsheets, Protocol):
    """The store of one unit of work. Reads see what the same unit has changed; saves are staged."""

    async def territory(self, key: str) -> Territory:
        """A territory of the reference data.

        Raises:
            UnknownTerritory: there is none.
        """

    async def organisation(self, org: UUID) -> Organisation:
        """One organisation.

        Raises:
            UnknownOrganisation: there is none.
        """

    async def successors(self, org: UUID) -> Sequence[Organisation]:
        """An organisation, the one that it merged into, the one that this one merged into, and so on.

        Raises:
            UnknownOrganisation: there is none of the first.
        """

    async def organisation_with_siren(self, siren: str) -> UUID | None:
        """The organisation that has this SIREN."""

    async def organisation_of_territory(self, kind: OrganisationKind, insee_code: str) -> UUID | None:
        """The organisation of this kind that has this INSEE code."""

    def save_organisation(self, organisation: Organisation, events: Sequence[Payload]) -> None:
        """Stage an organisation and its events."""

    async def person(self, person_id: UUID) -> Person:
        """One person.

        Raises:
            UnknownPerson: there is none, or they were erased.
        """

    async def person_with_email(self, email: str) -> UUID | None:
        """The person who has this address, written as it is kept."""

    async def people_with_roles_in(self, org: UUID) -> Sequence[Person]:
        """Everybody who holds, has held or will hold a role in the organisation."""

    async def has_referent(self, org: UUID) -> bool:
        """Whether somebody was a referent of the organisation when last looked at."""

    def save_person(self, person: Person, events: Sequence[Payload]) -> None:
        """Stage a person and their events."""

    async def membership(self, membership_id: UUID) -> Membership:
        """One membership.

        Raises:
            UnknownMembership: there is none.
        """

    async def membership_of(self, org: UUID) -> Membership | None:
        """The one membership of an organisation, whatever its state."""

    def save_membership(self, membership: Membership, events: Sequence[Payload]) -> None:
        """Stage a membership and its events."""

    def keep_deliberation(self, membership_id: UUID, content: bytes) -> None:
        """Stage the file of the decision to join, in place of another."""

    def forget_deliberation(self, membership_id: UUID) -> None:
        """Stage that there is no such file any more."""

    async def closure(self, closure_id: UUID) -> MandateClosure:
        """One closure of mandates.

        Raises:
            UnknownClosure: there is none.
        """

    def save_closure(self, closure: MandateClosure) -> None:
        """Stage a closure of mandates, which has no event."""

    async def signing_key(self, kid: str) -> SigningKey | None:
        """The public half of a key, whatever its state."""

    def save_signing_key(self, key: SigningKey, events: Sequence[Payload]) -> None:
        """Stage the public half of a key and its events."""

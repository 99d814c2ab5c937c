"""Owns the reads for people and timers, as Protocols. Implements nothing; no decision rests on them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from services.directory.domain.access_export import AccessExport
from services.directory.domain.closure import MandateClosure
from services.directory.domain.consents import Consents
from services.directory.domain.erasure import Erasure
from services.directory.domain.fee import Fee, FeeState
from services.directory.domain.fee_schedule import FeeSchedule
from services.directory.domain.figures import Member
from services.directory.domain.kinds import OrganisationKind
from services.directory.domain.membership import Membership, MembershipState
from services.directory.domain.organisation import Organisation
from services.directory.domain.person import Person
from services.directory.domain.renewal_campaign import RenewalCampaign
from services.directory.domain.rounds import Round
from services.directory.domain.search import Found, Position, Wanted
from services.directory.domain.signing_key import SigningKey
from services.directory.domain.territories import Territory
from services.directory.domain.wordings import Purpose
from shared.commands import Actor

After = tuple[str, UUID] | None
"""Where a page of a list begins: the folded name and the id of the last item of the page before."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads about people, and on which day of the club."""

    actor: Actor
    on: date


class FeeQueries(Protocol):
    """The part of the reads that is about money, and the yearly campaign around it."""

    async def fee_schedule(self, year: int) -> FeeSchedule:
        """What members owe for a year."""

    async def fee(self, membership_id: UUID, year: int) -> Fee:
        """The fee of a membership for a year.

        Raises:
            UnknownFee: there is none.
        """

    async def fees_of(self, org: UUID, *, after: UUID | None, limit: int) -> Sequence[Fee]:
        """The fees of an organisation, from a position on."""

    async def fees(
        self, year: int, state: FeeState | None, *, after: UUID | None, limit: int
    ) -> Sequence[Fee]:
        """The fees of a year, from a position on."""

    async def count_fees(self, year: int) -> Mapping[FeeState, int]:
        """How many fees of a year stand where."""

    async def fees_past_due(self, on: date, *, after: UUID | None, limit: int) -> Sequence[Fee]:
        """The fees that were called and whose last day to pay is before this day, from a position on."""

    async def campaign(self, year: int) -> RenewalCampaign:
        """The campaign of a year."""

    async def campaigns_calling(self) -> Sequence[RenewalCampaign]:
        """Campaigns whose fees wait to be called."""

    async def memberships_among(self, ids: Collection[UUID]) -> Mapping[UUID, Membership]:
        """Those of the memberships that exist."""

    async def memberships_of(self, orgs: Collection[UUID]) -> Mapping[UUID, Membership]:
        """The memberships of organisations, by organisation."""

    async def memberships_to_renew(
        self, year: int, *, after: UUID | None, limit: int
    ) -> Sequence[Membership]:
        """The memberships that confirmed no year from this one on, and were not asked to."""

    async def fees_to_remind(
        self, year: int, step: Round, *, after: UUID | None, limit: int
    ) -> Sequence[Fee]:
        """The fees of a year that are owed, and about whose reminder nothing was decided."""

    async def memberships_to_lapse(
        self, year: int, *, after: UUID | None, limit: int
    ) -> Sequence[Membership]:
        """The memberships whose renewal of a year is due, but for those that the team gave time."""

    async def count_proposed(self, year: int, step: Round) -> int:
        """How many members a step is to be decided for."""


class DirectoryQueries(FeeQueries, Protocol):
    """Reads for people, lists one page at a time."""

    async def territory(self, key: str) -> Territory:
        """A territory of the reference data.

        Raises:
            UnknownTerritory: there is none.
        """

    async def territories(
        self, name: str, kind: OrganisationKind | None, *, after: tuple[str, str] | None, limit: int
    ) -> Sequence[Territory]:
        """Territories by name, those whose name begins so, from a position on."""

    async def organisation(self, org: UUID) -> Organisation:
        """One organisation.

        Raises:
            UnknownOrganisation: there is none.
        """

    async def organisations_among(self, orgs: Collection[UUID]) -> Mapping[UUID, Organisation]:
        """Those of the organisations that exist."""

    async def organisations(
        self, name: str, siren: str | None, *, after: After, limit: int
    ) -> Sequence[Organisation]:
        """Organisations by name, those whose name begins so, from a position on."""

    async def person(self, person_id: UUID, reader: Reader) -> Person:
        """One person.

        Raises:
            UnknownPerson: there is none, or not for this reader.
        """

    async def people(self, name: str, reader: Reader, *, after: After, limit: int) -> Sequence[Person]:
        """People by family name whom the reader may know, from a position on."""

    async def people_among(self, ids: Collection[UUID]) -> Mapping[UUID, Person]:
        """Those of the people who are known, by id; whoever was erased is not."""

    async def erasure(self, person_id: UUID) -> Erasure:
        """The forgetting of a person.

        Raises:
            UnknownErasure: nobody asked for it.
        """

    async def erasures(self, *, only_open: bool, after: UUID | None, limit: int) -> Sequence[Erasure]:
        """Erasures in the order of the people's entry, from a position on; all, or those not over."""

    async def late_erasures(self, decided_before: datetime) -> Sequence[UUID]:
        """Some of the people whom services should have forgotten by now, and nobody was alerted."""

    async def inactive_people(self, *, since: date, limit: int) -> Sequence[UUID]:
        """People whose last role was over before a day."""

    async def due_for_recheck(self, on: date) -> Sequence[UUID]:
        """People whose roles in force are no longer those that were told."""

    async def membership(self, membership_id: UUID) -> Membership:
        """One membership.

        Raises:
            UnknownMembership: there is none.
        """

    async def deliberation(self, membership_id: UUID) -> bytes:
        """The file of the decision to join, of a membership that has one."""

    async def memberships(
        self, state: MembershipState | None, org: UUID | None, *, after: UUID | None, limit: int
    ) -> Sequence[Membership]:
        """Memberships in the order of their making, from a position on."""

    async def closure(self, closure_id: UUID) -> MandateClosure:
        """One closure of mandates.

        Raises:
            UnknownClosure: there is none.
        """

    async def accepted_closures(self) -> Sequence[MandateClosure]:
        """Closures that wait to be carried out to their end."""

    async def people_to_close(
        self, closure: MandateClosure, *, after: UUID | None, limit: int
    ) -> Sequence[Person]:
        """People with a mandate that the closure ends and that runs on, by id, from a position on."""

    async def count_to_close(self, closure: MandateClosure) -> int:
        """How many people have such a mandate."""

    async def published_keys(self) -> Sequence[SigningKey]:
        """The keys whose tokens are accepted."""


class Members(Protocol):
    """What the figures of the club are counted from."""

    async def members(self, on: date) -> Sequence[Member]:
        """The organisations whose membership gives rights on a day."""


class DirectorySearch(Protocol):
    """Finding while somebody types."""

    async def find(
        self, wanted: Wanted, reader: Reader, *, after: Position | None, limit: int
    ) -> Sequence[Found]:
        """What is wanted and the reader may know, the nearest first, from a position on."""


class PrivacyQueries(Protocol):
    """What people asked about their own data, to read."""

    async def consents(self, person_id: UUID) -> Consents:
        """The consents of a person; none where they never chose.

        Raises:
            UnknownPerson: there is none, or they were erased.
        """

    async def access_export(self, person_id: UUID) -> AccessExport:
        """What a person was last answered who asked what is held of them.

        Raises:
            UnknownAccessExport: they did not ask, or too long ago.
        """

    async def organisation_names(self, ids: Collection[UUID]) -> Mapping[str, str]:
        """The names of the organisations among these ids, by id."""

    async def consenting(self, purpose: Purpose, *, after: UUID | None, limit: int) -> Sequence[Consents]:
        """The consents of those who consent to something, from a position on."""

"""Owns the loading and saving of gatherings and registrations within one unit of work."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.commands.registrations import RegisterAttendee, RegisterGroup
from services.registration.domain.eligibility import asks_for_colleague
from services.registration.domain.errors import (
    UnknownClubEvent,
    UnknownOrganisation,
    UnknownPerson,
    UnknownRegistration,
)
from services.registration.domain.invitations import Invitation
from services.registration.domain.members import ELECTED, Applicant, Attendee, Organisation
from services.registration.domain.offer_times import OfferTimes
from services.registration.domain.programme import Kind
from services.registration.domain.registrations import TO_COME, Candidate, Change, Registration
from services.registration.domain.seat_offers import Vacancy
from services.registration.repository.copies import MongoCopies
from services.registration.repository.documents import (
    CLUB_EVENTS,
    REGISTRATIONS,
    from_club_event,
    from_registration,
    to_club_event,
    to_registration,
)
from services.registration.repository.door import MongoDoor
from services.registration.repository.held_offers import MongoHeldOffers
from services.registration.repository.invitations import MongoInvitations
from services.registration.repository.line import ORDER_OF_LINE, before, line, same_line, without
from services.registration.repository.needs import MongoNeeds
from services.registration.repository.past_answers import MongoPastAnswers
from services.registration.repository.testimonies import MongoTestimonies
from shared.commands import Command
from shared.events.envelope import Payload
from shared.storage.mongo import Document, Query, find_together
from shared.storage.unit_of_work import UnitOfWork


class MongoRegistrations:
    """The desk's store. What one decision of a batch changed, the next one reads from memory."""

    def __init__(self, work: UnitOfWork, offer_times: OfferTimes) -> None:
        self._work = work
        self._copies = MongoCopies(work)
        self.needs = MongoNeeds(work, self._copies)
        self.invitations = MongoInvitations(work)
        self.testimonies = MongoTestimonies(work)
        self.past_answers = MongoPastAnswers(work)
        self.door = MongoDoor(work, self._known)
        self.held_offers = MongoHeldOffers(work, self._known)
        self.offer_times = offer_times

    @property
    def at(self) -> datetime:
        """When the decision is being taken."""
        return self._work.origin.at

    async def read_ahead(self, commands: Sequence[Command]) -> None:
        """Read in a few queries what a batch of registrations will need."""
        asked = [each for command in commands for each in _registrations(command)]
        if not asked:
            return
        people = {command.person_id for command in asked}
        organisations = {command.org for command in asked}
        club_events = {command.club_event_id for command in asked}
        queries = [
            *self._copies.queries(people, organisations),
            *(self._club_event(club_event_id) for club_event_id in club_events),
            *(self._active(club_event_id, people) for club_event_id in club_events),
            *(self.needs.backers(club_event_id) for club_event_id in club_events),
        ]
        await find_together(self._work.database, queries)

    async def club_event(self, club_event_id: UUID) -> ClubEvent:
        """The gathering with its counters.

        Raises:
            UnknownClubEvent: there is none.
        """
        if club_event_id not in self._work.known:
            await find_together(self._work.database, [self._club_event(club_event_id)])
        club_event: ClubEvent | None = self._work.known[club_event_id]
        if club_event is None or club_event.state is ClubEventState.DISCARDED:
            raise UnknownClubEvent
        return club_event

    async def registration(self, club_event: ClubEvent, registration_id: UUID) -> Registration:
        """One registration.

        Raises:
            UnknownRegistration: there is none at this gathering.
        """
        registration = self._work.known.get(registration_id)
        if not isinstance(registration, Registration):  # the id may be that of the gathering itself
            document = await self._work.database[REGISTRATIONS].find_one({"_id": registration_id})
            registration = self._known(document) if document else None
        if registration is None or registration.club_event_id != club_event.id:
            raise UnknownRegistration
        return registration

    async def active_registration(self, club_event_id: UUID, person_id: UUID) -> Registration | None:
        """The one registration of this person that stands in the way of another."""
        key = ("active", club_event_id, person_id)
        if key not in self._work.known:
            await find_together(self._work.database, [self._active(club_event_id, (person_id,))])
        registration: Registration | None = self._work.known[key]
        # Within this batch the seat may have gone over to a colleague.
        return registration if registration and registration.person_id == person_id else None

    async def applicant(
        self, club_event: ClubEvent, person_id: UUID, org: UUID, *, taking_over: UUID | None = None
    ) -> Applicant:
        """What is known of a person who comes for an organisation, maybe `taking_over` a registration of it.

        Raises:
            UnknownPerson: no event told of the person yet.
            UnknownOrganisation: no event told of the organisation yet.
        """
        attendee = await self._copies.attendee(person_id)
        if attendee is None:
            raise UnknownPerson
        organisation = await self._copies.organisation(org)
        if organisation is None:
            raise UnknownOrganisation
        return await self._applicant(club_event, attendee, organisation, besides=taking_over)

    async def next_in_line(
        self, club_event: ClubEvent, vacancy: Vacancy, *, passing: UUID | None = None
    ) -> Sequence[Candidate]:
        """The first in line who can have the seats of a vacancy, in order, but for who is `passing`."""
        touched = self._touched()
        documents = self._work.database[REGISTRATIONS].find(
            line(club_event.id, vacancy.mode) | without(vacancy, passing),
            sort=ORDER_OF_LINE,
            limit=vacancy.places + len(touched),
        )
        read = [self._known(document) async for document in documents]
        waiting = {
            registration.id: registration
            for registration in (*read, *touched)
            if registration.club_event_id == club_event.id
            and vacancy.suits(registration)
            and registration.id != passing
        }
        in_turn = sorted(waiting.values(), key=lambda registration: registration.turn)
        return await self._candidates(club_event, in_turn[: vacancy.places])

    async def known_sequence(self, collection: str, subject_id: UUID) -> int:
        """How many events of this subject the copies know."""
        return await self._copies.sequence(collection, subject_id)

    async def seats_of_person(self, person_id: UUID) -> Sequence[Registration]:
        """The registrations by which a person has a seat, or is offered one."""
        return await self._seats({"person_id": person_id})

    async def seated(self, club_event: ClubEvent) -> Sequence[Candidate]:
        """Who has a seat at a gathering that is to come, or is offered one."""
        read = await self._seats({"club_event_id": club_event.id})
        here = {one.id: one for one in (*read, *self._touched()) if one.club_event_id == club_event.id}
        return await self._candidates(club_event, [one for one in here.values() if one.state in TO_COME])

    async def active_registrations_of_person(self, person_id: UUID) -> Sequence[Registration]:
        """The seats of a person, and the lines in which they wait."""
        documents = self._work.database[REGISTRATIONS].find({"person_id": person_id, "active": True})
        found = [self._known(document) async for document in documents]
        return [registration for registration in found if registration.is_active]

    async def seats_of_organisation(self, org: UUID) -> Sequence[Registration]:
        """The registrations by which an organisation has seats, or is offered some."""
        return await self._seats({"org": org})

    async def colleagues(self, club_event_id: UUID, org: UUID) -> Sequence[Registration]:
        """The active registrations of an organisation at one gathering."""
        wanted = {"club_event_id": club_event_id, "org": org, "active": True}
        documents = self._work.database[REGISTRATIONS].find(wanted)
        found = {one.id: one for one in [self._known(document) async for document in documents]}
        found |= {
            one.id: one for one in self._touched() if (one.club_event_id, one.org) == (club_event_id, org)
        }
        return [registration for registration in found.values() if registration.is_active]

    async def _seats(self, whose: Document) -> Sequence[Registration]:
        seated = {"active": True, "state": {"$in": [state.value for state in TO_COME]}}
        documents = self._work.database[REGISTRATIONS].find(whose | seated)
        return [self._known(document) async for document in documents]

    async def ahead_in_line(self, registration: Registration) -> int:
        """How many in line of the same mode come before this registration."""
        same = line(registration.club_event_id, registration.mode)
        turns = self._work.database[REGISTRATIONS].find(same | before(registration), {"_id": 1})
        ahead = {document["_id"] async for document in turns}
        for known in self._touched():
            ahead.discard(known.id)
            if same_line(known, registration) and known.is_in_line and known.turn < registration.turn:
                ahead.add(known.id)
        return len(ahead)

    async def active_registrations(self, club_event_id: UUID, *, limit: int) -> Sequence[Registration]:
        """Some registrations to give back once the gathering is given up: fewer than `limit` are the last."""
        active = {"club_event_id": club_event_id, "active": True}
        documents = self._work.database[REGISTRATIONS].find(active, limit=limit)
        return [self._known(document) async for document in documents]

    async def organisation(self, org: UUID) -> Organisation | None:
        """What is known of an organisation."""
        return await self._copies.organisation(org)

    def save_club_event(self, club_event: ClubEvent, events: Sequence[Payload] = ()) -> None:
        """Stage the gathering, or its removal where it is discarded, and its events."""
        self._work.known[club_event.id] = club_event
        if events:
            club_event.told_at = self._work.origin.at
        if club_event.state is ClubEventState.DISCARDED:
            self._work.remove(CLUB_EVENTS, club_event)
        else:
            self._work.save(CLUB_EVENTS, club_event, from_club_event, events)

    def save_registration(self, change: Change) -> None:
        """Stage a registration and its events."""
        registration = change.registration
        self._work.known[registration.id] = registration
        if registration.is_active:
            self._work.known["active", registration.club_event_id, registration.person_id] = registration
        self._work.save(REGISTRATIONS, registration, from_registration, change.events)

    def _club_event(self, club_event_id: UUID) -> Query:
        self._work.known[club_event_id] = None

        def take(document: Document) -> None:
            self._work.known[club_event_id] = to_club_event(document)

        return Query(CLUB_EVENTS, {"_id": club_event_id}, take)

    def _active(self, club_event_id: UUID, people: Collection[UUID]) -> Query:
        self._work.known.update({("active", club_event_id, person_id): None for person_id in people})

        def take(document: Document) -> None:
            self._work.known["active", club_event_id, document["person_id"]] = self._known(document)

        wanted = {"club_event_id": club_event_id, "person_id": {"$in": list(people)}, "active": True}
        return Query(REGISTRATIONS, wanted, take)

    async def candidate(self, club_event: ClubEvent, registration: Registration) -> Candidate:
        """A registration with what is known today of the person; of whom nothing is, has no role."""
        attendee = await self._copies.attendee(registration.person_id) or Attendee(registration.person_id)
        organisation = await self._copies.organisation(registration.org) or Organisation(registration.org, "")
        applicant = await self._applicant(club_event, attendee, organisation, besides=registration.id)
        return Candidate(registration, applicant)

    async def _candidates(self, club_event: ClubEvent, these: Sequence[Registration]) -> Sequence[Candidate]:
        people, organisations = {one.person_id for one in these}, {one.org for one in these}
        await find_together(self._work.database, self._copies.queries(people, organisations))
        return [await self.candidate(club_event, registration) for registration in these]

    async def _applicant(
        self, club_event: ClubEvent, attendee: Attendee, organisation: Organisation, *, besides: UUID | None
    ) -> Applicant:
        """Each question is asked only where a rule asks it: no registration pays for the others."""
        org, kind = organisation.org, club_event.programme.kind
        asks_for_need = club_event.answers_need and kind is Kind.ONLINE_WORKSHOP
        backs = asks_for_need and await self.needs.is_backed(club_event.id, org=org)
        guest = await self._guest(club_event, attendee.person_id) if club_event.has_guests else None
        accompanies = asks_for_colleague(club_event.programme, attendee, org, at=self.at) and any(
            one.role == ELECTED and one.id != besides for one in await self.colleagues(club_event.id, org)
        )
        return Applicant(
            attendee,
            organisation,
            elected_colleague=accompanies,
            backs_need=backs,
            invited=guest is not None and guest.org == org,
        )

    async def _guest(self, club_event: ClubEvent, person_id: UUID) -> Invitation | None:
        return (await self.invitations.holding(club_event.id)).get(person_id)

    def _touched(self) -> Sequence[Registration]:
        """The registrations that this batch has read or changed."""
        return [known for known in self._work.known.values() if isinstance(known, Registration)]

    def _known(self, document: Document) -> Registration:
        """The instance of this batch, where there is one already."""
        registration: Registration = self._work.known.setdefault(document["_id"], to_registration(document))
        return registration


def _registrations(command: Command) -> Sequence[RegisterAttendee]:
    """What a command asks of the gate, one person at a time."""
    if isinstance(command, RegisterGroup):
        return command.each()
    return (command,) if isinstance(command, RegisterAttendee) else ()

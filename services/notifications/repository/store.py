"""Owns what one event changes, within one unit of work: copies, mails to send, lines of the feed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from pymongo import InsertOne, UpdateOne

from services.notifications.domain.copies import ClubEventCopy, Contact, OrganisationCopy
from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.exchanges.conventions import ConventionCopy
from services.notifications.domain.exchanges.requests import ExchangeRequestCopy
from services.notifications.domain.exchanges.visits import VisitCopy
from services.notifications.domain.needs import NeedCopy
from services.notifications.domain.reminders import USUAL_DAYS_BEFORE, Reminder
from services.notifications.domain.seats import Seat
from services.notifications.domain.staff_feed import FeedLine, StaffFeed
from services.notifications.repository.documents import (
    CLUB_EVENTS,
    CONTACTS,
    DELIVERIES,
    FEED,
    FEED_END,
    NEEDS,
    ORGANISATIONS,
    REMINDERS,
    SEATS,
    from_club_event,
    from_contact,
    from_delivery,
    from_entry,
    from_feed_end,
    from_need,
    from_organisation,
    from_reminder,
    from_seat,
    to_club_event,
    to_contact,
    to_feed_end,
    to_need,
    to_organisation,
    to_seat,
)
from services.notifications.repository.exchange_documents import (
    CONVENTIONS,
    EXCHANGE_REQUESTS,
    VISITS,
    from_convention,
    from_exchange_request,
    from_visit,
    to_convention,
    to_exchange_request,
    to_visit,
)
from shared.storage.copies import Copies
from shared.storage.mongo import find_together
from shared.storage.unit_of_work import UnitOfWork
from shared.telemetry import correlation_id

RINGS = {"rings": True}


class MongoNotifications:
    """The store. A batch adds its lines to the feed in memory, and moves the feed's end once."""

    def __init__(self, work: UnitOfWork, reminder_days: Collection[int] = USUAL_DAYS_BEFORE) -> None:
        self._work = work
        self.reminder_days = reminder_days
        self._contacts = Copies(work, CONTACTS)
        self._club_events = Copies(work, CLUB_EVENTS)
        self._organisations = Copies(work, ORGANISATIONS)
        self._needs = Copies(work, NEEDS)
        self._exchange_requests = Copies(work, EXCHANGE_REQUESTS)
        self._conventions = Copies(work, CONVENTIONS)
        self._visits = Copies(work, VISITS)

    @property
    def at(self) -> datetime:
        """When the decision is being taken."""
        return self._work.origin.at

    async def read_ahead(
        self,
        *,
        people: Collection[UUID] = (),
        club_events: Collection[UUID] = (),
        organisations: Collection[UUID] = (),
    ) -> None:
        """Read together what a whole batch will need."""
        wanted = (
            (self._contacts, people),
            (self._club_events, club_events),
            (self._organisations, organisations),
        )
        await find_together(self._work.database, [copies.query(ids) for copies, ids in wanted if ids])

    async def contact(self, person_id: UUID) -> Contact | None:
        """How to write to a person, as far as is known."""
        document = await self._contacts.get(person_id)
        return to_contact(document) if document else None

    async def club_event(self, club_event_id: UUID) -> ClubEventCopy | None:
        """What is known of a gathering."""
        document = await self._club_events.get(club_event_id)
        return to_club_event(document) if document else None

    async def referents(self, orgs: Collection[UUID]) -> Sequence[Contact]:
        """Who is referent of one of these organisations now, as was known before this unit."""
        found = self._work.database[CONTACTS].find({"referent_of": {"$in": list(orgs)}}, sort=[("_id", 1)])
        return [to_contact(document) async for document in found]

    async def organisation(self, org: UUID) -> OrganisationCopy | None:
        """What an organisation is called."""
        document = await self._organisations.get(org)
        return to_organisation(document) if document else None

    def keep_organisation(self, organisation: OrganisationCopy) -> None:
        """Stage what an organisation is called."""
        self._organisations.keep(from_organisation(organisation))

    async def need(self, need_id: UUID) -> NeedCopy | None:
        """What is known of a need."""
        document = await self._needs.get(need_id)
        return to_need(document) if document else None

    def keep_need(self, need: NeedCopy) -> None:
        """Stage what is known of a need."""
        self._needs.keep(from_need(need))

    def keep_contact(self, contact: Contact) -> None:
        """Stage how to write to a person."""
        self._contacts.keep(from_contact(contact))

    def keep_club_event(self, club_event: ClubEventCopy) -> None:
        """Stage what is known of a gathering."""
        self._club_events.keep(from_club_event(club_event))

    async def exchange_request(self, exchange_request_id: UUID) -> ExchangeRequestCopy | None:
        """What is known of an exchange request."""
        document = await self._exchange_requests.get(exchange_request_id)
        return to_exchange_request(document) if document else None

    async def convention(self, convention_id: UUID) -> ConventionCopy | None:
        """What is known of a convention."""
        document = await self._conventions.get(convention_id)
        return to_convention(document) if document else None

    async def visit(self, visit_id: UUID) -> VisitCopy | None:
        """What is known of a visit."""
        document = await self._visits.get(visit_id)
        return to_visit(document) if document else None

    def keep_exchange_request(self, request: ExchangeRequestCopy) -> None:
        """Stage what is known of an exchange request."""
        self._exchange_requests.keep(from_exchange_request(request))

    def keep_convention(self, convention: ConventionCopy) -> None:
        """Stage what is known of a convention."""
        self._conventions.keep(from_convention(convention))

    def keep_visit(self, visit: VisitCopy) -> None:
        """Stage what is known of a visit."""
        self._visits.keep(from_visit(visit))

    async def seats_at(self, club_event_id: UUID) -> Sequence[Seat]:
        """Who is registered at a gathering."""
        registered = self._work.database[SEATS].find({"club_event_id": club_event_id, "active": True})
        return [to_seat(document) async for document in registered]

    def keep_seat(self, seat: Seat) -> None:
        """Stage a registration, unless a later event told of it already."""
        document = from_seat(seat)
        told_before = {"$lt": ["$sequence", seat.sequence]}  # also where there is none
        kept = {"$cond": [told_before, {"$literal": document}, "$$ROOT"]}
        self._work.write(SEATS, UpdateOne({"_id": document["_id"]}, [{"$replaceWith": kept}], upsert=True))

    def plan(self, reminder: Reminder) -> None:
        """Stage a reminder, unless it is planned already."""
        document = from_reminder(reminder)
        planned = UpdateOne({"_id": document.pop("_id")}, {"$setOnInsert": document}, upsert=True)
        self._work.write(REMINDERS, planned)

    def settle(self, reminder: Reminder) -> None:
        """Stage that a reminder is over, which must not be so already."""
        to_come = {"_id": reminder.id, "pending": True}
        self._work.write_if_found(REMINDERS, UpdateOne(to_come, {"$set": {"pending": False}}))

    def queue(self, delivery: EmailDelivery) -> None:
        """Stage a mail to send, which belongs to the story of what queues it."""
        delivery.story = correlation_id()
        self._work.write(DELIVERIES, InsertOne(from_delivery(delivery) | RINGS))

    async def add_to_feed(self, line: FeedLine) -> None:
        """Stage a line of the staff feed, after all that are in it."""
        feed = await self._feed()
        self._work.write(FEED, InsertOne(from_entry(feed.add(line)) | RINGS))
        self._work.save(FEED_END, feed, from_feed_end, ())

    async def _feed(self) -> StaffFeed:
        if FEED_END not in self._work.known:
            document = await self._work.database[FEED_END].find_one({"_id": StaffFeed().id})
            self._work.known[FEED_END] = to_feed_end(document) if document else StaffFeed()
        feed: StaffFeed = self._work.known[FEED_END]
        return feed

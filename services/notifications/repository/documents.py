"""Owns the form of this service's documents, their indexes, and the way between them and the domain.

    contacts: {_id: UUID, sequence: 3, given_name: "Zoé", family_name: "Lefèvre", email: "…", locale: "fr",
        referent_of: [UUID]}
    organisations: {_id: UUID, sequence: 1, name: "Manduel"}
    needs: {_id: UUID, sequence: 3, title: "Trop de plastique", author: UUID | null, supporters: [UUID]}
    club_events: {_id: UUID, sequence: 2, kind: "study_trip", title: "…", when: {…}, mode: "in_person",
        place: {…} | null, state: "announced", cancellation_reason: "",
        sessions: [{…}], online_link: "", revision: 0}
    seats: {_id: UUID, sequence: 1, club_event_id: UUID, person_id: UUID, mode: "online", sessions: [UUID],
        active: true, confirmed: true}
    deliveries: {_id: UUID, notice: {template: "registration_confirmed", person_id: UUID, …},
        queued_at: ISODate, due_at: ISODate, urgent: false, state: "queued", pending: true, attempts: 0,
        sent_at: ISODate | null, last_failure: "", story: "…", rings: true};
        the notice is in `notice_documents.py`
    reminders: {_id: UUID, club_event_id: UUID, starts_utc: ISODate, due_at: ISODate, until: ISODate,
        pending: true}
    staff_feed: {_id: UUID, position: 12, at: ISODate, code: "RegistrationConfirmed", text: "…", link: "…",
        subject: "registration/…", person_id: UUID, also_named: [UUID], state: "new",
        rings: true}
    staff_feed_end: {_id: "staff_feed", last_position: 12, version: 12, sequence: 0}

Those of exchanges are in `exchange_documents.py`, those for partners in `partner_documents.py`.

Index `urgent_then_due` is the queue of mails, `due` that of reminders; `of_person` serves the staff's list.
Index `position` makes two lines in one place impossible. What `rings` when it is inserted wakes those who
wait for it.
"""

from dataclasses import asdict

from pydantic import TypeAdapter
from pymongo import ASCENDING, DESCENDING, IndexModel

from services.notifications.domain.copies import ClubEventCopy, Contact, OrganisationCopy
from services.notifications.domain.deliveries import DeliveryState, EmailDelivery
from services.notifications.domain.needs import NeedCopy
from services.notifications.domain.reminders import Reminder
from services.notifications.domain.seats import Seat
from services.notifications.domain.staff_feed import FeedLine, FeedState, StaffFeed, StaffFeedEntry
from services.notifications.repository import exchange_documents, partner_documents
from services.notifications.repository.notice_documents import from_notice, to_notice
from shared.storage.indexes import Indexes
from shared.storage.mongo import Document
from shared.storage.send_queues import SendQueue

CONTACTS, CLUB_EVENTS, ORGANISATIONS, NEEDS = "contacts", "club_events", "organisations", "needs"
SEATS, REMINDERS = "seats", "reminders"
DELIVERIES, FEED, FEED_END = "deliveries", "staff_feed", "staff_feed_end"

INDEXES: Indexes = {
    **exchange_documents.INDEXES,
    **partner_documents.INDEXES,
    CONTACTS: (IndexModel("referent_of", name="referents"),),
    CLUB_EVENTS: (),
    ORGANISATIONS: (),
    NEEDS: (IndexModel("author", name="of_author"),),
    SEATS: (
        IndexModel("club_event_id", name="registered", partialFilterExpression={"active": True}),
        IndexModel("person_id", name="of_person"),
    ),
    REMINDERS: (IndexModel([("due_at", ASCENDING)], name="due", partialFilterExpression={"pending": True}),),
    DELIVERIES: (
        IndexModel("queued_at", name="queued_at"),
        IndexModel(
            [("urgent", DESCENDING), ("due_at", ASCENDING)],
            name="urgent_then_due",
            partialFilterExpression={"pending": True},
        ),
        IndexModel(
            [("notice.person_id", ASCENDING), ("queued_at", ASCENDING), ("_id", ASCENDING)], name="of_person"
        ),
    ),
    FEED: (
        IndexModel("position", name="position", unique=True),
        IndexModel("person_id", name="of_person"),
        IndexModel("also_named", name="also_named"),
        IndexModel("at", name="at"),
    ),
    FEED_END: (),
}

SENDS = (
    SendQueue(DELIVERIES, "urgent_then_due", "Le plus ancien courriel", "Courriels"),
    SendQueue(
        partner_documents.WEBHOOK_DELIVERIES,
        "due",
        "Le plus ancien envoi à un webhook",
        "Envois à des webhooks",
    ),
)

_CLUB_EVENT = TypeAdapter(ClubEventCopy)


def from_contact(contact: Contact) -> Document:
    """The document of a person's address."""
    return _named(asdict(contact), "person_id")


def to_contact(document: Document) -> Contact:
    """The address of a document."""
    known = _unnamed(document, "person_id")
    return Contact(**known | {"referent_of": tuple(known["referent_of"])})


def from_organisation(organisation: OrganisationCopy) -> Document:
    """The document of an organisation's name."""
    return _named(asdict(organisation), "org")


def to_organisation(document: Document) -> OrganisationCopy:
    """The name of a document."""
    return OrganisationCopy(**_unnamed(document, "org"))


def from_need(need: NeedCopy) -> Document:
    """The document of a need."""
    return _named(asdict(need), "need_id")


def to_need(document: Document) -> NeedCopy:
    """The need of a document."""
    need = _unnamed(document, "need_id")
    return NeedCopy(**need | {"supporters": tuple(need["supporters"])})


def from_club_event(club_event: ClubEventCopy) -> Document:
    """The document of a gathering. Local times are text: they are no instants."""
    document: Document = _CLUB_EVENT.dump_python(club_event, mode="json", exclude={"club_event_id"})
    return {"_id": club_event.club_event_id, **document}


def to_club_event(document: Document) -> ClubEventCopy:
    """The gathering of a document."""
    return _CLUB_EVENT.validate_python(_unnamed(document, "club_event_id"))


def from_seat(seat: Seat) -> Document:
    """The document of a registration."""
    return _named(asdict(seat), "registration_id")


def to_seat(document: Document) -> Seat:
    """The registration of a document."""
    seat = _unnamed(document, "registration_id")
    return Seat(**seat | {"sessions": tuple(seat.get("sessions", ()))})


def from_reminder(reminder: Reminder) -> Document:
    """The document of a reminder that is to come."""
    return {"_id": reminder.id, **asdict(reminder), "pending": True}


def to_reminder(document: Document) -> Reminder:
    """The reminder of a document."""
    return Reminder(**{name: document[name] for name in document if name not in {"_id", "pending"}})


def from_delivery(delivery: EmailDelivery) -> Document:
    """The document of a mail to send."""
    return {
        "_id": delivery.id,
        "notice": from_notice(delivery.notice),
        "queued_at": delivery.queued_at,
        "due_at": delivery.due_at,
        "urgent": delivery.notice.is_urgent,
        "state": delivery.state.value,
        "pending": not delivery.is_over,
        "attempts": delivery.attempts,
        "sent_at": delivery.sent_at,
        "last_failure": delivery.last_failure,
        "story": delivery.story,
    }


def to_delivery(document: Document) -> EmailDelivery:
    """The mail of a document."""
    return EmailDelivery(
        id=document["_id"],
        notice=to_notice(document["notice"]),
        queued_at=document["queued_at"],
        due_at=document["due_at"],
        state=DeliveryState(document["state"]),
        attempts=document["attempts"],
        sent_at=document["sent_at"],
        last_failure=document["last_failure"],
        story=document.get("story", ""),
    )


def from_entry(entry: StaffFeedEntry) -> Document:
    """The document of a line in its place."""
    line = _named(asdict(entry.line), "id")
    return line | {"position": entry.position, "state": entry.state.value}


def to_entry(document: Document) -> StaffFeedEntry:
    """The line of a document, in its place."""
    line = FeedLine(
        id=document["_id"],
        at=document["at"],
        code=document["code"],
        text=document["text"],
        link=document["link"],
        subject=document["subject"],
        person_id=document["person_id"],
        also_named=tuple(document["also_named"]),
    )
    return StaffFeedEntry(position=document["position"], line=line, state=FeedState(document["state"]))


def from_feed_end(feed: StaffFeed) -> Document:
    """The document of the feed's end."""
    return {"_id": feed.id, "last_position": feed.last_position, "sequence": feed.sequence}


def to_feed_end(document: Document) -> StaffFeed:
    """The feed's end of a document."""
    return StaffFeed(**_unnamed(document, "id"))


def _named(fields: Document, identity: str) -> Document:
    return {"_id": fields.pop(identity), **fields}


def _unnamed(document: Document, identity: str) -> Document:
    return {identity: document["_id"], **{name: document[name] for name in document if name != "_id"}}

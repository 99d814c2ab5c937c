"""Owns the indexes of this service's collections, each of which serves a question that is asked.

Index `due` finds the gatherings to which
their clock brings something, `giving_back` those given up whose registrations remain to be cancelled,
`closing_attendance` those where it remains to be told who came, `offering` those with seats still to offer,
`shortening` those that begin earlier than they did, with offers still held for too long.
Index `one_active` makes a second active registration of a person impossible; `order_of_line` reads the
waiting list of a mode in its order, passing over organisations without reading more; `held_offers` finds the
offers whose deadline has passed; `colleagues` finds the elected people of an organisation; the others serve
lists.
"""

from pymongo import ASCENDING, IndexModel

from services.registration.domain.registrations import RegistrationState
from services.registration.repository.documents import (
    CLUB_EVENTS,
    MEMBERSHIPS,
    ORGANISATIONS,
    PEOPLE,
    REGISTRATIONS,
    SCANS,
)
from services.registration.repository.invitations import INVITATION_INDEXES, INVITATIONS
from services.registration.repository.need_documents import NEED_INDEXES, NEEDS
from services.registration.repository.past_answers import PAST_ANSWER_INDEXES, PAST_ANSWERS
from services.registration.repository.testimonies import TESTIMONIES, TESTIMONY_INDEXES
from shared.storage.indexes import Indexes

INDEXES: Indexes = {
    CLUB_EVENTS: (
        IndexModel([("state", ASCENDING), ("starts_at", ASCENDING), ("_id", ASCENDING)], name="programme"),
        IndexModel("due_at", name="due", partialFilterExpression={"due_at": {"$type": "date"}}),
        IndexModel("giving_back", name="giving_back", partialFilterExpression={"giving_back": True}),
        IndexModel("offering", name="offering", partialFilterExpression={"offering": True}),
        IndexModel("shortening", name="shortening", partialFilterExpression={"shortening": True}),
        IndexModel(
            "closing_attendance",
            name="closing_attendance",
            partialFilterExpression={"closing_attendance": True},
        ),
    ),
    REGISTRATIONS: (
        IndexModel(
            [("club_event_id", ASCENDING), ("person_id", ASCENDING)],
            name="one_active",
            unique=True,
            partialFilterExpression={"active": True},
        ),
        IndexModel(
            [(field, ASCENDING) for field in ("club_event_id", "mode", "priority", "ticket", "org")],
            name="order_of_line",
            partialFilterExpression={"in_line": True},
        ),
        IndexModel(
            [("offer_expires_at", ASCENDING)],
            name="held_offers",
            partialFilterExpression={"state": RegistrationState.OFFERED.value},
        ),
        IndexModel(
            [("club_event_id", ASCENDING), ("org", ASCENDING), ("role", ASCENDING)],
            name="colleagues",
            partialFilterExpression={"active": True},
        ),
        IndexModel([("club_event_id", ASCENDING), ("_id", ASCENDING)], name="of_club_event"),
        IndexModel([("person_id", ASCENDING), ("_id", ASCENDING)], name="of_person"),
        IndexModel("org", name="of_organisation", partialFilterExpression={"active": True}),
        IndexModel("requested_at", name="requested_at"),
    ),
    SCANS: (
        IndexModel("person_id", name="of_person"),
        IndexModel("scanned_at", name="scanned_at"),
        IndexModel(
            [("club_event_id", ASCENDING), ("scanned_at", ASCENDING), ("_id", ASCENDING)],
            name="refused",
            partialFilterExpression={"refusal": {"$type": "string"}},
        ),
    ),
    PEOPLE: (),
    ORGANISATIONS: (),
    NEEDS: NEED_INDEXES,
    INVITATIONS: INVITATION_INDEXES,
    TESTIMONIES: TESTIMONY_INDEXES,
    PAST_ANSWERS: PAST_ANSWER_INDEXES,
    MEMBERSHIPS: (IndexModel("org", name="org"),),
}

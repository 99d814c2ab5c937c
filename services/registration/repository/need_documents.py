"""Owns the form of needs in the database, their indexes, and the way between them and the aggregate.

    needs: {_id: UUID, org: UUID, person_id: UUID, title: "…", description: "…", topics: ["plastique"],
        raised_at: ISODate, state: "planned", urgency: "high", backers: [UUID, UUID],
        planned_for: UUID | null, merged_into: UUID | null, answered_at: ISODate | null,
        version: 3, sequence: 4}

Index `planned_for` finds the needs that a gathering or an exchange is to answer, and whether an organisation
has one of them; `by_state` serves the lists.
"""

from pymongo import ASCENDING, IndexModel

from services.registration.domain.needs import Need, NeedState
from shared.storage.mongo import Document

NEEDS = "needs"
LINKED = {"$type": "binData"}
NEED_INDEXES = (
    IndexModel(
        [("planned_for", ASCENDING), ("backers", ASCENDING)],
        name="planned_for",
        partialFilterExpression={"planned_for": LINKED},
    ),
    IndexModel([("state", ASCENDING), ("_id", ASCENDING)], name="by_state"),
    IndexModel("person_id", name="of_person"),
)


def from_need(need: Need) -> Document:
    """The document of a need."""
    return {
        "_id": need.id,
        "org": need.org,
        "person_id": need.person_id,
        "title": need.title,
        "description": need.description,
        "topics": list(need.topics),
        "raised_at": need.raised_at,
        "state": need.state.value,
        "urgency": need.urgency,
        "backers": list(need.backers),
        "planned_for": need.planned_for,
        "merged_into": need.merged_into,
        "answered_at": need.answered_at,
        "sequence": need.sequence,
    }


def to_need(document: Document) -> Need:
    """The need of a document."""
    told = {name: value for name, value in document.items() if name not in {"_id", "backers"}}
    told |= {"topics": tuple(told["topics"]), "state": NeedState(told["state"])}
    return Need(id=document["_id"], supporters=tuple(document["backers"][1:]), **told)

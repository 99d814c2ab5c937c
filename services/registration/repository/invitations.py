"""Owns the form of invitations in the database, their loading, saving and listing.

    invitations: {_id: UUID, club_event_id: UUID, person_id: UUID, org: UUID, sent_at: ISODate, state: "sent",
        holds: true, version: 1, sequence: 1}

Index `one_holding` makes a second invitation of a person that holds impossible, and finds those that hold.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pymongo import ASCENDING, IndexModel

from services.registration.domain.invitation_errors import UnknownInvitation
from services.registration.domain.invitations import Invitation, InvitationState
from shared.events.envelope import Payload
from shared.storage.mongo import Database, Document
from shared.storage.unit_of_work import UnitOfWork

INVITATIONS = "invitations"
INVITATION_INDEXES = (
    IndexModel(
        [("club_event_id", ASCENDING), ("person_id", ASCENDING)],
        name="one_holding",
        unique=True,
        partialFilterExpression={"holds": True},
    ),
    IndexModel([("club_event_id", ASCENDING), ("_id", ASCENDING)], name="of_club_event"),
    IndexModel([("person_id", ASCENDING), ("_id", ASCENDING)], name="of_person"),
    IndexModel("sent_at", name="sent_at"),
)


class MongoInvitations:
    """The invitations, within one unit of work: those that hold for a gathering are read once."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def invitation(self, invitation_id: UUID) -> Invitation:
        """One invitation.

        Raises:
            UnknownInvitation: there is none.
        """
        invitation: Invitation | None = self._work.known.get(invitation_id)
        if invitation is None:
            document = await self._work.database[INVITATIONS].find_one({"_id": invitation_id})
            invitation = self._known(document) if document else None
        if invitation is None:
            raise UnknownInvitation
        return invitation

    async def holding(self, club_event_id: UUID) -> Mapping[UUID, Invitation]:
        """The invitations to a gathering that hold, by person."""
        key = (INVITATIONS, club_event_id)
        if key not in self._work.known:
            found = self._work.database[INVITATIONS].find({"club_event_id": club_event_id, "holds": True})
            read = [self._known(document) async for document in found]
            self._work.known[key] = {one.person_id: one for one in read}
        guests: dict[UUID, Invitation] = self._work.known[key]
        return {person_id: one for person_id, one in guests.items() if one.holds}

    def save(self, invitation: Invitation, events: Sequence[Payload]) -> None:
        """Stage an invitation and its events."""
        self._work.known[invitation.id] = invitation
        guests = self._work.known.get((INVITATIONS, invitation.club_event_id))
        if guests is not None and invitation.holds:
            guests[invitation.person_id] = invitation
        self._work.save(INVITATIONS, invitation, _from_invitation, events)

    def _known(self, document: Document) -> Invitation:
        invitation: Invitation = self._work.known.setdefault(document["_id"], to_invitation(document))
        return invitation


class MongoInvitationQueries:
    """Lists, one page at a time."""

    def __init__(self, database: Database) -> None:
        self._invitations = database[INVITATIONS]

    async def invitation(self, invitation_id: UUID) -> Invitation:
        """One invitation.

        Raises:
            UnknownInvitation: there is none.
        """
        document = await self._invitations.find_one({"_id": invitation_id})
        if document is None:
            raise UnknownInvitation
        return to_invitation(document)

    async def of_club_event(
        self, club_event_id: UUID, *, state: InvitationState | None, after: UUID | None, limit: int
    ) -> Sequence[Invitation]:
        """The invitations to a gathering, in the order of their sending."""
        wanted: dict[str, Any] = {"club_event_id": club_event_id}
        if state is not None:
            wanted["state"] = state.value
        return await self._page(wanted, after, limit)

    async def of_person(self, person_id: UUID, *, after: UUID | None, limit: int) -> Sequence[Invitation]:
        """The invitations of a person, in the order of their sending."""
        return await self._page({"person_id": person_id}, after, limit)

    async def _page(self, wanted: dict[str, Any], after: UUID | None, limit: int) -> Sequence[Invitation]:
        if after is not None:
            wanted = wanted | {"_id": {"$gt": after}}
        found = self._invitations.find(wanted, sort=[("_id", ASCENDING)], limit=limit)
        return [to_invitation(document) async for document in found]


def to_invitation(document: Document) -> Invitation:
    """The invitation of a document."""
    told = {name: value for name, value in document.items() if name not in {"_id", "holds"}}
    return Invitation(id=document["_id"], **told | {"state": InvitationState(document["state"])})


def _from_invitation(invitation: Invitation) -> Document:
    return {
        "_id": invitation.id,
        "club_event_id": invitation.club_event_id,
        "person_id": invitation.person_id,
        "org": invitation.org,
        "sent_at": invitation.sent_at,
        "state": invitation.state.value,
        "holds": invitation.holds,
        "sequence": invitation.sequence,
    }

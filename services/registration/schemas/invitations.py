"""Owns what the routes of invitations take and give: shapes and bounds, no rule."""

from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from services.registration.domain.invitations import Invitation, InvitationState
from services.registration.schemas.asked import Asked


class InvitationIn(Asked):
    """Somebody to invite."""

    person_id: UUID
    org: UUID = Field(description="The organisation that the person would come for.")


class InvitationOut(BaseModel):
    """An invitation as it stands."""

    id: UUID
    club_event_id: UUID
    person_id: UUID
    org: UUID
    sent_at: AwareDatetime
    state: InvitationState

    @classmethod
    def of(cls, invitation: Invitation) -> "InvitationOut":
        """The form of an invitation."""
        return cls(**{name: getattr(invitation, name) for name in cls.model_fields})

"""Owns what this service's API gives: shapes, no rule. No address is in them."""

from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from services.notifications.domain.deliveries import DeliveryState, EmailDelivery
from services.notifications.domain.notices import Template
from services.notifications.domain.staff_feed import FeedState, StaffFeedEntry


class StaffFeedEntryOut(BaseModel):
    """A line of the staff feed, in its place."""

    id: UUID
    position: int = Field(description="Grows by one with each line; `Last-Event-ID` in the live stream.")
    at: AwareDatetime = Field(description="When the fact happened.")
    code: str = Field(description="The kind of fact, as its event names it.")
    text: str = Field(description="One French sentence.")
    link: str = Field(description="Path of the thing concerned, in the API of the service that owns it.")
    subject: str = Field(description="The thing concerned, as events name it.")
    person_id: UUID | None
    state: FeedState

    @classmethod
    def of(cls, entry: StaffFeedEntry) -> "StaffFeedEntryOut":
        """The form of a line."""
        line = entry.line
        return cls(
            id=line.id,
            position=entry.position,
            at=line.at,
            code=line.code,
            text=line.text,
            link=line.link,
            subject=line.subject,
            person_id=line.person_id,
            state=entry.state,
        )


class DeliveryOut(BaseModel):
    """A mail, and how far it is."""

    id: UUID
    template: Template
    person_id: UUID
    about: str = Field(description="What it is about, as events name it: `club_event/<id>`, `visit/<id>`.")
    state: DeliveryState
    attempts: int
    queued_at: AwareDatetime
    due_at: AwareDatetime = Field(description="Not tried before.")
    sent_at: AwareDatetime | None
    last_failure: str

    @classmethod
    def of(cls, delivery: EmailDelivery) -> "DeliveryOut":
        """The form of a mail."""
        notice = delivery.notice
        return cls(
            id=delivery.id,
            template=notice.template,
            person_id=notice.person_id,
            about=str(notice.about),
            state=delivery.state,
            attempts=delivery.attempts,
            queued_at=delivery.queued_at,
            due_at=delivery.due_at,
            sent_at=delivery.sent_at,
            last_failure=delivery.last_failure,
        )

"""Owns what the desk's routes take and give: shapes and bounds, no rule."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from services.registration.domain.commands.registrations import OfferAnswer, RefusalReason
from services.registration.domain.programme import AttendanceMode
from services.registration.domain.registrations import Change, Registration, RegistrationState
from services.registration.domain.sessions import SESSIONS_MAX
from services.registration.schemas.asked import Asked
from shared.events.registration import RegistrationWaitlisted

GROUP_MAX = 50
Sessions = Annotated[tuple[UUID, ...], Field(max_length=SESSIONS_MAX)]


class RegistrationIn(Asked):
    """A place to ask for."""

    person_id: UUID | None = Field(default=None, description="Who comes; who asks, when nobody is named.")
    org: UUID = Field(description="The organisation that the person comes for.")
    mode: AttendanceMode = AttendanceMode.IN_PERSON
    sessions: Sessions = ()


class GroupIn(Asked):
    """Places to ask for several people of one organisation at once."""

    people: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=GROUP_MAX)]
    org: UUID = Field(description="The organisation that they come for.")
    mode: AttendanceMode = AttendanceMode.IN_PERSON
    sessions: Sessions = ()
    all_or_nothing: bool = Field(
        description="Nobody comes unless all have a seat; otherwise who has none waits."
    )


class TransferIn(Asked):
    """A colleague who takes the seat over."""

    person_id: UUID


class RefusalIn(Asked):
    """A request to turn down."""

    reason: RefusalReason


class OfferAnswerIn(Asked):
    """The answer to an offer."""

    answer: OfferAnswer


class RegistrationOut(BaseModel):
    """A place, or a place in the line."""

    id: UUID
    club_event_id: UUID
    person_id: UUID
    org: UUID
    mode: AttendanceMode
    state: RegistrationState
    requested_at: AwareDatetime
    speaks: bool = Field(description="Gives a testimony, beside the places of the public.")
    needs_attention: bool
    sessions: tuple[UUID, ...]
    offer_expires_at: AwareDatetime | None = Field(description="Until when a seat is, or was, held.")
    position: int | None = Field(
        default=None,
        description="Place in the waiting list; only in the answer to joining it.",
    )

    @classmethod
    def of(cls, registration: Registration) -> "RegistrationOut":
        """The form of a registration."""
        return cls(
            id=registration.id,
            club_event_id=registration.club_event_id,
            person_id=registration.person_id,
            org=registration.org,
            mode=registration.mode,
            state=registration.state,
            requested_at=registration.requested_at,
            speaks=registration.speaks,
            needs_attention=registration.needs_attention,
            sessions=registration.sessions,
            offer_expires_at=registration.offer_expires_at,
        )

    @classmethod
    def of_change(cls, change: Change) -> "RegistrationOut":
        """The form of a registration that has just been decided."""
        form = cls.of(change.registration)
        for event in change.events:
            if isinstance(event, RegistrationWaitlisted):
                form.position = event.position
        return form


class GroupOut(BaseModel):
    """What became of each person of a group, in the order in which they were named."""

    items: tuple[RegistrationOut, ...]

    @classmethod
    def of_changes(cls, changes: Sequence[Change]) -> "GroupOut":
        """The form of registrations that have just been decided."""
        return cls(items=tuple(RegistrationOut.of_change(change) for change in changes))

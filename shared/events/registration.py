"""Owns the contracts of `registration`: club events, the places at them, and the needs that they answer."""

from typing import ClassVar
from uuid import UUID

from pydantic import AwareDatetime, Field

from shared.events.access import PersonalDataCollectedFact
from shared.events.envelope import Payload
from shared.events.pieces import Piece, Place, When
from shared.events.scrubbing import PersonScrubbedFact

CapacityByMode = dict[str, int]
"""Places by attendance mode: `in_person`, `online`."""


class ClubEventFact(Payload):
    """Something happened to a gathering."""

    aggregate: ClassVar[str] = "club_event"
    partner: ClassVar[bool] = True

    club_event_id: UUID = Field(description="Club event id.")


class ClubEventDrafted(ClubEventFact):
    """Staff started to prepare a gathering."""

    partner: ClassVar[bool] = False

    kind: str = Field(description="political_meeting, technical_days, political_morning, study_trip, …")
    title: str = Field(description="In French, for people.")


class SessionPiece(Piece):
    """A part of a gathering with places of its own."""

    session_id: UUID = Field(description="Session id.")
    title: str = Field(description="In French, for people.")
    when: When = Field(description="When it is held.")
    capacity: int = Field(description="Places, however people attend.")


class ClubEventAnnounced(ClubEventFact):
    """A gathering is public."""

    kind: str = Field(description="political_meeting, technical_days, political_morning, study_trip, …")
    title: str = Field(description="In French, for people.")
    topics: tuple[str, ...] = Field(description="Codes of the shared topic list.")
    when: When = Field(description="When people meet.")
    mode: str = Field(description="in_person, online or hybrid.")
    place: Place | None = Field(description="Null for a gathering that is only online.")
    venue_org: UUID | None = Field(description="Organisation that welcomes it.")
    area: tuple[str, ...] = Field(
        description="`DEP-30` for a département, `REG-76` for a région; empty when national."
    )
    audience: str = Field(description="Who may come, in French, for people.")
    sessions: tuple[SessionPiece, ...] = Field(
        default=(), description="Its parts; none where there are none."
    )


class RegistrationOpened(ClubEventFact):
    """Registrations are taken."""

    closes_at: AwareDatetime | None = Field(description="Registration deadline.")
    capacity: CapacityByMode = Field(description="Places by attendance mode.")


class RegistrationClosed(ClubEventFact):
    """Registrations are no longer taken."""

    closes_at: AwareDatetime | None = Field(description="When it closed.")
    capacity: CapacityByMode = Field(description="Places by attendance mode.")


class SpeakerPiece(Piece):
    """Who tells something at a gathering."""

    testimony_id: UUID = Field(description="Testimony id.")
    org: UUID = Field(description="Organisation whose experience it is.")
    title: str = Field(description="In French, for people.")


class ClubEventUpdated(ClubEventFact):
    """What is said of a gathering changed, but not its dates. Fields that did not change are null."""

    changed_fields: tuple[str, ...] = Field(description="Names of the fields below that have a new value.")
    title: str | None = Field(default=None, description="In French, for people.")
    topics: tuple[str, ...] | None = Field(default=None, description="Codes of the shared topic list.")
    mode: str | None = Field(default=None, description="in_person, online or hybrid.")
    place: Place | None = Field(default=None, description="Where people meet; null too where none is left.")
    venue_org: UUID | None = Field(default=None, description="Organisation that welcomes it.")
    area: tuple[str, ...] | None = Field(default=None, description="`DEP-30`, `REG-76`.")
    audience: str | None = Field(default=None, description="Who may come, in French, for people.")
    summary: str | None = Field(default=None, description="What it is about, in French, for people.")
    sessions: tuple[SessionPiece, ...] | None = Field(default=None, description="All its parts.")
    speakers: tuple[SpeakerPiece, ...] | None = Field(default=None, description="All who have confirmed.")
    capacity: dict[str, int] | None = Field(default=None, description="Seats by mode: in_person, online.")
    quota_per_organisation: int | None = Field(
        default=None, description="Seats that one organisation may have; null too where there is no limit."
    )


class ClubEventRescheduled(ClubEventFact):
    """A gathering has other dates; also when it had been postponed with none."""

    previous_when: When = Field(description="When people were to meet.")
    when: When = Field(description="When people meet.")
    place: Place | None = Field(description="Where; null for a gathering that is only online.")
    sessions: tuple[SessionPiece, ...] | None = Field(
        default=None, description="All its parts, which move with it; null where that is not said."
    )


class ClubEventPostponed(ClubEventFact):
    """A gathering will not take place on its dates, and has no others yet."""

    reason: str = Field(description="In French, for people.")


class ClubEventLinkChanged(ClubEventFact):
    """The private address where a gathering is attended online is another. For the confirmed alone."""

    partner: ClassVar[bool] = False

    link: str = Field(description="https address; empty where there is none any more.")


class ClubEventHeld(ClubEventFact):
    """A gathering has taken place."""

    when: When = Field(description="When people met.")


class DocumentPiece(Piece):
    """Something to read about a gathering that has taken place."""

    kind: str = Field(description="minutes, slides, recording, other.")
    title: str = Field(description="In French, for people.")
    url: str = Field(description="https address.")


class ClubEventDocumented(ClubEventFact):
    """Who came to a gathering, and what is left of it."""

    attended_count: int = Field(description="People who came.")
    organisations_count: int = Field(description="Organisations that they came for.")
    documents: tuple[DocumentPiece, ...] = Field(description="Minutes first.")


class ClubEventCancelled(ClubEventFact):
    """A gathering will not take place."""

    reason: str = Field(description="In French, for people.")


class SeatsLeftToStaff(ClubEventFact):
    """Seats are free and people wait, too late to write and wait for answers: staff calls them."""

    partner: ClassVar[bool] = False

    mode: str = Field(description="in_person or online.")
    free: int = Field(description="Seats that nobody has.")
    waiting: int = Field(description="People in line.")


class OpeningDropped(ClubEventFact):
    """Registrations cannot open by themselves as it was planned: staff opens them, or plans anew."""

    partner: ClassVar[bool] = False

    opens_at: AwareDatetime = Field(description="When they were to open.")
    reason: str = Field(description="Why they cannot, in French, for people.")


class RegistrationFact(Payload):
    """Something happened to one person's place at one gathering."""

    aggregate: ClassVar[str] = "registration"

    registration_id: UUID = Field(description="Registration id.")
    club_event_id: UUID = Field(description="Club event id.")
    person_id: UUID = Field(description="Person the place is for.")


class SeatedFact(RegistrationFact):
    """A place, for somebody of an organisation, in one attendance mode."""

    org: UUID = Field(description="Organisation the person comes for.")
    mode: str = Field(description="in_person or online.")
    sessions: tuple[UUID, ...] = Field(
        default=(), description="Session ids: the parts that the person chose."
    )


class RegistrationConfirmed(SeatedFact):
    """The person has a seat."""

    seats_left: int = Field(description="Seats free in this mode after this one.")


class RegistrationWaitlisted(SeatedFact):
    """The person waits for a seat."""

    position: int = Field(description="Place in the waiting list of this mode, from 1.")


class RegistrationCancelled(RegistrationFact):
    """The place is given back."""

    reason_code: str = Field(
        description="by_person, by_referent, by_staff, club_event_cancelled, person_erased."
    )


class AttendanceRecorded(RegistrationFact):
    """Whether a person with a seat came is known, or known better."""

    attended: bool = Field(description="Whether the person came.")


class RegistrationRequested(SeatedFact):
    """Staff is to review the request: nobody has a seat yet."""


class RegistrationRefused(RegistrationFact):
    """Staff turned the request down."""

    reason_code: str = Field(
        description="not_the_audience, organisation_represented, not_enough_places, other."
    )


class SeatOffered(SeatedFact):
    """A seat is held for somebody who waits, until they answer or the deadline passes."""

    expires_at: AwareDatetime = Field(description="Until when the seat is held.")


class SeatOfferExpired(RegistrationFact):
    """Nobody answered in time: the seat goes to the next in line."""

    expires_at: AwareDatetime = Field(description="Until when the seat was held.")


class RegistrationTransferred(Payload):
    """Somebody else of the same organisation has the seat."""

    aggregate: ClassVar[str] = "registration"

    registration_id: UUID = Field(description="Registration id.")
    club_event_id: UUID = Field(description="Club event id.")
    from_person_id: UUID = Field(description="Person who had the seat.")
    to_person_id: UUID = Field(description="Person who has it now.")
    mode: str = Field(description="in_person or online.")
    sessions: tuple[UUID, ...] = Field(default=(), description="Session ids: the parts that were chosen.")


class RegistrationFlagged(RegistrationFact):
    """The person may no longer come, as far as is known: nothing is taken away, staff is to look at it."""

    reason_code: str = Field(description="no_membership, never_elected, outside_area, …: the rule not met.")


class InvitationFact(Payload):
    """Something happened to an invitation of somebody whom the rules of a gathering may leave out."""

    aggregate: ClassVar[str] = "invitation"

    invitation_id: UUID = Field(description="Invitation id.")
    club_event_id: UUID = Field(description="Club event id.")
    person_id: UUID = Field(description="Person who is invited.")
    org: UUID = Field(description="Organisation that the person would come for.")


class GuestInvited(InvitationFact):
    """Staff invites somebody, who may register from now on."""


class InvitationAccepted(InvitationFact):
    """The person has registered."""


class InvitationDeclined(InvitationFact):
    """The person will not come."""


class InvitationWithdrawn(InvitationFact):
    """Staff has taken the invitation back before it was answered."""


class TestimonyFact(Payload):
    """Something happened to what a member tells the others at a gathering."""

    aggregate: ClassVar[str] = "testimony"

    testimony_id: UUID = Field(description="Testimony id.")
    org: UUID = Field(description="Organisation whose experience it is.")


class TestimonyProposed(TestimonyFact):
    """Somebody could tell of what they have done."""

    title: str = Field(description="In French, for people.")
    topics: tuple[str, ...] = Field(description="Codes of the shared topic list.")
    need_id: UUID | None = Field(default=None, description="Need that it would help with.")


class SpeakerFact(TestimonyFact):
    """Something happened to a testimony that is kept for a gathering."""

    club_event_id: UUID = Field(description="Club event id.")
    person_id: UUID = Field(description="Person who speaks.")


class TestimonyChosen(SpeakerFact):
    """Staff keeps it for a gathering; nobody is asked yet."""


class SpeakerInvited(SpeakerFact):
    """Staff asks the person whether they will speak; it may ask again."""


class TestimonyConfirmed(SpeakerFact):
    """The person will speak."""


class TestimonyDeclined(SpeakerFact):
    """The person will not speak at this gathering."""


class TestimonyReleased(SpeakerFact):
    """It may be chosen for another gathering: this one will not take place, or took place without it."""


class TestimonyGiven(SpeakerFact):
    """It was told at a gathering."""

    title: str = Field(description="In French, for people.")
    topics: tuple[str, ...] = Field(description="Codes of the shared topic list.")


class TestimonyWithdrawn(TestimonyFact):
    """It is proposed no longer."""


class NeedFact(Payload):
    """Something happened to a difficulty that a member told the club of."""

    aggregate: ClassVar[str] = "need"

    need_id: UUID = Field(description="Need id.")


class NeedRaised(NeedFact):
    """A member tells of a difficulty."""

    org: UUID = Field(description="Organisation that has it.")
    title: str = Field(description="In French, for people.")
    topics: tuple[str, ...] = Field(description="Codes of the shared topic list.")


class NeedSupported(NeedFact):
    """Another member has the same difficulty."""

    org: UUID = Field(description="Organisation that supports it.")
    supporters: int = Field(description="Organisations that support it by now.")


class NeedQualified(NeedFact):
    """Staff made clear what it is about."""

    topics: tuple[str, ...] = Field(description="Codes of the shared topic list.")
    urgency: str = Field(description="low, normal or high.")


class NeedMerged(NeedFact):
    """It is the same as another, which goes on with the supporters of both."""

    into_need_id: UUID = Field(description="The need that goes on.")


class NeedPlanned(NeedFact):
    """Staff has found how to answer it: by a gathering or by an exchange."""

    club_event_id: UUID | None = Field(default=None, description="Gathering that is to answer it.")
    exchange_request_id: UUID | None = Field(default=None, description="Exchange that is to answer it.")


class NeedAnswered(NeedFact):
    """What was planned has taken place."""

    reason_code: str = Field(description="club_event_held or exchange_fulfilled.")


class NeedReopened(NeedFact):
    """It is to be answered in another way."""

    reason_code: str = Field(description="club_event_cancelled, exchange_given_up or did_not_help.")


class NeedClosed(NeedFact):
    """Staff does not go on with it."""

    reason_code: str = Field(description="out_of_scope, solved, no_answer or other.")


class PersonScrubbed(PersonScrubbedFact):
    """This service holds nothing of an erased person any more, but ids and counts."""


class PersonalDataCollected(PersonalDataCollectedFact):
    """This service says all that it holds of a person who asked."""


CLUB_EVENT_CONTRACTS = (
    ClubEventDrafted,
    ClubEventAnnounced,
    RegistrationOpened,
    RegistrationClosed,
    ClubEventUpdated,
    ClubEventRescheduled,
    ClubEventPostponed,
    ClubEventLinkChanged,
    ClubEventHeld,
    ClubEventDocumented,
    ClubEventCancelled,
    SeatsLeftToStaff,
    OpeningDropped,
)
REGISTRATION_CONTRACTS = (
    RegistrationRequested,
    RegistrationConfirmed,
    RegistrationWaitlisted,
    SeatOffered,
    SeatOfferExpired,
    RegistrationRefused,
    RegistrationCancelled,
    RegistrationTransferred,
    RegistrationFlagged,
    AttendanceRecorded,
)
INVITATION_CONTRACTS = (GuestInvited, InvitationAccepted, InvitationDeclined, InvitationWithdrawn)
TESTIMONY_CONTRACTS = (
    TestimonyProposed,
    TestimonyChosen,
    SpeakerInvited,
    TestimonyConfirmed,
    TestimonyDeclined,
    TestimonyReleased,
    TestimonyGiven,
    TestimonyWithdrawn,
)
NEED_CONTRACTS = (
    NeedRaised,
    NeedSupported,
    NeedQualified,
    NeedMerged,
    NeedPlanned,
    NeedAnswered,
    NeedReopened,
    NeedClosed,
)
"""Each tuple is the whole history of one kind of subject: who follows a subject wants all of it."""

"""Owns what a mail tells: of a gathering here, of all else in modules of its own. Words and sends none."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.notifications.domain.copies import IN_CALENDARS
from services.notifications.domain.reminders import Reminder
from services.notifications.domain.seats import Seat
from shared.events.envelope import Envelope
from shared.events.registration import (
    ClubEventFact,
    ClubEventLinkChanged,
    ClubEventPostponed,
    ClubEventRescheduled,
    ClubEventUpdated,
    GuestInvited,
    InvitationFact,
    InvitationWithdrawn,
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationFact,
    RegistrationRefused,
    RegistrationRequested,
    RegistrationTransferred,
    RegistrationWaitlisted,
    SeatedFact,
    SeatOffered,
    SeatOfferExpired,
    SpeakerInvited,
)

ONLINE = "online"


class Template(StrEnum):
    """The mails that exist; each names its template files."""

    CONFIRMED = "registration_confirmed"
    WAITLISTED = "registration_waitlisted"
    CANCELLED = "registration_cancelled"
    REQUESTED = "registration_requested"
    REFUSED = "registration_refused"
    OFFERED = "seat_offered"
    OFFER_EXPIRED = "seat_offer_expired"
    CHANGED = "club_event_changed"
    POSTPONED = "club_event_postponed"
    ONLINE_LINK = "online_link"
    REMINDER = "club_event_reminder"
    INVITED = "guest_invited"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    SPEAKER_INVITED = "speaker_invited"
    MEMBERSHIP_ACTIVATED = "membership_activated"
    MEMBERSHIP_REJECTED = "membership_rejected"
    MEMBERSHIP_RESIGNED = "membership_resigned"
    MEMBERSHIP_LAPSED = "membership_lapsed"
    FEE_CALLED = "fee_called"
    FEE_REMINDED = "fee_reminded"
    FEE_PAID = "fee_paid"
    PERSON_INVITED = "person_invited"
    ERASURE_REFUSED = "erasure_refused"
    NEED_PLANNED = "need_planned"
    NEED_ANSWERED = "need_answered"
    NEED_REOPENED = "need_reopened"
    NEED_MERGED = "need_merged"
    NEED_CLOSED = "need_closed"
    EXCHANGE_QUALIFIED = "exchange_qualified"
    EXCHANGE_DECLINED = "exchange_declined"
    MATCH_PROPOSED = "match_proposed"
    MATCH_REMINDED = "match_reminded"
    MATCH_DECLINED = "match_declined"
    MATCH_ACCEPTED = "match_accepted"
    EXCHANGE_FULFILLED = "exchange_fulfilled"
    REVIEW_REQUESTED = "convention_review_requested"
    CHANGE_ASKED = "convention_change_asked"
    SIGNATURE_REQUESTED = "signature_requested"
    SIGNATURE_CODE = "signature_code"
    SIGNATORY_NEEDED = "signatory_needed"
    SIGNATURE_REFUSED = "signature_refused"
    SIGNING_EXPIRED = "signing_expired"
    CONVENTION_SIGNED = "convention_signed"
    AMENDMENT_REVIEW_REQUESTED = "amendment_review_requested"
    AMENDMENT_CHANGE_ASKED = "amendment_change_asked"
    AMENDMENT_REFUSED = "amendment_refused"
    AMENDMENT_EXPIRED = "amendment_expired"
    AMENDMENT_ABANDONED = "amendment_abandoned"
    AMENDMENT_SIGNED = "amendment_signed"
    CONVENTION_IN_FORCE = "convention_in_force"
    CONVENTION_END_NEAR = "convention_end_near"
    CONVENTION_ENDED = "convention_ended"
    CONVENTION_TERMINATED = "convention_terminated"
    CONVENTION_ABANDONED = "convention_abandoned"
    QUOTA_REACHED = "half_day_quota_reached"
    VISIT_PROPOSED = "visit_proposed"
    VISIT_SCHEDULED = "visit_scheduled"
    VISIT_RESCHEDULED = "visit_rescheduled"
    VISIT_LEFT = "visit_left"
    VISIT_CANCELLED = "visit_cancelled"
    VISIT_CONFIRMATION = "visit_confirmation"
    REPORT_REQUESTED = "report_requested"
    REPORT_REMINDED = "report_reminded"
    REPORT_RETURNED = "report_returned"


class Matter(StrEnum):
    """What a mail is about, as events name it: the kind of the copy that it is written from."""

    CLUB_EVENT = "club_event"
    EXCHANGE_REQUEST = "exchange_request"
    CONVENTION = "convention"
    VISIT = "visit"
    ORGANISATION = "organisation"
    PERSON = "person"
    NEED = "need"


@dataclass(frozen=True, slots=True)
class About:
    """One thing that a mail is about."""

    matter: Matter
    id: UUID

    def __str__(self) -> str:
        """As events name a subject."""
        return f"{self.matter}/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(ABC):
    """What one mail tells one person: ids and facts, never a name or an address."""

    template: Template
    person_id: UUID
    at: datetime
    """When it happened."""

    @property
    @abstractmethod
    def about(self) -> About:
        """What it is about."""

    @property
    def is_urgent(self) -> bool:
        """Whether the person is waiting for it: it goes before all others."""
        return False

    @property
    def useless_from(self) -> datetime | None:
        """When it is no longer worth sending; None where it always is."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheringNotice(Notice):
    """What one mail tells of a gathering: of a seat at it, an invitation or a testimony."""

    club_event_id: UUID
    registration_id: UUID | None = None
    invitation_id: UUID | None = None
    testimony_id: UUID | None = None
    """Which of these it is about."""
    sequence: int
    """Position of the fact in the history of that: the SEQUENCE of its calendar invitation."""
    mode: str = ""
    """in_person or online; empty where the fact does not say."""
    sessions: tuple[UUID, ...] = ()
    """The parts of the gathering that the person chose."""
    position: int | None = None
    """Place in the waiting list, for who waits."""
    reason_code: str = ""
    """Why the place was given back, or refused."""
    expires_at: datetime | None = None
    """Until when a seat is, or was, held."""
    seated: bool = True
    """Whether an invitation is in the person's calendar, for what is told to everybody registered."""

    @property
    def about(self) -> About:
        """The gathering."""
        return About(Matter.CLUB_EVENT, self.club_event_id)


CHANGES: dict[type[ClubEventFact], Template] = {
    ClubEventRescheduled: Template.CHANGED,
    ClubEventUpdated: Template.CHANGED,
    ClubEventPostponed: Template.POSTPONED,
    ClubEventLinkChanged: Template.ONLINE_LINK,
}
INVITATIONS: dict[type[InvitationFact], Template] = {
    GuestInvited: Template.INVITED,
    InvitationWithdrawn: Template.INVITATION_WITHDRAWN,
}
TEMPLATES: dict[type[RegistrationFact], Template] = {
    RegistrationConfirmed: Template.CONFIRMED,
    RegistrationWaitlisted: Template.WAITLISTED,
    RegistrationCancelled: Template.CANCELLED,
    RegistrationRequested: Template.REQUESTED,
    RegistrationRefused: Template.REFUSED,
    SeatOffered: Template.OFFERED,
    SeatOfferExpired: Template.OFFER_EXPIRED,
}


def notice_of(event: Envelope[RegistrationFact]) -> GatheringNotice:
    """What the person concerned is told of this event."""
    fact = event.data
    return GatheringNotice(
        template=TEMPLATES[type(fact)],
        person_id=fact.person_id,
        registration_id=fact.registration_id,
        club_event_id=fact.club_event_id,
        sequence=event.sequence,
        at=event.time,
        mode=fact.mode if isinstance(fact, SeatedFact) else "",
        sessions=fact.sessions if isinstance(fact, SeatedFact) else (),
        position=fact.position if isinstance(fact, RegistrationWaitlisted) else None,
        reason_code=fact.reason_code if isinstance(fact, RegistrationCancelled | RegistrationRefused) else "",
        expires_at=fact.expires_at if isinstance(fact, SeatOffered | SeatOfferExpired) else None,
    )


def notices_of_transfer(event: Envelope[RegistrationTransferred]) -> tuple[GatheringNotice, GatheringNotice]:
    """What who has the seat now, and who had it, are told."""
    fact = event.data

    def notice(template: Template, person_id: UUID, reason_code: str = "") -> GatheringNotice:
        return GatheringNotice(
            template=template,
            person_id=person_id,
            registration_id=fact.registration_id,
            club_event_id=fact.club_event_id,
            sequence=event.sequence,
            at=event.time,
            mode=fact.mode,
            sessions=fact.sessions,
            reason_code=reason_code,
        )

    return (
        notice(Template.CONFIRMED, fact.to_person_id),
        notice(Template.CANCELLED, fact.from_person_id, "transferred"),
    )


def notice_of_invitation(event: Envelope[InvitationFact]) -> GatheringNotice:
    """What somebody is told who is invited, or no longer is."""
    fact = event.data
    return GatheringNotice(
        template=INVITATIONS[type(fact)],
        person_id=fact.person_id,
        club_event_id=fact.club_event_id,
        invitation_id=fact.invitation_id,
        sequence=event.sequence,
        at=event.time,
    )


def notice_of_speaking(event: Envelope[SpeakerInvited]) -> GatheringNotice:
    """What somebody is told who is asked to speak."""
    fact = event.data
    return GatheringNotice(
        template=Template.SPEAKER_INVITED,
        person_id=fact.person_id,
        club_event_id=fact.club_event_id,
        testimony_id=fact.testimony_id,
        sequence=event.sequence,
        at=event.time,
    )


def notice_of_change(event: Envelope[ClubEventFact], seat: Seat) -> GatheringNotice:
    """What somebody registered is told of a gathering that changes."""
    return _to(seat, CHANGES[type(event.data)], at=event.time)


def notice_of_reminder(reminder: Reminder, seat: Seat) -> GatheringNotice:
    """What somebody who has a seat is reminded of."""
    return _to(seat, Template.REMINDER, at=reminder.due_at)


def _to(seat: Seat, template: Template, *, at: datetime) -> GatheringNotice:
    return GatheringNotice(
        template=template,
        person_id=seat.person_id,
        registration_id=seat.registration_id,
        club_event_id=seat.club_event_id,
        sequence=seat.sequence,
        at=at,
        mode=seat.mode,
        sessions=seat.sessions,
        seated=seat.confirmed,
    )


def concerns(event: Envelope[ClubEventFact], seat: Seat) -> bool:
    """Whether somebody registered is told of this change: of a private link, only who has a seat online.

    Of the parts of a gathering, who chose some.
    """
    fact = event.data
    match fact:
        case ClubEventLinkChanged():
            return bool(fact.link) and seat.confirmed and seat.mode == ONLINE
        case ClubEventUpdated():
            shown = IN_CALENDARS.intersection(fact.changed_fields)
            return bool(shown - {"sessions"}) or ("sessions" in shown and bool(seat.sessions))
        case _:
            return True

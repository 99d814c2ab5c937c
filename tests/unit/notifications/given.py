"""Owns the people, gatherings and events that the tests of notifications start from. Asserts nothing."""

from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from services.notifications.domain.copies import ClubEventCopy, Contact
from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.notices import notice_of
from services.notifications.mail.composer import FrenchComposer, LetterLinks
from services.notifications.mail.exchanges.links import ExchangeLinks
from services.notifications.mail.links import MailLinks
from services.notifications.mail.members.links import MemberLinks
from shared.events.directory import PersonActivated, PersonRole
from shared.events.envelope import Envelope, Payload
from shared.events.pieces import Place, When
from shared.events.registration import (
    ClubEventAnnounced,
    GuestInvited,
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationFact,
    RegistrationWaitlisted,
)
from shared.security.links import LinkSigner
from shared.security.seat_codes import SeatCodes

NOW = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
PERSON, CLUB_EVENT, REGISTRATION, INVITATION, ORG = uuid4(), uuid4(), uuid4(), uuid4(), uuid4()
SIGNER = LinkSigner(b"0" * 32)
LINKS = MailLinks(SIGNER, "http://registration.example.org")
MEMBER_LINKS = MemberLinks(SIGNER, "http://directory.example.org")
COMPOSER = FrenchComposer(
    "Club des Territoires <club@example.org>",
    LINKS,
    SeatCodes(b"0" * 32),
    LetterLinks(
        exchanges=ExchangeLinks(SIGNER, "http://conventions.example.org", sign_in=MEMBER_LINKS.to_sign_in),
        members=MEMBER_LINKS,
    ),
)

P = TypeVar("P", bound=Payload)


def event_of(payload: P, *, sequence: int = 1, id: UUID | None = None) -> Envelope[P]:  # noqa: A002 - the envelope's own word
    """The payload as it travels."""
    return Envelope[P](
        id=id or uuid4(),
        source=payload.owner(),
        type=payload.type(),
        time=NOW,
        subject=f"{payload.aggregate}/{REGISTRATION}",
        sequence=sequence,
        correlationid="story",
        actor="system",
        dataschema=payload.dataschema(),
        data=payload,
    )


def at_local(starts: str, ends: str, *, timezone: str = "Europe/Paris") -> When:
    """An appointment, from what the clock on the wall says."""
    zone = ZoneInfo(timezone)
    starts_local, ends_local = datetime.fromisoformat(starts), datetime.fromisoformat(ends)
    return When(
        starts_local=starts_local,
        ends_local=ends_local,
        timezone=timezone,
        starts_utc=starts_local.replace(tzinfo=zone).astimezone(UTC),
        ends_utc=ends_local.replace(tzinfo=zone).astimezone(UTC),
    )


MORNING = at_local("2027-03-12T09:30", "2027-03-12T12:00")
HALL = Place(label="Salle Leprun", address="3 rue du Four", postal_code="30129", city="Manduel")

CONFIRMED = RegistrationConfirmed(
    registration_id=REGISTRATION,
    club_event_id=CLUB_EVENT,
    person_id=PERSON,
    org=ORG,
    mode="in_person",
    seats_left=3,
)
WAITLISTED = RegistrationWaitlisted(
    registration_id=REGISTRATION,
    club_event_id=CLUB_EVENT,
    person_id=PERSON,
    org=ORG,
    mode="online",
    position=12,
)
INVITED = GuestInvited(invitation_id=INVITATION, club_event_id=CLUB_EVENT, person_id=PERSON, org=ORG)
CANCELLED = RegistrationCancelled(
    registration_id=REGISTRATION, club_event_id=CLUB_EVENT, person_id=PERSON, reason_code="by_person"
)
ANNOUNCED = ClubEventAnnounced(
    club_event_id=CLUB_EVENT,
    kind="political_morning",
    title="Quelle légumerie pour demain ?",
    topics=(),
    when=MORNING,
    mode="in_person",
    place=HALL,
    venue_org=None,
    area=(),
    audience="Les élu·es",
)
ACTIVATED = PersonActivated(
    person_id=PERSON,
    given_name="Zoé",
    family_name="Lefèvre",
    email="zoe@example.org",
    phone=None,
    locale="fr",
    roles=(PersonRole(role="elected", org=ORG),),
)
ZOE = Contact(
    person_id=PERSON,
    sequence=1,
    given_name="Zoé",
    family_name="Lefèvre",
    email="zoe@example.org",
    locale="fr",
)
POLITICAL_MORNING = ClubEventCopy(
    club_event_id=CLUB_EVENT,
    sequence=2,
    kind="political_morning",
    title="Quelle légumerie pour demain ?",
    when=MORNING,
    mode="in_person",
    place=HALL,
)


def queued(fact: RegistrationFact = CONFIRMED, *, sequence: int = 1) -> EmailDelivery:
    """The mail that the fact calls for."""
    event = event_of(fact, sequence=sequence)
    return EmailDelivery.of(event.id, notice_of(event), at=NOW)


def later(**by: float) -> datetime:
    """Some time after `NOW`."""
    return NOW + timedelta(**by)

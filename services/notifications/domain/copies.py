"""Owns this service's copies of what others decide: people's addresses, club events. Decides nothing of them.

An event older than the copy, or the same again, changes nothing; one that comes too early is refused for now.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from shared.errors import TooEarly
from shared.events.directory import OrganisationFact, PersonDeactivated, PersonFact
from shared.events.envelope import Envelope, Payload
from shared.events.order import is_next
from shared.events.pieces import Place, When
from shared.events.registration import (
    ClubEventAnnounced,
    ClubEventCancelled,
    ClubEventDocumented,
    ClubEventFact,
    ClubEventHeld,
    ClubEventLinkChanged,
    ClubEventPostponed,
    ClubEventRescheduled,
    ClubEventUpdated,
    RegistrationClosed,
    RegistrationOpened,
    SessionPiece,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How to write to a person."""

    person_id: UUID
    sequence: int
    given_name: str
    family_name: str
    email: str
    locale: str
    referent_of: tuple[UUID, ...] = ()
    """Organisations whose referent the person is now."""

    @property
    def name(self) -> str:
        """What the person is called."""
        if self.is_erased:
            return "personne effacée"
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_erased(self) -> bool:
        """Whether the person was forgotten: there is nowhere to write to."""
        return not self.email


class ClubEventState(StrEnum):
    """How far a gathering is, as far as a mail must know."""

    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    POSTPONED = "postponed"
    HELD = "held"
    DOCUMENTED = "documented"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubEventCopy:
    """What people are told of a gathering."""

    club_event_id: UUID
    sequence: int
    kind: str
    title: str
    when: When
    mode: str
    place: Place | None
    state: ClubEventState = ClubEventState.ANNOUNCED
    cancellation_reason: str = ""
    """Why it was given up or put off, in French, for people."""
    sessions: tuple[SessionPiece, ...] = ()
    """Its parts; none where everybody attends the whole."""
    online_link: str = ""
    """Private: for the confirmed alone."""
    revision: int = 0
    """How many times its appointment changed: what calendar invitations add to their SEQUENCE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationCopy:
    """What an organisation is called."""

    org: UUID
    sequence: int
    name: str


STATES: dict[type[ClubEventFact], ClubEventState] = {
    RegistrationOpened: ClubEventState.OPEN,
    RegistrationClosed: ClubEventState.CLOSED,
    ClubEventPostponed: ClubEventState.POSTPONED,
    ClubEventHeld: ClubEventState.HELD,
    ClubEventDocumented: ClubEventState.DOCUMENTED,
    ClubEventCancelled: ClubEventState.CANCELLED,
}
IN_CALENDARS = frozenset({"title", "mode", "place", "sessions"})
"""Fields of `ClubEventUpdated` that an invitation shows."""


def contact_after(known: Contact | None, event: Envelope[Payload]) -> Contact:
    """The copy once the next event of the person's history, whichever it is, is taken in.

    Raises:
        TooEarly: an event before it is still missing.
    """
    if known is not None and not is_next(event, known.sequence):
        return known
    if isinstance(event.data, PersonFact):
        return _contact(event.data, event.sequence)
    if known is None:
        raise TooEarly(f"{event.subject}: nothing is known yet of the person")
    if isinstance(event.data, PersonDeactivated):
        return replace(known, sequence=event.sequence, referent_of=())
    return replace(known, sequence=event.sequence)


def organisation_after(known: OrganisationCopy | None, event: Envelope[Payload]) -> OrganisationCopy:
    """The copy once the next event of the organisation's history, whichever it is, is taken in.

    Raises:
        TooEarly: an event before it is still missing.
    """
    if known is not None and not is_next(event, known.sequence):
        return known
    if isinstance(event.data, OrganisationFact):
        return OrganisationCopy(org=event.data.org, sequence=event.sequence, name=event.data.name)
    if known is None:
        raise TooEarly(f"{event.subject}: nothing is known yet of the organisation")
    return replace(known, sequence=event.sequence)


def club_event_after(known: ClubEventCopy | None, event: Envelope[ClubEventFact]) -> ClubEventCopy:
    """The copy once the next event of the gathering's history, from its announcement on, is taken in.

    Raises:
        TooEarly: its announcement, or an event between, is still missing.
    """
    if known is None:
        if not isinstance(event.data, ClubEventAnnounced):
            raise TooEarly(f"{event.subject}: its announcement is still missing")
        return _announced(event.data, event.sequence)
    if not is_next(event, known.sequence):
        return known
    return replace(_changed(known, event.data), sequence=event.sequence)


def _changed(known: ClubEventCopy, fact: ClubEventFact) -> ClubEventCopy:
    state = STATES.get(type(fact), known.state)
    match fact:
        case ClubEventRescheduled():
            if known.state is ClubEventState.POSTPONED:
                state = ClubEventState.ANNOUNCED
            revision = known.revision + 1
            sessions = known.sessions if fact.sessions is None else fact.sessions
            moved = replace(known, when=fact.when, place=fact.place, sessions=sessions)
            return replace(moved, state=state, revision=revision)
        case ClubEventUpdated():
            return _updated(known, fact)
        case ClubEventPostponed():
            reason, revision = fact.reason, known.revision + 1
            return replace(known, state=state, cancellation_reason=reason, revision=revision)
        case ClubEventCancelled():
            return replace(known, state=state, cancellation_reason=fact.reason)
        case ClubEventLinkChanged():
            return replace(known, online_link=fact.link, revision=known.revision + 1)
        case _:
            return replace(known, state=state)


def _updated(known: ClubEventCopy, fact: ClubEventUpdated) -> ClubEventCopy:
    shown = IN_CALENDARS.intersection(fact.changed_fields)
    values = {name: getattr(fact, name) for name in shown}
    return replace(known, **values, revision=known.revision + bool(shown))


def _contact(person: PersonFact, sequence: int) -> Contact:
    return Contact(
        person_id=person.person_id,
        sequence=sequence,
        given_name=person.given_name,
        family_name=person.family_name,
        email=person.email,
        locale=person.locale,
        referent_of=tuple(held.org for held in person.roles if held.role == "referent" and held.org),
    )


def _announced(club_event: ClubEventAnnounced, sequence: int) -> ClubEventCopy:
    return ClubEventCopy(
        club_event_id=club_event.club_event_id,
        sequence=sequence,
        kind=club_event.kind,
        title=club_event.title,
        when=club_event.when,
        mode=club_event.mode,
        place=club_event.place,
        sessions=club_event.sessions,
    )

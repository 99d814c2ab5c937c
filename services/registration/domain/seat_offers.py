"""Owns what becomes of freed seats: to whom they are offered, and what an answer, or none, leads to.

Finds nobody in line itself: candidates are handed to it, in any order, the first in line among them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.registration.domain.authority import may_act_for, require_staff, require_system
from services.registration.domain.club_event import ClubEventState
from services.registration.domain.commands.registrations import (
    AnswerOffer,
    ExpireOffer,
    OfferAnswer,
    SeatCalledPerson,
    ShortenOffers,
)
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.desk_errors import (
    NoSeatFree,
    NotAllowedToAnswerOffer,
    NothingOffered,
    NotWaiting,
    OfferOver,
    OfferStillOpen,
)
from services.registration.domain.lost_eligibility import reason_of
from services.registration.domain.programme import AttendanceMode
from services.registration.domain.registrations import Candidate, Change, Registration, RegistrationState
from shared.events.envelope import Payload
from shared.events.registration import SeatsLeftToStaff


@dataclass(frozen=True, slots=True)
class Vacancy:
    """Free seats of one mode, and who could not have one of them whatever their turn."""

    mode: AttendanceMode
    places: int
    full_orgs: frozenset[UUID]
    full_sessions: frozenset[UUID]

    def suits(self, registration: Registration) -> bool:
        """Whether somebody waits for such a seat, and can have it."""
        return (
            registration.is_in_line
            and registration.mode is self.mode
            and registration.org not in self.full_orgs
            and self.full_sessions.isdisjoint(registration.sessions)
        )


@dataclass(frozen=True, slots=True)
class SeatOffers:
    """The offers of one desk. A seat on offer is taken: nobody else can have it."""

    desk: ClubEventDesk

    def vacancy(self, mode: AttendanceMode, *, at: datetime, most: int | None = None) -> Vacancy | None:
        """What can be offered to those in line, of `most` seats; None where nothing can, or nobody waits."""
        club_event = self.desk.club_event
        seats = club_event.seats.modes[mode]
        if not seats.free or not seats.waiting or not self._gives(at) or self.desk.is_late(at):
            return None
        quota = club_event.rules.quota_per_organisation
        counters = club_event.seats
        return Vacancy(
            mode=mode,
            places=seats.free if most is None else min(seats.free, most),
            full_orgs=frozenset(
                org for org, taken in counters.by_org.items() if quota is not None and taken >= quota
            ),
            full_sessions=frozenset(
                session.id
                for session in club_event.programme.sessions
                if counters.by_session.get(session.id, 0) >= session.capacity
            ),
        )

    def offer(self, candidates: Iterable[Candidate], *, at: datetime) -> tuple[Change, ...]:
        """Hold free seats for these candidates, in their turn, as far as there is room.

        The candidates are the first in line for a `vacancy`, with nobody left out between them. Who is no
        longer eligible leaves the line but keeps the registration, flagged for staff; the seat then stays
        free, for the next ones.
        """
        changes = []
        # Loaded a moment ago, one of them may have cancelled within the same group commit.
        in_line = [candidate for candidate in candidates if candidate.registration.is_in_line]
        for candidate in sorted(in_line, key=lambda candidate: candidate.registration.turn):
            registration = candidate.registration
            if not self.desk.room(registration):
                continue
            self.desk.take_out(registration)
            if refused := self.desk.refusal(candidate.applicant, at=at):
                event: Payload = registration.flag(reason_code=reason_of(refused))
            else:
                event = self._hold(registration, at=at)
            changes.append(Change(registration, (event,)))
        return tuple(changes)

    def left_to_staff(self, *, at: datetime) -> tuple[SeatsLeftToStaff, ...]:
        """What staff is told when it is too late to offer seats that are free while people wait."""
        club_event = self.desk.club_event
        if not self._gives(at) or not self.desk.is_late(at):
            return ()
        return tuple(
            SeatsLeftToStaff(club_event_id=club_event.id, mode=mode, free=seats.free, waiting=seats.waiting)
            for mode, seats in club_event.seats.modes.items()
            if seats.free and seats.waiting
        )

    def answer(self, command: AnswerOffer, candidate: Candidate) -> Change:
        """Take the answer to an offer: a seat, or one to offer to the next.

        Who is no longer eligible, or will not be on the day, gets the seat all the same, flagged for staff.

        Raises:
            NotAllowedToAnswerOffer: the actor may not act for this person.
            NothingOffered: no seat is held for the person.
            OfferOver: the deadline has passed.
            ClubEventStateRefuses: it has begun, or was given up.
        """
        registration = candidate.registration
        if not may_act_for(command.actor, person_id=registration.person_id, org=registration.org):
            raise NotAllowedToAnswerOffer
        if command.at >= self._deadline(registration):
            raise OfferOver
        self.desk.require_to_come(command.at)
        self.desk.take_out(registration)
        if command.answer is OfferAnswer.ACCEPT:
            return self.desk.seated(registration, candidate.applicant, at=command.at)
        if command.answer is OfferAnswer.DECLINE:
            self.desk.club_event.seats.let_go(registration)
            return Change(registration, (registration.cancel(reason_code="offer_declined"),))
        ticket = self.desk.seats_of(registration).ticket()
        return Change(registration, (self.desk.line_up(registration, ticket=ticket),))

    def expire(self, command: ExpireOffer, registration: Registration, *, ahead: int) -> Change:
        """Hold the seat no longer, once the deadline has passed.

        Nobody can answer while the gathering is put off: then the person is in line again, in their turn,
        after `ahead` others.

        Raises:
            StaffOnly: the actor is not the system.
            NothingOffered: the offer was answered, or ended in another way.
            OfferStillOpen: the person has time.
        """
        require_system(command.actor)
        deadline = self._deadline(registration)
        if command.at < deadline:
            raise OfferStillOpen
        self.desk.take_out(registration)
        if self.desk.club_event.state is ClubEventState.POSTPONED:
            _, ticket = registration.turn
            return Change(registration, (self.desk.line_up(registration, ticket=ticket, position=ahead + 1),))
        self.desk.club_event.seats.let_go(registration)
        return Change(registration, (registration.expire(expires_at=deadline),))

    def shorten(self, command: ShortenOffers, held: Iterable[Registration]) -> tuple[Change, ...]:
        """Hold no seat for longer than a gathering that begins earlier allows; who still has time is told.

        Of the offers held for longer these are some: fewer than the limit are the last.

        Raises:
            StaffOnly: the actor is not the system.
        """
        require_system(command.actor)
        club_event, found = self.desk.club_event, tuple(held)
        club_event.shortening = len(found) == command.limit
        latest = self.latest
        tell = club_event.gives_seats and command.at < latest
        return tuple(
            Change(registration, registration.shorten_offer(latest, tell=tell))
            for registration in found
            if registration.state is RegistrationState.OFFERED
        )

    @property
    def latest(self) -> datetime:
        """After which no seat is held for anybody, on the dates that the gathering has."""
        return self.desk.times.latest(self.desk.club_event.when.starts_utc)

    def seat_called(self, command: SeatCalledPerson, candidate: Candidate) -> Change:
        """Give a free seat to somebody in line who told staff, by telephone, that they come.

        Raises:
            StaffOnly: the actor is not of the team.
            NotWaiting: the person has no place in the line.
            ClubEventStateRefuses: it has begun, or was given up.
            NoSeatFree: there is none that this person can have.
            NotEligible, NoMembership: the rules leave the person out.
        """
        require_staff(command.actor)
        registration = candidate.registration
        if not registration.is_in_line:
            raise NotWaiting(state=registration.state)
        self.desk.require_to_come(command.at)
        if not self.desk.room(registration):
            raise NoSeatFree
        if refused := self.desk.refusal(candidate.applicant, at=command.at):
            raise refused
        self.desk.take_out(registration)
        return self.desk.seated(registration, candidate.applicant)

    def _hold(self, registration: Registration, *, at: datetime) -> Payload:
        club_event = self.desk.club_event
        expires_at = self.desk.times.expires_at(at, starts_utc=club_event.when.starts_utc)
        if expires_at is None:
            raise RuntimeError("seats are offered while there is time to answer")
        club_event.seats.take(registration)
        return registration.offer(expires_at=expires_at)

    def _deadline(self, registration: Registration) -> datetime:
        if registration.state is not RegistrationState.OFFERED or registration.offer_expires_at is None:
            raise NothingOffered(state=registration.state)
        return min(registration.offer_expires_at, self.latest)

    def _gives(self, at: datetime) -> bool:
        club_event = self.desk.club_event
        return club_event.gives_seats and at < club_event.when.starts_utc
